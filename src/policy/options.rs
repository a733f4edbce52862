//! Multipliers of business rates by year, and the principles of a body that states them in its policy.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{date_of, decimal_of, unknown_keys, wrong},
};
use crate::model::{Date, FinancialYear, Money, Principle, Use};

/// What is payable a year per pound of rateable value, by financial year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatesMultipliers {
    /// Small, standard and high value.
    years: BTreeMap<FinancialYear, [Decimal; 3]>,
    /// The first year in which the small multiplier holds for empty property too.
    small_if_empty_from: FinancialYear,
    /// Uses whose empty buildings have the longer free months.
    industrial: Vec<Use>,
    /// On what they rest.
    pub source: String,
    /// When they should be looked at again.
    pub verify_by: Option<Date>,
}

impl RatesMultipliers {
    pub(super) fn read(table: &Table) -> Result<Self, PolicyError> {
        let keys = ["multipliers", "small_if_empty_from", "industrial_uses", "source", "verify_by"];
        unknown_keys("rates", table, &keys)?;
        let entry = "rates.multipliers";
        let expected = "rows of year, small, standard and high value such as [\"2026/27\", \"0.432\", \"0.480\", \"0.508\"]";
        let refused = |found: &Value| wrong(entry, found, expected);
        let rows = table.get("multipliers").and_then(Value::as_array);
        let rows = rows.ok_or_else(|| wrong(entry, "nothing", expected))?;
        let mut years = BTreeMap::new();
        for row in rows {
            let [year, small, standard, high] = row.as_array().map_or(&[][..], Vec::as_slice)
            else {
                return Err(refused(row));
            };
            let year = year.as_str().and_then(FinancialYear::read).ok_or_else(|| refused(row))?;
            let rate = |value| {
                let (rate, _) = decimal_of(entry, value)?;
                let sound = (Decimal::ZERO..=Decimal::TEN).contains(&rate);
                if sound { Ok(rate) } else { Err(refused(row)) }
            };
            years.insert(year, [rate(small)?, rate(standard)?, rate(high)?]);
        }
        if years.is_empty() {
            return Err(wrong(entry, "nothing", expected));
        }
        let (entry, expected) =
            ("rates.small_if_empty_from", "a financial year such as \"2024/25\"");
        let first = table.get("small_if_empty_from");
        let small_if_empty_from =
            first.and_then(Value::as_str).and_then(FinancialYear::read).ok_or_else(|| {
                wrong(entry, first.map_or_else(String::new, Value::to_string), expected)
            })?;
        let source = table.get("source").and_then(Value::as_str).unwrap_or_default().to_owned();
        let verify_by = table.get("verify_by").and_then(date_of);
        Ok(Self { years, small_if_empty_from, industrial: industrial(table)?, source, verify_by })
    }

    /// Returns the multiplier of a year for a rateable value.
    ///
    /// A year outside the table takes the nearest: [`RatesMultipliers::covers`] tells. `small_below` and
    /// `high_from` are rateable values.
    #[must_use]
    pub fn of(
        &self,
        year: FinancialYear,
        rateable_value: Money,
        small_below: Money,
        high_from: Money,
    ) -> Option<Decimal> {
        let at = self.years.range(..=year).next_back().or_else(|| self.years.first_key_value());
        let (_, [small, standard, high]) = at?;
        Some(if rateable_value < small_below {
            *small
        } else if rateable_value >= high_from {
            *high
        } else {
            *standard
        })
    }

    /// Returns the multiplier of a year for an empty building; as [`RatesMultipliers::of`] for the rest.
    ///
    /// Before the policy's first year of it the small multiplier is for occupied property alone, and a small empty
    /// building pays by the standard one.
    #[must_use]
    pub fn of_empty(
        &self,
        year: FinancialYear,
        rateable_value: Money,
        small_below: Money,
        high_from: Money,
    ) -> Option<Decimal> {
        let small_below = if year < self.small_if_empty_from { Money::ZERO } else { small_below };
        self.of(year, rateable_value, small_below, high_from)
    }

    /// Tells whether empty buildings of a use have the longer free months.
    #[must_use]
    pub fn is_industrial(&self, site_use: Use) -> bool {
        self.industrial.contains(&site_use)
    }

    /// Tells whether a year has a row of its own.
    #[must_use]
    pub fn covers(&self, year: FinancialYear) -> bool {
        self.years.contains_key(&year)
    }
}

fn industrial(table: &Table) -> Result<Vec<Use>, PolicyError> {
    let entry = "rates.industrial_uses";
    let expected = "a list of uses of sites such as [\"workshop\", \"stores\"]";
    let list = table.get("industrial_uses").and_then(Value::as_array);
    let list = list.ok_or_else(|| wrong(entry, "nothing", expected))?;
    let read = |value: &Value| value.as_str().and_then(Use::read);
    list.iter().map(|value| read(value).ok_or_else(|| wrong(entry, value, expected))).collect()
}

/// What is said with every recommendation to sell: on what evidence a price is the best there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BestValue {
    /// In the body's words; empty when nothing is to be said.
    pub words: String,
    /// On what they rest.
    pub source: String,
}

impl BestValue {
    pub(super) fn read(table: &Table) -> Result<Self, PolicyError> {
        unknown_keys("disposal", table, &["best_value", "source"])?;
        let text = |key: &str| match table.get(key) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.trim().to_owned()),
            Some(other) => Err(wrong(&format!("disposal.{key}"), other, "text")),
        };
        Ok(Self { words: text("best_value")?, source: text("source")? })
    }
}

/// Reads every principle, in the order of the file.
pub(super) fn principles(table: &Table) -> Result<Vec<Principle>, PolicyError> {
    let Some(list) = table.get("principle") else { return Ok(Vec::new()) };
    let expected = "[[principle]] tables with id, words and source";
    let list = list.as_array().ok_or_else(|| wrong("principle", list, expected))?;
    list.iter().map(|value| principle(value, expected)).collect()
}

fn principle(value: &Value, expected: &str) -> Result<Principle, PolicyError> {
    let fields = value.as_table().ok_or_else(|| wrong("principle", value, expected))?;
    let known = [
        "id",
        "words",
        "source",
        "criteria",
        "gates",
        "serves",
        "breaches",
        "only_with_public_counter",
    ];
    unknown_keys("principle", fields, &known)?;
    let text = |key: &str| {
        let found = fields.get(key).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| wrong(&format!("principle.{key}"), "nothing", "text"))
    };
    let list = |key: &str| {
        let refused = |found: &Value| wrong(&format!("principle.{key}"), found, "a list of texts");
        let Some(found) = fields.get(key) else { return Ok(Vec::new()) };
        let items = found.as_array().ok_or_else(|| refused(found))?;
        let word = |v: &Value| v.as_str().map(str::to_owned).ok_or_else(|| refused(v));
        items.iter().map(word).collect::<Result<Vec<String>, PolicyError>>()
    };
    let only = fields.get("only_with_public_counter");
    Ok(Principle {
        id: text("id")?,
        words: text("words")?,
        source: text("source")?,
        criteria: list("criteria")?,
        gates: list("gates")?,
        serves: list("serves")?,
        breaches: list("breaches")?,
        only_with_public_counter: only.and_then(Value::as_bool).unwrap_or(false),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{FigureName, Policy};

    /// Small is below the first line, high from the second on: each line, a pound below and a pound above.
    #[rstest::rstest]
    #[case(50_999, "0.432")]
    #[case(51_000, "0.48")]
    #[case(51_001, "0.48")]
    #[case(499_999, "0.48")]
    #[case(500_000, "0.508")]
    #[case(500_001, "0.508")]
    fn a_rateable_value_on_a_line_belongs_above_it(#[case] value: i64, #[case] expected: &str) {
        let policy = Policy::default_policy().unwrap();
        let line = |name| Money::pounds(policy.figure(name));
        let (small, high) = (line(FigureName::RatesSmallBelow), line(FigureName::RatesHighFrom));
        let value = Money::pounds(Decimal::from(value));
        let found = policy.rates.of(FinancialYear::starting(2026), value, small, high);
        assert_eq!(found.unwrap().to_string(), expected);
    }

    #[test]
    fn a_year_beyond_the_table_takes_the_last_and_says_so() {
        let rates = Policy::default_policy().unwrap().rates;
        let pounds = |n: i64| Money::pounds(Decimal::from(n));
        let of = |year, value| {
            let year = FinancialYear::starting(year);
            rates.of(year, pounds(value), pounds(51_000), pounds(500_000)).unwrap().to_string()
        };
        assert_eq!(of(2026, 60_000), "0.48");
        assert_eq!(of(2026, 50_999), "0.432");
        assert_eq!(of(2026, 500_000), "0.508");
        assert_eq!(of(2030, 60_000), "0.48");
        assert_eq!(of(2010, 60_000), "0.493");
        assert!(rates.covers(FinancialYear::starting(2018)));
        assert!(!rates.covers(FinancialYear::starting(2027)));
    }

    #[test]
    fn a_body_says_what_best_value_asks_of_it() {
        let default = Policy::default_policy().unwrap().best_value;
        assert!(default.words.contains("valuer") && !default.source.is_empty());
        let text = "[disposal]\nbest_value = \"Ask the board.\"\n";
        let own = Policy::from_text(Some(text)).unwrap().best_value;
        assert_eq!(own.words, "Ask the board.");
        assert!(Policy::from_text(Some("[disposal]\nbest_value = 3\n")).is_err());
    }

    #[test]
    fn a_body_states_its_own_principles() {
        let none = Policy::default_policy().unwrap().principles;
        assert!(none.is_empty(), "another body's principles are not this one's");
        let text =
            "[[principle]]\nid = \"ours\"\nwords = \"w\"\nsource = \"s\"\nserves = [\"sublet\"]\n";
        let policy = Policy::from_text(Some(text)).unwrap();
        let ids: Vec<&str> = policy.principles.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, ["ours"]);
    }
}
