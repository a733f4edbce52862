//! Leases, their dates and ways out of them, in words.

use crate::{
    edition::{
        AccountState, BreakState, DatedKind, EventState, ExitRoute, LeaseEventRow, PaymentKind,
        Progress,
    },
    model::{Basis, Party, Role},
};

/// Writes our side of a lease as a sentence.
pub(crate) const fn we_are(role: Role) -> &'static str {
    match role {
        Role::Tenant => "We are the tenant",
        Role::Landlord => "We are the landlord",
    }
}

/// Writes what is dated.
pub(crate) const fn dated(kind: DatedKind) -> &'static str {
    match kind {
        DatedKind::Break => "break",
        DatedKind::Review => "review",
        DatedKind::Step => "step",
        DatedKind::RentFreeEnd => "rent free end",
        DatedKind::PartRentEnd => "part rent end",
        DatedKind::DeedOfVariation => "deed of variation",
        DatedKind::Expiry => "expiry",
        DatedKind::HoldingOver => "holding over",
        DatedKind::AgreementEnd => "agreement end",
    }
}

/// Writes where something dated stands.
pub(crate) const fn event_state(state: Option<EventState>) -> &'static str {
    match state {
        None => "not known",
        Some(EventState::Break(BreakState::Open)) => "open",
        Some(EventState::Break(BreakState::Urgent)) => "urgent",
        Some(EventState::Break(BreakState::Served)) => "served",
        Some(EventState::Break(BreakState::Exercised)) => "exercised",
        Some(EventState::Break(BreakState::Missed)) => "missed",
        Some(EventState::Break(BreakState::Waived)) => "waived",
        Some(EventState::Other(Progress::Ahead)) => "ahead",
        Some(EventState::Other(Progress::Agreed)) => "agreed",
        Some(EventState::Other(Progress::Undecided)) => "undecided",
        Some(EventState::Other(Progress::Running)) => "running",
    }
}

/// Writes whose a break is, from where we stand.
pub(crate) fn whose_break(event: &LeaseEventRow) -> &'static str {
    match event.whose {
        _ if event.is_ours() => "our break",
        Some(Party::Mutual) => "break open to either party",
        Some(Party::Tenant | Party::Landlord) => "their break",
        None => "break, holder not recorded",
    }
}

/// Writes what falls due under a lease.
pub(crate) const fn payment(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Rent => "rent",
        PaymentKind::ServiceCharge => "service charge",
        PaymentKind::Vat => "VAT",
        PaymentKind::Deposit => "deposit",
        PaymentKind::DepositBack => "deposit returned",
        PaymentKind::Dilapidations => "dilapidations",
    }
}

/// Writes how a lease stands in the accounts.
pub(crate) const fn account_state(state: AccountState) -> &'static str {
    match state {
        AccountState::OnBalanceSheet => "on the balance sheet",
        AccountState::Exempt => "exempt",
        AccountState::NotValued => "not valued",
        AccountState::NotKnown => "not known",
    }
}

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
