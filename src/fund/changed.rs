//! The programme with one thing changed: only schemes and tranches that it touches are run again.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    funding::{Funding, FundingYear, General, Pools, SchemeYear, take_in, traced},
    inputs::Inputs,
    receipts::ReceiptDue,
    trace::{Differs, Drawn, Phase, Trace, TraceYear},
    tranches::{Tranche, tranche},
};
use crate::policy::Lever;

/// The programme as planned with the turns of its run.
pub(super) struct Planned<'a> {
    pub inputs: &'a Inputs,
    pub funding: Funding,
    trace: Trace<'a>,
    lever: Lever,
    /// By scheme, as a place.
    last_spend: Vec<Option<usize>>,
}

/// What is changed.
#[derive(Default)]
pub(super) struct Change {
    /// A scheme that is left out, as a place; its sales are for any scheme.
    pub without: Option<usize>,
    /// Receipts that come, 1, or come no more, −1.
    pub receipts: Vec<(i64, ReceiptDue)>,
}

impl<'a> Planned<'a> {
    pub fn new(inputs: &'a Inputs, lever: Lever) -> Self {
        let (funding, trace) = traced(inputs, &lever);
        let schemes = 0..inputs.schemes.len();
        let last = |s| funding.scheme(s).iter().rposition(|cell| cell.spend != 0);
        let last_spend = schemes.map(last).collect();
        Self { inputs, funding, trace, lever, last_spend }
    }

    /// Returns the years with the change; `None` where it moves a year from or to one without a minimum provision:
    /// then every tranche is charged otherwise, and the whole has to be run.
    pub fn years(&self, change: &Change) -> Option<Vec<FundingYear>> {
        let mut changed = Changed::new(self, change);
        (0..self.inputs.years).map(|place| changed.step(place)).collect()
    }

    /// Returns what a scheme has outstanding at the end of a year with the change; `None` as with the years.
    pub fn outstanding(&self, change: &Change, scheme: usize, place: usize) -> Option<i64> {
        let mut changed = Changed::new(self, change);
        for year in 0..=place {
            changed.step(year)?;
        }
        let own = changed
            .tranches
            .iter()
            .filter(|(key, _)| self.trace.borrowed(**key).is_some_and(|(own, _)| own == scheme));
        let more: i64 = own.map(|(_, pair)| pair.more()).sum();
        Some(self.funding.scheme(scheme)[place].outstanding + more)
    }

    pub const fn lever(&self) -> &Lever {
        &self.lever
    }

    fn cell(&self, scheme: usize, place: usize) -> &SchemeYear {
        &self.funding.scheme(scheme)[place]
    }

    /// What a scheme borrows in a year, as a tranche.
    fn borrow(&self, scheme: usize, place: usize, pence: i64) -> Option<Tranche<'a>> {
        let own = &self.inputs.schemes[scheme];
        let make = || tranche(self.inputs, own, (scheme, place), pence, self.last_spend[scheme]);
        (pence > 0).then(make)
    }

    /// A tranche as it is planned to be in a year, before something beyond the charge is provided.
    fn tranche(&self, key: usize, place: usize, phase: Phase) -> Option<Tranche<'a>> {
        let borrowed = self.trace.borrowed(key);
        let mut tranche = match borrowed {
            Some((scheme, from)) => self.borrow(scheme, from, self.cell(scheme, from).borrowing)?,
            None => self.trace.opening[key],
        };
        let mut taken = self.trace.taken(key).iter().peekable();
        for year in borrowed.map_or(0, |(_, from)| from)..=place {
            if borrowed.is_none_or(|(_, from)| from < year) {
                tranche.charge(year, self.trace.years[year].requirement > 0);
            }
            let before = |(own, when, _): &&(usize, Phase, i64)| {
                *own == year && (*own, *when) < (place, phase)
            };
            while let Some((_, _, pence)) = taken.next_if(before) {
                tranche.reduce(*pence);
            }
        }
        Some(tranche)
    }
}

/// A tranche as planned and now; what is not borrowed is none.
#[derive(Clone, Copy)]
struct Pair<'a> {
    planned: Option<Tranche<'a>>,
    now: Option<Tranche<'a>>,
}

impl Pair<'_> {
    fn more(&self) -> i64 {
        let outstanding = |tranche: &Option<Tranche<'_>>| tranche.map_or(0, |t| t.outstanding);
        outstanding(&self.now) - outstanding(&self.planned)
    }

    /// Charges both; returns what now is charged more.
    fn charge(&mut self, place: usize, is_due: bool) -> i64 {
        let charge = |tranche: &mut Option<Tranche<'_>>| {
            tranche.as_mut().map_or(0, |tranche| tranche.charge(place, is_due))
        };
        charge(&mut self.now) - charge(&mut self.planned)
    }

    /// Provides on both; returns what was taken.
    fn reduce(&mut self, planned: i64, now: i64) -> [i64; 2] {
        let reduce = |tranche: &mut Option<Tranche<'_>>, pence| {
            tranche.as_mut().map_or(0, |tranche| tranche.reduce(pence))
        };
        [reduce(&mut self.planned, planned), reduce(&mut self.now, now)]
    }

    fn is_over(&self) -> bool {
        [&self.planned, &self.now].iter().all(|t| t.is_none_or(|t| t.outstanding == 0))
    }
}

/// One year of a scheme that is not as planned.
struct Touched {
    /// As planned once the sources are applied.
    planned: Pools,
    now: Pools,
    cell: SchemeYear,
}

/// A run with a change: what differs from the run as planned.
struct Changed<'p, 'a> {
    with: &'p Planned<'a>,
    change: &'p Change,
    /// What any scheme may draw on, now less as planned.
    general: General,
    /// By scheme at the end of the year, now less as planned; those that differ.
    pools: BTreeMap<usize, Pools>,
    /// By key; those that differ.
    tranches: BTreeMap<usize, Pair<'a>>,
}

impl<'p, 'a> Changed<'p, 'a> {
    const fn new(with: &'p Planned<'a>, change: &'p Change) -> Self {
        let general = General { receipts: 0, grants: 0 };
        Self { with, change, general, pools: BTreeMap::new(), tranches: BTreeMap::new() }
    }

    /// Runs a year; `None` where it is no longer one of those with, or without, a minimum provision.
    fn step(&mut self, place: usize) -> Option<FundingYear> {
        let as_planned = &self.with.trace.years[place];
        let mut year = self.with.funding.years[place];
        let is_due = as_planned.requirement > 0;
        if (as_planned.requirement + self.outstanding().1 > 0) != is_due {
            return None;
        }
        year.receipts_opening += self.general.receipts + self.held().receipt;
        let mut touched = self.begin(place, &mut year);
        self.apply(place, &mut touched);
        for (key, pair) in &mut self.tranches {
            let more = pair.charge(place, is_due);
            match self.with.trace.borrowed(*key) {
                Some(_) => year.schemes.mrp += more,
                None => year.opening_mrp += more,
            }
        }
        for (scheme, own) in &touched {
            let planned = unborne(self.with.cell(*scheme, place));
            year.schemes.add(&own.cell, 1);
            year.schemes.add(&planned, -1);
            if own.cell.borrowing != planned.borrowing {
                let borrow = |pence| self.with.borrow(*scheme, place, pence);
                let pair =
                    Pair { planned: borrow(planned.borrowing), now: borrow(own.cell.borrowing) };
                self.tranches.insert(self.with.trace.key(*scheme, place), pair);
            }
        }
        if let Some(drawn) = &as_planned.voluntary {
            let ([opening, schemes], _) =
                self.provide((place, Phase::Voluntary), drawn, drawn.there);
            year.opening_voluntary += opening;
            year.schemes.voluntary += schemes;
        }
        year.schemes.set_aside += self.own_sales(place, &mut touched);
        if let Some(drawn) = &as_planned.receipts {
            let now = drawn.there + self.general.receipts;
            let ([opening, schemes], left) = self.provide((place, Phase::Receipts), drawn, now);
            year.opening_set_aside += opening;
            year.schemes.set_aside += schemes;
            self.general.receipts = left - drawn.left();
        }
        self.tranches.retain(|_, pair| !pair.is_over());
        let (opening, all) = self.outstanding();
        year.opening_outstanding += opening;
        year.schemes.outstanding += all - opening;
        let differ = touched.into_iter().map(|(scheme, own)| (scheme, less(own.now, own.planned)));
        self.pools = differ.filter(|(_, more)| *more != Pools::default()).collect();
        let held = self.held();
        year.receipts_closing += self.general.receipts + held.receipt;
        year.grants_closing += self.general.grants + held.grant;
        Some(year)
    }

    /// What is outstanding now, less as planned: of what was there at the beginning, and in all.
    fn outstanding(&self) -> (i64, i64) {
        self.tranches.iter().fold((0, 0), |(opening, all), (key, pair)| {
            let more = pair.more();
            let of_opening = if self.with.trace.borrowed(*key).is_none() { more } else { 0 };
            (opening + of_opening, all + more)
        })
    }

    /// What schemes hold of their own now, less as planned.
    fn held(&self) -> Pools {
        let mut held = Pools::default();
        for own in self.pools.values() {
            held.receipt += own.receipt;
            held.grant += own.grant;
        }
        held
    }

    /// Takes in what the change moves, and returns the schemes that begin the year otherwise than planned.
    fn begin(&mut self, place: usize, year: &mut FundingYear) -> BTreeMap<usize, Touched> {
        let Planned { inputs, lever, .. } = self.with;
        let mut touched = BTreeMap::new();
        for (scheme, more) in &self.pools {
            let mut own = self.untouched(*scheme, place, 0);
            own.now = less(own.now, less(Pools::default(), *more));
            touched.insert(*scheme, own);
        }
        for (times, receipt) in &self.change.receipts {
            let mut part = FundingYear::default();
            let brought = times * take_in(inputs, receipt, lever, (place, &mut part));
            year.receipts_received += times * part.receipts_received;
            year.sale_costs_met += times * part.sale_costs_met;
            year.receipts_to_revenue += times * part.receipts_to_revenue;
            year.sale_costs_on_revenue += times * part.sale_costs_on_revenue;
            year.extra_holding += times * part.extra_holding;
            match receipt.scheme {
                Some(_) if brought == 0 => {}
                Some(scheme) => {
                    let own =
                        touched.entry(scheme).or_insert_with(|| self.untouched(scheme, place, 0));
                    own.now.receipt += brought;
                }
                None => self.general.receipts += brought,
            }
        }
        if let Some(scheme) = self.change.without {
            let mut own = self.untouched(scheme, place, 0);
            (own.now, own.cell) = (Pools::default(), SchemeYear::default());
            touched.insert(scheme, own);
        }
        touched
    }

    /// A scheme as planned, once so many sources are applied.
    fn untouched(&self, scheme: usize, place: usize, sources: usize) -> Touched {
        let inputs = self.with.inputs;
        let mut planned = *self.with.cell(scheme, place);
        let mut cell = unborne(&planned);
        cell.borrowing = cell.spend;
        for source in &inputs.order {
            *cell.paid(*source) = 0;
        }
        let pools = self.with.trace.years[place].pools[scheme];
        let mut own = Touched { planned: pools, now: pools, cell };
        for (at, source) in inputs.order.iter().enumerate() {
            let paid = *planned.paid(*source);
            if let Some(pool) = own.planned.of(*source) {
                *pool -= paid;
            }
            if at < sources {
                own.cell.pay(*source, paid);
                if let Some(pool) = own.now.of(*source) {
                    *pool -= paid;
                }
            }
        }
        own
    }

    /// Applies the sources to the schemes that are touched, and to those that a source for any scheme touches.
    fn apply(&mut self, place: usize, touched: &mut BTreeMap<usize, Touched>) {
        let as_planned: &TraceYear = &self.with.trace.years[place];
        let mut planned = as_planned.general;
        let mut now = General {
            receipts: planned.receipts + self.general.receipts,
            grants: planned.grants + self.general.grants,
        };
        let mut drawn = as_planned.drawn.iter();
        for (at, source) in self.with.inputs.order.iter().enumerate() {
            let row = planned.of(*source).and_then(|sum| Some((sum, drawn.next()?)));
            let Some((sum, row)) = row else {
                for own in touched.values_mut() {
                    own.cell.draw(*source, (&mut own.now, &mut now));
                }
                continue;
            };
            *sum = row.left();
            let mut places: Vec<(usize, usize)> =
                touched.keys().map(|scheme| (as_planned.positions[*scheme], *scheme)).collect();
            places.sort_unstable();
            let mut differ: Vec<Differs> = Vec::new();
            let mut from = 0;
            for (position, scheme) in places {
                if let Some(left) = now.of(*source) {
                    *left = row.pass(from..position, *left, &mut differ);
                }
                if let Some(own) = touched.get_mut(&scheme) {
                    own.cell.draw(*source, (&mut own.now, &mut now));
                }
                from = position + 1;
            }
            if let Some(left) = now.of(*source) {
                *left = row.pass(from..row.len(), *left, &mut differ);
            }
            for found in differ {
                let scheme = as_planned.order[found.at];
                let mut own = self.untouched(scheme, place, at);
                own.cell.pay(*source, found.now);
                touched.insert(scheme, own);
            }
        }
        self.general = General {
            receipts: now.receipts - planned.receipts,
            grants: now.grants - planned.grants,
        };
    }

    /// Provides a sum on the oldest tranches; returns what is taken now less as planned, from what was there at the
    /// beginning and from schemes, and what is left now.
    fn provide(
        &mut self,
        (place, phase): (usize, Phase),
        row: &Drawn,
        now: i64,
    ) -> ([i64; 2], i64) {
        let mut left = now;
        let mut differ: Vec<Differs> = Vec::new();
        let mut from = 0;
        let mut more = [0, 0];
        let opening = self.with.trace.opening.len();
        for (key, pair) in &mut self.tranches {
            left = row.pass(from..*key, left, &mut differ);
            let [planned, now] = pair.reduce(row.taken(*key), left);
            left -= now;
            more[usize::from(*key >= opening)] += now - planned;
            from = key + 1;
        }
        left = row.pass(from..row.len(), left, &mut differ);
        for found in differ {
            let tranche = self.with.tranche(found.at, place, phase);
            let mut pair = Pair { planned: tranche, now: tranche };
            let [planned, now] = pair.reduce(found.planned, found.now);
            more[usize::from(found.at >= opening)] += now - planned;
            self.tranches.insert(found.at, pair);
        }
        (more, left)
    }

    /// Sets aside what is left of schemes' own sales once they are paid for; returns what that is more than planned.
    fn own_sales(&mut self, place: usize, touched: &mut BTreeMap<usize, Touched>) -> i64 {
        let trace = &self.with.trace;
        let owing = self.tranches.keys().filter_map(|key| Some(trace.borrowed(*key)?.0));
        let schemes: BTreeSet<usize> = touched.keys().copied().chain(owing).collect();
        let mut more = 0;
        for scheme in schemes {
            if self.with.last_spend[scheme].is_some_and(|last| place < last) {
                continue;
            }
            let planned = || self.untouched(scheme, place, 0).planned.receipt;
            let [mut planned, mut now] = touched
                .get(&scheme)
                .map_or_else(|| [planned(); 2], |own| [own.planned.receipt, own.now.receipt]);
            if [planned, now] == [0, 0] {
                continue;
            }
            for year in 0..=place {
                let key = trace.key(scheme, year);
                if !self.tranches.contains_key(&key)
                    && let Some(tranche) = self.with.tranche(key, place, Phase::OwnSale)
                {
                    let pair = Pair { planned: Some(tranche), now: Some(tranche) };
                    self.tranches.insert(key, pair);
                }
                let Some(pair) = self.tranches.get_mut(&key) else { continue };
                let taken = pair.reduce(planned, now);
                more += taken[1] - taken[0];
                planned -= taken[0];
                now -= taken[1];
            }
            self.general.receipts += now - planned;
            if let Some(own) = touched.get_mut(&scheme) {
                (own.planned.receipt, own.now.receipt) = (0, 0);
            }
        }
        more
    }
}

/// A year of a scheme without what its tranches bear.
const fn unborne(cell: &SchemeYear) -> SchemeYear {
    SchemeYear { mrp: 0, voluntary: 0, set_aside: 0, outstanding: 0, ..*cell }
}

/// What a scheme may draw on, less something else.
const fn less(a: Pools, b: Pools) -> Pools {
    Pools {
        grant: a.grant - b.grant,
        receipt: a.receipt - b.receipt,
        revenue: a.revenue - b.revenue,
        reserves: a.reserves - b.reserves,
    }
}
