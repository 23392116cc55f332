//! Tokens to measure with, of about 1 kB each and no two alike, signed with
//! the throw-away keys of `tests/scenarios/keys.json`. The same arguments give
//! the same text, but for signatures of ES256, which are random by design.

use tokcheck::key::mint::SigningKey;
use tokcheck::text::json::{Json, Object};

/// The issuer of all tokens.
pub(crate) const ISSUER: &str = "https://login.example.com/";
/// The API that they are for.
pub(crate) const AUDIENCE: &str = "https://orders.example.com";
/// Algorithms of the streams, and the keys that sign for them.
pub(crate) const ALGORITHMS: [(&str, &str); 4] =
    [("RS256", "rsa-1"), ("ES256", "ec-1"), ("EdDSA", "ed-1"), ("HS256", "hmac-1")];
/// Bytes of a token, as near as its claims get.
pub(crate) const USUAL: usize = 1000;

/// The tests' throw-away keys.
pub(crate) struct Signers(Object);

impl Signers {
    /// Reads them.
    pub(crate) fn new() -> Self {
        let text = include_bytes!("../tests/scenarios/keys.json");
        let file = Json::parse(text).expect("the tests read the same file");
        Self(member(file.as_object(), "keys").clone())
    }

    /// The key of one of [`ALGORITHMS`].
    pub(crate) fn signer(&self, alg: &str) -> SigningKey {
        let jwk = self.entry(alg).get("private_jwk").expect("a key that signs");
        SigningKey::from_jwk(jwk).expect("a key that is whole")
    }

    /// The shared secret of HS256, as text.
    pub(crate) fn secret(&self) -> &str {
        self.entry("HS256").str("secret_text").expect("a secret")
    }

    /// The public keys, as a tenant would publish them.
    pub(crate) fn jwks(&self) -> String {
        let public = |(alg, _): &(&str, &str)| Some(Json::Object(self.signer(alg).public_jwk()?));
        let mut set = Object::empty();
        set.push("keys", Json::Array(ALGORITHMS.iter().filter_map(public).collect()));
        Json::Object(set).to_string()
    }

    fn entry(&self, alg: &str) -> &Object {
        let (_, name) = ALGORITHMS.iter().find(|(of, _)| *of == alg).expect("one of ALGORITHMS");
        member(Some(&self.0), name)
    }
}

fn member<'a>(object: Option<&'a Object>, name: &str) -> &'a Object {
    object.and_then(|o| o.get(name)).and_then(Json::as_object).expect("an object of that name")
}

/// Access token number `number`, issued a minute before `now`, of about `size` bytes.
pub(crate) fn token(key: &SigningKey, number: usize, now: i64, size: usize) -> String {
    // Peers go by the clock of the machine: to them too it has to be live.
    signed(key, number, (now - 60, now + 5 * 365 * 86_400), size)
}

/// One that ended an hour before `now`.
pub(crate) fn expired(key: &SigningKey, number: usize, now: i64) -> String {
    signed(key, number, (now - 7200, now - 3600), USUAL)
}

fn signed(key: &SigningKey, number: usize, (issued, expires): (i64, i64), size: usize) -> String {
    let mut header = Object::empty();
    header.push("typ", "at+jwt");
    let mut claims = Object::empty();
    claims.push("iss", ISSUER);
    claims.push("sub", format!("auth0|{number:024x}"));
    claims.push("aud", vec![AUDIENCE.to_owned(), format!("{ISSUER}userinfo")]);
    claims.push("client_id", "kH3vQpLr8TnYw2ZsXe5JmB7cDf9GaU1o");
    claims.push("iat", issued);
    claims.push("exp", expires);
    claims.push("jti", format!("{:032x}", number * 2_654_435_761));
    claims.push("scope", "openid profile email read:orders write:orders");
    let signature = match key.alg() {
        "RS256" => 342,
        "HS256" => 43,
        _ => 86,
    };
    // 100 characters of header and dots; four of base64 stand for three bytes.
    let room = size.saturating_sub(signature + 100) * 3 / 4;
    let have = Json::Object(claims.clone()).to_string().len() + r#","permissions":[]"#.len();
    claims.push("permissions", permissions(number, room.saturating_sub(have)));
    key.sign(&header, &claims).expect("a key signs with its own algorithm")
}

/// Names of permissions that fill so many bytes: what makes real tokens long.
fn permissions(number: usize, bytes: usize) -> Vec<String> {
    const EACH: usize = r#""read:orders-00000","#.len();
    let name = |index: usize| format!("read:orders-{:05}", (number + index) % 100_000);
    (0..(bytes + EACH / 2) / EACH).map(name).collect()
}
