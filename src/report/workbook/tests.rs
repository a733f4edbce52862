//! The workbook as another program reads it.

use std::{io::Cursor, sync::LazyLock};

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::{
    edition::example,
    model::{Money, Role, to_whole},
};

/// The workbook of the hostile estate.
pub(super) static HOSTILE: LazyLock<Vec<u8>> = LazyLock::new(|| xlsx(example::hostile()).unwrap());

fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    book.worksheet_range(name).unwrap().rows().map(<[Data]>::to_vec).collect()
}

/// The digits a CSV file has, and the sheet's cell as the same text.
fn assert_equal_to_csv(table: Table<'_>, rows: &[Vec<Data>]) {
    for (row, cells) in rows.iter().skip(1).zip(table.rows) {
        let read = row.iter().chain(std::iter::repeat(&Data::Empty));
        for (read, cell) in read.zip(&cells) {
            match cell {
                Cell::Empty => assert_eq!(read, &Data::Empty),
                Cell::Text(text) => assert_eq!(read, &Data::String(text.to_string())),
                Cell::List(words) if words.is_empty() => assert_eq!(read, &Data::Empty),
                Cell::List(words) => assert_eq!(read, &Data::String(words.join("; "))),
                Cell::Day(day) => {
                    let Data::DateTime(read) = read else { panic!("{read:?}") };
                    let first = Date::from_ymd_opt(1899, 12, 30).unwrap();
                    assert_eq!(to_whole(read.as_f64()), (*day - first).num_days());
                }
                Cell::Number(digits, _) => {
                    assert_eq!(read, &Data::Float(digits.parse().unwrap()), "{digits}");
                }
            }
        }
    }
}

#[test]
fn every_sheet_holds_the_digits_of_its_table() {
    for Sheet { name, content, .. } in contents::contents(example::hostile()) {
        let Content::Table(table) = content else { continue };
        let rows = sheet(&HOSTILE, name);
        assert_eq!(rows[0].len(), table.columns.len(), "{name}");
        assert!(rows.len() > 1, "{name}");
        assert_equal_to_csv(table, &rows);
    }
}

#[test]
fn numbers_are_numbers_and_the_unknown_is_empty() {
    let mut view = example::hostile().clone();
    view.sites[0].need_index = Some(crate::model::Index(61_234_567));
    let bytes = xlsx(&view).unwrap();
    let ranking = sheet(&bytes, "Ranking");
    assert_eq!(ranking[1][3], Data::Float(61.234_567));
    assert_eq!(ranking[3][3], Data::Empty);
    assert_eq!(sheet(&bytes, "Running cost")[2][2], Data::Float(113_234.5));
}

#[test]
fn a_heading_takes_the_lines_that_its_words_need() {
    assert_eq!(lines_of_heading("Site", 12), 1);
    assert_eq!(lines_of_heading("Expected economic value (£)", 13), 3);
    assert_eq!(lines_of_heading("Expected economic value (£)", 40), 1);
}

#[test]
fn text_that_looks_like_a_formula_is_text() {
    let (fund, rent) = (None, Vec::new());
    let bytes = xlsx(&View { fund, rent, ..example::hostile().clone() }).unwrap();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let of_formulas = ["Weights", swing::SWINGS, live::LIVE];
    for name in book.sheet_names().into_iter().filter(|n| !of_formulas.contains(&n.as_str())) {
        assert!(book.worksheet_formula(&name).unwrap().is_empty(), "{name}");
    }
    assert_eq!(sheet(&bytes, "Ranking")[2][1], Data::String("=cmd()".to_owned()));
    assert_eq!(sheet(&bytes, live::LIVE)[6][1], Data::String("=cmd()".to_owned()));
}

#[test]
fn a_sheet_that_is_too_long_is_cut_and_says_so() {
    let bytes = xlsx_within(example::hostile(), 2).unwrap();
    assert_eq!(sheet(&bytes, "Ranking").len(), 3);
    let read_me = format!("{:?}", sheet(&bytes, "Read me"));
    assert!(read_me.contains("Ranking: the first 2 of 4 records"), "{read_me}");
}

#[test]
fn the_read_me_carries_marking_date_and_note() {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&*HOSTILE)).unwrap();
    assert_eq!(book.sheet_names()[..2], ["Summary", "Read me"]);
    let read_me = book.worksheet_range("Read me").unwrap();
    let text = format!("{read_me:?}");
    for words in [crate::edition::Edition::Restricted.marking(), "Illustrative data"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(matches!(read_me.get((2, 1)), Some(Data::DateTime(_))));
}

#[test]
fn text_no_cell_can_hold_is_cut_or_replaced() {
    let mut view = example::hostile().clone();
    view.estate = "A & B ".repeat(100);
    view.as_of = Date::from_ymd_opt(1850, 1, 1).unwrap();
    view.sites[0].name = "\u{0}\u{1}_x0041_\u{fffe}\u{1f}".to_owned();
    view.sites[1].name = "🏛".repeat(40_000);
    let rows = sheet(&xlsx(&view).unwrap(), "Ranking");
    assert_eq!(rows[1][2].to_string().matches("_x0041_").count(), 1);
    assert_eq!(rows[2][2].to_string().chars().count(), LONGEST_TEXT / 2);
}

#[test]
fn an_estate_without_sites_has_every_sheet() {
    let bytes = xlsx(example::empty()).unwrap();
    assert_eq!(sheet(&bytes, "Ranking").len(), 1);
}

#[test]
fn rent_stands_by_year_with_totals_that_are_formulas() {
    let rows = sheet(&HOSTILE, "Rent by year");
    let shown = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|");
    let shown: Vec<String> = rows.iter().map(|row| shown(&row[..7])).collect();
    insta::assert_snapshot!(shown.join("\n"), @"
    Direction|Site|Lease|Other side|What|2019/20|2020/21
    Payable|=cmd()|L 1|=Estates, Ltd|Rent|62000|62000
    Payable|=cmd()|L 1|=Estates, Ltd|Rent, today's prices||
    Payable|=cmd()|L 1|=Estates, Ltd|Service charge, today's prices|not known|not known
    Payable, known and estimated|||||62000|62000
    Receivable|FEN-001|L 9|+Trust <i>of</i> Fen|Rent|14500|14500
    Receivable|FEN-001|L 9|+Trust <i>of</i> Fen|Service charge, today's prices|1000|1000
    Receivable, known and estimated|||||15500|15500
    Payable less receivable|||||46500|46500
    ");
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&*HOSTILE)).unwrap();
    let formulas = book.worksheet_formula("Rent by year").unwrap();
    let described: Vec<&String> = formulas.used_cells().map(|(_, _, formula)| formula).collect();
    assert_eq!(described[..2], ["SUM(F2:F4)", "SUM(G2:G4)"]);
    assert_eq!(described.last().unwrap().as_str(), "O5-O8");
}

/// A year with a review has a sum in cash and one at today's prices: both stand in the sheet and in its total.
#[test]
fn every_rent_of_the_sample_is_in_the_sheet_and_its_totals() {
    let view = example::sample();
    let rows = sheet(&xlsx(view).unwrap(), "Rent by year");
    let years = &rows[0][5..];
    for (role, total) in [
        (Role::Tenant, "Payable, known and estimated"),
        (Role::Landlord, "Receivable, known and estimated"),
    ] {
        let total = rows.iter().find(|row| row[0] == *total).unwrap();
        for (at, year) in years.iter().enumerate() {
            let of_year = view
                .rent
                .iter()
                .filter(|line| line.role == role && line.year.to_string() == year.to_string());
            let sum = of_year
                .filter_map(|line| line.amount.ok())
                .fold(Money::ZERO, |sum, more| sum.checked_add(more).unwrap());
            let Data::Float(read) = total[5 + at] else { panic!("{:?}", total[5 + at]) };
            assert_eq!(
                to_whole(read * 100.0),
                to_whole(sum.to_penny().to_string().parse::<f64>().unwrap() * 100.0),
                "{year}"
            );
        }
    }
}
