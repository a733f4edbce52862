//! Programmes with odd, absurd or missing input: nothing panics, nothing is dropped in silence, unknown is not zero.

use std::collections::BTreeMap;

use rstest::rstest;
use terrier::{
    appraise::FlowKind,
    edition::FundView,
    fund::{BeyondYears, Claimant, FlagFound, FlagKind, Programme, ProgrammeGap, ReceiptSource},
    model::{FinancialYear, OptionKind, ProjectId, SiteId},
    policy::{Decisions, Lever},
};

use crate::programmes::{studied_files, view};

const SITES: &str = "site_id,name,tenure,use,status,status_on,gia_m2,nia_m2,workstations,market_value\n\
                     A,Alpha,freehold,office,,,1000,800,60,1000000\n\
                     B,Bravo,freehold,office,,,1000,800,60,\n\
                     C,Charlie,freehold,office,sold,2019-06-30,1000,800,60,500000\n\
                     D,Delta,freehold,office,for_sale,,1000,800,60,400000\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,maintenance,40000\n\
                     B,2019/20,maintenance,40000\nD,2019/20,maintenance,9000\n";
const TREASURY: &str = "[opening]\ncfr = \"1000000\"\nyears = 20\n[reserves]\nopening = \"500000\"\n\
                        [balance_sheet]\nworking_capital = \"0\"\nminimum_liquidity = \"0\"\n\
                        [rates]\nshort = \"1%\"\nlong = \"3%\"\ninvestment = \"1%\"\n\
                        [mrp]\nmethod = \"equal_instalment\"\n[new_loans]\nkind = \"annuity\"\nyears = 20\n";

fn worked(projects: &str, treasury: &str, policy: &str) -> FundView {
    let treasury = format!("{}{TREASURY}", treasury.split_once("---\n").map_or("", |(top, _)| top))
        + treasury.split_once("---\n").map_or(treasury, |(_, below)| below);
    let files = [
        ("sites.csv", SITES),
        ("costs.csv", COSTS),
        ("projects.csv", projects),
        ("treasury.toml", treasury.as_str()),
    ];
    view(&studied_files(&files, policy), policy).fund.unwrap()
}

fn scheme(id: &str) -> ProjectId {
    ProjectId::new(id).unwrap()
}

fn site(id: &str) -> SiteId {
    SiteId::new(id).unwrap()
}

#[track_caller]
fn tells(fund: &FundView, fact: &ProgrammeGap) {
    assert!(fund.gaps.contains(fact), "{:#?}", fund.gaps);
}

fn sums(fund: &FundView, of: impl Fn(&terrier::edition::FundingYear) -> i64) -> i64 {
    fund.financing.iter().map(|year| of(&year.funding)).sum()
}

#[test]
fn a_sale_that_two_schemes_claim_is_counted_once_and_told() {
    let projects = "project_id,financial_year,spend,receipt,receipt_site_id,sale_cost,life_years\n\
                    C-1,2020/21,500000,900000,A,0,20\nC-2,2021/22,500000,900000,A,0,20\n";
    let fund = worked(projects, "", "");
    let of_a: Vec<_> = fund.receipts.iter().filter(|r| r.site_id == "A").collect();
    assert_eq!(of_a.len(), 1);
    assert_eq!((of_a[0].project_id.as_str(), of_a[0].gross), ("C-1", 90_000_000));
    tells(&fund, &ProgrammeGap::ClaimedTwice(site("A"), Claimant::Scheme(scheme("C-2"))));
}

/// Tranches that are the whole opening requirement leave nothing of which the years must be given; a penny less does.
#[rstest]
#[case("999999.99", true)]
#[case("1000000.00", false)]
fn the_years_of_what_no_tranche_holds_must_be_given(#[case] tranche: &str, #[case] told: bool) {
    let tranche = format!(
        "[[opening.tranches]]\nname = \"All\"\namount = \"{tranche}\"\nyears_left = 10\n[reserves]"
    );
    let treasury = TREASURY.replace("years = 20\n[reserves]", &tranche);
    let files = [
        ("sites.csv", SITES),
        ("costs.csv", COSTS),
        ("projects.csv", "project_id,financial_year,spend,life_years\nC-1,2020/21,500000,20\n"),
        ("treasury.toml", treasury.as_str()),
    ];
    let fund = view(&studied_files(&files, ""), "").fund.unwrap();
    assert_eq!(fund.gaps.contains(&ProgrammeGap::OpeningYears), told, "{:#?}", fund.gaps);
}

#[test]
fn a_receipt_of_the_treasury_is_tied_to_the_scheme_that_its_site_pays_for() {
    let projects =
        "project_id,financial_year,spend,receipt_site_id,life_years\nC-1,2020/21,500000,B,20\n";
    let receipt = "[[receipts]]\nsite_id = \"B\"\nfinancial_year = \"2021/22\"\namount = \"700000\"\n\
                   sale_cost = \"7000\"\nwhat = \"sale\"\n";
    let fund = worked(projects, receipt, "");
    let own: Vec<_> = fund.receipts.iter().filter(|r| r.project_id == "C-1").collect();
    assert_eq!((own.len(), own[0].gross, own[0].sale_cost), (1, 70_000_000, 700_000));
    assert_eq!(fund.schemes[0].years[1].set_aside, 50_000_000 - 2_500_000);
    let is_of_b = |fact: &ProgrammeGap| match fact {
        ProgrammeGap::Receipt(id, _) | ProgrammeGap::ClaimedTwice(id, _) => *id == site("B"),
        _ => false,
    };
    assert!(!fund.gaps.iter().any(is_of_b), "{:?}", fund.gaps);
}

/// The policy's agent of 1.25 % and lawyer of £3,500 on £700,000, the lawyer once for a sale in instalments.
#[test]
fn a_sale_without_a_cost_costs_what_policy_says() {
    let projects = "project_id,financial_year,spend,receipt,receipt_site_id,life_years\n\
                    C-1,2020/21,500000,700000,A,20\nC-1,2021/22,0,100000,A,\n";
    let fund = worked(projects, "", "");
    let costs: Vec<i64> =
        fund.receipts.iter().filter(|r| r.site_id == "A").map(|r| r.sale_cost).collect();
    assert_eq!(costs, [1_225_000, 125_000]);
}

#[rstest::rstest]
#[case::receipt("C-1,2020/21,500000,abc,A,,20", "receipt")]
#[case::below("C-1,2020/21,500000,-5,A,,20", "receipt")]
#[case::cost("C-1,2020/21,500000,900000,A,n/k?,20", "sale_cost")]
#[case::spend("C-1,2020/21,-5,900000,A,0,20", "spend")]
fn a_sum_that_cannot_be_used_is_not_known(#[case] row: &str, #[case] column: &'static str) {
    let header = "project_id,financial_year,spend,receipt,receipt_site_id,sale_cost,life_years";
    let fund = worked(&format!("{header}\n{row}\n"), "", "");
    tells(&fund, &ProgrammeGap::Cell(scheme("C-1"), FinancialYear::starting(2020), column));
    let brought = fund.receipts.iter().any(|r| r.site_id == "A");
    assert_eq!(brought, column != "receipt", "an unknown receipt is not the appraised one");
}

#[test]
fn unknown_values_and_sold_sites_bring_nothing_and_are_told() {
    let projects = "project_id,financial_year,spend,receipt_site_id,life_years\n\
                    C-1,2020/21,500000,B,20\nC-2,2020/21,500000,C,20\n";
    let decision = "[[decisions]]\nsite_id = \"C\"\noption = \"dispose\"\nsource = \"a paper\"\n";
    let fund = worked(projects, decision, "");
    tells(&fund, &ProgrammeGap::Receipt(site("B"), vec!["sites: B, market_value".to_owned()]));
    tells(&fund, &ProgrammeGap::Receipt(site("C"), Vec::new()));
    let decided =
        fund.reconciliation.iter().any(|r| r.site_id == "B" && r.decision == Decisions::Taken);
    assert!(decided, "a sale that pays for a scheme is a decision");
    assert!(fund.break_even.iter().all(|b| b.planned.is_none() && b.receipt.is_some()));
    let told = fund.gaps.contains(&ProgrammeGap::NoOption(site("C"), OptionKind::Dispose));
    assert!(!told, "what was decided of a sold site is done");
}

#[test]
fn what_comes_after_the_years_followed_is_told() {
    let projects = "project_id,financial_year,spend,life_years\nC-1,2019/20,70000,20\nC-1,2020/21,1000,\n\
                    C-1,2090/91,5,\n";
    let receipts = "[[receipts]]\nfinancial_year = \"2095/96\"\namount = \"700000\"\nwhat = \"sale\"\n\
                    [[receipts]]\nfinancial_year = \"2011/12\"\namount = \"700000\"\nwhat = \"old\"\n";
    let fund = worked(projects, receipts, "");
    tells(&fund, &ProgrammeGap::BeyondYears(BeyondYears::Scheme(scheme("C-1"))));
    let sale = ReceiptSource::Treasury("sale".to_owned());
    tells(&fund, &ProgrammeGap::BeyondYears(BeyondYears::Receipt(sale)));
    assert_eq!(
        sums(&fund, |y| y.schemes.spend),
        100_000,
        "years before are in the opening balances"
    );
    assert!(fund.receipts.iter().all(|r| r.site_id == "D"), "{:?}", fund.receipts);
}

/// £1bn a cell, in 100 years, at the dearest policy: sums that leave the range are told, none wraps.
#[rstest::rstest]
#[case("2020/21")]
#[case("1880/81")]
#[case("2200/01")]
fn absurd_sums_rates_and_years_do_not_panic(#[case] first: &str) {
    let mut projects = "project_id,financial_year,spend,grant,receipt,sale_cost,life_years,prices,\
                        works_class,running_cost_change,one_off_revenue\n"
        .to_owned();
    for scheme in 0..20 {
        for year in 0..40 {
            let start: i32 = first[..4].parse().unwrap();
            let year = terrier::model::FinancialYear::starting(start + year);
            projects.push_str(&format!(
                "C-{scheme:02},{year},1000000000,1000000000,1000000000,1000000000,1,today,non_standard,\
                 -1000000000,1000000000\n"
            ));
        }
    }
    let figures = [
        ("programme_years", "100"),
        ("budget_years", "100"),
        ("construction_inflation", "100%"),
        ("inflation", "100%"),
        ("receipt_growth", "100%"),
        ("non_standard_bias", "1000%"),
        ("mrp_longest_years", "200"),
        ("capital_receipt_least", "0"),
    ];
    let mut policy: String = figures
        .iter()
        .map(|(name, value)| format!("[figures.{name}]\nvalue = \"{value}\"\n"))
        .collect();
    policy.push_str(
        "[scenarios.worst]\nspend_change = \"1000%\"\nreceipt_change = \"1000%\"\nslippage = \"100%\"\n\
         rates_change = \"100%\"\nreceipt_delay_years = 100\nexternal = \"all\"\n",
    );
    let top = format!("first_year = \"{first}\"\n---\n");
    let fund = worked(&projects, &top, &policy);
    assert_eq!(fund.years.len(), 100);
    if first == "2020/21" {
        tells(&fund, &ProgrammeGap::RangeOfScheme(scheme("C-00")));
    }
    let found: BTreeMap<_, _> = fund.scenarios.iter().map(|s| (s.id.as_str(), s.summary)).collect();
    assert!(found["worst"].spend > found["base"].spend);
    assert_eq!(found["worst"].receipts, 0, "delayed beyond the years followed");
}

#[test]
fn a_delay_beyond_the_years_and_slippage_of_all_leave_every_identity_whole() {
    let projects = "project_id,financial_year,spend,receipt,receipt_site_id,life_years\n\
                    C-1,2020/21,500000,900000,D,20\n";
    let policy = "[figures.programme_years]\nvalue = \"1\"\n\
                  [scenarios.late]\nreceipt_delay_years = 100\nslippage = \"100%\"\n";
    let fund = worked(projects, "", policy);
    let late = fund.scenarios.iter().find(|s| s.id == "late").unwrap().summary;
    assert_eq!((late.spend, late.borrowing, late.receipts), (0, 0, 0));
    let year = &fund.financing[0];
    assert_eq!(year.funding.schemes.linked_receipt, 50_000_000);
    assert_eq!(year.funding.receipts_closing, 90_000_000 - 1_475_000 - 50_000_000);
}

/// For sale at £400,000 with no cost of holding known: the area is not recorded.
#[test]
fn a_cost_of_holding_that_is_not_known_is_told() {
    let sites = SITES.replace("for_sale,,1000", "for_sale,,");
    let files = [
        ("sites.csv", sites.as_str()),
        ("treasury.toml", TREASURY),
        (
            "projects.csv",
            "project_id,financial_year,spend,receipt,receipt_site_id,life_years\n\
             C-1,2020/21,5000,380000,D,20\n",
        ),
    ];
    let fund = view(&studied_files(&files, ""), "").fund.unwrap();
    tells(&fund, &ProgrammeGap::Holding(site("D")));
}

#[test]
fn one_scenario_run_twice_or_alone_is_the_same() {
    let projects = "project_id,financial_year,spend,life_years\nC-1,2020/21,5000000,20\n";
    let run = studied_files(
        &[("sites.csv", SITES), ("projects.csv", projects), ("treasury.toml", TREASURY)],
        "",
    );
    let Programme { inputs, scenarios, .. } = run.fund.programme.as_ref().unwrap();
    let base =
        terrier::fund::summary(inputs, &terrier::fund::run_scenario(inputs, &Lever::default()));
    assert_eq!(scenarios[0].summary, base);
    assert!(base.new_loans > 0 && base.peak_debt > 0);
}

/// Nobody knows what Bravo fetches, but its sale costs the lawyer's £3,500, in 2021/22 at its prices.
#[test]
fn a_sale_whose_value_is_not_known_costs_its_lawyer() {
    let treasury = TREASURY.to_owned()
        + "[[decisions]]\nsite_id = \"B\"\noption = \"dispose\"\nsource = \"a paper\"\n";
    let files = [("sites.csv", SITES), ("costs.csv", COSTS), ("treasury.toml", treasury.as_str())];
    let run = studied_files(&files, "");
    let Programme { inputs, planned, .. } = run.fund.programme.as_ref().unwrap();
    let site = inputs.sites.iter().find(|line| line.site_id.as_str() == "B").unwrap();
    let legal: Vec<_> = site.rows.iter().filter(|row| row.what == FlowKind::Legal).collect();
    let [row] = legal[..] else { panic!("{legal:?}") };
    assert_eq!((row.year.to_string().as_str(), row.budget), ("2021/22", -357_000));
    assert_eq!(planned.revenue[1].one_off, 357_000);
    assert!(inputs.receipts.iter().all(|r| r.site_id.as_ref() != Some(&site.site_id)));
}

/// Delta is empty and for sale: each year that its sale is late costs £20 a m² for 1,000 m², and empty rates of 51.2p on
/// a rateable value of £60,000; listed, or worth less than the least value, no rates.
#[rstest::rstest]
#[case::rated("60000,", 5_072_000)]
#[case::listed("60000,yes", 2_000_000)]
#[case::small("2000,", 2_000_000)]
fn a_late_sale_costs_what_holding_the_empty_site_costs(#[case] facts: &str, #[case] a_year: i64) {
    let sites = format!(
        "site_id,name,tenure,use,status,status_on,gia_m2,market_value,rateable_value,listed\n         D,Delta,freehold,office,for_sale,2019-01-01,1000,400000,{facts}\n"
    );
    let costs = "site_id,financial_year,category,amount\nD,2019/20,rates,99999\n";
    let files = [("sites.csv", sites.as_str()), ("costs.csv", costs), ("treasury.toml", TREASURY)];
    let run = studied_files(&files, "");
    let Programme { inputs, .. } = run.fund.programme.as_ref().unwrap();
    let late = Lever { receipt_delay_years: 1, ..Lever::default() };
    let years = terrier::fund::run_scenario(inputs, &late).funding.years;
    let extra: i64 = years.iter().map(|year| year.extra_holding).sum();
    assert!((extra - a_year).abs() <= 1, "{extra} is not {a_year}");
}

/// Alpha promises an income of £23,000 in 2022/23: what its letting pays by the lease schedule is not added again, and
/// a site with a decision has it in the decision.
#[rstest::rstest]
#[case::no_letting("", "", 2_300_000, None)]
#[case::part_of_it(
    "L-1,A,landlord,2020-04-01,2030-03-31,20000,yearly,no,none\n",
    "",
    300_000,
    Some(2_000_000)
)]
#[case::all_of_it(
    "L-1,A,landlord,2020-04-01,2030-03-31,23500,yearly,no,none\n",
    "",
    0,
    Some(2_300_000)
)]
#[case::ended("L-1,A,landlord,2015-04-01,2021-03-31,20000,yearly,no,none\n", "", 2_300_000, None)]
#[case::decided("", "dispose", 0, None)]
fn income_that_is_agreed_counts_once(
    #[case] lease: &str,
    #[case] decision: &str,
    #[case] counts: i64,
    #[case] once: Option<i64>,
) {
    let leases =
        format!("lease_id,site_id,role,start,expiry,rent,payment,in_advance,review\n{lease}");
    let benefits = "benefit_id,initiative,site_id,kind,status,financial_year,planned,cashable\n\
                    B-1,Letting,A,income,agreed,2022/23,23000,yes\n";
    let decision = match decision {
        "" => String::new(),
        option => {
            format!("[[decisions]]\nsite_id = \"A\"\noption = \"{option}\"\nsource = \"a paper\"\n")
        }
    };
    let treasury = format!("{TREASURY}{decision}");
    let mut files = vec![
        ("sites.csv", SITES),
        ("costs.csv", COSTS),
        ("benefits.csv", benefits),
        ("treasury.toml", treasury.as_str()),
    ];
    if !lease.is_empty() {
        files.push(("leases.csv", leases.as_str()));
    }
    let fund = view(&studied_files(&files, ""), "").fund.unwrap();
    assert_eq!(fund.financing[2].revenue.other_savings, counts);
    let told: Vec<&FlagFound> = fund
        .flags
        .iter()
        .filter(|flag| flag.kind == FlagKind::IncomeInSchedule)
        .map(|flag| &flag.found)
        .collect();
    let site = SiteId::new("A").unwrap();
    let once = once.map(|sum| FlagFound::IncomeInSchedule { site, sum });
    assert_eq!(told, once.iter().collect::<Vec<_>>());
}
