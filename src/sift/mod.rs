//! Estate, exits and measures in; a first answer from a bare register out: which sites to look at first.
//!
//! Each [`Signal`] reads one thing of a site and says *for* looking at it, *against*, *not known* or *does not apply*,
//! with the reading, the threshold of the policy and on what both rest. Signals are counted, never weighed, and the
//! policy's counts make the [`SiftGroup`]: no number is made up. `register` reads what a register says of one site,
//! `leases` what its leases do, `near` the other sites of its use; `quarters` tells a cost beside others of its use.

mod leases;
mod near;
mod quarters;
mod register;

use rayon::prelude::*;

use crate::{
    appraise::Appraisal,
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{Date, SiftGroup, Signal, SignalFinding, Site, Status, decimals, to_whole},
    policy::{FigureName, Policy},
};

pub use quarters::Quarter;

/// What is read of a site, or what it is held against.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A word, a grade or several.
    Word(String),
    /// A fraction.
    Share(f64),
    /// Pounds per m².
    PoundsPerM2(f64),
    /// Kilometres in a straight line.
    Kilometres(f64),
    /// A day.
    Day(Date),
}

impl Value {
    /// Writes it as data files have it, without unit: shares four decimals, money and kilometres two.
    #[must_use]
    pub fn text(&self) -> String {
        let two = |number: f64| decimals(to_whole(number * 100.0), 100, 2);
        match self {
            Self::Word(word) => word.clone(),
            Self::Share(share) => decimals(to_whole(share * 10_000.0), 10_000, 4),
            Self::PoundsPerM2(number) | Self::Kilometres(number) => two(*number),
            Self::Day(day) => day.to_string(),
        }
    }

    /// Writes it for a reader, with its unit.
    #[must_use]
    pub fn shown(&self) -> String {
        let tenths = |number: f64| decimals(to_whole(number * 10.0), 10, 1);
        match self {
            Self::Word(word) => word.replace('_', " "),
            Self::Share(share) => format!("{}%", decimals(to_whole(share * 1_000.0), 10, 0)),
            Self::PoundsPerM2(pounds) => {
                let pounds = decimals(to_whole(pounds * 100.0), 100, 0);
                let (sign, size) = match pounds.strip_prefix('-') {
                    Some(size) => ("−", size),
                    None => ("", pounds.as_str()),
                };
                format!("{sign}£{} per m²", crate::model::with_thousands(size))
            }
            Self::Kilometres(km) => format!("{} km", tenths(*km)),
            Self::Day(day) => day.format("%-d %B %Y").to_string(),
        }
    }

    /// Returns the unit of [`Value::text`]; empty for words and days.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::Word(_) | Self::Day(_) => "",
            Self::Share(_) => "share",
            Self::PoundsPerM2(_) => "£ per m²",
            Self::Kilometres(_) => "km",
        }
    }
}

/// What one signal says of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct Sign {
    /// Which.
    pub signal: Signal,
    /// What it says.
    pub finding: SignalFinding,
    /// What was read; `None` is not known, or nothing to read.
    pub reading: Option<Value>,
    /// What it was held against; `None` where the policy has nothing for such a site.
    pub threshold: Option<Value>,
    /// Where the reading stands among sites of its use; told beside and never counted.
    pub quarter: Option<Quarter>,
    /// On what the reading rests, or why there is none; empty where that is plain.
    pub basis: String,
}

impl Sign {
    fn new(signal: Signal, finding: SignalFinding, basis: impl Into<String>) -> Self {
        Self { signal, finding, reading: None, threshold: None, quarter: None, basis: basis.into() }
    }

    fn not_known(signal: Signal, basis: impl Into<String>) -> Self {
        Self::new(signal, SignalFinding::NotKnown, basis)
    }

    fn does_not_apply(signal: Signal, basis: impl Into<String>) -> Self {
        Self::new(signal, SignalFinding::DoesNotApply, basis)
    }

    /// Makes a sign for or against, by whether its reading is past the threshold.
    fn found(signal: Signal, is_for: bool, reading: Value, basis: impl Into<String>) -> Self {
        let finding = if is_for { SignalFinding::For } else { SignalFinding::Against };
        Self { reading: Some(reading), ..Self::new(signal, finding, basis) }
    }

    fn against(mut self, threshold: Value) -> Self {
        self.threshold = Some(threshold);
        self
    }
}

/// What the sift says of one site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteSift {
    /// Its number in `site_id` order.
    pub number: usize,
    /// Where it is put.
    pub group: SiftGroup,
    /// One a signal that is told, in the order of [`Signal::ALL`].
    pub signs: Vec<Sign>,
}

impl SiteSift {
    /// Counts the signals with a finding.
    #[must_use]
    pub fn count(&self, finding: SignalFinding) -> usize {
        self.signs.iter().filter(|sign| sign.finding == finding).count()
    }
}

/// What a sift starts from.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct SiftInputs<'a> {
    pub estate: &'a Estate,
    pub measures: &'a Measures,
    pub appraisal: &'a Appraisal,
    pub policy: &'a Policy,
}

/// Sifts some sites by some signals, as if no others were there: those looked at first come first.
///
/// Within a group sites with more signals for them come first, then those with fewer against, then by `site_id`.
///
/// # Unknown
/// What is not recorded makes a signal *not known*; it never takes away what another says.
#[must_use]
pub fn sift(
    inputs: SiftInputs<'_>,
    keep: impl Fn(&Site) -> bool,
    tells: impl Fn(Signal) -> bool + Sync,
    tells_decisions: bool,
) -> Vec<SiteSift> {
    let SiftInputs { estate, measures, appraisal, policy } = inputs;
    let kept: Vec<usize> = (0..estate.sites.len()).filter(|n| keep(&estate.sites[*n])).collect();
    let near = near::Near::of(estate, &kept, policy);
    let leases = leases::Leases::of(estate, policy);
    let mut found: Vec<SiteSift> = kept
        .par_iter()
        .map(|number| {
            let read = Read {
                site: &estate.sites[*number],
                measures: &measures.sites[*number],
                cost_year: measures.cost_year,
                as_of: estate.snapshot.as_of,
                policy,
            };
            let signs: Vec<Sign> = Signal::ALL
                .iter()
                .filter(|signal| tells(**signal))
                .map(|signal| match signal {
                    Signal::LeaseEnd => leases.end(*number, read),
                    Signal::LeasedUnderUsed => leases::under_used(read),
                    Signal::NearSameUse => near.sign(*number, read),
                    of_register => register::sign(*of_register, read),
                })
                .collect();
            let decided = tells_decisions && appraisal.decided[*number].is_some();
            let group = group(read.site, decided, &signs, policy);
            SiteSift { number: *number, group, signs }
        })
        .collect();
    quarters::tell(&mut found, estate, policy);
    found.sort_by_key(|s| {
        let (fors, against) = (s.count(SignalFinding::For), s.count(SignalFinding::Against));
        (s.group, std::cmp::Reverse(fors), against, s.number)
    });
    found
}

/// What every signal reads.
#[derive(Clone, Copy)]
struct Read<'a> {
    site: &'a Site,
    measures: &'a SiteMeasures,
    cost_year: crate::model::FinancialYear,
    as_of: Date,
    policy: &'a Policy,
}

impl Read<'_> {
    /// Says why sites of this use are not judged by a signal; `None` where they are.
    ///
    /// A use that is empty counts as an office, as everywhere; one that could not be read may be any.
    fn not_judged(&self, signal: Signal) -> Option<Sign> {
        match self.site.use_or_office() {
            None => Some(Sign::not_known(signal, "the use could not be read")),
            Some(site_use) if !self.policy.sift.judges(signal, site_use) => {
                let why = format!("not used for sites with the use {}", spoken(site_use));
                Some(Sign::does_not_apply(signal, why))
            }
            Some(_) => None,
        }
    }
}

fn spoken(word: impl std::fmt::Display) -> String {
    word.to_string().replace('_', " ")
}

/// Puts a site where the policy's counts have it.
fn group(site: &Site, decided: bool, signs: &[Sign], policy: &Policy) -> SiftGroup {
    match site.status_or_operational() {
        Some(Status::Sold) => return SiftGroup::Sold,
        Some(Status::ForSale) => return SiftGroup::ForSale,
        _ if site.must_keep.is_some() => return SiftGroup::MustKeep,
        _ if decided => return SiftGroup::Decided,
        _ => {}
    }
    let count = |finding| signs.iter().filter(|sign| sign.finding == finding).count();
    let figure = |name| usize::try_from(policy.whole(name)).unwrap_or(usize::MAX);
    let is_for = |sign: &&Sign| sign.finding == SignalFinding::For;
    let enough = signs.iter().filter(is_for).any(|sign| policy.sift.is_enough(sign.signal));
    let (fors, against) = (count(SignalFinding::For), count(SignalFinding::Against));
    let known = fors + against;
    let all = known + count(SignalFinding::NotKnown);
    let unopposed = against == 0 && fors >= figure(FigureName::SiftFirstUnopposed);
    match () {
        () if enough || unopposed || fors >= figure(FigureName::SiftFirstSignals) => {
            SiftGroup::LookFirst
        }
        () if fors >= figure(FigureName::SiftNextSignals) => SiftGroup::LookNext,
        () if all > 0 && known >= all.min(figure(FigureName::SiftKnownSignals)) => {
            SiftGroup::NoSign
        }
        () => SiftGroup::TooLittleKnown,
    }
}

/// Tells whether fewer of the sites that could be ranked have a rank than the policy asks for a ranking to lead.
///
/// Sites that are sold, for sale or must be kept count on neither side; without any other nothing leads.
#[must_use]
pub fn leads(ranked: usize, could_be: usize, policy: &Policy) -> bool {
    let share = policy.figure(FigureName::SiftLeadsBelow);
    could_be > 0
        && rust_decimal::Decimal::from(ranked) < share * rust_decimal::Decimal::from(could_be)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_for_files_and_for_readers() {
        let day = Value::Day("2021-06-23".parse().unwrap());
        assert_eq!((day.text(), day.shown()), ("2021-06-23".into(), "23 June 2021".into()));
        let cost = Value::PoundsPerM2(1_234.5);
        assert_eq!((cost.text(), cost.shown()), ("1234.50".into(), "£1,235 per m²".into()));
        assert_eq!(Value::Share(0.625).text(), "0.6250");
        assert_eq!(Value::Share(0.625).shown(), "63%");
        assert_eq!(Value::Kilometres(1.25).text(), "1.25");
        assert_eq!(Value::Word("for_sale".into()).shown(), "for sale");
    }

    #[test]
    fn the_sift_leads_where_fewer_than_half_are_ranked() {
        let policy = Policy::default_policy().unwrap();
        assert!(leads(0, 1, &policy) && leads(4, 9, &policy));
        assert!(!leads(5, 10, &policy) && !leads(0, 0, &policy));
    }
}
