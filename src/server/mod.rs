//! Floor 2: what is known about the software in front of an API, one data
//! record a server (`models/`), and what follows for one API: its demands.
//! Uses `text/`, `api/` and `key/`.

pub mod behaviour;
mod demands;
mod models;
mod reply;
mod words;

pub use behaviour::Behaviour;
pub use demands::{Demands, WantedKind};
pub use models::ALL;
pub use reply::{Answer, Fault, On, Reason, Refusal, Reply};

/// On what a model rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// The vendor's documentation: decision and status only.
    Documentation,
    /// The software itself was asked.
    Measured,
    /// Its source was read: decision and status only.
    Source,
    /// The text of the specifications.
    Specification,
}

impl Ground {
    /// The name in lists.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Measured => "measured",
            Self::Source => "source",
            Self::Specification => "specification",
        }
    }
}

/// What is known about one server.
#[derive(Debug)]
pub struct ServerModel {
    /// Name in flags and configuration.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Version or documents that the record describes.
    pub version: &'static str,
    /// On what it rests.
    pub ground: Ground,
    /// When it was written down.
    pub date: &'static str,
    /// What it does.
    pub does: Behaviour,
    /// Settings that only this server knows (`[apis.NAME.options]`).
    pub settings: &'static [Setting],
}

/// One switch of a server.
#[derive(Debug)]
pub struct Setting {
    /// Its name in `[apis.NAME.options]`.
    pub name: &'static str,
    /// How it stands where nothing is said.
    pub default: bool,
    /// What the other position does, in words.
    pub words: &'static str,
    /// What the other position changes in the record.
    pub turn: fn(&mut Behaviour),
}

impl ServerModel {
    /// The model of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<&'static Self> {
        ALL.iter().copied().find(|model| model.name == name)
    }

    /// Whether the name may stand in a configuration.
    #[must_use]
    pub fn is_known(name: &str) -> bool {
        Self::by_name(name).is_some()
    }

    /// Every name that may stand in a configuration.
    pub fn known() -> impl Iterator<Item = &'static str> {
        ALL.iter().map(|model| model.name)
    }

    /// The first option that this server does not know, or not with that value.
    #[must_use]
    pub fn unknown_option<'a>(
        &self,
        options: &'a std::collections::BTreeMap<String, String>,
    ) -> Option<(&'a str, &'a str)> {
        let known = |name: &str, value: &str| {
            matches!(value, "true" | "false") && self.settings.iter().any(|s| s.name == name)
        };
        options
            .iter()
            .find(|(name, value)| !known(name, value))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ApiProfile, CheckId};

    #[test]
    fn the_profile_wins_over_the_server() {
        let model = ServerModel::by_name("rfc9068").unwrap();
        let demands = Demands::of(&ApiProfile::default(), model);
        assert_eq!(demands.accepted_typ.as_deref(), Some(&["at+jwt".to_owned()][..]));
        let profile =
            ApiProfile { accepted_typ: Some(vec!["JWT".into()]), ..ApiProfile::default() };
        assert_eq!(Demands::of(&profile, model).accepted_typ, profile.accepted_typ);
    }

    #[test]
    fn every_model_makes_every_check_once() {
        for model in ALL {
            let mut order: Vec<CheckId> = model.does.order().collect();
            order.sort_unstable();
            assert_eq!(order, CheckId::ALL, "{}", model.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = ServerModel::known().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }

    #[test]
    fn a_setting_changes_what_the_record_says() {
        let model = ServerModel::by_name("express-oauth2-jwt-bearer").unwrap();
        let mut profile = ApiProfile::default();
        assert!(Demands::of(&profile, model).accepted_typ.is_none());
        profile.options.insert("strict".into(), "true".into());
        assert!(Demands::of(&profile, model).accepted_typ.is_some());
        profile.options.insert("strcit".into(), "true".into());
        assert_eq!(model.unknown_option(&profile.options), Some(("strcit", "true")));
    }

    #[test]
    fn a_challenge_holds_no_quote_of_the_users() {
        let model = ServerModel::by_name("generic").unwrap();
        let profile = ApiProfile {
            scopes: vec!["read:a".into(), "b\"\r\nX: y".into()],
            ..ApiProfile::default()
        };
        let demands = Demands::of(&profile, model);
        let reason = Reason {
            check: CheckId::Scope,
            fault: Fault::Value,
            refusal: Refusal::InsufficientScope,
        };
        assert_eq!(
            demands.answer(reason).unwrap().www_authenticate.as_deref(),
            Some("Bearer error=\"insufficient_scope\", scope=\"read:a\"")
        );
    }
}
