//! `terrier schema --reports`: every table of a report and what its columns hold, as declared.

use std::fmt::Write;

use super::{Done, args::SchemaFormat, print};
use crate::{
    model::capital,
    tables::{ALL, Audience, Column, Declared, OF_GROUP},
    {batch, draw},
};

pub(super) fn reports(format: SchemaFormat) -> anyhow::Result<Done> {
    match format {
        SchemaFormat::Md => print::data(markdown().as_bytes()),
        SchemaFormat::Json => {
            let tables: Vec<_> = every().map(as_json).collect();
            print::data((serde_json::to_string_pretty(&tables)? + "\n").as_bytes())
        }
    }
}

/// Returns every table that is declared: of a report, of several bodies, of charts, of several snapshots.
fn every() -> impl Iterator<Item = &'static dyn Declared> {
    let own = ALL.iter().map(|table| *table as &dyn Declared);
    let of_group = OF_GROUP.iter().map(|table| *table as &dyn Declared);
    own.chain(of_group).chain(draw::TABLES).chain(batch::TABLES)
}

fn as_json(table: &dyn Declared) -> serde_json::Value {
    let column = |c: &Column| {
        serde_json::json!({
            "name": c.name, "heading": c.heading, "holds": c.kind.word(), "unit": c.unit,
            "audience": c.audience.word(), "meaning": c.meaning,
        })
    };
    let columns: Vec<_> = table.columns().iter().map(column).collect();
    serde_json::json!({
        "file": table.file(), "sheet": table.sheet(), "what": table.what(), "key": table.key(),
        "columns": columns,
    })
}

/// Writes the dictionary as it stands in `reports/README.md`.
fn markdown() -> String {
    every().map(of_table).collect::<Vec<_>>().join("\n")
}

fn of_table(table: &dyn Declared) -> String {
    let mut text = format!("### `{}`\n\n{}.", table.file(), capital(table.what()));
    match table.key() {
        [] => {}
        key => {
            let _ = write!(text, " Key: `{}`.", key.join("`, `"));
        }
    }
    match table.sheet() {
        "" => {}
        sheet => {
            let _ = write!(text, " In the workbook: sheet {sheet}.");
        }
    }
    if table.columns().iter().all(|c| c.audience == Audience::Restricted) {
        text.push_str(" Restricted edition only.");
    }
    text.push_str("\n\n| column | heading | holds | unit | audience | meaning |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- |\n");
    for c in table.columns() {
        let holds = c.kind.word().replace('_', " ");
        let _ = writeln!(
            text,
            "| `{}` | {} | {holds} | {} | {} | {} |",
            c.name, c.heading, c.unit, c.audience, c.meaning
        );
    }
    text
}
