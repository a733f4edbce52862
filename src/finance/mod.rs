//! Pure arithmetic of money: no files, no frames, no policy; every step checked, nothing a float.

mod not_known;
mod quarter_days;
mod rent;
mod rent_terms;
mod review;
mod sale;
#[cfg(test)]
mod samples;

pub use not_known::NotKnown;
pub use quarter_days::{
    PaymentPeriod, QUARTER_DAYS, next_quarter_day, payment_periods, payments_a_year,
};
pub use rent::{PaymentKind, RentPayment, RentSchedule, Why, net_effective_rent, rent_schedule};
pub use rent_terms::{Ahead, Change, Concession, RentTerms, Span, Taken};
pub use review::{IndexTerms, index_review, index_values, market_review};
pub use sale::net_receipt;
