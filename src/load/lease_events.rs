//! `lease_events` into typed rows.

use super::{
    LoadError,
    id_index::LeaseIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
    switch::Bare,
};
use crate::{
    model::{EventKind, Findings, LeaseEvent, LeaseId, Party},
    policy::Policy,
};

/// Reads the dated terms, in order of lease, day, then row; those of leases not listed are findings.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    leases: &LeaseIndex<'_>,
    findings: &mut Findings,
) -> Result<Vec<LeaseEvent>, LoadError> {
    let table = &schema::LEASE_EVENTS;
    let mut events = record::read_all(raw, table, policy, findings, |r| event(r, leases))?;
    events.sort_by(|a, b| {
        a.lease_id.cmp(&b.lease_id).then_with(|| (a.on, &a.row).cmp(&(b.on, &b.row)))
    });
    Ok(events)
}

const CONDITIONS: Bare = Bare {
    yes: "which does not say what must be done; shown as it stands",
    open: "which may mean none; shown as it stands",
    stands: true,
};

fn event(r: &mut Record<'_>, leases: &LeaseIndex<'_>) -> Option<LeaseEvent> {
    let written = r.id_cell("lease_id", LeaseId::new);
    let known = |id: &LeaseId| leases.otherwise(id).filter(|_| !leases.has(id)).cloned();
    let lease_id = match written.as_ref().and_then(known) {
        Some(listed) => {
            r.id_with_point("lease_id", written.as_ref().map_or("", LeaseId::as_str));
            Some(listed)
        }
        None => written,
    };
    if let Some(id) = lease_id.as_ref().filter(|id| !leases.has(id)) {
        let found = leases.unknown(r.place("lease_id"), r.id(), id.as_str());
        found.into_iter().for_each(|finding| r.push(finding));
        r.spoil();
    }
    let kind = r.word("kind", EventKind::read);
    let on = r.date("on");
    Some(LeaseEvent {
        until: r.date("until"),
        rolling: r.yes_no("rolling"),
        party: r.word("party", Party::read),
        notice_months: r.whole("notice_months"),
        notice_weeks: r.whole("notice_weeks"),
        notice_days: r.whole("notice_days"),
        penalty: r.money("penalty"),
        amount: r.money("amount"),
        conditions: r.words("conditions", &CONDITIONS),
        row: r.row.clone(),
        lease_id: lease_id?,
        kind: kind?,
        on: on?,
    })
}
