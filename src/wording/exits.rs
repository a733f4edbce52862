//! Ways out of sites and their leases, and what stands in the way, in words.

use crate::{
    edition::{ExitBar, ExitRoute},
    model::Basis,
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
