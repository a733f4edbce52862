//! `terrier new`, `schema` and `explain-rule`: what a newcomer asks first.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, bail};

use super::{Done, Settings, args::SchemaFormat, print};
use crate::{
    load::schema::{Entry, FACTS, Need, PAPER, Part, TABLES, TREASURY},
    model::Rule,
};

/// Makes a snapshot folder with a template of every table; an existing folder is left alone.
pub(super) fn new(folder: &Path, settings: &Settings) -> anyhow::Result<Done> {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(date) = crate::load::snapshot_date(&name) else {
        bail!(
            "`{name}` is not a date\nhint: name the folder by the date of its data, such as \
                ROOT/2026-03-31"
        );
    };
    if folder.exists() {
        bail!("`{}` already exists\nhint: give the name of a new folder", folder.display());
    }
    let mut files = Vec::new();
    for table in TABLES {
        files.push((format!("{}.csv", table.name), template(table)?));
    }
    files.push(("estate.toml".to_owned(), estate_template(date).into_bytes()));
    files.push((TREASURY_FILE.to_owned(), template_of(TREASURY_HEAD, TREASURY).into_bytes()));
    files.push((PAPER_FILE.to_owned(), template_of(PAPER_HEAD, PAPER).into_bytes()));
    write_whole(folder, &name, &files)?;
    if !settings.quiet {
        let root = folder.display();
        let text = format!(
            "created {root} with templates for {} tables, estate.toml, treasury.toml and \
                paper.toml\nfill in sites.csv first, and delete the tables you have no data \
                for\nthen: terrier check {root}",
            TABLES.len()
        );
        print::talk(&text, settings)?;
    }
    Ok(Done::Well)
}

/// Writes a folder's files beside it and gives the folder its name when all are there: nothing is left of one that
/// cannot be written whole.
fn write_whole(folder: &Path, name: &str, files: &[(String, Vec<u8>)]) -> anyhow::Result<()> {
    let partial = folder.with_file_name(format!(".{name}.partial"));
    let cannot = |path: &Path, done: &str| {
        format!(
            "`{}` cannot be {done}; check that you may write there and that the disk is not full",
            path.display()
        )
    };
    // Folders above it that are made for it go again with it.
    let made: Vec<&Path> = folder.ancestors().skip(1).take_while(|above| !above.exists()).collect();
    let write = || -> anyhow::Result<()> {
        // What a run that was stopped left behind.
        if partial.exists() {
            fs::remove_dir_all(&partial)
                .with_context(|| format!("`{}` cannot be removed", partial.display()))?;
        }
        fs::create_dir_all(&partial).with_context(|| cannot(folder, "created"))?;
        for (file, text) in files {
            fs::write(partial.join(file), text)
                .with_context(|| cannot(&folder.join(file), "written"))?;
        }
        fs::rename(&partial, folder).with_context(|| cannot(folder, "created"))
    };
    write().inspect_err(|_| {
        // Best effort: the next run clears it.
        let _ = fs::remove_dir_all(&partial);
        for above in made.iter().filter(|above| !above.as_os_str().is_empty()) {
            let _ = fs::remove_dir(above);
        }
    })
}

/// Writes a header and a row of examples whose id is `EXAMPLE`.
fn template(table: &crate::load::schema::SchemaTable) -> anyhow::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(table.columns.iter().map(|c| c.name))?;
    csv.write_record(table.columns.iter().enumerate().map(|(at, column)| match column.name {
        _ if at == 0 => "EXAMPLE",
        "site_id" => "EXAMPLE",
        "latitude" | "longitude" | "from" | "to" | "notice_weeks" | "notice_days" => "",
        _ => column.example,
    }))?;
    Ok(csv.into_inner()?)
}

fn estate_template(as_of: crate::model::Date) -> String {
    format!(
        "name = \"Name of the estate\"\nas_of = {as_of}\norganisation = \"Name of the body\"\n# \
            Text that every page and chart must show:\n# note = \"Draft\"\n\n# Totals from the \
            accounts that the tables must agree with; remove the leading # to use them.\n# \
            [control]\n# tolerance = \"1%\"\n#\n# [control.asset_value]\n# amount = \
            \"35000000.00\"\n# column = \"existing_use_value\"\n# tenures = [\"freehold\", \
            \"long_leasehold\"]\n# statuses = [\"operational\", \"vacant\", \"for_sale\"]\n#\n# \
            [control.running_cost]\n# amount = \"4000000.00\"\n# financial_year = \"{}\"\n",
        crate::model::FinancialYear::last_whole(as_of)
    )
}

const TREASURY_FILE: &str = "treasury.toml";
const TREASURY_HEAD: &str = "# What the body owes, holds and may borrow; remove the leading # \
    to use an entry.\n# If one entry has a fault, the whole file is ignored.\n";
const TREASURY_SAID: &str = "What the body owes, holds, pays and may borrow. `[[…]]` may be \
    repeated. An entry with a fault, or an unknown\nentry, is an error, and the whole file is \
    ignored. Findings number lists from 1: `loans[2].rate`.";
const PAPER_FILE: &str = "paper.toml";
const PAPER_HEAD: &str = "# Text of the board paper that is in no table; remove the leading # \
    to use an entry.\n# Both editions include it, except entries marked restricted.\n";
const PAPER_SAID: &str = "Text of the board paper that is in no table. `paper.md` puts it in \
    its place, and says what is not given.\n`[[…]]` may be repeated. Both editions include it, \
    except entries with `restricted = true`: write nothing else\nhere that must not be \
    published. An entry with a fault, or an unknown entry, is an error.";

/// The files of entries: name, what it is, its parts.
const FILES: [(&str, &str, &[Part]); 2] =
    [(TREASURY_FILE, TREASURY_SAID, TREASURY), (PAPER_FILE, PAPER_SAID, PAPER)];

/// Writes every entry of a file behind a `#`: examples are nobody's own.
fn template_of(head: &str, parts: &[Part]) -> String {
    let mut text = head.to_owned();
    for part in parts {
        let _ =
            writeln!(text, "\n# {}{}", part.meaning, if part.needed { "" } else { " (optional)" });
        if !part.path.is_empty() {
            let _ = writeln!(text, "# {}", part.head());
        }
        for entry in part.entries {
            let may = if entry.needed { "" } else { " (optional)" };
            let _ =
                writeln!(text, "# {} = {}  # {}{may}", entry.name, entry.example, entry.meaning);
        }
    }
    text
}

/// Prints every table and column, then every entry of `treasury.toml` and `paper.toml`.
pub(super) fn schema(format: SchemaFormat) -> anyhow::Result<Done> {
    match format {
        SchemaFormat::Md => print::data(markdown().as_bytes()),
        SchemaFormat::Json => {
            let tables = TABLES.iter().chain(FACTS).map(|table| {
                let columns: Vec<_> = table
                    .columns
                    .iter()
                    .map(|c| {
                        serde_json::json!({
                            "name": c.name, "form": c.kind.form(), "unit": c.unit,
                            "needed": needed(c.need), "meaning": c.meaning,
                            "example": c.example, "aliases": c.aliases,
                        })
                    })
                    .collect();
                serde_json::json!({
                    "table": table.name, "row_is": table.row_is, "columns": columns,
                })
            });
            let parts = FILES
                .iter()
                .flat_map(|(file, _, parts)| parts.iter().map(|part| part_as_json(file, part)));
            let tables: Vec<_> = tables.chain(parts).collect();
            print::data((serde_json::to_string_pretty(&tables)? + "\n").as_bytes())
        }
    }
}

fn part_as_json(file: &str, part: &Part) -> serde_json::Value {
    let of_entry = |entry: &Entry| {
        serde_json::json!({
            "name": entry.name, "form": entry.form.words(), "meaning": entry.meaning,
            "needed": if entry.needed { "required" } else { "" }, "example": entry.example,
        })
    };
    let entries: Vec<_> = part.entries.iter().map(of_entry).collect();
    serde_json::json!({
        "file": file, "part": part.head(), "meaning": part.meaning,
        "needed": if part.needed { "required" } else { "" }, "entries": entries,
    })
}

fn needed(need: Need) -> String {
    match need {
        Need::Required => "required".to_owned(),
        Need::RequiredUnless(others) => format!("required, or `{}`", others.join("` and `")),
        Need::Optional => String::new(),
    }
}

/// What the schema says of the one input that is no table.
const OUTLINE: &str = "\
### `boundaries.geojson`

The outline that `charts/map.*` shows beneath the sites: GeoJSON with polygons or multipolygons of the area, and of its \
districts if you like, in longitude and latitude (WGS 84) or metres of the British National Grid. A file of its own beside \
the tables, and optional: without it the map has no outline. What cannot be drawn, and outlines of more than \
1,000,000 positions in all, are left out with the warning `boundary-left-out`. A feature with the property `zone_id` (or `LSOA21CD`, as in `demand`) is the outline of a zone: a zone \
without a position of its own is placed at a point within it. A feature with the property `district` is that of a district: \
sites and zones with an empty district take the name of the one they stand in.
";

/// Writes the schema as Markdown; `data/README.md` holds the same text.
pub fn markdown() -> String {
    let mut text = String::new();
    for table in TABLES.iter().chain(FACTS) {
        let _ = writeln!(text, "### `{}`\n\nA row is {}.\n", table.name, table.row_is);
        text.push_str("| column | needed | form | unit | meaning | example |\n");
        text.push_str("| --- | --- | --- | --- | --- | --- |\n");
        for c in table.columns {
            let also = match c.aliases {
                [] => String::new(),
                aliases => format!(" (also `{}`)", aliases.join("`, `")),
            };
            let _ = writeln!(
                text,
                "| `{}`{also} | {} | {} | {} | {} | {} |",
                c.name,
                needed(c.need),
                c.kind.form(),
                c.unit,
                c.meaning,
                c.example
            );
        }
        text.push('\n');
    }
    for (file, said, parts) in FILES {
        entries_markdown(&mut text, file, said, parts);
    }
    text.push_str(OUTLINE);
    text
}

/// Writes the entries of a file as Markdown.
fn entries_markdown(text: &mut String, file: &str, said: &str, parts: &[Part]) {
    let _ = write!(
        text,
        "### `{file}`\n\n{said}\n\n\
         | part | entry | needed | form | meaning | example |\n| --- | --- | --- | --- | --- | --- |\n"
    );
    for part in parts {
        let head = if part.path.is_empty() {
            "at the top".to_owned()
        } else {
            format!("`{}`", part.head())
        };
        let need = if part.needed && !part.path.is_empty() { "required" } else { "" };
        let _ = writeln!(text, "| {head} | | {need} | | {} | |", part.meaning);
        for entry in part.entries {
            let need = if entry.needed { "required" } else { "" };
            let (name, form) = (entry.name, entry.form.words());
            let _ = writeln!(
                text,
                "| | `{name}` | {need} | {form} | {} | `{}` |",
                entry.meaning, entry.example
            );
        }
    }
    text.push('\n');
}

/// Prints a rule's page, or the list of rules.
pub(super) fn explain_rule(word: Option<&str>) -> anyhow::Result<Done> {
    let Some(word) = word else {
        let rows: Vec<Vec<String>> = Rule::ALL
            .iter()
            .map(|rule| {
                let checks = rule.page().lines().nth(1).unwrap_or_default().trim().to_owned();
                vec![rule.word().to_owned(), rule.severity().to_string(), checks]
            })
            .collect();
        return print::data(
            print::table(&["rule", "severity", "checks that"], &rows, &[]).as_bytes(),
        );
    };
    let Some(rule) = Rule::read(word) else {
        let near = crate::load::nearest(word, Rule::ALL.iter().map(|r| r.word()));
        let hint = near.map_or_else(
            || "`terrier explain-rule` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        bail!("there is no rule `{word}`\nhint: {hint}");
    };
    let firm = if rule.is_structural() { "; a policy cannot lower it" } else { "" };
    let mut text = format!("# {rule}\n\n{} by default{firm}\n\n", rule.severity());
    for line in rule.page().lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        text.push_str(line);
        text.push_str(if line.starts_with("##") { "\n\n" } else { "\n" });
        if !line.starts_with("##") {
            text.push('\n');
        }
    }
    text.truncate(text.trim_end().len());
    print::data((text + "\n").as_bytes())
}
