//! One run at a time writes into a folder: locks that end with the process that holds them.
//!
//! A lock file that a killed run left behind holds nobody up: what is held is the system's lock on it, and not its being
//! there. Where a file system knows no locks, runs go on without, and say so.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::ReportError;

/// The lock file of an estate's folder of reports.
pub const LOCK: &str = ".terrier.lock";

/// The right to write into an estate's folder of reports, until it is dropped.
///
/// A batch holds it alone; runs that write one report each may hold it together.
#[derive(Debug)]
pub struct OutputLock {
    folder: PathBuf,
    sharing: Sharing,
    /// `None` where the file system knows no locks.
    file: Option<File>,
    /// Folders made for it, outermost first.
    made: Vec<PathBuf>,
}

/// Who may hold a lock at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Nobody else.
    Alone,
    /// Whoever shares it too.
    Shared,
}

impl OutputLock {
    /// Takes the lock of a folder, which is made if it is missing; `holder` says who takes it, for whoever comes next.
    ///
    /// # Errors
    /// [`ReportError::InUse`] naming the holder if another run has it, [`ReportError::Write`] if the folder or its lock
    /// file cannot be made.
    pub fn take(folder: &Path, sharing: Sharing, holder: &str) -> Result<Self, ReportError> {
        let path = folder.join(LOCK);
        let made = super::folder::make_folders(folder)?;
        let mut lock = Self { folder: folder.to_owned(), sharing, file: None, made };
        let mut is_first = true;
        loop {
            let file = opened(&path)
                .map_err(|source| ReportError::Write { path: path.clone(), source })?;
            let locked = match sharing {
                Sharing::Alone => file.try_lock(),
                Sharing::Shared => file.try_lock_shared(),
            };
            match locked {
                Err(TryLockError::WouldBlock) => {
                    // Who only looks whether it is held lets go of it at once.
                    if is_first {
                        is_first = false;
                        std::thread::sleep(LOOKED_AT);
                        continue;
                    }
                    let holder = named_in(&path);
                    return Err(ReportError::InUse { folder: folder.to_owned(), holder });
                }
                Err(TryLockError::Error(_)) => return Ok(lock),
                // The holder before may have taken the file away between our two steps: begin again.
                Ok(()) if !is_at(&file, &path) => {}
                Ok(()) => {
                    // Best effort: it is only told to people.
                    let _ = file.set_len(0).and_then(|()| (&file).write_all(holder.as_bytes()));
                    lock.file = Some(file);
                    return Ok(lock);
                }
            }
        }
    }

    /// Tells who holds the lock of a folder just now, and leaves no trace; `None` where nobody does, or where that cannot be
    /// told.
    #[must_use]
    pub fn holder_of(folder: &Path) -> Option<LockHolder> {
        let path = folder.join(LOCK);
        let file = File::open(&path).ok()?;
        // A holder writes its name. A file without one is not even tried: to try it is to hold it for a moment, which
        // could turn away a run that begins just then.
        let is_empty = fs::read_to_string(&path).is_ok_and(|text| text.trim().is_empty());
        if is_empty || !matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)) {
            return None;
        }
        Some(LockHolder { name: named_in(&path), since: taken_at(&file) })
    }

    /// Tells whether the file system keeps other runs out.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        self.file.is_some()
    }

    /// Returns the folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for OutputLock {
    fn drop(&mut self) {
        let path = self.folder.join(LOCK);
        if let Some(file) = self.file.take()
            && self.sharing == Sharing::Alone
        {
            // Best effort: whoever looks at a lock with a name tries it.
            let _ = file.set_len(0);
        }
        // An open file can be taken away on Unix alone, and only there it is seen whether that was the one locked.
        if cfg!(unix)
            && let Ok(file) = File::open(&path)
            && file.try_lock().is_ok()
            && is_at(&file, &path)
        {
            // Best effort: one that stays holds nobody up.
            let _ = fs::remove_file(&path);
        }
        for folder in self.made.iter().rev() {
            // Best effort: a folder that is not empty by now is somebody's.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// How long somebody who looks at a lock may have it, with much to spare.
const LOOKED_AT: std::time::Duration = std::time::Duration::from_millis(50);

/// Who holds a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockHolder {
    /// As it wrote into the lock file; `None` where that cannot be read.
    pub name: Option<String>,
    /// When it did, to the minute in UTC; `None` where the file system does not tell.
    pub since: Option<String>,
}

impl std::fmt::Display for LockHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or("another run of terrier"))?;
        self.since.as_ref().map_or(Ok(()), |since| write!(f, " since {since} UTC"))
    }
}

/// Reads who a lock file names. On Windows nobody else reads a file that is locked: the holder is not known there.
fn named_in(path: &Path) -> Option<String> {
    let holder = fs::read_to_string(path).unwrap_or_default();
    Some(holder.trim().to_owned()).filter(|text| !text.is_empty())
}

fn taken_at(file: &File) -> Option<String> {
    let at = file.metadata().and_then(|about| about.modified()).ok()?;
    let since = at.duration_since(std::time::UNIX_EPOCH).ok()?;
    let at = chrono::DateTime::from_timestamp(i64::try_from(since.as_secs()).ok()?, 0)?;
    Some(at.format("%Y-%m-%d %H:%M").to_string())
}

fn opened(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)
}

/// Locks the partial folder of a report; `None` where that cannot be done.
#[cfg(unix)]
pub(super) fn lock_report(partial: &Path, target: &Path) -> Result<Option<File>, ReportError> {
    File::open(partial).map_or(Ok(None), |folder| locked(folder, target))
}

/// Locks the report whose partial folder is named, by a file beside it: folders cannot be locked. `None` where that
/// cannot be done.
#[cfg(not(unix))]
pub(super) fn lock_report(partial: &Path, target: &Path) -> Result<Option<File>, ReportError> {
    opened(&partial.with_extension("lock")).map_or(Ok(None), |file| locked(file, target))
}

fn locked(file: File, target: &Path) -> Result<Option<File>, ReportError> {
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(ReportError::Busy { folder: target.to_owned() }),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Takes away what [`lock_report`] made beside a partial folder, once it is let go.
pub(super) fn tidy_lock(partial: &Path) {
    if cfg!(not(unix)) {
        // Best effort: one that stays, or that another run holds by now, holds nobody up.
        let _ = fs::remove_file(partial.with_extension("lock"));
    }
}

/// Tells whether an open file or folder is still the one at a path.
#[cfg(unix)]
pub(super) fn is_at(held: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |m: fs::Metadata| (m.dev(), m.ino());
    match (held.metadata(), path.symlink_metadata()) {
        (Ok(held), Ok(there)) => id(held) == id(there),
        _ => false,
    }
}

/// Tells whether an open file or folder is still the one at a path: nobody takes away one that is locked.
#[cfg(not(unix))]
pub(super) fn is_at(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(folder: &Path, sharing: Sharing) -> Result<OutputLock, ReportError> {
        OutputLock::take(folder, sharing, "process 7 on anyhost (terrier batch)")
    }

    #[test]
    fn a_batch_holds_a_folder_alone_and_reports_share_it() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("out/anyshire");
        let held = take(&folder, Sharing::Alone).unwrap();
        assert!(held.is_held());
        for sharing in [Sharing::Alone, Sharing::Shared] {
            let refused = take(&folder, sharing).unwrap_err();
            let said = refused.to_string();
            assert!(matches!(refused, ReportError::InUse { .. }), "{said}");
            assert!(!cfg!(unix) || said.contains("process 7 on anyhost"), "{said}");
        }
        drop(held);
        let both = [Sharing::Shared; 2].map(|sharing| take(&folder, sharing).unwrap());
        assert!(take(&folder, Sharing::Alone).is_err());
        let [one, other] = both;
        drop(one);
        assert!(take(&folder, Sharing::Alone).is_err(), "one of the two still holds it");
        drop(other);
        drop(take(&folder, Sharing::Alone).unwrap());
        assert!(!cfg!(unix) || !folder.join(LOCK).exists(), "the lock file is left behind");
    }

    #[test]
    fn a_lock_file_that_a_killed_run_left_holds_nobody_up() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join(LOCK), "process 4242 on anyhost (terrier batch)").unwrap();
        assert!(take(root.path(), Sharing::Alone).unwrap().is_held());
    }
}
