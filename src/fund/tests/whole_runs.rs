//! The effects and the break-even receipts, held against runs of the whole programme for each.

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};

use super::random::{inputs, lever};
use crate::{
    fund::{
        changed::Planned,
        compare::{self, BreakEven, run_scenario, summary},
        effects::{self, Effect, Receipts},
        funding::fund,
        inputs::Inputs,
        receipt_source::ReceiptSource,
        receipts::{ReceiptDue, split_cost},
        revenue::{RevenueOf, counted},
    },
    model::LARGEST_PENCE,
    policy::{Decisions, Lever},
};

fn parts(inputs: &Inputs, lever: &Lever) -> Vec<RevenueOf> {
    let sites = counted(inputs, lever).into_iter().map(RevenueOf::Site);
    (0..inputs.schemes.len()).map(RevenueOf::Scheme).chain(sites).collect()
}

/// Runs the programme with everything, and anew without each part.
fn effects_of_whole_runs(inputs: &Inputs, lever: &Lever) -> Vec<Effect> {
    let all = run_scenario(inputs, lever);
    let with = summary(inputs, &all);
    let effect = |of: RevenueOf| {
        let ground = effects::without(inputs, of);
        let other = run_scenario(&ground, lever);
        let without = summary(&ground, &other);
        let years = all.revenue.iter().zip(&other.revenue);
        let revenue: Vec<i64> = years.map(|(with, other)| with.total() - other.total()).collect();
        Effect {
            of,
            in_budget: revenue[..inputs.budget_years()].iter().sum(),
            revenue,
            borrowing: with.borrowing - without.borrowing,
            cfr: with.cfr - without.cfr,
            peak_debt: with.peak_debt - without.peak_debt,
        }
    };
    parts(inputs, lever).into_iter().map(effect).collect()
}

/// What a scheme leaves borrowed with these receipts, by a run of the whole programme.
fn left_by_a_whole_run(inputs: &Inputs, receipts: &[ReceiptDue], s: usize, place: usize) -> i64 {
    let mut owed = inputs.schemes[s].before;
    let mut receipts = receipts.to_vec();
    for receipt in &mut receipts {
        if receipt.scheme != Some(s) || receipt.whole <= inputs.receipt_least || owed == 0 {
            continue;
        }
        let (met, _) = split_cost(receipt.gross, receipt.cost, inputs.sale_costs_share);
        let taken = (receipt.gross - met).clamp(0, owed);
        owed -= taken;
        (receipt.gross, receipt.cost) = (receipt.gross - met - taken, 0);
    }
    let funding = fund(inputs, &receipts, &Lever::default());
    let years = funding.scheme(s);
    let spent = years.iter().rposition(|y| y.spend != 0).unwrap_or(place);
    years[place.max(spent)].outstanding + owed
}

fn break_even_of_whole_runs(inputs: &Inputs) -> Vec<BreakEven> {
    let mut found = Vec::new();
    for (s, scheme) in inputs.schemes.iter().enumerate() {
        let tied: Vec<_> = inputs.receipts.iter().filter(|r| r.scheme == Some(s)).collect();
        if scheme.receipt_site_id.is_none() && tied.is_empty() {
            continue;
        }
        let before = scheme.before;
        let Some(last) = scheme.last_spend.or((before > 0).then_some(0)) else { continue };
        let place = tied.iter().map(|r| r.place).min().unwrap_or(last);
        let end = place.max(last);
        let with = |gross: i64| {
            let others = inputs.receipts.iter().filter(|r| r.scheme != Some(s));
            let mut receipts: Vec<ReceiptDue> = others.cloned().collect();
            receipts.push(ReceiptDue {
                site_id: None,
                scheme: Some(s),
                year: inputs.year(place),
                gross,
                cost: tied.iter().map(|r| r.cost).sum(),
                taken: Decisions::Taken,
                source: ReceiptSource::Scheme(scheme.project_id.clone()),
                place,
                whole: gross,
                site: None,
            });
            left_by_a_whole_run(inputs, &receipts, s, end)
        };
        let receipt = (with(LARGEST_PENCE) == 0).then(|| {
            let (mut low, mut high) = (-1, LARGEST_PENCE);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if with(middle) == 0 { high = middle } else { low = middle }
            }
            high
        });
        found.push(BreakEven {
            scheme: s,
            place,
            planned: (!tied.is_empty()).then(|| tied.iter().map(|r| r.gross).sum()),
            receipt,
            before,
            left: left_by_a_whole_run(inputs, &inputs.receipts, s, end),
        });
    }
    found
}

proptest! {
    #![proptest_config(Config { cases: 96, ..Config::default() })]

    #[test]
    fn effects_are_those_of_whole_runs(inputs in inputs()) {
        let lever = Lever::default();
        let quick = effects::effects(&Planned::new(&inputs, lever));
        prop_assert_eq!(quick, effects_of_whole_runs(&inputs, &lever));
    }

    #[test]
    fn effects_under_any_lever_are_those_of_whole_runs(inputs in inputs(), lever in lever()) {
        let quick = effects::effects(&Planned::new(&inputs, lever));
        prop_assert_eq!(quick, effects_of_whole_runs(&inputs, &lever));
    }

    /// Every sum of every year, not only those that an effect shows.
    #[test]
    fn years_with_one_thing_changed_are_those_of_whole_runs(inputs in inputs(), lever in lever()) {
        let planned = Planned::new(&inputs, lever);
        let receipts = Receipts::of(&inputs);
        for of in parts(&inputs, &lever) {
            let Some(years) = planned.years(&receipts.change(&inputs, of)) else { continue };
            let ground = effects::without(&inputs, of);
            prop_assert_eq!(years, fund(&ground, &ground.receipts, &lever).years);
        }
    }

    #[test]
    fn break_even_receipts_are_those_of_whole_runs(inputs in inputs()) {
        let quick = compare::break_even(&Planned::new(&inputs, Lever::default()));
        prop_assert_eq!(quick, break_even_of_whole_runs(&inputs));
    }
}

/// The comparison means nothing where the whole is run on both sides.
#[test]
fn four_in_five_changes_need_no_whole_run() {
    let mut runner = TestRunner::deterministic();
    let (mut quick, mut all) = (0, 0);
    for _ in 0..100 {
        let inputs = inputs().new_tree(&mut runner).unwrap().current();
        let lever = Lever::default();
        let (planned, receipts) = (Planned::new(&inputs, lever), Receipts::of(&inputs));
        for of in parts(&inputs, &lever) {
            quick += usize::from(planned.years(&receipts.change(&inputs, of)).is_some());
            all += 1;
        }
    }
    assert!(quick * 5 >= all * 4, "{quick} of {all}");
}
