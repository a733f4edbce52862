//! The capital financing requirement against debt and its limits, by year.

use super::{
    MOST, caption, pounds,
    years::{self, Years},
};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError, chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{AMBER, Area, BLACK, EDGE, Form, NAVY, SKY, Sheet, VERMILION, WHITE},
    },
    edition::{DebtYear, FinancingRow, FundView, View},
    model::pounds_short,
    wording::{count_of, more_than, number},
};

/// One year with what is owed in it.
struct Year<'a> {
    row: &'a FinancingRow,
    debt: DebtYear,
}

impl Year<'_> {
    /// Tells whether debt is above the authorised limit; `None` where no limit is given.
    fn is_over(&self) -> Option<bool> {
        self.row.authorised_limit.map(|limit| self.debt.gross_debt > limit)
    }

    /// Returns loans above what is required for loans.
    const fn above(&self) -> i64 {
        if self.debt.internal_borrowing < 0 { -self.debt.internal_borrowing } else { 0 }
    }

    /// Returns leases and PFI.
    const fn other(&self) -> i64 {
        self.debt.gross_debt - self.debt.loans_closing
    }
}

/// What a column and its marks may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Loans,
    Other,
    Internal,
    Above,
    Requirement,
    Limit,
    Boundary,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Loans,
        Self::Other,
        Self::Internal,
        Self::Above,
        Self::Requirement,
        Self::Limit,
        Self::Boundary,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::Loans => "Loans",
            Self::Other => "Leases and PFI",
            Self::Internal => "Internal borrowing",
            Self::Above => "Loans above the requirement",
            Self::Requirement => "Capital financing requirement",
            Self::Limit => "Authorised limit",
            Self::Boundary => "Operational boundary",
        }
    }

    fn is_used(self, years: &[Year<'_>]) -> bool {
        years.iter().any(|year| match self {
            Self::Loans => year.debt.loans_closing != 0,
            Self::Other => year.other() != 0,
            Self::Internal => year.debt.internal_borrowing > 0,
            Self::Above => year.above() > 0,
            Self::Requirement => true,
            Self::Limit => year.row.authorised_limit.is_some(),
            Self::Boundary => year.row.operational_boundary.is_some(),
        })
    }

    /// Draws it into a rectangle; a line along its upper edge.
    fn draw(self, sheet: &mut Sheet, area: Area) {
        let (from, to) = ((area.left, area.top), (area.right, area.top));
        match self {
            Self::Loans => sheet.fill(area, NAVY),
            Self::Other => {
                sheet.fill(area, AMBER);
                sheet.hatch(area, 6.0, VERMILION);
                sheet.outline(area, 1.0, VERMILION);
            }
            Self::Internal => {
                sheet.fill(area, SKY);
                sheet.outline(area, 1.0, NAVY);
            }
            Self::Above => {
                sheet.fill(area, WHITE);
                sheet.hatch(area, 5.0, BLACK);
                sheet.outline(area, 1.5, BLACK);
            }
            Self::Requirement => sheet.stroke(from, to, 3.0, BLACK),
            Self::Limit => {
                // White below, so that it is seen on columns.
                sheet.stroke(from, to, 5.0, WHITE);
                sheet.dashes(from, to, 2.5, VERMILION);
            }
            Self::Boundary => {
                let mut x = from.0 + 2.0;
                while x < to.0 {
                    sheet.rimmed((x, from.1), 3.0, (BLACK, WHITE), 1.2);
                    x += 7.0;
                }
            }
        }
    }
}

/// Draws the first years followed; nothing without a treasury, or where nothing is required or owed.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let all: Vec<Year<'_>> =
        fund.financing.iter().filter_map(|row| Some(Year { row, debt: row.debt? })).collect();
    if all.iter().all(|year| year.debt.cfr_closing == 0 && year.debt.gross_debt == 0) {
        return Ok(None);
    }
    let years = all.get(..MOST.min(all.len())).unwrap_or(&all);
    let title = title(&all);
    let mut about = vec![
        "Balances at the end of each year. The requirement is capital spend not yet paid for; debt is loans, \
         leases and PFI."
            .to_owned(),
    ];
    if Part::Limit.is_used(&all) && all.iter().any(|year| year.is_over().is_none()) {
        about.push("No limit is drawn for years without one.".to_owned());
    } else if !Part::Limit.is_used(&all) {
        about.push("No authorised limit is given.".to_owned());
    }
    let above = all.iter().filter(|year| year.above() > 0).count();
    if above > 0 {
        let years = count_of(above, "year", "years");
        about.push(format!(
            "Loans are above the requirement in {years}, because existing loans are not repaid early."
        ));
    }
    about.extend(more_than(all.len(), years.len(), "year"));
    about.extend(super::unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, fund, years, &caption);
    let numbers = ChartNumbers::of(&RequirementChart, RequirementChart::of(years.iter()))?;
    let text = text(&title, years, &caption);
    Ok(Some(Chart { name: "requirement_and_debt".to_owned(), title, sheet, numbers, text }))
}

/// Says where debt peaks, and first of all what is amiss with it.
fn title(all: &[Year<'_>]) -> String {
    let over: Vec<&Year<'_>> = all.iter().filter(|year| year.is_over() == Some(true)).collect();
    match over.as_slice() {
        [] => {}
        [only] => return format!("Debt exceeds the authorised limit in {}", only.row.year),
        more => {
            return format!("Debt exceeds the authorised limit in {} years", number(more.len()));
        }
    }
    let above: Vec<&Year<'_>> = all.iter().filter(|year| year.above() > 0).collect();
    match above.as_slice() {
        [] => {}
        [only] => return format!("Borrowing exceeds the requirement in {}", only.row.year),
        more => {
            let count = number(more.len());
            return format!("Borrowing exceeds the requirement in {count} years");
        }
    }
    // The first of equal peaks.
    let peak = |of: fn(&DebtYear) -> i64| all.iter().rev().max_by_key(|year| of(&year.debt));
    match peak(|debt| debt.gross_debt) {
        Some(year) if year.debt.gross_debt > 0 => {
            let (sum, name) = (pounds_short(year.debt.gross_debt), &year.row.year);
            let within = if year.is_over() == Some(false) { ", within the limit" } else { "" };
            format!("Debt peaks at {sum} in {name}{within}")
        }
        _ => {
            let most = peak(|debt| debt.cfr_closing).map_or(0, |year| year.debt.cfr_closing);
            format!("No debt in any year; requirement peaks at {}", pounds_short(most))
        }
    }
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    fund: &FundView,
    years: &[Year<'_>],
    caption: &Caption,
) -> Sheet {
    let shown =
        "Capital financing requirement, borrowing and debt limits, £ at the end of each year";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let keys: Vec<Key> = Part::ALL
        .into_iter()
        .filter(|part| part.is_used(years))
        .map(|part| {
            Key::new(part.words(), move |sheet, area| {
                let is_line = matches!(part, Part::Requirement | Part::Limit | Part::Boundary);
                let top = if is_line { f64::midpoint(area.top, area.bottom) } else { area.top };
                part.draw(sheet, Area { top, ..area });
            })
        })
        .collect();
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let sums = || {
        years.iter().flat_map(|year| {
            let limits = [year.row.authorised_limit, year.row.operational_boundary];
            let debt = &year.debt;
            [debt.cfr_closing, debt.gross_debt, debt.cfr_loans]
                .into_iter()
                .chain(limits.into_iter().flatten())
                .map(pounds)
        })
    };
    let (low, high) = (sums().fold(0.0, f64::min), sums().fold(0.0, f64::max));
    let shown = |of: &dyn Fn(&Year<'_>) -> Option<i64>| -> Vec<String> {
        years.iter().map(|year| of(year).map_or_else(String::new, pounds_short)).collect()
    };
    let required = shown(&|year| Some(year.debt.cfr_closing));
    let owed = shown(&|year| Some(year.debt.gross_debt));
    let limits = shown(&|year| year.row.authorised_limit);
    let widest: Vec<String> = required.iter().chain(&owed).chain(&limits).cloned().collect();
    let names: Vec<String> = years.iter().map(|year| year.row.year.to_string()).collect();
    let figures = if Part::Limit.is_used(years) { 3.0 } else { 2.0 };
    let height = years::height(330.0, frame::foot(form, metrics, caption), y, figures);
    let (ends, at) = ((EDGE, form.right()), (y, height));
    let mut body = Years::begin(&mut sheet, metrics, ends, at, &names, (low, high), &widest);
    body.divide(&mut sheet, fund.budget_years, years.len());
    for (year, at) in years.iter().zip(0..) {
        column(&mut sheet, &body, at, year);
    }
    lines(&mut sheet, &body, years);
    body.figures(&mut sheet, metrics, "Requirement", &required);
    body.figures(&mut sheet, metrics, "Debt", &owed);
    if Part::Limit.is_used(years) {
        body.figures(&mut sheet, metrics, "Authorised limit", &limits);
    }
    let y = body.end();
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Draws a column: loans, leases and PFI, then what is borrowed internally up to the requirement.
fn column(sheet: &mut Sheet, body: &Years, at: usize, year: &Year<'_>) {
    let loans = pounds(year.debt.loans_closing);
    let gross = pounds(year.debt.gross_debt);
    let mut put = |part: Part, from: f64, to: f64| {
        if (from - to).abs() > 0.0 {
            part.draw(sheet, body.area(at, from, to));
        }
    };
    put(Part::Loans, 0.0, loans);
    put(Part::Other, loans, gross);
    if year.above() > 0 {
        put(Part::Above, (gross - pounds(year.above())).max(0.0), gross);
    } else {
        put(Part::Internal, gross, gross + pounds(year.debt.internal_borrowing));
    }
}

/// Draws requirement and limits over the columns, in steps.
fn lines(sheet: &mut Sheet, body: &Years, years: &[Year<'_>]) {
    let mut step = |part: Part, of: &dyn Fn(&Year<'_>) -> Option<i64>| {
        let mut before: Option<f64> = None;
        for (year, at) in years.iter().zip(0..) {
            let Some(top) = of(year).map(|pence| body.axis.at(pounds(pence))) else {
                before = None;
                continue;
            };
            let (left, right) = body.ends(at);
            part.draw(sheet, Area { left, top, right, bottom: top });
            if let Some(from) =
                before.filter(|from| part == Part::Requirement && (*from - top).abs() > 0.0)
            {
                sheet.stroke((left, from), (left, top), 3.0, BLACK);
            }
            before = Some(top);
        }
    };
    step(Part::Boundary, &|year| year.row.operational_boundary);
    step(Part::Limit, &|year| year.row.authorised_limit);
    step(Part::Requirement, &|year| Some(year.debt.cfr_closing));
}

chart_table! {
    /// the columns of the chart of the capital financing requirement and debt
    RequirementChart: file "charts/requirement_and_debt.csv", key ["financial_year"];
    rows row: &'a Year<'a>;
    "financial_year", "Financial year", Year, "", Restricted,
        "the financial year" = row.row.year;
    "requirement", "Capital financing requirement", Money, "£", Restricted,
        "capital financing requirement at the end of the year" = row.debt.cfr_closing;
    "loans", "Loans", Money, "£", Restricted,
        "loans at the end of the year" = row.debt.loans_closing;
    "leases_and_pfi", "Leases and PFI", Money, "£", Restricted,
        "debt of leases and PFI" = row.other();
    "debt", "Debt", Money, "£", Restricted,
        "gross debt: loans, leases and PFI" = row.debt.gross_debt;
    "internal_borrowing", "Internal borrowing", Money, "£", Restricted,
        "what of the requirement is met from own cash; negative where debt is above it" = row.debt.internal_borrowing;
    "operational_boundary", "Operational boundary", Money, "£", Restricted,
        "the operational boundary for debt; empty is not given" = row.row.operational_boundary;
    "authorised_limit", "Authorised limit", Money, "£", Restricted,
        "the authorised limit for debt; empty is not given" = row.row.authorised_limit;
}

fn text(title: &str, years: &[Year<'_>], caption: &Caption) -> String {
    const DESCRIBED: usize = 6;
    let mut out = vec![
        format!("{title}."),
        "Columns by financial year of loans, leases and internal borrowing, with the capital financing requirement and the debt limits as lines."
            .to_owned(),
    ];
    out.extend(years.iter().take(DESCRIBED).map(|year| {
        let limit = year.row.authorised_limit;
        let limit = limit.map(|l| format!(", authorised limit {}", pounds_short(l)));
        format!(
            "{}: requirement {}, debt {}{}.",
            year.row.year,
            pounds_short(year.debt.cfr_closing),
            pounds_short(year.debt.gross_debt),
            limit.unwrap_or_default()
        )
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
