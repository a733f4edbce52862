//! Moving into a partner's space and giving the site up: what it costs, what it keeps within reach, and how it is told.

use terrier::{
    appraise::{BarReason, Flag, FlowKind, OptionKind, SiteOption, WouldChange},
    batch::Run,
    edition::Edition,
    model::{Money, Rule},
    policy::Policy,
};

use crate::published::{rows, small, small_under, without_charts};

/// A needs 14 workstations, a peak of 12 and a tenth; at 10 m² each that is 140 m².
const SITES: &str = "site_id,name,use,tenure,easting,northing,workstations,gia_m2,rateable_value,market_value,backlog_high,\
    backlog_significant,compulsorily_purchased,secure\n\
    A,Alpha,front_counter,freehold,540000,270000,20,300,9000,500000,0,0,no,no\n\
    B,Beta,front_counter,freehold,560000,270000,10,200,9000,300000,0,0,no,no\n";
const SEEN: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied,hours_in_use\n\
    A,2020-01-10,sensor,20,60,9,12,40\nB,2020-01-10,sensor,10,60,3,4,40\n";
const TEAMS: &str = "site_id,team,function,fte\nA,Case,office,10\nA,Beat,neighbourhood,10\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,utilities,20000\nB,2019/20,utilities,20000\n";
/// 400 m from A.
const PARTNERS: &str = "partner_id,organisation,kind,name,easting,northing,offers_m2,charge_per_m2,until,secure\n\
    P1,Fire Authority,fire,Fire Station,540400,270000,150,100,,no\n";
/// 30 of 1,000 residents are within 30 minutes of A alone: 3%, where the policy allows 1%. Z2 is 1 km from A.
const ZONES: &str =
    "zone_id,population,easting,northing\nZ1,970,560500,270000\nZ2,30,541000,270000\n";

fn estate(partners: &str, more: &[(&str, &str)]) -> Box<Run> {
    let mut tables = vec![
        ("sites", SITES),
        ("occupancy", SEEN),
        ("teams", TEAMS),
        ("costs", COSTS),
        ("partners", partners),
    ];
    tables.extend(more);
    small("2020-03-31", &tables)
}

fn option(run: &Run, kind: OptionKind) -> &SiteOption {
    let options = &run.appraisal.recommendations[0].options;
    options.iter().find(|option| option.kind == kind).unwrap()
}

fn moved(run: &Run) -> &SiteOption {
    option(run, OptionKind::MoveToPartnerSpace)
}

/// Sums by kind of cash flow, undiscounted and in the economic ledger.
fn paid(option: &SiteOption, kind: FlowKind) -> (String, String) {
    let of = || option.flows.iter().filter(|flow| flow.kind == kind);
    let sum = |all: Vec<Money>| Money::checked_sum(all).unwrap().to_string();
    (sum(of().map(|f| f.amount).collect()), sum(of().map(|f| f.economic).collect()))
}

/// 140 m² at £100 are £14,000 a year, from the day it is empty to the end of 25 years.
#[test]
fn the_charge_is_paid_from_the_move_and_is_a_transfer_to_a_public_body() {
    let run = estate(PARTNERS, &[]);
    let moved = moved(&run);
    assert!(moved.by_agreement && moved.is_open() && moved.flags.is_empty());
    let charges: Vec<String> = moved
        .flows
        .iter()
        .filter(|flow| flow.kind == FlowKind::PartnerCharge)
        .map(|flow| flow.amount.to_string())
        .collect();
    // 182 of 365 days of the first year.
    assert_eq!((charges.len(), charges[0].as_str()), (25, "-6980.82"));
    assert!(charges[1..].iter().all(|sum| sum == "-14000.00"));
    assert_eq!(paid(moved, FlowKind::PartnerCharge).1, "0.00");
    assert_eq!(paid(moved, FlowKind::Relocation).0, "-21000.00");
    assert_eq!(paid(moved, FlowKind::DesksElsewhere).0, "0.00");
    assert_eq!(
        paid(moved, FlowKind::Receipt),
        paid(option(&run, OptionKind::Dispose), FlowKind::Receipt)
    );
    // Between private bodies it is a cost to all.
    let run = estate(&PARTNERS.replace(",fire,", ",other,"), &[]);
    let (all, economic) = paid(self::moved(&run), FlowKind::PartnerCharge);
    assert_eq!(all, "-342980.82");
    assert!(economic.starts_with('-'), "{economic}");
}

/// After the offer the fourteen workstations cost £2,000 a year each, and are moved once more.
#[test]
fn after_the_offer_workstations_are_run_elsewhere() {
    let run = estate(&PARTNERS.replace("100,,no", "100,2030-03-31,no"), &[]);
    let moved = moved(&run);
    assert_eq!(moved.flags, [Flag::OfferEnds]);
    // £6,980.82, nine years of £14,000, and a day of the eleventh year.
    assert_eq!(paid(moved, FlowKind::PartnerCharge).0, "-133019.18");
    // £28,000 a year for fifteen years but a day.
    assert_eq!(paid(moved, FlowKind::DesksElsewhere).0, "-419923.29");
    assert_eq!(paid(moved, FlowKind::Relocation).0, "-42000.00");
}

#[test]
fn a_charge_that_is_not_known_or_below_zero_is_assumed_and_said() {
    for charge in ["", "-100"] {
        let run = estate(&PARTNERS.replace("150,100,", &format!("150,{charge},")), &[]);
        let moved = moved(&run);
        assert_eq!(moved.flags, [Flag::ChargeAssumed]);
        let whole_year = moved.flows.iter().rfind(|f| f.kind == FlowKind::PartnerCharge).unwrap();
        assert_eq!(whole_year.amount.to_string(), "-28000.00");
        let found = run.findings.iter().filter(|f| f.rule == Rule::SumBelowZero);
        let cells: Vec<&str> = found.filter_map(|f| f.place.column.as_deref()).collect();
        assert_eq!(cells, if charge.is_empty() { vec![] } else { vec!["charge_per_m2"] });
    }
}

/// Selling is barred, because 3% would be out of reach; from the partner 400 m away nobody is.
#[test]
fn what_a_closure_alone_may_not_do_a_partner_makes_possible() {
    let run = estate(PARTNERS, &[("demand", ZONES)]);
    let bar = BarReason::Coverage { lost: 300, most: 100 };
    let barred = |kind| option(&run, kind).bars.iter().any(|b| b.why == bar);
    assert!(barred(OptionKind::Dispose) && barred(OptionKind::MoveToOwnSpace));
    assert!(moved(&run).is_open());
    assert_eq!(run.cover.matches.space_for(0).unwrap().lost, Some(0.0));
    let found = &run.appraisal.recommendations[0];
    let kinds = vec![OptionKind::MoveToPartnerSpace];
    assert!(found.would_change.contains(&WouldChange::Agreement(kinds)));

    let files = without_charts(&run, Edition::Restricted);
    let row = &rows(&files["matches.csv"])[0];
    assert_eq!(row["demand_lost"], "0.0000");
    let options = rows(&files["options.csv"]);
    let own = options.iter().find(|r| r["option"] == "move_to_partner_space").unwrap();
    for ledger in ["advantage_economic", "advantage_budget", "advantage_public_sector"] {
        assert!(!row[ledger].is_empty());
        assert_eq!(row[ledger], own[ledger]);
    }

    // Z2 is 5.6 km from the partner on the other side: 33.6 minutes at 13 km an hour.
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[cover.public_counter]\nspeed_kmh = \"13\"\n").unwrap();
    let slow = Policy::read(Some(file.path())).unwrap();
    let tables = [
        ("sites", SITES),
        ("occupancy", SEEN),
        ("teams", TEAMS),
        ("costs", COSTS),
        ("demand", ZONES),
        ("partners", &PARTNERS.replace("540400", "535400")),
    ];
    let run = small_under("2020-03-31", &tables, &slow);
    let bars = &moved(&run).bars;
    assert!(bars.iter().any(|b| b.why == bar && b.until.is_none()), "{bars:?}");
}

/// Two sites want one space that is enough for either: the other is told so. Without space that fits there is no option.
#[test]
fn the_space_is_taken_once() {
    let sites = SITES
        .replace("B,Beta,front_counter,freehold,560000", "B,Beta,front_counter,freehold,541000");
    let teams = format!("{TEAMS}B,Desk,office,5\n");
    let run = estate(PARTNERS, &[("sites", &sites), ("teams", &teams)]);
    let kind = |o: &&SiteOption| o.kind == OptionKind::MoveToPartnerSpace;
    let flags = |site: usize| {
        let options = &run.appraisal.recommendations[site].options;
        options.iter().find(kind).map(|o| o.flags.clone())
    };
    assert_eq!((flags(0), flags(1)), (Some(vec![]), Some(vec![Flag::SpaceTaken])));
    let run = estate(&PARTNERS.replace(",150,", ",130,"), &[]);
    assert!(run.appraisal.recommendations[0].options.iter().find(kind).is_none());
}

/// A lease is left at its exit, and what its end costs is what leaving costs.
#[test]
fn a_lease_is_left_and_the_public_edition_is_told_nothing() {
    let sites = SITES.replace("Alpha,front_counter,freehold", "Alpha,front_counter,leasehold");
    let leases = "lease_id,site_id,role,start,expiry,rent,dilapidations,lta_1954\n\
        L1,A,tenant,2015-04-01,2025-03-31,10000,5000,contracted_out\n";
    let run = estate(PARTNERS, &[("sites", &sites), ("leases", leases)]);
    let (left, moved) = (option(&run, OptionKind::Leave), moved(&run));
    assert_eq!(moved.done_on, left.done_on);
    assert_eq!(paid(moved, FlowKind::ExitCost), paid(left, FlowKind::ExitCost));
    assert_eq!(paid(moved, FlowKind::RentPaid), paid(left, FlowKind::RentPaid));
    for (name, text) in without_charts(&run, Edition::Public) {
        let text = String::from_utf8_lossy(&text).into_owned();
        assert!(!text.contains("move_to_partner") && !text.contains("partner's space"), "{name}");
    }
}
