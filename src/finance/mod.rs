//! Pure arithmetic of money: no files, no frames, no policy; every step checked, no sum of money a float.
//!
//! Rates are the exception: [`irr`] and [`xirr`] solve them in floating point on copies of the sums, and
//! [`confirm_irr`] and [`confirm_xirr`] prove them in decimals.

mod annuity;
mod discount;
mod double;
mod power;
mod present_value;
mod rate;
mod roots;
mod sale;
mod tower;

pub use annuity::{Annuity, Due, Parts, periods};
pub use discount::{RateStep, RateSteps, nominal_rate};
pub use present_value::{npv, xnpv};
pub use rate::{
    NoRate, Rates, Root, annuity_rate, confirm_irr, confirm_xirr, irr, irr_of_numbers, mirr, xirr,
};
pub use sale::net_receipt;
