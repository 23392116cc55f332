//! Level 1: the type that a token gives itself (RFC 8725 section 3.11).

use crate::issuer::sign::{Strength, View};
use crate::kind::Kind;

/// A `typ`, the kind that it names, and in which document.
struct Row {
    typ: &'static str,
    kind: Kind,
    strength: Strength,
    because: &'static str,
}

const fn row(typ: &'static str, kind: Kind, because: &'static str) -> Row {
    Row { typ, kind, strength: Strength::Certain, because }
}

/// A type of no kind of its own here, or one that nobody has standardised.
const fn loose(typ: &'static str, kind: Kind, because: &'static str) -> Row {
    Row { typ, kind, strength: Strength::Likely, because }
}

const ROWS: &[Row] = &[
    row("at+jwt", Kind::AccessToken, "typ at+jwt (RFC 9068 section 2.1)"),
    row("logout+jwt", Kind::LogoutToken, "typ logout+jwt (Back-Channel Logout section 2.4)"),
    row("dpop+jwt", Kind::DpopProof, "typ dpop+jwt (RFC 9449 section 4.2)"),
    row("oauth-authz-req+jwt", Kind::RequestObject, "typ oauth-authz-req+jwt (RFC 9101)"),
    row(
        "token-introspection+jwt",
        Kind::IntrospectionResponse,
        "typ token-introspection+jwt (RFC 9701 section 5)",
    ),
    // Nobody's standard, and plain enough.
    loose("id_token+jwt", Kind::IdToken, "typ id_token+jwt, which some issuers write"),
    loose("id+jwt", Kind::IdToken, "typ id+jwt, which some issuers write"),
    // Likely only: logout tokens are security event tokens too.
    loose("secevent+jwt", Kind::SecurityEvent, "typ secevent+jwt (RFC 8417 section 2.3)"),
    row("vc+sd-jwt", Kind::SdJwt, "typ vc+sd-jwt (SD-JWT VC, older drafts)"),
    row("dc+sd-jwt", Kind::SdJwt, "typ dc+sd-jwt (SD-JWT VC)"),
    row("kb+jwt", Kind::KeyBinding, "typ kb+jwt (SD-JWT, key binding)"),
    row("vc+jwt", Kind::VerifiableCredential, "typ vc+jwt (VC JOSE)"),
    row("vp+jwt", Kind::VerifiableCredential, "typ vp+jwt (VC JOSE)"),
    row("vc+ld+jwt", Kind::VerifiableCredential, "typ vc+ld+jwt (VC JOSE, older draft)"),
    row("vp+ld+jwt", Kind::VerifiableCredential, "typ vp+ld+jwt (VC JOSE, older draft)"),
    row("vc-ld+jwt", Kind::VerifiableCredential, "typ vc-ld+jwt (VC JOSE, older draft)"),
    row("vp-ld+jwt", Kind::VerifiableCredential, "typ vp-ld+jwt (VC JOSE, older draft)"),
    row(
        "vc+ld+json+sd-jwt",
        Kind::VerifiableCredential,
        "typ vc+ld+json+sd-jwt (VC JOSE, older draft)",
    ),
    row("entity-statement+jwt", Kind::EntityStatement, "typ entity-statement+jwt (Federation)"),
    row("trust-mark+jwt", Kind::EntityStatement, "a trust mark: typ trust-mark+jwt (Federation)"),
    row("trust-mark-delegation+jwt", Kind::EntityStatement, "a trust mark delegation (Federation)"),
    loose(
        "explicit-registration-response+jwt",
        Kind::EntityStatement,
        "an explicit registration response (Federation)",
    ),
    loose("resolve-response+jwt", Kind::EntityStatement, "a resolve response (Federation)"),
    row(
        "oauth-client-attestation+jwt",
        Kind::ClientAssertion,
        "typ oauth-client-attestation+jwt: a client attestation",
    ),
    row(
        "oauth-client-attestation-pop+jwt",
        Kind::ClientAssertion,
        "typ oauth-client-attestation-pop+jwt: the proof of a client attestation",
    ),
    loose(
        "wallet-attestation+jwt",
        Kind::ClientAssertion,
        "a wallet's attestation, with which it authenticates as a client",
    ),
    row(
        "client-authentication+jwt",
        Kind::ClientAssertion,
        "typ client-authentication+jwt (RFC 7523bis)",
    ),
    row(
        "oauth-id-jag+jwt",
        Kind::Unknown,
        "an identity assertion grant (ID-JAG): for an authorization server, not for an API",
    ),
    row("authorization-grant+jwt", Kind::Unknown, "a JWT authorization grant (RFC 7523bis)"),
    row(
        "verifier-attestation+jwt",
        Kind::Unknown,
        "a verifier's attestation (OpenID4VP section 12)",
    ),
    row("openid4vci-proof+jwt", Kind::Unknown, "a wallet's key proof (OpenID4VCI)"),
    row("key-attestation+jwt", Kind::Unknown, "a key attestation (OpenID4VCI)"),
    row("keyattestation+jwt", Kind::Unknown, "a key attestation (OpenID4VCI)"),
    row("openidvci-issuer-metadata+jwt", Kind::Unknown, "signed issuer metadata (OpenID4VCI)"),
    row("provided-claims+jwt", Kind::Unknown, "aggregated claims (OpenID)"),
    row("statuslist+jwt", Kind::Unknown, "a status list"),
    row("wit+jwt", Kind::WorkloadToken, "typ wit+jwt: a workload identity token"),
    row("passport", Kind::ProviderToken, "typ passport: a PASSporT (RFC 8225 section 4.1)"),
    loose("txntoken+jwt", Kind::AccessToken, "a transaction token"),
    loose("it+jwt", Kind::IdToken, "typ it+jwt, which no document defines"),
    loose("rt+jwt", Kind::RefreshToken, "typ rt+jwt, which no document defines"),
    loose("oi_reft+jwt", Kind::RefreshToken, "typ oi_reft+jwt: a refresh token of OpenIddict"),
    loose("oi_auc+jwt", Kind::Unknown, "typ oi_auc+jwt: an authorization code of OpenIddict"),
    loose("oi_dvc+jwt", Kind::Unknown, "typ oi_dvc+jwt: a device code of OpenIddict"),
    loose("oi_usrc+jwt", Kind::Unknown, "typ oi_usrc+jwt: a user code of OpenIddict"),
    loose("oi_stet+jwt", Kind::Unknown, "typ oi_stet+jwt: a state token of OpenIddict"),
    loose("refresh+jwt", Kind::RefreshToken, "typ refresh+jwt, which no document defines"),
];

/// What the header's `typ` says, if anything.
pub(super) fn find(view: &View<'_>) -> Option<(Kind, Strength, &'static str)> {
    let typ = view.typ()?;
    // `JWT` and `JOSE` say nothing, and stand in nearly every token.
    if typ.len() < 6 {
        return None;
    }
    if let Some(row) = ROWS.iter().find(|row| row.typ.eq_ignore_ascii_case(typ)) {
        return Some((row.kind, row.strength, row.because));
    }
    let tail = typ.len().checked_sub(7).and_then(|at| typ.get(at..))?;
    let selective = tail.eq_ignore_ascii_case("+sd-jwt") || tail.eq_ignore_ascii_case("+sd+jwt");
    let bare = typ.eq_ignore_ascii_case("sd-jwt") || typ.eq_ignore_ascii_case("sd+jwt");
    (selective || bare).then_some((
        Kind::SdJwt,
        Strength::Certain,
        "typ ends in sd-jwt (SD-JWT, explicit typing)",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::json::Object;

    /// RFC 7515 section 4.1.9: the case and an `application/` do not count.
    #[test]
    fn every_type_is_read_in_any_spelling() {
        for row in ROWS {
            let upper = row.typ.to_ascii_uppercase();
            for typ in [
                row.typ.to_owned(),
                upper.clone(),
                format!("application/{}", row.typ),
                format!("APPLICATION/{upper}"),
            ] {
                let mut header = Object::empty();
                header.push("typ", typ.clone());
                let claims = Object::empty();
                let found = find(&View::new(&header, &claims)).map(|(kind, ..)| kind);
                assert_eq!(found, Some(row.kind), "{typ}");
            }
        }
    }
}
