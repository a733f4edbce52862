//! Files on the disk: a call comes back when they are there.

use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Component, Path},
};

use super::super::{MANIFEST, Manifest, OutputFile, ReportError};

/// Writes the manifest and the files and waits until they are on the disk.
pub(super) fn fill(
    partial: &Path,
    files: &[OutputFile],
    manifest: &Manifest,
) -> Result<(), ReportError> {
    write_file(&partial.join(MANIFEST), &manifest.to_bytes()?)?;
    let mut folders = BTreeSet::from([partial.to_owned()]);
    for file in files {
        let relative = Path::new(&file.path);
        let inside = relative.components().all(|c| matches!(c, Component::Normal(_)));
        if !inside || file.path.is_empty() {
            return Err(ReportError::Path { path: file.path.clone() });
        }
        let path = partial.join(relative);
        if let Some(folder) = path.parent()
            && folders.insert(folder.to_owned())
        {
            fs::create_dir_all(folder)
                .map_err(|source| ReportError::Write { path: folder.to_owned(), source })?;
        }
    }
    write_side_by_side(partial, files)?;
    folders.iter().rev().try_for_each(|folder| sync_folder(folder))
}

/// Writes files of a report, several at once: each waits until the disk has it, and a disk takes many as soon as one.
fn write_side_by_side(partial: &Path, files: &[OutputFile]) -> Result<(), ReportError> {
    /// As many as gain anything on a disk that one writer keeps waiting.
    const AT_ONCE: usize = 16;
    let write = |first: usize| {
        let mut own = files.iter().skip(first).step_by(AT_ONCE);
        own.try_for_each(|file| write_file(&partial.join(&file.path), &file.bytes))
    };
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..AT_ONCE).map(|first| scope.spawn(move || write(first))).collect();
        let written = writers
            .into_iter()
            .map(|writer| writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        // All have ended before the first fault is told: none writes into a folder that is being cleared.
        written.collect::<Vec<_>>().into_iter().collect()
    })
}

pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|source| ReportError::Write { path: path.to_owned(), source })
}

/// Waits until a folder's list of files is on the disk, where the system can do that.
pub(super) fn sync_folder(folder: &Path) -> Result<(), ReportError> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|f| f.sync_all());
        return synced.map_err(|source| ReportError::Write { path: folder.to_owned(), source });
    }
    Ok(())
}
