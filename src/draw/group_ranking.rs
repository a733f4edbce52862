//! The first candidates of all bodies in one ranking: the need index of each with its range, and whose site it is.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label},
    chart_table,
    font_metrics::{FontMetrics, FontWeight},
    frame,
    group_caption::caption,
    ranking::{self, Row},
    sheet::{EDGE, Form, GREY, Line, Sheet},
};
use crate::{
    edition::{Edition, GroupSiteRow, GroupView},
    model::{to_whole, with_thousands},
    wording::{
        GROUP_RANKING_CHART, and_list, and_list_up_to, capital, count_of, first_words, long_date,
        number, one_line,
    },
};

/// Bodies without a ranked site that the caption names.
const NAMED: usize = 4;

/// A bar, and whose site it is.
struct BodyBar<'a> {
    row: Row<'a>,
    body: &'a str,
}

/// Draws the first ranked sites, as many as the picture has room for; nothing where none is ranked.
pub(super) fn chart(
    view: &GroupView,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Option<Chart>, DrawError> {
    let is_ranked = |row: &&GroupSiteRow| row.rank.is_some() && row.site.need_index.is_some();
    let sites: Vec<&GroupSiteRow> = view.sites.iter().filter(is_ranked).collect();
    let called = |site: &GroupSiteRow| {
        let (name, id) = (metrics.plain(&site.site.name), metrics.plain(&site.site.site_id));
        let alike = |other: &&&GroupSiteRow| {
            (&other.body, &other.site.name) == (&site.body, &site.site.name)
        };
        match sites.iter().filter(alike).count() {
            _ if name.is_empty() => id,
            1 => name,
            _ => format!("{id} {name}"),
        }
    };
    let names: Vec<String> = sites.iter().map(|site| called(site)).collect();
    let rows = || {
        sites.iter().zip(&names).filter_map(|(site, name)| {
            let (rank, index) = (site.rank?, site.site.need_index?);
            // The tables of several bodies do not have the halves of an index.
            Some(Row { rank, name: name.clone(), index, halves: None, site: &site.site })
        })
    };
    let all: Vec<Row<'_>> = rows().collect();
    let first = rows().zip(&sites).take(form.rows);
    let bars: Vec<BodyBar<'_>> =
        first.map(|(row, site)| BodyBar { row, body: &site.body }).collect();
    if bars.is_empty() {
        return Ok(None);
    }
    let title = title(&all, &bars);
    let caption = caption(view, about(view, &all, &bars));
    Ok(Some(Chart {
        name: GROUP_RANKING_CHART.to_owned(),
        sheet: sheet(metrics, form, &title, &bars, &caption),
        numbers: ChartNumbers::of(&GroupRankingChart, GroupRankingChart::of(bars.iter()))?,
        text: text(&title, &bars, &caption),
        title,
    }))
}

/// Returns the message: who leads and whose site it is, or how many share the lead.
fn title(all: &[Row<'_>], bars: &[BodyBar<'_>]) -> String {
    match (bars, all) {
        ([first, ..], [_, second, ..]) if first.row.index != second.index => format!(
            "{} ({}) leads {} candidates",
            first_words(&first.row.name, 4),
            first_words(&one_line(first.body), 3),
            with_thousands(&all.len().to_string())
        ),
        _ => ranking::title(all),
    }
}

fn about(view: &GroupView, all: &[Row<'_>], bars: &[BodyBar<'_>]) -> Vec<String> {
    let total = count_of(all.len(), "ranked site", "ranked sites");
    let mut about = vec![match bars {
        [] => String::new(),
        [_] => format!("Shown: rank 1 of {total}."),
        many => format!("Shown: ranks 1 to {} of {total}.", many.len()),
    }];
    let mut by: Vec<(&str, usize)> = Vec::new();
    for body in view.read() {
        let own = bars.iter().filter(|bar| bar.body == body.body).count();
        if own > 0 {
            by.push((&body.body, own));
        }
    }
    if by.len() > 1 {
        let by: Vec<String> =
            by.iter().map(|(body, n)| format!("{} {n}", one_line(body))).collect();
        about.push(format!("Of these: {}.", and_list(&by)));
    }
    let none = view.read().filter(|body| body.ranked == Some(0));
    let none: Vec<String> = none.map(|body| one_line(&body.body)).collect();
    if !none.is_empty() {
        about.push(format!("No ranked site: {}.", and_list_up_to(&none, NAMED)));
    }
    let older = view.read().filter(|body| body.as_of.is_some_and(|day| day < view.as_of));
    let older: Vec<String> = older
        .filter_map(|body| Some(format!("{} ({})", one_line(&body.body), long_date(body.as_of?))))
        .collect();
    if !older.is_empty() {
        about.push(format!("Older data: {}.", and_list_up_to(&older, NAMED)));
    }
    let without = view.sites.len().saturating_sub(all.len());
    if without > 0 {
        let (are, sites) = if without == 1 { ("is", "site") } else { ("are", "sites") };
        about.push(format!(
            "{} {sites} {are} not ranked; see the tables for the reasons.",
            capital(&number(without))
        ));
    }
    if view.edition == Edition::Public {
        about.push(
            "Points are in steps; sites on one step are in the order of their bodies\u{2019} own ranks."
                .to_owned(),
        );
    }
    about
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    bars: &[BodyBar<'_>],
    caption: &frame::Caption,
) -> Sheet {
    const NAME: f64 = 14.0;
    const BODY: f64 = 13.0;
    let shown = "Need index of sites of all bodies by the common policy; below each name the body";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let y = frame::legend(&mut sheet, metrics, y, &ranking::keys(false));
    let label = |bar: &BodyBar<'_>| Label { before: bar.row.rank.to_string(), name: String::new() };
    let labels: Vec<Label> = bars.iter().map(label).collect();
    let points = (form.either(256.0, 360.0), form.right() - ranking::BARS_END);
    let axis = Axis { low: 0.0, high: 100.0, step: 10.0, points };
    let laid =
        Bars::begin(&mut sheet, metrics, y, &labels, axis, |value| to_whole(value).to_string());
    ranking::heads(&mut sheet, y);
    let before =
        |bar: &BodyBar<'_>| metrics.width(&bar.row.rank.to_string(), NAME, FontWeight::Regular);
    let left = EDGE + bars.iter().map(before).fold(0.0, f64::max) + 10.0;
    let room = points.0 - 12.0 - left;
    for (at, bar) in (0..).zip(bars) {
        let middle = laid.middle(at);
        let name = metrics.fit(&bar.row.name, NAME, FontWeight::Regular, room);
        sheet.text(Line::new(name, left, middle - 1.5, NAME));
        let body = metrics.fit(&metrics.plain(bar.body), BODY, FontWeight::Regular, room);
        sheet.text(Line::new(body, left, middle + 12.5, BODY).colour(GREY));
        ranking::bar(&mut sheet, &laid, at, &bar.row);
    }
    let y = laid.end(&mut sheet, "Need index (points)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

chart_table! {
    /// the bars of the chart of the ranking of all bodies
    GroupRankingChart: file "charts/group_ranking.csv", key ["body", "site_id"];
    rows bar: &'a BodyBar<'a>;
    "rank", "Rank", Whole, "", Public,
        "its place among the sites of all bodies, 1 the first to review as surplus" = bar.row.rank;
    "body", "Body", Text, "", Public,
        "the body" = bar.body;
    "site_id", "Site", Text, "", Public,
        "the site; bodies may use the same ids" = &bar.row.site.site_id;
    "name", "Name", Text, "", Public,
        "its name" = &bar.row.site.name;
    "need_index", "Need index", Tenth, "points", Banded,
        "the need index by the common policy: the length of the bar" = bar.row.index;
    "need_low", "Need low", Tenth, "points", Banded,
        "the least it can be, given what is not known" = bar.row.site.need_low;
    "need_high", "Need high", Tenth, "points", Banded,
        "the most it can be" = bar.row.site.need_high;
}

/// Returns the message and the ten highest bars in sentences.
fn text(title: &str, bars: &[BodyBar<'_>], caption: &frame::Caption) -> String {
    const DESCRIBED: usize = 10;
    let mut out = vec![
        format!("{title}."),
        "Bar chart of the need index of sites of all bodies, from 0 to 100 points.".to_owned(),
    ];
    out.extend(bars.iter().take(DESCRIBED).map(|BodyBar { row, body }| {
        let range = ranking::range_said(row);
        let (rank, index) = (row.rank, row.index.one_decimal());
        format!("Rank {rank}, {} ({}), {index} points{range}.", row.name, one_line(body))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
