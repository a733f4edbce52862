//! Pure arithmetic of money and leases: no files, no frames; policy figures are passed in; every step checked, no sum of
//! money a float.
//!
//! Rates are the exception: [`xirr`] solves them in floating point on copies of the sums, and [`confirm_xirr`] proves
//! them in decimals.

mod breaks;
mod close_roots;
mod discount;
mod disposal;
mod double;
mod empty_building;
mod ifrs16;
mod lawful_exit;
mod loan;
mod loan_years;
mod mrp;
mod not_known;
mod notice;
mod notice_to_quit;
mod power;
mod quarter_days;
mod rate;
mod rent;
mod rent_terms;
mod repayment_profile;
mod review;
mod roots;
mod sale;
#[cfg(test)]
mod samples;
mod shares;

pub use breaks::{BreakStanding, BreakState, break_standings, is_tenants};
pub use discount::{RateStep, RateSteps, nominal_rate};
pub use disposal::{
    EmptyRates, Moratorium, annuity_factor, empty_rates, equivalent_annual, moratorium,
    optimism_bias, payback,
};
pub use empty_building::EmptyBuilding;
pub use ifrs16::{
    LeaseAccount, LeaseExemption, LeaseYear, Remeasurement, daily_growth, lease_account,
    lease_exemption,
};
pub use lawful_exit::{
    ExitBar, ExitRoute, LawfulExit, TenurePosition, lawful_exit, tenure_position,
};
pub use loan::{LoanPeriod, LoanTable};
pub use loan_years::{DatedLoan, LoanPayment, LoanYear, loan_payments, loan_years};
pub use mrp::{MrpProfiles, Provision};
pub use not_known::NotKnown;
pub use notice::{NoticeDays, earliest_end, notice_days};
pub use notice_to_quit::quit_by_notice;
pub use quarter_days::{
    PaymentPeriod, QUARTER_DAYS, next_quarter_day, payment_periods, payments_a_year,
};
pub use rate::{NoRate, Rates, Root, confirm_xirr, xirr};
pub use rent::{PaymentKind, RentPayment, RentSchedule, Why, net_effective_rent, rent_schedule};
pub use rent_terms::{Ahead, Change, Concession, RentTerms, Span, Taken};
pub use repayment_profile::{LARGEST_PROFILED_PENCE, MOST_PERIODS, RepaymentProfile};
pub use review::{IndexTerms, index_review, index_values, market_review};
pub use sale::{expected_receipt, net_receipt, sale_price};
pub use shares::shared_out;
