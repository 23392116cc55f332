//! What the findings about key sets and discovery documents mean, and what to
//! do about each: `tokcheck rule` shows it. Those that share their name with a
//! cause of refused tokens have their page there.

/// One finding.
#[derive(Debug)]
pub struct Meaning {
    /// The slug; never renamed.
    pub id: &'static str,
    /// What is the matter, in one line.
    pub title: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
}

const fn means(
    id: &'static str,
    title: &'static str,
    why: &'static str,
    fix: &'static str,
) -> Meaning {
    Meaning { id, title, why, fix }
}

/// All of them, by name.
#[rustfmt::skip]
pub static MEANINGS: &[Meaning] = &[
    means("alg-missing", "A key names no algorithm", "Without alg only the type of the key limits what it may check, so readers have to be told the algorithm (RFC 7517 section 4.4).", "publish alg beside the key, and name the algorithm in the API's settings"),
    means("alg-unfit", "A key names an algorithm that its type can't do", "Readers that go by alg find no use for the key and refuse every token that it signed.", "correct alg, or publish the key that belongs to it"),
    means("algorithm-none-offered", "The tenant offers unsigned ID tokens", "A client that takes alg none takes whatever anybody writes (RFC 8725 section 3.2).", "name the expected algorithm in every client; switch none off at the tenant"),
    means("algorithms-missing", "The discovery document names no algorithms for ID tokens", "OpenID Connect Discovery section 3 requires the list; clients that read it fall back to a guess or stop.", "publish id_token_signing_alg_values_supported"),
    means("certificate-early", "A key's certificate does not hold yet", "Readers that look at x5c refuse the key until then, or the clock here is slow.", "sign with the earlier key until the certificate holds; compare the clocks"),
    means("certificate-expired", "A key's certificate has ended", "Readers that look at x5c refuse the key; those that take the bare numbers go on.", "renew the certificate, or leave x5c out of the set"),
    means("duplicate-kid", "One kid stands at more than one key", "A reader takes the first, the last or none of them, so tokens pass here and fail there (RFC 7517 section 4.5).", "give every key a kid of its own"),
    means("endpoint-not-https", "An address in the discovery document is not https", "Whoever sits between can change what is sent there: keys, codes and tokens. OpenID Connect Discovery section 3 wants https. On localhost it is a note only.", "let the server publish https addresses; behind a proxy tell it of scheme and host (X-Forwarded-Proto, X-Forwarded-Host)"),
    means("hmac-offered", "The tenant offers HMAC beside public keys", "A verifier that lets the token choose can be made to take a public key for a secret (RFC 8725 section 2.1).", "allow the one algorithm that you use, in every API"),
    means("issuer-missing", "The discovery document names no issuer", "Readers have to compare it with the issuer that they asked for (RFC 8414 section 3.3), and can't use the document.", "publish issuer, written exactly as in iss of the tokens"),
    means("issuer-template", "The discovery document speaks for many tenants", "Its issuer holds a placeholder, so that iss of each token names another one.", "expect the issuer of the tenant that you trust, or a list of them, and never the template"),
    means("jwks-uri-host", "The keys stand on another host than the issuer", "That is allowed; a firewall or an allow list that knows the issuer alone stops the API from getting keys.", "let the API reach that host too"),
    means("jwks-uri-missing", "The discovery document names no key set", "An API has no way to the keys, and can check no token.", "publish jwks_uri, or give the API the key set itself"),
    means("key-broken", "A key can't be used as it stands", "Its numbers are missing, malformed or don't belong together, so no reader can check with it.", "publish the key anew, from the tool that made it"),
    means("key-passed-over", "An entry of the set was passed over", "It is no key, or of a type that is not known; readers pass over such entries too (RFC 7517 section 5).", "take it out where it was meant as a key for signatures"),
    means("key-unusable", "A key is for something that is not checked here", "Its curve is for key agreement or too new: no fault of the set, and no token is checked with it here.", "nothing, unless tokens are signed with it"),
    means("kid-missing", "A key among several has no kid", "Tokens can't name it, so readers try all keys or refuse (RFC 7515 section 4.1.4).", "give the key a kid, and let the issuer write it into the header of its tokens"),
    means("no-keys", "The set holds no key that could check a signature", "Every token stays unproven: no signing key was made or activated, or it is the wrong address.", "make and activate a signing key, or look for the set at the issuer's jwks_uri"),
    means("not-for-signing", "A key is not for signatures", "Its use is another one (enc), so that readers leave it out when they check tokens.", "nothing, unless tokens are signed with it: then publish it with use sig"),
    means("odd-member", "A member of a key is of the wrong form", "Some readers pass over the member, others refuse the key or the whole set.", "write the member as RFC 7517 section 4 has it"),
    means("private-key-published", "A private key stands in the set", "Whoever reads the set can sign tokens that every API takes.", "retire the key at once, end what it signed, and publish public members only"),
    means("rs256-missing", "RS256 is not among the tenant's algorithms", "OpenID Connect Discovery section 3 requires it; simple clients expect it.", "name the tenant's algorithm in clients and APIs outright"),
    means("secret-published", "A shared secret stands in the set", "An HMAC secret that others can read lets them sign (RFC 7517 section 9.2).", "change the secret at once, and hand it to issuer and API apart from the set"),
];

/// What the finding of that name means.
#[must_use]
pub fn meaning(id: &str) -> Option<&'static Meaning> {
    MEANINGS.iter().find(|meaning| meaning.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Findings that are causes of refused tokens too have their page there.
    const CAUSES: [&str; 3] = ["certificate-mismatch", "issuer-mismatch", "key-too-weak"];

    #[test]
    fn every_finding_has_its_meaning() {
        let slug = |text: &str| {
            text.contains('-') && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let mut found = 0;
        for source in [include_str!("../survey.rs"), include_str!("document.rs")] {
            let code = source.split("#[cfg(test)]").next().unwrap();
            for id in code.split('"').skip(1).step_by(2).filter(|text| slug(text)) {
                let curve = id.starts_with("P-") || id == "alg-";
                found += 1;
                assert!(curve || CAUSES.contains(&id) || meaning(id).is_some(), "{id}");
            }
        }
        assert!(found >= MEANINGS.len(), "{found}");
        for pair in MEANINGS.windows(2) {
            assert!(pair[0].id < pair[1].id, "{} stands before {}", pair[0].id, pair[1].id);
        }
    }
}
