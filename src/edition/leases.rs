//! Makes the rows about leases.

use super::{
    AccountStanding, ExitRow, LeaseAccountRow, LeaseAccountTotalRow, LeaseEventRow, LeaseRow,
    RentRow, RentTotalRow, Results, SaleBarRow,
};
use crate::{
    finance::{ExitRoute, LeaseYear, NotKnown},
    load::Estate,
    model::{Date, FinancialYear, Status},
    tenure::{
        Accounts, DatedEvent, LeaseInAccounts, Payable, Recognition, Remeasured, Running, SaleBar,
        SiteExit, Subject, calendar, running,
    },
};

/// The leases that have not ended.
pub(super) fn lease_rows(results: Results<'_>) -> Vec<LeaseRow> {
    let row = |running: Running<'_>| {
        let Running { lease, ends_on, holds_over } = running;
        let site = results.estate.site(&lease.site_id);
        LeaseRow {
            site_id: lease.site_id.to_string(),
            name: site.map(|s| s.name.clone()).unwrap_or_default(),
            lease_id: lease.lease_id.to_string(),
            counterparty: lease.counterparty.clone().unwrap_or_default(),
            role: lease.role,
            start: lease.start,
            ends_on,
            holds_over,
        }
    };
    running(results.estate, results.policy).into_iter().map(row).collect()
}

/// Everything dated that is ahead within so many months.
pub(super) fn event_rows(results: Results<'_>, months: u32) -> Vec<LeaseEventRow> {
    let events = calendar(results.estate, results.policy, months);
    events.iter().map(|event| event_row(event, results.estate)).collect()
}

fn event_row(event: &DatedEvent, estate: &Estate) -> LeaseEventRow {
    let site = event.site_id.as_ref().and_then(|id| estate.site(id));
    let (lease_id, agreement_id) = match &event.subject {
        Subject::Lease(id) => (id.to_string(), String::new()),
        Subject::Agreement(id) => (String::new(), id.to_string()),
    };
    let cost = event.cost.and_then(Result::ok);
    LeaseEventRow {
        site_id: event.site_id.as_ref().map(ToString::to_string).unwrap_or_default(),
        name: site.map(|s| s.name.clone()).unwrap_or_default(),
        lease_id,
        agreement_id,
        counterparty: event.counterparty.clone().unwrap_or_default(),
        role: event.role,
        kind: event.kind,
        on: event.on,
        act_by: event.act_by,
        state: event.state.ok(),
        whose: event.whose,
        rolling_from: event.rolling_from,
        rolls_now: event.rolling_from.is_some_and(|from| from <= estate.snapshot.as_of),
        length: event.length,
        legal_last_day: event.notice.map(|n| n.legal),
        working_day: event.notice.map(|n| n.working.day),
        holidays_known: event.notice.map(|n| n.working.holidays_known),
        amount: event.amount,
        penalty: event.penalty,
        cost_of_missing: cost.map(|c| c.value),
        next_exit: cost.map(|c| c.next_exit),
        conditions: event.conditions.clone().unwrap_or_default(),
        parties: event.parties.clone(),
        review: event.review,
        position: event.position,
        ended_on: event.ended_on,
        barred: event.barred.clone(),
        not_known: event.unknown.clone(),
        cost_not_known: matches!(event.cost, Some(Err(_))),
    }
}

/// Rent and service charge by year, and their sums.
pub(super) fn rent_rows(payable: Payable) -> (Vec<RentRow>, Vec<RentTotalRow>) {
    let rows = payable.lines.into_iter().map(|line| RentRow {
        site_id: line.site_id.to_string(),
        lease_id: line.lease_id.to_string(),
        counterparty: line.counterparty.unwrap_or_default(),
        role: line.role,
        year: line.year,
        kind: line.kind,
        prices: line.prices,
        amount: line.amount,
        state: line.state,
    });
    let totals = payable.totals.into_iter().map(|total| RentTotalRow {
        year: total.year,
        role: total.role,
        kind: total.kind,
        known: total.known.ok(),
        estimated: total.estimated.ok(),
        leases: total.leases,
        not_in: total.not_in,
    });
    (rows.collect(), totals.collect())
}

/// Leases on the balance sheet by year, and their sums.
pub(super) fn account_rows(
    accounts: &Accounts,
) -> (Vec<LeaseAccountRow>, Vec<LeaseAccountTotalRow>) {
    let of_lease = |lease: &LeaseInAccounts| {
        let row = |standing| LeaseAccountRow {
            site_id: lease.site_id.to_string(),
            lease_id: lease.lease_id.to_string(),
            counterparty: lease.counterparty.clone().unwrap_or_default(),
            standing,
            likely_until: lease.likely_until,
        };
        let year = |sums: &LeaseYear| {
            let in_year =
                |(on, _): &&(Date, Remeasured)| FinancialYear::containing(*on) == sums.year;
            let remeasured = lease.remeasured.iter().filter(in_year).copied().collect();
            row(AccountStanding::On { sums: *sums, remeasured })
        };
        match &lease.recognition {
            Recognition::On(account) => account.years.iter().map(year).collect(),
            Recognition::Exempt(why) => vec![row(AccountStanding::Exempt(*why))],
            Recognition::Peppercorn => vec![row(AccountStanding::Peppercorn)],
            Recognition::NotKnown(why) => vec![row(AccountStanding::NotKnown(*why))],
        }
    };
    let totals = accounts.years.iter().map(|year| LeaseAccountTotalRow {
        year: year.year,
        sums: year.sums.ok(),
        leases: year.leases,
        not_in: year.not_in,
    });
    (accounts.leases.iter().flat_map(of_lease).collect(), totals.collect())
}

/// How every site can be left, in the order of the register.
pub(super) fn exit_rows(results: Results<'_>) -> Vec<ExitRow> {
    let sites = results.estate.sites.iter().zip(&results.tenure.sites);
    let row = |(site, exit): (&crate::model::Site, &SiteExit)| {
        if site.status_or_operational() == Some(Status::Sold) {
            return ExitRow {
                site_id: site.site_id.to_string(),
                name: site.name.clone(),
                ..ExitRow::default()
            };
        }
        // What a sale costs beside is owed only where a sale is the way out.
        let is_sale = exit.route == ExitRoute::Sale;
        let sale_costs = if is_sale { exit.sale.costs_not_known.clone() } else { Vec::new() };
        let mut not_known: Vec<NotKnown> = exit.cost.err().into_iter().collect();
        for cost in &sale_costs {
            if !not_known.contains(cost) {
                not_known.push(*cost);
            }
        }
        ExitRow {
            site_id: site.site_id.to_string(),
            name: site.name.clone(),
            exit_on: exit.on,
            route: exit.on.map(|_| exit.route),
            cost: exit.cost.ok(),
            cost_at_least: exit.cost_at_least,
            legal_last_day: exit.notice.map(|n| n.legal),
            working_day: exit.notice.map(|n| n.working.day),
            holidays_known: exit.notice.map(|n| n.working.holidays_known),
            act_by: exit.notice.map(|n| n.act_by),
            lease_id: exit.lease.as_ref().map(ToString::to_string).unwrap_or_default(),
            basis: Some(exit.basis),
            perhaps_earlier: exit.perhaps,
            barred: exit.barred.clone(),
            by_agreement: exit.by_agreement.clone(),
            not_known,
            sale_bars: sale_bars(exit, results.estate.snapshot.as_of),
            sale_is_barred: exit.is_barred(),
            sale_costs_not_known: sale_costs,
        }
    };
    sites.map(row).collect()
}

fn sale_bars(exit: &SiteExit, as_of: Date) -> Vec<SaleBarRow> {
    let row = |bar: SaleBar| SaleBarRow {
        holds: bar.holds_on(as_of),
        kind: bar.kind,
        text: bar.text,
        until: bar.until,
    };
    exit.sale.of_sale_on(as_of).into_iter().map(row).collect()
}
