//! The lease summary: what each lease comes to, unexpired terms, and when leases end.

use minijinja::{Value, context};

use super::{Shown, at_most, list};
use crate::{
    edition::{EnergyTest, GroupedBy, LeaseState, LeaseSummaryRow, View},
    model::Money,
    wording::{capital, count, long_date, money, spoken, we_are, when_leases_end},
};

/// Leases that the page names; the data file has all.
const MOST_LEASES: usize = 200;

/// Returns the summary; nothing when no lease runs.
pub(super) fn summary(view: &View, shown: &Shown) -> Option<Value> {
    let all = &view.lease_summary;
    if all.leases.is_empty() {
        return None;
    }
    let most = at_most(view, MOST_LEASES);
    let more = all.leases.len().saturating_sub(most);
    let first: Vec<&LeaseSummaryRow> = all.leases.iter().take(most).collect();
    let below = all.leases.iter().filter(|l| l.energy == Some(EnergyTest::Below)).map(|l| &l.name);
    let below: Vec<Value> = below.map(|name| name.as_str().into()).collect();
    let unrated = all.leases.iter().filter(|l| l.energy == Some(EnergyTest::NotKnown)).count();
    Some(context! {
        leases => list(&first, |row| lease(row, shown)),
        more => (more > 0).then(|| format!("For {more} more, see lease_summary.csv.")),
        below,
        unrated => (unrated > 0).then(|| count(unrated, "letting")),
        terms => list(&all.terms, |row| context! {
            side => we_are(row.role),
            group => match row.by {
                GroupedBy::Whole => "All leases".to_owned(),
                by if row.group.is_empty() => format!("{} not recorded", capital(by.word())),
                GroupedBy::Use => capital(&spoken(&row.group)),
                GroupedBy::District => row.group.clone(),
            },
            leases => row.leases,
            rent => row.rent.map(money),
            years => [
                row.by_rent_to_break.clone(),
                row.by_rent_to_expiry.clone(),
                row.by_area_to_break.clone(),
                row.by_area_to_expiry.clone(),
            ].to_vec(),
        }),
        expiries => list(&all.expiries, |row| context! {
            side => we_are(row.role),
            ends => capital(&when_leases_end(row.ends)),
            leases => row.leases,
            rent => row.rent.map(money),
            without_rent => row.without_rent,
            area => row.area_m2.as_str(),
        }),
    })
}

fn lease(row: &LeaseSummaryRow, shown: &Shown) -> Value {
    let per_m2 = |sum: Money| format!("£{sum}");
    let last = match (row.state, row.ends_on) {
        (LeaseState::HoldingOver, _) => "holding over".to_owned(),
        (_, Some(on)) => long_date(on),
        (_, None) => "no expiry".to_owned(),
    };
    context! {
        link => shown.link(&row.site_id),
        name => row.name.as_str(),
        id => row.lease_id.as_str(),
        counterparty => row.counterparty.as_str(),
        side => we_are(row.role),
        passing => row.passing_rent.map(money),
        free => row.passing_rent != row.payable_rent && row.payable_rent == Some(Money::ZERO),
        per_m2 => row.rent_per_m2.map(per_m2),
        reversion => row.reversion.map(money),
        next_break => row.next_break.map(long_date),
        days_left => row.days_left,
        to_break => row.commitment_to_break.map(money),
        last,
        to_expiry => row.commitment_to_expiry.map(money),
        value => row.value_to_expiry.map(money),
        net_effective => row.net_effective_rent.map(money),
        total => row.total_rent.map(money),
        years => row.years_to_expiry.as_str(),
    }
}
