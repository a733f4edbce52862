//! Going down the ranking: floor area, running cost saved net of running elsewhere, and net receipt, summed.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    sheet::{Area, BLACK, EDGE, Form, GREY, GRID, Line, NAVY, RULE, SKY, Sheet},
};
use crate::{
    edition::{Edition, SiteRow, View},
    model::{decimals, pounds_short, ratio_term, to_whole, with_thousands},
    wording::{capital, count_of, number},
};

const GAP: f64 = 28.0;
/// The height of a curve, and of it with its words and scale.
fn heights(form: Form) -> (f64, f64) {
    let high = form.either(170.0, 306.0);
    (high, high + 92.0)
}

/// Steps that a curve is drawn with at most; a longer ranking is thinned.
const STEPS: usize = 300;

/// What is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Area,
    Cost,
    Receipt,
}

impl Of {
    const ALL: [Self; 3] = [Self::Area, Self::Cost, Self::Receipt];

    /// Returns a site's figure: tenths of m², or pence.
    fn figure(self, site: &SiteRow) -> Option<i64> {
        match self {
            Self::Area => site.gia_m2.map(|m2| to_whole(m2 * 10.0)),
            Self::Cost => site.cost_saved,
            Self::Receipt => site.net_receipt,
        }
    }

    /// Returns a figure in m² or pounds.
    fn size(self, figure: i64) -> f64 {
        ratio_term(figure) / if self == Self::Area { 10.0 } else { 100.0 }
    }

    fn shown(self, figure: i64) -> String {
        match self {
            Self::Area => format!("{} m²", with_thousands(&decimals(figure, 10, 0))),
            Self::Cost => format!("{} a year", pounds_short(figure)),
            Self::Receipt => pounds_short(figure),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Area => "Gross floor area (m²)",
            Self::Cost => "Running cost saved, net (£ a year)",
            Self::Receipt => "Net receipt (£)",
        }
    }

    const fn half(self) -> &'static str {
        match self {
            Self::Area => "hold half the area",
            Self::Cost => "save half the cost",
            Self::Receipt => "bring half the receipt",
        }
    }
}

/// One curve.
struct Panel {
    of: Of,
    /// The sum so far, a place a ranked site.
    sums: Vec<i64>,
    /// Whether the site's figure is known.
    known: Vec<bool>,
    /// Sites of the ranking that together reach half of the total; `None` where nothing comes to a half.
    half: Option<usize>,
}

impl Panel {
    fn of(of: Of, sites: &[&SiteRow]) -> Option<Self> {
        let figures: Vec<Option<i64>> = sites.iter().map(|site| of.figure(site)).collect();
        let mut sum = 0_i64;
        let add = |figure: &Option<i64>| {
            sum = sum.saturating_add(figure.unwrap_or(0));
            sum
        };
        let sums: Vec<i64> = figures.iter().map(add).collect();
        let known: Vec<bool> = figures.iter().map(Option::is_some).collect();
        let total = sums.last().copied().filter(|_| known.contains(&true))?;
        let half = sums.iter().position(|s| s.saturating_mul(2) >= total).filter(|_| total > 0);
        Some(Self { of, sums, known, half: half.map(|at| at + 1) })
    }

    fn total(&self) -> i64 {
        self.sums.last().copied().unwrap_or(0)
    }

    fn unknown(&self) -> usize {
        self.known.iter().filter(|known| !**known).count()
    }
}

/// Draws the three curves; nothing without a ranked site or a known figure, nor in the public edition.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    if view.edition == Edition::Public {
        return Ok(Vec::new());
    }
    let sites: Vec<&SiteRow> = view.sites.iter().filter(|s| s.rank.is_some()).collect();
    let panels: Vec<Panel> = Of::ALL.iter().filter_map(|of| Panel::of(*of, &sites)).collect();
    // Without money there is no picture of what the ranking brings.
    if panels.iter().all(|panel| panel.of == Of::Area) {
        return Ok(Vec::new());
    }
    let title = title(&panels, sites.len());
    let caption = Caption::of(view, about(&panels, sites.len()));
    let sheet = sheet((metrics, form), &title, &panels, sites.len(), &caption);
    let rows = sites.iter().enumerate();
    let rows = rows.map(|(place, site)| Placed { place, site, panels: &panels });
    let numbers = ChartNumbers::of(&CumulativeChart, CumulativeChart::of(rows))?;
    let text = text(&title, &panels, &caption);
    Ok(vec![Chart { name: "cumulative".to_owned(), title, sheet, numbers, text }])
}

fn title(panels: &[Panel], sites: usize) -> String {
    let order = [Of::Cost, Of::Receipt, Of::Area];
    let found = order.iter().find_map(|of| {
        let panel = panels.iter().find(|p| p.of == *of)?;
        Some((panel.half?, panel.of))
    });
    let of = with_thousands(&sites.to_string());
    match found {
        Some((1, what)) if sites > 1 => {
            let verb = what.half().replacen("hold", "holds", 1);
            let verb = verb.replacen("save", "saves", 1).replacen("bring", "brings", 1);
            format!("The highest of {of} ranked sites {verb}")
        }
        Some((half, what)) if sites > 1 => {
            let half = with_thousands(&half.to_string());
            format!("The highest {half} of {of} sites {}", what.half())
        }
        _ => {
            format!("What giving up {} would bring", count_of(sites, "ranked site", "ranked sites"))
        }
    }
}

fn about(panels: &[Panel], sites: usize) -> Vec<String> {
    let all = count_of(sites, "ranked site", "ranked sites");
    let mut about = vec![format!(
        "Shown: {all}, strongest candidate first; each curve is the total if every site down to that rank \
         were given up."
    )];
    for panel in panels.iter().filter(|p| p.unknown() > 0) {
        let count = panel.unknown();
        let (sites, add) = if count == 1 { ("site", "adds") } else { ("sites", "add") };
        let name = panel.of.name();
        let name = name.split(" (").next().unwrap_or(name).to_lowercase();
        about.push(format!(
            "{} {sites} with unknown {name} {add} nothing.",
            capital(&number(count))
        ));
    }
    about
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    panels: &[Panel],
    sites: usize,
    caption: &Caption,
) -> Sheet {
    let shown = "Cumulative totals over the ranked sites, from rank 1 down";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let mut keys = vec![Key::new("Cumulative total", |sheet, area| {
        sheet.fill(Area { top: area.top + 6.0, ..area }, SKY);
        sheet.fill(Area { top: area.top + 4.0, bottom: area.top + 7.0, ..area }, NAVY);
    })];
    if panels.iter().any(|p| p.unknown() > 0) {
        keys.push(Key::new("Not known: adds nothing", |sheet, area| {
            let middle = f64::midpoint(area.left, area.right);
            cross(sheet, (middle, f64::midpoint(area.top, area.bottom)));
        }));
    }
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let (_, high) = heights(form);
    let mut y = y;
    if form.height.is_some() {
        // Side by side where the sheet is wide, else one below the other.
        let width = (form.right() - EDGE - 2.0 * GAP) / 3.0;
        let mut left = EDGE;
        for panel in panels {
            draw(&mut sheet, metrics, panel, sites, (left, left + width), y);
            left += width + GAP;
        }
        y += high;
    } else {
        for panel in panels {
            draw(&mut sheet, metrics, panel, sites, (EDGE, form.right()), y);
            y += high;
        }
    }
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Draws one curve with its scales.
fn draw(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    panel: &Panel,
    sites: usize,
    (left, right): (f64, f64),
    y: f64,
) {
    const SIZE: f64 = 13.0;
    let of = panel.of;
    sheet.text(Line::new(of.name(), left, y + 14.0, 15.0).bold());
    let unknown = match panel.unknown() {
        0 => String::new(),
        count => format!("; {} not known", count_of(count, "site", "sites")),
    };
    let total = format!("Total {}{unknown}", of.shown(panel.total()));
    let total = metrics.fit(&total, SIZE, FontWeight::Regular, right - left);
    sheet.text(Line::new(total, left, y + 34.0, SIZE).colour(GREY));
    let top = y + 48.0;
    let bottom = top + heights(sheet.form).0;
    let sizes = || panel.sums.iter().map(|sum| of.size(*sum));
    let (low, high) = (sizes().fold(0.0, f64::min), sizes().fold(0.0, f64::max));
    let up = Axis::over(low, high, 1.0, 5.0, (bottom, top));
    let tick = |value: f64| match of {
        Of::Area => with_thousands(&to_whole(value).to_string()),
        _ => up.pounds(value),
    };
    let wide = |value: f64| metrics.width(&tick(value), SIZE, FontWeight::Regular);
    let begin = left + up.ticks().into_iter().map(wide).fold(0.0, f64::max) + 10.0;
    for value in up.ticks() {
        let at = up.at(value);
        let colour = if value.abs() < up.step / 2.0 { RULE } else { GRID };
        sheet.stroke((begin, at), (right, at), 1.0, colour);
        sheet.text(Line::new(tick(value), begin - 8.0, at + 4.5, SIZE).end().colour(GREY));
    }
    let count = ratio_term(i64::try_from(sites).unwrap_or(i64::MAX));
    let x = |place: usize| {
        begin + (right - begin) * ratio_term(i64::try_from(place).unwrap_or(0)) / count.max(1.0)
    };
    let every = sites / STEPS + 1;
    for (place, sum) in panel.sums.iter().enumerate().step_by(every) {
        let (from, to) = (x(place), x((place + every).min(sites)));
        let (at, zero) = (up.at(of.size(*sum)), up.at(0.0));
        sheet.fill(Area { left: from, top: at.min(zero), right: to, bottom: at.max(zero) }, SKY);
        sheet.fill(Area { left: from, top: at - 1.5, right: to, bottom: at + 1.5 }, NAVY);
        if !panel.known.get(place).copied().unwrap_or(true) {
            cross(sheet, (f64::midpoint(from, to), at - 9.0));
        }
    }
    if let Some(half) = panel.half.filter(|_| sites > 1) {
        let at = x(half);
        sheet.dashes((at, up.at(0.0)), (at, top), 1.5, BLACK);
        let words = format!("half by rank {}", with_thousands(&half.to_string()));
        let room = right - at - 6.0;
        let fits = metrics.width(&words, SIZE, FontWeight::Regular) <= room;
        let line = Line::new(words, at + 6.0, bottom - 10.0, SIZE);
        let line = if fits { line } else { Line { x: at - 6.0, ..line }.end() };
        let ground = line.area(metrics);
        sheet.fill(Area { left: ground.left - 2.0, right: ground.right + 2.0, ..ground }, SKY);
        sheet.text(line);
    }
    sheet.text(Line::new("1", begin, bottom + 18.0, SIZE).colour(GREY));
    if sites > 1 {
        let last = with_thousands(&sites.to_string());
        sheet.text(Line::new(last, right, bottom + 18.0, SIZE).end().colour(GREY));
    }
    let middle = f64::midpoint(begin, right);
    sheet.text(Line::new("Rank", middle, bottom + 18.0, SIZE).middle().colour(GREY));
}

/// Draws a small cross.
fn cross(sheet: &mut Sheet, (x, y): (f64, f64)) {
    const ARM: f64 = 4.0;
    sheet.stroke((x - ARM, y - ARM), (x + ARM, y + ARM), 1.8, BLACK);
    sheet.stroke((x - ARM, y + ARM), (x + ARM, y - ARM), 1.8, BLACK);
}

/// A ranked site at its place of the curves, from 0.
#[derive(Clone, Copy)]
struct Placed<'a> {
    place: usize,
    site: &'a SiteRow,
    panels: &'a [Panel],
}

impl Placed<'_> {
    /// Returns the sum up to here; `None` where the curve is not drawn.
    fn sum(&self, of: Of) -> Option<i64> {
        let panel = self.panels.iter().find(|panel| panel.of == of)?;
        panel.sums.get(self.place).copied()
    }
}

fn area(tenths: i64) -> String {
    decimals(tenths, 10, 1).replace('−', "-")
}

chart_table! {
    /// the curves of the chart of what the ranking brings, place by place
    CumulativeChart: file "charts/cumulative.csv", key ["site_id"];
    rows row: Placed<'a>;
    "rank", "Rank", Whole, "", Restricted,
        "its place in the ranking" = row.site.rank;
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.site.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.site.name;
    "gia_m2", "Gross internal area", Tenth, "m²", Restricted,
        "gross internal area; empty is not known" = Of::Area.figure(row.site).map(area);
    "cost_saved", "Running cost saved", Money, "£ a year", Restricted,
        "running cost that giving the site up would save, net of running elsewhere what is needed; empty is not known"
            = Of::Cost.figure(row.site);
    "net_receipt", "Net receipt", Money, "£", Restricted,
        "what a sale would bring net of its cost; empty is not known" = Of::Receipt.figure(row.site);
    "sum_gia_m2", "Area so far", Tenth, "m²", Restricted,
        "the area of this site and those before it, of those that have the figure" = row.sum(Of::Area).map(area);
    "sum_cost_saved", "Saved so far", Money, "£ a year", Restricted,
        "the same of running cost saved" = row.sum(Of::Cost);
    "sum_net_receipt", "Receipts so far", Money, "£", Restricted,
        "the same of net receipts" = row.sum(Of::Receipt);
}

fn text(title: &str, panels: &[Panel], caption: &Caption) -> String {
    let mut out = vec![
        format!("{title}."),
        "Curves of cumulative totals over the ranked sites from rank 1 down, a panel each."
            .to_owned(),
    ];
    out.extend(panels.iter().map(|panel| {
        let name = panel.of.name();
        let name = name.split(" (").next().unwrap_or(name);
        let half =
            panel.half.map_or_else(String::new, |half| format!(", half of it by rank {half}"));
        format!("{name}: {} in total{half}.", panel.of.shown(panel.total()))
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

    #[rstest]
    #[case::some(&[Some(500), Some(300), Some(300), None], "The highest 2 of 4 sites save half the cost")]
    #[case::first(&[Some(500), Some(300)], "The highest of 2 ranked sites saves half the cost")]
    #[case::one(&[Some(500)], "What giving up 1 ranked site would bring")]
    #[case::none(&[None, None], "The highest of 2 ranked sites brings half the receipt")]
    fn a_title_is_true_of(#[case] costs: &[Option<i64>], #[case] expected: &str) {
        let mut view = samples::view(costs.len());
        for (site, cost) in view.sites.iter_mut().zip(costs) {
            site.cost_saved = *cost;
            site.net_receipt = Some(100);
        }
        assert_eq!(drawn(&view).unwrap().title, expected);
    }

    #[test]
    fn unknowns_are_counted_on_the_picture_and_left_empty_in_the_table() {
        let mut view = samples::view(3);
        view.sites[0].net_receipt = None;
        let chart = drawn(&view).unwrap();
        let words = samples::words(&chart.sheet);
        assert!(words.contains("1 site not known"), "{words}");
        assert!(words.contains("One site with unknown net receipt adds nothing."), "{words}");
        let first = chart.numbers.csv.lines().nth(1).unwrap();
        assert!(first.starts_with("1,FEN-011,Turvesey Police Station,865.0,58166.18,,"), "{first}");
    }

    #[test]
    fn the_public_edition_has_none() {
        let view = View { edition: Edition::Public, ..samples::view(3) };
        assert!(drawn(&view).is_none());
    }
}
