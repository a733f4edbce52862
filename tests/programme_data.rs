//! Schemes, benefits and the balance sheet side, as the later stages see them; faults named one by one.

use std::path::Path;

use terrier::{
    load::{self, Estate, Hashes},
    model::{
        BenefitKind, ExternalBorrowing, Fact, FinancialYear, LoanKind, LoanTaken, Money, MrpMethod,
        OptionKind, PriceBase, Severity,
    },
    policy::Policy,
};

use crate::{
    published::terrier,
    sample::{Sample, findings_of},
};

fn estate(folder: &Path) -> Estate {
    let policy = Policy::default_policy().unwrap();
    load::load(folder, &policy, Hashes::NotWanted).unwrap().value.unwrap()
}

/// What was found in a file: rule, row and column or entry, found text.
fn found_in(sample: &Sample, file: &str) -> Vec<String> {
    let findings = findings_of(&sample.folder);
    let own = findings.iter().filter(|f| &*f.place.file == file);
    own.map(|f| {
        let row = f.place.row.map_or(String::new(), |row| format!(" {row}"));
        format!("{}{row} {}: {}", f.rule, f.place.column.as_deref().unwrap_or_default(), f.found)
    })
    .collect()
}

#[test]
fn a_scheme_stands_in_order_of_year_and_an_empty_sum_is_empty() {
    let sample = Sample::new().file(
        "projects.csv",
        b"Project Ref,Name,Site ID,Year,Capital Spend,Receipt,Receipt Site ID,Life Years,Prices,Running Cost Change\n\
          CAP-2,Boilers,FEN-003,2021/22,\"\xc2\xa31,250,000.50\",,,25,today,-4000\n\
          CAP-1,New station,,2021/22,2000000,3400000,FEN-004,50,,\n\
          CAP-2,Boilers,FEN-003,2020/21,60000,,,,,\n",
    );
    let projects = estate(&sample.folder).projects.unwrap();
    let shown: Vec<_> = projects
        .iter()
        .map(|p| format!("{} {} row {}", p.project_id, p.financial_year, p.row.row))
        .collect();
    assert_eq!(shown, ["CAP-1 2021/22 row 3", "CAP-2 2020/21 row 4", "CAP-2 2021/22 row 2"]);
    let last = &projects[2];
    assert_eq!(last.spend, Fact::Known(Money::from_pence(125_000_050)));
    assert_eq!((last.grant, last.life_years), (Fact::Empty, Some(25)));
    assert_eq!(last.prices, Some(PriceBase::Today));
    assert_eq!(last.running_cost_change, Fact::Known(Money::from_pence(-400_000)));
    let receipt = projects[0].receipt_site_id.as_ref().unwrap();
    assert_eq!((receipt.as_str(), &projects[0].site_id), ("FEN-004", &None));
}

#[test]
fn a_benefit_that_is_not_recorded_is_not_zero() {
    let sample = Sample::new().file(
        "benefits.csv",
        b"benefit_id,initiative,site_id,kind,status,financial_year,planned,realised,cashable,evidence\n\
          B-2,Closure,FEN-032,,realised,2019/20,42000,n/a,yes,ledger\n\
          B-1,Sale,FEN-032,receipt,,2019/20,550000,abc,,\n",
    );
    let benefits = estate(&sample.folder).benefits.unwrap();
    let shown: Vec<_> =
        benefits.iter().map(|b| (b.benefit_id.as_str(), b.realised, b.kind, b.cashable)).collect();
    assert_eq!(
        shown,
        [
            ("B-1", Fact::Unreadable, Some(BenefitKind::Receipt), None),
            ("B-2", Fact::Empty, None, Some(true)),
        ]
    );
}

#[rstest::rstest]
#[case::doubled(
    "C-1,FEN-001,2020/21,5,,\nC-1,FEN-001,2020-21,6,,\n",
    "duplicate-id 3 financial_year: \"C-1\" in 2020/21, which an earlier row already gives"
)]
#[case::site("C-1,FEN-0O1,2020/21,5,,\n", "unknown-site 2 site_id: \"FEN-0O1\"")]
#[case::sold_site("C-1,FEN-001,2020/21,5,FEN-99,\n", "unknown-site 2 receipt_site_id: \"FEN-99\"")]
#[case::life("C-1,FEN-001,2021/22,5,,0\n", "cell-unreadable 2 life_years: \"0\"")]
#[case::year("C-1,FEN-001,2020,5,,\n", "required-cell-unreadable 2 financial_year: \"2020\"")]
fn a_faulty_row_of_a_scheme_is_named(#[case] rows: &str, #[case] says: &str) {
    let header = "project_id,site_id,financial_year,spend,receipt_site_id,life_years\n";
    let sample = Sample::new().file("projects.csv", format!("{header}{rows}").as_bytes());
    let faults = found_in(&sample, "projects.csv");
    assert!(faults.iter().any(|fault| fault == says), "{faults:?}");
}

/// A file without a fault.
const TREASURY: &str = "\
net_revenue_stream = { \"2020/21\" = \"132000000\", \"2021/22\" = 134640000 }
authorised_limit = { \"2020/21\" = \"\u{a3}25,000,000\" }

[opening]
cfr = \"12500000.00\"
years = 24

[[opening.tranches]]
name = \"Custody centre\"
amount = \"4200000\"
years_left = 31
method = \"equal_instalment\"

[[loans]]
loan_id = \"LN-01\"
kind = \"maturity\"
principal = \"3000000\"
rate = \"4.25%\"
start = 2009-09-30
end = 2034-09-30

[reserves]
opening = \"14000000\"

[[reserves.changes]]
financial_year = \"2021/22\"
amount = \"-900000\"
what = \"planned use\"

[balance_sheet]
working_capital = \"-1500000\"
minimum_liquidity = \"5000000\"

[rates]
short = \"0.75%\"
long = { \"2020/21\" = \"2.6%\", \"2023/24\" = \"3.1%\" }
investment = \"0.5%\"

[mrp]
method = \"annuity\"
rate = \"2.6%\"

[new_loans]
kind = \"annuity\"
years = 25

[programme]
slippage = \"10%\"

[[savings_targets]]
of = \"estate\"
body = \"Fenshire Police\"
financial_year = \"2021/22\"
amount = \"250000\"
source = \"board paper\"

[[receipts]]
site_id = \"FEN-017\"
financial_year = \"2021/22\"
amount = \"700000\"
what = \"sale\"

[[decisions]]
site_id = \"FEN-015\"
option = \"dispose\"
source = \"board paper\"
";

/// The sample with a treasury file of its own.
fn with_treasury(text: &str) -> Sample {
    Sample::new().file("treasury.toml", text.as_bytes())
}

#[test]
fn a_sound_treasury_is_read_whole() {
    let sample = with_treasury(TREASURY);
    assert_eq!(found_in(&sample, "treasury.toml"), [""; 0]);
    let treasury = estate(&sample.folder).treasury.unwrap();
    let year = FinancialYear::starting;
    assert_eq!(treasury.first_year, year(2020));
    assert_eq!(treasury.opening_cfr, Money::from_pence(1_250_000_000));
    assert_eq!(treasury.opening_pfi, Money::ZERO);
    assert_eq!(treasury.opening_tranches[0].method, Some(MrpMethod::EqualInstalment));
    let loan = &treasury.loans[0];
    assert_eq!((loan.kind, loan.payments_a_year), (LoanKind::Maturity, 2));
    assert_eq!(loan.rate.to_string(), "0.0425");
    assert_eq!(treasury.working_capital, Money::from_pence(-150_000_000));
    let held = |start| treasury.long_rate.held(year(start)).unwrap().normalize().to_string();
    assert_eq!([2019, 2022, 2023, 2030].map(held), ["0.026", "0.026", "0.031", "0.031"]);
    assert_eq!(treasury.short_rate.held(year(2040)).unwrap().to_string(), "0.0075");
    let new = treasury.new_loans;
    assert_eq!((new.taken, new.external), (LoanTaken::Middle, ExternalBorrowing::AsNeeded));
    assert_eq!(new.short_years, 0);
    let limit = treasury.authorised_limit.of(year(2020));
    assert_eq!(limit, Some(Money::from_pence(2_500_000_000)));
    assert_eq!(treasury.net_revenue_stream.of(year(2022)), None);
    assert_eq!(treasury.decisions[0].option, OptionKind::Dispose);
    assert_eq!(treasury.reserve_changes[0].amount, Money::from_pence(-90_000_000));
}

#[rstest::rstest]
#[case::needed("cfr = \"12500000.00\"\n", "", "opening.cfr: nothing")]
#[case::part("[new_loans]\nkind = \"annuity\"\nyears = 25\n", "", "new_loans: nothing")]
#[case::float("\"12500000.00\"", "12500000.00", "opening.cfr: 12500000.0")]
#[case::below_zero("amount = \"4200000\"", "amount = \"-1\"", "opening.tranches[1].amount: \"-1\"")]
#[case::more_than_all("\"4200000\"", "\"13m\"", "opening.tranches[1].amount: \"13m\"")]
#[case::over("\"4200000\"", "\"13000000\"", "opening.tranches: tranches that total 13000000.00")]
#[case::life("years_left = 31", "years_left = 0", "opening.tranches[1].years_left: 0")]
#[case::no_sign("\"4.25%\"", "\"0.0425\"", "loans[1].rate: \"0.0425\"")]
#[case::rate("\"4.25%\"", "\"425%\"", "loans[1].rate: \"425%\"")]
#[case::ends("2034-09-30", "2009-09-30", "loans[1].end: 2009-09-30")]
#[case::later("2009-09-30", "2020-04-01", "loans[1].start: 2020-04-01")]
#[case::no_day("2034-09-30", "\"Michaelmas\"", "loans[1].end: \"Michaelmas\"")]
#[case::payments(
    "end = 2034-09-30",
    "end = 2034-09-30\npayments_a_year = 3",
    "loans[1].payments_a_year: 3"
)]
#[case::unknown(
    "[programme]\nslippage",
    "[programme]\nslipage",
    "programme.slipage: an unknown entry; the nearest is `slippage`"
)]
#[case::unknown_part("[programme]", "[plan]", "plan: an unknown entry")]
#[case::not_a_list("[[decisions]]", "[decisions]", "decisions: a table")]
#[case::not_a_part("[mrp]\nmethod = \"annuity\"\nrate = \"2.6%\"", "[[mrp]]", "mrp: a list")]
#[case::word("option = \"dispose\"", "option = \"sell\"", "decisions[1].option: \"sell\"")]
#[case::annuity("\"annuity\"\nrate = \"2.6%\"", "\"annuity\"", "mrp.rate: nothing")]
#[case::year_of_table(
    "\"2023/24\" = \"3.1%\"",
    "\"2023\" = \"3.1%\"",
    "rates.long.2023: \"2023\" in place of a year"
)]
#[case::year_twice(
    "\"2023/24\" = \"3.1%\"",
    "\"2020-21\" = \"3.1%\"",
    "rates.long.2020-21: 2020/21, given twice"
)]
#[case::no_table(
    "{ \"2020/21\" = \"\u{a3}25,000,000\" }",
    "\"25000000\"",
    "authorised_limit: \"25000000\""
)]
#[case::target_year(
    "\"2021/22\"\namount = \"250000\"",
    "2021\namount = \"250000\"",
    "savings_targets[1].financial_year: 2021"
)]
fn each_fault_is_one_error_and_names_its_entry(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
) {
    assert!(TREASURY.contains(from), "{from}");
    let sample = with_treasury(&TREASURY.replacen(from, to, 1));
    assert_eq!(found_in(&sample, "treasury.toml"), [format!("treasury-file {says}")]);
    assert_eq!(findings_of(&sample.folder).count(Severity::Error), 1);
    assert_eq!(estate(&sample.folder).treasury, None);
}

#[rstest::rstest]
#[case::loan("[reserves]", "[[loans]]", "loans[2].loan_id: \"LN-01\", given twice")]
#[case::target(
    "[[receipts]]",
    "[[savings_targets]]",
    "savings_targets[2].financial_year: 2021/22, given twice"
)]
#[case::decision("", "[[decisions]]", "decisions[2].site_id: \"FEN-015\", given twice")]
fn what_stands_twice_is_named(#[case] before: &str, #[case] head: &str, #[case] says: &str) {
    let (_, rest) = TREASURY.split_once(head).unwrap();
    let own = rest.find("\n\n").map_or(rest, |end| &rest[..=end]);
    let doubled = format!("{head}{own}\n");
    let text = match before {
        "" => format!("{TREASURY}\n{doubled}"),
        before => TREASURY.replacen(before, &format!("{doubled}{before}"), 1),
    };
    let sample = with_treasury(&text);
    assert_eq!(found_in(&sample, "treasury.toml"), [format!("treasury-file {says}")]);
}

#[test]
fn a_site_that_is_not_listed_and_a_line_that_is_no_toml_are_named() {
    let sample = with_treasury(&TREASURY.replace("FEN-01", "FEN-0I"));
    let says = [
        "unknown-site decisions[1].site_id: \"FEN-0I5\"",
        "unknown-site receipts[1].site_id: \"FEN-0I7\"",
    ];
    assert_eq!(found_in(&sample, "treasury.toml"), says);
    let broken = with_treasury(&TREASURY.replace("years = 24", "years = "));
    let faults = found_in(&broken, "treasury.toml");
    assert!(faults[0].starts_with("treasury-file 6 : "), "{faults:?}");
    assert_eq!(faults.len(), 1);
}

#[test]
fn the_template_is_left_out_until_it_is_filled_and_then_reads_as_it_stands() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("fenshire/2020-03-31");
    terrier().arg("new").arg(&folder).assert().success();
    let text = std::fs::read_to_string(folder.join("treasury.toml")).unwrap();
    let sample = with_treasury(&text);
    let left_out = "example-row : a file with no entries; it is left out";
    assert_eq!(found_in(&sample, "treasury.toml"), [left_out]);
    assert_eq!(findings_of(&sample.folder).count(Severity::Error), 0);
    let is_entry = |line: &&str| line.starts_with("# [") || line.contains(" = ");
    let entries = text.lines().filter(is_entry).map(|line| line.trim_start_matches("# "));
    let filled = entries.collect::<Vec<_>>().join("\n");
    let sample = with_treasury(&filled);
    assert_eq!(found_in(&sample, "treasury.toml"), [""; 0]);
    assert!(estate(&sample.folder).treasury.is_some());
}
