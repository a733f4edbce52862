//! Each lease of a site in each of its options: what it pays or brings, to its end and beyond.

use super::Results;
use crate::{
    appraise::{Flow, Recommendation},
    model::{Date, Money, OptionKind, Role, pounds},
    tenure::LeaseCash,
};

/// One lease in the options of its site.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseInOptionsRow {
    pub lease_id: String,
    pub counterparty: String,
    /// Our side of it.
    pub role: Role,
    /// The last day of the term as it stands; `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    /// What business as usual takes to follow the term.
    pub after: String,
    /// One an option, in their order.
    pub sums: Vec<LeaseSumRow>,
}

/// Rent and service charge of one lease in one option; below zero we pay.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct LeaseSumRow {
    pub option: OptionKind,
    /// In cash or at today's prices, as each is fixed; to the end of the lease.
    pub amount: Money,
    /// What of it falls beyond, if the lease is renewed.
    pub amount_beyond: Money,
    /// The present value of both in the budget.
    pub budget: Money,
    /// Whether what the lease pays is not known.
    pub not_known: bool,
}

/// Returns a row for each lease that is in any option of a site, in order of lease.
pub(super) fn rows(
    results: Results<'_>,
    leases: &[LeaseCash<'_>],
    found: &Recommendation,
) -> Vec<LeaseInOptionsRow> {
    let row = |cash: &LeaseCash<'_>| {
        let lease = cash.lease;
        let usual = found.options.first();
        let renewed =
            usual.is_some_and(|o| o.flows.iter().any(|f| f.lease == Some(cash.number) && f.beyond));
        LeaseInOptionsRow {
            lease_id: lease.lease_id.to_string(),
            counterparty: lease.counterparty.clone().unwrap_or_default(),
            role: lease.role,
            ends_on: cash.ends_on,
            after: after(cash, renewed, results.estate.snapshot.as_of),
            sums: found
                .options
                .iter()
                .map(|option| LeaseSumRow {
                    option: option.kind,
                    not_known: cash.passing().is_err(),
                    ..sums(&option.flows, cash.number)
                })
                .collect(),
        }
    };
    leases.iter().map(row).collect()
}

fn sums(flows: &[Flow], lease: usize) -> LeaseSumRow {
    let own = || flows.iter().filter(|f| f.lease == Some(lease));
    let sum = |of: &dyn Fn(&Flow) -> Option<Money>| {
        Money::checked_sum(own().filter_map(of)).unwrap_or_default()
    };
    LeaseSumRow {
        amount: sum(&|f| (!f.beyond).then_some(f.amount)),
        amount_beyond: sum(&|f| f.beyond.then_some(f.amount)),
        budget: sum(&|f| Some(f.budget)),
        ..LeaseSumRow::default()
    }
}

/// Says what business as usual takes to follow the term of a lease.
fn after(cash: &LeaseCash<'_>, renewed: bool, as_of: Date) -> String {
    let shown = |sum: Money| sum.pence().map_or_else(|| sum.to_string(), pounds);
    match (renewed, cash.after_term()) {
        (true, Ok((rent, from))) => {
            format!("renewed at {} a year, the {from}", shown(rent))
        }
        (true, Err(_)) => "renewed at a rent that is not known".to_owned(),
        (false, _) if cash.holds_over => "holds over; assumed to end".to_owned(),
        (false, _) if cash.ends_on.is_none() => "continues until notice is given".to_owned(),
        (false, _) if cash.runs_to(as_of) => {
            "ends with its term, or after the appraisal period".to_owned()
        }
        (false, _) => String::new(),
    }
}
