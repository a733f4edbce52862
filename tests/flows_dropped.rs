//! Options whose cash flows are added up and dropped: what is told of them is what the kept flows say, in decimals.

use std::{path::Path, process::Command};

use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use terrier::{
    appraise::{Flow, FlowKind, OptionKind, Recommendation, SiteOption},
    batch::{RankedBy, Run, SnapshotOutcome, run_for_ranking, run_snapshot},
    load::Hashes,
    model::{Money, Severity},
    policy::Policy,
};

use crate::sample::{NEWEST, project};

fn run(outcome: SnapshotOutcome) -> Run {
    match outcome {
        SnapshotOutcome::Ran(run) => *run,
        SnapshotOutcome::Stopped(findings) => panic!("{findings:?}"),
    }
}

/// What options of a site come to, with their flows kept and with them dropped.
fn both_ways(folder: &Path) -> Vec<(Recommendation, Recommendation)> {
    let policy = Policy::default_policy().unwrap();
    let kept = run_snapshot(folder, &policy, Severity::Error, Hashes::NotWanted).unwrap();
    let dropped = run_for_ranking(folder, &policy, Severity::Error, RankedBy::All).unwrap();
    let of = |outcome| run(outcome).appraisal.recommendations.clone();
    of(kept).into_iter().zip(of(dropped)).collect()
}

/// Sums flows one by one in decimals.
fn sum(option: &SiteOption, of: impl Fn(&Flow) -> Option<Money>) -> Money {
    Money::checked_sum(option.flows.iter().filter_map(of)).unwrap()
}

/// Everything that is told of an option, the flows and what only they can tell aside.
fn told(option: &SiteOption) -> String {
    let mut against = option.against.clone();
    against.rate_of_return = None;
    let SiteOption { kind, done_on, missing, gaps, bars, flags, another_year, .. } = option;
    let (most, upside) = (option.most_gain, option.upside);
    format!(
        "{kind} {done_on:?} {missing:?} {gaps:?} {bars:?} {flags:?} {another_year:?} {most:?} {upside:?} {against:?}"
    )
}

fn hold(folder: &Path) -> usize {
    let all = both_ways(folder);
    let mut flows = 0;
    for (kept, dropped) in &all {
        let way =
            |r: &Recommendation| (r.advice, r.leads, r.settles.clone(), r.would_change.clone());
        assert_eq!((way(kept), &kept.why), (way(dropped), &dropped.why));
        for (option, bare) in kept.options.iter().zip(&dropped.options) {
            assert_eq!(told(option), told(bare));
            assert!(bare.flows.is_empty());
            flows += option.flows.len();
            let against = &option.against;
            assert_eq!(against.own.budget, sum(option, |f| Some(f.budget())));
            assert_eq!(against.own.economic, sum(option, |f| Some(f.economic())));
            assert_eq!(against.own.public_sector, sum(option, |f| Some(f.public_sector())));
            let beyond = |o: &SiteOption| sum(o, |f| f.beyond.then_some(f.economic()));
            let advantage = beyond(option).checked_sub(beyond(&kept.options[0]));
            assert_eq!(Some(against.beyond), advantage);
            // A letting counts at the chance that permission is given.
            if option.kind == OptionKind::Sublet {
                continue;
            }
            for flow in option.flows.iter().filter(|f| f.kind != FlowKind::PartnerSaves) {
                let exact = flow.amount().as_pounds() * flow.factor();
                let penny = exact.round_dp_with_strategy(2, MidpointAwayFromZero);
                assert_eq!(flow.budget().as_pounds(), penny, "{flow:?}");
            }
        }
    }
    flows
}

#[test]
fn sums_of_dropped_flows_are_those_of_kept_ones() {
    assert!(hold(&project(NEWEST)) > 10_000);
}

#[test]
fn sums_of_dropped_flows_are_those_of_kept_ones_at_made_sites() {
    let root = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_generate"))
        .args(["synthetic", "400"])
        .arg(root.path())
        .status()
        .unwrap();
    assert!(made.success());
    assert!(hold(&root.path().join("2020-03-31")) > 100_000);
}
