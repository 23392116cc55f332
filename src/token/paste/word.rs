//! A paste that is one word, or one token broken into lines: what no person
//! wrote as text. Such a word is always taken for a token, unless it is known
//! to be something else or to hold one.

use super::super::{Form, RawToken, Token};
use super::codec::base64_token;
use super::finder::Finder;
use super::lexis::{
    announces_token, is_invisible, is_jose_shaped, is_quote, is_token_char, starts_as_header,
};
use super::open::{is_edge, open};
use super::scan::scan;
use super::{Paste, instead, join, json, nothing, settled};
use crate::text::json::Json;

/// Reads a paste of one word; `text` is the word as it stood there.
pub(super) fn single(text: &str, word: &str) -> Paste {
    let mut finder = Finder::default();
    if let Some(several) = several(word) {
        for token in several {
            finder.value(token, None, "bare");
        }
        return finder.finish();
    }
    if !word.contains(char::is_alphanumeric) {
        return nothing("punctuation without a letter or digit");
    }
    if starts_as_header(word.trim_start_matches(is_edge)) && !has_parameters(word) {
        if let Some(paste) = encoded_json(word) {
            return paste;
        }
        return bare(text);
    }
    if let Some(what) = instead::of_word(word) {
        return nothing(what);
    }
    if word.contains(['=', ':', '%', '<', '{', '/', '?', ';', ',', '"', '\'', '(']) {
        scan(&mut finder, word);
        if !finder.is_idle() || word.contains("://") || word.starts_with('<') {
            return settled(finder, word);
        }
        // An assignment to a name that says what the value is.
        let assigned = word.split_once('=').filter(|(name, _)| announces_token(name));
        if let Some((name, value)) = assigned.filter(|(_, v)| !v.trim_matches('=').is_empty()) {
            finder.value(value, Some(name), "env");
            return finder.finish();
        }
    }
    bare(text)
}

/// Reads a token that was broken into lines or pieces, and nothing else.
pub(super) fn wrapped(text: &str) -> Option<Paste> {
    // `base64` breaks its lines after 76 characters.
    let one = text.starts_with("ZX").then(|| text.split_whitespace().collect::<String>());
    if let Some(one) = one.filter(|one| base64_token(one).is_some()) {
        return Some(bare(&one));
    }
    let start = text.trim_start_matches(|c| is_quote(c) || is_invisible(c));
    if !starts_as_header(start) {
        return None;
    }
    let opened = open(text);
    let token = !opened.text.contains(char::is_whitespace) && is_jose_shaped(&opened.text);
    token.then(|| {
        let mut finder = Finder::default();
        finder.take(opened.text, None, "bare", opened.repairs);
        finder.finish()
    })
}

fn bare(text: &str) -> Paste {
    let mut finder = Finder::default();
    // A line end at the end is no repair worth a word.
    finder.value(text.trim_end_matches(['\n', '\r']), None, "bare");
    finder.finish()
}

/// Whole tokens with nothing but a separator between them.
fn several(word: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = word.split([',', ';', '|']).filter(|p| !p.is_empty()).collect();
    (parts.len() > 1 && parts.iter().all(|p| join::is_whole(p))).then_some(parts)
}

/// Whether more of a URL was copied with the token.
fn has_parameters(word: &str) -> bool {
    word.split_once('&').is_some_and(|(token, rest)| {
        token.trim_start_matches(is_edge).chars().all(is_token_char) && rest.contains('=')
    })
}

/// A token response that somebody encoded as a whole: base64 of JSON, and no
/// header of a token.
fn encoded_json(word: &str) -> Option<Paste> {
    if word.contains('.') {
        return None;
    }
    let token = Token::parse(RawToken::new(word));
    let members = token.header.object().filter(|_| token.form == Form::Jws)?;
    if members.has("alg") || members.has("enc") {
        return None;
    }
    let value = Json::Object(members.clone());
    let mut finder = Finder::default();
    json::search(&mut finder, &value, &value.to_string(), "json");
    let mut paste = finder.finish();
    for found in &mut paste.found {
        found.repairs.insert(0, "decoded base64".to_owned());
    }
    (!paste.found.is_empty()).then_some(paste)
}
