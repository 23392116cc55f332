//! One cached answer, and for how long it may be believed (RFC 9111).

use crate::key::Freshness;
use crate::load::http::Body;
use crate::text::json::{Json, Object};

/// Lifetime of what says nothing of it, in seconds.
const LIFETIME: i64 = 600;
/// Longest lifetime, and how long after its end an answer still stands in for
/// a tenant that is down, in seconds.
const DAY: i64 = 86_400;
/// How long nothing is asked again that brought nothing, in seconds.
const PAUSE: i64 = 10;

/// The version of the form; files of another one are passed over.
const SCHEMA: &str = "tokcheck.cache/v1";

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The URL without what could be a credential: for people.
    pub(super) url: String,
    /// When this body came, in epoch seconds.
    pub(super) fetched_at: i64,
    /// When the server last said that it is the present one.
    pub(super) checked_at: i64,
    /// For how many seconds after that it is believed.
    pub(super) lifetime: i64,
    /// `ETag`.
    pub(super) etag: Option<String>,
    /// When it was last asked for in vain, for a key that it lacks.
    missed_at: Option<i64>,
    /// The body.
    pub(super) body: String,
    /// The body before this one.
    earlier: Option<String>,
}

impl Entry {
    /// `None` for what must not be stored.
    pub(super) fn new(url: String, text: &str, body: &Body, now: i64) -> Option<Self> {
        let lifetime = lifetime(body.cache_control.as_deref())?;
        Some(Self {
            url,
            fetched_at: now,
            checked_at: now,
            lifetime,
            etag: body.etag.clone(),
            missed_at: None,
            body: text.to_owned(),
            earlier: None,
        })
    }

    /// Reads a file of the cache; `None` for anything that is damaged.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let json = Json::parse(bytes).ok()?;
        let object = json.as_object().filter(|object| object.str("schema") == Some(SCHEMA))?;
        let number = |name: &str| match object.get(name) {
            Some(Json::Number(number)) => number.as_i64(),
            _ => None,
        };
        let text = |name: &str| object.str(name).map(str::to_owned);
        Some(Self {
            url: text("url")?,
            fetched_at: number("fetched_at")?,
            checked_at: number("checked_at")?,
            lifetime: number("lifetime")?,
            etag: text("etag"),
            missed_at: number("missed_at"),
            body: text("body")?,
            earlier: text("earlier"),
        })
    }

    pub(super) fn write(&self) -> Vec<u8> {
        let text = |text: &Option<String>| text.as_deref().map_or(Json::Null, Json::text);
        let mut object = Object::empty();
        object.push("schema", SCHEMA);
        object.push("url", Json::text(&self.url));
        object.push("fetched_at", self.fetched_at);
        object.push("checked_at", self.checked_at);
        object.push("lifetime", self.lifetime);
        object.push("etag", text(&self.etag));
        object.push("missed_at", self.missed_at.map_or(Json::Null, Json::from));
        object.push("body", Json::text(&self.body));
        object.push("earlier", text(&self.earlier));
        Json::Object(object).to_string().into_bytes()
    }

    /// This answer came after that one; `asked`: since that one lacked a key.
    pub(super) fn succeed(&mut self, old: &Self, asked: bool) {
        if self.body == old.body {
            self.fetched_at = old.fetched_at;
            self.earlier.clone_from(&old.earlier);
            self.missed_at = asked.then_some(self.checked_at);
        } else {
            self.earlier = Some(old.body.clone());
        }
    }

    /// The server said that this is the present state; `false`: it must not
    /// be stored any longer.
    pub(super) fn renew(&mut self, cache_control: Option<&str>, now: i64, asked: bool) -> bool {
        if cache_control.is_some() {
            match lifetime(cache_control) {
                Some(seconds) => self.lifetime = seconds,
                None => return false,
            }
        }
        self.checked_at = now;
        self.missed_at = asked.then_some(now);
        true
    }

    /// It was asked for in vain, since the server did not answer.
    pub(super) fn missed(&mut self, now: i64) {
        self.missed_at = Some(now);
    }

    /// When it stops being believed.
    pub(super) fn expires_at(&self) -> i64 {
        self.checked_at.saturating_add(self.lifetime.clamp(0, DAY))
    }

    /// Whether it may be used unasked. One from the future is not believed.
    pub(super) fn is_young(&self, now: i64) -> bool {
        self.checked_at <= now && now < self.expires_at()
    }

    /// Whether it may stand in for a server that is down. `must-revalidate`
    /// gives way here: the use is told with a warning, and lasts a day.
    pub(super) fn may_stand_in(&self, now: i64) -> bool {
        self.checked_at <= now && !self.is_past_use(now)
    }

    /// Whether it is so old that it may not.
    pub(super) fn is_past_use(&self, now: i64) -> bool {
        now >= self.expires_at().saturating_add(DAY)
    }

    /// Asked for in vain just now: what that makes of it.
    pub(super) fn was_missed(&self, now: i64) -> Option<Freshness> {
        let missed = self.missed_at.filter(|at| *at <= now && now - at < PAUSE)?;
        if missed == self.checked_at {
            return Some(Freshness::Fresh);
        }
        self.may_stand_in(now).then_some(Freshness::Stale)
    }

    pub(super) fn into_body(self, freshness: Freshness) -> Body {
        Body {
            bytes: self.body.into_bytes(),
            cache_control: None,
            etag: self.etag,
            freshness,
            earlier: self.earlier,
        }
    }
}

/// Lifetime in seconds (RFC 9111 section 5.2.2); `None`: not to be stored.
fn lifetime(cache_control: Option<&str>) -> Option<i64> {
    let mut seconds = LIFETIME;
    for directive in cache_control.unwrap_or_default().split(',') {
        let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
        match name.trim().to_ascii_lowercase().as_str() {
            "no-store" => return None,
            "no-cache" => return Some(0),
            "max-age" => {
                let digits = value.trim().trim_matches('"');
                let is_number =
                    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
                // More than fits is very long, and no number is none (RFC 9111
                // sections 1.2.2 and 4.2.1).
                seconds = if is_number { digits.parse().unwrap_or(DAY).min(DAY) } else { 0 };
            }
            _ => {}
        }
    }
    Some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(cache_control: &str) -> Entry {
        let body = Body {
            bytes: Vec::new(),
            cache_control: Some(cache_control.to_owned()),
            etag: None,
            freshness: Freshness::Fresh,
            earlier: None,
        };
        Entry::new("https://a.example/".to_owned(), "{}", &body, 1000).unwrap()
    }

    #[test]
    fn lifetimes() {
        for (text, seconds) in [
            (None, Some(600)),
            (Some("public, max-age=15, stale-if-error=9"), Some(15)),
            (Some("Max-Age=\"60\""), Some(60)),
            (Some("max-age=99999999999999999999"), Some(DAY)),
            (Some("max-age=-1"), Some(0)),
            (Some("max-age"), Some(0)),
            (Some("max-age=999999999"), Some(DAY)),
            (Some("max-age=60, no-cache"), Some(0)),
            (Some("max-age=60,No-Store"), None),
            (Some("private"), Some(600)),
        ] {
            assert_eq!(lifetime(text), seconds, "{text:?}");
        }
    }

    #[test]
    fn young_then_standing_in_then_nothing() {
        let entry = entry("max-age=60");
        assert!(entry.is_young(1059) && !entry.is_young(1060) && !entry.is_young(999));
        assert!(entry.may_stand_in(1060 + DAY - 1) && !entry.may_stand_in(1060 + DAY));
    }

    #[test]
    fn nothing_is_asked_twice_in_ten_seconds() {
        let mut one = entry("max-age=60");
        assert_eq!(one.was_missed(1000), None);
        assert!(one.renew(None, 1010, true));
        assert_eq!(one.was_missed(1019), Some(Freshness::Fresh));
        assert_eq!(one.was_missed(1020), None);
        one.missed(1030);
        assert_eq!(one.was_missed(1031), Some(Freshness::Stale));
        assert!(!one.renew(Some("no-store"), 1040, false));
    }

    #[test]
    fn the_state_before_is_remembered() {
        let old = entry("max-age=60");
        let mut new = Entry { body: "[]".to_owned(), checked_at: 1100, ..old.clone() };
        new.succeed(&old, true);
        assert_eq!((new.earlier.as_deref(), new.was_missed(1100)), (Some("{}"), None));
        let mut same = Entry { body: "[]".to_owned(), checked_at: 1200, ..old };
        same.succeed(&new, true);
        assert_eq!(same.earlier.as_deref(), Some("{}"));
        assert_eq!(same.was_missed(1200), Some(Freshness::Fresh));
        assert_eq!(Entry::read(&same.write()), Some(same));
        assert_eq!(Entry::read(b"{\"schema\":\"tokcheck.cache/v1\""), None);
    }
}
