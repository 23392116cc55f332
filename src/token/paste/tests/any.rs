use proptest::prelude::*;

use super::*;

/// Pieces that mean something to one of the readers, so that arbitrary texts
/// reach all of them.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    " ",
    "\t",
    ":",
    "=",
    "&",
    "?",
    "#",
    "%2E",
    "%",
    "<",
    ">",
    "`",
    "…",
    "Bearer ",
    "Authorization: ",
    "Cookie: ",
    "access_token",
    "eyJ",
    "eyJhbGciOiJIUzI1NiJ9",
    ".",
    "~",
    "GET / HTTP/1.1\n",
    "https://",
    "null",
    "-----BEGIN ",
    "-----END",
    "curl -H ",
    "&quot;",
    "\u{feff}",
    "é",
    "code=",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let _ = (read(&text), starts_stream(&text));
    }

    #[test]
    fn no_bytes_are_too_strange(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn no_mixture_is_too_strange(picks in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = picks.iter().map(|at| PIECES[*at]).collect();
        let _ = (read(&text), starts_stream(&text));
        tells_no_token(&read(&text));
    }

    #[test]
    fn text_around_a_token_changes_nothing(
        before in "[ a-zA-Z0-9.,!?\n(äé:;=<>\"{}-]{0,40}",
        after in "[ a-zA-Z0-9.,!?\n)äé:;=<>\"{}-]{0,40}",
    ) {
        let token = jws("a");
        let text = format!("{before} {token} {after}");
        let paste = read(&text);
        prop_assert!(texts(&paste).contains(&token.as_str()), "{}", text);
        let lines = format!("{before}\n{token}\n{after}");
        prop_assert!(texts(&read(&lines)).contains(&token.as_str()), "{}", lines);
    }
}

/// Each of these made some reader look at the rest of the text again and again.
#[test]
fn time_grows_with_the_text_alone() {
    let size = 100_000;
    for piece in [
        "{",
        "[",
        "{\"a\":",
        "[\"",
        "eyJhbGciOiJIUzI1NiJ9\n",
        "eyJhbGciOiJIUzI1NiJ9.",
        "eyJ\n",
        "access_token=",
        "access_token=(",
        "access_token=\"",
        "access_token='\"",
        "name=value=",
        "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9\n",
        "Authorization: Bearer\n ",
        "Bearer ",
        "-----BEGIN ",
        "%25",
        "%2525",
        "<input value=",
        "Cookie: ",
        "&quot;",
        "\\\"",
        "\"\\\"",
        "{\"a\":\"{\\\"b\\\":",
        "code=",
        "\u{200b}",
        "…",
        "~",
        "a,",
        "/eyJhbGciOiJIUzI1NiJ9",
        "eyJhbGciOiJIUzI1NiJ9.e30.\n",
        "a: b\n ",
        "value=\"a\" ",
        "//",
        "https://",
        "\n",
        "'",
    ] {
        for prefix in ["", "GET / HTTP/1.1\n", "\"", "x "] {
            let text = format!("{prefix}{}", piece.repeat(size / piece.len()));
            let start = std::time::Instant::now();
            let _ = read(&text);
            let took = start.elapsed();
            assert!(took.as_secs() < 3, "{prefix:?} {piece:?}: {took:?}");
        }
    }
}
