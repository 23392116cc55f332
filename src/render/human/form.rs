//! What only some tokens have: disclosures, several signatures, a token
//! inside, a family; and what the members mean.

use crate::glossary::{Place, explain};
use crate::render::json::safe_json;
use crate::render::layout::{Page, fitted};
use crate::render::paint::Ink;
use crate::render::value::pretty;
use crate::render::words;
use crate::text::json::Object;
use crate::verdict::report::{
    DisclosureView, InsideView, Outcome, Report, RolesView, SignatureView, SignedView, TokenView,
};

/// Disclosures and signatures that are listed unless all are asked for.
const LISTED: usize = 20;
/// Columns for the value of a disclosure.
const VALUE: usize = 200;

/// The parties by their configured names, and what to do with the token.
pub(super) fn purpose(page: &mut Page, report: &Report) {
    if let Some(roles) = &report.kind.roles {
        page.wrapped(&[(Ink::Plain, "  ")], Ink::Plain, &parties(report, roles));
    }
    if !report.kind.advice.is_empty() {
        page.hanging(&[(Ink::Bold, "use  ")], 2, Ink::Plain, report.kind.advice);
    }
    if let Some(family) = &report.kind.family {
        page.heading("about it");
        let shared = if family.secret {
            "a secret: revoke it if it was shared"
        } else {
            "no secret by itself"
        };
        for (label, text) in [
            ("what", format!("{}; {shared}", family.title)),
            ("state", family.state.to_owned()),
            ("revoke", family.revoke.to_owned()),
        ] {
            page.wrapped(&[(Ink::Plain, &format!("  {label:<8}"))], Ink::Plain, &text);
        }
    }
}

/// "ID token of client `spa`, claims to be issued by tenant `acme`"
fn parties(report: &Report, roles: &RolesView) -> String {
    let title =
        if report.kind.confidence == "undecided" { "token" } else { words::title(&report.kind) };
    let named = |lead: &str, name: &Option<String>| {
        name.as_ref().map_or_else(String::new, |name| format!("{lead} `{}`", fitted(name, 40)))
    };
    let issued = named(", claims to be issued by tenant", &roles.tenant);
    format!(
        "{title}{}{}{issued}",
        named(" of client", &roles.client),
        named(" for API", &roles.api)
    )
}

/// What the form has beside header and claims.
pub(super) fn form(page: &mut Page, token: &TokenView, verbose: bool) {
    if !token.notes.is_empty() {
        page.heading("form");
        for note in &token.notes {
            page.wrapped(&[(Ink::Plain, "  ")], Ink::Plain, note);
        }
    }
    let most = if verbose { usize::MAX } else { LISTED };
    if token.signatures.len() > 1 || token.signatures.iter().any(|s| s.unprotected.is_some()) {
        page.heading("signatures");
        for (at, signed) in token.signatures.iter().enumerate().take(most) {
            signature(page, at + 1, signed);
        }
        more(page, token.signatures.len(), most);
    }
    if !token.disclosures.is_empty() {
        page.heading("disclosures");
        token.disclosures.iter().take(most).for_each(|one| disclosure(page, one));
        more(page, token.disclosures.len(), most);
    }
    if let Some(binding) = &token.key_binding {
        object(page, "claims of the key-binding JWT", binding.claims.as_ref());
    }
    let mut next = token.inside.as_deref();
    while let Some(inside) = next {
        within(page, inside);
        next = inside.inside.as_deref();
    }
}

fn more(page: &mut Page, count: usize, most: usize) {
    if count > most {
        page.line(&[(Ink::Dim, &format!("  and {} more (-v shows them)", count - most))]);
    }
}

fn signature(page: &mut Page, number: usize, signed: &SignedView) {
    let show = |header: &Option<Object>| header.as_ref().map(|h| fitted(&safe_json(h), VALUE));
    let protected = show(&signed.header).unwrap_or_else(|| "no protected header".to_owned());
    let open =
        show(&signed.unprotected).map_or_else(String::new, |h| format!(", not covered: {h}"));
    let text = format!("{protected}{open}, {} bytes", signed.bytes);
    page.hanging(&[(Ink::Plain, &format!("  {number}  "))], 5, Ink::Plain, &text);
}

fn disclosure(page: &mut Page, one: &DisclosureView) {
    let (word, ink) = match one.outcome {
        Outcome::Pass => ("ok  ", Ink::Good),
        Outcome::Unknown | Outcome::Skip => ("?   ", Ink::Warn),
        Outcome::Fail => ("FAIL", Ink::Bad),
    };
    let name = one.path.as_deref().or(one.name.as_deref()).unwrap_or("an element");
    let value = fitted(&safe_json(&one.value), VALUE);
    let text = match one.outcome {
        Outcome::Pass => format!("{}: {value}", fitted(name, 60)),
        _ => format!("{}: {value} ({})", fitted(name, 60), one.message),
    };
    page.hanging(&[(Ink::Plain, "  "), (ink, word), (Ink::Plain, "  ")], 8, Ink::Plain, &text);
}

fn within(page: &mut Page, inside: &InsideView) {
    let signed =
        |s: &SignatureView| format!(", signature {} of {} bytes", fitted(&s.alg, 24), s.bytes);
    let signed = inside.signature.as_ref().map_or_else(String::new, signed);
    object(
        page,
        &format!("header of the token inside ({}{signed})", inside.format),
        inside.header.as_ref(),
    );
    object(page, "claims of the token inside", inside.claims.as_ref());
}

/// An object under a heading, as sent.
pub(super) fn object(page: &mut Page, title: &str, object: Option<&Object>) {
    let Some(object) = object else { return };
    page.heading(title);
    for line in pretty(object, page.width - 2).lines() {
        page.line(&[(Ink::Plain, "  "), (Ink::Plain, line)]);
    }
}

/// What each member means, with its source.
pub(super) fn glossary(page: &mut Page, report: &Report) {
    let mut lines = Vec::new();
    let provider = report.kind.provider;
    let mut collect = |object: Option<&Object>, place: Place| {
        let mut seen = std::collections::HashSet::new();
        for (name, _) in object.into_iter().flat_map(Object::iter).filter(|(n, _)| seen.insert(*n))
        {
            for entry in explain(name, place, provider) {
                lines.push((fitted(name, 24), format!("{} [{}]", entry.meaning, entry.source)));
            }
        }
    };
    collect(report.token.header.as_ref(), Place::Header);
    collect(report.token.told(), Place::Claim);
    if lines.is_empty() {
        return;
    }
    page.heading("what they mean");
    let mut before = String::new();
    for (name, text) in lines {
        let shown = if name == before { "" } else { &name };
        page.hanging(&[(Ink::Plain, &format!("  {shown:<12}  "))], 16, Ink::Plain, &text);
        before = name;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::human::tests::show;
    use crate::render::human::{Question, Style, human};
    use crate::render::json::json;
    use crate::render::paint::Paint;
    use crate::render::samples::{HOSTILE, rejected};
    use crate::text::escape::is_hostile;
    use crate::text::json::Json;
    use crate::verdict::report::{FamilyView, KeyBindingView};

    /// A report that has everything, and nothing of it friendly.
    fn hostile() -> Report {
        let mut report = rejected();
        let object: Object =
            [(HOSTILE.to_owned(), Json::from(HOSTILE)), ("sub".to_owned(), Json::from(HOSTILE))]
                .into_iter()
                .collect();
        let token = &mut report.token;
        token.notes = vec![HOSTILE.to_owned()];
        let signed = SignedView {
            header: Some(object.clone()),
            unprotected: Some(object.clone()),
            bytes: 1,
        };
        token.signatures = vec![signed.clone(), signed];
        token.disclosures = vec![DisclosureView {
            name: Some(HOSTILE.to_owned()),
            value: Json::from(HOSTILE),
            path: Some(HOSTILE.to_owned()),
            outcome: Outcome::Fail,
            message: "no digest".to_owned(),
        }];
        let claims = Some(object.clone());
        token.key_binding =
            Some(KeyBindingView { header: None, claims: claims.clone(), outcome: Outcome::Pass });
        let signature = Some(SignatureView { alg: HOSTILE.to_owned(), bytes: 1 });
        token.inside = Some(Box::new(InsideView {
            format: "jws",
            header: Some(object),
            claims,
            signature,
            inside: None,
        }));
        report.kind.family = Some(FamilyView { title: "x", secret: true, state: "y", revoke: "z" });
        let name = Some(HOSTILE.to_owned());
        report.kind.roles =
            Some(RolesView { client: name.clone(), api: name.clone(), tenant: name });
        report
    }

    #[test]
    fn nothing_hostile_gets_out() {
        for verbose in [false, true] {
            let (paint, question) = (Paint::new(false), Question::Decode);
            let text = human(&hostile(), &Style { width: 80, paint, verbose, question });
            assert!(!text.lines().any(|l| l.contains(is_hostile)), "{text}");
            assert!(!text.lines().any(|l| l.trim_start().starts_with("::")), "{text}");
        }
        let line = json(&hostile());
        assert!(!line.contains(is_hostile));
        let schema = include_str!("../../../schema/tokcheck-v1.schema.json");
        let validator = jsonschema::validator_for(&serde_json::from_str(schema).unwrap()).unwrap();
        assert!(validator.is_valid(&serde_json::from_str(&line).unwrap()));
    }

    #[test]
    fn parties_and_meanings_are_told() {
        let mut report = rejected();
        let name = |text: &str| Some(text.to_owned());
        report.kind.roles =
            Some(RolesView { client: name("spa"), api: None, tenant: name("acme") });
        let text = show(&report, Question::Classify, 80);
        let told = "  ID token of client `spa`, claims to be issued by tenant `acme`\n";
        assert!(text.contains(told), "{text}");
        let (paint, question) = (Paint::new(false), Question::Decode);
        let text = human(&report, &Style { width: 120, paint, verbose: true, question });
        assert!(text.contains("  aud           whom the token is for"), "{text}");
    }
}
