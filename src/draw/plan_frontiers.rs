//! Plans along their frontiers: worth against peak borrowing, saving a year against what is within reach.

use super::{
    Chart, DrawError,
    axis::Axis,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    frontier_panel::{Panel, about, numbers, panels},
    labels::{self, Spot, Wanted},
    sheet::{
        AMBER, Area, BLACK, Colour, EDGE, Form, GREY, GRID, Line, NAVY, RULE, Sheet, VERMILION,
        WHITE,
    },
};
use crate::{
    edition::{Edition, FrontierKind, FrontierRow, View},
    model::{pounds, ratio_term, to_whole, with_thousands},
    wording::{and_list, count_of, frontier_changes, frontier_title, short_sum},
};

const GAP: f64 = 28.0;
const SIZE: f64 = 13.0;
const LINE: f64 = 16.0;
/// Above and below what is drawn of a frontier: its name and scale above, ticks and scale below.
const ABOVE: f64 = 44.0;
const BELOW: f64 = 44.0;
/// The radius of a point.
const POINT: f64 = 5.0;
/// From the middle of the plan's mark to its corners.
const PLAN: f64 = 12.0;

/// Says why the picture is not drawn; `None` where it is.
pub(super) fn absent(view: &View) -> Option<&'static str> {
    if view.edition == Edition::Public {
        return Some(
            "not for publication: it names sites that could close, and what that would save",
        );
    }
    let plan = view.plan.as_ref();
    let is_drawn = plan.is_some_and(|plan| panels(view, plan).iter().any(Panel::is_drawn));
    (!is_drawn).then_some(
        "no frontier of the plan has two points: nothing is gained by borrowing or by giving up coverage, or it is not worked out",
    )
}

/// Draws the frontiers, a panel each; nothing where [`absent`] says why.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let Some(plan) = view.plan.as_ref().filter(|_| absent(view).is_none()) else {
        return Ok(Vec::new());
    };
    let panels = panels(view, plan);
    let title = title(&panels);
    let caption = Caption::of(view, about(&panels));
    let sheet = sheet((metrics, form), &title, &panels, &caption);
    let numbers = numbers(&panels)?;
    let text = text(&title, &panels, &caption);
    Ok(vec![Chart { name: "plan_frontiers".to_owned(), title, sheet, numbers, text }])
}

fn title(panels: &[Panel]) -> String {
    let drawn = || panels.iter().filter(|panel| panel.is_drawn());
    // Of those that gain as much the first.
    let coverage = drawn().rev().filter(|panel| !panel.is_money());
    let coverage = coverage.max_by_key(|panel| panel.gain());
    if let Some(panel) = coverage {
        let what = match panel.kind {
            FrontierKind::SavingAgainstBases => "bases",
            _ => "counters",
        };
        let gain = short_sum(panel.gain());
        return format!("Less coverage by {what} would save {gain} more a year");
    }
    let most = drawn().find_map(|panel| Some((panel.points.first()?.bounded, panel.gain())));
    let (most, gain) = most.unwrap_or_default();
    format!("Borrowing up to {} adds {} to the plan's worth", short_sum(most), short_sum(gain))
}

/// The marks of a picture, as the legend names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Point,
    Unproven,
    Plan,
    Limit,
}

impl Of {
    const fn words(self) -> &'static str {
        match self {
            Self::Point => "The best plan at that limit",
            Self::Unproven => "The best found; not proven",
            Self::Plan => "The plan that keeps the policy's limits",
            Self::Limit => "The policy's limit",
        }
    }

    fn is_in(self, panel: &Panel) -> bool {
        match self {
            Self::Point => panel.points.iter().any(|row| row.is_proven),
            Self::Unproven => panel.points.iter().any(|row| !row.is_proven),
            Self::Plan => true,
            Self::Limit => panel.limit_drawn().is_some(),
        }
    }

    fn draw(self, sheet: &mut Sheet, at: (f64, f64)) {
        let point = |sheet: &mut Sheet, colour: Colour| {
            sheet.rimmed(at, POINT + 1.0, (colour, NAVY), 2.0);
        };
        match self {
            Self::Point => point(sheet, NAVY),
            Self::Unproven => point(sheet, WHITE),
            // Larger than a point, so that it is seen beneath one.
            Self::Plan => {
                sheet.polygon(diamond(at, PLAN), BLACK);
                sheet.polygon(diamond(at, PLAN - 2.5), AMBER);
            }
            Self::Limit => {
                sheet.dashes((at.0, at.1 - 9.0), (at.0, at.1 + 9.0), 2.0, VERMILION);
            }
        }
    }
}

/// Returns the corners of a diamond about a place, from its middle to a corner so far.
fn diamond((x, y): (f64, f64), far: f64) -> Vec<(f64, f64)> {
    vec![(x - far, y), (x, y - far), (x + far, y), (x, y + far)]
}

fn keys(panels: &[Panel]) -> Vec<Key> {
    let drawn = || panels.iter().filter(|panel| panel.is_drawn());
    let all = [Of::Point, Of::Unproven, Of::Plan, Of::Limit];
    let there = all.into_iter().filter(|of| drawn().any(|panel| of.is_in(panel)));
    let key = |of: Of| {
        Key::new(of.words(), move |sheet, area| {
            let middle = f64::midpoint(area.left, area.right);
            of.draw(sheet, (middle, f64::midpoint(area.top, area.bottom)));
        })
    };
    there.map(key).collect()
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    panels: &[Panel],
    caption: &Caption,
) -> Sheet {
    let shown =
        "Each point is the best plan for one limit; all other limits of the policy are kept";
    let drawn: Vec<&Panel> = panels.iter().filter(|panel| panel.is_drawn()).collect();
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let mut y = frame::legend(&mut sheet, metrics, y, &keys(panels)) + 4.0;
    if let Some(foot) = frame::foot(form, metrics, caption) {
        // Side by side where the sheet is wide, else one below the other.
        let count = ratio_term(i64::try_from(drawn.len()).unwrap_or(1)).max(1.0);
        let width = (form.right() - EDGE - (count - 1.0) * GAP) / count;
        let mut left = EDGE;
        for panel in drawn {
            let area = Area { left, top: y, right: left + width, bottom: foot - 8.0 };
            draw(&mut sheet, metrics, panel, area);
            left += width + GAP;
        }
        y = foot;
    } else {
        let high = ABOVE + BELOW + if drawn.len() > 2 { 160.0 } else { 200.0 };
        for panel in drawn {
            let area = Area { left: EDGE, top: y, right: form.right(), bottom: y + high };
            draw(&mut sheet, metrics, panel, area);
            y += high + 12.0;
        }
    }
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Draws one frontier with its points listed beside it, or below where there is no room beside.
fn draw(sheet: &mut Sheet, metrics: &FontMetrics, panel: &Panel, area: Area) {
    let width = area.right - area.left;
    let is_wide = width > 600.0;
    let title = frontier_title(panel.kind);
    let mut baseline = area.top + 14.0;
    for line in metrics.wrap(title, 15.0, FontWeight::Bold, width, if is_wide { 1 } else { 2 }) {
        sheet.text(Line::new(line, area.left, baseline, 15.0).bold());
        baseline += 18.0;
    }
    // A narrow heading may take a second line.
    let top = area.top + if is_wide { ABOVE } else { ABOVE + 18.0 };
    let room = area.bottom - top - BELOW;
    let below = if is_wide { 0.0 } else { (LINE * 10.0 + 6.0).min(room * 0.7) };
    let plot = Area {
        top,
        bottom: top + room - below,
        right: area.left + width * if is_wide { 0.54 } else { 1.0 },
        ..area
    };
    plotted(sheet, metrics, panel, plot);
    let list = if is_wide {
        Area { left: plot.right + GAP, top: area.top + 20.0, ..area }
    } else {
        Area { top: plot.bottom + BELOW, ..area }
    };
    listed(sheet, metrics, panel, list);
}

/// Says what a point brings and what changes at it; with names alone where there is one line for it.
fn entry(row: &FrontierRow, is_short: bool) -> String {
    let best = pounds(row.best);
    let many = count_of(row.changes.len(), "site changes", "sites change");
    match row.point {
        1 => format!("{best}: {many} from business as usual"),
        _ if is_short => {
            let names: Vec<&str> = row.changes.iter().map(|change| change.name.as_str()).collect();
            format!("{best}: {}", and_list(&names))
        }
        _ => format!("{best}: {}", frontier_changes(row)),
    }
}

/// Lists the points, each with as many lines as there is room for.
fn listed(sheet: &mut Sheet, metrics: &FontMetrics, panel: &Panel, area: Area) {
    const NUMBER: f64 = 24.0;
    let head = match panel.kind {
        FrontierKind::WorthAgainstBorrowing => "Worth; what changes from the one before",
        _ => "Saving; what changes from the one before",
    };
    let width = area.right - area.left;
    let head = metrics.fit(head, SIZE, FontWeight::Regular, width);
    sheet.text(Line::new(head, area.left, area.top + LINE, SIZE).colour(GREY));
    let mut top = area.top + LINE + 4.0;
    let lines = usize::try_from(to_whole((area.bottom - top) / LINE)).unwrap_or(1).max(1);
    let all = panel.points.len();
    let shown = if all > lines { lines - 1 } else { all };
    let each = (lines / all.max(1)).clamp(1, 4);
    for row in panel.points.iter().take(shown) {
        let number = row.point.to_string();
        sheet.text(Line::new(number, area.left, top + LINE, SIZE).bold());
        let text = metrics.plain(&entry(row, each == 1));
        for line in metrics.wrap(&text, SIZE, FontWeight::Regular, width - NUMBER, each) {
            top += LINE;
            sheet.text(Line::new(line, area.left + NUMBER, top, SIZE));
        }
    }
    if shown < all {
        let more = format!("{} more are in the table", all - shown);
        sheet.text(Line::new(more, area.left + NUMBER, top + LINE, SIZE).colour(GREY));
    }
}

/// Draws the points over their scales, with the plan and the policy's limit.
fn plotted(sheet: &mut Sheet, metrics: &FontMetrics, panel: &Panel, area: Area) {
    let [across, upward] = &panel.scales;
    sheet.text(Line::new(upward.as_str(), area.left, area.top - 14.0, SIZE).colour(GREY));
    let points: Vec<(f64, f64)> =
        panel.points.iter().map(|row| panel.at((row.bounded, row.best))).collect();
    let plan = panel.at(panel.marks.plan);
    let limit = panel.limit_drawn().map(|bound| panel.at((bound, 0)).0);
    let over = |values: &mut dyn Iterator<Item = f64>| {
        values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (low, high) = over(&mut points.iter().map(|at| at.1).chain([plan.1]));
    let up = Axis::over(low, high, 1.0, 4.0, (area.bottom, area.top));
    let wide = |value: f64| metrics.width(&up.pounds(value), SIZE, FontWeight::Regular);
    let begin = area.left + up.ticks().into_iter().map(wide).fold(0.0, f64::max) + 10.0;
    for value in up.ticks() {
        let at = up.at(value);
        sheet.stroke((begin, at), (area.right, at), 1.0, GRID);
        let words = up.pounds(value);
        sheet.text(Line::new(words, begin - 8.0, at + 4.5, SIZE).end().colour(GREY));
    }
    let (low, high) = over(&mut points.iter().map(|at| at.0).chain([plan.0]).chain(limit));
    let ends = (begin + 12.0, area.right - 12.0);
    let along = Axis::over(low, high, 1.0, 3.0, ends);
    let word = |value: f64| {
        if panel.is_money() {
            along.pounds(value)
        } else {
            with_thousands(&to_whole(value).to_string())
        }
    };
    let ticks = along.ticks();
    let line = |(at, value): (usize, &f64)| {
        let x = along.at(*value);
        let line = Line::new(word(*value), x, area.bottom + 18.0, SIZE).colour(GREY);
        // The ends stay within the picture.
        match at {
            0 => Line { x: begin, ..line },
            _ if at + 1 == ticks.len() => Line { x: area.right, ..line }.end(),
            _ => line.middle(),
        }
    };
    let lines: Vec<Line> = ticks.iter().enumerate().map(line).collect();
    let last = lines.last().map(|line| line.area(metrics));
    let mut told = begin - 8.0;
    for (at, (line, value)) in lines.into_iter().zip(&ticks).enumerate() {
        let x = along.at(*value);
        sheet.stroke((x, area.bottom), (x, area.bottom + 4.0), 1.0, RULE);
        let own = line.area(metrics);
        let is_free = own.left >= told + 8.0 - 0.5
            && (at + 1 == ticks.len() || last.is_none_or(|last| own.right + 8.0 <= last.left));
        if is_free {
            told = own.right;
            sheet.text(line);
        }
    }
    let middle = f64::midpoint(begin, area.right);
    sheet.text(Line::new(across.as_str(), middle, area.bottom + 36.0, SIZE).middle().colour(GREY));
    let place = |(x, y): (f64, f64)| (along.at(x), up.at(y));
    // Numbers stand on no line.
    let mut taken = Vec::new();
    let around = |from: (f64, f64), to: (f64, f64)| Area {
        left: from.0.min(to.0) - 1.0,
        top: from.1.min(to.1) - 1.0,
        right: from.0.max(to.0) + 1.0,
        bottom: from.1.max(to.1) + 1.0,
    };
    for pair in points.windows(2) {
        let (from, to) = (place(pair[0]), place(pair[1]));
        let corner = (from.0, to.1);
        for (from, to) in [(from, corner), (corner, to)] {
            sheet.stroke(from, to, 1.5, RULE);
            taken.push(around(from, to));
        }
    }
    if let Some(limit) = limit {
        let (top, bottom) = ((along.at(limit), area.top), (along.at(limit), area.bottom));
        sheet.dashes(top, bottom, 2.0, VERMILION);
        taken.push(around(top, bottom));
    }
    let plan = place(plan);
    Of::Plan.draw(sheet, plan);
    let mut spots = vec![spot(plan, PLAN)];
    for (row, at) in panel.points.iter().zip(&points) {
        let of = if row.is_proven { Of::Point } else { Of::Unproven };
        let at = place(*at);
        of.draw(sheet, at);
        let is_on_plan = (at.0 - plan.0).hypot(at.1 - plan.1) < PLAN;
        spots.push(spot(at, if is_on_plan { PLAN + 4.0 } else { POINT + 1.0 }));
    }
    let number = |row: &FrontierRow| row.point.to_string();
    let wanted = |(spot, row): (usize, &&FrontierRow)| Wanted {
        spot,
        width: metrics.width(&number(row), SIZE, FontWeight::Bold),
        height: LINE,
    };
    let wanted: Vec<Wanted> = (1..).zip(&panel.points).map(wanted).collect();
    let bounds = Area { left: begin, top: area.top - 12.0, ..area };
    let places = labels::place(&spots, &wanted, &taken, &bounds);
    for (row, at) in panel.points.iter().zip(places) {
        let Some(at) = at else { continue };
        if let Some((from, to)) = at.leader {
            sheet.stroke(from, to, 1.0, BLACK);
        }
        sheet.text(Line::new(number(row), at.area.left, at.area.top + 12.5, SIZE).bold());
    }
}

const fn spot((x, y): (f64, f64), radius: f64) -> Spot {
    Spot { x, y, radius }
}

fn text(title: &str, panels: &[Panel], caption: &Caption) -> String {
    let mut out =
        vec![format!("{title}."), "Points of plans along frontiers, a panel each.".to_owned()];
    for panel in panels {
        out.push(format!("{}:", frontier_title(panel.kind)));
        out.extend(panel.said.iter().cloned());
    }
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};
    use crate::edition::PolicyLine;

    fn drawn(view: &View) -> Option<Chart> {
        samples::drawn(charts, view).pop()
    }

    #[rstest]
    #[case::all(&[3, 3, 3], "Less coverage by counters would save £2,000 more a year")]
    #[case::bases(&[3, 1, 2], "Less coverage by bases would save £1,000 more a year")]
    #[case::borrowing(&[3, 1, 1], "Borrowing up to £3,000 adds £2,000 to the plan's worth")]
    fn a_title_is_true_of(#[case] points: &[i64], #[case] expected: &str) {
        assert_eq!(drawn(&samples::frontiers(points)).unwrap().title, expected);
    }

    #[test]
    fn a_frontier_of_one_point_is_said_and_not_drawn() {
        let chart = drawn(&samples::frontiers(&[1, 3, 1])).unwrap();
        let words = samples::words(&chart.sheet);
        assert!(words.contains("Saving a year against reach of public counters"), "{words}");
        assert!(!words.contains("Peak borrowing for works"), "{words}");
        let flat = words.replace('\n', " ");
        assert!(
            flat.contains("Worth against peak borrowing: The best plan needs no borrowing"),
            "{flat}"
        );
        assert!(!chart.numbers.csv.contains("worth_against_borrowing"), "{}", chart.numbers.csv);
        let view = samples::frontiers(&[1, 1, 1]);
        assert!(drawn(&view).is_none() && absent(&view).is_some());
    }

    #[test]
    fn points_plan_and_limit_stand_in_the_table_and_their_numbers_on_the_picture() {
        let chart = drawn(&samples::frontiers(&[1, 3, 1])).unwrap();
        insta::assert_snapshot!(chart.numbers.csv, @r"
        frontier,mark,point,peak_borrowing,within_reach,worth,saving,changes
        saving_against_counters,point,1,,1000,,3000.00,Bank House: sell as it stands
        saving_against_counters,point,2,,2000,,2000.00,Bank House: sell as it stands
        saving_against_counters,point,3,,3000,,1000.00,Bank House: sell as it stands
        saving_against_counters,plan,,,1600,,900.00,
        saving_against_counters,limit,,,1500,,,
        ");
        let words = samples::words(&chart.sheet);
        for number in ["1", "2", "3"] {
            assert_eq!(words.lines().filter(|line| *line == number).count(), 2, "{words}");
        }
        assert!(words.contains("The policy's limit") && words.contains("not proven"), "{words}");
    }

    #[test]
    fn a_limit_far_from_the_points_is_said_and_not_drawn() {
        let mut view = samples::frontiers(&[1, 3, 1]);
        let marks = &mut view.plan.as_mut().unwrap().frontier_marks[1];
        marks.limit = marks.limit.map(|limit| PolicyLine { bound: limit.bound * 50, ..limit });
        let chart = drawn(&view).unwrap();
        assert!(!chart.numbers.csv.contains(",limit,") && chart.text.contains("beyond the scale"));
        assert!(!samples::words(&chart.sheet).contains("The policy's limit\n"));
    }

    #[test]
    fn the_public_edition_has_none() {
        let view = View { edition: Edition::Public, ..samples::frontiers(&[3, 3, 3]) };
        assert!(
            drawn(&view).is_none() && absent(&view).unwrap().starts_with("not for publication")
        );
    }
}
