//! What stands in the way of a sale or letting, dated where it can be.

use std::{collections::BTreeMap, fmt};

use crate::{
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{
        Blocks, Consent, Date, Fact, Measure, Quantity, Right, Role, Site, SiteId, SubletRight,
        Tenure,
    },
    tenure::{SaleBarKind, SiteExit, SiteExits},
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
    /// A constraint or a moratorium that runs stops a sale, to this day or without end.
    BlockedSale(Option<Date>),
    /// A sale of an asset of community value may have to wait, to this day if a community body asks to bid.
    SaleWaits(Date),
    /// A constraint or the lease stops a letting, to this day or without end.
    BlockedLetting(Option<Date>),
}

impl Gate {
    /// Returns its code without a date.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::MustKeep => "must_keep",
            Self::NoExitBefore(_) => "no_exit_before",
            Self::NeedsConsent => "needs_consent",
            Self::BlockedSale(_) => "blocked_sale",
            Self::SaleWaits(_) => "sale_waits",
            Self::BlockedLetting(_) => "blocked_letting",
        }
    }
}

impl fmt::Display for Gate {
    /// Writes the code and its date: `no_exit_before 2029-03-24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.kind();
        match self {
            Self::MustKeep | Self::NeedsConsent => f.write_str(code),
            Self::NoExitBefore(day) => write!(f, "{code} {day}"),
            Self::SaleWaits(day) => write!(f, "{code} until {day}"),
            Self::BlockedSale(until) | Self::BlockedLetting(until) => match until {
                Some(day) => write!(f, "{code} until {day}"),
                None => f.write_str(code),
            },
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

/// Returns how long a sale is stopped, and how long it may have to wait.
///
/// The moratorium of a notice given stops it in any case to the end of the interim one; without a notice, and after
/// that, all hangs on somebody's act. What must be kept and consent to an assignment have gates of their own.
fn of_sale(exit: &SiteExit, as_of: Date) -> (Stop, Option<Date>) {
    let (mut stop, mut waits): (Stop, Option<Date>) = (None, None);
    for bar in exit.sale.of_sale_on(as_of).iter().filter(|bar| bar.holds_on(as_of)) {
        match &bar.kind {
            SaleBarKind::Constraint(_) => stop = longer(stop, bar.last_day()),
            SaleBarKind::CommunityValue(_) => {
                let interim = bar.perhaps.filter(|day| bar.is_running && *day > as_of);
                if let Some(last) = interim.and_then(|day| day.pred_opt()) {
                    stop = longer(stop, Some(last));
                }
                waits = waits.max(bar.last_day());
            }
            SaleBarKind::MustKeep(_)
            | SaleBarKind::ConsentToAssign
            | SaleBarKind::NoRightToAssign => {}
        }
    }
    (stop, waits)
}

/// Returns the gates of every site, in `site_id` order.
pub(super) fn of_sites(estate: &Estate, tenure: &SiteExits, measures: &Measures) -> Vec<Vec<Gate>> {
    let as_of = estate.snapshot.as_of;
    let mut stops: BTreeMap<&SiteId, Stop> = BTreeMap::new();
    for constraint in estate.constraints.iter().flatten().filter(|c| c.holds_on(as_of)) {
        if constraint.blocks_or_both() != Blocks::Sale {
            let letting = stops.entry(&constraint.site_id).or_default();
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
        let mut letting = stops.get(&site.site_id).copied().unwrap_or_default();
        if right == Some(Quantity::Right(SubletRight::Barred)) {
            letting = longer(letting, None);
        }
        let (sale, waits) = of_sale(exit, as_of);
        let leased = site.tenure.is_some_and(|t| t != Tenure::Freehold);
        let exit = exit.on.filter(|day| leased && *day > as_of);
        let consent =
            matches!(right, Some(Quantity::Right(SubletRight::Consent | SubletRight::DeedAgreed)))
                && asking.contains(&site.site_id);
        let gates = [
            site.must_keep.is_some().then_some(Gate::MustKeep),
            exit.map(Gate::NoExitBefore),
            consent.then_some(Gate::NeedsConsent),
            sale.map(Gate::BlockedSale),
            waits.map(Gate::SaleWaits),
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
