//! What a token alone can't show, and the good ending.

use super::{Checks, Facts, Group, Outcome, Rule, Seen, rule};
use crate::api::CheckId;
use crate::server::{Reason, Refusal, WantedKind};
use crate::token::Form;

pub(super) static GROUP: Group = Group { checks: &[], rules: &RULES };

static RULES: [Rule; 7] = [
    rule!("jwks-stale", None, Refusal::InvalidToken, "RFC 7517 section 5", never),
    rule!("transport-header-lost", None, Refusal::NoCredentials, "RFC 9110 section 11.6.2", never),
    rule!("cors-preflight", None, Refusal::NoCredentials, "Fetch Standard", never),
    rule!("key-material-format", None, Refusal::InvalidToken, "RFC 7468", never),
    rule!("revoked", None, Refusal::InvalidToken, "RFC 7009", never),
    rule!("server-breaks", None, Refusal::InvalidToken, "RFC 9110 section 15.6", server_breaks),
    rule!("ok", None, Refusal::InvalidToken, "RFC 7519 section 7.2", ok),
];

/// Slugs that only advise where else to look.
pub const LOOK_ELSEWHERE: [&str; 5] =
    ["transport-header-lost", "cors-preflight", "jwks-stale", "key-material-format", "revoked"];

/// Places to look at that need no page.
pub const LOOK_AT_SETTINGS: [&str; 2] = [
    "the running API: another deployment or environment may expect another issuer or audience",
    "the clock of the API's host, if it is not the one that this was judged by",
];

/// Nothing in a token shows it; its page says what to look at.
fn never(_: &Facts<'_>, _: &Checks) -> Option<Seen> {
    None
}

/// The model of this server answers its first failure with 500, or not at all.
fn server_breaks(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    let first = checks.first_failed(facts.demands.behaviour.order())?;
    let (check, fault) = (first.id, first.fault);
    let reply = facts.demands.reply(Reason { check, fault, refusal: Refusal::InvalidToken });
    if !reply.breaks() {
        return None;
    }
    let how = reply.status.map_or_else(
        || "never answers: the request hangs".to_owned(),
        |status| format!("answers {status}, as if the fault were its own"),
    );
    Some(
        Seen::error(format!(
            "The server does not refuse the token, it breaks over it ({}: {}) and {how}. To the \
             caller that looks like an outage, not like a bad token.",
            check.name(),
            first.message
        ))
        .fix("send a token without this flaw: it would be refused anyway")
        .fix("in the API: catch the error of the library and answer 401"),
    )
}

fn ok(facts: &Facts<'_>, checks: &Checks) -> Option<Seen> {
    if checks.any_failed() || checks.any_unknown() || facts.token.form == Form::None {
        return None;
    }
    let passed = |id| checks.outcome(id) == Outcome::Pass;
    let said = |holds: bool, words: &'static str| holds.then_some(words);
    let signer = if passed(CheckId::Issuer) {
        "signed with a key of the issuer"
    } else {
        "signed with the key that was given"
    };
    let meant = match facts.demands.kind {
        WantedKind::AccessToken | WantedKind::ForApi => "made for this API",
        WantedKind::IdToken | WantedKind::LogoutToken => "made for this client",
    };
    let parts = [
        said(passed(CheckId::Signature), signer),
        said(passed(CheckId::Expires), "live"),
        said(passed(CheckId::Audience), meant),
        said(passed(CheckId::Scope) || passed(CheckId::Permissions), "allowed to do this"),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    // Said of most tokens: joined, not formatted.
    let (of, who) = facts.kind.provider.map_or(("", ""), |p| (" of ", p.title));
    let kind = facts.kind.kind.title();
    let what = super::listed(&parts);
    Some(Seen::note(
        ["Nothing stands in the way: this ", kind, of, who, " is ", &what, "."].concat(),
    ))
}
