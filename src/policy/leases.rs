//! What is taken as given about leases, as their arithmetic wants it.

use rust_decimal::Decimal;

use super::{FigureName, Policy};
use crate::model::{Date, FinancialYear, Money};

/// The figures about leases, read and checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the figures of the policy")]
pub struct LeasePolicy {
    pub notice_margin_days: u32,
    pub notice_urgent_months: u32,
    pub holding_over_notice_months: u32,
    pub periodic_yearly_notice_months: u32,
    pub periodic_notice_periods: u32,
    /// From 1.
    pub days_in_year: u32,
    /// The first day of the financial year `lease_accounts_year`.
    pub lease_accounts_from: Date,
    pub short_lease_months: u32,
    pub low_value: Money,
    /// A fraction a year, from 0 to 1.
    pub lease_discount_rate: Decimal,
    /// Pounds a year.
    pub peppercorn_rent: Money,
    pub holding_over_likely_months: u32,
}

impl Policy {
    /// Returns the figures about leases.
    #[must_use]
    pub fn leases(&self) -> LeasePolicy {
        let year = i32::try_from(self.whole(FigureName::LeaseAccountsYear)).unwrap_or(i32::MAX);
        let from = FinancialYear::starting(year).period().map(crate::model::Period::from);
        LeasePolicy {
            notice_margin_days: self.whole(FigureName::NoticeMarginDays),
            notice_urgent_months: self.whole(FigureName::NoticeUrgentMonths),
            holding_over_notice_months: self.whole(FigureName::HoldingOverNoticeMonths),
            periodic_yearly_notice_months: self.whole(FigureName::PeriodicYearlyNoticeMonths),
            periodic_notice_periods: self.whole(FigureName::PeriodicNoticePeriods),
            days_in_year: self.whole(FigureName::DaysInYear),
            lease_accounts_from: from.unwrap_or(Date::MAX),
            short_lease_months: self.whole(FigureName::ShortLeaseMonths),
            low_value: Money::pounds(self.figure(FigureName::LowValue)),
            lease_discount_rate: self.figure(FigureName::LeaseDiscountRate),
            peppercorn_rent: Money::pounds(self.figure(FigureName::PeppercornRent)),
            holding_over_likely_months: self.whole(FigureName::HoldingOverLikelyMonths),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_sound_and_a_body_changes_one_figure() {
        let leases = Policy::default_policy().unwrap().leases();
        assert_eq!(leases.lease_accounts_from, "2024-04-01".parse().unwrap());
        assert_eq!(leases.holding_over_notice_months, 3);
        assert_eq!(leases.lease_discount_rate, "0.0557".parse().unwrap());
        let text = "[figures.notice_margin_days]\nvalue = 14\n";
        let changed = Policy::from_text(Some(text)).unwrap().leases();
        assert_eq!(changed, LeasePolicy { notice_margin_days: 14, ..leases });
    }
}
