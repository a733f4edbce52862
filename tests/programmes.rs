//! Programmes worked by hand: every figure of every year was made outside the program, from the definitions alone.
//!
//! A folder of `tests/programmes` holds what goes in (`projects.csv`, `treasury.toml`, where it differs `policy.toml`)
//! and what must come out, row by row to the penny: `programme.csv`, a line a scheme and year, and `financing.csv`, a
//! line a year. A line of the finance officer's sheet that an expected file leaves out is zero or empty in every year.

use std::{collections::BTreeMap, fs, path::Path};

use terrier::{
    batch::Run,
    edition::{self, Edition, FundView, View},
    fund::{FlagFound, FlagKind},
    model::FinancialYear,
    policy::Policy,
    report,
    tables::{OutputTable, ProgrammeFlags},
};

use crate::{
    published::{Rows, rows, studied_under, terrier, text, without_charts},
    sample::project,
};

/// Ten years are enough to see every tranche and loan begin, and some end.
const POLICY: &str = "[figures.programme_years]\nvalue = \"10\"\n";

const SITES: &str = "site_id,name\nA,Alpha\nB,Bravo\nC,Charlie\nD,Delta\n";

/// Lines that follow from others, or are given.
const NOT_WORKED: [&str; 5] = [
    "authorised_limit",
    "operational_boundary",
    "net_revenue_stream",
    "financing_share",
    "estate_saving",
];

/// Studies a snapshot of 2020-03-31 made of files given as text.
pub fn studied_files(files: &[(&str, &str)], policy: &str) -> Box<Run> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    write(&folder, files);
    studied_under(&folder, &Policy::from_text(Some(policy)).unwrap())
}

/// Writes files into a new folder.
pub fn write(folder: &Path, files: &[(&str, &str)]) {
    fs::create_dir(folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

/// The restricted view of a run by a policy.
pub fn view(run: &Run, policy: &str) -> View {
    let policy = Policy::from_text(Some(policy)).unwrap();
    edition::view(run.results(&policy), Edition::Restricted).unwrap()
}

fn read(case: &str, file: &str) -> Option<String> {
    fs::read_to_string(project("tests/programmes").join(case).join(file)).ok()
}

fn worked(case: &str) -> View {
    let policy = format!("{POLICY}{}", read(case, "policy.toml").unwrap_or_default());
    let projects = read(case, "projects.csv").unwrap();
    let treasury = read(case, "treasury.toml");
    let mut files = vec![("sites.csv", SITES), ("projects.csv", projects.as_str())];
    files.extend(treasury.iter().map(|text| ("treasury.toml", text.as_str())));
    view(&studied_files(&files, &policy), &policy)
}

/// The lines of the finance officer's sheet that have digits, a map a year, as `capital_financing.csv` has them.
fn sheet(view: &View) -> Vec<BTreeMap<String, String>> {
    let json: serde_json::Value =
        serde_json::from_slice(&report::financing_json(view).unwrap()).unwrap();
    let years = &view.fund.as_ref().unwrap().financing;
    let mut rows = vec![BTreeMap::new(); years.len()];
    for (row, year) in rows.iter_mut().zip(years) {
        row.insert("financial_year".to_owned(), year.year.to_string());
    }
    for name in json[0].as_object().unwrap().keys().filter(|name| *name != "financial_year") {
        let (_, digits) = report::financing_line(name, years).unwrap();
        for (row, digits) in rows.iter_mut().zip(digits) {
            row.extend(digits.map(|(number, _)| (name.clone(), number.to_string())));
        }
    }
    rows
}

/// Holds every column of the expected rows against the found ones.
fn same_rows(found: &Rows, expected: &Rows) {
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for (found, expected) in found.iter().zip(expected) {
        let year = &expected["financial_year"];
        for (name, sum) in expected {
            assert_eq!(found.get(name), Some(sum), "{name} in {year}");
        }
    }
}

#[rstest::rstest]
#[case::equal_instalments("equal_instalments")]
#[case::annuity("annuity")]
#[case::sources("sources")]
#[case::sale_before("sale_before")]
#[case::sale_during("sale_during")]
#[case::sale_after("sale_after")]
#[case::general_receipts("general_receipts")]
#[case::bias_and_slippage("bias_and_slippage")]
#[case::set_aside("set_aside")]
#[case::cash_then_loans("cash_then_loans")]
#[case::equal_instalments_start("equal_instalments_start")]
#[case::equal_instalments_middle("equal_instalments_middle")]
#[case::equal_instalments_end("equal_instalments_end")]
#[case::annuity_start("annuity_start")]
#[case::annuity_middle("annuity_middle")]
#[case::annuity_end("annuity_end")]
#[case::refinanced("refinanced")]
#[case::over_borrowed("over_borrowed")]
#[case::unknown_life("unknown_life")]
#[case::no_treasury("no_treasury")]
fn a_programme_is_worked_by_hand(#[case] case: &str) {
    let view = worked(case);
    let found = rows(&report::programme_csv(&view).unwrap().unwrap());
    same_rows(&found, &rows(read(case, "programme.csv").unwrap().as_bytes()));
    let found = sheet(&view);
    let expected = rows(read(case, "financing.csv").unwrap().as_bytes());
    same_rows(&found, &expected);
    let told = |name: &str| NOT_WORKED.contains(&name) || expected[0].contains_key(name);
    for year in &found {
        let left_out = year.iter().filter(|(name, _)| !told(name) && *name != "financial_year");
        for (name, sum) in left_out {
            assert_eq!(sum, "0.00", "{name} in {}", year["financial_year"]);
        }
    }
}

fn flags_of(case: &str) -> Vec<String> {
    let view = worked(case);
    let rows = rows(&report::csv_of(ProgrammeFlags.table(&view)).unwrap());
    let said = |row: &BTreeMap<String, String>| match row["flag"].as_str() {
        "not_known" => row["found"].clone(),
        flag => format!("{flag} {}{}", row["financial_year"], row["project_id"]),
    };
    rows.iter().map(said).collect()
}

#[rstest::rstest]
#[case("equal_instalments", &["no_mrp 2020/21", "over_borrowed 2021/22", "debt_above_cfr 2022/23"])]
#[case(
    "over_borrowed",
    &[
        "short_life_borrowing 2022/23C-1",
        "revenue_borrowing 2022/23C-1",
        "over_borrowed 2020/21",
        "debt_above_cfr 2021/22",
        "authorised_limit 2020/21",
        "operational_boundary 2021/22",
    ]
)]
#[case("no_treasury", &["balances, rates and limits are not given, so borrowing is not charged to revenue"])]
#[case(
    "unknown_life",
    &[
        "loan_beyond_life 2020/21C-2",
        "no_mrp 2020/21",
        "over_borrowed 2021/22",
        "debt_above_cfr 2022/23",
        "the life of C-1 is not recorded, so its borrowing is not charged to revenue",
    ]
)]
fn what_is_to_be_looked_at_is_said(#[case] case: &str, #[case] says: &[&str]) {
    assert_eq!(flags_of(case), says);
}

fn by_equal_instalments(opening: &str, projects: &str) -> FundView {
    let treasury = read("equal_instalments", "treasury.toml").unwrap();
    let treasury = treasury.replace("cfr = \"0\"", opening);
    let files = [("sites.csv", SITES), ("projects.csv", projects), ("treasury.toml", &treasury)];
    view(&studied_files(&files, POLICY), POLICY).fund.unwrap()
}

fn found_of(fund: &FundView, kind: FlagKind) -> Vec<(Option<i32>, &FlagFound)> {
    let flags = fund.flags.iter().filter(|f| f.kind == kind);
    flags.map(|f| (f.year.map(FinancialYear::start), &f.found)).collect()
}

/// £300,000 over at the beginning; £200,000 borrowed in 2020/21 for ten years leaves £100,000 over, so that nothing is
/// charged until £300,000 more has been borrowed in 2022/23: then £200,000 over the eight years left and a tenth of the rest.
#[test]
fn no_provision_is_due_while_the_requirement_is_nil_or_below() {
    let projects = "project_id,financial_year,spend,life_years\nC-1,2020/21,200000,10\n\
                    C-2,2022/23,300000,10\n";
    let fund = by_equal_instalments("cfr = \"-300000\"", projects);
    let debt: Vec<_> = fund.financing.iter().map(|year| year.debt.unwrap()).collect();
    let charged: Vec<i64> = debt.iter().map(|year| year.mrp_programme).collect();
    assert_eq!(charged[..6], [0, 0, 0, 5_500_000, 5_500_000, 5_500_000]);
    let closing: Vec<i64> = debt.iter().map(|year| year.cfr_closing).collect();
    assert_eq!(closing[..4], [-10_000_000, -10_000_000, 20_000_000, 14_500_000]);
    // Three charges more than take the £200,000 off: the two years after them begin with nothing again.
    assert_eq!(found_of(&fund, FlagKind::NoMrp), [(Some(2020), &FlagFound::NoMrp)]);
    let flag = fund.flags.iter().find(|flag| flag.kind == FlagKind::NoMrp);
    assert_eq!(flag.map(|flag| flag.later), Some(5));
}

#[test]
fn page_and_paper_say_where_no_provision_is_due() {
    let treasury = read("equal_instalments", "treasury.toml").unwrap();
    let treasury = treasury.replace("cfr = \"0\"", "cfr = \"-300000\"");
    let projects = "project_id,financial_year,spend,life_years\nC-1,2022/23,400000,10\n";
    let files = [("sites.csv", SITES), ("projects.csv", projects), ("treasury.toml", &treasury)];
    let files = without_charts(&studied_files(&files, ""), Edition::Restricted);
    let says = "No minimum revenue provision (MRP) is due in 2020/21, 2021/22 and 2022/23: the opening requirement is nil \
                or negative.";
    for name in ["paper.md", "report.html"] {
        let shown = text(&files, name).replace("&#x2f;", "/");
        assert!(shown.contains(says), "{name}");
    }
}

/// Guidance allows 50 years.
#[test]
fn a_life_over_50_years_is_flagged() {
    let projects = "project_id,financial_year,spend,life_years\nC-1,2020/21,500000,60\n\
                    C-2,2020/21,500000,50\n";
    let opening = "cfr = \"900000\"\nyears = 51\n[[opening.tranches]]\nname = \"Headquarters\"\n\
                   amount = \"400000\"\nyears_left = 70\n[[opening.tranches]]\nname = \"Custody\"\n\
                   amount = \"100000\"\nyears_left = 50\n";
    let found = by_equal_instalments(opening, projects);
    let charged = |part: Option<&str>, years| FlagFound::OpeningCharged {
        part: part.map(str::to_owned),
        years,
        longest: 50,
    };
    assert_eq!(
        found_of(&found, FlagKind::LifeTooLong),
        [
            (Some(2020), &FlagFound::LifeGiven { life: 60, longest: 50 }),
            (None, &charged(Some("Headquarters"), 70)),
            (None, &charged(None, 51)),
        ]
    );
}

/// £300,000 was spent before the programme, £50,000 of it by grant, and the site's deposit brought £40,000: with the
/// £500,000 still to come the sale must fetch £710,000; the £600,000 that is planned leaves £110,000.
#[test]
fn the_receipt_that_ends_borrowing_pays_for_spend_before_the_first_year_too() {
    let projects = "project_id,financial_year,spend,grant,receipt,receipt_site_id,sale_cost,life_years\n\
         C-1,2019/20,300000,50000,40000,A,0,40\nC-1,2020/21,500000,,600000,A,0,\n";
    let fund = by_equal_instalments("cfr = \"210000\"\nyears = 40", projects);
    let [row] = &fund.break_even[..] else { panic!("{:?}", fund.break_even) };
    assert_eq!((row.before, row.left), (21_000_000, 11_000_000));
    assert_eq!((row.planned, row.receipt), (Some(60_000_000), Some(71_000_000)));
}

/// The issue's own figures: £1m borrowed for 25 years.
#[test]
fn a_million_over_25_years_is_charged_as_published() {
    for (method, sums) in [
        ("equal_instalment", [4_000_000, 4_000_000, 4_000_000, 40_000_000]),
        ("annuity", [2_095_246, 2_200_008, 6_757_377, 26_353_776]),
    ] {
        let treasury = read("annuity", "treasury.toml").unwrap();
        let treasury = treasury.replace("method = \"annuity\"", &format!("method = \"{method}\""));
        let projects = "project_id,financial_year,spend,life_years\nC-1,2020/21,1000000,25\n";
        let files =
            [("sites.csv", SITES), ("projects.csv", projects), ("treasury.toml", &treasury)];
        let policy = "[figures.programme_years]\nvalue = \"30\"\n";
        let fund = view(&studied_files(&files, policy), policy).fund.unwrap();
        let charged: Vec<i64> = fund.schemes[0].years.iter().map(|year| year.mrp).collect();
        let ten: i64 = charged[1..=10].iter().sum();
        assert_eq!([charged[1], charged[2], charged[25], ten], sums);
        assert_eq!((charged[0], charged[26]), (0, 0));
        assert_eq!(charged.iter().sum::<i64>(), 100_000_000);
    }
}

#[test]
fn the_command_writes_what_the_library_holds() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("2020-03-31");
    let (projects, treasury) =
        (read("sources", "projects.csv").unwrap(), read("sources", "treasury.toml").unwrap());
    write(
        &folder,
        &[("sites.csv", SITES), ("projects.csv", &projects), ("treasury.toml", &treasury)],
    );
    let policy = root.path().join("policy.toml");
    fs::write(&policy, POLICY).unwrap();
    let out = |more: &[&str]| {
        let run =
            terrier().arg("fund").arg(&folder).arg("--policy").arg(&policy).args(more).assert();
        run.success().get_output().stdout.clone()
    };
    let view = worked("sources");
    assert_eq!(Some(out(&["--format", "csv"])), report::programme_csv(&view).unwrap());
    assert_eq!(out(&["--format", "json"]), report::financing_json(&view).unwrap());
}

/// The same with £12,000 from a review on 1 April 2026: what it adds stands in the requirement from that year on, and
/// £10,000 and nine times £12,000 are paid.
#[test]
fn a_rent_agreed_raises_the_requirement_in_the_year_of_its_review() {
    let leases = "lease_id,site_id,role,start,expiry,rent,payment,in_advance,review\n\
                  L-1,A,tenant,2025-04-01,2035-03-31,10000,yearly,no,market\n";
    let terms = "lease_id,kind,on,amount\nL-1,review,2026-04-01,12000\n";
    let policy = "[figures.programme_years]\nvalue = \"20\"\n";
    let treasury = read("equal_instalments", "treasury.toml").unwrap();
    let files = [
        ("sites.csv", SITES),
        ("leases.csv", leases),
        ("lease_events.csv", terms),
        ("treasury.toml", &treasury),
    ];
    let fund = view(&studied_files(&files, policy), policy).fund.unwrap();
    let years: Vec<_> = fund.financing.iter().map(|year| year.debt.unwrap()).collect();
    let added: Vec<i64> = years.iter().map(|year| year.lease_additions).collect();
    let with: Vec<usize> = (0..added.len()).filter(|place| added[*place] != 0).collect();
    assert!(with == [5, 6] && added[6] > 0, "{added:?}");
    let paid: i64 = years.iter().map(|y| y.mrp_leases + y.interest_leases).sum();
    assert_eq!(paid, 11_800_000);
    assert_eq!(years.iter().map(|y| y.mrp_leases).sum::<i64>(), added.iter().sum::<i64>());
    assert!(years.iter().all(|year| year.cfr_closing == year.lease_liability));
}

/// A lease of ten years at £10,000 a year, taken on when leases are on the balance sheet: what is paid is principal and
/// interest, and the principal takes the requirement back to where it was.
#[test]
fn a_lease_stands_in_the_requirement_until_it_is_paid() {
    let leases = "lease_id,site_id,role,start,expiry,rent,payment,in_advance\n\
                  L-1,A,tenant,2025-04-01,2035-03-31,10000,yearly,no\n";
    let policy = "[figures.programme_years]\nvalue = \"20\"\n";
    let treasury = read("equal_instalments", "treasury.toml").unwrap();
    let files = [("sites.csv", SITES), ("leases.csv", leases), ("treasury.toml", &treasury)];
    let fund = view(&studied_files(&files, policy), policy).fund.unwrap();
    let years: Vec<_> = fund.financing.iter().map(|year| year.debt.unwrap()).collect();
    let added: Vec<i64> = years.iter().map(|year| year.lease_additions).collect();
    let paid: Vec<i64> = years.iter().map(|y| y.mrp_leases + y.interest_leases).collect();
    let taken_on: i64 = added.iter().sum();
    assert!(added[5] == taken_on && (7_000_000..10_000_000).contains(&taken_on), "{added:?}");
    assert_eq!(paid.iter().sum::<i64>(), 10_000_000);
    assert_eq!(years.iter().map(|year| year.mrp_leases).sum::<i64>(), taken_on);
    for year in &years {
        assert_eq!(year.cfr_closing, year.lease_liability);
        assert_eq!(year.gross_debt, year.lease_liability);
        let rolled = year.cfr_opening + year.lease_additions - year.mrp_leases;
        assert_eq!(rolled, year.cfr_closing);
        assert!(year.mrp_leases >= 0 && year.loans_closing == 0);
    }
    assert_eq!(years[19].cfr_closing, 0);
    assert!(
        fund.revenue[0].years.iter().all(|year| year.total() == 0),
        "its rent is in the running cost"
    );
}
