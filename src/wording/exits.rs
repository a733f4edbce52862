//! Ways out of sites and their leases, and what stands in the way, in words.

use crate::{
    edition::{ByAgreement, ExitBar, ExitRoute, NotKnown},
    model::{Basis, Date, LeaseId},
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
