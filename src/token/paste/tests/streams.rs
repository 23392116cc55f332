use super::*;

#[test]
fn the_first_line_decides() {
    let (a, long, jwe) = (&jws("a"), &long(), &jwe());
    for line in [
        a.clone(),
        format!("  {a}\r"),
        format!("\"{a}\""),
        jwe.clone(),
        format!("{a}~YWJj~"),
        format!("Bearer {a}"),
        "Bearer eK3b9TfVxQm7Zr2LwPc8".to_owned(),
        "eK3b9TfVxQm7Zr2LwPc8".to_owned(),
        format!(r#"{{"access_token":"{a}"}}"#),
        r#"{"level":"info"}"#.to_owned(),
        format!("https://x.example/cb#access_token={a}"),
        format!("2026-01-01T00:00:00Z INFO token={a}"),
        format!("[12:00] got {a}"),
    ] {
        assert!(starts_stream(&line), "{line}");
        assert!(is_stream(&format!("\n\n{line}\nmore\n")));
    }
    for line in [
        String::new(),
        wrap(long, 76, "\n").lines().next().unwrap().to_owned(),
        long[..200].to_owned(),
        long[..long.len() - 9].to_owned(),
        format!("Authorization: Bearer {a}"),
        format!("token: {a}"),
        format!("Authorization: Bearer {}", &a[..50]),
        format!("Bearer {}", &a[..50]),
        format!("GET /x?access_token={a} HTTP/1.1"),
        format!("curl -H 'Authorization: Bearer {a}' https://x.example"),
        format!("curl -H 'Authorization: Bearer {a}' \\"),
        format!("ACCESS_TOKEN={a}"),
        "DEBUG=1".to_owned(),
        "{".to_owned(),
        "[".to_owned(),
        format!("{{\"access_token\": \"{a}\","),
        format!("\"access_token\": \"{a}\","),
        format!("<input name=\"id_token\" value=\"{a}\">"),
        "```".to_owned(),
        "---".to_owned(),
        "-----BEGIN PUBLIC KEY-----".to_owned(),
        "## Steps".to_owned(),
        "Bearer".to_owned(),
        "Hello,".to_owned(),
    ] {
        assert!(!starts_stream(&line), "{line}");
    }
}
