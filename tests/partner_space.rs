//! Moving into a partner's space and giving the site up: what it costs, what it keeps within reach, and how it is told.

use terrier::{
    appraise::{BarReason, Flag, FlowKind, OptionKind, SiteOption, WouldChange},
    batch::Run,
    cover::{Fit, Misfit},
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
    (sum(of().map(|f| f.amount()).collect()), sum(of().map(|f| f.economic()).collect()))
}

/// 140 m² at £100 are £14,000 a year, from the day it is empty to the end of 25 years.
#[test]
fn the_charge_is_paid_from_the_move_and_between_public_bodies_is_no_cash_of_the_public() {
    let run = estate(PARTNERS, &[]);
    let moved = moved(&run);
    assert!(moved.by_agreement && moved.is_open());
    assert_eq!(moved.flags, [Flag::PublicArea]);
    let charges: Vec<String> = moved
        .flows
        .iter()
        .filter(|flow| flow.kind == FlowKind::PartnerCharge)
        .map(|flow| flow.amount().to_string())
        .collect();
    // 182 of 365 days of the first year.
    assert_eq!((charges.len(), charges[0].as_str()), (25, "-6980.82"));
    assert!(charges[1..].iter().all(|sum| sum == "-14000.00"));
    let public = |option: &SiteOption| {
        let of = option.flows.iter().filter(|flow| flow.kind == FlowKind::PartnerCharge);
        let sums = of.map(|f| (f.economic(), f.budget(), f.public_sector()));
        sums.fold((true, true), |(economic, public), (e, b, p)| {
            (economic && e == b, public && p == Money::ZERO)
        })
    };
    assert_eq!(public(moved), (true, true));
    assert_eq!(paid(moved, FlowKind::Relocation).0, "-21000.00");
    assert_eq!(paid(moved, FlowKind::DesksElsewhere).0, "0.00");
    assert_eq!(
        paid(moved, FlowKind::Receipt),
        paid(option(&run, OptionKind::Dispose), FlowKind::Receipt)
    );
    // To a private body it is; and so it is counted where nobody says what the partner is.
    for (kind, flags) in
        [(",other,", vec![Flag::PublicArea]), (",,", vec![Flag::PublicArea, Flag::PartnerKind])]
    {
        let run = estate(&PARTNERS.replace(",fire,", kind), &[]);
        let moved = self::moved(&run);
        assert_eq!(paid(moved, FlowKind::PartnerCharge).0, "-342980.82");
        assert_eq!(public(moved), (true, false));
        assert_eq!(moved.flags, flags);
    }
}

/// After the offer the fourteen workstations cost £2,000 a year each, and are moved once more.
#[test]
fn after_the_offer_workstations_are_run_elsewhere() {
    let run = estate(&PARTNERS.replace("100,,no", "100,2030-03-31,no"), &[]);
    let moved = moved(&run);
    assert_eq!(moved.flags, [Flag::OfferEnds, Flag::ReachEnds, Flag::PublicArea]);
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
        assert_eq!(moved.flags, [Flag::ChargeAssumed, Flag::PublicArea]);
        let whole_year = moved.flows.iter().rfind(|f| f.kind == FlowKind::DesksElsewhere).unwrap();
        assert_eq!(whole_year.amount().to_string(), "-28000.00");
        assert_eq!(whole_year.economic(), whole_year.budget());
        let found = run.findings.iter().filter(|f| f.rule == Rule::SumBelowZero);
        let cells: Vec<&str> = found.filter_map(|f| f.place.column.as_deref()).collect();
        assert_eq!(cells, if charge.is_empty() { vec![] } else { vec!["charge_per_m2"] });
    }
}

/// Selling is barred, because 3% would be out of reach; from the partner 400 m away nobody is.
#[test]
fn what_a_closure_alone_may_not_do_a_partner_makes_possible() {
    let run = estate(PARTNERS, &[("demand", ZONES)]);
    let bar = BarReason::Coverage { lost: 300, most: 100, besides: false };
    let barred = |kind| option(&run, kind).bars.iter().any(|b| b.why == bar);
    assert!(barred(OptionKind::Dispose) && barred(OptionKind::MoveToOwnSpace));
    assert!(moved(&run).is_open());
    assert_eq!(run.cover.matches.all[0].lost, Some((0.0, 0.0)));
    let found = &run.appraisal.recommendations[0];
    let kinds = || OptionKind::MoveToPartnerSpace;
    assert!(found.would_change.contains(&WouldChange::Agreement(vec![kinds()])));

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
    let pair = &run.cover.matches.all[0];
    assert_eq!((&pair.misfits[..], pair.lost), (&[Misfit::OutOfReach][..], Some((0.03, 0.03))));
    assert!(!run.appraisal.recommendations[0].options.iter().any(|o| o.kind == kinds()));
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
    assert_eq!(
        (flags(0), flags(1)),
        (Some(vec![Flag::PublicArea]), Some(vec![Flag::PublicArea, Flag::SpaceTaken]))
    );
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

/// An offer that does not stand on the day of the move bars the option: a lease that runs to 2030, an offer to 2024.
#[test]
fn an_offer_that_does_not_stand_on_the_day_bars_the_option() {
    let sites = SITES.replace("Alpha,front_counter,freehold", "Alpha,front_counter,leasehold");
    let lease = |expiry: &str| {
        format!(
            "lease_id,site_id,role,start,expiry,rent,dilapidations,lta_1954\n\
             L1,A,tenant,2015-04-01,{expiry},10000,5000,contracted_out\n"
        )
    };
    let partners = |dates: &str| {
        PARTNERS.replace("until,", "from,until,").replace("100,,no", &format!("100,{dates},no"))
    };
    for (expiry, dates) in [("2030-03-31", ",2024-03-31"), ("2020-05-31", "2020-09-01,")] {
        let run = estate(&partners(dates), &[("sites", &sites), ("leases", &lease(expiry))]);
        let moved = moved(&run);
        let bar = |b: &terrier::appraise::Bar| {
            matches!(b.why, BarReason::OfferDates(..)) && b.until.is_none()
        };
        assert!(moved.bars.iter().any(bar), "{:?}", moved.bars);
        assert_eq!(paid(moved, FlowKind::PartnerCharge).0, "0.00");
        assert_eq!(paid(moved, FlowKind::Relocation).0, "-21000.00");
        assert_ne!(paid(moved, FlowKind::DesksElsewhere).0, "0.00");
        let files = without_charts(&run, Edition::Restricted);
        assert_eq!(rows(&files["matches.csv"])[0]["advantage_budget"], "");
    }
}

/// The last day of an offer is one of its days.
#[test]
fn an_offer_stands_on_its_last_day() {
    let on = |until: &str| estate(&PARTNERS.replace("100,,no", &format!("100,{until},no")), &[]);
    let run = on("2022-03-31");
    let partner = &run.estate.partners.as_deref().unwrap()[0];
    let day = |text: &str| text.parse().unwrap();
    assert!(partner.stands_on(day("2022-03-31")) && !partner.stands_on(day("2022-04-01")));
}

/// Dates that could not be read are not known, and an offer that ends before it begins is a finding.
#[test]
fn dates_of_an_offer_that_are_wrong_are_said() {
    let partners = PARTNERS.replace("until,", "from,until,").replace("100,,no", "100,,ongoing,no");
    let run = estate(&partners, &[]);
    let pair = &run.cover.matches.all[0];
    assert_eq!((pair.fit(), &pair.misfits[..]), (Fit::NotKnown, &[Misfit::DatesUnreadable][..]));
    let run = estate(&partners.replace(",,ongoing", ",2022-04-01,2021-03-31"), &[]);
    let found = run.findings.iter().filter(|f| f.rule == Rule::EventEndsBeforeStart);
    let cells: Vec<&str> = found.filter_map(|f| f.place.column.as_deref()).collect();
    assert_eq!(cells, ["until"]);
}

/// From a zone without a position the journey to the partner is not known: neither within reach nor out of it.
#[test]
fn a_zone_without_a_position_leaves_the_reach_of_a_partner_open() {
    let zones = "zone_id,population,easting,northing\nZ1,970,560500,270000\nZ2,30,,\n";
    let travel = "zone_id,site_id,minutes\nZ2,A,5\nZ1,B,5\n";
    let run = estate(PARTNERS, &[("demand", zones), ("travel", travel)]);
    let pair = &run.cover.matches.all[0];
    assert_eq!((pair.fit(), &pair.misfits[..]), (Fit::NotKnown, &[Misfit::ReachNotKnown][..]));
    assert_eq!(pair.lost, Some((0.0, 0.03)));
    let files = without_charts(&run, Edition::Restricted);
    assert_eq!(rows(&files["matches.csv"])[0]["demand_lost"], "");
}

/// Of two spaces the one that keeps the public within reach is taken, though it is further.
#[test]
fn a_space_out_of_reach_of_the_public_is_not_chosen() {
    let zones = "zone_id,population,easting,northing\nZ1,970,590500,270000\nZ2,30,554900,270000\n";
    let sites = SITES.replace("freehold,560000", "freehold,590000");
    let partners =
        PARTNERS.replace("540400", "538200") + "P2,Trust,health,Clinic,541850,270000,150,10,,no\n";
    let run = estate(&partners, &[("sites", &sites), ("demand", zones)]);
    let chosen: Vec<usize> =
        run.cover.matches.all.iter().filter(|p| p.chosen).map(|p| p.partner).collect();
    assert_eq!(chosen, [1]);
    assert!(moved(&run).is_open());
}

/// Whom a site serves that no zone has a journey to is not known, nor what it loses while another might stand in: the pair
/// does not fit until that is known.
#[test]
fn a_reach_of_which_nothing_is_known_does_not_fit() {
    let zones = "zone_id,population,easting,northing\nZ1,500,,\nZ2,500,,\n";
    let travel = "zone_id,site_id,minutes\nZ1,B,5\n";
    let partners = PARTNERS.replace("540400", "542500");
    let of = |run: &Run| {
        let pair = &run.cover.matches.all[0];
        (pair.fit(), pair.misfits.clone(), pair.lost)
    };
    let run = estate(&partners, &[("demand", zones), ("travel", travel)]);
    assert_eq!(of(&run), (Fit::NotKnown, vec![Misfit::ReachNotKnown], Some((0.0, 1.0))));
    let sites = format!("{SITES}C,Gamma,front_counter,freehold,,,10,200,9000,300000,0,0,no,no\n");
    let zones = "zone_id,population,easting,northing\nZ1,500,560500,270000\nZ2,500,526000,270000\n";
    let run = estate(&partners, &[("sites", &sites), ("demand", zones)]);
    assert_eq!(of(&run), (Fit::NotKnown, vec![Misfit::ReachNotKnown], Some((0.0, 0.5))));
}

/// Of two partners the one whose offer stands on the day of the move is taken, though the other is nearer and chosen.
#[test]
fn an_offer_that_has_ended_hides_no_other() {
    let sites = SITES.replace("Alpha,front_counter,freehold", "Alpha,front_counter,leasehold");
    let lease = "lease_id,site_id,role,start,expiry,rent,dilapidations,lta_1954\n\
        L1,A,tenant,2015-03-31,2030-03-30,10000,5000,contracted_out\n";
    let partners = PARTNERS.replace("100,,no", "100,2026-03-31,no")
        + "P2,Trust,health,Clinic,540900,270000,150,100,,no\n";
    let run = estate(&partners, &[("sites", &sites), ("leases", lease)]);
    let moved = moved(&run);
    assert!(moved.is_open() && moved.partner == Some(1), "{:?}", moved.bars);
    let table = &rows(&without_charts(&run, Edition::Restricted)["matches.csv"]);
    let worth: Vec<bool> = table.iter().map(|row| !row["advantage_budget"].is_empty()).collect();
    assert_eq!(worth, [false, true]);
}
