//! The business rates of one empty building: whether it bears any, from which day, at which multiplier.

use super::{EmptyRates, NotKnown, disposal::rates_from};
use crate::{
    model::{Date, Money, Period, Site, Status, Use, months_later},
    policy::{FigureName, Policy},
};

/// What the law asks of an empty building before it charges rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyBuilding {
    /// What it was last used for; `None` could not be read and counts as no industrial use.
    pub site_use: Option<Use>,
    /// Whether it is a listed building; not recorded counts as not listed.
    pub listed: Option<bool>,
    /// Rateable value in pounds.
    pub rateable_value: Option<Money>,
    /// The day from which it has been empty already; `None` where it is not empty yet, or nobody recorded it.
    pub since: Option<Date>,
    /// Whether it is vacant or for sale, and nobody recorded since when it is empty.
    pub since_not_recorded: bool,
}

impl EmptyBuilding {
    /// Reads a site of the register.
    ///
    /// A vacant site has been empty since `status_on`. Since when a site for sale is empty is not recorded
    /// anywhere: its status tells the day it was put up for sale.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let status = site.status_or_operational();
        let since = site.status_on.filter(|_| status == Some(Status::Vacant));
        let given_up = matches!(status, Some(Status::Vacant | Status::ForSale));
        Self {
            site_use: site.use_or_office(),
            listed: site.listed,
            rateable_value: site.rateable_value,
            since,
            since_not_recorded: given_up && since.is_none(),
        }
    }

    /// Tells whether it bears rates at all once its free months are over.
    ///
    /// Listed buildings and those below the policy's least rateable value bear none.
    ///
    /// # Errors
    /// [`NotKnown::RateableValue`] without one.
    pub fn is_rated(&self, policy: &Policy) -> Result<bool, NotKnown> {
        let value = self.rateable_value.ok_or(NotKnown::RateableValue)?;
        let least = Money::pounds(policy.figure(FigureName::EmptyLeastValue));
        // Not recorded is not listed: the budget then bears too much, never too little.
        Ok(self.listed != Some(true) && value >= least)
    }

    /// Returns the months without rates: longer for the policy's industrial uses.
    #[must_use]
    pub fn free_months(&self, policy: &Policy) -> u32 {
        let industrial = self.site_use.is_some_and(|u| policy.rates.is_industrial(u));
        policy.whole(if industrial {
            FigureName::EmptyFreeMonthsIndustrial
        } else {
            FigureName::EmptyFreeMonths
        })
    }

    /// Returns what is payable while it is held empty, by financial year.
    ///
    /// The free months run from the day it became empty, at the latest from the first day of `held`; what of them
    /// lies before `held` is used up. Each year has the multiplier that the law applied to empty property.
    ///
    /// # Errors
    /// [`NotKnown::RateableValue`] without one, [`NotKnown::Range`] beyond money or dates.
    ///
    /// # Source
    /// Local Government Finance Act 1988 s.45; Non-Domestic Rating (Unoccupied Property) (England) Regulations 2008.
    pub fn rates(&self, held: Period, policy: &Policy) -> Result<Vec<EmptyRates>, NotKnown> {
        let value = self.rateable_value.ok_or(NotKnown::RateableValue)?;
        if !self.is_rated(policy)? {
            return Ok(Vec::new());
        }
        let since = self.since.map_or(held.from(), |since| since.min(held.from()));
        let free = months_later(since, self.free_months(policy)).ok_or(NotKnown::Range)?;
        let money = |name| Money::pounds(policy.figure(name));
        let (small, high) = (money(FigureName::RatesSmallBelow), money(FigureName::RatesHighFrom));
        let Some(paid) = Period::new(free.max(held.from()), held.until()) else {
            return Ok(Vec::new());
        };
        rates_from(value, paid, |year| policy.rates.of_empty(year, value, small, high))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::finance::samples::{day, pounds};

    fn building(since: Option<&str>) -> EmptyBuilding {
        EmptyBuilding {
            site_use: Some(Use::Office),
            listed: Some(false),
            rateable_value: Some(pounds("60000")),
            since: since.map(day),
            since_not_recorded: false,
        }
    }

    fn paid(building: EmptyBuilding, from: &str, until: &str) -> Vec<(String, String)> {
        let held = Period::new(day(from), day(until)).unwrap();
        let rates = building.rates(held, &Policy::default_policy().unwrap()).unwrap();
        rates.iter().map(|r| (r.year.to_string(), r.amount.to_string())).collect()
    }

    /// Issue 13: vacant for two years, so no free month is left: 60,000 × 48.0p.
    #[test]
    fn free_months_that_are_used_up_are_not_had_again() {
        let found = paid(building(Some("2024-03-31")), "2026-04-01", "2027-04-01");
        assert_eq!(found, [("2026/27".to_owned(), "28800.00".to_owned())]);
        let found = paid(building(None), "2026-04-01", "2027-04-01");
        assert_eq!(found, [("2026/27".to_owned(), "21619.73".to_owned())]);
    }

    /// Issue 13: empty since 1 March, so free to 1 June: 304 of 365 days.
    #[test]
    fn what_is_left_of_the_free_months_counts() {
        let found = paid(building(Some("2026-03-01")), "2026-04-01", "2027-04-01");
        assert_eq!(found, [("2026/27".to_owned(), "23986.85".to_owned())]);
    }

    /// Issue 13: six months for workshop and stores: 182 of 365 days; three for the rest.
    #[rstest]
    #[case(Use::Workshop, "14360.55")]
    #[case(Use::Stores, "14360.55")]
    #[case(Use::Land, "21619.73")]
    #[case(Use::Custody, "21619.73")]
    fn industrial_uses_have_more_free_months(#[case] site_use: Use, #[case] amount: &str) {
        let of_use = EmptyBuilding { site_use: Some(site_use), ..building(None) };
        assert_eq!(paid(of_use, "2026-04-01", "2027-04-01")[0].1, amount);
    }

    /// Issue 13: until 31 March 2024 the small business multiplier was for occupied property alone.
    #[rstest]
    #[case("2023-04-01", "2024-04-01", "20480.00")]
    #[case("2024-04-01", "2025-04-01", "19960.00")]
    #[case("2025-04-01", "2026-04-01", "19960.00")]
    #[case("2026-04-01", "2027-04-01", "17280.00")]
    fn a_small_empty_building_pays_by_the_law_of_the_year(
        #[case] from: &str,
        #[case] until: &str,
        #[case] amount: &str,
    ) {
        let small =
            EmptyBuilding { rateable_value: Some(pounds("40000")), ..building(Some("2019-01-01")) };
        assert_eq!(paid(small, from, until)[0].1, amount);
    }

    #[test]
    fn listed_and_least_values_pay_nothing_and_no_value_is_not_known() {
        let listed = EmptyBuilding { listed: Some(true), ..building(None) };
        assert!(paid(listed, "2026-04-01", "2027-04-01").is_empty());
        let least = EmptyBuilding { rateable_value: Some(pounds("2899")), ..building(None) };
        assert!(paid(least, "2026-04-01", "2027-04-01").is_empty());
        let unknown = EmptyBuilding { rateable_value: None, ..listed };
        let held = Period::new(day("2026-04-01"), day("2027-04-01")).unwrap();
        let policy = Policy::default_policy().unwrap();
        assert_eq!(unknown.rates(held, &policy), Err(NotKnown::RateableValue));
    }
}
