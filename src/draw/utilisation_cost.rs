//! Utilisation against running cost per m², in four quadrants, with bubbles by size.

use super::{
    Chart, ChartNumbers, DrawError,
    bubble_names::name_bubbles,
    bubble_size::Size,
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    labels::Spot,
    quadrants::{self, Scales},
    sheet::{AMBER, Area, BLACK, EDGE, Form, GREY, Line, NAVY, SKY, Sheet, WHITE},
    site_names::names,
};
use crate::{
    edition::{Edition, SiteRow, View},
    model::{Quantity, Unit, decimals, pounds_short, ratio_term, to_whole, with_thousands},
    wording::{capital, count_of, left_over, number},
};

/// Most bubbles drawn.
const MOST: usize = 1000;
/// Sites named in the picture.
const NAMED: usize = 8;

/// A site with both figures.
struct Bubble<'a> {
    name: String,
    /// A share.
    utilisation: f64,
    /// Pounds per m².
    cost: f64,
    /// Pounds or m², above zero; `None` is not known.
    size: Option<f64>,
    site: &'a SiteRow,
}

/// Draws the sites with both figures; nothing when there are none.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let size = size_shown(view);
    let all: Vec<_> = names(&view.sites, metrics)
        .into_iter()
        .zip(&view.sites)
        .filter_map(|(name, site)| bubble(name, site, size))
        .collect();
    let drawn: Vec<_> = all.iter().take(MOST).collect();
    if drawn.is_empty() {
        return Ok(Vec::new());
    }
    let title = title(view, &all);
    let caption = Caption::of(view, about(view, all.len(), size));
    Ok(vec![Chart {
        name: "utilisation_cost".to_owned(),
        sheet: sheet(view, (metrics, form), &title, &drawn, size, &caption),
        numbers: numbers(&drawn, size)?,
        text: text(view, &title, &drawn, &caption),
        title,
    }])
}

impl Bubble<'_> {
    fn readings(&self) -> (f64, f64) {
        (self.utilisation, self.cost)
    }
}

/// Returns market value where the view has any, else floor area.
fn size_shown(view: &View) -> Size {
    if view.sites.iter().any(|s| s.value_pence.is_some()) {
        Size::MarketValue
    } else if view.sites.iter().any(|s| s.gia_m2.is_some()) {
        Size::FloorArea
    } else {
        Size::Unknown
    }
}

fn bubble(name: String, site: &SiteRow, size: Size) -> Option<Bubble<'_>> {
    let number = |value: Option<f64>| value.filter(|v| v.is_finite());
    let amount = match size {
        Size::MarketValue => site.value_pence.map(|p| ratio_term(p) / 100.0),
        Size::FloorArea => site.gia_m2,
        Size::Unknown => None,
    };
    Some(Bubble {
        name,
        utilisation: number(site.utilisation)?,
        cost: number(site.cost_per_m2)?,
        size: number(amount).filter(|a| *a > 0.0),
        site,
    })
}

/// Tells whether a site is in the quadrant that the chart is about.
fn stands_out(view: &View, bubble: &Bubble) -> bool {
    bubble.utilisation < view.quadrants.0 && bubble.cost > view.quadrants.1
}

/// Returns the message: how many sites are under-used and expensive.
fn title(view: &View, all: &[Bubble]) -> String {
    let count = all.len();
    let out = all.iter().filter(|b| stands_out(view, b)).count();
    let total = with_thousands(&count.to_string());
    match (out, count) {
        (1, 1) => "The only site shown is under-used and expensive to run".to_owned(),
        (0, _) => "No site shown is both under-used and expensive to run".to_owned(),
        (n, _) if n == count => {
            format!("All {total} sites shown are under-used and expensive to run")
        }
        (1, _) => format!("One of {total} sites is under-used and expensive to run"),
        (n, _) => {
            format!("{} of {total} sites are under-used and expensive to run", capital(&number(n)))
        }
    }
}

fn about(view: &View, with_both: usize, size: Size) -> Vec<String> {
    let mut about = vec![format!(
        "Shown: {} with both figures.",
        count_of(with_both.min(MOST), "site", "sites")
    )];
    about.extend(left_over(with_both, with_both.min(MOST)));
    let without = view.sites.len().saturating_sub(with_both);
    if without > 0 {
        let (sites, are) = if without == 1 { ("site", "is") } else { ("sites", "are") };
        let without = capital(&number(without));
        about.push(format!("{without} {sites} without both figures {are} left out."));
    }
    let without = match view.edition {
        Edition::Restricted => "rent",
        Edition::Public => "rent, service charge and security",
    };
    about.push(format!(
        "Under-used: below {}; expensive: above {}; both thresholds are set by the policy. Cost excludes {without}.",
        Quantity::Number(view.quadrants.0).shown(Unit::Share),
        Quantity::Number(view.quadrants.1).shown(Unit::PoundsPerM2),
    ));
    about.push(
        "Named with their rank: under-used and expensive sites first, where there is space."
            .to_owned(),
    );
    if size == Size::MarketValue {
        about.push("Bubbles are sized by market value as recorded.".to_owned());
    }
    about
}

fn sheet(
    view: &View,
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    drawn: &[&Bubble],
    size: Size,
    caption: &Caption,
) -> Sheet {
    let shown = "Utilisation of the opening hours (%) against running cost per m² (£ a year)";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let y = frame::legend(&mut sheet, metrics, y, &keys(view, drawn, size));
    // Below the name of the upright scale.
    let top = y + 26.0;
    let scales = Scales::over(view.quadrants, drawn.iter().map(|b| b.readings()), top, form);
    sheet.text(Line::new("Running cost per m² (£ a year)", EDGE, y + 8.0, 14.0));
    quadrants::ground(&mut sheet, &scales);
    let radii = Radii::of(drawn, form);
    let spots = bubbles(&mut sheet, view, drawn, &scales, &radii);
    let taken = quadrants::name(&mut sheet, metrics, &scales);
    name_bubbles(&mut sheet, metrics, &named(view, drawn), (&spots, &taken), scales.frame);
    size_key(&mut sheet, metrics, &scales, size, &radii);
    let Area { left, right, bottom, .. } = scales.frame;
    let name = Line::new("Utilisation (%)", f64::midpoint(left, right), bottom + 40.0, 14.0);
    sheet.text(name.middle());
    frame::end(&mut sheet, metrics, bottom + 58.0, caption);
    sheet
}

/// Returns the legend, with the kinds of bubbles that are drawn.
fn keys(view: &View, drawn: &[&Bubble], size: Size) -> Vec<Key> {
    let sized = |out: bool| drawn.iter().any(|b| b.size.is_some() && stands_out(view, b) == out);
    let mut keys = Vec::new();
    if drawn.iter().any(|b| stands_out(view, b)) {
        keys.push(Key::new("Under-used and expensive (heavy rim)", |sheet, area| {
            sheet.rimmed(middle(area), 8.0, (AMBER, BLACK), 2.0);
        }));
    }
    if sized(false) {
        keys.push(Key::new("Other sites", |sheet, area| {
            sheet.rimmed(middle(area), 8.0, (SKY, NAVY), 1.0);
        }));
    }
    if drawn.iter().any(|b| b.size.is_none()) {
        keys.push(Key::new(size.unknown(), |sheet, area| {
            hollow(sheet, middle(area), false);
        }));
    }
    keys
}

fn middle(area: Area) -> (f64, f64) {
    (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom))
}

/// How an amount becomes the radius of a bubble: its area is in proportion.
struct Radii {
    largest: f64,
    most: f64,
}

impl Radii {
    const LEAST: f64 = 3.5;

    fn of(drawn: &[&Bubble], form: Form) -> Self {
        let count = i64::try_from(drawn.len()).unwrap_or(i64::MAX);
        let most = (form.either(30.0, 26.0) * (40.0 / ratio_term(count.max(40))).sqrt()).max(8.0);
        Self { largest: drawn.iter().filter_map(|b| b.size).fold(0.0, f64::max), most }
    }

    fn radius(&self, size: f64) -> f64 {
        (self.most * (size / self.largest).sqrt()).max(Self::LEAST)
    }
}

/// Draws the small ring of a site whose size is not known; heavy if it stands out.
fn hollow(sheet: &mut Sheet, at: (f64, f64), stands_out: bool) {
    if stands_out {
        sheet.rimmed(at, 7.5, (AMBER, BLACK), 2.0);
        sheet.rimmed(at, 3.0, (WHITE, BLACK), 1.0);
    } else {
        sheet.rimmed(at, 5.0, (WHITE, BLACK), 1.5);
    }
}

/// Draws the bubbles, large ones first, so that small ones lie on top; returns their places.
fn bubbles(
    sheet: &mut Sheet,
    view: &View,
    drawn: &[&Bubble],
    scales: &Scales,
    radii: &Radii,
) -> Vec<Spot> {
    let spots: Vec<_> = drawn
        .iter()
        .map(|b| {
            let (x, y) = scales.point(b.readings());
            Spot { x, y, radius: b.size.map_or(5.0, |s| radii.radius(s)) }
        })
        .collect();
    let mut order: Vec<_> = drawn.iter().zip(&spots).collect();
    order.sort_by(|a, b| b.1.radius.total_cmp(&a.1.radius));
    for (bubble, spot) in order {
        let at = (spot.x, spot.y);
        if bubble.size.is_none() {
            hollow(sheet, at, stands_out(view, bubble));
        } else if stands_out(view, bubble) {
            sheet.rimmed(at, spot.radius, (AMBER, BLACK), 2.0);
        } else {
            sheet.rimmed(at, spot.radius, (SKY, NAVY), 1.0);
        }
    }
    spots
}

/// Returns the sites to name: those that the title counts, ranked or not, then the highest ranked.
fn named(view: &View, drawn: &[&Bubble]) -> Vec<(usize, String)> {
    let words = |b: &Bubble| match b.site.rank {
        Some(rank) => format!("{rank} {}", b.name),
        None => b.name.clone(),
    };
    let all = || drawn.iter().enumerate();
    let first = all().filter(|(_, b)| stands_out(view, b));
    let others = all().filter(|(_, b)| !stands_out(view, b) && b.site.rank.is_some());
    first.chain(others).take(NAMED).map(|(spot, b)| (spot, words(b))).collect()
}

/// Draws three bubbles of round size beside the scales.
fn size_key(sheet: &mut Sheet, metrics: &FontMetrics, scales: &Scales, size: Size, radii: &Radii) {
    const SIZE: f64 = 13.0;
    let x = scales.frame.right + 16.0;
    let right = sheet.form.right();
    let (name, unit) = match size {
        Size::MarketValue => ("Market value", ""),
        Size::FloorArea => ("Gross internal area", " m²"),
        Size::Unknown => return,
    };
    let name = metrics.wrap(name, SIZE, FontWeight::Bold, right - x, 2);
    let mut y = scales.frame.top + 14.0;
    for line in name {
        sheet.text(Line::new(line, x, y, SIZE).bold().colour(GREY));
        y += 18.0;
    }
    sheet.text(Line::new("(bubble area)", x, y, SIZE).colour(GREY));
    y += 14.0;
    for amount in rounds(radii.largest) {
        let radius = radii.radius(amount);
        if radius <= Radii::LEAST {
            continue;
        }
        y += radius;
        let middle = f64::midpoint(x, right);
        sheet.rimmed((middle, y), radius, (SKY, NAVY), 1.0);
        let words = match size {
            Size::MarketValue => pounds_short(to_whole(amount * 100.0)),
            _ => with_thousands(&to_whole(amount).to_string()) + unit,
        };
        y += radius + 16.0;
        sheet.text(Line::new(words, middle, y, SIZE).middle());
        y += 14.0;
    }
}

/// Returns a round amount no larger than the largest, and a quarter and a twentieth of it.
fn rounds(largest: f64) -> Vec<f64> {
    let mut round = 1.0;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle().take(90) {
        if round * factor > largest {
            break;
        }
        round *= factor;
    }
    let amounts = [round, round / 5.0, round / 20.0];
    amounts.into_iter().filter(|a| *a >= 1.0 && *a <= largest).collect()
}

/// Returns the numbers with the one column that sizes the bubbles.
fn numbers(drawn: &[&Bubble], size: Size) -> Result<ChartNumbers, DrawError> {
    let table = UtilisationCostChart::of(drawn.iter().copied());
    let table = match size {
        Size::MarketValue => table.without("gia_m2"),
        Size::FloorArea => table.without("market_value"),
        Size::Unknown => table.without("gia_m2").without("market_value"),
    };
    ChartNumbers::of(&UtilisationCostChart, table)
}

fn rounded(value: f64, unit: i64, places: u32) -> String {
    decimals(to_whole(value * ratio_term(unit)), unit, places)
}

chart_table! {
    /// the bubbles of the chart of utilisation and cost; one of the last two columns sizes them, and the other is left out
    UtilisationCostChart: file "charts/utilisation_cost.csv", key ["site_id"];
    rows row: &'a Bubble<'a>;
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking; empty is not ranked" = row.site.rank;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.site.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.site.name;
    "utilisation", "Utilisation", Share, "share", Public,
        "how much of its capacity is used" = rounded(row.utilisation, 10_000, 4);
    "cost_per_m2", "Cost per m²", Money, "£ per m² a year", Banded,
        "running cost a year per m² without rent" = rounded(row.cost, 100, 2);
    "market_value", "Market value", Money, "£", Restricted,
        "market value; empty is not known" = row.site.value_pence;
    "gia_m2", "Gross internal area", Number, "m²", Public,
        "gross internal area; empty is not known" = row.site.gia_m2.map(|area| rounded(area, 100, 2));
}

/// Returns the message, the quadrants' counts and the highest ranked sites in sentences.
fn text(view: &View, title: &str, drawn: &[&Bubble], caption: &Caption) -> String {
    let (low_use, dear) = view.quadrants;
    let count = |under: bool, costly: bool| {
        let is = |b: &&&Bubble| (b.utilisation < low_use) == under && (b.cost > dear) == costly;
        count_of(drawn.iter().filter(is).count(), "site", "sites")
    };
    let mut out = vec![
        format!("{title}."),
        "Scatter of utilisation against running cost per m², one bubble for each site.".to_owned(),
        format!(
            "Under-used and expensive: {}; well used and expensive: {}; under-used and cheap: {}; well used \
             and cheap: {}.",
            count(true, true),
            count(false, true),
            count(true, false),
            count(false, false)
        ),
    ];
    let standing_out: Vec<&str> =
        drawn.iter().filter(|b| stands_out(view, b)).map(|b| b.name.as_str()).collect();
    if !standing_out.is_empty() {
        let more = match standing_out.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let first = standing_out.iter().take(NAMED).copied().collect::<Vec<_>>().join("; ");
        out.push(format!("Under-used and expensive: {first}{more}."));
    }
    let ranked = drawn.iter().filter_map(|b| Some((b, b.site.rank?)));
    out.extend(ranked.take(NAMED).map(|(b, rank)| {
        format!(
            "Rank {rank}, {}: {} used, {}.",
            b.name,
            Quantity::Number(b.utilisation).shown(Unit::Share),
            Quantity::Number(b.cost).shown(Unit::PoundsPerM2)
        )
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};

    fn drawn(view: &View) -> Option<Chart> {
        samples::drawn(charts, view).pop()
    }

    fn with_readings(readings: &[(f64, f64)]) -> View {
        let mut view = samples::view(readings.len());
        for (site, (utilisation, cost)) in view.sites.iter_mut().zip(readings) {
            site.utilisation = Some(*utilisation);
            site.cost_per_m2 = Some(*cost);
        }
        view
    }

    #[rstest]
    #[case::none(&[(0.6, 100.0), (0.9, 200.0)], "No site shown is both under-used and expensive to run")]
    #[case::one(&[(0.5, 101.0), (0.9, 9.0)], "One of 2 sites is under-used and expensive to run")]
    #[case::only(&[(0.5, 101.0)], "The only site shown is under-used and expensive to run")]
    #[case::all(&[(0.5, 101.0); 3], "All 3 sites shown are under-used and expensive to run")]
    #[case::some(&[(0.5, 101.0), (0.1, 900.0), (0.9, 9.0)],
        "Two of 3 sites are under-used and expensive to run")]
    fn a_title_is_true_of(#[case] readings: &[(f64, f64)], #[case] expected: &str) {
        assert_eq!(drawn(&with_readings(readings)).unwrap().title, expected);
    }

    #[test]
    fn a_site_without_both_readings_is_left_out_and_counted() {
        let mut view = samples::view(4);
        view.sites[1].utilisation = None;
        view.sites[2].cost_per_m2 = None;
        let chart = drawn(&view).unwrap();
        assert_eq!(chart.numbers.csv.lines().count(), 3);
        assert!(chart.text.contains("Two sites without both figures are left out."));
        view.sites.truncate(0);
        assert!(drawn(&view).is_none());
    }

    #[test]
    fn without_values_bubbles_go_by_floor_area_and_no_value_is_named() {
        let mut view = samples::view(6);
        for site in &mut view.sites {
            site.value_pence = None;
        }
        view.sites[1].gia_m2 = None;
        let chart = drawn(&view).unwrap();
        let words = samples::words(&chart.sheet);
        assert!(
            chart.numbers.csv.starts_with("rank,site_id,name,utilisation,cost_per_m2,gia_m2\n")
        );
        assert!(words.contains("Floor area not known (hollow)"));
        assert!(!words.contains("arket value") && !chart.text.contains("arket value"));
    }

    #[test]
    fn the_area_of_a_bubble_is_in_proportion() {
        let radii = Radii { largest: 400.0, most: 40.0 };
        assert!((radii.radius(400.0) - 2.0 * radii.radius(100.0)).abs() < 1e-9);
    }
}
