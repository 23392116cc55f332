//! Services known here for the prefixes of their tokens and keys alone.

use super::BLANK;
use crate::issuer::Provider;

macro_rules! services {
    ($($name:ident $id:literal $title:literal;)+) => {
        $(pub(super) static $name: Provider = Provider { id: $id, title: $title, ..BLANK };)+
        /// All of them.
        pub(super) static ALL: &[&Provider] = &[$(&$name),+];
    };
}

services! {
    ANTHROPIC "anthropic" "Anthropic";
    ATLASSIAN "atlassian" "Atlassian";
    CARGO "crates_io" "crates.io";
    DATABRICKS "databricks" "Databricks";
    DIGITALOCEAN "digitalocean" "DigitalOcean";
    DOCKER "docker" "Docker Hub";
    FIGMA "figma" "Figma";
    GRAFANA "grafana" "Grafana";
    HUGGINGFACE "huggingface" "Hugging Face";
    LINEAR "linear" "Linear";
    NETLIFY "netlify" "Netlify";
    NOTION "notion" "Notion";
    NPM "npm" "npm";
    OPENAI "openai" "OpenAI";
    PASETO "paseto" "PASETO";
    PLANETSCALE "planetscale" "PlanetScale";
    POSTMAN "postman" "Postman";
    PYPI "pypi" "PyPI";
    RUBYGEMS "rubygems" "RubyGems";
    SENDGRID "sendgrid" "SendGrid";
    SENTRY "sentry" "Sentry";
    STRIPE "stripe" "Stripe";
}
