//! What a rent becomes at a review.

use rust_decimal::Decimal;

use crate::model::{Date, Money, Month, PriceIndex};

use super::NotKnown;

/// How an index review is held in, and where its index is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the columns of `leases`")]
pub struct IndexTerms {
    /// Fraction a year; `None` is no cap.
    pub cap: Option<Decimal>,
    /// Fraction a year; `None` is no collar.
    pub collar: Option<Decimal>,
    pub compound: Option<bool>,
    pub upward_only: Option<bool>,
    /// The month whose index is the base at the start of the term.
    pub base_month: Option<Month>,
}

/// Returns the rent after an index review: R₁ = R₀ × clamp(I₁ ÷ I₀), rounded once, to the penny.
///
/// `index` is the value at the last review, then at this one: never the base of the lease again.
/// `months` are those between the two reviews. A cap c allows (1 + c)ⁿ compounded or 1 + c × n simple
/// over n years; months beyond whole years count simply, `1 + c × months ÷ 12`. The collar likewise.
/// Upward-only takes the larger of old and new rent.
///
/// # Unknown
/// Whether cap and collar compound, and whether the rent may fall, matter only where the answer
/// depends on them.
///
/// # Errors
/// [`NotKnown::CapBasis`], [`NotKnown::UpwardOnly`], [`NotKnown::CapBelowCollar`], or
/// [`NotKnown::Range`] beyond a decimal.
///
/// # Source
/// £1,000 with 105.65, 110.50, 114.25: £1,045.91, £1,081.40 (MicrosoftDocs/dynamics-365 issue 4405 for
/// the figures and the fault of adding the rise since the base again).
pub fn index_review(
    rent: Money,
    index: (Decimal, Decimal),
    months: u32,
    terms: &IndexTerms,
    on: Date,
) -> Result<Money, NotKnown> {
    let (before, now) = index;
    let plain = rent
        .checked_mul(now)
        .and_then(|r| r.as_pounds().checked_div(before))
        .map(Money::pounds)
        .ok_or(NotKnown::Range)?;
    let held = match terms.compound {
        Some(compound) => clamped(plain, rent, months, terms, compound, on)?,
        None => {
            let simple = clamped(plain, rent, months, terms, false, on)?;
            let compounded = clamped(plain, rent, months, terms, true, on)?;
            if simple == compounded { simple } else { return Err(NotKnown::CapBasis { on }) }
        }
    };
    no_lower(rent, held, terms.upward_only, on)
}

/// Returns the least that an index review makes of a rent: grown by the collar where that is above zero.
///
/// `months` are those since the last review. Where the lease does not say whether the collar compounds it goes
/// simply, which is less.
#[must_use]
pub fn least_reviewed(rent: Money, months: u32, terms: &IndexTerms) -> Money {
    let collar = terms.collar.filter(|collar| *collar > Decimal::ZERO);
    let grown = collar.and_then(|collar| factor(collar, months, terms.compound.unwrap_or(false)));
    grown.and_then(|grown| rent.checked_mul(grown)).map_or(rent, Money::to_penny)
}

/// Returns the rent after a review to the market: what was found, or the old rent if that is larger and
/// the review is upward only.
///
/// # Errors
/// [`NotKnown::UpwardOnly`] where the answer depends on it.
pub fn market_review(
    rent: Money,
    found: Money,
    upward_only: Option<bool>,
    on: Date,
) -> Result<Money, NotKnown> {
    no_lower(rent, found.to_penny(), upward_only, on)
}

fn no_lower(
    rent: Money,
    reviewed: Money,
    upward_only: Option<bool>,
    on: Date,
) -> Result<Money, NotKnown> {
    match upward_only {
        _ if reviewed >= rent => Ok(reviewed),
        Some(true) => Ok(rent),
        Some(false) => Ok(reviewed),
        None => Err(NotKnown::UpwardOnly { on }),
    }
}

fn clamped(
    plain: Money,
    rent: Money,
    months: u32,
    terms: &IndexTerms,
    compound: bool,
    on: Date,
) -> Result<Money, NotKnown> {
    if let (Some(cap), Some(collar)) = (terms.cap, terms.collar)
        && cap < collar
    {
        return Err(NotKnown::CapBelowCollar { on });
    }
    let limit = |a_year: Decimal| {
        factor(a_year, months, compound).and_then(|f| rent.checked_mul(f)).ok_or(NotKnown::Range)
    };
    let mut held = plain;
    if let Some(cap) = terms.cap {
        held = held.min(limit(cap)?);
    }
    if let Some(collar) = terms.collar {
        held = held.max(limit(collar)?);
    }
    Ok(held.to_penny())
}

/// Returns (1 + r)ⁿ × (1 + r × rest ÷ 12), or 1 + r × months ÷ 12.
fn factor(a_year: Decimal, months: u32, compound: bool) -> Option<Decimal> {
    let simple = |months: u32| {
        let twelfths = a_year.checked_mul(Decimal::from(months))?;
        Decimal::ONE.checked_add(twelfths.checked_div(Decimal::from(12))?)
    };
    if !compound {
        return simple(months);
    }
    let year = Decimal::ONE.checked_add(a_year)?;
    (0..months / 12).try_fold(simple(months % 12)?, |f, _| f.checked_mul(year))
}

/// Returns the two index values of a review: that of the last review and that of this one.
///
/// The lease's index runs behind its dates by a fixed number of months: those from the base month to
/// the start. A review reads the index as far behind its own day.
///
/// # Errors
/// [`NotKnown::BaseMonth`], or [`NotKnown::Index`] with the month that is missing.
pub fn index_values(
    series: Option<&PriceIndex>,
    base_month: Option<Month>,
    start: Date,
    last_review: Date,
    review: Date,
) -> Result<(Decimal, Decimal), NotKnown> {
    let behind = Month::of(start).since(base_month.ok_or(NotKnown::BaseMonth)?);
    let value = |on: Date| {
        let month = Month::of(on).less(behind).ok_or(NotKnown::Range)?;
        series.and_then(|s| s.value(month)).ok_or(NotKnown::Index { month })
    };
    Ok((value(last_review)?, value(review)?))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, number, pounds};

    fn plain() -> IndexTerms {
        IndexTerms {
            cap: None,
            collar: None,
            compound: None,
            upward_only: Some(false),
            base_month: None,
        }
    }

    /// MicrosoftDocs/dynamics-365-unified-operations-public issue 4405; 1,081.40 by hand:
    /// 1,045.91 × 114.25 ÷ 110.50. Neither £1,127.31 nor £1,131.05.
    #[test]
    fn the_index_of_the_last_review_is_the_base_of_the_next() {
        let on = day("2021-04-01");
        let base = (number("105.65"), number("110.50"));
        let first = index_review(pounds("1000"), base, 12, &plain(), on).unwrap();
        assert_eq!(first, pounds("1045.91"));
        let next = (number("110.50"), number("114.25"));
        assert_eq!(index_review(first, next, 12, &plain(), on), Ok(pounds("1081.40")));
    }

    /// By hand: 1.04⁵ = 1.2166529024, 1 + 5 × 0.04 = 1.2, 1.01⁵ = 1.0510100501; 4 % over 2½ years
    /// compounded is 1.04² × 1.02 = 1.103232.
    #[rstest]
    #[case("130", 60, Some(true), Ok("12166.53"))]
    #[case("130", 60, Some(false), Ok("12000.00"))]
    #[case("130", 60, None, Err(()))]
    #[case("110", 60, None, Ok("11000.00"))]
    #[case("100", 60, Some(true), Ok("10510.10"))]
    #[case("100", 60, Some(false), Ok("10500.00"))]
    #[case("130", 30, Some(true), Ok("11032.32"))]
    #[case("130", 12, None, Ok("10400.00"))]
    fn cap_and_collar_hold_the_rise(
        #[case] now: &str,
        #[case] months: u32,
        #[case] compound: Option<bool>,
        #[case] expected: Result<&str, ()>,
    ) {
        let cap = Some(number("0.04"));
        let collar = Some(number("0.01"));
        let terms = IndexTerms { cap, collar, compound, ..plain() };
        let on = day("2025-03-25");
        let index = (number("100"), number(now));
        let found = index_review(pounds("10000"), index, months, &terms, on);
        assert_eq!(found, expected.map(pounds).map_err(|()| NotKnown::CapBasis { on }));
    }

    #[rstest]
    #[case(Some(true), Ok("10000"))]
    #[case(Some(false), Ok("9000"))]
    #[case(None, Err(()))]
    fn a_falling_index_lowers_only_a_rent_that_may_fall(
        #[case] upward_only: Option<bool>,
        #[case] expected: Result<&str, ()>,
    ) {
        let terms = IndexTerms { upward_only, ..plain() };
        let on = day("2025-03-25");
        let index = (number("100"), number("90"));
        let expected = expected.map(pounds).map_err(|()| NotKnown::UpwardOnly { on });
        assert_eq!(index_review(pounds("10000"), index, 60, &terms, on), expected);
        assert_eq!(market_review(pounds("10000"), pounds("9000"), upward_only, on), expected);
    }

    #[test]
    fn a_cap_below_the_collar_and_a_sum_beyond_the_range_are_told() {
        let on = day("2025-03-25");
        let (cap, collar) = (Some(number("0.01")), Some(number("0.04")));
        let crossed = IndexTerms { cap, collar, compound: Some(true), ..plain() };
        let same = (Decimal::ONE, Decimal::ONE);
        let found = index_review(pounds("1"), same, 12, &crossed, on);
        assert_eq!(found, Err(NotKnown::CapBelowCollar { on }));
        let steep = IndexTerms { cap: Some(number("10")), compound: Some(true), ..plain() };
        let found = index_review(pounds("1"), same, 12 * 999, &steep, on);
        assert_eq!(found, Err(NotKnown::Range));
        let found = index_review(pounds("1"), (Decimal::ZERO, Decimal::ONE), 12, &plain(), on);
        assert_eq!(found, Err(NotKnown::Range));
    }

    #[test]
    fn the_index_stays_as_far_behind_as_it_was_at_the_start() {
        let month = |text: &str| Month::read(text).unwrap();
        let series = PriceIndex::new([
            (month("2019-12"), number("108.5")),
            (month("2024-12"), number("135.6")),
        ]);
        let base = Some(month("2019-12"));
        let (start, review) = (day("2020-03-25"), day("2025-03-25"));
        let values = |s, b| index_values(s, b, start, start, review);
        assert_eq!(values(Some(&series), base), Ok((number("108.5"), number("135.6"))));
        assert_eq!(values(Some(&series), None), Err(NotKnown::BaseMonth));
        let missing = Err(NotKnown::Index { month: month("2019-12") });
        assert_eq!(values(None, base), missing);
    }
}
