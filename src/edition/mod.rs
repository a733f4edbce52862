//! What each edition may show: results cut, rounded and put in order, ready to be drawn and written.
//!
//! [`view()`] makes a [`View`] of the results: whole for the restricted edition, cut and rounded for the
//! public one (`public`). Everything downstream (`draw`, `report`) sees the view only, so that a figure
//! the public may not see cannot slip out by a new chart or a new column. Numbers stay exact here; how
//! they are printed is left to the writers.

mod agile;
mod agreements;
mod build;
mod changes;
mod closing;
mod closures;
mod confidence;
mod counters;
mod coverage;
mod disclosure;
mod displacement;
#[cfg(test)]
pub(crate) mod example;
mod fund;
mod group;
mod group_public;
mod group_rows;
mod known;
mod lease_summary;
mod lease_view;
mod leases;
mod lettings;
mod matches;
mod money;
mod options;
mod partners;
mod parts;
mod plan;
mod plan_frontiers;
mod plan_limits;
mod plan_moves;
mod plan_parts;
mod plan_slips;
mod plan_steps;
mod previous;
mod public;
mod public_findings;
mod publishable;
mod remarks;
mod rows;
mod sift;
mod since;
mod team_flows;
mod view;
mod zones;

use crate::measure::MeasureError;

pub use crate::changes::{
    Cause, CostChange, CostChangeKind, DecisionOutcome, FactKind, FindingState, ForecastBasis,
    OutcomeState, OutcomeTotal, OutcomeTotalKind, SiteChangeKind,
};
pub use crate::{
    appraise::{
        Advice, AdviceReason, Bar, BarReason, DecisionSource, Flag, FlowKind, FollowsTerm,
        KindSums, LeaseSums, LettingTest, Missing, NoLetting, Outcome, RentSource, Stopped, Tenant,
        TestKind, TestReason, Turn, Worth, WouldChange,
    },
    cover::{AllPlaced, Direction, DistrictLimit, Fit, Misfit},
    finance::{
        BreakState, ExitBar, ExitRoute, LeaseExemption, LeaseYear, NotKnown, PaymentKind,
        TenurePosition,
    },
    fund::{
        Barred, BeyondYears, Claimant, DecisionBar, Evidence, FlagFound, FlagKind, FundFlag,
        InitiativeSum, ProgrammeGap, Proof, ReceiptSource, ScenarioResult, SetAside, SwingResult,
    },
    group::{Benchmark, DifferenceKind, NeedOf, OfferKind, PlaceFoundBy, SumOf},
    load::FoundBy,
    measure::{CategoryCost, SourceRows},
    policy::{BestValue, FigureName, FiguresOutOfDate},
    portfolio::{
        CostLine, Counted, ReceiptNote, Results, SaleStanding, SiteReceipt, Total, TotalBasis,
        Totals,
    },
    score::{
        FIRST_CANDIDATES, Gate, NotRanked, Reason, ReasonKind,
        confidence::{OtherMethod, ReadingsTried, WeightLever, WeightsTried},
    },
    sift::{CostsLeftOut, FirstEnd, Quarter, SignBasis, SignValue},
    tenure::{
        AfterRent, ByAgreement, DatedKind, Ends, EnergyTest, EventState, GroupedBy, LeaseState,
        MoratoriumStage, Progress, Remeasured, RentState, SaleBarKind,
    },
};
pub use agile::{AgileCaseRow, AgileRow, AgileTerms, AgileView};
pub use agreements::AgreementRow;
pub use build::set_plan;
pub use changes::{
    CandidateChange, ChangeRow, ChangeSubject, ChangesView, PartOf, PartRow, SiteMoveRow,
    candidate_change, changes_view, shown_reading,
};
pub use closing::{Proposed, ServiceRule};
pub use closures::{ClosureRow, Reach, closure_rows};
pub use confidence::{
    CentralRow, ConfidenceRow, ConfidenceView, DrawShare, FlipRow, HeldRow, NextSite, OpinionRow,
    PairRow, WinRow, how_sure,
};
pub use counters::{
    CounterLimits, CounterRow, CounterUnknown, CounterView, NearestRow, PurposeShare,
    counters_closed,
};
pub use coverage::{CoverView, CoverageRow};
pub use displacement::{
    DisplacementRow, DisplacementView, ReceiverRow, WhyNoPlace, displacement_rows,
    teams_not_recorded,
};
pub use fund::{
    BenefitRow, BreakEvenRow, DebtYear, EffectRow, FinancingRow, FundView, FundingYear, LoanRow,
    ProgrammeSums, ReceiptRow, ReconciledRow, RevenuePart, RevenuePartKind, RevenueRow,
    RevenueYear, SchemeRow, SchemeYear,
};
pub use group::group_view;
pub use group_rows::{
    BenchmarkRow, BenchmarkSiteRow, BodyLeftOut, BodyRow, DifferenceRow, GroupAgreementRow,
    GroupMatchRow, GroupNeedRow, GroupSiteRow, GroupTotalRow, GroupView, SharedPlaceRow,
};
pub use lease_summary::{LeaseExpiryRow, LeaseSummaries, LeaseSummaryRow, LeaseTermsRow};
pub use lease_view::{
    AccountStanding, AccountState, ExitRow, LeaseAccountRow, LeaseAccountTotalRow, LeaseEventRow,
    LeaseRate, LeaseRow, RentRow, RentTotalRow, SaleBarRow, rent_sum,
};
pub use lettings::{LettingFlowRow, LettingRow, LettingTerms, Lettings, RunningRow};
pub use matches::{MatchRow, MatchView};
pub use money::{MoneyLine, MoneyRow, MoneySum, money_rows};
pub use options::{
    AdviceRow, LeaseInOptionsRow, OptionFlowRow, OptionFlows, OptionRow, OptionState, Options,
    Verdict,
};
pub use partners::PartnerRow;
pub use plan::{
    NextPlan, PlanAgainst, PlanFound, PlanProof, PlanRow, PlanState, PlanSummary, PlanView,
    SiteChoice, model_column, plan_alone, plan_of_report, plan_view,
};
pub use plan_frontiers::{FrontierKind, FrontierMarks, FrontierRow, PlanYearRow, PolicyLine};
pub use plan_limits::{PlanBreaks, PlanLimitOf, PlanLimitRow, plan_breaks};
pub use plan_moves::PlanMoveRow;
pub use plan_parts::{PlanChange, plan_sources};
pub use plan_slips::{PlanProgrammeYear, PlanScenarioRow, PlanSlipRow, SlipOf};
pub use plan_steps::{PlanStepKind, PlanStepRow};
pub use previous::since;
pub use remarks::{AbsentTable, PolicyDates, Remark, policy_dates};
pub use rows::{
    CompletenessRow, ContributionRow, CriterionRow, Edition, FigureRow, FindingRow, MeasureRow,
    NextFacts, NextRow, OutlineRow, SiteRow, Weighing, WeightingRow,
};
pub use sift::{Sift, SiftRow, SiftRule, SignRow, SignalRow};
pub use since::{Since, SiteThen};
pub use team_flows::TeamFlow;
pub use view::View;
pub use zones::{NearestSite, ServiceJourneys, ZoneReach, ZoneRow};

/// Returns what an edition shows of the results.
///
/// # Errors
/// [`MeasureError`] if the rows behind the measures cannot be listed: a fault of the program.
pub fn view(results: Results<'_>, edition: Edition) -> Result<View, MeasureError> {
    match edition {
        Edition::Restricted => build::whole(results),
        Edition::Public => public::view(results),
    }
}

/// Returns the ranking alone, as the restricted edition shows it, without the sentences that say why.
#[must_use]
pub fn ranking(results: Results<'_>) -> Vec<SiteRow> {
    build::site_rows(results, build::Why::LeftOut)
}

/// Returns what each lease comes to alone, as the restricted edition shows it.
#[must_use]
pub fn lease_summary(results: Results<'_>) -> LeaseSummaries {
    lease_summary::of(results)
}

/// Returns the first sift alone, as the restricted edition shows it.
#[must_use]
pub fn sift(results: Results<'_>) -> Sift {
    sift::of(results, Edition::Restricted)
}

/// Tells whether so few sites are ranked that the first sift leads.
#[must_use]
pub fn sift_leads(results: Results<'_>) -> bool {
    sift::leads(results, Edition::Restricted)
}

/// Returns what is ahead of leases and agreements alone, as the restricted edition shows it.
#[must_use]
pub fn lease_events(results: Results<'_>, months: u32) -> Vec<LeaseEventRow> {
    leases::event_rows(results, months)
}

/// Returns what to find out next alone, as the restricted edition shows it.
#[must_use]
pub fn next_facts(results: Results<'_>) -> NextFacts {
    known::next_facts(results, |_| true)
}
