//! `terrier new`, `schema` and `explain-rule`: what a newcomer asks first.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, bail};

use super::{Done, Settings, args::SchemaFormat, print};
use crate::{
    load::schema::{Entry, Need, Part, TABLES, TREASURY},
    model::Rule,
};

/// Makes a snapshot folder with a template of every table; an existing folder is left alone.
pub(super) fn new(folder: &Path, settings: &Settings) -> anyhow::Result<Done> {
    let name = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let Some(date) = crate::load::snapshot_date(&name) else {
        bail!(
            "`{name}` is no date\nhint: name the folder by the day of its data, such as ROOT/2026-03-31"
        );
    };
    if folder.exists() {
        bail!("`{}` is there already\nhint: name a folder that is not there yet", folder.display());
    }
    fs::create_dir_all(folder).with_context(|| format!("`{}` cannot be made", folder.display()))?;
    let write = |file: &str, text: &[u8]| {
        let path = folder.join(file);
        fs::write(&path, text).with_context(|| format!("`{}` cannot be written", path.display()))
    };
    for table in TABLES {
        write(&format!("{}.csv", table.name), &template(table)?)?;
    }
    write("estate.toml", estate_template(date).as_bytes())?;
    write("treasury.toml", treasury_template().as_bytes())?;
    if !settings.quiet {
        let root = folder.display();
        print::talk(&format!(
            "made {root} with templates of {} tables, estate.toml and treasury.toml\n\
             fill sites.csv first; take away the tables you have no data for\n\
             then: terrier check {root}",
            TABLES.len()
        ))?;
    }
    Ok(Done::Well)
}

/// Writes a header and a row of examples whose id is `EXAMPLE`.
fn template(table: &crate::load::schema::Table) -> anyhow::Result<Vec<u8>> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(table.columns.iter().map(|c| c.name))?;
    csv.write_record(table.columns.iter().enumerate().map(|(at, column)| match column.name {
        _ if at == 0 => "EXAMPLE",
        "site_id" => "EXAMPLE",
        "latitude" | "longitude" | "from" | "to" => "",
        _ => column.example,
    }))?;
    Ok(csv.into_inner()?)
}

fn estate_template(as_of: crate::model::Date) -> String {
    format!(
        "name = \"Name of the estate\"\n\
         as_of = {as_of}\n\
         organisation = \"Name of the body\"\n\
         # Words that every page and picture must carry:\n\
         # note = \"Draft\"\n\
         \n\
         # Totals of the accounts that the tables must agree with; take the leading # away to use them.\n\
         # [control]\n\
         # tolerance = \"1%\"\n\
         #\n\
         # [control.asset_value]\n\
         # amount = \"35000000.00\"\n\
         # column = \"existing_use_value\"\n\
         # tenures = [\"freehold\", \"long_leasehold\"]\n\
         # statuses = [\"operational\", \"vacant\", \"for_sale\"]\n\
         #\n\
         # [control.running_cost]\n\
         # amount = \"4000000.00\"\n\
         # financial_year = \"{}\"\n",
        crate::model::FinancialYear::last_whole(as_of)
    )
}

/// Writes every entry of `treasury.toml` behind a `#`: examples are nobody's balances.
fn treasury_template() -> String {
    let mut text =
        "# What the body owes, holds and may owe; take the leading # away to use an entry.\n\
                    # One entry at fault and nothing of the file is used.\n"
            .to_owned();
    for part in TREASURY {
        let _ = writeln!(
            text,
            "\n# {}{}",
            part.meaning,
            if part.needed { "" } else { " (may be left out)" }
        );
        if !part.path.is_empty() {
            let _ = writeln!(text, "# {}", part.head());
        }
        for entry in part.entries {
            let may = if entry.needed { "" } else { " (may be left out)" };
            let _ =
                writeln!(text, "# {} = {}  # {}{may}", entry.name, entry.example, entry.meaning);
        }
    }
    text
}

/// Prints every table and column, then every entry of `treasury.toml`.
pub(super) fn schema(format: SchemaFormat) -> anyhow::Result<Done> {
    match format {
        SchemaFormat::Md => print::data(markdown().as_bytes()),
        SchemaFormat::Json => {
            let tables = TABLES.iter().map(|table| {
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
            let tables: Vec<_> = tables.chain(TREASURY.iter().map(part_as_json)).collect();
            print::data((serde_json::to_string_pretty(&tables)? + "\n").as_bytes())
        }
    }
}

fn part_as_json(part: &Part) -> serde_json::Value {
    let of_entry = |entry: &Entry| {
        serde_json::json!({
            "name": entry.name, "form": entry.form.words(), "meaning": entry.meaning,
            "needed": if entry.needed { "required" } else { "" }, "example": entry.example,
        })
    };
    let entries: Vec<_> = part.entries.iter().map(of_entry).collect();
    serde_json::json!({
        "file": "treasury.toml", "part": part.head(), "meaning": part.meaning,
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
the tables, and optional: without it the map has no outline. What cannot be drawn is left out with the warning \
`boundary-left-out`.
";

/// Writes the schema as Markdown; `data/README.md` holds the same text.
pub fn markdown() -> String {
    let mut text = String::new();
    for table in TABLES {
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
    treasury_markdown(&mut text);
    text.push_str(OUTLINE);
    text
}

/// Writes the entries of `treasury.toml` as Markdown.
fn treasury_markdown(text: &mut String) {
    text.push_str(
        "### `treasury.toml`\n\n\
         What the body owes, holds, pays and may owe. `[[…]]` may stand many times. One entry at fault, or not known,\n\
         is an error, and nothing of the file is used. Lists are numbered from 1 in findings: `loans[2].rate`.\n\n\
         | part | entry | needed | form | meaning | example |\n| --- | --- | --- | --- | --- | --- |\n",
    );
    for part in TREASURY {
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
        bail!("no rule is named `{word}`\nhint: {hint}");
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
