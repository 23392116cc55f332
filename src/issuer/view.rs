//! A token's members, looked through once for all rules.

use crate::issuer::names::{Names, index};
use crate::text::json::{Json, Object};

/// A token's members, looked through once.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The header.
    pub header: &'a Object,
    /// The claims.
    pub claims: &'a Object,
    seen: Names,
    others: usize,
    iss: Option<&'a Json>,
    sub: Option<&'a Json>,
    aud: Option<&'a Json>,
    typ: Option<&'a str>,
}

impl<'a> View<'a> {
    /// Looks through the members.
    #[must_use]
    pub fn new(header: &'a Object, claims: &'a Object) -> Self {
        let mut view = Self {
            header,
            claims,
            seen: Names::NONE,
            others: 0,
            iss: None,
            sub: None,
            aud: None,
            typ: header.str("typ").map(without_prefix),
        };
        for (name, value) in claims.iter() {
            // A claim that says nothing is as good as absent.
            if *value == Json::Null {
                continue;
            }
            // Of duplicates the last counts, as for most parsers.
            match name {
                "iss" => view.iss = Some(value),
                "sub" => view.sub = Some(value),
                "aud" => view.aud = Some(value),
                _ => {}
            }
            match index(name) {
                Some(at) => view.seen = view.seen.with(at),
                None => view.others += 1,
            }
        }
        view
    }

    /// The value of a claim; the three that most rules ask for are at hand.
    #[must_use]
    pub fn value(&self, claim: &str) -> Option<&'a Json> {
        match claim {
            "iss" => self.iss,
            "sub" => self.sub,
            "aud" => self.aud,
            _ => self.claims.get(claim),
        }
    }

    /// The names of known claims that are there.
    #[must_use]
    pub fn seen(&self) -> Names {
        self.seen
    }

    /// Whether every claim is one that some rule asks for.
    #[must_use]
    pub fn only_known(&self) -> bool {
        self.others == 0
    }

    /// `iss`, where it is a string.
    #[must_use]
    pub fn iss(&self) -> Option<&'a str> {
        self.iss.and_then(Json::as_str)
    }

    /// `typ` of the header without an `application/` prefix.
    #[must_use]
    pub fn typ(&self) -> Option<&'a str> {
        self.typ
    }

    /// The audiences that are strings.
    pub fn audiences(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        strings(self.aud)
    }

    /// The words of `scope` or `scp`.
    pub fn scopes(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let scope = self.claims.get("scope").or_else(|| self.claims.get("scp"));
        strings(scope).flat_map(str::split_ascii_whitespace)
    }
}

/// A media type without `application/` (RFC 7515 section 4.1.9).
fn without_prefix(typ: &str) -> &str {
    match typ.split_at_checked(12) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case("application/") => rest,
        _ => typ,
    }
}

/// A string, or the strings of an array.
pub(crate) fn strings(value: Option<&Json>) -> impl Iterator<Item = &str> {
    let items = match value {
        Some(Json::Array(items)) => &items[..],
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    items.iter().filter_map(Json::as_str)
}
