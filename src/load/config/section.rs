//! One table of a configuration.

use std::rc::Rc;

use toml::de::DeTable;

use super::entry::{Entry, meant, shown};
use super::error::ConfigError;
use super::keys;
use super::source::Source;

/// A key of a table: its name, and where its value goes.
pub(super) struct Key<T> {
    pub(super) name: &'static str,
    pub(super) set: fn(&mut T, &Entry) -> Result<(), ConfigError>,
}

/// One table.
pub(super) struct Section<'a> {
    source: &'a Source<'a>,
    table: &'a DeTable<'a>,
    /// "apis.orders"; empty for the document itself.
    path: Rc<str>,
    /// The last part of its name.
    pub(super) name: &'a str,
    /// Where its header starts.
    at: usize,
    /// The line of its header.
    pub(super) line: usize,
}

impl<'a> Section<'a> {
    /// The document itself.
    pub(super) fn root(source: &'a Source<'a>, table: &'a DeTable<'a>) -> Self {
        Self { source, table, path: Rc::from(""), name: "", at: 0, line: 1 }
    }

    /// Complains of anything in the document but these tables.
    pub(super) fn expect_tables(&self, known: &[&str]) -> Result<(), ConfigError> {
        let Some(entry) = self.entries().into_iter().find(|entry| !known.contains(&entry.name))
        else {
            return Ok(());
        };
        let name = shown(entry.name);
        let message = match meant(entry.name, known.iter().copied()) {
            _ if !entry.is_table() && keys::API.iter().any(|key| key.name == entry.name) => {
                format!("'{name}' stands outside of any table: it belongs in [apis.NAME]")
            }
            Some(meant) => format!("unknown table [{name}]: did you mean [{meant}]?"),
            None if entry.is_table() => {
                format!("unknown table [{name}]: there are [{}]", known.join("], ["))
            }
            None => format!("unknown key '{name}' outside of any table"),
        };
        Err(self.source.error(entry.at, &message))
    }

    /// The tables within the table of that name, in the order of the file.
    pub(super) fn members(&self, name: &str) -> Result<Vec<Self>, ConfigError> {
        let Some(outer) = self.entry(name) else { return Ok(Vec::new()) };
        outer.members(&format!("a table, as in [{name}.NAME]"))?.iter().map(Self::of).collect()
    }

    fn of(entry: &Entry<'a>) -> Result<Self, ConfigError> {
        let (table, at) = entry.table("a table")?;
        let source = entry.source;
        if entry.name.is_empty() {
            return Err(source.error(at, &format!("a table in [{}] has no name", entry.outer)));
        }
        Ok(Self { source, table, path: entry.path(), name: entry.name, at, line: source.line(at) })
    }

    /// Hands each entry to its key.
    pub(super) fn fill<T>(&self, into: &mut T, keys: &[Key<T>]) -> Result<(), ConfigError> {
        for entry in self.entries() {
            let Some(key) = keys.iter().find(|key| key.name == entry.name) else {
                let hint = meant(entry.name, keys.iter().map(|key| key.name))
                    .map_or_else(String::new, |meant| format!(": did you mean '{meant}'?"));
                let message =
                    format!("unknown key '{}' in [{}]{hint}", shown(entry.name), self.path);
                return Err(self.source.error(entry.at, &message));
            };
            (key.set)(into, &entry)?;
        }
        Ok(())
    }

    /// "tokcheck.toml:4", the line being that of its header.
    pub(super) fn place(&self) -> String {
        self.source.place(self.line)
    }

    /// An error of the table as a whole.
    pub(super) fn error(&self, what: &str) -> ConfigError {
        self.source.error(self.at, &format!("[{}] {what}", self.path))
    }

    /// An error of one of its keys.
    pub(super) fn error_of(&self, name: &str, what: &str) -> ConfigError {
        self.entry(name).map_or_else(|| self.error(what), |entry| entry.error(what))
    }

    /// An error of one of its keys, whose value is almost a known name.
    pub(super) fn slip(&self, name: &str, written: &str, meant: &str) -> ConfigError {
        self.entry(name).map_or_else(|| self.error("is wrong"), |entry| entry.slip(written, meant))
    }

    fn entry(&self, name: &str) -> Option<Entry<'a>> {
        let pair = self.table.iter().find(|(key, _)| key.get_ref() == name)?;
        Some(Entry::new(self.source, &self.path, pair))
    }

    fn entries(&self) -> Vec<Entry<'a>> {
        Entry::all(self.source, &self.path, self.table)
    }
}
