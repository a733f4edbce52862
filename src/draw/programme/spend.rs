//! Capital spend by year, and who pays for it.

use super::{
    MOST, budget_end, caption, pounds, unknown,
    years::{self, Years},
};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError, chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{AMBER, Area, BLACK, EDGE, Form, NAVY, SKY, Sheet, VERMILION, WHITE},
    },
    edition::{FundView, SchemeYear, View},
    model::{FinancialYear, decimals, pounds_short},
    wording::more_than,
};

/// Who pays, from the bottom of a column upward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Payer {
    Borrowing,
    Receipts,
    Revenue,
    Grants,
}

impl Payer {
    const ALL: [Self; 4] = [Self::Borrowing, Self::Receipts, Self::Revenue, Self::Grants];

    const fn words(self) -> &'static str {
        match self {
            Self::Borrowing => "Borrowing",
            Self::Receipts => "Capital receipts",
            Self::Revenue => "Revenue and reserves",
            Self::Grants => "Grants",
        }
    }

    /// Returns the beginning of a title.
    const fn pays(self) -> &'static str {
        match self {
            Self::Borrowing => "Borrowing pays",
            Self::Receipts => "Capital receipts pay",
            Self::Revenue => "Revenue and reserves pay",
            Self::Grants => "Grants pay",
        }
    }

    const fn of(self, year: &SchemeYear) -> i64 {
        match self {
            Self::Borrowing => year.borrowing,
            Self::Receipts => year.from_receipts(),
            Self::Revenue => year.from_revenue(),
            Self::Grants => year.from_grants(),
        }
    }

    fn fill(self, sheet: &mut Sheet, area: Area) {
        match self {
            Self::Borrowing => sheet.fill(area, NAVY),
            Self::Receipts => {
                sheet.fill(area, SKY);
                sheet.outline(area, 1.0, NAVY);
            }
            Self::Revenue => {
                sheet.fill(area, AMBER);
                sheet.hatch(area, 6.0, VERMILION);
                sheet.outline(area, 1.0, VERMILION);
            }
            Self::Grants => {
                sheet.fill(area, WHITE);
                sheet.outline(area, 1.5, BLACK);
            }
        }
    }
}

/// Draws the years to the last in which anything is spent; nothing when nothing is.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let spent =
        |year: &SchemeYear| year.spend != 0 || Payer::ALL.iter().any(|payer| payer.of(year) != 0);
    let last = fund.financing.iter().rposition(|year| spent(&year.funding.schemes));
    let Some(last) = last else { return Ok(None) };
    let count = (last + 1).max(fund.budget_years).min(fund.financing.len());
    let all: Vec<(FinancialYear, &SchemeYear)> =
        fund.financing.iter().take(count).map(|year| (year.year, &year.funding.schemes)).collect();
    let years = all.get(..MOST.min(all.len())).unwrap_or(&all);
    let title = title(fund, &all);
    let mut about = vec![
        "Spend is at cash prices, with the policy's inflation, optimism bias and slippage."
            .to_owned(),
    ];
    about.extend(more_than(all.len(), years.len(), "year"));
    about.extend(unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, fund, years, &caption);
    let numbers = ChartNumbers::of(&SpendChart, SpendChart::of(years.iter().copied()))?;
    let text = text(&title, years, &caption);
    Ok(Some(Chart { name: "spend_by_source".to_owned(), title, sheet, numbers, text }))
}

/// Says who pays most of the budget; nothing of it where sums are below zero or too small to write.
fn title(fund: &FundView, all: &[(FinancialYear, &SchemeYear)]) -> String {
    let budget = all.get(..fund.budget_years.min(all.len())).unwrap_or(all);
    let sum = |of: &dyn Fn(&SchemeYear) -> i64| -> i64 {
        budget.iter().map(|(_, year)| of(year)).fold(0, i64::saturating_add)
    };
    let spend = sum(&|year| year.spend);
    let of = |payer: Payer| sum(&|year| payer.of(year));
    let sound =
        pounds_short(spend) != "£0" && spend > 0 && Payer::ALL.iter().all(|payer| of(*payer) >= 0);
    let most = Payer::ALL.into_iter().max_by_key(|payer| (of(*payer), payer.words().len()));
    let Some(most) = most.filter(|_| sound) else {
        return "Capital spend by year and source of finance".to_owned();
    };
    let (words, end) = (pounds_short(spend), budget_end(fund));
    let part = of(most);
    if part >= spend {
        return format!("{} for all {words} planned to {end}", most.pays());
    }
    let share = decimals(part, spend, 2);
    let per_cent = match share.as_str() {
        "1.00" => "over 99%".to_owned(),
        share => format!("{}%", share.trim_start_matches("0.").trim_start_matches('0')),
    };
    format!("{} for {per_cent} of {words} planned to {end}", most.pays())
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    fund: &FundView,
    years: &[(FinancialYear, &SchemeYear)],
    caption: &Caption,
) -> Sheet {
    let shown = "Capital spend by financial year and source, £ a year";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let used = |payer: &Payer| years.iter().any(|(_, year)| payer.of(year) != 0);
    let keys: Vec<Key> = Payer::ALL
        .into_iter()
        .filter(used)
        .map(|payer| Key::new(payer.words(), move |sheet, area| payer.fill(sheet, area)))
        .collect();
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let side = |year: &SchemeYear, sign: i64| -> f64 {
        let sums = Payer::ALL.iter().map(|payer| payer.of(year)).filter(|p| p.signum() == sign);
        sums.map(pounds).sum()
    };
    let low = years.iter().map(|(_, year)| side(year, -1)).fold(0.0, f64::min);
    let high = years.iter().map(|(_, year)| side(year, 1)).fold(0.0, f64::max);
    let spend: Vec<String> = years.iter().map(|(_, year)| pounds_short(year.spend)).collect();
    let borrowing: Vec<String> =
        years.iter().map(|(_, year)| pounds_short(year.borrowing)).collect();
    let names: Vec<String> = years.iter().map(|(year, _)| year.to_string()).collect();
    let widest: Vec<String> = spend.iter().chain(&borrowing).cloned().collect();
    let height = years::height(290.0, frame::foot(form, metrics, caption), y, 2.0);
    let (ends, at) = ((EDGE, form.right()), (y, height));
    let mut body = Years::begin(&mut sheet, metrics, ends, at, &names, (low, high), &widest);
    body.divide(&mut sheet, fund.budget_years, years.len());
    for ((_, year), at) in years.iter().zip(0..) {
        let (mut up, mut down) = (0.0, 0.0);
        for payer in Payer::ALL {
            let sum = pounds(payer.of(year));
            let end = if sum < 0.0 { &mut down } else { &mut up };
            payer.fill(&mut sheet, body.area(at, *end, *end + sum));
            *end += sum;
        }
    }
    body.figures(&mut sheet, metrics, "Spend", &spend);
    body.figures(&mut sheet, metrics, "of which borrowed", &borrowing);
    let y = body.end();
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

chart_table! {
    /// the columns of the chart of capital spend
    SpendChart: file "charts/spend_by_source.csv", key ["financial_year"];
    rows row: (FinancialYear, &'a SchemeYear);
    "financial_year", "Financial year", Year, "", Restricted,
        "the financial year" = row.0;
    "spend", "Spend", Money, "£", Restricted,
        "capital spend of the year: the height of the column" = row.1.spend;
    "borrowing", "Borrowing", Money, "£", Restricted,
        "what of it is financed by borrowing" = Payer::Borrowing.of(row.1);
    "capital_receipts", "Capital receipts", Money, "£", Restricted,
        "what of it is financed by capital receipts" = Payer::Receipts.of(row.1);
    "revenue_and_reserves", "Revenue and reserves", Money, "£", Restricted,
        "what of it is financed by revenue and reserves" = Payer::Revenue.of(row.1);
    "grants", "Grants", Money, "£", Restricted,
        "what of it is financed by grants" = Payer::Grants.of(row.1);
}

fn text(title: &str, years: &[(FinancialYear, &SchemeYear)], caption: &Caption) -> String {
    const DESCRIBED: usize = 6;
    let mut out = vec![
        format!("{title}."),
        "Columns of capital spend by financial year, divided by source of finance.".to_owned(),
    ];
    out.extend(years.iter().take(DESCRIBED).map(|(name, year)| {
        let parts = Payer::ALL.iter().filter(|payer| payer.of(year) != 0);
        let parts: Vec<String> = parts
            .map(|p| format!("{} {}", p.words().to_lowercase(), pounds_short(p.of(year))))
            .collect();
        let parts =
            if parts.is_empty() { String::new() } else { format!("; {}", parts.join(", ")) };
        format!("{name}: {} spent{parts}.", pounds_short(year.spend))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
