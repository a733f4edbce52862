//! A dated term of a lease.

use super::{Date, LeaseId, Money, RowRef, words::words};

words!(
    /// What happens on a date of a lease.
    EventKind {
        /// The lease can be ended; `on` is its last day then.
        Break = "break",
        /// The rent becomes `amount` a year.
        Step = "step",
        /// The rent is reviewed; `amount` a year is what was agreed.
        Review = "review",
        /// No rent is payable.
        RentFree = "rent_free",
        /// `amount` a year is payable in place of the rent.
        PartRent = "part_rent",
        /// Notice of a break was served; `until` names the break where there are several.
        Served = "served",
        /// A break took effect; `until` names it where there are several.
        Exercised = "exercised",
        /// A break was given up; `until` names it where there are several.
        Waived = "waived",
        /// The terms were changed by deed.
        DeedOfVariation = "deed_of_variation",
    }
);

words!(
    /// Who may use a break.
    Party {
        Tenant = "tenant",
        Landlord = "landlord",
        /// Either of them.
        Mutual = "mutual",
    }
);

/// One dated term; `None` is not known, never nought.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its column; `EventKind` says what it holds")]
pub struct LeaseEvent {
    pub lease_id: LeaseId,
    pub kind: EventKind,
    /// The first day.
    pub on: Date,
    /// The last day, or the break that a notice is for.
    pub until: Option<Date>,
    /// A break that can be used on any day from `on`.
    pub rolling: Option<bool>,
    pub party: Option<Party>,
    pub notice_months: Option<i64>,
    pub penalty: Option<Money>,
    /// Pounds a year.
    pub amount: Option<Money>,
    pub conditions: Option<String>,
    pub row: RowRef,
}
