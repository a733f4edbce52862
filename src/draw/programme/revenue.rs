//! The revenue cost over the budget, step by step: charges added, savings deducted.

use super::{budget_end, caption, pounds, scale, unknown};
use crate::{
    draw::{
        Chart, ChartNumbers, DrawError,
        bars::{Bars, Label},
        chart_table,
        font_metrics::FontMetrics,
        frame::{self, Caption, Key},
        sheet::{Area, BLACK, Form, GREY, Line, NAVY, SKY, Sheet},
    },
    edition::{FundView, RevenueYear, View},
    model::pounds_short,
    wording::count_of,
};

/// Room for a sum beside its bar.
const VALUE: f64 = 84.0;

/// One step: its name, its name in a title, and what it adds.
type Step = (&'static str, &'static str, fn(&RevenueYear) -> i64);

const STEPS: [Step; 10] = [
    ("Minimum revenue provision (MRP)", "MRP", |y| y.mrp),
    ("Voluntary provision", "voluntary provision", |y| y.voluntary),
    ("Interest on loans", "interest", |y| y.interest),
    ("Investment income forgone", "income forgone", |y| y.income_forgone),
    ("Revenue contributions to capital", "capital contributions", |y| y.revenue_contribution),
    ("One-off revenue", "one-off costs", |y| y.one_off),
    ("Change in running cost", "running cost", |y| y.running_cost),
    ("Rent in", "rent in", |y| -y.rent_in),
    ("Other savings", "other savings", |y| -y.other_savings),
    ("Interest on receipts held", "receipt interest", |y| -y.receipts_interest),
];

/// Draws the steps that are not zero, and the total; nothing without a treasury or where all are zero.
pub(super) fn chart(
    view: &View,
    fund: &FundView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    if !fund.has_treasury {
        return Ok(None);
    }
    let budget: Vec<&RevenueYear> =
        fund.financing.iter().take(fund.budget_years).map(|year| &year.revenue).collect();
    let sum = |read: fn(&RevenueYear) -> i64| {
        budget.iter().fold(0_i64, |sum, y| sum.saturating_add(read(y)))
    };
    let steps: Vec<(&Step, i64)> = STEPS.iter().map(|step| (step, sum(step.2))).collect();
    let steps: Vec<(&Step, i64)> = steps.into_iter().filter(|(_, pence)| *pence != 0).collect();
    if steps.is_empty() {
        return Ok(None);
    }
    let total = sum(RevenueYear::total);
    let title = title(fund, &steps, total);
    let years = count_of(fund.budget_years, "year", "years");
    let mut about = vec![format!(
        "Shown: cash totals over {years} of the budget, to {}, for the programme and for the decisions taken \
         about sites.",
        budget_end(fund)
    )];
    about.extend(unknown(fund));
    let caption = caption(view, about);
    let sheet = sheet(metrics, form, &title, &steps, total, &caption);
    let parts = steps.iter().map(|((name, ..), pence)| (*name, *pence));
    let parts = parts.chain([("Revenue cost", total)]);
    let numbers = ChartNumbers::of(&RevenueEffectChart, RevenueEffectChart::of(parts))?;
    let text = text(&title, &steps, total, &caption);
    Ok(Some(Chart { name: "revenue_effect".to_owned(), title, sheet, numbers, text }))
}

fn title(fund: &FundView, steps: &[(&Step, i64)], total: i64) -> String {
    let end = budget_end(fund);
    let most = |sign: i64| {
        let of_sign = steps.iter().filter(|(_, pence)| pence.signum() == sign);
        of_sign.max_by_key(|(_, pence)| pence.abs())
    };
    let (verb, size, largest) = match total {
        // Less than half a pound cannot be written.
        -49..=49 => return format!("Revenue charges and savings balance to {end}"),
        50.. => ("cost is", total, most(1)),
        _ => ("saving is", total.saturating_neg(), most(-1)),
    };
    let largest = largest
        .map(|((_, name, _), pence)| format!("; largest: {name}, {}", pounds_short(pence.abs())));
    format!("Revenue {verb} {} to {end}{}", pounds_short(size), largest.unwrap_or_default())
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    steps: &[(&Step, i64)],
    total: i64,
    caption: &Caption,
) -> Sheet {
    let shown = "Effect of the programme and decisions on the revenue budget, £ over the years of the budget";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let mut keys = Vec::new();
    if steps.iter().any(|(_, pence)| *pence > 0) {
        keys.push(Key::new("Adds", |sheet, area| bar(sheet, area, 1)));
    }
    if steps.iter().any(|(_, pence)| *pence < 0) {
        keys.push(Key::new("Reduces", |sheet, area| bar(sheet, area, -1)));
    }
    keys.push(Key::new("Total", |sheet, area| sheet.fill(area, BLACK)));
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let mut ends = vec![0_i64];
    for (_, pence) in steps {
        ends.push(ends.last().copied().unwrap_or(0).saturating_add(*pence));
    }
    let points = (form.either(256.0, 280.0), form.right() - VALUE);
    let axis = scale(metrics, ends.iter().copied().map(pounds), 8.0, points);
    let names = steps.iter().map(|((name, ..), _)| *name).chain(["Revenue cost"]);
    let labels: Vec<Label> =
        names.map(|name| Label { before: String::new(), name: name.to_owned() }).collect();
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    let label = |sheet: &mut Sheet, area: &Area, words: String| {
        let baseline = f64::midpoint(area.top, area.bottom) + 5.0;
        sheet.text(Line::new(words, area.right + 8.0, baseline, 14.0).bold());
    };
    for (((_, pence), window), at) in steps.iter().zip(ends.windows(2)).zip(0..) {
        let [from, to] = window else { continue };
        let area = bars.area(at, pounds(*from), pounds(*to));
        bar(&mut sheet, area, pence.signum());
        let sign = if *pence > 0 { "+" } else { "" };
        label(&mut sheet, &area, format!("{sign}{}", pounds_short(*pence)));
        let x = axis.at(pounds(*to));
        let (below, next) = (area.bottom, bars.area(at + 1, 0.0, 0.0).top);
        sheet.stroke((x, below), (x, next), 1.0, GREY);
    }
    let area = bars.area(u32::try_from(steps.len()).unwrap_or(0), 0.0, pounds(total));
    sheet.fill(area, BLACK);
    label(&mut sheet, &area, pounds_short(total));
    let y = bars.end(&mut sheet, "Revenue cost (£ over the budget)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

fn bar(sheet: &mut Sheet, area: Area, sign: i64) {
    if sign > 0 {
        sheet.fill(area, NAVY);
    } else {
        sheet.fill(area, SKY);
        sheet.hatch(area, 6.0, NAVY);
        sheet.outline(area, 1.0, NAVY);
    }
}

chart_table! {
    /// the steps of the chart of the revenue cost
    RevenueEffectChart: file "charts/revenue_effect.csv", key ["part"];
    rows row: (&'static str, i64);
    "part", "Part", Text, "", Restricted,
        "what adds to it or reduces it; the last is the whole" = row.0;
    "over_the_budget", "Over the budget", Money, "£", Restricted,
        "revenue cost over the years of the budget; what reduces it is negative" = row.1;
}

fn text(title: &str, steps: &[(&Step, i64)], total: i64, caption: &Caption) -> String {
    let mut out = vec![
        format!("{title}."),
        "Bars in steps from zero to the revenue cost over the budget.".to_owned(),
    ];
    out.extend(steps.iter().map(|((name, ..), pence)| {
        let way = if *pence > 0 { "adds" } else { "reduces it by" };
        format!("{name} {way} {}.", pounds_short(pence.abs()))
    }));
    out.push(format!("Total {}.", pounds_short(total)));
    out.extend(caption.sentences());
    out.join(" ")
}
