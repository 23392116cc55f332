//! No audience was asked for: which tokens that lets in, and what to check
//! where tokens carry none.

use crate::api::CheckId;
use crate::rule::steps::{client, provider};
use crate::rule::{Checks, Facts, Seen, has_claims, listed, quoted};
use crate::server::WantedKind;

pub(super) fn unchecked(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let refused = checks.failed(CheckId::Audience);
    if !facts.demands.audience.is_empty() || refused || !has_claims(facts) {
        return None;
    }
    let for_api = matches!(facts.demands.kind, WantedKind::ForApi | WantedKind::AccessToken);
    let list = facts.claims().strings_claim("aud").present().unwrap_or_default();
    let whose = if list.is_empty() {
        String::new()
    } else {
        format!(" (this one is for {})", listed(&list))
    };
    let parties = &facts.demands.authorized_parties;
    let message = if !for_api || parties.is_empty() {
        let login = if for_api && facts.demands.client_id.is_some() {
            " client_id does not stop it: it tells ID tokens of the app from access tokens, and \
             which client may call is told by authorized_parties."
        } else {
            ""
        };
        format!(
            "The audience is not checked, so every token of this issuer passes{whose}, also one \
             that was made for another API or app.{login}"
        )
    } else {
        let are = if parties.len() == 1 { "the client" } else { "the clients" };
        format!(
            "The audience is not checked. Tokens of other clients are stopped, since {are} {} \
             alone may call (authorized_parties); but whatever token such a client has \
             passes{whose}, also one that it got for another API.",
            listed(parties)
        )
    };
    let seen = Seen::warning(message);
    Some(match (for_api, list.first()) {
        (false, _) => seen.fix("name the client: --client-id"),
        (true, Some(aud)) => seen.fix(format!(
            "name the API's identifier: --audience, or audience in its profile (is it {}?)",
            quoted(aud)
        )),
        (true, None) if provider(facts).is_some_and(|p| p.leaves_rfc9068.contains(&"aud")) => {
            in_its_place(facts, seen)
        }
        (true, None) => {
            seen.fix("name the API's identifier: --audience, or audience in its profile")
        }
    })
}

/// What to check at a provider whose access tokens carry no `aud`: an audience
/// would refuse them all.
fn in_its_place(facts: &Facts<'_>, seen: Seen) -> Seen {
    let demands = facts.demands;
    let seen = if demands.authorized_parties.is_empty() {
        let app = client(facts.claims()).map_or("<client id>", |(_, id)| id);
        seen.fix(format!(
            "check the app in place of aud: authorized_parties in the profile, or \
             --authorized-party {}",
            quoted(app)
        ))
    } else {
        seen
    };
    let seen = if demands.token_use.is_none() {
        seen.fix("check the kind too: token_use = \"access\", or --token-use access")
    } else {
        seen
    };
    let seen = if demands.scopes.is_empty() {
        seen.fix(
            "tell the APIs of one tenant apart by scope: scopes in the profile, or --scope, by \
             the full name (RESOURCE-SERVER/SCOPE)",
        )
    } else {
        seen
    };
    seen.fix(
        "name no audience here, unless the login asks for one (resource=...): access tokens of \
         this provider carry no aud of their own, and an expected one would refuse them all",
    )
}
