//! The backlog of a site in its options: spent evenly over the policy's years, or put off while it grows.

use rust_decimal::Decimal;

use super::{Missing, OptionKind, facts::SiteCase, make::Making};
use crate::{
    appraise::flow::FlowKind,
    model::{Date, Money, months_later},
    policy::FigureName,
};

/// Tells whether significant backlog costs as much or more by the horizon if it is put off as the do-minimum puts it.
pub(super) fn dearer_if_put_off(on: SiteCase<'_>) -> bool {
    let works = || Ok(Money::pounds(Decimal::from(1_000_000)));
    let mut now = Making::trial(on, OptionKind::BusinessAsUsual);
    now.backlog(works(), 0, Decimal::ONE, on.usual_ends());
    let mut later = Making::trial(on, OptionKind::DoMinimum);
    later.put_off(works());
    let sum = |making: &Making<'_>| {
        making.option.tally.sums().map(|sums| sums.economic).unwrap_or_default()
    };
    sum(&later) <= sum(&now)
}

impl Making<'_> {
    /// Puts works off for the policy's years, while they grow.
    pub(super) fn put_off(&mut self, works: Result<Money, Missing>) {
        let policy = self.on.policy();
        let years = policy.whole(FigureName::BacklogDeferredYears);
        let growth = Decimal::ONE + policy.figure(FigureName::BacklogGrowth);
        match (0..years).try_fold(Decimal::ONE, |all, _| all.checked_mul(growth)) {
            Some(grown) => self.backlog(works, years, grown, self.on.usual_ends()),
            None => self.lacks(Missing::Range),
        }
    }

    /// Spends works evenly over the policy's years, after some years, with optimism bias.
    pub(super) fn backlog(
        &mut self,
        works: Result<Money, Missing>,
        after: u32,
        grown: Decimal,
        until: Option<Date>,
    ) {
        let on = self.on;
        let works = match works {
            Ok(works) => works,
            Err(fact) => return self.lacks(fact),
        };
        let years = on.policy().whole(FigureName::BacklogYears);
        let a_year = on
            .with_bias(works)
            .and_then(|w| w.checked_mul(grown))
            .and_then(|w| Some(Money::pounds(w.as_pounds().checked_div(Decimal::from(years))?)));
        let day = |years: u32| months_later(on.as_of(), years.checked_mul(12)?);
        let (from, last) = (day(after), after.checked_add(years).and_then(day));
        match (a_year, from, last) {
            (Some(a_year), Some(from), Some(last)) => {
                let until = until.map_or(last, |until| until.min(last));
                if from < until {
                    self.cost(FlowKind::Backlog, a_year, from, Some(until));
                }
            }
            _ => self.lacks(Missing::Range),
        }
    }
}
