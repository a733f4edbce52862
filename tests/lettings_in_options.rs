//! Lettings in options: who may stay on, who has taken whose place, what stands empty; found by trying to break them.

use terrier::{
    appraise::{Advice, AdviceReason, Flag, Flow, FlowKind, Missing, OptionKind, Turn},
    model::Money,
};

use crate::leases_in_options::{advice, option, sum};

const COSTS: &str = "A,2025/26,maintenance,1000\n";

fn land(planning: &str, rated: &str) -> String {
    format!("A,Alpha,land,freehold,,100,500000,{planning},{rated},no,0,0,")
}

fn let_to(id: &str, area: &str, (start, expiry): (&str, &str), rent: &str, act: &str) -> String {
    format!(
        "{id},A,landlord,{id} Ltd,{area},{start},{expiry},{rent},yearly,yes,0,none,,,,,{act},0,,no\n"
    )
}

/// A letting that holds over goes on beside one of another part of the building; it ends where a new lease of the same
/// part and tenant begins.
#[test]
fn a_letting_that_holds_over_is_not_lost_beside_another() {
    let old = let_to("L", "90", ("2014-01-01", "2025-12-31"), "60000", "protected");
    let rent = |more: &str| {
        let found = advice(&land("", "2000"), &format!("{old}{more}"), "", COSTS);
        let usual = option(&found, OptionKind::BusinessAsUsual);
        // That it goes on at the same rent is an assumption, and said once.
        assert_eq!(usual.flags, [Flag::HeldOver]);
        let usual = usual.flows.clone();
        Money::checked_sum(usual.iter().filter(|f| f.lease() == Some(0)).map(|f| f.amount()))
            .unwrap()
    };
    let alone = rent("");
    let other = let_to("M", "10", ("2024-01-01", "2030-12-31"), "1000", "contracted_out");
    assert_eq!(rent(&other), alone);
    let renewed =
        old.replace("2014-01-01,2025-12-31", "2026-10-01,2036-09-30").replace("L,A", "N,A");
    // Six months of £60,000 until the new lease begins, to the day.
    assert_eq!(rent(&renewed).to_string(), "30246.58");
}

/// A protected tenant whose term ends before the day of a sale may be there all the same.
#[test]
fn who_may_stay_on_stands_in_the_way_of_vacant_possession() {
    let planned = |act: &str| {
        let lease = let_to("L", "100", ("2020-04-01", "2027-03-31"), "40000", act);
        let found = advice(&land("770000", "60000"), &lease, "", COSTS);
        option(&found, OptionKind::DisposeWithPlanning).clone()
    };
    let stays = planned("protected");
    assert!(stays.missing.contains(&Missing::Possession), "{:?}", stays.missing);
    // He pays to the end, and what he rents is not held empty.
    assert_eq!(sum(&stays.flows, FlowKind::Holding, |f| f.amount()), "0.00");
    let gone = planned("contracted_out");
    assert!(!gone.missing.contains(&Missing::Possession));
    let late = |f: &&Flow| f.kind == FlowKind::Rent && f.on.to_string().as_str() > "2027-03-31";
    assert_eq!(gone.flows.iter().filter(late).count(), 0, "nobody pays who is gone");
    assert!(gone.flows.iter().any(|f| f.kind == FlowKind::EmptyRates));
}

/// Emptying a building that is let in full saves nothing of what running it costs.
#[test]
fn what_is_let_goes_on_costing_what_it_costs() {
    let lease = let_to("L", "100", ("2020-04-01", "2060-03-31"), "5000", "contracted_out");
    let found = advice(&land("", "2000"), &lease, "", COSTS);
    let held = option(&found, OptionKind::VacateAndHold).against.advantage.unwrap();
    assert!(held.economic.pence().unwrap().abs() <= 5, "{}", held.economic);
}

/// A letting that begins later leaves its part empty until then.
#[test]
fn a_letting_that_begins_later_is_not_let_yet() {
    let lease = let_to("L", "100", ("2028-03-31", "2060-03-31"), "5000", "contracted_out");
    let site = land("", "60000").replace("freehold,,", "freehold,vacant,");
    let found = advice(&site, &lease, "", COSTS);
    let held = option(&found, OptionKind::VacateAndHold);
    // 100 m² at £20 for two years.
    assert_eq!(sum(&held.flows, FlowKind::Holding, |f| f.amount()), "-4000.00");
}

/// Whether a tenant of ours is public is questioned as whether a landlord is.
#[test]
fn rent_from_a_tenant_who_may_be_public_is_in_doubt() {
    let of = |public: &str| {
        let lease = let_to("L", "100", ("2020-04-01", "2045-03-31"), "13000", "protected");
        let lease = lease.replace(",no\n", &format!(",{public}\n"));
        advice(&land("", "2000").replace("500000", "150000"), &lease, "", COSTS)
    };
    let worth = |public: &str| option(&of(public), OptionKind::Dispose).against.advantage.unwrap();
    let against = option(&of(""), OptionKind::Dispose).against.clone();
    let if_public = against.advantage.unwrap().economic.checked_add(against.if_public);
    assert_eq!(if_public, Some(worth("yes").economic));
    assert_eq!(against.advantage.unwrap(), worth("no"));
    assert_eq!(of("").advice, Advice::Open);
}

/// A lease that a served notice ends is not renewed, and a long lease is neither held nor sold after its end.
#[test]
fn a_lease_that_ends_ends() {
    let tenant = "T,B,tenant,,,2015-03-25,2035-03-24,20000,quarter_days,yes,0,none,,,,,contracted_out,0,0,no\n";
    let served = "T,break,2026-09-28,,no,tenant,6,0,\nT,served,2026-02-01,2026-09-28,,,,,\n";
    let found = advice(
        "B,Beta,land,leasehold,,100,,,,no,0,0,",
        tenant,
        served,
        "B,2025/26,utilities,3000\n",
    );
    let usual = option(&found, OptionKind::BusinessAsUsual);
    assert!(usual.flows.iter().all(|f| !f.beyond && f.on.to_string().as_str() < "2027-04-01"));
    let long = "T,B,tenant,,,1990-01-01,2026-12-31,0,yearly,yes,0,none,,,,permitted,contracted_out,0,0,no\n";
    let found = advice(
        "B,Beta,office,long_leasehold,vacant,100,300000,,2000,no,0,0,",
        long,
        "",
        "B,2025/26,utilities,3000\n",
    );
    assert!(!option(&found, OptionKind::Dispose).is_open());
    let held = option(&found, OptionKind::VacateAndHold);
    assert!(held.flows.iter().all(|f| f.on.to_string().as_str() < "2027-04-01"), "{held:?}");
}

/// As it stands a site goes with who is there, or will be.
#[test]
fn a_sale_subject_to_a_letting_is_told() {
    let lease = let_to("L", "40", ("2020-04-01", "2026-12-31"), "5000", "protected");
    let found = advice(&land("", "2000"), &lease, "", COSTS);
    assert!(option(&found, OptionKind::Dispose).flags.contains(&Flag::SubjectToLease));
}

/// A letting by the month binds to the end of the month that a month's notice reaches, not for the three months of a
/// lease that holds over.
#[test]
fn a_periodic_letting_binds_to_its_own_notice() {
    let sites = format!("{}{}\n", crate::leases_in_options::SITES, land("", "2000"));
    let leases = "lease_id,site_id,role,area_m2,start,expiry,periodic,rent,rent_period,payment,in_advance,\
                  rent_free_months,review,service_charge,landlord_public\n\
                  P,A,landlord,10,2025-01-01,,yes,500,month,monthly,yes,0,none,0,no\n";
    let costs = format!("site_id,financial_year,category,amount\n{COSTS}");
    let tables = [("sites", sites.as_str()), ("leases", leases), ("costs", costs.as_str())];
    let run = crate::published::small("2026-03-31", &tables);
    let usual = &run.appraisal.recommendations[0].options[0];
    let bound = usual.flows.iter().filter(|f| f.kind == FlowKind::Rent && !f.beyond);
    let bound: Vec<String> = bound.map(|f| f.on.to_string()).collect();
    assert_eq!(bound, ["2026-04-01"]);
}

/// Neither doubt turns it alone: without a renewal leaving saves rent for three years, to a public landlord no rent but
/// the utilities of 24.
#[test]
fn two_doubts_are_looked_at_together() {
    let of = |public: &str, after: &str| {
        let lease = format!(
            "T,B,tenant,,,2020-04-01,2030-03-31,20000,quarter_days,yes,0,none,,,,,contracted_out,0,0,{public}\n"
        );
        let site = format!("B,Beta,land,leasehold,,100,,,,no,0,0,{after}");
        let events = "T,break,2027-03-31,,no,tenant,6,0,\n";
        advice(&site, &lease, events, "B,2025/26,utilities,1000\n")
    };
    let found = of("", "");
    assert_eq!((found.advice, found.leads), (Advice::Open, Some(OptionKind::Leave)));
    let facts: Vec<Missing> = found.settles.iter().map(|(_, fact)| *fact).collect();
    assert_eq!(facts, [Missing::AfterTerm, Missing::PublicLandlord]);
    let AdviceReason::Turns(turns) = &found.why else { panic!("{:?}", found.why) };
    assert!(matches!(turns[..], [Turn::Both { kind: OptionKind::Leave, .. }]), "{turns:?}");
    assert_eq!(of("yes", "end").leads, Some(OptionKind::BusinessAsUsual));
    assert_eq!(of("no", "end").leads, Some(OptionKind::Leave));
}

/// A vacant site whose lease has ended costs nothing more, stay or go.
#[test]
fn nothing_is_saved_where_the_lease_has_ended() {
    let lease =
        "T,B,tenant,,,2015-01-01,2025-12-31,20000,yearly,yes,0,none,,,,,contracted_out,0,0,no\n";
    let site = "B,Beta,office,leasehold,vacant,100,,,,no,0,0,";
    let found = advice(site, lease, "", "B,2025/26,maintenance,5000\n");
    assert_eq!(option(&found, OptionKind::BusinessAsUsual).against.own.economic, Money::ZERO);
    assert_eq!(option(&found, OptionKind::Leave).against.own.economic, Money::ZERO);
}

/// Possession that is paid for empties the building from its day, in every option that may need it.
#[test]
fn possession_that_is_bought_empties_the_building() {
    let sites = format!("{}{}\n", crate::leases_in_options::SITES, land("770000", "60000"));
    let leases = format!(
        "{}{}",
        crate::leases_in_options::LEASES,
        let_to("L", "100", ("2020-04-01", "2040-03-31"), "5000", "protected")
    );
    let costs = format!("site_id,financial_year,category,amount\n{COSTS}");
    let facts = "site_id,option,fact,amount,on,source\n\
                 A,dispose_with_planning,possession,70000,2026-09-30,heads of terms\n\
                 A,vacate_and_hold,possession,70000,2026-09-30,heads of terms\n";
    let tables = [
        ("sites", sites.as_str()),
        ("leases", leases.as_str()),
        ("costs", costs.as_str()),
        ("option_facts", facts),
    ];
    let run = crate::published::small("2026-03-31", &tables);
    for kind in [OptionKind::DisposeWithPlanning, OptionKind::VacateAndHold] {
        let made = option(&run.appraisal.recommendations[0], kind);
        assert_eq!(made.missing, [], "{kind}");
        assert_eq!(sum(&made.flows, FlowKind::Possession, |f| f.amount()), "-70000.00", "{kind}");
        let rents = made.flows.iter().filter(|f| f.kind == FlowKind::Rent);
        assert!(rents.clone().all(|f| f.on.to_string().as_str() <= "2026-09-30"), "{kind}");
        assert!(made.flows.iter().any(|f| f.kind == FlowKind::Holding), "{kind}");
        assert!(made.flows.iter().any(|f| f.kind == FlowKind::EmptyRates), "{kind}");
    }
}
