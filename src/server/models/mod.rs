//! The records, one file a family. A server is added here and nowhere else.

use super::behaviour::{Gap, Reading, Repeated};
use super::reply::{Fault, On, Reply};
use super::{Behaviour, Ground, ServerModel, Setting};
use crate::api::CheckId;

mod apache;
mod auth0;
mod authlib;
mod documented;
mod generic;
mod jose;
mod node;
mod proxy;
mod python;
mod rust;
mod source;
mod vendor;

/// All servers, in the order in which they are listed.
pub static ALL: &[&ServerModel] = &[
    &generic::GENERIC,
    &generic::RFC9068,
    &auth0::EXPRESS_OAUTH2_JWT_BEARER,
    &node::EXPRESS_JWT,
    &node::KOA_JWT,
    &node::PASSPORT_JWT,
    &node::NODE_JSONWEBTOKEN,
    &jose::JOSE,
    &jose::FAST_JWT,
    &jose::FASTIFY_JWT,
    &vendor::AWS_JWT_VERIFY,
    &vendor::OKTA_JWT_VERIFIER,
    &auth0::AUTH0_FASTAPI_API,
    &python::PYJWT,
    &python::PYTHON_JOSE,
    &authlib::AUTHLIB_JOSE,
    &authlib::AUTHLIB_RFC9068,
    &authlib::AUTHLIB_RFC7523,
    &authlib::JOSERFC,
    &proxy::ENVOY,
    &proxy::HAPROXY,
    &apache::MOD_AUTH_OPENIDC,
    &apache::MOD_OAUTH2,
    &rust::RUST_JSONWEBTOKEN,
    &rust::TOWER_OAUTH2_RESOURCE_SERVER,
    &source::SPRING,
    &source::ASPNET,
    &source::GO_JWT_MIDDLEWARE,
    &source::KUBERNETES,
    &source::POSTGREST,
    &proxy::ISTIO,
    &documented::AWS_APIGW,
    &documented::AWS_STS,
    &documented::FLASK_JWT_EXTENDED,
    &documented::HASURA,
    &documented::KONG,
];

/// The day on which the measured ones were asked and the others written down.
const DATE: &str = "2026-11-23";

/// How code around a library usually gets at the token.
const AROUND_A_LIBRARY: Reading = Reading {
    any_case: true,
    gap: Gap::Spaces,
    repeated: Repeated::First,
    query: false,
    form: false,
    one_place: true,
    list: false,
};

/// Node stops at 16 KB of header before any code of the application runs.
const NODE_HEADER: usize = 16 * 1024;
const NODE_TOO_LARGE: (On, Reply) = (On::Fault(CheckId::Encoding, Fault::Size), Reply::of(431));

/// What code around a library usually answers.
const NO_TOKEN: Reply = Reply::of(401).challenge("Bearer");
const BAD_TOKEN: Reply = Reply::of(401).challenge("Bearer error=\"invalid_token\"");
