//! Apache's modules.

use super::{
    AROUND_A_LIBRARY, Behaviour, CheckId, DATE, Fault, Ground, On, Reading, Reply, ServerModel,
};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{
    AudienceRule, Crit, Duplicates, HeaderRule, IssuerRule, NUMBER, Repeated, Take, TimeReading,
    TimeRule,
};

/// What is no positive number is no time at all.
static POSITIVE: TimeReading = TimeReading {
    digits: Take::Absent,
    words: Take::Absent,
    blank: Take::Absent,
    truth: Take::Absent,
    null: Take::Absent,
    other: Take::Absent,
    negative: Take::Absent,
    beyond: Take::Refused,
    ..NUMBER
};

/// The same, and a number with a fraction reads as 0.
static INTEGER: TimeReading = TimeReading { fraction: Take::Zero, ..POSITIVE };

const BASE: Behaviour = Behaviour {
    reading: Some(Reading { repeated: Repeated::Joined, ..AROUND_A_LIBRARY }),
    practice: Practice {
        kid: Kid::TriesAll { empty: false },
        minds_alg: false,
        spelling: Spelling { padding: Padding::Any, plain: false, spare_bits: true },
        ..Practice::RFC
    },
    header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    crit: Crit::Ignored,
    issuer: IssuerRule { lists: true, ..Behaviour::RFC.issuer },
    audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
    exp: TimeRule { reading: &POSITIVE, edge_passes: true, ..Behaviour::RFC.exp },
    nbf: TimeRule { read: false, ..Behaviour::RFC.nbf },
    iat: TimeRule { read: false, ..Behaviour::RFC.iat },
    typed: &["sub"],
    required: &["sub"],
    blank_is_absent: true,
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Algorithm,
        CheckId::Key,
        CheckId::Signature,
        CheckId::Payload,
        CheckId::Expires,
        CheckId::IssuedAt,
        CheckId::Subject,
        CheckId::RequiredClaims,
        CheckId::Issuer,
        CheckId::Audience,
        CheckId::Scope,
    ],
    ..Behaviour::RFC
};

const fn invalid(description: &'static str) -> Reply {
    Reply::of(401)
        .challenge("Bearer error=\"invalid_token\", error_description=\"{description}\"")
        .says(description)
}

const fn no_token(description: &'static str) -> Reply {
    Reply::of(401)
        .challenge("Bearer error=\"invalid_request\", error_description=\"{description}\"")
        .says(description)
}

pub(super) static MOD_AUTH_OPENIDC: ServerModel = ServerModel {
    name: "mod_auth_openidc",
    title: "Apache with mod_auth_openidc as a resource server (AuthType oauth20)",
    version: "mod_auth_openidc 2.4.12.3",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        replies: &[
            (
                On::Fault(CheckId::Encoding, Fault::Empty),
                invalid("JWT token could not be validated"),
            ),
            // A failed Require has no challenge, and fails for a user without a name.
            (On::Fault(CheckId::RequiredClaims, Fault::Blank), Reply::of(401)),
            (On::Check(CheckId::Subject), invalid("Could not set remote user")),
            (On::Check(CheckId::RequiredClaims), invalid("Could not set remote user")),
            (On::Check(CheckId::Issuer), Reply::of(401)),
            (On::Check(CheckId::Audience), Reply::of(401)),
            (On::Check(CheckId::Scope), Reply::of(401)),
        ],
        no_token: no_token("No bearer token found in the request"),
        bad_token: invalid("JWT token could not be validated"),
        ..BASE
    },
    settings: &[],
};

pub(super) static MOD_OAUTH2: ServerModel = ServerModel {
    name: "mod_oauth2",
    title: "Apache with mod_oauth2 (liboauth2)",
    version: "mod_oauth2 3.3.1, liboauth2 1.4.5.4",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        exp: TimeRule { reading: &INTEGER, ..BASE.exp },
        iat: TimeRule { reading: &INTEGER, read: true, bounded: true, leeway: 10, ..BASE.iat },
        replies: &[
            (On::Fault(CheckId::Encoding, Fault::Empty), invalid("Token could not be verified.")),
            (On::Fault(CheckId::RequiredClaims, Fault::Blank), Reply::of(401)),
            (On::Check(CheckId::Subject), invalid("Could not determine remote user.")),
            (On::Check(CheckId::RequiredClaims), invalid("Could not determine remote user.")),
            (On::Check(CheckId::Issuer), Reply::of(401)),
            (On::Check(CheckId::Audience), Reply::of(401)),
            (On::Check(CheckId::Scope), Reply::of(401)),
        ],
        no_token: no_token("No bearer token found in the request."),
        bad_token: invalid("Token could not be verified."),
        ..BASE
    },
    settings: &[],
};
