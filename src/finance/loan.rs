//! Loans period by period: interest and principal of every payment, in whole pence.
//!
//! Rates are a year's, nominal: a period bears the yearly rate ÷ the payments a year. Principal goes by
//! rounded running totals, so that it adds up to the loan; interest is that of the balance before rounding,
//! so that no rounding is carried on. Both are shares of the loan, worked out once in decimals: from then
//! on a loan of any size costs whole numbers only.

use rust_decimal::Decimal;

use crate::model::LoanKind;

use super::repayment_profile::{RepaymentProfile, Share, running, weights};

/// What one payment is made of, in pence, and what is owed after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoanPeriod {
    /// Interest of the period.
    pub interest: i64,
    /// What the payment takes off the loan.
    pub principal: i64,
    /// What is owed after the payment.
    pub balance: i64,
}

/// A kind of loan at a rate and over a number of periods, for loans of any size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanTable {
    principal: RepaymentProfile,
    /// Interest of each period as a share of the loan.
    interest: Vec<Share>,
}

impl LoanTable {
    /// Works out a loan of whole periods, paid at the end of each.
    ///
    /// With r the rate of a period, n periods and k the period, from 1, interest is, of the loan,
    /// maturity: r; equal instalments: r × (n − k + 1) ÷ n; annuity: r × (g^(k − 1) + … + g^(n − 1)) ÷
    /// (1 + … + g^(n − 1)), g = 1 + r, which is r × a(n − k + 1) ÷ a(n): a sum of what is to come, so that late
    /// periods keep their digits.
    ///
    /// # Units
    /// `rate` a fraction a year; `payments_a_year` from 1.
    ///
    /// # Unknown
    /// `None` without periods or beyond [`super::MOST_PERIODS`], without payments a year, at a rate below zero
    /// or one that bears more than the loan itself in a period.
    ///
    /// # Source
    /// Public Works Loan Board, fixed-rate loans by maturity, annuity and equal instalments of principal,
    /// half-yearly, at half the yearly rate.
    #[must_use]
    pub fn new(kind: LoanKind, rate: Decimal, periods: u32, payments_a_year: u32) -> Option<Self> {
        let each = Decimal::from(payments_a_year);
        let period = rate.checked_div(each)?;
        let (principal, shares) = match kind {
            LoanKind::Maturity => {
                let profile = RepaymentProfile::at_end(periods)?;
                (profile, vec![Share::of(period)?; periods as usize])
            }
            LoanKind::EqualInstalments => {
                let profile = RepaymentProfile::equal(periods)?;
                let below = each.checked_mul(Decimal::from(periods))?;
                let share = |left: u32| {
                    Share::of(rate.checked_mul(Decimal::from(left))?.checked_div(below)?)
                };
                (profile, (1..=periods).rev().map(share).collect::<Option<_>>()?)
            }
            LoanKind::Annuity => {
                let mut weights = weights(periods, period)?;
                weights.reverse();
                let left = running(&weights)?;
                let all = *left.last()?;
                let share = |left: &Decimal| Share::of(left.checked_mul(period)?.checked_div(all)?);
                (
                    RepaymentProfile::annuity(periods, period)?,
                    left.iter().rev().map(share).collect::<Option<_>>()?,
                )
            }
        };
        Some(Self { principal, interest: shares })
    }

    /// Returns the number of periods.
    #[must_use]
    pub fn periods(&self) -> u32 {
        self.principal.periods()
    }

    /// Returns the interest of a period, counted from 1, on a loan in pence; 0 in none and beyond the last.
    #[must_use]
    pub fn interest(&self, pence: i64, period: u32) -> i64 {
        let share = period.checked_sub(1).and_then(|at| self.interest.get(at as usize));
        share.map_or(0, |share| share.of_pence(pence))
    }

    /// Returns the principal repaid at the end of a period, counted from 1, of a loan in pence.
    #[must_use]
    pub fn principal(&self, pence: i64, period: u32) -> i64 {
        self.principal.charge(pence, period)
    }

    /// Returns what is owed after a number of periods of a loan in pence.
    #[must_use]
    pub fn balance(&self, pence: i64, period: u32) -> i64 {
        pence - self.principal.running(pence, period)
    }

    /// Returns every period of a loan in pence.
    #[must_use]
    pub fn schedule(&self, pence: i64) -> Vec<LoanPeriod> {
        let period = |k| LoanPeriod {
            interest: self.interest(pence, k),
            principal: self.principal(pence, k),
            balance: self.balance(pence, k),
        };
        (1..=self.periods()).map(period).collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::number;

    const MILLION: i64 = 100_000_000;

    fn schedule(kind: LoanKind, rate: &str, periods: u32, a_year: u32) -> Vec<LoanPeriod> {
        LoanTable::new(kind, number(rate), periods, a_year).unwrap().schedule(MILLION)
    }

    #[test]
    fn an_annuity_is_paid_at_70_952_46_a_year() {
        let paid = schedule(LoanKind::Annuity, "0.05", 25, 1);
        let first = LoanPeriod { interest: 5_000_000, principal: 2_095_246, balance: 97_904_754 };
        let last = LoanPeriod { interest: 337_869, principal: 6_757_377, balance: 0 };
        assert_eq!((paid[0], paid[24]), (first, last));
        // Principal is the difference of two rounded totals, so a payment may be a penny out.
        assert!(paid.iter().all(|p| (p.interest + p.principal - 7_095_246).abs() <= 1));
    }

    #[test]
    fn equal_instalments_bear_interest_on_what_is_left() {
        let paid = schedule(LoanKind::EqualInstalments, "0.05", 40, 2);
        assert!(paid.iter().all(|p| p.principal == 2_500_000));
        assert_eq!((paid[0].interest, paid[1].interest), (2_500_000, 2_437_500));
        assert_eq!((paid[39].interest, paid[39].balance), (62_500, 0));
    }

    #[test]
    fn a_maturity_loan_is_repaid_on_its_last_day() {
        let paid = schedule(LoanKind::Maturity, "0.0435", 20, 2);
        assert!(paid.iter().all(|p| p.interest == 2_175_000));
        assert!(paid[..19].iter().all(|p| p.principal == 0 && p.balance == MILLION));
        assert_eq!((paid[19].principal, paid[19].balance), (MILLION, 0));
    }

    #[rstest]
    // A third of a per cent of £1.50 is half a penny.
    #[case("0.04", 12, 150, 1)]
    #[case("0.05", 12, 120, 1)]
    #[case("0.05", 12, -120, -1)]
    #[case("0.05", 12, 119, 0)]
    fn half_a_penny_of_interest_goes_away_from_zero(
        #[case] rate: &str,
        #[case] a_year: u32,
        #[case] pence: i64,
        #[case] interest: i64,
    ) {
        for kind in LoanKind::ALL {
            let table = LoanTable::new(*kind, number(rate), 24, a_year).unwrap();
            assert_eq!(table.interest(pence, 1), interest, "{kind}");
        }
    }

    #[rstest]
    #[case("0", 25, 1)]
    #[case("0.05", 1, 1)]
    #[case("1", 1_200, 1)]
    #[case("0.0000000000000000000000000001", 1_200, 12)]
    #[case("12", 1_200, 12)]
    fn odd_loans_are_repaid(#[case] rate: &str, #[case] periods: u32, #[case] a_year: u32) {
        for (kind, pence) in LoanKind::ALL.iter().zip([MILLION, i64::MAX, -1]) {
            let table = LoanTable::new(*kind, number(rate), periods, a_year).unwrap();
            let paid = table.schedule(pence);
            assert_eq!(paid.iter().map(|p| p.principal).sum::<i64>(), pence);
            assert_eq!(paid.len(), periods as usize);
        }
    }

    #[rstest]
    #[case("-0.01", 25, 1)]
    #[case("1.01", 25, 1)]
    #[case("0.05", 0, 1)]
    #[case("0.05", 25, 0)]
    #[case("0.05", 12_001, 1)]
    #[case("79228162514264337593543950335", 25, 1)]
    fn loans_that_cannot_be_are_none(
        #[case] rate: &str,
        #[case] periods: u32,
        #[case] a_year: u32,
    ) {
        for kind in LoanKind::ALL {
            assert_eq!(LoanTable::new(*kind, number(rate), periods, a_year), None, "{kind}");
        }
    }

    #[test]
    fn periods_that_are_not_there_bear_nothing() {
        let table = LoanTable::new(LoanKind::Annuity, number("0.05"), 3, 1).unwrap();
        assert_eq!((table.interest(MILLION, 0), table.interest(MILLION, 4)), (0, 0));
        assert_eq!((table.principal(MILLION, 0), table.principal(MILLION, 4)), (0, 0));
        assert_eq!((table.balance(MILLION, 0), table.balance(MILLION, 9)), (MILLION, 0));
    }
}
