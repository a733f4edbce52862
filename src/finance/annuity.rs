//! Level payments over even periods: what they are worth, how large, how many, interest and principal.
//!
//! Money in is positive, money out negative, as in spreadsheets: what is borrowed, what is paid and what is
//! left at the end add up to nothing at the rate. Nothing is rounded: a schedule rounds, once, to the penny.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::model::Money;

use super::power::whole_power;

/// Whether a payment falls at the beginning or at the end of its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// At the end of each period.
    Arrear,
    /// At the beginning of each period.
    Advance,
}

/// Level payments: a rate, a number of periods, and when payments fall due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Annuity {
    /// Fraction a period, above −1.
    pub rate: Decimal,
    /// Whole periods.
    pub periods: u32,
    /// When each payment falls due.
    pub due: Due,
}

/// Interest and principal of one payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// Interest for the period before the payment.
    pub interest: Money,
    /// What the payment takes off the debt.
    pub principal: Money,
}

impl Annuity {
    /// Returns what payments and a sum at the end are worth now, with the sign turned.
    ///
    /// pv = −(payment × a + end × v^n), v = 1 ÷ (1 + rate), a = v + … + v^n. `None` at −1 or below, or
    /// beyond the range of a decimal.
    #[must_use]
    pub fn present_value(&self, payment: Money, end: Money) -> Option<Money> {
        let (worth, last) = self.worth(self.periods)?;
        let paid = payment.checked_mul(worth)?.checked_mul(self.early()?)?;
        Money::ZERO.checked_sub(paid.checked_add(end.checked_mul(last)?)?)
    }

    /// Returns what a sum now and payments grow to at the end, with the sign turned.
    ///
    /// fv = −(now × (1 + rate)^n + payment × s), s = 1 + … + (1 + rate)^(n − 1). `None` at −1 or below, or
    /// beyond the range of a decimal.
    #[must_use]
    pub fn future_value(&self, payment: Money, now: Money) -> Option<Money> {
        let growth = self.growth()?;
        // The sum of v^0 … v^(n − 1) of 1 ÷ growth is the sum of growth^0 … growth^(n − 1).
        let (grown, _) = running(growth, self.periods)?;
        let grown = grown.checked_div(growth)?;
        let paid = payment.checked_mul(grown)?.checked_mul(self.early()?)?;
        let now = now.checked_mul(whole_power(growth, self.periods)?)?;
        Money::ZERO.checked_sub(paid.checked_add(now)?)
    }

    /// Returns the level payment that takes a sum now to a sum at the end.
    ///
    /// payment = −(now + end × v^n) ÷ a. `None` of no periods, at −1 or below, or beyond the range of a
    /// decimal.
    ///
    /// # Source
    /// Ordinary annuity; £15,000 over 60 months at 8 % a year: £304.15 a month (numpy-financial).
    #[must_use]
    pub fn payment(&self, now: Money, end: Money) -> Option<Money> {
        let (worth, last) = self.worth(self.periods)?;
        let owed = now.checked_add(end.checked_mul(last)?)?;
        divided(Money::ZERO.checked_sub(owed)?, worth.checked_mul(self.early()?)?)
    }

    /// Returns interest and principal of one payment, counted from 1.
    ///
    /// interest = −rate × (now × a(n − k + 1) − end × v^(n − k + 1) × a(k − 1)) ÷ a(n); principal = −(now +
    /// end) × v^(n − k + 1) ÷ a(n): no difference of large numbers, so late periods keep their digits. In
    /// advance the first payment bears no interest and the others are discounted by a period. `None` of a
    /// period that is not there, at −1 or below, or beyond the range of a decimal.
    #[must_use]
    pub fn parts(&self, period: u32, now: Money, end: Money) -> Option<Parts> {
        if period == 0 || period > self.periods {
            return None;
        }
        let early = self.early()?;
        if period == 1 && self.due == Due::Advance {
            return Some(Parts { interest: Money::ZERO, principal: self.payment(now, end)? });
        }
        let (all, _) = self.worth(self.periods)?;
        let (left, last) = self.worth(self.periods - period + 1)?;
        let (gone, _) = self.worth(period - 1)?;
        let below = all.checked_mul(early)?;
        let owed = now.checked_mul(left)?;
        let owed = owed.checked_sub(end.checked_mul(last)?.checked_mul(gone)?)?;
        let interest = divided(owed.checked_mul(-self.rate)?, below)?;
        let both = Money::ZERO.checked_sub(now.checked_add(end)?)?;
        Some(Parts { interest, principal: divided(both.checked_mul(last)?, below)? })
    }

    /// Returns the sum of v^1 … v^n, and v^n.
    fn worth(&self, periods: u32) -> Option<(Decimal, Decimal)> {
        running(Decimal::ONE.checked_div(self.growth()?)?, periods)
    }

    fn growth(&self) -> Option<Decimal> {
        growth_at(self.rate)
    }

    /// What a payment at its own due date is worth at the period's end.
    fn early(&self) -> Option<Decimal> {
        match self.due {
            Due::Arrear => Some(Decimal::ONE),
            Due::Advance => self.growth(),
        }
    }
}

/// Returns how many periods level payments take from a sum now to a sum at the end, broken ones too.
///
/// n = ln(1 − rate × (now + end) ÷ (payment + rate × now)) ÷ ln(1 + rate), payments in advance counted as
/// payment × (1 + rate); −(now + end) ÷ payment at a rate of nought. `None` when payments never get there,
/// at −1 or below, or beyond range. A count, not money: solved in floating point to 1e-12 of itself.
#[must_use]
pub fn periods(rate: Decimal, due: Due, payment: Money, now: Money, end: Money) -> Option<f64> {
    let annuity = Annuity { rate, periods: 0, due };
    let payment = payment.checked_mul(annuity.early()?)?;
    let both = now.checked_add(end)?;
    if rate.is_zero() {
        let count = Money::ZERO.checked_sub(both)?.as_pounds().checked_div(payment.as_pounds())?;
        return count.to_f64();
    }
    let below = payment.checked_add(now.checked_mul(rate)?)?;
    let share = divided(both.checked_mul(-rate)?, below.as_pounds())?.as_pounds().to_f64()?;
    let count = share.ln_1p() / annuity.growth()?.checked_sub(Decimal::ONE)?.to_f64()?.ln_1p();
    count.is_finite().then_some(count)
}

/// Returns 1 + rate; `None` at −1 or below.
fn growth_at(rate: Decimal) -> Option<Decimal> {
    Decimal::ONE.checked_add(rate).filter(|growth| *growth > Decimal::ZERO)
}

fn divided(sum: Money, by: Decimal) -> Option<Money> {
    sum.as_pounds().checked_div(by).map(Money::pounds)
}

/// Returns the sum of base^1 … base^n, and base^n, by doubling: right at a base of 1 too.
fn running(base: Decimal, count: u32) -> Option<(Decimal, Decimal)> {
    let (mut sum, mut power) = (Decimal::ZERO, Decimal::ONE);
    for bit in (0..u32::BITS - count.leading_zeros()).rev() {
        sum = sum.checked_add(sum.checked_mul(power)?)?;
        power = power.checked_mul(power)?;
        if count >> bit & 1 == 1 {
            sum = base.checked_mul(Decimal::ONE.checked_add(sum)?)?;
            power = power.checked_mul(base)?;
        }
    }
    Some((sum, power))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{number, pounds};

    fn loan(rate: &str, periods: u32, due: Due) -> Annuity {
        Annuity { rate: number(rate), periods, due }
    }

    #[test]
    fn a_level_payment_repays_the_loan() {
        let payment = loan("0.05", 25, Due::Arrear).payment(pounds("1000000"), Money::ZERO);
        assert_eq!(payment.unwrap().to_penny(), pounds("-70952.46"));
        let none = loan("0.05", 0, Due::Arrear).payment(pounds("1000000"), Money::ZERO);
        assert_eq!(none, None);
    }

    #[rstest]
    #[case(1, "-20952.46")]
    #[case(2, "-22000.08")]
    #[case(25, "-67573.77")]
    fn principal_grows_by_the_rate(#[case] period: u32, #[case] principal: &str) {
        let parts = loan("0.05", 25, Due::Arrear).parts(period, pounds("1000000"), Money::ZERO);
        assert_eq!(parts.unwrap().principal.to_penny(), pounds(principal));
    }

    #[rstest]
    #[case("0.05", Due::Arrear, "0")]
    #[case("0.05", Due::Advance, "-200000")]
    #[case("0", Due::Advance, "50000")]
    #[case("-0.02", Due::Arrear, "1")]
    fn parts_add_up_to_the_payment_and_principal_to_the_debt(
        #[case] rate: &str,
        #[case] due: Due,
        #[case] end: &str,
    ) {
        let (annuity, now, end) = (loan(rate, 40, due), pounds("1000000"), pounds(end));
        let payment = annuity.payment(now, end).unwrap();
        let parts: Vec<Parts> = (1..=40).map(|k| annuity.parts(k, now, end).unwrap()).collect();
        let tiny = number("0.00000000000001");
        for part in &parts {
            let both = part.interest.checked_add(part.principal).unwrap();
            assert!((both.checked_sub(payment).unwrap().as_pounds()).abs() < tiny);
        }
        let repaid = Money::checked_sum(parts.iter().map(|p| p.principal)).unwrap();
        let left = match due {
            // The interest of the last period falls after the last payment.
            Due::Advance => (end.as_pounds() / (Decimal::ONE + number(rate))) + now.as_pounds(),
            Due::Arrear => end.as_pounds() + now.as_pounds(),
        };
        let off = repaid.as_pounds() + left;
        assert!(off.abs() < tiny, "{off}");
    }

    #[test]
    fn present_and_future_value_undo_each_other() {
        let annuity = loan("0.035", 40, Due::Advance);
        let end = annuity.future_value(pounds("-50"), pounds("1000")).unwrap();
        let now = annuity.present_value(pounds("-50"), end).unwrap();
        assert!((now.as_pounds() - number("1000")).abs() < number("0.0000000000000000001"));
    }

    #[rstest]
    #[case("0.05", "-40", None)]
    #[case("-1", "-2000", None)]
    #[case("0", "0", None)]
    #[case("0", "-40", Some(25.0))]
    fn payments_that_never_get_there_have_no_number(
        #[case] rate: &str,
        #[case] payment: &str,
        #[case] count: Option<f64>,
    ) {
        let found =
            periods(number(rate), Due::Arrear, pounds(payment), pounds("1000"), Money::ZERO);
        assert_eq!(found, count);
    }

    #[test]
    fn a_period_that_is_not_there_has_no_parts() {
        let annuity = loan("0.05", 3, Due::Arrear);
        assert_eq!(annuity.parts(0, pounds("1"), Money::ZERO), None);
        assert_eq!(annuity.parts(4, pounds("1"), Money::ZERO), None);
        assert_eq!(loan("-1", 3, Due::Arrear).parts(1, pounds("1"), Money::ZERO), None);
    }

    #[test]
    fn odd_terms_do_not_panic() {
        let annuity = loan("0.8", u32::MAX, Due::Arrear);
        assert!(annuity.payment(pounds("1000000000000000"), Money::ZERO).is_some());
        assert_eq!(annuity.future_value(pounds("1"), pounds("1")), None);
        let shrinking = loan("-0.9", u32::MAX, Due::Arrear);
        assert_eq!(shrinking.payment(pounds("1"), Money::ZERO), None);
    }
}
