//! What the section of a site says of its leases: how it can be left, what is ahead, what letting brings.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{Shown, calendar, lettings, list};
use crate::{
    edition::{ExitRow, LeaseEventRow, LettingFlowRow, LettingTerms, View},
    wording::{
        breaks_barred, capital, exit_basis, long_date, money, obstacles_to_a_sale, route,
        routes_by_agreement, why_not_known,
    },
};

/// The rows about leases by site.
pub(super) struct SiteLeases<'a> {
    exits: BTreeMap<&'a str, &'a ExitRow>,
    events: BTreeMap<&'a str, Vec<&'a LeaseEventRow>>,
    terms: BTreeMap<&'a str, &'a LettingTerms>,
    flows: BTreeMap<&'a str, Vec<&'a LettingFlowRow>>,
}

impl<'a> SiteLeases<'a> {
    /// Sorts the rows of a view.
    pub(super) fn of(view: &'a View) -> Self {
        let proposed = view.lettings.proposed.iter();
        let terms =
            proposed.filter_map(|row| Some((row.site_id.as_str(), row.terms.as_ref().ok()?)));
        let mut all = Self {
            exits: view.exits.iter().map(|e| (e.site_id.as_str(), e)).collect(),
            events: BTreeMap::new(),
            terms: terms.collect(),
            flows: BTreeMap::new(),
        };
        for event in &view.lease_events {
            all.events.entry(&event.site_id).or_default().push(event);
        }
        for flow in &view.lettings.flows {
            all.flows.entry(flow.site_id.as_str()).or_default().push(flow);
        }
        all
    }

    /// Returns what is to be said of a site.
    pub(super) fn section(&self, site_id: &str, shown: &Shown) -> Value {
        let events = self.events.get(site_id).map_or(&[][..], Vec::as_slice);
        let flows = self.flows.get(site_id).map_or(&[][..], Vec::as_slice);
        context! {
            exit => self.exits.get(site_id).filter(|exit| !exit.is_sold()).map(|exit| facts(exit)),
            events => list(events, |event| calendar::event(event, shown)),
            letting => self.terms.get(site_id).map(|terms| lettings::terms(terms)),
            flows => lettings::flows(flows),
        }
    }
}

/// Returns how a site can be left, label and words.
fn facts(exit: &ExitRow) -> Value {
    let cost = match exit.cost {
        Some(cost) => money(cost),
        None if exit.not_known.is_empty() => String::new(),
        None => {
            let least = exit.cost_at_least;
            let least = least.map_or_else(
                || "not known".to_owned(),
                |least| format!("at least {}", money(least)),
            );
            format!("{least}: {}", why_not_known(&exit.not_known))
        }
    };
    let on = match exit.exit_on {
        Some(on) => long_date(on),
        None if exit.sale_is_barred => "none: a sale is blocked".to_owned(),
        None => "not known".to_owned(),
    };
    let lease = if exit.lease_id.is_empty() { "" } else { ", lease " };
    let day = |on: Option<_>| on.map(long_date).unwrap_or_default();
    let facts = [
        ("Earliest exit", on),
        ("Route", exit.route.map(|r| capital(route(r))).unwrap_or_default()),
        ("Based on", format!("{}{lease}{}", exit_basis(exit.basis), exit.lease_id)),
        ("Act by", day(exit.act_by)),
        ("Latest date to serve notice", day(exit.legal_last_day)),
        ("Cost of exit", cost),
        ("Possible from", day(exit.perhaps_earlier)),
        ("By agreement", routes_by_agreement(&exit.by_agreement)),
        ("Breaks not relied on", breaks_barred(&exit.barred)),
        ("Obstacles to a sale", capital(&obstacles_to_a_sale(&exit.sale_bars))),
    ];
    let described = facts.into_iter().filter(|(_, words)| !words.is_empty());
    described.map(|(label, words)| context! { label, words }).collect::<Vec<_>>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edition::{ExitRoute, NotKnown},
        model::Basis,
    };

    fn exit() -> ExitRow {
        ExitRow {
            site_id: "A".to_owned(),
            name: "A".to_owned(),
            exit_on: None,
            route: None,
            cost: None,
            cost_at_least: None,
            legal_last_day: None,
            working_day: None,
            holidays_known: None,
            act_by: None,
            lease_id: String::new(),
            basis: Some(Basis::NoTenantLease),
            perhaps_earlier: None,
            barred: Vec::new(),
            by_agreement: Vec::new(),
            not_known: Vec::new(),
            sale_bars: Vec::new(),
            sale_is_barred: false,
            sale_costs_not_known: Vec::new(),
        }
    }

    fn describe(exit: &ExitRow) -> String {
        let fact = |fact: Value| {
            let part = |name| fact.get_attr(name).unwrap().to_string();
            format!("{}: {}", part("label"), part("words"))
        };
        facts(exit).try_iter().unwrap().map(fact).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn an_exit_that_is_not_known_is_said_to_be() {
        assert_eq!(
            describe(&exit()),
            "Earliest exit: not known\nBased on: no tenant lease recorded"
        );
        let known = ExitRow {
            exit_on: "2020-12-24".parse().ok(),
            route: Some(ExitRoute::Break),
            not_known: vec![NotKnown::Penalty { on: "2020-12-24".parse().unwrap() }],
            lease_id: "L-1".to_owned(),
            basis: Some(Basis::TenantsBreak),
            ..exit()
        };
        insta::assert_snapshot!(describe(&known), @"
        Earliest exit: 24 December 2020
        Route: Break
        Based on: the tenant's break in the lease that ends last, lease L-1
        Cost of exit: not known: the penalty of the break on 2020-12-24 is not recorded
        ");
    }
}
