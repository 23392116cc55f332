// Libraries that only verify. The few lines around them read
// `Authorization: Bearer`, and answer 401 where the library throws.

import { createPublicKey } from 'node:crypto';
import * as jose from 'jose';
import jsonwebtoken from 'jsonwebtoken';
import OktaJwtVerifier from '@okta/jwt-verifier';
import { JwtVerifier } from 'aws-jwt-verify';
import { createVerifier } from 'fast-jwt';

const around = (verify) => async (request, response) => {
  const answer = (status, challenge, body) => {
    response.writeHead(status, challenge && { 'www-authenticate': challenge });
    response.end(JSON.stringify(body));
  };
  const token = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) return answer(401, 'Bearer', { error: 'none', message: 'no bearer token' });
  try {
    await verify(token);
    answer(200, undefined, { ok: true });
  } catch (error) {
    const { code, name, message } = error ?? {};
    answer(401, 'Bearer error="invalid_token"', { error: code ?? name, message });
  }
};

const setUp = (name, api, verify) => ({
  kind: 'library',
  packages: [name],
  api,
  serves: around(verify),
});

export default ({ issuer, audience, scope, jwks, jwks_uri }) => {
  const claims = { issuer, audience };
  const profile = { issuer, audience: [audience] };
  const pem = createPublicKey({ key: jwks.keys[0], format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  const key = `${jwks.keys[0].kid}.pem`;

  const set = jose.createRemoteJWKSet(new URL(jwks_uri));
  const withJose = (told, options) =>
    setUp('jose', { server: 'jose', ...told }, (token) => jose.jwtVerify(token, set, options));

  const withJsonwebtoken = (told, options) =>
    setUp('jsonwebtoken', { server: 'node-jsonwebtoken', key, ...told }, async (token) =>
      jsonwebtoken.verify(token, pem, options),
    );

  const withAws = (asked, told) => {
    const verifier = JwtVerifier.create({ ...claims, jwksUri: jwks_uri, ...asked });
    return setUp(
      'aws-jwt-verify',
      { server: 'aws-jwt-verify', ...profile, ...told },
      (token) => verifier.verify(token),
    );
  };

  // Its own limit of 10 fetches a minute is for tenants elsewhere.
  const okta = new OktaJwtVerifier({ issuer, jwksUri: jwks_uri, jwksRequestsPerMinute: 6000 });
  const fast = createVerifier({ key: pem, allowedAud: audience, allowedIss: issuer });

  return {
    jose: withJose(profile, claims),
    'jose:bare': withJose({}, {}),
    'jose:typ-at+jwt': withJose(
      { ...profile, accepted_typ: ['at+jwt'], required_claims: ['exp', 'sub', 'iat'] },
      { ...claims, typ: 'at+jwt', requiredClaims: ['exp', 'sub', 'iat'] },
    ),
    'jsonwebtoken:pem': withJsonwebtoken(profile, claims),
    'jsonwebtoken:bare': withJsonwebtoken({}, {}),
    'aws-jwt-verify': withAws({ scope: null }, {}),
    'aws-jwt-verify:scope': withAws({ scope }, { scopes: [scope] }),
    'okta-jwt-verifier': setUp(
      '@okta/jwt-verifier',
      { server: 'okta-jwt-verifier', ...profile },
      (token) => okta.verifyAccessToken(token, audience),
    ),
    'fast-jwt:pem': setUp(
      'fast-jwt',
      { server: 'fast-jwt', key, ...profile },
      async (token) => fast(token),
    ),
  };
};
