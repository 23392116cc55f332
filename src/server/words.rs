//! A record in words, for people.

use super::ServerModel;

impl ServerModel {
    /// What the record says, one fact a line.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        vec![format!("{}: {}", self.name, self.title)]
    }
}
