//! Puts a report in its folder: whole or not at all, and never over anything that is not ours.
//!
//! The files are written to a sibling folder `.NAME.partial`, which is locked, synced and then
//! exchanged with the report in one step. A run that is killed leaves the old report or the new one,
//! and a partial folder that the next run clears. The manifest goes in first and out last, so that
//! every folder we have begun can be told from a stranger's.

mod on_disk;

use std::{
    collections::BTreeSet,
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use super::{
    MANIFEST, Manifest, OutputFile, ReportError,
    lock::{is_at, lock_report, tidy_lock},
    mapping_of, same_mapping,
};
use on_disk::{fill, sync_folder, write_file};

/// Files that desktops leave wherever a folder is looked at; they go with the old report.
const DUST: [&str; 2] = [".DS_Store", "Thumbs.db"];

/// What the name of a folder ends in while it is written, and of an old report that is moved aside.
const PARTIAL: &str = ".partial";
const ASIDE: &str = ".old";

/// Writes the files and the manifest and swaps them in for what is there.
pub(super) fn replace(
    folder: &Path,
    files: &[OutputFile],
    manifest: &Manifest,
) -> Result<(), ReportError> {
    let place = Place::of(folder)?;
    same_kind(&place.target, manifest)?;
    let made = make_folders(&place.parent)?;
    let result = write_beside_and_swap(&place, files, manifest);
    if matches!(&result, Err(error) if !matches!(error, ReportError::OldLeft { .. })) {
        for folder in made.iter().rev() {
            // Best effort: a folder that is not empty by now is somebody's.
            let _ = fs::remove_dir(folder);
        }
    }
    result
}

/// Checks that a report replaces a report of the same estate, and an import one of the same mapping that nobody has worked on since.
fn same_kind(target: &Path, manifest: &Manifest) -> Result<(), ReportError> {
    let Ok(there) = Manifest::read(target) else { return Ok(()) };
    let kind = |of: &Manifest| if of.is_import() { "n imported snapshot" } else { " report" };
    if there.is_import() != manifest.is_import() {
        let folder = target.to_owned();
        return Err(ReportError::OtherKind { folder, there: kind(&there), wanted: kind(manifest) });
    }
    if !there.is_import() && there.estate != manifest.estate {
        return Err(ReportError::OtherEstate {
            folder: target.to_owned(),
            there: there.estate,
            wanted: manifest.estate.clone(),
        });
    }
    if there.is_import() && !same_mapping(&there.inputs, &manifest.inputs) {
        let name = |of: &Manifest| mapping_of(&of.inputs).map(|(name, _)| name.to_owned());
        return Err(ReportError::OtherMapping {
            folder: target.to_owned(),
            there: name(&there).map_or("hand".to_owned(), |name| format!("the mapping `{name}`")),
            wanted: name(manifest).unwrap_or_default(),
        });
    }
    let changed = |(file, hash): &&(String, String)| {
        let bytes = fs::read(target.join(file));
        bytes.is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() != hash)
    };
    match there.files().find(changed).filter(|_| there.is_import()) {
        Some((file, _)) => Err(ReportError::Changed { path: target.join(file) }),
        None => Ok(()),
    }
}

/// Writes one file and its folder: the new one whole, or the old one kept; one that is the same already is
/// left alone.
pub(super) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), ReportError> {
    replace_files([(path.to_owned(), bytes)].into_iter())
}

/// Writes files and their folders: none takes its place before all are on the disk.
pub(super) fn replace_files<'b>(
    files: impl Iterator<Item = (PathBuf, &'b [u8])>,
) -> Result<(), ReportError> {
    let mut places: Vec<Place> = Vec::new();
    let mut write = |(path, bytes): (PathBuf, &[u8])| {
        let place = Place::of(&path)?;
        if place.target.is_dir() {
            let source = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(ReportError::Write { path, source });
        }
        make_folders(&place.parent)?;
        match fs::remove_file(&place.partial) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(ReportError::Write { path: place.partial, source });
            }
            Ok(()) | Err(_) => {}
        }
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(());
        }
        let partial = place.partial.clone();
        places.push(place);
        write_file(&partial, bytes)
    };
    let mut files = files;
    let written = files
        .try_for_each(&mut write)
        .and_then(|()| places.iter().try_for_each(|place| rename(&place.partial, &place.target)));
    if written.is_err() {
        for place in &places {
            // Best effort: the next run clears it.
            let _ = fs::remove_file(&place.partial);
        }
    }
    let folders: BTreeSet<&PathBuf> = places.iter().map(|place| &place.parent).collect();
    written.and_then(|()| folders.into_iter().try_for_each(|folder| sync_folder(folder)))
}

/// Where a report goes and which siblings stand beside it on the way.
struct Place {
    parent: PathBuf,
    target: PathBuf,
    /// The new report while it is written, and the old one after the exchange.
    partial: PathBuf,
    /// The old report while a file system without exchange moves the new one in.
    aside: PathBuf,
}

impl Place {
    fn of(folder: &Path) -> Result<Self, ReportError> {
        let unreadable = |source| ReportError::Read { path: folder.to_owned(), source };
        let is_link = folder.symlink_metadata().is_ok_and(|m| m.is_symlink());
        let target = if is_link || folder.file_name().is_none() {
            folder.canonicalize().map_err(unreadable)?
        } else {
            std::path::absolute(folder).map_err(unreadable)?
        };
        let no_name = || ReportError::NoName { path: folder.to_owned() };
        let name = target.file_name().ok_or_else(no_name)?;
        let parent = target.parent().ok_or_else(no_name)?.to_owned();
        let sibling = |ending: &str| {
            let mut hidden = std::ffi::OsString::from(".");
            hidden.push(name);
            hidden.push(ending);
            parent.join(hidden)
        };
        let (partial, aside) = (sibling(PARTIAL), sibling(ASIDE));
        Ok(Self { parent, target, partial, aside })
    }
}

fn write_beside_and_swap(
    place: &Place,
    files: &[OutputFile],
    manifest: &Manifest,
) -> Result<(), ReportError> {
    let lock = claim(&place.partial, &place.target)?;
    let result = recover(place)
        .and_then(|()| standing(&place.target))
        .and_then(|standing| {
            fill(&place.partial, files, manifest)?;
            Ok(standing)
        })
        .and_then(|standing| swap(place, standing));
    if matches!(&result, Err(error) if !matches!(error, ReportError::OldLeft { .. })) {
        // Best effort: what stays behind is cleared by the next run.
        let _ = remove(&place.partial);
    }
    drop(lock);
    tidy_lock(&place.partial);
    result
}

/// Clears what killed runs left in a folder of reports, and puts back old reports that they had moved aside.
///
/// What is not ours, or is another run's that goes on, is left as it is.
pub(super) fn tidy_beside(folder: &Path) -> Result<(), ReportError> {
    let unreadable = |source| ReportError::Read { path: folder.to_owned(), source };
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let mut begun = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        if let Some(own) = on_its_way(&name).filter(|_| entry.path().is_dir()) {
            begun.insert(own.to_owned());
        }
    }
    begun.iter().try_for_each(|name| tidy(&Place::of(&folder.join(name))?))
}

/// Returns whose report a folder of this name holds while it is written, or is moved aside; `None` where it stands there.
pub(super) fn on_its_way(name: &OsStr) -> Option<&str> {
    let own = name.to_str()?.strip_prefix('.')?;
    own.strip_suffix(PARTIAL).or_else(|| own.strip_suffix(ASIDE))
}

fn tidy(place: &Place) -> Result<(), ReportError> {
    let result = claim(&place.partial, &place.target).and_then(|lock| {
        let recovered = recover(place);
        let removed = remove(&place.partial);
        drop(lock);
        tidy_lock(&place.partial);
        recovered.and(removed)
    });
    match result {
        Err(
            ReportError::NotOurs { .. }
            | ReportError::Foreign { .. }
            | ReportError::NotAFolder { .. }
            | ReportError::Busy { .. },
        ) => Ok(()),
        done => done,
    }
}

/// What stands where the report goes.
enum Standing {
    Nothing,
    EmptyFolder,
    OldReport,
}

/// Looks at the target; anything but nothing, an empty folder or a clean report of ours is an error.
fn standing(target: &Path) -> Result<Standing, ReportError> {
    match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Standing::Nothing),
        Err(source) => Err(ReportError::Read { path: target.to_owned(), source }),
        Ok(kind) if !kind.is_dir() => Err(ReportError::NotAFolder { path: target.to_owned() }),
        Ok(_) => {
            let contents = Contents::of(target)?;
            if contents.files.is_empty() && contents.folders.is_empty() {
                return Ok(Standing::EmptyFolder);
            }
            contents.check_ours(target)?;
            Ok(Standing::OldReport)
        }
    }
}

/// Makes the partial folder, or takes over one that a killed run left, and locks it.
///
/// The lock ends with the process that holds it. Where there are none (some network file systems) the run goes on without.
fn claim(partial: &Path, target: &Path) -> Result<Option<File>, ReportError> {
    loop {
        match fs::create_dir(partial) {
            Err(source) if source.kind() != io::ErrorKind::AlreadyExists => {
                return Err(ReportError::Write { path: partial.to_owned(), source });
            }
            Ok(()) | Err(_) => {}
        }
        if partial.symlink_metadata().is_ok_and(|m| !m.is_dir()) {
            return Err(ReportError::NotAFolder { path: partial.to_owned() });
        }
        let lock = lock_report(partial, target)?;
        if lock.as_ref().is_none_or(|held| is_at(held, partial)) && partial.is_dir() {
            clear(partial)?;
            return Ok(lock);
        }
        // Another run has moved the folder away between our two steps: begin again.
    }
}

/// Puts back, or clears, an old report that a killed run had moved aside.
fn recover(place: &Place) -> Result<(), ReportError> {
    if !place.aside.is_dir() {
        return Ok(());
    }
    if place.target.symlink_metadata().is_err() {
        Manifest::read(&place.aside)
            .map_err(|_| ReportError::NotOurs { folder: place.aside.clone() })?;
        return rename(&place.aside, &place.target);
    }
    remove(&place.aside)
}

/// Puts the filled partial folder in the target's place and takes the old report away.
fn swap(place: &Place, standing: Standing) -> Result<(), ReportError> {
    match standing {
        Standing::Nothing => rename(&place.partial, &place.target)?,
        Standing::EmptyFolder => {
            if cfg!(windows) {
                // Elsewhere a rename goes over an empty folder.
                let _ = fs::remove_dir(&place.target);
            }
            rename(&place.partial, &place.target)?;
        }
        Standing::OldReport => {
            // Held until the old report is gone, so that no other run takes its folder for a stale one.
            #[cfg(unix)]
            let _old = lock_report(&place.target, &place.target)?;
            let old = if exchange(&place.partial, &place.target)? {
                &place.partial
            } else {
                swap_by_renames(place)?;
                &place.aside
            };
            remove(old).map_err(|source| ReportError::OldLeft {
                folder: old.clone(),
                source: Box::new(source),
            })?;
        }
    }
    sync_folder(&place.parent)
}

/// Exchanges two folders in one step; `false` where the system or file system cannot.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> Result<bool, ReportError> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(ReportError::Write { path: other.to_owned(), source: error.into() }),
    }
}

/// Exchanges two folders in one step; `false` where the system or file system cannot.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> Result<bool, ReportError> {
    Ok(false)
}

/// Moves the old report aside and the new one in; puts the old one back if that fails.
fn swap_by_renames(place: &Place) -> Result<(), ReportError> {
    rename(&place.target, &place.aside)?;
    rename(&place.partial, &place.target).inspect_err(|_| {
        // If this fails too, the next run puts it back.
        let _ = fs::rename(&place.aside, &place.target);
    })
}

fn rename(from: &Path, to: &Path) -> Result<(), ReportError> {
    let mut renamed = fs::rename(from, to);
    if cfg!(windows) {
        // There a file that a scanner or an indexer has just opened cannot be moved: it is for a moment.
        for _ in 0..TRIES {
            match &renamed {
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {}
                _ => break,
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
            renamed = fs::rename(from, to);
        }
    }
    renamed.map_err(|source| ReportError::Write { path: to.to_owned(), source })
}

/// How often a move is tried again on Windows.
const TRIES: u32 = 20;

/// Makes a folder and those above it that are missing; returns the new ones, outermost first.
pub(super) fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
    let missing = |f: &&Path| f.symlink_metadata().is_err();
    let mut made: Vec<_> = folder.ancestors().take_while(missing).map(Path::to_owned).collect();
    made.reverse();
    fs::create_dir_all(folder)
        .map_err(|source| ReportError::Write { path: folder.to_owned(), source })?;
    Ok(made)
}

/// The files and folders within a folder, relative to it with `/`, each before what it holds.
struct Contents {
    /// All that is no folder, links too.
    files: Vec<String>,
    folders: Vec<String>,
}

impl Contents {
    fn of(folder: &Path) -> Result<Self, ReportError> {
        let mut contents = Self { files: Vec::new(), folders: Vec::new() };
        contents.walk(folder, "")?;
        Ok(contents)
    }

    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<(), ReportError> {
        let unreadable = |source| ReportError::Read { path: folder.to_owned(), source };
        let mut entries = fs::read_dir(folder)
            .and_then(Iterator::collect::<io::Result<Vec<_>>>)
            .map_err(unreadable)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(unreadable)?.is_dir() {
                self.folders.push(path.clone());
                self.walk(&entry.path(), &format!("{path}/"))?;
            } else {
                self.files.push(path);
            }
        }
        Ok(())
    }

    /// Checks that a folder is a report, or part of one, and holds nothing else.
    fn check_ours(&self, folder: &Path) -> Result<(), ReportError> {
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let lock = |f: &&String| name(f).starts_with("~$") || name(f).starts_with(".~lock.");
        let manifest = Manifest::read(folder).map_err(|error| match error {
            ReportError::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => {
                ReportError::NotOurs { folder: folder.to_owned() }
            }
            other => other,
        })?;
        if let Some(open) = self.files.iter().find(lock) {
            return Err(ReportError::Open { path: folder.join(open) });
        }
        let outputs: BTreeSet<&str> = manifest.files().map(|(p, _)| p.as_str()).collect();
        let is_link = |f: &str| folder.join(f).symlink_metadata().is_ok_and(|m| m.is_symlink());
        let ours = |f: &str| f == MANIFEST || outputs.contains(f) || DUST.contains(&&*name(f));
        let holds = |f: &str| outputs.iter().any(|o| o.starts_with(&format!("{f}/")));
        let strange_file = self.files.iter().find(|f| !ours(f) || is_link(f));
        let strange = strange_file.or_else(|| self.folders.iter().find(|f| !holds(f)));
        match strange {
            Some(strange) => Err(ReportError::Foreign { path: folder.join(strange) }),
            None => Ok(()),
        }
    }
}

/// Empties a folder that we have begun, the manifest last; a stranger's is left as it is.
fn clear(folder: &Path) -> Result<(), ReportError> {
    let contents = Contents::of(folder)?;
    // A run killed at its first step leaves nothing, or a manifest cut short and nothing else.
    let barely_begun = contents.folders.is_empty() && contents.files.iter().all(|f| f == MANIFEST);
    if !barely_begun {
        contents.check_ours(folder)?;
    }
    let failed = |path: PathBuf| move |source| ReportError::Write { path, source };
    for file in contents.files.iter().filter(|f| *f != MANIFEST) {
        let path = folder.join(file);
        fs::remove_file(&path).map_err(failed(path))?;
    }
    for inner in contents.folders.iter().rev() {
        let path = folder.join(inner);
        fs::remove_dir(&path).map_err(failed(path))?;
    }
    if contents.files.iter().any(|f| f == MANIFEST) {
        let path = folder.join(MANIFEST);
        fs::remove_file(&path).map_err(failed(path))?;
    }
    Ok(())
}

/// Removes a folder that we have begun.
fn remove(folder: &Path) -> Result<(), ReportError> {
    clear(folder)?;
    fs::remove_dir(folder).map_err(|source| ReportError::Write { path: folder.to_owned(), source })
}

#[cfg(test)]
mod tests;
