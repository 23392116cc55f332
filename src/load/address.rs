//! Which URLs may be fetched, and which addresses may be spoken to. A token can
//! name any issuer; it must not make tokcheck knock at the doors of a private
//! network.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};
use std::sync::{Mutex, PoisonError};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::load::http::FetchError;
use crate::text::escape::{escaped, shortened};
use crate::token::masked;

/// A URL that may be fetched: https, or http on this machine.
///
/// # Errors
/// [`FetchError::Refused`] with the reason.
pub(super) fn permitted(text: &str, allow_http: bool) -> Result<Url, FetchError> {
    if matches!(masked(text), Cow::Owned(_)) {
        // Not even its name may be looked up: the resolver would learn the token.
        return Err(FetchError::Refused(
            "that is a token, or an address with a token in it; tokens are sent nowhere".to_owned(),
        ));
    }
    let given = escaped(&shortened(text, 200));
    let refused = |why: &str| Err(FetchError::Refused(format!("{given}: {why}")));
    let Ok(url) = Url::parse(text) else { return refused("not a URL") };
    if !url.username().is_empty() || url.password().is_some() {
        // The text is not repeated: it holds a password.
        return Err(FetchError::Refused("a URL with user name or password".to_owned()));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if allow_http || is_loopback(&url) => Ok(url),
        "http" => refused("http is taken from this machine only; use https, or --allow-http"),
        _ => refused("only https URLs are fetched"),
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// What a watched host without a public address is answered with.
pub(super) const PRIVATE: &str = "it has only private addresses, to which a token may not lead";

/// Resolves names, and leaves out the private addresses of watched hosts. What
/// is not watched is a proxy, which the user named and which may be private.
#[derive(Debug, Default)]
pub(super) struct Guard {
    watched: Mutex<BTreeSet<String>>,
}

impl Guard {
    /// Watches the host of a URL.
    ///
    /// # Errors
    /// [`FetchError::Refused`] when it is a private address outright.
    pub(super) fn watch(&self, url: &Url) -> Result<(), FetchError> {
        let public = match url.host() {
            Some(Host::Domain("localhost")) | None => false,
            Some(Host::Domain(name)) => {
                let mut watched = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
                watched.insert(name.to_owned());
                true
            }
            Some(Host::Ipv4(address)) => is_public_v4(address),
            Some(Host::Ipv6(address)) => is_public_v6(address),
        };
        if public {
            return Ok(());
        }
        let host = escaped(url.host_str().unwrap_or_default());
        Err(FetchError::Refused(format!(
            "{host}: a token may not lead to a private address; --allow-private lifts this"
        )))
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let watched =
            self.watched.lock().unwrap_or_else(PoisonError::into_inner).contains(name.as_str());
        // The client has a thread of its own, on which waiting is no harm.
        Box::pin(async move {
            let mut found: Vec<_> = (name.as_str(), 0).to_socket_addrs()?.collect();
            if watched {
                found.retain(|address| is_public(address.ip()));
            }
            if found.is_empty() {
                return Err(io::Error::other(PRIVATE).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// The special-purpose blocks of RFC 6890 are not public.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = a == 0
        || a >= 224
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && b & 0xfe == 18);
    !(special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation())
}

/// Global unicast alone, and not what only carries an IPv4 address.
fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inside) = address.to_ipv4_mapped() {
        return is_public_v4(inside);
    }
    let [a, b, ..] = address.segments();
    // Documentation; Teredo (RFC 4380) and 6to4 (RFC 3056) lead anywhere.
    a & 0xe000 == 0x2000 && !(a == 0x2001 && (b == 0 || b == 0x0db8)) && a != 0x2002
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::http::{Fetch, Http, HttpOptions};

    #[test]
    fn only_https_and_this_machine() {
        for good in
            ["https://a.example/x", "http://localhost:1/", "http://127.9.9.9", "http://[::1]"]
        {
            assert!(permitted(good, false).is_ok(), "{good}");
        }
        for bad in
            ["http://a.example", "ftp://a", "file:///etc/passwd", "a.example", "http://10.0.0.1"]
        {
            assert!(matches!(permitted(bad, false), Err(FetchError::Refused(_))), "{bad}");
        }
        let token = "https://eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl/.well-known/x";
        let refused = permitted(token, true).unwrap_err().to_string();
        assert!(refused.contains("sent nowhere") && !refused.contains("c2ln"), "{refused}");
        assert!(permitted("http://a.example", true).is_ok());
        let error = permitted("https://me:hunter2@a.example", false).unwrap_err().to_string();
        assert!(!error.contains("hunter2"));
    }

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let all = "1.1.1.1 100.128.0.1 172.32.0.1 2606:4700::1111 ::ffff:1.1.1.1";
        for public in all.split(' ') {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        let all = "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 169.254.169.254 172.16.0.1 192.168.1.1 \
                   198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 ::ffff:10.0.0.1 64:ff9b::a00:1 \
                   fd00::1 fe80::1 ff02::1 2002:a00:1::";
        for private in all.split(' ') {
            assert!(!is_public(private.parse().unwrap()), "{private}");
        }
    }

    #[test]
    fn a_token_may_not_lead_to_this_machine() {
        let http = Http::new(HttpOptions { public_only: true, ..HttpOptions::default() });
        let all = "http://127.0.0.1:9/ https://localhost/ https://[::1]/ https://10.0.0.1";
        for url in all.split(' ') {
            assert!(matches!(http.fetch(url), Err(FetchError::Refused(_))), "{url}");
        }
    }

    #[test]
    fn a_public_name_of_a_private_address_gets_no_further() {
        let guard = Guard::default();
        guard.watched.lock().unwrap().insert("localhost".to_owned());
        let client = reqwest::blocking::Client::builder()
            .dns_resolver(std::sync::Arc::new(guard))
            .tls_certs_only([])
            .no_proxy()
            .build()
            .unwrap();
        let error = client.get("http://localhost:9/").send().unwrap_err();
        assert!(error.is_dns() && format!("{error:?}").contains(PRIVATE), "{error:?}");
    }
}
