//! From TOML to a checked [`Policy`].

use std::{collections::BTreeMap, path::Path};

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    BankHolidays, BestValue, Figure, FigureName, PlanPolicy, Policy, ProgrammePolicy,
    RatesMultipliers, SiftPolicy,
    bounds::{FROM_ZERO, WHOLE},
    cover::services,
    criteria::criteria,
    entries::{PolicyError, date_of, decimal_of, table_of, text_of, unknown_keys, wrong},
    moves::moves,
    options::principles,
    weighting,
};
use crate::model::{AfterTerm, Rule, Score, Severity, Weight, folded};

/// The default, compiled in: one policy in parts, one after the other.
const DEFAULT: &str = concat!(
    include_str!("../../data/policy/default.toml"),
    "\n",
    include_str!("../../data/policy/leases.toml"),
    "\n",
    include_str!("../../data/policy/lettings.toml"),
    "\n",
    include_str!("../../data/policy/options.toml"),
    "\n",
    include_str!("../../data/policy/plausible.toml"),
    "\n",
    include_str!("../../data/policy/drift.toml"),
    "\n",
    include_str!("../../data/policy/programme.toml"),
    "\n",
    include_str!("../../data/policy/sift.toml"),
    "\n",
    include_str!("../../data/policy/cover.toml"),
    "\n",
    include_str!("../../data/policy/moves.toml"),
    "\n",
    include_str!("../../data/policy/agile.toml"),
    "\n",
    include_str!("../../data/policy/plan.toml"),
    "\n",
    include_str!("../../data/policy/group.toml"),
);

impl Policy {
    /// Returns the default policy.
    ///
    /// # Errors
    /// [`PolicyError`] if the compiled-in file is not sound: a test holds that it is.
    pub fn default_policy() -> Result<Self, PolicyError> {
        Self::from_text(None)
    }

    /// Returns the text of the default policy: every entry with its comments and sources, but not the bank holidays.
    #[must_use]
    pub fn default_text() -> &'static str {
        DEFAULT
    }

    /// Reads a policy file and lays it over the default, figure by figure.
    ///
    /// # Errors
    /// [`PolicyError`] if the file cannot be read, is not TOML, names a figure, criterion or rule that
    /// is not there, or leaves the weights of a score at another sum than 100.
    pub fn read(overlay: Option<&Path>) -> Result<Self, PolicyError> {
        let Some(path) = overlay else {
            return Self::default_policy();
        };
        let text = std::fs::read_to_string(path)
            .map_err(|cause| PolicyError::Unreadable { path: path.display().to_string(), cause })?;
        Self::from_text(Some(&text))
    }

    /// Builds a policy from the default and the text of a file laid over it.
    ///
    /// # Errors
    /// As [`Policy::read`].
    pub fn from_text(overlay: Option<&str>) -> Result<Self, PolicyError> {
        let parse = |text: &str| -> Result<Table, PolicyError> {
            text.parse().map_err(|e: toml::de::Error| PolicyError::NotToml(e.to_string()))
        };
        let default = parse(DEFAULT)?;
        let mut table = default.clone();
        // The default has none, and a body may state its own.
        table.insert("principle".to_owned(), Value::Array(Vec::new()));
        let as_built_in = table.clone();
        if let Some(text) = overlay {
            let overlay = parse(text)?;
            weighting::said_whole(&mut table, &overlay);
            lay_over(&mut table, overlay, "")?;
        }
        // A file that changes nothing, such as the built-in policy as it is printed, is no other policy.
        let overlay = overlay.filter(|_| table != as_built_in);
        let built_in = text_of(&default, "policy", "name")?.unwrap_or_default();
        let name = match text_of(&table, "policy", "name")?.unwrap_or_default() {
            name if name == built_in && overlay.is_some() => format!("{name}, with changes"),
            name => name,
        };
        let null_words = table
            .get("reading")
            .and_then(|r| r.get("null_words"))
            .and_then(Value::as_array)
            .ok_or_else(|| wrong("reading.null_words", "nothing", "a list of words"))?
            .iter()
            .map(|v| v.as_str().map(folded).ok_or_else(|| wrong("reading.null_words", v, "text")))
            .collect::<Result<_, _>>()?;
        let discount = table_of(&table, "discount")?;
        unknown_keys("discount", discount, &["real_rates", "source"])?;
        let policy = Self {
            name,
            figures: figures(&table)?,
            real_rates: real_rates(discount)?,
            real_rates_source: text_of(&table, "discount", "source")?.unwrap_or_default(),
            after_term: after_term(&table)?,
            after_term_source: text_of(&table, "after_term", "source")?.unwrap_or_default(),
            rates: RatesMultipliers::read(table_of(&table, "rates")?)?,
            best_value: BestValue::read(table_of(&table, "disposal")?)?,
            principles: principles(&table)?,
            programme: ProgrammePolicy::read(&table)?,
            plan: PlanPolicy::read(table_of(&table, "plan")?)?,
            services: services(table_of(&table, "cover")?)?,
            moves: moves(table_of(&table, "moves")?)?,
            sift: SiftPolicy::read(table_of(&table, "sift")?)?,
            bank_holidays: BankHolidays::england_and_wales()?,
            criteria: criteria(&table)?,
            weightings: weighting::by_score(&default, &table)?,
            null_words,
            severities: severities(&table)?,
            default_hash: default_hash(),
            overlay_hash: overlay.map(|t| blake3::hash(t.as_bytes()).to_hex().to_string()),
        };
        policy.check()
    }

    /// Holds what later stages rely on.
    fn check(self) -> Result<Self, PolicyError> {
        for score in Score::ALL {
            let sum: Weight = self.criteria_of(*score).map(|c| c.weight).sum();
            if sum != Weight::FULL {
                let entry = format!("weights of {score}");
                return Err(wrong(&entry, format!("a sum of {sum}"), "a sum of 100"));
            }
        }
        let shares = [FigureName::IndexShareUtilisation, FigureName::IndexShareDisposal];
        let percents: Vec<Decimal> =
            shares.iter().map(|n| self.figure(*n) * Decimal::ONE_HUNDRED).collect();
        let whole = percents.iter().all(|p| p.is_integer() && !p.is_sign_negative());
        if !whole || percents.iter().sum::<Decimal>() != Decimal::ONE_HUNDRED {
            return Err(wrong(
                "index_share_utilisation and index_share_disposal",
                format!("{}% and {}%", percents[0].normalize(), percents[1].normalize()),
                "whole percentages that total 100",
            ));
        }
        for (name, low, high) in WHOLE {
            let value = self.figure(*name);
            if !value.is_integer() || value < Decimal::from(*low) || value > Decimal::from(*high) {
                let expected = format!("a whole number from {low} to {high}");
                return Err(wrong(name.word(), value, expected));
            }
        }
        let [low, high] = [FigureName::OverageLow, FigureName::OverageHigh].map(|n| self.figure(n));
        if low > high {
            return Err(wrong("overage_low", low, "no more than overage_high"));
        }
        let [saved, shift] =
            [FigureName::AgileMinutes, FigureName::AgileShiftMinutes].map(|n| self.figure(n));
        if saved > shift {
            return Err(wrong("agile_minutes", saved, "no more than agile_shift_minutes"));
        }
        for (name, high) in FROM_ZERO {
            let value = self.figure(*name);
            if value < Decimal::ZERO || value > Decimal::from(*high) {
                return Err(wrong(name.word(), value, format!("a number from 0 to {high}")));
            }
        }
        Ok(self)
    }
}

/// Returns the hash of everything that is compiled in.
fn default_hash() -> String {
    let mut hash = blake3::Hasher::new();
    for text in [DEFAULT, BankHolidays::ENGLAND_AND_WALES] {
        hash.update(text.as_bytes());
    }
    hash.finalize().to_hex().to_string()
}

/// Reads pairs of last year and rate; an empty year is for ever.
fn real_rates(discount: &Table) -> Result<Vec<(Option<u32>, Decimal)>, PolicyError> {
    let entry = "discount.real_rates";
    let expected = "pairs of last year and rate such as [[\"30\", \"3.5%\"], [\"\", \"3.0%\"]], \
        in order of year, the last with no year, rates from 0% to 100%";
    let list = discount.get("real_rates").and_then(Value::as_array);
    let list = list.ok_or_else(|| wrong(entry, "nothing", expected))?;
    let mut before = 0;
    let mut rates = Vec::new();
    for (at, pair) in list.iter().enumerate() {
        let refused = || wrong(entry, pair, expected);
        let [through, rate] = pair.as_array().map_or(&[][..], Vec::as_slice) else {
            return Err(refused());
        };
        let (rate, _) = decimal_of(entry, rate)?;
        let through = through.as_str().ok_or_else(refused)?;
        let last = at + 1 == list.len();
        let through = if through.is_empty() && last { None } else { through.parse().ok() };
        let rises = through.map_or(last, |year: u32| year > before && !last);
        if !rises || rate < Decimal::ZERO || rate > Decimal::ONE {
            return Err(refused());
        }
        before = through.unwrap_or(before);
        rates.push((through, rate));
    }
    if rates.is_empty() { Err(wrong(entry, "nothing", expected)) } else { Ok(rates) }
}

/// Reads what is assumed after the term of a lease.
fn after_term(table: &Table) -> Result<AfterTerm, PolicyError> {
    unknown_keys("after_term", table_of(table, "after_term")?, &["assumes", "source"])?;
    let text = text_of(table, "after_term", "assumes")?.unwrap_or_default();
    AfterTerm::read(&text).ok_or_else(|| {
        let expected = format!("one of {}", AfterTerm::WORDS.join(", "));
        wrong("after_term.assumes", format!("\"{text}\""), expected)
    })
}

/// Lays a table over another: tables are merged, everything else is replaced.
pub(super) fn lay_over(base: &mut Table, over: Table, at: &str) -> Result<(), PolicyError> {
    for (key, value) in over {
        let entry = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above, &entry)?,
            (Some(Value::Table(_)), other) => {
                return Err(wrong(&entry, other, "a table, as in the default policy"));
            }
            (None, _) if at.is_empty() => {
                let known = base.keys().cloned().collect::<Vec<_>>().join(", ");
                return Err(wrong(&entry, "an unknown table", format!("one of {known}")));
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
    Ok(())
}

fn figures(table: &Table) -> Result<Vec<Figure>, PolicyError> {
    let figures = table_of(table, "figures")?;
    unknown_keys("figures", figures, FigureName::WORDS)?;
    FigureName::ALL.iter().map(|name| figure(figures, *name)).collect()
}

fn figure(figures: &Table, name: FigureName) -> Result<Figure, PolicyError> {
    let entry = format!("figures.{name}");
    let table = figures
        .get(name.word())
        .and_then(Value::as_table)
        .ok_or_else(|| wrong(&entry, "nothing", "a table with value, unit, meaning, source"))?;
    unknown_keys(
        &entry,
        table,
        &["value", "unit", "meaning", "source", "from", "until", "verify_by"],
    )?;
    let value = table.get("value").ok_or_else(|| wrong(&entry, "no value", "a value"))?;
    let (value, text) = decimal_of(&format!("{entry}.value"), value)?;
    let words = |key: &str| {
        table
            .get(key)
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| wrong(&format!("{entry}.{key}"), "nothing", "text"))
    };
    let date = |key: &str| match table.get(key) {
        None => Ok(None),
        Some(value) => date_of(value)
            .map(Some)
            .ok_or_else(|| wrong(&format!("{entry}.{key}"), value, "a date such as 2026-04-01")),
    };
    Ok(Figure {
        value,
        text,
        unit: words("unit")?,
        meaning: words("meaning")?,
        source: words("source")?,
        from: date("from")?,
        until: date("until")?,
        verify_by: date("verify_by")?,
    })
}

fn severities(table: &Table) -> Result<BTreeMap<Rule, Severity>, PolicyError> {
    let mut severities = BTreeMap::new();
    for (word, value) in table_of(table, "severity")? {
        let entry = format!("severity.{word}");
        let rule = Rule::read(word).ok_or_else(|| {
            wrong(&entry, "an unknown rule", "a rule listed by `terrier explain-rule`")
        })?;
        let severity = value
            .as_str()
            .and_then(Severity::read)
            .ok_or_else(|| wrong(&entry, value, "note, warning or error"))?;
        if rule.is_structural() && severity < rule.severity() {
            return Err(wrong(
                &entry,
                severity,
                "error, because a structural rule cannot be lowered",
            ));
        }
        severities.insert(rule, severity);
    }
    Ok(severities)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_sound() {
        let policy = Policy::default_policy().unwrap();
        assert_eq!(policy.criteria.len(), 17);
        assert_eq!(policy.figure(FigureName::SaleAgent), "0.0125".parse().unwrap());
        assert!(policy.is_null_word(" N/A "));
    }

    #[test]
    fn a_body_says_what_comes_after_a_term() {
        let default = Policy::default_policy().unwrap();
        assert_eq!(default.after_term, AfterTerm::Renew);
        assert!(!default.after_term_source.is_empty());
        let own = Policy::from_text(Some("[after_term]\nassumes = \"end\"\n")).unwrap();
        assert_eq!(own.after_term, AfterTerm::End);
    }

    #[test]
    fn one_weight_is_set_and_the_others_of_its_score_keep_their_proportions() {
        let policy =
            Policy::default_policy().unwrap().with_one_weight("utilisation=18.73").unwrap();
        let of = |score| {
            let weights = policy.criteria_of(score).map(|c| c.weight.to_string());
            weights.collect::<Vec<_>>().join(" ")
        };
        // 81.27 ÷ 65 of each: 25, 25 and 15.
        assert_eq!(of(Score::Utilisation), "18.73 31.2577 31.2577 18.7546");
        assert_eq!(of(Score::Disposal), "25 20 10 5 15 15 10");
        assert!(policy.name.ends_with(", with utilisation at 18.73"), "{}", policy.name);
        let both = policy.with_one_weight("index_share_utilisation=30").unwrap();
        assert_eq!(both.figure(FigureName::IndexShareDisposal), "0.7".parse().unwrap());
        let refused = |told: &str| {
            Policy::default_policy().unwrap().with_one_weight(told).unwrap_err().to_string()
        };
        assert!(refused("peak").contains("CRITERION=WEIGHT"));
        assert!(refused("peek=3").contains("one of utilisation, peak,"));
        assert!(refused("peak=1%").contains("a number from 0 to 100"));
        assert!(refused("index_share_utilisation=1.5").contains("a whole number"));
    }

    #[test]
    fn a_body_changes_one_figure_and_keeps_the_rest() {
        let text = "[figures.sale_agent]\nvalue = \"1.5%\"\n";
        let policy = Policy::from_text(Some(text)).unwrap();
        assert_eq!(policy.figure(FigureName::SaleAgent), "0.015".parse().unwrap());
        assert_eq!(policy.figure(FigureName::SaleLegal), Decimal::from(3500));
        assert!(policy.overlay_hash.is_some());
    }

    #[rstest::rstest]
    #[case(
        "[figures.sale_agnet]\nvalue = \"1%\"",
        "policy `figures.sale_agnet`: found an unknown entry"
    )]
    #[case(
        "[figures.sale_agent]\nvalue = 0.0125",
        "policy `figures.sale_agent.value`: found 0.0125, expected a number in quotation marks"
    )]
    #[case(
        "[criteria.peak]\nweight = 30",
        "policy `weights of utilisation`: found a sum of 105, expected a sum of 100"
    )]
    #[case(
        "[criteria.peak]\nweight = \"25%\"",
        "policy `criteria.peak.weight`: found \"25%\", expected a number from 0 to 100 with at most four"
    )]
    #[case(
        "[severity]\nrow-too-long = \"note\"",
        "policy `severity.row-too-long`: found note, expected error, because a structural rule"
    )]
    #[case(
        "[figures.days_in_year]\nvalue = 0",
        "policy `days_in_year`: found 0, expected a whole number from 1 to 366"
    )]
    #[case(
        "[figures.lease_discount_rate]\nvalue = \"-1%\"",
        "policy `lease_discount_rate`: found -0.01, expected a number from 0 to 1"
    )]
    #[case(
        "[discount]\nreal_rates = [[\"30\", \"3.5%\"]]",
        "policy `discount.real_rates`: found [\"30\", \"3.5%\"], expected pairs of last year and rate"
    )]
    #[case(
        "[after_term]\nassumes = \"stay\"",
        "policy `after_term.assumes`: found \"stay\", expected one of renew, end"
    )]
    #[case(
        "[figures.peak_percentile]\nvalue = \"0\"",
        "policy `peak_percentile`: found 0, expected a whole number from 1 to 100"
    )]
    fn a_faulty_policy_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
