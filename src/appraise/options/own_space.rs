//! A site given up, its teams moved into room at the body's other sites.

use rust_decimal::Decimal;

use super::{
    Bar, BarReason, Missing, OptionKind, SiteOption,
    facts::SiteCase,
    make::{self, Making},
};
use crate::{
    appraise::flow::FlowKind,
    cover::Moved,
    model::{Date, Gap, Measure, Money},
    policy::FigureName,
};

/// Given up as the site is held, its teams in room at other sites; `None` where no team is recorded.
pub(super) fn given_up(on: SiteCase<'_>) -> Option<SiteOption> {
    let found = on.displaced();
    if found.teams.is_empty() || on.site.tenure.is_none() {
        return None;
    }
    let mut option = if on.is_let_to_us() {
        make::leave(on, OptionKind::MoveToOwnSpace, on.exit.on)
    } else {
        make::dispose(on, OptionKind::MoveToOwnSpace)
    };
    option.bars.extend(no_room(on).map(|why| Bar { why, until: None }));
    Some(option)
}

/// Says that teams have no place at the body's other sites, or at the one that is decided to take them.
pub(super) fn no_room(on: SiteCase<'_>) -> Option<BarReason> {
    let found = on.displaced();
    let fte = |all: bool| -> i64 {
        let teams = found.teams.iter().filter(|team| all || team.is_refused());
        teams.map(|team| on.fte_of(team.team)).sum()
    };
    let any = found.teams.iter().any(Moved::is_refused);
    any.then(|| BarReason::NoRoom { without: fte(false), all: fte(true) })
}

impl Making<'_> {
    /// Moves every team into room at the body's other sites, which costs no more a year; works there come first. Teams
    /// without a place are counted as if workstations were taken for them elsewhere.
    pub(super) fn moved_to_own(&mut self, day: Date) {
        let found = self.on.displaced();
        if found.teams.iter().any(|team| team.place.is_err() && !team.is_refused()) {
            let unknown = self.on.measures.reading(Measure::RoomNearBy).gaps;
            self.lacks_for(Missing::RoomElsewhere, unknown.or(Gap::RoomElsewhere));
        }
        let (needed, _) = found.needed_and_placed();
        // Those without a place need workstations elsewhere.
        let refused = found.teams.iter().filter(|team| team.is_refused());
        let rest: i64 = refused.map(|team| team.workstations).sum();
        let a_year = Money::pounds(self.on.policy().figure(FigureName::DeskElsewhere))
            .checked_mul(Decimal::new(rest, 3).ceil());
        match a_year {
            Some(a_year) => self.cost(FlowKind::DesksElsewhere, a_year, day, None),
            None => self.lacks(Missing::Range),
        }
        let desks = Decimal::new(needed, 3).ceil();
        let once = Money::pounds(self.on.policy().figure(FigureName::RelocationPerDesk));
        match (once.checked_mul(desks), self.on.with_bias(found.works)) {
            (Some(once), Some(works)) => {
                self.pay(day, FlowKind::Relocation, once);
                self.pay(day, FlowKind::RoomWorks, works);
            }
            _ => self.lacks(Missing::Range),
        }
    }
}
