//! From an issuer to its key set: OIDC Discovery 1.0, then RFC 8414.
//! The issuer is a string and stays one: a URL type would add a slash to a
//! bare host, and that slash is what people come to have explained.

use crate::load::address::permitted;
use crate::load::http::{Fetch, FetchError};
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, Object};

/// Whose keys are to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Discovery {
    /// A domain: its issuer is `https://D` or `https://D/`, whichever it says.
    Domain(String),
    /// An issuer, exactly as it stands in `iss`.
    Issuer(String),
}

/// What a discovery document says.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovered {
    /// The issuer as the document has it: the `iss` to expect. Where
    /// [`Self::template`] is set it is the one that was asked for.
    pub issuer: String,
    /// The issuer with `{tenantid}` in it, where the document speaks for many
    /// tenants: which `iss` a token has can't be told from it alone.
    pub template: Option<String>,
    /// Where the keys are.
    pub jwks_uri: String,
    /// The whole document.
    pub document: Object,
}

/// Finds and reads the discovery document.
///
/// # Errors
/// [`FetchError::Refused`] when what was asked for is no issuer or domain;
/// otherwise when no document can be got, or it is not that issuer's.
pub fn discover(fetch: &dyn Fetch, wanted: &Discovery) -> Result<Discovered, FetchError> {
    let asked = match wanted {
        Discovery::Domain(domain) if domain.contains('/') => {
            let domain = escaped(&shortened(domain, 200));
            return Err(FetchError::Refused(format!("{domain}: not a domain")));
        }
        Discovery::Domain(domain) => format!("https://{domain}"),
        Discovery::Issuer(issuer) => issuer.clone(),
    };
    let (address, document) = find(fetch, &asked)?;
    let found = document
        .str("issuer")
        .ok_or_else(|| FetchError::Failed(format!("{address}: it names no issuer")))?
        .to_owned();
    let template = is_template(&found, &asked);
    let agrees = match wanted {
        Discovery::Domain(_) => found == asked || found.strip_suffix('/') == Some(&asked),
        Discovery::Issuer(_) => found == asked || template,
    };
    if !agrees {
        // Whoever mends the tenant wants to see that it helped.
        fetch.forget(&address);
        return Err(mismatch(&asked, &found));
    }
    let jwks_uri = document
        .str("jwks_uri")
        .ok_or_else(|| FetchError::Failed(format!("{address}: it names no jwks_uri")))?
        .to_owned();
    let (issuer, template) = if template { (asked, Some(found)) } else { (found, None) };
    Ok(Discovered { issuer, template, jwks_uri, document })
}

/// The discovery document of an issuer and where it stands, unjudged.
///
/// # Errors
/// As [`discover`].
pub fn find(fetch: &dyn Fetch, asked: &str) -> Result<(String, Object), FetchError> {
    let [openid, oauth] = addresses(asked)?;
    // The place that is known to have it first.
    let known = fetch.holds(&oauth) && !fetch.holds(&openid);
    let [first, second] = if known { [oauth, openid] } else { [openid, oauth] };
    match document(fetch, &first) {
        Ok(document) => Ok((first, document)),
        // No such page, or one that is no document: the other place.
        Err(FetchError::Missing(why)) => match document(fetch, &second) {
            Err(FetchError::Missing(_)) => Err(nothing(asked, &why)),
            other => Ok((second, other?)),
        },
        Err(other) => Err(other),
    }
}

/// Both places, in the order in which they are tried: OIDC Discovery appends to
/// the path (section 4), RFC 8414 section 3 puts in front of it.
fn addresses(issuer: &str) -> Result<[String; 2], FetchError> {
    // http is judged where it is fetched; here only the form.
    permitted(issuer, true)?;
    let refused =
        |why: &str| FetchError::Refused(format!("{}: {why}", escaped(&shortened(issuer, 200))));
    if issuer.contains(['?', '#']) {
        return Err(refused("an issuer has neither query nor fragment"));
    }
    if issuer.contains("/.well-known/") {
        return Err(refused("this is a discovery address; give the issuer alone"));
    }
    let bare = issuer.strip_suffix('/').unwrap_or(issuer);
    let (scheme, rest) = bare.split_once("://").ok_or_else(|| refused("not a URL"))?;
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    Ok([
        format!("{bare}/.well-known/openid-configuration"),
        format!("{scheme}://{host}/.well-known/oauth-authorization-server{path}"),
    ])
}

/// Reads the document at an address.
///
/// # Errors
/// When it can't be got, or is none.
pub(super) fn document(fetch: &dyn Fetch, address: &str) -> Result<Object, FetchError> {
    let body = fetch.fetch(address)?;
    match Json::parse(&body.bytes) {
        Ok(Json::Object(object)) => Ok(object),
        _ => Err(FetchError::Missing(format!(
            "{} answered with {}, not a discovery document",
            escaped(address),
            looks_like(&body.bytes)
        ))),
    }
}

/// What a body that is no JSON is instead, in words.
pub(super) fn looks_like(bytes: &[u8]) -> &'static str {
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        None => "nothing",
        Some(b'<') => "an HTML page",
        Some(b'{' | b'[') => "other or broken JSON",
        Some(_) => "something that is not JSON",
    }
}

/// What is said where both places are empty.
pub(super) const NOTHING: &str = "no discovery document there";

fn nothing(asked: &str, first: &str) -> FetchError {
    FetchError::Failed(format!(
        "{}: {NOTHING} ({first}); check the issuer, or give --jwks",
        escaped(&shortened(asked, 200))
    ))
}

/// RFC 8414 section 3.3: a document of another issuer must not be used.
fn mismatch(asked: &str, found: &str) -> FetchError {
    let slash = asked.trim_end_matches('/') == found.trim_end_matches('/');
    let (asked, found) = (escaped(&shortened(asked, 200)), escaped(&shortened(found, 200)));
    FetchError::Failed(if slash {
        format!("asked for {asked}, its issuer is {found}: they differ only in the final slash")
    } else {
        format!("asked for {asked}, but the document there is of issuer {found}")
    })
}

/// Microsoft's documents for many tenants name `{tenantid}` in place of one.
fn is_template(found: &str, asked: &str) -> bool {
    const PLACE: &str = "{tenantid}";
    const HOSTS: [&str; 4] = [
        "https://login.microsoftonline.com/",
        "https://login.microsoftonline.us/",
        "https://login.partner.microsoftonline.cn/",
        "https://sts.windows.net/",
    ];
    let Some((before, after)) = found.split_once(PLACE) else { return false };
    let tenant = asked.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    HOSTS.contains(&before) && tenant.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::key::Freshness;
    use crate::load::http::Body;

    struct Pages {
        pages: Vec<(&'static str, &'static str)>,
        asked: RefCell<Vec<String>>,
    }

    impl Fetch for Pages {
        fn fetch(&self, url: &str) -> Result<Body, FetchError> {
            self.asked.borrow_mut().push(url.to_owned());
            let page = self.pages.iter().find(|(address, _)| *address == url);
            let (_, text) = page.ok_or_else(|| FetchError::Missing(format!("{url}: 404")))?;
            let bytes = text.as_bytes().to_vec();
            Ok(Body {
                bytes,
                cache_control: None,
                etag: None,
                freshness: Freshness::Fresh,
                earlier: None,
            })
        }
    }

    fn ask(
        pages: &[(&'static str, &'static str)],
        wanted: &Discovery,
    ) -> Result<Discovered, FetchError> {
        discover(&Pages { pages: pages.to_vec(), asked: RefCell::default() }, wanted)
    }

    fn issuer(text: &str) -> Discovery {
        Discovery::Issuer(text.to_owned())
    }

    const OPENID: &str = "https://a.example/t/.well-known/openid-configuration";
    const OAUTH: &str = "https://a.example/.well-known/oauth-authorization-server/t";
    const DOCUMENT: &str =
        r#"{"issuer":"https://a.example/t","jwks_uri":"https://keys.example/k"}"#;

    #[test]
    fn both_places_are_looked_at_in_order() {
        for page in [OPENID, OAUTH] {
            let found = ask(&[(page, DOCUMENT)], &issuer("https://a.example/t")).unwrap();
            assert_eq!(found.jwks_uri, "https://keys.example/k");
            assert_eq!((found.issuer.as_str(), found.template), ("https://a.example/t", None));
        }
        let html = [(OPENID, "<html>"), (OAUTH, DOCUMENT)];
        assert!(ask(&html, &issuer("https://a.example/t")).is_ok());
        let error = ask(&[(OPENID, "<html>")], &issuer("https://a.example/t")).unwrap_err();
        assert!(matches!(&error, FetchError::Failed(why) if why.contains("HTML")), "{error}");
    }

    #[test]
    fn the_issuer_has_to_agree_to_the_octet() {
        let error = ask(&[(OPENID, DOCUMENT)], &issuer("https://a.example/t/")).unwrap_err();
        assert!(error.to_string().contains("only in the final slash"), "{error}");
        let other = r#"{"issuer":"https://b.example/t","jwks_uri":"https://b.example/k"}"#;
        let error = ask(&[(OPENID, other)], &issuer("https://a.example/t")).unwrap_err();
        assert!(error.to_string().contains("of issuer https://b.example/t"), "{error}");
        for page in ["{}", r#"{"issuer":"https://a.example/t"}"#] {
            let error = ask(&[(OPENID, page)], &issuer("https://a.example/t")).unwrap_err();
            assert!(error.to_string().contains("names no"), "{error}");
        }
    }

    #[test]
    fn a_domain_may_say_its_issuer_with_or_without_slash() {
        const PLACE: &str = "https://d.example/.well-known/openid-configuration";
        let domain = Discovery::Domain("d.example".to_owned());
        for (document, issuer) in [
            (r#"{"issuer":"https://d.example","jwks_uri":"x"}"#, Some("https://d.example")),
            (r#"{"issuer":"https://d.example/","jwks_uri":"x"}"#, Some("https://d.example/")),
            (r#"{"issuer":"https://d.example//","jwks_uri":"x"}"#, None),
            (r#"{"issuer":"https://e.example/","jwks_uri":"x"}"#, None),
        ] {
            let found = ask(&[(PLACE, document)], &domain).ok().map(|found| found.issuer);
            assert_eq!(found.as_deref(), issuer);
        }
    }

    #[test]
    fn microsofts_template_stands_for_a_tenant() {
        const PLACE: &str =
            "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration";
        const PAGE: &str = r#"{"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0",
            "jwks_uri":"https://login.microsoftonline.com/common/discovery/v2.0/keys"}"#;
        let common = "https://login.microsoftonline.com/common/v2.0";
        let found = ask(&[(PLACE, PAGE)], &issuer(common)).unwrap();
        assert_eq!((found.issuer.as_str(), found.template.is_some()), (common, true));
        assert!(!is_template("https://evil.example/{tenantid}/", "https://evil.example/a/"));
        assert!(!is_template(
            "https://login.microsoftonline.com/{tenantid}/v2.0",
            "https://login.microsoftonline.com/a/b/v2.0"
        ));
    }

    #[test]
    fn what_is_no_issuer_is_a_usage_error() {
        for bad in ["a.example", "https://a.example/?x", "https://a/.well-known/x", "ftp://a"] {
            assert!(matches!(ask(&[], &issuer(bad)), Err(FetchError::Refused(_))), "{bad}");
        }
        for bad in ["a b", "a/b", "a@b", ""] {
            let wanted = Discovery::Domain(bad.to_owned());
            assert!(matches!(ask(&[], &wanted), Err(FetchError::Refused(_))), "{bad}");
        }
    }
}
