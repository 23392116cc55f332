//! Where the state of an opaque token can be asked, and where it is revoked:
//! one row a provider.

use crate::issuer::Prefix;

/// What the holder of an opaque token or key can do about it.
#[derive(Debug, PartialEq, Eq)]
pub struct Family {
    provider: &'static str,
    /// Who tells whether it is live and what it may do; empty: nobody.
    pub state: &'static str,
    /// Where it is revoked.
    pub revoke: &'static str,
}

/// Where any authorization server tells and revokes.
pub static ANY: Family = row(
    "",
    "the issuer's introspection endpoint (RFC 7662); for an OpenID Connect access token also its \
     userinfo endpoint",
    "the issuer's revocation endpoint (RFC 7009)",
);

impl Prefix {
    /// Where its state can be asked and where it is revoked.
    #[must_use]
    pub fn family(&self) -> &'static Family {
        TABLE.iter().find(|family| family.provider == self.provider).unwrap_or(&ANY)
    }
}

const fn row(provider: &'static str, state: &'static str, revoke: &'static str) -> Family {
    Family { provider, state, revoke }
}

static TABLE: &[Family] = &[
    row(
        "anthropic",
        "GET https://api.anthropic.com/v1/models with it",
        "the Anthropic Console, API keys",
    ),
    row(
        "atlassian",
        "GET /rest/api/3/myself of the site, with it as password",
        "id.atlassian.com, Security, API tokens",
    ),
    row("authelia", "/api/oidc/introspection of the server", "/api/oidc/revocation of the server"),
    row(
        "aws",
        "aws sts get-caller-identity with the whole credential; aws sts get-access-key-info \
         names the account of a key id",
        "IAM: deactivate the access key, or revoke the role's sessions",
    ),
    row("crates_io", "the page of your API tokens", "crates.io, Account Settings, API Tokens"),
    row(
        "databricks",
        "GET /api/2.0/preview/scim/v2/Me of the workspace with it",
        "the workspace: Settings, Developer, Access tokens",
    ),
    row(
        "digitalocean",
        "GET https://api.digitalocean.com/v2/account with it",
        "the control panel: API, Tokens",
    ),
    row("docker", "docker login with it", "Docker Hub: Account settings, Personal access tokens"),
    row(
        "facebook",
        "GET https://graph.facebook.com/debug_token?input_token=... with an app's token",
        "DELETE /me/permissions with it, or the app's settings",
    ),
    row("figma", "GET https://api.figma.com/v1/me with it", "Figma: Settings, Security"),
    row(
        "github",
        "GET https://api.github.com/user with it; for tokens of an OAuth or GitHub App: POST \
         /applications/CLIENT_ID/token",
        "GitHub: Settings, Developer settings or Applications; a leaked personal token: POST \
         /credentials/revoke",
    ),
    row(
        "gitlab",
        "GET /api/v4/personal_access_tokens/self of the instance with it",
        "DELETE /api/v4/personal_access_tokens/self, or GitLab: Access tokens",
    ),
    row(
        "google",
        "GET https://oauth2.googleapis.com/tokeninfo?access_token=... for an access token",
        "POST https://oauth2.googleapis.com/revoke for tokens; keys and secrets in the Cloud \
         console, Credentials",
    ),
    row(
        "grafana",
        "GET /api/user or /api/org of the instance with it",
        "Grafana: Service accounts, or Cloud access policies",
    ),
    row(
        "huggingface",
        "GET https://huggingface.co/api/whoami-v2 with it",
        "Hugging Face: Settings, Access Tokens",
    ),
    row("linear", "the viewer query of Linear's GraphQL API with it", "Linear: Settings, API"),
    row(
        "netlify",
        "GET https://api.netlify.com/api/v1/user with it",
        "Netlify: User settings, Applications",
    ),
    row("notion", "GET https://api.notion.com/v1/users/me with it", "Notion: My integrations"),
    row("npm", "npm whoami with it", "npm token revoke, or npmjs.com, Access Tokens"),
    row("openai", "GET https://api.openai.com/v1/models with it", "the OpenAI platform, API keys"),
    row(
        "ory",
        "POST /admin/oauth2/introspect of Hydra; /sessions/whoami of Kratos for a session",
        "POST /oauth2/revoke of Hydra; a session: DELETE /sessions of Kratos",
    ),
    row("paseto", "whoever issued it: PASETO has no endpoint of its own", "whoever issued it"),
    row(
        "planetscale",
        "GET https://api.planetscale.com/v1/user with it",
        "PlanetScale: Settings, Service tokens or OAuth applications",
    ),
    row("postman", "GET https://api.getpostman.com/me with it", "Postman: Settings, API keys"),
    row(
        "pypi",
        "nobody: PyPI shows it to its owner alone",
        "pypi.org: Account settings, API tokens",
    ),
    row("rubygems", "GET https://rubygems.org/api/v1/profile/me with it", "rubygems.org: API keys"),
    row(
        "salesforce",
        "POST /services/oauth2/introspect of the instance, or GET /services/oauth2/userinfo with it",
        "POST /services/oauth2/revoke of the instance",
    ),
    row(
        "sendgrid",
        "GET https://api.sendgrid.com/v3/scopes with it",
        "SendGrid: Settings, API Keys",
    ),
    row("sentry", "GET https://sentry.io/api/0/ with it", "Sentry: Settings, Auth Tokens"),
    row(
        "shopify",
        "GET /admin/oauth/access_scopes.json of the shop with it",
        "the shop's admin: Apps and sales channels",
    ),
    row(
        "slack",
        "POST https://slack.com/api/auth.test with it",
        "POST https://slack.com/api/auth.revoke with it, or the app's settings",
    ),
    row(
        "stripe",
        "GET https://api.stripe.com/v1/balance with it",
        "the Stripe Dashboard, Developers, API keys: roll the key",
    ),
    row(
        "terraform",
        "GET https://app.terraform.io/api/v2/account/details with it",
        "HCP Terraform: Account settings, Tokens",
    ),
    row("vault", "vault token lookup with it", "vault token revoke with it"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::by_prefix;

    #[test]
    fn families_are_found_by_the_prefix() {
        let slack = by_prefix("xoxb-0000-0000-aaaaaaaa").unwrap().family();
        assert!(slack.state.contains("auth.test") && slack.revoke.contains("auth.revoke"));
        for family in TABLE {
            assert!(crate::issuer::by_id(family.provider).is_some(), "{}", family.provider);
            assert!(!family.state.is_empty() && !family.revoke.is_empty());
        }
    }
}
