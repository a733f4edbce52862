//! The notice by which the law lets a tenant end a tenancy that has no last day.

use crate::{
    model::{Date, Lease, months_later, whole_months},
    policy::LeasePolicy,
};

use super::NotKnown;

/// Returns the day on which a notice to quit served on `served` ends a periodic tenancy: the last day of the first
/// of its periods that the notice reaches, counted from the start.
///
/// A yearly tenancy asks for the policy's months of notice, any other for the policy's number of its periods
/// ([`Lease::period_months`]).
///
/// # Errors
/// [`NotKnown::Range`] if a date is beyond what can be held.
pub fn quit_by_notice(lease: &Lease, served: Date, policy: &LeasePolicy) -> Result<Date, NotKnown> {
    let period = lease.period_months();
    let notice = match period {
        12 => policy.periodic_yearly_notice_months,
        months => months.saturating_mul(policy.periodic_notice_periods),
    };
    let earliest = months_later(served.max(lease.start), notice).ok_or(NotKnown::Range)?;
    let whole = u32::try_from(whole_months(lease.start, earliest)).map_err(|_| NotKnown::Range)?;
    // The period in which the notice runs out ends on the day before the next one begins.
    let next = (whole / period + 1).checked_mul(period).ok_or(NotKnown::Range)?;
    let begins = months_later(lease.start, next).ok_or(NotKnown::Range)?;
    begins.pred_opt().ok_or(NotKnown::Range)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, lease};
    use crate::model::{Payment, RentPeriod};
    use crate::policy::Policy;

    /// From 25 March 2016. By the year: half a year before the last day of a year, one day late is a year later. By
    /// the quarter and the month: a whole period's notice that ends with a period.
    #[rstest]
    #[case(None, Some(Payment::Yearly), "2020-09-24", "2021-03-24")]
    #[case(None, Some(Payment::Yearly), "2020-09-25", "2022-03-24")]
    #[case(None, None, "2020-09-25", "2022-03-24")]
    #[case(None, Some(Payment::QuarterDays), "2020-09-24", "2020-12-24")]
    #[case(None, Some(Payment::QuarterDays), "2020-09-25", "2021-03-24")]
    #[case(None, Some(Payment::Monthly), "2020-09-24", "2020-10-24")]
    #[case(None, Some(Payment::Monthly), "2020-09-25", "2020-11-24")]
    #[case(Some(RentPeriod::Year), Some(Payment::Monthly), "2020-09-24", "2021-03-24")]
    #[case(Some(RentPeriod::Month), Some(Payment::QuarterDays), "2020-09-24", "2020-10-24")]
    #[case(None, Some(Payment::Monthly), "2015-01-01", "2016-05-24")]
    fn a_periodic_tenancy_ends_by_the_notice_of_its_period(
        #[case] rent_period: Option<RentPeriod>,
        #[case] payment: Option<Payment>,
        #[case] as_of: &str,
        #[case] on: &str,
    ) {
        let mut lease = lease("2016-03-25", "2020-03-24", "23000");
        (lease.expiry, lease.rent_period, lease.payment) = (None, rent_period, payment);
        let policy = Policy::default_policy().unwrap().leases();
        assert_eq!(quit_by_notice(&lease, day(as_of), &policy), Ok(day(on)));
    }
}
