//! Prefixes of tokens and keys that are no JWTs.

use crate::issuer::{Provider, by_id};

/// What a prefix tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// An authorization code, to be exchanged for tokens.
    Code,
    /// A key or secret.
    Key,
    /// A name of a key, not a secret itself.
    KeyId,
    /// A token.
    Token,
}

/// What is known about strings that begin so.
#[derive(Debug)]
pub struct Prefix {
    /// How they begin.
    pub start: &'static str,
    /// What also stands inside; empty: nothing.
    pub inside: &'static str,
    /// The least and the greatest length in bytes.
    pub length: (usize, usize),
    /// Whether the vendor documents the prefix, so that it settles the matter.
    pub sure: bool,
    /// The provider's id.
    pub provider: &'static str,
    /// What such a string is, for people.
    pub title: &'static str,
    /// Token, key or code.
    pub sort: Sort,
}

impl Prefix {
    /// Whether it is a secret, so that who has it can use it.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        matches!(self.sort, Sort::Key | Sort::Token)
    }

    /// The provider's record.
    #[must_use]
    pub fn provider(&self) -> Option<&'static Provider> {
        by_id(self.provider)
    }

    fn holds(&self, text: &str) -> bool {
        (self.length.0..=self.length.1).contains(&text.len())
            && text.starts_with(self.start)
            && (self.inside.is_empty() || text.contains(self.inside))
            && text.bytes().all(|b| b.is_ascii_graphic())
    }
}

/// What is known about a string by its prefix.
#[must_use]
pub fn by_prefix(text: &str) -> Option<&'static Prefix> {
    TABLE.iter().find(|prefix| prefix.holds(text))
}

const fn row(
    start: &'static str,
    length: (usize, usize),
    provider: &'static str,
    title: &'static str,
) -> Prefix {
    Prefix { start, inside: "", length, sure: true, provider, title, sort: Sort::Token }
}

impl Prefix {
    const fn inside(self, inside: &'static str) -> Self {
        Self { inside, ..self }
    }

    const fn sort(self, sort: Sort) -> Self {
        Self { sort, ..self }
    }

    /// A short or unofficial prefix, which others may share.
    const fn unsure(self) -> Self {
        Self { sure: false, ..self }
    }
}

/// Longer prefixes stand before those that they begin with.
static TABLE: &[Prefix] = &[
    row("ghp_", (20, 255), "github", "GitHub personal access token"),
    row("gho_", (20, 255), "github", "GitHub OAuth access token"),
    row("ghu_", (20, 255), "github", "GitHub App user access token"),
    row("ghs_", (20, 2048), "github", "GitHub App installation access token"),
    row("ghr_", (20, 255), "github", "GitHub App refresh token"),
    row("github_pat_", (22, 255), "github", "GitHub fine-grained personal access token"),
    row("glpat-", (20, 512), "gitlab", "GitLab personal access token"),
    row("gldt-", (15, 512), "gitlab", "GitLab deploy token"),
    row("glrt-", (15, 512), "gitlab", "GitLab runner token"),
    row("glcbt-", (15, 512), "gitlab", "GitLab CI job token"),
    row("glptt-", (15, 512), "gitlab", "GitLab pipeline trigger token"),
    row("gloas-", (15, 512), "gitlab", "GitLab OAuth application secret").sort(Sort::Key),
    row("glsoat-", (15, 512), "gitlab", "GitLab SCIM token"),
    row("glft-", (15, 512), "gitlab", "GitLab feed token"),
    row("glagent-", (15, 512), "gitlab", "GitLab agent token"),
    row("xoxb-", (15, 512), "slack", "Slack bot token"),
    row("xoxp-", (15, 512), "slack", "Slack user token"),
    row("xoxa-", (15, 512), "slack", "Slack workspace token"),
    row("xoxr-", (15, 512), "slack", "Slack refresh token"),
    row("xoxs-", (15, 512), "slack", "Slack session token"),
    row("xoxc-", (15, 512), "slack", "Slack client token"),
    row("xoxd-", (15, 512), "slack", "Slack cookie token"),
    row("xoxe-", (15, 2048), "slack", "Slack refresh token"),
    row("xoxe.", (15, 2048), "slack", "Slack rotating token"),
    row("xapp-", (15, 512), "slack", "Slack app-level token"),
    row("AKIA", (20, 20), "aws", "AWS access key id").sort(Sort::KeyId),
    row("ASIA", (20, 20), "aws", "AWS temporary access key id").sort(Sort::KeyId),
    row("ABIA", (20, 20), "aws", "AWS bearer token id").sort(Sort::KeyId),
    row("ACCA", (20, 20), "aws", "AWS context-specific credential id").sort(Sort::KeyId),
    row("A3T", (20, 20), "aws", "AWS access key id").sort(Sort::KeyId).unsure(),
    row("IQoJb3JpZ2lu", (100, 8192), "aws", "AWS session token").unsure(),
    row("FwoGZXIvYXdz", (100, 8192), "aws", "AWS session token").unsure(),
    row("sk_live_", (16, 255), "stripe", "Stripe secret key").sort(Sort::Key),
    row("sk_test_", (16, 255), "stripe", "Stripe secret key (test mode)").sort(Sort::Key),
    row("sk_prod_", (16, 255), "stripe", "Stripe secret key").sort(Sort::Key),
    row("rk_live_", (16, 255), "stripe", "Stripe restricted key").sort(Sort::Key),
    row("rk_test_", (16, 255), "stripe", "Stripe restricted key (test mode)").sort(Sort::Key),
    row("rk_prod_", (16, 255), "stripe", "Stripe restricted key").sort(Sort::Key),
    row("pk_live_", (16, 255), "stripe", "Stripe publishable key").sort(Sort::KeyId).unsure(),
    row("pk_test_", (16, 255), "stripe", "Stripe publishable key").sort(Sort::KeyId).unsure(),
    row("whsec_", (16, 255), "stripe", "Stripe webhook secret").sort(Sort::Key).unsure(),
    row("hvs.", (16, 2048), "vault", "Vault service token"),
    row("hvb.", (16, 8192), "vault", "Vault batch token"),
    row("hvr.", (16, 2048), "vault", "Vault recovery token"),
    row("s.", (26, 26), "vault", "Vault service token, old form").unsure(),
    row("npm_", (20, 255), "npm", "npm access token"),
    row("pypi-", (20, 2048), "pypi", "PyPI API token (a macaroon)"),
    row("sntrys_", (20, 2048), "sentry", "Sentry organization token"),
    row("sntryu_", (20, 2048), "sentry", "Sentry user token"),
    row("sk-ant-", (20, 255), "anthropic", "Anthropic API key").sort(Sort::Key),
    row("sk-proj-", (20, 512), "openai", "OpenAI project API key").sort(Sort::Key),
    row("sk-", (20, 512), "openai", "OpenAI API key").inside("T3BlbkFJ").sort(Sort::Key),
    row("doo_v1_", (20, 255), "digitalocean", "DigitalOcean OAuth token"),
    row("dop_v1_", (20, 255), "digitalocean", "DigitalOcean personal access token"),
    row("dor_v1_", (20, 255), "digitalocean", "DigitalOcean refresh token"),
    row("glsa_", (20, 255), "grafana", "Grafana service account token"),
    row("glc_", (20, 2048), "grafana", "Grafana Cloud token"),
    row("ya29.", (10, 4096), "google", "Google OAuth access token"),
    row("1//", (20, 1024), "google", "Google OAuth refresh token"),
    row("4/0", (20, 1024), "google", "Google authorization code").sort(Sort::Code).unsure(),
    row("GOCSPX-", (20, 64), "google", "Google OAuth client secret").sort(Sort::Key),
    row("AIza", (39, 39), "google", "Google API key").sort(Sort::Key),
    row("EAA", (16, 1024), "facebook", "Meta access token").unsure(),
    row("00D", (30, 1024), "salesforce", "Salesforce session id or access token").inside("!"),
    row("3MVG9", (40, 255), "salesforce", "Salesforce consumer key").sort(Sort::KeyId).unsure(),
    row("shpat_", (20, 255), "shopify", "Shopify access token"),
    row("shpca_", (20, 255), "shopify", "Shopify custom app token"),
    row("shpss_", (20, 255), "shopify", "Shopify shared secret").sort(Sort::Key),
    row("SG.", (60, 80), "sendgrid", "SendGrid API key").sort(Sort::Key),
    row("hf_", (20, 64), "huggingface", "Hugging Face access token"),
    row("lin_api_", (20, 64), "linear", "Linear API key").sort(Sort::Key),
    row("lin_oauth_", (20, 128), "linear", "Linear OAuth token"),
    row("ntn_", (20, 128), "notion", "Notion token"),
    row("dckr_pat_", (20, 64), "docker", "Docker personal access token"),
    row("dapi", (36, 38), "databricks", "Databricks personal access token").unsure(),
    row("ATATT3x", (50, 512), "atlassian", "Atlassian API token"),
    row("PMAK-", (30, 128), "postman", "Postman API key").sort(Sort::Key),
    row("figd_", (20, 128), "figma", "Figma personal access token"),
    row("rubygems_", (20, 128), "rubygems", "RubyGems API key").sort(Sort::Key),
    row("cio", (35, 35), "crates_io", "crates.io API token").unsure(),
    row("pscale_", (20, 128), "planetscale", "PlanetScale token"),
    row("nfp_", (20, 128), "netlify", "Netlify personal access token"),
    row("ory_at_", (20, 255), "ory", "Ory access token"),
    row("ory_rt_", (20, 255), "ory", "Ory refresh token"),
    row("ory_st_", (15, 255), "ory", "Ory session token"),
    row("ory_ac_", (20, 255), "ory", "Ory authorization code").sort(Sort::Code),
    row("authelia_at_", (20, 255), "authelia", "Authelia access token"),
    row("authelia_rt_", (20, 255), "authelia", "Authelia refresh token"),
    row("authelia_ac_", (20, 255), "authelia", "Authelia authorization code").sort(Sort::Code),
    // Nonce and tag, or a signature, give even an empty one this length.
    row("v1.local.", (64, 1 << 24), "paseto", "PASETO v1, encrypted"),
    row("v2.local.", (64, 1 << 24), "paseto", "PASETO v2, encrypted"),
    row("v3.local.", (64, 1 << 24), "paseto", "PASETO v3, encrypted"),
    row("v4.local.", (64, 1 << 24), "paseto", "PASETO v4, encrypted"),
    row("v1.public.", (86, 1 << 24), "paseto", "PASETO v1, signed"),
    row("v2.public.", (86, 1 << 24), "paseto", "PASETO v2, signed"),
    row("v3.public.", (86, 1 << 24), "paseto", "PASETO v3, signed"),
    row("v4.public.", (86, 1 << 24), "paseto", "PASETO v4, signed"),
    row("", (30, 512), "terraform", "HCP Terraform API token").inside(".atlasv1."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_names_a_provider_and_is_reached() {
        for prefix in TABLE {
            assert!(prefix.provider().is_some(), "{}", prefix.provider);
            assert_ne!(prefix.family(), &crate::issuer::ANY_FAMILY, "{}", prefix.provider);
            let filler = prefix.length.0.saturating_sub(prefix.start.len() + prefix.inside.len());
            let text = format!("{}{}{}", prefix.start, prefix.inside, "x".repeat(filler));
            let found = by_prefix(&text).expect(prefix.start);
            assert_eq!(found.start, prefix.start, "{text}");
        }
    }

    #[test]
    fn near_misses_are_none() {
        for text in
            ["ghp_", "AKIAxxxxxxxxxxxxxxxxxxxx", "s.short", "sk-x", "", "2YotnFZFEjr1zCsicMWpAA"]
        {
            assert!(by_prefix(text).is_none(), "{text}");
        }
    }
}
