//! The numbers of a chart, in the columns that are declared beside what draws it.

use super::{
    DrawError, coverage_bars, coverage_map, cumulative, frontier_panel, group_benchmarks,
    group_ranking, lease_timeline, map, moves, moves_map, option_advantage, plan_gantt, programme,
    ranking, rent_by_year, running_cost, trends, utilisation_cost,
};
use crate::tables::{Column, Declared, Table, csv_bytes};

/// The numbers drawn, as a table.
#[derive(Debug, Clone)]
pub struct ChartNumbers {
    /// What declares it.
    pub table: &'static dyn Declared,
    /// Those of its columns that this chart has, in order.
    pub columns: Vec<Column>,
    /// As CSV with line feeds; what is not known is empty.
    pub csv: String,
}

impl ChartNumbers {
    /// Writes the rows of a table.
    pub(super) fn of(table: &'static dyn Declared, rows: Table<'_>) -> Result<Self, DrawError> {
        let columns = rows.columns.clone();
        let csv = String::from_utf8(csv_bytes(rows)?)?;
        Ok(Self { table, columns, csv })
    }
}

/// Declares the numbers of a chart over its own rows: of its file the name of the first page, or the name with the part in
/// capitals that tells its charts apart.
macro_rules! chart_table {
    (
        $(#[doc = $what:literal])+
        $name:ident: file $file:literal, key [$($key:literal),*];
        rows $row:ident: $Row:ty;
        $($columns:tt)+
    ) => {
        $crate::tables::rows_table! {
            fn of;
            $(#[doc = $what])+
            pub(in crate::draw) $name: file $file, sheet "", key [$($key),*];
            rows $row: $Row;
            $($columns)+
        }
    };
}
pub(super) use chart_table;

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

#[cfg(test)]
mod tests {
    use super::*;

    chart_table! {
        /// what a test draws
        TestChart: file "charts/test.csv", key [];
        rows row: (&'a str, Option<i64>);
        "name", "Name", Text, "", Public, "the name" = row.0;
        "sum", "Sum", Money, "£", Public, "the sum" = row.1;
    }

    #[test]
    fn texts_are_safe_unknown_is_empty_and_lines_end_with_a_line_feed() {
        let rows = [("=1+1", None), ("a,b", Some(-5))];
        let numbers = ChartNumbers::of(&TestChart, TestChart::of(rows.into_iter())).unwrap();
        assert_eq!(numbers.csv, "name,sum\n'=1+1,\n\"a,b\",-0.05\n");
        let fewer = TestChart::of(rows.into_iter()).without("sum");
        let numbers = ChartNumbers::of(&TestChart, fewer).unwrap();
        assert_eq!((numbers.columns.len(), numbers.table.columns().len()), (1, 2));
    }
}
