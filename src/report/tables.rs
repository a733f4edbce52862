//! The data tables of a report, once for CSV files and workbook, so that both hold the same digits.
//!
//! A table is a list of columns and an iterator of rows; a cell is empty (not known), text, or the
//! decimal text of a number with the way a sheet shows it.

use super::ReportError;
use crate::{
    edition::FindingRow,
    model::{Findings, Money},
    tables::{self, Audience, Kind},
};

pub(super) use crate::tables::{BETWEEN, Cell, Column, NumberForm, Table, is_number};

/// Writes `findings.csv` of findings that are not, or not yet, part of a view.
///
/// # Errors
/// [`ReportError::Table`], which no content of a finding is known to cause.
pub fn findings_csv(found: &Findings) -> Result<Vec<u8>, ReportError> {
    let rows: Vec<FindingRow> = found.iter().map(FindingRow::from).collect();
    csv_of(tables::Findings::of(rows.iter()))
}

/// Writes a table as CSV: UTF-8 without byte order mark, LF, unknown = empty.
///
/// # Errors
/// [`ReportError::Table`] naming the file, which no content of a row is known to cause.
pub fn csv_of(table: Table<'_>) -> Result<Vec<u8>, ReportError> {
    let file = table.file;
    tables::csv_bytes(table).map_err(|source| ReportError::Table { file, source })
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

/// Makes a cell of pounds with two decimals from pence.
pub(super) fn money(pence: Option<i64>) -> Cell<'static> {
    digits(pence.map(Money::from_pence).as_ref(), NumberForm::Pounds)
}

/// Makes a number cell, empty where there is none.
pub(super) fn digits(value: Option<&impl ToString>, form: NumberForm) -> Cell<'static> {
    value.map_or(Cell::Empty, |v| Cell::Number(v.to_string().into(), form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edition::example,
        model::{Finding, Measure, Place, Quantity, Rule},
        tables::{Measures, OutputTable, Ranking},
    };

    fn csv_text(table: Table<'_>) -> String {
        String::from_utf8(csv_of(table).unwrap()).unwrap()
    }

    #[test]
    fn the_ranking_has_the_columns_of_the_contract() {
        let view = example::hostile();
        insta::assert_snapshot!(csv_text(Ranking::of(view.sites.iter())), @r#"
        rank,site_id,name,need_index,need_low,need_high,utilisation_score,subletting_score,disposal_score,known_share,gates,not_ranked,recommended_option
        1,FEN-001,"Old Station, Marsh Road",57.942250,26.503250,75.676450,35.8006,90.0359,51.6851,0.6500,blocked_sale until 2020-09-30,,dispose
        2,'=cmd(),"<script>alert(1)</script> & ""Sons"" 🏛 محطة",26.495100,15.897100,55.897100,71.4922,46.5000,24.4824,0.6000,no_exit_before 2024-03-24; needs_consent,,open
        ,FEN-004,Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochxxx,,5.641600,90.641600,,100.0000,37.6108,0.1500,,for_sale,decided
        ,FEN-003,Custody suite,,6.250000,86.250000,,100.0000,31.2500,0.2000,must_keep,must_keep,business_as_usual
        "#);
    }

    #[test]
    fn findings_that_are_no_part_of_a_view_are_written_too() {
        let mut found = crate::model::Findings::default();
        let place = Place::file("sites.csv");
        found.push(Finding::new(Rule::EmptyTable, place, "", "=1".into(), "a record".into()));
        let text = String::from_utf8(findings_csv(&found).unwrap()).unwrap();
        assert_eq!(text.lines().nth(1), Some("error,empty-table,sites.csv,,,,'=1,a record,,"));
    }

    #[test]
    fn a_negative_sum_stays_a_number_in_the_file() {
        let mut view = example::hostile().clone();
        view.measures.truncate(1);
        view.measures[0].measure = Measure::NetReceipt;
        view.measures[0].value = Some(Quantity::Pence(-1_250));
        let text = csv_text(Measures.table(&view));
        assert!(text.contains(",-12.50,£,"), "{text}");
    }

    #[test]
    fn a_view_without_sites_gives_headers_only() {
        let text = String::from_utf8(csv_of(Ranking.table(example::empty())).unwrap()).unwrap();
        assert_eq!(text.lines().count(), 1);
    }
}
