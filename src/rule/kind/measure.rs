//! `typ`, kind and `cnf` as this server takes them.

use crate::kind::{Confidence, Kind, with_article};
use crate::rule::{Facts, Measured, found, quoted};
use crate::server::WantedKind;
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
    // An absent typ is not taken for JWT: readers that look at it refuse both alike.
    let is = facts.token.typ();
    let fits = match (&is, &sent) {
        (Some(typ), _) => accepted.iter().any(|a| normal_typ(a) == *typ),
        (None, Json::Null) => demands.behaviour.typ.absent_passes,
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
