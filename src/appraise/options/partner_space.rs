//! A site given up, its teams and its counter moved into space that a partner offers.

use rust_decimal::Decimal;

use super::{
    BarReason, Flag, Missing, OptionKind, SiteOption,
    facts::SiteCase,
    make::{self, Making},
};
use crate::{
    appraise::flow::{FlowKind, Other},
    cover::Match,
    model::{Date, Money, Partner, Service},
    policy::FigureName,
};

/// Given up as the site is held, if the partner agrees; `None` where no partner's space fits.
pub(super) fn given_up(on: SiteCase<'_>) -> Option<SiteOption> {
    let (pair, partner) = space(on)?;
    on.site.tenure?;
    let mut option = if on.is_let_to_us() {
        make::leave(on, OptionKind::MoveToPartnerSpace, on.exit.on)
    } else {
        make::dispose(on, OptionKind::MoveToPartnerSpace)
    };
    option.by_agreement = true;
    option.partner = Some(pair.partner);
    let serves = Service::PublicCounter.is_given_by(on.site);
    let flags = [
        (Flag::SpaceTaken, !pair.chosen),
        (Flag::PublicArea, serves),
        (Flag::ReachEnds, serves && option.flags.contains(&Flag::OfferEnds)),
        (Flag::PartnerKind, partner.kind.is_none()),
        (Flag::NeedByFte, !pair.counted),
    ];
    option.flags.extend(flags.into_iter().filter(|(_, holds)| *holds).map(|(flag, _)| flag));
    option.flags.sort_unstable();
    Some(option)
}

/// Returns the pair of the site and the partner's space that it would move into, and the partner.
fn space(on: SiteCase<'_>) -> Option<(&Match, &Partner)> {
    let pair = on.partner_space()?;
    Some((pair, on.inputs.estate.partners.as_deref()?.get(pair.partner)?))
}

impl Making<'_> {
    /// Moves all who work there into the partner's space, and pays what the partner asks for it to the end of its offer;
    /// after that workstations are run elsewhere.
    ///
    /// The charge has running cost in it, so all of it counts in the economic case; between public bodies it is no cash of
    /// the public sector. A charge that is not recorded is taken to be the policy's cost of a workstation elsewhere, as any
    /// other. An offer that does not stand on the day of the move bars the option.
    pub(super) fn moved_to_partner(&mut self, day: Date) {
        let on = self.on;
        let Some((_, partner)) = space(on) else { return };
        let needed = on.inputs.cover.rooms.sites[on.number].needed;
        let Some([workstations, ..]) = needed else { return self.lacks(Missing::Need) };
        let workstations = Decimal::from(workstations);
        let of = |name| Money::pounds(on.policy().figure(name)).checked_mul(workstations);
        let (once, elsewhere) = (of(FigureName::RelocationPerDesk), of(FigureName::DeskElsewhere));
        let space = on.policy().figure(FigureName::ShareWorkstationM2).checked_mul(workstations);
        let (Some(once), Some(elsewhere), Some(space)) = (once, elsewhere, space) else {
            return self.lacks(Missing::Range);
        };
        if !partner.stands_on(day) {
            // What it would cost elsewhere, so that no figure rests on space that is not there.
            self.bar(BarReason::OfferDates(partner.from, partner.until), None);
            self.pay(day, FlowKind::Relocation, once);
            return self.cost(FlowKind::DesksElsewhere, elsewhere, day, None);
        }
        // The day after the last of the offer.
        let until = partner.until.and_then(|last| last.succ_opt());
        self.pay(day, FlowKind::Relocation, once);
        let asked = partner.charge_per_m2.filter(|charge| *charge >= Money::ZERO);
        match asked.map(|charge| charge.checked_mul(space)) {
            None => {
                self.option.flags.push(Flag::ChargeAssumed);
                self.cost(FlowKind::DesksElsewhere, elsewhere, day, until);
            }
            Some(charge) => {
                let paid = charge.and_then(|all| Money::ZERO.checked_sub(all.to_penny()));
                let Some(paid) = paid else { return self.lacks(Missing::Range) };
                let other = if partner.is_public() { Other::Public } else { Other::Private };
                self.spread(FlowKind::PartnerCharge, paid, day, until, other);
            }
        }
        let horizon = on.ledgers.year_end(on.years());
        if let Some(until) = until.filter(|until| horizon.is_none_or(|end| *until < end)) {
            self.option.flags.push(Flag::OfferEnds);
            self.pay(until, FlowKind::Relocation, once);
            self.cost(FlowKind::DesksElsewhere, elsewhere, until, None);
        }
    }
}
