//! Rent and service charge by financial year: payable to the left, receivable to the right.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label},
    chart_table,
    font_metrics::FontMetrics,
    frame::{self, Caption, Key},
    sheet::{AMBER, Area, BLACK, Colour, Form, GREY, Line, NAVY, Sheet, VERMILION, WHITE},
};
use crate::{
    edition::{PaymentKind, RentTotalRow, View},
    model::{FinancialYear, Role, pounds_short, ratio_term},
    wording::{capital, more_than, number},
};

/// From where it is said how many leases are not in a sum to the right end of what is drawn.
const NOT_IN: f64 = 132.0;

/// The parts of a bar, from the middle outwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Rent,
    RentEstimated,
    Charge,
    ChargeEstimated,
}

impl Part {
    const ALL: [Self; 4] = [Self::Rent, Self::RentEstimated, Self::Charge, Self::ChargeEstimated];

    const fn words(self) -> &'static str {
        match self {
            Self::Rent => "Rent",
            Self::RentEstimated => "Rent, estimated",
            Self::Charge => "Service charge",
            Self::ChargeEstimated => "Service charge, estimated",
        }
    }

    const fn kind(self) -> PaymentKind {
        match self {
            Self::Rent | Self::RentEstimated => PaymentKind::Rent,
            Self::Charge | Self::ChargeEstimated => PaymentKind::ServiceCharge,
        }
    }

    const fn is_estimated(self) -> bool {
        matches!(self, Self::RentEstimated | Self::ChargeEstimated)
    }

    /// Returns the ground and the colour of its outline and hatch.
    const fn colours(self) -> (Colour, Colour) {
        match self {
            Self::Rent => (NAVY, NAVY),
            Self::RentEstimated => (WHITE, NAVY),
            Self::Charge => (AMBER, VERMILION),
            Self::ChargeEstimated => (WHITE, VERMILION),
        }
    }

    /// Fills a rectangle: what is known solid, what is estimated hatched.
    fn fill(self, sheet: &mut Sheet, area: Area) {
        let (ground, colour) = self.colours();
        sheet.fill(area, ground);
        if self.is_estimated() {
            sheet.hatch(area, 6.0, colour);
        }
        sheet.outline(area, 1.0, colour);
    }
}

/// One direction of one year.
#[derive(Debug, Default)]
struct Side {
    /// In pence, as [`Part::ALL`]; `None` is not known of any lease.
    parts: [Option<i64>; 4],
    /// Whether a sum is beyond what can be drawn.
    too_large: bool,
    /// Leases of which anything falls due, known or not.
    leases: usize,
    /// Those of them of which rent or service charge is not known.
    not_in: usize,
}

impl Side {
    /// Returns the sum of what is known; `None` when nothing is.
    fn total(&self) -> Option<i64> {
        let known = self.parts.iter().flatten().copied().reduce(i64::saturating_add);
        known.filter(|_| !self.too_large)
    }

    /// Writes the sum, or that it is not known; nothing without leases.
    fn words(&self) -> String {
        match self.total() {
            _ if self.leases == 0 => String::new(),
            Some(pence) => pounds_short(pence),
            None => "not known".to_owned(),
        }
    }

    fn pounds(&self) -> f64 {
        self.total().map_or(0.0, |pence| ratio_term(pence) / 100.0)
    }
}

const SIDES: [Role; 2] = [Role::Tenant, Role::Landlord];
/// Which way what falls due goes, as [`SIDES`].
const DIRECTIONS: [&str; 2] = [Role::Tenant.direction(), Role::Landlord.direction()];

/// One year.
struct Row {
    year: FinancialYear,
    /// As [`SIDES`].
    sides: [Side; 2],
}

/// Draws the years in which anything falls due; no picture when nothing of any is known.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let all = rows(view);
    let rows = all.get(..form.rows.min(all.len())).unwrap_or(&all);
    if rows.iter().flat_map(|r| &r.sides).all(|side| side.total().is_none()) {
        return Ok(Vec::new());
    }
    let title = title(view, rows);
    let caption = Caption::of_leases(view, about(view, &all, rows));
    let sheet = sheet(metrics, form, &title, rows, &caption);
    let text = text(&title, rows, &caption);
    let numbers = ChartNumbers::of(&RentByYearChart, RentByYearChart::of(drawn(rows)))?;
    Ok(vec![Chart { name: "rent_by_year".to_owned(), title, sheet, numbers, text }])
}

fn rows(view: &View) -> Vec<Row> {
    let years: BTreeSet<FinancialYear> = view.rent_totals.iter().map(|t| t.year).collect();
    let mut leases: BTreeMap<(FinancialYear, Role), [BTreeSet<&str>; 2]> = BTreeMap::new();
    for line in &view.rent {
        let [every, not_in] = leases.entry((line.year, line.role)).or_default();
        every.insert(&line.lease_id);
        if line.amount.is_err() {
            not_in.insert(&line.lease_id);
        }
    }
    let side = |year, role| {
        let of_year = |t: &&RentTotalRow| (t.year, t.role) == (year, role);
        let totals: Vec<_> = view.rent_totals.iter().filter(of_year).collect();
        let mut side = Side::default();
        for (part, sum) in Part::ALL.iter().zip(&mut side.parts) {
            let total = totals.iter().find(|t| t.kind == part.kind() && t.leases > 0);
            let Some(total) = total else { continue };
            let pounds = if part.is_estimated() { total.estimated } else { total.known };
            *sum = pounds.and_then(|p| p.to_penny().pence());
            side.too_large |= sum.is_none();
        }
        if let Some([every, not_in]) = leases.get(&(year, role)) {
            (side.leases, side.not_in) = (every.len(), not_in.len());
        }
        side
    };
    let row = |year| Row { year, sides: SIDES.map(|role| side(year, role)) };
    years.into_iter().map(row).collect()
}

/// Returns the message: what falls due in the first year that is not over.
fn title(view: &View, rows: &[Row]) -> String {
    let last = FinancialYear::last_whole(view.as_of);
    let Some(row) = rows.iter().find(|r| r.year > last).or(rows.last()) else {
        return String::new();
    };
    let sums: Vec<_> = row.sides.iter().zip(DIRECTIONS).filter_map(sum).collect();
    let in_part = row.sides.iter().any(|s| s.not_in > 0 && s.total().is_some());
    let far = if in_part { " where known" } else { "" };
    format!("Leases: {} in {}{far}", sums.join(", "), row.year)
}

fn about(view: &View, all: &[Row], rows: &[Row]) -> Vec<String> {
    let mut about = vec![
        "Sums are shown in the year they fall due, without VAT. Each lease is included to the end of its term; no renewal is assumed."
            .to_owned(),
    ];
    if rows.iter().flat_map(|r| &r.sides).any(has_estimate) {
        let estimated = "Estimated: a market review not yet settled is assumed to reach the estimated rental value.";
        about.push(estimated.to_owned());
    }
    let unknown = view.rent.iter().filter(|line| line.amount.is_err());
    let not_in = unknown.map(|line| line.lease_id.as_str()).collect::<BTreeSet<_>>().len();
    if not_in > 0 {
        let (leases, are) = if not_in == 1 { ("lease", "is") } else { ("leases", "are") };
        let many = capital(&number(not_in));
        about.push(format!(
            "{many} {leases} {are} missing or incomplete in some years, because the sum due is not known; see rent.csv."
        ));
    }
    about.extend(more_than(all.len(), rows.len(), "year"));
    about
}

fn has_estimate(side: &Side) -> bool {
    let estimated = Part::ALL.iter().zip(&side.parts).filter(|(part, _)| part.is_estimated());
    estimated.into_iter().any(|(_, pence)| pence.is_some_and(|p| p != 0))
}

fn sheet(metrics: &FontMetrics, form: Form, title: &str, rows: &[Row], caption: &Caption) -> Sheet {
    let shown = "Rent and service charge of leases by financial year, £ a year";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let used = |at: usize| {
        let mut parts = rows.iter().flat_map(|r| &r.sides).filter_map(|s| s.parts.get(at));
        parts.any(|p| p.is_some_and(|pence| pence != 0))
    };
    let keys: Vec<Key> = Part::ALL
        .into_iter()
        .zip(0..)
        .filter(|(_, at)| used(*at))
        .map(|(part, _)| Key::new(part.words(), move |sheet, area| part.fill(sheet, area)))
        .collect();
    let y = frame::legend(&mut sheet, metrics, y, &keys) + 18.0;

    let most = |side: fn(&Row) -> &Side| rows.iter().map(|r| side(r).pounds()).fold(0.0, f64::max);
    let low = -most(|r| &r.sides[0]);
    let high = most(|r| &r.sides[1]);
    let points = (form.either(140.0, 190.0), form.right() - NOT_IN - 70.0);
    let axis = Axis::over(low, high, 1.0, form.either(6.0, 8.0), points);
    let labels: Vec<_> =
        rows.iter().map(|r| Label { before: String::new(), name: r.year.to_string() }).collect();
    let zero = axis.at(0.0);
    let ways = [
        Line::new("Payable", zero - 10.0, y, 14.0).end(),
        Line::new("Receivable", zero + 10.0, y, 14.0),
    ];
    for (line, drawn) in ways.into_iter().zip([low < 0.0, high > 0.0]) {
        if drawn {
            sheet.text(line.bold());
        }
    }
    let y = y + 4.0;
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v.abs()));
    if rows.iter().flat_map(|r| &r.sides).any(|s| s.not_in > 0) {
        sheet.text(Line::new("Incomplete", form.right() - NOT_IN, y + 14.0, 13.0).colour(GREY));
    }
    for (at, row) in (0..).zip(rows) {
        bar(&mut sheet, &bars, at, row);
    }
    let y = bars.end(&mut sheet, "Rent and service charge (£ a year)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

fn bar(sheet: &mut Sheet, bars: &Bars, at: u32, row: &Row) {
    let y = bars.middle(at);
    let notes: Vec<String> = row.sides.iter().zip(DIRECTIONS).filter_map(not_in).collect();
    for ((side, sign), is_left) in row.sides.iter().zip([-1.0, 1.0]).zip([true, false]) {
        let mut end = 0.0;
        for (part, pence) in Part::ALL.iter().zip(&side.parts) {
            let pence = pence.filter(|p| *p != 0 && !side.too_large);
            let Some(pounds) = pence.map(|p| ratio_term(p) / 100.0) else { continue };
            let area = bars.area(at, sign * end, sign * (end + pounds));
            part.fill(sheet, area);
            end += pounds;
        }
        let x = bars.axis.at(sign * end);
        let line = if is_left {
            Line::new(side.words(), x - 8.0, y + 5.0, 14.0).end()
        } else {
            Line::new(side.words(), x + 8.0, y + 5.0, 14.0)
        };
        sheet.text(if side.total().is_some() { line.bold() } else { line.colour(GREY) });
    }
    let first = if notes.len() > 1 { y - 3.0 } else { y + 4.5 };
    for (note, baseline) in notes.into_iter().zip([first, first + 14.5]) {
        sheet.text(Line::new(note, sheet.form.right() - NOT_IN, baseline, 13.0).colour(BLACK));
    }
}

/// Writes `£394k payable`; nothing without leases.
fn sum((side, direction): (&Side, &str)) -> Option<String> {
    let words = match side.total() {
        Some(pence) => format!("{} {direction}", pounds_short(pence)),
        None => format!("{direction} not known"),
    };
    (side.leases > 0).then_some(words)
}

/// Writes how many leases are not, or not wholly, in a sum.
fn not_in((side, direction): (&Side, &str)) -> Option<String> {
    (side.not_in > 0).then(|| format!("{} of {} {direction}", side.not_in, side.leases))
}

/// A side of a year, with its direction.
type Drawn<'a> = (FinancialYear, &'a Side, &'static str);

fn drawn<'a>(rows: &'a [Row]) -> impl Iterator<Item = Drawn<'a>> {
    let sides = |row: &'a Row| row.sides.iter().zip(DIRECTIONS).map(|(s, way)| (row.year, s, way));
    rows.iter().flat_map(sides).filter(|(_, side, _)| side.leases > 0)
}

chart_table! {
    /// the bars of the chart of rent by year
    RentByYearChart: file "charts/rent_by_year.csv", key ["financial_year", "direction"];
    rows row: Drawn<'a>;
    "financial_year", "Financial year", Year, "", Restricted,
        "the year in which it falls due" = row.0;
    "direction", "Direction", Text, "", Restricted,
        "`payable` or `receivable`" = row.2;
    "rent_known", "Rent", Money, "£", Restricted,
        "rent that the leases tell; empty is not known of any" = row.1.parts[0];
    "rent_estimated", "Rent, estimated", Money, "£", Restricted,
        "rent that is estimated" = row.1.parts[1];
    "service_charge_known", "Service charge", Money, "£", Restricted,
        "service charge that the leases tell" = row.1.parts[2];
    "service_charge_estimated", "Service charge, estimated", Money, "£", Restricted,
        "service charge that is estimated" = row.1.parts[3];
    "leases", "Leases", Whole, "leases", Restricted,
        "leases of which anything falls due" = row.1.leases;
    "leases_not_wholly_in", "Leases incomplete", Whole, "leases", Restricted,
        "those of them of which rent or service charge is not known" = row.1.not_in;
}

/// Returns the message and the first years in sentences.
fn text(title: &str, rows: &[Row], caption: &Caption) -> String {
    const DESCRIBED: usize = 6;
    let mut out = vec![
        format!("{title}."),
        "Bar chart of rent and service charge by financial year: payable to the left, receivable to \
         the right."
            .to_owned(),
    ];
    out.extend(rows.iter().take(DESCRIBED).map(|row| {
        let side = |(side, direction): (&Side, &'static str)| {
            let mut words = sum((side, direction))?;
            if has_estimate(side) {
                words.push_str(" (in part estimated)");
            }
            let not_in = not_in((side, direction)).map(|n| format!(", {n} incomplete"));
            Some(words + &not_in.unwrap_or_default())
        };
        let sides: Vec<_> = row.sides.iter().zip(DIRECTIONS).filter_map(side).collect();
        format!("{}: {}.", row.year, sides.join("; "))
    }));
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::{super::samples, *};

    fn drawn(view: &View) -> Option<Chart> {
        samples::drawn(charts, view).pop()
    }

    #[test]
    fn a_title_says_what_falls_due_in_the_first_year_that_is_not_over() {
        let mut view = samples::rents(3);
        assert_eq!(
            drawn(&view).unwrap().title,
            "Leases: £394k payable, £20k receivable in 2020/21 where known"
        );
        view.rent.retain(|line| line.amount.is_ok());
        view.rent.retain(|line| line.role == Role::Tenant);
        assert_eq!(drawn(&view).unwrap().title, "Leases: £394k payable in 2020/21");
    }

    #[test]
    fn what_is_not_known_is_no_zero() {
        let mut view = samples::rents(2);
        for total in view.rent_totals.iter_mut().filter(|t| t.role == Role::Landlord) {
            total.leases = 0;
        }
        let chart = drawn(&view).unwrap();
        assert_eq!(
            chart.title,
            "Leases: £394k payable, receivable not known in 2020/21 where known"
        );
        assert!(chart.numbers.csv.contains("2020/21,receivable,,,,,3,1"), "{}", chart.numbers.csv);
        for total in &mut view.rent_totals {
            total.leases = 0;
        }
        assert!(drawn(&view).is_none());
        assert!(drawn(&samples::view(5)).is_none());
    }

    #[test]
    fn the_leases_that_are_not_wholly_in_a_year_are_written() {
        let chart = drawn(&samples::rents(2)).unwrap();
        assert!(
            chart
                .text
                .contains("2020/21: £394k payable (in part estimated), 5 of 12 payable incomplete"),
            "{}",
            chart.text
        );
        assert!(samples::words(&chart.sheet).contains("5 of 12 payable"));
    }
}
