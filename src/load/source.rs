//! What a user may name as a source of keys, and reading those that are no URL.

use std::env;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::key::SecretEncoding;
use crate::load::discovery::Discovery;
use crate::load::http::MAX_BODY;
use crate::text::escape::escaped;

/// Longest of most files of keys and secrets, in bytes.
const USUAL: usize = 4 << 10;

/// Where a key set stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JwksSource {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A URL.
    Url(String),
}

impl JwksSource {
    /// Reads the value of `--jwks`: `-`, a URL, or a file.
    #[must_use]
    pub fn from_arg(text: &str) -> Self {
        match text {
            "-" => Self::Stdin,
            _ if text.contains("://") => Self::Url(text.to_owned()),
            _ => Self::File(text.into()),
        }
    }
}

/// Where a shared secret stands.
#[derive(Clone, PartialEq, Eq)]
pub enum SecretSource {
    /// A variable.
    Env(String),
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// It is the text itself.
    Text(Zeroizing<String>),
}

impl SecretSource {
    /// Reads the value of `--secret`: `env:NAME`, `@FILE`, `-`, or the secret.
    #[must_use]
    pub fn from_arg(text: &str) -> Self {
        if text == "-" {
            Self::Stdin
        } else if let Some(name) = text.strip_prefix("env:") {
            Self::Env(name.to_owned())
        } else if let Some(path) = text.strip_prefix('@') {
            Self::File(path.into())
        } else {
            Self::Text(Zeroizing::new(text.to_owned()))
        }
    }

    /// The source in words.
    pub(super) fn origin(&self) -> String {
        match self {
            Self::Env(name) => format!("the secret in ${}", escaped(name)),
            Self::File(path) => format!("the secret in {}", shown(path)),
            Self::Stdin => "the secret on standard input".to_owned(),
            Self::Text(_) => "the secret given".to_owned(),
        }
    }

    /// The value as text, without one final line end unless it was typed.
    ///
    /// # Errors
    /// When the source is absent, or holds no UTF-8.
    pub fn text(&self) -> Result<String, LoadError> {
        String::from_utf8(self.read(None)?.to_vec())
            .map_err(|_| LoadError { source: self.origin(), what: "it is not UTF-8".to_owned() })
    }

    /// The secret as bytes, without one final line end unless it was typed.
    pub(super) fn read(&self, stdin: Option<&[u8]>) -> Result<Zeroizing<Vec<u8>>, LoadError> {
        let error = |what: &str| LoadError { source: self.origin(), what: what.to_owned() };
        let mut bytes = Zeroizing::new(match self {
            Self::Text(text) => return Ok(Zeroizing::new(text.as_bytes().to_vec())),
            Self::Env(name) => match env::var(name) {
                Ok(text) => text.into_bytes(),
                Err(env::VarError::NotPresent) => return Err(error("no such variable")),
                Err(env::VarError::NotUnicode(_)) => return Err(error("it is not UTF-8")),
            },
            Self::File(path) => read_file(path).map_err(|why| error(&why))?,
            Self::Stdin => stdin.ok_or_else(|| error("nothing was read from it"))?.to_vec(),
        });
        if bytes.last() == Some(&b'\n') {
            bytes.pop();
            if bytes.last() == Some(&b'\r') {
                bytes.pop();
            }
        }
        Ok(bytes)
    }
}

impl fmt::Debug for SecretSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin())
    }
}

/// All that was said about keys. `jwks`, `keys` and `secrets` add up; where one
/// is given, nothing is discovered.
#[derive(Clone, Debug, Default)]
pub struct KeySources {
    /// Key sets.
    pub jwks: Vec<JwksSource>,
    /// Key files: PEM, DER, JWK, JWK set, certificate.
    pub keys: Vec<PathBuf>,
    /// Shared secrets.
    pub secrets: Vec<(SecretSource, SecretEncoding)>,
    /// Whose keys are to be discovered.
    pub discovery: Option<Discovery>,
}

impl KeySources {
    /// Whether one of them is standard input.
    #[must_use]
    pub fn want_stdin(&self) -> bool {
        self.jwks.contains(&JwksSource::Stdin)
            || self.secrets.iter().any(|(source, _)| *source == SecretSource::Stdin)
    }

    /// Whether keys are given, so that none are discovered.
    #[must_use]
    pub fn are_given(&self) -> bool {
        !(self.jwks.is_empty() && self.keys.is_empty() && self.secrets.is_empty())
    }
}

/// A source that can't be used: a usage error, safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// Which source.
    pub source: String,
    /// What is wrong with it.
    pub what: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.is_empty() {
            return f.write_str(&self.what);
        }
        write!(f, "{}: {}", self.source, self.what)
    }
}

impl std::error::Error for LoadError {}

/// Reads a file that is no longer than a key set may be.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let said = |error: &io::Error| match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        io::ErrorKind::IsADirectory => "a directory, not a file".to_owned(),
        _ => escaped(&error.to_string()),
    };
    let file = File::open(path).map_err(|error| said(&error))?;
    // A room that most of them fit into: else it is felt for in ever larger pieces.
    let mut bytes = Vec::with_capacity(USUAL);
    file.take(MAX_BODY + 1).read_to_end(&mut bytes).map_err(|error| said(&error))?;
    if bytes.len() as u64 > MAX_BODY {
        return Err("longer than 1 MiB, which no key file is".to_owned());
    }
    Ok(bytes)
}

/// The name of a file, safe to print.
pub(super) fn shown(path: &Path) -> String {
    escaped(&path.display().to_string())
}
