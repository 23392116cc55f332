// Starts every set-up of Node on a port of its own, prints what and where they
// are as one line of JSON, and serves until standard input ends.
// usage: node serve.mjs TENANT.json
//
// A family is a file that exports a function of the tenant; a set-up is a
// record: its `kind`, the `packages` whose versions count, `api` (the keys of
// `[apis.NAME]` that describe it to tokcheck) and `serves` (an http.Server, or
// what one calls for a request).

import { createServer, Server } from 'node:http';
import { readFileSync } from 'node:fs';
import express from './express.mjs';
import fastify from './fastify.mjs';
import koa from './koa.mjs';
import libraries from './libraries.mjs';

// A verifier that throws outside its promise leaves its request without an
// answer, which is an answer too; the others go on.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});

const tenant = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const version = (name) => {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
};

const listen = (server) =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done(server.address().port)));

const told = {};
for (const family of [express, koa, fastify, libraries]) {
  for (const [name, { kind, packages, api, serves }] of Object.entries(await family(tenant))) {
    const server = serves instanceof Server ? serves : createServer(serves);
    const port = await listen(server);
    told[name] = { kind, version: packages.map(version).join(', '), api, port };
  }
}
console.log(JSON.stringify(told));
process.stdin.on('end', () => process.exit()).resume();
