//! The lease timeline: every lease from the day of the snapshot over the calendar, with its dates.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Chart, ChartNumbers, DrawError, chart_table,
    dates::{Days, short_day},
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key, Page},
    lease_marks::{Marked, Meaning},
    sheet::{Area, BLACK, EDGE, Form, GREY, GRID, Line, NAVY, SKY, Sheet, WHITE},
    site_names::called,
};
use crate::{
    edition::{BreakState, DatedKind, EventState, LeaseEventRow, LeaseRow, View},
    model::{Date, Role, with_thousands},
    wording::{capital, count_of, dated, long_date, more_than, number},
};

/// Returns where the days begin and end.
fn plot(form: Form) -> (f64, f64) {
    (form.either(190.0, 330.0), form.right() - 98.0)
}

/// Half the height of a bar.
const HALF: f64 = 6.0;
const NAME: f64 = 14.0;
const NAME_LINE: f64 = 16.0;
const DETAIL: f64 = 13.0;
const DETAIL_LINE: f64 = 15.0;

/// A lease as it is drawn.
struct Row<'a> {
    name: String,
    lease: &'a LeaseRow,
    events: Vec<&'a LeaseEventRow>,
}

/// Draws the leases that run within the calendar, by site, 25 a page.
///
/// Of more than all pages hold, those are drawn that have something ahead first.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let mut events: BTreeMap<&str, Vec<&LeaseEventRow>> = BTreeMap::new();
    for event in view.lease_events.iter().filter(|e| !e.lease_id.is_empty()) {
        events.entry(&event.lease_id).or_default().push(event);
    }
    let within = |l: &&LeaseRow| l.start <= view.calendar_until;
    let leases: Vec<&LeaseRow> = view.running_leases.iter().filter(within).collect();
    let sites: BTreeMap<_, _> =
        leases.iter().map(|l| (l.site_id.as_str(), l.name.as_str())).collect();
    let names = called(sites.iter().map(|(id, name)| (*name, *id)), metrics);
    let names: BTreeMap<&str, String> = sites.keys().copied().zip(names).collect();
    let rows = leases.iter().map(|lease| Row {
        name: names.get(lease.site_id.as_str()).cloned().unwrap_or_default(),
        lease,
        events: events.remove(lease.lease_id.as_str()).unwrap_or_default(),
    });
    let all: Vec<Row> = rows.collect();
    let count = all.len();
    let rows = nearest(all, form);
    let pages = frame::pages(form, &rows);
    pages.iter().map(|page| chart(view, (metrics, form), (&rows, count), page)).collect()
}

/// Returns as many rows as all pages hold, those with the nearest day to act, in the order given.
fn nearest(rows: Vec<Row<'_>>, form: Form) -> Vec<Row<'_>> {
    let ahead = |row: &Row| row.events.iter().map(|e| e.stands_on()).min().unwrap_or(Date::MAX);
    let mut order: Vec<(Date, usize)> = rows.iter().map(ahead).zip(0..).collect();
    order.sort_unstable();
    let kept: BTreeSet<usize> =
        order.into_iter().take(form.drawn(rows.len())).map(|(_, at)| at).collect();
    let rows = rows.into_iter().zip(0..).filter(|(_, at)| kept.contains(at));
    rows.map(|(row, _)| row).collect()
}

fn chart(
    view: &View,
    (metrics, form): (&FontMetrics, Form),
    (rows, count): (&[Row], usize),
    page: &Page<Row>,
) -> Result<Chart, DrawError> {
    let title = title(view, count, page);
    let plot = plot(form);
    let days = Days::new(view.as_of, view.calendar_until, plot);
    let marked: Vec<Marked> =
        page.rows.iter().map(|r| Marked::new(r.lease, &r.events, &days, metrics, plot)).collect();
    let without_words = marked.iter().map(Marked::without_words).sum();
    let about = about(view, (rows, count), page, without_words);
    let caption = Caption::of_leases(view, about);
    let shown =
        format!("Leases by site, {} to {}", long_date(view.as_of), long_date(view.calendar_until));
    let (mut sheet, y) = frame::begin(form, metrics, &title, &shown);
    let y = frame::legend(&mut sheet, metrics, y, &keys(page.rows, &marked)) + 20.0;
    let y = body(&mut sheet, metrics, y, page.rows, &marked, &days);
    frame::end(&mut sheet, metrics, y + 30.0, &caption);
    let name = page.name("lease_timeline");
    let text = text(&title, page, &shown, &caption);
    Ok(Chart {
        name,
        sheet,
        numbers: ChartNumbers::of(
            &LeaseTimelineChart,
            LeaseTimelineChart::of(dates_of(page.rows)),
        )?,
        text,
        title,
    })
}

/// Returns the message: what is ours to decide, else what ends.
fn title(view: &View, count: usize, page: &Page<Row>) -> String {
    if page.number > 1 {
        let count = with_thousands(&count.to_string());
        return format!("Leases {} to {} of {count}, by site", page.first, page.last);
    }
    let ours: Vec<_> = view.lease_events.iter().filter(|e| e.is_ours_to_decide()).collect();
    let urgent = ours.iter().filter(|e| e.is_urgent()).count();
    // A safe day that has passed leaves the one in law.
    let last_day = |e: &&LeaseEventRow| {
        let safe = e.act_by.filter(|on| *on >= view.as_of);
        safe.or(e.legal_last_day).or(e.act_by)
    };
    if let Some(last) = ours.iter().filter_map(last_day).max() {
        let breaks = if ours.len() == 1 { "break" } else { "breaks" };
        let many = capital(&number(ours.len()));
        let by = last.format("%B %Y");
        return match urgent {
            0 => format!("{many} {breaks} to decide by {by}"),
            all if all == ours.len() => format!("{many} urgent {breaks} to decide by {by}"),
            1 => format!("{many} {breaks} to decide by {by}; one is urgent"),
            some => format!("{many} {breaks} to decide by {by}; {} are urgent", number(some)),
        };
    }
    let ends =
        |l: &&LeaseRow| !l.holds_over && l.ends_on.is_some_and(|on| on <= view.calendar_until);
    let ending = view.running_leases.iter().filter(ends).count();
    let by = view.calendar_until.format("%B %Y");
    let (lease, verb) = if ending == 1 { ("lease", "ends") } else { ("leases", "end") };
    let ending = format!("{} {lease} {verb} by {by}", number(ending));
    let unclear =
        |e: &LeaseEventRow| e.kind == DatedKind::Break && (e.whose.is_none() || e.state.is_none());
    if view.lease_events.iter().any(unclear) {
        format!("{}; some breaks are unclear", capital(&ending))
    } else {
        format!("No break option of ours; {ending}")
    }
}

fn about(
    view: &View,
    (rows, count): (&[Row], usize),
    page: &Page<Row>,
    without_words: usize,
) -> Vec<String> {
    let mut about = Vec::new();
    let shown = count_of(count, "lease", "leases");
    if rows.len() > page.rows.len() {
        about.push(format!("Shown: {} to {} of {shown}.", page.first, page.last));
    }
    if count > rows.len() {
        about.push(match rows.len() {
            1 => "The lease drawn has the nearest day to act.".to_owned(),
            drawn => format!("The {drawn} drawn have the nearest days to act."),
        });
        about.extend(more_than(count, rows.len(), "lease"));
    }
    about.push(
        "The last safe day is the last working day for notice, less the policy's margin; other dates are those in the lease."
            .to_owned(),
    );
    let mut say = |number: usize, one: &str, many: &str| {
        if number > 0 {
            let words = if number == 1 { one } else { many };
            about.push(format!("{} {words}", capital(&crate::wording::number(number))));
        }
    };
    let later = view.running_leases.iter().filter(|l| l.start > view.calendar_until).count();
    say(later, "lease begins after the period shown.", "leases begin after the period shown.");
    let ended = view.leases.saturating_sub(view.running_leases.len());
    say(
        ended,
        "lease on record has ended and is not drawn.",
        "leases on record have ended and are not drawn.",
    );
    say(
        without_words,
        "date is not labelled, for lack of space; see lease_events.csv.",
        "dates are not labelled, for lack of space; see lease_events.csv.",
    );
    about
}

/// Fills the bar of a lease as tenant or as landlord, or of one that holds over.
fn bar(sheet: &mut Sheet, area: Area, lease: Kind) {
    match lease {
        Kind::Tenant => sheet.fill(area, NAVY),
        Kind::Landlord => {
            sheet.fill(area, SKY);
            sheet.outline(area, 1.5, NAVY);
        }
        Kind::HoldingOver => {
            sheet.fill(area, WHITE);
            sheet.hatch(area, 7.0, GREY);
            sheet.outline(area, 1.5, GREY);
        }
    }
}

/// How a bar looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tenant,
    Landlord,
    HoldingOver,
}

impl Kind {
    fn of(lease: &LeaseRow) -> Self {
        match (lease.holds_over, lease.role) {
            (true, _) => Self::HoldingOver,
            (false, Role::Landlord) => Self::Landlord,
            (false, Role::Tenant) => Self::Tenant,
        }
    }
}

/// Returns the legend of what is on the page.
fn keys(rows: &[Row], marked: &[Marked]) -> Vec<Key> {
    let bars = [
        (Kind::Tenant, "We are the tenant"),
        (Kind::Landlord, "We are the landlord"),
        (Kind::HoldingOver, "Holding over: the term has ended, the lease continues"),
    ];
    let used = |kind: Kind| rows.iter().any(|r| Kind::of(r.lease) == kind);
    let bars = bars.into_iter().filter(|(kind, _)| used(*kind)).map(|(kind, words)| {
        Key::new(words, move |sheet, area| {
            let middle = f64::midpoint(area.top, area.bottom);
            bar(sheet, Area { top: middle - HALF, bottom: middle + HALF, ..area }, kind);
        })
    });
    let used: BTreeSet<Meaning> = marked.iter().flat_map(Marked::meanings).collect();
    let marks = Meaning::ALL.into_iter().filter(|m| used.contains(m)).map(|meaning| {
        Key::new(meaning.words(), move |sheet, area| {
            let centre = f64::midpoint(area.left, area.right);
            meaning.draw(sheet, (centre, f64::midpoint(area.top, area.bottom)));
        })
    });
    bars.chain(marks).collect()
}

/// Draws the rows and the scale; returns the height used.
fn body(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    y: f64,
    rows: &[Row],
    marked: &[Marked],
    days: &Days,
) -> f64 {
    const PAD: f64 = 8.0;
    let room = days.points().0 - 10.0 - EDGE;
    let right = sheet.form.right();
    let names: Vec<Vec<String>> =
        rows.iter().map(|r| metrics.wrap(&r.name, NAME, FontWeight::Regular, room, 2)).collect();
    let details: Vec<Vec<String>> = rows
        .iter()
        .map(|r| metrics.wrap(&detail(r.lease, metrics), DETAIL, FontWeight::Regular, room, 2))
        .collect();
    let labels: Vec<f64> = names
        .iter()
        .zip(&details)
        .map(|(name, detail)| NAME_LINE * counted_f64(name) + DETAIL_LINE * counted_f64(detail))
        .collect();
    let heights: Vec<f64> =
        labels.iter().zip(marked).map(|(label, m)| label.max(m.height()) + 2.0 * PAD).collect();
    let bottom = y + heights.iter().sum::<f64>();
    days.grid(sheet, metrics, y, bottom);
    let mut top = y;
    let places = labels.iter().zip(&heights).zip(marked);
    for (((row, lines), detail), ((label, height), marks)) in
        rows.iter().zip(&names).zip(&details).zip(places)
    {
        sheet.fill(Area { left: EDGE, top: top - 0.5, right, bottom: top + 0.5 }, GRID);
        let mut baseline = top + (height - label) / 2.0 + NAME * 0.85;
        for line in lines {
            sheet.text(Line::new(line, EDGE, baseline, NAME));
            baseline += NAME_LINE;
        }
        for line in detail {
            sheet.text(Line::new(line, EDGE, baseline - 1.0, DETAIL).colour(GREY));
            baseline += DETAIL_LINE;
        }
        let middle = top + (height - marks.height()) / 2.0 + marks.middle();
        lease_bar(sheet, row.lease, middle, days);
        marks.draw(sheet, metrics, middle);
        top += height;
    }
    bottom
}

fn counted_f64(lines: &[String]) -> f64 {
    lines.iter().map(|_| 1.0).sum()
}

/// Writes which lease it is and with whom.
fn detail(lease: &LeaseRow, metrics: &FontMetrics) -> String {
    let way = if lease.role == Role::Landlord { "let to" } else { "held of" };
    let who = metrics.plain(&lease.counterparty);
    let id = metrics.plain(&lease.lease_id);
    if who.is_empty() { id } else { format!("{id}, {way} {who}") }
}

fn lease_bar(sheet: &mut Sheet, lease: &LeaseRow, y: f64, days: &Days) {
    let plot = days.points();
    let left = days.at(lease.start);
    let ends = lease.ends_on.filter(|on| !lease.holds_over && days.holds(*on));
    let goes_on = ends.is_none();
    let right = ends.map_or(plot.1, |on| days.at(on).max(left + 2.0));
    bar(sheet, Area { left, top: y - HALF, right, bottom: y + HALF }, Kind::of(lease));
    if days.holds(lease.start) && left > plot.0 + 1.0 {
        sheet.fill(
            Area { left: left - 1.5, top: y - 10.0, right: left + 1.5, bottom: y + 10.0 },
            BLACK,
        );
    }
    if goes_on {
        let tip = plot.1 + 9.0;
        sheet.polygon(vec![(plot.1, y - 9.0), (tip, y), (plot.1, y + 9.0)], BLACK);
        let words = match lease.ends_on.filter(|_| !lease.holds_over) {
            Some(on) => format!("to {}", on.format("%b %Y")),
            None => "continues".to_owned(),
        };
        sheet.text(Line::new(words, tip + 4.0, y + 4.5, DETAIL).colour(GREY));
    }
}

/// A lease with one of its dates; `None` of a lease that has none ahead.
type Dated<'a> = (&'a LeaseRow, Option<&'a LeaseEventRow>);

fn dates_of<'a>(rows: &'a [Row<'a>]) -> impl Iterator<Item = Dated<'a>> {
    rows.iter().flat_map(|row| {
        let none = row.events.is_empty().then_some((row.lease, None));
        row.events.iter().map(|event| (row.lease, Some(*event))).chain(none)
    })
}

chart_table! {
    /// the dates of the chart of leases; a lease with nothing ahead has a line of its own
    LeaseTimelineChart: file "charts/lease_timeline.csv", key [];
    rows row: Dated<'a>;
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.0.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.0.name;
    "lease_id", "Lease", Text, "", Restricted,
        "the lease's id as in `leases`" = &row.0.lease_id;
    "counterparty", "Other side", Text, "", Restricted,
        "the other party" = &row.0.counterparty;
    "role", "We are", Text, "", Restricted,
        "our side of the lease" = row.0.role;
    "start", "Start", Day, "", Restricted,
        "its first day: the left end of the bar" = row.0.start;
    "ends_on", "Ends on", Day, "", Restricted,
        "its last day: the right end of the bar; empty is not known" = row.0.ends_on;
    "holds_over", "Holds over", YesNo, "", Restricted,
        "whether it goes on after its last day" = row.0.holds_over;
    "kind", "What", Text, "", Restricted,
        "what falls on the date" = row.1.map(|event| event.kind);
    "falls_on", "Falls on", Day, "", Restricted,
        "the date" = row.1.map(|event| event.on);
    "act_by", "Act by", Day, "", Restricted,
        "the last day to act, with the policy's time to prepare" = row.1.and_then(|event| event.act_by);
    "legal_last_day", "Latest date to serve notice", Day, "", Restricted,
        "the last day on which notice may be served" = row.1.and_then(|event| event.legal_last_day);
    "whose", "Whose", Text, "", Restricted,
        "whose right it is" = row.1.and_then(|event| event.whose);
    "state", "State", Text, "", Restricted,
        "whether it can still be acted on"
            = row.1.map(|event| event.state.map_or("not_known", EventState::word));
}

/// Returns the message and what is nearest, in sentences.
fn text(title: &str, page: &Page<Row>, shown: &str, caption: &Caption) -> String {
    const DESCRIBED: usize = 6;
    let mut out = vec![
        format!("{title}."),
        format!("Timeline. {shown}: one bar for each lease, with marks for its dates."),
    ];
    let mut ahead: Vec<(&LeaseEventRow, &Row)> =
        page.rows.iter().flat_map(|row| row.events.iter().map(move |e| (*e, row))).collect();
    ahead.sort_by_key(|(e, _)| (!e.is_urgent(), !e.is_ours_to_decide(), e.stands_on(), e.on));
    let rest = ahead.len().saturating_sub(DESCRIBED);
    out.extend(ahead.into_iter().take(DESCRIBED).map(|(event, row)| {
        let mut words = format!("{}, {}: {}", row.name, event.lease_id, describe(event));
        if let Some(act_by) = event.act_by.filter(|_| event.is_ours_to_decide()) {
            words.push_str(&format!(", act by {}", long_date(act_by)));
        }
        if event.is_urgent() {
            words.push_str(", urgent");
        }
        words + "."
    }));
    if rest > 0 {
        let dates = count_of(rest, "more date is", "more dates are");
        out.push(format!("{dates} in the figures for the chart."));
    }
    out.extend(caption.sentences());
    out.join(" ")
}

fn describe(event: &LeaseEventRow) -> String {
    let kind = dated(event.kind);
    let missed = if event.is_break(BreakState::Missed) { ", missed" } else { "" };
    format!("{kind} on {}{missed}", short_day(event.on))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};
    use crate::model::Party;

    fn drawn(view: &View) -> Vec<Chart> {
        samples::drawn(charts, view)
    }

    #[rstest]
    #[case::open(&[(Some(BreakState::Open), Party::Tenant)], "One break to decide by August 2023")]
    #[case::urgent(&[(Some(BreakState::Urgent), Party::Tenant)], "One urgent break to decide by August 2023")]
    #[case::mixed(
        &[(Some(BreakState::Open), Party::Tenant), (Some(BreakState::Urgent), Party::Tenant)],
        "Two breaks to decide by August 2023; one is urgent"
    )]
    #[case::theirs(&[(Some(BreakState::Open), Party::Landlord)], "No break option of ours; no leases end by March 2025")]
    #[case::missed(&[(Some(BreakState::Missed), Party::Tenant)], "No break option of ours; no leases end by March 2025")]
    #[case::unclear(
        &[(None, Party::Tenant)],
        "No leases end by March 2025; some breaks are unclear"
    )]
    #[case::nothing(&[], "No break option of ours; no leases end by March 2025")]
    fn a_title_is_true_of(#[case] breaks: &[(Option<BreakState>, Party)], #[case] title: &str) {
        let event = |(state, whose): &(Option<BreakState>, Party)| LeaseEventRow {
            state: state.map(EventState::Break),
            whose: Some(*whose),
            ..crate::edition::example::lease_event()
        };
        let lease_events = breaks.iter().map(event).collect();
        let view = View { lease_events, ..samples::leases(1) };
        assert_eq!(drawn(&view)[0].title, title);
    }

    #[test]
    fn a_lease_that_holds_over_does_not_end_in_the_title() {
        let mut view = samples::leases(1);
        view.lease_events.clear();
        view.running_leases[0].holds_over = true;
        view.running_leases[0].ends_on = Some("2019-12-24".parse().unwrap());
        assert_eq!(drawn(&view)[0].title, "No break option of ours; no leases end by March 2025");
        view.running_leases[0].holds_over = false;
        view.running_leases[0].ends_on = Some("2021-12-24".parse().unwrap());
        assert_eq!(drawn(&view)[0].title, "No break option of ours; one lease ends by March 2025");
    }

    #[test]
    fn without_leases_there_is_no_timeline() {
        assert!(drawn(&samples::view(5)).is_empty());
    }

    #[test]
    fn the_numbers_drawn_are_a_line_a_date() {
        let csv = drawn(&samples::leases(2)).remove(0).numbers.csv;
        assert_eq!(csv.lines().next().unwrap().split(',').count(), 14);
        assert!(csv.lines().count() > 2, "{csv}");
    }

    #[test]
    fn what_is_near_is_drawn_when_there_are_too_many() {
        let mut view = samples::leases(120);
        let last = view.running_leases[116].lease_id.clone();
        view.lease_events.retain(|e| e.lease_id == last);
        let charts = drawn(&view);
        assert_eq!(charts.len(), 4);
        assert!(charts.iter().any(|p| p.numbers.csv.contains(&last)));
        let words = samples::words(&charts[0].sheet);
        assert!(words.contains("20 more leases are in the tables."), "{words}");
    }
}
