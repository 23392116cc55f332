//! Proxies: Envoy, Istio on it, haproxy.

use super::{
    AROUND_A_LIBRARY, Behaviour, CheckId, DATE, Fault, Ground, On, Reading, Reply, ServerModel,
    Setting,
};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Compared, Crit, Duplicates, HeaderRule, NUMBER, Repeated, Take, TimeReading,
    TimeRule,
};

/// A number of protobuf, held as an unsigned one of 64 bits; 0 is none.
static UNSIGNED: TimeReading = TimeReading {
    negative: Take::Refused,
    zero: Take::Absent,
    whole: true,
    // Its own limit is twice that; times so far are kept as the last that there is.
    most: i64::MAX / 2,
    beyond: Take::Refused,
    ..NUMBER
};

const fn denied(text: &'static str) -> Reply {
    Reply::of(401)
        .challenge("Bearer realm=\"{also}\", error=\"invalid_token\"")
        .says(text)
        .body("{description}")
}

const ENVOY_DOES: Behaviour = Behaviour {
    reading: Some(Reading {
        any_case: false,
        repeated: Repeated::Searched,
        query: true,
        one_place: false,
        ..AROUND_A_LIBRARY
    }),
    practice: Practice {
        kid: Kid::TriesAll { empty: true },
        minds_alg: true,
        spelling: Spelling { padding: Padding::Exact, plain: false, spare_bits: true },
        ..Practice::RFC
    },
    header: HeaderRule { strings: &["alg", "kid"], ..Behaviour::RFC.header },
    crit: Crit::Ignored,
    audience: AudienceRule { compared: Compared::WithoutSchemeAndSlash, ..Behaviour::RFC.audience },
    exp: TimeRule { reading: &UNSIGNED, leeway: 60, edge_passes: true, ..Behaviour::RFC.exp },
    nbf: TimeRule { reading: &UNSIGNED, leeway: 60, ..Behaviour::RFC.nbf },
    iat: TimeRule { reading: &UNSIGNED, ..Behaviour::RFC.iat },
    typed: &["iss", "sub", "aud", "jti"],
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Payload,
        CheckId::Subject,
        CheckId::IssuedAt,
        CheckId::Issuer,
        CheckId::NotBefore,
        CheckId::Expires,
        CheckId::Audience,
        CheckId::Key,
        CheckId::Algorithm,
        CheckId::Signature,
    ],
    replies: &[
        (On::Check(CheckId::Header), denied("Jwt header is an invalid JSON")),
        (On::Check(CheckId::Payload), denied("Jwt payload is an invalid JSON")),
        (
            On::Fault(CheckId::Encoding, Fault::Form),
            denied("Jwt signature is an invalid Base64url encoded"),
        ),
        (On::Check(CheckId::Subject), denied("Jwt payload [sub] field is not a string")),
        (On::Check(CheckId::IssuedAt), denied("Jwt payload [iat] field is not an integer")),
        (
            On::Fault(CheckId::Issuer, Fault::Type),
            denied("Jwt payload [iss] field is not a string"),
        ),
        (On::Check(CheckId::Issuer), denied("Jwt issuer is not configured")),
        (
            On::Fault(CheckId::Expires, Fault::Type),
            denied("Jwt payload [exp] field is not an integer"),
        ),
        (On::Check(CheckId::Expires), denied("Jwt is expired")),
        (
            On::Fault(CheckId::NotBefore, Fault::Type),
            denied("Jwt payload [nbf] field is not an integer"),
        ),
        (On::Check(CheckId::NotBefore), denied("Jwt not yet valid")),
        (
            On::Fault(CheckId::Audience, Fault::Type),
            denied("Jwt payload [aud] field is not a string or string list"),
        ),
        (
            On::Check(CheckId::Audience),
            Reply::of(403)
                .challenge("Bearer realm=\"{also}\", error=\"invalid_token\"")
                .body("Audiences in Jwt are not allowed"),
        ),
        (On::Check(CheckId::Key), denied("Jwks doesn't have key to match kid or alg from Jwt")),
        (On::Check(CheckId::Algorithm), denied("Jwt header [alg] is not supported")),
        (On::Check(CheckId::Signature), denied("Jwt verification fails")),
        (On::Check(CheckId::RequiredClaims), denied("Jwt verification fails")),
    ],
    no_token: Reply::of(401).challenge("Bearer realm=\"{also}\"").body("Jwt is missing"),
    bad_token: denied(
        "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections",
    ),
    also: "http://HOST/PATH",
    ..Behaviour::RFC
};

pub(super) static ENVOY: ServerModel = ServerModel {
    name: "envoy",
    title: "Envoy with the filter jwt_authn",
    version: "Envoy 1.40.0",
    ground: Ground::Measured,
    date: DATE,
    does: ENVOY_DOES,
    settings: &[Setting {
        name: "require_expiration",
        default: false,
        words: "requires exp",
        turn: |does| does.required = &["exp"],
    }],
};

pub(super) static ISTIO: ServerModel = ServerModel {
    name: "istio",
    title: "Istio with RequestAuthentication, which is Envoy's filter",
    version: "Istio, RequestAuthentication; Envoy 1.40.0",
    ground: Ground::Documentation,
    date: DATE,
    does: ENVOY_DOES,
    settings: &[],
};

/// What the converter for JSON makes of `$.exp` as an `int`.
static QUERIED: TimeReading = TimeReading {
    digits: Take::Number,
    words: Take::Zero,
    blank: Take::Absent,
    truth: Take::Number,
    null: Take::Absent,
    other: Take::Absent,
    negative: Take::Absent,
    whole: true,
    // The digits in front alone are read.
    exponent: Take::Zero,
    most: 9_007_199_254_740_991,
    beyond: Take::Absent,
    ..NUMBER
};

const fn says(text: &'static str) -> Reply {
    Reply::of(401).body(text)
}

pub(super) static HAPROXY: ServerModel = ServerModel {
    name: "haproxy",
    title: "haproxy with rules around jwt_verify: alg, iss, aud, exp and the signature",
    version: "haproxy 2.6.12",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { list: true, ..AROUND_A_LIBRARY }),
        // tune.bufsize 32768, of which 1024 are kept for rewrites.
        header_limit: Some(31 * 1024),
        practice: Practice {
            kid: Kid::Ignored,
            minds_alg: false,
            spelling: Spelling { padding: Padding::Never, plain: false, spare_bits: true }, ..Practice::RFC },
        header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
        duplicates: Duplicates::First,
        any_payload: true,
        crit: Crit::Ignored,
        algorithms: &["RS256"],
        audience: AudienceRule { lists: false, members_checked: false, ..Behaviour::RFC.audience },
        exp: TimeRule { reading: &QUERIED, edge_passes: true, ..Behaviour::RFC.exp },
        nbf: TimeRule { read: false, ..Behaviour::RFC.nbf },
        iat: TimeRule { read: false, ..Behaviour::RFC.iat },
        order: &[
            CheckId::Encoding,
            CheckId::Issuer,
            CheckId::Audience,
            CheckId::Algorithm,
            CheckId::Signature,
            CheckId::Expires,
        ],
        replies: &[
            (On::Fault(CheckId::Encoding, Fault::Size), Reply::of(400).body("<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n")),
            (On::Check(CheckId::Algorithm), says("wrong alg")),
            (On::Check(CheckId::Issuer), says("wrong issuer")),
            (On::Check(CheckId::Audience), says("wrong audience")),
            (On::Check(CheckId::Expires), says("expired")),
        ],
        no_token: says("missing token"),
        bad_token: says("bad signature"),
        ..Behaviour::RFC
    },
    settings: &[],
};
