//! The plan in time: a bar a step, by site, over the quarters of the financial years.

use std::collections::BTreeMap;

use super::{
    Chart, ChartNumbers, DrawError, chart_table,
    dates::{Days, short_day},
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key, Page},
    markers::Shape,
    sheet::{Area, BLACK, EDGE, Form, GREY, GRID, Line, NAVY, RULE, SKY, Sheet, WHITE, YELLOW},
    site_names::called,
};
use crate::{
    edition::{PlanStepKind, PlanStepRow, PlanView, View},
    model::{Date, FinancialYear},
    wording::{capital, count_of, long_date, number, plan_steps, step_done, step_kind, step_waits},
};

const NAME: f64 = 14.0;
const NAME_LINE: f64 = 16.0;
const SMALL: f64 = 13.0;
/// Half the height of a bar.
const HALF: f64 = 7.0;
/// From the middle of the bars of a row to that of what it waits for.
const BELOW: f64 = 17.0;
/// The least width of a quarter whose number is written.
const QUARTER: f64 = 24.0;

/// The steps of one site.
struct Row<'a> {
    name: String,
    steps: Vec<&'a PlanStepRow>,
}

impl Row<'_> {
    fn waits(&self) -> bool {
        self.steps.iter().any(|step| step.kind == PlanStepKind::Wait)
    }
}

/// Returns where the days begin and end.
fn plot(form: Form) -> (f64, f64) {
    (form.either(190.0, 330.0), form.right() - 84.0)
}

/// Draws the steps of the plan by site, those that are done first above; nothing without a plan that has any.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let Some(plan) = view.plan.as_ref().filter(|plan| !plan.steps.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut ids: Vec<(&str, &str)> = Vec::new();
    let mut of_site: BTreeMap<&str, Vec<&PlanStepRow>> = BTreeMap::new();
    for step in &plan.steps {
        let own = of_site.entry(step.site_id.as_str()).or_default();
        if own.is_empty() {
            ids.push((step.name.as_str(), step.site_id.as_str()));
        }
        own.push(step);
    }
    let names = called(ids.iter().copied(), metrics);
    let mut rows: Vec<Row> = Vec::new();
    for ((_, id), name) in ids.iter().zip(names) {
        rows.push(Row { name, steps: of_site.remove(id).unwrap_or_default() });
    }
    let count = rows.len();
    rows.truncate(form.drawn(count));
    let until = plan.steps.iter().map(|step| step.until).max().unwrap_or(view.as_of);
    let pages = frame::pages(form, &rows);
    let chart = |page: &Page<Row>| chart((view, plan), (metrics, form), (count, until), page);
    pages.iter().map(chart).collect()
}

fn chart(
    (view, plan): (&View, &PlanView),
    (metrics, form): (&FontMetrics, Form),
    (count, until): (usize, Date),
    page: &Page<Row>,
) -> Result<Chart, DrawError> {
    let title = title(plan, page);
    let shown =
        format!("Steps by site and quarter, {} to {}", long_date(view.as_of), long_date(until));
    let caption = Caption::of_sites(view, about(plan, count, page));
    let (mut sheet, y) = frame::begin(form, metrics, &title, &shown);
    let y = frame::legend(&mut sheet, metrics, y, &keys(page.rows)) + 40.0;
    let days = Days::new(view.as_of, until, plot(form));
    let y = body(&mut sheet, metrics, y, page.rows, (view.as_of, until), &days);
    frame::end(&mut sheet, metrics, y + 14.0, &caption);
    let said = plan_steps(plan).join(" ");
    let text = [
        format!("{title}."),
        format!(
            "Bars. {shown}: when people move out, how long a building is held until it is sold, and what must come first."
        ),
        said,
        caption.sentences().join(" "),
    ];
    let text = text.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let steps = page.rows.iter().flat_map(|row| &row.steps).map(|step| (plan, *step));
    let numbers = ChartNumbers::of(&PlanGanttChart, PlanGanttChart::of(steps))?;
    Ok(Chart { name: page.name("plan_gantt"), sheet, numbers, text, title })
}

/// Returns the message: when the last building is left and the last is sold.
fn title(plan: &PlanView, page: &Page<Row>) -> String {
    if page.number > 1 {
        return format!("Steps of the plan, sites {} to {}", page.first, page.last);
    }
    let days = |kind| plan.steps.iter().filter(move |s| s.kind == kind).map(|s| s.until);
    let month = |day: Date| day.format("%B %Y").to_string();
    let left = days(PlanStepKind::MoveOut).max();
    let sold = days(PlanStepKind::Sell).max().map(month);
    let many = days(PlanStepKind::MoveOut).count();
    let buildings = if many == 1 { "building" } else { "buildings" };
    match (left, sold) {
        (Some(left), Some(sold)) => {
            let many = capital(&number(many));
            format!("{many} {buildings} left by {}, last sale {sold}", month(left))
        }
        (Some(left), None) => {
            format!("{} {buildings} left by {}", capital(&number(many)), month(left))
        }
        (None, Some(sold)) => format!("The last sale of the plan is in {sold}"),
        (None, None) => "The plan closes no building".to_owned(),
    }
}

fn about(plan: &PlanView, count: usize, page: &Page<Row>) -> Vec<String> {
    let mut about = Vec::new();
    if count > page.rows.len() {
        about.push(format!(
            "Shown: {} to {} of {}.",
            page.first,
            page.last,
            count_of(count, "site", "sites")
        ));
    }
    about.push("A line stands at the beginning of each quarter of a financial year.".to_owned());
    if plan.steps.iter().any(|step| step.kind == PlanStepKind::MakeRoom) {
        about.push("Works are marked on the day by which they must be done.".to_owned());
    }
    about.push("plan_steps.csv says what each step waits for.".to_owned());
    about
}

/// Draws a step into a place: a bar, or a mark on its day.
fn paint(sheet: &mut Sheet, kind: PlanStepKind, area: Area) {
    match kind {
        PlanStepKind::MoveOut => sheet.fill(area, NAVY),
        PlanStepKind::Sell => {
            sheet.fill(area, SKY);
            sheet.outline(area, 1.5, NAVY);
        }
        PlanStepKind::Wait => {
            sheet.fill(area, WHITE);
            sheet.hatch(area, 7.0, GREY);
            sheet.outline(area, 1.5, GREY);
        }
        kind => {
            let shape = match kind {
                PlanStepKind::ServeNotice => Shape::Wedge,
                PlanStepKind::MakeRoom => Shape::Square,
                PlanStepKind::LetIn => Shape::Disc,
                PlanStepKind::Agree => Shape::Peak,
                _ => Shape::Diamond,
            };
            let middle = f64::midpoint(area.top, area.bottom);
            shape.draw(sheet, (f64::midpoint(area.left, area.right), middle), YELLOW);
        }
    }
}

/// Returns the legend of what is on the page.
fn keys(rows: &[Row]) -> Vec<Key> {
    let used =
        |kind: PlanStepKind| rows.iter().flat_map(|row| &row.steps).any(|step| step.kind == kind);
    let kinds = PlanStepKind::ALL.iter().copied().filter(|kind| used(*kind));
    let key = |kind| {
        Key::new(&capital(step_kind(kind)), move |sheet, area: Area| {
            let middle = f64::midpoint(area.top, area.bottom);
            paint(sheet, kind, Area { top: middle - HALF, bottom: middle + HALF, ..area });
        })
    };
    kinds.map(key).collect()
}

/// Draws the rows and the quarters; returns the height used.
fn body(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    y: f64,
    rows: &[Row],
    (first, last): (Date, Date),
    days: &Days,
) -> f64 {
    const PAD: f64 = 7.0;
    let room = days.points().0 - 10.0 - EDGE;
    let right = sheet.form.right();
    let names: Vec<Vec<String>> =
        rows.iter().map(|r| metrics.wrap(&r.name, NAME, FontWeight::Regular, room, 2)).collect();
    let heights: Vec<f64> = rows
        .iter()
        .zip(&names)
        .map(|(row, lines)| {
            let label = lines.iter().map(|_| NAME_LINE).sum::<f64>();
            let bars = 2.0 * HALF + if row.waits() { BELOW } else { 0.0 };
            label.max(bars) + 2.0 * PAD
        })
        .collect();
    let bottom = y + heights.iter().sum::<f64>();
    quarters(sheet, metrics, (y, bottom), (first, last), days);
    let mut top = y;
    for ((row, lines), height) in rows.iter().zip(&names).zip(&heights) {
        sheet.fill(Area { left: EDGE, top: top - 0.5, right, bottom: top + 0.5 }, GRID);
        let label = lines.iter().map(|_| NAME_LINE).sum::<f64>();
        let mut baseline = top + (height - label) / 2.0 + NAME * 0.85;
        for line in lines {
            sheet.text(Line::new(line, EDGE, baseline, NAME));
            baseline += NAME_LINE;
        }
        let lower = if row.waits() { BELOW } else { 0.0 };
        let middle = top + (height - lower) / 2.0;
        steps(sheet, row, middle, days);
        top += height;
    }
    bottom
}

/// Draws the steps of a site, bars first, and the day of the last.
fn steps(sheet: &mut Sheet, row: &Row, middle: f64, days: &Days) {
    let is_bar = |step: &&&PlanStepRow| step.from.is_some();
    let (bars, marks): (Vec<&&PlanStepRow>, Vec<&&PlanStepRow>) =
        row.steps.iter().partition(is_bar);
    let mut end = days.points().0;
    for step in bars.into_iter().chain(marks) {
        let until = days.at(step.until);
        let at = middle + if step.kind == PlanStepKind::Wait { BELOW } else { 0.0 };
        let (top, bottom) = (at - HALF, at + HALF);
        let left = step.from.map_or(until, |from| days.at(from).min(until - 2.0));
        paint(sheet, step.kind, Area { left, top, right: until, bottom });
        end = end.max(until);
    }
    if let Some(last) = row.steps.iter().map(|step| step.until).max() {
        let words = last.format("%b %Y").to_string();
        sheet.text(Line::new(words, end + 12.0, middle + 4.5, SMALL).colour(GREY));
    }
}

/// Draws a line at the beginning of each quarter, the years above, and the numbers of quarters where there is room.
fn quarters(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    (top, bottom): (f64, f64),
    (first, last): (Date, Date),
    days: &Days,
) {
    let (mut year, until) = (FinancialYear::containing(first), FinancialYear::containing(last));
    while year <= until {
        let starts: Vec<Date> = [(0, 4), (0, 7), (0, 10), (1, 1)]
            .into_iter()
            .filter_map(|(later, month)| Date::from_ymd_opt(year.start() + later, month, 1))
            .collect();
        let next = FinancialYear::starting(year.start() + 1);
        let end = Date::from_ymd_opt(next.start(), 4, 1).unwrap_or(last);
        for (at, start) in starts.iter().enumerate() {
            let close = starts.get(at + 1).copied().unwrap_or(end);
            let (from, to) = (days.at(*start), days.at(close));
            if days.holds(*start) {
                let colour = if at == 0 { RULE } else { GRID };
                sheet.stroke((from, top), (from, bottom), 1.0, colour);
            }
            let words = format!("Q{}", at + 1);
            if to - from >= QUARTER {
                let middle = f64::midpoint(from, to);
                sheet.text(Line::new(words, middle, top - 7.0, SMALL).middle().colour(GREY));
            }
        }
        let words = year.to_string();
        let (from, to) = (days.at(starts.first().copied().unwrap_or(first)), days.at(end));
        if to - from >= metrics.width(&words, SMALL, FontWeight::Bold) + 6.0 {
            let middle = f64::midpoint(from, to);
            sheet.text(Line::new(words, middle, top - 24.0, SMALL).middle().bold());
        }
        year = next;
    }
    let start = days.points().0;
    sheet.stroke((start, top), (start, bottom), 2.0, BLACK);
    let words = short_day(first);
    sheet.text(Line::new(words, start - 6.0, top - 7.0, SMALL).end().colour(GREY));
}

chart_table! {
    /// the bars of the chart of the steps of the plan
    PlanGanttChart: file "charts/plan_gantt.csv", key [];
    rows row: (&'a PlanView, &'a PlanStepRow);
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.1.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.1.name;
    "kind", "Step", Text, "", Restricted,
        "what kind of step it is" = row.1.kind;
    "what", "What is done", Text, "", Restricted,
        "what is done" = step_done(row.1);
    "from", "From", Day, "", Restricted,
        "its first day; empty of what is done on a day, and where it is not known" = row.1.from;
    "until", "Until", Day, "", Restricted,
        "the day on which it is done" = row.1.until;
    "waits_for", "Waits for", List, "", Restricted,
        "the steps that must be done before" = step_waits(row.0, row.1);
}
