//! Short names of tenants: `auth0:acme.us` for `https://acme.us.auth0.com/`.

/// How the part behind the colon becomes an issuer.
struct Form {
    scheme: &'static str,
    /// What stands behind the colon, for the error message; empty: nothing.
    usage: &'static str,
    issuer: fn(&str) -> Option<String>,
}

const FORMS: [Form; 6] = [
    Form {
        scheme: "auth0",
        usage: "TENANT.REGION",
        issuer: |rest| {
            let tenant = rest.strip_suffix(".auth0.com").unwrap_or(rest);
            is_host(tenant).then(|| format!("https://{tenant}.auth0.com/"))
        },
    },
    Form {
        scheme: "cognito",
        usage: "REGION/POOL",
        issuer: |rest| {
            let (region, pool) = rest.split_once('/')?;
            let legal = is_host(region) && !region.contains('.') && is_word(pool);
            legal.then(|| format!("https://cognito-idp.{region}.amazonaws.com/{pool}"))
        },
    },
    Form {
        scheme: "entra",
        usage: "TENANT",
        issuer: |rest| {
            is_host(rest).then(|| format!("https://login.microsoftonline.com/{rest}/v2.0"))
        },
    },
    Form {
        scheme: "github-actions",
        usage: "",
        issuer: |_| Some("https://token.actions.githubusercontent.com".to_owned()),
    },
    Form {
        scheme: "google",
        usage: "",
        issuer: |_| Some("https://accounts.google.com".to_owned()),
    },
    Form {
        scheme: "okta",
        usage: "DOMAIN/SERVER, or DOMAIN for the org server",
        issuer: |rest| match rest.split_once('/') {
            None => is_domain(rest).then(|| format!("https://{rest}")),
            Some((domain, server)) => (is_domain(domain) && is_word(server))
                .then(|| format!("https://{domain}/oauth2/{server}")),
        },
    },
];

/// The issuer that a shorthand stands for; `None` where the text is none, and
/// what is wrong with it where it is malformed.
#[must_use]
pub fn shorthand(text: &str) -> Option<Result<String, String>> {
    let (scheme, rest) = match text.split_once(':') {
        Some((scheme, rest)) => (scheme, Some(rest)),
        None => (text, None),
    };
    let form = FORMS.iter().find(|form| form.scheme == scheme)?;
    let issuer = match rest {
        None if form.usage.is_empty() => (form.issuer)(""),
        Some(rest) if !form.usage.is_empty() => (form.issuer)(rest),
        // A bare "auth0" may be a name of the user's own.
        None => return None,
        Some(_) => None,
    };
    Some(issuer.ok_or_else(|| match form.usage {
        "" => format!("the shorthand '{scheme}' takes nothing behind it"),
        usage => format!("the shorthand '{scheme}:' is followed by {usage}"),
    }))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text.split('.').all(|label| {
            !label.is_empty()
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        })
}

fn is_domain(text: &str) -> bool {
    is_host(text) && text.contains('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenants_become_issuers() {
        for (text, issuer) in [
            ("auth0:acme.us", "https://acme.us.auth0.com/"),
            ("auth0:acme", "https://acme.auth0.com/"),
            ("auth0:acme.eu.auth0.com", "https://acme.eu.auth0.com/"),
            ("okta:acme.okta.com/default", "https://acme.okta.com/oauth2/default"),
            ("okta:acme.okta.com", "https://acme.okta.com"),
            ("entra:contoso.example", "https://login.microsoftonline.com/contoso.example/v2.0"),
            (
                "cognito:eu-west-1/eu-west-1_AbC",
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC",
            ),
            ("google", "https://accounts.google.com"),
            ("github-actions", "https://token.actions.githubusercontent.com"),
        ] {
            assert_eq!(shorthand(text), Some(Ok(issuer.to_owned())), "{text}");
        }
    }

    #[test]
    fn malformed_ones_say_so() {
        for text in [
            "auth0:",
            "auth0:a/b",
            "auth0:evil.example/x#",
            "auth0:a..b",
            "okta:/default",
            "okta:acme/default",
            "okta:acme.okta.com/",
            "entra:a b",
            "cognito:eu-west-1",
            "cognito:eu.west/x",
            "google:x",
        ] {
            assert!(matches!(shorthand(text), Some(Err(_))), "{text}");
        }
        for text in ["acme", "https://acme.example", "auth0", "acme.example:8443", ""] {
            assert_eq!(shorthand(text), None, "{text}");
        }
    }
}
