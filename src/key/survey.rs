//! What a tenant publishes, looked at as an auditor would: each key by itself,
//! the keys beside each other, and the discovery document.

use super::algorithm::Algorithm;
use super::cert::Certificate;
use super::material::Material;
use super::{Key, KeySet, Soundness};
use crate::text::escape::{escaped, shortened};
use crate::text::json::{Json, Object};
use crate::text::time::Timestamp;

mod document;
mod meaning;

pub use document::lint;
pub use meaning::{MEANINGS, Meaning, meaning};

/// How grave an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Unsound: readers refuse it, or should.
    Error,
    /// Works, and is wrong or dangerous all the same.
    Warning,
    /// Good to know.
    Note,
}

impl Grade {
    /// The name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// Something that was noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// A stable name.
    pub rule: &'static str,
    /// How grave it is.
    pub grade: Grade,
    /// The key that it is about, counted from 0.
    pub key: Option<usize>,
    /// What it is, with what to do, safe to print.
    pub message: String,
}

/// One key, as it is shown.
#[derive(Clone, Debug)]
pub struct Surveyed {
    /// `kid`.
    pub kid: Option<String>,
    /// `kty`.
    pub kty: String,
    /// Length of a modulus or a secret, in bits.
    pub bits: Option<usize>,
    /// The curve.
    pub curve: Option<&'static str>,
    /// `alg`.
    pub alg: Option<String>,
    /// `use`.
    pub usage: Option<String>,
    /// RFC 7638 thumbprint.
    pub thumbprint: Option<String>,
    /// The certificate beside it.
    pub certificate: Option<Certificate>,
    /// Type and size in words.
    pub words: String,
    /// No error is about it.
    pub sound: bool,
}

/// What is published, and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The keys, in their order.
    pub keys: Vec<Surveyed>,
    /// What was noticed, the gravest first.
    pub issues: Vec<Issue>,
}

impl Survey {
    /// Looks at a set. `published`: it is one that all may read, so that a
    /// secret in it is none.
    #[must_use]
    pub fn of(set: &KeySet, published: bool, now: Timestamp) -> Self {
        let mut survey = Self::default();
        for (at, key) in set.keys.iter().enumerate() {
            let certificate = key.certificate();
            let mut notice = Notice { survey: &mut survey, at, key };
            notice.soundness();
            notice.secrecy(published);
            notice.certificate(certificate.as_ref(), now);
            notice.description(set.keys.len());
            survey.keys.push(surveyed(key, certificate));
        }
        survey.beside_each_other(set);
        for why in &set.passed_over {
            survey.add("key-passed-over", Grade::Note, None, why.clone());
        }
        if set.keys.is_empty() {
            let what = "the set holds no key that could check a signature".to_owned();
            survey.add("no-keys", Grade::Warning, None, what);
        }
        survey.finish();
        survey
    }

    /// Adds what was noticed elsewhere.
    #[must_use]
    pub fn with(mut self, issues: Vec<Issue>) -> Self {
        self.issues.extend(issues);
        self.finish();
        self
    }

    /// Whether there is no error.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.issues.iter().all(|issue| issue.grade != Grade::Error)
    }

    fn add(&mut self, rule: &'static str, grade: Grade, key: Option<usize>, message: String) {
        self.issues.push(Issue { rule, grade, key, message });
    }

    fn finish(&mut self) {
        self.issues.sort_by_key(|issue| (issue.grade, issue.key));
        for (at, key) in self.keys.iter_mut().enumerate() {
            let of_it = |issue: &Issue| issue.key == Some(at) && issue.grade == Grade::Error;
            key.sound = !self.issues.iter().any(of_it);
        }
    }

    fn beside_each_other(&mut self, set: &KeySet) {
        for (at, key) in set.keys.iter().enumerate() {
            let before = set.keys[..at].iter().filter(|one| one.kid == key.kid);
            let (Some(kid), Some(first)) = (&key.kid, before.into_iter().next()) else { continue };
            let kid = escaped(&shortened(kid, 64));
            let (grade, what) = if first.material.same(&key.material) {
                (Grade::Warning, "the same key stands twice under one kid")
            } else if std::mem::discriminant(&first.material)
                == std::mem::discriminant(&key.material)
            {
                (Grade::Error, "two different keys have this kid: readers take one of them or none")
            } else {
                (Grade::Warning, "keys of two types have this kid (RFC 7517 section 4.5)")
            };
            self.add("duplicate-kid", grade, Some(at), format!("kid {kid}: {what}"));
        }
    }
}

/// Looks at one key.
struct Notice<'a> {
    survey: &'a mut Survey,
    at: usize,
    key: &'a Key,
}

impl Notice<'_> {
    fn add(&mut self, rule: &'static str, grade: Grade, what: &str) {
        let name = match &self.key.kid {
            Some(kid) => format!("kid {}", escaped(&shortened(kid, 64))),
            None => format!("key {}", self.at + 1),
        };
        self.survey.add(rule, grade, Some(self.at), format!("{name}: {what}"));
    }

    fn is_for_signing(&self) -> bool {
        self.key.usage.as_deref().is_none_or(|usage| usage == "sig")
    }

    fn soundness(&mut self) {
        match &self.key.soundness {
            Soundness::Sound => {}
            Soundness::Weak(why) => {
                let what = format!("{why}; make a longer one and retire this");
                self.add("key-too-weak", Grade::Error, &what);
            }
            // A curve for something else, or one that is too new: no fault of the key.
            Soundness::Unsound(why) if why.starts_with("its curve ") => {
                let why = why.clone();
                self.add("key-unusable", Grade::Note, &why);
            }
            Soundness::Unsound(why) => {
                let why = why.clone();
                self.add("key-broken", Grade::Error, &why);
            }
        }
        for note in &self.key.notes.clone() {
            let rule = if note.contains("x5c") { "certificate-mismatch" } else { "odd-member" };
            let grade = if note.contains("another key") { Grade::Error } else { Grade::Warning };
            self.add(rule, grade, note);
        }
    }

    fn secrecy(&mut self, published: bool) {
        if self.key.private_part {
            self.add(
                "private-key-published",
                Grade::Error,
                "the private key stands beside the public one: whoever reads this can sign; \
                 retire the key at once and publish only its public members",
            );
        }
        if let Material::Secret(_) = self.key.material {
            let (grade, what) = if published {
                (
                    Grade::Error,
                    "a shared secret (oct) in a public set is no secret: whoever reads it can \
                     sign; change it at once and take it out",
                )
            } else {
                (Grade::Note, "a shared secret: never publish it")
            };
            self.add("secret-published", grade, what);
        }
    }

    fn certificate(&mut self, certificate: Option<&Certificate>, now: Timestamp) {
        let Some(certificate) = certificate else { return };
        if let (true, Some(end)) = (certificate.is_expired(now), certificate.not_after) {
            let what = format!(
                "its certificate ended {} ({}): readers that look at x5c refuse the key",
                end.utc(),
                end.relative_to(now)
            );
            self.add("certificate-expired", Grade::Error, &what);
        }
        if certificate.is_early(now) {
            self.add("certificate-early", Grade::Warning, "its certificate does not hold yet");
        }
    }

    fn description(&mut self, count: usize) {
        if self.key.kid.is_none() && count > 1 && !self.key.by_itself {
            let what = "it has no kid, so that tokens can't name it among the others";
            self.add("kid-missing", Grade::Warning, what);
        }
        if !self.is_for_signing() {
            self.add("not-for-signing", Grade::Note, "its use is not sig: it checks no token");
        } else if self.key.alg.is_none() && !self.key.by_itself {
            let what = "it names no alg, so that only its type limits the algorithm";
            self.add("alg-missing", Grade::Note, what);
        }
        let Some(alg) = self.key.alg.clone() else { return };
        let suits = Algorithm::from_name(&alg).map(|alg| self.key.material.suits(alg));
        let broken = matches!(self.key.material, Material::Broken(_));
        if suits == Some(false) && !broken {
            let what = format!("its alg {} can't be used with such a key", escaped(&alg));
            self.add("alg-unfit", Grade::Error, &what);
        }
    }
}

fn surveyed(key: &Key, certificate: Option<Certificate>) -> Surveyed {
    let (kty, bits, curve) = match &key.material {
        Material::Broken(kty) => (kty.as_str(), None, None),
        Material::Ec(ec) => ("EC", None, Some(ec.curve().name())),
        Material::Ed25519(_) => ("OKP", None, Some("Ed25519")),
        Material::Rsa(rsa) => ("RSA", Some(rsa.bits()), None),
        Material::Secret(secret) => ("oct", Some(secret.bytes() * 8), None),
    };
    Surveyed {
        kid: key.kid.clone(),
        kty: kty.to_owned(),
        bits,
        curve,
        alg: key.alg.clone(),
        usage: key.usage.clone(),
        thumbprint: key.thumbprint(),
        certificate,
        words: key.material.words(),
        sound: true,
    }
}

impl Surveyed {
    /// The key as JSON: what is absent is null.
    #[must_use]
    pub fn json(&self) -> Object {
        let text = |text: Option<&str>| text.map_or(Json::Null, Json::text);
        let time = |time: Option<Timestamp>| time.map_or(Json::Null, |at| at.seconds().into());
        let mut object = Object::empty();
        object.push("kid", text(self.kid.as_deref()));
        object.push("kty", Json::text(&self.kty));
        let bits = self.bits.and_then(|bits| i64::try_from(bits).ok());
        object.push("bits", bits.map_or(Json::Null, Json::from));
        object.push("crv", text(self.curve));
        object.push("alg", text(self.alg.as_deref()));
        object.push("use", text(self.usage.as_deref()));
        object.push("thumbprint", text(self.thumbprint.as_deref()));
        let certificate = self.certificate.as_ref().map(|certificate| {
            let mut object = Object::empty();
            object.push("subject", Json::text(&certificate.subject));
            object.push("not_before", time(certificate.not_before));
            object.push("not_after", time(certificate.not_after));
            object.push("x5t#S256", Json::text(&certificate.digest));
            Json::Object(object)
        });
        object.push("certificate", certificate.unwrap_or(Json::Null));
        object.push("sound", self.sound);
        object
    }
}

impl Issue {
    /// The issue as JSON.
    #[must_use]
    pub fn json(&self) -> Object {
        let key = self.key.and_then(|at| i64::try_from(at).ok()).map_or(Json::Null, Json::from);
        let mut object = Object::empty();
        object.push("rule", self.rule);
        object.push("severity", self.grade.name());
        object.push("key", key);
        object.push("message", Json::text(&self.message));
        object
    }
}

#[cfg(test)]
mod tests;
