//! Ways out of sites and their leases, and what stands in the way, in words.

use super::{counted, long_date, tenths};
use crate::{
    edition::{
        BarReason, ByAgreement, ExitBar, ExitRoute, MoratoriumStage, NotKnown, SaleBarKind,
        SaleBarRow,
    },
    model::{Basis, ConstraintKind, Date, LeaseId, decimals},
};

/// Writes by which route a site is left.
pub(crate) const fn route(route: ExitRoute) -> &'static str {
    match route {
        ExitRoute::Expiry => "expiry",
        ExitRoute::Break => "break",
        ExitRoute::HoldingOverNotice => "notice while holding over",
        ExitRoute::NoticeToQuit => "notice to quit",
        ExitRoute::Sale => "sale",
        ExitRoute::Assignment => "assignment",
        ExitRoute::Surrender => "surrender",
        ExitRoute::Ended => "ended",
        ExitRoute::None => "none",
    }
}

/// Writes on what the day of an exit rests; `None` is a site that is sold.
pub(crate) fn exit_basis(basis: Option<Basis>) -> &'static str {
    basis.map_or("sold", Basis::word)
}

/// Says why a break cannot be counted on.
pub(super) fn exit_bar(bar: &ExitBar) -> String {
    match bar {
        ExitBar::Landlords => "only the landlord may use it".to_owned(),
        ExitBar::Missed => "notice can no longer be served".to_owned(),
        ExitBar::Waived => "given up".to_owned(),
        ExitBar::ProtectedSubtenant(id) => format!("the subtenant of {id} is protected"),
        ExitBar::UnclearSubtenant(id) => format!("the subtenant of {id} may be protected"),
        ExitBar::NotKnown(unknown) => unknown.to_string(),
    }
}

/// Names breaks that cannot be counted on, and says why.
pub(crate) fn breaks_barred(barred: &[(LeaseId, Date, ExitBar)]) -> String {
    let each =
        barred.iter().map(|(lease, on, bar)| format!("{lease}, break on {on}: {}", exit_bar(bar)));
    each.collect::<Vec<_>>().join("; ")
}

/// Names ways out that need another's agreement, with the day of each.
pub(crate) fn routes_by_agreement(routes: &[ByAgreement]) -> String {
    let each = routes.iter().map(|way| format!("{} on {}", route(way.route), way.on));
    each.collect::<Vec<_>>().join("; ")
}

/// Names a cost of a sale of which only the cause is recorded.
pub(crate) fn sale_cost(cost: NotKnown) -> String {
    match cost {
        NotKnown::Works => "works to clear the site of contamination".to_owned(),
        NotKnown::Clawback => "the grant to be paid back".to_owned(),
        other => other.to_string(),
    }
}

/// Names what stands in the way of a sale, in words that begin small.
pub(crate) fn sale_bar(kind: &SaleBarKind) -> String {
    match kind {
        SaleBarKind::MustKeep(why) => format!("must be kept: {why}"),
        SaleBarKind::Constraint(kind) => constraint(*kind).to_owned(),
        SaleBarKind::CommunityValue(stage) => {
            format!("asset of community value, {}", moratorium(*stage))
        }
        SaleBarKind::ConsentToAssign => "landlord\u{2019}s consent to assign the lease".to_owned(),
        SaleBarKind::NoRightToAssign => "the lease may not be assigned".to_owned(),
    }
}

const fn constraint(kind: Option<ConstraintKind>) -> &'static str {
    match kind {
        Some(ConstraintKind::Title) => "unsettled title",
        Some(ConstraintKind::Covenant) => "covenant",
        Some(ConstraintKind::Mast) => "mast agreement",
        Some(ConstraintKind::Contamination) => "contamination",
        Some(ConstraintKind::GrantClawback) => "grant clawback",
        Some(ConstraintKind::Pfi) => "PFI contract",
        Some(ConstraintKind::Planning) => "planning restriction",
        Some(ConstraintKind::Other) | None => "other constraint",
    }
}

fn moratorium(stage: MoratoriumStage) -> String {
    let count = |many: u32, thing| counted(usize::try_from(many).unwrap_or(usize::MAX), thing);
    match stage {
        MoratoriumStage::Over { notice_on, protected } => format!(
            "with notice given on {}, so a sale may complete until {} and needs a new notice after that",
            long_date(notice_on),
            long_date(protected)
        ),
        MoratoriumStage::Runs { notice_on, interim, full } => format!(
            "with notice given on {}, so a sale must wait until {}, or until {} if a community body asks to bid",
            long_date(notice_on),
            long_date(interim),
            long_date(full)
        ),
        MoratoriumStage::ToBegin { again, weeks, months } => format!(
            "so a sale must wait {} from the day the council is notified{}, or {} if a community body asks to bid",
            count(weeks, "week"),
            if again { " again" } else { "" },
            count(months, "month")
        ),
    }
}

/// Says what stand in the way of a sale, what the register says of each, and how long it lasts.
pub(crate) fn obstacles_to_a_sale(bars: &[SaleBarRow]) -> String {
    bars.iter().map(obstacle).collect::<Vec<_>>().join("; ")
}

fn obstacle(bar: &SaleBarRow) -> String {
    let text = if bar.text.is_empty() { String::new() } else { format!(": {}", bar.text) };
    let ends = match bar.until {
        _ if bar.is_decision() || !bar.holds => String::new(),
        Some(day) => format!(" (not before {})", long_date(day)),
        None => " (no end date)".to_owned(),
    };
    format!("{}{text}{ends}", sale_bar(&bar.kind))
}

/// Says what stands in the way of an option, without its day.
pub(super) fn bar_reason(why: &BarReason) -> String {
    let tenant = |who: &Option<String>| who.clone().unwrap_or_else(|| "a tenant".to_owned());
    match why {
        BarReason::Sale(kind) => sale_bar(kind),
        BarReason::NoLetting(basis) => basis.word().to_owned(),
        BarReason::NoDesks => "no surplus desk space is measured at a site of this use".to_owned(),
        BarReason::LeaseEndsFirst => "the lease ends before a sale could be completed".to_owned(),
        BarReason::AfterAppraisal(years) => {
            format!("not before the end of the {years}-year appraisal period")
        }
        BarReason::Let(who) => format!("let to {}", tenant(who)),
        BarReason::Receives => "teams of another site are to move in, as decided".to_owned(),
        BarReason::NoReceiver => {
            "the site that is decided to take its teams is not to be used".to_owned()
        }
        BarReason::OfferDates(from, until) => {
            let from = from.map_or_else(String::new, |day| format!(" from {}", long_date(day)));
            let until = until.map_or_else(String::new, |day| format!(" until {}", long_date(day)));
            format!("the partner offers its space{from}{until}, and not on the day of the move")
        }
        BarReason::Coverage { lost, most, besides } => format!(
            "closing it{} puts {}% of demand out of reach, more than the {}% that is allowed",
            if *besides { " besides the sites decided to close" } else { "" },
            decimals(*lost, 100, 1),
            decimals(*most, 100, 1)
        ),
        BarReason::NoRoom { without, all } => format!(
            "{} of its {} FTE have no place at another site within reach",
            tenths(*without),
            tenths(*all)
        ),
        BarReason::LetOn(who) => {
            format!("let to {}, who may stay on: vacant possession needs agreement", tenant(who))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_moratorium_is_said_as_far_as_it_has_come() {
        let (notice_on, interim, full) = (day("2020-03-01"), day("2020-04-12"), day("2020-09-01"));
        let runs = MoratoriumStage::Runs { notice_on, interim, full };
        assert_eq!(
            moratorium(runs),
            "with notice given on 1 March 2020, so a sale must wait until 12 April 2020, or until 1 September 2020 if \
             a community body asks to bid"
        );
        let again = MoratoriumStage::ToBegin { again: true, weeks: 1, months: 12 };
        assert_eq!(
            moratorium(again),
            "so a sale must wait one week from the day the council is notified again, or 12 months if a community \
             body asks to bid"
        );
    }

    #[test]
    fn an_obstacle_says_how_long_it_lasts_but_not_where_the_body_decides() {
        let bar = |kind, until| SaleBarRow { kind, text: String::new(), until, holds: true };
        let bars = [
            bar(SaleBarKind::MustKeep("civic use".to_owned()), None),
            bar(SaleBarKind::Constraint(Some(ConstraintKind::Mast)), Some(day("2023-04-01"))),
            bar(SaleBarKind::Constraint(None), None),
        ];
        assert_eq!(
            obstacles_to_a_sale(&bars),
            "must be kept: civic use; mast agreement (not before 1 April 2023); other constraint (no end date)"
        );
    }

    #[test]
    fn a_tenant_without_a_name_is_a_tenant() {
        assert_eq!(bar_reason(&BarReason::Let(None)), "let to a tenant");
        let who = Some("Fen Café".to_owned());
        assert_eq!(
            bar_reason(&BarReason::LetOn(who)),
            "let to Fen Café, who may stay on: vacant possession needs agreement"
        );
    }
}
