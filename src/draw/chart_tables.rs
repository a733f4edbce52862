//! The list of all tables of numbers that charts have.

use super::{
    coverage_bars, coverage_map, cumulative, frontier_panel, group_benchmarks, group_ranking,
    lease_timeline, map, moves, moves_map, option_advantage, plan_gantt, programme, ranking,
    rent_by_year, running_cost, trends, utilisation_cost,
};
use crate::tables::Declared;

/// The tables of numbers of all charts, in the order of the charts of a snapshot, then those of several, and of several bodies.
pub const TABLES: [&dyn Declared; 24] = [
    &ranking::RankingChart,
    &utilisation_cost::UtilisationCostChart,
    &running_cost::RunningCostChart,
    &lease_timeline::LeaseTimelineChart,
    &rent_by_year::RentByYearChart,
    &option_advantage::OptionAdvantageChart,
    &cumulative::CumulativeChart,
    &frontier_panel::PlanFrontiersChart,
    &programme::SpendChart,
    &programme::RequirementChart,
    &programme::RevenueEffectChart,
    &programme::SavingsChart,
    &programme::ScenariosChart,
    &programme::LeversChart,
    &programme::BenefitsChart,
    &map::MapChart,
    &coverage_bars::CoverageChart,
    &coverage_map::CoverageMapChart,
    &moves_map::MovesMapChart,
    &plan_gantt::PlanGanttChart,
    &moves::RankMovesChart,
    &trends::TrendsChart,
    &group_ranking::GroupRankingChart,
    &group_benchmarks::GroupBenchmarkChart,
];
