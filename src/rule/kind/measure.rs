//! `typ`, kind and `cnf` as this server takes them.

use crate::kind::{Confidence, Kind, with_article};
use crate::rule::credential::Scheme;
use crate::rule::{Facts, Measured, found, possession, quoted};
use crate::server::WantedKind;
use crate::server::behaviour::AbsentTyp;
use crate::text::json::Json;
use crate::token::normal_typ;

pub(super) fn kind_and_typ(facts: &Facts<'_>) -> Measured {
    let demands = facts.demands;
    let sent = found(facts.token.header.members(), "typ");
    let claims = facts.claims();
    if let Some(wanted) = &demands.token_use {
        let is = found(claims, "token_use");
        let words = format!("token_use {wanted}");
        match claims.str("token_use") {
            Some(value) if value == wanted => {}
            Some(value) => {
                return Measured::fail(
                    words,
                    is.clone(),
                    format!("token_use is {}", quoted(value)),
                );
            }
            None => return Measured::fail(words, is, "there is no token_use claim"),
        }
    }
    if let Some(refused) =
        claims.str("type").filter(|t| demands.behaviour.refused_types.contains(t))
    {
        let what = format!("type is {}", quoted(refused));
        return Measured::fail("an access token", what.clone(), what);
    }
    if let Some((wanted, is)) = wrong_kind(facts) {
        return Measured::fail(wanted, is.title(), format!("this is {}", with_article(is.title())));
    }
    let Some(accepted) = &demands.accepted_typ else {
        if demands.token_use.is_some() || demands.kind != WantedKind::ForApi {
            return Measured::pass(Json::Null, sent, "of the kind that was asked for");
        }
        return Measured::skip(sent, "any typ is taken");
    };
    let wanted = Json::from(accepted.clone());
    // `JWT` is what an absent typ means (RFC 7519 section 5.1); a number is no typ at all.
    let is = facts.token.typ();
    let fits = match (&is, &sent) {
        (Some(typ), _) => accepted.iter().any(|a| normal_typ(a) == *typ),
        (None, Json::Null) => match demands.behaviour.typ.absent {
            AbsentTyp::Jwt => accepted.iter().any(|a| normal_typ(a) == "jwt"),
            AbsentTyp::Passes => true,
            AbsentTyp::Refused => false,
        },
        (None, _) => false,
    };
    if fits {
        Measured::pass(wanted, sent, "typ is one that is taken")
    } else {
        let shown =
            is.map_or_else(|| "typ is absent".to_owned(), |t| format!("typ is {}", quoted(&t)));
        Measured::fail(wanted, sent, shown)
    }
}

/// The kind that was asked for and the one that it is, where these differ for sure.
fn wrong_kind(facts: &Facts<'_>) -> Option<(&'static str, Kind)> {
    let wanted = match facts.demands.kind {
        WantedKind::AccessToken => Kind::AccessToken,
        WantedKind::ForApi => return None,
        WantedKind::IdToken => Kind::IdToken,
        WantedKind::LogoutToken => Kind::LogoutToken,
    };
    let is = facts.kind.kind;
    let known = facts.kind.confidence > Confidence::Undecided && is != Kind::Unknown;
    (known && is != wanted).then(|| (wanted.title(), is))
}

pub(super) fn sender_constraint(facts: &Facts<'_>) -> Measured {
    if let Some(measured) = possession::measure(facts) {
        return measured;
    }
    let cnf = found(facts.claims(), "cnf");
    let bound = binding(facts);
    let by_dpop = facts.credential.scheme == Some(Scheme::Dpop);
    if !facts.demands.sender_constrained {
        let minded = facts.demands.behaviour.minds_binding && bound == Some(DPOP_KEY);
        return match bound {
            Some(what) if minded && !by_dpop => Measured::fail(
                format!("proof of {what}"),
                cnf,
                format!("bound to {what}, and sent as a plain bearer token"),
            ),
            Some(what) if by_dpop => Measured::unknown(
                format!("proof of {what}"),
                cnf,
                "the DPoP proof was not given, so the binding can't be told",
            ),
            Some(what) => Measured::skip(cnf, format!("bound to {what}; this API does not look")),
            None => Measured::skip(cnf, "not asked for"),
        };
    }
    match bound {
        None => {
            Measured::fail("a cnf claim", cnf, "the token is not bound to a key or certificate")
        }
        Some(what) if by_dpop => Measured::unknown(
            format!("proof of {what}"),
            cnf,
            "the DPoP proof was not given, so the binding can't be told",
        ),
        Some(what) => Measured::fail(
            format!("proof of {what}"),
            cnf,
            format!("bound to {what}, and sent as a plain bearer token"),
        ),
    }
}

const DPOP_KEY: &str = "a DPoP key";

/// What `cnf` binds the token to, in words (RFC 9449 section 6.1, RFC 8705 section 3.1).
pub(super) fn binding(facts: &Facts<'_>) -> Option<&'static str> {
    let cnf = facts.claims().get("cnf")?.as_object()?;
    if cnf.has("jkt") {
        Some(DPOP_KEY)
    } else if cnf.has("x5t#S256") {
        Some("a client certificate")
    } else {
        Some("a key")
    }
}
