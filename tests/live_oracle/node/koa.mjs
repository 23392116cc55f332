// Koa with koa-jwt.

import Koa from 'koa';
import jwksRsa from 'jwks-rsa';
import koaJwt from 'koa-jwt';

export default ({ jwks_uri, issuer, audience }) => {
  const app = new Koa();
  app.silent = true;
  app.use(
    koaJwt({
      secret: jwksRsa.koaJwtSecret({ jwksUri: jwks_uri, cache: true }),
      algorithms: ['RS256'],
      issuer,
      audience,
    }),
  );
  app.use((context) => {
    context.body = { ok: true };
  });
  return {
    'koa-jwt+jwks-rsa': {
      kind: 'middleware',
      packages: ['koa-jwt', 'jwks-rsa', 'jsonwebtoken'],
      api: { server: 'koa-jwt', issuer, audience: [audience], algorithms: ['RS256'] },
      serves: app.callback(),
    },
  };
};
