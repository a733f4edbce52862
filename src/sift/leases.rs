//! What the leases of a site say: one that ends soon, space paid for and not used.

use std::collections::BTreeMap;

use super::{Read, Sign, Value, register};
use crate::{
    load::Estate,
    model::{Date, Measure, Quantity, Signal, SignalFinding, State, Status, Tenure, months_later},
    policy::{FigureName, Policy},
    tenure::{LeaseEnd, lease_ends},
};

/// The leases as tenant of every site, by its number.
pub(super) struct Leases<'a> {
    ends: BTreeMap<usize, Vec<LeaseEnd<'a>>>,
    as_of: Date,
    /// The last day that counts as soon.
    until: Date,
}

/// Why a site has no lease to look at, or that it may have one nobody recorded.
fn without_lease(signal: Signal, tenure: Option<Tenure>) -> Sign {
    match tenure {
        Some(Tenure::Freehold) => Sign::does_not_apply(signal, "freehold"),
        Some(_) => Sign::not_known(signal, "no lease as tenant is recorded"),
        None => Sign::not_known(signal, "tenure not known"),
    }
}

impl<'a> Leases<'a> {
    pub fn of(estate: &'a Estate, policy: &'a Policy) -> Self {
        let mut ends: BTreeMap<usize, Vec<LeaseEnd<'a>>> = BTreeMap::new();
        for end in lease_ends(estate, policy) {
            if let Some(number) = estate.site_number(&end.lease.site_id) {
                ends.entry(number).or_default().push(end);
            }
        }
        let as_of = estate.snapshot.as_of;
        let months = policy.whole(FigureName::SiftLeaseMonths);
        Self { ends, as_of, until: months_later(as_of, months).unwrap_or(Date::MAX) }
    }

    /// Tells whether a lease of a site ends, or can be ended by us, soon.
    ///
    /// Of several leases the first to end counts; those that have ended count only where none runs.
    pub fn end(&self, number: usize, read: Read<'_>) -> Sign {
        let signal = Signal::LeaseEnd;
        let threshold = Value::Day(self.until);
        let all = self.ends.get(&number).map_or(&[][..], Vec::as_slice);
        if all.is_empty() || read.site.tenure == Some(Tenure::Freehold) {
            let sign = without_lease(signal, read.site.tenure);
            let applies = sign.finding != SignalFinding::DoesNotApply;
            return if applies { sign.against(threshold) } else { sign };
        }
        let running: Vec<&LeaseEnd<'_>> = all.iter().filter(|e| !e.has_ended(self.as_of)).collect();
        let sign = if running.is_empty() {
            let last = all.iter().filter_map(|end| end.ends_on).max();
            let basis = "every lease as tenant has ended";
            match last {
                Some(last) => Sign::found(signal, true, Value::Day(last), basis),
                None => Sign::not_known(signal, basis),
            }
        } else {
            self.first(&running)
        };
        sign.against(threshold)
    }

    fn first(&self, running: &[&LeaseEnd<'_>]) -> Sign {
        let signal = Signal::LeaseEnd;
        let of_lease = |end: &&LeaseEnd<'_>| {
            let (last, next) = (end.ends_on, end.break_on);
            let (on, what) = match (last, next) {
                (Some(last), _) if end.holds_over => (last, "holding over since its last day"),
                (last, Some(next)) if last.is_none_or(|last| next < last) => {
                    let what = if last.is_none() { "by notice to quit" } else { "our break" };
                    (next, what)
                }
                (Some(last), _) => (last, "last day of the term"),
                (None, _) => return None,
            };
            let several = if running.len() > 1 { ", the first of several leases" } else { "" };
            Some((on, format!("{what}{several}")))
        };
        let open = running.iter().any(|end| end.break_unclear || of_lease(end).is_none());
        match running.iter().filter_map(of_lease).min() {
            Some((on, basis)) if on <= self.until => {
                Sign::found(signal, true, Value::Day(on), basis)
            }
            Some((on, _)) if open => Sign {
                reading: Some(Value::Day(on)),
                ..Sign::not_known(
                    signal,
                    "a break with no notice or party recorded may come sooner",
                )
            },
            Some((on, basis)) => Sign::found(signal, false, Value::Day(on), basis),
            None => Sign::not_known(signal, "a periodic tenancy with a notice that is not known"),
        }
    }
}

/// Tells whether a site that rent is paid for is vacant or under-used, by its area in use or by what was observed.
pub(super) fn under_used(read: Read<'_>) -> Sign {
    let signal = Signal::LeasedUnderUsed;
    if let Some(sign) = read.not_judged(signal) {
        return sign;
    }
    match read.site.tenure {
        Some(Tenure::Leasehold | Tenure::Licence) => {}
        Some(Tenure::Freehold) => return Sign::does_not_apply(signal, "freehold"),
        Some(Tenure::LongLeasehold) => return Sign::does_not_apply(signal, "long leasehold"),
        None => return Sign::not_known(signal, "tenure not known"),
    }
    let (area, people) = (
        read.policy.ratio(FigureName::SiftAreaInUse),
        read.policy.ratio(FigureName::QuadrantUtilisation),
    );
    if read.site.status.known() == Some(Status::Vacant) {
        let word = Value::Word(Status::Vacant.word().to_owned());
        return Sign::found(signal, true, word, "").against(Value::Share(area));
    }
    let observed = read.measures.reading(Measure::Utilisation);
    let observed = match observed.value {
        Some(Quantity::Number(share)) if observed.state == State::Known => Some(share),
        _ => None,
    };
    let readings = [
        (register::share_in_use(read), area, "area in use"),
        (observed, people, "observed utilisation"),
    ];
    let known = || readings.iter().filter_map(|(share, line, of)| Some((((*share)?, *line), *of)));
    let under = known().find(|((share, line), _)| share < line);
    match under.or_else(|| known().next()) {
        Some(((share, line), of)) => {
            Sign::found(signal, share < line, Value::Share(share), of).against(Value::Share(line))
        }
        None => {
            let why = "neither area in use nor observed utilisation is known";
            Sign::not_known(signal, why).against(Value::Share(area))
        }
    }
}
