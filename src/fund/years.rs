//! The financial years of a programme.

use rust_decimal::prelude::ToPrimitive;

use crate::{
    load::Estate,
    model::{Date, FinancialYear},
    policy::{FigureName, Policy},
};

/// A run of financial years.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub first: FinancialYear,
    pub years: usize,
}

impl Span {
    /// Returns the years that are followed: from the first of the treasury, else from the day after the snapshot.
    pub fn of(estate: &Estate, policy: &Policy) -> Option<Self> {
        let begins = FinancialYear::containing(estate.snapshot.as_of.succ_opt()?);
        let first = estate.treasury.as_ref().map_or(begins, |treasury| treasury.first_year);
        Some(Self { first, years: policy.whole(FigureName::ProgrammeYears).to_usize()? })
    }

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

/// Returns the financial years that are followed, the first first.
#[must_use]
pub fn years_followed(estate: &Estate, policy: &Policy) -> Vec<FinancialYear> {
    let span = Span::of(estate, policy);
    span.map_or(Vec::new(), |span| (0..span.years).map(|place| span.year(place)).collect())
}
