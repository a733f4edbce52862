//! A site given up, its teams and its counter moved into space that a partner offers.

use rust_decimal::Decimal;

use super::{
    Flag, Missing, OptionKind, SiteOption,
    facts::Site,
    make::{self, Making},
};
use crate::{
    appraise::flow::{FlowKind, Other},
    cover::Match,
    model::{Date, Money, Partner},
    policy::FigureName,
};

/// Given up as the site is held, if the partner agrees; `None` where no partner's space fits.
pub(super) fn given_up(on: Site<'_>) -> Option<SiteOption> {
    let pair = on.partner_space()?;
    on.site.tenure?;
    let mut option = if on.is_let_to_us() {
        make::leave(on, OptionKind::MoveToPartnerSpace, on.exit.on)
    } else {
        make::dispose(on, OptionKind::MoveToPartnerSpace)
    };
    option.by_agreement = true;
    if !pair.chosen {
        option.flags.push(Flag::SpaceTaken);
        option.flags.sort_unstable();
    }
    Some(option)
}

impl Making<'_> {
    /// Moves all who work there into the partner's space, and pays what the partner asks for it to the end of its offer;
    /// after that workstations are run elsewhere.
    ///
    /// What is paid to a public body is a transfer, as rent is: its building is there whoever uses it. A charge that is not
    /// recorded is taken to be the policy's cost of a workstation elsewhere.
    pub(super) fn moved_to_partner(&mut self, day: Date) {
        let on = self.on;
        let Some(pair) = on.partner_space() else { return };
        let partners = on.inputs.estate.partners.as_deref().unwrap_or_default();
        let Some(partner) = partners.get(pair.partner) else { return };
        let needed = on.inputs.cover.rooms.sites[on.number].needed;
        let Some([workstations, ..]) = needed else { return self.lacks(Missing::Need) };
        let workstations = Decimal::from(workstations);
        let of = |name| Money::pounds(on.policy().figure(name)).checked_mul(workstations);
        let (once, elsewhere) = (of(FigureName::RelocationPerDesk), of(FigureName::DeskElsewhere));
        let (Some(once), Some(elsewhere)) = (once, elsewhere) else {
            return self.lacks(Missing::Range);
        };
        let charge = self.charge(pair, partner, elsewhere);
        let Some(charge) = charge.and_then(|a_year| Money::ZERO.checked_sub(a_year)) else {
            return self.lacks(Missing::Range);
        };
        // The day after the last of the offer.
        let until = partner.until.and_then(|last| last.succ_opt());
        let other = if partner.is_public() { Other::Public } else { Other::Private };
        self.pay(day, FlowKind::Relocation, once);
        self.spread(FlowKind::PartnerCharge, charge, day, until, other);
        let horizon = on.ledgers.year_end(on.years());
        if let Some(until) = until.filter(|until| horizon.is_none_or(|end| *until < end)) {
            self.option.flags.push(Flag::OfferEnds);
            self.pay(until, FlowKind::Relocation, once);
            self.cost(FlowKind::DesksElsewhere, elsewhere, until, None);
        }
    }

    /// Returns what the partner asks a year for the space that is needed, as recorded or as assumed.
    fn charge(&mut self, pair: &Match, partner: &Partner, assumed: Money) -> Option<Money> {
        let asked = partner.charge_per_m2.filter(|charge| *charge >= Money::ZERO);
        let Some(asked) = asked else {
            self.option.flags.push(Flag::ChargeAssumed);
            return Some(assumed);
        };
        let m2 = Decimal::new(pair.needed?, 3);
        asked.checked_mul(m2).map(Money::to_penny)
    }
}
