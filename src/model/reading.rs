//! What is measured at a site, and how a reading says how well it is known.

use super::{Gap, Gaps, Money, decimals, quantity::to_whole, with_thousands, words::words};

words!(
    /// Everything that is measured at a site; a criterion of the policy reads one of these.
    Measure {
        Utilisation = "utilisation",
        Frequency = "frequency",
        Occupancy = "occupancy",
        Peak = "peak",
        PeakPeople = "peak_people",
        Space = "space",
        OfficeFte = "office_fte",
        AreaInUse = "area_in_use",
        SurplusWorkstations = "surplus_workstations",
        SurplusArea = "surplus_area",
        LettableSpace = "lettable_space",
        RightToSubletPart = "right_to_sublet_part",
        LettingValue = "letting_value",
        PartnerNeed = "partner_need",
        TimeToGrant = "time_to_grant",
        SeparateEntrance = "separate_entrance",
        RunningCost = "running_cost",
        CostSaved = "cost_saved",
        NetReceipt = "net_receipt",
        BacklogAvoided = "backlog_avoided",
        CostPerM2 = "cost_per_m2",
        CoverageKept = "coverage_kept",
        RoomNearBy = "room_near_by",
        MonthsToExit = "months_to_exit",
    }
);

words!(
    /// The unit of a measure.
    Unit {
        Pounds = "£",
        PoundsAYear = "£ a year",
        PoundsPerM2 = "£ per m²",
        SquareMetres = "m²",
        SquareMetresPerFte = "m² per FTE",
        Fte = "FTE",
        Share = "share",
        Months = "months",
        People = "people",
        Workstations = "workstations",
        Right = "right",
        YesNo = "yes or no",
    }
);

words!(
    /// How well a reading is known.
    State {
        Known = "known",
        /// Read by a simple rule until the capability that reads it properly is there.
        Interim = "interim",
        Unknown = "unknown",
        /// The policy does not measure sites of this use by it.
        NotBenchmarked = "not_benchmarked",
    }
);

words!(
    /// The right to sublet part of a site, the strictest of its head leases.
    SubletRight {
        NoneNeeded = "none_needed",
        Permitted = "permitted",
        Consent = "consent",
        DeedAgreed = "deed_agreed",
        Barred = "barred",
    }
);

words!(
    /// On what a reading rests, where that is not plain from its name.
    Basis {
        Plain = "",
        Vacant = "status vacant",
        StatusUnreadable = "status could not be read: the site may be vacant",
        UseUnreadable = "use could not be read: not known whether it is benchmarked",
        MeanHours = "empty opening hours are taken as the site's mean",
        EqualWeights = "no opening hours: every observation weighs the same",
        NoObservation = "no observation in the window",
        ObservationsTooLarge = "its observations are too large to add up exactly",
        RowsLeftOut = "observations with missing cells are left out; the range allows for them",
        NetArea = "net internal area",
        GrossArea = "gross internal area, net not known",
        DeskProxy = "proxy: surplus workstations at the site's office area per workstation, as one block",
        BlockTooSmall = "proxy: the block is too small to let",
        NoDesks = "workstations not known",
        FinancialYear = "last whole financial year",
        LedgerTooLarge = "its ledger lines are too large to add up exactly",
        NoLedgerLine = "no ledger line in the last whole financial year",
        TenureUnknown = "tenure not known",
        RentUncertain = "tenure not known, so the saving in rent is not known",
        WithoutRent = "running cost without rent",
        PublicParts = "running cost without rent, service charge and security",
        Freehold = "freehold",
        SaleWaits = "freehold; a sale must wait",
        SaleBarred = "a sale is blocked indefinitely: no exit within the years that the policy \
            considers",
        LastExpiry = "last tenant lease's expiry",
        NoTenantLease = "no tenant lease recorded",
        ExpiryPassed = "every lease as tenant has ended",
        TenantsBreak = "the tenant's break in the lease that ends last",
        HoldingOver = "holding over: notice under the 1954 Act",
        NoticeToQuit = "periodic tenancy: notice to quit",
        Assignable = "long leasehold that can be sold by assignment",
        ExitBeyondRange = "a date of a lease is beyond the range of the program",
        ExitCost = "penalties and dilapidations of the leases, as a cost",
        ExitCostUnknown = "a penalty or dilapidations of a lease not recorded",
        SaleOfValue = "market value less slippage, agent and legal costs",
        SaleBeforeClawback = "market value less slippage, agent and legal costs, before the grant to be paid back, which is not known",
        SaleBeforeWorks = "market value less slippage, agent and legal costs, before works to clear contamination, which are not known",
        NoMarketValue = "market value not known",
        HighAndSignificant = "backlog of high and significant risk",
        BandUnknown = "a backlog band is not known",
        StrictestLease = "strictest of the head leases",
        NotReadYet = "not calculated by this version",
        NoZones = "no zones of the area served, or nobody in them",
        NoPublicService = "not an open public counter or response base",
        LostAlone = "demand out of reach if closed alone",
        LostByStraightLine = "demand out of reach if closed alone, by straight lines",
        OthersNotPlaced = "another site of the service has no position",
        NobodyToMove = "nobody works there, so nobody has to move",
        NoTeams = "the teams that work there are not recorded",
        PlacedNearBy = "workstations needed that have a place at other sites within reach",
        PlacedByFte = "workstations for each FTE that have a place at other sites within reach",
        RoomNotKnown = "the room at other sites within reach is not known",
        NothingToLet = "no surplus space to let",
        LettingBudget = "expected budget value of a letting, per m²",
        LettingBarred = "the landlord has refused, or a constraint stops a letting",
        LettingNoTime = "a letting could not run long enough before the exit",
        LettingRentUnknown = "no estimated rental value is recorded, nor a partner's rent",
        LettingRightUnknown = "the right to sublet part is not known",
        LettingCostUnknown = "running cost not known, so the cost recovered from a tenant is \
            not known",
        LettingExitUnknown = "not known how long the site is held",
        LettableUnknown = "not known how much space could be let",
        EpcBelowMinimum = "energy rating below the legal minimum to let",
        NoPartners = "there is no table of partners",
        NoPosition = "position not known",
        PartnersInReach = "space wanted by partners within reach",
        PartnerWantsUnknown = "the space wanted by a partner within reach is not recorded",
        NoOfficeTeam = "no office team, or no office area, recorded",
        NoArea = "occupied or whole area not known",
        NotRecorded = "not recorded",
        NotPublished = "not for publication",
        LeastUsed = "among the least used sites: what is read of the use of each is not for publication",
        FunctionUnreadable = "a team's function could not be read; the range allows for it",
    }
);

/// A measured amount.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// Whole pence.
    Pence(i64),
    /// A ratio or a number with decimals; always finite.
    Number(f64),
    /// A whole number.
    Whole(i64),
    /// A right to sublet.
    Right(SubletRight),
    /// Yes or no.
    YesNo(bool),
}

impl Quantity {
    /// Writes the amount as data files have it, without unit: money two decimals, numbers four.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Pence(pence) => Money::from_pence(pence).to_string(),
            Self::Number(number) => decimals(to_whole(number * 10_000.0), 10_000, 4),
            Self::Whole(whole) => whole.to_string(),
            Self::Right(right) => right.word().to_owned(),
            Self::YesNo(yes) => if yes { "yes" } else { "no" }.to_owned(),
        }
    }

    /// Writes the amount with its unit, as pages and pictures have it: `£1,234`, `62.5%`, `14.2 m²`.
    #[must_use]
    pub fn shown(self, unit: Unit) -> String {
        let number = |value: f64, places: u32| {
            with_thousands(&decimals(to_whole(value * 1e6), 1_000_000, places))
        };
        match (self, unit) {
            (Self::Pence(pence), Unit::PoundsPerM2) => {
                format!("{} per m²", pounds(pence))
            }
            (Self::Pence(pence), Unit::PoundsAYear) => format!("{} a year", pounds(pence)),
            (Self::Pence(pence), _) => pounds(pence),
            (Self::Number(n), Unit::Share) => format!("{}%", number(n * 100.0, 1)),
            (Self::Number(n), Unit::PoundsPerM2) => pounds(to_whole(n * 100.0)) + " per m²",
            (Self::Number(n), unit) => format!("{} {unit}", number(n, 1)),
            (Self::Whole(1), Unit::Months) => "1 month".to_owned(),
            (Self::Whole(n), unit) => format!("{} {unit}", with_thousands(&n.to_string())),
            (Self::Right(right), _) => right.word().replace('_', " "),
            (Self::YesNo(yes), _) => if yes { "yes" } else { "no" }.to_owned(),
        }
    }
}

/// Writes whole pounds with thousands commas: `£1,234`, `−£50`.
#[must_use]
pub fn pounds(pence: i64) -> String {
    let whole = with_thousands(&decimals(pence, 100, 0));
    whole.strip_prefix('−').map_or_else(|| format!("£{whole}"), |size| format!("−£{size}"))
}

/// Writes a sum shortly for pictures: `£1.2bn`, `£1.2m`, `£340k`, `£850`.
#[must_use]
pub fn pounds_short(pence: i64) -> String {
    let sign = if pence < 0 { "−" } else { "" };
    let size = i64::try_from(pence.unsigned_abs()).unwrap_or(i64::MAX);
    match size {
        99_995_000_000.. => format!("{sign}£{}bn", decimals(size, 100_000_000_000, 1)),
        99_950_000.. => format!("{sign}£{}m", decimals(size, 100_000_000, 1)),
        99_950.. => format!("{sign}£{}k", decimals(size, 100_000, 0)),
        _ => format!("{sign}£{}", decimals(size, 100, 0)),
    }
}

/// One reading of one measure at one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// `None` is not known, or not benchmarked; never zero.
    pub value: Option<Quantity>,
    /// How well it is known.
    pub state: State,
    /// Lowest and highest it may be, where the rows at hand do not settle it.
    pub range: Option<Box<(Quantity, Quantity)>>,
    /// On what it rests.
    pub basis: Basis,
    /// The facts that it lacks, met where it was read; a reading that is open without any waits for a later
    /// capability.
    pub gaps: Gaps,
}

impl Reading {
    /// Returns a reading that is known exactly.
    #[must_use]
    pub const fn known(value: Quantity, basis: Basis) -> Self {
        Self { value: Some(value), state: State::Known, range: None, basis, gaps: Gaps::NONE }
    }

    /// Returns a reading that is not known, and why.
    #[must_use]
    pub const fn unknown(basis: Basis) -> Self {
        Self { value: None, state: State::Unknown, range: None, basis, gaps: Gaps::NONE }
    }

    /// Returns a reading of a measure that sites of this use are not judged by.
    #[must_use]
    pub const fn not_benchmarked() -> Self {
        Self {
            value: None,
            state: State::NotBenchmarked,
            range: None,
            basis: Basis::Plain,
            gaps: Gaps::NONE,
        }
    }

    /// Returns the reading with the facts that it lacks.
    #[must_use]
    pub fn waits_for(mut self, gaps: impl Into<Gaps>) -> Self {
        self.gaps = gaps.into();
        self
    }

    /// Returns the reading with the facts that it lacks where it leaves anything open: `main` where every cell is
    /// filled and it still cannot be made.
    #[must_use]
    pub fn open_for(self, gaps: Gaps, main: Gap) -> Self {
        if self.is_open() { self.waits_for(gaps.or(main)) } else { self }
    }

    /// Tells whether it leaves anything open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != State::NotBenchmarked && (self.value.is_none() || self.range.is_some())
    }

    /// Marks a known reading as read by the interim rule.
    #[must_use]
    pub const fn interim(mut self) -> Self {
        if matches!(self.state, State::Known) {
            self.state = State::Interim;
        }
        self
    }

    /// Returns the lowest and highest value: the range, else the value twice.
    #[must_use]
    pub fn bounds(&self) -> Option<(Quantity, Quantity)> {
        self.range.as_deref().copied().or_else(|| self.value.map(|v| (v, v)))
    }
}

impl Measure {
    /// Returns the unit of its readings.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self {
            Self::Utilisation
            | Self::Frequency
            | Self::Occupancy
            | Self::Peak
            | Self::AreaInUse
            | Self::PartnerNeed
            | Self::CoverageKept
            | Self::RoomNearBy => Unit::Share,
            Self::PeakPeople => Unit::People,
            Self::Space => Unit::SquareMetresPerFte,
            Self::OfficeFte => Unit::Fte,
            Self::SurplusWorkstations => Unit::Workstations,
            Self::SurplusArea | Self::LettableSpace => Unit::SquareMetres,
            Self::RightToSubletPart => Unit::Right,
            Self::LettingValue | Self::CostPerM2 => Unit::PoundsPerM2,
            Self::TimeToGrant | Self::MonthsToExit => Unit::Months,
            Self::SeparateEntrance => Unit::YesNo,
            Self::RunningCost | Self::CostSaved => Unit::PoundsAYear,
            Self::NetReceipt | Self::BacklogAvoided => Unit::Pounds,
        }
    }

    /// Returns the words for why a reading raises the need index: little use, high cost, an easy exit.
    #[must_use]
    pub const fn raising(self) -> &'static str {
        match self {
            Self::Utilisation => "low utilisation",
            Self::Frequency => "few hours of use",
            Self::Occupancy => "few people when in use",
            Self::Peak | Self::PeakPeople => "low peak occupancy",
            Self::Space => "generous office space",
            Self::OfficeFte => "few office staff",
            Self::AreaInUse => "the share of area in use",
            Self::SurplusWorkstations => "surplus workstations",
            Self::SurplusArea => "surplus area",
            Self::LettableSpace => "space to let",
            Self::RightToSubletPart => "the right to sublet",
            Self::LettingValue => "letting value",
            Self::PartnerNeed => "partners' need",
            Self::TimeToGrant => "time to grant",
            Self::SeparateEntrance => "a separate entrance",
            Self::RunningCost => "running cost",
            Self::CostSaved => "running cost saved",
            Self::NetReceipt => "the receipt of a sale",
            Self::BacklogAvoided => "backlog avoided",
            Self::CostPerM2 => "cost per m²",
            Self::CoverageKept => "little coverage lost",
            Self::RoomNearBy => "room near by",
            Self::MonthsToExit => "early exit",
        }
    }

    /// Returns the name on pages and pictures.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Utilisation => "Utilisation",
            Self::Frequency => "Frequency of use",
            Self::Occupancy => "Occupancy when in use",
            Self::Peak => "Peak use",
            Self::PeakPeople => "Peak people",
            Self::Space => "Office area per FTE",
            Self::OfficeFte => "Office FTE",
            Self::AreaInUse => "Area in use",
            Self::SurplusWorkstations => "Surplus workstations",
            Self::SurplusArea => "Surplus area",
            Self::LettableSpace => "Lettable space",
            Self::RightToSubletPart => "Right to sublet part",
            Self::LettingValue => "Letting value",
            Self::PartnerNeed => "Partner need",
            Self::TimeToGrant => "Time to grant",
            Self::SeparateEntrance => "Separate entrance",
            Self::RunningCost => "Running cost",
            Self::CostSaved => "Cost saved",
            Self::NetReceipt => "Net receipt",
            Self::BacklogAvoided => "Backlog avoided",
            Self::CostPerM2 => "Running cost per m²",
            Self::CoverageKept => "Coverage lost",
            Self::RoomNearBy => "Room near by",
            Self::MonthsToExit => "Months to exit",
        }
    }
}

words!(
    /// The three scores of a site.
    Score {
        Utilisation = "utilisation",
        Subletting = "subletting",
        Disposal = "disposal",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    /// A large estate has tens of millions of readings.
    #[test]
    fn a_reading_with_its_gaps_is_four_words() {
        assert_eq!(size_of::<Reading>(), 32);
    }

    #[test]
    fn short_pounds_keep_their_sense() {
        assert_eq!(pounds_short(123_456_789), "£1.2m");
        assert_eq!(pounds_short(34_000_000), "£340k");
        assert_eq!(pounds_short(-85_000), "−£850");
        assert_eq!(pounds_short(99_960_000), "£1.0m");
        assert_eq!(pounds_short(99_994_999_999), "£999.9m");
        assert_eq!(pounds_short(99_995_000_000), "£1.0bn");
        assert_eq!(pounds_short(-123_456_789_012), "−£1.2bn");
    }

    #[test]
    fn amounts_are_shown_with_their_unit() {
        assert_eq!(Quantity::Number(0.625).shown(Unit::Share), "62.5%");
        assert_eq!(Quantity::Pence(123_450).shown(Unit::PoundsAYear), "£1,235 a year");
        assert_eq!(Quantity::Number(0.625).text(), "0.6250");
        assert_eq!(Quantity::Pence(-5).text(), "-0.05");
    }
}
