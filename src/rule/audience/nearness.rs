//! Audiences that mean the same to people and not to a server.

use crate::api::CheckId;
use crate::rule::{Checks, Facts};
use crate::text::escape::is_hostile;

/// How near a value comes to a wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    Case,
    Form,
    Slash,
}

/// A text without white space around it and what can't be seen.
fn seen_part(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_hostile(*c)).collect();
    seen.trim().to_owned()
}

/// Whether two values seem near each other, and one has more in it than is seen.
pub(super) fn hides(wanted: &str, is: &str) -> bool {
    let (one, other) = (seen_part(wanted), seen_part(is));
    (one != wanted || other != is) && (one == other || nearness(&one, &other).is_some())
}

fn nearness(wanted: &str, is: &str) -> Option<Nearness> {
    if wanted == is {
        return None;
    }
    let bare = |text: &str| text.strip_suffix('/').unwrap_or(text).to_owned();
    let name = |text: &str| {
        let text = bare(text).to_ascii_lowercase();
        ["api://", "spn:"]
            .iter()
            .fold(text, |t, prefix| t.strip_prefix(prefix).map_or_else(|| t.clone(), str::to_owned))
    };
    if bare(wanted) == bare(is) {
        Some(Nearness::Slash)
    } else if wanted.eq_ignore_ascii_case(is) {
        Some(Nearness::Case)
    } else if name(wanted) == name(is) {
        Some(Nearness::Form)
    } else {
        None
    }
}

/// The wanted and the found value that come nearest, where any comes near.
pub(super) fn nearest<'a>(
    facts: &Facts<'a>,
    checks: &Checks,
) -> Option<(Nearness, &'a str, &'a str)> {
    if !checks.failed(CheckId::Audience) {
        return None;
    }
    let list = facts.claims().strings_claim("aud").present()?;
    facts
        .demands
        .audience
        .iter()
        .flat_map(|w| {
            list.iter().filter_map(move |is| nearness(w, is).map(|n| (n, w.as_str(), *is)))
        })
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen() {
        for (wanted, is, hidden) in [
            ("https://a", "https://a\u{200b}", true),
            ("https://a ", "https://a", true),
            ("https://a/ ", "https://A", true),
            ("my api", "myapi", false),
            ("https://a ", "https://b", false),
            ("https://a", "https://a/", false),
        ] {
            assert_eq!(hides(wanted, is), hidden, "{wanted:?} {is:?}");
        }
    }

    #[test]
    fn near_misses() {
        let guid = "2f7c6a1e-3d55-4b8a-9c1f-0a1b2c3d4e5f";
        for (wanted, is, near) in [
            ("https://a/", "https://a", Some(Nearness::Slash)),
            ("api://MyApi", "api://myapi", Some(Nearness::Case)),
            (guid, &format!("api://{guid}"), Some(Nearness::Form)),
            (&format!("api://{guid}"), guid, Some(Nearness::Form)),
            ("https://a", "https://b", None),
            ("https://a", "http://a", None),
        ] {
            assert_eq!(nearness(wanted, is), near, "{wanted} {is}");
        }
    }
}
