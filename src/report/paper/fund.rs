//! The capital programme, its borrowing, revenue cost, and benefits.

use minijinja::{Value, context};
use rust_decimal::Decimal;

use crate::{
    edition::{FinancingRow, FundView, FundingYear, InitiativeSum, ScenarioResult, View},
    model::{thousandths, to_whole},
    wording::{
        and_list, capital, counted, evidence, flag as flag_words, number, per_cent, plain,
        programme_gap, short_sum, spoken,
    },
};

/// Scenarios and things to look at that are told, at most.
const MOST: usize = 6;

pub(super) fn facts(view: &View) -> Value {
    let fund = view.fund.as_ref();
    context! {
        programme => fund.filter(|fund| !fund.schemes.is_empty()).map(programme),
        benefits => fund.filter(|fund| describe(fund).next().is_some()).map(benefits),
        benefits_more => fund.map_or(0, |fund| describe(fund).count().saturating_sub(MOST)),
        savings => fund.map(savings),
        has_treasury => fund.is_some_and(|fund| fund.has_treasury),
    }
}

/// Writes a fraction as per cent with one decimal.
fn share(fraction: Decimal) -> String {
    let tenths = thousandths(fraction).unwrap_or_default();
    format!("{}%", crate::model::decimals(tenths, 10, 1))
}

fn programme(fund: &FundView) -> Value {
    let years = fund.years.get(..fund.budget_years.min(fund.years.len())).unwrap_or_default();
    let planned = fund.scenarios.first();
    let over = |of: fn(&FundingYear) -> i64| -> i64 {
        fund.financing.iter().take(years.len()).map(|row| of(&row.funding)).sum()
    };
    let sources = [
        ("grants", over(|f| f.schemes.grant + f.schemes.general_grant)),
        ("receipts", over(|f| f.schemes.linked_receipt + f.schemes.general_receipt)),
        ("revenue contributions", over(|f| f.schemes.revenue_contribution)),
        ("reserves", over(|f| f.schemes.reserves)),
        ("borrowing", over(|f| f.schemes.borrowing)),
    ];
    let sources: Vec<String> = sources
        .iter()
        .filter(|(_, pence)| *pence != 0)
        .map(|(what, pence)| format!("{} of {what}", short_sum(*pence)))
        .collect();
    let year = |at: usize| {
        let row = fund.financing.get(at)?;
        let debt = row.debt.as_ref();
        let known = |pence: Option<i64>| pence.map_or_else(|| "not known".to_owned(), short_sum);
        Some(context! {
            year => row.year.to_string(),
            spend => short_sum(row.funding.schemes.spend),
            borrowing => short_sum(row.funding.schemes.borrowing),
            cfr => known(debt.map(|d| d.cfr_closing)),
            loans => known(debt.map(|d| d.loans_closing)),
            revenue => known(debt.map(|_| row.revenue.total())),
            financing_share => row.financing_share.map_or_else(|| "not known".to_owned(), share),
        })
    };
    let none: Vec<String> = fund.years_without_mrp().iter().map(ToString::to_string).collect();
    context! {
        first_year => years.first().map(ToString::to_string),
        last_year => years.last().map(ToString::to_string),
        schemes => counted(fund.schemes.len(), "scheme"),
        names => and_list(&fund.schemes.iter().take(MOST).map(|s| s.name.clone()).collect::<Vec<_>>()),
        has_treasury => fund.has_treasury,
        spend => planned.map(|p| short_sum(p.summary.spend)),
        borrowing => planned.map(|p| short_sum(p.summary.borrowing)),
        receipts => planned.map(|p| short_sum(p.summary.receipts)),
        sources => and_list(&sources),
        cfr => planned.map(|p| short_sum(p.summary.cfr)),
        peak_debt => planned.map(|p| short_sum(p.summary.peak_debt)),
        revenue => planned.map(|p| short_sum(p.summary.revenue)),
        revenue_last => planned.map(|p| short_sum(p.summary.revenue_last)),
        financing_share => planned.and_then(|p| p.summary.financing_share).map(share),
        no_mrp => (!none.is_empty()).then(|| and_list(&none)),
        years_over_limit => planned.map_or(0, |p| p.summary.years_over_limit),
        years => (0..years.len()).filter_map(year).collect::<Vec<_>>(),
        scenarios => scenarios(fund),
        scenarios_more => fund.scenarios.len().saturating_sub(MOST),
        scenarios_more_said => counted(fund.scenarios.len().saturating_sub(MOST), "more scenario"),
        flags_more_said => number(fund.flags.len().saturating_sub(MOST)),
        unknown_more_said => number(fund.gaps.len().saturating_sub(3)),
        break_even => fund.break_even.iter().map(|row| context! {
            name => row.name.as_str(),
            year => row.year.to_string(),
            planned => row.planned.map_or_else(|| "not known".to_owned(), short_sum),
            receipt => row.receipt.map(short_sum),
            left => short_sum(row.left),
            nothing_left => row.left == 0,
        }).collect::<Vec<_>>(),
        flags => fund.flags.iter().take(MOST).map(|flag| context! {
            flag => capital(&spoken(flag.kind.word())),
            year => flag.year.map_or_else(String::new, |year| year.to_string()),
            project => flag.scheme.as_str(),
            found => plain(&flag_words(flag)),
        }).collect::<Vec<_>>(),
        flags_more => fund.flags.len().saturating_sub(MOST),
        unknown => fund.gaps.iter().map(|fact| capital(&plain(&programme_gap(fact)))).collect::<Vec<_>>(),
    }
}

fn scenarios(fund: &FundView) -> Value {
    let row = |row: &ScenarioResult| {
        let summary = &row.summary;
        let debt =
            |pence: i64| if fund.has_treasury { short_sum(pence) } else { "not known".to_owned() };
        context! {
            title => plain(&row.title),
            borrowing => short_sum(summary.borrowing),
            cfr => debt(summary.cfr),
            revenue_last => debt(summary.revenue_last),
        }
    };
    fund.scenarios.iter().take(MOST).map(row).collect::<Vec<_>>().into()
}

/// Lasting savings against the targets, by year of the budget; empty without a target.
fn savings(fund: &FundView) -> Value {
    let years = fund.financing.iter().take(fund.budget_years);
    let row = |row: &FinancingRow| {
        let target = row.estate_target.or(row.force_target)?;
        let saved = row.revenue.saving() + row.revenue.other_savings;
        row.debt.as_ref()?;
        Some(context! {
            year => row.year.to_string(),
            whose => if row.estate_target.is_some() { "The estate\u{2019}s share" } else { "The whole body\u{2019}s" },
            target => short_sum(target),
            saved => short_sum(saved),
            gap => if saved >= target { "met".to_owned() } else { short_sum(target - saved) },
        })
    };
    years.filter_map(row).collect::<Vec<_>>().into()
}

/// Initiatives with any sum.
fn describe(fund: &FundView) -> impl Iterator<Item = &InitiativeSum> {
    let sums = |row: &&InitiativeSum| {
        [row.planned_to_date, row.realised_to_date, row.planned_ahead].iter().any(|sum| *sum != 0)
    };
    fund.initiatives.iter().filter(sums)
}

fn benefits(fund: &FundView) -> Value {
    let row = |row: &InitiativeSum| {
        context! {
            initiative => plain(&row.initiative),
            planned => short_sum(row.planned_to_date),
            realised => short_sum(row.realised_to_date),
            proved => match row.proved_to_date {
                Some(proved) => short_sum(proved),
                None if row.realised_to_date == 0 => "–".to_owned(),
                None => evidence(row.evidence).to_owned(),
            },
            ahead => short_sum(row.planned_ahead),
            realisation => row.realisation.map_or_else(|| "not known".to_owned(), |r| {
                per_cent(to_whole(crate::model::ratio_term(thousandths(r).unwrap_or_default()) * 10.0))
            }),
        }
    };
    describe(fund).take(MOST).map(row).collect::<Vec<_>>().into()
}
