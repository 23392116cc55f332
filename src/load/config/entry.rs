//! One entry of a table, read as what its key wants. The errors say what was
//! wanted and of which type the value is, not the value.

use std::path::PathBuf;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

use super::error::ConfigError;
use super::source::Source;
use crate::text::escape::{escaped, shortened};
use crate::text::nearest::nearest;
use crate::text::time::duration;

/// One entry of a table.
pub(super) struct Entry<'a> {
    pub(super) source: &'a Source<'a>,
    /// Name of its table: "apis.orders"; empty for the document itself.
    pub(super) outer: Rc<str>,
    pub(super) name: &'a str,
    /// Where its key starts.
    pub(super) at: usize,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Entry<'a> {
    pub(super) fn new(
        source: &'a Source<'a>,
        outer: &Rc<str>,
        (key, value): (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>),
    ) -> Self {
        let outer = Rc::clone(outer);
        Self { source, outer, name: key.get_ref(), at: key.span().start, value }
    }

    /// All entries of a table in the order of the file; the parser's is by name.
    pub(super) fn all(
        source: &'a Source<'a>,
        outer: &Rc<str>,
        table: &'a DeTable<'a>,
    ) -> Vec<Self> {
        let mut entries: Vec<_> = table.iter().map(|pair| Self::new(source, outer, pair)).collect();
        entries.sort_by_key(|entry| entry.at);
        entries
    }

    pub(super) fn is_table(&self) -> bool {
        self.value.get_ref().is_table()
    }

    /// The table that it is, and where its header starts.
    pub(super) fn table(&self, wanted: &str) -> Result<(&'a DeTable<'a>, usize), ConfigError> {
        let table = self.value.get_ref().as_table().ok_or_else(|| self.wants(wanted))?;
        // The value of a dotted or inline table starts behind its key.
        Ok((table, self.at.min(self.value.span().start)))
    }

    /// The entries of the table that it is.
    pub(super) fn members(&self, wanted: &str) -> Result<Vec<Self>, ConfigError> {
        let (table, _) = self.table(wanted)?;
        Ok(Self::all(self.source, &self.path(), table))
    }

    /// Its own name as a table: "apis.orders".
    pub(super) fn path(&self) -> Rc<str> {
        let dot = if self.outer.is_empty() { "" } else { "." };
        Rc::from(format!("{}{dot}{}", self.outer, shown(self.name)))
    }

    /// A string that is not empty.
    pub(super) fn text(&self) -> Result<String, ConfigError> {
        self.string(self.value, "a string")
    }

    /// Strings, or one string alone.
    pub(super) fn list(&self) -> Result<Vec<String>, ConfigError> {
        const WANTED: &str = "a list of strings";
        match self.value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| self.string(item, WANTED)).collect(),
            DeValue::String(_) => Ok(vec![self.string(self.value, WANTED)?]),
            _ => Err(self.wants(WANTED)),
        }
    }

    /// As a list, in which no item holds white space: what does is several.
    pub(super) fn words(&self) -> Result<Vec<String>, ConfigError> {
        let items = self.list()?;
        Ok(items.iter().flat_map(|item| item.split_whitespace()).map(str::to_owned).collect())
    }

    pub(super) fn flag(&self) -> Result<bool, ConfigError> {
        self.value.get_ref().as_bool().ok_or_else(|| self.wants("true or false"))
    }

    /// A number above zero.
    pub(super) fn count(&self) -> Result<usize, ConfigError> {
        const WANTED: &str = "a whole number above zero";
        let number = self.value.get_ref().as_integer().ok_or_else(|| self.wants(WANTED))?;
        integer(number)
            .and_then(|number| usize::try_from(number).ok())
            .filter(|number| *number > 0)
            .ok_or_else(|| self.error(&format!("has to be {WANTED}")))
    }

    /// Seconds, or a duration with its unit, of at most a day.
    pub(super) fn seconds(&self) -> Result<i64, ConfigError> {
        const WANTED: &str = "seconds or a duration such as \"5s\" or \"2m\", at most 24h";
        let seconds = match self.value.get_ref() {
            DeValue::Integer(number) => integer(number),
            DeValue::String(text) => duration(text).ok(),
            _ => return Err(self.wants(WANTED)),
        };
        seconds
            .filter(|seconds| (0..=86_400).contains(seconds))
            .ok_or_else(|| self.error(&format!("has to be {WANTED}")))
    }

    /// A file, as an absolute path.
    pub(super) fn file(&self) -> Result<PathBuf, ConfigError> {
        Ok(self.source.file(&self.text()?))
    }

    /// A file's absolute path as text.
    pub(super) fn file_text(&self, name: &str) -> Result<String, ConfigError> {
        let path = self.source.file(name).into_os_string().into_string();
        path.map_err(|_| self.error("is relative to a folder whose name is not UTF-8"))
    }

    /// A string, boolean or whole number as its text.
    pub(super) fn any_text(&self) -> Result<String, ConfigError> {
        const WANTED: &str = "a string, true, false or a whole number";
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(value.to_string()),
            DeValue::Integer(number) => integer(number)
                .map(|number| number.to_string())
                .ok_or_else(|| self.error("is too large a number")),
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.wants(WANTED)),
        }
    }

    /// "'leeway' in [apis.orders] ...".
    pub(super) fn error(&self, what: &str) -> ConfigError {
        self.error_at(self.at, what)
    }

    /// An error of a value that is almost a known name. It is repeated for
    /// that reason alone: what is near nothing could be a secret.
    pub(super) fn slip(&self, written: &str, meant: &str) -> ConfigError {
        self.error(&format!("is '{}', which is unknown: did you mean '{meant}'?", shown(written)))
    }

    fn wants(&self, wanted: &str) -> ConfigError {
        self.wants_at(self.at, wanted, self.value.get_ref())
    }

    fn wants_at(&self, at: usize, wanted: &str, found: &DeValue) -> ConfigError {
        self.error_at(at, &format!("has to be {wanted}, not {}", type_of(found)))
    }

    fn error_at(&self, at: usize, what: &str) -> ConfigError {
        let name = shown(self.name);
        let message = match &*self.outer {
            "" => format!("'{name}' {what}"),
            outer => format!("'{name}' in [{outer}] {what}"),
        };
        self.source.error(at, &message)
    }

    fn string(&self, value: &Spanned<DeValue>, wanted: &str) -> Result<String, ConfigError> {
        let at = if std::ptr::eq(value, self.value) { self.at } else { value.span().start };
        match value.get_ref() {
            DeValue::String(text) if text.is_empty() => {
                Err(self.error_at(at, "holds an empty string"))
            }
            DeValue::String(text) => Ok(text.to_string()),
            other => Err(self.wants_at(at, wanted, other)),
        }
    }
}

/// A name in the file, safe to print.
pub(super) fn shown(name: &str) -> String {
    escaped(&shortened(name, 40))
}

/// The known name that is nearest; what is too long is near none.
pub(super) fn meant<'k>(
    written: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<&'k str> {
    if written.len() > 64 { None } else { nearest(written, known) }
}

fn integer(number: &DeInteger) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

fn type_of(value: &DeValue) -> &'static str {
    match value {
        DeValue::Array(_) => "a list",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Integer(_) => "a number",
        DeValue::String(_) => "a string",
        DeValue::Table(_) => "a table",
    }
}
