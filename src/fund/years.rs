//! The financial years of a programme.

use crate::model::{Date, FinancialYear};

/// A run of financial years.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub first: FinancialYear,
    pub years: usize,
}

impl Span {
    /// Returns the place of a year, from 0; `None` before the first or after the last.
    pub fn place(self, year: FinancialYear) -> Option<usize> {
        let place = usize::try_from(year.start() - self.first.start()).ok()?;
        (place < self.years).then_some(place)
    }

    /// Returns the year at a place.
    pub fn year(self, place: usize) -> FinancialYear {
        let ahead = i32::try_from(place).unwrap_or(0);
        FinancialYear::starting(self.first.start() + ahead)
    }

    /// Tells whether a year is before the first.
    pub fn is_past(self, year: FinancialYear) -> bool {
        year < self.first
    }
}

/// Returns the year that a sum of an option falls in; what is due on the day of the snapshot is paid on the next.
///
/// The next day is the first that a programme can hold: a snapshot of 31 March begins it on 1 April.
pub(super) fn year_due(on: Date, as_of: Date) -> FinancialYear {
    FinancialYear::containing(if on == as_of { on.succ_opt().unwrap_or(on) } else { on })
}
