//! The receipt at which an option is as good as the best of the others.

use super::{Missing, SiteOption, facts::SiteCase};
use crate::{appraise::flow::FlowKind, model::Money};

/// How far the receipt may fall, or how high an unknown one must be, for the best of the others to tie.
pub(super) fn receipt_that_ties(option: &mut SiteOption, other: Money, site: SiteCase<'_>) {
    let receipt = option.tally.singles(FlowKind::Receipt).min_by_key(|f| f.on).copied();
    let Some(low) = option.against.low else { return };
    match receipt {
        Some(receipt) if receipt.economic() > Money::ZERO => {
            let spare = low.checked_sub(other).filter(|s| *s > Money::ZERO);
            let share =
                spare.and_then(|s| s.as_pounds().checked_div(receipt.economic().as_pounds()));
            option.against.switching = share;
        }
        None if option.missing.contains(&Missing::MarketValue) => {
            // The receipt is net of all costs of sale: what the lawyer takes is in it.
            let mut lawyers = option.tally.singles(FlowKind::Legal);
            let lawyer = lawyers.find(|f| Some(f.on) == option.done_on);
            let low = low.checked_sub(lawyer.map_or(Money::ZERO, |f| f.economic()));
            let short = low.and_then(|low| other.checked_sub(low)).map(|s| s.max(Money::ZERO));
            let factor = option.done_on.and_then(|on| site.ledgers.real.factor(on));
            let tie = short.zip(factor).and_then(|(s, f)| s.as_pounds().checked_div(f));
            option.against.break_even_receipt = tie.map(|t| Money::pounds(t).to_penny());
        }
        _ => {}
    }
}
