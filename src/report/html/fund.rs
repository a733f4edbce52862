//! The sections about the capital programme and about benefits.

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::{BenefitRow, FundView, InitiativeSum, View},
    model::{FinancialYear, decimals, pounds, pounds_short},
    report::{
        fund::{Line, parts},
        tables::Cell,
    },
    tables::Kind,
    wording::{
        and_list, evidence, flag as flag_words, long_date, programme_gap, revenue_part, spoken,
    },
};

/// Lines of a sheet that are sums of the lines above them.
const SUMS: [&str; 7] = [
    "spend",
    "borrowing",
    "cfr_closing",
    "loans_closing",
    "gross_debt",
    "revenue_effect",
    "financing_share",
];

/// Returns the capital programme over the years of the budget; `None` without one.
pub(super) fn programme(view: &View) -> Option<Value> {
    let fund = view.fund.as_ref().filter(|fund| !fund.years.is_empty())?;
    let years = &fund.financing[..fund.budget_years.min(fund.financing.len())];
    let parts: Vec<Value> = parts(years)
        .iter()
        .filter_map(|part| {
            let lines: Vec<Value> = part
                .lines
                .iter()
                .filter_map(|Line { column, cells }| {
                    let blank = cells.iter().all(is_blank);
                    let is_sum = SUMS.contains(&column.name);
                    let is_share = column.kind == Kind::Share;
                    (!blank || is_sum && cells.iter().any(|c| *c != Cell::Empty)).then(|| {
                        context! {
                            heading => column.heading,
                            is_sum,
                            cells => list(cells, |cell| shown(cell, is_share).into()),
                        }
                    })
                })
                .collect();
            (!lines.is_empty()).then(|| context! { heading => part.heading, lines })
        })
        .collect();
    Some(context! {
        says => says(fund).into_iter().chain(part_year(view, fund)).collect::<Vec<_>>(),
        years => list(years, |row| row.year.to_string().into()),
        parts,
        scenarios => scenarios(fund),
        effects => effects(fund),
        break_even => list(&fund.break_even, |row| {
            let site = if row.site_id.is_empty() { "its site" } else { &row.site_id };
            let planned = row.planned.map_or("not known".to_owned(), pounds);
            let receipt = row.receipt.map_or("more than £1bn".to_owned(), pounds);
            let (id, name, year) = (&row.project_id, &row.name, &row.year);
            let before = match row.before {
                0 => String::new(),
                pence => format!(" ({} of it for spend before the programme)", pounds(pence)),
            };
            format!(
                "{id}, {name}: a sale of {site} in {year} for {receipt} before costs{before} would remove the \
                 borrowing; the planned receipt is {planned}."
            )
            .into()
        }),
        flags => list(&fund.flags, |flag| {
            let of = flag.year.map(|year| year.to_string()).into_iter().chain(Some(flag.scheme.clone()));
            let of: Vec<String> = of.filter(|t| !t.is_empty()).collect();
            context! { flag => spoken(flag.kind.word()), of => of.join(", "), found => flag_words(flag) }
        }),
        unknown => list(&fund.gaps, |fact| programme_gap(fact).into()),
    })
}

fn is_blank(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(digits, _) => digits.trim_matches(['0', '.', '-']).is_empty(),
        _ => true,
    }
}

/// A sum in whole pounds, a fraction as a percentage; `None` is not known.
fn shown(cell: &Cell<'_>, is_fraction: bool) -> Option<String> {
    let Cell::Number(digits, _) = cell else { return None };
    let whole: i64 = digits.replace('.', "").parse().ok()?;
    Some(if is_fraction { format!("{}%", decimals(whole, 100, 1)) } else { pounds(whole) })
}

/// Says from when decisions count in a first year that has begun; `None` where it has not, or nothing is decided.
fn part_year(view: &View, fund: &FundView) -> Option<String> {
    let first = fund.years.first()?;
    let has_begun = FinancialYear::containing(view.as_of) == *first;
    (has_begun && !fund.reconciliation.is_empty()).then(|| {
        let on = long_date(view.as_of);
        format!(
            "The effect of site decisions in {first} is counted from {on}, the date of the data."
        )
    })
}

/// The programme in sentences.
fn says(fund: &FundView) -> Vec<String> {
    let years = &fund.financing[..fund.budget_years.min(fund.financing.len())];
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Vec::new() };
    let span = if first.year == last.year {
        format!("In {}", first.year)
    } else {
        format!("From {} to {}", first.year, last.year)
    };
    let sum = |of: fn(&crate::edition::SchemeYear) -> i64| {
        years.iter().map(|row| of(&row.funding.schemes)).sum::<i64>()
    };
    let (spend, borrowing) = (sum(|y| y.spend), sum(|y| y.borrowing));
    let mut says = vec![match (spend, borrowing) {
        (0, _) => format!("{span} there is no capital spend."),
        (spend, 0) => {
            format!("{span} capital spend is {}, with no borrowing.", pounds_short(spend))
        }
        (spend, borrowing) => format!(
            "{span} capital spend is {}, of which {} is financed by borrowing.",
            pounds_short(spend),
            pounds_short(borrowing)
        ),
    }];
    if let (Some(opening), Some(closing)) = (first.debt, last.debt) {
        says.push(format!(
            "The capital financing requirement moves from {} to {}; at the end {} is external loans and {} is \
             internal borrowing.",
            pounds_short(opening.cfr_opening),
            pounds_short(closing.cfr_closing),
            pounds_short(closing.loans_closing),
            pounds_short(closing.internal_borrowing)
        ));
        let none = fund.years_without_mrp();
        if !none.is_empty() {
            let years = and_list(&none.iter().map(ToString::to_string).collect::<Vec<_>>());
            says.push(format!(
                "No minimum revenue provision (MRP) is due in {years}: the opening requirement is nil or \
                 negative."
            ));
        }
        let share = last.financing_share.map_or_else(String::new, |share| {
            let percent = (share * rust_decimal::Decimal::ONE_HUNDRED).round_dp(1);
            format!(" Financing costs are then {percent}% of the net revenue stream.")
        });
        says.push(format!(
            "The revenue cost is {} in {}.{share}",
            pounds_short(last.revenue.total()),
            last.year
        ));
    } else {
        says.push(
            "Debt and the revenue cost are not known, because no treasury figures are recorded."
                .to_owned(),
        );
    }
    says
}

fn scenarios(fund: &FundView) -> Value {
    if !fund.has_treasury {
        return Value::from(());
    }
    list(&fund.scenarios, |row| {
        let s = &row.summary;
        let sums = [s.spend, s.borrowing, s.new_loans, s.peak_debt, s.revenue, s.revenue_last];
        context! {
            title => row.title.as_str(),
            sums => list(&sums, |sum| pounds_short(*sum).into()),
            over => s.years_over_limit,
        }
    })
}

fn effects(fund: &FundView) -> Value {
    if !fund.has_treasury || fund.effects.is_empty() {
        return Value::from(());
    }
    list(&fund.effects, |row| {
        let sums = [row.in_budget, row.borrowing, row.cfr, row.peak_debt];
        context! {
            id => row.part.id(),
            name => revenue_part(&row.part),
            sums => list(&sums, |sum| pounds_short(*sum).into()),
        }
    })
}

/// Returns the register of benefits; `None` without one.
pub(super) fn benefits(view: &View) -> Option<Value> {
    let fund = view.fund.as_ref().filter(|fund| !fund.benefits.is_empty())?;
    Some(context! {
        initiatives => list(&fund.initiatives, initiative),
        lines => list(&fund.benefits, line),
    })
}

fn percent(share: Option<rust_decimal::Decimal>) -> Option<String> {
    let share = share?.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?;
    Some(format!("{}%", share.round_dp(0)))
}

fn initiative(row: &InitiativeSum) -> Value {
    context! {
        name => row.initiative.as_str(),
        planned => pounds(row.planned_to_date),
        realised => pounds(row.realised_to_date),
        proved => match row.proved_to_date {
            Some(proved) => pounds(proved),
            None if row.realised_to_date == 0 => "–".to_owned(),
            None => evidence(row.evidence).to_owned(),
        },
        rate => percent(row.realisation),
        ahead => pounds(row.planned_ahead),
        forecast => pounds(row.forecast),
        cost => row.cost.map(pounds),
        returns => percent(row.return_on_investment),
        twice => (row.double_counted != 0).then(|| pounds(row.double_counted)),
    }
}

fn line(row: &BenefitRow) -> Value {
    let fall = row.fall.map(|fall| {
        let since = row.before_year.map_or_else(String::new, |year| year.to_string());
        format!("{} since {since}", pounds(fall))
    });
    context! {
        id => row.benefit_id.as_str(),
        initiative => row.initiative.as_str(),
        site => row.site_id.as_str(),
        year => row.year.to_string(),
        status => row.status.map(|status| status.word()).unwrap_or_default(),
        planned => row.planned.map(pounds),
        realised => row.realised.map(pounds),
        fall,
        proof => spoken(row.proof.word()),
        evidence => row.evidence.as_str(),
    }
}
