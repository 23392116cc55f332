//! Verifiers of AWS and Okta for npm.

use super::jose::JOSE_DOES;
use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Fault, Ground, NODE_TOO_LARGE, On,
    Reply, ServerModel,
};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, HeaderRule, NUMBER, ScopeRule, Take, TimeReading, TimeRule,
};

pub(super) static AWS_JWT_VERIFY: ServerModel = ServerModel {
    name: "aws-jwt-verify",
    title: "aws-jwt-verify of npm, called by code of your own",
    version: "aws-jwt-verify 5.2.1",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(AROUND_A_LIBRARY),
        practice: Practice {
            kid: Kid::Required,
            minds_alg: true,
            spelling: Spelling { padding: Padding::AtMost(2), plain: false, spare_bits: true },
            ..Practice::RFC
        },
        header: HeaderRule { strings: &["alg", "kid"], ..Behaviour::RFC.header },
        crit: Crit::Ignored,
        algorithms: &["RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "EdDSA"],
        audience: Behaviour::RFC.audience,
        exp: TimeRule { edge_passes: true, ..Behaviour::RFC.exp },
        typed: &["iss", "sub", "aud", "scope", "jti"],
        scope: ScopeRule { claims: &["scope"], any: true, lists: false, spaces: true },
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Payload,
            CheckId::Key,
            CheckId::Algorithm,
            CheckId::Signature,
            CheckId::Expires,
            CheckId::NotBefore,
            CheckId::Issuer,
            CheckId::Audience,
            CheckId::Scope,
        ],
        replies: &[NODE_TOO_LARGE, (On::Check(CheckId::Scope), BAD_TOKEN)],
        ..JOSE_DOES
    },
    settings: &[],
};

/// What `new Date(value * 1000)` makes of it; what is no date never compares.
static COERCED: TimeReading = TimeReading {
    digits: Take::Number,
    words: Take::Absent,
    blank: Take::Zero,
    truth: Take::Number,
    null: Take::Zero,
    other: Take::Absent,
    most: 8_640_000_000_000,
    beyond: Take::Absent,
    ..NUMBER
};

pub(super) static OKTA_JWT_VERIFIER: ServerModel = ServerModel {
    name: "okta-jwt-verifier",
    title: "@okta/jwt-verifier of npm, called by code of your own",
    version: "@okta/jwt-verifier 4.0.2",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(AROUND_A_LIBRARY),
        practice: Practice {
            kid: Kid::Required,
            minds_alg: false,
            spelling: Spelling::LENIENT,
            ..Practice::RFC
        },
        any_payload: true,
        crit: Crit::Ignored,
        algorithms: &["RS256"],
        audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
        exp: TimeRule { reading: &COERCED, edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { reading: &COERCED, edge_passes: false, ..Behaviour::RFC.nbf },
        iat: TimeRule { read: false, ..Behaviour::RFC.iat },
        order: &[
            CheckId::Header,
            CheckId::Payload,
            CheckId::Algorithm,
            CheckId::Expires,
            CheckId::NotBefore,
            CheckId::Key,
            CheckId::Encoding,
            CheckId::Signature,
            CheckId::Audience,
            CheckId::Issuer,
        ],
        replies: &[
            NODE_TOO_LARGE,
            // It throws where nobody catches, and the promise never settles.
            (On::Fault(CheckId::Encoding, Fault::Absent), Reply::NONE),
        ],
        ..JOSE_DOES
    },
    settings: &[],
};
