// Middleware for Express, as their READMEs set it up.

import express from 'express';
import { auth, requiredScopes } from 'express-oauth2-jwt-bearer';
import { expressjwt } from 'express-jwt';
import jwksRsa from 'jwks-rsa';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

const app = (...handlers) => {
  const made = express();
  // As in production: Express' page for an error shows no stack.
  made.set('env', 'production');
  made.use(...handlers, (_, response) => response.json({ ok: true }));
  return made;
};

const auth0 = ({ issuer, audience, scope }, options, told) => ({
  kind: 'middleware',
  packages: ['express-oauth2-jwt-bearer'],
  api: {
    server: 'express-oauth2-jwt-bearer',
    issuer,
    audience: [audience],
    // Those of its own that the tenant's discovery document announces.
    algorithms: ['RS256', 'PS256'],
    scopes: [scope],
    ...(told && { options: told }),
  },
  serves: app(
    express.urlencoded({ extended: false }),
    auth({ issuerBaseURL: issuer, audience, ...options }),
    requiredScopes(scope),
  ),
});

const expressJwt = ({ jwks_uri }, claims, told) => ({
  kind: 'middleware',
  packages: ['express-jwt', 'jwks-rsa', 'jsonwebtoken'],
  api: { server: 'express-jwt', algorithms: ['RS256'], ...told },
  serves: app(
    expressjwt({
      secret: jwksRsa.expressJwtSecret({ jwksUri: jwks_uri, cache: true }),
      algorithms: ['RS256'],
      ...claims,
    }),
  ),
});

const passportJwt = ({ jwks_uri, issuer, audience }) => {
  const strategy = new Strategy(
    {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: jwksRsa.passportJwtSecret({ jwksUri: jwks_uri, cache: true }),
      issuer,
      audience,
      algorithms: ['RS256'],
    },
    (claims, done) => done(null, claims),
  );
  return {
    kind: 'middleware',
    packages: ['passport-jwt', 'jwks-rsa', 'jsonwebtoken'],
    api: { server: 'passport-jwt', issuer, audience: [audience], algorithms: ['RS256'] },
    serves: app(passport.use(strategy).authenticate('jwt', { session: false })),
  };
};

export default (tenant) => {
  const { issuer, audience } = tenant;
  return {
    'express-oauth2-jwt-bearer': auth0(tenant, {}),
    'express-oauth2-jwt-bearer:strict': auth0(tenant, { strict: true }, { strict: true }),
    'express-oauth2-jwt-bearer:no-dpop': auth0(
      tenant,
      { dpop: { enabled: false } },
      { dpop: false },
    ),
    'express-jwt+jwks-rsa': expressJwt(
      tenant,
      { issuer, audience },
      { issuer, audience: [audience] },
    ),
    'express-jwt+jwks-rsa:bare': expressJwt(tenant, {}, {}),
    'passport-jwt+jwks-rsa': passportJwt(tenant),
  };
};
