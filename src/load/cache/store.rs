//! The folder of the cache: private files, each written whole or not at all.
//! Nothing in here is ever an error: a cache that can't be used is none.

use std::env;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::entry::Entry;
use crate::load::config::is_trusted;

/// Longest file that is read: two bodies, and their escapes.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// A folder that holds answers.
#[derive(Clone, Debug)]
pub(super) struct Store {
    folder: PathBuf,
}

/// Held while an answer is fetched; another process waits for it. The system
/// lets go of it when the process ends, however that happens.
pub(super) struct Lock {
    /// Another process had it first.
    pub(super) waited: bool,
    _file: File,
}

impl Store {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn path(&self, name: &str, ending: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ending}"))
    }

    pub(super) fn read(&self, name: &str) -> Option<Entry> {
        self.is_ours().then(|| read(&self.path(name, "json"))).flatten()
    }

    /// Writes beside the file and renames: a reader sees the old or the new one.
    pub(super) fn write(&self, name: &str, entry: &Entry) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        if !self.prepare() {
            return;
        }
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = self.path(name, &format!("{}-{count}.tmp", process::id()));
        let written = private(&temporary)
            .and_then(|mut file| file.write_all(&entry.write()))
            .and_then(|()| fs::rename(&temporary, self.path(name, "json")));
        if written.is_err() {
            // A full disk; what can't be removed is removed by `cache clear`.
            let _ = fs::remove_file(&temporary);
        }
    }

    pub(super) fn remove(&self, name: &str) {
        // Absent is as good.
        let _ = fs::remove_file(self.path(name, "json"));
    }

    /// Waits for the lock of one answer; `None` where it can't be had in time:
    /// then everybody fetches for himself.
    pub(super) fn lock(&self, name: &str, patience: Duration) -> Option<Lock> {
        if !self.prepare() {
            return None;
        }
        let path = self.path(name, "lock");
        let file = private(&path).or_else(|_| OpenOptions::new().write(true).open(&path)).ok()?;
        let start = Instant::now();
        let mut waited = false;
        loop {
            match file.try_lock() {
                Ok(()) => return Some(Lock { waited, _file: file }),
                Err(fs::TryLockError::Error(_)) => return None,
                Err(fs::TryLockError::WouldBlock) if start.elapsed() > patience => return None,
                Err(fs::TryLockError::WouldBlock) => waited = true,
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// All answers that can be read, with the bytes that they take.
    pub(super) fn entries(&self) -> Vec<(Entry, u64)> {
        if !self.is_ours() {
            return Vec::new();
        }
        let mut found: Vec<(Entry, u64)> = self
            .files()
            .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
            .filter_map(|path| Some((read(&path)?, path.metadata().ok()?.len())))
            .collect();
        found.sort_by(|a, b| a.0.url.cmp(&b.0.url));
        found
    }

    /// Removes every file that is the cache's; how many answers that were.
    ///
    /// # Errors
    /// When one of them can't be removed.
    pub(super) fn clear(&self) -> std::io::Result<usize> {
        if !self.is_ours() {
            return Ok(0);
        }
        let mut count = 0;
        for path in self.files() {
            let ending = path.extension().and_then(|ending| ending.to_str());
            match ending {
                Some("json") => count += 1,
                Some("lock" | "tmp") => {}
                _ => continue,
            }
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        // Gone if it is empty now.
        let _ = fs::remove_dir(&self.folder);
        Ok(count)
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> + use<> {
        fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|file| file.path())
    }

    fn prepare(&self) -> bool {
        if !self.folder.is_dir() {
            let mut builder = DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            if builder.create(&self.folder).is_err() {
                return false;
            }
        }
        self.is_ours()
    }

    /// Key sets decide what is trusted, so that a folder which somebody else
    /// made (under /tmp, say) or may write to is not used.
    fn is_ours(&self) -> bool {
        let Ok(metadata) = self.folder.metadata() else { return false };
        #[cfg(unix)]
        if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o022 != 0 {
            return false;
        }
        metadata.is_dir() && is_trusted(&self.folder, &metadata, home().as_deref())
    }
}

fn read(path: &Path) -> Option<Entry> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
    Entry::read(&bytes)
}

/// A new file that only the user may read.
fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn variable(name: &str) -> Option<PathBuf> {
    // A relative one is to be passed over, says the XDG specification.
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}

fn home() -> Option<PathBuf> {
    variable("HOME").or_else(|| variable("USERPROFILE"))
}

/// The user's cache folder; `None` where the environment names none.
pub(super) fn folder() -> Option<PathBuf> {
    let base = variable("XDG_CACHE_HOME").or_else(|| {
        if cfg!(windows) {
            variable("LOCALAPPDATA")
        } else if cfg!(target_os = "macos") {
            home().map(|home| home.join("Library/Caches"))
        } else {
            home().map(|home| home.join(".cache"))
        }
    });
    base.map(|base| base.join("tokcheck"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Freshness;
    use crate::load::http::Body;

    fn entry(text: &str) -> Entry {
        let body = Body {
            bytes: Vec::new(),
            cache_control: None,
            etag: None,
            freshness: Freshness::Fresh,
            earlier: None,
        };
        Entry::new("https://a.example/".to_owned(), text, &body, 1000).unwrap()
    }

    #[test]
    fn what_is_written_is_read_and_cleared() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::new(root.path().join("a/tokcheck"));
        assert!(store.read("x").is_none());
        assert_eq!(store.clear().unwrap(), 0);
        store.write("x", &entry("{}"));
        store.write("x", &entry("[]"));
        assert_eq!(store.read("x"), Some(entry("[]")));
        assert!(!store.lock("x", Duration::ZERO).unwrap().waited);
        assert_eq!(store.files().count(), 2, "no temporary file is left");
        assert_eq!(store.entries().len(), 1);
        assert_eq!(store.clear().unwrap(), 1);
        assert!(!root.path().join("a/tokcheck").exists());
    }

    #[cfg(unix)]
    #[test]
    fn files_are_private_and_foreign_folders_are_left_alone() {
        use std::os::unix::fs::PermissionsExt;

        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("tokcheck");
        let store = Store::new(folder.clone());
        store.write("x", &entry("{}"));
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("x.json"))), (0o700, 0o600));
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).unwrap();
        assert!(store.read("x").is_none(), "anybody could have written it");
        assert!(store.lock("x", Duration::ZERO).is_none());
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_no_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let store = Store::new(file.path().join("tokcheck"));
        store.write("x", &entry("{}"));
        assert!(store.read("x").is_none());
        assert!(store.lock("x", Duration::ZERO).is_none());
        assert!(store.entries().is_empty());
    }

    #[test]
    fn a_lock_is_waited_for() {
        let root = tempfile::tempdir().unwrap();
        let store = Store::new(root.path().join("tokcheck"));
        let held = store.lock("x", Duration::ZERO).unwrap();
        assert!(store.lock("x", Duration::from_millis(30)).is_none());
        let other = store.clone();
        let waiter = thread::spawn(move || other.lock("x", Duration::from_secs(5)).unwrap().waited);
        thread::sleep(Duration::from_millis(50));
        drop(held);
        assert!(waiter.join().unwrap());
    }
}
