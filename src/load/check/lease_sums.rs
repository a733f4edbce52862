//! Sums, areas and terms of a lease against each other, its site and the other leases.

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, against, apart, middle, plain, sum};
use crate::{
    load::Estate,
    model::{
        Area, EventKind, Findings, Lease, LeaseEvent, Money, Role, Rule, Tenure, months_later,
        whole_months,
    },
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    area_above_building(estate, policy, findings);
    review_bounds(estate, policy, findings);
    rent_and_rental_value(estate, policy, findings);
    for role in [Role::Tenant, Role::Landlord] {
        rent_per_m2(estate, role, policy, findings);
    }
    beside_the_rent(estate, policy, findings);
    dated_sums(estate, policy, findings);
    terms(estate, policy, findings);
    notices(estate, policy, findings);
}

fn odd(lease: &Lease, found: String) -> Odd<'_> {
    Odd { row: &lease.row, id: lease.lease_id.as_str(), found }
}

/// Returns the rent in pounds, a peppercorn left aside.
fn rent_of(lease: &Lease, policy: &Policy) -> Option<Decimal> {
    let peppercorn = policy.figure(FigureName::PeppercornRent);
    lease.rent.map(Money::as_pounds).filter(|rent| *rent > peppercorn)
}

fn positive(sum: Option<Money>) -> Option<Decimal> {
    sum.map(Money::as_pounds).filter(|sum| *sum > Decimal::ZERO)
}

/// A lease is of no more than the building.
fn area_above_building(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let building = |lease: &Lease| estate.site(&lease.site_id)?.gia_m2.map(Area::as_m2);
    let both = |lease: &Lease| Some((lease.area_m2?.as_m2(), building(lease)?));
    let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, both(l)?))).collect();
    let larger = given.iter().filter(|(_, (area, gross))| area > gross && !gross.is_zero());
    let odd = larger.map(|(lease, (area, gross))| {
        let (area, gross) = (plain(*area), plain(*gross));
        odd(lease, format!("{area} m², more than `gia_m2` {gross} m² of {}", lease.site_id))
    });
    let fault = Fault {
        rule: Rule::LeaseAreaAboveBuilding,
        columns: &["area_m2"],
        expected: "at most the gross area of the site".to_owned(),
        fix: "correct the area of the lease or of the site, in m², not square feet",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// A collar lies below its cap, and both are a few per cent.
fn review_bounds(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let most = policy.entry(FigureName::ReviewBoundMost);
    let percent = |share: Decimal| plain(share.saturating_mul(Decimal::ONE_HUNDRED));
    for (column, of) in
        [("cap", (|l| l.cap) as fn(&Lease) -> Option<Decimal>), ("collar", |l| l.collar)]
    {
        let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, of(l)?))).collect();
        let high = given.iter().filter(|(_, bound)| *bound > most.value);
        let odd = high.map(|(lease, bound)| {
            odd(lease, format!("{}, which is {}% a year", plain(*bound), percent(*bound)))
        });
        let fault = Fault {
            rule: Rule::ReviewBounds,
            columns: &[column],
            expected: format!("at most {} a year", most.text),
            fix: "write 4 per cent as 0.04 or 4%",
        };
        scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
    }
    let within = |bound: Decimal| bound <= most.value;
    let both =
        |l: &Lease| l.cap.zip(l.collar).filter(|(cap, collar)| within(*cap) && within(*collar));
    let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, both(l)?))).collect();
    let crossed = given.iter().filter(|(_, (cap, collar))| cap < collar);
    let odd = crossed.map(|(lease, (cap, collar))| {
        odd(
            lease,
            format!("a cap of {}%, below the collar of {}%", percent(*cap), percent(*collar)),
        )
    });
    let fault = Fault {
        rule: Rule::ReviewBounds,
        columns: &["cap", "collar"],
        expected: "a cap no lower than the collar".to_owned(),
        fix: "swap the two, or correct one",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// Rent and rental value of one lease are of one order.
fn rent_and_rental_value(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let times = policy.figure(FigureName::RentTimes);
    let both = |lease: &Lease| rent_of(lease, policy).zip(positive(lease.erv));
    let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, both(l)?))).collect();
    let far: Vec<_> = given.iter().filter(|(_, (rent, erv))| apart(*rent, *erv, times)).collect();
    let ratios = far.iter().filter_map(|(_, (rent, erv))| rent.checked_div(*erv));
    let by_month = |ratio: Decimal| {
        let a_year = ratio.saturating_mul(Decimal::from(12_u32));
        a_year >= HALF && a_year <= Decimal::TWO
    };
    let hint = middle(ratios.collect())
        .is_some_and(by_month)
        .then_some("they look like rents by the month");
    let odd = far.iter().map(|(lease, (rent, erv))| {
        odd(lease, format!("{}, {} `erv` {}", sum(*rent), against(*rent, *erv), sum(*erv)))
    });
    let fault = Fault {
        rule: Rule::RentImplausible,
        columns: &["rent", "erv"],
        expected: format!("within {times} times `erv`"),
        fix: "correct the rent or the rental value; both are yearly, unless `rent_period` says \
            otherwise for the rent",
    };
    scale::tell(&fault, odd.collect(), (given.len(), hint), policy, findings);
}

const HALF: Decimal = Decimal::from_parts(5, 0, 0, false, 1);

/// Rent per m² is of the order of the other leases of the role.
fn rent_per_m2(estate: &Estate, role: Role, policy: &Policy, findings: &mut Findings) {
    let times = policy.figure(FigureName::PeerTimes);
    let rent_times = policy.figure(FigureName::RentTimes);
    let of = |lease: &Lease| {
        let (rent, area) = (rent_of(lease, policy)?, lease.area_m2?.as_m2());
        rent.checked_div(area)
    };
    let given: Vec<_> =
        estate.leases.iter().filter(|l| l.role == role).filter_map(|l| Some((l, of(l)?))).collect();
    let least = usize::try_from(policy.whole(FigureName::PeersLeast)).unwrap_or(usize::MAX);
    let middle = middle(given.iter().map(|(_, each)| *each).collect());
    let Some(middle) = middle.filter(|_| given.len() >= least) else { return };
    let describe = |l: &Lease| {
        let both = rent_of(l, policy).zip(positive(l.erv));
        both.is_some_and(|(rent, erv)| apart(rent, erv, rent_times))
    };
    let far = given.iter().filter(|(lease, each)| apart(*each, middle, times) && !describe(lease));
    let odd = far.map(|(lease, each)| {
        let rent = rent_of(lease, policy).map_or_else(String::new, sum);
        let area = lease.area_m2.map_or_else(String::new, |area| plain(area.as_m2()));
        let part = against(*each, middle);
        odd(
            lease,
            format!(
                "{rent} for {area} m², {} per m², {part} the median of {} leases as {role} ({})",
                sum(each.round_dp(2)),
                given.len(),
                sum(middle.round_dp(2))
            ),
        )
    });
    let fault = Fault {
        rule: Rule::RentImplausible,
        columns: &["rent", "area_m2"],
        expected: format!("within {times} times the median"),
        fix: "correct the yearly rent, or the area in m²",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// A column of leases in pounds.
type LeaseSum = (&'static str, fn(&Lease) -> Option<Money>);

/// Service charge and deposit are no more than some years' rent, dilapidations no more than works cost.
fn beside_the_rent(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let years = policy.figure(FigureName::RentSumYears);
    let columns: [LeaseSum; 2] =
        [("service_charge", |l| l.service_charge), ("deposit", |l| l.deposit)];
    for (column, of) in columns {
        let both = |l: &Lease| rent_of(l, policy).zip(positive(of(l)));
        let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, both(l)?))).collect();
        let high = given.iter().filter(|(_, (rent, sum))| *sum > rent.saturating_mul(years));
        let odd = high.map(|(lease, (rent, charged))| {
            let part = against(*charged, *rent);
            odd(lease, format!("{}, {part} `rent` {}", sum(*charged), sum(*rent)))
        });
        let fault = Fault {
            rule: Rule::LeaseSumImplausible,
            columns: &[column],
            expected: format!("at most {years} years' rent"),
            fix: "correct it or the rent, in pounds, not pence",
        };
        scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
    }
    let most = policy.figure(FigureName::DilapidationsMostPerM2);
    let of = |l: &Lease| {
        let works = positive(l.dilapidations)?;
        let area = l.area_m2?.as_m2();
        Some((works, area, works.checked_div(area)?))
    };
    let given: Vec<_> = estate.leases.iter().filter_map(|l| Some((l, of(l)?))).collect();
    let high = given.iter().filter(|(_, (_, _, each))| *each > most);
    let odd = high.map(|(lease, (works, area, each))| {
        let (works, each) = (sum(*works), sum(*each));
        odd(lease, format!("{works} for {} m², {each} per m²", plain(*area)))
    });
    let fault = Fault {
        rule: Rule::LeaseSumImplausible,
        columns: &["dilapidations"],
        expected: format!("at most {} per m²", sum(most)),
        fix: "correct it or the area of the lease; write pounds, not pence",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

fn odd_event(event: &LeaseEvent, found: String) -> Odd<'_> {
    Odd { row: &event.row, id: event.lease_id.as_str(), found }
}

/// Penalties and dated rents are of the order of the rent.
fn dated_sums(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let years = policy.figure(FigureName::RentSumYears);
    let times = policy.figure(FigureName::RentTimes);
    let rent = |event: &LeaseEvent| rent_of(estate.lease(&event.lease_id)?, policy);
    let events = &estate.lease_events;
    let breaks = |e: &LeaseEvent| Some((rent(e)?, positive(e.penalty)?));
    let given: Vec<_> = events.iter().filter_map(|e| Some((e, breaks(e)?))).collect();
    let high = given.iter().filter(|(_, (rent, penalty))| *penalty > rent.saturating_mul(years));
    let odd = high.map(|(event, (rent, penalty))| {
        let part = against(*penalty, *rent);
        odd_event(event, format!("{}, {part} the rent of {}", sum(*penalty), sum(*rent)))
    });
    let fault = Fault {
        rule: Rule::LeaseSumImplausible,
        columns: &["penalty"],
        expected: format!("at most {years} years' rent"),
        fix: "correct it or the rent, in pounds, not pence",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
    let is_rent = |e: &LeaseEvent| matches!(e.kind, EventKind::Step | EventKind::Review);
    let dated = |e: &LeaseEvent| Some((rent(e)?, positive(e.amount).filter(|_| is_rent(e))?));
    let given: Vec<_> = events.iter().filter_map(|e| Some((e, dated(e)?))).collect();
    let far = given.iter().filter(|(_, (rent, amount))| apart(*amount, *rent, times));
    let odd = far.map(|(event, (rent, amount))| {
        let part = against(*amount, *rent);
        odd_event(event, format!("{}, {part} the rent of {}", sum(*amount), sum(*rent)))
    });
    let fault = Fault {
        rule: Rule::LeaseSumImplausible,
        columns: &["amount"],
        expected: format!("within {times} times the rent"),
        fix: "correct it or the rent, in pounds a year",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

/// Terms and rent-free periods are of a length that leases have.
fn terms(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let whole = |name: FigureName| policy.whole(name);
    let rack = |lease: &Lease| {
        let tenure = estate.site(&lease.site_id).and_then(|site| site.tenure);
        lease.role == Role::Tenant && matches!(tenure, Some(Tenure::Leasehold | Tenure::Licence))
    };
    let most_years = |lease: &Lease| {
        let name = if rack(lease) { FigureName::RackTermYears } else { FigureName::LongTermYears };
        whole(name)
    };
    let mut long = Vec::new();
    let mut free = Vec::new();
    let free_most = i64::from(whole(FigureName::RentFreeMostMonths));
    for lease in &estate.leases {
        let years = most_years(lease);
        let limit = months_later(lease.start, years.saturating_mul(12));
        let term = lease.expiry.map(|expiry| whole_months(lease.start, expiry) + 1);
        if let Some(expiry) = lease.expiry.filter(|day| limit.is_some_and(|limit| *day > limit)) {
            let runs = whole_months(lease.start, expiry) / 12;
            let tenure = if rack(lease) { ", at a site held by lease or licence" } else { "" };
            let found = format!("\"{expiry}\", {runs} years after `start`{tenure}");
            long.push(odd(lease, found));
        }
        let beyond = |months: i64| {
            term.filter(|term| months > *term).map(|t| format!("{t} months of the term"))
        };
        if let Some(months) = lease.rent_free_months {
            if months > free_most {
                free.push(odd(lease, format!("{months} months")));
            } else if let Some(term) = beyond(months) {
                free.push(odd(lease, format!("{months} months, above the {term}")));
            }
        }
    }
    let of = estate.leases.len();
    let mut say = |column: &str, odd: Vec<Odd<'_>>, expected: String, fix: &str| {
        let columns = [column];
        let fault = Fault { rule: Rule::LeaseTermImplausible, columns: &columns, expected, fix };
        scale::tell(&fault, odd, (of, None), policy, findings);
    };
    let rack = whole(FigureName::RackTermYears);
    let expected = format!("a term of at most {rack} years, unless the site is held by long lease");
    say("expiry", long, expected, "correct the date or the site's tenure");
    let expected = format!("at most {free_most} months, and not beyond the term");
    say("rent_free_months", free, expected, "correct the number");
}

/// A column of notices, and the longest it may hold.
type NoticeUnit = (&'static str, fn(&LeaseEvent) -> Option<i64>, i64);

/// The notice of a break is no longer than notices are.
fn notices(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let most = i64::from(policy.whole(FigureName::NoticeMostMonths));
    // A month has 30.4 days on average, 4.35 weeks: a little is left above it.
    let units: [NoticeUnit; 3] = [
        ("notice_months", |e| e.notice_months, most),
        ("notice_weeks", |e| e.notice_weeks, most * 9 / 2),
        ("notice_days", |e| e.notice_days, most * 31),
    ];
    for (column, of, limit) in units {
        let breaks = estate.lease_events.iter().filter(|e| e.kind == EventKind::Break);
        let given: Vec<_> = breaks.filter_map(|e| Some((e, of(e)?))).collect();
        let long = given.iter().filter(|(_, length)| *length > limit);
        let unit = column.trim_start_matches("notice_");
        let odd = long.map(|(event, length)| {
            odd_event(event, format!("{length} {unit}' notice of the break on {}", event.on))
        });
        let fault = Fault {
            rule: Rule::NoticeImplausible,
            columns: &[column],
            expected: format!("at most {most} months"),
            fix: "check it against the lease; it may be days, not months",
        };
        scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
    }
}
