//! Running text: commands, transcripts, `.env`, YAML, HTML, Markdown, logs,
//! URLs, JSON that is not whole. One pass over the words of the text, each
//! judged by its shape and by what stands just before it.

use crate::text::encoded::percent_decoded;
use crate::text::json::{Json, JsonError};

use super::finder::{Finder, field};
use super::join::gather;
use super::lexis::{
    announces_token, has_known_prefix, is_jose_shaped, is_query, is_quote, is_shaped,
    is_token_char, looks_random, nothing_word, standard_slot, starts_as_header, unpunctuated,
    window,
};
use super::near::{Near, Word, near};
use super::{json, scheme};

/// Most bytes after a token that are looked at for the end of its line.
const MAX_LINE_TAIL: usize = 16;

/// Most bytes after a form field's value that are searched for its name.
const MAX_ATTRIBUTES: usize = 200;

/// Longest line that begins a PEM block (RFC 7468 section 2), roughly.
const MAX_PEM_LABEL: usize = 48;

/// Takes every token out of running text.
pub(super) fn scan(finder: &mut Finder, text: &str) {
    Scanner {
        text,
        finder,
        words: [None; 4],
        attribute: None,
        cookie: false,
        url: is_query(text),
        json_from: 0,
        gather_from: 0,
        pem: true,
    }
    .run();
}

struct Scanner<'t, 'f> {
    text: &'t str,
    finder: &'f mut Finder,
    /// The last words, the latest first.
    words: [Option<Word>; 4],
    /// The name of the form field or object at hand.
    attribute: Option<Word>,
    /// The line is a `Cookie:` line.
    cookie: bool,
    /// The words at hand are those of a URL.
    url: bool,
    /// What lies before was tried as JSON, or as lines of a token, in vain.
    json_from: usize,
    gather_from: usize,
    /// There may still be the end of a PEM block.
    pem: bool,
}

impl<'t> Scanner<'t, '_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = self.word_end(at);
            if end > at {
                let next = self.word(at, end);
                self.remember(Word { start: at, end: end.min(next) });
                at = next.max(end);
                continue;
            }
            match bytes[at] {
                b'\n' => (self.cookie, self.url) = (false, false),
                b'<' => self.attribute = None,
                b'{' | b'[' if at >= self.json_from => {
                    if let Some(end) = self.json(at) {
                        self.words = [None; 4];
                        at = end;
                        continue;
                    }
                }
                b' ' | b'\t' | b'"' | b'\'' => self.url = false,
                _ => {}
            }
            at += 1;
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
    }

    /// Where the word that begins here ends; `at` where none does.
    fn word_end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while let Some(byte) = bytes.get(end) {
            match byte {
                b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'%' => end += 1,
                byte if byte.is_ascii_alphanumeric() => end += 1,
                0xe2 if bytes[end..].starts_with("…".as_bytes()) => end += 3,
                // Padding is part of a JWT that has it, not of a name.
                b'=' if end > at && starts_as_header(&self.text[at..end]) => {
                    let next = bytes.get(end + 1).copied().unwrap_or(b' ');
                    if next.is_ascii_alphanumeric() {
                        break;
                    }
                    end += 1;
                }
                _ => break,
            }
        }
        end
    }

    fn remember(&mut self, word: Word) {
        // Marks alone name nothing: the dash of YAML's ">-".
        if !self.text[word.start..word.end].bytes().any(|b| b.is_ascii_alphanumeric()) {
            return;
        }
        let [a, b, c, _] = self.words;
        self.words = [Some(word), a, b, c];
    }

    /// Tries a whole JSON value; what was tried once is not tried again.
    fn json(&mut self, at: usize) -> Option<usize> {
        match Json::parse_first(&self.text[at..]) {
            Ok((value, length)) => {
                let form = self.finder.container.unwrap_or("text");
                json::search(self.finder, &value, &self.text[at..at + length], form);
                Some(at + length)
            }
            Err(JsonError { at: offset, .. }) => {
                self.json_from = at + offset.max(1);
                None
            }
        }
    }

    /// Judges one word and tells where to go on.
    fn word(&mut self, start: usize, end: usize) -> usize {
        let word = &self.text[start..end];
        if word.starts_with("-----BEGIN") {
            return self.pem(start, end);
        }
        self.url |= word.starts_with("//") && self.text[..start].ends_with(':');
        let text = self.text;
        let near = near(text, &self.words, start);
        self.notice(&near, Word { start, end });
        if let Some(next) = self.slot_value(start, end, &near) {
            return next;
        }
        if let Some(decoded) = word.contains('%').then(|| percent_decoded(word)).flatten() {
            if is_shaped(&decoded.text) && decoded.text.chars().all(is_token_char) {
                self.found(word, &near, end);
            } else {
                self.finder.nested(|finder| scan(finder, &decoded.text));
            }
            return end;
        }
        let candidate = unpunctuated(word);
        if is_jose_shaped(candidate) {
            return self.jose(start, end, candidate, &near);
        }
        if let Some(what) = nothing_word(candidate).filter(|_| !near.schemes.is_empty()) {
            self.finder.hint(what);
            return end;
        }
        let header = near.label.is_some_and(|l| l.eq_ignore_ascii_case("authorization"));
        let token = has_known_prefix(candidate)
            || (looks_random(candidate)
                && !self.url_path(&near)
                && (!near.schemes.is_empty() || near.label.is_some_and(announces_token)))
            || (header && self.is_credential(start, candidate, &near));
        if token {
            self.found(candidate, &near, end);
        } else if let Some(piece) = word.split('/').map(unpunctuated).find(|p| is_jose_shaped(p)) {
            self.found(piece, &Near::default(), end);
        }
        end
    }

    /// Whether a word after `Authorization: Bearer` is the token, whatever its shape.
    fn is_credential(&mut self, start: usize, word: &str, near: &Near<'t>) -> bool {
        let [first, ..] = near.schemes.as_slice() else { return false };
        if self.text[..start].ends_with(['$', '{', '<', '%']) {
            self.finder.hint("a placeholder that was never filled in");
            return false;
        }
        if let Some(what) = scheme::no_token(first) {
            self.finder.hint(what);
            return false;
        }
        let ends = |c: char| is_quote(c) || matches!(c, '\n' | '\r' | '\\' | ',' | '}' | '&');
        let alone = self.text[start + word.len()..].chars().next().is_none_or(ends);
        alone && scheme::scheme(word).is_none() && !near.newline
    }

    fn url_path(&self, near: &Near<'t>) -> bool {
        self.url && near.separator != Some('=')
    }

    /// Remembers what the words say about those that follow.
    fn notice(&mut self, near: &Near<'t>, word: Word) {
        let text = self.text;
        let own = &text[word.start..word.end];
        if own.eq_ignore_ascii_case("cookie") || own.eq_ignore_ascii_case("set-cookie") {
            let after = window(text, word.end, MAX_LINE_TAIL);
            let quoted = |c: char| is_quote(c) || c == ' ' || c == '\\';
            self.cookie |= after.trim_start_matches(quoted).starts_with(':');
        }
        if own.eq_ignore_ascii_case("www-authenticate") {
            self.finder.hint("a WWW-Authenticate challenge of a server, not a token");
        }
        let Some(label) = near.label else { return };
        if matches!(label, "name" | "id") {
            self.attribute = Some(word);
        }
        if near.separator != Some('=') {
            return;
        }
        match label {
            "code" if self.url => {
                self.finder.hint("an authorization code: exchange it at the token endpoint");
            }
            "SAMLResponse" | "SAMLRequest" => self.finder.hint("a SAML message, not a token"),
            "error" if self.url => self.finder.hint("an error answer in a redirect, no token"),
            _ => {}
        }
    }

    /// The value of a standard slot counts whatever its shape.
    fn slot_value(&mut self, start: usize, end: usize, near: &Near<'t>) -> Option<usize> {
        let label = self.name(near, end)?;
        standard_slot(label)?;
        let word = &self.text[start..end];
        if near.newline
            || near.separator.is_none()
            || (scheme::scheme(word).is_some() && near.quote.is_none())
        {
            return None;
        }
        let stop = self.value_end(start, near.quote);
        let value = &self.text[start..stop];
        if stop <= end && is_jose_shaped(unpunctuated(word)) {
            return None;
        }
        let certain = near.tight || near.quote.is_some();
        let random = value.len() >= 16 || value.bytes().any(|b| b.is_ascii_digit());
        let call = self.text[stop..].starts_with(['(', '{']) || value.is_empty();
        if nothing_word(value).is_none() && (call || !(certain || random)) {
            return None;
        }
        let form = self.form(near);
        self.finder.value(value, Some(label), form);
        Some(stop.max(end))
    }

    /// Where a value ends: at its closing quote, or where unquoted text does.
    fn value_end(&self, start: usize, quote: Option<char>) -> usize {
        let stops = |c: char| match quote {
            Some(_) => is_quote(c) || matches!(c, '\n' | '\r'),
            None => c.is_whitespace() || is_quote(c) || "&#;,(){}<>]\\".contains(c),
        };
        let end = self.text[start..].find(stops).map_or(self.text.len(), |at| start + at);
        let value = self.text[start..end].trim_end_matches('\\');
        start + value.len()
    }

    /// A JWS, JWE or SD-JWT, with the lines that belong to it.
    fn jose(&mut self, start: usize, end: usize, candidate: &'t str, near: &Near<'t>) -> usize {
        let text = self.text;
        // Nothing but what goes on to the next line may follow.
        let tail = &text.as_bytes()[end..];
        let line_end = tail.iter().take(MAX_LINE_TAIL).position(|b| *b == b'\n');
        let goes_on = |at: &usize| {
            let tail = text.get(end..end + at).unwrap_or("x");
            tail.chars().all(|c| c.is_whitespace() || is_quote(c) || "\\^+".contains(c))
        };
        if let Some(line_end) = line_end.filter(goes_on).filter(|_| start >= self.gather_from) {
            let from = end + line_end + 1;
            match gather(&text[start..end], &text[from..]) {
                Ok(gathered) => {
                    let repair = format!("joined {} lines", gathered.lines);
                    self.push(&gathered.text, near, end, Some(repair));
                    return from + gathered.used;
                }
                Err(looked) => self.gather_from = from + looked,
            }
        }
        self.found(candidate, near, end);
        end
    }

    fn found(&mut self, value: &str, near: &Near<'t>, end: usize) {
        self.push(value, near, end, None);
    }

    fn push(&mut self, value: &str, near: &Near<'t>, end: usize, repair: Option<String>) {
        let form = self.form(near);
        let odd = near.odd.filter(|_| self.finder.container == Some("curl"));
        let label = odd.map_or_else(|| self.name(near, end), |_| Some("authorization"));
        let before = self.finder.found.len();
        self.finder.value(value, label, form);
        if let Some(added) = self.finder.found.get_mut(before) {
            let sent = [odd.unwrap_or(near.before), value].concat();
            let sure = near.header && self.finder.container == Some("curl");
            added.field = field(&sent, label, sure);
            added.repairs.extend(odd.map(|_| "removed the word before it".to_owned()));
            let schemes: Vec<_> = near.schemes.iter().rev().copied().collect();
            added.repairs.extend(scheme::removed(&schemes));
            added.repairs.extend(repair);
            // Field names of a header section have no letter case.
            if let Some(slot) = added.slot.as_mut().filter(|_| near.separator == Some(':'))
                && (slot.contains('-') || slot == "DPoP")
            {
                slot.make_ascii_lowercase();
            }
        }
    }

    /// The name of a value; that of a form field stands in another attribute,
    /// before it or after it.
    fn name(&self, near: &Near<'t>, end: usize) -> Option<&'t str> {
        let text = self.text;
        if near.newline && !near.label.is_some_and(announces_token) {
            return None;
        }
        if !near.label.is_some_and(|l| matches!(l, "value" | "content")) {
            return near.label;
        }
        if let Some(word) = self.attribute {
            return Some(&text[word.start..word.end]);
        }
        let tag = window(text, end, MAX_ATTRIBUTES).split('>').next().unwrap_or_default();
        let name = tag.split_once("name=").or_else(|| tag.split_once("id="));
        name.map_or(near.label, |(_, rest)| {
            let rest = rest.trim_start_matches(is_quote);
            rest.split(|c: char| is_quote(c) || c.is_whitespace()).next()
        })
    }

    fn form(&self, near: &Near<'t>) -> &'static str {
        let before = self.text[..near.label_at].chars().next_back();
        let label = near.label.unwrap_or_default();
        if self.cookie {
            "cookie"
        } else if let Some(container) = self.finder.container {
            container
        } else if self.url || matches!(before, Some('?' | '&' | '#')) {
            "url"
        } else if label.to_ascii_lowercase().ends_with("authorization") {
            "header"
        } else if near.separator == Some('=') {
            "env"
        } else if near.separator == Some(':') && before == Some('"') {
            "json"
        } else if near.schemes.is_empty() {
            "text"
        } else {
            "bearer"
        }
    }

    /// Reads past a PEM block: there is no token in it.
    fn pem(&mut self, start: usize, end: usize) -> usize {
        let head = window(self.text, start, MAX_PEM_LABEL);
        let what = if head.contains("CERTIFICATE") {
            "a PEM certificate, not a token"
        } else if head.contains("PRIVATE") {
            "a PEM private key, not a token"
        } else if head.contains("PUBLIC") {
            "a PEM public key, not a token"
        } else {
            "a PEM block, not a token"
        };
        self.finder.hint(what);
        let stop = self.pem.then(|| self.text[end..].find("-----END")).flatten();
        self.pem = stop.is_some();
        stop.map_or(end, |at| end + at + "-----END".len())
    }
}
