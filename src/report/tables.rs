//! The data tables of a report, once for CSV files and workbook, so that both hold the same digits.
//!
//! A table is a list of columns and an iterator of rows; a cell is empty (not known), text, or the
//! decimal text of a number with the way a sheet shows it.

use std::borrow::Cow;

use super::ReportError;
use crate::{
    edition::{
        FindingRow, LeaseEventRow, LeaseSummaryRow, SiteRow, View,
        tables::{Audience, Kind, LeaseEvents, LeaseSummary, Ranking},
    },
    model::{Findings, Money, Points, Unit, decimals, ratio_term, safe_text, to_whole},
};

pub(super) use crate::edition::tables::{Cell, Column, Form, Table, is_number};

/// Writes `ranking.csv` of some sites, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn ranking_csv(sites: &[SiteRow]) -> Result<Vec<u8>, ReportError> {
    csv_of("ranking.csv", Ranking::of(sites.iter()))
}

/// Writes `lease_events.csv` of some events, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn lease_events_csv(rows: &[LeaseEventRow]) -> Result<Vec<u8>, ReportError> {
    csv_of("lease_events.csv", LeaseEvents::of(rows.iter()))
}

/// Writes `lease_summary.csv` of some leases, in the order given.
///
/// # Errors
/// [`ReportError::Table`], which no content of a row is known to cause.
pub fn lease_summary_csv(rows: &[LeaseSummaryRow]) -> Result<Vec<u8>, ReportError> {
    csv_of("lease_summary.csv", LeaseSummary::of(rows.iter()))
}

/// Writes `findings.csv` of findings that are not, or not yet, part of a view.
///
/// # Errors
/// [`ReportError::Table`], which no content of a finding is known to cause.
pub fn findings_csv(found: &Findings) -> Result<Vec<u8>, ReportError> {
    let rows: Vec<FindingRow> = found.iter().map(FindingRow::from).collect();
    csv_of("findings.csv", findings(&rows, true))
}

/// Writes a table as CSV: UTF-8 without byte order mark, LF, unknown = empty.
pub(super) fn csv_of(file: &'static str, table: Table<'_>) -> Result<Vec<u8>, ReportError> {
    let wrong = |source: csv::Error| ReportError::Table { file, source };
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|c| c.name)).map_err(wrong)?;
    for row in table.rows {
        for cell in &row {
            let written = match cell {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) => safe_text(text),
                Cell::Day(day) => Cow::Owned(day.to_string()),
                Cell::Number(digits, _) => Cow::Borrowed(digits.as_ref()),
            };
            writer.write_field(written.as_bytes()).map_err(wrong)?;
        }
        writer.write_record(None::<&[u8]>).map_err(wrong)?;
    }
    writer.into_inner().map_err(|e| wrong(e.into_error().into()))
}

/// A line a site and measure.
pub(super) fn measures(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("measure", "Measure"),
        ("value", "Value"),
        ("unit", "Unit"),
        ("state", "State"),
        ("low", "Low"),
        ("high", "High"),
        ("basis", "Basis"),
        ("doubted", "In doubt by"),
    ]);
    let rows = view.measures.iter().map(|m| {
        vec![
            text(&m.site_id),
            text(m.measure.word()),
            amount(&m.value, m.unit),
            text(m.unit.word()),
            text(m.state.word()),
            amount(&m.low, m.unit),
            amount(&m.high, m.unit),
            text(m.basis),
            text(&m.doubted),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a site, score and criterion.
pub(super) fn contributions(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("score", "Score"),
        ("criterion", "Criterion"),
        ("reading", "Reading"),
        ("unit", "Unit"),
        ("state", "State"),
        ("level", "Level"),
        ("weight", "Weight"),
        ("points", "Points"),
        ("points_low", "Points low"),
        ("points_high", "Points high"),
        ("doubted", "In doubt by"),
    ]);
    let rows = view.contributions.iter().map(|c| {
        vec![
            text(&c.site_id),
            text(c.score.word()),
            text(c.criterion.word()),
            amount(&c.reading, c.unit),
            text(c.unit.word()),
            text(c.state.word()),
            match c.level {
                Some(level) => Cell::Number(four_decimals(level).into(), Form::Tenth),
                None => Cell::Empty,
            },
            Cell::Number(c.weight.to_string().into(), Form::Whole),
            points(c.points),
            points(c.points_low),
            points(c.points_high),
            text(&c.doubted),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a finding; row numbers stand in the data file only, which `with_rows` says.
pub(super) fn findings(found: &[FindingRow], with_rows: bool) -> Table<'_> {
    let mut columns = columns(&[
        ("severity", "Severity"),
        ("rule", "Rule"),
        ("file", "File"),
        ("sheet", "Sheet"),
        ("column", "Column"),
        ("id", "Record"),
        ("found", "Found"),
        ("expected", "Expected"),
        ("mend", "How to mend"),
    ]);
    if with_rows {
        columns.push(column("row", "Row"));
    }
    let rows = found.iter().map(move |f| {
        let mut cells = vec![
            text(f.severity.word()),
            text(f.rule),
            text(&f.file),
            text(&f.sheet),
            text(&f.column),
            text(&f.id),
            text(&f.found),
            text(&f.expected),
            text(&f.mend),
        ];
        if with_rows {
            cells.push(digits(f.row.as_ref(), Form::Whole));
        }
        cells
    });
    Table { columns, rows: Box::new(rows) }
}

/// A line a row of a file that stands behind a measure.
pub(super) fn sources(view: &View) -> Table<'_> {
    let columns = columns(&[
        ("site_id", "Site"),
        ("measure", "Measure"),
        ("file", "File"),
        ("sheet", "Sheet"),
        ("row", "Row"),
    ]);
    let rows = view.sources.iter().map(|s| {
        vec![
            text(&s.site_id),
            text(s.measure.word()),
            text(&s.file),
            text(&s.sheet),
            digits(Some(&s.row), Form::Whole),
        ]
    });
    Table { columns, rows: Box::new(rows) }
}

/// Makes columns from names and headings.
pub(super) fn columns(pairs: &[(&'static str, &'static str)]) -> Vec<Column> {
    pairs.iter().map(|&(name, heading)| column(name, heading)).collect()
}

/// Makes a column of a sheet that no data file has.
pub(super) const fn column(name: &'static str, heading: &'static str) -> Column {
    Column { name, heading, kind: Kind::Text, unit: "", audience: Audience::Public, meaning: "" }
}

/// Makes a text cell, empty from empty text.
pub(super) fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
}

/// Makes a cell from a reading's text: a number in the unit's form, a word, or empty.
pub(super) fn amount(value: &str, unit: Unit) -> Cell<'_> {
    if is_number(value) { Cell::Number(value.into(), form(unit)) } else { text(value) }
}

/// Makes a cell of pounds with two decimals from pence.
pub(super) fn money(pence: Option<i64>) -> Cell<'static> {
    digits(pence.map(Money::from_pence).as_ref(), Form::Pounds)
}

/// Makes a number cell, empty where there is none.
pub(super) fn digits(value: Option<&impl ToString>, form: Form) -> Cell<'static> {
    value.map_or(Cell::Empty, |v| Cell::Number(v.to_string().into(), form))
}

fn points(points: Option<Points>) -> Cell<'static> {
    digits(points.as_ref(), Form::Tenth)
}

/// Writes a finite number with four decimals.
fn four_decimals(value: f64) -> String {
    const UNIT: i64 = 10_000;
    decimals(to_whole(value * ratio_term(UNIT)), UNIT, 4)
}

const fn form(unit: Unit) -> Form {
    match unit {
        Unit::Pounds | Unit::PoundsAYear | Unit::PoundsPerM2 => Form::Pounds,
        Unit::Share => Form::Share,
        Unit::Months | Unit::Workstations => Form::Whole,
        Unit::SquareMetres
        | Unit::SquareMetresPerFte
        | Unit::Fte
        | Unit::People
        | Unit::Right
        | Unit::YesNo => Form::Tenth,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edition::example,
        model::{Finding, Place, Rule},
    };

    fn csv_text(file: &'static str, table: Table<'_>) -> String {
        String::from_utf8(csv_of(file, table).unwrap()).unwrap()
    }

    #[test]
    fn the_ranking_has_the_columns_of_the_contract() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("ranking.csv", Ranking::of(view.sites.iter())), @r#"
        rank,site_id,name,need_index,need_low,need_high,utilisation_score,subletting_score,disposal_score,known_share,gates,not_ranked,recommended_option
        1,FEN-001,"Old Station, Marsh Road",61.234567,61.234567,61.234567,37.5000,80.1250,59.9691,1.0000,no_exit_before 2029-03-24; needs_consent,,
        2,'=cmd(),"<script>alert(1)</script> & ""Sons"" 🏛 محطة",40.000000,25.500000,62.000000,60.0000,,,0.6250,,,
        ,FEN-003,Custody suite,,,,,,,,must_keep,must_keep,
        "#);
    }

    #[test]
    fn measures_keep_their_digits_and_their_basis() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("measures.csv", measures(&view)), @"
        site_id,measure,value,unit,state,low,high,basis,doubted
        '=cmd(),cost_saved,,£ a year,unknown,,,no ledger line in the last whole financial year,
        FEN-001,utilisation,0.2250,share,known,0.2250,0.2250,,mean-above-peak; peak-above-capacity
        FEN-001,frequency,0.4100,share,known,0.4100,0.4100,,
        FEN-001,right_to_sublet_part,none_needed,right,known,none_needed,none_needed,,
        FEN-001,net_receipt,-12.50,£,interim,-12.50,-12.50,,
        ");
    }

    #[test]
    fn contributions_leave_the_unknown_empty() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("contributions.csv", contributions(&view)), @"
        site_id,score,criterion,reading,unit,state,level,weight,points,points_low,points_high,doubted
        '=cmd(),disposal,cost_saved,,£ a year,unknown,,25,,0.0000,25.0000,
        FEN-001,utilisation,utilisation,0.2250,share,known,37.5000,35,37.5000,37.5000,37.5000,mean-above-peak; peak-above-capacity
        FEN-001,disposal,net_receipt,-12.50,£,interim,33.3333,20,6.6667,6.6667,6.6667,
        ");
    }

    #[test]
    fn findings_and_sources_end_with_the_row() {
        let view = example::view();
        insta::assert_snapshot!(csv_text("findings.csv", findings(&view.findings, true)), @r#"
        severity,rule,file,sheet,column,id,found,expected,mend,row
        warning,cell-unreadable,costs.csv,,amount,FEN-001,"""n/k""","pounds, two decimals at most",correct the cell,7
        warning,cell-unreadable,costs.csv,,amount,FEN-001,'=1+1<img src=x>,"pounds, two decimals at most",correct the cell,9
        note,unknown-column,workbook.xlsx,leases,,FEN-001,"""remark"", kept out","pounds, two decimals at most",correct the cell,
        "#);
        insta::assert_snapshot!(csv_text("sources.csv", sources(&view)), @"
        site_id,measure,file,sheet,row
        FEN-001,utilisation,occupancy.csv,,2
        FEN-001,utilisation,occupancy.csv,,3
        FEN-001,net_receipt,sites.csv,,2
        ");
    }

    #[test]
    fn findings_alone_are_written_as_those_of_a_view() {
        let mut found = Findings::default();
        let place = Place::file("sites.csv");
        found.push(Finding::new(Rule::EmptyTable, place, "", "=1".into(), "a record".into()));
        let text = String::from_utf8(findings_csv(&found).unwrap()).unwrap();
        assert_eq!(text.lines().nth(1), Some("error,empty-table,sites.csv,,,,'=1,a record,,"));
    }

    #[test]
    fn a_negative_sum_stays_a_number_in_the_file() {
        let mut view = example::view();
        view.measures.truncate(1);
        view.measures[0].value = "-12.50".to_owned();
        view.measures[0].unit = Unit::Pounds;
        let text = csv_text("measures.csv", measures(&view));
        assert!(text.contains(",-12.50,£,"), "{text}");
    }

    #[test]
    fn a_view_without_sites_gives_headers_only() {
        let text = String::from_utf8(ranking_csv(&example::empty().sites).unwrap()).unwrap();
        assert_eq!(text.lines().count(), 1);
    }
}
