//! One request as sent: a raw HTTP request, header lines, a `Bearer ...` text.
//! What stands there is kept byte for byte in [`Sent`], beside the tokens that
//! come out when it is opened (RFC 9112 section 5, RFC 9110 section 5.5).

use crate::text::encoded::{form_decoded, percent_decoded};
use crate::text::json::Json;

use super::finder::Finder;
use super::join::gather;
use super::lexis::{
    is_blank, is_quote, is_shaped, is_token_char, looks_random, nothing_word, standard_slot,
    starts_as_header,
};
use super::open::{open, without_quotes};
use super::scan::scan;
use super::{Paste, Sent, json, scheme};

/// Most bytes in all copies of a request that its tokens carry, so that a
/// hostile one with many tokens stays small.
const MOST_COPIED: usize = 4 * 1024 * 1024;

/// One header field, by its place in the text.
struct Field<'t> {
    name: &'t str,
    line: usize,
    value: usize,
    end: usize,
}

impl Field<'_> {
    fn authorizes(&self) -> bool {
        self.name.eq_ignore_ascii_case("authorization")
    }
}

/// A request, or its header section alone.
#[derive(Default)]
struct Message<'t> {
    text: &'t str,
    request_line: Option<&'t str>,
    fields: Vec<Field<'t>>,
    /// Where the last header field ends, without its line's end.
    end: usize,
    body: &'t str,
}

impl<'t> Message<'t> {
    /// Method and target, from the request line or from the fields that HTTP/2
    /// has in its place (RFC 9113 section 8.3.1).
    fn asked(&self) -> Option<(&'t str, &'t str)> {
        let pseudo = |name| self.fields.iter().find(|f| f.name == name).map(|f| self.value(f));
        let line = self.request_line.map(|line| {
            let (method, target) = line.split_once(' ').unwrap_or_default();
            (method, target.split(' ').next().unwrap_or_default())
        });
        line.or_else(|| Some((pseudo(":method")?, pseudo(":path")?)))
    }

    /// The value of a field, without the optional white space around it.
    fn value(&self, field: &Field<'_>) -> &'t str {
        self.text[field.value..field.end].trim_matches([' ', '\t', '\r', '\n'])
    }

    /// Adds the lines from `at` that go on with the token in the last field.
    fn take_up_lines(&mut self, at: usize) {
        let Some(field) = self.fields.last().filter(|f| f.authorizes()) else { return };
        let more = wrapped(self.value(field), &self.text[at..]);
        if let (true, Some(field)) = (more > 0, self.fields.last_mut()) {
            field.end = at + more;
        }
    }
}

/// Reads a raw HTTP request, or header lines of which one is `Authorization`.
pub(super) fn request(text: &str) -> Option<Paste> {
    if let Some(lines) = paired(text) {
        return request(&lines);
    }
    let message = message(text)?;
    let text = message.text;
    let asked = message.asked();
    let form = if asked.is_some() { "http" } else { "header" };
    let mut finder = Finder::within(Some(form));
    let mut sent = Sent { header_bytes: message.end, ..Sent::default() };
    if let Some((method, target)) = asked {
        sent.method = Some(method.to_owned());
        sent.url = url(&message, target);
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        sent.query = parameters(query);
        // A field is looked through with the others.
        if message.request_line.is_some() {
            scan(&mut finder, target);
        }
    }
    for field in &message.fields {
        let value = message.value(field);
        if field.authorizes() {
            sent.authorization.push(value.to_owned());
            credentials(&mut finder, value, Some("authorization"), form);
        } else {
            if field.name.eq_ignore_ascii_case("dpop") {
                sent.dpop.push(value.to_owned());
            }
            scan(&mut finder, &text[field.line..field.end]);
        }
    }
    if is_form(&message) {
        sent.body = parameters(message.body.trim());
    }
    scan(&mut finder, message.body);
    if finder.is_idle() {
        finder.hint(match (sent.authorization.is_empty(), asked) {
            (true, Some(_)) => "a request without an Authorization header",
            _ => "an empty Authorization header",
        });
    }
    Some(judged(finder, sent))
}

/// The fields of HTTP/2 as browsers copy them, a line for the name and the next
/// for the value, in lines of both; none where the text is not that.
fn paired(text: &str) -> Option<String> {
    const FIRST: [&str; 4] = [":authority", ":method", ":path", ":scheme"];
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    if !FIRST.contains(lines.peek()?) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
    let mut out = String::new();
    while let Some(name) = lines.next() {
        let value = lines.next().filter(|_| name.chars().all(is_name))?;
        out.extend([name, ": ", value, "\n"]);
    }
    Some(out)
}

/// Reads a text that is the value of an `Authorization` field: `Bearer x`.
pub(super) fn scheme_text(text: &str) -> Option<Paste> {
    let (schemes, rest) = scheme::split(text);
    let first = *schemes.first()?;
    if scheme::is_challenge(rest) {
        let mut finder = Finder::default();
        finder.hint("a WWW-Authenticate challenge of a server, not a token");
        return Some(finder.finish());
    }
    let opened = open(rest).text;
    let single = !opened.contains(char::is_whitespace);
    let fits = match first {
        "Bearer" | "DPoP" => {
            let word = opened.split_whitespace().next().unwrap_or_default();
            single || nothing_word(&opened).is_some() || (is_shaped(word) && !rest.contains('\n'))
        }
        // As words of a language these say nothing alone.
        _ => {
            let mixed = opened.bytes().any(|b| b.is_ascii_digit())
                || opened.bytes().skip(1).any(|b| b.is_ascii_uppercase())
                || opened.ends_with('=');
            single && (is_shaped(&opened) || looks_random(&opened) || (opened.len() >= 3 && mixed))
        }
    };
    if !fits {
        return None;
    }
    let mut finder = Finder::within(Some("bearer"));
    credentials(&mut finder, text, None, "bearer");
    let sent = Sent { authorization: vec![text.to_owned()], ..Sent::default() };
    Some(judged(finder, sent))
}

/// Opens the value of an `Authorization` field.
fn credentials(finder: &mut Finder, value: &str, name: Option<&str>, form: &'static str) {
    let (schemes, rest) = scheme::split(value);
    if let Some(what) = schemes.first().and_then(|s| scheme::no_token(s))
        && !is_shaped(rest)
    {
        return finder.hint(what);
    }
    if rest.is_empty() {
        return finder.hint(schemes.last().map_or_else(
            || "nothing after 'Authorization:': the value is empty".to_owned(),
            |scheme| format!("nothing after '{scheme}': the value is empty"),
        ));
    }
    if let Some((inside, repair)) = unpacked(rest).filter(|_| schemes.is_empty()) {
        let before = finder.found.len();
        credentials(finder, &inside, name, form);
        for token in finder.found.iter_mut().skip(before) {
            token.repairs.insert(0, repair.clone());
        }
        return;
    }
    let mut repairs: Vec<String> = scheme::removed(&schemes).into_iter().collect();
    let mut opened = open(rest);
    if opened.text.starts_with('{')
        && let Ok(value) = Json::parse(opened.text.as_bytes())
    {
        // The whole response was sent in place of the token in it.
        return json::search(finder, &value, &opened.text, form);
    }
    let mut words = opened.text.split_whitespace();
    if let (true, Some(_), Some(second), None) =
        (schemes.is_empty(), words.next(), words.next(), words.next())
    {
        repairs.push("removed the word before it".to_owned());
        opened = open(second);
    } else if is_running_text(&opened.text) {
        let before = finder.found.len();
        scan(finder, rest);
        for token in finder.found.iter_mut().skip(before) {
            if token.repairs.first() != repairs.first() {
                token.repairs.splice(0..0, repairs.iter().cloned());
            }
            token.slot = token.slot.take().or_else(|| name.map(str::to_owned));
        }
        if finder.found.len() > before {
            return;
        }
    }
    repairs.extend(opened.repairs);
    finder.take(opened.text, name, form, repairs);
}

/// A value that was quoted or encoded together with its scheme.
fn unpacked(value: &str) -> Option<(String, String)> {
    let quoted = without_quotes(value)
        .map(|inside| (inside.to_owned(), "removed the quotes around it".to_owned()));
    let decoded = || percent_decoded(value).map(|d| (d.text, format!("decoded {}", d.what)));
    quoted.or_else(decoded).filter(|(inside, _)| !scheme::split(inside).0.is_empty())
}

/// Several words, or a token somewhere inside a word.
fn is_running_text(value: &str) -> bool {
    let inside = !starts_as_header(value) && value.contains("eyJ") && value.contains(['=', ',']);
    (inside || value.contains(char::is_whitespace)) && nothing_word(value).is_none()
}

fn judged(finder: Finder, sent: Sent) -> Paste {
    let mut paste = finder.finish();
    let values = sent.authorization.iter().chain(&sent.query).chain(&sent.body).chain(&sent.dpop);
    let size: usize = values.map(|value| value.len() + size_of::<String>()).sum();
    let copies = (MOST_COPIED / size.max(1)).max(1);
    for token in paste.found.iter_mut().take(copies) {
        token.sent = Some(sent.clone());
    }
    paste.sent = Some(sent);
    paste
}

/// The values of `access_token` in a query or form, as a server reads them.
fn parameters(text: &str) -> Vec<String> {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let named = pairs.filter(|(name, _)| form_decoded(name) == "access_token");
    named.map(|(_, value)| form_decoded(value)).collect()
}

/// The URL that was asked for (RFC 9110 section 7.1), without its query: a token
/// may stand there. `None` where no host is shown, or several.
fn url(message: &Message<'_>, target: &str) -> Option<String> {
    let target = target.split(['?', '#']).next().unwrap_or_default();
    if target.contains("://") {
        return Some(target.to_owned());
    }
    let is_host = |name: &str| name.eq_ignore_ascii_case("host") || name == ":authority";
    let mut hosts = message.fields.iter().filter(|field| is_host(field.name));
    let (Some(host), None, true) = (hosts.next(), hosts.next(), target.starts_with('/')) else {
        return None;
    };
    Some(format!("//{}{target}", message.value(host)))
}

/// Whether the body is a form: as the header says, or by its shape where none does.
fn is_form(message: &Message<'_>) -> bool {
    let types = |f: &&Field<'_>| f.name.eq_ignore_ascii_case("content-type");
    let said = message.fields.iter().find(types);
    said.map_or_else(
        || !message.body.trim().contains(char::is_whitespace),
        |field| {
            let value = message.value(field).to_ascii_lowercase();
            value.starts_with("application/x-www-form-urlencoded")
        },
    )
}

fn message(text: &str) -> Option<Message<'_>> {
    let text = text.trim_start_matches(['\n', '\r']);
    let indent = indent(text);
    let mut message = Message { text, ..Message::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        let end = start + bare.len();
        if end <= message.end {
            // A line of a token that was taken up with the field before it.
            continue;
        }
        if start == 0 && is_request_line(bare.trim()) {
            message.request_line = Some(bare.trim());
        } else if bare.trim_matches([' ', '\t']).is_empty() {
            message.body = &text[at..];
            break;
        } else if let (true, Some(field)) = (self::indent(bare) > indent, message.fields.last_mut())
        {
            // Obsolete line folding (RFC 9112 section 5.2): deeper than the first
            // line, which may itself have been copied with its indentation.
            field.end = end;
        } else if let Some((name, offset)) = field_name(bare) {
            message.fields.push(Field { name, line: start, value: start + offset, end });
            message.take_up_lines(at);
            message.end = message.end.max(message.fields.last().map_or(0, |f| f.end));
            continue;
        } else if message.request_line.is_none() {
            return None;
        }
        message.end = end;
    }
    let shown = message.asked().is_some() || message.fields.iter().any(Field::authorizes);
    shown.then_some(message)
}

/// How many bytes of the following lines go on with the token in this value.
fn wrapped(value: &str, rest: &str) -> usize {
    let (_, token) = scheme::split(value);
    let first = token.trim_start_matches(is_quote);
    if starts_as_header(first) {
        return gather(first, rest).map_or(0, |gathered| gathered.used);
    }
    // An opaque value, broken into lines of one width.
    let (mut used, mut at, mut last) = (0, 0, first.len());
    if first.len() < 20 || !first.chars().all(is_token_char) {
        return 0;
    }
    for line in rest.split_inclusive('\n') {
        let piece = line.trim();
        let fits = last == first.len() && piece.len() <= last && !piece.is_empty();
        if !fits || !piece.chars().all(is_token_char) {
            break;
        }
        at += line.len();
        used = at - (line.len() - line.trim_end_matches(['\n', '\r']).len());
        last = piece.len();
    }
    used
}

fn is_request_line(line: &str) -> bool {
    let mut parts = line.split(' ');
    let (method, target, version) = (parts.next(), parts.next(), parts.next());
    let is_method =
        |m: &str| !m.is_empty() && m.len() <= 20 && m.bytes().all(|b| b.is_ascii_uppercase());
    method.is_some_and(is_method)
        && target.is_some_and(|t| !t.is_empty())
        && version.is_some_and(|v| v.starts_with("HTTP/"))
        && parts.next().is_none()
}

/// Spaces and tabs at the start of a line.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// The name of a header field and the length of what stands before its value.
fn field_name(line: &str) -> Option<(&str, usize)> {
    let start = line.trim_start_matches(is_blank);
    let indent = line.len() - start.len();
    // The pseudo-fields of HTTP/2 begin with a colon.
    let colon = start.get(1..)?.find(':')? + 1;
    let name = &start[..colon];
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    let fits = name.strip_prefix(':').unwrap_or(name).bytes().all(token)
        && !start[colon + 1..].starts_with("//")
        && standard_slot(name).is_none_or(|_| name.contains('-'));
    fits.then_some((name, indent + colon + 1))
}
