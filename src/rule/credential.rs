//! How the token was sent: `Authorization: Bearer TOKEN`, or what came
//! instead (RFC 6750 section 2, RFC 9110 section 11.4).

use super::{Checks, Facts, Group, Rule, Seen, rule};
use crate::api::CheckId;
use crate::server::{Fault, Refusal};
use crate::token::{Damage, Form, RawToken};

mod read;

pub(super) static GROUP: Group = Group { checks: &[], rules: &RULES };

static RULES: [Rule; 5] = [
    rule!(
        "missing-token",
        Some(CheckId::Encoding),
        Refusal::NoCredentials,
        "RFC 6750 section 3",
        missing
    ),
    rule!(
        "input-decorated",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 6750 section 2.1",
        decorated
    ),
    rule!(
        "bearer-prefix-wrong",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 6750 section 2.1",
        prefix
    ),
    rule!(
        "several-credentials",
        Some(CheckId::Encoding),
        Refusal::InvalidRequest,
        "RFC 6750 section 2",
        several
    ),
    rule!(
        "token-truncated",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 7515 section 7.1",
        truncated
    ),
];

/// The credentials of one request, as a server reads them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Credential {
    /// What stands between the server and the token, if anything.
    pub problem: Option<Problem>,
    /// What the problem is, as far as a server's answer depends on it.
    pub fault: Fault,
    /// By which scheme, where a request was shown; in its query or body a
    /// token stands as a bearer token.
    pub scheme: Option<Scheme>,
    /// The proofs beside it, of which there may be one.
    pub proofs: Vec<RawToken>,
    /// The method of the request, where it was shown.
    pub method: Option<String>,
    /// Its URL, where it was shown; without a scheme where that was not.
    pub url: Option<String>,
    /// Bytes of request line and header fields; 0 where not known.
    pub header_bytes: usize,
    /// What would stand there, were the request as the text shows it that the
    /// token was taken out of.
    pub shown: Option<Problem>,
    /// The token was too long to be held: its length in bytes.
    pub too_long: Option<usize>,
}

/// The schemes by which access tokens are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// RFC 6750 section 2.1.
    Bearer,
    /// RFC 9449 section 7.1: a proof goes beside it.
    Dpop,
}

/// Why a server does not get at the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Something stands around or inside the token: what.
    Decorated(String),
    /// There is no token: what stands there.
    Missing(String),
    /// The scheme word is absent, doubled or another one: which.
    Scheme(String),
    /// The token comes twice, or in two places: where.
    Several(String),
}

/// What stands in place of a token where nothing does.
const NO_HEADER: &str = "the request has no Authorization header";

/// How a token that was encoded once more begins to be told.
const BASE64: &str = "base64";

/// What to do about what stands in place of a token.
const INSTEAD: [(&str, &str); 5] = [
    (
        "[object Promise]",
        "await what gets the token before the header is built: getAccessTokenSilently and its like return a promise",
    ),
    (
        "[object Object]",
        "send the access token that is in the object (access_token, accessToken), not the object",
    ),
    (
        "an object in the form of a text",
        "send the access token that is in the object (access_token, accessToken), not the object",
    ),
    (
        "a placeholder",
        "fill the placeholder in: set the variable first, under the name and in the way that the shell, the client or the template wants",
    ),
    ("a mask", "take the token from where it is not masked: a log has no token to send"),
];

fn missing(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let what = match &facts.credential.problem {
        Some(Problem::Missing(what)) => what,
        None if facts.token.form == Form::None && facts.credential.too_long.is_none() => {
            "the input is empty"
        }
        _ => return None,
    };
    // Fetch standard, CORS protocol: a preflight carries no credentials.
    if facts.credential.method.as_deref() == Some("OPTIONS") && what == NO_HEADER {
        return Some(
            Seen::error(
                "There is no token in what was sent, and there can be none: the request is OPTIONS, \
                 by which a browser asks before it sends the real one, without credentials. An API \
                 that wants a token for it keeps every browser out.",
            )
            .fix("let the API answer OPTIONS before it asks for a token: the CORS part comes before the check of tokens (tokcheck rule cors-preflight)")
            .fix("to look at the token, take the request that follows, GET or POST"),
        );
    }
    Some(
        Seen::error(format!(
            "There is no token in what was sent: {what}. The API is asked without credentials, \
             so it can only answer that they are needed."
        ))
        .fix(
            INSTEAD.iter().find(|(stands, _)| what.contains(stands)).map_or(
                "look at the code that builds the header: it runs before the login is done, or reads the token from an empty place",
                |(_, fix)| fix,
            ),
        )
        .fix("send Authorization: Bearer <access_token>"),
    )
}

fn decorated(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if let Some(Problem::Decorated(what)) = &facts.credential.problem {
        let seen = Seen::error(format!(
            "The token does not stand alone after 'Bearer': {what}. A server reads \
             the header byte for byte (RFC 6750 section 2.1) and refuses what is no token, \
             even though the token inside may be good."
        ));
        return Some(if what.starts_with(BASE64) {
            seen.fix("decode it where it is read (base64 -d): kubectl shows what a Secret holds in base64")
        } else {
            seen.fix("send the bare token after 'Bearer ', in one line, without quotes and not percent-encoded")
                .fix("look for JSON.stringify, toString, a line wrap or encodeURIComponent where the token is stored or sent")
        });
    }
    if facts.credential.problem.is_some() || facts.repairs.is_empty() {
        return None;
    }
    Some(Seen::note(format!("To get at the token: {}.", facts.repairs.join(", "))))
}

fn prefix(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let Credential { problem, shown, .. } = facts.credential;
    let seen = match (problem, shown) {
        (Some(Problem::Scheme(what)), _) => Seen::error(format!(
            "The Authorization header is not of the form 'Bearer TOKEN': {what}. The server does \
             not find a bearer token in it, however good the token is."
        )),
        (None, Some(Problem::Scheme(what))) => Seen::warning(format!(
            "The token was taken out of an Authorization header that is not of the form 'Bearer \
             TOKEN': {what}. It is judged here as if it were; sent as it stands there, the server \
             does not find a bearer token, however good the token is."
        )),
        _ => return None,
    };
    Some(
        seen.fix("send Authorization: Bearer <access_token>, the word Bearer once and one space")
            .fix("leave the word out where a tool (Swagger UI, Postman) adds it by itself"),
    )
}

fn several(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let Some(Problem::Several(what)) = &facts.credential.problem else { return None };
    Some(
        Seen::error(format!(
            "The request carries more than one token: {what}. A request must use one method only, \
             and once (RFC 6750 section 2)."
        ))
        .fix("send the token once, in one Authorization header"),
    )
}

fn truncated(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let (part, left) = facts.token.damage.iter().find_map(|damage| match damage {
        Damage::Truncated { part, left } => Some((part, left)),
        _ => None,
    })?;
    Some(
        Seen::error(format!(
            "The token is truncated: it breaks off in its {part} ({left}). What is left \
             can be read, but its signature can't be checked any more."
        ))
        .fix("copy the whole token: a terminal, an editor, a log or a cookie cut it")
        .fix("where a cookie or a column holds it, look at the limit (cookies: about 4,096 bytes)"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::paste::Sent;

    fn problem(value: &str) -> Option<Problem> {
        let sent = Sent { authorization: vec![value.to_owned()], ..Sent::default() };
        Credential::of_request(&sent).problem
    }

    #[test]
    fn good_headers() {
        for value in
            ["Bearer abc.def.ghi", "bearer abc", "BEARER  abc=", "DPoP abc", "Bearer ab\u{2026}c"]
        {
            assert_eq!(problem(value), None, "{value}");
        }
    }

    #[test]
    fn each_problem_has_its_name() {
        for (value, name) in [
            ("", "missing"),
            ("Bearer", "missing"),
            ("Bearer ", "missing"),
            ("Bearer undefined", "missing"),
            ("undefined", "missing"),
            ("Bearer [object Object]", "missing"),
            ("Bearer ${ACCESS_TOKEN}", "missing"),
            ("Bearer <your access token>", "missing"),
            ("Bearer [object Response]", "missing"),
            ("Bearer \"\"", "missing"),
            ("Bearer <DCd-pqr1fw8Cy4DAiVlOwgYGcyLZyj6P>", "decorated"),
            ("Bearer bearer abc", "scheme"),
            ("abc.def.ghi", "scheme"),
            ("Bearerabc.def", "scheme"),
            ("Token abc", "scheme"),
            ("Basic abc", "scheme"),
            ("Bearer \"abc\"", "decorated"),
            ("Bearer a\nb", "decorated"),
            ("Bearer\tabc", "decorated"),
            ("Bearer a%2Eb", "decorated"),
            ("Bearer a b", "decorated"),
            ("Bearer a, Bearer b", "several"),
        ] {
            let found = match problem(value) {
                None => "none",
                Some(Problem::Decorated(_)) => "decorated",
                Some(Problem::Missing(_)) => "missing",
                Some(Problem::Scheme(_)) => "scheme",
                Some(Problem::Several(_)) => "several",
            };
            assert_eq!(found, name, "{value:?}");
        }
    }

    #[test]
    fn a_long_word_before_the_token_is_not_repeated() {
        let secret = "sk_live_0123456789abcdef0123";
        let shown = format!("{:?}", problem(&format!("{secret} abc")));
        assert!(!shown.contains(secret), "{shown}");
    }

    #[test]
    fn two_places() {
        let mut sent = Sent { authorization: vec!["Bearer a".into()], ..Sent::default() };
        sent.query.push("a".into());
        assert!(matches!(Credential::of_request(&sent).problem, Some(Problem::Several(_))));
        sent.authorization.clear();
        assert!(matches!(Credential::of_request(&sent).problem, Some(Problem::Missing(_))));
    }
}
