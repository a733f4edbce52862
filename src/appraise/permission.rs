//! What a letting of part needs of the landlord: nothing, consent, or a deed of variation.

use rust_decimal::Decimal;

use super::NoLetting;
use crate::{
    model::{Basis, Consent, Gap, Gaps, Lease, Money, Right, Site, Tenure, words},
    policy::{FigureName, Policy},
};

words!(
    /// What has to be obtained before part can be let.
    PermissionKind {
        /// A freehold, or a lease that permits it.
        NoneNeeded = "none_needed",
        /// Asked for and given.
        Given = "given",
        /// A landlord's consent, not to be withheld without reason.
        Consent = "consent",
        /// A deed that varies the lease, which the landlord may refuse.
        Deed = "deed",
        /// A deed that the landlord has agreed to in principle.
        DeedAgreed = "deed_agreed",
    }
);

/// What has to be obtained, and what that takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Permission {
    /// What it is, the strictest over the leases above.
    pub kind: PermissionKind,
    /// From asking until it is there.
    pub months: u32,
    /// Spent whether or not it is given, at today's prices.
    pub cost: Money,
    /// Chance from 0 to 1 that it is given.
    pub chance: Decimal,
}

/// Reads what a letting of part of a site needs, over the leases that run.
///
/// A bar stays one until a deed is completed; a refusal ends it; consent that is completed need not be asked for
/// again. Several leases are asked at the same time: the months of the slowest, the costs together, the
/// chances multiplied.
///
/// # Errors
/// [`NoLetting`] if the landlord has refused, or a lease does not say.
///
/// # Source
/// Landlord and Tenant Act 1927 s.19(1), 1988 s.1; months, costs and the chance of a deed are policy.
pub(super) fn of_site(
    site: &Site,
    leases: &[&Lease],
    policy: &Policy,
) -> Result<Permission, NoLetting> {
    let unknown = |gaps| NoLetting::NotKnown(Basis::LettingRightUnknown, gaps);
    let mut gaps = Gaps::NONE
        .and_if(site.tenure.is_none(), Gap::Tenure)
        .and_if(leases.is_empty(), Gap::TenantLease)
        .and_if(leases.is_empty(), Gap::SubletPart);
    let mut all = Permission {
        kind: PermissionKind::NoneNeeded,
        months: 0,
        cost: Money::ZERO,
        chance: Decimal::ONE,
    };
    if site.tenure == Some(Tenure::Freehold) {
        return Ok(all);
    }
    if leases.is_empty() || site.tenure.is_none() {
        return Err(unknown(gaps));
    }
    let money = |name| Money::pounds(policy.figure(name));
    for lease in leases {
        let state = lease.consent_state.or_empty(Consent::NotAsked);
        let kind = match (lease.sublet_part.known(), state) {
            (_, Some(Consent::Refused)) => return Err(NoLetting::Cannot(Basis::LettingBarred)),
            (Some(Right::Permitted), _) => PermissionKind::NoneNeeded,
            (right @ None, _) | (right, None) => {
                gaps = gaps
                    .and_if(right.is_none(), Gap::SubletPart)
                    .and_if(state.is_none(), Gap::ConsentState);
                continue;
            }
            (Some(_), Some(Consent::Completed)) => PermissionKind::Given,
            (Some(Right::Consent), _) => PermissionKind::Consent,
            (Some(Right::Barred), Some(Consent::AgreedInPrinciple)) => PermissionKind::DeedAgreed,
            (Some(Right::Barred), _) => PermissionKind::Deed,
        };
        let (months, cost, chance) = match kind {
            PermissionKind::NoneNeeded | PermissionKind::Given => (0, Money::ZERO, Decimal::ONE),
            PermissionKind::Consent => (
                policy.whole(FigureName::LettingConsentMonths),
                money(FigureName::LettingConsentCost),
                Decimal::ONE,
            ),
            PermissionKind::Deed | PermissionKind::DeedAgreed => {
                let agreed = kind == PermissionKind::DeedAgreed;
                let chance = policy.figure(FigureName::LettingDeedChance);
                (
                    policy.whole(FigureName::LettingDeedMonths),
                    money(FigureName::LettingDeedCost),
                    if agreed { Decimal::ONE } else { chance },
                )
            }
        };
        // Declared from the mildest to the strictest, but an agreed deed is surer than one to be asked for.
        let strict = |k: PermissionKind| (k == PermissionKind::Deed, k);
        if strict(kind) > strict(all.kind) {
            all.kind = kind;
        }
        all.months = all.months.max(months);
        all.cost = all.cost.checked_add(cost).ok_or(unknown(Gaps::NONE))?;
        all.chance = all.chance.checked_mul(chance).ok_or(unknown(Gaps::NONE))?;
    }
    if gaps.is_empty() { Ok(all) } else { Err(unknown(gaps)) }
}
