//! Unexpired terms weighted by rent and by area, and when leases end.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::summary::{LeaseSummary, Unexpired};
use crate::{
    load::Estate,
    model::{Area, FinancialYear, Money, Role, words},
};

words!(
    /// What leases are put together by.
    GroupedBy {
        Whole = "whole",
        Use = "use",
        District = "district",
    }
);

/// The unexpired terms of a group of leases of one side, in years to two decimals, and what they are weighted by.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct TermsOf {
    pub role: Role,
    pub by: GroupedBy,
    /// The use or the district; empty of the whole, and where it is not recorded.
    pub group: String,
    pub leases: usize,
    /// The rent passing of those that it is known of; `None` of none.
    pub rent: Option<Money>,
    pub without_rent: usize,
    /// The area of those that it is known of; `None` of none.
    pub area: Option<Area>,
    pub without_area: usize,
    /// Periodic tenancies and leases that hold over: in no term to expiry.
    pub without_end: usize,
    pub by_rent_to_expiry: Option<Decimal>,
    /// To the next break, else to the last day.
    pub by_rent_to_break: Option<Decimal>,
    pub by_area_to_expiry: Option<Decimal>,
    pub by_area_to_break: Option<Decimal>,
}

/// Returns the terms of the whole, by use and by district, as tenant and as landlord apart.
pub(super) fn terms_of(leases: &[&LeaseSummary], estate: &Estate) -> Vec<TermsOf> {
    let mut groups: BTreeMap<(Role, GroupedBy, String), Vec<&LeaseSummary>> = BTreeMap::new();
    for lease in leases {
        let site = estate.site(&lease.site_id);
        let used = site.and_then(crate::model::Site::use_or_office);
        let used = used.map(|u| u.word().to_owned()).unwrap_or_default();
        let district = site.and_then(|s| s.district.clone()).unwrap_or_default();
        let all = [
            (GroupedBy::Whole, String::new()),
            (GroupedBy::Use, used),
            (GroupedBy::District, district),
        ];
        for (by, group) in all {
            groups.entry((lease.role, by, group)).or_default().push(lease);
        }
    }
    groups.into_iter().map(|((role, by, group), of)| terms(role, by, group, &of)).collect()
}

fn terms(role: Role, by: GroupedBy, group: String, leases: &[&LeaseSummary]) -> TermsOf {
    let rent = |l: &LeaseSummary| l.passing.ok();
    let area = |l: &LeaseSummary| l.area;
    let pence = |l: &LeaseSummary| rent(l)?.pence();
    let thousandths = |l: &LeaseSummary| area(l)?.thousandths();
    let expiry = |l: &LeaseSummary| l.unexpired;
    let next = |l: &LeaseSummary| l.unexpired_to_break;
    let some = |count: usize| count < leases.len();
    let without_rent = leases.iter().filter(|l| rent(l).is_none()).count();
    let without_area = leases.iter().filter(|l| area(l).is_none()).count();
    TermsOf {
        role,
        by,
        group,
        leases: leases.len(),
        rent: some(without_rent).then(|| sum_of_rent(leases.iter().copied())).flatten(),
        without_rent,
        area: some(without_area).then(|| sum_of_area(leases.iter().copied())).flatten(),
        without_area,
        without_end: leases.iter().filter(|l| l.unexpired.is_none()).count(),
        by_rent_to_expiry: weighted(leases, pence, expiry),
        by_rent_to_break: weighted(leases, pence, next),
        by_area_to_expiry: weighted(leases, thousandths, expiry),
        by_area_to_break: weighted(leases, thousandths, next),
    }
}

fn sum_of_rent<'a>(leases: impl Iterator<Item = &'a LeaseSummary>) -> Option<Money> {
    Money::checked_sum(leases.filter_map(|l| l.passing.ok()))
}

fn sum_of_area<'a>(leases: impl Iterator<Item = &'a LeaseSummary>) -> Option<Area> {
    let mut sum = Decimal::ZERO;
    for area in leases.filter_map(|l| l.area) {
        sum = sum.checked_add(area.as_m2())?;
    }
    Area::from_m2(sum)
}

/// Returns Σ weight × term ÷ Σ weight, years to two decimals, over the leases of which both are known; `None` where
/// that is none, or all weigh nothing.
fn weighted(
    leases: &[&LeaseSummary],
    weight: impl Fn(&LeaseSummary) -> Option<i64>,
    term: impl Fn(&LeaseSummary) -> Option<Unexpired>,
) -> Option<Decimal> {
    let both = leases.iter().filter_map(|l| Some((weight(l)?, term(l)?)));
    let (mut above, mut below, mut in_year) = (0_i128, 0_i128, 0_i64);
    for (weight, term) in both {
        above += i128::from(weight) * i128::from(term.units);
        below += i128::from(weight);
        in_year = term.in_year;
    }
    let below = below.checked_mul(i128::from(in_year))?;
    let above = Decimal::try_from_i128_with_scale(above, 0).ok()?;
    let below = Decimal::try_from_i128_with_scale(below, 0).ok()?;
    above.checked_div(below).map(|years| years.round_dp(2))
}

/// When leases end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ends {
    /// The term has ended and they go on.
    HoldingOver,
    /// In a financial year.
    In(FinancialYear),
    /// Periodic tenancies.
    Never,
}

/// The leases of one side that end in one financial year.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct ExpiryYear {
    pub role: Role,
    pub ends: Ends,
    pub leases: usize,
    /// The rent passing of those that it is known of; `None` of none.
    pub rent: Option<Money>,
    pub without_rent: usize,
    /// The area of those that it is known of; `None` of none.
    pub area: Option<Area>,
    pub without_area: usize,
}

/// Counts leases by the financial year of their last day, as tenant and as landlord apart.
pub(super) fn expiries(leases: &[LeaseSummary]) -> Vec<ExpiryYear> {
    let mut years: BTreeMap<(Role, Ends), Vec<&LeaseSummary>> = BTreeMap::new();
    for lease in leases {
        let ends = match lease.ends_on {
            _ if lease.holds_over => Ends::HoldingOver,
            Some(on) => Ends::In(FinancialYear::containing(on)),
            None => Ends::Never,
        };
        years.entry((lease.role, ends)).or_default().push(lease);
    }
    let year = |((role, ends), of): ((Role, Ends), Vec<&LeaseSummary>)| {
        let TermsOf { leases, rent, without_rent, area, without_area, .. } =
            terms(role, GroupedBy::Whole, String::new(), &of);
        ExpiryYear { role, ends, leases, rent, without_rent, area, without_area }
    };
    years.into_iter().map(year).collect()
}
