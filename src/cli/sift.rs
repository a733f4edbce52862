//! `terrier sift`: which sites to look at first, by what a register alone says.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Done, Settings, args::Format, print, ranked, snapshot};
use crate::{
    batch::RankedBy,
    edition::{self, Sift, SiftRow},
    model::{SiftGroup, SignalFinding, counted},
    report::records,
    tables::{FirstSift, SiftSignals},
    wording::{sift_rule, spoken, why_sifted},
};

/// Sites of a group that the table shows.
const ROWS: usize = 20;
/// Sites of a group that a first screen names.
const FIRST: usize = 5;

pub(super) fn sift(folder: &Path, format: Format, settings: &Settings) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ranked(&folder, RankedBy::All, settings)? else {
        return Ok(Done::DataHasErrors);
    };
    let all = edition::sift(run.results(&settings.policy));
    match format {
        Format::Csv => print::data(&crate::report::csv_of(FirstSift::of(all.rows.iter()))?),
        Format::Json => print::data(as_json(&all).as_bytes()),
        Format::Table => print::data(table(&all).as_bytes()),
    }
}

fn as_json(all: &Sift) -> String {
    let site = |(row, mut record): (&SiftRow, Map<String, Value>)| {
        let signs = records(SiftSignals::of(row.signs.iter())).into_iter().map(|mut sign| {
            sign.shift_remove("site_id");
            Value::Object(sign)
        });
        record.insert("signals".to_owned(), signs.collect());
        record
    };
    let records = records(FirstSift::of(all.rows.iter()));
    let sites: Vec<_> = all.rows.iter().zip(records).map(site).collect();
    let rule = sift_rule(&all.rule);
    print::json(&json!({ "leads": all.leads, "rule": rule, "sites": sites }))
}

/// Says how many sites are in each group, in order: `2 look first, 5 look next`.
fn groups(all: &Sift) -> String {
    let count = |group: &SiftGroup| {
        let sites = all.of(*group).count();
        (sites > 0).then(|| format!("{sites} {}", spoken(group.word())))
    };
    SiftGroup::ALL.iter().filter_map(count).collect::<Vec<_>>().join(", ")
}

fn table(all: &Sift) -> String {
    let cells = |row: &SiftRow| {
        vec![
            spoken(row.group.word()),
            print::shortened(&row.site_id, 18),
            print::shortened(&row.name, 34),
            row.count(SignalFinding::For).to_string(),
            row.count(SignalFinding::Against).to_string(),
            row.count(SignalFinding::NotKnown).to_string(),
            why_sifted(row),
        ]
    };
    let shown = [SiftGroup::LookFirst, SiftGroup::LookNext];
    let rows: Vec<_> =
        shown.iter().flat_map(|group| all.of(*group).take(ROWS)).map(cells).collect();
    let mut text = String::new();
    if rows.is_empty() {
        text.push_str("no site has signals for a review\n");
    } else {
        let header = ["group", "site", "name", "for", "against", "not known", "why"];
        text.push_str(&print::table(&header, &rows, &[3, 4, 5]));
    }
    let sites = counted(all.rows.len(), "site");
    text.push_str(&format!("{sites}: {}; --format csv lists all\n", groups(all)));
    text + &sift_rule(&all.rule) + "\n"
}

/// Tells the sift on a first screen: how many sites in each group, and the first of those to look at.
pub(super) fn first_screen(all: &Sift) -> Vec<String> {
    let mut lines = vec![format!("First sift: {}", groups(all))];
    let first: Vec<&SiftRow> = all.of(SiftGroup::LookFirst).collect();
    let (title, first) = if first.is_empty() {
        ("Next steps", all.of(SiftGroup::LookNext).collect())
    } else {
        ("Look first", first)
    };
    if first.is_empty() {
        return lines;
    }
    lines.push(title.to_owned());
    for row in first.iter().take(FIRST) {
        lines.push(format!("  {}  {}: {}", row.site_id, row.name, why_sifted(row)));
    }
    if first.len() > FIRST {
        lines.push(format!("  and {} more; `terrier sift` lists them", first.len() - FIRST));
    }
    lines
}
