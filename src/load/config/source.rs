//! The text of a configuration: from bytes to lines, from names to files.

use std::path::{Path, PathBuf, absolute};

use super::error::{ConfigError, label};
use crate::text::escape::escaped;

/// The file that is being read.
pub(super) struct Source<'a> {
    path: &'a Path,
    /// Relative files are relative to this.
    folder: PathBuf,
    /// Offsets at which lines start, but for the first.
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &str, path: &'a Path) -> Result<Self, ConfigError> {
        let full = absolute(path).map_err(|why| ConfigError::unreadable(path, &why))?;
        let folder = full.parent().unwrap_or(&full).to_owned();
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Ok(Self { path, folder, starts: starts.map(|(at, _)| at + 1).collect() })
    }

    /// The line of a byte offset, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.starts.partition_point(|start| *start <= at)
    }

    /// "tokcheck.toml:4".
    pub(super) fn place(&self, line: usize) -> String {
        format!("{}:{line}", label(self.path))
    }

    pub(super) fn error(&self, at: usize, message: &str) -> ConfigError {
        ConfigError::at(self.path, self.line(at), message)
    }

    /// The parser's own words and place; its `Display` would print the line,
    /// which may hold a secret.
    pub(super) fn syntax(&self, error: &toml::de::Error) -> ConfigError {
        let message = format!("not TOML: {}", escaped(error.message()));
        match error.span() {
            Some(span) => self.error(span.start, &message),
            None => ConfigError::of_file(self.path, &message),
        }
    }

    /// A file that the configuration names, as an absolute path.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}
