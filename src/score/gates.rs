//! What stands in the way of a sale or letting, dated where it can be.

use std::{collections::BTreeMap, fmt};

use crate::{
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{
        Blocks, Consent, Date, Fact, Measure, Quantity, Right, Role, Site, SiteId, SubletRight,
        Tenure as Held,
    },
    tenure::{SiteExit, Tenure},
};

/// One thing that stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gate {
    /// The site must be kept; the reason is in the register.
    MustKeep,
    /// The lease ends on this day at the earliest.
    NoExitBefore(Date),
    /// A letting needs the landlord's consent or a deed.
    NeedsConsent,
    /// A constraint stops a sale, to this day or without end.
    BlockedSale(Option<Date>),
    /// A constraint or the lease stops a letting, to this day or without end.
    BlockedLetting(Option<Date>),
}

impl fmt::Display for Gate {
    /// Writes the code and its date: `no_exit_before 2029-03-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = |f: &mut fmt::Formatter<'_>, code: &str, day: Option<Date>| match day {
            Some(day) => write!(f, "{code} until {day}"),
            None => f.write_str(code),
        };
        match self {
            Self::MustKeep => f.write_str("must_keep"),
            Self::NoExitBefore(day) => write!(f, "no_exit_before {day}"),
            Self::NeedsConsent => f.write_str("needs_consent"),
            Self::BlockedSale(day) => until(f, "blocked_sale", *day),
            Self::BlockedLetting(day) => until(f, "blocked_letting", *day),
        }
    }
}

/// How long something is stopped: the longest of several; `None` within is without end.
type Stop = Option<Option<Date>>;

fn longer(stop: Stop, until: Option<Date>) -> Stop {
    match (stop, until) {
        (None, until) => Some(until),
        (Some(None), _) | (_, None) => Some(None),
        (Some(Some(a)), Some(b)) => Some(Some(a.max(b))),
    }
}

/// Returns the gates of every site, in `site_id` order.
pub(super) fn of_sites(estate: &Estate, tenure: &Tenure, measures: &Measures) -> Vec<Vec<Gate>> {
    let as_of = estate.snapshot.as_of;
    let mut stops: BTreeMap<&SiteId, (Stop, Stop)> = BTreeMap::new();
    for constraint in estate.constraints.iter().flatten().filter(|c| c.holds_on(as_of)) {
        let (sale, letting) = stops.entry(&constraint.site_id).or_default();
        let blocks = constraint.blocks_or_both();
        if blocks != Blocks::Letting {
            *sale = longer(*sale, constraint.until);
        }
        if blocks != Blocks::Sale {
            *letting = longer(*letting, constraint.until);
        }
    }
    // What has been given need not be asked for again.
    let asking: std::collections::BTreeSet<&SiteId> = estate
        .leases
        .iter()
        .filter(|lease| lease.role == Role::Tenant)
        .filter(|lease| lease.sublet_part != Fact::Known(Right::Permitted))
        .filter(|lease| lease.consent_state != Fact::Known(Consent::Completed))
        .map(|lease| &lease.site_id)
        .collect();
    let of_site = |((site, measures), exit): ((&Site, &SiteMeasures), &SiteExit)| {
        let right = measures.reading(Measure::RightToSubletPart).value;
        let (sale, mut letting) = stops.get(&site.site_id).copied().unwrap_or_default();
        if right == Some(Quantity::Right(SubletRight::Barred)) {
            letting = longer(letting, None);
        }
        let leased = site.tenure.is_some_and(|t| t != Held::Freehold);
        let exit = exit.on.filter(|day| leased && *day > as_of);
        let consent =
            matches!(right, Some(Quantity::Right(SubletRight::Consent | SubletRight::DeedAgreed)))
                && asking.contains(&site.site_id);
        let gates = [
            site.must_keep.is_some().then_some(Gate::MustKeep),
            exit.map(Gate::NoExitBefore),
            consent.then_some(Gate::NeedsConsent),
            sale.map(Gate::BlockedSale),
            letting.map(Gate::BlockedLetting),
        ];
        gates.into_iter().flatten().collect()
    };
    estate.sites.iter().zip(&measures.sites).zip(&tenure.sites).map(of_site).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_stop_counts_and_no_end_is_longest() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap());
        assert_eq!(longer(Some(day("2021-01-01")), day("2022-01-01")), Some(day("2022-01-01")));
        assert_eq!(longer(Some(None), day("2022-01-01")), Some(None));
        assert_eq!(longer(None, None), Some(None));
    }

    #[test]
    fn gates_are_written_as_codes_with_dates() {
        let day = "2029-03-24".parse().unwrap();
        assert_eq!(Gate::NoExitBefore(day).to_string(), "no_exit_before 2029-03-24");
        assert_eq!(Gate::BlockedSale(Some(day)).to_string(), "blocked_sale until 2029-03-24");
        assert_eq!(Gate::BlockedLetting(None).to_string(), "blocked_letting");
    }
}
