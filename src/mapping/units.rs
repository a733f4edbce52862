//! The units that a mapping states, turned to those of the schema.

use rust_decimal::{Decimal, RoundingStrategy};

use super::recipe::SourceUnit;
use crate::load::{self, number_of, schema::SchemaColumn};

/// Returns the unit of an area that a mapping states.
pub(super) const fn area(unit: SourceUnit) -> Option<load::StatedUnit> {
    match unit {
        SourceUnit::SquareMetres => Some(load::StatedUnit::SquareMetres),
        SourceUnit::SquareFeet => Some(load::StatedUnit::SquareFeet),
        SourceUnit::Hectares => Some(load::StatedUnit::Hectares),
        SourceUnit::Acres => Some(load::StatedUnit::Acres),
        _ => None,
    }
}

/// Returns the pounds in a unit of money.
pub(super) const fn pounds_in(unit: SourceUnit) -> Option<Decimal> {
    match unit {
        SourceUnit::Pounds => Some(Decimal::ONE),
        SourceUnit::ThousandPounds => Some(Decimal::ONE_THOUSAND),
        SourceUnit::MillionPounds => Some(Decimal::from_parts(1_000_000, 0, 0, false, 0)),
        _ => None,
    }
}

/// Converts to the unit of a column of the schema, rounded once: m² to 0.001, ha to 0.0001, money to the penny.
pub(super) fn in_units(
    value: Decimal,
    unit: Option<SourceUnit>,
    column: &SchemaColumn,
) -> Option<String> {
    let to_penny = |value: Decimal| {
        value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()
    };
    let times = |factor: Decimal| value.checked_mul(factor);
    let converted = match unit {
        Some(SourceUnit::Pounds) if value.scale() <= 2 => value,
        Some(
            unit @ (SourceUnit::Pounds | SourceUnit::ThousandPounds | SourceUnit::MillionPounds),
        ) => to_penny(times(pounds_in(unit)?)?),
        Some(SourceUnit::Fraction) => times(Decimal::ONE_HUNDRED)?.normalize(),
        Some(unit) => match area(unit) {
            Some(area) => area.area_in(value, column.unit)?,
            None => value,
        },
        None => value,
    };
    Some(converted.to_string())
}

/// Returns a per cent of an amount, rounded to 0.001; `None` where either is no number.
pub(super) fn per_cent_of(percent: &str, whole: &str) -> Option<String> {
    let share = number_of(percent)?.checked_div(Decimal::ONE_HUNDRED)?;
    let part = share.checked_mul(number_of(whole)?)?;
    let rounded = part.round_dp_with_strategy(3, RoundingStrategy::MidpointAwayFromZero);
    Some(rounded.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("100", SourceUnit::SquareFeet, "gia_m2", "9.29")]
    #[case("0.5", SourceUnit::Hectares, "gia_m2", "5000")]
    #[case("2.5", SourceUnit::Acres, "gia_m2", "10117.141")]
    #[case("12.5", SourceUnit::SquareMetres, "gia_m2", "12.5")]
    #[case("2.5", SourceUnit::Acres, "site_area_ha", "1.0117")]
    #[case("100000", SourceUnit::SquareFeet, "site_area_ha", "0.929")]
    #[case("4250", SourceUnit::SquareMetres, "site_area_ha", "0.425")]
    #[case("0.42", SourceUnit::Hectares, "site_area_ha", "0.42")]
    #[case("35", SourceUnit::ThousandPounds, "book_value", "35000")]
    #[case("1.2345", SourceUnit::MillionPounds, "book_value", "1234500")]
    #[case("1.333333", SourceUnit::Pounds, "book_value", "1.33")]
    #[case("1.50", SourceUnit::Pounds, "book_value", "1.50")]
    #[case("0.85", SourceUnit::Fraction, "occupied_m2", "85")]
    fn units_are_turned_to_those_of_the_schema(
        #[case] text: &str,
        #[case] unit: SourceUnit,
        #[case] column: &str,
        #[case] shown: &str,
    ) {
        let sites = crate::load::schema::TABLES.iter().find(|table| table.name == "sites").unwrap();
        let column = sites.column(column).unwrap();
        assert_eq!(in_units(text.parse().unwrap(), Some(unit), column).as_deref(), Some(shown));
    }

    #[test]
    fn a_per_cent_of_an_area_is_an_area() {
        assert_eq!(per_cent_of("45.5", "1000").as_deref(), Some("455"));
        assert_eq!(per_cent_of("n/a", "1000"), None);
    }
}
