//! `terrier cover --agile`: what agile working frees.

use std::{fmt::Write, path::Path};

use serde_json::json;

use super::{Done, Settings, args::Format, print, ran, snapshot};
use crate::{
    edition::{self, AgileRow, Edition, View},
    load::Hashes,
    model::{decimals, with_thousands},
    report::{csv_of, records},
    tables::{AgileWorking, OutputTable},
    wording::{agile_working, tenths},
};

pub(super) fn agile(folder: &Path, format: Format, settings: &Settings) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::NotWanted)? else {
        return Ok(Done::DataHasErrors);
    };
    let view = edition::view(run.results(&settings.policy), Edition::Restricted)?;
    if view.agile.rows.is_empty() {
        anyhow::bail!(
            "there are no teams whose need could be measured\nhint: add `teams` to the snapshot, a row a team with its FTE \
             and `mobile_share`; `terrier schema` lists their columns"
        );
    }
    match format {
        Format::Csv => print::data(&csv_of(AgileWorking.table(&view))?),
        Format::Json => {
            let all = json!({ "agile": records(AgileWorking.table(&view)) });
            print::data(print::json(&all).as_bytes())
        }
        Format::Table => print::data(shown(&view)?.as_bytes()),
    }
}

fn shown(view: &View) -> Result<String, std::fmt::Error> {
    let whole = |of: Option<i64>| of.map(|n| with_thousands(&n.to_string())).unwrap_or_default();
    let m2 = |of: Option<i64>| {
        of.map(|space| with_thousands(&decimals(space, 1000, 0))).unwrap_or_default()
    };
    let cells = |row: &AgileRow| {
        vec![
            row.site_id.clone(),
            print::shortened(&row.name, 30),
            tenths(row.fte),
            tenths(row.mobile_fte),
            whole(row.workstations),
            if row.counted { "count" } else { "FTE" }.to_owned(),
            whole(row.needed),
            whole(row.by_policy.needed),
            whole(row.by_policy.freed),
            m2(row.by_policy.freed_m2),
            whole(row.if_peak_falls.needed),
            whole(row.if_peak_falls.freed),
            m2(row.if_peak_falls.freed_m2),
        ]
    };
    let rows: Vec<Vec<String>> = view.agile.rows.iter().map(cells).collect();
    let header = [
        "site",
        "name",
        "FTE",
        "with device",
        "workstations",
        "by",
        "needed",
        "agile",
        "freed",
        "m²",
        "peak falls",
        "freed",
        "m²",
    ];
    let mut text = print::table(&header, &rows, &[2, 3, 4, 6, 7, 8, 9, 10, 11, 12]);
    for (title, said) in agile_working(&view.agile) {
        writeln!(text, "\n{title}")?;
        for sentence in said {
            writeln!(text, "  {sentence}")?;
        }
    }
    Ok(text)
}
