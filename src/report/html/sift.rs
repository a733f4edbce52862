//! The first sift: the sites to look at first, the signals behind it, and the signs of one site.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{Shown, at_most, list};
use crate::{
    edition::{SiftRow, View},
    model::{SiftGroup, SignalFinding, counted},
    wording::{
        and_list, capital, quarter, sift_group, sift_rule, sign_basis, sign_finding,
        sign_thresholds, sign_value, signal_name, spoken, why_sifted,
    },
};

/// Rows that the page shows; the data file has all.
const MOST_ROWS: usize = 300;
/// Groups of sites that are looked at.
const LOOKED_AT: [SiftGroup; 2] = [SiftGroup::LookFirst, SiftGroup::LookNext];

/// Returns the section; nothing for an estate without sites.
pub(super) fn sift(view: &View, shown: &Shown) -> Option<Value> {
    let sift = &view.sift;
    if sift.rows.is_empty() {
        return None;
    }
    let most = at_most(view, MOST_ROWS);
    let first: Vec<&SiftRow> = sift.rows.iter().take(most).collect();
    let more = sift.rows.len().saturating_sub(most);
    let groups = SiftGroup::ALL.iter().filter_map(|group| {
        let sites = sift.of(*group).count();
        (sites > 0).then(|| context! { label => sift_group(*group), sites })
    });
    Some(context! {
        leads => sift.leads,
        rule => sift_rule(&sift.rule),
        groups => groups.collect::<Vec<_>>(),
        filters => filters(&first),
        rows => list(&first, |row| site(row, shown)),
        more => (more > 0).then(|| format!("For {}, see sift.csv.", counted(more, "more site"))),
        signals => list(&sift.signals, |signal| context! {
            label => signal_name(signal.signal),
            thresholds => capital(&sign_thresholds(&signal.thresholds)),
            alone => signal.alone,
            sites => signal.sites.to_vec(),
            source => signal.source.as_str(),
        }),
    })
}

fn use_of(row: &SiftRow) -> &'static str {
    row.site_use.map_or("?", |site_use| site_use.word())
}

fn site(row: &SiftRow, shown: &Shown) -> Value {
    context! {
        link => shown.link(&row.site_id),
        site_id => row.site_id.as_str(),
        name => row.name.as_str(),
        code => row.group.word(),
        group => sift_group(row.group),
        looked_at => LOOKED_AT.contains(&row.group),
        used_for => use_of(row),
        fors => row.count(SignalFinding::For),
        against => row.count(SignalFinding::Against),
        not_known => row.count(SignalFinding::NotKnown),
        why => why_sifted(row),
    }
}

/// Returns the filters that tell any of the rows apart, by group and by use.
fn filters(rows: &[&SiftRow]) -> Value {
    let mut groups: BTreeMap<SiftGroup, usize> = BTreeMap::new();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *groups.entry(row.group).or_default() += 1;
        *uses.entry(use_of(row)).or_default() += 1;
    }
    let groups: Vec<Value> = groups
        .iter()
        .map(|(group, count)| context! { code => group.word(), count, words => sift_group(*group) })
        .collect();
    let words = |code: &str| match code {
        "?" => "Not recorded".to_owned(),
        code => capital(&spoken(code)),
    };
    let uses: Vec<Value> = uses
        .iter()
        .map(|(code, count)| context! { code => *code, count, words => words(code) })
        .collect();
    [("sift", "Group", groups), ("use", "Use", uses)]
        .into_iter()
        .filter(|(.., choices)| choices.len() > 1)
        .map(|(name, label, choices)| context! { name, label, choices })
        .collect::<Vec<_>>()
        .into()
}

/// Says where the sites lead that are looked at first; nothing where the ranking leads.
pub(super) fn sentence(view: &View) -> Option<String> {
    let sift = &view.sift;
    if !sift.leads {
        return None;
    }
    let describe = |group: SiftGroup, words: &dyn Fn(&str, bool) -> String| {
        let sites = sift.of(group).count();
        (sites > 0).then(|| words(&counted(sites, "site"), sites == 1))
    };
    let parts: Vec<String> = [
        describe(SiftGroup::LookFirst, &|sites, _| format!("{sites} to review first")),
        describe(SiftGroup::LookNext, &|sites, _| format!("{sites} to review next")),
        describe(SiftGroup::NoSign, &|sites, one| {
            format!("{sites} that {} no sign", if one { "shows" } else { "show" })
        }),
        describe(SiftGroup::TooLittleKnown, &|sites, _| {
            format!("{sites} with too little information")
        }),
    ]
    .into_iter()
    .flatten()
    .collect();
    Some(match parts.as_slice() {
        [] => "The first sift of the register found no site to review.".to_owned(),
        parts => format!("The first sift of the register found {}.", and_list(parts)),
    })
}

/// Returns the sites to look at first, or next where there is none, in place of the first of the ranking.
pub(super) fn leaders(view: &View, shown: &Shown, most: usize) -> Value {
    let group = LOOKED_AT.into_iter().find(|group| view.sift.of(*group).next().is_some());
    let rows = group.into_iter().flat_map(|group| view.sift.of(group)).take(most);
    let row = |row: &SiftRow| {
        context! {
            link => shown.link(&row.site_id),
            site_id => row.site_id.as_str(),
            name => row.name.as_str(),
            why => why_sifted(row),
        }
    };
    rows.map(row).collect::<Vec<_>>().into()
}

/// What the sift says of each site, by its id.
pub(super) struct SiteSifts<'a> {
    rows: BTreeMap<&'a str, &'a SiftRow>,
}

impl<'a> SiteSifts<'a> {
    pub fn of(view: &'a View) -> Self {
        Self { rows: view.sift.rows.iter().map(|row| (row.site_id.as_str(), row)).collect() }
    }

    /// Returns the table of a site; nothing for one that is not sifted.
    pub fn section(&self, id: &str) -> Option<Value> {
        let row = self.rows.get(id)?;
        Some(context! {
            group => sift_group(row.group),
            signs => list(&row.signs, |sign| context! {
                label => signal_name(sign.signal),
                code => sign.finding.word(),
                finding => sign_finding(sign.finding),
                reading => capital(&sign_value(sign.reading.as_ref())),
                threshold => capital(&sign_value(sign.threshold.as_ref())),
                quarter => quarter(sign.quarter),
                basis => capital(&sign_basis(&sign.basis)),
            }),
        })
    }
}
