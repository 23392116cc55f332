//! `aud`: whom the token is for (RFC 7519 section 4.1.3).

use super::steps::{ask, client, provider};
use super::{CheckSpec, Checks, Facts, Group, Outcome, Rule, Seen, listed, quoted, rule};
use crate::api::CheckId;
use crate::issuer::{self, OwnApi};
use crate::server::{Fault, Refusal, WantedKind};
use crate::text::json::{Json, Object};

mod measure;
mod nearness;
mod unchecked;

use measure::{check, stand_in};
use nearness::{Nearness, hides, nearest};
use unchecked::unchecked;

pub(super) static GROUP: Group = Group { checks: &CHECKS, rules: &RULES };

static CHECKS: [CheckSpec; 1] =
    [CheckSpec { id: CheckId::Audience, spec: "RFC 7519 section 4.1.3", measure: check }];

static RULES: [Rule; 7] = [
    rule!(
        "audience-mismatch",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        mismatch
    ),
    rule!(
        "audience-missing",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        missing
    ),
    rule!(
        "audience-trailing-slash",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        trailing_slash
    ),
    rule!(
        "audience-form-mismatch",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        form
    ),
    rule!(
        "audience-in-client-id",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        in_client_id
    ),
    rule!(
        "audience-default-only",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 7519 section 4.1.3",
        default_only
    ),
    rule!(
        "audience-unchecked",
        Some(CheckId::Audience),
        Refusal::InvalidToken,
        "RFC 8725 section 3.9",
        unchecked
    ),
];

fn is_default_only(facts: &Facts<'_>) -> bool {
    issuer::own_api(facts.claims()).is_some_and(|(_, record)| record.api == OwnApi::Default)
}

fn mismatch(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Audience) || nearest(facts, checks).is_some() {
        return None;
    }
    let by_client = facts.demands.behaviour.audience.from_client_id && !facts.claims().has("aud");
    if let Some(id) = facts.claims().str("client_id").filter(|_| by_client) {
        return Some(of_another_client(facts, id));
    }
    let list = facts.claims().strings_claim("aud").present()?;
    if is_default_only(facts) {
        return None;
    }
    let wanted = &facts.demands.audience;
    if wanted.is_empty() {
        return Some(unasked(&list));
    }
    let made_for =
        if list.is_empty() { "nobody: its aud list is empty".to_owned() } else { listed(&list) };
    let is_named = list.iter().any(|aud| wanted.iter().any(|w| w == aud));
    if is_named && facts.demands.kind != WantedKind::IdToken {
        return Some(one_text(facts, &made_for));
    }
    if is_named {
        return Some(beside_the_client(&made_for, wanted));
    }
    if matches!(facts.demands.kind, WantedKind::IdToken | WantedKind::LogoutToken) {
        return Some(
            Seen::error(format!(
                "The token was issued to another client: its audience is {made_for}, and it was \
                 to be for {}. The audience of such a token is the client id.",
                listed(wanted)
            ))
            .fix("check the client id: it has to be that of the app which logged in"),
        );
    }
    let itself = match (list.as_slice(), client(facts.claims())) {
        ([aud], Some((name, id))) if *aud == id => {
            format!(" That is the client itself ({name}): the login asked for no API.")
        }
        _ => String::new(),
    };
    let hides = |aud: &&str| wanted.iter().any(|w| hides(w, aud));
    if let Some(aud) = list.iter().find(|aud| hides(aud)) {
        return Some(unseen(aud, wanted));
    }
    let seen = Seen::error(format!(
        "The token was made for another audience: it is for {made_for}, and this API takes tokens \
         for {} only.{itself} A token is good for the API that it was asked for.",
        listed(wanted)
    ));
    let mut general =
        vec![ask(facts), "get one token per API; a token for one does not open another".to_owned()];
    if is_own_of_provider(facts) {
        return Some(seen.fix(general.remove(0)).fix(general.remove(0)));
    }
    general.push(
        "do not add this audience to the API unless it is another name of the same API".to_owned(),
    );
    Some(seen.fix_at(facts, "audience-mismatch", general))
}

/// A token without `aud` at a server that compares `client_id` in its place.
fn of_another_client(facts: &Facts<'_>, id: &str) -> Seen {
    let wanted = &facts.demands.audience;
    let case = if wanted.iter().any(|w| w.eq_ignore_ascii_case(id)) {
        " They differ in upper and lower case only, and are compared letter by letter."
    } else {
        ""
    };
    Seen::error(format!(
        "The token was issued to another client: it has no aud, so this server compares its \
         client_id, {}, with the audience, and takes {} only.{case}",
        quoted(id),
        listed(wanted)
    ))
    .fix("add the client's id to the audiences of the API's authorizer, if the client is meant to call it")
    .fix("or call the API with a token of the client that is listed")
}

/// An ID token that is for others as well.
fn beside_the_client(made_for: &str, wanted: &[String]) -> Seen {
    Seen::error(format!(
        "The ID token names an audience beside the client: it is for {made_for}, and only \
                 {} is trusted. Whoever else is named may send this token to you as its own.",
        listed(wanted)
    ))
    .fix("name the other audience with --audience too, if the client trusts it")
}

/// An audience that looks like a wanted one and has more in it.
fn unseen(aud: &str, wanted: &[String]) -> Seen {
    let exact = |text: &str| quoted(&format!("'{text}'"));
    let wanted: Vec<String> = wanted.iter().map(|w| exact(w)).collect();
    Seen::error(format!(
        "The audience looks right and is not: one side has a space or a character that can't be \
         seen. The token is for {}, and this API takes tokens for {}.",
        exact(aud),
        wanted.join(", ")
    ))
    .fix("take the white space out of the API's setting, or out of the API's identifier at the issuer: it was pasted along")
}

/// A server that compares `aud` as one text, and a list that holds the API.
fn one_text(facts: &Facts<'_>, made_for: &str) -> Seen {
    let seen = Seen::error(format!(
        "The token is for this API: its aud, {made_for}, names {}. But this server compares aud \
         with one text, and here it is a list: a list never fits there, whatever it holds.",
        listed(&facts.demands.audience)
    ));
    let seen = if facts.claims().strings_claim("aud").present().is_some_and(|all| all.len() == 1) {
        seen.fix("let the issuer write its one audience as a string, where it lets you choose")
    } else {
        seen.fix("ask for a token with this one audience: some issuers add their userinfo endpoint to aud where the login asks for the scope openid")
    };
    seen.fix("or check aud in a part that reads lists: the API itself, behind this server")
        .fix("do not switch the audience check off: then every token of the issuer passes")
}

/// Whether the wanted audience is an API of the provider's own: nothing can be
/// changed there, so another token has to be asked for.
fn is_own_of_provider(facts: &Facts<'_>) -> bool {
    let Some(wanted) = facts.demands.audience.first() else { return false };
    let iss = facts.claims().str("iss").unwrap_or_default();
    let mut asked = Object::empty();
    asked.push("iss", Json::text(iss));
    asked.push("aud", Json::text(wanted));
    issuer::own_api(&asked).is_some()
}

/// Servers that refuse an audience which nobody asked about.
fn unasked(list: &[&str]) -> Seen {
    Seen::error(format!(
        "The token is made for {}, and the API names no audience. This server does not pass over \
         that: a token with aud is refused until the API says which audience is its own.",
        listed(list)
    ))
    .fix(format!(
        "tell the library the API's identifier (PyJWT: audience=..., is it {}?)",
        listed(list)
    ))
    .fix("do not switch the audience check off: then every token of the issuer passes")
}

fn missing(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Audience) || stand_in(facts).is_some() {
        return None;
    }
    if !checks.failed_by(CheckId::Audience, Fault::Absent) {
        return None;
    }
    let wanted = &facts.demands.audience;
    let by_design = provider(facts).filter(|p| p.leaves_rfc9068.contains(&"aud"));
    let why = match (by_design, client(facts.claims())) {
        (Some(provider), Some((name, id))) => format!(
            "Access tokens of {} have none by design: they name the app, in {name} ({}).",
            provider.title,
            quoted(id)
        ),
        (Some(provider), None) => {
            format!("Access tokens of {} have none by design.", provider.title)
        }
        (None, _) => "A token without an audience is for nobody in particular.".to_owned(),
    };
    Some(
        Seen::error(format!(
            "The token has no aud claim (audience), and this API takes tokens for {} only. {why}",
            listed(wanted)
        ))
        .fix_at(
            facts,
            "audience-missing",
            [
                ask(facts),
                "where you issue the token yourself: set aud to the API's identifier".to_owned(),
            ],
        ),
    )
}

fn trailing_slash(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (Nearness::Slash, wanted, is) = nearest(facts, checks)? else { return None };
    Some(
        Seen::error(format!(
            "The audience differs by the final slash only: the API wants {}, the token has {}. \
             Audiences are compared letter by letter.",
            quoted(wanted),
            quoted(is)
        ))
        .fix(format!("use one spelling on both sides: set the API's audience to {}", quoted(is)))
        .fix(format!("or ask for the token with audience {}", quoted(wanted))),
    )
}

fn form(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let (nearness, wanted, is) = nearest(facts, checks)?;
    let how = match nearness {
        Nearness::Case => "in upper and lower case only; the case counts",
        Nearness::Form => {
            "in form only: the URI and the bare id name one API, and only one of them is in the token"
        }
        Nearness::Slash => return None,
    };
    Some(
        Seen::error(format!(
            "The audience differs {how}. The API wants {}, the token has {}.",
            quoted(wanted),
            quoted(is)
        ))
        .fix(format!("set the API's audience to {}, as the token has it", quoted(is)))
        .fix_at(
            facts,
            "audience-form-mismatch",
            ["or ask for the token in the API's spelling; only names of this one API may stand in its list"],
        ),
    )
}

fn in_client_id(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if facts.claims().has("aud") {
        return None;
    }
    let client = quoted(stand_in(facts)?);
    if checks.outcome(CheckId::Audience) == Outcome::Pass {
        return Some(Seen::note(format!(
            "The token has no aud; its client_id, {client}, stands in for it at this server."
        )));
    }
    Some(
        Seen::error(format!(
            "The token has no aud claim; the app that it was issued to stands in client_id. The \
             API wants {client} as the audience, and the token has it in client_id."
        ))
        .fix_at(
            facts,
            "audience-in-client-id",
            [
                "let the API compare client_id instead of aud, if the client is what it means to check",
                "or let the issuer write the API's identifier into aud",
            ],
        ),
    )
}

fn default_only(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if !checks.failed(CheckId::Audience)
        || !is_default_only(facts)
        || nearest(facts, checks).is_some()
    {
        return None;
    }
    let list = facts.claims().strings_claim("aud").present().unwrap_or_default();
    let title = issuer::own_api(facts.claims()).map_or("The issuer", |(p, _)| p.title);
    Some(
        Seen::error(format!(
            "The token holds the provider's default audience only ({}), and the API wants the \
             audience {}. {title} puts that there by itself; an API comes in only where somebody \
             says so.",
            listed(&list),
            listed(&facts.demands.audience)
        ))
        .fix_at(
            facts,
            "audience-default-only",
            [
                ask(facts),
                "do not let the API accept the default audience: every client has it".to_owned(),
            ],
        ),
    )
}
