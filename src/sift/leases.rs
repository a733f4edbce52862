//! What the leases of a site say: one that ends soon, space paid for and not used.

use std::collections::BTreeMap;

use super::{FirstEnd, Read, Sign, SignBasis, SignValue, register};
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
        Some(Tenure::Freehold) => Sign::does_not_apply(signal, SignBasis::Freehold),
        Some(_) => Sign::not_known(signal, SignBasis::NoLease),
        None => Sign::not_known(signal, SignBasis::TenureNotKnown),
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
        let threshold = SignValue::Day(self.until);
        let all = self.ends.get(&number).map_or(&[][..], Vec::as_slice);
        if all.is_empty() || read.site.tenure == Some(Tenure::Freehold) {
            let sign = without_lease(signal, read.site.tenure);
            let applies = sign.finding != SignalFinding::DoesNotApply;
            return if applies { sign.against(threshold) } else { sign };
        }
        let running: Vec<&LeaseEnd<'_>> = all.iter().filter(|e| !e.has_ended(self.as_of)).collect();
        let sign = if running.is_empty() {
            let last = all.iter().filter_map(|end| end.ends_on).max();
            let basis = SignBasis::LeasesEnded;
            match last {
                Some(last) => Sign::found(signal, true, SignValue::Day(last), basis),
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
            let (on, first) = match (last, next) {
                (Some(last), _) if end.holds_over => (last, FirstEnd::HoldsOver),
                (last, Some(next)) if last.is_none_or(|last| next < last) => {
                    let end = last.map_or(FirstEnd::NoticeToQuit, |_| FirstEnd::OurBreak);
                    (next, end)
                }
                (Some(last), _) => (last, FirstEnd::LastDay),
                (None, _) => return None,
            };
            Some((on, first))
        };
        let open = running.iter().any(|end| end.break_unclear || of_lease(end).is_none());
        let basis = |first| SignBasis::FirstLease(first, running.len() > 1);
        match running.iter().filter_map(of_lease).min() {
            Some((on, first)) if on <= self.until => {
                Sign::found(signal, true, SignValue::Day(on), basis(first))
            }
            Some((on, _)) if open => Sign {
                reading: Some(SignValue::Day(on)),
                ..Sign::not_known(signal, SignBasis::BreakUnclear)
            },
            Some((on, first)) => Sign::found(signal, false, SignValue::Day(on), basis(first)),
            None => Sign::not_known(signal, SignBasis::NoticeNotKnown),
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
        Some(Tenure::Freehold) => return Sign::does_not_apply(signal, SignBasis::Freehold),
        Some(Tenure::LongLeasehold) => {
            return Sign::does_not_apply(signal, SignBasis::LongLeasehold);
        }
        None => return Sign::not_known(signal, SignBasis::TenureNotKnown),
    }
    let (area, people) = (
        read.policy.ratio(FigureName::SiftAreaInUse),
        read.policy.ratio(FigureName::QuadrantUtilisation),
    );
    if read.site.status.known() == Some(Status::Vacant) {
        let vacant = SignValue::Status(Status::Vacant);
        return Sign::found(signal, true, vacant, SignBasis::Plain).against(SignValue::Share(area));
    }
    let observed = read.measures.reading(Measure::Utilisation);
    let observed = match observed.value {
        Some(Quantity::Number(share)) if observed.state == State::Known => Some(share),
        _ => None,
    };
    let readings = [
        (register::share_in_use(read), area, SignBasis::AreaInUse),
        (observed, people, SignBasis::ObservedUtilisation),
    ];
    let known = || readings.iter().filter_map(|(share, line, of)| Some(((*share)?, *line, of)));
    let under = known().find(|(share, line, _)| share < line);
    match under.or_else(|| known().next()) {
        Some((share, line, of)) => {
            Sign::found(signal, share < line, SignValue::Share(share), of.clone())
                .against(SignValue::Share(line))
        }
        None => Sign::not_known(signal, SignBasis::UseNotKnown).against(SignValue::Share(area)),
    }
}
