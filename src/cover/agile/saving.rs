//! By how much the need of a team falls.

use rust_decimal::{Decimal, prelude::ToPrimitive};

use crate::{
    load::Estate,
    model::Team,
    policy::{FigureName, Policy},
};

/// How much of the fall reaches the peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peak {
    /// The policy's share of it.
    ByPolicy,
    /// All of it.
    FallsToo,
}

/// What is taken of teams of which the mobile share is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShareNotKnown {
    /// Nobody has a device: they need what they do today, which is the most.
    NoDevice,
    /// Everybody has one: the least.
    AllDevices,
}

/// The policy's terms, and the devices there are.
pub(super) struct Saving {
    shift: Decimal,
    /// Minutes by which the need falls for somebody with a device: those saved × pass-through.
    minutes: Decimal,
    peak_share: Decimal,
    /// Devices in use, where the policy gives them.
    devices: Option<Decimal>,
    /// People who have a device by the mobile shares that are known.
    people: Decimal,
}

impl Saving {
    /// Reads the terms, and counts who has a device: headcount × mobile share of the teams where that is known, FTE in place
    /// of a headcount that is not.
    pub(super) fn of(estate: &Estate, policy: &Policy) -> Self {
        let devices = policy.figure(FigureName::AgileDevices);
        let with_device = |team: &Team| people(team).checked_mul(team.mobile_share?);
        let all = estate.teams.iter().filter_map(with_device);
        let all = all.fold(Decimal::ZERO, Decimal::saturating_add);
        Self {
            shift: policy.figure(FigureName::AgileShiftMinutes),
            minutes: policy.figure(FigureName::AgileMinutes)
                * policy.figure(FigureName::AgilePassThrough),
            peak_share: policy.figure(FigureName::AgilePeakShare),
            devices: (devices > Decimal::ZERO).then_some(devices),
            people: all,
        }
    }

    /// Returns what a team needs, from what it needs today, both in thousandths of a workstation; parts of one are rounded
    /// up.
    ///
    /// need × (1 − mobile share × minutes ÷ shift × pass-through), × the share that reaches the peak where the need stands on
    /// a count. Fewer devices than people who have one by their share are spread over them evenly; a team of unknown share
    /// has at most all of them.
    pub(super) fn need(
        &self,
        team: &Team,
        need: i64,
        counted: Option<Peak>,
        not_known: ShareNotKnown,
    ) -> i64 {
        let (share, people) = match (team.mobile_share, not_known) {
            (Some(share), _) => (share, self.people),
            (None, ShareNotKnown::AllDevices) => (Decimal::ONE, people(team)),
            (None, ShareNotKnown::NoDevice) => return need,
        };
        let reaches = match counted {
            Some(Peak::ByPolicy) => self.peak_share,
            Some(Peak::FallsToo) | None => Decimal::ONE,
        };
        let (devices, people) = match self.devices {
            Some(devices) if devices < people => (devices, people),
            _ => (Decimal::ONE, Decimal::ONE),
        };
        let left = || {
            let saved = share.checked_mul(self.minutes)?.checked_mul(reaches)?;
            let all = self.shift.checked_mul(people)?;
            let left = all.checked_sub(saved.checked_mul(devices)?)?;
            // Divided once, at the end.
            Decimal::from(need).checked_mul(left)?.checked_div(all)?.ceil().to_i64()
        };
        // Sums beyond what is held exactly: nothing is saved.
        left().map_or(need, |left| left.clamp(0, need))
    }
}

fn people(team: &Team) -> Decimal {
    team.headcount.map_or(team.fte.as_fte(), Decimal::from)
}
