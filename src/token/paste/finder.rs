//! Collects what is found, whoever finds it, so that every token comes out
//! labelled, opened and told of in the same words.

use std::collections::HashSet;

use super::super::RawToken;
use super::lexis::{label, nothing_word, standard_slot};
use super::open::open;
use super::{Paste, Pasted, scheme};

/// Deepest nesting of containers: JSON in a string, a URL in a parameter.
const DEEPEST: usize = 5;

/// The tokens found so far, and how to speak of the next.
#[derive(Default)]
pub(super) struct Finder {
    /// In the order in which they stand in the text.
    pub(super) found: Vec<Pasted>,
    /// What else stands there, for the case that no token does.
    hint: Option<String>,
    /// The form that everything in this paste has, where the whole tells it.
    pub(super) container: Option<&'static str>,
    /// What is at hand are the header fields of a request in a HAR file.
    pub(super) headers: bool,
    depth: usize,
}

impl Finder {
    /// A finder for a paste of one known form.
    pub(super) fn within(container: Option<&'static str>) -> Self {
        Self { container, ..Self::default() }
    }

    /// Remembers what stands there; what comes first is what the text is.
    pub(super) fn hint(&mut self, what: impl Into<String>) {
        self.hint.get_or_insert_with(|| what.into());
    }

    /// Whether anything was found or recognised.
    pub(super) fn is_idle(&self) -> bool {
        self.found.is_empty() && self.hint.is_none()
    }

    /// Looks into a container inside this one, unless it lies too deep.
    pub(super) fn nested(&mut self, look: impl FnOnce(&mut Self)) {
        if self.depth < DEEPEST {
            self.depth += 1;
            look(self);
            self.depth -= 1;
        }
    }

    /// Opens a value and takes it as one token. Where it holds a word for
    /// "nothing", that is remembered instead.
    pub(super) fn value(&mut self, value: &str, name: Option<&str>, form: &'static str) {
        let before = self.found.len();
        self.open(value, name, form);
        if let Some(added) = self.found.get_mut(before) {
            added.field = field(value, name, self.headers);
        }
    }

    fn open(&mut self, value: &str, name: Option<&str>, form: &'static str) {
        let first = open(value);
        let (schemes, rest) = scheme::split(&first.text);
        let mut repairs: Vec<String> = took(form, name).into_iter().collect();
        repairs.extend(first.repairs);
        if schemes.is_empty() {
            return self.take(first.text, name, form, repairs);
        }
        repairs.extend(scheme::removed(&schemes));
        let second = open(rest);
        repairs.extend(second.repairs);
        self.take(second.text, name, form, repairs);
    }

    /// Takes an opened token.
    pub(super) fn take(
        &mut self,
        text: String,
        name: Option<&str>,
        form: &'static str,
        repairs: Vec<String>,
    ) {
        if text.is_empty() {
            return self.hint("an empty value");
        }
        if let Some(what) = nothing_word(&text) {
            return self.hint(what);
        }
        let slot = name.and_then(label);
        let raw = RawToken::new(text);
        self.found.push(Pasted { raw, slot, form, repairs, sent: None, field: None });
    }

    /// Calls tokens bare that stood in a text with nothing else in it.
    pub(super) fn settle_bare(&mut self, text: &str) {
        let visible: usize = text.split_whitespace().map(str::len).sum();
        let tokens: usize = self.found.iter().map(|t| t.raw.expose().len()).sum();
        if visible == tokens {
            let told = took("text", None);
            for token in self.found.iter_mut().filter(|t| t.form == "text") {
                token.form = "bare";
                token.repairs.retain(|repair| Some(repair) != told.as_ref());
            }
        }
    }

    /// The result: every token once for each standard slot it stands in.
    pub(super) fn finish(mut self) -> Paste {
        let mut seen = HashSet::new();
        let fresh: Vec<bool> = self
            .found
            .iter()
            .map(|token| {
                let raw = token.raw.expose();
                let slot = token.slot.as_deref().filter(|s| standard_slot(s).is_some());
                let first = seen.insert((raw, None));
                slot.map_or(first, |slot| seen.insert((raw, Some(slot))) || first)
            })
            .collect();
        let mut fresh = fresh.into_iter();
        self.found.retain(|_| fresh.next().unwrap_or(true));
        let instead = if self.found.is_empty() { self.hint } else { None };
        Paste { found: self.found, instead, sent: None }
    }
}

/// The value of an `Authorization` field, as far as it tells how the token is
/// sent: by a scheme, or without one where it is certainly a field (`sure`).
/// What is no plain text has its meaning elsewhere, in a shell or in a program.
pub(super) fn field(value: &str, name: Option<&str>, sure: bool) -> Option<RawToken> {
    let is_header = name.is_some_and(|name| name.eq_ignore_ascii_case("authorization"));
    let plain = |b: u8| b.is_ascii_graphic() && !b"\\^\"'`".contains(&b) || b == b' ';
    let tells = || sure || !scheme::split(value).0.is_empty();
    (is_header && tells() && value.bytes().all(plain)).then(|| RawToken::new(value.trim()))
}

/// "took `access_token` out of a JSON response": standard names only, any other
/// name is the writer's own text.
fn took(form: &'static str, name: Option<&str>) -> Option<String> {
    let slot = name.and_then(standard_slot);
    let place = match form {
        "json" if slot.is_some() => "a JSON response",
        "json" => "JSON",
        "har" => "a HAR file",
        "url" => "a URL",
        "curl" => "a command",
        "cookie" => "a cookie",
        "env" => "an assignment",
        "html" => "HTML",
        "text" => "a text",
        _ => return None,
    };
    Some(format!("took {} out of {place}", slot.unwrap_or("it")))
}
