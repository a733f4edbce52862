//! Tranches: what is borrowed in one year for one scheme, charged to revenue over its life.

use super::{inputs::Inputs, schemes::Scheme};
use crate::finance::Provision;

/// One tranche at the end of the years followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct TrancheEnd {
    /// The scheme, as a place; `None` is what was there at the beginning.
    pub scheme: Option<usize>,
    /// The year of spend, as a place.
    pub place: usize,
    /// In pence.
    pub amount: i64,
    /// The first year of charge, as a place; may be after the years followed.
    pub first: usize,
    /// Years of charge; `None` is not known: nothing is charged.
    pub years: Option<u32>,
    /// Sum of what was charged, provided beyond it and set aside, in pence.
    pub provided: i64,
    pub outstanding: i64,
}

/// One tranche on its way through the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tranche<'a> {
    pub scheme: Option<usize>,
    /// The year of spend, as a place.
    pub place: usize,
    /// In pence.
    pub amount: i64,
    /// The first year of charge, as a place.
    pub first: usize,
    /// Years of charge; `None` is not known.
    pub years: Option<u32>,
    provision: Option<Provision<'a>>,
    /// Not yet charged, in pence.
    pub outstanding: i64,
}

impl Tranche<'_> {
    /// Charges a year; nothing, and the years left bear it, where no provision is due.
    pub fn charge(&mut self, place: usize, is_due: bool) -> i64 {
        let Some(provision) = self.provision.as_mut().filter(|_| place >= self.first) else {
            return 0;
        };
        if self.outstanding == 0 {
            return 0;
        }
        if !is_due {
            provision.pass_over();
            return 0;
        }
        let charge = provision.charge();
        self.outstanding -= charge;
        charge
    }

    /// Provides so many pence beyond the charge, at most what is outstanding; returns what was taken.
    pub fn reduce(&mut self, pence: i64) -> i64 {
        let taken = match self.provision.as_mut() {
            Some(provision) => provision.reduce(pence),
            None => pence.clamp(0, self.outstanding),
        };
        self.outstanding -= taken;
        taken
    }
}

/// What was there at the beginning, as tranches.
pub(super) fn opening(inputs: &Inputs) -> Vec<Tranche<'_>> {
    let Some(terms) = &inputs.terms else { return Vec::new() };
    let made = terms.opening.iter().map(|part| {
        let profile = terms.profiles.get(part.method, part.years);
        let provision = profile.and_then(|profile| Provision::new(part.pence, profile));
        Tranche {
            scheme: None,
            place: 0,
            amount: part.pence,
            first: 0,
            years: provision.map(|_| part.years),
            provision,
            outstanding: part.pence,
        }
    });
    made.collect()
}

/// A new tranche: charged from the year after that in which what is built comes into use.
pub(super) fn tranche<'a>(
    inputs: &'a Inputs,
    scheme: &Scheme,
    (number, place): (usize, usize),
    amount: i64,
    last_spend: Option<usize>,
) -> Tranche<'a> {
    let life = scheme.life(place);
    let profile = inputs.terms.as_ref().zip(life).and_then(|(t, n)| t.profiles.get(t.method, n));
    let provision = profile.and_then(|profile| Provision::new(amount, profile));
    let operational = scheme.operational(place, last_spend.unwrap_or(place));
    Tranche {
        scheme: Some(number),
        place,
        amount,
        first: operational + 1,
        years: life.filter(|_| provision.is_some()),
        provision,
        outstanding: amount,
    }
}
