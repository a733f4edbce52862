//! A section a site: what it is, how its scores came about, what it costs.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{
    Shown, anchor, costs, list, options::SiteOptions, sift::SiteSifts, site_leases::SiteLeases,
};
use crate::{
    edition::{ContributionRow, MeasureRow, SiteRow, View},
    model::{Points, Score, decimals, ratio_term, to_whole, with_thousands},
    wording::{
        capital, gate, how_sure, index, on_part, per_cent, points, questioned, range, rules,
        spoken, state, verdict, why_ranked, why_unranked,
    },
};

/// Returns the sections of the sites shown, in order.
pub(super) fn sections(view: &View, sites: &[&SiteRow], shown: &Shown) -> Value {
    let mut contributions: BTreeMap<&str, Vec<&ContributionRow>> = BTreeMap::new();
    for row in &view.contributions {
        contributions.entry(row.site_id.as_str()).or_default().push(row);
    }
    let mut measures: BTreeMap<&str, Vec<&MeasureRow>> = BTreeMap::new();
    for row in &view.measures {
        measures.entry(row.site_id.as_str()).or_default().push(row);
    }
    let (leases, options) = (SiteLeases::of(view), SiteOptions::of(view));
    let sifts = SiteSifts::of(view);
    let none = Vec::new();
    let neighbour = |at: Option<usize>| {
        let site = sites.get(at?)?;
        Some(context! { anchor => anchor(&site.site_id), name => site.name.as_str() })
    };
    let mut at = 0_usize;
    list(sites, |site| {
        let between = (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1)));
        at += 1;
        let id = site.site_id.as_str();
        let rows = contributions.get(id).unwrap_or(&Vec::new()).clone();
        let other = measures.get(id).unwrap_or(&none).iter().copied();
        let parts = (leases.section(id, shown), options.section(id), sifts.section(id));
        let sure = view.confidence.of_site(id).map(|row| how_sure(&view.confidence, row));
        let section = section(site, &rows, other, parts, between);
        context! { how_sure => sure, ..section }
    })
}

fn section<'a>(
    site: &SiteRow,
    rows: &[&ContributionRow],
    measures: impl Iterator<Item = &'a MeasureRow>,
    (leases, options, sift): (Value, Option<Value>, Option<Value>),
    (previous, next): (Option<Value>, Option<Value>),
) -> Value {
    // What is a criterion stands in the table of contributions already.
    let also: Vec<_> = measures
        .filter(|m| m.value.is_some() && rows.iter().all(|r| r.criterion != m.measure))
        .collect();
    context! {
        anchor => anchor(&site.site_id),
        site_id => site.site_id.as_str(),
        name => site.name.as_str(),
        rank => site.rank,
        not_ranked => site.not_ranked.map(why_unranked),
        questioned => questioned(site),
        why => why_ranked(&site.reasons),
        index => index(site.need_index),
        range => range(&index(site.need_low), &index(site.need_high)),
        halves => site.halves.map(|(utilisation, disposal)| context! {
            utilisation => utilisation.one_decimal(),
            disposal => disposal.one_decimal(),
        }),
        known => site.known_share.map(per_cent),
        gates => list(&site.gates, |each| capital(&gate(*each)).into()),
        option => capital(&verdict(site.verdict)),
        facts => facts(site),
        scores => scores(site, rows),
        also => list(&also, |m| context! {
            label => m.measure.label(),
            shown => m.value.map(|read| read.shown(m.measure.unit())),
            state => state(m.state),
            basis => m.basis.word(),
            questioned => rules(&m.questioned),
        }),
        costs => costs(&site.costs, site.running_cost),
        leases,
        options,
        sift,
        previous,
        next,
    }
}

/// Returns what is known of the site, label and words.
fn facts(site: &SiteRow) -> Value {
    let area = site.gia_m2.map(|m2| format!("{} m²", whole(m2)));
    let facts = [
        ("Use", site.site_use.map(|u| capital(&spoken(u.word())))),
        ("Tenure", site.tenure.map(|t| capital(&spoken(t.word())))),
        ("Status", site.status.map(|s| capital(&spoken(s.word())))),
        ("District", site.district.clone()),
        ("Gross internal area", area),
    ];
    let known = facts.into_iter().filter_map(|(label, words)| Some((label, words?)));
    known.map(|(label, words)| context! { label, words }).collect::<Vec<_>>().into()
}

/// Returns each score with the contributions that add up to it.
fn scores(site: &SiteRow, rows: &[&ContributionRow]) -> Value {
    let score = |score: &Score| {
        let of_score: Vec<_> = rows.iter().filter(|row| row.score == *score).collect();
        let total = match score {
            Score::Utilisation => site.utilisation_score,
            Score::Subletting => site.subletting_score,
            Score::Disposal => site.disposal_score,
        };
        (!of_score.is_empty()).then(|| {
            context! {
                name => capital(score.word()),
                total => points(total),
                thin => site.thin(*score).map(on_part),
                rows => list(&of_score, |row| contribution(row)),
            }
        })
    };
    Score::ALL.iter().filter_map(score).collect::<Vec<_>>().into()
}

fn contribution(row: &ContributionRow) -> Value {
    let level = row.level.map(|level| Points::rounded(level).one_decimal());
    context! {
        criterion => row.criterion.label(),
        shown => row.reading.map_or_else(String::new, |read| read.shown(row.criterion.unit())),
        level => level.unwrap_or_default(),
        weight => row.weight.to_string(),
        points => points(row.points),
        range => range(&points(row.points_low), &points(row.points_high)),
        state => state(row.state),
        code => row.state.word(),
        basis => row.basis.word(),
        questioned => rules(&row.questioned),
    }
}

/// Writes a number without decimals, with commas.
fn whole(value: f64) -> String {
    with_thousands(&decimals(to_whole(value * ratio_term(10)), 10, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_written_with_commas() {
        assert_eq!(whole(1_840.04), "1,840");
        assert_eq!(whole(0.5), "1");
    }
}
