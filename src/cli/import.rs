//! `terrier import`: files of another layout into a snapshot, and what became of their rows and numbers.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::{Done, Settings, added, print};
use crate::{
    load::{self, ASIDE},
    mapping::{self, Import, InputBytes, Mapping, SHIPPED},
    model::{Checked, Findings, Severity, counted},
    report::{self, Manifest, OutputFile},
};

/// Where the tables go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Into {
    /// A snapshot of their own, replaced whole.
    New,
    /// A snapshot that is there.
    There,
}

/// Makes a snapshot, or tables of one, of files of another layout.
pub(super) fn import(
    names: &[String],
    folder: &Path,
    (into, dry_run): (Into, bool),
    settings: &Settings,
) -> anyhow::Result<Done> {
    let [name, files @ ..] = names else {
        bail!("no mapping is given\nhint: terrier import MAPPING FILE… --out ROOT/YYYY-MM-DD");
    };
    let folder_name =
        folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(as_of) = load::snapshot_date(&folder_name) else {
        bail!(
            "`{folder_name}` is not a date\nhint: name the folder by the date of its data, such \
                as ROOT/2026-03-31"
        );
    };
    let mapping = mapping::mapping(Path::new(name))?;
    let files = opened(mapping::assigned(&mapping, files)?)?;
    let Checked { value, findings } = mapping::import(&mapping, &files, &settings.policy);
    let Some(import) = value.filter(|_| !findings.any_at(settings.fail_on)) else {
        let first = (Severity::Warning, "correct these first");
        print::shown(&findings, Path::new(""), first, settings)?;
        let text = format!("{}; nothing was written", print::summary(&findings));
        print::talk(&text, settings)?;
        return Ok(Done::DataHasErrors);
    };
    if dry_run {
        if !settings.quiet {
            let least = if settings.verbose { Severity::Note } else { Severity::Warning };
            let listed = (least, "an import lists all in import_findings.csv");
            print::shown(&findings, Path::new(""), listed, settings)?;
            let mut lines = read_and_made(&import, &mapping, folder);
            lines.push(format!("\nimport: {}", print::summary(&findings)));
            lines.push("Nothing was written: this is a dry run".to_owned());
            print::data((lines.join("\n") + "\n").as_bytes())?;
        }
        return Ok(Done::Well);
    }
    let estate = estate_name(folder);
    let [.., findings_name] = ASIDE;
    let made = mapping::files(&import, &mapping, &estate, as_of)?;
    let mut outputs: Vec<OutputFile> =
        made.into_iter().map(|f| OutputFile { path: f.name, bytes: f.bytes }).collect();
    let found = report::findings_csv(&findings.each())?;
    outputs.push(OutputFile { path: findings_name.to_owned(), bytes: found });
    let mut manifest = manifest(name, &files, &estate, as_of, settings);
    let aside = match into {
        Into::New => {
            outputs.extend(added::kept(folder, &import, &mut manifest)?);
            report::write(folder, &outputs, &manifest)?;
            String::new()
        }
        Into::There => added::add(folder, outputs, &import, manifest)?,
    };

    let checked = load::load(folder, &settings.policy, load::Hashes::NotWanted)?;
    if !settings.quiet {
        let least = if settings.verbose { Severity::Note } else { Severity::Warning };
        let listed =
            format!("{} lists all", folder.join(format!("{aside}{findings_name}")).display());
        print::shown(&findings, Path::new(""), (least, &listed), settings)?;
        let described = describe(&import, &mapping, &findings, &checked.findings, folder, &aside);
        print::data(described.as_bytes())?;
    }
    let stops = checked.value.is_none() || checked.findings.any_at(settings.fail_on);
    Ok(if stops { Done::DataHasErrors } else { Done::Well })
}

/// Lists the mappings that come with the program.
pub(super) fn list() -> anyhow::Result<Done> {
    let mut rows = Vec::new();
    for (name, _) in SHIPPED {
        // One that only others extend does not stand alone.
        let Ok(mapping) = mapping::mapping(Path::new(name)) else { continue };
        let inputs: Vec<&str> = mapping.input.iter().map(|i| i.name.as_str()).collect();
        rows.push(vec![(*name).to_owned(), inputs.join(", "), mapping.name]);
    }
    print::data(print::table(&["mapping", "inputs", "for"], &rows, &[]).as_bytes())
}

/// Prints a first mapping for files.
pub(super) fn propose(names: &[String], settings: &Settings) -> anyhow::Result<Done> {
    let named = names.iter().map(|name| ("input".to_owned(), PathBuf::from(name)));
    let files = opened(named.collect())?;
    let text = mapping::propose(&files, &settings.policy)?;
    print::data(text.as_bytes())
}

fn opened(named: Vec<(String, PathBuf)>) -> anyhow::Result<Vec<InputBytes>> {
    named
        .into_iter()
        .map(|(input, path)| {
            let bytes = std::fs::read(&path)
                .with_context(|| format!("`{}` cannot be read", path.display()))?;
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            Ok(InputBytes { input, file: name.unwrap_or_default(), bytes })
        })
        .collect()
}

/// Returns the name of the estate: the folder the snapshot stands in.
fn estate_name(out: &Path) -> String {
    let parent = std::path::absolute(out).ok();
    let parent = parent.as_deref().and_then(Path::parent).and_then(Path::file_name);
    parent.map_or_else(|| "estate".to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What the snapshot was made from, so that it is never mixed up with one made by hand.
fn manifest(
    mapping: &str,
    files: &[InputBytes],
    estate: &str,
    as_of: crate::model::Date,
    settings: &Settings,
) -> Manifest {
    let hash = |bytes: &[u8]| blake3::hash(bytes).to_hex().to_string();
    let shipped = SHIPPED.iter().find(|(name, _)| *name == mapping).map(|(_, text)| *text);
    let text = shipped.map_or_else(
        || std::fs::read(mapping).unwrap_or_default(),
        |text| text.as_bytes().to_vec(),
    );
    let mut inputs = vec![report::mapping_input(mapping, hash(&text))];
    inputs.extend(files.iter().map(|f| (f.file.clone(), hash(&f.bytes))));
    Manifest {
        program: format!("terrier {}", env!("CARGO_PKG_VERSION")),
        program_hash: env!("TERRIER_PROGRAM_HASH").to_owned(),
        edition: report::IMPORT.to_owned(),
        estate: estate.to_owned(),
        as_of: as_of.to_string(),
        policy_name: settings.policy.name.clone(),
        policy_default_hash: settings.policy.default_hash.clone(),
        policy_overlay_hash: settings.policy.overlay_hash.clone(),
        inputs,
        ..Manifest::default()
    }
}

/// Groups digits by commas: `26922336.5` as `26,922,336.5`.
fn grouped(number: &str) -> String {
    let (sign, size) = number.strip_prefix('-').map_or(("", number), |size| ("-", size));
    let (whole, tail) = size.split_once('.').map_or((size, None), |(w, t)| (w, Some(t)));
    let mut text = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let tail = tail.map_or_else(String::new, |tail| format!(".{tail}"));
    format!("{sign}{text}{tail}")
}

/// The screen after an import: files, tables, sums, and what to do next.
fn describe(
    import: &Import,
    mapping: &Mapping,
    findings: &Findings,
    checked: &Findings,
    out: &Path,
    aside: &str,
) -> String {
    let mut lines = read_and_made(import, mapping, out);
    lines.push(String::new());
    lines.push(format!("import: {} ({aside}import_findings.csv)", print::summary(findings)));
    lines.push(format!("check:  {}", print::summary(checked)));
    lines.push(String::new());
    let errors = checked.count(Severity::Error);
    let dir = out.display();
    lines.push("Next steps".to_owned());
    lines.push(format!("  findings in the snapshot         terrier check {dir}"));
    if errors == 0 {
        lines.push(format!("  write the report                 terrier report {dir}"));
    } else {
        lines.push(
            "  errors stop every report: correct them in the files or the mapping".to_owned(),
        );
    }
    let beside = |name: &str| out.join(format!("{aside}{name}")).display().to_string();
    lines.push(format!("  rows left out                    {}", beside(ASIDE[0])));
    lines.push(format!("  source row of each record        {}", beside(ASIDE[1])));
    lines.join("\n") + "\n"
}

/// What was read and made: files, tables, sums.
fn read_and_made(import: &Import, mapping: &Mapping, out: &Path) -> Vec<String> {
    let count = |n: usize| grouped(&n.to_string());
    let mut lines = vec![format!("{} → {}", mapping.name, out.display()), String::new()];
    for input in &import.inputs {
        let describe = |n: usize, what: &str| match n {
            0 => String::new(),
            n => format!(", {} {what}", count(n)),
        };
        let left_out = describe(input.dropped, "left out by a rule")
            + &describe(input.above, "above the header");
        lines.push(format!(
            "read  {} as `{}` ({}): {}{left_out}",
            input.file,
            input.name,
            input.read_as,
            counted(input.rows, "row")
        ));
    }
    for table in &import.tables {
        let merged = match table.merged.len() {
            0 => String::new(),
            n => format!(", {} merged with others or empty", counted(n, "row")),
        };
        let records = counted(table.records.len(), "record");
        lines.push(format!("made  {}: {records}{merged}", table.name));
    }
    let sum = |sum: Option<rust_decimal::Decimal>| {
        sum.map_or_else(|| "too large".to_owned(), |s| grouped(&s.normalize().to_string()))
    };
    let tallies = import.tables.iter().flat_map(|t| &t.tallies);
    let rows: Vec<Vec<String>> = tallies
        .map(|t| {
            vec![
                format!("{}.{}", t.table, t.column),
                t.header.chars().take(40).collect(),
                sum(t.total()),
                sum(t.kept),
                sum(t.dropped),
                sum(t.merged),
                count(t.empty),
                count(t.unread),
            ]
        })
        .collect();
    if !rows.is_empty() {
        let header =
            ["column", "from", "sheet total", "kept", "dropped", "merged", "empty", "not numbers"];
        lines.push(String::new());
        lines.push(print::table(&header, &rows, &[2, 3, 4, 5, 6, 7]).trim_end().to_owned());
    }
    for tally in import.tables.iter().flat_map(|t| &t.tallies).filter(|t| t.rounded > 0) {
        lines.push(format!(
            "rounded to the penny: {} in {}.{}; the totals above are of the figures in the file",
            counted(tally.rounded, "amount"),
            tally.table,
            tally.column
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_are_grouped_in_threes() {
        let shown = ["1", "1234", "-26922336.5", "123456"].map(grouped);
        assert_eq!(shown, ["1", "1,234", "-26,922,336.5", "123,456"]);
    }
}
