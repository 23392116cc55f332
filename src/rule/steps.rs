//! What to do about a cause at one provider, in its own words: a table
//! ([`table`]). Where the provider of a token is known, its steps stand in the
//! fix and no other's; the page of a rule shows those of all.

use super::{Facts, Rule, Seen, listed, quoted};
use crate::issuer::sign::{ALWAYS, View, When};
use crate::issuer::{self, Provider};
use crate::kind::Kind;
use crate::text::json::Object;

mod table;

use table::ROWS;

/// One cause at one provider, or at several that are alike.
struct Row {
    providers: &'static [&'static str],
    cause: &'static str,
    when: When,
    steps: &'static [&'static str],
}

const fn at(
    providers: &'static [&'static str],
    cause: &'static str,
    steps: &'static [&'static str],
) -> Row {
    Row { providers, cause, when: ALWAYS, steps }
}

impl Row {
    const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    fn is_for(&self, provider: &Provider, cause: &str) -> bool {
        self.cause == cause && self.providers.contains(&provider.id)
    }
}

/// No general step.
pub(super) const NONE: [&str; 0] = [];

impl Seen {
    /// Adds the steps of the token's provider for this cause, or the general
    /// ones where it is not known or has none of its own.
    pub(super) fn fix_at<S: Into<String>>(
        mut self,
        facts: &Facts<'_>,
        cause: &str,
        general: impl IntoIterator<Item = S>,
    ) -> Self {
        match own(facts, cause) {
            Some(steps) => self.fix.extend(steps),
            None => self.fix.extend(general.into_iter().map(Into::into)),
        }
        self
    }
}

/// The provider that has to give the API its tokens: that of the expected
/// issuer, else the one that the token claims. Another provider's token can't
/// be asked for differently.
pub(super) fn provider(facts: &Facts<'_>) -> Option<&'static Provider> {
    let expected = facts.demands.issuer.as_deref().and_then(issuer::by_issuer);
    expected.or(facts.kind.provider)
}

/// The steps at that provider.
fn own(facts: &Facts<'_>, cause: &str) -> Option<Vec<String>> {
    let provider = provider(facts)?;
    let view = View::new(facts.token.header.members(), facts.claims());
    let row = ROWS.iter().find(|row| row.is_for(provider, cause) && row.when.holds(&view))?;
    Some(row.steps.iter().map(|step| fill(step, |value| (value.of)(facts))).collect())
}

/// How to get a token for this API, in the words of whoever issues it.
pub(super) fn ask(facts: &Facts<'_>) -> String {
    let audience = identifier(facts).unwrap_or(AUDIENCE);
    let scope = facts.demands.scopes.first().map(String::as_str);
    provider(facts).map_or_else(|| issuer::ask_any(audience), |p| p.ask(audience, scope))
}

/// The name by which the API is asked for. Where access tokens carry no `aud`,
/// the scopes hold it (`orders/read` at Cognito), and what stands in for the
/// audience there is mostly the app's own id.
fn identifier<'a>(facts: &Facts<'a>) -> Option<&'a str> {
    let demands = facts.demands;
    let wanted = demands.audience.first().map(String::as_str);
    if !provider(facts).is_some_and(|p| p.leaves_rfc9068.contains(&"aud")) {
        return wanted;
    }
    let mut servers = demands.scopes.iter().filter_map(|scope| scope.rsplit_once('/'));
    let apps = facts.claims().strings_claim("aud").present().unwrap_or_default();
    let is_app = |id: &&str| {
        demands.client_id.as_deref() == Some(*id)
            || client(facts.claims()).is_some_and(|(_, app)| app == *id)
            || facts.kind.kind == Kind::IdToken && apps.contains(id)
    };
    servers.next().map(|(server, _)| server).or(wanted.filter(|id| !is_app(id)))
}

/// Claims that name the client to which a token was issued.
pub(super) const CLIENT_CLAIMS: [&str; 4] = ["azp", "appid", "cid", "client_id"];

/// The claim that names it, and the client.
pub(super) fn client(claims: &Object) -> Option<(&'static str, &str)> {
    CLIENT_CLAIMS.iter().find_map(|name| claims.str(name).map(|value| (*name, value)))
}

/// A value that steps name.
struct Value {
    /// How it is written in a step.
    name: &'static str,
    /// What stands for it where there is none, and on a page.
    any: &'static str,
    of: fn(&Facts<'_>) -> Option<String>,
}

const fn value(
    name: &'static str,
    any: &'static str,
    of: fn(&Facts<'_>) -> Option<String>,
) -> Value {
    Value { name, any, of }
}

const AUDIENCE: &str = "<API identifier>";

static VALUES: [Value; 11] = [
    value("{alg}", "RS256", |f| f.demands.algorithms.as_deref().map(listed)),
    value("{ask}", "", |f| Some(ask(f))),
    value("{aud}", "its aud", |f| {
        f.claims().strings_claim("aud").present().filter(|a| !a.is_empty()).map(|a| listed(&a))
    }),
    value("{audience}", AUDIENCE, |f| identifier(f).map(quoted)),
    value("{claim}", "<claim>", |f| {
        let absent = f.demands.required_claims.iter().find(|c| !f.claims().has(&c.name));
        absent.map(|claim| quoted(&claim.name))
    }),
    value("{client}", "<client id>", |f| client(f.claims()).map(|(_, id)| quoted(id))),
    value("{iss}", "<issuer>", |f| f.claims().str("iss").map(quoted)),
    value("{org}", "<organization>", |f| f.demands.org_id.as_deref().map(quoted)),
    value("{permission}", "<permission>", |f| some(&f.demands.permissions)),
    value("{scope}", "<scope>", |f| {
        (!f.demands.scopes.is_empty()).then(|| quoted(&f.demands.scopes.join(" ")))
    }),
    value("{sub}", "the token's sub", |f| f.claims().str("sub").map(quoted)),
];

fn some(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| listed(texts))
}

/// The step with its values; what a value holds is not looked into again.
fn fill(step: &str, of: impl Fn(&Value) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = step;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        if let Some(value) = VALUES.iter().find(|value| rest.starts_with(value.name)) {
            out.push_str(&of(value).unwrap_or_else(|| value.any.to_owned()));
            rest = &rest[value.name.len()..];
        } else {
            out.push('{');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Causes whose fix is to ask for another token.
const ASKED: [&str; 9] = [
    "audience-mismatch",
    "audience-missing",
    "encrypted-token",
    "foreign-api-token",
    "id-token-as-access-token",
    "insufficient-scope",
    "management-api-token",
    "opaque-token",
    "userinfo-only-token",
];

/// Providers that every page about asking for a token speaks of.
const MAIN: [&str; 7] = ["auth0", "okta", "entra", "cognito", "keycloak", "google", "supabase"];

/// Columns of a page.
const WIDTH: usize = 78;

impl Rule {
    /// Its page, with the steps at each provider in it.
    #[must_use]
    pub fn page(&self) -> String {
        let mut steps = String::new();
        for (titles, told) in at_providers(self.id) {
            wrap(&mut steps, &format!("- {titles}: {told}"));
        }
        let place = ["\n## The usual wrong fix", "\n## References"]
            .into_iter()
            .find_map(|heading| self.doc.find(heading));
        match place {
            Some(place) if !steps.is_empty() => {
                let (before, after) = self.doc.split_at(place);
                format!("{before}\n## At your provider\n{steps}{after}")
            }
            _ => self.doc.to_owned(),
        }
    }
}

/// The steps about this cause, a line a row, and the providers they are for.
fn at_providers(cause: &str) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut add = |title: &str, told: String| {
        // Providers that are alike share a line.
        match lines.iter_mut().find(|(_, before)| *before == told) {
            Some((titles, _)) => titles.extend([", ", title]),
            None => lines.push((title.to_owned(), told)),
        }
    };
    for provider in issuer::all() {
        let general = |value: &Value| (value.name == "{ask}").then(|| provider.ask(AUDIENCE, None));
        let mut known = false;
        for row in ROWS.iter().filter(|row| row.is_for(provider, cause)) {
            known = true;
            let steps: Vec<String> = row.steps.iter().map(|step| fill(step, general)).collect();
            add(provider.title, steps.join("; "));
        }
        if !known && ASKED.contains(&cause) && MAIN.contains(&provider.id) {
            add(provider.title, provider.ask(AUDIENCE, None));
        }
    }
    lines
}

/// Adds a list item, broken at spaces, its later lines set in.
fn wrap(page: &mut String, item: &str) {
    let mut column = 0;
    for word in item.split(' ') {
        if column > 0 && column + 1 + word.chars().count() > WIDTH {
            page.push_str("\n  ");
            column = 2;
        } else if column > 0 {
            page.push(' ');
            column += 1;
        }
        page.push_str(word);
        column += word.chars().count();
    }
    page.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::{by_id, catalogue};

    #[test]
    fn every_row_speaks_of_a_known_cause_and_provider() {
        for row in ROWS {
            assert!(by_id(row.cause).is_some(), "{}", row.cause);
            assert!(!row.steps.is_empty() && !row.providers.is_empty(), "{}", row.cause);
            for id in row.providers {
                assert!(issuer::by_id(id).is_some(), "{id}");
            }
            for step in row.steps {
                assert!(step.is_ascii() && step.len() < 300, "{}: {step}", row.cause);
                let left = fill(step, |value| Some(value.any.to_owned()));
                assert!(!VALUES.iter().any(|value| left.contains(value.name)), "{step}");
            }
        }
    }

    #[test]
    fn a_value_from_a_token_is_not_filled_again() {
        let text = fill("{sub} and {aud} { x }", |value| match value.name {
            "{sub}" => Some("{aud}".to_owned()),
            "{aud}" => Some("a".to_owned()),
            _ => None,
        });
        assert_eq!(text, "{aud} and a { x }");
    }

    #[test]
    fn a_page_about_asking_speaks_of_every_main_provider() {
        let page = by_id("insufficient-scope").unwrap().page();
        for id in MAIN {
            let title = issuer::by_id(id).unwrap().title;
            let told = page.lines().any(|l| l.starts_with("- ") && l.contains(title));
            assert!(told, "{title}\n{page}");
        }
        for rule in catalogue() {
            let page = rule.page();
            assert!(page.lines().all(|line| line.chars().count() <= 80), "{}\n{page}", rule.id);
            assert!(page.find("## Fix") < page.find("## References"), "{}", rule.id);
        }
    }
}
