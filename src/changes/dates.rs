//! Lease dates that are near now and were not.

use std::collections::BTreeSet;

use crate::{
    model::Date,
    policy::FigureName,
    portfolio::Results,
    tenure::{DatedEvent, DatedKind, Subject, calendar},
};

/// A lease date that is near now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearDate {
    /// The site now; nothing of an agreement about none.
    pub site_id: String,
    /// The lease or the agreement.
    pub subject: String,
    /// What is dated.
    pub kind: DatedKind,
    /// The day, or the first of those on which it can be used.
    pub on: Date,
    /// Whether it can be used on any day from then.
    pub is_rolling: bool,
    /// The last day to act; `None` where there is nothing to do, or it is not known.
    pub act_by: Option<Date>,
}

/// Returns what is dated within so many months of the later snapshot, by its policy, and was not within so many of the
/// earlier.
pub(super) fn of(before: Results<'_>, after: Results<'_>) -> Vec<NearDate> {
    let subject = |event: &DatedEvent| match &event.subject {
        Subject::Lease(id) => id.to_string(),
        Subject::Agreement(id) => id.to_string(),
    };
    // What can happen on any day has no day of its own by which it is known again.
    let moves = |e: &DatedEvent| e.rolling_from.is_some() || e.kind == DatedKind::HoldingOver;
    let key = |e: &DatedEvent| (subject(e), e.kind, (!moves(e)).then_some(e.on));
    let events = |of: Results<'_>| {
        let months = of.policy.whole(FigureName::ChangesLeaseMonths);
        calendar(of.estate, of.policy, months)
    };
    let then: BTreeSet<_> = events(before).iter().map(key).collect();
    let now = events(after);
    let new = now.iter().filter(|event| !then.contains(&key(event)));
    new.map(|event| NearDate {
        site_id: event.site_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        subject: subject(event),
        kind: event.kind,
        on: event.on,
        is_rolling: event.rolling_from.is_some(),
        act_by: event.act_by.filter(|_| event.rolling_from.is_none()),
    })
    .collect()
}
