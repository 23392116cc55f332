//! Where in a token grants stand: claims named for them, under a namespace
//! too, and lists inside objects (Keycloak's `resource_access.API.roles`).

use super::local_name;
use crate::rule::Facts;
use crate::text::json::{Json, Object};

/// Last parts of names under which issuers write what a token may do.
const NAMES: [&str; 8] =
    ["scope", "scp", "scopes", "roles", "role", "permissions", "groups", "authorities"];

/// Objects in objects that are looked into: `resource_access.API.roles`.
const DEPTH: usize = 3;

/// A place and the words in it.
pub(super) struct Place<'a> {
    /// The claim, or the way to a member of it, joined by dots.
    pub(super) path: String,
    /// It is a claim itself, not a member of one.
    pub(super) is_claim: bool,
    /// What stands there.
    pub(super) words: Vec<&'a str>,
}

impl Place<'_> {
    pub(super) fn holds(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

/// Every place, claims in the order of [`NAMES`] first.
pub(super) fn places<'a>(facts: &Facts<'a>) -> Vec<Place<'a>> {
    let mut all = Vec::new();
    collect(facts.claims(), "", DEPTH, &mut all);
    let rank = |place: &Place<'_>| {
        let name = NAMES.iter().position(|name| *name == place.path);
        (!place.is_claim, name.unwrap_or(NAMES.len()))
    };
    all.sort_by_key(rank);
    all
}

/// The member that a name of a claim means, and the object that holds it: a
/// claim of exactly that name, dots and all, else the way to a member of one,
/// as a [`Place`] writes it (`realm_access.roles`).
pub(super) fn at_path<'a, 'n>(object: &'a Object, name: &'n str) -> Option<(&'a Object, &'n str)> {
    if object.has(name) {
        return Some((object, name));
    }
    name.match_indices('.').find_map(|(dot, _)| match object.get(&name[..dot])? {
        Json::Object(inner) => at_path(inner, &name[dot + 1..]),
        _ => None,
    })
}

fn collect<'a>(object: &'a Object, before: &str, depth: usize, all: &mut Vec<Place<'a>>) {
    for (name, json) in object.iter() {
        let path = if before.is_empty() { name.to_owned() } else { format!("{before}.{name}") };
        match json {
            Json::Object(inner) if depth > 1 => collect(inner, &path, depth - 1, all),
            json if NAMES.iter().any(|n| local_name(name).eq_ignore_ascii_case(n)) => {
                let words = words(json);
                if !words.is_empty() {
                    all.push(Place { path, is_claim: before.is_empty(), words });
                }
            }
            _ => {}
        }
    }
}

/// The words of a text, or the texts of a list.
fn words(json: &Json) -> Vec<&str> {
    match json {
        Json::String(text) => text.split_ascii_whitespace().collect(),
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Says in which place these words stand that were missed elsewhere; empty
/// where they stand nowhere. The places in `read` are those that were looked at.
pub(super) fn told(facts: &Facts<'_>, missed: &[&str], read: &[&str]) -> String {
    let mut text = String::new();
    for place in places(facts).iter().filter(|place| !read.contains(&place.path.as_str())) {
        let there: Vec<&str> = missed.iter().copied().filter(|word| place.holds(word)).collect();
        if !there.is_empty() {
            let (words, path) = (super::listed(&there), super::quoted(&place.path));
            text.extend([" The token has ", &words, ", but in ", &path, "."]);
        }
    }
    text
}
