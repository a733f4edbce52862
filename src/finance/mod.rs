//! Pure arithmetic of money and leases: no files, no frames; policy figures are passed in; every step checked, nothing a float.

mod breaks;
mod ifrs16;
mod lawful_exit;
mod not_known;
mod notice;
mod quarter_days;
mod rent;
mod rent_terms;
mod review;
mod sale;
#[cfg(test)]
mod samples;

pub use breaks::{BreakStanding, BreakState, break_standings, is_tenants};
pub use ifrs16::{
    LeaseAccount, LeaseExemption, LeaseYear, daily_growth, lease_account, lease_exemption,
};
pub use lawful_exit::{
    ExitBar, ExitRoute, LawfulExit, TenurePosition, lawful_exit, tenure_position,
};
pub use not_known::NotKnown;
pub use notice::{NoticeDays, earliest_end, notice_days};
pub use quarter_days::{
    PaymentPeriod, QUARTER_DAYS, next_quarter_day, payment_periods, payments_a_year,
};
pub use rent::{PaymentKind, RentPayment, RentSchedule, Why, net_effective_rent, rent_schedule};
pub use rent_terms::{Ahead, Change, Concession, RentTerms, Span, Taken};
pub use review::{IndexTerms, index_review, index_values, market_review};
pub use sale::net_receipt;
