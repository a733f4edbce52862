//! The map of coverage: zones by their minutes to the nearest open site, and the sites that stay or are to close.

use super::{
    Chart, ChartNumbers, DrawError,
    basemap::{BAND, Basemap, Metres, no_outline},
    chart_table,
    coverage_bars::closes,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    labels::{self, Spot, Wanted},
    sheet::{Area, BLACK, Form, Line, Sheet, WHITE},
    site_names::names,
    zone_class::Class,
};
use crate::{
    edition::{ClosureRow, NearestSite, ServiceJourneys, SiteRow, View, ZoneReach, ZoneRow},
    model::{DemandKind, ratio_term, to_whole, with_thousands},
    wording::{
        capital, count_of, counted_as, minutes_said, more_than, service, told_services, whole,
    },
};

/// Zones drawn, at most: those of most demand.
const MOST: usize = 3000;
/// Sites drawn, and sites named, at most.
const SITES: usize = 400;
const NAMED: usize = 40;
/// A zone on the map.
struct Circle<'a> {
    zone: &'a ZoneRow,
    reach: &'a ZoneReach,
    at: Metres,
    class: Class,
}

/// A site on the map.
struct Mark<'a> {
    site: &'a SiteRow,
    name: String,
    at: Metres,
    closes: bool,
}

/// Draws each service whose zones have positions.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let mut charts = Vec::new();
    for service in told_services(view) {
        let of_service = view.cover.journeys.iter().find(|of| of.service == service);
        if let Some(of_service) = of_service {
            charts.extend(chart(view, metrics, form, of_service)?);
        }
    }
    Ok(charts)
}

fn circles<'v>(view: &'v View, of: &ServiceJourneys) -> Vec<Circle<'v>> {
    let zones = view.cover.zones.iter().filter_map(|zone| {
        let reach = zone.reach.iter().find(|reach| reach.service == of.service)?;
        let class = Class::of(reach, of.minutes);
        let at = zone.grid.filter(|at| at.0.is_finite() && at.1.is_finite())?;
        Some(Circle { zone, reach, at, class })
    });
    let mut zones: Vec<Circle> = zones.collect();
    // Great ones first, so that small ones lie upon them.
    zones.sort_by_key(|zone| std::cmp::Reverse(zone.reach.demand));
    zones
}

/// Returns the sites of the service that have a position, those to close first.
fn marks<'v>(view: &'v View, metrics: &FontMetrics, of: &ServiceJourneys) -> Vec<Mark<'v>> {
    let closing: Vec<&str> =
        view.cover.proposed.iter().flat_map(|p| &p.site_ids).map(String::as_str).collect();
    let gives: Vec<&SiteRow> =
        view.sites.iter().filter(|site| of.site_ids.contains(&site.site_id)).collect();
    let named = names(gives.iter().copied(), metrics);
    let marks = named.into_iter().zip(gives).filter_map(|(name, site)| {
        let at = site.grid.filter(|at| at.0.is_finite() && at.1.is_finite())?;
        Some(Mark { site, name, at, closes: closing.contains(&site.site_id.as_str()) })
    });
    let mut marks: Vec<Mark> = marks.collect();
    marks.sort_by_key(|mark| !mark.closes);
    marks.truncate(SITES);
    marks
}

fn chart(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
    of: &ServiceJourneys,
) -> Result<Option<Chart>, DrawError> {
    let all = circles(view, of);
    let circles = all.get(..MOST.min(all.len())).unwrap_or(&all);
    if circles.is_empty() {
        return Ok(None);
    }
    let marks = marks(view, metrics, of);
    let closes_any = marks.iter().any(|mark| mark.closes);
    let title = title(view, of);
    let shown = format!(
        "Zones by minutes to the nearest of the open {}{}; circle area shows {}; north is up",
        service(of.service),
        if closes_any { ", after the proposed closures" } else { "" },
        counted_as(of.counted)
    );
    let (mut sheet, y) = frame::begin(form, metrics, &title, &shown);
    let keys = keys(circles, &marks, of.minutes, view.cover.proposed.is_some());
    let y = frame::legend(&mut sheet, metrics, y, &keys) + 4.0;
    let places: Vec<Metres> =
        circles.iter().map(|zone| zone.at).chain(marks.iter().map(|mark| mark.at)).collect();
    let most = form.either(640.0, 305.0);
    let Some(ground) = Basemap::over(&sheet, &places, &view.outlines, (y, most)) else {
        return Ok(None);
    };
    ground.draw(&mut sheet, &view.outlines);
    let unnamed = draw(&mut sheet, metrics, circles, &marks, &ground);
    ground.band(&mut sheet, metrics);
    let caption = Caption::of_sites(view, about(view, of, (&all, circles), &marks, &unnamed));
    frame::end(&mut sheet, metrics, ground.frame.bottom + BAND, &caption);
    Ok(Some(Chart {
        name: format!("coverage_map_{}", of.service.word()),
        numbers: ChartNumbers::of(
            &CoverageMapChart,
            CoverageMapChart::of(
                circles.iter().map(Told::Zone).chain(marks.iter().map(Told::Site)),
            ),
        )?,
        text: text(&title, circles, &marks, of, &caption),
        title,
        sheet,
    }))
}

/// Returns the message: whom the closures put out of reach, or who is in reach.
fn title(view: &View, of: &ServiceJourneys) -> String {
    let limit = minutes_said(of.minutes);
    let sites = crate::wording::service(of.service);
    let row = view.cover.proposed.iter().flat_map(|proposed| &proposed.closures);
    let row: Option<&ClosureRow> = row.into_iter().find(|row| row.service == of.service);
    let what = match of.counted {
        DemandKind::Population => "residents",
        DemandKind::Incidents => "calls",
        DemandKind::Visits => "visits",
    };
    match row {
        Some(row) if row.lost > 0 => {
            format!("Closures put {} {what} beyond {limit} of {sites}", whole(row.lost))
        }
        Some(_) => format!("Closures put no {what} beyond {limit} of {sites}"),
        None => {
            let now = view.cover.coverage.iter();
            let now = now.filter(|row| row.service == of.service && row.district.is_none());
            let share = now.map(|row| crate::wording::per_cent_within(row.reach.share)).next();
            format!("{} of {what} within {limit} of {sites}", share.unwrap_or_default())
        }
    }
}

fn keys(circles: &[Circle], marks: &[Mark], limit: f64, proposed: bool) -> Vec<Key> {
    let centre =
        |area: Area| (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
    let classes = Class::ALL.into_iter().filter_map(|class| {
        let zones = circles.iter().filter(|zone| zone.class == class).count();
        let words =
            format!("{}: {}", class.words(limit, proposed), count_of(zones, "zone", "zones"));
        (zones > 0)
            .then(|| Key::new(&words, move |sheet, area| class.draw(sheet, centre(area), 7.5)))
    });
    let sites = [false, true].into_iter().filter_map(|closes| {
        let many = marks.iter().filter(|mark| mark.closes == closes).count();
        let words = if closes { "Proposed to close" } else { "Open site" };
        (many > 0).then(|| {
            Key::new(&format!("{words}: {many}"), move |sheet, area| {
                site(sheet, centre(area), closes);
            })
        })
    });
    classes.chain(sites).collect()
}

/// Draws a site: a square that stays, or a cross on a disc that is to close.
fn site(sheet: &mut Sheet, (x, y): (f64, f64), closes: bool) {
    if closes {
        sheet.rimmed((x, y), 8.5, (WHITE, BLACK), 1.5);
        for side in [-1.0, 1.0] {
            sheet.stroke((x - 4.5, y - 4.5 * side), (x + 4.5, y + 4.5 * side), 2.5, BLACK);
        }
        return;
    }
    let square =
        |half: f64| Area { left: x - half, top: y - half, right: x + half, bottom: y + half };
    sheet.fill(square(6.0), WHITE);
    sheet.fill(square(4.5), BLACK);
}

/// Draws zones, then sites, and their names where there is room; returns the names for which there is none.
fn draw(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    circles: &[Circle],
    marks: &[Mark],
    ground: &Basemap,
) -> Vec<String> {
    const SIZE: f64 = 13.0;
    const LINE: f64 = 14.5;
    const ROOM: f64 = 205.0;
    let many = ratio_term(i64::try_from(circles.len()).unwrap_or(i64::MAX));
    let greatest = 17.0 * (80.0 / many.max(80.0)).sqrt();
    let demand = |zone: &Circle| ratio_term(i64::try_from(zone.reach.demand).unwrap_or(i64::MAX));
    let most = circles.iter().map(demand).fold(1.0, f64::max);
    let mut dark = Vec::new();
    for zone in circles {
        let radius = (greatest * (demand(zone) / most).sqrt()).max(2.5);
        let (x, y) = ground.point(zone.at);
        zone.class.draw(sheet, (x, y), radius);
        if matches!(zone.class, Class::Lost | Class::Beyond) {
            let half = radius * 0.8;
            dark.push(Area { left: x - half, top: y - half, right: x + half, bottom: y + half });
        }
    }
    let spots: Vec<Spot> = marks
        .iter()
        .map(|mark| {
            let (x, y) = ground.point(mark.at);
            Spot { x, y, radius: if mark.closes { 8.5 } else { 6.5 } }
        })
        .collect();
    let labels: Vec<_> = marks
        .iter()
        .zip(0..)
        .take(NAMED)
        .map(|(mark, spot)| {
            let weight = if mark.closes { FontWeight::Bold } else { FontWeight::Regular };
            let lines = metrics.wrap(&mark.name, SIZE, weight, ROOM, 2);
            let width = lines.iter().map(|l| metrics.width(l, SIZE, weight)).fold(0.0, f64::max);
            let height = if lines.len() > 1 { LINE * 2.0 } else { LINE };
            (lines, weight, Wanted { spot, width, height })
        })
        .collect();
    let frame = ground.frame;
    let bounds = Area {
        left: frame.left + 4.0,
        top: frame.top + 4.0,
        right: frame.right - 4.0,
        bottom: frame.bottom - 4.0,
    };
    let wanted: Vec<Wanted> = labels.iter().map(|(_, _, wanted)| *wanted).collect();
    let placed = labels::place(&spots, &wanted, &dark, &bounds);
    for (from, to) in placed.iter().flatten().filter_map(|place| place.leader) {
        sheet.stroke(from, to, 1.0, BLACK);
    }
    for (mark, spot) in marks.iter().zip(&spots).rev() {
        site(sheet, (spot.x, spot.y), mark.closes);
    }
    let mut unnamed = Vec::new();
    for ((lines, weight, wanted), place) in labels.into_iter().zip(placed) {
        let Some(place) = place else {
            unnamed.push(marks[wanted.spot].name.clone());
            continue;
        };
        let mut baseline = place.area.top + 11.0;
        for words in lines {
            sheet.text(Line { weight, ..Line::new(words, place.area.left, baseline, SIZE) });
            baseline += LINE;
        }
    }
    unnamed.extend(marks.iter().skip(NAMED).map(|mark| mark.name.clone()));
    unnamed
}

fn about(
    view: &View,
    of: &ServiceJourneys,
    (all, circles): (&[Circle], &[Circle]),
    marks: &[Mark],
    unnamed: &[String],
) -> Vec<String> {
    const LISTED: usize = 12;
    let mut about: Vec<String> = closes(view, of.service).into_iter().collect();
    let estimated =
        all.iter().filter(|zone| zone.reach.after.as_ref().is_some_and(|w| w.estimated));
    about.push(match estimated.count() {
        0 => "All journey times are recorded.".to_owned(),
        some => format!(
            "The journey times of {} are estimated from straight lines.",
            count_of(some, "zone", "zones")
        ),
    });
    let by_outline = all.iter().filter(|zone| zone.zone.placed_by_outline).count();
    if by_outline > 0 {
        let stand = if by_outline == 1 { "stands" } else { "stand" };
        let zones = count_of(by_outline, "zone", "zones");
        about.push(format!(
            "{zones} without a recorded position {stand} at a point within the outline."
        ));
    }
    about.extend(more_than(all.len(), circles.len(), "zone"));
    let zones = view.cover.zones.len() - all.len();
    if zones > 0 {
        let are = if zones == 1 { "is" } else { "are" };
        let zones = count_of(zones, "zone", "zones");
        about.push(format!("{zones} without a recorded position {are} not shown."));
    }
    let sites = of.site_ids.len().saturating_sub(marks.len());
    if sites > 0 {
        let are = if sites == 1 { "is" } else { "are" };
        let why = if marks.len() < SITES { " without a recorded position" } else { "" };
        about.push(format!("{}{why} {are} not shown.", count_of(sites, "site", "sites")));
    }
    if !unnamed.is_empty() {
        let listed = unnamed.iter().take(LISTED).cloned().collect::<Vec<_>>().join("; ");
        let more = unnamed.len().saturating_sub(LISTED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        about.push(format!("Not labelled, for lack of space: {listed}{more}."));
    }
    about.extend(no_outline(view));
    about
}

/// One line of the numbers.
#[derive(Clone, Copy)]
enum Told<'a> {
    Zone(&'a Circle<'a>),
    Site(&'a Mark<'a>),
}

impl<'a> Told<'a> {
    const fn zone(self) -> Option<&'a Circle<'a>> {
        if let Self::Zone(zone) = self { Some(zone) } else { None }
    }

    const fn at(self) -> Metres {
        match self {
            Self::Zone(zone) => zone.at,
            Self::Site(mark) => mark.at,
        }
    }

    /// Returns the id and the name.
    fn names(self) -> (&'a str, &'a str) {
        match self {
            Self::Zone(zone) => (&zone.zone.zone_id, &zone.zone.name),
            Self::Site(mark) => (&mark.site.site_id, &mark.site.name),
        }
    }

    /// Returns the nearest site today and once the closures are made.
    fn nearest(self) -> [Option<&'a NearestSite>; 2] {
        let reach = self.zone().map(|zone| zone.reach);
        [reach.and_then(|r| r.now.as_ref()), reach.and_then(|r| r.after.as_ref())]
    }
}

fn in_minutes(way: &NearestSite) -> String {
    format!("{:.1}", way.minutes)
}

chart_table! {
    /// the marks of the map of coverage of a service: zones, then sites
    CoverageMapChart: file "charts/coverage_map_SERVICE.csv", key ["mark", "id"];
    rows row: Told<'a>;
    "mark", "Mark", Text, "", Restricted,
        "`zone` or `site`" = match row { Told::Zone(_) => "zone", Told::Site(_) => "site" };
    "id", "Zone or site", Text, "", Restricted,
        "its id" = row.names().0;
    "name", "Name", Text, "", Restricted,
        "its name" = row.names().1;
    "easting", "Easting", Whole, "m", Restricted,
        "metres east on the British National Grid" = to_whole(row.at().0);
    "northing", "Northing", Whole, "m", Restricted,
        "metres north on it" = to_whole(row.at().1);
    "demand", "Demand", Whole, "as the service counts it", Restricted,
        "demand in the zone" = row.zone().map(|zone| zone.reach.demand);
    "minutes_today", "Minutes today", Tenth, "minutes", Restricted,
        "the journey to the nearest site today; empty where none can be reached"
            = row.nearest()[0].map(in_minutes);
    "nearest_today", "Nearest today", Text, "", Restricted,
        "the id of that site" = row.nearest()[0].map(|way| &way.site_id);
    "minutes_after", "Minutes after", Tenth, "minutes", Restricted,
        "the journey once all sites are closed that are proposed to close" = row.nearest()[1].map(in_minutes);
    "nearest_after", "Nearest after", Text, "", Restricted,
        "the id of the nearest site then" = row.nearest()[1].map(|way| &way.site_id);
    "state", "State", Text, "", Restricted,
        "of a zone, whether it is within the limit; of a site, whether it closes" = match row {
            Told::Zone(zone) => zone.class.word(),
            Told::Site(mark) if mark.closes => "closes",
            Told::Site(_) => "open",
        };
}

/// Returns the message, the zones by class and those that lose reach, in sentences.
fn text(
    title: &str,
    circles: &[Circle],
    marks: &[Mark],
    of: &ServiceJourneys,
    caption: &Caption,
) -> String {
    const LISTED: usize = 12;
    let what = counted_as(of.counted);
    let mut out =
        vec![format!("{title}."), "Map, north up, with a circle for each zone.".to_owned()];
    for class in Class::ALL {
        let own = circles.iter().filter(|zone| zone.class == class);
        let demand: u64 = own.clone().map(|zone| zone.reach.demand).sum();
        let zones = own.count();
        if zones > 0 {
            out.push(format!(
                "{}: {} with {} {what}.",
                class.words(of.minutes, marks.iter().any(|mark| mark.closes)),
                count_of(zones, "zone", "zones"),
                whole(demand)
            ));
        }
    }
    let lost: Vec<&Circle> = circles.iter().filter(|zone| zone.class == Class::Lost).collect();
    out.extend(lost.iter().take(LISTED).map(|zone| {
        let minutes = |way: &Option<NearestSite>| {
            way.as_ref().map_or_else(|| "no journey".to_owned(), |way| minutes_said(way.minutes))
        };
        let to = zone.reach.after.as_ref().map(|way| format!(" to {}", way.name));
        format!(
            "{}: {} today, {}{} afterwards.",
            capital(&zone.zone.name),
            minutes(&zone.reach.now),
            minutes(&zone.reach.after),
            to.unwrap_or_default()
        )
    }));
    if lost.len() > LISTED {
        let rest = with_thousands(&(lost.len() - LISTED).to_string());
        out.push(format!("{rest} more such zones are in the table."));
    }
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    #[test]
    fn zones_that_lose_reach_are_named_with_their_minutes() {
        let chart = samples::drawn(charts, &samples::covered()).remove(0);
        assert_eq!(
            chart.title,
            "Closures put 62,340 residents beyond 30 minutes of public counters"
        );
        assert!(
            chart.text.contains(
                "Over 30 minutes only after the closures: 7 zones with 62,340 residents."
            ),
            "{}",
            chart.text
        );
        let lost =
            chart.numbers.csv.lines().filter(|line| line.ends_with(",no_longer_within")).count();
        assert_eq!(
            (lost, chart.numbers.csv.lines().filter(|line| line.ends_with(",closes")).count()),
            (7, 5)
        );
        let words = samples::words(&chart.sheet);
        assert!(words.contains("Proposed to close: 5") && words.contains("North"), "{words}");
    }

    #[test]
    fn a_zone_without_position_is_counted_and_nothing_is_drawn_without_any() {
        let mut view = samples::covered();
        view.cover.zones[0].grid = None;
        let chart = samples::drawn(charts, &view).remove(0);
        assert!(chart.text.contains("1 zone without a recorded position is not shown."));
        for zone in &mut view.cover.zones {
            zone.grid = None;
        }
        assert!(samples::drawn(charts, &view).is_empty());
    }
}
