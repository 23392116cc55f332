//! The search for `tokcheck.toml`, from a folder upwards.
//!
//! A configuration says which keys are trusted, so one that another user left
//! in a folder above (`/tmp`, a shared disk) must not be picked up.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf, absolute};

use super::error::ConfigError;

/// What a search brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The configuration.
    pub path: Option<PathBuf>,
    /// Files that were passed over, since they belong to somebody else.
    pub foreign: Vec<PathBuf>,
}

/// Looks into each folder from `cwd` upwards; `is_trusted` judges owners.
pub(super) fn search(
    cwd: &Path,
    home: Option<&Path>,
    is_trusted: &dyn Fn(&Path, &Metadata) -> bool,
) -> Result<Search, ConfigError> {
    let cwd = absolute(cwd).map_err(|why| ConfigError::unreadable(cwd, &why))?;
    let real_home = home.and_then(|home| fs::canonicalize(home).ok());
    let mut search = Search::default();
    for folder in cwd.ancestors() {
        let path = folder.join(NAME);
        match look(&path, is_trusted).map_err(|why| ConfigError::unreadable(&path, &why))? {
            Seen::Foreign => search.foreign.push(path),
            Seen::Nothing => {}
            Seen::Ours => {
                search.path = Some(path);
                break;
            }
        }
        // In a worktree and a submodule `.git` is a file.
        let is_root = folder.join(".git").symlink_metadata().is_ok();
        if is_root || Some(folder) == home || Some(folder) == real_home.as_deref() {
            break;
        }
    }
    Ok(search)
}

enum Seen {
    Foreign,
    Nothing,
    Ours,
}

/// A link has to be trusted as well as what it points to: else anybody could
/// link to any of the user's files.
fn look(path: &Path, is_trusted: &dyn Fn(&Path, &Metadata) -> bool) -> io::Result<Seen> {
    let mut metadata = match path.symlink_metadata() {
        Ok(metadata) => metadata,
        Err(why) if is_absence(&why) => return Ok(Seen::Nothing),
        Err(why) => return Err(why),
    };
    if !is_trusted(path, &metadata) {
        return Ok(Seen::Foreign);
    }
    if metadata.is_symlink() {
        metadata = path.metadata()?;
        if !is_trusted(path, &metadata) {
            return Ok(Seen::Foreign);
        }
    }
    Ok(if metadata.is_file() { Seen::Ours } else { Seen::Nothing })
}

/// A folder that may not be entered is no place for a configuration.
fn is_absence(why: &io::Error) -> bool {
    matches!(
        why.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::PermissionDenied
    )
}

/// Whether a file belongs to the user or to root.
#[cfg(unix)]
pub(in crate::load) fn is_trusted(_path: &Path, metadata: &Metadata, _home: Option<&Path>) -> bool {
    use std::os::unix::fs::MetadataExt;

    metadata.uid() == 0 || our_uid() == Some(metadata.uid())
}

/// The effective user: std does not tell it, but a pipe belongs to whoever
/// made it, on every unix and without a file that somebody could prepare.
#[cfg(unix)]
fn our_uid() -> Option<u32> {
    use std::fs::File;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::MetadataExt;

    let (reader, _writer) = io::pipe().ok()?;
    let metadata = File::from(OwnedFd::from(reader)).metadata().ok()?;
    Some(metadata.uid())
}

/// Where std knows no owners: anything but the root of a drive, in which
/// every user may write, unless that is within the home folder.
#[cfg(not(unix))]
pub(in crate::load) fn is_trusted(path: &Path, _metadata: &Metadata, home: Option<&Path>) -> bool {
    home.is_some_and(|home| path.starts_with(home))
        || path.parent().is_some_and(|folder| folder.parent().is_some())
}

const NAME: &str = "tokcheck.toml";

#[cfg(test)]
mod tests {
    use super::*;

    use crate::load::config::Config;

    /// home/repo/src/deep, with a repository in home/repo.
    fn tree() -> (tempfile::TempDir, PathBuf) {
        let root = tempfile::tempdir().unwrap();
        let deep = root.path().join("home/repo/src/deep");
        fs::create_dir_all(&deep).unwrap();
        fs::create_dir(root.path().join("home/repo/.git")).unwrap();
        (root, deep)
    }

    fn found(root: &Path, from: &str, home: &str) -> Option<PathBuf> {
        let path = Config::find(&root.join(from), Some(&root.join(home))).unwrap()?;
        Some(path.strip_prefix(root).unwrap().to_owned())
    }

    #[test]
    fn the_search_ends_at_repository_and_home() {
        let (root, deep) = tree();
        let root = root.path();
        let put = |path: &str| fs::write(root.join(path), "").unwrap();
        put("tokcheck.toml");
        assert_eq!(found(root, "home/repo/src/deep", "home"), None);
        assert_eq!(found(root, "home", "home"), None);
        assert_eq!(found(root, "home", "elsewhere"), Some("tokcheck.toml".into()));
        put("home/tokcheck.toml");
        assert_eq!(found(root, "home/repo/src/deep", "home"), None);
        assert_eq!(found(root, "home", "home"), Some("home/tokcheck.toml".into()));
        put("home/repo/tokcheck.toml");
        let in_repository = Some("home/repo/tokcheck.toml".into());
        assert_eq!(found(root, "home/repo/src/deep", "home"), in_repository);
        fs::create_dir(deep.join("tokcheck.toml")).unwrap();
        assert_eq!(found(root, "home/repo/src/deep", "home"), in_repository);
        put("home/repo/src/tokcheck.toml");
        let nearest = Some("home/repo/src/tokcheck.toml".into());
        assert_eq!(found(root, "home/repo/src/deep", "home"), nearest);
        assert!(Config::find(Path::new(""), None).is_err());
    }

    #[test]
    fn a_file_of_somebody_else_is_passed_over_and_named() {
        let (root, deep) = tree();
        let near = root.path().join("home/repo/src/tokcheck.toml");
        let far = root.path().join("home/repo/tokcheck.toml");
        fs::write(&near, "").unwrap();
        fs::write(&far, "").unwrap();
        let search = |foreign: &[&PathBuf]| {
            search(&deep, None, &|path, _| !foreign.iter().any(|other| *other == path)).unwrap()
        };
        assert_eq!(search(&[]), Search { path: Some(near.clone()), foreign: Vec::new() });
        assert_eq!(
            search(&[&near]),
            Search { path: Some(far.clone()), foreign: vec![near.clone()] }
        );
        let both = vec![near.clone(), far.clone()];
        assert_eq!(search(&[&near, &far]), Search { path: None, foreign: both });
    }

    #[cfg(unix)]
    #[test]
    fn owners_are_told_apart() {
        use std::os::unix::fs::MetadataExt;

        let file = tempfile::NamedTempFile::new().unwrap();
        let ours = file.path().metadata().unwrap();
        assert_eq!(our_uid(), Some(ours.uid()));
        assert!(is_trusted(file.path(), &ours, None));
        let root = Path::new("/").metadata().unwrap();
        assert!(root.uid() != 0 || is_trusted(Path::new("/"), &root, None));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_judged_at_both_ends() {
        use std::os::unix::fs::symlink;

        let (root, deep) = tree();
        let link = deep.join("tokcheck.toml");
        let target = root.path().join("real.toml");
        symlink(&target, &link).unwrap();
        let error = Config::find(&deep, None).unwrap_err().to_string();
        assert!(error.ends_with("tokcheck.toml: there is no such file"), "{error}");
        fs::write(&target, "").unwrap();
        assert_eq!(Config::find(&deep, None).unwrap(), Some(link.clone()));
        let trusts_links =
            |wanted: bool| search(&deep, None, &move |_, m| m.is_symlink() == wanted).unwrap();
        for trust in [true, false] {
            let brought = trusts_links(trust);
            assert_eq!((brought.path, brought.foreign), (None, vec![link.clone()]), "{trust}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn home_may_be_a_link() {
        let (root, _) = tree();
        let root = root.path();
        fs::write(root.join("tokcheck.toml"), "").unwrap();
        std::os::unix::fs::symlink(root.join("home"), root.join("linked")).unwrap();
        assert_eq!(found(root, "home", "linked"), None);
    }
}
