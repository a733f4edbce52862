//! How far the data can be trusted, what to find out next, by which rules the ranking is made.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::{
    edition::{CompletenessRow, FigureRow, NextRow, View},
    model::{Severity, Weight, with_thousands},
    wording::{
        LONGLIST, and_list, and_list_up_to, capital, count, counted, facts_to_find, name_of,
        per_cent, places_to_look, plain, small, spoken, weights_found,
    },
};

/// Rows of a table, at most.
const MOST: usize = 5;
/// Facts that are least complete, at most.
const MOST_GAPS: usize = 4;

pub(super) fn facts(view: &View) -> Value {
    let number = |severity| view.findings.iter().filter(|f| f.severity == severity).count();
    let words: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|severity| number(*severity) > 0)
        .map(|severity| count(number(severity), severity.word()))
        .collect();
    let gaps = gaps(view);
    let next: Vec<&NextRow> =
        view.next.rows.iter().filter(|row| !row.waits_for_nothing()).collect();
    let later: Vec<String> = view
        .next
        .rows
        .iter()
        .filter(|row| row.waits_for_nothing())
        .map(|row| small(row.criterion.label()))
        .collect();
    context! {
        findings => context! {
            number => view.findings.len(),
            said => and_list(&words),
            warnings => number(Severity::Warning),
            rules => rules(view),
            rules_more => found_by_rule(view).len().saturating_sub(MOST),
            rules_more_said => counted(found_by_rule(view).len().saturating_sub(MOST), "more rule"),
        },
        gaps => gaps.iter().take(MOST_GAPS).map(|row| gap(row)).collect::<Vec<_>>(),
        gaps_more => gaps.len().saturating_sub(MOST_GAPS),
        gaps_more_said => counted(gaps.len().saturating_sub(MOST_GAPS), "more fact"),
        next => next.iter().take(MOST).map(|row| next_row(row, view)).collect::<Vec<_>>(),
        next_more => next.len().saturating_sub(MOST),
        later => (!later.is_empty()).then(|| and_list(&later)),
        later_are => if later.len() == 1 { "is" } else { "are" },
        criteria => criteria(view),
        weights_found => weights_found(&view.weightings),
        longlist => LONGLIST,
        figures => view.figures.iter().map(|f| (f.name.clone(), figure(f))).collect::<BTreeMap<_, _>>(),
    }
}

/// One figure of the policy, for reading.
fn figure(figure: &FigureRow) -> Value {
    let (value, unit) = (figure.value.as_str(), plain(&figure.unit));
    let shown = match unit.strip_prefix('£') {
        Some(rest) => format!("£{}{rest}", with_thousands(value)),
        None if unit.starts_with('%') => format!("{value}{unit}"),
        None => format!("{value} {unit}").trim().to_owned(),
    };
    context! {
        meaning => capital(&plain(&figure.meaning.replace("as_of", "the snapshot's day"))),
        value => shown.replace('-', "\u{2212}"),
        source => capital(&plain(&figure.source)),
    }
}

/// The rules that found anything, errors and warnings alone, most first, with how many.
fn found_by_rule(view: &View) -> Vec<(&str, usize)> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in view.findings.iter().filter(|f| f.severity > Severity::Note) {
        *rules.entry(finding.rule).or_default() += 1;
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, number)| (std::cmp::Reverse(*number), *rule));
    rules
}

/// The first of them.
fn rules(view: &View) -> Value {
    let row = |(rule, number): &(&str, usize)| {
        context! { rule => capital(&rule.replace('-', " ")), number => number.to_string() }
    };
    found_by_rule(view).iter().take(MOST).map(row).collect::<Vec<_>>().into()
}

/// Columns that criteria read and that are not known everywhere, least known first.
fn gaps(view: &View) -> Vec<&CompletenessRow> {
    let read = |row: &&CompletenessRow| !row.criteria.is_empty() && row.wanted > 0;
    let mut gaps: Vec<&CompletenessRow> = view.completeness.iter().filter(read).collect();
    gaps.sort_by_key(|row| (row.share, std::cmp::Reverse(row.wanted)));
    gaps
}

fn gap(row: &CompletenessRow) -> Value {
    let criteria: Vec<String> = row.criteria.iter().map(|measure| small(measure.label())).collect();
    context! {
        what => format!("{} ({})", capital(&spoken(row.column)), row.table),
        known => format!("{} of {}", row.known, row.of),
        share => row.share.map_or_else(|| "–".to_owned(), per_cent),
        criteria => capital(&and_list(&criteria)),
    }
}

fn next_row(row: &NextRow, view: &View) -> Value {
    let name = |id: &String| {
        let site = view.sites.iter().find(|site| site.site_id == *id);
        site.map_or_else(|| id.clone(), |site| name_of(&site.name, id).to_owned())
    };
    let sites: Vec<String> = row.site_ids.iter().map(name).collect();
    context! {
        what => capital(&plain(&facts_to_find(row))),
        table => places_to_look(row),
        sites => and_list_up_to(&sites, MOST),
        points => row.most.map_or_else(|| "not shown".to_owned(), crate::model::Index::one_decimal),
    }
}

/// The criteria with their weights, in the order of the policy.
fn criteria(view: &View) -> Value {
    let mut rows: Vec<(&str, String, Weight)> = Vec::new();
    for row in &view.contributions {
        let own = (row.score.word(), row.criterion.label().to_owned(), row.weight);
        if !rows.contains(&own) {
            rows.push(own);
        }
    }
    rows.sort_by_key(|(score, ..)| *score);
    let mut scores: Vec<(&str, Vec<String>)> = Vec::new();
    for (score, criterion, weight) in rows {
        let words = format!("{} {weight}", small(&criterion));
        match scores.iter_mut().find(|(own, _)| *own == score) {
            Some((_, all)) => all.push(words),
            None => scores.push((score, vec![words])),
        }
    }
    let row = |(score, all): &(&str, Vec<String>)| {
        context! { score => capital(&spoken(score)), criteria => all.join(", ") }
    };
    scores.iter().map(row).collect::<Vec<_>>().into()
}
