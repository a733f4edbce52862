//! Figures that are used outside the dates they were set for.

use super::{Figure, FigureName, Policy};
use crate::model::Date;

/// Figures of the policy that a snapshot of one day uses outside their dates, each with the day it is outside of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiguresOutOfDate {
    /// The day.
    pub as_of: Date,
    /// Those set from a later day on.
    pub early: Vec<(FigureName, Date)>,
    /// Those in force until that day or an earlier one.
    pub late: Vec<(FigureName, Date)>,
    /// Those that were to be checked before it.
    pub unverified: Vec<(FigureName, Date)>,
    /// The day before which the table of multipliers of business rates was to be checked, where that is past.
    pub multipliers_unverified: Option<Date>,
}

/// Figures that are asked from their day on only; the sift, which asks for what is coming, says so itself.
const FROM_THEIR_DAY: [FigureName; 2] = [FigureName::EpcMinimum, FigureName::EpcMinimumContinuing];

impl Policy {
    /// Returns the figures that a snapshot of a day uses outside their dates.
    #[must_use]
    pub fn out_of_date(&self, as_of: Date) -> FiguresOutOfDate {
        let dated = |of: fn(&Figure) -> Option<Date>, keep: &dyn Fn(Date) -> bool| {
            let named = FigureName::ALL.iter().filter_map(|name| {
                let day = of(self.entry(*name)).filter(|day| keep(*day))?;
                Some((*name, day))
            });
            named.collect::<Vec<_>>()
        };
        let mut early = dated(|f| f.from, &|from| as_of < from);
        early.retain(|(name, _)| !FROM_THEIR_DAY.contains(name));
        FiguresOutOfDate {
            as_of,
            early,
            late: dated(|f| f.until, &|until| as_of >= until),
            unverified: dated(|f| f.verify_by, &|by| as_of > by),
            multipliers_unverified: self.rates.verify_by.filter(|by| as_of > *by),
        }
    }
}
