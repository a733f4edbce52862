//! The data tables of a report, once for CSV files and workbook, so that both hold the same digits.
//!
//! A table is a list of columns and an iterator of rows; a cell is empty (not known), text, or the
//! decimal text of a number with the way a sheet shows it.

use std::borrow::Cow;

use super::ReportError;
use crate::{
    edition::FindingRow,
    model::{Findings, Money, safe_text},
    tables::{self, Audience, Kind},
};

pub(super) use crate::tables::{BETWEEN, Cell, Column, Form, Table, is_number};

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
    let wrong = |source: csv::Error| ReportError::Table { file: table.file, source };
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(table.columns.iter().map(|c| c.name)).map_err(wrong)?;
    for row in table.rows {
        for cell in &row {
            let written = match cell {
                Cell::Empty => Cow::Borrowed(""),
                Cell::Text(text) => safe_text(text),
                Cell::List(words) => Cow::Owned(safe_text(&words.join(BETWEEN)).into_owned()),
                Cell::Day(day) => Cow::Owned(day.to_string()),
                Cell::Number(digits, _) => Cow::Borrowed(digits.as_ref()),
            };
            writer.write_field(written.as_bytes()).map_err(wrong)?;
        }
        writer.write_record(None::<&[u8]>).map_err(wrong)?;
    }
    writer.into_inner().map_err(|e| wrong(e.into_error().into()))
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
    digits(pence.map(Money::from_pence).as_ref(), Form::Pounds)
}

/// Makes a number cell, empty where there is none.
pub(super) fn digits(value: Option<&impl ToString>, form: Form) -> Cell<'static> {
    value.map_or(Cell::Empty, |v| Cell::Number(v.to_string().into(), form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edition::example,
        model::{Finding, Place, Rule, Unit},
        tables::{
            Completeness, Contributions, FindOutNext, Findings, Measures, OutputTable, Ranking,
            Sources,
        },
    };

    fn csv_text(table: Table<'_>) -> String {
        String::from_utf8(csv_of(table).unwrap()).unwrap()
    }

    #[test]
    fn the_ranking_has_the_columns_of_the_contract() {
        let view = example::view();
        insta::assert_snapshot!(csv_text(Ranking::of(view.sites.iter())), @r#"
        rank,site_id,name,need_index,need_low,need_high,utilisation_score,subletting_score,disposal_score,known_share,gates,not_ranked,recommended_option
        1,FEN-001,"Old Station, Marsh Road",61.234567,61.234567,61.234567,37.5000,80.1250,59.9691,1.0000,no_exit_before 2029-03-24; needs_consent,,
        2,'=cmd(),"<script>alert(1)</script> & ""Sons"" 🏛 محطة",40.000000,25.500000,62.000000,60.0000,,,0.6250,,,
        ,FEN-003,Custody suite,,,,,,,,must_keep,must_keep,
        "#);
    }

    #[test]
    fn measures_keep_their_digits_and_their_basis() {
        let view = example::view();
        insta::assert_snapshot!(csv_text(Measures.table(&view)), @"
        site_id,measure,value,unit,state,low,high,basis,questioned
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
        insta::assert_snapshot!(csv_text(Contributions.table(&view)), @"
        site_id,score,criterion,reading,unit,state,level,weight,points,points_low,points_high,questioned
        '=cmd(),disposal,cost_saved,,£ a year,unknown,,25,,0.0000,25.0000,
        FEN-001,utilisation,utilisation,0.2250,share,known,37.5000,35,37.5000,37.5000,37.5000,mean-above-peak; peak-above-capacity
        FEN-001,disposal,net_receipt,-12.50,£,interim,33.3333,20,6.6667,6.6667,6.6667,
        ");
    }

    #[test]
    fn findings_and_sources_end_with_the_row() {
        let view = example::view();
        insta::assert_snapshot!(csv_text(Findings.table(&view)), @r#"
        severity,rule,file,sheet,column,id,found,expected,fix,row
        warning,cell-unreadable,costs.csv,,amount,FEN-001,"""n/k""","pounds, two decimals at most",correct the cell,7
        warning,cell-unreadable,costs.csv,,amount,FEN-001,'=1+1<img src=x>,"pounds, two decimals at most",correct the cell,9
        note,unknown-column,workbook.xlsx,leases,,FEN-001,"""remark"", kept out","pounds, two decimals at most",correct the cell,
        "#);
        insta::assert_snapshot!(csv_text(Sources.table(&view)), @"
        site_id,measure,file,sheet,row
        FEN-001,utilisation,occupancy.csv,,2
        FEN-001,utilisation,occupancy.csv,,3
        FEN-001,net_receipt,sites.csv,,2
        ");
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
        let mut view = example::view();
        view.measures.truncate(1);
        view.measures[0].value = "-12.50".to_owned();
        view.measures[0].unit = Unit::Pounds;
        let text = csv_text(Measures.table(&view));
        assert!(text.contains(",-12.50,£,"), "{text}");
    }

    #[test]
    fn a_view_without_sites_gives_headers_only() {
        let text = String::from_utf8(csv_of(Ranking.table(&example::empty())).unwrap()).unwrap();
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn completeness_says_what_is_known_of_how_many_and_who_reads_it() {
        let view = example::view();
        insta::assert_snapshot!(csv_text(Completeness.table(&view)), @"
        table,column,known,of_sites,share,criteria,unreadable,wanted
        sites,market_value,2,3,0.6667,net_receipt,0,1
        sites,gia_m2,3,3,1.0000,area_in_use; cost_per_m2,0,0
        costs,amount,1,3,0.3333,cost_saved,,2
        sites,epc_rating,0,3,0.0000,,0,0
        ");
    }

    #[test]
    fn what_to_find_out_next_comes_in_order_and_what_is_for_later_last() {
        let view = example::view();
        insta::assert_snapshot!(csv_text(FindOutNext.table(&view)), @"
        order,criterion,what,table,columns,sites,site_ids,index_points,index_points_at_one_site
        1,cost_saved,running cost of the year,costs,financial_year; category; amount,1,'=cmd(),12.500000,12.500000
        2,coverage_kept,read by a later capability,,,2,FEN-001; =cmd(),15.000000,7.500000
        ");
    }
}
