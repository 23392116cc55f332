//! The records. A server is added here and nowhere else.

use super::{Ground, ServerModel};
use crate::api::CheckId;

/// All servers, in the order in which they are listed.
pub static ALL: &[&ServerModel] = &[&GENERIC, &RFC9068];

/// Servers that people name and of which no model stands here yet. They are
/// judged as `generic`, and that is said.
pub static NAMED: &[&str] = &[
    "aspnet",
    "auth0-fastapi-api",
    "authlib-jose",
    "authlib-rfc7523",
    "authlib-rfc9068",
    "aws-apigw",
    "aws-jwt-verify",
    "aws-sts",
    "envoy",
    "express-jwt",
    "express-oauth2-jwt-bearer",
    "fast-jwt",
    "fastify-jwt",
    "flask-jwt-extended",
    "go-jwt-middleware",
    "haproxy",
    "hasura",
    "istio",
    "jose",
    "joserfc",
    "jwks-rsa",
    "koa-jwt",
    "kong",
    "kubernetes",
    "mod_auth_openidc",
    "mod_oauth2",
    "node-jsonwebtoken",
    "okta-jwt-verifier",
    "passport-jwt",
    "postgrest",
    "pyjwt",
    "python-jose",
    "rust-jsonwebtoken",
    "spring",
    "tower-oauth2-resource-server",
];

/// Exactly what the profile asks, by the RFCs.
static GENERIC: ServerModel = ServerModel {
    name: "generic",
    title: "any resource server that does what its profile says, by the RFCs",
    version: "RFC 6750, RFC 7519",
    ground: Ground::Specification,
    date: "2026-11-23",
    leeway: 0,
    audience_from_client_id: false,
    refuses_future_iat: false,
    refuses_odd_subject: false,
    required_claims: &[],
    accepted_typ: &[],
    kind_explains: true,
    refused_types: &[],
    audience_status: 401,
    order: &CheckId::ALL,
};

/// A resource server that follows the JWT profile for access tokens.
static RFC9068: ServerModel = ServerModel {
    name: "rfc9068",
    title: "a resource server that follows RFC 9068 to the letter",
    version: "RFC 9068",
    required_claims: &["iss", "exp", "aud", "sub", "client_id", "iat", "jti"],
    accepted_typ: &["at+jwt"],
    ..GENERIC
};
