//! Floor 2: what is known about providers, as tables. One record a provider;
//! adding one touches one file. Uses `text/` and `token/`.

/// What is known about one provider of tokens.
#[derive(Debug)]
pub struct Provider {
    /// Stable name in output: `auth0`, `okta`, `entra`, ...
    pub id: &'static str,
    /// Name for people: "Auth0".
    pub title: &'static str,
    pub ask_for_api: &'static str,
    pub tenant_in_path: bool,
    pub id_token_is_for_the_api: bool,
}
pub const ASK_FOR_API: &str = "";
impl Provider {}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnApi {
    Management,
    UserInfo,
    Foreign,
    Default,
}
pub struct OwnApiRecord {
    pub what: OwnApi,
    pub title: &'static str,
}
pub fn own_api(
    _: &crate::text::json::Object,
) -> Option<(&'static Provider, &'static OwnApiRecord)> {
    None
}
pub fn by_issuer(_: &str) -> Option<&'static Provider> {
    None
}
pub fn is_providers_own_host(_: &str) -> bool {
    false
}
