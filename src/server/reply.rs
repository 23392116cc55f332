//! What a server answers, per reason.

use super::Demands;
use crate::api::CheckId;

/// Why a request is turned away, as far as RFC 6750 tells answers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A sender-constrained token without its proof (RFC 9449 section 7.1).
    DpopMissing,
    /// The token is good, and this is not allowed to whoever holds it.
    Forbidden,
    /// The token's scope does not suffice (RFC 6750 section 3.1).
    InsufficientScope,
    /// The request itself is malformed (RFC 6750 section 3.1).
    InvalidRequest,
    /// The token is no good (RFC 6750 section 3.1).
    InvalidToken,
    /// The DPoP proof is no good (RFC 9449 section 7.1).
    InvalidProof,
    /// There are no credentials (RFC 6750 section 3).
    NoCredentials,
}

/// In which way a check fails, as far as answers depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// It is not there, or a part of it is not.
    Absent,
    /// The claim is an empty string; request: the `Authorization` field is.
    Blank,
    /// Request: the scheme stands alone.
    Empty,
    /// The spelling of the signature.
    Form,
    /// Request: something else than wanted stands between scheme and token.
    Gap,
    /// Request: there is no `Authorization` field.
    NoHeader,
    /// Request: there is no scheme or another one.
    Scheme,
    /// Request: the token comes in several places.
    Several,
    /// Request: too large.
    Size,
    /// It differs by the final slash only.
    Slash,
    /// It is of another JSON type.
    Type,
    /// It has another value.
    #[default]
    Value,
}

impl Fault {
    /// In a few words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Blank => "an empty Authorization header",
            Self::Empty => "nothing behind the scheme",
            Self::Form => "of another form",
            Self::Gap => "not one space behind the scheme",
            Self::NoHeader => "no Authorization header",
            Self::Scheme => "another scheme",
            Self::Several => "several tokens",
            Self::Size => "too large",
            Self::Slash => "the final slash",
            Self::Type => "of another type",
            Self::Value => "of another value",
        }
    }

    /// Whether the server finds no token in the request.
    #[must_use]
    pub fn is_unread(self) -> bool {
        matches!(self, Self::Blank | Self::Empty | Self::Gap | Self::NoHeader | Self::Scheme)
    }
}

/// What an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// Any failure of this check.
    Check(CheckId),
    /// A failure of this check in this way.
    Fault(CheckId, Fault),
    /// Whatever has this meaning.
    Refusal(Refusal),
}

/// An answer as written down. `{description}`, `{scope}` and `{also}` in the challenge
/// and in the body stand for what the request makes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status; `None`: there is no answer at all.
    pub status: Option<u16>,
    /// The `WWW-Authenticate` field; empty: none.
    pub challenge: &'static str,
    /// What `{description}` stands for.
    pub description: &'static str,
    /// The body; empty: not known, or none.
    pub body: &'static str,
}

impl Reply {
    /// No answer: the request hangs.
    pub const NONE: Self = Self { status: None, challenge: "", description: "", body: "" };

    /// A bare status.
    #[must_use]
    pub const fn of(status: u16) -> Self {
        Self { status: Some(status), ..Self::NONE }
    }

    /// The same with a challenge.
    #[must_use]
    pub const fn challenge(self, challenge: &'static str) -> Self {
        Self { challenge, ..self }
    }

    /// The same with a description.
    #[must_use]
    pub const fn says(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// The same with a body.
    #[must_use]
    pub const fn body(self, body: &'static str) -> Self {
        Self { body, ..self }
    }

    /// Whether the server breaks instead of refusing.
    #[must_use]
    pub fn breaks(self) -> bool {
        self.status.is_none_or(|status| status >= 500)
    }
}

/// The answers of RFC 6750 section 3.1, RFC 9449 section 7.1 and RFC 6585 section 5.
pub(super) const BY_RFC: &[(On, Reply)] = &[
    (On::Fault(CheckId::Encoding, Fault::Size), Reply::of(431)),
    (
        On::Refusal(Refusal::DpopMissing),
        Reply::of(401).challenge("DPoP error=\"invalid_token\", algs=\"ES256\""),
    ),
    (
        On::Refusal(Refusal::InvalidProof),
        Reply::of(401).challenge("DPoP error=\"invalid_dpop_proof\", algs=\"ES256\""),
    ),
    (
        On::Refusal(Refusal::InvalidRequest),
        Reply::of(400).challenge("Bearer error=\"invalid_request\""),
    ),
    (On::Refusal(Refusal::NoCredentials), Reply::of(401).challenge("Bearer")),
];

/// What the code behind the check of the token answers, where the server's
/// own answers say nothing of it.
const BEHIND: &[(On, Reply)] = &[
    (On::Refusal(Refusal::Forbidden), Reply::of(403)),
    (
        On::Refusal(Refusal::InsufficientScope),
        Reply::of(403).challenge("Bearer error=\"insufficient_scope\"{scope}"),
    ),
];

fn behind(reason: Reason) -> Option<Reply> {
    BEHIND.iter().find(|(on, _)| on.fits(reason)).map(|(_, reply)| *reply)
}

/// Why the server refuses: its first failure.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// The check.
    pub check: CheckId,
    /// In which way it fails.
    pub fault: Fault,
    /// What it means.
    pub refusal: Refusal,
}

/// A predicted answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The `WWW-Authenticate` field.
    pub www_authenticate: Option<String>,
    /// The body.
    pub body: Option<String>,
}

impl On {
    fn fits(self, reason: Reason) -> bool {
        match self {
            Self::Check(check) => check == reason.check,
            Self::Fault(check, fault) => check == reason.check && fault == reason.fault,
            Self::Refusal(refusal) => refusal == reason.refusal,
        }
    }
}

impl Reason {
    /// The section that says what a server answers to this.
    #[must_use]
    pub fn section(self) -> &'static str {
        match (self.refusal, self.fault) {
            (_, Fault::Size) => "RFC 6585, section 5",
            (Refusal::DpopMissing | Refusal::InvalidProof, _) => "RFC 9449, section 7.1",
            // RFC 6750 has no error for what the API's own rules forbid.
            (Refusal::Forbidden, _) => "RFC 9110, section 15.5.4",
            (Refusal::NoCredentials, _) => "RFC 6750, section 3",
            (Refusal::InsufficientScope | Refusal::InvalidRequest | Refusal::InvalidToken, _) => {
                "RFC 6750, section 3.1"
            }
        }
    }
}

impl Demands {
    /// The answer as written down.
    #[must_use]
    pub fn reply(&self, reason: Reason) -> Reply {
        self.own_reply(reason).or_else(|| behind(reason)).unwrap_or(self.behaviour.bad_token)
    }

    /// What the server's record itself says of it.
    fn own_reply(&self, reason: Reason) -> Option<Reply> {
        let does = &self.behaviour;
        let written = does.replies.iter().find(|(on, _)| on.fits(reason)).map(|(_, r)| *r);
        written.or_else(|| reason.fault.is_unread().then_some(does.no_token))
    }

    /// Whether the answer comes from code behind the server's check of the
    /// token, of which its record knows nothing.
    #[must_use]
    pub fn answers_behind(&self, reason: Reason) -> bool {
        self.own_reply(reason).is_none() && behind(reason).is_some()
    }

    /// What the server answers; `None` where it never does.
    #[must_use]
    pub fn answer(&self, reason: Reason) -> Option<Answer> {
        let reply = self.reply(reason);
        let scope = scope_parameter(&self.scopes);
        let fill = |text: &str| {
            let text = text.replace("{description}", reply.description);
            text.replace("{scope}", &scope).replace("{also}", self.behaviour.also)
        };
        let some = |text: &str| (!text.is_empty()).then(|| fill(text));
        Some(Answer {
            status: reply.status?,
            www_authenticate: some(reply.challenge),
            body: some(reply.body),
        })
    }
}

/// RFC 6750 section 3: `scope` may hold only %x21, %x23-5B, %x5D-7E and spaces.
fn scope_parameter(scopes: &[String]) -> String {
    let sound = |s: &&str| s.bytes().all(|b| matches!(b, 0x21 | 0x23..=0x5B | 0x5D..=0x7E));
    let wanted: Vec<&str> = scopes.iter().map(String::as_str).filter(sound).collect();
    if wanted.is_empty() { String::new() } else { format!(", scope=\"{}\"", wanted.join(" ")) }
}
