//! How the numbers of a column are written, judged by the column as a whole: every way in judges alike.
//!
//! `1,909` is 1909, or 1.909 where commas are decimal; `2.000` is two, or two thousand where points part
//! thousands. One reading is taken where the column's other numbers leave room for one only.

use rust_decimal::Decimal;

use super::{
    number::{self, DecimalMark, Number},
    schema::ColumnKind,
    unit::Turned,
};
use crate::policy::{FigureName, Policy};

/// What the cells of a column show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manner {
    /// The unit that its numbers are in; empty where none is known.
    unit: &'static str,
    /// Cells with a decimal comma, and the first of them.
    pub commas: usize,
    /// The first text with a decimal comma; empty if there is none.
    pub first: String,
    /// Whether a decimal point is shown.
    pub points: bool,
    /// Whether a cell could be two numbers.
    pub either: bool,
    /// Whether a comma is shown to part thousands, as in `1,234.5`.
    grouped: bool,
    /// Whether a number with a fraction, and one with three decimals or more, is shown.
    fractions: bool,
    thousandths: bool,
    /// The least and the largest of the numbers that can be read one way only, zero and sign aside.
    sizes: Option<(Decimal, Decimal)>,
    /// Whether another column of the table shows decimal commas, and no column a decimal point.
    beside: bool,
}

/// Which of its two readings a cell has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meant {
    /// The mark is the decimal point or comma.
    Decimal,
    /// The mark parts thousands.
    Thousands,
    /// Both fit, or neither: the cell is not read.
    Questioned,
}

impl Manner {
    /// Begins with a column of a unit of which no cell was seen yet.
    pub fn of(unit: &'static str) -> Self {
        Self { unit, ..Self::default() }
    }

    /// Returns the size of a number in the column's unit, if it names another that turns into it.
    fn size(&self, number: &Number) -> Decimal {
        let turned = number.unit.and_then(|unit| unit.turned(number.value, self.unit));
        let value = match turned {
            Some(Turned::Own(value) | Turned::Converted(value)) => value,
            None => number.value,
        };
        value.abs()
    }

    /// Takes a cell of the column into account.
    pub fn see(&mut self, text: &str) {
        let text = text.trim();
        let mark = match number::decimal_mark(text) {
            None => return,
            Some(DecimalMark::Either) => {
                self.either = true;
                return;
            }
            Some(DecimalMark::Comma) => {
                self.commas += 1;
                if self.first.is_empty() {
                    text.clone_into(&mut self.first);
                }
                ','
            }
            Some(DecimalMark::Point) => {
                self.points = true;
                self.grouped |= text.contains(',');
                '.'
            }
            Some(DecimalMark::Any) => '.',
        };
        let Some(number) = number::with_mark(text, mark) else { return };
        let value = self.size(&number);
        self.fractions |= number.value.normalize().scale() > 0;
        // Zeros at the end count: `0.210` has three decimals.
        self.thousandths |= number.value.scale() >= 3;
        if !value.is_zero() {
            let (least, most) = self.sizes.unwrap_or((value, value));
            self.sizes = Some((least.min(value), most.max(value)));
        }
    }

    /// Adds what the next cells of the same column show.
    pub fn append(&mut self, next: Self) {
        self.commas += next.commas;
        if self.first.is_empty() {
            self.first = next.first;
        }
        self.points |= next.points;
        self.either |= next.either;
        self.grouped |= next.grouped;
        self.fractions |= next.fractions;
        self.thousandths |= next.thousandths;
        self.sizes = match (self.sizes, next.sizes) {
            (Some((least, most)), Some((other, another))) => {
                Some((least.min(other), most.max(another)))
            }
            (one, other) => one.or(other),
        };
    }

    /// Says that another column of the table shows decimal commas, and none a decimal point.
    pub fn beside_commas(&mut self) {
        self.beside = true;
    }

    /// Tells whether any cell of the column needs a judgement.
    pub fn is_in_question(&self, kind: ColumnKind) -> bool {
        self.either && (self.commas > 0 || self.beside || (self.fractions && sized(kind)))
    }

    /// Tells which reading a cell that could be two numbers has.
    ///
    /// Without decimal commas in or beside the column, a point is a decimal point, and a comma parts thousands:
    /// of pounds and counts always, of other numbers unless fractions stand in the column and the number would
    /// be out of all proportion to them. Proportion is the policy's: so many times the largest, or under the
    /// least. A comma is the decimal one only where the column shows such commas, or three decimals.
    pub fn meant(&self, text: &str, kind: ColumnKind, policy: &Policy) -> Meant {
        let is_comma = text.contains(',');
        let usual = if is_comma { Meant::Thousands } else { Meant::Decimal };
        let commas = self.commas > 0 || self.beside;
        if !(commas || is_comma && self.fractions && sized(kind)) {
            return usual;
        }
        let Some((least, most)) = self.sizes else { return Meant::Questioned };
        let times = policy.figure(FigureName::CommaFitsTimes);
        let fits = |mark: char| {
            let Some(number) = number::with_mark(text.trim(), mark) else { return false };
            let size = self.size(&number);
            let within = size.checked_mul(times).is_none_or(|size| size >= least);
            within && most.checked_mul(times).is_none_or(|most| size <= most)
        };
        let (decimal, thousands) = if is_comma { (',', '.') } else { ('.', ',') };
        // A reading must also be one that the column itself shows.
        let shows_thousands = if is_comma { !commas || self.grouped } else { commas };
        let shows_decimal = match is_comma {
            true => commas || self.thousandths,
            false => !commas || self.points,
        };
        match (fits(thousands), fits(decimal)) {
            (true, false) if shows_thousands => Meant::Thousands,
            (false, true) if shows_decimal => Meant::Decimal,
            // A column of numbers from 1 up, none with three decimals, is of no such thing as hectares.
            (true, true) if !commas && (self.grouped || self.is_coarse(least)) => Meant::Thousands,
            _ => Meant::Questioned,
        }
    }

    fn is_coarse(&self, least: Decimal) -> bool {
        !self.thousandths && least >= Decimal::ONE
    }
}

/// Tells whether numbers of a kind have decimals beyond the second: pounds and counts have not.
const fn sized(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Number(_)
            | ColumnKind::Above(_)
            | ColumnKind::Signed(..)
            | ColumnKind::Share(..)
    )
}

/// Returns the two numbers that a text could be, as `2 or 2000`.
pub(crate) fn two_readings(text: &str) -> Option<String> {
    let read = |mark| number::with_mark(text.trim(), mark).map(|number| number.value.normalize());
    Some(format!("{} or {}", read('.')?, read(',')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: ColumnKind = ColumnKind::Number(100_000);

    #[rstest::rstest]
    // 1909 hectares beside a fifth of one: 1.909.
    #[case::hectares(&["0.214", "1.5"], "1,909", AREA, Meant::Decimal)]
    // 3.5 and 3500 both lie within ten times what is there.
    #[case::both_fit(&["0.214", "350.5"], "3,500", AREA, Meant::Questioned)]
    #[case::neither_fits(&["85.5", "120"], "9,450", AREA, Meant::Questioned)]
    #[case::square_metres(&["85.5", "820"], "1,234", AREA, Meant::Thousands)]
    #[case::hut_of_square_metres(&["9.5", "820"], "1,234", AREA, Meant::Thousands)]
    #[case::thousands_shown(&["0.5", "1,234.5"], "1,234", AREA, Meant::Thousands)]
    #[case::whole_numbers(&["85", "120"], "9,450", AREA, Meant::Thousands)]
    #[case::alone(&[], "1,909", AREA, Meant::Thousands)]
    #[case::feet(&["85.5", "11800"], "127,014 sq ft", AREA, Meant::Thousands)]
    #[case::pounds(&["0.50", "12"], "1,909", ColumnKind::Money, Meant::Thousands)]
    #[case::counts(&["2", "12"], "1,909", ColumnKind::Whole(100_000), Meant::Thousands)]
    #[case::point(&["0.5", "12"], "2.000", AREA, Meant::Decimal)]
    #[case::commas(&["184,5", "12"], "2.000", AREA, Meant::Questioned)]
    #[case::point_beside_commas(&["0,214", "12,5"], "1.909", AREA, Meant::Questioned)]
    #[case::points_and_commas(&["0,214", "0.350"], "1.909", AREA, Meant::Decimal)]
    #[case::commas_and_hectares(&["0,214", "1,5"], "1,909", AREA, Meant::Decimal)]
    #[case::commas_of_pounds(&["184,50", "912,25"], "2.000", ColumnKind::Money, Meant::Thousands)]
    fn a_cell_is_judged_by_its_column(
        #[case] others: &[&str],
        #[case] text: &str,
        #[case] kind: ColumnKind,
        #[case] meant: Meant,
    ) {
        let mut manner = Manner::of("m²");
        others.iter().chain([&text]).for_each(|text| manner.see(text));
        assert_eq!(manner.meant(text, kind, &Policy::default_policy().unwrap()), meant);
    }

    #[test]
    fn a_column_beside_one_of_decimal_commas_is_questioned() {
        let policy = Policy::default_policy().unwrap();
        let mut manner = Manner::of("m²");
        manner.see("2.000");
        assert_eq!(manner.meant("2.000", AREA, &policy), Meant::Decimal);
        manner.beside_commas();
        assert_eq!(manner.meant("2.000", AREA, &policy), Meant::Questioned);
        assert_eq!(two_readings("2.000").as_deref(), Some("2 or 2000"));
    }
}
