//! How sure a place in a ranking is: what other weights, other readings and other methods make of the same table.
//!
//! Pure arithmetic on plain tables of numbers. It takes values by alternative and criterion, more of which is better,
//! and knows nothing of sites or policy. `smaa` counts the places that drawn weights and drawn values give; `second_opinions`
//! ranks by other methods; `agreement` says how far two rankings, or two criteria, agree.

pub mod agreement;
mod criterion_value;
mod first_draws;
mod order;
pub mod second_opinions;
pub mod smaa;
#[cfg(test)]
mod tests;
mod weight_draws;
mod weighted;

pub use agreement::{kendall, pearson, shared_places, spearman};
pub use criterion_value::CriterionValue;
pub use second_opinions::{BetterWhen, DecisionTable, DecisionTableError, Normalisation};
pub use smaa::{Acceptability, Alternatives, PairwiseWins, Sampling, acceptability};
pub use weight_draws::{CONCENTRATION, SmaaError, WeightsKnown};
