//! Where a provider's issuer lives: by exact host, registered suffix, path, or
//! the whole text, never by a substring of the host.

use crate::text::bytes::find_all;

/// What an `iss` says about its place. It is hostile until verified: a host
/// with any unusual character in it counts as no host.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The whole text.
    pub text: &'a str,
    /// The host without user information and port; empty where there is none.
    pub host: &'a str,
    /// The path from its first slash on, without query and fragment.
    pub path: &'a str,
}

impl<'a> Place<'a> {
    /// Reads an issuer or audience. The scheme may be `http`, `https` or absent
    /// (`accounts.google.com`).
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let nowhere = Place { text, host: "", path: "" };
        let rest = match scheme_end(text) {
            None => text,
            Some(at) => match text.get(..at) {
                Some(scheme) if is_web(scheme) => &text[at + 3..],
                _ => return nowhere,
            },
        };
        let authority = until(rest, |byte| matches!(byte, b'/' | b'?' | b'#'));
        let path = until(&rest[authority.len()..], |byte| matches!(byte, b'?' | b'#'));
        let host = match authority.split_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
            Some(_) => return nowhere,
            None => authority,
        };
        let host = host.strip_suffix('.').unwrap_or(host);
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_');
        if !host.contains('.') || !host.bytes().all(plain) {
            return Place { path, ..nowhere };
        }
        Place { text, host, path }
    }
}

/// Where the first `://` stands.
fn scheme_end(text: &str) -> Option<usize> {
    find_all(b':', text.as_bytes()).find(|at| text[at + 1..].starts_with("//"))
}

/// The text before such a byte, which is ASCII.
fn until(text: &str, end: impl Fn(u8) -> bool) -> &str {
    &text[..text.bytes().position(end).unwrap_or(text.len())]
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// One way to recognise an issuer.
#[derive(Clone, Copy, Debug)]
pub enum Site {
    /// A host with one label (or more) between a prefix and a suffix.
    Between(&'static str, &'static str),
    /// The whole text, which need be no URL.
    Exact(&'static str),
    /// A host.
    Host(&'static str),
    /// A host and the beginning of the path, up to a slash or the end.
    HostPath(&'static str, &'static str),
    /// A text in the path with something behind it: software on anyone's host.
    Path(&'static str),
    /// The end of the path, a final slash aside: software on anyone's host.
    PathEnd(&'static str),
    /// Any host under a registered suffix, which begins with a dot.
    Under(&'static str),
}

impl Site {
    /// Whether the issuer is here.
    #[must_use]
    pub fn holds(self, place: &Place<'_>) -> bool {
        match self {
            Self::Exact(text) => place.text == text,
            Self::HostPath(_, path) => {
                self.holds_host(place.host)
                    && place
                        .path
                        .strip_prefix(path)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            }
            Self::Path(part) => {
                place.path.len() > part.len()
                    && place.path.find(part).is_some_and(|at| at + part.len() < place.path.len())
            }
            Self::PathEnd(end) => place.path.strip_suffix('/').unwrap_or(place.path).ends_with(end),
            Self::Between(..) | Self::Host(_) | Self::Under(_) => self.holds_host(place.host),
        }
    }

    /// Whether a host is the provider's own.
    #[must_use]
    pub fn holds_host(self, host: &str) -> bool {
        match self {
            Self::Host(own) | Self::HostPath(own, _) => host.eq_ignore_ascii_case(own),
            Self::Under(suffix) => stripped_end(host, suffix).is_some_and(|rest| !rest.is_empty()),
            Self::Between(prefix, suffix) => stripped_end(host, suffix)
                .and_then(|rest| rest.get(..prefix.len()).map(|p| (p, rest.len())))
                .is_some_and(|(p, all)| p.eq_ignore_ascii_case(prefix) && all > prefix.len()),
            Self::Exact(_) | Self::Path(_) | Self::PathEnd(_) => false,
        }
    }

    /// Whether this names software that runs on hosts of others.
    #[must_use]
    pub fn is_path(self) -> bool {
        matches!(self, Self::Path(_) | Self::PathEnd(_))
    }
}

/// The text before a suffix, compared without regard to case.
fn stripped_end<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(suffix.len())?;
    // Nearly every text differs in the first byte already.
    if text.as_bytes().get(at) != suffix.as_bytes().first() {
        return None;
    }
    let end = text.get(at..)?;
    end.eq_ignore_ascii_case(suffix).then(|| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_read_strictly() {
        for (text, host, path) in [
            ("https://acme.auth0.com/", "acme.auth0.com", "/"),
            ("HTTPS://Acme.Auth0.com:443/a?b#c", "Acme.Auth0.com", "/a"),
            ("accounts.google.com", "accounts.google.com", ""),
            ("stytch.com/project-x", "stytch.com", "/project-x"),
            ("https://acme.auth0.com@evil.example/", "", "/"),
            ("https://evil.example\\@acme.auth0.com/", "", "/"),
            ("https://evil.example?.auth0.com", "evil.example", ""),
            ("ftp://acme.auth0.com/", "", ""),
            ("x@y.iam.gserviceaccount.com", "", ""),
            ("", "", ""),
            ("://", "", ""),
            ("https://", "", ""),
        ] {
            let place = Place::parse(text);
            assert_eq!((place.host, place.path), (host, path), "{text}");
        }
    }

    #[test]
    fn sites_never_match_a_substring() {
        let holds = |site: Site, text| site.holds(&Place::parse(text));
        let auth0 = Site::Under(".auth0.com");
        assert!(holds(auth0, "https://ACME.eu.auth0.com/"));
        for bad in [
            "https://auth0.com/",
            "https://.auth0.com/",
            "https://acme.auth0.com.evil.example/",
            "https://notauth0.com/",
            "https://evil.example/acme.auth0.com/",
        ] {
            assert!(!holds(auth0, bad) || bad == "https://.auth0.com.", "{bad}");
        }
        let cognito = Site::Between("cognito-idp.", ".amazonaws.com");
        assert!(holds(cognito, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_a"));
        assert!(!holds(cognito, "https://cognito-idp.amazonaws.com/"));
        let iap = Site::HostPath("cloud.google.com", "/iap");
        assert!(holds(iap, "https://cloud.google.com/iap"));
        assert!(!holds(iap, "https://cloud.google.com/iapx"));
        assert!(holds(Site::Path("/realms/"), "http://localhost:8080/auth/realms/x"));
        assert!(!holds(Site::Path("/realms/"), "http://localhost:8080/realms/"));
        assert!(holds(Site::PathEnd("/dex"), "http://127.0.0.1:5556/dex/"));
    }
}
