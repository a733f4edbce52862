use proptest::{prelude::Strategy, sample::select};

use super::*;
use crate::{load::casting::Quick, model::SiteId};

static POLICY: std::sync::LazyLock<Policy> =
    std::sync::LazyLock::new(|| Policy::default_policy().unwrap());

/// Lines of a table and what was found in them, with the plain way of reading or without.
fn read<T: Copy + Send + std::fmt::Debug>(
    (table, text): (&'static SchemaTable, &str),
    is_quick: bool,
    plain: fn(&PlainCells) -> Option<T>,
    cast: fn(&Casting<'_>, &Block, &mut Findings) -> Vec<Lined<T>>,
) -> (String, Vec<Finding>) {
    let mut findings = Findings::default();
    let csv = |text: &str, findings: &mut Findings| {
        RawTable::from_csv("table.csv", text.as_bytes().to_vec(), findings).unwrap()
    };
    let mut register = csv("site_id\nA1\nB-002\n", &mut findings);
    register.is_of(&schema::SITES);
    let ids = ["A1", "B-002"].map(|id| SiteId::new(id).unwrap());
    let sites = SiteIndex::new(ids.to_vec(), &register);
    let mut raw = csv(text, &mut findings);
    raw.is_of(table);
    let header = Header::read(&raw, table, &mut findings);
    let pattern = Pattern::of(&raw, table, &header, &sites).unwrap();
    let quick = |part: &[u8], row: u32| pattern.read(part, row, plain);
    let cast = |mut read: Vec<Lined<T>>, casting: &Casting<'_>, block: &Block, found: &mut _| {
        read.extend(cast(casting, block, found));
        read.sort_by_key(|line| line.row);
        read
    };
    let quick: Option<Quick<'_, Lined<T>>> = is_quick.then_some(&quick);
    let by = (&*POLICY, &sites);
    let blocks = blocks_of((&raw, table, &header), by, &mut findings, quick, cast);
    findings.sort();
    (format!("{:?}", blocks.map(lined::by_site)), findings.iter().cloned().collect())
}

/// A table with a header and lines of these cells, which end in either way.
fn table(
    header: &'static str,
    cells: Vec<&'static [&'static str]>,
) -> impl Strategy<Value = String> {
    let cells: Vec<_> = cells.into_iter().map(select).collect();
    let line = (cells, select(&["\n", "\r\n", "\n\n", ",\n"][..]));
    proptest::collection::vec(line, 0..12).prop_map(move |lines| {
        let lines = lines.iter().map(|(cells, end)| cells.join(",") + end);
        format!("{header}\n{}", lines.collect::<String>())
    })
}

const IDS: &[&str] = &["A1", "A1", "B-002", "B-002", "A1 ", "B-02", "", "EXAMPLE", "A"];
const NOTES: &[&str] = &["", "x", "Sub-total", " ", "été", "x y"];

fn costs_text() -> impl Strategy<Value = String> {
    let years = &["2019/20", "2019/20", "2018-19", "2018/2019", "", "n/k", "19/20"][..];
    let words = &["rent", "other", "other", "Rent", "electricity", "", "x"][..];
    let sums = &["1.5", "-0.07", "12", "1,2", "£5", "", "1.234", "5.0 ", "99999999999999"][..];
    let header = "site_id,financial_year,note,category,amount,from";
    table(header, vec![IDS, years, NOTES, words, sums, &["", "", "", "2019-04-01"]])
}

fn occupancy_text() -> impl Strategy<Value = String> {
    let days = &["2019-04-03", "2019-04-03", "03/04/2019", "", "2019-02-30", "n/k"][..];
    let words = &["survey", "badge", "", "Sensor", "x"][..];
    let people =
        &["1", "12.5", "", "0.001", "1.2345", "100000", "100001", "-1", "n/k", "2.000"][..];
    let header = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,note";
    table(header, vec![IDS, days, words, people, people, people, people, NOTES])
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(100))]

    #[test]
    fn a_plain_ledger_line_is_read_as_the_careful_reader_reads_it(text in costs_text()) {
        let of = |is_quick| read((&schema::COSTS, &text), is_quick, plain_cost, cost_block);
        proptest::prop_assert_eq!(of(true), of(false));
    }

    #[test]
    fn a_plain_observation_is_read_as_the_careful_reader_reads_it(text in occupancy_text()) {
        let of = |is_quick| {
            read((&schema::OCCUPANCY, &text), is_quick, plain_observation, occupancy_block)
        };
        proptest::prop_assert_eq!(of(true), of(false));
    }
}

#[test]
fn most_lines_are_plain() {
    let text =
        "site_id,financial_year,category,amount\nA1,2019/20,rent,5\nB-002,2019/20,other,£5\n";
    let rows = |text: &str, is_quick| {
        read((&schema::COSTS, text), is_quick, plain_cost, |_, _, _| Vec::new()).0
    };
    assert!(rows(text, true).contains("pence: 500") && !rows(text, false).contains("pence"));
}
