//! `estate.toml` and the folder's name: whose estate, on which day.

use std::path::Path;

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    date,
    number::{self, Number},
};
use crate::model::{
    AssetControl, CostControl, Date, FinancialYear, Finding, Findings, Money, Place, Rule,
    Snapshot, Status, Tenure, ValueColumn, holds_unseen, seen_text,
};

const FILE: &str = "estate.toml";

/// Adds a finding about an entry of `estate.toml`.
fn fault(findings: &mut Findings, entry: &str, found: impl ToString, expected: &str) {
    let place = Place { column: Some(entry.to_owned()), ..Place::file(FILE) };
    let finding = Finding::new(Rule::EstateFile, place, "", found.to_string(), expected.to_owned());
    findings.push(finding.fix("correct the line; `terrier new` writes a template"));
}

/// Parses a TOML file; one that is none is a finding by `rule`.
pub(super) fn parsed(file: &str, rule: Rule, text: &str, findings: &mut Findings) -> Option<Table> {
    let error = match text.parse::<Table>() {
        Ok(mut table) => {
            for (entry, value) in &mut table {
                leave_out_unseen(entry, value, file, findings);
            }
            return Some(table);
        }
        Err(error) => error,
    };
    let line = error.message().lines().next().unwrap_or_default().to_owned();
    let before = error.span().and_then(|span| text.get(..span.start));
    let row = before.and_then(|before| u32::try_from(before.lines().count().max(1)).ok());
    let place = Place { row, ..Place::file(file) };
    let finding = Finding::new(rule, place, "", line, "a TOML file".to_owned());
    findings.push(finding.fix("correct the line; `terrier new` writes a template"));
    None
}

/// Takes characters that no reader sees out of the texts of an entry, each a finding.
fn leave_out_unseen(entry: &str, value: &mut Value, file: &str, findings: &mut Findings) {
    match value {
        Value::String(text) if holds_unseen(text) => {
            let found = format!("{text:?}, with characters that no reader sees; read without them");
            let place = Place { column: Some(entry.to_owned()), ..Place::file(file) };
            let expected = "text that shows all it holds".to_owned();
            let finding = Finding::new(Rule::UnseenCharacters, place, "", found, expected);
            findings.push(finding.fix("type the text again, or delete the characters"));
            *text = seen_text(text).into_owned();
        }
        Value::Array(all) => {
            all.iter_mut().for_each(|value| leave_out_unseen(entry, value, file, findings));
        }
        Value::Table(table) => {
            for (key, value) in table {
                leave_out_unseen(&format!("{entry}.{key}"), value, file, findings);
            }
        }
        _ => {}
    }
}

/// Reads the file, or without one takes the name of the parent folder and the date of the folder.
///
/// `None` when the day cannot be told.
pub(super) fn read(folder: &Path, text: Option<&str>, findings: &mut Findings) -> Option<Snapshot> {
    let resolved = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name_of = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned());
    let folder_name = name_of(folder).or_else(|| name_of(&resolved)).unwrap_or_default();
    let folder_date = snapshot_date(&folder_name);
    let table = text.and_then(|text| parsed(FILE, Rule::EstateFile, text, findings));
    let table = table.unwrap_or_default();
    unknown_entries(&table, findings);
    let mut text_entry = |key: &str| match table.get(key) {
        None => None,
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some(other) => {
            fault(findings, key, other, "text in quotation marks");
            None
        }
    };
    let name = text_entry("name");
    let organisation = text_entry("organisation");
    let note = text_entry("note");
    let stated = table.get("as_of").map(|value| {
        let date = date_of(value);
        if date.is_none() {
            fault(findings, "as_of", value, "a date such as 2020-03-31");
        }
        date
    });
    let expected = "a folder named by the date of its data, YYYY-MM-DD";
    let misnamed = |found: String, findings: &mut Findings| {
        let finding = Finding::new(
            Rule::SnapshotDate,
            Place::file("estate.toml"),
            "",
            found,
            expected.to_owned(),
        );
        findings.push(finding.fix("rename the folder, or correct `as_of` in estate.toml"));
    };
    let as_of = match (folder_date, stated) {
        (None, _) => {
            misnamed(format!("a folder named {folder_name:?}"), findings);
            stated.flatten()
        }
        (Some(folder), Some(Some(stated))) if folder != stated => {
            let found = format!("a folder named {folder_name:?} and `as_of` {stated}");
            misnamed(found, findings);
            Some(stated)
        }
        (Some(folder), _) => Some(folder),
    }?;
    let name =
        name.or_else(|| resolved.parent().and_then(name_of)).unwrap_or_else(|| "estate".to_owned());
    let control = table.get("control").and_then(Value::as_table);
    let part = |key: &str| control.and_then(|c| c.get(key)).and_then(Value::as_table);
    let asset_value = part("asset_value").and_then(|t| asset_control(t, findings));
    let running_cost = part("running_cost").and_then(|t| cost_control(t, as_of, findings));
    let tolerance = control.and_then(|c| c.get("tolerance")).and_then(|value| {
        let read = value.as_str().and_then(number::written);
        let read = read.filter(|n| !n.multiple && n.is_bare());
        let share = read.map(|n| if n.percent { n.value / Decimal::ONE_HUNDRED } else { n.value });
        let share = share.filter(|s| *s >= Decimal::ZERO && *s <= Decimal::ONE);
        if share.is_none() {
            fault(
                findings,
                "control.tolerance",
                value,
                "a percentage in quotation marks, such as \"1%\"",
            );
        }
        share
    });
    Some(Snapshot { name, as_of, organisation, note, asset_value, running_cost, tolerance })
}

/// Reads a folder's name as a date, `YYYY-MM-DD` and nothing else.
#[must_use]
pub fn snapshot_date(name: &str) -> Option<Date> {
    date::iso(name.as_bytes())
}

fn date_of(value: &Value) -> Option<Date> {
    match value {
        Value::Datetime(stamp) => snapshot_date(&stamp.date?.to_string()),
        Value::String(text) => snapshot_date(text),
        _ => None,
    }
}

fn unknown_entries(table: &Table, findings: &mut Findings) {
    let mut look = |table: &Table, at: &str, known: &[&str]| {
        for key in table.keys().filter(|k| !known.contains(&k.as_str())) {
            let expected = format!("one of {}", known.join(", "));
            fault(findings, &format!("{at}{key}"), "an unknown entry", &expected);
        }
    };
    look(table, "", &["name", "as_of", "organisation", "note", "control"]);
    let Some(control) = table.get("control").and_then(Value::as_table) else {
        return;
    };
    look(control, "control.", &["asset_value", "running_cost", "tolerance"]);
    if let Some(part) = control.get("asset_value").and_then(Value::as_table) {
        look(part, "control.asset_value.", &["amount", "column", "tenures", "statuses"]);
    }
    if let Some(part) = control.get("running_cost").and_then(Value::as_table) {
        look(part, "control.running_cost.", &["amount", "financial_year"]);
    }
}

/// Reads an amount, in quotation marks so that no digit is lost.
fn amount(table: &Table, entry: &str, findings: &mut Findings) -> Option<Money> {
    let value = table.get("amount");
    let text = match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Integer(whole)) => whole.to_string(),
        _ => String::new(),
    };
    let sound = |n: &Number| !n.percent && n.is_bare() && n.value.normalize().scale() <= 2;
    let read = number::written(&text).filter(sound);
    if read.is_none() {
        let found = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
        fault(findings, entry, found, "pounds in quotation marks, such as \"35000000.00\"");
    }
    read.map(|n| Money::pounds(n.value))
}

fn asset_control(table: &Table, findings: &mut Findings) -> Option<AssetControl> {
    let total = amount(table, "control.asset_value.amount", findings);
    let column = table.get("column").and_then(Value::as_str).and_then(ValueColumn::read);
    if column.is_none() {
        let found = table.get("column").map_or_else(|| "nothing".to_owned(), Value::to_string);
        let expected = format!("one of {}", ValueColumn::WORDS.join(", "));
        fault(findings, "control.asset_value.column", found, &expected);
    }
    let tenures = list(table, "tenures", Tenure::ALL, Tenure::read, Tenure::WORDS, findings);
    let statuses = list(table, "statuses", Status::ALL, Status::read, Status::WORDS, findings);
    Some(AssetControl { amount: total?, column: column?, tenures: tenures?, statuses: statuses? })
}

/// Reads a list of words; all of them when there is none.
fn list<T: Copy>(
    table: &Table,
    key: &str,
    all: &[T],
    read: impl Fn(&str) -> Option<T>,
    words: &[&str],
    findings: &mut Findings,
) -> Option<Vec<T>> {
    let Some(value) = table.get(key) else {
        return Some(all.to_vec());
    };
    let items = value.as_array().and_then(|items| {
        items.iter().map(|v| v.as_str().and_then(&read)).collect::<Option<Vec<T>>>()
    });
    if items.is_none() {
        let expected = format!("a list of {}", words.join(", "));
        fault(findings, &format!("control.asset_value.{key}"), value, &expected);
    }
    items
}

fn cost_control(table: &Table, as_of: Date, findings: &mut Findings) -> Option<CostControl> {
    let total = amount(table, "control.running_cost.amount", findings);
    let value = table.get("financial_year");
    let year = value.and_then(Value::as_str).and_then(FinancialYear::read);
    let last = FinancialYear::last_whole(as_of);
    let ended = year.filter(|y| *y <= last);
    if ended.is_none() {
        let found = value.map_or_else(|| "nothing".to_owned(), Value::to_string);
        let expected =
            format!("a financial year that ends on or before {as_of}, such as \"{last}\"");
        fault(findings, "control.running_cost.financial_year", found, &expected);
    }
    Some(CostControl { amount: total?, financial_year: ended? })
}

/// Reports a folder without a register.
pub(super) fn no_sites(findings: &mut Findings) {
    let found =
        "no sites: the table `sites` is missing or contains only the EXAMPLE row".to_owned();
    let expected =
        "your sites in sites.csv, sites.xlsx or a sheet `sites` of estate.xlsx".to_owned();
    let errors = |f: &Finding| f.severity == crate::model::Severity::Error;
    if !findings.iter().any(|f| errors(f) && f.place.file.starts_with("sites")) {
        findings.push(
            Finding::new(Rule::EmptyTable, Place::file("sites"), "", found, expected)
                .fix("enter your sites; `terrier new` writes a template"),
        );
    }
}
