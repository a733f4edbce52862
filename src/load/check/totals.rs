//! Control totals, and costs of what is sold.

use polars::prelude::*;
use rust_decimal::Decimal;

use crate::{
    load::{Estate, columns},
    model::{
        FinancialYear, Finding, Findings, Money, Place, Rule, Site, Status, ValueColumn,
        day_number, with_thousands,
    },
    policy::{FigureName, Policy},
};

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    asset_value(estate, policy, findings);
    running_cost(estate, policy, findings);
    let _ = cost_after_disposal(estate, findings);
}

fn tolerance(estate: &Estate, policy: &Policy) -> Decimal {
    estate.snapshot.tolerance.unwrap_or_else(|| policy.figure(FigureName::ControlTolerance))
}

fn value_of(site: &Site, column: ValueColumn) -> Option<Money> {
    match column {
        ValueColumn::BookValue => site.book_value,
        ValueColumn::ExistingUseValue => site.existing_use_value,
        ValueColumn::MarketValue => site.market_value,
        ValueColumn::AlternativeUseValue => site.alternative_use_value,
    }
}

/// The sum of a value column agrees with the accounts.
fn asset_value(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let Some(control) = &estate.snapshot.asset_value else { return };
    let counted = estate.sites.iter().filter(|s| {
        s.tenure.is_some_and(|t| control.tenures.contains(&t))
            && s.status_or_operational().is_some_and(|t| control.statuses.contains(&t))
    });
    let values: Vec<Money> = counted.filter_map(|s| value_of(s, control.column)).collect();
    let Some(sum) = Money::checked_sum(values.iter().copied()) else { return };
    let what = format!("the sum of `{}` over {} sites", control.column, values.len());
    compare(
        "control.asset_value.amount",
        &what,
        sum,
        control.amount,
        tolerance(estate, policy),
        findings,
    );
}

/// The ledger of the control year agrees with the accounts.
fn running_cost(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    let Some(control) = &estate.snapshot.running_cost else { return };
    let Ok(Some(sum)) = year_total(estate, control.financial_year) else { return };
    let what = format!("the ledger of {}", control.financial_year);
    compare(
        "control.running_cost.amount",
        &what,
        sum,
        control.amount,
        tolerance(estate, policy),
        findings,
    );
}

/// Returns the ledger's sum of a year; `None` beyond `Decimal`.
fn year_total(estate: &Estate, year: FinancialYear) -> PolarsResult<Option<Money>> {
    let Some(table) = &estate.costs else { return Ok(Some(Money::ZERO)) };
    let lines = columns::year_lines(table.frame.clone().lazy(), year)?;
    sum_of(&lines.select([col(columns::PENCE)]).collect()?)
}

/// Adds the pence of lines up, however many; `None` beyond `Decimal`.
fn sum_of(lines: &DataFrame) -> PolarsResult<Option<Money>> {
    let pence = lines.column(columns::PENCE)?.i64()?.iter().flatten();
    Ok(Money::from_many_pence(pence.map(i128::from).sum()))
}

fn compare(
    entry: &str,
    what: &str,
    sum: Money,
    control: Money,
    tolerance: Decimal,
    findings: &mut Findings,
) {
    let Some(gap) = sum.checked_sub(control) else { return };
    let allowed = control.as_pounds().abs().checked_mul(tolerance).unwrap_or(Decimal::MAX);
    if gap.as_pounds().abs() <= allowed {
        return;
    }
    let percent = gap.as_pounds().checked_mul(Decimal::ONE_HUNDRED).and_then(|g| {
        g.checked_div(control.as_pounds())
            .map(|p| format!(" ({:+} %)", p.round_dp(2)).replace('-', "−"))
    });
    let pounds = |m: Money| {
        let text = with_thousands(&m.to_string());
        text.strip_prefix('−').map_or_else(|| format!("£{text}"), |size| format!("−£{size}"))
    };
    let place = Place { column: Some(entry.to_owned()), ..Place::file("estate.toml") };
    let found = format!(
        "{what} is {}, {} away from the control total{}",
        pounds(sum),
        pounds(gap),
        percent.unwrap_or_default()
    );
    let expected =
        format!("{} within {} %", pounds(control), (tolerance * Decimal::ONE_HUNDRED).normalize());
    findings.push(
        Finding::new(Rule::ControlTotalOff, place, "", found, expected)
            .fix("find the missing or duplicate records, or correct the control total"),
    );
}

/// A sold site has no cost for a time after its sale: one finding a site.
fn cost_after_disposal(estate: &Estate, findings: &mut Findings) -> PolarsResult<()> {
    let Some(table) = &estate.costs else { return Ok(()) };
    let sold = estate.sites.iter().zip(0_u32..).filter_map(|(site, number)| {
        let is_sold = site.status_or_operational() == Some(Status::Sold);
        Some((site, number, site.status_on.filter(|_| is_sold)?))
    });
    for (site, number, sold_on) in sold {
        let day = day_number(sold_on);
        // A year's line is late when the year begins after the sale.
        let first_late_year = FinancialYear::containing(sold_on).start() + 1;
        let late = col(columns::YEAR).gt_eq(lit(first_late_year)).fill_null(false).or(col(
            columns::FROM_DAY,
        )
        .gt(lit(day))
        .fill_null(false));
        let lines = table
            .frame
            .clone()
            .lazy()
            .filter(col(columns::SITE).eq(lit(number)).and(late))
            .collect()?;
        let rows = lines.column(columns::ROW)?.u32()?;
        let Some(first) = rows.min() else { continue };
        let Some(sum) = sum_of(&lines)? else { continue };
        // A row of sums stands for its lines.
        let count = match lines.column(columns::LINES) {
            Ok(of_sums) => of_sums.i64()?.iter().flatten().sum(),
            Err(_) => i64::try_from(lines.height()).unwrap_or(i64::MAX),
        };
        let place = Place::cell(&table.row(first), "site_id");
        let found = format!(
            "{count} ledger lines, £{} in total, for a period after the sale on {sold_on}",
            with_thousands(&sum.to_string())
        );
        let expected = "no cost after the sale".to_owned();
        findings.push(
            Finding::new(Rule::CostAfterDisposal, place, site.site_id.as_str(), found, expected)
                .fix("check the lines' site and year, and `status_on` of the site"),
        );
    }
    Ok(())
}
