//! The times of a token: in UTC, as seen from now, and as a bar.

use crate::render::layout::Page;
use crate::render::paint::Ink;
use crate::render::value::{brief, relative};
use crate::text::json::Object;
use crate::text::time::Timestamp;
use crate::text::unit::Unit;
use crate::token::Claim;

/// Writes the section "when".
pub(super) fn when(page: &mut Page, claims: &Object, now: Timestamp) {
    page.heading(&format!("when (as of {})", now.utc()));
    let [issued, starts, ends] = ["iat", "nbf", "exp"].map(|name| claims.time_claim(name));
    row(page, "issued", &issued, now, Ink::Plain);
    let early = starts.present().is_some_and(|at| at > now);
    row(page, "not before", &starts, now, if early { Ink::Bad } else { Ink::Plain });
    let over = ends.present().is_some_and(|at| at <= now);
    row(page, "expires", &ends, now, if over { Ink::Bad } else { Ink::Plain });
    if matches!(ends, Claim::Absent) {
        page.wrapped(&[(Ink::Plain, "  expires     ")], Ink::Warn, "never: there is no exp claim");
    }
    let start = match (issued.present(), starts.present()) {
        (_, Some(at)) if at > now => Some(("not before", at)),
        (Some(at), _) => Some(("issued", at)),
        (None, Some(at)) => Some(("not before", at)),
        (None, None) => None,
    };
    let (Some((label, start)), Some(end)) = (start, ends.present()) else { return };
    if end <= start {
        page.wrapped(
            &[(Ink::Plain, "  ")],
            Ink::Warn,
            &format!("it expires no later than it starts ({label}): it was never good"),
        );
    } else if let Some(bar) = bar(label, start, end, now, page.width - 2) {
        page.line(&[(Ink::Plain, "  "), (Ink::Plain, &bar)]);
    }
}

fn row(page: &mut Page, label: &str, claim: &Claim<'_, Timestamp>, now: Timestamp, ink: Ink) {
    let label = format!("  {label:<12}");
    let text = match claim {
        Claim::Absent => return,
        Claim::Malformed(json) => {
            let text = crate::render::layout::fitted(&brief(json), 40);
            return page.wrapped(
                &[(Ink::Plain, &label)],
                Ink::Warn,
                &format!("not a number of seconds: {text}"),
            );
        }
        Claim::Present(at) => format!("{}  {}", at.utc(), relative(*at, now)),
    };
    page.wrapped(&[(Ink::Plain, &label)], ink, &text);
    if let Claim::Present(at) = claim
        && let Some(unit) = Unit::finer(*at)
    {
        let meant = Timestamp::from_seconds(at.seconds() / unit.in_a_second).utc();
        let text = format!("looks like {}: {meant}", unit.name);
        page.wrapped(&[(Ink::Plain, "              ")], Ink::Warn, &text);
    }
}

/// `issued |=====>----| expires`, and its forms before and after.
fn bar(
    label: &str,
    from: Timestamp,
    to: Timestamp,
    now: Timestamp,
    width: usize,
) -> Option<String> {
    let room = |words: &str| width.checked_sub(words.len()).filter(|room| *room >= 8);
    if now < from {
        let cells = room(&format!("now >{label} ||  expires"))?;
        let (wait, live) = split(from.since(now), to.since(now), cells);
        let (wait, live) = (".".repeat(wait), "-".repeat(live));
        return Some(format!("now >{wait} {label} |{live}| expires"));
    }
    if now >= to {
        let cells = room(&format!("{label} || expired > now"))?;
        let (live, past) = split(to.since(from), now.since(from), cells);
        let (live, past) = ("=".repeat(live), ".".repeat(past));
        return Some(format!("{label} |{live}| expired {past}> now"));
    }
    let cells = room(&format!("{label} |>| expires"))?;
    let (past, left) = split(now.since(from), to.since(from), cells);
    Some(format!("{label} |{}>{}| expires", "=".repeat(past), "-".repeat(left)))
}

/// Cells for a part of a whole and for the rest, at least one each.
fn split(part: i64, whole: i64, cells: usize) -> (usize, usize) {
    let share = i128::from(part) * i128::try_from(cells).unwrap_or(0) / i128::from(whole.max(1));
    let first = usize::try_from(share).unwrap_or(0).clamp(1, cells - 1);
    (first, cells - first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::paint::Paint;
    use crate::text::json::Json;

    const NOW: i64 = 1_795_169_400;

    fn shown(claims: &str, width: usize) -> String {
        let json = Json::parse(claims.as_bytes()).unwrap();
        let mut page = Page::new(width, Paint::new(false));
        when(&mut page, json.as_object().unwrap(), Timestamp::from_seconds(NOW));
        page.finish()
    }

    #[test]
    fn bars() {
        let at = |s| Timestamp::from_seconds(NOW + s);
        let draw = |from, to| bar("issued", at(from), at(to), at(0), 40);
        assert_eq!(draw(-3600, 3600).unwrap(), "issued |===========>-----------| expires");
        assert_eq!(draw(0, 3600).unwrap(), "issued |=>---------------------| expires");
        assert_eq!(draw(-3600, 0).unwrap(), "issued |================| expired .> now");
        assert_eq!(draw(-7200, -3600).unwrap(), "issued |========| expired .........> now");
        assert_eq!(draw(3600, 7200).unwrap(), "now >........ issued |---------| expires");
        assert_eq!(bar("issued", at(0), at(9), at(1), 20), None);
    }

    #[test]
    fn times_in_words() {
        let text = shown(&format!(r#"{{"iat":{},"exp":{}}}"#, NOW - 60, NOW + 27_960), 80);
        assert!(text.contains("expires     2026-11-20T17:56:00Z  in 7h 46m\n"), "{text}");
        assert!(text.contains("issued |=>"), "{text}");
        assert!(text.lines().all(|l| l.len() <= 80), "{text}");
    }

    #[test]
    fn odd_times() {
        let text = shown("{}", 80);
        assert!(text.contains("never: there is no exp claim"), "{text}");
        let text = shown(r#"{"iat":"today","exp":1e300,"nbf":-1}"#, 80);
        assert!(text.contains("not a number of seconds: today"), "{text}");
        assert!(text.contains("in more than 1000y") && text.contains("not before |=>"), "{text}");
        let text = shown(r#"{"iat":9,"exp":1795172400000}"#, 80);
        assert!(text.contains("looks like milliseconds: 2026-11-20T11:00:00Z"), "{text}");
        let text = shown(r#"{"iat":9,"exp":9}"#, 80);
        assert!(text.contains("it was never good"), "{text}");
        let text = shown(r#"{"iat":-1e300,"exp":1e300}"#, 40);
        assert!(text.contains("|="), "{text}");
    }
}
