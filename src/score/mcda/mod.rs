//! How sure a place in a ranking is: what other weights, other readings and other methods make of the same table.
//!
//! Pure arithmetic on plain tables of numbers. It takes values by alternative and criterion, more of which is better,
//! and knows nothing of sites or policy. `smaa` counts the places that drawn weights and drawn values give.

mod first_draws;
mod order;
pub mod smaa;
#[cfg(test)]
mod tests;
mod weight_draws;
mod weighted;

pub use smaa::{
    Acceptability, Alternatives, CriterionValue, PairwiseWins, Sampling, acceptability,
};
pub use weight_draws::{SmaaError, WeightsKnown};
