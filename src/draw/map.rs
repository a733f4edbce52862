//! The map: where the sites lie, which of them are candidates, and how far the first are apart.

use super::{
    Chart, ChartNumbers, DrawError,
    basemap::{BAND, Basemap, Metres, no_outline},
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame::{self, Caption, Key},
    labels::{self, Spot, Wanted},
    sheet::{AMBER, Area, BLACK, Form, Line, NAVY, SKY, Sheet, VERMILION, WHITE},
    site_names::names,
};
use crate::{
    edition::{SiteRow, View},
    model::{Status, to_whole, with_thousands},
    wording::{capital, count_of, first_words, left_over, number},
};

/// Ranks that stand out.
const FIRST: u32 = 5;
/// Sites drawn, at most.
const MOST: usize = 1000;
/// Sites that are named, at most; and of those without room how many the caption names.
const NAMED: usize = 60;
const LISTED: usize = 12;

/// What a site is on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    First,
    Ranked,
    ForSale,
    Unranked,
}

impl Kind {
    const ALL: [Self; 4] = [Self::First, Self::Ranked, Self::ForSale, Self::Unranked];

    fn of(site: &SiteRow) -> Self {
        match site.rank {
            Some(rank) if rank <= FIRST => Self::First,
            Some(_) => Self::Ranked,
            None if site.status == Some(Status::ForSale) => Self::ForSale,
            None => Self::Unranked,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::First => "first_candidate",
            Self::Ranked => "candidate",
            Self::ForSale => "for_sale",
            Self::Unranked => "not_ranked",
        }
    }

    /// Draws the mark: form and size tell the kinds apart without colour.
    fn draw(self, sheet: &mut Sheet, (x, y): (f64, f64)) {
        match self {
            Self::First => {
                sheet.rimmed((x, y), 9.0, (VERMILION, BLACK), 2.5);
                sheet.disc((x, y), 2.5, BLACK);
            }
            Self::Ranked => sheet.rimmed((x, y), 6.5, (SKY, NAVY), 1.5),
            Self::ForSale => {
                let wedge =
                    |half: f64| vec![(x - half, y - half), (x + half, y - half), (x, y + half)];
                sheet.polygon(wedge(8.0), BLACK);
                sheet.polygon(vec![(x - 4.2, y - 6.0), (x + 4.2, y - 6.0), (x, y + 2.6)], AMBER);
            }
            Self::Unranked => {
                let square = |half: f64| Area {
                    left: x - half,
                    top: y - half,
                    right: x + half,
                    bottom: y + half,
                };
                sheet.fill(square(5.0), BLACK);
                sheet.fill(square(3.5), WHITE);
            }
        }
    }

    const fn radius(self) -> f64 {
        match self {
            Self::First => 9.0,
            Self::Ranked => 6.5,
            Self::ForSale => 8.0,
            Self::Unranked => 6.0,
        }
    }
}

/// A site on the map.
struct Dot<'a> {
    name: String,
    at: Metres,
    kind: Kind,
    site: &'a SiteRow,
}

impl Dot<'_> {
    fn label(&self) -> String {
        self.site.rank.map_or_else(|| self.name.clone(), |rank| format!("{rank} {}", self.name))
    }
}

/// Draws the sites that have a position and are not sold; nothing without one.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let held: Vec<&SiteRow> =
        view.sites.iter().filter(|s| s.status != Some(Status::Sold)).collect();
    let named = names(held.iter().copied(), metrics);
    let all: Vec<Dot> = named
        .into_iter()
        .zip(&held)
        .filter_map(|(name, site)| {
            let at = site.grid.filter(|at| at.0.is_finite() && at.1.is_finite())?;
            Some(Dot { name, at, kind: Kind::of(site), site })
        })
        .collect();
    let dots = all.get(..MOST.min(all.len())).unwrap_or(&all);
    if dots.is_empty() {
        return Ok(Vec::new());
    }
    let title = title(view, dots);
    let (mut sheet, y) =
        frame::begin(form, metrics, &title, "Sites by their position; north is up");
    let y = frame::legend(&mut sheet, metrics, y, &keys(dots)) + 4.0;
    let places: Vec<Metres> = dots.iter().map(|dot| dot.at).collect();
    let most = form.either(660.0, 350.0);
    let Some(ground) = Basemap::over(&sheet, &places, &view.outlines, (y, most)) else {
        return Ok(Vec::new());
    };
    ground.draw(&mut sheet, &view.outlines);
    let without = sites(&mut sheet, metrics, dots, &ground);
    ground.band(&mut sheet, metrics);
    let caption = Caption::of_sites(view, about(view, (held.len(), &all), dots, &without));
    frame::end(&mut sheet, metrics, ground.frame.bottom + BAND, &caption);
    let rows = dots.iter().zip(0..).map(|(dot, at)| (dot, !without.contains(&at)));
    let numbers = ChartNumbers::of(&MapChart, MapChart::of(rows))?;
    let text = text(&title, dots, &caption);
    Ok(vec![Chart { name: "map".to_owned(), title, sheet, numbers, text }])
}

/// Returns the first ranked sites on the map.
fn first<'d, 'v>(dots: &'d [Dot<'v>]) -> Vec<&'d Dot<'v>> {
    let ranked = dots.iter().filter(|dot| dot.site.rank.is_some());
    ranked.take(usize::try_from(FIRST).unwrap_or(0)).collect()
}

/// Returns the message: how far the first candidates are apart.
fn title(view: &View, dots: &[Dot]) -> String {
    let first = first(dots);
    let ranked = view.sites.iter().filter(|s| s.rank.is_some()).count();
    let (Some(lead), count) = (first.first(), first.len()) else {
        return match ranked {
            0 => "No site on the map is a candidate for surplus".to_owned(),
            _ => "No candidate for surplus has a recorded position".to_owned(),
        };
    };
    if count == 1 {
        let name = first_words(&lead.name, 3);
        return format!("{name} is the only candidate on the map");
    }
    let apart = first
        .iter()
        .flat_map(|a| first.iter().map(|b| (a.at.0 - b.at.0).hypot(a.at.1 - b.at.1)))
        .fold(0.0, f64::max);
    let far = match to_whole((apart / 1000.0).ceil()) {
        0 | 1 => "less than 1 km apart".to_owned(),
        km => format!("at most {} km apart", with_thousands(&km.to_string())),
    };
    let whole = (1..).zip(&first).all(|(rank, dot)| dot.site.rank == Some(rank));
    let many = number(count);
    if whole && count == ranked {
        format!("All {many} candidates for surplus are {far}")
    } else if whole {
        format!("The first {many} candidates are {far}")
    } else {
        format!("The first {many} candidates placed are {far}")
    }
}

fn keys(dots: &[Dot]) -> Vec<Key> {
    let of = |kind: Kind| dots.iter().filter(move |dot| dot.kind == kind);
    let words = |kind: Kind| match kind {
        Kind::First => {
            let rank = |dot: Option<&Dot>| dot.and_then(|d| d.site.rank).unwrap_or(0);
            match (rank(of(kind).next()), rank(of(kind).next_back())) {
                (from, to) if from == to => format!("Candidate ranked {from}"),
                (from, to) => format!("Candidates ranked {from} to {to}"),
            }
        }
        Kind::Ranked => format!("Other candidates: {}", of(kind).count()),
        Kind::ForSale => format!("For sale: {}", of(kind).count()),
        Kind::Unranked => format!("Not ranked: {}", of(kind).count()),
    };
    let used = Kind::ALL.into_iter().filter(|kind| of(*kind).next().is_some());
    used.map(|kind| {
        Key::new(&words(kind), move |sheet, area| {
            let at = (f64::midpoint(area.left, area.right), f64::midpoint(area.top, area.bottom));
            kind.draw(sheet, at);
        })
    })
    .collect()
}

/// Draws the marks, the first candidates on top, and their names where there is room; returns the places of those
/// that stand without a name.
fn sites(sheet: &mut Sheet, metrics: &FontMetrics, dots: &[Dot], ground: &Basemap) -> Vec<usize> {
    const SIZE: f64 = 13.0;
    const LINE: f64 = 14.5;
    const ROOM: f64 = 150.0;
    let spots: Vec<Spot> = dots
        .iter()
        .map(|dot| {
            let (x, y) = ground.point(dot.at);
            Spot { x, y, radius: dot.kind.radius() }
        })
        .collect();
    let names: Vec<_> = dots
        .iter()
        .zip(0..)
        .take(NAMED)
        .map(|(dot, spot)| {
            let weight =
                if dot.kind == Kind::First { FontWeight::Bold } else { FontWeight::Regular };
            let lines = metrics.wrap(&dot.label(), SIZE, weight, ROOM, 2);
            let width = lines.iter().map(|l| metrics.width(l, SIZE, weight)).fold(0.0, f64::max);
            let height = if lines.len() > 1 { LINE * 2.0 } else { LINE };
            (lines, weight, Wanted { spot, width, height })
        })
        .collect();
    let wanted: Vec<_> = names.iter().map(|(_, _, wanted)| *wanted).collect();
    let frame = ground.frame;
    let bounds = Area {
        left: frame.left + 4.0,
        top: frame.top + 4.0,
        right: frame.right - 4.0,
        bottom: frame.bottom - 4.0,
    };
    let places = labels::place(&spots, &wanted, &[], &bounds);
    for (from, to) in places.iter().flatten().filter_map(|place| place.leader) {
        sheet.stroke(from, to, 1.0, BLACK);
    }
    let mut order: Vec<_> = dots.iter().zip(&spots).collect();
    order.sort_by_key(|(dot, _)| std::cmp::Reverse(dot.kind));
    for (dot, spot) in order {
        dot.kind.draw(sheet, (spot.x, spot.y));
    }
    let mut without: Vec<usize> = (names.len()..dots.len()).collect();
    for ((lines, weight, wanted), place) in names.into_iter().zip(places) {
        let Some(place) = place else {
            without.push(wanted.spot);
            continue;
        };
        let mut baseline = place.area.top + 11.0;
        for words in lines {
            sheet.text(Line { weight, ..Line::new(words, place.area.left, baseline, SIZE) });
            baseline += LINE;
        }
    }
    without.sort_unstable();
    without
}

fn about(
    view: &View,
    (held, all): (usize, &[Dot]),
    dots: &[Dot],
    without: &[usize],
) -> Vec<String> {
    let ranked = dots.iter().any(|dot| dot.site.rank.is_some());
    let with_rank = if ranked { ", candidates with their rank" } else { "" };
    let sites = count_of(dots.len(), "site", "sites");
    let mut about = vec![format!("Shown: {sites}{with_rank}.")];
    about.extend(left_over(all.len(), dots.len()));
    let lost = held.saturating_sub(all.len());
    if lost > 0 {
        let (sites, are) = if lost == 1 { ("site", "is") } else { ("sites", "are") };
        about.push(format!(
            "{} {sites} without a recorded position {are} not shown.",
            capital(&number(lost))
        ));
    }
    if !without.is_empty() {
        let listed = without.iter().take(LISTED).filter_map(|at| dots.get(*at)).map(Dot::label);
        let listed = listed.collect::<Vec<_>>().join("; ");
        let more = match without.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!("; and {}, see map.csv", with_thousands(&more.to_string())),
        };
        about.push(format!("Not labelled, for lack of space: {listed}{more}."));
    }
    about.extend(no_outline(view));
    about
}

chart_table! {
    /// the marks of the map of the sites
    MapChart: file "charts/map.csv", key ["site_id"];
    rows row: (&'a Dot<'a>, bool);
    "rank", "Rank", Whole, "", Public,
        "its place in the ranking; empty is not ranked" = row.0.site.rank;
    "site_id", "Site", Text, "", Public,
        "the site's id as in `sites`" = &row.0.site.site_id;
    "name", "Name", Text, "", Public,
        "the site's name" = &row.0.site.name;
    "mark", "Mark", Text, "", Public,
        "how it is marked: one of the first candidates for surplus, another candidate, for sale, or not ranked" = row.0.kind.word();
    "easting", "Easting", Whole, "m", Public,
        "metres east on the British National Grid" = to_whole(row.0.at.0);
    "northing", "Northing", Whole, "m", Public,
        "metres north on it" = to_whole(row.0.at.1);
    "named", "Named", YesNo, "", Public,
        "whether the map has room for its name" = row.1;
}

/// Returns the message and where the first candidates lie, in sentences.
fn text(title: &str, dots: &[Dot], caption: &Caption) -> String {
    let count = |kind: Kind| dots.iter().filter(|dot| dot.kind == kind).count();
    let candidates = count(Kind::First) + count(Kind::Ranked);
    let mut out = vec![
        format!("{title}."),
        format!(
            "Map, north up, with {}, {} for sale and {} not ranked.",
            count_of(candidates, "candidate for surplus", "candidates for surplus"),
            count(Kind::ForSale),
            count(Kind::Unranked)
        ),
    ];
    let shares = |axis: fn(&Metres) -> f64| {
        let (least, most) = dots
            .iter()
            .map(|dot| axis(&dot.at))
            .fold((f64::MAX, f64::MIN), |(least, most), at| (least.min(at), most.max(at)));
        f64::midpoint(least, most)
    };
    let middle = (shares(|at| at.0), shares(|at| at.1));
    out.extend(first(dots).into_iter().filter_map(|dot| {
        let rank = dot.site.rank?;
        let district = dot.site.district.as_ref().map(|d| format!(" ({d})")).unwrap_or_default();
        Some(format!("Rank {rank}, {}{district}: {}.", dot.name, way(middle, dot.at)))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

/// Says how far and which way a place lies from the middle of the map.
fn way(middle: Metres, at: Metres) -> String {
    const WAYS: [&str; 8] =
        ["north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"];
    let (east, north) = (at.0 - middle.0, at.1 - middle.1);
    let km = to_whole(east.hypot(north) / 1000.0);
    if km == 0 {
        return "in the middle of the map".to_owned();
    }
    let eighth = to_whole(east.atan2(north).to_degrees() / 45.0).rem_euclid(8);
    let way = usize::try_from(eighth).ok().and_then(|at| WAYS.get(at)).copied().unwrap_or_default();
    format!("{km} km {way} of the middle of the map")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};

    fn drawn(view: &View) -> Chart {
        samples::drawn(charts, view).pop().unwrap()
    }

    #[rstest]
    #[case::one(1, &[], "Turvesey Police Station is the only candidate on the map")]
    #[case::few(3, &[], "All three candidates for surplus are at most 24 km apart")]
    #[case::many(30, &[], "The first five candidates are at most 27 km apart")]
    #[case::first_unplaced(30, &[0], "The first five candidates placed are at most 55 km apart")]
    #[case::one_placed(3, &[0, 1], "Northgate Office is the only candidate on the map")]
    fn a_title_is_true_of(#[case] count: usize, #[case] lost: &[usize], #[case] expected: &str) {
        let mut view = samples::placed(count);
        for at in lost {
            view.sites[*at].grid = None;
        }
        assert_eq!(drawn(&view).title, expected);
    }

    #[test]
    fn without_candidates_the_title_says_so() {
        let mut view = samples::placed(4);
        for site in &mut view.sites {
            site.rank = None;
        }
        assert_eq!(drawn(&view).title, "No site on the map is a candidate for surplus");
        view.sites[0].rank = Some(1);
        view.sites[0].grid = None;
        assert_eq!(drawn(&view).title, "No candidate for surplus has a recorded position");
    }

    #[test]
    fn candidates_in_one_place_are_less_than_a_kilometre_apart() {
        let mut view = samples::placed(6);
        for site in &mut view.sites {
            site.grid = Some((540_000.0, 270_000.0));
        }
        let chart = drawn(&view);
        assert_eq!(chart.title, "The first five candidates are less than 1 km apart");
        assert!(chart.text.contains("in the middle of the map"), "{}", chart.text);
    }

    #[test]
    fn the_text_says_where_the_first_candidates_lie() {
        let text = drawn(&samples::placed(8)).text;
        assert!(text.contains("Rank 1, Turvesey Police Station (West Fen): "), "{text}");
        assert!(text.contains(" of the middle of the map."), "{text}");
        assert_eq!(way((0.0, 0.0), (0.0, 5000.0)), "5 km north of the middle of the map");
        assert_eq!(way((0.0, 0.0), (-5000.0, -5000.0)), "7 km south-west of the middle of the map");
    }

    #[test]
    fn a_site_is_on_the_map_or_counted_and_named_or_listed() {
        let mut view = samples::placed(120);
        view.sites.retain(|site| site.grid.is_some());
        view.sites[7].grid = None;
        view.sites[8].status = Some(Status::Sold);
        let chart = drawn(&view);
        assert!(
            chart.text.contains("One site without a recorded position is not shown."),
            "{}",
            chart.text
        );
        assert_eq!(chart.numbers.csv.lines().skip(1).count(), view.sites.len() - 2);
        let words = samples::words(&chart.sheet).replace('\n', " ");
        let unnamed = chart.numbers.csv.lines().filter(|line| line.ends_with(",no")).count();
        assert!(unnamed > 0 && chart.text.contains("Not labelled, for lack of space"), "{words}");
    }

    #[test]
    fn without_an_outline_the_map_says_so() {
        let mut view = samples::placed(3);
        assert!(!drawn(&view).text.contains("No boundary is shown"));
        view.outlines.clear();
        assert!(drawn(&view).text.contains("No boundary is shown: the snapshot has no usable"));
        assert!(samples::drawn(charts, &samples::view(3)).is_empty());
    }

    #[test]
    fn scale_and_north_are_drawn() {
        let words = samples::words(&drawn(&samples::placed(20)).sheet);
        assert!(words.contains("km") && words.contains("North"), "{words}");
    }
}
