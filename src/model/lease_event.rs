//! A dated term of a lease.

use chrono::Days;

use super::{Date, LeaseId, Money, Role, RowRef, months_later, words::words};

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
        /// The terms were changed by deed; `until` is the last day of the term before it, if it changed that.
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

impl From<Role> for Party {
    fn from(role: Role) -> Self {
        match role {
            Role::Tenant => Self::Tenant,
            Role::Landlord => Self::Landlord,
        }
    }
}

/// One dated term; `None` is not known, never zero.
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
    pub notice_weeks: Option<i64>,
    pub notice_days: Option<i64>,
    pub penalty: Option<Money>,
    /// Pounds a year.
    pub amount: Option<Money>,
    pub conditions: Option<String>,
    pub row: RowRef,
}

impl LeaseEvent {
    /// Tells whether it is a break that can be used on any day.
    #[must_use]
    pub fn is_rolling(&self) -> bool {
        self.rolling == Some(true)
    }

    /// Returns the notice that a break needs; `None` is not recorded, or recorded in more than one unit.
    #[must_use]
    pub fn notice(&self) -> Option<Notice> {
        let given = [
            (self.notice_months, Notice::Months as fn(u32) -> Notice),
            (self.notice_weeks, Notice::Weeks),
            (self.notice_days, Notice::Days),
        ];
        let mut given = given.into_iter().filter_map(|(length, unit)| Some((length?, unit)));
        let (length, unit) = given.next()?;
        let only = given.next().is_none();
        u32::try_from(length).ok().filter(|_| only).map(unit)
    }
}

/// How long a notice runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// Calendar days.
    Days(u32),
    /// Weeks of seven calendar days.
    Weeks(u32),
    /// Months, to the corresponding date.
    Months(u32),
}

impl Notice {
    /// Returns the day on which a notice served on `served` runs out; `None` is beyond the last date there is.
    #[must_use]
    pub fn runs_out(self, served: Date) -> Option<Date> {
        let days = |days: u64| served.checked_add_days(Days::new(days));
        match self {
            Self::Days(count) => days(u64::from(count)),
            Self::Weeks(count) => days(u64::from(count) * 7),
            Self::Months(count) => months_later(served, count),
        }
    }
}

/// Returns the number of the break that a served, exercised or waived row is for; breaks in order of date.
///
/// It is the one on the row's `until`; without one, the first that could still be meant: the only one, else
/// the first on or after the row's own day. A row that says whose notice it was is not for the other side's
/// break. `None` of any other row, and where there is no such break.
#[must_use]
pub fn meant_break(breaks: &[&LeaseEvent], act: &LeaseEvent) -> Option<usize> {
    let acts = [EventKind::Served, EventKind::Exercised, EventKind::Waived];
    if !acts.contains(&act.kind) {
        return None;
    }
    let could_be = |b: &LeaseEvent| {
        let same = act.party.is_none() || b.party.is_none() || act.party == b.party;
        same || b.party == Some(Party::Mutual)
    };
    let first =
        |meant: &dyn Fn(&LeaseEvent) -> bool| breaks.iter().position(|b| could_be(b) && meant(b));
    match act.until {
        Some(day) => first(&|b| b.on == day).or_else(|| first(&|b| b.is_rolling() && b.on <= day)),
        None if breaks.iter().filter(|b| could_be(b)).count() == 1 => first(&|_| true),
        None => first(&|b| b.on >= act.on || b.is_rolling()),
    }
}
