//! Options at the edges: what is not recorded, what is over before it brings anything, what a long lease still costs.

use terrier::{
    appraise::{Advice, FlowKind, Missing, OptionKind, Recommendation, SiteOption},
    policy::Policy,
};

use crate::published::small_under;

const SITES: &str = "site_id,name,tenure,status,use,gia_m2,office_nia_m2,workstations,backlog_high,\
                     backlog_significant,market_value,rateable_value,must_keep,acv_listed_until,\
                     acv_notice_on,erv_per_m2\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,maintenance,40000\n\
                     A,2019/20,rates,10000\n";
const SEEN: &str = "site_id,on,method,capacity,peak_occupied\nA,2020-01-01,survey,62,30\n";

/// An office of 1,000 m² that costs £40,000 and £10,000 of rates a year; 30 people at its peak.
const OFFICE: &str = "A,Alpha,freehold,,office,1000,620,62,50000,0,1000000,60000,,,,200";

fn advice(site: &str, costs: &str, more: &[(&str, &str)], policy: &str) -> Recommendation {
    let sites = format!("{SITES}{site}\n");
    let mut tables = vec![("sites", sites.as_str()), ("occupancy", SEEN)];
    tables.extend((!costs.is_empty()).then_some(("costs", costs)));
    tables.extend(more);
    let policy = Policy::from_text(Some(policy)).unwrap();
    let run = small_under("2020-03-31", &tables, &policy);
    run.appraisal.recommendations[0].clone()
}

fn option(found: &Recommendation, kind: OptionKind) -> &SiteOption {
    found.options.iter().find(|o| o.kind == kind).unwrap()
}

fn facts(found: &Recommendation) -> Vec<Missing> {
    found.settles.iter().map(|(_, fact)| *fact).collect()
}

/// How a site is held decides whether it can be sold or left: not recorded, nothing is recommended.
#[test]
fn how_a_site_is_held_has_to_be_known() {
    let site = OFFICE.replace("freehold", "");
    let found = advice(&site, COSTS, &[], "");
    assert_eq!(found.advice, Advice::Open);
    assert!(facts(&found).contains(&Missing::Tenure), "{found:?}");
    // What must be kept is neither sold nor left, however it is held.
    let kept = advice(&site.replace("60000,,", "60000,Custody,"), COSTS, &[], "");
    assert!(!facts(&kept).contains(&Missing::Tenure), "{:?}", kept.why);
}

/// What a tenant pays back needs the running cost and the area: without either a letting is not worth zero.
#[rstest::rstest]
#[case::cost(OFFICE.to_owned(), "", Missing::CostPaidBack)]
#[case::area(OFFICE.replace("office,1000", "office,"), COSTS, Missing::AreaPaidBack)]
fn a_letting_that_cannot_be_worked_out_is_not_worth_zero(
    #[case] site: String,
    #[case] costs: &str,
    #[case] fact: Missing,
) {
    let found = advice(&site.replace("60000,,", "60000,Custody,"), costs, &[], "");
    let let_out = option(&found, OptionKind::Sublet);
    assert!(let_out.missing.contains(&fact), "{:?}", let_out.missing);
    assert_eq!(let_out.against.advantage, None);
    assert!(let_out.against.high > Some(terrier::model::Money::ZERO));
    // It may lose too: works and fees are spent for whatever rent there is.
    assert_eq!(let_out.against.low, None);
    assert_eq!((found.advice, facts(&found)), (Advice::Open, vec![fact]));
}

/// A right to assign nobody recorded leaves a sale open; nothing is recommended past it.
#[test]
fn a_right_to_assign_that_is_not_recorded_is_named() {
    let leases = "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,assign\n\
                  1,A,tenant,1990-03-25,2089-03-24,protected,permitted,\n";
    let site = OFFICE.replace("freehold", "long_leasehold");
    let found = advice(&site, COSTS, &[("leases", leases)], "");
    let sold = option(&found, OptionKind::Dispose);
    assert_eq!((sold.missing.as_slice(), sold.against.low), (&[Missing::RightToAssign][..], None));
    assert!(sold.against.high.is_some());
    assert_eq!((found.advice, facts(&found)), (Advice::Open, vec![Missing::RightToAssign]));
}

/// £5,000 of rent is paid on a long lease for all of 25 years if it is emptied and held, and until it is sold.
#[test]
fn the_rent_of_a_long_lease_runs_on() {
    let leases = "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,assign\n\
                  1,A,tenant,1990-03-25,2089-03-24,protected,permitted,permitted\n";
    let costs = format!("{COSTS}A,2019/20,rent,5000\n");
    let site = OFFICE.replace("freehold", "long_leasehold");
    let found = advice(&site, &costs, &[("leases", leases)], "");
    let rent = |kind| {
        let flows = option(&found, kind).flows.iter().filter(|f| f.kind == FlowKind::RentPaid);
        terrier::model::Money::checked_sum(flows.map(|f| f.amount())).unwrap().to_string()
    };
    assert_eq!(rent(OptionKind::BusinessAsUsual), "-125000.00");
    assert_eq!(rent(OptionKind::VacateAndHold), "-125000.00");
    // One year and 213 of 365 days, to 30 October 2021.
    assert_eq!(rent(OptionKind::Dispose), "-7917.81");
}

/// Looked at for one year: a sale after it brings nothing within it and is not recommended.
#[test]
fn nothing_counts_after_the_last_year() {
    let found = advice(OFFICE, COSTS, &[], "[figures.appraisal_years]\nvalue = \"1\"\n");
    let late = |o: &SiteOption| o.flows.iter().any(|f| f.on.to_string().as_str() > "2021-03-31");
    assert!(!found.options.iter().any(late));
    let sold = option(&found, OptionKind::Dispose);
    assert!(!sold.is_open());
    assert_ne!(found.leads, Some(OptionKind::Dispose));
}

/// Works put off beyond the last year are not paid for: less is spent, so the most is not known.
#[test]
fn works_put_off_for_good_are_a_gain() {
    let site = OFFICE.replace("50000,0,", "50000,,");
    let of = |years: &str| {
        let policy = format!("[figures.appraisal_years]\nvalue = \"{years}\"\n");
        let found = advice(&site, COSTS, &[], &policy);
        let least = option(&found, OptionKind::DoMinimum);
        (least.against.low.is_some(), least.against.high.is_some())
    };
    assert_eq!(of("1"), (true, false));
    assert_eq!(of("25"), (false, true));
}

/// Rates are a transfer: without a rateable value the budget is not known, and what is recommended is.
#[test]
fn a_rateable_value_does_not_turn_the_choice() {
    let known = advice(OFFICE, COSTS, &[], "");
    let found = advice(&OFFICE.replace("60000", ""), COSTS, &[], "");
    assert_eq!((found.advice, found.leads), (known.advice, known.leads));
    assert_eq!((found.advice, facts(&found)), (Advice::Recommended, Vec::new()));
    let (sold, before) = (option(&found, OptionKind::Dispose), option(&known, OptionKind::Dispose));
    assert_eq!(sold.missing, [Missing::RateableValue]);
    assert_eq!(sold.against.advantage, None);
    assert_eq!((sold.against.low, sold.against.high), (before.against.low, before.against.high));
    assert_eq!(found.why, known.why);
}

/// A notice of 2018 protects a sale to 1 July 2019 alone: a new one runs from the day of the snapshot.
#[test]
fn an_old_notice_does_not_protect_a_sale() {
    let policy = "[figures.sale_months]\nvalue = \"0\"\n";
    let site = OFFICE.replace("freehold,,", "freehold,vacant,");
    let sold_on = |notice: &str| {
        let site = site.replace("60000,,,,", &format!("60000,,2024-01-01,{notice},"));
        let found = advice(&site, COSTS, &[], policy);
        option(&found, OptionKind::Dispose).done_on.unwrap().to_string()
    };
    assert_eq!(sold_on("2018-01-01"), "2020-09-30");
    assert_eq!(sold_on(""), "2020-09-30");
    assert_eq!(sold_on("2019-08-01"), "2020-03-31");
}

/// A rent of £900 a m² is recorded: what the right to let could bring is not bounded by the policy's £350.
#[test]
fn a_recorded_rent_widens_what_a_letting_could_bring() {
    let leases = "lease_id,site_id,role,start,expiry,lta_1954,sublet_part,assign\n\
                  1,A,tenant,1990-03-25,2089-03-24,protected,,permitted\n";
    let most = |rent: &str| {
        let site = OFFICE.replace("freehold", "long_leasehold").replace(",200", rent);
        let found = advice(&site, COSTS, &[("leases", leases)], "");
        let let_out = option(&found, OptionKind::Sublet);
        assert!(let_out.missing.contains(&Missing::RightToSublet));
        let_out.against.high.unwrap().to_string()
    };
    assert_eq!(most(",200"), "507500.00");
    assert_eq!(most(",900"), "1305000.00");
}

/// For sale with 30 people at their desks: 33 desks still have to be moved. A vacant one has none to move.
#[test]
fn people_at_a_site_for_sale_have_to_go_somewhere() {
    let moved = |site: &str| {
        let found = advice(site, COSTS, &[], "");
        let sold = option(&found, OptionKind::Dispose);
        let moves = sold.flows.iter().filter(|f| f.kind == FlowKind::Relocation);
        moves.map(|f| f.amount().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(moved(&OFFICE.replace("freehold,,", "freehold,for_sale,")), ["-49500.00"]);
    assert!(moved(&OFFICE.replace("freehold,,", "freehold,vacant,")).is_empty());
}

/// Issue 13: vacant for two years, £60,000: no month of 2026/27 is free. Emptied on a day nobody recorded: said.
#[test]
fn an_empty_building_has_its_free_months_once() {
    let sites = "site_id,name,tenure,status,status_on,use,gia_m2,workstations,market_value,rateable_value\n";
    let rates = |site: &str, year: &str| {
        let run = small_under(
            "2026-03-31",
            &[("sites", &format!("{sites}{site}\n"))],
            &Policy::from_text(None).unwrap(),
        );
        let found = run.appraisal.recommendations[0].clone();
        let held = option(&found, OptionKind::VacateAndHold);
        let of_year = |f: &&terrier::appraise::Flow| {
            f.kind == FlowKind::EmptyRates && f.on.to_string() == year
        };
        let flow = held.flows.iter().find(of_year).map(|f| f.amount().to_string());
        (flow.unwrap(), held.flags.clone())
    };
    let office = "A,Alpha,freehold,vacant,2024-03-31,office,1000,62,500000,60000";
    assert_eq!(rates(office, "2027-03-31"), ("-28800.00".to_owned(), Vec::new()));
    // Free to 30 June 2026: 275 of 365 days; stores to 30 September: 183.
    let unknown = office.replace("2024-03-31", "");
    assert_eq!(
        rates(&unknown, "2027-03-31"),
        ("-21698.63".to_owned(), vec![terrier::appraise::Flag::EmptySince])
    );
    let stores = office.replace("office", "stores").replace("2024-03-31", "2026-03-31");
    assert_eq!(rates(&stores, "2027-03-31").0, "-14439.45");
}
