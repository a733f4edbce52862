//! Running cost by site: stacked by the estate's four largest categories and the rest.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label},
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key, Page},
    sheet::{Area, BLACK, Colour, Form, GREY, Line, NAVY, SKY, Sheet, VERMILION, WHITE, YELLOW},
    site_names::names,
};
use crate::{
    edition::{SiteRow, View},
    model::{CostCategory, pounds_short, ratio_term, with_thousands},
    wording::{capital, count_of, first_words, left_over, number},
};

/// From the bars to the right end of what is drawn.
const BARS_END: f64 = 70.0;
/// Categories drawn by themselves.
const TOP: usize = 4;
/// The colours of the categories, from dark to light, with the colour of words upon them.
const COLOURS: [(Colour, Colour); TOP] =
    [(NAVY, WHITE), (VERMILION, BLACK), (SKY, BLACK), (YELLOW, BLACK)];

/// A site's running cost as it is drawn, in pence.
struct Row<'a> {
    name: String,
    total: i64,
    /// One a category drawn, then the rest.
    parts: Vec<i64>,
    site: &'a SiteRow,
}

/// Draws the sites whose running cost is known, dearest first, 25 a page.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let top = top(view);
    let named = names(&view.sites, metrics);
    let mut rows: Vec<_> = named
        .into_iter()
        .zip(&view.sites)
        .filter_map(|(name, site)| {
            let total = site.running_cost?;
            Some(Row { name, total, parts: parts(site, total, &top), site })
        })
        .collect();
    rows.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.site.site_id.cmp(&b.site.site_id)));
    let pages = frame::pages(form, &rows);
    pages.iter().map(|page| chart(view, metrics, (&rows, page), &top, form)).collect()
}

/// Returns the estate's largest categories; the one called "other" belongs to the rest.
fn top(view: &View) -> Vec<CostCategory> {
    let mut costs: Vec<(CostCategory, i64)> =
        view.totals.costs.iter().map(|c| (c.category, c.pence)).collect();
    if costs.is_empty() {
        let of = |category: CostCategory| {
            let lines = view.sites.iter().flat_map(|s| &s.costs);
            let pence = lines.filter(|c| c.category == category).map(|c| c.pence);
            (category, pence.fold(0, i64::saturating_add))
        };
        costs = CostCategory::ALL.iter().map(|c| of(*c)).filter(|(_, p)| *p != 0).collect();
        costs.sort_by_key(|(_, pence)| std::cmp::Reverse(*pence));
    }
    let named = costs.into_iter().map(|(category, _)| category);
    named.filter(|c| *c != CostCategory::Other).take(TOP).collect()
}

/// Returns a site's cost by category drawn, and last what is left of its total.
fn parts(site: &SiteRow, total: i64, top: &[CostCategory]) -> Vec<i64> {
    let of = |category: &CostCategory| {
        let lines = site.costs.iter().filter(|c| c.category == *category);
        lines.map(|c| c.pence).fold(0, i64::saturating_add)
    };
    let mut parts: Vec<i64> = top.iter().map(of).collect();
    let named = parts.iter().copied().fold(0, i64::saturating_add);
    parts.push(total.saturating_sub(named));
    parts
}

fn chart(
    view: &View,
    metrics: &FontMetrics,
    (all, page): (&[Row], &Page<Row>),
    top: &[CostCategory],
    form: Form,
) -> Result<Chart, DrawError> {
    let title = title(all, page);
    let caption = Caption::of(view, about(view, all, page, form));
    let shown = format!("Running cost by site and category, {}, £ a year", view.cost_year);
    let sheet = sheet((metrics, form), (&title, &shown), all, page, top, &caption);
    Ok(Chart {
        name: page.name("running_cost"),
        sheet,
        numbers: numbers(page.rows, top)?,
        text: text(&title, page, top, &caption),
        title,
    })
}

/// Returns the message: how few sites take at least half, where that can be said.
fn title(all: &[Row], page: &Page<Row>) -> String {
    let count = all.len();
    let sites = with_thousands(&count.to_string());
    if page.number > 1 {
        return format!("Running cost of sites {} to {} of {sites}", page.first, page.last);
    }
    let (Some(most), Some(least)) = (all.first(), all.last()) else { return String::new() };
    let total: i128 = all.iter().map(|r| i128::from(r.total)).sum();
    let cost = pounds_short(most.total);
    if count == 1 {
        return format!("{} costs {cost} a year to run", first_words(&most.name, 4));
    }
    if most.total == least.total {
        return format!("All {sites} sites cost the same to run: {cost}");
    }
    if least.total < 0 || total <= 0 || count < 4 {
        let tied = all.iter().filter(|r| r.total == most.total).count();
        return if tied > 1 {
            format!("{} sites cost most to run: {cost} each", capital(&number(tied)))
        } else {
            format!("{} costs most to run: {cost}", first_words(&most.name, 5))
        };
    }
    let mut sum = 0;
    let mut few = 0;
    for row in all {
        sum += i128::from(row.total);
        few += 1;
        if sum * 2 >= total {
            break;
        }
    }
    let share = (sum * 200 + total) / (total * 2);
    let take = if few == 1 { "takes" } else { "take" };
    format!("{} of {sites} sites {take} {share}% of running cost", capital(&number(few)))
}

fn about(view: &View, all: &[Row], page: &Page<Row>, form: Form) -> Vec<String> {
    let total = count_of(all.len(), "site", "sites");
    let mut about = vec![if page.first == page.last {
        format!("Shown: {total} with a known running cost, number {}.", page.first)
    } else {
        let (first, last) = (page.first, page.last);
        format!("Shown: numbers {first} to {last} of {total} with a known running cost.")
    }];
    if page.number == 1 {
        about.push("Shares are of these sites' cost.".to_owned());
    }
    about.extend(left_over(all.len(), form.drawn(all.len())));
    let unknown = view.sites.len().saturating_sub(all.len());
    if unknown > 0 {
        let (sites, are) = if unknown == 1 { ("site", "is") } else { ("sites", "are") };
        let unknown = capital(&number(unknown));
        about.push(format!("{unknown} {sites} without a known running cost {are} left out."));
    }
    if page.rows.iter().any(has_refund) {
        let refunds =
            "Refunds are drawn left of zero; the black mark and the figure are the net cost.";
        about.push(refunds.to_owned());
    }
    about
}

fn has_refund(row: &Row) -> bool {
    row.parts.iter().any(|p| *p < 0)
}

fn pounds(pence: i64) -> f64 {
    ratio_term(pence) / 100.0
}

/// Returns the sum of a row's costs and the sum of its refunds, in pounds.
fn reach(row: &Row) -> (f64, f64) {
    let sum =
        |keep: fn(&f64) -> bool| -> f64 { row.parts.iter().map(|p| pounds(*p)).filter(keep).sum() };
    (sum(|p| *p < 0.0), sum(|p| *p > 0.0))
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    (title, shown): (&str, &str),
    all: &[Row],
    page: &Page<Row>,
    top: &[CostCategory],
    caption: &Caption,
) -> Sheet {
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let count = top.len();
    let key = |n: usize| {
        let words = top.get(n).map_or("Other", |c| c.label());
        Key::new(words, move |sheet, area| segment(sheet, area, n, count))
    };
    let keys: Vec<_> = (0..=count).map(key).collect();
    let y = frame::legend(&mut sheet, metrics, y, &keys);

    let labels: Vec<_> =
        page.rows.iter().map(|r| Label { before: String::new(), name: r.name.clone() }).collect();
    // Every page has the same scale, so that bars can be compared across them.
    let drawn = || all.iter().take(form.drawn(all.len())).map(reach);
    let low = drawn().map(|r| r.0).fold(0.0, f64::min);
    let high = drawn().map(|r| r.1).fold(0.0, f64::max);
    let axis = {
        let points = (form.either(200.0, 330.0), form.right() - BARS_END);
        Axis::over(low, high, 1.0, form.either(6.0, 9.0), points)
    };
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    for (at, row) in (0..).zip(page.rows) {
        bar(&mut sheet, metrics, &bars, at, row, count);
    }
    let y = bars.end(&mut sheet, "Running cost (£ a year)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Fills the rectangle of one category: colours differ in lightness, the third and the rest are hatched.
fn segment(sheet: &mut Sheet, area: Area, category: usize, count: usize) {
    match COLOURS.get(category) {
        Some((colour, _)) if category < count => {
            sheet.fill(area, *colour);
            if category == 2 {
                sheet.hatch(area, 8.0, WHITE);
            }
        }
        _ => {
            sheet.fill(area, WHITE);
            sheet.hatch(area, 5.0, GREY);
            sheet.outline(area, 1.0, GREY);
        }
    }
}

fn bar(sheet: &mut Sheet, metrics: &FontMetrics, bars: &Bars, at: u32, row: &Row, count: usize) {
    const SIZE: f64 = 13.0;
    let (mut left, mut right) = (0.0, 0.0);
    let y = bars.middle(at);
    for (category, pence) in row.parts.iter().enumerate() {
        if *pence == 0 {
            continue;
        }
        let value = pounds(*pence);
        let end = if value < 0.0 { &mut left } else { &mut right };
        let area = bars.area(at, *end, *end + value);
        *end += value;
        // A white seam keeps neighbours apart.
        let seam = if area.right - area.left > 3.0 { 1.0 } else { 0.0 };
        let area = Area { right: area.right - seam, ..area };
        segment(sheet, area, category, count);
        let words = pounds_short(*pence);
        let room = area.right - area.left - 10.0;
        if category >= count || metrics.width(&words, SIZE, FontWeight::Regular) > room {
            continue;
        }
        let Some((colour, upon)) = COLOURS.get(category) else { continue };
        let middle = f64::midpoint(area.left, area.right);
        let line = Line::new(words, middle, y + 4.5, SIZE).middle().colour(*upon);
        if category == 2 {
            // The words stand on the plain colour, not on the hatch.
            let ground = line.area(metrics);
            sheet.fill(
                Area { left: ground.left - 3.0, right: ground.right + 3.0, ..ground },
                *colour,
            );
        }
        sheet.text(line);
    }
    let end = bars.axis.at(right) + 8.0;
    sheet.text(Line::new(pounds_short(row.total), end, y + 5.0, 14.0).bold());
    if has_refund(row) {
        let x = bars.axis.at(pounds(row.total));
        let area = Area { left: x - 2.0, top: y - 15.0, right: x + 2.0, bottom: y + 15.0 };
        let halo = Area { left: x - 3.5, right: x + 3.5, ..area };
        sheet.fill(halo, WHITE);
        sheet.fill(area, BLACK);
    }
}

/// Returns the numbers with the categories drawn, largest first.
fn numbers(rows: &[Row], top: &[CostCategory]) -> Result<ChartNumbers, DrawError> {
    let mut names = vec!["site_id", "name", "running_cost"];
    names.extend(top.iter().map(|category| category.word()));
    names.push("rest");
    let table = RunningCostChart::of(rows.iter().map(|row| (row, top)));
    ChartNumbers::of(&RunningCostChart, table.picked(&names))
}

/// A site with the categories that are drawn by themselves.
type Drawn<'a> = (&'a Row<'a>, &'a [CostCategory]);

/// Returns the pence of a category; `None` of one that is in the rest.
fn part((row, top): Drawn, category: CostCategory) -> Option<i64> {
    let place = top.iter().position(|own| *own == category)?;
    row.parts.get(place).copied()
}

chart_table! {
    /// the bars of the chart of running cost; a column for each of the estate's four largest categories, largest first
    RunningCostChart: file "charts/running_cost.csv", key ["site_id"];
    rows row: Drawn<'a>;
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.0.site.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.0.site.name;
    "running_cost", "Running cost", Money, "£ a year", Restricted,
        "running cost of the year: the length of the bar" = row.0.total;
    "rent", "Rent", Money, "£ a year", Restricted,
        "what of it is for rent" = part(row, CostCategory::Rent);
    "rates", "Business rates", Money, "£ a year", Restricted,
        "what of it is for business rates" = part(row, CostCategory::Rates);
    "utilities", "Utilities", Money, "£ a year", Restricted,
        "what of it is for utilities" = part(row, CostCategory::Utilities);
    "maintenance", "Maintenance", Money, "£ a year", Restricted,
        "what of it is for maintenance" = part(row, CostCategory::Maintenance);
    "cleaning", "Cleaning", Money, "£ a year", Restricted,
        "what of it is for cleaning" = part(row, CostCategory::Cleaning);
    "security", "Security", Money, "£ a year", Restricted,
        "what of it is for security" = part(row, CostCategory::Security);
    "insurance", "Insurance", Money, "£ a year", Restricted,
        "what of it is for insurance" = part(row, CostCategory::Insurance);
    "service_charge", "Service charge", Money, "£ a year", Restricted,
        "what of it is for service charge" = part(row, CostCategory::ServiceCharge);
    "rest", "Rest", Money, "£ a year", Restricted,
        "what of it is for all other categories" = row.0.parts.last().copied();
}

/// Returns the message and the five longest bars in sentences.
fn text(title: &str, page: &Page<Row>, top: &[CostCategory], caption: &Caption) -> String {
    const DESCRIBED: usize = 5;
    let mut out = vec![
        format!("{title}."),
        "Bar chart of each site's running cost in pounds a year, stacked by category.".to_owned(),
    ];
    out.extend(page.rows.iter().take(DESCRIBED).map(|r| {
        let parts = top.iter().map(|c| c.label()).chain(["other"]).zip(&r.parts);
        let parts = parts
            .filter(|(_, p)| **p != 0)
            .map(|(label, p)| format!("{} {}", label.to_lowercase(), pounds_short(*p)));
        let parts = parts.collect::<Vec<_>>().join(", ");
        let colon = if parts.is_empty() { "" } else { ": " };
        format!("{} {}{colon}{parts}.", r.name, pounds_short(r.total))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};

    fn drawn(view: &View) -> Vec<Chart> {
        samples::drawn(charts, view)
    }

    fn with_costs(costs: &[Option<i64>]) -> View {
        let mut view = samples::view(costs.len());
        for (site, cost) in view.sites.iter_mut().zip(costs) {
            site.running_cost = *cost;
            site.costs.clear();
        }
        view
    }

    #[rstest]
    #[case::half(&[500, 300, 100, 100], "One of 4 sites takes 50% of running cost")]
    #[case::few(&[400, 300, 200, 100], "Two of 4 sites take 70% of running cost")]
    #[case::alike(&[100, 100, 100, 100], "All 4 sites cost the same to run: £1")]
    #[case::one(&[34_000_000], "Turvesey Police Station costs £340k a year to run")]
    #[case::two(&[300, 100], "Turvesey Police Station costs most to run: £3")]
    #[case::refund(&[500, 300, 100, -900], "Turvesey Police Station costs most to run: £5")]
    #[case::tied(&[500, 500, 100, -900], "Two sites cost most to run: £5 each")]
    fn a_title_is_true_of(#[case] pence: &[i64], #[case] expected: &str) {
        let view = with_costs(&pence.iter().map(|p| Some(*p)).collect::<Vec<_>>());
        assert_eq!(drawn(&view).first().unwrap().title, expected);
    }

    #[test]
    fn a_site_of_unknown_cost_is_left_out_and_counted() {
        let charts = drawn(&with_costs(&[Some(300), None, Some(200), None]));
        let chart = charts.first().unwrap();
        assert_eq!(chart.numbers.csv.lines().count(), 3);
        assert!(chart.text.contains("Two sites without a known running cost are left out."));
        assert!(drawn(&with_costs(&[None, None])).is_empty());
    }

    #[test]
    fn the_numbers_drawn_are_written_and_add_up() {
        let chart = drawn(&samples::view(8)).remove(0);
        for line in chart.numbers.csv.lines().skip(1) {
            let pence = |sum: &str| sum.replace('.', "").parse::<i64>().unwrap();
            let sums: Vec<i64> = line.split(',').skip(2).map(pence).collect();
            assert_eq!(sums[0], sums[1..].iter().sum::<i64>(), "{line}");
        }
    }

    #[test]
    fn the_category_called_other_belongs_to_the_rest() {
        let mut view = samples::view(3);
        view.totals.costs.first_mut().unwrap().category = CostCategory::Other;
        assert!(!top(&view).contains(&CostCategory::Other));
        view.totals.costs.clear();
        assert_eq!(top(&view).len(), 4);
    }

    #[test]
    fn refunds_are_drawn_left_of_zero_and_said() {
        let mut view = samples::view(5);
        let line = view.sites[2].costs.first_mut().unwrap();
        line.pence = -line.pence;
        view.sites[2].running_cost = Some(view.sites[2].costs.iter().map(|c| c.pence).sum());
        let charts = drawn(&view);
        let words = samples::words(&charts.first().unwrap().sheet).replace('\n', " ");
        assert!(words.contains("Refunds are drawn left of zero"));
        assert!(words.contains("−£"));
    }
}
