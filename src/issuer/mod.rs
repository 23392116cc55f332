//! Floor 2: what is known about providers, as tables. One record a provider;
//! adding one touches one file. Uses `text/` and `token/`.

/// What is known about one provider of tokens.
#[derive(Debug)]
pub struct Provider {
    /// Stable name in output: `auth0`, `okta`, `entra`, ...
    pub id: &'static str,
    /// Name for people: "Auth0".
    pub title: &'static str,
}
