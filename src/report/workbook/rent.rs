//! Rent and service charge as finance officers lay them out: a line a lease, kind and prices, a column a year.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Formula, Worksheet, XlsxError, utility::row_col_to_cell};

use super::{
    LINE_HEIGHT, Styles,
    looks::{self, Records},
    writable,
};
use crate::{
    edition::{PaymentKind, RentRow, RentState, View},
    model::{FinancialYear, Money, Prices, Role},
    wording::{capital, payment},
};

/// What stands before the years.
const HEADINGS: [(&str, f64); 5] =
    [("Direction", 14.0), ("Site", 14.0), ("Lease", 14.0), ("Other side", 34.0), ("What", 30.0)];
/// The column of the first year.
const FIRST: u16 = 5;
/// Stands where a sum falls due that is not known.
const NOT_KNOWN: &str = "not known";

/// The sums of one lease, kind and prices by year.
type Years<'a> = BTreeMap<FinancialYear, &'a RentRow>;

/// Writes the sheet; returns how many lines it has, written or not.
pub(super) fn fill(
    sheet: &mut Worksheet,
    view: &View,
    styles: &Styles,
    most: u32,
) -> Result<u32, XlsxError> {
    let years: BTreeSet<FinancialYear> = view.rent.iter().map(|line| line.year).collect();
    let years: Vec<FinancialYear> = years.into_iter().collect();
    for ((heading, width), at) in HEADINGS.into_iter().zip(0_u16..) {
        sheet.write_string_with_format(0, at, heading, &styles.header)?;
        sheet.set_column_width(at, width)?;
    }
    for (year, at) in years.iter().zip(FIRST..) {
        sheet.write_string_with_format(0, at, year.to_string(), &styles.header)?;
        sheet.set_column_width(at, 13)?;
    }
    sheet.set_row_height(0, LINE_HEIGHT * 2.0)?;
    let (mut row, mut all) = (1, 0_u32);
    let mut totals = Vec::new();
    for role in [Role::Tenant, Role::Landlord] {
        let direction = role.direction();
        let lines = lines(view, role);
        all = all.saturating_add(u32::try_from(lines.len()).unwrap_or(u32::MAX));
        if lines.is_empty() {
            continue;
        }
        let first = row;
        let mut sums = vec![Some(Money::ZERO); years.len()];
        for line in lines.values() {
            if row > most {
                break;
            }
            write_line(sheet, row, line, &years, styles)?;
            for (sum, year) in sums.iter_mut().zip(&years) {
                let more = line.get(year).and_then(|l| l.amount.ok()).unwrap_or(Money::ZERO);
                *sum = sum.and_then(|sum| sum.checked_add(more));
            }
            row += 1;
        }
        let label = format!("{}, known and estimated", capital(direction));
        let of = |at: u16| {
            format!("=SUM({}:{})", row_col_to_cell(first, at), row_col_to_cell(row - 1, at))
        };
        write_total(sheet, row, &label, &sums, of, styles)?;
        totals.push((row, sums));
        row += 1;
    }
    if let [(payable, out), (receivable, back)] = totals.as_slice() {
        let net = |(out, back): (&Option<Money>, &Option<Money>)| (*out)?.checked_sub((*back)?);
        let sums: Vec<Option<Money>> = out.iter().zip(back).map(net).collect();
        let of = |at: u16| {
            format!("={}-{}", row_col_to_cell(*payable, at), row_col_to_cell(*receivable, at))
        };
        write_total(sheet, row, "Payable less receivable", &sums, of, styles)?;
        row += 1;
    }
    let headings = HEADINGS.iter().map(|(heading, _)| (*heading).to_owned());
    let headings: Vec<String> = headings.chain(years.iter().map(ToString::to_string)).collect();
    looks::mark(sheet, ("Rent by year", Records::AsTheyStand), (0, row - 1), &headings, styles)?;
    sheet.set_freeze_panes(1, FIRST)?.set_repeat_rows(0, 0)?;
    Ok(all)
}

/// What the sums of a line are of: site, lease, kind and prices.
type Of<'a> = (&'a str, &'a str, PaymentKind, Prices);

/// Returns the lines of a direction in order; a year with a review has a sum in cash and one at today's prices.
fn lines<'a>(view: &'a View, role: Role) -> BTreeMap<Of<'a>, Years<'a>> {
    let mut lines: BTreeMap<_, Years<'_>> = BTreeMap::new();
    for line in view.rent.iter().filter(|line| line.role == role) {
        let key = (line.site_id.as_str(), line.lease_id.as_str(), line.kind, line.prices);
        lines.entry(key).or_default().insert(line.year, line);
    }
    lines
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    line: &Years<'_>,
    years: &[FinancialYear],
    styles: &Styles,
) -> Result<(), XlsxError> {
    let Some(any) = line.values().next() else { return Ok(()) };
    let way = capital(any.role.direction());
    let mut kind = capital(payment(any.kind));
    if any.prices == Prices::Today {
        kind.push_str(", today's prices");
    }
    let words = [&way, &any.site_id, &any.lease_id, &any.counterparty, &kind];
    for (words, at) in words.into_iter().zip(0_u16..) {
        sheet.write_string_with_format(row, at, writable(words), &styles.text)?;
    }
    for (year, at) in years.iter().zip(FIRST..) {
        let Some(due) = line.get(year) else { continue };
        let style =
            if due.state == RentState::Estimated { &styles.estimated } else { &styles.pounds };
        match due.amount.ok().and_then(number) {
            Some(amount) => sheet.write_number_with_format(row, at, amount, style)?,
            None => sheet.write_string_with_format(row, at, NOT_KNOWN, &styles.not_known)?,
        };
    }
    Ok(())
}

/// Writes a line of formulas with the results that they have.
fn write_total(
    sheet: &mut Worksheet,
    row: u32,
    label: &str,
    sums: &[Option<Money>],
    of: impl Fn(u16) -> String,
    styles: &Styles,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, label, &styles.total_label)?;
    for at in 1..FIRST {
        sheet.write_blank(row, at, &styles.total_label)?;
    }
    for (sum, at) in sums.iter().zip(FIRST..) {
        let result = sum.map(|s| s.to_penny().to_string()).unwrap_or_default();
        let formula = Formula::new(of(at)).set_result(result);
        sheet.write_formula_with_format(row, at, formula, &styles.total)?;
    }
    Ok(())
}

fn number(sum: Money) -> Option<f64> {
    sum.to_string().parse().ok()
}
