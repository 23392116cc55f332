// Fastify with @fastify/jwt, the key from get-jwks, as the latter's README has it.

import Fastify from 'fastify';
import fastifyJwt from '@fastify/jwt';
import getJwks from 'get-jwks';

export default async ({ issuer, audience }) => {
  const app = Fastify();
  const keys = getJwks({ issuersWhitelist: [issuer] });
  app.register(fastifyJwt, {
    decode: { complete: true },
    secret: (_, { header: { kid, alg }, payload: { iss } }) =>
      keys.getPublicKey({ kid, domain: iss, alg }),
    verify: { allowedAud: audience, allowedIss: issuer, algorithms: ['RS256'] },
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', (_, body, done) => {
    body.resume();
    done(null, {});
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/things',
    handler: async (request) => {
      await request.jwtVerify();
      return { ok: true };
    },
  });
  await app.ready();
  return {
    'fastify-jwt+get-jwks': {
      kind: 'middleware',
      packages: ['@fastify/jwt', 'fast-jwt', 'get-jwks'],
      api: { server: 'fastify-jwt', issuer, audience: [audience], algorithms: ['RS256'] },
      serves: app.server,
    },
  };
};
