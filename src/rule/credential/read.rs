//! Where the token is in a request: by RFC 6750, and as one server looks for it.

use super::{BASE64, Credential, NO_HEADER, Problem, Scheme};
use crate::server::Fault;
use crate::server::behaviour::{Gap, Reading, Repeated};
use crate::text::json::Json;
use crate::text::nearest::nearest;
use crate::token::paste::{Sent, is_scheme, is_token_in_base64, nothing_word};
use crate::token::{RawToken, Token};

/// Quotes and brackets that may be left of an empty value.
const AROUND_NOTHING: [char; 6] = ['"', '\'', '{', '}', '[', ']'];

impl Credential {
    /// What of a request does not depend on where the token is looked for.
    fn beside(sent: &Sent) -> Self {
        let proofs = sent.dpop.iter().map(|proof| RawToken::new(proof.as_str())).collect();
        let (method, url) = (sent.method.clone(), sent.url.clone());
        Self { proofs, method, url, header_bytes: sent.header_bytes, ..Self::default() }
    }

    /// Reads a request as sent.
    #[must_use]
    pub fn of_request(sent: &Sent) -> Self {
        let places = sent.authorization.len() + sent.query.len() + sent.body.len();
        let beside = Self::beside(sent);
        let problem = match sent.authorization.as_slice() {
            [] if places == 0 => Some(Problem::Missing(NO_HEADER.into())),
            [] => Some(Problem::Missing(format!(
                "{NO_HEADER}: the token stands in the query or in the body, where a server need \
                 not look for it"
            ))),
            [value] if places == 1 => {
                let (scheme, problem) = read(value);
                return Self { problem, scheme, ..beside };
            }
            [_] => Some(Problem::Several(
                "in the Authorization header and in the query or body at once".into(),
            )),
            more => Some(Problem::Several(format!("in {} Authorization headers", more.len()))),
        };
        Self { problem, ..beside }
    }

    /// The same, knowing the token that was opened out of the request: what is
    /// not the token alone, character for character, is no credential, and a
    /// token that is bound to no key does not come with the scheme DPoP.
    #[must_use]
    pub fn of_token(sent: &Sent, token: &Token) -> Self {
        let mut credential = Self::of_request(sent);
        if credential.problem.is_some() {
            return credential;
        }
        let bound = token.claims.members().get("cnf").and_then(Json::as_object);
        let whole = |value: &String| {
            let rest = value.split_once(' ').map(|(_, rest)| rest.trim_matches([' ', '\t']));
            rest == Some(token.raw().expose())
        };
        if credential.scheme == Some(Scheme::Dpop) && !bound.is_some_and(|cnf| cnf.has("jkt")) {
            let what = "the scheme is DPoP, and the token is bound to no key of a proof";
            credential.problem = Some(Problem::Scheme(what.to_owned()));
        } else if !sent.authorization.iter().all(whole) {
            let what = "something around or inside the token that is no part of it";
            credential.problem = Some(Problem::Decorated(what.to_owned()));
        }
        credential
    }

    /// Reads a request as a server does that looks for the token like this.
    #[must_use]
    pub fn as_read_by(sent: &Sent, reading: Reading) -> Self {
        let (scheme, problem, fault) = match find(sent, reading) {
            Ok(token) => {
                (Some(Scheme::Bearer), token.as_deref().and_then(decoration), Fault::Value)
            }
            Err((problem, fault)) => (None, Some(problem), fault),
        };
        Self { problem, fault, scheme, ..Self::beside(sent) }
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
            return Err((Problem::Missing(NO_HEADER.to_owned()), Fault::NoHeader));
        }
        ([one], _) | ([one, ..], Repeated::First) => one,
        // What stands before the scheme is passed over.
        ([before @ .., last], Repeated::Searched)
            if before.iter().all(|value| bearer(value, reading).is_err()) =>
        {
            last
        }
        (more, Repeated::Joined | Repeated::Searched) => {
            bearer(&more[0], reading)?;
            let what = format!("in {} Authorization headers, which are joined", more.len());
            return Err((Problem::Several(what), Fault::Value));
        }
    };
    let first = if reading.list { value.split(',').next().unwrap_or_default() } else { value };
    let token = bearer(first, reading)?;
    if elsewhere > 0 && reading.one_place {
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
        return Err((Problem::Missing(what), Fault::Blank));
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

/// Reads the value of one `Authorization` field: its scheme, and what is wrong.
fn read(value: &str) -> (Option<Scheme>, Option<Problem>) {
    let value = value.trim_matches([' ', '\t']);
    if value.is_empty() {
        return (None, Some(Problem::Missing("the Authorization header is empty".into())));
    }
    let (word, rest) = value
        .find(|c: char| c.is_whitespace())
        .map_or((value, ""), |at| (&value[..at], &value[at..]));
    let scheme = match word.to_ascii_lowercase().as_str() {
        "bearer" => Some(Scheme::Bearer),
        "dpop" => Some(Scheme::Dpop),
        _ => return (None, Some(other_scheme(word, rest))),
    };
    let token = rest.trim_start_matches(' ');
    if token.trim().trim_matches(AROUND_NOTHING).is_empty() {
        let what = format!("nothing stands after '{word}': the value is empty");
        return (scheme, Some(Problem::Missing(what)));
    }
    if let Some(what) = nothing_word(token) {
        return (scheme, Some(Problem::Missing(format!("behind '{word}' stands {what}"))));
    }
    let again = token.trim_start().split(char::is_whitespace).next().unwrap_or_default();
    if again.eq_ignore_ascii_case("bearer") && again.len() < token.trim().len() {
        let what = "the word 'Bearer' stands twice before the token".to_owned();
        return (scheme, Some(Problem::Scheme(what)));
    }
    (scheme, decoration(token))
}

fn other_scheme(scheme: &str, rest: &str) -> Problem {
    if rest.trim().is_empty() {
        if let Some(what) = nothing_word(scheme) {
            return Problem::Missing(format!("in place of 'Bearer' and a token stands {what}"));
        }
        let glued = scheme.get(..6).is_some_and(|s| s.eq_ignore_ascii_case("bearer"));
        return Problem::Scheme(if glued {
            "no space stands between 'Bearer' and the token".to_owned()
        } else {
            "the scheme word 'Bearer' is absent: the token stands alone in the header".to_owned()
        });
    }
    // Any other word may be a secret, or a part of one: it is not repeated.
    let known = is_scheme(scheme) || nearest(&scheme.to_ascii_lowercase(), ["bearer"]).is_some();
    let named = if known { format!("'{scheme}'") } else { "another word".to_owned() };
    Problem::Scheme(format!("the scheme is {named}, not 'Bearer'"))
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
    } else if is_token_in_base64(token) {
        format!("{BASE64}: the token was encoded once more")
    } else {
        return None;
    };
    Some(Problem::Decorated(what))
}
