//! What could be done with a site: each option's own cash flow, set against business as usual once.
//!
//! `facts` gathers what the options of a site share, `make` puts the cash flow of each together, `compare`
//! takes business as usual off and recommends, or leaves the recommendation open and names the facts that
//! would settle it; `sentences` says so in words.

mod compare;
mod facts;
mod make;
mod sentences;

use rust_decimal::Decimal;

use super::flow::Flow;
pub use crate::model::OptionKind;
use crate::model::{Date, Money, words};

pub(super) use compare::advise;
pub use compare::{Advice, Recommendation};
pub(super) use facts::Site;

words!(
    /// A fact without which an option's worth is not known.
    Missing {
        Tenure = "how the site is held",
        RightToAssign = "whether the lease may be assigned",
        RunningCost = "running cost of the last whole financial year",
        BacklogHigh = "backlog of high risk",
        BacklogSignificant = "backlog of significant risk",
        Need = "how many workstations are still needed",
        Function = "what providing its function elsewhere costs",
        GrossArea = "gross internal area",
        RateableValue = "rateable value",
        MarketValue = "market value",
        Clawback = "grant to be paid back",
        Works = "works to clear the site of contamination",
        ExitDay = "the earliest lawful exit",
        ExitCost = "penalties and dilapidations",
        CostPaidBack = "running cost, of which a tenant pays its share back",
        AreaPaidBack = "gross internal area, by which a tenant's share of the running cost is told",
        SurplusSpace = "how much space could be let",
        RentalValue = "estimated rental value",
        RightToSublet = "the right to sublet part",
        EnergyWorks = "what it takes to raise the energy rating to the legal minimum to let",
        Consideration = "what the other side would ask or pay",
        PartnerSaves = "what the partner saves elsewhere",
        Range = "a sum or date within the range of the program",
    }
);

words!(
    /// Something to be settled on the way to an option, which does not stand in its way.
    Flag {
        FormerOwner = "may have to be offered to the former owner first (Crichel Down rules)",
        EmptySince = "the day it was emptied is not recorded, so rate-free months are counted in full from the day of the report",
    }
);

impl Missing {
    /// Tells whether the fact could only add to the option's worth: a gain.
    #[must_use]
    pub const fn is_gain(self) -> bool {
        matches!(
            self,
            Self::MarketValue
                | Self::CostPaidBack
                | Self::AreaPaidBack
                | Self::SurplusSpace
                | Self::RentalValue
                | Self::RightToSublet
                | Self::EnergyWorks
                | Self::PartnerSaves
        )
    }

    /// Tells whether the fact counts in the budget alone: what it settles is a transfer.
    #[must_use]
    pub const fn is_transfer(self) -> bool {
        matches!(self, Self::RateableValue)
    }

    /// Tells whether the fact could only take from it: a cost, or a right without which there is no option.
    #[must_use]
    pub const fn is_cost(self) -> bool {
        matches!(
            self,
            Self::RightToAssign
                | Self::RunningCost
                | Self::BacklogHigh
                | Self::BacklogSignificant
                | Self::Need
                | Self::Function
                | Self::GrossArea
                | Self::RateableValue
                | Self::Clawback
                | Self::Works
                | Self::ExitCost
        )
    }
}

/// Something that stands in the way of an option, to a day or without end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// In words.
    pub why: String,
    /// The first day on which it is gone; `None` is without end.
    pub until: Option<Date>,
}

/// One option of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteOption {
    /// What is done.
    pub kind: OptionKind,
    /// When it is done: the sale, the exit, the first day of a letting; `None` where nothing is.
    pub done_on: Option<Date>,
    /// In order of day, then kind; those of `missing` are not in it.
    pub flows: Vec<Flow>,
    /// What is not known of it.
    pub missing: Vec<Missing>,
    /// The most that what is missing could add to its economic worth; `None` is without bound.
    pub most_gain: Option<Money>,
    /// What stands in the way; a bar without end rules it out.
    pub bars: Vec<Bar>,
    /// What is to be settled on the way.
    pub flags: Vec<Flag>,
    /// The least and the most that a share in a later uplift could bring, in today's pounds; in no sum.
    pub upside: Option<(Money, Money)>,
    /// Whether somebody else must agree, so that nobody can count on it.
    pub by_agreement: bool,
    /// Set against business as usual.
    pub against: Against,
}

/// Sums of one option in the three ledgers, to the penny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the ledgers say themselves")]
pub struct Sums {
    pub budget: Money,
    pub economic: Money,
    pub purse: Money,
}

impl Sums {
    /// Takes others off; `None` beyond the range of money.
    fn less(self, other: Self) -> Option<Self> {
        Some(Self {
            budget: self.budget.checked_sub(other.budget)?,
            economic: self.economic.checked_sub(other.economic)?,
            purse: self.purse.checked_sub(other.purse)?,
        })
    }
}

/// An option less business as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Against {
    /// The option's own sums of what is known; its net present value when nothing is missing.
    pub own: Sums,
    /// Own sums less those of business as usual; `None` when either is not known.
    pub advantage: Option<Sums>,
    /// The least the economic advantage can be; `None` when a cost is not known.
    pub low: Option<Money>,
    /// The most; `None` when a gain is not known.
    pub high: Option<Money>,
    /// The even yearly economic sum of as much worth; `None` when it is not known.
    pub equivalent_annual: Option<Money>,
    /// How far the receipt may fall before the next best option is better, as a fraction; `None` without a
    /// receipt, or when it would not be best anyway.
    pub switching: Option<Decimal>,
    /// The receipt on the day of sale at which the option would be as good as the best of the others; only
    /// where the market value is missing.
    pub break_even_receipt: Option<Money>,
}

impl SiteOption {
    /// Tells whether nothing rules it out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.bars.iter().all(|bar| bar.until.is_some())
    }
}
