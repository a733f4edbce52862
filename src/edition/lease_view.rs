//! The rows of a [`super::View`] about leases: negotiating positions, which only the restricted edition has.

use rust_decimal::Decimal;

use crate::{
    finance::{
        BreakState, ExitBar, ExitRoute, LeaseExemption, LeaseYear, NotKnown, PaymentKind,
        TenurePosition,
    },
    model::{Basis, Date, FinancialYear, LeaseId, Money, Notice, Party, Prices, Review, Role},
    tenure::{ByAgreement, DatedKind, EventState, Remeasured, RentState, SaleBarKind},
};

crate::model::words! {
    /// How a lease stands in the accounts.
    AccountState {
        OnBalanceSheet = "on_balance_sheet",
        Exempt = "exempt",
        /// Held at a peppercorn.
        NotValued = "not_valued",
        NotKnown = "not_known",
    }
}

/// A lease that runs, begins later or holds over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseRow {
    pub site_id: String,
    /// The site's name.
    pub name: String,
    pub lease_id: String,
    pub counterparty: String,
    /// Our side of it.
    pub role: Role,
    pub start: Date,
    /// The last day of its term, in the past while it holds over; `None` of a periodic tenancy.
    pub ends_on: Option<Date>,
    pub holds_over: bool,
}

/// One line of `lease_events.csv`; empty text and `None` are not known, or do not apply.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseEventRow {
    pub site_id: String,
    /// The site's name.
    pub name: String,
    pub lease_id: String,
    pub agreement_id: String,
    pub counterparty: String,
    /// Our side of it; `None` of an agreement.
    pub role: Option<Role>,
    pub kind: DatedKind,
    pub on: Date,
    /// `None` of a break that may still be used, if its notice is not recorded or it has no last day.
    pub act_by: Option<Date>,
    /// `None` is not known.
    pub state: Option<EventState>,
    /// Who may use a break; `None` where that is not recorded, and of anything else.
    pub whose: Option<Party>,
    pub rolling_from: Option<Date>,
    /// Whether such a break can be used on any day from that of the snapshot on.
    pub rolls_now: bool,
    /// The length of notice of a break, and while holding over.
    pub length: Option<Notice>,
    pub legal_last_day: Option<Date>,
    pub working_day: Option<Date>,
    /// Whether bank holidays are published for the days that were looked at.
    pub holidays_known: Option<bool>,
    pub amount: Option<Money>,
    pub penalty: Option<Money>,
    /// Present value; the penalty is not taken off.
    pub cost_of_missing: Option<Money>,
    /// The earliest lawful exit once it is missed.
    pub next_exit: Option<Date>,
    pub conditions: String,
    /// Of an agreement, and what fraction each has; in order of name.
    pub parties: Vec<(String, Option<Decimal>)>,
    /// How a review goes.
    pub review: Option<Review>,
    /// Where the tenant stands when the term of the lease ends.
    pub position: Option<TenurePosition>,
    /// The day the term ended, while holding over.
    pub ended_on: Option<Date>,
    /// Why a break of ours cannot be counted on although its notice can be served.
    pub barred: Option<ExitBar>,
    /// What is not known of it, and why.
    pub not_known: Vec<NotKnown>,
    /// Whether the cost of missing it matters and is not known.
    pub cost_not_known: bool,
}

impl LeaseEventRow {
    /// Returns the day it stands under: the last day to act, else its own.
    #[must_use]
    pub fn stands_on(&self) -> Date {
        self.act_by.unwrap_or(self.on)
    }

    /// Tells whether a break must be acted on soon.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        self.is_break(BreakState::Urgent)
    }

    /// Tells whether it is a break in a state.
    #[must_use]
    pub fn is_break(&self, state: BreakState) -> bool {
        self.state == Some(EventState::Break(state))
    }

    /// Tells whether it is ours alone to use.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.role.is_some_and(|role| self.whose == Some(Party::from(role)))
    }

    /// Tells whether it is a break that may still be used, by the body itself or by either side.
    #[must_use]
    pub fn is_ours_to_decide(&self) -> bool {
        let open = [BreakState::Open, BreakState::Urgent].into_iter().any(|s| self.is_break(s));
        open && (self.is_ours() || self.whose == Some(Party::Mutual))
    }
}

/// One line of `rent.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct RentRow {
    pub site_id: String,
    pub lease_id: String,
    pub counterparty: String,
    /// Our side of the lease: payable as tenant, receivable as landlord.
    pub role: Role,
    pub year: FinancialYear,
    pub kind: PaymentKind,
    pub prices: Prices,
    pub amount: Result<Money, NotKnown>,
    pub state: RentState,
}

/// One line of `rent_totals.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct RentTotalRow {
    pub year: FinancialYear,
    /// Our side of the leases.
    pub role: Role,
    pub kind: PaymentKind,
    /// Sum of the lines that are known; `None` is beyond the range of a sum.
    pub known: Option<Money>,
    /// Sum of the lines that are estimated; not in `known`.
    pub estimated: Option<Money>,
    pub leases: usize,
    /// Leases that are in neither sum because theirs is not known.
    pub not_in: usize,
}

/// Adds up what is known and estimated of some totals; `None` when none has a lease in it, or a sum is
/// beyond range.
pub fn rent_sum<'a>(totals: impl IntoIterator<Item = &'a RentTotalRow>) -> Option<Money> {
    let with_leases = totals.into_iter().filter(|t| t.leases > 0);
    let sums = with_leases.map(|t| t.known?.checked_add(t.estimated?));
    sums.reduce(|sum, more| sum?.checked_add(more?)).flatten()
}

/// One line of `lease_accounts.csv`: a lease and year, or a lease that stays off the balance sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseAccountRow {
    pub site_id: String,
    pub lease_id: String,
    pub counterparty: String,
    pub standing: AccountStanding,
    /// The last day on which a tenancy that holds over is likely to go on; `None` of any other.
    pub likely_until: Option<Date>,
}

impl LeaseAccountRow {
    /// Returns the word that stands in files.
    #[must_use]
    pub const fn state(&self) -> AccountState {
        match self.standing {
            AccountStanding::On { .. } => AccountState::OnBalanceSheet,
            AccountStanding::Exempt(_) => AccountState::Exempt,
            AccountStanding::Peppercorn => AccountState::NotValued,
            AccountStanding::NotKnown(_) => AccountState::NotKnown,
        }
    }

    /// Returns year and sums of a lease on the balance sheet.
    #[must_use]
    pub const fn sums(&self) -> Option<LeaseYear> {
        match self.standing {
            AccountStanding::On { sums, .. } => Some(sums),
            AccountStanding::Exempt(_)
            | AccountStanding::Peppercorn
            | AccountStanding::NotKnown(_) => None,
        }
    }
}

/// Whether a lease is on the balance sheet, with its sums or the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountStanding {
    /// It is, in one year.
    On {
        /// The year's sums.
        sums: LeaseYear,
        /// The days of the year on which it was measured anew, in order, and why.
        remeasured: Vec<(Date, Remeasured)>,
    },
    /// It stays off.
    Exempt(LeaseExemption),
    /// Its rent is a peppercorn: what the right to use it is worth is not recorded.
    Peppercorn,
    /// What it pays is not known.
    NotKnown(NotKnown),
}

/// The rate by which what leases ask for is discounted in the accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeaseRate {
    /// A fraction a year.
    pub rate: Decimal,
    /// Whether it is the body's own borrowing rate; else it is the policy's, which stands in.
    pub is_own: bool,
}

/// One line of `lease_account_totals.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct LeaseAccountTotalRow {
    pub year: FinancialYear,
    /// `None` is beyond the range of a sum.
    pub sums: Option<LeaseYear>,
    pub leases: usize,
    /// Leases that belong in the sums but whose payments are not known.
    pub not_in: usize,
}

/// One line of `exits.csv`: how a site can be left; of a site that is sold it says no more than that.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct ExitRow {
    pub site_id: String,
    pub name: String,
    /// The last day it must be held; `None` is not known.
    pub exit_on: Option<Date>,
    /// `None` where the day is not known.
    pub route: Option<ExitRoute>,
    pub cost: Option<Money>,
    /// What is known of the cost of a sale while `cost` is not.
    pub cost_at_least: Option<Money>,
    pub legal_last_day: Option<Date>,
    pub working_day: Option<Date>,
    pub holidays_known: Option<bool>,
    pub act_by: Option<Date>,
    /// The lease that ends last.
    pub lease_id: String,
    /// On what the day rests; `None` of a site that is sold, so that there is nothing to leave.
    pub basis: Option<Basis>,
    /// The earliest day it may be once what is not recorded is known.
    pub perhaps_earlier: Option<Date>,
    /// Breaks that cannot be counted on, and why.
    pub barred: Vec<(LeaseId, Date, ExitBar)>,
    /// Ways out that need another's agreement.
    pub by_agreement: Vec<ByAgreement>,
    /// Why the cost is not known, or is higher than what is.
    pub not_known: Vec<NotKnown>,
    /// What stands in the way of a sale of the site or its lease.
    pub sale_bars: Vec<SaleBarRow>,
    /// Whether a sale is the only way out and is barred without end.
    pub sale_is_barred: bool,
    /// Costs of a sale of which only the cause is recorded.
    pub sale_costs_not_known: Vec<NotKnown>,
}

impl ExitRow {
    /// Tells whether the site is sold, so that there is nothing to leave.
    #[must_use]
    pub fn is_sold(&self) -> bool {
        self.basis.is_none()
    }
}

/// One thing that stands in the way of a sale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleBarRow {
    /// What it is.
    pub kind: SaleBarKind,
    /// What the register says of it; empty where it says no more.
    pub text: String,
    /// The first day on which it is gone; `None` is without end.
    pub until: Option<Date>,
    /// Whether it stops a sale on the day of the snapshot.
    pub holds: bool,
}

impl SaleBarRow {
    /// Tells whether it is the body's own decision to keep the site.
    #[must_use]
    pub const fn is_decision(&self) -> bool {
        matches!(self.kind, SaleBarKind::MustKeep(_))
    }
}
