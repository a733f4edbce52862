//! The map of moves: where the teams of closed sites would go, and which sites and partners could share.

use super::{
    Chart, ChartNumbers, DrawError,
    basemap::{BAND, Basemap, Metres, no_outline},
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    moves_lines::{BADGE, SIZE, Way, What, badge, draw, middle, said, ways},
    moves_marks::{Fate, Mark, Placing, arrow, marks},
    sheet::{Area, BLACK, Form, Line, Sheet},
};
use crate::{
    edition::{Edition, MatchRow, TeamFlow, View},
    model::{Status, decimals, to_whole},
    wording::{
        capital, count_of, counted, left_over, minutes, more_than, moved_together, small, tenths,
        unplaced,
    },
};

/// Marks drawn, at most.
const MOST: usize = 600;
/// Those of the caption that are named; the rest are counted.
const LISTED: usize = 12;
const LINE: f64 = 15.5;

/// Says why the map is not drawn; `None` where it is.
pub(super) fn absent(view: &View) -> Option<&'static str> {
    if view.edition == Edition::Public {
        return Some(
            "not for publication: it shows which sites could close and where their teams could go",
        );
    }
    let placed = |id: &str| view.sites.iter().any(|s| s.site_id == id && s.grid.is_some());
    let leaves = view.displacement.proposed.iter().any(|row| placed(&row.site_id));
    let shows = leaves || view.partners.iter().any(|row| row.grid.is_some());
    (!shows).then_some(
        "no partner has a position, and no team is recorded at a site that is proposed to close and has a position",
    )
}

/// Draws the sites and partners with what moves between them; nothing where [`absent`] says why.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    if absent(view).is_some() {
        return Ok(Vec::new());
    }
    let all = marks(view, metrics);
    let shown = all.get(..MOST.min(all.len())).unwrap_or(&all);
    let ways = ways(view, shown);
    let title = title(view);
    let subtitle = if view.displacement.proposed.is_empty() {
        "The body's sites and those of partners; north is up"
    } else {
        "Where teams would go if all sites proposed to close did; north is up"
    };
    let (mut sheet, y) = frame::begin(form, metrics, &title, subtitle);
    let y = frame::legend(&mut sheet, metrics, y, &keys(shown, &ways)) + 4.0;
    // On a slide map and list stand side by side, above the caption at its foot.
    let whole = Caption::of_sites(view, about(view, (&all, shown), (ways.len(), 0), &[]));
    let foot = frame::foot(form, metrics, &whole);
    let places: Vec<Metres> = shown.iter().map(|mark| mark.at).collect();
    let room = Sheet::new(Form { width: form.either(form.width, 620.0), ..form });
    let most = foot.map_or(560.0, |foot| (foot - y - BAND - 4.0).max(120.0));
    let Some(ground) = Basemap::over(&room, &places, &view.outlines, (y, most)) else {
        return Ok(Vec::new());
    };
    ground.draw(&mut sheet, &view.outlines);
    let unnamed = draw(&mut sheet, metrics, shown, &ways, &ground);
    ground.band(&mut sheet, metrics);
    let below = ground.frame.bottom + BAND;
    let begin = foot.map_or((ground.frame.left, below), |_| (room.form.width, y));
    let (listed, end) = list(&mut sheet, metrics, &ways, begin, foot);
    // A slide has no room for the names that it has no room for.
    let unnamed = if foot.is_some() { &[] } else { unnamed.as_slice() };
    let caption =
        Caption::of_sites(view, about(view, (&all, shown), (ways.len(), listed), unnamed));
    frame::end(&mut sheet, metrics, end.max(below), &caption);
    let numbers = ChartNumbers::of(&MovesMapChart, MovesMapChart::of(told(shown, &ways)))?;
    let text = text(view, &title, shown, &ways, &caption);
    Ok(vec![Chart { name: "moves_map".to_owned(), title, sheet, numbers, text }])
}

/// Returns the message: how many of those who would have to move have a place, or who could share.
fn title(view: &View) -> String {
    let rows = &view.displacement.proposed;
    let sum = |placed: bool| -> i64 {
        let rows = rows.iter().filter(|row| !placed || row.place.is_ok());
        rows.map(|row| row.fte).fold(0, i64::saturating_add)
    };
    let (all, placed) = (sum(false), sum(true));
    let shares = view.matches.rows.iter().filter(|row| row.chosen).count();
    match (rows.len(), placed) {
        (0, _) if shares > 0 => {
            format!("{} of site and partner could share space", capital(&counted(shares, "pair")))
        }
        (0, _) => "No site and partner that fit each other".to_owned(),
        (_, 0) => format!("Closures displace {} FTE; no place is found", tenths(all)),
        _ if placed == all => {
            format!("Closures displace {} FTE; a place is found for all", tenths(all))
        }
        _ => format!(
            "Closures displace {} FTE; a place is found for {}",
            tenths(all),
            tenths(placed)
        ),
    }
}

fn keys(shown: &[Mark], ways: &[Way]) -> Vec<Key> {
    let fates = Fate::ALL.into_iter().filter_map(|fate| {
        let many = shown.iter().filter(|mark| mark.fate == fate).count();
        let words = format!("{}: {many}", fate.words());
        let colour = Placing::Found.colour();
        (many > 0).then(|| {
            Key::new(&words, move |sheet, area| fate.draw(sheet, middle(area), colour, false))
        })
    });
    let placings = [
        (Placing::Refused, "A team has no place"),
        (Placing::NotKnown, "A team's place is not known"),
    ];
    let placings = placings.into_iter().filter_map(|(placing, words)| {
        let many = shown.iter().filter(|mark| mark.placing() == placing).count();
        (many > 0).then(|| {
            Key::new(&format!("{words}: {many}"), move |sheet, area| {
                let (x, y) = middle(area);
                let half = Area { left: x - 8.0, top: y - 6.0, right: x + 8.0, bottom: y + 6.0 };
                sheet.fill(half, placing.colour());
                sheet.outline(half, 1.0, BLACK);
            })
        })
    });
    let teams = ways.iter().any(|way| matches!(way.what, What::Teams(_))).then(|| {
        Key::new("Teams would move; width shows FTE", |sheet, area| {
            let y = middle(area).1;
            arrow(sheet, ((area.left, y), (area.right, y)), (0.0, 0.0), 4.0);
        })
    });
    let shares = ways.iter().any(|way| matches!(way.what, What::Share(_))).then(|| {
        Key::new("Could share", |sheet, area| {
            let y = middle(area).1;
            sheet.dashes((area.left, y), (area.right, y), 2.0, BLACK);
        })
    });
    fates.chain(placings).chain(teams).chain(shares).collect()
}

/// Writes what each line is, by its number, as many as a picture has rows or as stand above `foot`; returns how many and
/// where they end.
fn list(
    sheet: &mut Sheet,
    metrics: &FontMetrics,
    ways: &[Way],
    (left, top): (f64, f64),
    foot: Option<f64>,
) -> (usize, f64) {
    const INDENT: f64 = 26.0;
    let room = sheet.form.right() - left - INDENT;
    let mut y = top + 4.0;
    let most = if foot.is_some() { usize::MAX } else { sheet.form.rows };
    for (listed, way) in ways.iter().take(most).enumerate() {
        let lines = metrics.wrap(&metrics.plain(&said(way)), SIZE, FontWeight::Regular, room, 4);
        let high = lines.iter().map(|_| LINE).sum::<f64>() + 5.0;
        if foot.is_some_and(|foot| y + high > foot) {
            return (listed, y);
        }
        badge(sheet, listed + 1, (left + BADGE, y + 8.0));
        let mut baseline = y + 12.5;
        for line in lines {
            sheet.text(Line::new(line, left + INDENT, baseline, SIZE));
            baseline += LINE;
        }
        y += high;
    }
    (ways.len().min(most), y + 4.0)
}

fn about(
    view: &View,
    (all, shown): (&[Mark], &[Mark]),
    (ways, listed): (usize, usize),
    unnamed: &[String],
) -> Vec<String> {
    let mut about: Vec<String> = moved_together(&view.displacement).into_iter().collect();
    if !view.displacement.flows.is_empty() {
        about.push("Minutes are by car, estimated from straight lines.".to_owned());
    }
    about.push(
        "Sites with no part in this are small; other marks that would overlap are moved apart, with a line to their true place."
            .to_owned(),
    );
    about.extend(left_over(all.len(), shown.len()));
    about.extend(more_than(ways, listed, "move"));
    let lost_sites =
        view.sites.iter().filter(|s| s.status != Some(Status::Sold) && s.grid.is_none()).count();
    let lost_partners = view.partners.iter().filter(|row| row.grid.is_none()).count();
    for (lost, one, many) in
        [(lost_sites, "site", "sites"), (lost_partners, "partner's site", "partners' sites")]
    {
        if lost > 0 {
            let are = if lost == 1 { "is" } else { "are" };
            about.push(format!(
                "{} without a recorded position {are} not shown.",
                count_of(lost, one, many)
            ));
        }
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

/// One line of the numbers: a site or partner, or a line of the map.
#[derive(Clone, Copy)]
enum Told<'a> {
    Mark(&'a Mark<'a>),
    /// With its number on the map, from 1, and its ends.
    Way(&'a Way<'a>, usize, [&'a Mark<'a>; 2]),
}

fn told<'a>(shown: &'a [Mark<'a>], ways: &'a [Way<'a>]) -> impl Iterator<Item = Told<'a>> {
    let lines = ways
        .iter()
        .zip(1..)
        .map(|(way, number)| Told::Way(way, number, [&shown[way.from], &shown[way.to]]));
    shown.iter().map(Told::Mark).chain(lines)
}

impl<'a> Told<'a> {
    const fn word(self) -> &'static str {
        match self {
            Self::Mark(mark) if matches!(mark.fate, Fate::Partner) => "partner",
            Self::Mark(_) => "site",
            Self::Way(Way { what: What::Teams(_), .. }, ..) => "team_move",
            Self::Way(Way { what: What::Share(_), .. }, ..) => "share",
        }
    }

    const fn number(self) -> Option<usize> {
        if let Self::Way(_, number, _) = self { Some(number) } else { None }
    }

    /// Returns what it is of, or where it begins.
    const fn from(self) -> &'a Mark<'a> {
        match self {
            Self::Mark(from) | Self::Way(_, _, [from, _]) => from,
        }
    }

    const fn to(self) -> Option<&'a Mark<'a>> {
        if let Self::Way(_, _, [_, to]) = self { Some(to) } else { None }
    }

    const fn mark(self) -> Option<&'a Mark<'a>> {
        if let Self::Mark(mark) = self { Some(mark) } else { None }
    }

    /// Returns a site of which teams have to leave.
    fn left(self) -> Option<&'a Mark<'a>> {
        self.mark().filter(|mark| !mark.leaving.is_empty())
    }

    const fn flow(self) -> Option<&'a TeamFlow> {
        if let Self::Way(Way { what: What::Teams(flow), .. }, ..) = self {
            Some(flow)
        } else {
            None
        }
    }

    const fn pair(self) -> Option<&'a MatchRow> {
        if let Self::Way(Way { what: What::Share(row), .. }, ..) = self { Some(row) } else { None }
    }

    /// Returns the FTE that have to leave, of all or of those with a place.
    fn fte(self, placed: bool) -> Option<String> {
        let of_site = self.left().map(|mark| mark.fte(placed));
        of_site.or_else(|| Some(self.flow()?.fte)).map(tenth)
    }
}

fn tenth(thousandths: i64) -> String {
    decimals(thousandths, 1000, 1)
}

chart_table! {
    /// the marks and lines of the map of moves: sites and partners, then the lines
    MovesMapChart: file "charts/moves_map.csv", key [];
    rows row: Told<'a>;
    "mark", "Mark", Text, "", Restricted,
        "a site, a partner, a move of teams, or a pair that could share" = row.word();
    "number", "Number", Whole, "", Restricted,
        "the number of a line on the map" = row.number();
    "id", "Site or partner", Text, "", Restricted,
        "the id of the site or partner, or of where the line begins" = row.from().id;
    "name", "Name", Text, "", Restricted,
        "its name" = &row.from().name;
    "easting", "Easting", Whole, "m", Restricted,
        "metres east on the British National Grid" = to_whole(row.from().at.0);
    "northing", "Northing", Whole, "m", Restricted,
        "metres north on it" = to_whole(row.from().at.1);
    "state", "State", Text, "", Restricted,
        "whether the site is open, not in use, or closes" = row.mark().map(|mark| mark.fate.word());
    "to_id", "To", Text, "", Restricted,
        "the id of where a line ends" = row.to().map(|to| to.id);
    "to_name", "Name of where to", Text, "", Restricted,
        "its name" = row.to().map(|to| &to.name);
    "to_easting", "Easting of where to", Whole, "m", Restricted,
        "metres east of it" = row.to().map(|to| to_whole(to.at.0));
    "to_northing", "Northing of where to", Whole, "m", Restricted,
        "metres north of it" = row.to().map(|to| to_whole(to.at.1));
    "teams", "Teams", Whole, "teams", Restricted,
        "teams that move along the line, or have to leave the site"
            = row.left().map(|mark| mark.leaving.len()).or_else(|| Some(row.flow()?.teams.len()));
    "fte", "FTE", Tenth, "FTE", Restricted,
        "their FTE" = row.fte(false);
    "fte_with_place", "FTE with a place", Tenth, "FTE", Restricted,
        "the FTE of those of them that have a place" = row.fte(true);
    "place", "Place", Text, "", Restricted,
        "whether all of them have a place"
            = row.left().map(|mark| mark.placing().word())
                .or_else(|| row.flow().map(|_| Placing::Found.word()));
    "minutes", "Minutes", Tenth, "minutes", Restricted,
        "the journey along the line by car, estimated from the straight line"
            = row.flow().map(|flow| format!("{:.1}", flow.minutes));
    "metres", "Metres", Whole, "m", Restricted,
        "the distance between the two that could share, in a straight line"
            = row.pair().map(|pair| format!("{:.0}", pair.metres));
    "m2", "Shared space", Tenth, "m²", Restricted,
        "the space that they would share; empty where it does not fit"
            = row.pair().and_then(|pair| pair.matched().map(tenth));
}

/// Returns the message, what moves, and who has no place, in sentences.
fn text(view: &View, title: &str, shown: &[Mark], ways: &[Way], caption: &Caption) -> String {
    let mut out = vec![format!("{title}."), "Map, north up.".to_owned()];
    for fate in Fate::ALL {
        let many = shown.iter().filter(|mark| mark.fate == fate).count();
        if many > 0 {
            out.push(format!("{}: {many}.", fate.words()));
        }
    }
    out.extend(ways.iter().take(LISTED).map(said));
    out.extend(more_than(ways.len(), ways.len().min(LISTED), "move"));
    let closing = shown.iter().filter(|mark| mark.placing() > Placing::Found);
    let without = closing.flat_map(|mark| {
        let said = unplaced(mark.leaving.iter().copied());
        said.into_iter().map(|said| format!("{}: {}", capital(&mark.name), small(&said)))
    });
    out.extend(without);
    if !view.displacement.proposed.is_empty() {
        let limit = minutes(view.displacement.minutes);
        out.push(format!("Teams move whole, to sites of the body within {limit} minutes."));
    }
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    fn drawn(view: &View) -> Chart {
        samples::drawn(charts, view).pop().unwrap()
    }

    #[test]
    fn every_line_is_numbered_and_listed_and_its_ends_are_named() {
        let chart = drawn(&samples::moves(false));
        let words = samples::words(&chart.sheet);
        let numbers = |number: &str| words.lines().filter(|line| *line == number).count();
        // On the map and in the list.
        assert_eq!(["1", "2", "3", "4", "5"].map(numbers), [2, 2, 2, 2, 2]);
        for name in ["Marchford Custody Suite", "Coldlode Depot", "Sedgeholme Village College"] {
            assert!(words.lines().any(|line| line == name), "{name}: {words}");
        }
        assert!(!chart.text.contains("Not labelled"), "{}", chart.text);
        assert!(words.contains("A team has no place: 5") && words.contains("North"), "{words}");
    }

    #[test]
    fn page_and_slide_have_room_for_every_line_in_type_that_can_be_read() {
        let metrics = FontMetrics::load().unwrap();
        for form in [Form::PAGE, Form::SLIDE] {
            let chart = charts(&samples::moves(false), &metrics, form).unwrap().remove(0);
            assert!(chart.sheet.height <= form.most + 0.5, "{}", chart.sheet.height);
            assert!(chart.sheet.texts().all(|line| line.size >= SIZE));
            let words = samples::words(&chart.sheet).replace('\n', " ");
            assert!(words.contains("were the site not proposed to close."), "{words}");
            assert!(!words.contains("more move"), "{words}");
        }
    }

    #[test]
    fn a_title_tells_whether_a_place_is_found() {
        let mut view = samples::moves(false);
        let rows = &mut view.displacement.proposed;
        let (placed, without): (Vec<_>, Vec<_>) = rows.drain(..).partition(|row| row.place.is_ok());
        view.displacement.proposed = without;
        view.displacement.flows.clear();
        assert_eq!(drawn(&view).title, "Closures displace 512.5 FTE; no place is found");
        view.displacement.proposed = placed;
        assert_eq!(drawn(&view).title, "Closures displace 15 FTE; a place is found for all");
        view.displacement.proposed.clear();
        assert_eq!(drawn(&view).title, "Three pairs of site and partner could share space");
        view.matches.rows.clear();
        assert_eq!(drawn(&view).title, "No site and partner that fit each other");
        view.partners.clear();
        assert!(samples::drawn(charts, &view).is_empty() && absent(&view).is_some());
    }

    #[test]
    fn an_arrow_is_as_wide_as_its_fte_and_points_at_where_the_teams_go() {
        let view = samples::moves(false);
        let metrics = FontMetrics::load().unwrap();
        let ways = ways(&view, &marks(&view, &metrics));
        let fte: Vec<i64> = ways
            .iter()
            .filter_map(|way| match way.what {
                What::Teams(flow) => Some(flow.fte),
                What::Share(_) => None,
            })
            .collect();
        assert_eq!(fte, [13_000, 2000]);
        let mut sheet = Sheet::new(Form::PAGE);
        arrow(&mut sheet, ((0.0, 100.0), (200.0, 100.0)), (8.0, 8.0), 9.0);
        let corners = |mark: &super::super::sheet::Mark| match mark {
            super::super::sheet::Mark::Polygon { corners, .. } => corners.clone(),
            other => panic!("{other:?}"),
        };
        let all: Vec<(f64, f64)> = sheet.marks.iter().flat_map(corners).collect();
        let tip = all.iter().copied().fold((0.0, 0.0), |a, b| if b.0 > a.0 { b } else { a });
        assert!((tip.0 - 191.0).abs() < 1e-9 && (tip.1 - 100.0).abs() < 1e-9, "{tip:?}");
    }
}
