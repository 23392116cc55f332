//! How the token was sent: `Authorization: Bearer TOKEN`, or what came
//! instead (RFC 6750 section 2, RFC 9110 section 11.4).

use super::{Checks, Facts, Group, Rule, Seen, rule};
use crate::api::CheckId;
use crate::server::behaviour::{Gap, Reading, Repeated};
use crate::server::{Fault, Refusal};
use crate::token::paste::Sent;
use crate::token::{Damage, Form};

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
    /// The scheme was `DPoP` (RFC 9449 section 7.1).
    pub dpop: bool,
    /// Bytes of request line and header fields; 0 where not known.
    pub header_bytes: usize,
    /// The token was too long to be held: its length in bytes.
    pub too_long: Option<usize>,
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

/// Words that stand where a variable was empty.
const PLACEHOLDERS: [&str; 8] =
    ["undefined", "null", "none", "nil", "nan", "[object object]", "[object promise]", "false"];

impl Credential {
    /// Reads a request as sent.
    #[must_use]
    pub fn of_request(sent: &Sent) -> Self {
        let places = sent.authorization.len() + sent.query.len() + sent.body.len();
        let header_bytes = sent.header_bytes;
        let problem = match sent.authorization.as_slice() {
            [] if places == 0 => {
                Some(Problem::Missing("the request has no Authorization header".into()))
            }
            [] => Some(Problem::Missing(
                "the request has no Authorization header: the token stands in the query or in \
                 the body, where a server need not look for it"
                    .into(),
            )),
            [value] if places == 1 => {
                let (dpop, problem) = read(value);
                return Self { problem, dpop, header_bytes, ..Self::default() };
            }
            [_] => Some(Problem::Several(
                "in the Authorization header and in the query or body at once".into(),
            )),
            more => Some(Problem::Several(format!("in {} Authorization headers", more.len()))),
        };
        Self { problem, header_bytes, ..Self::default() }
    }

    /// Reads a request as a server does that looks for the token like this.
    #[must_use]
    pub fn as_read_by(sent: &Sent, reading: Reading) -> Self {
        let (problem, fault) = match find(sent, reading) {
            Ok(token) => (token.as_deref().and_then(decoration), Fault::Value),
            Err((problem, fault)) => (Some(problem), fault),
        };
        Self { problem, fault, header_bytes: sent.header_bytes, ..Self::default() }
    }

    /// It was longer than any token, and read past.
    #[must_use]
    pub fn too_long(bytes: usize) -> Self {
        Self { too_long: Some(bytes), ..Self::default() }
    }

    /// No request was shown, and there is no token either: what stands there.
    #[must_use]
    pub fn nothing(instead: &str) -> Self {
        Self { problem: Some(Problem::Missing(instead.to_owned())), ..Self::default() }
    }
}

/// The token of a request, where this server finds one; `None` in a query or
/// form, from where it comes as it stands.
fn find(sent: &Sent, reading: Reading) -> Result<Option<String>, (Problem, Fault)> {
    let elsewhere = if reading.query { sent.query.len() } else { 0 }
        + if reading.form { sent.body.len() } else { 0 };
    let value = match (sent.authorization.as_slice(), reading.repeated) {
        ([], _) if elsewhere == 1 => return Ok(None),
        ([], _) if elsewhere > 1 => {
            let what = "in several places of the query or body".to_owned();
            return Err((Problem::Several(what), Fault::NoHeader));
        }
        ([], _) => {
            let what = "the request has no Authorization header".to_owned();
            return Err((Problem::Missing(what), Fault::NoHeader));
        }
        ([one], _) | ([one, ..], Repeated::First) => one,
        (more, Repeated::Joined) => {
            bearer(&more[0], reading)?;
            let what = format!("in {} Authorization headers, which are joined", more.len());
            return Err((Problem::Several(what), Fault::Value));
        }
    };
    let token = bearer(value, reading)?;
    if elsewhere > 0 {
        let what = "in the Authorization header and in the query or body at once".to_owned();
        return Err((Problem::Several(what), Fault::Several));
    }
    Ok(Some(token))
}

/// The token in the value of an `Authorization` field.
fn bearer(value: &str, reading: Reading) -> Result<String, (Problem, Fault)> {
    let value = value.trim_matches([' ', '\t']);
    if value.is_empty() {
        let what = "the Authorization header is empty".to_owned();
        return Err((Problem::Missing(what), Fault::NoHeader));
    }
    let at = value.find([' ', '\t']).unwrap_or(value.len());
    let (scheme, rest) = value.split_at(at);
    let fits = scheme == "Bearer" || reading.any_case && scheme.eq_ignore_ascii_case("bearer");
    if fits && rest.is_empty() {
        let what = format!("nothing stands after '{scheme}': the value is empty");
        return Err((Problem::Missing(what), Fault::Empty));
    }
    if !fits && scheme.eq_ignore_ascii_case("bearer") {
        let what =
            format!("this server takes the word 'Bearer' written exactly so, not '{scheme}'");
        return Err((Problem::Scheme(what), Fault::Scheme));
    }
    if !fits {
        return Err((other_scheme(scheme, rest), Fault::Scheme));
    }
    let token = rest.trim_start_matches([' ', '\t']);
    let gap = &rest[..rest.len() - token.len()];
    let good = match reading.gap {
        Gap::Blanks | Gap::FirstWord => true,
        Gap::OneSpace => gap == " " && !token.contains(' '),
        Gap::Spaces => gap.bytes().all(|b| b == b' '),
    };
    if !good {
        let what = "this server wants one space, and no more, between 'Bearer' and the token";
        return Err((Problem::Decorated(what.to_owned()), Fault::Gap));
    }
    let first = token.split([' ', '\t']).next().unwrap_or_default();
    let cut = reading.gap == Gap::FirstWord && first.matches('.').count() == 2;
    Ok(if cut { first } else { token }.to_owned())
}

/// Reads the value of one `Authorization` field: whether the scheme is DPoP,
/// and what is wrong.
fn read(value: &str) -> (bool, Option<Problem>) {
    let value = value.trim_matches([' ', '\t']);
    if value.is_empty() {
        return (false, Some(Problem::Missing("the Authorization header is empty".into())));
    }
    let (scheme, rest) = value
        .find(|c: char| c.is_whitespace())
        .map_or((value, ""), |at| (&value[..at], &value[at..]));
    let bearer = scheme.eq_ignore_ascii_case("bearer");
    let dpop = scheme.eq_ignore_ascii_case("dpop");
    if !bearer && !dpop {
        return (false, Some(other_scheme(scheme, rest)));
    }
    let token = rest.trim_start_matches(' ');
    if token.trim().is_empty() {
        let what = format!("nothing stands after '{scheme}': the value is empty");
        return (dpop, Some(Problem::Missing(what)));
    }
    if is_placeholder(token.trim()) {
        let what = format!(
            "the word '{}' stands where the token should be: the variable was empty",
            token.trim()
        );
        return (dpop, Some(Problem::Missing(what)));
    }
    let again = token.trim_start().split(char::is_whitespace).next().unwrap_or_default();
    if again.eq_ignore_ascii_case("bearer") && again.len() < token.trim().len() {
        let what = "the word 'Bearer' stands twice before the token".to_owned();
        return (dpop, Some(Problem::Scheme(what)));
    }
    (dpop, decoration(token))
}

fn other_scheme(scheme: &str, rest: &str) -> Problem {
    if is_placeholder(scheme) {
        return Problem::Missing(format!("the word '{scheme}' stands where the token should be"));
    }
    if rest.trim().is_empty() {
        let glued = scheme.get(..6).is_some_and(|s| s.eq_ignore_ascii_case("bearer"));
        return Problem::Scheme(if glued {
            "no space stands between 'Bearer' and the token".to_owned()
        } else {
            "the scheme word 'Bearer' is absent: the token stands alone in the header".to_owned()
        });
    }
    // A word as long as a token may be one: it is not repeated.
    let named = if scheme.len() <= 16 { format!("'{scheme}'") } else { "another word".to_owned() };
    Problem::Scheme(format!("the scheme is {named}, not 'Bearer'"))
}

fn is_placeholder(word: &str) -> bool {
    PLACEHOLDERS.contains(&word.to_ascii_lowercase().as_str())
}

/// What stands around or inside the token and does not belong there. An
/// ellipsis is left to the token, which is damaged by it.
fn decoration(token: &str) -> Option<Problem> {
    const QUOTES: [char; 9] =
        ['"', '\'', '`', '\u{201c}', '\u{201d}', '\u{201e}', '\u{2018}', '\u{2019}', '\u{ab}'];
    let breaks = token.matches('\n').count().max(token.matches('\r').count());
    let what = if breaks > 0 {
        format!("{breaks} line break{} inside the token", if breaks == 1 { "" } else { "s" })
    } else if token.contains('\t') {
        "a tab".to_owned()
    } else if token.contains(QUOTES) {
        "quotes around the token".to_owned()
    } else if token.contains("%2E") || token.contains("%2e") || token.contains("%3D") {
        "percent-encoding: the token was encoded for a URL".to_owned()
    } else if let Some((_, second)) = token.split_once(',') {
        return Some(if second.trim_start().to_ascii_lowercase().starts_with("bearer") {
            Problem::Several("joined by a comma in one Authorization header".to_owned())
        } else {
            Problem::Decorated("a comma and more text after the token".to_owned())
        });
    } else if token.contains(' ') {
        "a space inside the token".to_owned()
    } else if token.starts_with(['{', '[', '<', '$', '(']) {
        "brackets around the token".to_owned()
    } else {
        return None;
    };
    Some(Problem::Decorated(what))
}

fn missing(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let what = match &facts.credential.problem {
        Some(Problem::Missing(what)) => what,
        None if facts.token.form == Form::None && facts.credential.too_long.is_none() => {
            "the input is empty"
        }
        _ => return None,
    };
    Some(
        Seen::error(format!(
            "There is no token in what was sent: {what}. The API is asked without credentials, \
             so it can only answer that they are needed."
        ))
        .fix("look at the code that builds the header: it runs before the login is done, or reads the token from an empty place")
        .fix("send      Authorization: Bearer <access_token>"),
    )
}

fn decorated(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if let Some(Problem::Decorated(what)) = &facts.credential.problem {
        return Some(
            Seen::error(format!(
                "The token does not stand alone after 'Bearer': there is {what}. A server reads \
                 the header byte for byte (RFC 6750 section 2.1) and refuses what is no token, \
                 even though the token inside may be good."
            ))
            .fix("send the bare token after 'Bearer ', in one line, without quotes and not percent-encoded")
            .fix("look for JSON.stringify, toString, a line wrap or encodeURIComponent where the token is stored or sent"),
        );
    }
    if facts.credential.problem.is_some() || facts.repairs.is_empty() {
        return None;
    }
    Some(Seen::note(format!("To get at the token: {}.", facts.repairs.join(", "))))
}

fn prefix(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let Some(Problem::Scheme(what)) = &facts.credential.problem else { return None };
    Some(
        Seen::error(format!(
            "The Authorization header is not of the form 'Bearer TOKEN': {what}. The server does \
             not find a bearer token in it, however good the token is."
        ))
        .fix("send      Authorization: Bearer <access_token>, the word Bearer once and one space")
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
            "The token is truncated: it breaks off in its {part}, {left} are there. What is left \
             can be read, but its signature can't be checked any more."
        ))
        .fix("copy the whole token: a terminal, an editor, a log or a cookie cut it")
        .fix("where a cookie or a column holds it, look at the limit (cookies: about 4,096 bytes)"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

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
