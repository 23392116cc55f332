//! Encoding, header and payload as this server reads them.

use crate::rule::credential::Problem;
use crate::rule::{Facts, Measured, quoted};
use crate::server::Fault;
use crate::server::behaviour::{Duplicates, HeaderRule};
use crate::text::json::{Json, Object};
use crate::token::{Damage, Flaw, Form, MAX_TOKEN, Part, Segment};

use super::described;

const THREE_PARTS: &str = "three base64url parts";

pub(super) fn encoding(facts: &Facts<'_>) -> Measured {
    let token = facts.token;
    let refused = |found: &str| Measured::fail(THREE_PARTS, Json::text(found), found.to_owned());
    if let Some(problem) = &facts.credential.problem {
        let fault = facts.credential.fault;
        let (Problem::Decorated(what)
        | Problem::Missing(what)
        | Problem::Scheme(what)
        | Problem::Several(what)) = problem;
        return Measured::fail("Bearer and one token", what.clone(), what.clone()).by(fault);
    }
    if let Some((limit, size)) = oversize(facts) {
        let found = format!("{size} bytes of header");
        return Measured::fail(format!("at most {limit} bytes"), found.clone(), found)
            .by(Fault::Size);
    }
    match token.form {
        Form::Jwe => return refused("five parts: encrypted"),
        Form::JwsJson => return refused("JSON serialization, not the compact one"),
        Form::None => return refused("no token"),
        Form::Opaque => return refused("a string that is no JWT").by(Fault::Type),
        Form::Jws | Form::SdJwt => {}
    }
    if let Some(damage) = minded_damage(facts) {
        let found = described(damage);
        return Measured::fail(THREE_PARTS, found.clone(), found).by(place(facts));
    }
    if token.form == Form::SdJwt {
        return refused("an SD-JWT, with disclosures behind it");
    }
    if token.damage.is_empty() {
        return Measured::pass(
            THREE_PARTS,
            "three base64url parts",
            "three strict base64url parts",
        );
    }
    let found = token.damage.first().map(described).unwrap_or_default();
    let what = format!("{found}; this server reads it");
    Measured::pass(THREE_PARTS, found, what)
}

/// The gravest damage that this server minds.
fn minded_damage<'a>(facts: &Facts<'a>) -> Option<&'a Damage> {
    let spelling = facts.demands.behaviour.practice.spelling;
    let reads = |name: &str| {
        let at = ["header", "payload", "signature"].iter().position(|part| *part == name);
        let segment = at.and_then(|at| facts.token.segments.get(at));
        segment.is_some_and(|segment| segment.flaw.is_some() && spelling.reads(segment))
    };
    // What is no JSON in a part that is whole is the matter of the rows behind this one.
    let segments = &facts.token.segments;
    let is_whole = segments.len() == 3 && segments.iter().all(Segment::is_strict);
    facts.token.damage.iter().find(|damage| match damage {
        Damage::Part { part, .. } => !is_whole && !reads(part),
        Damage::Elided { .. } | Damage::Parts(_) | Damage::Truncated { .. } => true,
    })
}

/// Where the damage is, as far as answers depend on it.
fn place(facts: &Facts<'_>) -> Fault {
    match facts.token.segments.as_slice() {
        [_, _] => Fault::Absent,
        [_, _, signature] if signature.length == 0 => Fault::Absent,
        [head, body, signature] if head.is_strict() && body.is_strict() => match signature.flaw {
            Some(Flaw::Character { .. } | Flaw::Padding | Flaw::StandardAlphabet) => Fault::Form,
            Some(Flaw::Length | Flaw::TrailingBits) | None => Fault::Value,
        },
        [_, _, _] => Fault::Value,
        _ => Fault::Type,
    }
}

/// Limit and size, where the request's header is larger than the API takes.
pub(super) fn oversize(facts: &Facts<'_>) -> Option<(usize, usize)> {
    if let Some(bytes) = facts.credential.too_long {
        return Some((MAX_TOKEN, bytes));
    }
    let limit = facts.demands.max_header_bytes?;
    // Shown alone, a token goes into "Authorization: Bearer TOKEN" and a line end.
    let alone = "Authorization: Bearer ".len() + facts.token.raw().expose().len() + 2;
    let size = facts.credential.header_bytes.max(alone);
    (size > limit).then_some((limit, size))
}

pub(super) fn header(facts: &Facts<'_>) -> Measured {
    let wanted = "one JSON object, without duplicates";
    match &facts.token.header {
        Part::Absent => Measured::skip(Json::Null, "there is no header to read"),
        Part::Undecodable => Measured::fail(wanted, "not base64url", "the header is not base64url"),
        Part::NotJson(error, _) => {
            Measured::fail(wanted, "not JSON", format!("the header is no JSON: {error}"))
        }
        Part::NotObject(json) => {
            Measured::fail(wanted, json.type_name(), format!("the header is {}", json.type_name()))
        }
        Part::Object(object) => match header_flaw(facts, object) {
            Some(flaw) => Measured::fail(wanted, flaw.clone(), flaw).by(Fault::Type),
            None => Measured::pass(wanted, "one JSON object", "one JSON object"),
        },
    }
}

/// What makes a header unusable, in words.
pub(super) fn header_flaw(facts: &Facts<'_>, object: &Object) -> Option<String> {
    let does = &facts.demands.behaviour;
    if let Some(name) = twice_in_header(facts) {
        return Some(format!("'{}' stands twice in the header", quoted(name)));
    }
    if let Some(limit) = does.header.limit
        && facts.token.segments.first().is_some_and(|head| head.length > limit)
    {
        return Some(format!("the header is longer than {limit} characters"));
    }
    let known = does.header.known;
    let foreign = object.iter().find(|(name, _)| !known.is_empty() && !known.contains(name));
    if let Some((name, _)) = foreign {
        return Some(format!("this server does not know '{}' in the header", quoted(name)));
    }
    let strings = does.header.strings;
    if strings.contains(&"alg") && !object.has("alg") {
        return Some("there is no 'alg' in the header".to_owned());
    }
    let is_string = |json: &Json| matches!(json, Json::String(_));
    let is_list = |json: &Json| json.as_array().is_some_and(|items| items.iter().all(is_string));
    if let Some((name, kind)) = odd_member(facts, object, strings, is_string) {
        return Some(format!("'{name}' in the header is {kind}, not a string"));
    }
    if let Some((name, kind)) = odd_member(facts, object, does.header.string_lists, is_list) {
        return Some(format!("'{name}' in the header is {kind}, not a list of strings"));
    }
    (strings.contains(&"alg") && object.str("alg") == Some(""))
        .then(|| "'alg' in the header is empty".to_owned())
}

/// The first of these members that is not as it has to be, and what it is.
fn odd_member(
    facts: &Facts<'_>,
    object: &Object,
    names: &[&'static str],
    is_good: impl Fn(&Json) -> bool,
) -> Option<(&'static str, &'static str)> {
    let null_is_absent = facts.demands.behaviour.header.null_is_absent;
    names.iter().find_map(|name| {
        let json = object.get(name)?;
        let absent = null_is_absent && *json == Json::Null && *name != "alg";
        (!absent && !is_good(json)).then(|| (*name, json.type_name()))
    })
}

/// A name that stands twice in the header, where this server minds.
fn twice_in_header<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let does = &facts.demands.behaviour;
    let HeaderRule { strings, string_lists, .. } = does.header;
    let minds = |name: &&&str| match does.duplicates {
        Duplicates::First | Duplicates::Last => false,
        Duplicates::Refused => true,
        Duplicates::RefusedAmong(_) => strings.contains(*name) || string_lists.contains(*name),
    };
    facts.twice_in_header.iter().find(minds).copied()
}

pub(super) fn payload(facts: &Facts<'_>) -> Measured {
    let wanted = "one JSON object, without duplicates";
    match &facts.token.claims {
        Part::Absent => Measured::skip(Json::Null, "there is no payload that could be read"),
        Part::Undecodable => {
            Measured::fail(wanted, "not base64url", "the payload is not base64url")
        }
        Part::NotJson(error, _) => {
            Measured::fail(wanted, "not JSON", format!("the payload is no JSON: {error}"))
        }
        Part::NotObject(json) if facts.claims.is_some() => {
            let what = format!("{}; to this server it holds no claims", json.type_name());
            Measured::pass(wanted, json.type_name(), what)
        }
        Part::NotObject(json) => Measured::fail(
            wanted,
            json.type_name(),
            format!("the payload is {}, not an object of claims", json.type_name()),
        )
        .by(Fault::Type),
        Part::Object(object) => match (twice(facts), odd_claim(facts, object)) {
            (None, Some((name, json))) => {
                let what = format!("{name} is {}, not a string", json.type_name());
                Measured::fail(wanted, json.clone(), what).by(Fault::Type)
            }
            (Some(name), _) => {
                let found = format!("'{}' stands twice", quoted(name));
                let told = format!("{found} in the claims");
                Measured::fail(wanted, found, told)
            }
            (None, None) => Measured::pass(wanted, "one JSON object", "one JSON object"),
        },
    }
}

/// A name that stands twice among the claims, where this server minds.
fn twice<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let names = &facts.twice_in_claims;
    match facts.demands.behaviour.duplicates {
        Duplicates::First | Duplicates::Last => None,
        Duplicates::Refused => names.first().copied(),
        Duplicates::RefusedAmong(claims) => {
            names.iter().find(|name| claims.contains(*name)).copied()
        }
    }
}

/// Claims whose type is checked by a row of their own.
const OWN_ROW: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "scope"];

/// A claim of the wrong type that this server checks and no other row shows.
fn odd_claim<'a>(facts: &Facts<'a>, object: &'a Object) -> Option<(&'static str, &'a Json)> {
    let names = facts.demands.behaviour.typed.iter().filter(|name| !OWN_ROW.contains(name));
    names
        .filter_map(|name| object.get(name).map(|json| (*name, json)))
        .find(|(_, json)| !matches!(json, Json::String(_)))
}
