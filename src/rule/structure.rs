//! What the token is made of: encoding, header, payload, and the two forms
//! that an API can't read at all.

use super::steps::{NONE, ask, provider};
use super::{CheckSpec, Checks, Facts, Group, Rule, Seen, quoted, rule};
use crate::api::CheckId;
use crate::issuer::{self, Prefix};
use crate::kind::Kind;
use crate::server::Refusal;
use crate::token::{Damage, Flaw, Form};

mod measure;

use measure::{encoding, header, header_flaw, oversize, payload};

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 3] = [
    CheckSpec { id: CheckId::Encoding, spec: "RFC 7515 section 5.2", measure: encoding },
    CheckSpec { id: CheckId::Header, spec: "RFC 7515 section 4", measure: header },
    CheckSpec { id: CheckId::Payload, spec: "RFC 7519 section 7.2", measure: payload },
];

static RULES: [Rule; 6] = [
    rule!(
        "token-malformed",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 7515 section 5.2",
        malformed
    ),
    rule!(
        "token-too-large",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 9110 section 5.4",
        too_large
    ),
    rule!(
        "header-invalid",
        Some(CheckId::Header),
        Refusal::InvalidToken,
        "RFC 7515 section 4.1",
        header_invalid
    ),
    rule!(
        "duplicate-member",
        None,
        Refusal::InvalidToken,
        "RFC 7515 section 4, RFC 7519 section 4",
        duplicate
    ),
    rule!(
        "opaque-token",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 6749 section 1.4, RFC 7662",
        opaque
    ),
    rule!(
        "encrypted-token",
        Some(CheckId::Encoding),
        Refusal::InvalidToken,
        "RFC 7516 section 3",
        encrypted
    ),
];

/// Damage in words that fit a table.
pub(crate) fn described(damage: &Damage) -> String {
    match damage {
        Damage::Elided { at } => {
            format!("an ellipsis at character {}: the middle was left out", at + 1)
        }
        Damage::Part { part, what } => format!("{part}: {what}"),
        Damage::Parts(count) => format!("{count} part{}", if *count == 1 { "" } else { "s" }),
        Damage::Truncated { part, left } => format!("cut in the {part}: {left}"),
    }
}

fn malformed(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let token = facts.token;
    if facts.credential.problem.is_some() {
        return None;
    }
    if matches!(token.form, Form::JwsJson | Form::SdJwt) && token.damage.is_empty() {
        let what = checks.message(CheckId::Encoding);
        return Some(
            Seen::error(format!(
                "This is {what}. A bearer token is a compact JWS of three parts (RFC 7519 section \
                 3); no API takes another serialization in its Authorization header."
            ))
            .fix("ask the issuer for the compact serialization"),
        );
    }
    if token.form != Form::Jws || signature_alone_is_flawed(facts) {
        return None;
    }
    if !checks.failed(CheckId::Encoding)
        && !checks.failed(CheckId::Header)
        && !checks.failed(CheckId::Payload)
    {
        return None;
    }
    let broken_json = checks.failed(CheckId::Header) && token.header.object().is_none()
        || checks.failed(CheckId::Payload) && token.claims.object().is_none();
    let cut = matches!(token.damage.first(), Some(Damage::Truncated { .. }));
    if cut || token.damage.is_empty() && !broken_json {
        return None;
    }
    let what =
        token.damage.first().map_or_else(|| checks.message(CheckId::Payload).to_owned(), described);
    Some(
        Seen::error(format!(
            "The token is damaged: {what}. A token is three parts of base64url characters, joined \
             by two dots, of which the first two hold JSON objects; no reader gets past another \
             character or a broken part."
        ))
        .fix("copy the token again from where it was made, not from a log, a debugger or a document that shortens it")
        .fix("if it is made like this: look at the code that builds it"),
    )
}

/// Header and payload are whole, and only the signature's alphabet is not
/// base64url: that has a rule of its own.
pub(super) fn signature_alone_is_flawed(facts: &Facts<'_>) -> bool {
    let [header, payload, signature] = facts.token.segments.as_slice() else { return false };
    header.is_strict()
        && payload.is_strict()
        && facts.token.claims.object().is_some()
        && matches!(signature.flaw, Some(Flaw::Padding | Flaw::StandardAlphabet))
}

fn too_large(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if facts.credential.problem.is_some() {
        return None;
    }
    let (limit, size) = oversize(facts)?;
    Some(
        Seen::error(format!(
            "The token is too large: with it the request's header has {size} bytes, and what \
             stands in front of the API takes {limit}. The API itself never sees the request."
        ))
        .fix("put less into the token: drop claims that the API does not read, long lists of groups or roles first")
        .fix_at(facts, "token-too-large", NONE)
        .fix("or raise the limit of every server and proxy on the way"),
    )
}

fn header_invalid(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    let object = facts.token.header.object()?;
    if !facts.twice_in_header.is_empty() || facts.token.form == Form::Jwe {
        return None;
    }
    let flaw = header_flaw(facts, object)?;
    Some(
        Seen::error(format!(
            "The token's header can't be used: {flaw}. Readers refuse the whole token for it \
             (RFC 7515 section 4.1)."
        ))
        .fix("mend the code that makes the header; no setting of the API helps"),
    )
}

fn duplicate(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (part, name) = [("header", &facts.twice_in_header), ("claims", &facts.twice_in_claims)]
        .into_iter()
        .find_map(|(part, names)| names.first().map(|name| (part, quoted(name))))?;
    let minded = match part {
        "header" => checks.failed(CheckId::Header),
        _ => checks.failed(CheckId::Payload),
    };
    let seen: fn(String) -> Seen = if minded { Seen::error } else { Seen::warning };
    Some(
        seen(format!(
            "'{name}' stands more than once in the {part}. Parsers disagree on which one counts: \
             most take the last, some the first, strict ones refuse the token (RFC 7515 section \
             4, RFC 7519 section 4). What one server checked another may not see."
        ))
        .fix("mend the code that makes the token; never hand such a token on"),
    )
}

fn opaque(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if facts.token.form != Form::Opaque || facts.credential.problem.is_some() {
        return None;
    }
    // That it is opaque is as it should be; that it was sent is not.
    if facts.kind.kind == Kind::RefreshToken {
        return Some(super::kind::refresh_token_sent(facts));
    }
    if let Some(prefix) = facts.kind.prefix.filter(|prefix| prefix.sure) {
        return Some(by_prefix(facts, prefix));
    }
    if facts.kind.kind == Kind::NotAToken {
        return Some(hardly_a_token(facts));
    }
    let who = facts.kind.provider.map_or_else(String::new, |p| format!(" of {}", p.title));
    Some(
        Seen::error(format!(
            "This is no JWT but, by its look, an opaque token{who}: a reference that only its \
             issuer can look up. The API can't read or verify it by itself. Usually the login \
             did not ask for a token for this API (its audience), so the issuer gave one for \
             itself."
        ))
        .fix_at(
            facts,
            "opaque-token",
            [ask(facts), "log in again: where the issuer makes JWTs, the new access token is one, with three parts".to_owned()],
        )
        .fix("if the issuer means it to be opaque: let the API ask its introspection endpoint (RFC 7662)"),
    )
}

/// What was sent has not even the look of a token: no login explains it.
fn hardly_a_token(facts: &Facts<'_>) -> Seen {
    let mut signs = facts.kind.evidence.iter().filter(|e| e.speaks_for == Some(Kind::NotAToken));
    let why = signs.next().map_or("nothing in it is of one", |sign| sign.because.as_ref());
    Seen::error(format!(
        "This does not look like a token at all: {why}. The API wants an access token, whole and \
         as the issuer made it."
    ))
    .fix("send the value of access_token out of the token response, and nothing else")
    .fix("where the name of a file was meant: check it, and say @NAME")
}

/// An opaque token or key whose prefix says what it is: no login turns it into
/// a JWT.
fn by_prefix(facts: &Facts<'_>, prefix: &Prefix) -> Seen {
    let audience = first_audience(facts);
    let family = prefix.family();
    let seen = Seen::error(format!(
        "This is an opaque token by its prefix: a {}. Such a string is never a JWT, however it is \
         asked for; only its issuer can look it up, and the API wants a token made for it, \
         audience {}.",
        prefix.title,
        quoted(audience)
    ));
    // What the API's own issuer says counts; else what the prefix's provider can offer.
    let expected = facts.demands.issuer.as_deref().and_then(issuer::by_issuer);
    let signs_in = provider(facts).is_some_and(|p| p.ask_for_api != issuer::ASK_RESOURCE);
    let theirs = prefix.provider().filter(|p| expected.is_some_and(|ours| ours.id != p.id));
    let seen = if let (Some(theirs), Some(wanted)) = (theirs, facts.demands.issuer.as_deref()) {
        let message = format!(
            "{} It is {}'s, and the API trusts {}: whoever logs in there gets that issuer's token, \
             and the one that it holds of {} is for calls to {} alone.",
            seen.message,
            theirs.title,
            quoted(wanted),
            theirs.title,
            theirs.title
        );
        Seen { message, ..seen }
            .fix(format!(
                "send the access token of your own tenant, {}, in place of the one of {}",
                quoted(wanted),
                theirs.title
            ))
            .fix(ask(facts))
    } else if expected.is_some() || signs_in {
        seen.fix_at(facts, "opaque-token", [ask(facts)])
    } else {
        seen.fix(format!(
            "send a token that the API's own authorization server issued for {}, not this one",
            quoted(audience)
        ))
    };
    let seen = if family.state.is_empty() {
        seen
    } else {
        seen.fix(format!("where the API is meant to take it: ask for its state ({})", family.state))
    };
    if prefix.is_secret() {
        return seen.fix(format!(
            "it is a secret: if it should not have come here, revoke it ({})",
            family.revoke
        ));
    }
    seen
}

fn first_audience<'a>(facts: &Facts<'a>) -> &'a str {
    facts.demands.audience.first().map_or("<API identifier>", String::as_str)
}

fn encrypted(facts: &Facts<'_>, _: &Checks) -> Option<Seen> {
    if facts.token.form != Form::Jwe || facts.credential.problem.is_some() {
        return None;
    }
    let header = facts.token.header.members();
    let alg = quoted(header.str("alg").unwrap_or("?"));
    let enc = quoted(header.str("enc").unwrap_or("?"));
    if facts.kind.kind == Kind::EncryptedAccessToken {
        return Some(
            Seen::error(format!(
                "This access token is encrypted (JWE, {alg} with {enc}): only its issuer holds \
                 the key, so the API can't read it. The issuer gives such a token when the login \
                 asked for no API: no audience was requested. It is good for the issuer's own \
                 userinfo endpoint and nothing else."
            ))
            .fix_at(
                facts,
                "encrypted-token",
                [
                    ask(facts),
                    "log in again: the new access token is a JWT with three parts".to_owned(),
                    "do not try to decrypt it: the key never leaves the issuer".to_owned(),
                ],
            ),
        );
    }
    Some(
        Seen::error(format!(
            "The token is encrypted (JWE, {alg} with {enc}). Without the key nobody can read its \
             claims, and this API is not known to have one; often the login asked for no audience."
        ))
        .fix_at(facts, "encrypted-token", [ask(facts)])
        .fix("if the API is meant to receive encrypted tokens: give it the key, and decrypt before you verify"),
    )
}
