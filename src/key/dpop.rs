//! DPoP proofs (RFC 9449): whether whoever sent the token holds the key that
//! it is bound to. The one place where a key that stands in a token is rightly
//! used, since the binding says which key it has to be.

use super::{KeySet, Keys, Provenance, SignatureOutcome, judge, sha256_base64url, thumbprint};
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;
use crate::token::{Claim, Form, RawToken, Token, normal_typ};

/// How old or early a proof may be, in seconds, unless said otherwise.
pub const RECENT: i64 = 300;

/// The request that a proof has to be made for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The method: `GET`. `None`: not checked.
    pub method: Option<&'a str>,
    /// The URL; one without a scheme (`//api.example/orders`) fits any.
    /// `None`: not checked.
    pub url: Option<&'a str>,
    /// The access token that comes with it, as its text.
    pub access_token: Option<&'a str>,
    /// The key that the token is bound to: `cnf.jkt`.
    pub bound_to: Option<&'a str>,
    /// The instant to judge for.
    pub now: Timestamp,
    /// How far `iat` may be from that, in seconds.
    pub recent: i64,
}

/// What a proof proves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is good; the thumbprint of its key.
    Good(String),
    /// It is not: why, in words safe to print.
    Bad(String),
}

/// Checks a proof by the items of RFC 9449 section 4.3, the first that fails
/// telling. The nonce and replays are the server's own matter.
#[must_use]
pub fn check(proof: &str, request: &Request<'_>) -> Proof {
    match checked(proof.trim(), request) {
        Ok(key) => Proof::Good(key),
        Err(why) => Proof::Bad(why),
    }
}

fn checked(proof: &str, request: &Request<'_>) -> Result<String, String> {
    let token = Token::parse(RawToken::new(proof));
    if token.form != Form::Jws || !token.damage.is_empty() {
        return Err("the proof is no well-formed JWT".to_owned());
    }
    let header = token.header.members();
    // Another reader may take the other one (RFC 7519 section 4).
    let said = token.claims.members();
    for (part, object) in [("header", header), ("payload", said)] {
        if let Some(name) = object.duplicates().first() {
            return Err(format!("the member {} of its {part} stands twice", escaped(name)));
        }
    }
    let key = key(&token, header)?;
    claims(said, request)?;
    if let Some(bound_to) = request.bound_to
        && bound_to != key
    {
        return Err(format!(
            "it was made with the key {key}, and the token is bound to {} (cnf.jkt)",
            safe(bound_to)
        ));
    }
    Ok(key)
}

/// Items 4 to 7; the thumbprint of the key.
fn key(token: &Token, header: &Object) -> Result<String, String> {
    if header.str("typ").map(normal_typ).as_deref() != Some("dpop+jwt") {
        return Err(format!("its typ is {}, not dpop+jwt", shown(header, "typ")));
    }
    let alg = header.str("alg").unwrap_or_default();
    if alg.starts_with("HS") || alg.eq_ignore_ascii_case("none") || alg.is_empty() {
        return Err(format!("its alg is {}, and has to be asymmetric", shown(header, "alg")));
    }
    let jwk = header
        .get("jwk")
        .and_then(Json::as_object)
        .ok_or_else(|| "its header has no jwk, the key to check it with".to_owned())?;
    if jwk.str("kty") == Some("oct") {
        return Err("its jwk is a shared secret, and has to be a public key".to_owned());
    }
    // Nobody names a key by kid here.
    let bare: Object = jwk
        .iter()
        .filter(|(name, _)| *name != "kid")
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect();
    let set = KeySet::from_jwk(&bare, "the proof's jwk", Provenance::Local)
        .map_err(|error| format!("its jwk can't be used: {error}"))?;
    let Some(key) = set.keys.first() else { return Err("its jwk can't be used".to_owned()) };
    if key.private_part {
        return Err("its jwk has the private key in it: retire that key at once".to_owned());
    }
    let print = key.public_jwk().as_ref().and_then(thumbprint);
    let print = print.ok_or_else(|| "its jwk is broken".to_owned())?;
    if header.has("crit") || header.has("b64") {
        return Err("its header names an extension that is not understood".to_owned());
    }
    match judge(token, &Keys::Set(set)).signature {
        SignatureOutcome::Good => Ok(print),
        _ => Err("its signature was not made with its own jwk".to_owned()),
    }
}

/// Items 3 and 8 to 12.
fn claims(claims: &Object, request: &Request<'_>) -> Result<(), String> {
    let text = |name: &str| match claims.string_claim(name) {
        Claim::Present(text) => Ok(text),
        Claim::Absent => Err(format!("it has no {name}")),
        Claim::Malformed(json) => Err(format!("its {name} is {}, not a string", json.type_name())),
    };
    if text("jti")?.is_empty() {
        return Err("its jti is empty".to_owned());
    }
    let (method, url) = (text("htm")?, text("htu")?);
    if let Some(wanted) = request.method
        && wanted != method
    {
        return Err(format!("it was made for {} (htm), not for {}", safe(method), safe(wanted)));
    }
    if let Some(wanted) = request.url
        && !same_target(wanted, url)
    {
        return Err(format!("it was made for {} (htu), not for {}", safe(url), safe(wanted)));
    }
    recent(claims, request)?;
    let Some(token) = request.access_token else { return Ok(()) };
    if text("ath")? != sha256_base64url(token.as_bytes()) {
        return Err("its ath is the hash of another access token".to_owned());
    }
    Ok(())
}

fn recent(claims: &Object, request: &Request<'_>) -> Result<(), String> {
    let made = match claims.get("iat") {
        None => return Err("it has no iat".to_owned()),
        Some(Json::Number(number)) => Timestamp::from_number(number.text()),
        Some(_) => None,
    };
    let made = made.ok_or_else(|| format!("its iat is {}, not a time", shown(claims, "iat")))?;
    let when = made.relative_to(request.now);
    if made.plus(request.recent) < request.now {
        return Err(format!(
            "it was made {when}, and a proof is for one request: at most {} s old",
            request.recent
        ));
    }
    if request.now.plus(request.recent) < made {
        return Err(format!("it was made {when}: the clocks differ"));
    }
    Ok(())
}

fn same_target(wanted: &str, url: &str) -> bool {
    match url.split_once("://") {
        Some((scheme, _)) if wanted.starts_with("//") => {
            target(&format!("{scheme}:{wanted}")) == target(url)
        }
        _ => target(wanted) == target(url),
    }
}

/// A URL without query and fragment, its scheme, host and default port as RFC
/// 3986 section 6.2 has them compared.
fn target(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = bare.split_once("://") else { return bare.to_owned() };
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (scheme, host) = (scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
    let port = if scheme == "https" { ":443" } else { ":80" };
    let host = host.strip_suffix(port).unwrap_or(&host);
    format!("{scheme}://{host}{path}")
}

fn safe(text: &str) -> String {
    escaped(&shortened(text, 128))
}

fn shown(object: &Object, name: &str) -> String {
    object.get(name).map_or_else(|| "absent".to_owned(), |json| safe(&json.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::mint::SigningKey;

    const TOKEN: &str = "an.access.token";
    const NOW: i64 = 1_795_000_000;

    fn request() -> Request<'static> {
        Request {
            method: Some("GET"),
            url: Some("https://API.example:443/orders?page=2"),
            access_token: Some(TOKEN),
            bound_to: None,
            now: Timestamp::from_seconds(NOW),
            recent: RECENT,
        }
    }

    fn object(text: &str) -> Object {
        let Ok(Json::Object(object)) = Json::parse(text.as_bytes()) else { panic!("{text}") };
        object
    }

    /// A proof with some words of header or claims changed.
    fn proof(key: &SigningKey, from: &str, to: &str) -> String {
        let jwk = Json::Object(key.public_jwk().unwrap());
        let alg = key.alg();
        let header = format!(r#"{{"alg":"{alg}","typ":"dpop+jwt","jwk":{jwk}}}"#);
        let ath = sha256_base64url(TOKEN.as_bytes());
        let claims = format!(
            r#"{{"jti":"1","htm":"GET","htu":"https://api.example/orders","iat":{NOW},"ath":"{ath}"}}"#
        );
        let (header, claims) = (header.replace(from, to), claims.replace(from, to));
        let alg = object(&header).str("alg").unwrap_or("ES256").to_owned();
        let alg = if alg.starts_with("HS") { "ES256" } else { &alg };
        key.sign_text(alg, &header, claims.as_bytes()).unwrap()
    }

    #[test]
    fn a_good_proof_holds() {
        for key in [SigningKey::p256("a").unwrap(), SigningKey::ed25519("b").unwrap()] {
            let sent = proof(&key, "", "");
            let Proof::Good(print) = check(&sent, &request()) else {
                panic!("{:?}", check(&sent, &request()))
            };
            let bound = Request { bound_to: Some(&print), ..request() };
            assert!(matches!(check(&sent, &bound), Proof::Good(_)));
            let other = Request { bound_to: Some("x"), ..request() };
            assert!(matches!(check(&sent, &other), Proof::Bad(why) if why.contains("cnf.jkt")));
        }
    }

    #[test]
    fn each_item_is_checked() {
        let key = SigningKey::p256("a").unwrap();
        for (from, to, part) in [
            ("dpop+jwt", "JWT", "typ"),
            (r#""alg":"ES256","typ""#, r#""alg":"HS256","typ""#, "asymmetric"),
            (r#""jwk""#, r#""jwj""#, "no jwk"),
            (r#""crv""#, r#""d":"AA","crv""#, "private key"),
            (r#""kty":"EC""#, r#""kty":"oct","k":"AAAA""#, "shared secret"),
            (r#""typ""#, r#""crit":["x"],"typ""#, "extension"),
            (r#""jti":"1","#, r#""jti":"1","jti":"2","#, "payload stands twice"),
            (r#""jti":"1","#, "", "no jti"),
            (r#""jti":"1","#, r#""jti":"","#, "jti is empty"),
            (r#""GET""#, r#""POST""#, "made for POST (htm), not for GET"),
            (r#""GET""#, "7", "its htm is a number"),
            ("/orders", "/order", "(htu)"),
            ("1795000000", "1794999699", "at most 300 s old"),
            ("1795000000", "1795000301", "clocks differ"),
            ("1795000000", "\"now\"", "not a time"),
            (r#""ath""#, r#""atx""#, "no ath"),
            (r#""ath":""#, r#""ath":"A"#, "another access token"),
        ] {
            match check(&proof(&key, from, to), &request()) {
                Proof::Bad(why) => assert!(why.contains(part), "{part}: {why}"),
                Proof::Good(_) => panic!("{part}"),
            }
        }
        let mut forged = proof(&key, "", "");
        let other = proof(&key, "\"1\"", "\"2\"");
        let signature = other.rsplit_once('.').unwrap().1;
        forged.replace_range(forged.rfind('.').unwrap() + 1.., signature);
        assert!(matches!(check(&forged, &request()), Proof::Bad(why) if why.contains("own jwk")));
        for junk in ["", "x", "a.b", TOKEN] {
            assert!(matches!(check(junk, &request()), Proof::Bad(_)), "{junk}");
        }
    }

    #[test]
    fn targets_are_compared_without_query() {
        assert_eq!(target("HTTPS://A.example"), "https://a.example/");
        assert_eq!(target("http://a.example:80/B?c#d"), "http://a.example/B");
        assert_ne!(target("https://a.example/b/"), target("https://a.example/b"));
        assert_ne!(target("https://a.example:444/"), target("https://a.example/"));
    }
}
