use super::*;

#[test]
fn damage_is_passed_on() {
    let a = &jws("a");
    let elided = format!("{}…{}", &a[..40], &a[a.len() - 40..]);
    let standard = a.replace('0', "+").replacen("MD", "/=", 1);
    let illegal = a.replacen("J1", "J$1", 1).replacen("aHR", "a!R", 1);
    for damaged in [
        elided.clone(),
        elided.replace('…', "..."),
        a[..60].to_owned(),
        a[..a.len() - 10].to_owned(),
        a.rsplit_once('.').unwrap().0.to_owned(),
        standard,
        illegal,
        format!("{a}{a}"),
        format!("{a}.x"),
        "eyJhbGciOiJub25lIn0.e30.".to_owned(),
    ] {
        for input in [
            damaged.clone(),
            format!("Bearer {damaged}"),
            format!("Authorization: Bearer {damaged}\n"),
        ] {
            let paste = read(&input);
            assert_eq!(texts(&paste), [damaged.as_str()], "{input}");
        }
        let paste = read(&format!(r#"{{"access_token":"{damaged}"}}"#));
        assert_eq!(texts(&paste), [damaged.as_str()]);
    }
    for text in ["Bearer {} was sent", "the token {} is elided", "token={} in a log"] {
        let paste = read(&text.replace("{}", &elided));
        assert_eq!(texts(&paste), [elided.as_str()], "{text}");
    }
    let paste = read("unsecured: eyJhbGciOiJub25lIn0.e30. and more");
    assert_eq!(texts(&paste), ["eyJhbGciOiJub25lIn0.e30."]);
}

#[test]
fn repairs_are_told() {
    let (a, long) = (&jws("a"), &long());
    for (input, repairs) in [
        (a.clone(), &[][..]),
        (format!("{a}\n"), &[]),
        (format!("  {a}"), &["removed the white space around it"]),
        (format!("\"{a}\""), &["removed the quotes around it"]),
        (format!("“{a}”"), &["removed the quotes around it"]),
        (wrap(long, 76, "\n"), &["joined 8 lines"]),
        (a.replace('.', "%2E"), &["decoded %2E"]),
        (format!("\u{feff}{a}"), &["removed the byte order mark"]),
        (format!("{{\"access_token\":\"{a}\"}}"), &["took access_token out of a JSON response"]),
        (format!("{{\"x\":\"{a}\"}}"), &["took it out of JSON"]),
        (format!("https://x.example/#id_token={a}"), &["took id_token out of a URL"]),
        (format!("Cookie: s={a}"), &["took it out of a cookie"]),
        (
            format!("curl -H 'Authorization: Bearer {a}' x"),
            &["took it out of a command", "removed 'Bearer'"],
        ),
    ] {
        let paste = read(&input);
        assert_eq!(paste.found[0].repairs, repairs, "{input}");
    }
}

#[test]
fn what_is_no_token_is_named() {
    for (input, instead) in [
        ("", "the input is empty"),
        (" \r\n\t", "the input is empty"),
        ("\u{feff}\n", "the input is empty"),
        ("undefined", "the word 'undefined'"),
        ("\"null\"", "the word 'null'"),
        ("[object Object]", "the word '[object Object]'"),
        (r#"{"access_token":null}"#, "the word 'null'"),
        (r#"{"access_token":"undefined"}"#, "the word 'undefined'"),
        ("GET /orders 401 auth=\"Bearer undefined\"", "the word 'undefined'"),
        ("sent Bearer null to the API", "the word 'null'"),
        (r#"{"kty":"RSA","n":"AAAA","e":"AQAB"}"#, "JSON Web Key"),
        (r#"{"keys":[{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}"#, "JSON Web Key Set"),
        (
            "-----BEGIN PUBLIC KEY-----\nMIIB\neyJhbGciOiJIUzI1NiJ9AAAA\n-----END PUBLIC KEY-----\n",
            "PEM public key",
        ),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----", "PEM private key"),
        ("-----BEGIN CERTIFICATE-----\nMIIB", "PEM certificate"),
        ("<samlp:Response ID=\"x\">\n<a/></samlp:Response>", "SAML response"),
        ("PHNhbWxwOlJlc3BvbnNlIHhtbG5zOnNhbWxwPSJ1cm46b2FzaXM6bmFtZXM", "SAML response"),
        (
            "https://app.example/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkj",
            "authorization code",
        ),
        ("?code=abc", "authorization code"),
        ("curl -H \"Authorization: Bearer $TOKEN\" https://x.example", "a placeholder"),
        ("{", "punctuation"),
        ("https://app.example/cb?error=access_denied&state=x", "an error answer"),
        ("https://app.example/", "a URL without a token"),
        ("Bearer realm=\"api\", error=\"invalid_token\"", "challenge"),
        (r#"{"error":"invalid_grant","error_description":"x"}"#, "an error answer"),
        (r#"{"iss":"https://t.example/","sub":"a","aud":"b"}"#, "the claims of a token"),
    ] {
        let paste = read(input);
        assert_eq!(texts(&paste), [""; 0], "{input}");
        let told = paste.instead.unwrap_or_default();
        assert!(told.contains(instead), "{input}: {told}");
    }
}

#[test]
fn words_of_a_language_are_no_tokens() {
    for input in [
        "the token expired",
        "token expired",
        "bearer of bad news",
        "Basic auth",
        "access_token: missing",
        "no id_token: check the scope",
        "let accessToken = await getToken();",
        "access_token=getToken({x: 1})",
        "GET /orders 200 12ms",
        "it starts with eyJ and has dots",
        "2026-01-01T00:00:00Z INFO started",
        "see https://docs.example/tokens/reference-1234567890 for token formats",
        "csrf_token=abcdef0123456789abcdef next",
    ] {
        let paste = read(input);
        assert!(
            paste.found.is_empty() && paste.instead.is_none(),
            "{input}: {:?}",
            paste.found.len()
        );
        assert!(paste.sent.is_none(), "{input}");
    }
}

#[test]
fn bytes_of_any_kind() {
    let a = &jws("a");
    let le: Vec<u8> = a.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &le[..]].concat();
    for bytes in [a.clone().into_bytes(), le, marked, format!("\u{feff}{a}\r\n").into_bytes()] {
        assert_eq!(texts(&read_bytes(&bytes)), [a]);
    }
    let latin = [b"caf\xe9 ", a.as_bytes(), b" \xff"].concat();
    assert_eq!(texts(&read_bytes(&latin)), [a]);
}
