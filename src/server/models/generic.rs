//! What the specifications say.

use super::{Behaviour, DATE, Ground, ServerModel};
use crate::server::behaviour::TypRule;

/// Exactly what the profile asks, by the RFCs.
pub(super) static GENERIC: ServerModel = ServerModel {
    name: "generic",
    title: "any resource server that does what its profile says, by the RFCs",
    version: "RFC 6750, RFC 7519",
    ground: Ground::Specification,
    date: DATE,
    does: Behaviour::RFC,
    settings: &[],
};

/// A resource server that follows the JWT profile for access tokens.
pub(super) static RFC9068: ServerModel = ServerModel {
    name: "rfc9068",
    title: "a resource server that follows RFC 9068 to the letter",
    version: "RFC 9068",
    ground: Ground::Specification,
    date: DATE,
    does: Behaviour {
        required: &["iss", "exp", "aud", "sub", "client_id", "iat", "jti"],
        typ: TypRule { accepted: &["at+jwt"], absent_passes: false },
        ..Behaviour::RFC
    },
    settings: &[],
};
