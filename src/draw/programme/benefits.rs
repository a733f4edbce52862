//! Benefits to date by initiative: planned, realised, and proved by the ledger.

use super::{from, pounds, scale};
use crate::{
    draw::{
        DrawError, Plate,
        bars::{Bars, Label},
        frame::{self, Caption, Key, RIGHT},
        letters::{Letters, Weight},
        sheet::{Area, BLACK, GREY, Line, NAVY, SKY, Sheet, WHITE},
        table::{known, safe, table},
        wording::{capital, more_than, number},
    },
    edition::{FundView, InitiativeRow, View},
    model::{Money, pounds_short},
};

const BARS: (f64, f64) = (330.0, 800.0);
/// Where figures are written.
const FIGURES: f64 = 860.0;
/// Initiatives drawn, at most.
const MOST: usize = 25;

/// Draws the initiatives of which anything was planned or realised to date, largest plan first.
pub(super) fn plate(
    view: &View,
    fund: &FundView,
    letters: &Letters,
) -> Result<Option<Plate>, DrawError> {
    let is_due = |i: &&InitiativeRow| i.planned_to_date != 0 || i.realised_to_date != 0;
    let mut all: Vec<&InitiativeRow> = fund.initiatives.iter().filter(is_due).collect();
    all.sort_by(|a, b| {
        b.planned_to_date.cmp(&a.planned_to_date).then_with(|| a.initiative.cmp(&b.initiative))
    });
    let rows = all.get(..MOST.min(all.len())).unwrap_or(&all);
    if rows.is_empty() {
        return Ok(None);
    }
    let title = title(&all);
    let ahead = fund.initiatives.len() - all.len();
    let mut about = vec![
        "To date: every year that is over. Proved: the fall of the site’s cost in the ledger."
            .to_owned(),
    ];
    about.extend(more_than(all.len(), rows.len(), "initiative"));
    if ahead > 0 {
        let (initiatives, has) =
            if ahead == 1 { ("initiative", "has") } else { ("initiatives", "have") };
        let many = capital(&number(ahead));
        about.push(format!("{many} {initiatives} {has} nothing planned to date, and no bar."));
    }
    let caption = from(view, about, "benefits register and ledger");
    let sheet = sheet(letters, &title, rows, &caption);
    let (csv, text) = (csv(rows)?, text(&title, rows, &caption));
    Ok(Some(Plate { name: "benefits".to_owned(), title, sheet, csv, text }))
}

fn title(all: &[&InitiativeRow]) -> String {
    let sum = |of: fn(&InitiativeRow) -> i64| {
        pounds_short(all.iter().map(|i| of(i)).fold(0, i64::saturating_add))
    };
    let [planned, realised, proved] =
        [sum(|i| i.planned_to_date), sum(|i| i.realised_to_date), sum(|i| i.proved_to_date)];
    let of = all.iter().any(|i| i.not_recorded > 0);
    let verb = if of { "recorded as realised" } else { "realised" };
    format!("{realised} {verb} of {planned} planned; {proved} proved")
}

fn sheet(letters: &Letters, title: &str, rows: &[&InitiativeRow], caption: &Caption) -> Sheet {
    const SIZE: f64 = 13.0;
    let shown = "Benefits to date by initiative: planned, realised, proved by the ledger, £";
    let (mut sheet, y) = frame::begin(letters, title, shown);
    let keys = [
        Key::new("Planned", |sheet, area| bar(sheet, area, 0)),
        Key::new("Realised", |sheet, area| bar(sheet, inner(area, 3.0), 1)),
        Key::new("Proved by the ledger", |sheet, area| bar(sheet, inner(area, 5.5), 2)),
    ];
    let y = frame::legend(&mut sheet, letters, y, &keys);
    let labels: Vec<Label> = rows
        .iter()
        .map(|i| Label { before: String::new(), name: letters.plain(&i.initiative) })
        .collect();
    let sums = |i: &&InitiativeRow| [i.planned_to_date, i.realised_to_date, i.proved_to_date];
    let every = std::iter::once(0).chain(rows.iter().flat_map(sums)).map(pounds);
    let axis = scale(letters, every, 6.0, BARS);
    let bars = Bars::begin(&mut sheet, letters, y, &labels, axis, |v| axis.pounds(v));
    sheet.text(Line::new("Realised of planned; proved", FIGURES, y + 14.0, SIZE).ink(GREY));
    for (at, row) in (0..).zip(rows) {
        let area = |pence| bars.area(at, 0.0, pounds(pence));
        bar(&mut sheet, area(row.planned_to_date), 0);
        bar(&mut sheet, inner(area(row.realised_to_date), 4.0), 1);
        bar(&mut sheet, inner(area(row.proved_to_date), 8.0), 2);
        let words = letters.fit(&figures(row), SIZE, Weight::Bold, RIGHT - FIGURES);
        sheet.text(Line::new(words, FIGURES, bars.middle(at) + 5.0, SIZE).bold());
    }
    let y = bars.end(&mut sheet, "Benefits to date (£)");
    frame::end(&mut sheet, letters, y, caption);
    sheet
}

/// Writes the three sums; what is not recorded is no nought.
fn figures(row: &InitiativeRow) -> String {
    let of = pounds_short(row.planned_to_date);
    let proved = pounds_short(row.proved_to_date);
    match (row.realised_to_date, row.not_recorded) {
        (0, 1..) => format!("not recorded, of {of}"),
        (sum, 0) => format!("{} of {of}; {proved}", pounds_short(sum)),
        (sum, _) => format!("{} of {of}; {proved}; in part", pounds_short(sum)),
    }
}

/// Returns a rectangle less so much above and below.
fn inner(area: Area, by: f64) -> Area {
    Area { top: area.top + by, bottom: area.bottom - by, ..area }
}

fn bar(sheet: &mut Sheet, area: Area, which: usize) {
    match which {
        0 => {
            sheet.fill(area, WHITE);
            sheet.outline(area, 1.5, BLACK);
        }
        1 => sheet.fill(area, SKY),
        _ => sheet.fill(area, NAVY),
    }
}

fn csv(rows: &[&InitiativeRow]) -> Result<String, DrawError> {
    let sum = |pence| known(Some(Money::from_pence(pence)));
    let cells = rows.iter().map(|i| {
        let realised =
            (i.realised_to_date != 0 || i.not_recorded == 0).then_some(i.realised_to_date);
        vec![
            safe(&i.initiative),
            sum(i.planned_to_date),
            known(realised.map(Money::from_pence)),
            sum(i.proved_to_date),
            i.not_recorded.to_string(),
        ]
    });
    let header = [
        "initiative",
        "planned_to_date",
        "realised_to_date",
        "proved_to_date",
        "years_not_recorded",
    ];
    table(&header, cells)
}

fn text(title: &str, rows: &[&InitiativeRow], caption: &Caption) -> String {
    const TOLD: usize = 8;
    let mut out = vec![
        format!("{title}."),
        "Bars by initiative of what was planned to date, realised, and proved by the ledger."
            .to_owned(),
    ];
    out.extend(rows.iter().take(TOLD).map(|i| {
        let realised = match (i.realised_to_date, i.not_recorded) {
            (0, 1..) => "what is realised not recorded".to_owned(),
            (sum, 0) => format!("{} realised", pounds_short(sum)),
            (sum, _) => format!("{} realised where recorded", pounds_short(sum)),
        };
        let (planned, proved) = (pounds_short(i.planned_to_date), pounds_short(i.proved_to_date));
        format!("{}: {planned} planned, {realised}, {proved} proved.", i.initiative)
    }));
    out.extend(caption.sentences());
    out.join(" ")
}
