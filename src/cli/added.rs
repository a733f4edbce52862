//! Tables added to a snapshot that is there: listed in its manifest, and kept when it is imported again.

use std::path::Path;

use anyhow::{Context, bail};

use crate::{
    load::{self, ASIDE},
    mapping::Import,
    model::folded,
    report::{self, Addition, Manifest, OutputFile, ReportError},
};

/// Returns the names of the tables of an import, each once.
fn tables(import: &Import) -> Vec<String> {
    let mut tables: Vec<String> = import.tables.iter().map(|table| table.name.clone()).collect();
    tables.dedup();
    tables
}

/// Tells whether a file is named as one of some tables.
fn is_of(file: &str, tables: &[String]) -> bool {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    tables.iter().any(|table| folded(table) == folded(stem))
}

/// Returns the files that were added to a snapshot which is imported again, and lists them in its new manifest.
///
/// An addition whose tables somebody took out of the folder is one no longer.
pub(super) fn kept(
    folder: &Path,
    import: &Import,
    manifest: &mut Manifest,
) -> anyhow::Result<Vec<OutputFile>> {
    let Ok(there) = Manifest::read(folder) else { return Ok(Vec::new()) };
    let own = tables(import);
    let mut files = Vec::new();
    for mut addition in there.additions {
        addition.outputs.retain(|(file, _)| folder.join(file).exists());
        let Some((table, _)) =
            addition.outputs.iter().find(|(file, _)| is_of(file, &addition.tables))
        else {
            continue;
        };
        if is_of(table, &own) {
            bail!(
                "`{}` was added by the mapping `{}`, and this import makes the same \
                    table\nhint: move the file out of the folder, or remove the table from one \
                    of the mappings",
                folder.join(table).display(),
                report::mapping_of(&addition.inputs).map_or("", |(name, _)| name)
            );
        }
        for (file, _) in &addition.outputs {
            let path = folder.join(file);
            let bytes = std::fs::read(&path)
                .with_context(|| format!("`{}` cannot be read", path.display()))?;
            files.push(OutputFile { path: file.clone(), bytes });
        }
        manifest.additions.push(addition);
    }
    Ok(files)
}

/// Adds tables to a snapshot that is there, and returns what the names of the files beside them begin with.
///
/// A table that is there already stays, unless an import by the same mapping added it and nobody has worked on it
/// since. `made` is the manifest of a snapshot of these tables alone; its inputs are listed as an addition.
pub(super) fn add(
    folder: &Path,
    outputs: Vec<OutputFile>,
    import: &Import,
    made: Manifest,
) -> anyhow::Result<String> {
    if !folder.is_dir() {
        bail!("`{}` is not a folder\nhint: use --out to make a new snapshot", folder.display());
    }
    let tables = tables(import);
    let aside = format!("{}_", tables.join("_"));
    let own = folder.join(format!("{aside}{}", ASIDE[1])).exists();
    if let Some(file) = load::list(folder)?.iter().find(|f| is_of(f, &tables)).filter(|_| !own) {
        bail!(
            "`{}` already exists and was not added by an import\nhint: move it out of the \
                snapshot first",
            folder.join(file).display()
        );
    }
    let (mut files, last): (Vec<OutputFile>, Vec<OutputFile>) =
        outputs.into_iter().partition(|file| ASIDE.contains(&file.path.as_str()));
    files.iter_mut().for_each(|file| file.path = format!("{aside}{}", file.path));
    // The tables come last, so that none stands without the list of its origins.
    files.extend(last.into_iter().filter(|file| file.path != "estate.toml"));
    let mut manifest = match Manifest::read(folder) {
        Ok(there) if there.is_import() => there,
        // A snapshot made by hand has no inputs.
        Err(ReportError::Read { .. }) => Manifest { inputs: Vec::new(), ..made.clone() },
        Ok(_) => bail!("`{}` is a report, not a snapshot", folder.display()),
        Err(other) => return Err(other.into()),
    };
    if let Some(there) = manifest.additions.iter().find(|there| there.tables == tables) {
        unchanged(folder, there, &files, &made)?;
    }
    manifest.additions.retain(|there| there.tables != tables);
    let outputs = files.iter().map(OutputFile::hashed).collect();
    manifest.additions.push(Addition { inputs: made.inputs, tables, outputs });
    report::add(folder, &files, &manifest)?;
    Ok(aside)
}

/// Checks that an addition is of the same mapping, and as it was written or will be.
fn unchanged(
    folder: &Path,
    there: &Addition,
    files: &[OutputFile],
    made: &Manifest,
) -> Result<(), ReportError> {
    let name = |inputs| report::mapping_of(inputs).map_or("", |(name, _)| name);
    if !report::same_mapping(&there.inputs, &made.inputs) {
        return Err(ReportError::OtherMapping {
            folder: folder.join(there.tables.join(", ")),
            there: format!("the mapping `{}`", name(&there.inputs)),
            wanted: name(&made.inputs).to_owned(),
        });
    }
    for (file, hash) in &there.outputs {
        let path = folder.join(file);
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let same = blake3::hash(&bytes).to_hex().as_str() == hash;
        if !same && !files.iter().any(|new| new.path == *file && new.bytes == bytes) {
            return Err(ReportError::Changed { path });
        }
    }
    Ok(())
}
