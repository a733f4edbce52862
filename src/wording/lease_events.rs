//! What is dated of leases and agreements, in words.

use rust_decimal::Decimal;

use super::{exact_money, exit_bar};
use crate::{
    edition::{
        BreakState, DatedKind, EventState, LeaseEventRow, NotKnown, Progress, TenurePosition,
    },
    model::{Date, Money, Notice, Party, Review, Role},
};

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

/// Says what is dated, without its date and state: `market review: £21,000.00 a year agreed`.
pub(crate) fn what_is_dated(event: &LeaseEventRow) -> String {
    let short = dated_in_short(event);
    let more = match event.kind {
        DatedKind::Review => agreed(event),
        DatedKind::RentFreeEnd | DatedKind::PartRentEnd => Some(event.amount.map_or_else(
            || "the rent from then is not known".to_owned(),
            |rent| format!("then {}", a_year(rent)),
        )),
        DatedKind::AgreementEnd => {
            let parties: Vec<String> = event.parties.iter().map(party).collect();
            Some(parties.join("; "))
        }
        DatedKind::Break
        | DatedKind::Step
        | DatedKind::DeedOfVariation
        | DatedKind::Expiry
        | DatedKind::HoldingOver => None,
    };
    more.map_or_else(|| short.clone(), |more| format!("{short}: {more}"))
}

/// Says what is dated and no more than a picture has room for: `market review`.
pub(crate) fn dated_in_short(event: &LeaseEventRow) -> String {
    match event.kind {
        DatedKind::Break => a_break(event),
        DatedKind::Review => review(event.review).to_owned(),
        DatedKind::Step => event.amount.map_or_else(
            || "stepped rent, sum not recorded".to_owned(),
            |rent| format!("rent becomes {}", a_year(rent)),
        ),
        DatedKind::RentFreeEnd => "rent-free period ends".to_owned(),
        DatedKind::PartRentEnd => "part-rent period ends".to_owned(),
        DatedKind::DeedOfVariation => "deed of variation takes effect".to_owned(),
        DatedKind::Expiry => expiry(event).to_owned(),
        DatedKind::HoldingOver => holding_over(event),
        DatedKind::AgreementEnd => "agreement ends".to_owned(),
    }
}

/// Says why a date has no last day to act.
pub(crate) fn no_act_by(event: &LeaseEventRow) -> &'static str {
    if event.is_break(BreakState::Open) { "any day" } else { "notice not recorded" }
}

/// Says what is not known, and why.
pub(crate) fn why_not_known(unknown: &[NotKnown]) -> String {
    unknown.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn a_year(rent: Money) -> String {
    format!("{} a year", exact_money(rent))
}

const fn review(review: Option<Review>) -> &'static str {
    match review {
        Some(Review::Market) => "market review",
        Some(Review::Cpi) => "review by CPI",
        Some(Review::Rpi) => "review by RPI",
        Some(Review::None) | None => "rent review",
    }
}

/// Says what rent was agreed at a review; `None` where none was.
fn agreed(event: &LeaseEventRow) -> Option<String> {
    let is_agreed = event.state == Some(EventState::Other(Progress::Agreed));
    event.amount.filter(|_| is_agreed).map(|rent| format!("{} agreed", a_year(rent)))
}

/// Writes a party of an agreement with its share, where that is recorded.
fn party((name, share): &(String, Option<Decimal>)) -> String {
    let per_cent = share.and_then(|s| s.checked_mul(Decimal::ONE_HUNDRED));
    per_cent.map_or_else(|| name.clone(), |s| format!("{name} {}%", s.normalize()))
}

fn a_break(event: &LeaseEventRow) -> String {
    let mut text = whose_break(event).to_owned();
    if let Some(length) = event.length {
        text.push_str(&format!(", {}", notice(length)));
    }
    if let Some(from) = event.rolling_from {
        text.push_str("; on any day");
        if !event.rolls_now {
            text.push_str(&format!(" from {from}"));
        }
    }
    match &event.barred {
        Some(bar) => format!("{text}; {}", exit_bar(bar)),
        None => text,
    }
}

fn expiry(event: &LeaseEventRow) -> &'static str {
    let ours = event.role == Some(Role::Tenant);
    match event.position {
        Some(TenurePosition::Protected) if ours => {
            "term ends; protected: we may leave without notice or hold over"
        }
        Some(TenurePosition::Protected) => "term ends; protected: the tenant may hold over",
        Some(TenurePosition::ContractedOut) if ours => {
            "term ends; contracted out: we leave, no notice needed"
        }
        Some(TenurePosition::ContractedOut) => "term ends; contracted out: the tenant leaves",
        Some(TenurePosition::NotRecorded | TenurePosition::HoldingOver | TenurePosition::Ended)
        | None => "term ends; whether it is contracted out is not recorded",
    }
}

fn holding_over(event: &LeaseEventRow) -> String {
    let ended = event.ended_on.map(|on: Date| format!(" since {on}")).unwrap_or_default();
    let whose = if event.role == Some(Role::Tenant) { "our" } else { "their" };
    let notice = event.length.map_or_else(|| "notice".to_owned(), notice);
    format!("holding over{ended}; {whose} {notice} ends it")
}

/// Writes a length of notice: `1 month's notice`, `6 weeks' notice`.
fn notice(length: Notice) -> String {
    let (count, unit) = match length {
        Notice::Days(count) => (count, "day"),
        Notice::Weeks(count) => (count, "week"),
        Notice::Months(count) => (count, "month"),
    };
    match count {
        1 => format!("1 {unit}'s notice"),
        _ => format!("{count} {unit}s' notice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example::lease_event;

    #[test]
    fn a_picture_leaves_out_what_is_agreed() {
        let review = LeaseEventRow {
            kind: DatedKind::Review,
            review: Some(Review::Market),
            state: Some(EventState::Other(Progress::Agreed)),
            amount: Some(Money::from_pence(2_100_000)),
            ..lease_event()
        };
        assert_eq!(dated_in_short(&review), "market review");
        assert_eq!(what_is_dated(&review), "market review: £21,000.00 a year agreed");
        let ahead = LeaseEventRow { state: Some(EventState::Other(Progress::Ahead)), ..review };
        assert_eq!(what_is_dated(&ahead), "market review");
    }

    #[test]
    fn a_break_on_any_day_says_from_when_until_that_day_has_come() {
        let later = LeaseEventRow {
            length: Some(Notice::Weeks(1)),
            rolling_from: "2024-03-24".parse().ok(),
            ..lease_event()
        };
        assert_eq!(what_is_dated(&later), "our break, 1 week's notice; on any day from 2024-03-24");
        let now = LeaseEventRow { rolls_now: true, ..later };
        assert_eq!(what_is_dated(&now), "our break, 1 week's notice; on any day");
    }
}
