//! `PyJWT` and python-jose.

use super::{AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Ground, NO_TOKEN, ServerModel};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, Duplicates, HeaderRule, NUMBER, Take, TimeReading, TimeRule,
};

/// What `int()` makes of it.
static INT: TimeReading =
    TimeReading { digits: Take::Number, truth: Take::Number, whole: true, ..NUMBER };

const BASE: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    exp: TimeRule { reading: &INT, ..Behaviour::RFC.exp },
    nbf: TimeRule { reading: &INT, ..Behaviour::RFC.nbf },
    iat: TimeRule { reading: &INT, ..Behaviour::RFC.iat },
    replies: &[],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

/// The checks of `PyJWT` in its order; what is made around it checks more afterwards.
pub(super) const PYJWT_ORDER: &[CheckId] = &[
    CheckId::Encoding,
    CheckId::Header,
    CheckId::Critical,
    CheckId::Key,
    CheckId::Algorithm,
    CheckId::Signature,
    CheckId::Payload,
    CheckId::RequiredClaims,
    CheckId::IssuedAt,
    CheckId::NotBefore,
    CheckId::Expires,
    CheckId::Issuer,
    CheckId::Audience,
    CheckId::Subject,
];

pub(super) static PYJWT: ServerModel = ServerModel {
    name: "pyjwt",
    title: "PyJWT with PyJWKClient, called by code of your own",
    version: "PyJWT 2.15.1",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        practice: Practice {
            short_secrets: true,
            kid: Kid::Required,
            minds_alg: true,
            spelling: Spelling { padding: Padding::Exact, plain: false, spare_bits: false },
        },
        header: HeaderRule { strings: &["kid"], ..Behaviour::RFC.header },
        crit: Crit::Knows { names: &["b64"], empty: false, falsy: false, lone_b64: false },
        audience: AudienceRule {
            blank_is_missing: true,
            refused_unasked: true,
            ..Behaviour::RFC.audience
        },
        iat: TimeRule { bounded: true, ..BASE.iat },
        typed: &["sub", "jti"],
        order: PYJWT_ORDER,
        ..BASE
    },
    settings: &[],
};

pub(super) static PYTHON_JOSE: ServerModel = ServerModel {
    name: "python-jose",
    title: "python-jose with a whole key set, called by code of your own",
    version: "python-jose 3.5.0",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        practice: Practice {
            short_secrets: true,
            kid: Kid::Ignored,
            minds_alg: false,
            spelling: Spelling::LENIENT,
        },
        crit: Crit::Ignored,
        // What it calls supported; others find no class for the key.
        algorithms: &[
            "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
        ],
        audience: AudienceRule {
            missing_passes: true,
            refused_unasked: true,
            ..Behaviour::RFC.audience
        },
        exp: TimeRule { edge_passes: true, ..BASE.exp },
        typed: &["sub", "jti", "aud"],
        minds_hash: true,
        order: &[
            CheckId::Encoding,
            CheckId::Header,
            CheckId::Algorithm,
            CheckId::Key,
            CheckId::Signature,
            CheckId::Payload,
            CheckId::IssuedAt,
            CheckId::NotBefore,
            CheckId::Expires,
            CheckId::Audience,
            CheckId::Issuer,
            CheckId::Subject,
        ],
        ..BASE
    },
    settings: &[],
};
