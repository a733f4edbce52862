//! What could be done with a site: each option's own cash flow, set against business as usual once.
//!
//! `facts` gathers what the options of a site share, `leases` what its leases pay and bring, `backlog` what its works
//! cost, `emptied` what it costs once it is left, `own_space` what moving its teams to other sites takes, `partner`
//! what sharing brings, `partner_space` what moving into a partner's building takes, `make` puts the cash flow of each
//! together (`adding` adds its sums, `tally` holds what they come to, whether the flows are kept or not), `compare` takes business as usual off (`break_even` finds the receipt that ties) and recommends, or leaves
//! the recommendation open and names the facts that would settle it; `why` gathers the facts behind that; `sums` adds
//! up what flows come to.

mod adding;
mod backlog;
mod break_even;
mod compare;
mod emptied;
mod facts;
mod leases;
mod make;
mod own_space;
mod partner;
mod partner_space;
mod sums;
mod tally;
mod why;

use rust_decimal::Decimal;

use super::flow::Flow;
pub use crate::model::OptionKind;
use crate::{
    model::{Basis, ClosedWord, Date, Gap, Money, words},
    tenure::SaleBarKind,
};

pub use compare::{Advice, Recommendation};
pub(super) use compare::{advise, rates_of_return, set_against_usual};
pub(super) use facts::SiteCase;
pub(super) use leases::Schedules;
pub use sums::{FlowsByLease, FollowsTerm, KindSums, LeaseSums};
pub use why::{AdviceReason, Stopped, Turn, Worth, WouldChange};

/// What an option's worth lacks: a sum, a right or a day that is not known for want of one or several [`Gap`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "`word` says each")]
pub enum Missing {
    Tenure,
    RightToAssign,
    RunningCost,
    BacklogHigh,
    BacklogSignificant,
    Need,
    Function,
    GrossArea,
    RateableValue,
    MarketValue,
    Clawback,
    Works,
    ExitDay,
    ExitCost,
    CostPaidBack,
    AreaPaidBack,
    SurplusSpace,
    RentalValue,
    RightToSublet,
    EnergyWorks,
    Consideration,
    LeaseRent,
    RentReceived,
    ChargeReceived,
    LetArea,
    Possession,
    AfterTerm,
    PublicLandlord,
    PartnerSaves,
    RoomElsewhere,
    CoverageLost,
    Range,
}

impl ClosedWord for Missing {
    fn closed_word(self) -> &'static str {
        self.word()
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

words!(
    /// Something to be settled on the way to an option, which does not stand in its way.
    Flag {
        FormerOwner = "may have to be offered to the former owner first (Crichel Down rules)",
        SubjectToLease = "sold subject to continuing lettings",
        EmptySince = "the day it was emptied is not recorded, so the full rate-free period is counted from the date of the report",
        ChargeAssumed = "what the partner asks for its space is not recorded: the policy's cost of a workstation elsewhere is assumed",
        OfferEnds = "the partner's offer ends within the appraisal period: workstations elsewhere are assumed after it",
        ReachEnds = "what it gives the public has no place after the partner's offer ends",
        PublicArea = "the public area of its counter is in neither the space nor the charge",
        PartnerKind = "whether the partner is a public body is not recorded: it is counted as a private one",
        NeedByFte = "nobody has counted the people: workstations are the policy's number for each FTE",
        SpaceTaken = "the partner's space is the best place for another site too, and is not enough for both",
        HeldOver = "what is paid while a lease holds over is not recorded: the sums before its end are assumed until notice can end it",
    }
);

impl Missing {
    /// Returns what is missing in words: those of its gap, unless the gap stands for something else here.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tenure => "how the site is held",
            Self::RightToAssign => "whether the lease may be assigned",
            Self::RunningCost => "running cost of the last whole financial year",
            Self::Need => "how many workstations are still needed",
            Self::ExitDay => "the earliest lawful exit",
            Self::ExitCost => "penalties and dilapidations",
            Self::CostPaidBack => "running cost, of which a tenant repays a share",
            Self::AreaPaidBack => {
                "gross internal area, which sets a tenant's share of the running cost"
            }
            Self::SurplusSpace => "how much space could be let",
            Self::RightToSublet => Gap::SubletPart.word(),
            Self::EnergyWorks => {
                "the works needed to raise the energy rating to the legal minimum for letting"
            }
            Self::LeaseRent => "rent payable under a lease",
            Self::RentReceived => "rent payable by a tenant",
            Self::ChargeReceived => "service charge payable by a tenant",
            Self::AfterTerm => "whether the lease is renewed after its term",
            Self::RoomElsewhere => "whether its teams have a place at another site",
            Self::CoverageLost => "how much of the demand its closure puts out of reach",
            Self::BacklogHigh
            | Self::BacklogSignificant
            | Self::Function
            | Self::GrossArea
            | Self::RateableValue
            | Self::MarketValue
            | Self::Clawback
            | Self::Works
            | Self::RentalValue
            | Self::Consideration
            | Self::LetArea
            | Self::Possession
            | Self::PublicLandlord
            | Self::PartnerSaves
            | Self::Range => match self.gap() {
                Some(gap) => gap.word(),
                None => "a sum or date within the range that the program can use",
            },
        }
    }

    /// Returns the gap that it always is; `None` where it may be one of several, which the option says.
    #[must_use]
    pub const fn gap(self) -> Option<Gap> {
        Some(match self {
            Self::Tenure => Gap::Tenure,
            Self::RightToAssign => Gap::Assign,
            Self::RunningCost | Self::CostPaidBack => Gap::RunningCost,
            Self::BacklogHigh => Gap::BacklogHigh,
            Self::BacklogSignificant => Gap::BacklogSignificant,
            Self::GrossArea | Self::AreaPaidBack => Gap::GrossArea,
            Self::RateableValue => Gap::RateableValue,
            Self::MarketValue => Gap::MarketValue,
            Self::RentalValue => Gap::RentalValue,
            Self::EnergyWorks => Gap::EnergyRating,
            Self::Function => Gap::FunctionElsewhere,
            Self::Clawback => Gap::Clawback,
            Self::Works => Gap::Works,
            Self::Consideration => Gap::Consideration,
            Self::PartnerSaves => Gap::PartnerSaves,
            Self::ChargeReceived => Gap::ServiceCharge,
            Self::LetArea => Gap::LetArea,
            Self::Possession => Gap::Possession,
            // What follows a lease is for the body to decide.
            Self::AfterTerm => Gap::Decision,
            Self::PublicLandlord => Gap::LandlordPublic,
            Self::Need
            | Self::ExitDay
            | Self::ExitCost
            | Self::SurplusSpace
            | Self::RightToSublet
            | Self::LeaseRent
            | Self::RentReceived
            | Self::RoomElsewhere
            | Self::CoverageLost
            | Self::Range => return None,
        })
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
                | Self::RoomElsewhere
                | Self::CoverageLost
                | Self::Possession
        )
    }
}

/// Something that stands in the way of an option, to a day or without end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is.
    pub why: BarReason,
    /// The first day on which it is gone; `None` is without end.
    pub until: Option<Date>,
}

/// What stands in the way of an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BarReason {
    /// What bars a sale, or keeps the site.
    Sale(SaleBarKind),
    /// No letting can be made.
    NoLetting(Basis),
    /// No surplus desk space is measured at a site of this use.
    NoDesks,
    /// The lease ends before a sale could be completed.
    LeaseEndsFirst,
    /// It would be done after the end of the appraisal period, of so many years.
    AfterAppraisal(u32),
    /// A tenant has a lease; `None` is one without a name on record.
    Let(Option<String>),
    /// A tenant who may stay on, so that vacant possession needs agreement.
    LetOn(Option<String>),
    /// Teams of another site are to move in, as decided.
    Receives,
    /// The site that is decided to take its teams is not to be used.
    NoReceiver,
    /// The partner's space is not there on the day of the move: from when, until when it is.
    OfferDates(Option<Date>, Option<Date>),
    /// Closing it, besides the sites decided to close, puts more of the demand out of reach than the body allows.
    Coverage {
        /// The share lost, in hundredths of a per cent.
        lost: i64,
        /// The most that may be lost, likewise.
        most: i64,
        /// Whether it loses so much only because other sites are decided to close.
        besides: bool,
    },
    /// Teams have no place at the body's other sites.
    NoRoom {
        /// FTE of those without, in thousandths.
        without: i64,
        /// FTE of all.
        all: i64,
    },
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
    /// The gaps behind each of `missing`, met where it was; none behind what no table settles.
    pub gaps: Vec<(Missing, Gap)>,
    /// The most that what is missing could add to its economic worth; `None` is without bound.
    pub most_gain: Option<Money>,
    /// What stands in the way; a bar without end rules it out.
    pub bars: Vec<Bar>,
    /// What is to be settled on the way.
    pub flags: Vec<Flag>,
    /// The least and the most that a share in a later uplift could bring, in today's pounds; in no sum.
    pub upside: Option<(Money, Money)>,
    /// The partner whose space it moves into, by its place in the estate's partners; `None` of any other option.
    pub partner: Option<usize>,
    /// Whether somebody else must agree, so that nobody can count on it.
    pub by_agreement: bool,
    /// What waiting another year for the sale costs; `None` of no sale, and beyond the range of money.
    pub another_year: Option<Held>,
    /// Set against business as usual.
    pub against: Against,
    /// What the flows come to, kept or not.
    pub(super) tally: tally::FlowSums,
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
            gaps: self.gaps.clone(),
            most_gain: self.most_gain,
            bars: self.bars.clone(),
            flags: self.flags.clone(),
            upside: self.upside,
            by_agreement: self.by_agreement,
            partner: self.partner,
            another_year: self.another_year,
            against: self.against.clone(),
            tally: tally::FlowSums::default(),
        }
    }

    /// Tells whether nothing rules it out.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.bars.iter().all(|bar| bar.until.is_some())
    }
}
