//! Minimum revenue provision: what the revenue account sets aside, year by year, for a sum once borrowed.
//!
//! A tranche is one sum financed by borrowing with one life. Its charges are those of its [`RepaymentProfile`]; what is
//! set aside beyond them lowers the charges of the years that follow. When the first charge falls (the year
//! after the asset comes into use) is for the caller to say.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::model::MrpMethod;

use super::repayment_profile::{LARGEST_PROFILED_PENCE, RepaymentProfile};

/// The spreads of every method and life in use, each made once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MrpProfiles {
    rate: Option<Decimal>,
    made: BTreeMap<(MrpMethod, u32), RepaymentProfile>,
}

impl MrpProfiles {
    /// Starts without any spread; `rate` is the annuity's, a fraction a year, `None` if it is not known.
    #[must_use]
    pub const fn new(rate: Option<Decimal>) -> Self {
        Self { rate, made: BTreeMap::new() }
    }

    /// Makes the spread of a method and a life in years, unless it is there, and returns it.
    ///
    /// `None` of an annuity without a rate, or where [`RepaymentProfile`] has none.
    pub fn prepare(&mut self, method: MrpMethod, years: u32) -> Option<&RepaymentProfile> {
        if !self.made.contains_key(&(method, years)) {
            let profile = match method {
                MrpMethod::EqualInstalment => RepaymentProfile::equal(years)?,
                MrpMethod::Annuity => RepaymentProfile::annuity(years, self.rate?)?,
            };
            self.made.insert((method, years), profile);
        }
        self.get(method, years)
    }

    /// Returns a spread that has been prepared.
    #[must_use]
    pub fn get(&self, method: MrpMethod, years: u32) -> Option<&RepaymentProfile> {
        self.made.get(&(method, years))
    }
}

/// The provision for one tranche, stepped year by year: whole pence, no allocation.
///
/// Charges and reductions add up to the tranche once its years are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provision<'a> {
    profile: &'a RepaymentProfile,
    /// Years charged so far.
    year: u32,
    /// What is not provided for yet, in pence, zero or more.
    outstanding: i64,
    /// What was outstanding after year `base_year`, in pence: the sum that is spread over the years after it.
    base: i64,
    base_year: u32,
}

impl<'a> Provision<'a> {
    /// Starts the provision for a tranche in pence.
    ///
    /// A tranche provided for in part starts with what is outstanding and the spread of the years left. `None`
    /// below zero or above [`LARGEST_PROFILED_PENCE`].
    #[must_use]
    pub fn new(pence: i64, profile: &'a RepaymentProfile) -> Option<Self> {
        let fits = (0..=LARGEST_PROFILED_PENCE).contains(&pence);
        fits.then_some(Self { profile, year: 0, outstanding: pence, base: pence, base_year: 0 })
    }

    /// Returns what is not provided for yet, in pence.
    #[must_use]
    pub const fn outstanding(&self) -> i64 {
        self.outstanding
    }

    /// Returns the years that still bear a charge.
    #[must_use]
    pub fn years_left(&self) -> u32 {
        self.profile.periods().saturating_sub(self.year)
    }

    /// Charges the next year and returns the charge in pence: zero or more, zero once the years are over.
    ///
    /// Equal instalments: (A − B) ÷ C, A the tranche, B what is provided, C the years left, this one among
    /// them. Annuity: the principal of the annuity of A − B at the same rate over C years. Each is a rounded
    /// running total less the one before.
    ///
    /// # Source
    /// Statutory guidance on minimum revenue provision (England), 5th edition, option 3, asset life method.
    pub fn charge(&mut self) -> i64 {
        self.year = self.year.saturating_add(1);
        let done = self.profile.running_from(self.base, self.base_year, self.year);
        let left = self.base - done;
        let charge = self.outstanding - left;
        self.outstanding = left;
        charge
    }

    /// Lets the next year pass without a charge: what is outstanding is spread over the years left.
    ///
    /// The last year is never passed over, so that what is outstanding can still be charged later.
    pub fn pass_over(&mut self) {
        if self.year + 1 < self.profile.periods() {
            self.year += 1;
            self.base = self.outstanding;
            self.base_year = self.year;
        }
    }

    /// Sets aside a further sum after the years charged so far and returns what of it was taken, in pence.
    ///
    /// Voluntary provision and receipts alike. No more than is outstanding is taken, nothing of a sum below
    /// zero; what is left is spread anew over the years left.
    pub fn reduce(&mut self, pence: i64) -> i64 {
        let taken = pence.clamp(0, self.outstanding);
        if taken > 0 {
            self.outstanding -= taken;
            self.base = self.outstanding;
            self.base_year = self.year;
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finance::samples::number;

    const MILLION: i64 = 100_000_000;

    fn profiles() -> MrpProfiles {
        MrpProfiles::new(Some(number("0.05")))
    }

    fn to_the_end(mut provision: Provision<'_>) -> Vec<i64> {
        (0..provision.years_left()).map(|_| provision.charge()).collect()
    }

    #[test]
    fn a_million_over_25_years_is_provided_for_as_published() {
        let mut profiles = profiles();
        let equal = profiles.prepare(MrpMethod::EqualInstalment, 25).unwrap();
        let charged = to_the_end(Provision::new(MILLION, equal).unwrap());
        assert_eq!(charged, [4_000_000; 25]);
        let annuity = profiles.prepare(MrpMethod::Annuity, 25).unwrap();
        let charged = to_the_end(Provision::new(MILLION, annuity).unwrap());
        assert_eq!((charged[0], charged[1], charged[24]), (2_095_246, 2_200_008, 6_757_377));
        assert_eq!(charged[..10].iter().sum::<i64>(), 26_353_776);
        assert_eq!(charged.iter().sum::<i64>(), MILLION);
    }

    #[test]
    fn what_is_set_aside_lowers_the_charges_of_the_years_left() {
        let mut profiles = profiles();
        let equal = profiles.prepare(MrpMethod::EqualInstalment, 25).unwrap();
        let mut provision = Provision::new(MILLION, equal).unwrap();
        (0..10).for_each(|_| assert_eq!(provision.charge(), 4_000_000));
        assert_eq!(provision.reduce(15_000_000), 15_000_000);
        // (1,000,000 − 400,000 − 150,000) ÷ 15 years.
        assert_eq!((provision.outstanding(), provision.years_left()), (45_000_000, 15));
        assert_eq!(to_the_end(provision), [3_000_000; 15]);
    }

    #[test]
    fn an_annuity_goes_on_at_its_rate_over_the_years_left() {
        let mut profiles = profiles();
        profiles.prepare(MrpMethod::Annuity, 25).unwrap();
        profiles.prepare(MrpMethod::Annuity, 15).unwrap();
        let long = profiles.get(MrpMethod::Annuity, 25).unwrap();
        let mut provision = Provision::new(MILLION, long).unwrap();
        let charged: i64 = (0..10).map(|_| provision.charge()).sum();
        provision.reduce(20_000_000);
        let left = MILLION - charged - 20_000_000;
        assert_eq!((charged, left), (26_353_776, 53_646_224));
        let afresh = Provision::new(left, profiles.get(MrpMethod::Annuity, 15).unwrap()).unwrap();
        let charged = to_the_end(provision);
        assert_eq!(charged, to_the_end(afresh));
        // £536,462.24 × 0.05 ÷ (1.05^15 − 1).
        assert_eq!(charged[0], 2_486_089);
    }

    #[test]
    fn no_more_than_is_outstanding_is_taken() {
        let mut profiles = profiles();
        let equal = profiles.prepare(MrpMethod::EqualInstalment, 2).unwrap();
        let mut provision = Provision::new(101, equal).unwrap();
        assert_eq!((provision.reduce(-5), provision.charge()), (0, 51));
        assert_eq!((provision.reduce(i64::MAX), provision.outstanding()), (50, 0));
        assert_eq!((provision.charge(), provision.charge(), provision.reduce(1)), (0, 0, 0));
        assert_eq!(provision.years_left(), 0);
    }

    #[test]
    fn a_tranche_out_of_range_and_an_annuity_without_a_rate_have_no_provision() {
        let equal = RepaymentProfile::equal(2).unwrap();
        assert_eq!(Provision::new(-1, &equal), None);
        assert_eq!(Provision::new(LARGEST_PROFILED_PENCE + 1, &equal), None);
        let mut unknown = MrpProfiles::new(None);
        assert_eq!(unknown.prepare(MrpMethod::Annuity, 25), None);
        assert!(unknown.prepare(MrpMethod::EqualInstalment, 25).is_some());
        assert_eq!(unknown.prepare(MrpMethod::EqualInstalment, 0), None);
        assert_eq!(unknown.get(MrpMethod::EqualInstalment, 24), None);
    }

    proptest! {
        #[test]
        fn charges_and_reductions_add_up_to_the_tranche(
            pence in 0..=LARGEST_PROFILED_PENCE,
            method in prop::sample::select(MrpMethod::ALL),
            years in 1_u32..80,
            rate in -9_000_i64..10_000,
            aside in prop::collection::vec((0_u32..80, 0_i64..2_000_000_000_000), 0..6),
        ) {
            let mut profiles = MrpProfiles::new(Some(Decimal::new(rate, 4)));
            let profile = profiles.prepare(method, years).unwrap();
            let mut provision = Provision::new(pence, profile).unwrap();
            let mut done = 0;
            for year in 0..years {
                for (_, sum) in aside.iter().filter(|(at, _)| *at == year) {
                    done += provision.reduce(*sum);
                }
                let before = provision.outstanding();
                let charge = provision.charge();
                prop_assert!((0..=before).contains(&charge));
                done += charge;
                prop_assert_eq!(done + provision.outstanding(), pence);
            }
            prop_assert_eq!((done, provision.outstanding()), (pence, 0));
        }
    }
}
