use super::*;

fn parse(text: &str) -> Token {
    Token::parse(RawToken::new(text))
}

const HEAD: &str = "eyJhbGciOiJIUzI1NiJ9";
const BODY: &str = "eyJzdWIiOiJhIiwibiI6MS4xMH0";
const SIGN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

#[test]
fn a_jws_is_read() {
    let token = parse(&format!("{HEAD}.{BODY}.{SIGN}"));
    assert_eq!(token.form, Form::Jws);
    assert_eq!(token.alg(), Some("HS256"));
    assert_eq!(token.damage, []);
    assert_eq!(token.signing_input(), Some(format!("{HEAD}.{BODY}").as_str()));
    assert_eq!(token.claims.members().get("n").unwrap().to_string(), "1.10");
}

#[test]
fn opaque_strings_stay_opaque() {
    for text in ["eK3b9TfVxQm7Zr2LwPc8", "00Dxx!AQ.a.b", "a.b.c", "MTIz.x.y"] {
        assert_eq!(parse(text).form, Form::Opaque, "{text}");
    }
    assert_eq!(parse("").form, Form::None);
}

#[test]
fn damage_names_the_place() {
    let truncated = |part, text: &str| {
        let token = parse(text);
        assert!(
            matches!(&token.damage[..], [Damage::Truncated { part: p, .. }, ..] if *p == part),
            "{text}: {:?}",
            token.damage
        );
    };
    truncated("header", "eyJhbGciOiJIUzI1N");
    truncated("header", HEAD);
    truncated("payload", &format!("{HEAD}.{}", &BODY[..10]));
    truncated("payload", &format!("{HEAD}.{BODY}"));
    truncated("signature", &format!("{HEAD}.{BODY}."));
    truncated("signature", &format!("{HEAD}.{BODY}.{}", &SIGN[..20]));
    let elided = parse(&format!("{HEAD}.{}\u{2026}{SIGN}", &BODY[..10]));
    assert!(matches!(elided.damage[0], Damage::Elided { at: 31 }));
    let four = parse(&format!("{HEAD}.{BODY}.{SIGN}.x"));
    assert!(four.damage.contains(&Damage::Parts(4)));
}

#[test]
fn an_unsecured_token_is_whole() {
    let token = parse("eyJhbGciOiJub25lIn0.e30.");
    assert_eq!(token.damage, []);
    assert_eq!(token.form, Form::Jws);
}

#[test]
fn a_jwe_shows_its_header() {
    let token = parse("eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA");
    assert_eq!(token.form, Form::Jwe);
    assert_eq!(token.header.members().str("enc"), Some("A256GCM"));
}

#[test]
fn debug_output_holds_no_token() {
    let text = format!("{HEAD}.{BODY}.{SIGN}");
    let shown = format!("{:?}", parse(&text));
    assert!(!shown.contains(SIGN) && !shown.contains(HEAD), "{shown}");
}
