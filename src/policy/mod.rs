//! Figures and principles that people decide, read from TOML with their sources.
//!
//! [`Policy::read`] lays a body's own file over the default, figure by figure; the default, the files of
//! `data/policy`, is compiled in. No policy figure stands in code: a stage asks for a [`FigureName`] or a
//! [`Criterion`]. What every figure means, and where it comes from, is in the files. Beside the figures stand
//! the published bank holidays ([`BankHolidays`]), a list of their own with its source.

mod bank_holidays;
mod bounds;
mod cover;
mod criteria;
mod dates;
mod entries;
mod leases;
mod moves;
mod options;
mod plan;
mod programme;
mod read;
mod sift;
mod swing;
mod weighting;

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::model::{
    AfterTerm, Date, Measure, Principle, Quantity, Rule, Score, Service, Severity, SubletRight,
    TeamFunction, Use, Weight, Weighting,
};

pub use bank_holidays::{BankHolidays, WorkingDay};
pub use cover::ServicePolicy;
pub use dates::FiguresOutOfDate;
pub use entries::PolicyError;
pub use leases::LeasePolicy;
pub use moves::MovePolicy;
pub use options::{BestValue, RatesMultipliers};
pub use plan::{OfDistricts, PlanLimitEntry, PlanLimitKind, PlanPolicy};
pub use programme::{
    Decisions, FundingSource, Lever, ProgrammePolicy, ReceiptsLeft, Scenario, Swing,
};
pub use sift::SiftPolicy;
pub use weighting::{SwingPoints, swing_overlay};

crate::model::words! {
    /// The single figures of a policy.
    FigureName {
        IndexShareUtilisation = "index_share_utilisation",
        IndexShareDisposal = "index_share_disposal",
        OccupancyWindowMonths = "occupancy_window_months",
        PeakPercentile = "peak_percentile",
        DeskAllowance = "desk_allowance",
        LettableBlockM2 = "lettable_block_m2",
        LettingHorizonMonths = "letting_horizon_months",
        SaleSlippage = "sale_slippage",
        SaleAgent = "sale_agent",
        SaleLegal = "sale_legal",
        QuadrantUtilisation = "quadrant_utilisation",
        QuadrantCostPerM2 = "quadrant_cost_per_m2",
        RankedKnownShare = "ranked_known_share",
        ChangesLeaseMonths = "changes_lease_months",
        ChangesSitesAmongOthers = "changes_sites_among_others",
        RankSitesCompared = "rank_sites_compared",
        RankDraws = "rank_draws",
        RankSeed = "rank_seed",
        RankWeightConcentration = "rank_weight_concentration",
        CriteriaCorrelation = "criteria_correlation",
        ValuationAgeYears = "valuation_age_years",
        RepeatedLines = "repeated_lines",
        ControlTolerance = "control_tolerance",
        LinesExpectedShare = "lines_expected_share",
        SpacePerFteLow = "space_per_fte_low",
        SpacePerFteHigh = "space_per_fte_high",
        ManyRecords = "many_records",
        PeersLeast = "peers_least",
        PeerTimes = "peer_times",
        ValueTimes = "value_times",
        RentTimes = "rent_times",
        DeskTimes = "desk_times",
        ObservationTimes = "observation_times",
        ShareCapacity = "share_capacity",
        ProgrammeTimes = "programme_times",
        NoticeMostMonths = "notice_most_months",
        RackTermYears = "rack_term_years",
        LongTermYears = "long_term_years",
        RentFreeMostMonths = "rent_free_most_months",
        RentSumYears = "rent_sum_years",
        DateFarYears = "date_far_years",
        AreaChangeTimes = "area_change_times",
        SumChangeTimes = "sum_change_times",
        DriftRecordsLeast = "drift_records_least",
        DriftShare = "drift_share",
        DriftNear = "drift_near",
        DriftNearApart = "drift_near_apart",
        DriftFilled = "drift_filled",
        DriftAreaTimes = "drift_area_times",
        DriftSumTimes = "drift_sum_times",
        DriftPeopleTimes = "drift_people_times",
        DriftVat = "drift_vat",
        OccupiedLeast = "occupied_least",
        NetLeast = "net_least",
        BuiltLeast = "built_least",
        PlotLeast = "plot_least",
        PlotMost = "plot_most",
        DeskAreaLeast = "desk_area_least",
        DeskAreaMost = "desk_area_most",
        BacklogMostPerM2 = "backlog_most_per_m2",
        BacklogLeastPerM2 = "backlog_least_per_m2",
        RateableLeastPerM2 = "rateable_least_per_m2",
        RateableMostPerM2 = "rateable_most_per_m2",
        ErvLeastPerM2 = "erv_least_per_m2",
        ErvMostPerM2 = "erv_most_per_m2",
        LineMostMonths = "line_most_months",
        DilapidationsMostPerM2 = "dilapidations_most_per_m2",
        IndexYearMost = "index_year_most",
        ReviewBoundMost = "review_bound_most",
        BoundsWest = "bounds_west",
        BoundsEast = "bounds_east",
        BoundsSouth = "bounds_south",
        BoundsNorth = "bounds_north",
        SwapFarKm = "swap_far_km",
        SwapNearKm = "swap_near_km",
        OutlierFarKm = "outlier_far_km",
        OutlierTimes = "outlier_times",
        CommaFitsTimes = "comma_fits_times",
        TwoDigitYearLast = "two_digit_year_last",
        PositionDiffersM = "position_differs_m",
        SamePlaceM = "same_place_m",
        PostcodeFarKm = "postcode_far_km",
        PublicRounding = "public_rounding",
        PublicTotalSites = "public_total_sites",
        PublicLargestShare = "public_largest_share",
        PublicLeastUsed = "public_least_used",
        PublicCostStep = "public_cost_step",
        Inflation = "inflation",
        NoticeMarginDays = "notice_margin_days",
        NoticeUrgentMonths = "notice_urgent_months",
        HoldingOverNoticeMonths = "holding_over_notice_months",
        PeriodicYearlyNoticeMonths = "periodic_yearly_notice_months",
        PeriodicNoticePeriods = "periodic_notice_periods",
        DaysInYear = "days_in_year",
        LeaseAccountsYear = "lease_accounts_year",
        ShortLeaseMonths = "short_lease_months",
        LowValue = "low_value",
        LeaseDiscountRate = "lease_discount_rate",
        PeppercornRent = "peppercorn_rent",
        HoldingOverLikelyMonths = "holding_over_likely_months",
        LeaseCalendarMonths = "lease_calendar_months",
        CalendarReminderDays = "calendar_reminder_days",
        RentYears = "rent_years",
        AssignmentMonths = "assignment_months",
        LettingTermMonths = "letting_term_months",
        LettingShortestMonths = "letting_shortest_months",
        LettingMarketingMonths = "letting_marketing_months",
        LettingRentFreeMonths = "letting_rent_free_months",
        LettingConsentMonths = "letting_consent_months",
        LettingConsentCost = "letting_consent_cost",
        LettingDeedMonths = "letting_deed_months",
        LettingDeedCost = "letting_deed_cost",
        LettingDeedChance = "letting_deed_chance",
        LettingAgent = "letting_agent",
        LettingLegal = "letting_legal",
        LettingFitOut = "letting_fit_out",
        LettingSeparation = "letting_separation",
        LettingVoids = "letting_voids",
        LettingManagement = "letting_management",
        LettingRecovery = "letting_recovery",
        PartnerKm = "partner_km",
        EpcMinimum = "epc_minimum",
        EpcMinimumContinuing = "epc_minimum_continuing",
        LettingMostPerM2 = "letting_most_per_m2",
        AppraisalYears = "appraisal_years",
        VacateMonths = "vacate_months",
        SaleMonths = "sale_months",
        PlanningMonths = "planning_months",
        PlanningCost = "planning_cost",
        WorksBias = "works_bias",
        DelayBias = "delay_bias",
        BiasMitigated = "bias_mitigated",
        BacklogYears = "backlog_years",
        BacklogDeferredYears = "backlog_deferred_years",
        BacklogGrowth = "backlog_growth",
        RelocationPerDesk = "relocation_per_desk",
        DeskElsewhere = "desk_elsewhere",
        HoldingPerM2 = "holding_per_m2",
        EmptyFreeMonths = "empty_free_months",
        EmptyFreeMonthsIndustrial = "empty_free_months_industrial",
        EmptyLeastValue = "empty_least_value",
        RatesSmallBelow = "rates_small_below",
        RatesHighFrom = "rates_high_from",
        AcvInterimWeeks = "acv_interim_weeks",
        AcvFullMonths = "acv_full_months",
        AcvProtectedMonths = "acv_protected_months",
        OptionMargin = "option_margin",
        OverageLow = "overage_low",
        OverageHigh = "overage_high",
        ProgrammeYears = "programme_years",
        BudgetYears = "budget_years",
        ConstructionInflation = "construction_inflation",
        ReceiptGrowth = "receipt_growth",
        SaleCostsShare = "sale_costs_share",
        CapitalReceiptLeast = "capital_receipt_least",
        MrpLongestYears = "mrp_longest_years",
        ShortLifeYears = "short_life_years",
        NonStandardBias = "non_standard_bias",
        EquipmentBias = "equipment_bias",
        BenefitTolerance = "benefit_tolerance",
        RentTolerance = "rent_tolerance",
        CoverDetour = "cover_detour",
        CoverMostLost = "cover_most_lost",
        MoveMinutes = "move_minutes",
        MoveSpeedKmh = "move_speed_kmh",
        ShareWorkstationM2 = "share_workstation_m2",
        AgileShiftMinutes = "agile_shift_minutes",
        AgileMinutes = "agile_minutes",
        AgilePassThrough = "agile_pass_through",
        AgilePeakShare = "agile_peak_share",
        AgileDevices = "agile_devices",
        CounterQuiet = "counter_quiet",
        CounterVisitsMost = "counter_visits_most",
        CounterNightFrom = "counter_night_from",
        CounterNightUntil = "counter_night_until",
        CounterDistrictLeast = "counter_district_least",
        CounterDistrictHours = "counter_district_hours",
        SiftFirstSignals = "sift_first_signals",
        SiftFirstUnopposed = "sift_first_unopposed",
        SiftNextSignals = "sift_next_signals",
        SiftKnownSignals = "sift_known_signals",
        SiftLeadsBelow = "sift_leads_below",
        SiftAreaInUse = "sift_area_in_use",
        SiftBacklogPerM2 = "sift_backlog_per_m2",
        SiftLeaseMonths = "sift_lease_months",
        SiftNearKm = "sift_near_km",
        SiftQuartileSites = "sift_quartile_sites",
        GroupQuartileSites = "group_quartile_sites",
        GroupMedianSites = "group_median_sites",
        GroupRankDiffers = "group_rank_differs",
    }
}

/// One figure, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of the policy file")]
pub struct Figure {
    pub value: Decimal,
    /// The value as the file writes it, such as `1.25%`.
    pub text: String,
    pub unit: String,
    pub meaning: String,
    pub source: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub verify_by: Option<Date>,
}

/// How a reading becomes a level from 0 to 100.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// Points (reading, level), readings rising; linear between, flat outside.
    Anchors(Vec<Anchor>),
    /// A level for each word.
    Rights(BTreeMap<SubletRight, f64>),
    /// Levels of no and of yes.
    YesNo(f64, f64),
}

/// One point of a value function.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchor {
    /// The reading in its unit: pounds, m², a share, months.
    pub reading: Decimal,
    /// The level from 0 to 100.
    pub level: f64,
    at: f64,
}

impl Anchor {
    /// Returns the reading as a ratio term: pounds, m², a share or months.
    #[must_use]
    pub const fn at(&self) -> f64 {
        self.at
    }
}

/// Which sites a criterion judges.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of the policy file")]
pub struct BenchmarkedFor {
    pub uses: Vec<Use>,
    /// Also `other` where the site has observations of occupancy.
    pub other_with_occupancy: bool,
}

/// One criterion of a score.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the rest are named as the entries of the policy file")]
pub struct Criterion {
    pub measure: Measure,
    pub score: Score,
    /// Those of a score add to 100.
    pub weight: Weight,
    pub scale: Scale,
    pub benchmarked_for: BenchmarkedFor,
    /// Whether the public edition withholds its reading and counts its scores without it.
    pub confidential: bool,
    pub source: String,
}

/// Everything people decided, laid over the default and checked.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the entries of the policy file")]
pub struct Policy {
    pub name: String,
    figures: Vec<Figure>,
    /// In the order of the default, by score.
    pub criteria: Vec<Criterion>,
    /// How the weights of each score were found, in the order of [`Score::ALL`]; `None` where nobody says.
    pub weightings: [Option<Weighting>; 3],
    /// Cells that mean "not known", folded.
    pub null_words: Vec<String>,
    severities: BTreeMap<Rule, Severity>,
    /// Real discount rates and the last year each holds for, from 1; the last one holds for ever.
    pub real_rates: Vec<(Option<u32>, Decimal)>,
    /// On what the real discount rates rest.
    pub real_rates_source: String,
    /// What business as usual assumes after the term of a lease, where a site does not say.
    pub after_term: AfterTerm,
    /// On what that rests.
    pub after_term_source: String,
    /// Multipliers of business rates by year.
    pub rates: RatesMultipliers,
    /// What is said with every recommendation to sell.
    pub best_value: BestValue,
    /// What the body wants of its estate, where it states that in its policy file; empty by default.
    pub principles: Vec<Principle>,
    /// How capital spend is paid for, and the scenarios a programme is put to.
    pub programme: ProgrammePolicy,
    /// What a plan of the whole estate goes by.
    pub plan: PlanPolicy,
    services: Vec<ServicePolicy>,
    moves: Vec<MovePolicy>,
    /// What the first sift goes by, beside its figures.
    pub sift: SiftPolicy,
    /// Those of England and Wales.
    pub bank_holidays: BankHolidays,
    /// Hash of the compiled-in default.
    pub default_hash: String,
    /// Hash of the file laid over it.
    pub overlay_hash: Option<String>,
}

impl Policy {
    /// Returns a figure; per cents as fractions.
    #[must_use]
    pub fn figure(&self, name: FigureName) -> Decimal {
        self.entry(name).value
    }

    /// Returns a figure with its source.
    #[must_use]
    pub fn entry(&self, name: FigureName) -> &Figure {
        &self.figures[name as usize]
    }

    /// Returns a figure as a term of a ratio.
    #[must_use]
    pub fn ratio(&self, name: FigureName) -> f64 {
        ratio_of(self.figure(name))
    }

    /// Returns a figure that was checked to be a whole number from 0.
    #[must_use]
    pub fn whole(&self, name: FigureName) -> u32 {
        self.figure(name).to_u32().unwrap_or(0)
    }

    /// Returns how coverage is measured for a service.
    #[must_use]
    pub fn service(&self, service: Service) -> &ServicePolicy {
        &self.services[service as usize]
    }

    /// Returns what a function of a team needs of a site that takes it.
    #[must_use]
    pub fn moves(&self, function: TeamFunction) -> &MovePolicy {
        &self.moves[function as usize]
    }

    /// Returns the criteria of a score, in order.
    pub fn criteria_of(&self, score: Score) -> impl Iterator<Item = &Criterion> {
        self.criteria.iter().filter(move |c| c.score == score)
    }

    /// Returns the severity a rule has under this policy.
    #[must_use]
    pub fn severity(&self, rule: Rule) -> Severity {
        self.severities.get(&rule).copied().unwrap_or_else(|| rule.severity())
    }

    /// Tells whether a cell's text means "not known".
    #[must_use]
    pub fn is_null_word(&self, text: &str) -> bool {
        let first = text.as_bytes().first().map_or(b'-', u8::to_ascii_lowercase);
        let folded = || {
            let kept = |c: &char| !c.is_whitespace() && *c != '_' && *c != '-';
            text.chars().filter(kept).flat_map(char::to_lowercase)
        };
        // Most cells begin with a digit or letter that begins no such word: one look is enough for them.
        let begins = |word: &&String| {
            !first.is_ascii_alphanumeric() || word.as_bytes().first() == Some(&first)
        };
        self.null_words.iter().filter(begins).any(|word| word.chars().eq(folded()))
    }
}

/// Returns a decimal as the nearest `f64` by way of its text, so that no noise is added.
#[must_use]
pub fn ratio_of(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(0.0)
}

impl Scale {
    /// Returns the level, 0 to 100, of a reading; `None` when the reading is of another kind.
    ///
    /// Between two anchors: lower level + (level step) × ((reading − lower) ÷ (upper − lower)).
    /// Money is compared in pounds.
    #[must_use]
    pub fn level(&self, reading: Quantity) -> Option<f64> {
        match (self, reading) {
            (Self::Rights(levels), Quantity::Right(right)) => levels.get(&right).copied(),
            (Self::YesNo(no, yes), Quantity::YesNo(is)) => Some(if is { *yes } else { *no }),
            (Self::Anchors(anchors), Quantity::Pence(pence)) => {
                level_at(anchors, crate::model::ratio_term(pence) / 100.0)
            }
            (Self::Anchors(anchors), Quantity::Whole(whole)) => {
                level_at(anchors, crate::model::ratio_term(whole))
            }
            (Self::Anchors(anchors), Quantity::Number(number)) => level_at(anchors, number),
            _ => None,
        }
    }
}

fn level_at(anchors: &[Anchor], reading: f64) -> Option<f64> {
    let (first, last) = (anchors.first()?, anchors.last()?);
    if reading <= first.at {
        return Some(first.level);
    }
    if reading >= last.at {
        return Some(last.level);
    }
    anchors.windows(2).find(|pair| reading <= pair[1].at).map(|pair| {
        let share = (reading - pair[0].at) / (pair[1].at - pair[0].at);
        pair[0].level + (pair[1].level - pair[0].level) * share
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scale(measure: Measure) -> Scale {
        let policy = Policy::default_policy().unwrap();
        policy.criteria.into_iter().find(|c| c.measure == measure).unwrap().scale
    }

    #[rstest::rstest]
    #[case(Measure::Utilisation, Quantity::Number(0.30), 50.0)]
    #[case(Measure::Utilisation, Quantity::Number(0.90), 100.0)]
    #[case(Measure::Space, Quantity::Number(18.0), 40.0)]
    #[case(Measure::Space, Quantity::Number(30.0), 0.0)]
    #[case(Measure::CostSaved, Quantity::Pence(20_000_000), 75.0)]
    #[case(Measure::NetReceipt, Quantity::Pence(-5), 0.0)]
    #[case(Measure::MonthsToExit, Quantity::Whole(24), 50.0)]
    #[case(Measure::RightToSubletPart, Quantity::Right(SubletRight::Barred), 15.0)]
    #[case(Measure::SeparateEntrance, Quantity::YesNo(false), 30.0)]
    fn levels_are_linear_between_anchors_and_flat_outside(
        #[case] measure: Measure,
        #[case] reading: Quantity,
        #[case] level: f64,
    ) {
        assert!((scale(measure).level(reading).unwrap() - level).abs() < 1e-12);
    }

    #[test]
    fn a_reading_of_another_kind_has_no_level() {
        assert_eq!(scale(Measure::Space).level(Quantity::YesNo(true)), None);
    }
}
