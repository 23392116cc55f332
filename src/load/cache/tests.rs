use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::load::loopback::{Answer as Said, Server};

const KEYS: &str = r#"{"keys":[]}"#;
const OTHER: &str = r#"{"keys":[{"kty":"x"}]}"#;

/// A server whose answer can be changed, and how often it was asked.
struct Tenant {
    server: Server,
    answer: Arc<Mutex<Said>>,
    count: Arc<AtomicUsize>,
    folder: tempfile::TempDir,
}

impl Tenant {
    fn new(answer: Said) -> Self {
        let (answer, count) = (Arc::new(Mutex::new(answer)), Arc::new(AtomicUsize::new(0)));
        let (said, counted) = (Arc::clone(&answer), Arc::clone(&count));
        let server = Server::start(move |_| {
            counted.fetch_add(1, Ordering::SeqCst);
            said.lock().unwrap().clone()
        });
        Self { server, answer, count, folder: tempfile::tempdir().unwrap() }
    }

    fn says(&self, answer: Said) {
        *self.answer.lock().unwrap() = answer;
    }

    fn asked(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }

    fn cache(&self, mode: Mode) -> Cache {
        let folder = Some(self.folder.path().join("tokcheck"));
        Cache::within(folder, HttpOptions::default(), mode)
    }

    fn keys(&self, cache: &dyn Fetch) -> Result<(Freshness, String), FetchError> {
        let body = cache.fetch_keys(&format!("{}/k?secret=1", self.server.url()))?;
        Ok((body.freshness, String::from_utf8(body.bytes).unwrap()))
    }

    fn run(&self, mode: Mode) -> Result<(Freshness, String), FetchError> {
        self.keys(&self.cache(mode))
    }
}

fn is(freshness: Freshness, text: &str) -> (Freshness, String) {
    (freshness, text.to_owned())
}

#[test]
fn a_young_answer_is_used_and_others_are_asked_for() {
    let tenant = Tenant::new(Said::json(KEYS));
    assert!(matches!(tenant.run(Mode::Offline), Err(FetchError::Missing(_))));
    assert_eq!(tenant.asked(), 0);
    assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Fresh, KEYS));
    assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Cached, KEYS));
    assert_eq!(tenant.run(Mode::Offline).unwrap(), is(Freshness::Offline, KEYS));
    assert_eq!(tenant.asked(), 1);
    tenant.says(Said::json(OTHER));
    assert_eq!(tenant.run(Mode::Refresh).unwrap(), is(Freshness::Fresh, OTHER));
    assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Cached, OTHER));
    assert_eq!(tenant.asked(), 2);
    let kept = tenant.cache(Mode::Normal).store.unwrap().entries();
    assert!(!kept[0].0.url.contains("secret"), "{kept:?}");
}

#[test]
fn a_missed_key_is_asked_for_once_in_ten_seconds() {
    let tenant = Tenant::new(Said::json(KEYS));
    tenant.run(Mode::Normal).unwrap();
    let asking = || {
        let cache = tenant.cache(Mode::Normal);
        tenant.keys(&Insisting(&cache))
    };
    assert_eq!(asking().unwrap(), is(Freshness::Fresh, KEYS));
    assert_eq!(asking().unwrap(), is(Freshness::Fresh, KEYS));
    assert_eq!(tenant.asked(), 2);
}

#[test]
fn a_dead_tenant_is_stood_in_for() {
    let tenant = Tenant::new(Said::json(KEYS).header("Cache-Control", "max-age=0"));
    tenant.run(Mode::Normal).unwrap();
    for bad in [Said::status(500), Said::json("<html>"), Said::json("{}"), Said::status(429)] {
        tenant.says(bad);
        assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Stale, KEYS));
        assert_eq!(tenant.run(Mode::Refresh).unwrap(), is(Freshness::Stale, KEYS));
    }
    // That it is gone is an answer.
    tenant.says(Said::status(404));
    assert!(tenant.run(Mode::Normal).is_err());
}

#[test]
fn what_is_kept_for_days_is_told() {
    let tenant = Tenant::new(Said::json(KEYS));
    tenant.run(Mode::Normal).unwrap();
    let store = tenant.cache(Mode::Normal).store.unwrap();
    let mut entry = store.entries().remove(0).0;
    let name = tenant.cache(Mode::Normal).name(&format!("{}/k?secret=1", tenant.server.url()));
    for (days, freshness) in
        [(1, Freshness::Offline), (2, Freshness::Stale), (90, Freshness::Stale)]
    {
        entry.checked_at = now() - days * 86_400;
        store.write(&name, &entry);
        assert_eq!(tenant.run(Mode::Offline).unwrap(), is(freshness, KEYS), "{days}");
    }
    assert_eq!(tenant.asked(), 1);
}

#[test]
fn what_is_not_to_be_stored_is_not() {
    let tenant = Tenant::new(Said::json(KEYS).header("Cache-Control", "no-store"));
    for count in 1..3 {
        assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Fresh, KEYS));
        assert_eq!(tenant.asked(), count);
    }
    assert!(tenant.cache(Mode::Normal).store.unwrap().entries().is_empty());
}

#[test]
fn trust_settings_keep_answers_apart() {
    let tenant = Tenant::new(Said::json(KEYS));
    tenant.run(Mode::Normal).unwrap();
    let folder = Some(tenant.folder.path().join("tokcheck"));
    let options = HttpOptions { allow_http: true, ..HttpOptions::default() };
    let other = Cache::within(folder, options, Mode::Offline);
    assert!(tenant.keys(&other).is_err());
}

#[test]
fn damaged_files_are_passed_over() {
    let tenant = Tenant::new(Said::json(KEYS));
    tenant.run(Mode::Normal).unwrap();
    for file in std::fs::read_dir(tenant.folder.path().join("tokcheck")).unwrap() {
        std::fs::write(file.unwrap().path(), b"{\"schema\":").unwrap();
    }
    assert_eq!(tenant.run(Mode::Normal).unwrap(), is(Freshness::Fresh, KEYS));
}
