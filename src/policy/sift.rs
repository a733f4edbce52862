//! What the first sift goes by beside its figures: which signals are enough alone, whom they judge, by what.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    FigureName, Policy, PolicyError,
    entries::{decimal_of, table_of, unknown_keys, wrong},
};
use crate::model::{Condition, FinancialYear, Grade, Signal, Use};

/// The signals of the sift, in the order of [`Signal::ALL`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiftPolicy {
    signals: Vec<Entry>,
    /// Grades of condition that are a signal.
    pub condition: Vec<Condition>,
    /// Grades of functional suitability that are a signal.
    pub suitability: Vec<Grade>,
    /// Utilities per m² by the last financial year each holds for; the last one holds for ever.
    utilities: Vec<(Option<FinancialYear>, Decimal)>,
}

/// One signal.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    alone: bool,
    not_for: Vec<Use>,
    by_use: BTreeMap<Use, Decimal>,
    source: String,
}

/// Returns the figures that hold the threshold of a signal; none where its entry holds it.
const fn figures_of(signal: Signal) -> &'static [FigureName] {
    match signal {
        Signal::AreaInUse => &[FigureName::SiftAreaInUse],
        Signal::BacklogPerM2 => &[FigureName::SiftBacklogPerM2],
        Signal::RunningCostPerM2 => &[FigureName::QuadrantCostPerM2],
        Signal::LeaseEnd => &[FigureName::SiftLeaseMonths],
        Signal::LeasedUnderUsed => &[FigureName::SiftAreaInUse, FigureName::QuadrantUtilisation],
        Signal::EnergyRating => &[FigureName::EpcMinimum, FigureName::EpcMinimumContinuing],
        Signal::NearSameUse => &[FigureName::SiftNearKm],
        Signal::Vacant
        | Signal::Condition
        | Signal::FunctionalSuitability
        | Signal::UtilitiesPerM2 => &[],
    }
}

impl Policy {
    /// Returns on what a signal and its threshold rest: its own source, or those of its figures by their names.
    #[must_use]
    pub fn sift_source(&self, signal: Signal) -> String {
        let figures = figures_of(signal);
        if figures.is_empty() {
            return self.sift.signals[signal as usize].source.clone();
        }
        let one = |name: &FigureName| format!("{name}: {}", self.entry(*name).source);
        figures.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

/// Signals whose yardstick may differ by use.
const BY_USE: [Signal; 2] = [Signal::RunningCostPerM2, Signal::UtilitiesPerM2];

impl SiftPolicy {
    /// Tells whether a signal for a site is enough for it to be looked at first.
    #[must_use]
    pub fn is_enough(&self, signal: Signal) -> bool {
        self.signals[signal as usize].alone
    }

    /// Tells whether sites of a use are judged by a signal.
    #[must_use]
    pub fn judges(&self, signal: Signal, site_use: Use) -> bool {
        let entry = &self.signals[signal as usize];
        !entry.not_for.contains(&site_use) || entry.by_use.contains_key(&site_use)
    }

    /// Returns the yardstick that a use has of its own, £ per m².
    #[must_use]
    pub fn of_use(&self, signal: Signal, site_use: Use) -> Option<Decimal> {
        self.signals[signal as usize].by_use.get(&site_use).copied()
    }

    /// Returns the yardstick of utilities of a financial year, £ per m².
    #[must_use]
    pub fn utilities_in(&self, year: FinancialYear) -> Decimal {
        let holds = |last: &Option<FinancialYear>| last.is_none_or(|last| year <= last);
        let found = self.utilities.iter().find(|(last, _)| holds(last));
        found.or(self.utilities.last()).map_or(Decimal::MAX, |(_, pounds)| *pounds)
    }

    pub(super) fn read(table: &Table) -> Result<Self, PolicyError> {
        unknown_keys("sift", table, &["signals"])?;
        let signals = table_of(table, "signals")?;
        unknown_keys("sift.signals", signals, Signal::WORDS)?;
        let part = |signal: Signal| {
            let at = format!("sift.signals.{signal}");
            let part = signals.get(signal.word()).and_then(Value::as_table);
            part.map(|part| (at.clone(), part)).ok_or_else(|| wrong(&at, "nothing", "a table"))
        };
        let entry = |signal: &Signal| part(*signal).and_then(|(at, t)| entry(&at, t, *signal));
        let grades = |signal, expected: &[&str]| {
            let (at, table) = part(signal)?;
            texts(&format!("{at}.grades"), table.get("grades"), expected)
        };
        let condition = grades(Signal::Condition, Condition::WORDS)?;
        let suitability = grades(Signal::FunctionalSuitability, Grade::WORDS)?;
        let (at, of_utilities) = part(Signal::UtilitiesPerM2)?;
        Ok(Self {
            signals: Signal::ALL.iter().map(entry).collect::<Result<_, _>>()?,
            condition: condition.iter().filter_map(|word| Condition::read(word)).collect(),
            suitability: suitability.iter().filter_map(|word| Grade::read(word)).collect(),
            utilities: by_year(&format!("{at}.yardstick"), of_utilities.get("yardstick"))?,
        })
    }
}

fn entry(at: &str, table: &Table, signal: Signal) -> Result<Entry, PolicyError> {
    let mut keys = vec!["alone", "not_for"];
    if figures_of(signal).is_empty() {
        keys.push("source");
    }
    if BY_USE.contains(&signal) {
        keys.push("by_use");
    }
    if [Signal::Condition, Signal::FunctionalSuitability].contains(&signal) {
        keys.push("grades");
    }
    if signal == Signal::UtilitiesPerM2 {
        keys.push("yardstick");
    }
    unknown_keys(at, table, &keys)?;
    let found = |key: &str| table.get(key).map_or_else(|| "nothing".to_owned(), Value::to_string);
    let alone = table.get("alone").and_then(Value::as_bool);
    let alone =
        alone.ok_or_else(|| wrong(&format!("{at}.alone"), found("alone"), "true or false"))?;
    let source = table.get("source").and_then(Value::as_str);
    let source = if figures_of(signal).is_empty() {
        source.ok_or_else(|| wrong(&format!("{at}.source"), found("source"), "text"))?
    } else {
        source.unwrap_or_default()
    };
    let not_for = texts(&format!("{at}.not_for"), table.get("not_for"), Use::WORDS)?;
    let mut by_use = BTreeMap::new();
    for (word, value) in table.get("by_use").and_then(Value::as_table).into_iter().flatten() {
        let at = format!("{at}.by_use.{word}");
        let site_use = Use::read(word).ok_or_else(|| {
            wrong(&at, "an unknown use", format!("one of {}", Use::WORDS.join(", ")))
        })?;
        let (pounds, _) = decimal_of(&at, value)?;
        if pounds <= Decimal::ZERO {
            return Err(wrong(&at, pounds, "a number above 0"));
        }
        by_use.insert(site_use, pounds);
    }
    Ok(Entry {
        alone,
        not_for: not_for.iter().filter_map(|word| Use::read(word)).collect(),
        by_use,
        source: source.to_owned(),
    })
}

/// Reads a list of words, each one of those expected.
fn texts(at: &str, value: Option<&Value>, expected: &[&str]) -> Result<Vec<String>, PolicyError> {
    let refused = |found: &Value| wrong(at, found, format!("a list of {}", expected.join(", ")));
    let nothing = || wrong(at, "nothing", format!("a list of {}", expected.join(", ")));
    let list = value.ok_or_else(nothing)?;
    let words = list.as_array().ok_or_else(|| refused(list))?.iter().map(|word| {
        let text = word.as_str().filter(|text| expected.contains(text));
        text.map(ToOwned::to_owned).ok_or_else(|| refused(word))
    });
    words.collect()
}

/// Reads pairs of last financial year and sum; an empty year is for ever, and stands last.
fn by_year(
    at: &str,
    value: Option<&Value>,
) -> Result<Vec<(Option<FinancialYear>, Decimal)>, PolicyError> {
    let expected = "pairs of last financial year and £ per m² such as [[\"2021/22\", \"20\"], \
        [\"\", \"33\"]], in order of year, the last with no year";
    let list = value.and_then(Value::as_array);
    let list = list.ok_or_else(|| wrong(at, "nothing", expected))?;
    let mut pairs: Vec<(Option<FinancialYear>, Decimal)> = Vec::new();
    for (place, pair) in list.iter().enumerate() {
        let refused = || wrong(at, pair, expected);
        let [last, pounds] = pair.as_array().map_or(&[][..], Vec::as_slice) else {
            return Err(refused());
        };
        let (pounds, _) = decimal_of(at, pounds)?;
        let text = last.as_str().ok_or_else(refused)?;
        let is_last = place + 1 == list.len();
        let last = if text.is_empty() { None } else { FinancialYear::read(text) };
        let before = pairs.last().and_then(|(last, _)| *last);
        let rises = last.is_none_or(|last| before.is_none_or(|before| before < last));
        if last.is_none() != (is_last && text.is_empty()) || !rises || pounds <= Decimal::ZERO {
            return Err(refused());
        }
        pairs.push((last, pounds));
    }
    match pairs.last() {
        Some((None, _)) => Ok(pairs),
        _ => Err(wrong(at, "no pair with an empty year", expected)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2019/20", "20")]
    #[case("2021/22", "20")]
    #[case("2022/23", "33")]
    #[case("2030/31", "33")]
    fn utilities_go_by_the_prices_of_the_year(#[case] year: &str, #[case] pounds: &str) {
        let sift = Policy::default_policy().unwrap().sift;
        let year = FinancialYear::read(year).unwrap();
        assert_eq!(sift.utilities_in(year), pounds.parse().unwrap());
    }

    /// Years rise, the last pair alone has none, and every sum is above nothing.
    #[rstest]
    #[case(r#"[["", "33"]]"#, true)]
    #[case(r#"[["2021/22", "0.01"], ["", "33"]]"#, true)]
    #[case(r#"[["2021/22", "0"], ["", "33"]]"#, false)]
    #[case(r#"[["2021/22", "-0.01"], ["", "33"]]"#, false)]
    #[case(r#"[["2021/22", "20"], ["2022/23", "25"], ["", "33"]]"#, true)]
    #[case(r#"[["2021/22", "20"], ["2021/22", "25"], ["", "33"]]"#, false)]
    #[case(r#"[["2021/22", "20"], ["2020/21", "25"], ["", "33"]]"#, false)]
    #[case(r#"[["", "20"], ["", "33"]]"#, false)]
    #[case(r#"[["some year", "20"], ["", "33"]]"#, false)]
    #[case(r#"[["2021/22", "20"], ["some year", "33"]]"#, false)]
    #[case(r#"[["2021/22", "20"]]"#, false)]
    fn prices_by_year_are_taken_in_order(#[case] pairs: &str, #[case] taken: bool) {
        let table: toml::Table = toml::from_str(&format!("pairs = {pairs}")).unwrap();
        assert_eq!(by_year("pairs", table.get("pairs")).is_ok(), taken);
    }

    #[test]
    fn a_body_gives_a_use_a_yardstick_of_its_own() {
        let default = Policy::default_policy().unwrap().sift;
        assert!(!default.judges(Signal::RunningCostPerM2, Use::Other));
        let text = "[sift.signals.running_cost_per_m2]\nby_use = { other = \"350\" }\n";
        let own = Policy::from_text(Some(text)).unwrap().sift;
        assert!(own.judges(Signal::RunningCostPerM2, Use::Other));
        assert_eq!(own.of_use(Signal::RunningCostPerM2, Use::Other), Some(350.into()));
        assert!(!own.judges(Signal::UtilitiesPerM2, Use::Other));
    }

    #[rstest]
    #[case(
        "[sift.signals.roof]\nalone = true",
        "policy `sift.signals.roof`: found an unknown entry"
    )]
    #[case(
        "[sift.signals.vacant]\nalone = \"yes\"",
        "policy `sift.signals.vacant.alone`: found \"yes\""
    )]
    #[case(
        "[sift.signals.vacant]\ngrades = [\"C\"]",
        "policy `sift.signals.vacant.grades`: found an unknown"
    )]
    #[case(
        "[sift.signals.condition]\ngrades = [\"E\"]",
        "policy `sift.signals.condition.grades`: found \"E\""
    )]
    #[case(
        "[sift.signals.near_same_use]\nnot_for = [\"shop\"]",
        "policy `sift.signals.near_same_use.not_for`"
    )]
    #[case(
        "[sift.signals.utilities_per_m2]\nyardstick = [[\"2021/22\", \"20\"]]",
        "policy `sift.signals.utilities_per_m2.yardstick`: found no pair with an empty year"
    )]
    #[case(
        "[sift.signals.running_cost_per_m2]\nby_use = { office = \"0\" }",
        "policy `sift.signals.running_cost_per_m2.by_use.office`: found 0"
    )]
    #[case(
        "[figures.sift_known_signals]\nvalue = \"half\"",
        "policy `figures.sift_known_signals.value`"
    )]
    fn a_faulty_sift_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
