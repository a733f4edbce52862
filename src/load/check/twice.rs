//! One record under two ids.

use super::scale::{self, Fault, Odd};
use crate::{
    load::Estate,
    model::{
        BenefitYear, Finding, Findings, Lease, Place, ProjectYear, RowRef, Rule, Site, folded,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let mut found = Vec::new();
    let named = estate.sites.iter().filter(|s| s.gia_m2.is_some()).map(|s| (folded(&s.name), s));
    let mut sites: Vec<(String, &Site)> = named.collect();
    sites.sort_by(|(a, x), (b, y)| (a, x.gia_m2, &x.row).cmp(&(b, y.gia_m2, &y.row)));
    for same in sites.chunk_by(|(a, x), (b, y)| (a, x.gia_m2) == (b, y.gia_m2)) {
        alike(
            same,
            |(_, a), (_, b)| are_one_site(a, b),
            |(_, s)| (s.site_id.as_str(), &s.row),
            &mut found,
        );
    }
    tell("site_id", estate.sites.len(), &std::mem::take(&mut found), policy, findings);
    let mut leases: Vec<&Lease> = estate.leases.iter().filter(|l| is_told_apart(l)).collect();
    leases.sort_by(|a, b| term(a).cmp(&term(b)).then_with(|| a.row.cmp(&b.row)));
    for same in leases.chunk_by(|a, b| term(a) == term(b)) {
        alike(same, |a, b| are_one_lease(a, b), |l| (l.lease_id.as_str(), &l.row), &mut found);
    }
    tell("lease_id", estate.leases.len(), &std::mem::take(&mut found), policy, findings);
    let projects = estate.projects.as_deref().unwrap_or_default();
    let schemes: Vec<&[ProjectYear]> =
        projects.chunk_by(|a, b| a.project_id == b.project_id).collect();
    alike(
        &schemes,
        |a, b| are_one_scheme(a, b),
        |years| (years[0].project_id.as_str(), &years[0].row),
        &mut found,
    );
    tell("project_id", schemes.len(), &std::mem::take(&mut found), policy, findings);
    let benefits = estate.benefits.as_deref().unwrap_or_default();
    let benefits: Vec<&[BenefitYear]> =
        benefits.chunk_by(|a, b| a.benefit_id == b.benefit_id).collect();
    alike(
        &benefits,
        |a, b| are_one_benefit(a, b),
        |years| (years[0].benefit_id.as_str(), &years[0].row),
        &mut found,
    );
    tell("benefit_id", benefits.len(), &found, policy, findings);
    loans(estate, findings);
}

/// Tells whether enough is known of a lease to take another for the same.
fn is_told_apart(lease: &Lease) -> bool {
    let known = [lease.area_m2.is_some(), lease.rent.is_some(), lease.counterparty.is_some()];
    known.iter().filter(|known| **known).count() > 1
}

/// How many records of one kind are held against each other: a table that repeats itself throughout is told by these.
const KEPT: usize = 200;

/// A record that is the same as one before it: its row, its id, and what is told of it.
type Same = (RowRef, String, String);

/// Gathers the records that are the same as one before them.
fn alike<R>(
    records: &[R],
    same: impl Fn(&R, &R) -> bool,
    named: impl Fn(&R) -> (&str, &RowRef),
    found: &mut Vec<Same>,
) {
    let mut kept: Vec<&R> = Vec::new();
    for record in records {
        let Some(first) = kept.iter().find(|first| same(first, record)) else {
            if kept.len() < KEPT {
                kept.push(record);
            }
            continue;
        };
        let ((first, first_row), (id, row)) = (named(first), named(record));
        let described =
            format!("{id:?}, identical to {first:?} in row {} apart from the id", first_row.row);
        found.push((row.clone(), id.to_owned(), described));
    }
}

/// Tells them, of `of` records of the kind.
fn tell(column: &str, of: usize, same: &[Same], policy: &Policy, findings: &mut Findings) {
    let odd = same.iter().map(|(row, id, found)| Odd { row, id, found: found.clone() });
    let fault = Fault {
        rule: Rule::SameRecordTwice,
        columns: &[column],
        expected: "each record once only".to_owned(),
        fix: "delete one of the two, or correct the cells that should differ",
    };
    scale::tell(&fault, odd.collect(), (of, None), policy, findings);
}

/// Tells whether two sites of one name and area agree in use, tenure, areas, values and desks too.
fn are_one_site(one: &Site, other: &Site) -> bool {
    let facts = |s: &Site| {
        (
            (s.site_use, s.tenure, s.nia_m2, s.office_nia_m2, s.occupied_m2, s.workstations),
            (s.site_area_ha, s.book_value, s.existing_use_value, s.market_value, s.rateable_value),
        )
    };
    // What stands at one address or point is told by `same-site-twice`.
    let there = |s: &Site| (s.uprn.clone(), s.address.clone(), s.position);
    let apart = there(one) != (None, None, None) && there(one) == there(other);
    facts(one) == facts(other) && !apart
}

fn term(lease: &Lease) -> (&crate::model::SiteId, crate::model::Date, Option<crate::model::Date>) {
    (&lease.site_id, lease.start, lease.expiry)
}

/// Tells whether two leases of one site and term agree in all facts.
fn are_one_lease(one: &Lease, other: &Lease) -> bool {
    let facts = |l: &Lease| {
        (
            (l.role, l.counterparty.clone(), l.area_m2, l.rent, l.erv, l.service_charge),
            (l.parent_lease_id.clone(), l.review, l.review_years, l.deposit, l.dilapidations),
        )
    };
    facts(one) == facts(other)
}

fn are_one_scheme(one: &[ProjectYear], other: &[ProjectYear]) -> bool {
    let as_other = |(a, b): (&ProjectYear, &ProjectYear)| {
        let own = ProjectYear { project_id: b.project_id.clone(), row: b.row.clone(), ..a.clone() };
        own == *b
    };
    one.len() == other.len() && one.iter().zip(other).all(as_other)
}

fn are_one_benefit(one: &[BenefitYear], other: &[BenefitYear]) -> bool {
    let as_other = |(a, b): (&BenefitYear, &BenefitYear)| {
        let own = BenefitYear { benefit_id: b.benefit_id.clone(), row: b.row.clone(), ..a.clone() };
        own == *b
    };
    one.len() == other.len() && one.iter().zip(other).all(as_other)
}

/// No two loans of `treasury.toml` are of one kind, sum, rate and term.
fn loans(estate: &Estate, findings: &mut Findings) {
    let loans = estate.treasury.as_ref().map_or(&[][..], |treasury| &treasury.loans);
    for (at, loan) in loans.iter().enumerate() {
        let facts = |l: &crate::model::Loan| (l.kind, l.principal, l.rate, l.start, l.end);
        let Some(first) = loans[..at].iter().find(|first| facts(first) == facts(loan)) else {
            continue;
        };
        let entry = Some(format!("loans[{}].loan_id", at + 1));
        let place = Place { column: entry, ..Place::file("treasury.toml") };
        let found =
            format!("{:?}, identical to {:?} apart from the id", loan.loan_id, first.loan_id);
        let expected = "each loan once only".to_owned();
        findings.push(
            Finding::new(Rule::SameRecordTwice, place, &loan.loan_id, found, expected).fix(
                "delete one of the two, or correct the entries that should differ; both are used",
            ),
        );
    }
}
