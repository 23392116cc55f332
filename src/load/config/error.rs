//! What is wrong with a configuration, with file and line.

use std::fmt;
use std::io;
use std::path::Path;

use crate::text::escape::escaped;

/// Why a configuration can't be used. It never holds a value that could be a
/// secret, and is safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    file: String,
    line: Option<usize>,
    message: String,
}

impl ConfigError {
    /// The line that is wrong, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn at(path: &Path, line: usize, message: &str) -> Self {
        Self { file: label(path), line: Some(line), message: message.to_owned() }
    }

    /// An error of the file as a whole, which is named in full.
    pub(super) fn of_file(path: &Path, message: &str) -> Self {
        let file = escaped(&path.to_string_lossy());
        Self { file, line: None, message: message.to_owned() }
    }

    pub(super) fn unreadable(path: &Path, why: &io::Error) -> Self {
        let why = match why.kind() {
            io::ErrorKind::NotFound => "there is no such file".to_owned(),
            kind => format!("it can't be read: {kind}"),
        };
        Self::of_file(path, &why)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

/// The file as a report names it: as it was given where that is relative, else
/// its last part, so that reports are the same on every machine.
pub(super) fn label(path: &Path) -> String {
    let short = match path.file_name() {
        Some(name) if path.has_root() || path.is_absolute() => Path::new(name),
        _ => path.strip_prefix(".").unwrap_or(path),
    };
    escaped(&short.to_string_lossy())
}
