//! The first sift, where it leads: which sites to look at first and next, and why.

use minijinja::{Value, context};

use crate::{
    edition::{SiftRow, View},
    model::{SiftGroup, SignalFinding},
    wording::{
        and_list, capital, counted, name_of, number, per_cent, plain, sift_group, sift_rule,
        sign_thresholds, signal_name, spoken, why_sifted,
    },
};

/// Sites to look at first that are named in the sentence of what is asked for, at most.
const MOST_NAMED: usize = 6;
/// Sites of a group that a table has, at most.
const MOST_ROWS: usize = 20;

/// Returns `sift`: the facts of the first sift, or none where the ranking leads.
pub(super) fn facts(view: &View) -> Value {
    let sift = Some(&view.sift).filter(|sift| sift.leads).map(|sift| {
        let group = |group| sift.of(group).collect::<Vec<_>>();
        let (first, next) = (group(SiftGroup::LookFirst), group(SiftGroup::LookNext));
        let named: Vec<String> =
            first.iter().take(MOST_NAMED).map(|row| name(row).to_owned()).collect();
        let count = |of: SiftGroup| {
            let sites = sift.of(of).count();
            (sites > 0).then(|| context! { group => sift_group(of), sites => number(sites) })
        };
        context! {
            rule => sift_rule(&sift.rule),
            groups => SiftGroup::ALL.iter().filter_map(|of| count(*of)).collect::<Vec<_>>(),
            first => rows(&first),
            first_said => counted(first.len(), "site"),
            first_names => (!named.is_empty() && first.len() <= MOST_NAMED).then(|| and_list(&named)),
            first_more => first.len().saturating_sub(MOST_ROWS),
            next => rows(&next),
            next_said => counted(next.len(), "site"),
            next_more => next.len().saturating_sub(MOST_ROWS),
            known => known(view),
            signals => signals(view),
            all => sift.rows.iter().take(60).map(row).collect::<Vec<_>>(),
            all_more => sift.rows.len().saturating_sub(60),
            all_said => counted(sift.rows.len(), "site"),
        }
    });
    context! { sift }
}

/// Puts a word for a cell of a table; a dash for none.
fn or_dash(word: &str) -> String {
    if word.is_empty() { "–".to_owned() } else { capital(&spoken(word)) }
}

fn name(row: &SiftRow) -> &str {
    name_of(&row.name, &row.site_id)
}

fn rows(all: &[&SiftRow]) -> Vec<Value> {
    all.iter().take(MOST_ROWS).map(|found| row(found)).collect()
}

fn row(row: &SiftRow) -> Value {
    context! {
        group => sift_group(row.group),
        name => name(row),
        site_id => row.site_id.as_str(),
        used_for => or_dash(row.site_use.map(|u| u.word()).unwrap_or_default()),
        held => or_dash(row.tenure.map(|t| t.word()).unwrap_or_default()),
        fors => row.count(SignalFinding::For),
        against => row.count(SignalFinding::Against),
        not_known => row.count(SignalFinding::NotKnown),
        why => plain(&why_sifted(row)),
    }
}

/// Returns the share of the signals that apply to the sites looked at that is known; `None` where none applies.
fn known(view: &View) -> Option<String> {
    let sum = |finding: SignalFinding| {
        view.sift.signals.iter().map(|signal| signal.sites[finding as usize]).sum::<usize>()
    };
    let known = sum(SignalFinding::For) + sum(SignalFinding::Against);
    let all = known + sum(SignalFinding::NotKnown);
    let share = (known * 10_000).checked_div(all)?;
    Some(plain(&per_cent(i64::try_from(share).ok()?).replace('\u{a0}', " ")))
}

/// The signals that say anything, with their thresholds.
fn signals(view: &View) -> Vec<Value> {
    let says = |signal: &&crate::edition::SignalRow| signal.sites[..3].iter().sum::<usize>() > 0;
    let signals = view.sift.signals.iter().filter(says);
    signals
        .map(|signal| {
            let [fors, against, not_known, _] = signal.sites;
            context! {
                label => signal_name(signal.signal),
                threshold => or_dash(&sign_thresholds(&signal.thresholds)),
                fors,
                against,
                not_known,
            }
        })
        .collect()
}
