//! The crate jsonwebtoken and what is built on it.

use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Gap, Ground, NO_TOKEN, Reading, Reply,
    ServerModel, Setting,
};
use crate::key::{Kid, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, Duplicates, HeaderRule, IssuerRule, NUMBER, Take, TimeReading, TimeRule,
};

/// A u64, or nothing.
static U64: TimeReading = TimeReading {
    digits: Take::Absent,
    words: Take::Absent,
    blank: Take::Absent,
    truth: Take::Absent,
    null: Take::Absent,
    other: Take::Absent,
    negative: Take::Absent,
    whole: true,
    // Its own limit is twice that; times so far are kept as the last that there is.
    most: i64::MAX / 2,
    beyond: Take::Absent,
    ..NUMBER
};

const BASE: Behaviour = Behaviour {
    reading: Some(Reading { any_case: false, ..AROUND_A_LIBRARY }),
    practice: Practice {
        short_secrets: true,
        kid: Kid::Required,
        minds_alg: true,
        spelling: Spelling::STRICT,
    },
    // A struct of optional members, each once.
    header: HeaderRule {
        strings: &[
            "alg", "kid", "typ", "cty", "jku", "x5u", "x5t", "x5t#S256", "enc", "zip", "url",
            "nonce",
        ],
        string_lists: &["crit", "x5c"],
        null_is_absent: true,
        ..Behaviour::RFC.header
    },
    duplicates: Duplicates::RefusedAmong(&["exp", "nbf", "iss", "aud", "sub"]),
    crit: Crit::Ignored,
    exp: TimeRule { reading: &U64, leeway: 60, edge_passes: true, ..Behaviour::RFC.exp },
    nbf: TimeRule { reading: &U64, leeway: 60, read: false, ..Behaviour::RFC.nbf },
    iat: TimeRule { read: false, ..Behaviour::RFC.iat },
    required: &["exp"],
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Key,
        CheckId::Algorithm,
        CheckId::Signature,
        CheckId::Payload,
        CheckId::RequiredClaims,
        CheckId::Expires,
        CheckId::NotBefore,
        CheckId::Subject,
        CheckId::Issuer,
        CheckId::Audience,
    ],
    replies: &[],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static RUST_JSONWEBTOKEN: ServerModel = ServerModel {
    name: "rust-jsonwebtoken",
    title: "the crate jsonwebtoken with its default Validation, called by code of your own",
    version: "jsonwebtoken 11.1.0 (crate)",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        issuer: IssuerRule { missing_passes: true, odd: Take::Absent, lists: true },
        audience: AudienceRule {
            missing_passes: true,
            odd: Take::Absent,
            refused_unasked: true,
            ..Behaviour::RFC.audience
        },
        ..BASE
    },
    settings: &[],
};

pub(super) static TOWER_OAUTH2_RESOURCE_SERVER: ServerModel = ServerModel {
    name: "tower-oauth2-resource-server",
    title: "axum or tonic with tower-oauth2-resource-server",
    version: "tower-oauth2-resource-server 0.12.5, jsonwebtoken 11.1.0",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { any_case: false, gap: Gap::OneSpace, ..AROUND_A_LIBRARY }),
        duplicates: Duplicates::RefusedAmong(&["exp", "nbf", "iss", "aud", "sub", "jti"]),
        algorithms: &[
            "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA",
        ],
        typed: &["iss", "sub", "aud", "jti"],
        bad_token: Reply::of(401),
        ..BASE
    },
    settings: &[Setting {
        name: "recommended",
        default: false,
        words: "checks nbf and requires it",
        turn: |does| {
            does.nbf.read = true;
            does.required = &["exp", "nbf"];
        },
    }],
};
