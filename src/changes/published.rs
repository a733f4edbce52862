//! What the program calculates otherwise than a report that was made of the same snapshot, by criterion.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::{
    Cause, ChangePart,
    split::{SplitScore, Stand, all_criteria, of_step},
};
use crate::{
    model::{Index, Measure, Quantity, Reading, State, SubletRight, decimals},
    portfolio::Results,
    score,
};

/// A reading as a report has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PublishedReading {
    /// The number in millionths of its unit, money in pounds; `None` where the reading is none or a word.
    pub number: Option<i64>,
    /// The word that is read where that is no number; empty otherwise.
    pub word: String,
}

impl PublishedReading {
    /// Returns a reading as a report would have it: numbers with as many decimals as its tables.
    fn of(reading: &Reading) -> Self {
        let text = reading.value.map_or_else(String::new, Quantity::text);
        let number = text.parse().ok().and_then(|number: Decimal| {
            number
                .checked_mul(Decimal::from(Index::UNIT))
                .and_then(|millionths| millionths.to_i64())
        });
        match number {
            Some(_) => Self { number, word: String::new() },
            None => Self { number, word: text },
        }
    }

    /// Writes it as tables have it, with as many decimals as what is read now; a reading that was not known as the word for
    /// that.
    #[must_use]
    pub fn shown(&self, now: &Reading) -> String {
        let places = match now.value {
            Some(Quantity::Pence(_)) => 2,
            Some(Quantity::Whole(_)) => 0,
            _ => 4,
        };
        match (self.number, self.word.as_str()) {
            (Some(number), _) => decimals(number, Index::UNIT, places),
            (None, "") => State::Unknown.word().to_owned(),
            (None, word) => word.to_owned(),
        }
    }

    /// Returns what was read; `None` where it was not known.
    fn value(&self) -> Option<Quantity> {
        let number = |millionths: i64| Quantity::Number(crate::model::ratio_term(millionths) / 1e6);
        self.number.map(number).or_else(|| match self.word.as_str() {
            "yes" => Some(Quantity::YesNo(true)),
            "no" => Some(Quantity::YesNo(false)),
            word => SubletRight::read(word).map(Quantity::Right),
        })
    }
}

/// Splits the change of a site's need index from what a report of the same snapshot has to what the program calculates
/// now, in millionths of a point: over the criteria that it reads otherwise, and the rest, which is how it scores them and
/// what rounding has taken from the readings of the report.
#[must_use]
pub fn by_program(
    results: Results<'_>,
    site: usize,
    published: &BTreeMap<Measure, PublishedReading>,
    change: i64,
) -> Vec<ChangePart> {
    let policy = results.policy;
    let criteria = all_criteria(policy, policy);
    let now = |measure| results.measures.sites[site].reading(measure);
    let was = |measure: &Measure| {
        let own = now(*measure);
        let published = published.get(measure).filter(|p| **p != PublishedReading::of(own))?;
        let reading = match published.value() {
            Some(value) => Reading::known(value, own.basis),
            None => Reading::unknown(own.basis),
        };
        Some((*measure, reading))
    };
    let other: BTreeMap<Measure, Reading> =
        criteria.iter().filter_map(|(_, measure)| was(measure)).collect();
    let shares = score::index_shares(policy);
    let stand = |is_published: bool| {
        let judged = criteria.iter().map(|(of_score, measure)| {
            let criterion = policy.criteria_of(*of_score).find(|c| c.measure == *measure)?;
            let published = other.get(measure).filter(|_| is_published);
            Some((criterion, published.unwrap_or_else(|| now(*measure))))
        });
        Stand { judged: judged.collect(), shares }
    };
    let moved = of_step(&stand(true), &stand(false), &criteria, SplitScore::NeedIndex);
    let rest = change - moved.iter().map(|(_, mean, _)| mean).sum::<i64>();
    let of = |criterion, mean, (least, most)| ChangePart {
        criterion,
        cause: Cause::Program,
        mean,
        least,
        most,
    };
    let mut parts: Vec<ChangePart> = moved
        .into_iter()
        .map(|(at, mean, range)| of(at.and_then(|at| criteria.get(at)).copied(), mean, range))
        .collect();
    parts.push(of(None, rest, (rest, rest)));
    parts.retain(ChangePart::is_any);
    parts
}
