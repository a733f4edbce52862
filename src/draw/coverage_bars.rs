//! Coverage by district: the share within reach today, and after the closures that are proposed.

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label},
    chart_table,
    font_metrics::FontMetrics,
    frame::{self, Caption, Key, Page},
    sheet::{Area, Form, GREY, Line, NAVY, SKY, Sheet},
};
use crate::{
    edition::{CoverageRow, Reach, View},
    model::{Service, to_whole},
    wording::{
        and_list_up_to, counted_as, minutes, minutes_from, minutes_said, per_cent_within,
        service_title, told_services, whole,
    },
};

/// From the bars to the right end of what is drawn: what is counted stands there.
const BARS_END: f64 = 178.0;
/// Sites that the caption names; the rest are counted.
const NAMED: usize = 10;

/// An area as it is drawn.
struct Row<'a> {
    name: String,
    now: &'a CoverageRow,
}

/// Draws each service by district, the whole area first.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let mut charts = Vec::new();
    for service in told_services(view) {
        let rows = rows(view, metrics, service);
        for page in &frame::pages(form, &rows) {
            charts.push(chart(view, metrics, service, &rows, page, form)?);
        }
    }
    Ok(charts)
}

fn rows<'v>(view: &'v View, metrics: &FontMetrics, service: Service) -> Vec<Row<'v>> {
    let all = view.cover.coverage.iter().filter(|row| row.service == service);
    let all = all.map(|now| Row {
        name: match now.district.as_deref() {
            None => "Whole area".to_owned(),
            Some("") => "No district recorded".to_owned(),
            Some(district) => metrics.plain(district),
        },
        now,
    });
    all.collect()
}

fn chart(
    view: &View,
    metrics: &FontMetrics,
    service: Service,
    all: &[Row],
    page: &Page<Row>,
    form: Form,
) -> Result<Chart, DrawError> {
    let title = title(service, all, page);
    let caption = Caption::of_sites(view, about(view, service, all));
    let sheet = sheet((metrics, form), &title, page, &caption);
    Ok(Chart {
        name: page.name(&format!("coverage_{}", service.word())),
        numbers: ChartNumbers::of(&CoverageChart, CoverageChart::of(page.rows.iter()))?,
        text: text(&title, page, &caption),
        sheet,
        title,
    })
}

/// Returns the message: the share within reach of the whole area, today and afterwards.
fn title(service: Service, all: &[Row], page: &Page<Row>) -> String {
    let Some(whole_area) = all.first() else { return String::new() };
    if page.number > 1 {
        return format!("{} by district: {} to {}", service_title(service), page.first, page.last);
    }
    let of = |reach: &Reach| per_cent_within(reach.share);
    let (now, limit) = (of(&whole_area.now.reach), minutes_said(whole_area.now.minutes));
    let what = service_title(service);
    match whole_area.now.after.as_ref().map(of) {
        None => format!("{what}: {now} within {limit} today"),
        Some(after) if after == now => {
            format!("{what}: {now} within {limit}, today and afterwards")
        }
        Some(after) => format!("{what}: {after} within {limit} afterwards, {now} today"),
    }
}

/// Says what closes and what the minutes rest on.
fn about(view: &View, service: Service, all: &[Row]) -> Vec<String> {
    let mut said: Vec<String> = closes(view, service).into_iter().collect();
    let rule = view.cover.rules.iter().find(|rule| rule.service == service);
    if let Some((rule, row)) = rule.zip(all.first()) {
        let from = minutes_from(rule, &row.now.reach, view.cover.zones.len());
        said.push(format!("Journey times today: {from}."));
    }
    if let Some(after) = all.first().and_then(|row| row.now.after.as_ref())
        && after.estimated_zones > 0
    {
        let zones = crate::wording::count_of(after.estimated_zones, "zone", "zones");
        said.push(format!("Afterwards those of {zones} are estimated."));
    }
    said
}

/// Names the sites of a service that are proposed to close.
pub(super) fn closes(view: &View, service: Service) -> Option<String> {
    let proposed = view.cover.proposed.as_ref()?;
    let Some(row) = proposed.closures.iter().find(|row| row.service == service) else {
        let what = crate::wording::service(service);
        return Some(format!("None of the {what} is proposed to close."));
    };
    Some(format!("Proposed to close: {}.", and_list_up_to(&row.names, NAMED)))
}

fn sheet(
    (metrics, form): (&FontMetrics, Form),
    title: &str,
    page: &Page<Row>,
    caption: &Caption,
) -> Sheet {
    let has_after = page.rows.iter().any(|row| row.now.after.is_some());
    let shown = page.rows.first().map_or_else(String::new, |row| {
        let (what, limit) = (counted_as(row.now.counted), minutes_said(row.now.minutes));
        format!("Share of {what} within {limit} of the nearest open site, by district")
    });
    let (mut sheet, y) = frame::begin(form, metrics, title, &shown);
    let fill = |colour| move |sheet: &mut Sheet, area: Area| sheet.fill(area, colour);
    let keys = [Key::new("Today", fill(SKY)), Key::new("After the proposed closures", fill(NAVY))];
    let y = frame::legend(&mut sheet, metrics, y, if has_after { &keys } else { &keys[..1] });
    let label = |row: &Row| Label { before: String::new(), name: row.name.clone() };
    let labels: Vec<Label> = page.rows.iter().map(label).collect();
    let points = (form.either(170.0, 300.0), form.right() - BARS_END);
    let axis = Axis::over(0.0, 100.0, 1.0, 5.0, points);
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| format!("{}%", to_whole(v)));
    for (at, row) in (0..).zip(page.rows) {
        draw(&mut sheet, &bars, at, row);
    }
    let y = bars.end(&mut sheet, "Within the limit (%)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

fn draw(sheet: &mut Sheet, bars: &Bars, at: u32, row: &Row) {
    const SIZE: f64 = 13.0;
    let middle = bars.middle(at);
    let bar = |of: &Reach| bars.area(at, 0.0, of.share.unwrap_or(0.0) * 100.0);
    match &row.now.after {
        None => sheet.fill(bar(&row.now.reach), SKY),
        Some(after) => {
            sheet.fill(Area { bottom: middle, ..bar(&row.now.reach) }, SKY);
            sheet.fill(Area { top: middle, ..bar(after) }, NAVY);
        }
    }
    let left = bars.axis.points.1 + 10.0;
    let counted = format!("of {} {}", whole(row.now.reach.demand), counted_as(row.now.counted));
    sheet.text(Line::new(shares(row), left, middle - 2.5, SIZE).bold());
    sheet.text(Line::new(counted, left, middle + 12.0, SIZE).colour(GREY));
}

/// Writes the share of today, and that afterwards where it is another.
fn shares(row: &Row) -> String {
    let now = per_cent_within(row.now.reach.share);
    match row.now.after.as_ref().map(|after| per_cent_within(after.share)) {
        Some(after) if after != now => format!("{now}, then {after}"),
        _ => now,
    }
}

fn share(reach: &Reach) -> Option<String> {
    reach.share.map(|share| format!("{share:.4}"))
}

fn mean(reach: &Reach) -> Option<String> {
    reach.mean.map(|mean| format!("{mean:.1}"))
}

chart_table! {
    /// the bars of the chart of coverage of a service
    CoverageChart: file "charts/coverage_SERVICE.csv", key ["area"];
    rows row: &'a Row<'a>;
    "area", "Area", Text, "", Restricted,
        "the district, or the whole area" = &row.name;
    "counted", "Counted", Text, "", Restricted,
        "what is counted as demand" = row.now.counted.word();
    "demand", "Demand", Whole, "as in `counted`", Restricted,
        "demand in the area" = row.now.reach.demand;
    "limit_minutes", "Limit", Number, "minutes", Restricted,
        "the policy's limit of a journey" = minutes(row.now.minutes);
    "within_today", "Within today", Whole, "as in `counted`", Restricted,
        "demand within the limit today" = row.now.reach.within;
    "share_today", "Share today", Share, "share", Restricted,
        "the share of it: the length of the bar; empty where there is no demand" = share(&row.now.reach);
    "within_after", "Within after", Whole, "as in `counted`", Restricted,
        "the same once all sites are closed that are proposed to close; empty where none is"
            = row.now.after.as_ref().map(|after| after.within);
    "share_after", "Share after", Share, "share", Restricted,
        "the share of that" = row.now.after.as_ref().and_then(share);
    "mean_today", "Mean today", Tenth, "minutes", Restricted,
        "the mean journey to the nearest site today" = mean(&row.now.reach);
    "mean_after", "Mean after", Tenth, "minutes", Restricted,
        "the mean journey once they are closed" = row.now.after.as_ref().and_then(mean);
}

/// Returns the message and every bar in sentences.
fn text(title: &str, page: &Page<Row>, caption: &Caption) -> String {
    let mut out = vec![format!("{title}.")];
    out.extend(page.rows.iter().map(|row| {
        let of = format!("of {} {}", whole(row.now.reach.demand), counted_as(row.now.counted));
        let now = per_cent_within(row.now.reach.share);
        match row.now.after.as_ref().map(|after| per_cent_within(after.share)) {
            Some(after) if after != now => {
                format!("{}: {now} {of} today, {after} afterwards.", row.name)
            }
            Some(_) => format!("{}: {now} {of}, today and afterwards.", row.name),
            None => format!("{}: {now} {of}.", row.name),
        }
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};
    use crate::edition::CoverView;

    #[test]
    fn every_per_cent_stands_beside_what_is_counted() {
        let chart = samples::drawn(charts, &samples::covered()).remove(0);
        assert_eq!(chart.name, "coverage_public_counter");
        let words = samples::words(&chart.sheet);
        assert!(words.contains("100.0%, then 92.2%\nof 804,336 residents"), "{words}");
        assert!(
            chart.text.contains("North Fen: 100.0% of 145,428 residents today, 69.7% afterwards.")
        );
        let row = chart.numbers.csv.lines().nth(1).unwrap();
        assert!(row.starts_with("Whole area,population,804336,30,804336,1.0000,"), "{row}");
    }

    #[test]
    fn without_a_closure_there_is_one_bar_a_district() {
        let mut view = samples::covered();
        view.cover.proposed = None;
        for row in &mut view.cover.coverage {
            row.after = None;
        }
        let chart = samples::drawn(charts, &view).remove(0);
        assert_eq!(chart.title, "Public counters: 100.0% within 30 minutes today");
        assert!(!samples::words(&chart.sheet).contains("proposed"));
        view.cover = CoverView::default();
        assert!(samples::drawn(charts, &view).is_empty());
    }
}
