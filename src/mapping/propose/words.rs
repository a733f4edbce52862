//! What bodies call columns: `data/mappings/headers.toml`.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::unit;
use crate::model::folded;

/// Headers of one column of the schema.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    #[serde(default)]
    is: Vec<String>,
    /// Whole headers that mean it in many registers, and something else in others.
    #[serde(default)]
    maybe: Vec<String>,
    #[serde(default)]
    has: Vec<Vec<String>>,
    #[serde(default)]
    not: Vec<String>,
    #[serde(default)]
    parts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cost {
    not: Vec<String>,
    /// Names of sums of such costs, which are of the category `other`.
    sum: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Null {
    words: Vec<String>,
}

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub sites: Columns,
    pub leases: Columns,
    pub partners: Columns,
    pub costs: Columns,
    pub occupancy: Columns,
    pub teams: Columns,
    pub lease_events: Columns,
    #[serde(skip)]
    pub postcodes: Columns,
    /// Headers of columns that are a per cent of an area.
    pub percent: BTreeMap<String, Names>,
    cost: Cost,
    null: Null,
}

/// The names of each column of a table.
pub(super) type Columns = BTreeMap<String, Names>;

static WORDS: LazyLock<Result<Words, String>> = LazyLock::new(|| {
    let text = include_str!("../../../data/mappings/headers.toml");
    toml::from_str(text).map(Words::completed).map_err(|error| error.to_string())
});

/// How a header fits a column of the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It holds the words.
    Holds,
    /// It is the name.
    Is,
}

/// Returns the words.
pub(super) fn words() -> Result<&'static Words, &'static str> {
    WORDS.as_ref().map_err(String::as_str)
}

/// Tells whether a header is a name that bodies give a column of the schema.
pub(in crate::mapping) fn known_as(table: &str, column: &str, header: &str) -> bool {
    let Ok(words) = words() else { return false };
    let names = words.of(table).and_then(|columns| columns.get(column));
    names.is_some_and(|names| names.fit(&unit::without_units(&header_words(header)), &[]).is_some())
}

/// Splits a header into its words: lower case, what stands in brackets and units aside.
pub(in crate::mapping) fn header_words(header: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut depth = 0_u32;
    let mut before = ' ';
    for c in header.chars() {
        let c = if c == '²' { '2' } else { c };
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => {
                // `TenureType` is two words, `GIA` one.
                if c.is_uppercase() && before.is_lowercase() {
                    plain.push(' ');
                }
                plain.extend(c.to_lowercase());
            }
            _ => plain.push(' '),
        }
        before = c;
    }
    let mut words: Vec<String> =
        plain.split_whitespace().map(|word| spelt(word).to_owned()).collect();
    // `2. Site tenure` is the name of a column with its number.
    if words.len() > 1 && words[0].len() < 3 && words[0].bytes().all(|b| b.is_ascii_digit()) {
        words.remove(0);
    }
    words
}

/// Spells out what registers shorten.
fn spelt(word: &str) -> &str {
    match word {
        "bldg" => "building",
        "prop" => "property",
        "addr" => "address",
        word => word,
    }
}

impl Names {
    /// Tells how a header's words fit, with those of the group above it where they say nothing alone.
    pub fn fit(&self, words: &[String], band: &[String]) -> Option<Fit> {
        let both = || [band, words].concat();
        // `Name` below `Landlord` is not the property's.
        if self.not.iter().any(|no| band.contains(no)) {
            return None;
        }
        self.fit_one(words).or_else(|| if band.is_empty() { None } else { self.fit_one(&both()) })
    }

    fn fit_one(&self, words: &[String]) -> Option<Fit> {
        let whole = words.join(" ");
        let is = |name: &String| folded(name) == folded(&whole);
        if self.not.iter().any(|no| words.contains(no)) {
            return None;
        }
        if self.is.iter().any(is) || self.parts.iter().any(is) {
            return Some(Fit::Is);
        }
        let holds = |all: &Vec<String>| {
            all.iter().all(|w| words.iter().any(|own| own.starts_with(w.as_str())))
        };
        (self.maybe.iter().any(is) || self.has.iter().any(holds)).then_some(Fit::Holds)
    }

    /// Tells whether several columns may make this one together.
    pub fn is_made_of_parts(&self) -> bool {
        !self.parts.is_empty()
    }
}

impl Words {
    /// Returns the names of the columns of a table.
    pub fn of(&self, table: &str) -> Option<&Columns> {
        Some(match table {
            "sites" => &self.sites,
            "leases" => &self.leases,
            "partners" => &self.partners,
            "costs" => &self.costs,
            "occupancy" => &self.occupancy,
            "teams" => &self.teams,
            "lease_events" => &self.lease_events,
            "postcodes" => &self.postcodes,
            _ => return None,
        })
    }

    /// Adds what follows from the rest: a table that refers to sites may call them by id or by name, and every
    /// column of the schema has its own name.
    fn completed(mut self) -> Self {
        let sites = &self.sites;
        let of = |name: &str| Some((name.to_owned(), sites.get(name)?.clone()));
        self.postcodes = ["postcode", "easting", "northing"].into_iter().filter_map(of).collect();
        let mut site = sites.get("site_id").cloned().unwrap_or_default();
        site.maybe.extend(sites.get("name").into_iter().flat_map(|names| names.is.clone()));
        site.maybe.extend(["location", "place", "office"].map(str::to_owned));
        let lease = self.leases.get("lease_id").cloned().unwrap_or_default();
        for columns in [&mut self.costs, &mut self.occupancy, &mut self.teams] {
            columns.insert("site_id".to_owned(), site.clone());
        }
        self.lease_events.insert("lease_id".to_owned(), lease);
        for table in crate::load::schema::TABLES {
            let columns = match table.name {
                "sites" => &mut self.sites,
                "leases" => &mut self.leases,
                "partners" => &mut self.partners,
                "costs" => &mut self.costs,
                "occupancy" => &mut self.occupancy,
                "teams" => &mut self.teams,
                "lease_events" => &mut self.lease_events,
                "postcodes" => &mut self.postcodes,
                _ => continue,
            };
            for column in table.columns {
                columns.entry(column.name.to_owned()).or_default();
            }
        }
        self
    }

    /// Returns the category of the ledger that a column of money is.
    pub fn category(&self, words: &[String]) -> Option<&str> {
        if words.iter().any(|w| self.cost.not.contains(w)) {
            return None;
        }
        let whole = format!(" {} ", words.join(" "));
        let holds = |name: &String| whole.contains(&format!(" {name} "));
        // The longest name tells most: `service charge` before `charge`.
        let categories = crate::load::words::values_of("category").into_iter().flatten();
        let found = categories.flat_map(|(category, names)| {
            names.iter().filter(|n| holds(n)).map(move |n| (n.len(), category.as_str()))
        });
        let named = found.max_by_key(|(len, category)| (*len, std::cmp::Reverse(*category)));
        named.map(|(_, category)| category).or_else(|| self.is_sum(words).then_some("other"))
    }

    /// Tells whether a column of money is a sum of running costs.
    pub fn is_sum(&self, words: &[String]) -> bool {
        let whole = format!(" {} ", words.join(" "));
        self.cost.sum.iter().any(|name| whole.contains(&format!(" {name} ")))
    }

    /// Tells whether a text in a column of numbers means "not known".
    pub fn is_null(&self, text: &str) -> bool {
        self.null.words.iter().any(|w| folded(w) == folded(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_holds_columns_of_the_schema_only() {
        let words = words().unwrap();
        for (table, names) in [
            ("sites", &words.sites),
            ("leases", &words.leases),
            ("partners", &words.partners),
            ("costs", &words.costs),
            ("occupancy", &words.occupancy),
            ("teams", &words.teams),
            ("lease_events", &words.lease_events),
            ("sites", &words.percent),
        ] {
            let table = crate::load::schema::TABLES.iter().find(|t| t.name == table).unwrap();
            for name in names.keys() {
                assert!(table.column(name).is_some(), "{}.{name}", table.name);
            }
        }
    }

    #[test]
    fn a_header_is_split_into_words() {
        assert_eq!(
            header_words("Gross internal floor area (m²)"),
            ["gross", "internal", "floor", "area"]
        );
        assert_eq!(header_words("TenureType"), ["tenure", "type"]);
        assert_eq!(header_words("2. Site tenure"), ["site", "tenure"]);
        assert_eq!(header_words("GIA_m2"), ["gia", "m2"]);
    }

    #[test]
    fn costs_are_told_from_incomes_and_values() {
        let words = words().unwrap();
        let category = |header: &str| words.category(&header_words(header));
        assert_eq!(category("Energy costs (all energy supplies) (£)"), Some("utilities"));
        assert_eq!(category("Cost to eradicate high risk backlog (£)"), None);
        assert_eq!(category("Income received for area leased out"), None);
        assert_eq!(category("Service charge"), Some("service_charge"));
    }
}
