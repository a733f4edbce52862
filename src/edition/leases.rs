//! Rows about leases, and the words for what is dated.

use rust_decimal::Decimal;

use super::{
    AccountState, ExitRow, LeaseAccountRow, LeaseAccountTotalRow, LeaseEventRow, LeaseRow, RentRow,
    RentTotalRow, Results, SaleBarRow,
};
use crate::{
    finance::{ExitBar, ExitRoute, LeaseYear, NotKnown, TenurePosition},
    load::Estate,
    model::{Date, FinancialYear, Money, Notice, Party, Review, Role, Status, with_thousands},
    tenure::{
        Accounts, ByAgreement, DatedEvent, DatedKind, EventState, Payable, Progress, Recognition,
        Remeasured, Running, SaleBar, SaleBarKind, SiteExit, Subject, calendar, running,
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
    let in_unit = |unit: fn(Notice) -> Option<u32>| event.length.and_then(unit);
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
        notice_months: in_unit(|notice| match notice {
            Notice::Months(count) => Some(count),
            _ => None,
        }),
        notice_weeks: in_unit(|notice| match notice {
            Notice::Weeks(count) => Some(count),
            _ => None,
        }),
        notice_days: in_unit(|notice| match notice {
            Notice::Days(count) => Some(count),
            _ => None,
        }),
        legal_last_day: event.notice.map(|n| n.legal),
        working_day: event.notice.map(|n| n.working.day),
        holidays_known: event.notice.map(|n| n.working.holidays_known),
        amount: event.amount,
        penalty: event.penalty,
        cost_of_missing: cost.map(|c| c.value),
        next_exit: cost.map(|c| c.next_exit),
        conditions: event.conditions.clone().unwrap_or_default(),
        what: what(event, estate),
        not_known: sentences(event.unknown.iter()),
        cost_not_known: matches!(event.cost, Some(Err(_))),
    }
}

fn sentences<'a>(unknown: impl Iterator<Item = &'a NotKnown>) -> String {
    unknown.map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Says what is dated, without its date and state.
fn what(event: &DatedEvent, estate: &Estate) -> String {
    match event.kind {
        DatedKind::Break => break_words(event, estate),
        DatedKind::Review => {
            let kind = match event.review {
                Some(Review::Market) => "market review",
                Some(Review::Cpi) => "review by CPI",
                Some(Review::Rpi) => "review by RPI",
                Some(Review::None) | None => "rent review",
            };
            let agreed = event.state == Ok(EventState::Other(Progress::Agreed));
            let sum = event.amount.filter(|_| agreed).map(a_year);
            sum.map_or_else(|| kind.to_owned(), |sum| format!("{kind}: {sum} agreed"))
        }
        DatedKind::Step => match event.amount {
            Some(rent) => format!("rent becomes {}", a_year(rent)),
            None => "stepped rent, sum not recorded".to_owned(),
        },
        DatedKind::RentFreeEnd => after("rent-free period ends", event.amount),
        DatedKind::PartRentEnd => after("part-rent period ends", event.amount),
        DatedKind::DeedOfVariation => "deed of variation takes effect".to_owned(),
        DatedKind::Expiry => expiry(event),
        DatedKind::HoldingOver => holding_over(event),
        DatedKind::AgreementEnd => {
            let parties: Vec<String> = event.parties.iter().map(party).collect();
            format!("agreement ends: {}", parties.join("; "))
        }
    }
}

/// Writes a party of an agreement with its share, where that is recorded.
fn party((name, share): &(String, Option<Decimal>)) -> String {
    let per_cent = share.and_then(|s| s.checked_mul(Decimal::ONE_HUNDRED));
    per_cent.map_or_else(|| name.clone(), |s| format!("{name} {}%", s.normalize()))
}

fn a_year(rent: Money) -> String {
    format!("£{} a year", with_thousands(&rent.to_string()))
}

fn after(what: &str, rent: Option<Money>) -> String {
    match rent {
        Some(rent) => format!("{what}: then {}", a_year(rent)),
        None => format!("{what}: the rent from then is not known"),
    }
}

fn break_words(event: &DatedEvent, estate: &Estate) -> String {
    let mut text = match event.whose {
        Some(Party::Mutual) => "break open to either party".to_owned(),
        Some(party) if (party == Party::Tenant) == (event.role == Some(Role::Tenant)) => {
            "our break".to_owned()
        }
        Some(_) => "their break".to_owned(),
        None => "break, holder not recorded".to_owned(),
    };
    if let Some(notice) = event.length {
        text.push_str(&format!(", {notice}"));
    }
    if let Some(from) = event.rolling_from {
        let as_of = estate.snapshot.as_of;
        let from = if from > as_of { format!(" from {from}") } else { String::new() };
        text.push_str(&format!("; on any day{from}"));
    }
    match &event.barred {
        Some(bar) => format!("{text}; {}", bar_words(bar)),
        None => text,
    }
}

fn expiry(event: &DatedEvent) -> String {
    let ours = event.role == Some(Role::Tenant);
    let words = match event.position {
        Some(TenurePosition::Protected) if ours => {
            "term ends; protected: we may leave without notice or hold over"
        }
        Some(TenurePosition::Protected) => "term ends; protected: the tenant may hold over",
        Some(TenurePosition::ContractedOut) if ours => {
            "term ends; contracted out: we leave, no notice needed"
        }
        Some(TenurePosition::ContractedOut) => "term ends; contracted out: the tenant leaves",
        _ => "term ends; whether it is contracted out is not recorded",
    };
    words.to_owned()
}

fn holding_over(event: &DatedEvent) -> String {
    let ended = event.ended_on.map(|on| format!(" since {on}")).unwrap_or_default();
    let whose = if event.role == Some(Role::Tenant) { "our" } else { "their" };
    let notice = event.length.map_or_else(|| "notice".to_owned(), |notice| notice.to_string());
    format!("holding over{ended}; {whose} {notice} ends it")
}

fn bar_words(bar: &ExitBar) -> String {
    match bar {
        ExitBar::Landlords => "only the landlord may use it".to_owned(),
        ExitBar::Missed => "notice can no longer be served".to_owned(),
        ExitBar::Waived => "given up".to_owned(),
        ExitBar::ProtectedSubtenant(id) => format!("the subtenant of {id} is protected"),
        ExitBar::UnclearSubtenant(id) => format!("the subtenant of {id} may be protected"),
        ExitBar::NotKnown(unknown) => unknown.to_string(),
    }
}

fn reason<T>(found: &Result<T, NotKnown>) -> String {
    found.as_ref().err().map(ToString::to_string).unwrap_or_default()
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
        amount: line.amount.ok(),
        state: line.state,
        not_known: reason(&line.amount),
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
    let whose = if accounts.own_rate {
        "the body's own borrowing rate"
    } else {
        "the policy's rate, in place of the body's own"
    };
    let per_cent = accounts.rate.checked_mul(Decimal::ONE_HUNDRED).unwrap_or_default().normalize();
    let rate = format!("{per_cent}% a year, {whose}");
    let of_lease = |lease: &crate::tenure::LeaseInAccounts| {
        let likely = lease.likely_until.map(|day| format!("holds over, likely to {day}"));
        let row = |state, reason: Vec<String>, sums: Option<LeaseYear>| LeaseAccountRow {
            site_id: lease.site_id.to_string(),
            lease_id: lease.lease_id.to_string(),
            counterparty: lease.counterparty.clone().unwrap_or_default(),
            state,
            reason: reason.join("; "),
            rate: sums.map(|_| rate.clone()).unwrap_or_default(),
            sums,
        };
        let off = |state, reason: String| {
            vec![row(state, std::iter::once(reason).chain(likely.clone()).collect(), None)]
        };
        match &lease.recognition {
            Recognition::On(account) => {
                let year = |year: LeaseYear| {
                    let own = lease.remeasured.iter();
                    let own = own.filter(|(on, _)| FinancialYear::containing(*on) == year.year);
                    let words = own.map(|(on, why)| match likely.as_deref() {
                        Some(likely) if *why == Remeasured::HoldingOver => {
                            format!("remeasured on {on}: {likely}")
                        }
                        _ => format!("remeasured on {on}: {why}"),
                    });
                    row(AccountState::OnBalanceSheet, words.collect(), Some(year))
                };
                account.years.iter().copied().map(year).collect()
            }
            Recognition::Exempt(why) => off(AccountState::Exempt, why.word().to_owned()),
            Recognition::Peppercorn => off(
                AccountState::NotValued,
                "held at a peppercorn; the fair value of its use is not recorded".to_owned(),
            ),
            Recognition::NotKnown(why) => off(AccountState::NotKnown, why.to_string()),
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
        let barred = exit.barred.iter();
        let barred =
            barred.map(|(lease, on, bar)| format!("{lease}, break on {on}: {}", bar_words(bar)));
        let by_agreement = |way: &ByAgreement| format!("{} on {}", way.route, way.on);
        let costs = || exit.sale.costs_not_known.iter().filter(|_| sells(exit));
        let mut not_known: Vec<String> = exit.cost.err().iter().map(ToString::to_string).collect();
        for cost in costs().map(ToString::to_string) {
            if !not_known.contains(&cost) {
                not_known.push(cost);
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
            barred: barred.collect::<Vec<_>>().join("; "),
            by_agreement: exit.by_agreement.iter().map(by_agreement).collect::<Vec<_>>().join("; "),
            not_known: not_known.join("; "),
            sale_bars: sale_bars(exit, results.estate.snapshot.as_of),
            sale_is_barred: exit.is_barred(),
            sale_costs_not_known: costs().map(|cost| owed(*cost)).collect(),
        }
    };
    sites.map(row).collect()
}

/// Tells whether the way out is a sale, barred or not.
fn sells(exit: &SiteExit) -> bool {
    exit.route == ExitRoute::Sale
}

const fn owed(cost: NotKnown) -> &'static str {
    match cost {
        NotKnown::Works => "works to clear the site of contamination",
        _ => "the grant to be paid back",
    }
}

fn sale_bars(exit: &SiteExit, as_of: Date) -> Vec<SaleBarRow> {
    let row = |bar: SaleBar| SaleBarRow {
        holds: bar.holds_on(as_of),
        is_decision: bar.kind == SaleBarKind::MustKeep,
        words: bar.words,
        text: bar.text,
        until: bar.until,
        perhaps: bar.perhaps,
    };
    exit.sale.of_sale_on(as_of).into_iter().map(row).collect()
}
