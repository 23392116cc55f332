//! What a text without a token is, where that helps its reader.

/// What running text without a token is.
pub(super) fn of(text: &str) -> Option<&'static str> {
    let start = text.get(..text.len().min(400)).unwrap_or_else(|| {
        // A cut inside a character: the words looked for are ASCII.
        let end = (0..400).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        &text[..end]
    });
    let start = start.trim_start().to_ascii_lowercase();
    if start.starts_with('<') {
        let saml = start.contains("saml");
        return Some(match start.as_str() {
            s if s.starts_with("<!doctype html") || s.starts_with("<html") => {
                "an HTML page without a token in it"
            }
            _ if saml && start.contains("response") => "a SAML response, not a token",
            _ if saml => "SAML, not a token",
            _ => "XML, not a token",
        });
    }
    let url = !text.contains(char::is_whitespace) && text.contains("://");
    url.then_some("a URL without a token in it")
}

/// What a word is that looks like a token and is none.
pub(super) fn of_word(word: &str) -> Option<&'static str> {
    const STARTS: [(&str, &str); 6] = [
        ("PHNhbWxwOlJlc3Bvbn", "a SAML response in base64, not a token"),
        ("PHNhbWxwOlJlc3BvbnNl", "a SAML response in base64, not a token"),
        ("PHNhbWw", "SAML in base64, not a token"),
        ("PD94bWwg", "XML in base64, not a token"),
        ("LS0tLS1CRUdJTi", "a PEM block in base64, not a token"),
        ("ssh-", "an SSH key, not a token"),
    ];
    let start = word.trim_start_matches(['"', '\'']);
    STARTS.iter().find(|(begin, _)| start.starts_with(begin)).map(|(_, what)| *what)
}
