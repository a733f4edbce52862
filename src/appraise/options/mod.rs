//! What could be done with a site: each option's own cash flow, set against business as usual once.
//!
//! `facts` gathers what the options of a site share, `leases` what its leases pay and bring, `backlog` what its works cost, `emptied` what it costs once it is left, `make` puts the cash flow of each together, `compare`
//! takes business as usual off and recommends, or leaves the recommendation open and names the facts that
//! would settle it; `sentences` says so in words.

mod backlog;
mod compare;
mod emptied;
mod facts;
mod leases;
mod make;
mod sentences;

use rust_decimal::Decimal;

use super::flow::Flow;
pub use crate::model::OptionKind;
use crate::model::{Date, Money, OptionFactKind, words};

pub use compare::{Advice, Recommendation};
pub(super) use compare::{advise, rates_of_return};
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
        LeaseRent = "rent that a lease asks for",
        RentReceived = "rent that a tenant pays",
        ChargeReceived = "service charge that a tenant pays",
        LetArea = "how much of it is let",
        Possession = "what vacant possession costs",
        AfterTerm = "whether the lease is renewed after its term",
        PublicLandlord = "whether the other side of the lease is a public body",
        PartnerSaves = "what the partner saves elsewhere",
        Range = "a sum or date within the range of the program",
    }
);

/// Where a fact is written down once it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordedIn {
    /// A column of a table.
    Column(&'static str, &'static str),
    /// Whichever of these columns is empty.
    Empty(&'static [(&'static str, &'static str)]),
    /// A row of `option_facts`, one for each fact.
    Facts(&'static [OptionFactKind]),
    /// As a decision of the body, in `treasury.toml`.
    Decision,
    /// Nowhere: no table settles it.
    Nowhere,
}

words!(
    /// Something to be settled on the way to an option, which does not stand in its way.
    Flag {
        FormerOwner = "may have to be offered to the former owner first (Crichel Down rules)",
        SubjectToLease = "sold subject to the lettings that run on",
        EmptySince = "the day it was emptied is not recorded, so rate-free months are counted in full from the day of the report",
        HeldOver = "what is paid while a lease holds over is not recorded: taken as before its end, until notice can end it",
    }
);

impl Missing {
    /// Returns where the fact is written down, so that the option waits for it no longer.
    #[must_use]
    pub const fn recorded_in(self) -> RecordedIn {
        use RecordedIn::{Column, Decision, Empty, Facts, Nowhere};
        match self {
            Self::Tenure => Column("sites", "tenure"),
            Self::RightToAssign => Column("leases", "assign"),
            Self::RunningCost | Self::CostPaidBack => Column("costs", "amount"),
            Self::BacklogHigh => Column("sites", "backlog_high"),
            Self::BacklogSignificant => Column("sites", "backlog_significant"),
            Self::Need => Column("occupancy", "peak_occupied"),
            Self::SurplusSpace => Empty(&[
                ("sites", "workstations"),
                ("sites", "office_nia_m2"),
                ("occupancy", "peak_occupied"),
            ]),
            Self::GrossArea | Self::AreaPaidBack => Column("sites", "gia_m2"),
            Self::RateableValue => Column("sites", "rateable_value"),
            Self::MarketValue => Column("sites", "market_value"),
            Self::ExitDay => Column("leases", "expiry"),
            Self::RentalValue => Column("sites", "erv_per_m2"),
            Self::RightToSublet => Column("leases", "sublet_part"),
            Self::EnergyWorks => Column("sites", "epc_rating"),
            Self::Function => Facts(&[OptionFactKind::FunctionElsewhere]),
            Self::Clawback => Facts(&[OptionFactKind::Clawback]),
            Self::Works => Facts(&[OptionFactKind::Works]),
            Self::ExitCost => Facts(&[OptionFactKind::Penalty, OptionFactKind::Dilapidations]),
            Self::Consideration => Facts(&[OptionFactKind::Consideration]),
            Self::PartnerSaves => Facts(&[OptionFactKind::PartnerSaves]),
            Self::LeaseRent | Self::RentReceived => Column("leases", "rent"),
            Self::ChargeReceived => Column("leases", "service_charge"),
            Self::LetArea => Column("leases", "area_m2"),
            Self::Possession => Facts(&[OptionFactKind::Possession]),
            // What follows a lease is for the body to decide.
            Self::AfterTerm => Decision,
            Self::PublicLandlord => Column("leases", "landlord_public"),
            Self::Range => Nowhere,
        }
    }

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
                | Self::LetArea
        )
    }

    /// Tells whether the fact counts in the budget alone: what it settles is a transfer.
    #[must_use]
    pub const fn is_transfer(self) -> bool {
        matches!(self, Self::RateableValue | Self::ChargeReceived)
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
                | Self::LeaseRent
                | Self::Possession
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
    /// What waiting another year for the sale costs; `None` of no sale, and beyond the range of money.
    pub another_year: Option<Held>,
    /// Set against business as usual.
    pub against: Against,
}

/// What it costs to hold an emptied site for one year more: holding, empty rates, and what a long lease asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// In today's pounds, to the penny, of what is known.
    pub cost: Money,
    /// Whether all of it is known.
    pub is_whole: bool,
}

/// Sums of one option in the three ledgers, to the penny.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the ledgers say themselves")]
pub struct Sums {
    pub budget: Money,
    pub economic: Money,
    pub public_sector: Money,
}

impl Sums {
    /// Takes others off; `None` beyond the range of money.
    fn less(self, other: Self) -> Option<Self> {
        Some(Self {
            budget: self.budget.checked_sub(other.budget)?,
            economic: self.economic.checked_sub(other.economic)?,
            public_sector: self.public_sector.checked_sub(other.public_sector)?,
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
    /// What of the economic advantage, of what is known, falls to the end of what leases bind us to.
    pub bound: Money,
    /// What of it falls beyond, and is there only if a lease is renewed.
    pub beyond: Money,
    /// What the economic advantage changes by if the other sides of leases of whom that is not recorded are public
    /// bodies.
    pub if_public: Money,
    /// What of `beyond` is such rent: counted once where both are in doubt.
    pub(super) beyond_if_public: Money,
    /// The least the economic advantage can be; `None` when a cost is not known.
    pub low: Option<Money>,
    /// The most; `None` when a gain is not known.
    pub high: Option<Money>,
    /// The even yearly economic sum of as much worth; `None` when it is not known.
    pub equivalent_annual: Option<Money>,
    /// The one real rate at which the economic advantage is nil, a fraction; `None` where there is none or more than
    /// one, where the advantage is not known, or where cash flows are not kept.
    pub rate_of_return: Option<Decimal>,
    /// How far the receipt may fall before the next best option is better, as a fraction; `None` without a
    /// receipt, or when it would not be best anyway.
    pub switching: Option<Decimal>,
    /// The receipt on the day of sale at which the option would be as good as the best of the others; only
    /// where the market value is missing.
    pub break_even_receipt: Option<Money>,
}

impl SiteOption {
    /// Returns the option without its cash flows.
    fn without_flows(&self) -> Self {
        Self {
            kind: self.kind,
            done_on: self.done_on,
            flows: Vec::new(),
            missing: self.missing.clone(),
            most_gain: self.most_gain,
            bars: self.bars.clone(),
            flags: self.flags.clone(),
            upside: self.upside,
            by_agreement: self.by_agreement,
            another_year: self.another_year,
            against: self.against.clone(),
        }
    }

    /// Tells whether nothing rules it out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.bars.iter().all(|bar| bar.until.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::schema::TABLES;

    #[test]
    fn a_missing_fact_names_a_column_of_the_schema_or_a_fact_that_can_be_given() {
        for missing in Missing::ALL {
            match missing.recorded_in() {
                RecordedIn::Column(table, column) => {
                    let table = TABLES.iter().find(|t| t.name == table).unwrap();
                    assert!(table.column(column).is_some(), "{missing}");
                }
                RecordedIn::Empty(columns) => {
                    for (table, column) in columns {
                        let table = TABLES.iter().find(|t| t.name == *table).unwrap();
                        assert!(table.column(column).is_some(), "{missing}");
                    }
                }
                RecordedIn::Facts(kinds) => assert!(!kinds.is_empty(), "{missing}"),
                RecordedIn::Decision => assert_eq!(*missing, Missing::AfterTerm),
                RecordedIn::Nowhere => assert_eq!(*missing, Missing::Range),
            }
        }
    }
}
