//! The folder of the demo: a fresh private one that goes away with the value,
//! or one that the user keeps. Besides `load/` the only place that writes
//! files. Uses std only.

#![allow(clippy::disallowed_methods, reason = "the demo's files are written here alone")]

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::tenant::random;

/// Why there is no folder to write to.
#[derive(Debug)]
pub(super) enum FolderError {
    /// It can't be made, read or written.
    Failed(PathBuf, io::Error),
    /// It holds something already.
    InUse(PathBuf),
}

/// A folder and whether it is removed in the end.
pub(super) struct Folder {
    path: PathBuf,
    kept: bool,
}

impl Folder {
    /// The folder to keep, made where it is absent. One that is there must be
    /// empty: the demo overwrites nothing. Its mode is then left as it is.
    pub(super) fn keep(path: &Path) -> Result<Self, FolderError> {
        let failed = |error| FolderError::Failed(path.to_owned(), error);
        private_builder().recursive(true).create(path).map_err(failed)?;
        if fs::read_dir(path).map_err(failed)?.next().is_some() {
            return Err(FolderError::InUse(path.to_owned()));
        }
        // Commands run in it and are given names relative to it.
        let path = fs::canonicalize(path).map_err(failed)?;
        Ok(Self { path, kept: true })
    }

    /// A fresh folder that only this user can read, removed when dropped.
    pub(super) fn temporary() -> Result<Self, FolderError> {
        let base = temporary_files();
        loop {
            let path = base.join(format!("tokcheck-demo-{}", random(12)));
            match private_builder().create(&path) {
                Ok(()) => return Ok(Self { path, kept: false }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(FolderError::Failed(path, error)),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file of the demo, in place of an earlier one of that name.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), FolderError> {
        let path = self.path.join(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let written = options.open(&path).and_then(|mut file| file.write_all(text.as_bytes()));
        written.map_err(|error| FolderError::Failed(path, error))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.kept {
            // What can't be removed is left to the system's own cleaning.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn private_builder() -> DirBuilder {
    #[allow(unused_mut, reason = "elsewhere there are no modes")]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

#[allow(clippy::disallowed_methods, reason = "where temporary files go is not configuration")]
fn temporary_files() -> PathBuf {
    std::env::temp_dir()
}
