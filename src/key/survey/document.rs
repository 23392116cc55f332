//! The discovery document (OpenID Connect Discovery 1.0 section 3, RFC 8414
//! section 2).

use std::borrow::Cow;

use super::{Grade, Issue};
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, Object};

/// Members that name an address to which secrets are sent.
const ENDPOINTS: [&str; 8] = [
    "authorization_endpoint",
    "end_session_endpoint",
    "introspection_endpoint",
    "jwks_uri",
    "registration_endpoint",
    "revocation_endpoint",
    "token_endpoint",
    "userinfo_endpoint",
];

/// What is odd about a document. `issuer` is the one that was asked for, in
/// each spelling that would do.
#[must_use]
pub fn lint(document: &Object, issuers: &[String]) -> Vec<Issue> {
    let mut found = Vec::new();
    let mut add = |rule, grade, message: String| {
        found.push(Issue { rule, grade, key: None, message });
    };
    let issuer = document.str("issuer");
    match issuer {
        None => add("issuer-missing", Grade::Error, "the document names no issuer".to_owned()),
        Some(is) if is.contains("{tenantid}") => add(
            "issuer-template",
            Grade::Note,
            format!("the document speaks for many tenants, {}: each token has its own", safe(is)),
        ),
        Some(is) if issuers.iter().any(|asked| asked == is) => {}
        Some(is) => add("issuer-mismatch", Grade::Error, mismatch(is, issuers)),
    }
    for name in ENDPOINTS {
        let Some(url) = document.str(name) else { continue };
        if !is_secure(url) {
            let grade = if is_local(url) { Grade::Note } else { Grade::Error };
            let what = format!("{name} is {}: not https", safe(&without_user(url)));
            add("endpoint-not-https", grade, what);
        }
    }
    match document.str("jwks_uri") {
        None => add("jwks-uri-missing", Grade::Error, "it names no jwks_uri".to_owned()),
        Some(url) => {
            let (ours, theirs) = (host(issuer.unwrap_or_default()), host(url));
            if issuer.is_some() && ours != theirs {
                let what = format!(
                    "the keys stand on another host, {}, than the issuer: allow it in a firewall",
                    safe(theirs)
                );
                add("jwks-uri-host", Grade::Note, what);
            }
        }
    }
    algorithms(document, &mut add);
    found
}

fn algorithms(document: &Object, add: &mut dyn FnMut(&'static str, Grade, String)) {
    const NAME: &str = "id_token_signing_alg_values_supported";
    // RFC 8414 alone knows no ID tokens.
    let is_openid = document.has("subject_types_supported") || document.has("userinfo_endpoint");
    let Some(json) = document.get(NAME) else {
        if is_openid {
            add("algorithms-missing", Grade::Warning, format!("{NAME} is absent, and required"));
        }
        return;
    };
    let listed: Vec<&str> =
        json.as_array().unwrap_or_default().iter().filter_map(Json::as_str).collect();
    let has = |name: &str| listed.iter().any(|alg| alg.eq_ignore_ascii_case(name));
    if has("none") {
        let what = "it offers ID tokens without a signature (none): never allow that in a client";
        add("algorithm-none-offered", Grade::Warning, what.to_owned());
    }
    if !has("RS256") {
        add("rs256-missing", Grade::Note, format!("{NAME} lacks RS256, which is required"));
    }
    if ["HS256", "HS384", "HS512"].into_iter().any(has) {
        let what = "it offers HMAC beside public keys: allow only the one that you use";
        add("hmac-offered", Grade::Note, what.to_owned());
    }
}

fn mismatch(is: &str, issuers: &[String]) -> String {
    let asked = issuers.first().map_or("", String::as_str);
    let only_slash = is.trim_end_matches('/') == asked.trim_end_matches('/');
    let how = if only_slash { ": they differ only in the final slash" } else { "" };
    format!(
        "asked for {}, and the document is of issuer {}{how}; readers must not use it (RFC 8414 \
         section 3.3)",
        safe(asked),
        safe(is)
    )
}

fn safe(text: &str) -> String {
    escaped(&shortened(text, 200))
}

fn is_secure(url: &str) -> bool {
    url.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://"))
}

/// The authority, less user name and password: they are secrets of somebody.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

fn without_user(url: &str) -> Cow<'_, str> {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        Some((scheme, &rest[rest[..end].rfind('@')?..]))
    };
    match parts() {
        Some((scheme, rest)) => Cow::Owned(format!("{scheme}://\u{2026}{rest}")),
        None => Cow::Borrowed(url),
    }
}

fn is_local(url: &str) -> bool {
    let host = host(url);
    let bare = host.rsplit_once(':').map_or(host, |(name, _)| name);
    bare == "localhost" || bare == "[::1]" || bare.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<(&'static str, Grade)> {
        let Ok(Json::Object(object)) = Json::parse(text.as_bytes()) else { panic!() };
        let issues = lint(&object, &["https://a.example".to_owned()]);
        issues.into_iter().map(|issue| (issue.rule, issue.grade)).collect()
    }

    #[test]
    fn a_good_document_is_silent() {
        let good = r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/k",
            "userinfo_endpoint":"https://a.example/u",
            "id_token_signing_alg_values_supported":["RS256"]}"#;
        assert_eq!(rules(good), []);
    }

    #[test]
    fn no_password_is_told() {
        let text = r#"{"issuer":"https://a.example","jwks_uri":"http://u:pa55@a.example/k@b",
            "token_endpoint":"http://pa55@b.example"}"#;
        let Ok(Json::Object(object)) = Json::parse(text.as_bytes()) else { panic!() };
        let issues = lint(&object, &["https://a.example".to_owned()]);
        let said = issues.iter().map(|issue| issue.message.as_str()).collect::<Vec<_>>().join("; ");
        assert!(!said.contains("pa55") && said.contains("http://\u{2026}@a.example/k@b"), "{said}");
        assert!(!said.contains("another host"), "{said}");
    }

    #[test]
    fn what_is_wrong_is_told() {
        for (text, rule, grade) in [
            (r#"{"jwks_uri":"https://a.example"}"#, "issuer-missing", Grade::Error),
            (
                r#"{"issuer":"https://a.example/","jwks_uri":"https://a.example"}"#,
                "issuer-mismatch",
                Grade::Error,
            ),
            (r#"{"issuer":"https://a.example"}"#, "jwks-uri-missing", Grade::Error),
            (
                r#"{"issuer":"https://a.example","jwks_uri":"http://a.example"}"#,
                "endpoint-not-https",
                Grade::Error,
            ),
            (
                r#"{"issuer":"https://a.example","jwks_uri":"https://b.example"}"#,
                "jwks-uri-host",
                Grade::Note,
            ),
        ] {
            assert_eq!(rules(text), [(rule, grade)], "{text}");
        }
        let offers = r#"{"issuer":"https://a.example","jwks_uri":"https://a.example/k",
            "id_token_signing_alg_values_supported":["none","HS256"]}"#;
        let offered = ["algorithm-none-offered", "rs256-missing", "hmac-offered"];
        assert_eq!(rules(offers).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>(), offered);
    }
}
