//! Every figure of the budget that comes from an option, led back to the option's economic cash flow.

use std::collections::BTreeMap;

use terrier::{
    appraise::OptionKind,
    batch::Run,
    edition::Edition,
    fund::{BudgetLine, Programme, ProgrammeGap, RevenueOf, SiteLine},
    model::{FinancialYear, Money},
};

use crate::{
    programmes::write,
    published::{ran, text, without_charts},
    sample::Sample,
};

const TREASURY: &str = "[opening]\ncfr = \"12500000\"\nyears = 24\n[reserves]\nopening = \"3000000\"\n\
                        [balance_sheet]\nworking_capital = \"0\"\nminimum_liquidity = \"1000000\"\n\
                        [rates]\nshort = \"1%\"\nlong = \"3%\"\ninvestment = \"1%\"\n\
                        [mrp]\nmethod = \"equal_instalment\"\n[new_loans]\nkind = \"maturity\"\nyears = 25\n";

/// The sample with every kind of option decided for some of its sites, and two receipts given.
fn decided() -> Box<Run> {
    let plain = ran(&Sample::new().file("treasury.toml", TREASURY.as_bytes()).folder);
    let mut text = TREASURY.to_owned();
    for (number, found) in plain.appraisal.recommendations.iter().enumerate() {
        let site = &plain.estate.sites[number];
        let others = found.options.iter().filter(|o| o.kind != OptionKind::BusinessAsUsual);
        let others: Vec<_> = others.filter(|o| !o.kind.moves_teams()).collect();
        let Some(option) = others.get(number % others.len().max(1)) else { continue };
        let letting = plain.appraisal.lettings[number].as_ref();
        let weighed = letting.is_ok_and(|letting| letting.budget != letting.expected_budget);
        let option = if weighed { OptionKind::Sublet } else { option.kind };
        text.push_str(&format!(
            "[[decisions]]\nsite_id = \"{}\"\noption = \"{}\"\nsource = \"a test\"\n",
            site.site_id, option
        ));
    }
    for (site, year) in [("FEN-015", "2021/22"), ("FEN-029", "2009/10")] {
        text.push_str(&format!(
            "[[receipts]]\nsite_id = \"{site}\"\nfinancial_year = \"{year}\"\namount = \"612345.67\"\n\
             what = \"sale agreed\"\n"
        ));
    }
    ran(&Sample::new().file("treasury.toml", text.as_bytes()).folder)
}

fn pence(sum: Money) -> i64 {
    sum.pence().unwrap()
}

/// economic + transfers + discount + inflation + replaced = budget, row by row; no row is left out of the economic sum.
#[test]
fn every_row_leads_from_the_option_to_the_budget() {
    let run = decided();
    let Programme { inputs, .. } = run.fund.programme.as_ref().unwrap();
    let mut kinds: BTreeMap<OptionKind, usize> = BTreeMap::new();
    let mut weighed = 0;
    for line in &inputs.sites {
        *kinds.entry(line.option).or_default() += 1;
        for row in &line.rows {
            let made = row.economic + row.transfers + row.discount + row.inflation + row.replaced;
            assert_eq!(made, row.budget, "{} {row:?}", line.site_id);
        }
        let number = run.estate.site_number(&line.site_id).unwrap();
        let options = &run.appraisal.recommendations[number].options;
        let of = |kind| options.iter().find(|o| o.kind == kind).unwrap().against.own;
        let (own, usual) = (of(line.option), of(OptionKind::BusinessAsUsual));
        let economic: i64 = line.rows.iter().map(|row| row.economic).sum();
        let in_budget: i64 = line.rows.iter().map(|row| row.economic + row.transfers).sum();
        // A letting that is decided stands whole: not at the chance that the landlord consents.
        if let (OptionKind::Sublet, Ok(letting)) =
            (line.option, run.appraisal.lettings[number].as_ref())
        {
            assert_eq!(economic, pence(letting.economic), "{}", line.site_id);
            assert_eq!(in_budget, pence(letting.budget), "{}", line.site_id);
            weighed += usize::from(letting.budget != letting.expected_budget);
            continue;
        }
        assert_eq!(economic, pence(own.economic) - pence(usual.economic), "{}", line.site_id);
        assert_eq!(in_budget, pence(own.budget) - pence(usual.budget), "{}", line.site_id);
    }
    assert!(weighed > 0, "no decided letting needs a consent");
    assert!(inputs.sites.len() >= 20 && kinds.len() >= 5, "{kinds:?}");
}

fn by_year(line: &SiteLine, of: BudgetLine) -> BTreeMap<String, i64> {
    let mut years = BTreeMap::new();
    for row in line.rows.iter().filter(|row| row.line == of && row.budget != 0) {
        *years.entry(row.year.to_string()).or_default() += row.budget;
    }
    years
}

/// The rows of a site and year add up to what revenue bears of it; its receipts are those of the programme.
#[test]
fn rows_add_up_to_the_revenue_and_the_receipts_of_each_site() {
    let run = decided();
    let Programme { inputs, revenue, .. } = run.fund.programme.as_ref().unwrap();
    let mut checked = 0;
    for (at, line) in inputs.sites.iter().enumerate() {
        let part = revenue.parts.iter().find(|(of, _)| *of == RevenueOf::Site(at));
        let Some((_, years)) = part else { continue };
        for (of, sign) in
            [(BudgetLine::RunningCost, -1), (BudgetLine::OneOff, -1), (BudgetLine::RentIn, 1)]
        {
            let rows = by_year(line, of);
            for (place, year) in years.iter().enumerate() {
                let borne = match of {
                    BudgetLine::RunningCost => year.running_cost,
                    BudgetLine::OneOff => year.one_off,
                    _ => year.rent_in,
                };
                let found = rows.get(&inputs.year(place).to_string()).copied().unwrap_or(0);
                assert_eq!(found * sign, borne, "{} {of} {}", line.site_id, inputs.year(place));
            }
        }
        let mut received: BTreeMap<String, i64> = BTreeMap::new();
        let own = inputs.receipts.iter().filter(|r| r.site_id.as_ref() == Some(&line.site_id));
        for receipt in own {
            *received.entry(receipt.year.to_string()).or_default() += receipt.gross - receipt.cost;
        }
        assert_eq!(by_year(line, BudgetLine::Receipt), received, "{}", line.site_id);
        checked += 1;
    }
    assert!(checked >= 20);
    let of = |site: &str| inputs.sites.iter().find(|line| line.site_id.as_str() == site);
    let given = of("FEN-015").map(|line| by_year(line, BudgetLine::Receipt));
    let costs = 61_234_567 - 61_234_567 * 125 / 10_000 - 350_000;
    assert!(given.is_some_and(|years| (years["2021/22"] - costs).abs() <= 1));
    assert!(of("FEN-029").is_some_and(|line| by_year(line, BudgetLine::Receipt).is_empty()));
}

/// Empty land that costs £3,650 a year, for sale from the day of the snapshot.
fn sold_land(date: &str, first_year: &str) -> Box<Run> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join(date);
    let treasury = format!(
        "first_year = \"{first_year}\"\n{TREASURY}[[decisions]]\nsite_id = \"A\"\n\
         option = \"dispose\"\nsource = \"a test\"\n"
    );
    let sites =
        "site_id,name,tenure,use,status,market_value\nA,Alpha,freehold,land,vacant,500000\n";
    let costs = "site_id,financial_year,category,amount\nA,2018/19,maintenance,3650\n\
                 A,2019/20,maintenance,3650\n";
    write(&folder, &[("sites.csv", sites), ("costs.csv", costs), ("treasury.toml", &treasury)]);
    ran(&folder)
}

fn saved(run: &Run, year: &str) -> i64 {
    let line = &run.fund.programme.as_ref().unwrap().inputs.sites[0];
    by_year(line, BudgetLine::RunningCost).get(year).copied().unwrap_or(0)
}

/// From 30 June 275 of 365 days are left of 2020/21; the other 90 and 275 of the next make a whole 2021/22.
#[rstest::rstest]
#[case("2020-06-30", "2020/21", [275_000, 372_300, 379_746])]
// The first year of the programme is the next one: its prices are not raised.
#[case("2020-06-30", "2021/22", [0, 365_000, 372_300])]
// One day of 2022/23 is of a year of 366.
#[case("2020-03-31", "2020/21", [365_000, 372_300, 379_743])]
#[case("2020-04-01", "2020/21", [365_000, 372_300, 379_746])]
fn a_years_sum_stands_in_each_financial_year_by_its_days(
    #[case] date: &str,
    #[case] first_year: &str,
    #[case] sums: [i64; 3],
) {
    let run = sold_land(date, first_year);
    let found = ["2020/21", "2021/22", "2022/23"].map(|year| saved(&run, year));
    for (found, sum) in found.iter().zip(sums) {
        assert!((found - sum).abs() <= 1, "{found} is not {sum}");
    }
    let Programme { inputs, .. } = run.fund.programme.as_ref().unwrap();
    let first = FinancialYear::starting(2021);
    let before =
        |fact: &ProgrammeGap| matches!(fact, ProgrammeGap::BeforeFirst(_, year) if *year == first);
    let is_told = inputs.gaps.iter().any(before);
    assert_eq!(is_told, first_year == "2021/22");
    let page = without_charts(&run, Edition::Restricted);
    let page = text(&page, "report.html").replace("&#x2f;", "/");
    let said = "The effect of site decisions in 2020/21 is counted from";
    assert_eq!(page.contains(said), first_year == "2020/21" && date != "2020-03-31");
    let before = by_year_of_all(&inputs.sites[0], "2020/21");
    assert!(first_year != "2021/22" || before == 275_000, "{before}");
}

/// What rows of running cost before the programme take out, in pence.
fn by_year_of_all(line: &SiteLine, year: &str) -> i64 {
    let rows = line.rows.iter().filter(|row| row.line == BudgetLine::OtherYears);
    rows.filter(|row| row.year.to_string() == year).map(|row| -row.replaced).sum()
}
