//! JSON of any depth: token responses, HAR files, caches of client libraries,
//! JSON inside a JSON string. The parser bounds the depth of each text, the
//! finder that of texts within texts.

use crate::text::json::{Json, Object};

use super::codec::{base64_text, base64_token};
use super::finder::{Finder, field};
use super::lexis::{announces_token, is_shaped, label, looks_random, nothing_word, standard_slot};
use super::scan::scan;
use super::scheme;

/// Takes every token out of a JSON value; `text` is the value as it stands
/// there, `form` what a value is that is itself a token.
pub(super) fn search(finder: &mut Finder, value: &Json, text: &str, form: &'static str) {
    match value {
        Json::Object(object) if is_jws(object) => {
            finder.take(text.to_owned(), None, form, Vec::new());
        }
        _ => walk(finder, value, None),
    }
    if finder.is_idle()
        && let Some(what) = value.as_object().and_then(recognised)
    {
        finder.hint(what);
    }
}

fn walk(finder: &mut Finder, value: &Json, name: Option<&str>) {
    match value {
        Json::String(text) => leaf(finder, name, text),
        Json::Array(items) => items.iter().for_each(|item| walk(finder, item, name)),
        Json::Object(members) => object(finder, value, members, name),
        Json::Null if name.and_then(standard_slot).is_some() => finder.hint("the word 'null'"),
        Json::Bool(_) | Json::Null | Json::Number(_) => {}
    }
}

fn object(finder: &mut Finder, value: &Json, members: &Object, name: Option<&str>) {
    if is_signed(members) && is_jws(members) {
        let form = finder.container.unwrap_or("json");
        return finder.take(value.to_string(), name, form, vec!["took it out of JSON".to_owned()]);
    }
    if let Some(what) = key(members) {
        return finder.hint(what);
    }
    if let Some(log) = members.get("log").and_then(Json::as_object)
        && finder.container.is_none()
        && log.get("entries").and_then(Json::as_array).is_some()
    {
        finder.container = Some("har");
    }
    let outer = finder.headers;
    let given = given_name(members);
    let encoded = members.str("encoding") == Some("base64");
    for (own, value) in members.iter() {
        finder.headers =
            outer || finder.container == Some("har") && own == "headers" && name == Some("request");
        match (own, value) {
            // A HAR file and form descriptions: {"name": ..., "value": ...}.
            ("value" | "secret", value) if given.is_some() => walk(finder, value, given),
            // The body of an answer in a HAR file.
            ("text", Json::String(text)) if encoded => {
                if let Some(text) = base64_text(text) {
                    finder.nested(|f| leaf(f, name, &text));
                }
            }
            _ => walk(finder, value, Some(own)),
        }
    }
    finder.headers = outer;
}

/// The name that an object gives to its own `value`, or the kind of credential
/// that a client library's cache gives to its `secret`.
fn given_name(members: &Object) -> Option<&str> {
    let credential = ["credentialType", "credential_type"].iter().find_map(|n| members.str(n));
    // Postman calls it a key.
    match (members.str("name").or_else(|| members.str("key")), credential) {
        (Some(name), _) if members.has("value") => Some(name),
        (_, Some(kind)) if members.has("secret") => standard_slot(kind),
        _ => None,
    }
}

fn leaf(finder: &mut Finder, name: Option<&str>, text: &str) {
    let value = text.trim();
    let standard = name.and_then(standard_slot).is_some();
    if matches!(value.as_bytes().first(), Some(b'{' | b'[' | b'"'))
        && let Ok(inner @ (Json::Array(_) | Json::Object(_) | Json::String(_))) =
            Json::parse(value.as_bytes())
    {
        let form = finder.container.unwrap_or("json");
        return match inner {
            Json::Object(object) if is_jws(&object) => {
                let repairs = vec!["took it out of JSON".to_owned()];
                finder.take(value.to_owned(), name, form, repairs);
            }
            inner => finder.nested(|f| walk(f, &inner, name)),
        };
    }
    let form = finder.container.unwrap_or("json");
    let opaque = name.is_some_and(announces_token) && looks_random(value);
    let single = !value.contains(char::is_whitespace);
    let packed = single && base64_token(value).is_some();
    if standard || packed || (single && (is_shaped(value) || opaque)) {
        return finder.value(text, name, form);
    }
    let (schemes, rest) = scheme::split(value);
    if !schemes.is_empty() && !rest.contains(char::is_whitespace) {
        let header = name.is_some_and(|n| n.eq_ignore_ascii_case("authorization"));
        if is_shaped(rest)
            || looks_random(rest)
            || (header && scheme::no_token(schemes[0]).is_none())
        {
            return finder.value(text, name, form);
        }
    }
    // Anything that could hold a token is running text of its own.
    if value.len() >= 8 && nothing_word(value).is_none() {
        finder.nested(|f| {
            let outer = f.container;
            let before = f.found.len();
            scan(f, text);
            f.container = outer;
            label_lone(f, before, name, text);
        });
    }
}

/// A lone token in a string bears the string's name, if it has none.
fn label_lone(finder: &mut Finder, before: usize, name: Option<&str>, text: &str) {
    if let (Some(name), [one]) = (name, &mut finder.found[before..])
        && one.slot.is_none()
    {
        one.slot = label(name);
        one.field = field(text, Some(name), finder.headers);
    }
}

/// RFC 7515 section 7.2: a payload with one signature or several.
fn is_jws(object: &Object) -> bool {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    object.str("payload").is_some_and(|payload| is_signed(object) || plain(payload))
        && (object.str("signature").is_some()
            || object.get("signatures").and_then(Json::as_array).is_some_and(|s| !s.is_empty()))
}

/// Whether an object inside another bears a JOSE header: `payload` and
/// `signature` alone are names that anybody uses.
fn is_signed(object: &Object) -> bool {
    object.has("signatures") || object.has("protected") || object.has("header")
}

fn key(object: &Object) -> Option<&'static str> {
    let is_key = |json: &Json| json.as_object().is_some_and(|o| o.str("kty").is_some());
    if object.str("kty").is_some() {
        return Some("a JSON Web Key, not a token");
    }
    let keys = object.get("keys").and_then(Json::as_array)?;
    (!keys.is_empty() && keys.iter().all(is_key)).then_some("a JSON Web Key Set, not a token")
}

/// What an object without any token is.
fn recognised(object: &Object) -> Option<&'static str> {
    if object.has("ciphertext") && (object.has("protected") || object.has("recipients")) {
        Some("a JWE in JSON form, which only its recipient can read")
    } else if object.has("issuer") && object.has("jwks_uri") {
        Some("a discovery document, not a token")
    } else if object.str("error").is_some() {
        Some("an error answer, not a token")
    } else if object.has("iss") || (object.has("sub") && (object.has("exp") || object.has("aud"))) {
        Some("the claims of a token, without the token")
    } else if object.str("alg").is_some() && (object.has("typ") || object.has("kid")) {
        Some("the header of a token, without the token")
    } else {
        None
    }
}
