//! `tokcheck.toml`: tenants, clients and what each API expects. It names files,
//! URLs and expectations, never commands, and no error repeats a value of it
//! unless that value is almost a name that tokcheck knows.
//!
//! The keys of a table are data: see [`keys`]. Uses `api/`, `key/`, `server/`
//! and `text/`, and is the only home of the crate `toml`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::thread;

use toml::de::DeTable;

use crate::api::ApiProfile;
use crate::key::SecretEncoding;

mod entry;
mod error;
mod find;
mod keys;
mod section;
mod source;
#[cfg(test)]
mod tests;

pub use error::ConfigError;
pub use find::Search;
pub(in crate::load) use find::is_trusted;
pub use keys::required_claim;

use entry::meant;
use section::Section;
use source::Source;

/// All that a configuration says. The default is no configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The file, as it was given or found.
    pub path: Option<PathBuf>,
    /// `[tenants.NAME]`.
    pub tenants: BTreeMap<String, Tenant>,
    /// `[clients.NAME]`.
    pub clients: BTreeMap<String, Client>,
    /// `[apis.NAME]`.
    pub apis: BTreeMap<String, Api>,
}

/// A tenant: an issuer under a short name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tenant {
    /// Name in the configuration.
    pub name: String,
    /// Its issuer, octet for octet; never empty.
    pub issuer: String,
    /// Line of its table.
    pub line: usize,
}

/// An app that logs in at a tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// Name in the configuration.
    pub name: String,
    /// Where it logs in: a configured name or whatever else `--tenant` takes.
    pub tenant: Option<String>,
    /// Its client id; never empty.
    pub client_id: String,
    /// Line of its table.
    pub line: usize,
}

/// An API: what it expects, and the keys to check with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Api {
    /// What it expects. Its issuer is that of a configured tenant, if one is
    /// named.
    pub profile: ApiProfile,
    /// Keys that are given outright.
    pub keys: KeySettings,
    /// `tenant` as it was written. Where it is no configured name, whoever
    /// resolves it has still to compare it with an issuer in the profile.
    pub tenant: Option<String>,
}

/// Keys of an API; they add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySettings {
    /// A URL, or a file's absolute path.
    pub jwks: Option<String>,
    /// A key's file.
    pub key: Option<PathBuf>,
    /// `@FILE` with its absolute path, or `env:NAME`; never the secret itself.
    pub secret: Option<String>,
    /// How the secret's text stands for its bytes.
    pub secret_encoding: Option<SecretEncoding>,
}

impl Config {
    /// Reads a configuration from its text. Relative files in it are taken
    /// from the folder of `path`, which is not read.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let source = Source::new(text, path)?;
        let parse = || {
            let document = DeTable::parse(text).map_err(|error| source.syntax(&error))?;
            Self::from_document(&source, document.get_ref())
        };
        // Dotted keys in inline tables nest thousands deep before the parser's
        // own limit holds, and such a table is dropped recursively.
        thread::scope(|scope| {
            let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, parse);
            let worker = worker.map_err(|why| ConfigError::unreadable(path, &why))?;
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
        .map(|config| Self { path: Some(path.to_owned()), ..config })
    }

    /// Reads a configuration file.
    ///
    /// # Errors
    /// When it can't be read, exceeds 4 MiB, or anything in it is wrong.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let mut bytes = Vec::new();
        File::open(path)
            .and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
            .map_err(|why| ConfigError::unreadable(path, &why))?;
        if bytes.len() as u64 > MOST {
            return Err(ConfigError::of_file(path, "it is larger than 4 MiB"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(&text, path),
            Err(error) => {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = good.split(|byte| *byte == b'\n').count();
                Err(ConfigError::at(path, line, "this is not UTF-8"))
            }
        }
    }

    /// Looks for `tokcheck.toml` from a folder upwards, as far as the root of
    /// its repository or the home folder, both included. What belongs to
    /// neither the user nor root is passed over; [`Config::search`] names it.
    ///
    /// # Errors
    /// When the folder has no absolute path, or a file of the user's own can't
    /// be looked at.
    pub fn find(cwd: &Path, home: Option<&Path>) -> Result<Option<PathBuf>, ConfigError> {
        Self::search(cwd, home).map(|search| search.path)
    }

    /// As [`Config::find`], and says what was passed over.
    ///
    /// # Errors
    /// As for [`Config::find`].
    pub fn search(cwd: &Path, home: Option<&Path>) -> Result<Search, ConfigError> {
        find::search(cwd, home, &|path, metadata| find::is_trusted(path, metadata, home))
    }

    fn from_document(source: &Source, document: &DeTable) -> Result<Self, ConfigError> {
        let mut config = Self::default();
        let root = Section::root(source, document);
        root.expect_tables(&["tenants", "clients", "apis"])?;
        for section in root.members("tenants")? {
            let tenant = Tenant::from_section(&section)?;
            config.tenants.insert(section.name.to_owned(), tenant);
        }
        for section in root.members("clients")? {
            let client = Client::from_section(&section, &config.tenants)?;
            config.clients.insert(section.name.to_owned(), client);
        }
        for section in root.members("apis")? {
            let api = Api::from_section(&section, &config.tenants)?;
            config.apis.insert(section.name.to_owned(), api);
        }
        Ok(config)
    }
}

impl Tenant {
    fn from_section(section: &Section) -> Result<Self, ConfigError> {
        let mut tenant =
            Self { name: section.name.to_owned(), line: section.line, ..Self::default() };
        if is_shorthand(section.name) {
            return Err(section.error("is a name that always means the provider: choose another"));
        }
        section.fill(&mut tenant, &keys::TENANT)?;
        if tenant.issuer.is_empty() {
            return Err(section.error("has no 'issuer'"));
        }
        Ok(tenant)
    }
}

impl Client {
    fn from_section(section: &Section, tenants: &Tenants) -> Result<Self, ConfigError> {
        let mut client =
            Self { name: section.name.to_owned(), line: section.line, ..Self::default() };
        section.fill(&mut client, &keys::CLIENT)?;
        if client.client_id.is_empty() {
            return Err(section.error("has no 'client_id'"));
        }
        expect_no_slip(section, client.tenant.as_deref(), tenants)?;
        Ok(client)
    }
}

impl Api {
    fn from_section(section: &Section, tenants: &Tenants) -> Result<Self, ConfigError> {
        let mut api = Self::default();
        api.profile.name = Some(section.name.to_owned());
        api.profile.origin = Some(section.place());
        section.fill(&mut api, &keys::API)?;
        expect_no_slip(section, api.tenant.as_deref(), tenants)?;
        let Some(tenant) = api.tenant.as_ref().and_then(|name| tenants.get(name)) else {
            return Ok(api);
        };
        match &api.profile.issuer {
            Some(issuer) if *issuer != tenant.issuer => Err(section.error_of(
                "issuer",
                &format!(
                    "is not that of its 'tenant' (line {}): leave one of the two out",
                    tenant.line
                ),
            )),
            _ => {
                api.profile.issuer = Some(tenant.issuer.clone());
                Ok(api)
            }
        }
    }
}

/// Names that tokcheck gives a meaning of its own: what holds a colon is a
/// shorthand or a URL, and two shorthands stand without one.
fn is_shorthand(name: &str) -> bool {
    name.contains(':') || crate::issuer::shorthand(name).is_some()
}

/// What is no configured tenant may be a shorthand, a domain or a URL, which
/// are resolved elsewhere; a plain word next to a configured name is a slip.
fn expect_no_slip(
    section: &Section,
    tenant: Option<&str>,
    tenants: &Tenants,
) -> Result<(), ConfigError> {
    let Some(name) = tenant.filter(|name| !tenants.contains_key(*name)) else { return Ok(()) };
    if is_shorthand(name) || name.contains(['.', '/']) {
        return Ok(());
    }
    match meant(name, tenants.keys().map(String::as_str)) {
        Some(meant) => Err(section.slip("tenant", name, meant)),
        None => Ok(()),
    }
}

type Tenants = BTreeMap<String, Tenant>;

/// Largest file that is read.
const MOST: u64 = 4 << 20;

/// Holds 80 inline tables of 80 dotted keys each, with room to spare.
const STACK: usize = 32 << 20;
