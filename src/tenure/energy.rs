//! Whether space may be let by its energy rating.

use rust_decimal::Decimal;

use crate::{
    model::{Date, Site, words},
    policy::{FigureName, Policy},
};

words!(
    /// How a letting stands against the least energy rating that law asks for.
    EnergyTest {
        /// The law does not reach the letting yet.
        NotYet = "not_yet_required",
        Meets = "meets",
        /// Unless an exemption is registered, which no table says.
        Below = "below",
        /// No rating is recorded that can be read.
        NotKnown = "not_known",
    }
);

/// Tells how a letting granted on a day stands on another: new lettings are tested from the day of one figure of
/// the policy, lettings that go on from that of the other.
#[must_use]
pub fn energy_test(site: &Site, granted: Date, on: Date, policy: &Policy) -> EnergyTest {
    let reached = |name, day: Date| policy.entry(name).from.is_none_or(|from| day >= from);
    let tests =
        [(FigureName::EpcMinimum, granted), (FigureName::EpcMinimumContinuing, on.max(granted))];
    let reached = tests.into_iter().filter(|(name, day)| reached(*name, *day));
    let Some(least) = reached.map(|(name, _)| policy.figure(name)).min() else {
        return EnergyTest::NotYet;
    };
    match site.energy_grade() {
        None => EnergyTest::NotKnown,
        Some(grade) if Decimal::from(grade) <= least => EnergyTest::Meets,
        Some(_) => EnergyTest::Below,
    }
}

/// Returns the worst grade, A being 1, with which a building may be let once every figure of the policy holds.
#[must_use]
pub fn coming_grade(policy: &Policy) -> Decimal {
    let figures = [FigureName::EpcMinimum, FigureName::EpcMinimumContinuing];
    figures.map(|name| policy.figure(name)).into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::load::{Hashes, load};

    /// From 1 April 2018 what is let anew, from 1 April 2023 whatever is let, F and G being below.
    #[rstest]
    #[case("F", "2016-04-01", "2020-03-31", EnergyTest::NotYet)]
    #[case("F", "2016-04-01", "2023-03-31", EnergyTest::NotYet)]
    #[case("F", "2016-04-01", "2023-04-01", EnergyTest::Below)]
    #[case("F", "2018-04-01", "2020-03-31", EnergyTest::Below)]
    #[case("E", "2018-04-01", "2026-03-31", EnergyTest::Meets)]
    #[case("a+", "2016-04-01", "2026-03-31", EnergyTest::Meets)]
    #[case("", "2016-04-01", "2020-03-31", EnergyTest::NotYet)]
    #[case("", "2016-04-01", "2026-03-31", EnergyTest::NotKnown)]
    #[case("exempt", "2018-04-01", "2020-03-31", EnergyTest::NotKnown)]
    #[case("none", "2018-04-01", "2020-03-31", EnergyTest::NotKnown)]
    fn the_law_reaches_new_lettings_first(
        #[case] rating: &str,
        #[case] granted: &str,
        #[case] on: &str,
        #[case] test: EnergyTest,
    ) {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("2020-03-31");
        std::fs::create_dir(&folder).unwrap();
        let sites = format!("site_id,name,epc_rating\nA,A,{rating}\n");
        std::fs::write(folder.join("sites.csv"), sites).unwrap();
        let policy = Policy::default_policy().unwrap();
        let estate = load(&folder, &policy, Hashes::NotWanted).unwrap().value.unwrap();
        let (granted, on) = (granted.parse().unwrap(), on.parse().unwrap());
        assert_eq!(energy_test(&estate.sites[0], granted, on, &policy), test);
    }
}
