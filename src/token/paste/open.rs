//! Opens one value: takes off what stands around a token or inside it, each
//! step named. What is damage and no packing stays for the parser to name.

use super::codec::{base64_token, is_encoded_token};
use super::join::{gather, is_whole};
use super::lexis::{is_blank, is_invisible, is_quote, is_token_char, starts_as_header};

/// Layers that are taken off: no honest paste has more.
const MOST_LAYERS: usize = 8;

/// Most spaces in a token that are taken for a lost `+`.
const MOST_PLUS: usize = 32;

/// A value without its packing.
pub(super) struct Opened {
    /// What was inside.
    pub(super) text: String,
    /// What was taken off, in words.
    pub(super) repairs: Vec<String>,
}

/// Opens a value that stands for one token.
pub(super) fn open(value: &str) -> Opened {
    let mut text = value.to_owned();
    let mut repairs = Vec::new();
    for _ in 0..MOST_LAYERS {
        let Some((inner, repair)) = layer(&text) else { break };
        text = inner;
        if !repairs.contains(&repair) {
            repairs.push(repair);
        }
    }
    Opened { text, repairs }
}

/// Takes one layer off.
fn layer(text: &str) -> Option<(String, String)> {
    let trimmed = text.trim_matches(is_blank);
    if trimmed.len() < text.len() {
        let repair = if text.chars().any(is_invisible) {
            "removed invisible characters around it"
        } else {
            "removed the white space around it"
        };
        return Some((trimmed.to_owned(), repair.to_owned()));
    }
    if let Some(inner) = without_quotes(text) {
        return Some((inner.to_owned(), "removed the quotes around it".to_owned()));
    }
    if let Some(inner) = without_edges(text) {
        return Some((inner.to_owned(), "removed the punctuation around it".to_owned()));
    }
    if let Some(value) = unsigned(text) {
        return Some((value.to_owned(), "took it out of a signed cookie".to_owned()));
    }
    if text.chars().any(is_invisible) {
        let count = text.chars().filter(|c| is_invisible(*c)).count();
        let kept = text.chars().filter(|c| !is_invisible(*c)).collect();
        return Some((kept, format!("removed {} inside it", many(count, "invisible character"))));
    }
    if let Some(joined) = unwrapped(text) {
        return Some(joined);
    }
    if let Some(token) = base64_token(text) {
        return Some((token, "decoded base64".to_owned()));
    }
    let decoded = is_encoded_token(text)?;
    Some((decoded.text, format!("decoded {}", decoded.what)))
}

/// The inside of a text that stands in quotes, escaped or typographic ones too.
pub(super) fn without_quotes(text: &str) -> Option<&str> {
    if let Some(inner) = text.strip_prefix("\\\"").and_then(|t| t.strip_suffix("\\\"")) {
        return Some(inner);
    }
    let mut inside = text.chars();
    (is_quote(inside.next()?) && is_quote(inside.next_back()?)).then_some(inside.as_str())
}

/// Punctuation that is copied along with a token.
pub(super) fn is_edge(c: char) -> bool {
    is_quote(c) || "<>()[]{},;:!?\\#*|".contains(c)
}

/// The token in a signed cookie: `s:`, the value, a dot, its signature.
fn unsigned(text: &str) -> Option<&str> {
    let value = text.strip_prefix("s:").or_else(|| text.strip_prefix("s%3A"))?;
    let (value, _) = value.rsplit_once('.').filter(|_| starts_as_header(value))?;
    Some(value)
}

/// A JWT without punctuation that was copied with it.
fn without_edges(text: &str) -> Option<&str> {
    let start = text.trim_start_matches(is_edge);
    if !starts_as_header(start) {
        return None;
    }
    // A line end that a program wrote out as two characters.
    let end = ["\\r\\n", "\\n"].iter().find_map(|e| start.strip_suffix(e)).unwrap_or(start);
    let mut end = end;
    while let Some((at, last)) = end.char_indices().next_back().filter(|(_, c)| is_edge(*c)) {
        // "...[truncated]": what is opened inside is closed inside.
        let opens = match last {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            '>' => '<',
            _ => last,
        };
        if opens != last && end[..at].contains(opens) {
            break;
        }
        end = &end[..at];
    }
    (end.len() < text.len()).then_some(end)
}

/// Joins a token that was broken into lines or pieces.
fn unwrapped(text: &str) -> Option<(String, String)> {
    if !text.contains(char::is_whitespace) {
        return None;
    }
    if let Some((first, rest)) = text.split_once('\n') {
        let first = first.trim_end_matches(is_blank);
        if let Ok(gathered) = gather(first, rest)
            && rest[gathered.used..].trim_matches(is_blank).is_empty()
        {
            return Some((gathered.text, format!("joined {} lines", gathered.lines)));
        }
    }
    let mut pieces = text.split_whitespace();
    let first = pieces.next()?;
    let joined: String = text.split_whitespace().collect();
    let count = pieces.count() + 1;
    let token = starts_as_header(first) && joined.chars().all(is_token_char);
    if !token || is_whole(first) {
        return None;
    }
    if !is_whole(&joined) {
        // Form decoding makes a space of the `+` of standard base64.
        let plus = text.replace(' ', "+");
        let repair = format!("put back {} that had become a space", many(count - 1, "'+'"));
        return (count <= MOST_PLUS && is_whole(&plus)).then_some((plus, repair));
    }
    let repair = if text.contains('\n') {
        format!("joined {}", many(text.lines().count(), "line"))
    } else {
        format!("removed {} inside it", many(count - 1, "space"))
    };
    Some((joined, repair))
}

/// "1 line", "2 lines".
pub(super) fn many(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str =
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn layers_come_off() {
        let (head, tail) = TOKEN.split_at(30);
        for (text, repairs) in [
            (TOKEN.to_owned(), &[][..]),
            (format!(" {TOKEN} \n"), &["removed the white space around it"]),
            (format!("\"{TOKEN}\""), &["removed the quotes around it"]),
            (format!("“{TOKEN}”"), &["removed the quotes around it"]),
            (format!("\\\"{TOKEN}\\\""), &["removed the quotes around it"]),
            (format!("{TOKEN}\","), &["removed the punctuation around it"]),
            (format!("{TOKEN}\\n"), &["removed the punctuation around it"]),
            (format!("{head}\n{tail}"), &["joined 2 lines"]),
            (format!("{head} \r\n   {tail}"), &["joined 2 lines"]),
            (format!("{head} {tail}"), &["removed 1 space inside it"]),
            (format!("{head}\u{200b}{tail}"), &["removed 1 invisible character inside it"]),
            (TOKEN.replace('.', "%2E"), &["decoded %2E"]),
            (TOKEN.replace('.', "%252E"), &["decoded %25", "decoded %2E"]),
        ] {
            let opened = open(&text);
            assert_eq!(opened.text, TOKEN, "{text}");
            assert_eq!(opened.repairs, repairs, "{text}");
        }
    }

    #[test]
    fn damage_stays() {
        for text in ["eyJhbGci…abc", "eyJh.b+/c==.d", "eyJhbGciOi.x$y.z", "00D!AQ%zz", "abc def"]
        {
            assert_eq!(open(text).text, text);
        }
    }
}
