//! "What is in it?"

use super::form::{form, glossary, object, purpose};
use super::{Style, finding, notes, steps, when};
use crate::kind::with_article;
use crate::render::layout::{Page, fitted};
use crate::render::paint::Ink;
use crate::render::value::brief;
use crate::render::words;
use crate::text::json::Object;
use crate::text::time::Timestamp;
use crate::verdict::report::{EvidenceView, Report};

/// Signs that are shown unless all are asked for.
const STRONGEST: usize = 3;
/// Audiences that are listed.
const AUDIENCES: usize = 6;

pub(super) fn decode(report: &Report, style: &Style) -> String {
    let mut out = Page::new(style.width, style.paint);
    let page = &mut out;
    head(page, report);
    purpose(page, report);
    notes(page, report);
    why(page, report, style.verbose);
    let token = &report.token;
    if let Some(claims) = token.told() {
        who(page, claims);
        // Of a payload that was cut, what is not there may have been cut off.
        if token.readable.is_none() || claims.has("exp") {
            when::when(page, claims, Timestamp::from_seconds(report.judged_at));
        }
    }
    object(page, "header", token.header.as_ref());
    object(page, "claims", token.claims.as_ref());
    if token.claims.is_none() {
        object(page, "claims that are whole; the rest is missing", token.readable.as_ref());
    }
    form(page, token, style.verbose);
    if style.verbose {
        glossary(page, report);
    }
    if !token.damage.is_empty() {
        page.heading("damage");
        for damage in &token.damage {
            page.wrapped(&[(Ink::Plain, "  ")], Ink::Bad, damage);
        }
    }
    if !report.findings.is_empty() {
        page.heading("worth knowing");
        for found in &report.findings {
            finding(page, found, style.verbose);
        }
    }
    page.blank();
    page.wrapped(&[], Ink::Warn, last_line(report));
    out.finish()
}

/// Kind, issuer and the token's measures.
pub(super) fn head(page: &mut Page, report: &Report) {
    page.wrapped(&[], Ink::Bold, &words::kind(&report.kind));
    if let Some(issuer) = words::issuer(report) {
        page.wrapped(&[(Ink::Plain, "  ")], Ink::Plain, &issuer);
    }
    let token = &report.token;
    if token.format == "none" {
        return;
    }
    let form = match token.format {
        "jwe" => "JWE (encrypted)",
        "jws" => "JWS",
        "jws-json" => "JWS in JSON",
        "sd-jwt" => "SD-JWT",
        other => other,
    };
    let signed = token
        .signature
        .as_ref()
        .map(|s| format!(", signature {} of {} bytes", fitted(&s.alg, 24), s.bytes));
    let measures = format!(
        "{form}{}, {} bytes, {}",
        signed.unwrap_or_default(),
        token.bytes,
        token.fingerprint
    );
    page.wrapped(&[(Ink::Plain, "  ")], Ink::Dim, &measures);
}

/// The strongest signs, and what would settle an open question.
pub(super) fn why(page: &mut Page, report: &Report, verbose: bool) {
    let kind = &report.kind;
    let mut signs: Vec<&EvidenceView> = kind.evidence.iter().collect();
    if !verbose {
        let undecided = kind.confidence == "undecided";
        signs.retain(|e| undecided || e.speaks_for == Some(kind.name));
        signs.truncate(STRONGEST);
    }
    if !signs.is_empty() {
        let settled = format!("why {}", with_article(words::title(kind)));
        page.heading(if kind.confidence == "undecided" { "signs" } else { &settled });
        for sign in signs {
            evidence(page, sign, Some(kind.name));
        }
    }
    if kind.confidence == "undecided" && !kind.settle.is_empty() {
        page.heading("what would settle it");
        steps(page, &kind.settle);
    }
}

/// One sign: the claim and what it tells. Where other kinds than `leading`
/// are not set apart by headings, the kind that it speaks for is named.
pub(super) fn evidence(page: &mut Page, sign: &EvidenceView, leading: Option<&str>) {
    let claim = fitted(&sign.claim, 24);
    let lead = format!("  {claim:<12}  ");
    let side = |word: &str, kind: &'static str| {
        format!(" ({word} {})", with_article(words::kind_title(kind)))
    };
    let side = match (leading, sign.speaks_for, sign.against) {
        (None, ..) | (Some(_), None, None) => String::new(),
        (Some(leading), Some(kind), _) if kind == leading => String::new(),
        (Some(_), Some(kind), _) => side("for", kind),
        (Some(_), None, Some(kind)) => side("against", kind),
    };
    let text = format!("{}{side}", sign.because);
    page.hanging(&[(Ink::Plain, &lead)], 16, Ink::Plain, &text);
}

fn who(page: &mut Page, claims: &Object) {
    let mut rows: Vec<(&str, String)> = Vec::new();
    let clients = ["azp", "client_id", "cid", "appid"];
    for (label, name) in [("issuer", "iss"), ("subject", "sub")] {
        if let Some(json) = claims.get(name) {
            rows.push((label, brief(json)));
        }
    }
    audience(claims, &mut rows);
    let mut seen = Vec::new();
    for name in clients {
        if let Some(client) = claims.get(name).map(brief)
            && !seen.contains(&client)
        {
            rows.push(("client", format!("{client}  ({name})")));
            seen.push(client);
        }
    }
    if rows.is_empty() {
        return;
    }
    page.heading("who");
    let mut before = "";
    for (label, text) in &rows {
        let shown = if *label == before { "" } else { label };
        let text = fitted(text, page.width - 14);
        page.line(&[(Ink::Plain, &format!("  {shown:<12}")), (Ink::Plain, &text)]);
        before = label;
    }
}

fn audience(claims: &Object, rows: &mut Vec<(&str, String)>) {
    let Some(json) = claims.get("aud") else { return };
    let Some(items) = json.as_array().filter(|items| !items.is_empty()) else {
        return rows.push(("audience", brief(json)));
    };
    for item in items.iter().take(AUDIENCES) {
        rows.push(("audience", brief(item)));
    }
    if items.len() > AUDIENCES {
        rows.push(("audience", format!("and {} more", items.len() - AUDIENCES)));
    }
}

/// What nobody may conclude from having read it.
pub(super) fn last_line(report: &Report) -> &'static str {
    let token = &report.token;
    let unsigned = token.header.as_ref().is_some_and(|h| h.str("alg") == Some("none"));
    match token.format {
        "jwe" => {
            "encrypted: its claims can't be read without the key of its recipient; \
             nothing here is verified"
        }
        "opaque" => "opaque: only its issuer can read it; nothing here is verified",
        "none" => "no token: there is nothing to verify",
        _ if unsigned => "NOT signed: anyone can have written it; nothing here is verified",
        _ => "signature NOT checked: nothing here is verified",
    }
}

#[cfg(test)]
mod tests {
    use crate::render::human::Question;
    use crate::render::human::tests::show;
    use crate::render::samples;

    #[test]
    fn tells_kind_who_when_and_shows_all() {
        let text = show(&samples::rejected(), Question::Decode, 80);
        for line in [
            "certainly an ID token\n",
            "  claims to be issued by Auth0 (https://acme.us.auth0.com/)\n",
            "  audience    kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o\n",
            "  expires     2026-11-20T17:56:00Z  in 7h 46m\n",
            "    \"exp\": 1795197360,\n",
            "\nsignature NOT checked: nothing here is verified\n",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.ends_with("signature NOT checked: nothing here is verified\n"));
    }

    #[test]
    fn says_what_cannot_be_read() {
        let text = show(&samples::encrypted(), Question::Decode, 80);
        assert!(text.contains("can't be read without the key"), "{text}");
        let text = show(&samples::opaque(), Question::Decode, 80);
        assert!(text.contains("only its issuer can read it"), "{text}");
        let text = show(&samples::missing(), Question::Decode, 80);
        assert!(text.starts_with("no token here\n"), "{text}");
    }

    #[test]
    fn undecided_says_what_would_settle_it() {
        let text = show(&samples::undecided(), Question::Decode, 80);
        assert!(text.starts_with("can't tell; it could be an access token\n"), "{text}");
        assert!(text.contains("what would settle it\n  1  "), "{text}");
    }

    #[test]
    fn damage_and_its_remains() {
        let text = show(&samples::damaged(), Question::Decode, 80);
        assert!(text.contains("damage\n  "), "{text}");
        assert!(text.contains("claims that are whole; the rest is missing\n  {\n"), "{text}");
    }
}
