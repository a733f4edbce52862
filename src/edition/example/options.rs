//! Options of two sites: one settled, one open, with words that are an attack.

use super::{View, with_leases};
use crate::{
    appraise::{Advice, Flag, FlowKind, Missing},
    edition::{
        AdviceRow, Bar, BestValue, Change, KindSums, OptionFlowRow, OptionRow, OptionState,
        Options, Verdict, Why, Worth,
    },
    model::{Date, Money, OptionKind, Prices},
};

/// The view with leases, and options at its first two sites.
pub(crate) fn with_options() -> View {
    let mut view = with_leases();
    let site = |at: usize| (view.sites[at].site_id.clone(), view.sites[at].name.clone());
    let ((first, first_name), (second, second_name)) = (site(0), site(1));
    let sum = |pounds: i64| Some(Money::from_pence(pounds * 100));
    let day = |text: &str| text.parse::<Date>().unwrap();
    let usual = |site_id: &str, name: &str| OptionRow {
        site_id: site_id.to_owned(),
        name: name.to_owned(),
        option: OptionKind::BusinessAsUsual,
        state: OptionState::Available,
        advantage_economic: sum(0),
        advantage_budget: sum(0),
        advantage_public_sector: sum(0),
        advantage_low: sum(0),
        advantage_high: sum(0),
        ..OptionRow::default()
    };
    let sold = OptionRow {
        option: OptionKind::Dispose,
        recommended: true,
        done_on: Some(day("2021-10-30")),
        economic: Money::from_pence(12_345_678),
        advantage_economic: sum(250_000),
        advantage_low: sum(250_000),
        advantage_high: sum(250_000),
        payback_on: Some(day("2021-10-30")),
        switching: "0.4100".to_owned(),
        bars: vec![Bar { why: "covenant <b>old</b> until 2020-09-30".to_owned(), until: None }],
        flags: vec![Flag::FormerOwner],
        upside_low: sum(10_000),
        upside_high: sum(50_000),
        serves: vec!["release".to_owned()],
        breaches: vec!["access".to_owned()],
        ..usual(&first, &first_name)
    };
    let left = OptionRow {
        option: OptionKind::Leave,
        advantage_economic: None,
        advantage_budget: None,
        advantage_public_sector: None,
        advantage_low: None,
        advantage_high: sum(90_000),
        missing: vec![Missing::ExitCost],
        ..usual(&second, &second_name)
    };
    let receipt = Money::from_pence(40_000_000);
    let flow = OptionFlowRow {
        site_id: first.clone(),
        option: OptionKind::Dispose,
        on: day("2021-10-30"),
        what: FlowKind::Receipt,
        amount: receipt,
        lease_id: String::new(),
        beyond: false,
        prices: Prices::Today,
        factor: "0.946900".to_owned(),
        budget: receipt,
        economic: receipt,
        public_sector: receipt,
    };
    let advice = AdviceRow {
        leases: Vec::new(),
        site_id: first.clone(),
        name: first_name.clone(),
        verdict: Verdict { advice: Advice::Recommended, leads: Some(OptionKind::Dispose) },
        decided_by: None,
        why: Why::Better {
            best: Worth {
                kind: OptionKind::Dispose,
                low: Some(Money::from_pence(25_000_000)),
                high: Some(Money::from_pence(25_000_000)),
            },
            parts: None,
            next: None,
        },
        would_change: vec![Change::ReceiptFalls(rust_decimal::Decimal::new(41, 2))],
        settles: Vec::new(),
        closed_by: Vec::new(),
        may_be_purchased: true,
        best_value: Some(BestValue { words: "Ask a valuer.".to_owned(), source: String::new() }),
        flows: vec![KindSums {
            what: FlowKind::Receipt,
            first: flow.on,
            last: flow.on,
            amount: receipt,
            budget: receipt,
            economic: receipt,
            public_sector: receipt,
        }],
    };
    let open = AdviceRow {
        site_id: second.clone(),
        name: second_name.clone(),
        verdict: Verdict { advice: Advice::Open, leads: Some(OptionKind::BusinessAsUsual) },
        why: Why::Open { facts: vec![Missing::MarketValue], leads: None },
        settles: vec![Missing::ExitCost],
        closed_by: vec![format!("leases: {second}, dilapidations")],
        ..AdviceRow::default()
    };
    let principle = |id: &str, words: &str| (id.to_owned(), words.to_owned(), "paper".to_owned());
    view.options = Options {
        rows: vec![usual(&first, &first_name), sold, usual(&second, &second_name), left],
        flows: vec![flow],
        advice: vec![advice, open],
        principles: vec![
            principle("release", "Release <u>surplus</u>"),
            principle("access", "Access"),
        ],
    };
    view
}
