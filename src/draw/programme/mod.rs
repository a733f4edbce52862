//! The pictures of the capital programme: one chart a file; the restricted edition alone has any.

mod benefits;
mod levers;
mod requirement;
mod revenue;
mod savings;
mod scenarios;
mod spend;
mod years;

pub(super) use {
    benefits::BenefitsChart, levers::LeversChart, requirement::RequirementChart,
    revenue::RevenueEffectChart, savings::SavingsChart, scenarios::ScenariosChart,
    spend::SpendChart,
};

use super::{
    Chart, DrawError,
    axis::Axis,
    font_metrics::{FontMetrics, FontWeight},
    frame::Caption,
    sheet::Form,
};
use crate::{
    edition::{Edition, FundView, View},
    model::ratio_term,
    wording::{capital, long_date, number},
};

/// Years drawn, at most.
const MOST: usize = 25;

/// Draws one chart of a programme.
type Painter = fn(&View, &FundView, &FontMetrics, Form) -> Result<Option<Chart>, DrawError>;

/// Draws a chart where there is a programme to read, and the edition may show it.
fn drawn(
    chart: Painter,
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let Some(fund) = view.fund.as_ref().filter(|_| view.edition == Edition::Restricted) else {
        return Ok(Vec::new());
    };
    Ok(chart(view, fund, metrics, form)?.into_iter().collect())
}

/// Draws capital spend by year and who pays.
pub(super) fn spend_by_source(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(spend::chart, view, metrics, form)
}

/// Draws the capital financing requirement against debt and its limits.
pub(super) fn requirement_and_debt(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(requirement::chart, view, metrics, form)
}

/// Draws the revenue cost, step by step.
pub(super) fn revenue_effect(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(revenue::chart, view, metrics, form)
}

/// Draws savings against what is asked for.
pub(super) fn savings_against_target(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(savings::chart, view, metrics, form)
}

/// Draws the scenarios side by side.
pub(super) fn scenarios(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(scenarios::chart, view, metrics, form)
}

/// Draws how far each lever moves the revenue cost.
pub(super) fn levers(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(levers::chart, view, metrics, form)
}

/// Draws benefits to date.
pub(super) fn benefits(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    drawn(benefits::chart, view, metrics, form)
}

/// Returns the caption of a chart of the programme.
fn caption(view: &View, about: Vec<String>) -> Caption {
    from(view, about, "capital programme and treasury records")
}

/// Returns the caption of a chart from some records.
fn from(view: &View, about: Vec<String>, records: &str) -> Caption {
    let body = view.organisation.as_ref().unwrap_or(&view.estate);
    Caption {
        about,
        source: format!("Source: {body}, {records} as at {}.", long_date(view.as_of)),
        note: view.note.clone(),
        edition: view.edition,
    }
}

/// Returns a scale over sums whose ticks have room beside each other, with `most` steps at most.
fn scale(
    metrics: &FontMetrics,
    sums: impl IntoIterator<Item = f64>,
    most: f64,
    points: (f64, f64),
) -> Axis {
    const TICK: f64 = 13.0;
    let (low, high) = sums
        .into_iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), sum| (low.min(sum), high.max(sum)));
    let mut most = most;
    loop {
        let axis = Axis::over(low, high, 1.0, most, points);
        let width = |value: &f64| metrics.width(&axis.pounds(*value), TICK, FontWeight::Regular);
        let widest = axis.ticks().iter().map(width).fold(0.0, f64::max);
        let apart = (axis.at(axis.low + axis.step) - axis.at(axis.low)).abs();
        if apart >= widest + 12.0 || most <= 1.0 {
            return axis;
        }
        most -= 1.0;
    }
}

/// Returns pence as pounds, for places in a picture.
fn pounds(pence: i64) -> f64 {
    ratio_term(pence) / 100.0
}

/// Returns the last year of the budget.
fn budget_end(fund: &FundView) -> String {
    let last = fund.budget_years.checked_sub(1).and_then(|at| fund.years.get(at));
    last.or(fund.years.last()).map_or_else(String::new, ToString::to_string)
}

/// Says what of the programme is not known, if anything.
fn unknown(fund: &FundView) -> Option<String> {
    let count = fund.gaps.len();
    let (facts, are) = if count == 1 { ("fact", "is") } else { ("facts", "are") };
    let many = capital(&number(count));
    (count > 0).then(|| {
        format!("{many} {facts} {are} not known and not included; see programme_flags.csv.")
    })
}

#[cfg(test)]
mod tests;
