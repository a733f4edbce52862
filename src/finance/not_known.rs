//! What stands in the way of a figure: a closed list, so that nothing unknown is taken for zero.

use crate::model::{Date, FinancialYear, Gap, Month};

/// Why a sum or a date of a lease cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum NotKnown {
    /// The lease names no rent, or one below zero.
    #[error("the rent is not recorded")]
    Rent,
    /// The recorded rent is a later one: what was paid before this day's change is not recorded.
    #[error("the rent before the change on {on} is not recorded")]
    EarlierRent {
        /// The first change after the start.
        on: Date,
    },
    /// A step names no rent.
    #[error("the step on {on} names no rent")]
    Step {
        /// The day of the step.
        on: Date,
    },
    /// A rent-free or part-rent period has no last day, or more months than there are.
    #[error("the rent-free or part-rent period from {on} has no readable end")]
    FreeUntil {
        /// Its first day.
        on: Date,
    },
    /// A part-rent period names no sum.
    #[error("the part rent from {on} is not recorded")]
    PartRent {
        /// Its first day.
        on: Date,
    },
    /// The rent is reviewed, but not said when.
    #[error("the years between reviews are not recorded")]
    ReviewDates,
    /// A review is dated, but not said of what kind.
    #[error("the kind of the review on {on} is not recorded")]
    ReviewKind {
        /// The day of the review.
        on: Date,
    },
    /// Nobody knows the market rent yet, or it is not recorded.
    #[error("the rent agreed at the review on {on} is not recorded")]
    MarketRent {
        /// The day of the review.
        on: Date,
    },
    /// An index review without the month of its base.
    #[error("the month of the base index is not recorded")]
    BaseMonth,
    /// A value of the index is missing.
    #[error("the index of {month} is not known")]
    Index {
        /// The month that is missing.
        month: Month,
    },
    /// Cap or collar matter, and the lease does not say whether they compound.
    #[error("whether cap and collar compound at the review on {on} is not recorded")]
    CapBasis {
        /// The day of the review.
        on: Date,
    },
    /// The cap is below the collar.
    #[error("the cap is below the collar at the review on {on}")]
    CapBelowCollar {
        /// The day of the review.
        on: Date,
    },
    /// The review would lower the rent, and the lease does not say whether it may.
    #[error("whether the review on {on} may lower the rent is not recorded")]
    UpwardOnly {
        /// The day of the review.
        on: Date,
    },
    /// The lease does not say what service charge there is.
    #[error("the service charge is not recorded")]
    ServiceCharge,
    /// The lease does not say whether the landlord has opted to tax.
    #[error("whether the landlord has opted to tax is not recorded")]
    VatOption,
    /// The rate of VAT was not given.
    #[error("the rate of VAT is not given")]
    VatRate,
    /// The lease does not say what deposit is held.
    #[error("the deposit is not recorded")]
    Deposit,
    /// The lease does not say what dilapidations are expected.
    #[error("the dilapidations are not recorded")]
    Dilapidations,
    /// A break names no length of notice.
    #[error("the notice of the break on {on} is not recorded")]
    Notice {
        /// The day of the break.
        on: Date,
    },
    /// A periodic tenancy has no term until somebody says how far it is looked at.
    #[error("the tenancy is periodic and has no last day")]
    Periodic,
    /// A break does not say who may use it.
    #[error("who may use the break on {on} is not recorded")]
    Party {
        /// The day of the break.
        on: Date,
    },
    /// A break does not say what it costs.
    #[error("the penalty of the break on {on} is not recorded")]
    Penalty {
        /// The day of the break.
        on: Date,
    },
    /// The site does not say how it is held.
    #[error("the tenure is not recorded")]
    Tenure,
    /// The site has no lease as tenant.
    #[error("no lease as tenant is recorded")]
    NoLease,
    /// What is paid after the term has ended is in no lease.
    #[error("the term has ended: what is paid while holding over is not recorded")]
    HoldingOver,
    /// The site has no market value.
    #[error("the market value is not recorded")]
    MarketValue,
    /// The site has no rateable value.
    #[error("the rateable value is not recorded")]
    RateableValue,
    /// A grant that a sale makes repayable has no sum.
    #[error("the grant to be paid back is not recorded")]
    Clawback,
    /// A contaminated site has no cost of works.
    #[error("the cost of works to clear the site of contamination is not recorded")]
    Works,
    /// A sale is barred without end.
    #[error("a sale is blocked indefinitely")]
    SaleBarred,
    /// The policy has no multiplier of business rates for a year.
    #[error("the multiplier of business rates of {year} is not in the policy")]
    Multiplier {
        /// The year.
        year: FinancialYear,
    },
    /// A sum or a date is beyond what can be held.
    #[error("a sum or a date is beyond the range of the program")]
    Range,
}

impl NotKnown {
    /// Returns the fact that would make it known; `None` where none that is recorded would.
    #[must_use]
    pub const fn gap(self) -> Option<Gap> {
        Some(match self {
            Self::EarlierRent { .. } | Self::Step { .. } | Self::PartRent { .. } => Gap::DatedRent,
            Self::Rent => Gap::Rent,
            Self::FreeUntil { .. } => Gap::ConcessionEnd,
            Self::ReviewDates => Gap::ReviewYears,
            Self::ReviewKind { .. } => Gap::Review,
            Self::MarketRent { .. } => Gap::MarketRent,
            Self::BaseMonth => Gap::BaseIndexMonth,
            Self::Index { .. } => Gap::Index,
            Self::CapBasis { .. } => Gap::Compound,
            Self::CapBelowCollar { .. } => Gap::Cap,
            Self::UpwardOnly { .. } => Gap::UpwardOnly,
            Self::ServiceCharge => Gap::ServiceCharge,
            Self::VatOption => Gap::VatOpted,
            Self::Deposit => Gap::Deposit,
            Self::Dilapidations => Gap::Dilapidations,
            Self::Notice { .. } => Gap::NoticeOfBreak,
            Self::Party { .. } => Gap::PartyOfBreak,
            Self::Penalty { .. } => Gap::Penalty,
            Self::Periodic => Gap::Expiry,
            Self::Tenure => Gap::Tenure,
            Self::NoLease => Gap::TenantLease,
            Self::MarketValue => Gap::MarketValue,
            Self::RateableValue => Gap::RateableValue,
            Self::Clawback => Gap::Clawback,
            Self::Works => Gap::Works,
            Self::VatRate
            | Self::HoldingOver
            | Self::SaleBarred
            | Self::Multiplier { .. }
            | Self::Range => return None,
        })
    }
}
