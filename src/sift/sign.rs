//! What one signal says of one site: its finding, its reading, and on what both rest.

use super::Quarter;
use crate::model::{
    Basis, Condition, Date, FinancialYear, Grade, Signal, SignalFinding, Status, Use,
};

/// What is read of a site, or what it is compared with.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub enum SignValue {
    /// A status.
    Status(Status),
    /// A grade of condition.
    Condition(Condition),
    /// Any of some grades of condition.
    AnyCondition(Vec<Condition>),
    /// A grade of functional suitability.
    Suitability(Grade),
    /// Any of some grades of functional suitability.
    AnySuitability(Vec<Grade>),
    /// The place of an energy rating, from 1 for A.
    Energy(u32),
    /// Any energy rating below this one.
    BelowEnergy(u32),
    /// A fraction.
    Share(f64),
    /// Pounds per m².
    PoundsPerM2(f64),
    /// Kilometres in a straight line.
    Kilometres(f64),
    /// A day.
    Day(Date),
}

/// On what the reading of a signal rests, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignBasis {
    /// Plain from the signal.
    Plain,
    /// No cell says it.
    NotRecorded,
    /// The status could not be read.
    StatusUnreadable,
    /// The use could not be read.
    UseUnreadable,
    /// The use is not recorded.
    UseNotRecorded,
    /// Sites of this use are not judged by the signal.
    NotForUse(Use),
    /// The policy does not measure sites of its use by it.
    NotMeasured,
    /// The site is sold.
    Sold,
    /// The site is vacant.
    Vacant,
    /// As the measure behind it says.
    Measured(Basis),
    /// The gross internal area is not known.
    AreaNotKnown,
    /// The four bands of backlog together.
    FourBands,
    /// The total of all bands of backlog.
    TotalOfBands,
    /// Some bands of backlog are not recorded: the reading is what it comes to at least.
    SomeBands,
    /// The ledger of a year has no line of utilities.
    NoUtilitiesLine,
    /// The ledger of a year.
    Ledger {
        /// Which year.
        year: FinancialYear,
        /// Costs that do not count.
        without: CostsLeftOut,
        /// Whether the use is not recorded, so that it is judged as an office.
        as_office: bool,
    },
    /// The energy rating is no grade.
    RatingNotGraded,
    /// A certificate that expired on a day.
    ExpiredCertificate(Date),
    /// It is a freehold.
    Freehold,
    /// It is a long leasehold.
    LongLeasehold,
    /// The tenure is not known.
    TenureNotKnown,
    /// No lease as tenant is recorded.
    NoLease,
    /// Every lease as tenant has ended.
    LeasesEnded,
    /// The first lease to end, and whether there are others.
    FirstLease(FirstEnd, bool),
    /// A break without notice or party may come sooner.
    BreakUnclear,
    /// The notice of a periodic tenancy is not known.
    NoticeNotKnown,
    /// The area in use.
    AreaInUse,
    /// Utilisation as it was observed.
    ObservedUtilisation,
    /// Neither of the two is known.
    UseNotKnown,
    /// The position is not known.
    PositionNotKnown,
    /// The nearest other site of a use, by its name.
    Nearest(String, Use),
    /// How many other sites of a use have no position.
    Unplaced(usize, Use),
    /// There is no other site of a use.
    NoOther(Use),
}

/// Costs that a running cost per m² leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostsLeftOut {
    /// None.
    Nothing,
    /// Rent.
    Rent,
    /// Rent, service charge and security.
    RentChargeAndSecurity,
}

/// How a lease ends, or can be ended by us; of two on one day the first of this list is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FirstEnd {
    /// By notice to quit.
    NoticeToQuit,
    /// It holds over since its last day.
    HoldsOver,
    /// On the last day of its term.
    LastDay,
    /// By a break of ours.
    OurBreak,
}

/// What one signal says of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Which.
    pub signal: Signal,
    /// What it says.
    pub finding: SignalFinding,
    /// What was read; `None` is not known, or nothing to read.
    pub reading: Option<SignValue>,
    /// What it is compared with; `None` where the policy has nothing for such a site.
    pub threshold: Option<SignValue>,
    /// Where the reading stands among sites of its use; told beside and never counted.
    pub quarter: Option<Quarter>,
    /// On what the reading rests, or why there is none.
    pub basis: SignBasis,
}

impl Sign {
    pub(super) const fn new(signal: Signal, finding: SignalFinding, basis: SignBasis) -> Self {
        Self { signal, finding, reading: None, threshold: None, quarter: None, basis }
    }

    pub(super) const fn not_known(signal: Signal, basis: SignBasis) -> Self {
        Self::new(signal, SignalFinding::NotKnown, basis)
    }

    pub(super) const fn does_not_apply(signal: Signal, basis: SignBasis) -> Self {
        Self::new(signal, SignalFinding::DoesNotApply, basis)
    }

    /// Makes a sign for or against, by whether its reading is past the threshold.
    pub(super) fn found(
        signal: Signal,
        is_for: bool,
        reading: SignValue,
        basis: SignBasis,
    ) -> Self {
        let finding = if is_for { SignalFinding::For } else { SignalFinding::Against };
        Self { reading: Some(reading), ..Self::new(signal, finding, basis) }
    }

    pub(super) fn against(mut self, threshold: SignValue) -> Self {
        self.threshold = Some(threshold);
        self
    }
}
