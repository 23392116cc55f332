//! Line wraps: which lines that follow the start of a token belong to it, and
//! whether a token is whole. Every line is looked at once.

use super::super::segment::Segment;
use super::super::{Damage, Form, Part, RawToken, Token};
use super::lexis::{has_known_prefix, is_blank, is_quote, is_token_char, starts_as_header};

/// Narrowest wrap that is believed without a whole token as proof.
const NARROWEST: usize = 20;

/// The lines that make one token.
pub(super) struct Gathered {
    /// The token, joined.
    pub(super) text: String,
    /// How many lines it stood on.
    pub(super) lines: usize,
    /// How many bytes of the following text belong to it.
    pub(super) used: usize,
}

/// Whether a word is a token to its last part: nothing of it stands elsewhere.
pub(super) fn is_whole(word: &str) -> bool {
    if has_known_prefix(word) {
        return true;
    }
    if !starts_as_header(word) {
        return false;
    }
    let token = Token::parse(RawToken::new(word));
    let broken = |damage: &Damage| {
        matches!(damage, Damage::Elided { .. } | Damage::Parts(_) | Damage::Truncated { .. })
    };
    match token.form {
        // The shortest authentication tag has 16 bytes (RFC 7518 section 5.1).
        Form::Jwe => token.segments.last().is_some_and(|tag| tag.length >= 22),
        Form::Jws => matches!(token.header, Part::Object(_)) && !token.damage.iter().any(broken),
        Form::SdJwt => {
            let last = word.rsplit('~').next().unwrap_or_default();
            let bound = last.is_empty() || last.split('.').count() == 3;
            bound && !token.damage.iter().any(broken)
        }
        Form::JwsJson => true,
        Form::None | Form::Opaque => false,
    }
}

/// Joins the start of a token with the lines after it, where they belong to
/// it: the result is whole, or the lines are as even as only a wrap makes them.
/// `Err` says how many bytes of `rest` were looked at in vain.
pub(super) fn gather(first: &str, rest: &str) -> Result<Gathered, usize> {
    if !starts_as_header(first) || is_whole(first) {
        return Err(0);
    }
    let mut joined = Joined::new(first);
    let (mut used, mut at, mut even, mut lines) = (0, 0, true, 1);
    let (width, mut last) = (first.len(), first.len());
    for line in rest.split_inclusive('\n') {
        let piece = bare_line(line);
        if !joined.takes(piece) {
            break;
        }
        even &= last == width && piece.len() <= width;
        last = piece.len();
        at += line.len();
        used = at - (line.len() - line.trim_end_matches(['\n', '\r']).len());
        lines += 1;
        joined.push(piece);
        if joined.ends_whole() {
            return Ok(Gathered { text: joined.text, lines, used });
        }
    }
    let even = even && width >= NARROWEST && last >= NARROWEST;
    let wrapped = lines > 1 && (even || is_whole(&joined.text));
    if wrapped { Ok(Gathered { text: joined.text, lines, used }) } else { Err(at) }
}

/// A line without what surrounds a piece of a token: indentation, marks of a
/// quoted mail, string quotes with their `+` or `\`.
fn bare_line(line: &str) -> &str {
    let line = line.trim_matches(is_blank);
    let line = line.trim_start_matches(['>', '|', '#', '*']).trim_start();
    let line = line.trim_end_matches(['\\', '^', ';', ',', ')']).trim_end();
    let line = line.strip_suffix(" +").unwrap_or(line);
    line.trim_matches(is_quote)
}

/// A token in the making.
struct Joined {
    text: String,
    dots: usize,
    /// Length that the last part has when it is whole, once it has begun.
    last_part: Option<&'static [usize]>,
    begun: bool,
}

impl Joined {
    fn new(first: &str) -> Self {
        let mut joined = Self { text: String::new(), dots: 0, last_part: None, begun: false };
        joined.push(first);
        joined
    }

    /// Whether a line could go on with this token.
    fn takes(&self, piece: &str) -> bool {
        if piece.is_empty() || !piece.chars().all(is_token_char) {
            return false;
        }
        let another = starts_as_header(piece)
            && (is_whole(piece) || (self.dots >= 2 && !self.text.ends_with('.')));
        !another
    }

    fn push(&mut self, piece: &str) {
        self.dots += piece.bytes().filter(|b| *b == b'.').count();
        self.text.push_str(piece);
        if self.dots >= 2 && !self.begun {
            self.begun = true;
            self.last_part = last_part(&self.text);
        }
    }

    /// Whether the token is whole with what was taken so far.
    fn ends_whole(&self) -> bool {
        self.last_part.is_some_and(|lengths| {
            let end = self.text.rsplit('.').next().map_or(0, str::len);
            // Dots of a JWE come in fours; only then is the last part the tag.
            (self.dots == 2 || self.dots == 4) && lengths.contains(&end)
        })
    }
}

/// The lengths in characters that the last part of a token with this header
/// can have: its signature (RFC 7518 section 3.1) or its authentication tag
/// (section 5.1).
fn last_part(text: &str) -> Option<&'static [usize]> {
    let head = text.split('.').next().unwrap_or_default();
    let header = Part::read(&Segment::read(head));
    let header = header.object()?;
    if let Some(enc) = header.str("enc") {
        return match enc {
            "A192CBC-HS384" => Some(&[32]),
            "A256CBC-HS512" => Some(&[43]),
            _ => Some(&[22]),
        };
    }
    match header.str("alg")? {
        "HS256" => Some(&[43]),
        "HS384" => Some(&[64]),
        "HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519" => Some(&[86]),
        "ES384" => Some(&[128]),
        "ES512" => Some(&[176]),
        "PS256" | "PS384" | "PS512" | "RS256" | "RS384" | "RS512" => Some(&[342, 512, 683]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";
    const BODY: &str = "eyJzdWIiOiJhIiwibiI6MS4xMH0";
    const SIGN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn token() -> String {
        format!("{HEAD}.{BODY}.{SIGN}")
    }

    fn wrapped(width: usize) -> (String, String) {
        let token = token();
        let lines: Vec<&str> =
            token.as_bytes().chunks(width).map(|c| std::str::from_utf8(c).unwrap()).collect();
        (lines[0].to_owned(), lines[1..].join("\n"))
    }

    #[test]
    fn wrapped_lines_are_joined_up_to_the_end() {
        for width in [1, 7, 20, 21, 48, 76] {
            let (first, rest) = wrapped(width.max(3));
            for tail in ["", "\n", "\nthanks", "\r\n\r\nthanks\n", "\nabcdef\n"] {
                let text = format!("{rest}{tail}");
                let gathered = gather(&first, &text).ok().unwrap();
                assert_eq!(gathered.text, token(), "{width} {tail:?}");
                assert_eq!(gathered.used, rest.len());
            }
        }
    }

    #[test]
    fn what_is_whole_takes_nothing() {
        assert!(gather(&token(), "abc\n").is_err());
        assert!(gather(HEAD, &token()).is_err());
        assert!(gather(&format!("{HEAD}.{}", &BODY[..9]), "thanks a lot").is_err());
    }

    #[test]
    fn whole_or_not() {
        assert!(is_whole(&token()) && is_whole(&format!("{}~YWJj~", token())));
        assert!(is_whole("eyJhbGciOiJub25lIn0.e30."));
        let jwe = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
        assert!(is_whole(jwe) && !is_whole(&jwe[..jwe.len() - 2]));
        for text in [HEAD, "eyJhbGci…abc", "abc", &token()[..60], "eyJhbGciOiJIUzI1NiJ9..."] {
            assert!(!is_whole(text), "{text}");
        }
    }
}
