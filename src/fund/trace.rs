//! What a run leaves behind at every turn, so that one with one thing changed works out what differs, and no more.

use std::{collections::BTreeMap, ops::Range};

use super::{
    funding::{General, Pools},
    inputs::Inputs,
    tranches::Tranche,
};

/// When in a year something beyond the charge is provided, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// The voluntary provision.
    Voluntary,
    /// What is left of a scheme's own sale.
    OwnSale,
    /// Receipts for any scheme.
    Receipts,
}

/// The turns of a run.
pub(super) struct Trace<'a> {
    pub years: Vec<TraceYear>,
    pub opening: Vec<Tranche<'a>>,
    /// By key of the tranche: in which year, when in it, and how much.
    taken: BTreeMap<usize, Vec<(usize, Phase, i64)>>,
    schemes: usize,
}

/// One year of a run before its sources are applied, and what was drawn from what.
pub(super) struct TraceYear {
    /// The capital financing requirement as it begins.
    pub requirement: i64,
    pub general: General,
    /// By scheme.
    pub pools: Vec<Pools>,
    /// Schemes as the sources take them.
    pub order: Vec<usize>,
    /// By scheme, its place in that order.
    pub positions: Vec<usize>,
    /// One for each source that any scheme may draw on, in the policy's order; wanted in the order of schemes.
    pub drawn: Vec<Drawn>,
    /// Of the voluntary provision, wanted by key of the tranche; `None` is none.
    pub voluntary: Option<Drawn>,
    /// Of receipts that are set aside, wanted by key of the tranche; `None` where they are held.
    pub receipts: Option<Drawn>,
}

/// A sum that those in a row take from, each what it wants, until nothing is left.
pub(super) struct Drawn {
    pub there: i64,
    /// What those before each want, together; one more than there are.
    wanted: Vec<i64>,
}

/// What one of the row takes as planned and now.
pub(super) struct Differs {
    pub at: usize,
    pub planned: i64,
    pub now: i64,
}

impl<'a> Trace<'a> {
    pub fn new(inputs: &Inputs, opening: Vec<Tranche<'a>>) -> Self {
        let schemes = inputs.schemes.len();
        Self { years: Vec::with_capacity(inputs.years), opening, taken: BTreeMap::new(), schemes }
    }

    /// The key of what a scheme borrows in a year: tranches in order of key are in order of age.
    pub const fn key(&self, scheme: usize, place: usize) -> usize {
        self.opening.len() + place * self.schemes + scheme
    }

    /// The scheme and the year of a key; `None` is what was there at the beginning.
    pub fn borrowed(&self, key: usize) -> Option<(usize, usize)> {
        let after = key.checked_sub(self.opening.len())?;
        Some((after % self.schemes, after / self.schemes))
    }

    /// What was provided on a tranche beyond its charges: in which year, when in it, and how much.
    pub fn taken(&self, key: usize) -> &[(usize, Phase, i64)] {
        self.taken.get(&key).map_or(&[], Vec::as_slice)
    }

    pub fn year(&mut self, requirement: i64, general: General, pools: &[Pools], order: &[usize]) {
        let mut positions = vec![0; order.len()];
        for (position, scheme) in order.iter().enumerate() {
            positions[*scheme] = position;
        }
        self.years.push(TraceYear {
            requirement,
            general,
            pools: pools.to_vec(),
            order: order.to_vec(),
            positions,
            drawn: Vec::new(),
            voluntary: None,
            receipts: None,
        });
    }

    pub fn drawn(&mut self, there: i64, wanted: impl Iterator<Item = i64>) {
        if let Some(year) = self.years.last_mut() {
            year.drawn.push(Drawn::new(there, wanted));
        }
    }

    /// Notes what the tranches have outstanding when something beyond the charge is there for them.
    pub fn provided(&mut self, phase: Phase, there: i64, tranches: &[Tranche<'_>]) {
        let mut wanted = vec![0; self.key(0, self.years.len())];
        for (at, tranche) in tranches.iter().enumerate() {
            wanted[self.key_of(at, tranche)] = tranche.outstanding;
        }
        let drawn = Some(Drawn::new(there, wanted.into_iter()));
        let Some(year) = self.years.last_mut() else { return };
        match phase {
            Phase::Voluntary => year.voluntary = drawn,
            Phase::Receipts => year.receipts = drawn,
            Phase::OwnSale => {}
        }
    }

    pub fn took(&mut self, phase: Phase, (at, tranche): (usize, &Tranche<'_>), pence: i64) {
        if pence != 0 {
            let (key, place) = (self.key_of(at, tranche), self.years.len() - 1);
            self.taken.entry(key).or_default().push((place, phase, pence));
        }
    }

    fn key_of(&self, at: usize, tranche: &Tranche<'_>) -> usize {
        tranche.scheme.map_or(at, |scheme| self.key(scheme, tranche.place))
    }
}

impl Drawn {
    fn new(there: i64, wanted: impl Iterator<Item = i64>) -> Self {
        let mut sum = 0;
        let sums = wanted.map(|want| {
            sum += want.max(0);
            sum
        });
        Self { there, wanted: std::iter::once(0).chain(sums).collect() }
    }

    pub fn len(&self) -> usize {
        self.wanted.len() - 1
    }

    /// Returns what one of the row takes as planned.
    pub fn taken(&self, at: usize) -> i64 {
        self.taken_of(self.there.max(0), at)
    }

    /// Returns what all leave as planned.
    pub fn left(&self) -> i64 {
        self.there - self.there.clamp(0, self.wanted[self.len()])
    }

    /// What one takes where so much is there for the whole row.
    fn taken_of(&self, there: i64, at: usize) -> i64 {
        (there - self.wanted[at]).clamp(0, self.wanted[at + 1] - self.wanted[at])
    }

    /// Lets a part of the row, whose wants are as planned, take from what is left now; returns what it leaves.
    ///
    /// Who takes something else than as planned is added to `differ`: those between where one runs out and where the
    /// other does.
    pub fn pass(&self, part: Range<usize>, left: i64, differ: &mut Vec<Differs>) -> i64 {
        let before = self.wanted[part.start];
        let (planned, now) = (self.there.max(0), before + left.max(0));
        if planned != now {
            let (less, more) = (planned.min(now), planned.max(now));
            let sums = &self.wanted[part.start + 1..=part.end];
            let runs_out = part.start + sums.partition_point(|sum| *sum <= less);
            let between = (runs_out..part.end).take_while(|at| self.wanted[*at] < more);
            differ.extend(between.filter_map(|at| {
                let (planned, now) = (self.taken_of(planned, at), self.taken_of(now, at));
                (planned != now).then_some(Differs { at, planned, now })
            }));
        }
        left - left.clamp(0, self.wanted[part.end] - before)
    }
}
