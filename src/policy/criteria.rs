//! The criteria of a policy: weights, anchors, levels, and which sites they judge.

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    Anchor, BenchmarkedFor, Criterion, FigureName, Policy, PolicyError, Scale,
    entries::{decimal_of, table_of, unknown_keys, wrong},
    ratio_of,
};
use crate::model::{Measure, Score, SubletRight, Unit, Use, Weight, with_thousands};

impl Criterion {
    /// Writes the value function: `0%→0, 60%→100`.
    #[must_use]
    pub fn scale_in_words(&self) -> String {
        let shown = |at: Decimal| match self.measure.unit() {
            Unit::Share => format!("{}%", (at * Decimal::ONE_HUNDRED).normalize()),
            Unit::Pounds | Unit::PoundsAYear | Unit::PoundsPerM2 => {
                format!("£{}", with_thousands(&at.normalize().to_string()))
            }
            _ => at.normalize().to_string(),
        };
        match &self.scale {
            Scale::Anchors(anchors) => {
                let each = anchors.iter().map(|a| format!("{}→{}", shown(a.reading), a.level));
                each.collect::<Vec<_>>().join(", ")
            }
            Scale::Rights(levels) => {
                let each =
                    levels.iter().map(|(r, l)| format!("{}→{l}", r.word().replace('_', " ")));
                each.collect::<Vec<_>>().join(", ")
            }
            Scale::YesNo(no, yes) => format!("no→{no}, yes→{yes}"),
        }
    }
}

/// What a weight is, for an error: one that is not whole stands in quotation marks.
const WEIGHT: &str = "a number from 0 to 100 with at most four decimals, such as 35 or \"18.73\"";

impl Policy {
    /// Sets one weight, told as `criterion=weight`, and keeps the others of its score in proportion.
    ///
    /// `index_share_utilisation=weight` sets the two shares of the index. The name of the policy says what was set.
    ///
    /// # Errors
    /// [`PolicyError`] if it is not told so, names no criterion, or its score has no other to take up the rest.
    pub fn with_one_weight(mut self, told: &str) -> Result<Self, PolicyError> {
        const ENTRY: &str = "--weight";
        let (word, number) = told
            .split_once('=')
            .ok_or_else(|| wrong(ENTRY, told, "CRITERION=WEIGHT, such as cost_saved=18.73"))?;
        let weight = Decimal::from_str_exact(number.trim()).ok().and_then(Weight::read);
        let weight = weight.ok_or_else(|| wrong(ENTRY, number, WEIGHT))?;
        let label = if word == FigureName::IndexShareUtilisation.word() {
            self.set_index_shares(weight)?;
            "utilisation's share of the index"
        } else {
            let measure = Measure::read(word).filter(|m| m.word() == word);
            let measure = measure.filter(|m| self.criteria.iter().any(|c| c.measure == *m));
            let measure = measure.ok_or_else(|| {
                let words: Vec<&str> = self.criteria.iter().map(|c| c.measure.word()).collect();
                wrong(ENTRY, word, format!("one of {}", words.join(", ")))
            })?;
            self.set_weight(measure, weight).ok_or_else(|| {
                wrong(ENTRY, told, "a criterion with others in its score that take up the rest")
            })?;
            measure.label()
        };
        self.name = format!("{}, with {} at {weight}", self.name, label.to_lowercase());
        let laid_over = format!("{}\n{told}", self.overlay_hash.unwrap_or_default());
        self.overlay_hash = Some(blake3::hash(laid_over.as_bytes()).to_hex().to_string());
        Ok(self)
    }

    fn set_index_shares(&mut self, used: Weight) -> Result<(), PolicyError> {
        let name = FigureName::IndexShareUtilisation;
        let whole = used.units().is_multiple_of(Weight::UNIT);
        let share = i64::from(used.units() / Weight::UNIT);
        if !whole {
            return Err(wrong(name.word(), used, "a whole number from 0 to 100"));
        }
        for (name, share) in [(name, share), (FigureName::IndexShareDisposal, 100 - share)] {
            let figure = &mut self.figures[name as usize];
            figure.value = Decimal::new(share, 2).normalize();
            figure.text = format!("{share}%");
        }
        Ok(())
    }

    fn set_weight(&mut self, measure: Measure, to: Weight) -> Option<()> {
        let score = self.criteria.iter().find(|c| c.measure == measure)?.score;
        let own: Vec<usize> =
            (0..self.criteria.len()).filter(|at| self.criteria[*at].score == score).collect();
        self.weightings[score as usize] = None;
        let place = own.iter().position(|at| self.criteria[*at].measure == measure)?;
        let weights: Vec<Weight> = own.iter().map(|at| self.criteria[*at].weight).collect();
        let set = Weight::with_one_set(&weights, place, to)?;
        for (at, weight) in own.into_iter().zip(set) {
            self.criteria[at].weight = weight;
        }
        Some(())
    }
}

/// Reads every criterion, by score.
pub(super) fn criteria(table: &Table) -> Result<Vec<Criterion>, PolicyError> {
    let mut criteria = Vec::new();
    for (word, value) in table_of(table, "criteria")? {
        let entry = format!("criteria.{word}");
        let measure = Measure::read(word).filter(|m| m.word() == word).ok_or_else(|| {
            wrong(&entry, "an unknown measure", format!("one of {}", Measure::WORDS.join(", ")))
        })?;
        let fields = value.as_table().ok_or_else(|| wrong(&entry, value, "a table"))?;
        criteria.push(criterion(&entry, measure, fields)?);
    }
    criteria.sort_by_key(|c| c.score);
    Ok(criteria)
}

fn criterion(entry: &str, measure: Measure, fields: &Table) -> Result<Criterion, PolicyError> {
    let known =
        ["score", "weight", "anchors", "levels", "benchmarked_for", "confidential", "source"];
    unknown_keys(entry, fields, &known)?;
    let missing = |key: &str, expected: &str| {
        let found = fields.get(key).map_or_else(|| "nothing".to_owned(), Value::to_string);
        wrong(&format!("{entry}.{key}"), found, expected)
    };
    let score = fields
        .get("score")
        .and_then(Value::as_str)
        .and_then(Score::read)
        .ok_or_else(|| missing("score", "utilisation, subletting or disposal"))?;
    let weight = fields
        .get("weight")
        .and_then(|value| decimal_of("", value).ok())
        .filter(|(_, text)| !text.ends_with('%'))
        .and_then(|(weight, _)| Weight::read(weight))
        .ok_or_else(|| missing("weight", WEIGHT))?;
    let source = fields
        .get("source")
        .and_then(Value::as_str)
        .ok_or_else(|| missing("source", "text"))?
        .to_owned();
    let confidential = match fields.get("confidential") {
        None => false,
        Some(value) => value.as_bool().ok_or_else(|| missing("confidential", "true or false"))?,
    };
    Ok(Criterion {
        measure,
        score,
        weight,
        scale: scale(entry, measure, fields)?,
        benchmarked_for: benchmarked_for(entry, fields)?,
        confidential,
        source,
    })
}

fn benchmarked_for(entry: &str, fields: &Table) -> Result<BenchmarkedFor, PolicyError> {
    let Some(value) = fields.get("benchmarked_for") else {
        return Ok(BenchmarkedFor { uses: Use::ALL.to_vec(), other_with_occupancy: false });
    };
    let entry = format!("{entry}.benchmarked_for");
    let mut uses = Vec::new();
    let mut other_with_occupancy = false;
    for word in value.as_array().ok_or_else(|| wrong(&entry, value, "a list of uses"))? {
        let text = word.as_str().unwrap_or_default();
        if text == "other_with_occupancy" {
            other_with_occupancy = true;
            continue;
        }
        uses.push(Use::read(text).ok_or_else(|| {
            wrong(&entry, word, format!("{} or other_with_occupancy", Use::WORDS.join(", ")))
        })?);
    }
    Ok(BenchmarkedFor { uses, other_with_occupancy })
}

fn scale(entry: &str, measure: Measure, fields: &Table) -> Result<Scale, PolicyError> {
    let level_of = |entry: &str, value: &Value| -> Result<f64, PolicyError> {
        let (level, _) = decimal_of(entry, value)?;
        if level < Decimal::ZERO || level > Decimal::ONE_HUNDRED {
            return Err(wrong(entry, level, "a level from 0 to 100"));
        }
        Ok(ratio_of(level))
    };
    let levels = || {
        fields
            .get("levels")
            .and_then(Value::as_table)
            .ok_or_else(|| wrong(&format!("{entry}.levels"), "nothing", "a level for each word"))
    };
    let named = |table: &Table, word: &str| {
        let entry = format!("{entry}.levels.{word}");
        table
            .get(word)
            .ok_or_else(|| wrong(&entry, "nothing", "a level"))
            .and_then(|v| level_of(&entry, v))
    };
    match measure.unit() {
        Unit::Right => {
            let table = levels()?;
            unknown_keys(&format!("{entry}.levels"), table, SubletRight::WORDS)?;
            let rights = SubletRight::ALL.iter().map(|r| Ok((*r, named(table, r.word())?)));
            Ok(Scale::Rights(rights.collect::<Result<_, PolicyError>>()?))
        }
        Unit::YesNo => {
            let table = levels()?;
            Ok(Scale::YesNo(named(table, "no")?, named(table, "yes")?))
        }
        _ => {
            let entry = format!("{entry}.anchors");
            let expected = "pairs of reading and level, such as [[\"0\", 0], [\"0.60\", 100]]";
            let list = fields.get("anchors").and_then(Value::as_array);
            let list = list.ok_or_else(|| wrong(&entry, "nothing", expected))?;
            let anchors = list.iter().map(|pair| match pair.as_array().map(Vec::as_slice) {
                Some([reading, level]) => {
                    let (reading, _) = decimal_of(&entry, reading)?;
                    let level = level_of(&entry, level)?;
                    Ok(Anchor { reading, level, at: ratio_of(reading) })
                }
                _ => Err(wrong(&entry, pair, expected)),
            });
            let anchors: Vec<Anchor> = anchors.collect::<Result<_, _>>()?;
            if anchors.len() < 2 || anchors.windows(2).any(|p| p[0].reading >= p[1].reading) {
                return Err(wrong(
                    &entry,
                    "other readings",
                    "two or more readings in rising order",
                ));
            }
            Ok(Scale::Anchors(anchors))
        }
    }
}
