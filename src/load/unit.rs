//! Units that people write behind a number, and what turns one into another.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::model::folded;

/// Square metres in a square foot, exactly: 0.3048² (Weights and Measures Act 1985, schedule 1).
const M2_IN_FT2: Decimal = Decimal::from_parts(9_290_304, 0, 0, false, 8);
/// Hectares in an acre, exactly: 4,840 × 0.9144² ÷ 10,000 (Weights and Measures Act 1985, schedule 1).
const HA_IN_ACRE: Decimal = Decimal::from_parts(1_813_858_560, 9, 0, false, 11);
/// Square metres in a hectare.
const M2_IN_HA: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// A unit that stands behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StatedUnit {
    /// m².
    SquareMetres,
    /// ft².
    SquareFeet,
    /// Hectares.
    Hectares,
    /// Acres.
    Acres,
    /// An amount for each year.
    AYear,
    /// An amount for each year and m².
    AYearPerM2,
    /// An amount for each of something else: a week, a month, a ft².
    PerOther,
    /// Degrees of an angle.
    Degrees,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// The words of each unit, folded: lower case, without blanks and points.
const WORDS: &[(StatedUnit, &[&str])] = &[
    (
        StatedUnit::SquareMetres,
        &[
            "m2",
            "m²",
            "sqm",
            "sqms",
            "sqmt",
            "sqmtr",
            "sqmtrs",
            "sqmetre",
            "sqmetres",
            "sqmeter",
            "sqmeters",
            "squaremetre",
            "squaremetres",
            "msq",
            "m^2",
        ],
    ),
    (
        StatedUnit::SquareFeet,
        &["ft2", "ft²", "sqft", "sqfeet", "sqfoot", "squarefeet", "squarefoot", "sf", "ft^2"],
    ),
    (StatedUnit::Hectares, &["ha", "has", "hectare", "hectares"]),
    (StatedUnit::Acres, &["ac", "acre", "acres"]),
    (StatedUnit::AYear, &["pa", "perannum", "peryear", "ayear", "/year", "/annum", "/yr"]),
    (
        StatedUnit::AYearPerM2,
        &["psm", "psmpa", "perm2", "perm²", "/m2", "/m²", "persqm", "/sqm", "persquaremetre"],
    ),
    (
        StatedUnit::PerOther,
        &[
            "pcm",
            "pm",
            "permonth",
            "amonth",
            "/month",
            "pw",
            "perweek",
            "aweek",
            "/week",
            "pq",
            "perquarter",
            "aquarter",
            "/quarter",
            "perday",
            "aday",
            "/day",
            "psf",
            "perft2",
            "perft²",
            "/ft2",
            "/ft²",
            "persqft",
            "/sqft",
            "persquarefoot",
        ],
    ),
    (StatedUnit::Degrees, &["°", "deg", "degrees"]),
    (StatedUnit::Hours, &["hour", "hours", "hr", "hrs"]),
    (StatedUnit::Days, &["day", "days"]),
    (StatedUnit::Weeks, &["week", "weeks", "wk", "wks"]),
    (StatedUnit::Months, &["month", "months", "mth", "mths"]),
    (StatedUnit::Years, &["year", "years", "yr", "yrs"]),
];

/// Returns every word of a unit, folded.
pub(crate) fn all_words() -> impl Iterator<Item = &'static str> {
    WORDS.iter().flat_map(|(_, words)| words.iter().copied())
}

/// Returns the words of a column's own unit, folded.
pub(crate) fn own_words(column: &str) -> impl Iterator<Item = &'static str> {
    let is_own =
        |unit: StatedUnit| matches!(unit.turned(Decimal::ONE, column), Some(Turned::Own(_)));
    let own = WORDS.iter().filter(move |(unit, _)| is_own(*unit));
    own.flat_map(|(_, words)| words.iter().copied())
}

/// A number in the unit of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turned {
    /// The unit named is the column's own.
    Own(Decimal),
    /// Another was named, which turns into the column's exactly; rounded once.
    Converted(Decimal),
}

impl StatedUnit {
    /// Finds the unit that a text names; `None` when it is none.
    pub(crate) fn named(text: &str) -> Option<Self> {
        let word: String = folded(text).chars().filter(|c| !matches!(c, '.' | ',')).collect();
        let named = WORDS.iter().find(|(_, words)| words.contains(&word.as_str()));
        named.map(|(unit, _)| *unit)
    }

    /// Turns a number of this unit into that of a column; `None` when nothing turns the one into the other.
    pub(crate) fn turned(self, value: Decimal, column: &str) -> Option<Turned> {
        let own = match (self, column) {
            (Self::SquareMetres, "m²")
            | (Self::Hectares, "ha")
            | (Self::AYear, "£ a year")
            | (Self::AYearPerM2, "£ a year per m²")
            | (Self::Degrees, "degrees")
            | (Self::Hours, "hours")
            | (Self::Days, "days")
            | (Self::Weeks, "weeks")
            | (Self::Months, "months")
            | (Self::Years, "years") => true,
            (Self::SquareMetres | Self::SquareFeet | Self::Hectares | Self::Acres, "m²" | "ha") => {
                false
            }
            _ => return None,
        };
        if own {
            return Some(Turned::Own(value));
        }
        self.area_in(value, column).map(Turned::Converted)
    }

    /// Turns an area into m² rounded to 0.001, or into hectares rounded to 0.0001; `None` beyond what a decimal
    /// holds, or of what is no area.
    pub(crate) fn area_in(self, value: Decimal, column: &str) -> Option<Decimal> {
        let round = |value: Decimal, places: u32| {
            value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize()
        };
        let times = |factor: Decimal| value.checked_mul(factor);
        Some(match (self, column) {
            (Self::SquareFeet, "ha") => round(times(M2_IN_FT2)?.checked_div(M2_IN_HA)?, 4),
            (Self::SquareFeet, _) => round(times(M2_IN_FT2)?, 3),
            (Self::Acres, "ha") => round(times(HA_IN_ACRE)?, 4),
            (Self::Acres, _) => round(times(HA_IN_ACRE)?.checked_mul(M2_IN_HA)?, 3),
            (Self::SquareMetres, "ha") => round(value.checked_div(M2_IN_HA)?, 4),
            (Self::Hectares, "m²") => round(times(M2_IN_HA)?, 3),
            (Self::SquareMetres | Self::Hectares, _) => value,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factors_are_those_of_the_act() {
        assert_eq!(M2_IN_FT2.to_string(), "0.09290304");
        assert_eq!(HA_IN_ACRE.to_string(), "0.40468564224");
    }

    /// 4,500 × 0.09290304 = 418.06368; 420 ÷ 10,000 = 0.042; 0.5 × 10,000 = 5,000.
    #[rstest::rstest]
    #[case(StatedUnit::SquareFeet, "4500", "m²", Some(Turned::Converted("418.064".parse().unwrap())))]
    #[case(StatedUnit::SquareMetres, "420", "ha", Some(Turned::Converted("0.042".parse().unwrap())))]
    #[case(StatedUnit::Hectares, "0.5", "m²", Some(Turned::Converted("5000".parse().unwrap())))]
    #[case(StatedUnit::SquareMetres, "420", "m²", Some(Turned::Own("420".parse().unwrap())))]
    #[case(StatedUnit::AYear, "25000", "£ a year", Some(Turned::Own("25000".parse().unwrap())))]
    #[case(StatedUnit::PerOther, "2000", "£ a year", None)]
    #[case(StatedUnit::AYear, "25000", "£", None)]
    #[case(StatedUnit::Months, "6", "years", None)]
    fn a_named_unit_is_the_columns_or_turns_into_it(
        #[case] unit: StatedUnit,
        #[case] value: &str,
        #[case] column: &str,
        #[case] turned: Option<Turned>,
    ) {
        assert_eq!(unit.turned(value.parse().unwrap(), column), turned);
    }
}
