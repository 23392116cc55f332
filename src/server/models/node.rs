//! jsonwebtoken of npm and what is built on it.

use super::{
    AROUND_A_LIBRARY, BAD_TOKEN, Behaviour, CheckId, DATE, Fault, Gap, Ground, NO_TOKEN,
    NODE_HEADER, NODE_TOO_LARGE, On, Reading, Reply, ServerModel,
};
use crate::key::{Kid, Padding, Practice, Spelling};
use crate::server::behaviour::{AudienceRule, Crit, Duplicates, HeaderRule, TimeRule};

const JSONWEBTOKEN: Behaviour = Behaviour {
    reading: Some(AROUND_A_LIBRARY),
    header_limit: Some(NODE_HEADER),
    practice: Practice {
        short_secrets: true,
        kid: Kid::Required,
        minds_alg: false,
        spelling: Spelling { padding: Padding::Never, plain: false, spare_bits: true },
    },
    header: HeaderRule { strings: &[], ..Behaviour::RFC.header },
    duplicates: Duplicates::Last,
    any_payload: true,
    crit: Crit::Ignored,
    algorithms: &[
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
        "ES384", "ES512",
    ],
    audience: AudienceRule { members_checked: false, ..Behaviour::RFC.audience },
    iat: TimeRule { read: false, ..Behaviour::RFC.iat },
    order: &[
        CheckId::Encoding,
        CheckId::Header,
        CheckId::Payload,
        CheckId::Key,
        CheckId::Algorithm,
        CheckId::Signature,
        CheckId::NotBefore,
        CheckId::Expires,
        CheckId::Audience,
        CheckId::Issuer,
    ],
    replies: &[NODE_TOO_LARGE],
    no_token: NO_TOKEN,
    bad_token: BAD_TOKEN,
    ..Behaviour::RFC
};

pub(super) static NODE_JSONWEBTOKEN: ServerModel = ServerModel {
    name: "node-jsonwebtoken",
    title: "jsonwebtoken of npm, called by code of your own",
    version: "jsonwebtoken 9.0.3",
    ground: Ground::Measured,
    date: DATE,
    does: JSONWEBTOKEN,
    settings: &[],
};

/// Express' page for an error of status 401.
const PAGE: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n<pre>Unauthorized</pre>\n</body>\n</html>\n";

pub(super) static EXPRESS_JWT: ServerModel = ServerModel {
    name: "express-jwt",
    title: "Express with express-jwt and jwks-rsa",
    version: "express-jwt 8.5.1, jwks-rsa 4.1.0, jsonwebtoken 9.0.3",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::OneSpace, ..AROUND_A_LIBRARY }),
        no_token: Reply::of(401).body(PAGE),
        bad_token: Reply::of(401).body(PAGE),
        ..JSONWEBTOKEN
    },
    settings: &[],
};

const KOA_FORMAT: Reply = Reply::of(401)
    .body("Bad Authorization header format. Format is \"Authorization: Bearer <token>\"");

pub(super) static KOA_JWT: ServerModel = ServerModel {
    name: "koa-jwt",
    title: "Koa with koa-jwt and jwks-rsa",
    version: "koa-jwt 4.0.4, jwks-rsa 4.1.0, jsonwebtoken 9.0.3",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::OneSpace, ..AROUND_A_LIBRARY }),
        replies: &[
            NODE_TOO_LARGE,
            (On::Fault(CheckId::Encoding, Fault::Empty), KOA_FORMAT),
            (On::Fault(CheckId::Encoding, Fault::Gap), KOA_FORMAT),
            (On::Fault(CheckId::Encoding, Fault::Scheme), KOA_FORMAT),
        ],
        no_token: Reply::of(401).body("Authentication Error"),
        bad_token: Reply::of(401).body("Authentication Error"),
        ..JSONWEBTOKEN
    },
    settings: &[],
};

pub(super) static PASSPORT_JWT: ServerModel = ServerModel {
    name: "passport-jwt",
    title: "Express with Passport, passport-jwt and jwks-rsa",
    version: "passport-jwt 4.0.1, jwks-rsa 4.1.0, jsonwebtoken 9.0.3",
    ground: Ground::Measured,
    date: DATE,
    does: Behaviour {
        reading: Some(Reading { gap: Gap::FirstWord, ..AROUND_A_LIBRARY }),
        no_token: Reply::of(401).body("Unauthorized"),
        bad_token: Reply::of(401).body("Unauthorized"),
        ..JSONWEBTOKEN
    },
    settings: &[],
};
