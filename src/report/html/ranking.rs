//! The ranking: a row a site, and what it can be filtered by.

use std::collections::BTreeMap;

use minijinja::{Value, context};
use serde_json::json;

use super::{Shown, is_great, list};
use crate::{
    edition::{ConfidenceRow, Edition, NotRanked, SiteRow, View},
    model::{OptionKind, Score, Status},
    wording::{
        UNTOLD_STATUS, capital, drawn_how, gate, how_sure, index, on_part, other_methods, per_cent,
        points, range, spoken, verdict, why_unranked,
    },
};

/// Stands for a fact that is not recorded, where a filter names it.
const NOT_RECORDED: &str = "?";

/// Sites of a large estate whose rows stand in the page as they are; those of the others are made by its script.
const LISTED: usize = 200;

/// Returns the rows that stand in the page, in the order of the ranking.
pub(super) fn rows(view: &View, shown: &Shown) -> Value {
    let listed = if is_great(view) { LISTED } else { usize::MAX };
    list(view.sites.get(..listed).unwrap_or(&view.sites), |site| row(site, shown))
}

/// Returns what the script makes the further rows of a large estate from; nothing for any other.
///
/// A site is a line of [`line()`]; words that recur stand once, and a site has their numbers. `like` is a row with a
/// place for everything.
pub(super) fn rest(view: &View, shown: &Shown) -> Option<Value> {
    let rest = view.sites.get(LISTED..).filter(|_| is_great(view))?;
    let mut words = Words::default();
    let lines: Vec<String> = rest.iter().map(|site| line(site, shown, &mut words)).collect();
    let facets: Vec<&str> = FACETS.iter().map(|facet| facet.name).chain(["status"]).collect();
    let data = format!(
        "{{\"words\":{},\"facets\":{},\"sites\":[\n{}\n]}}",
        json!(words.all),
        json!(facets),
        lines.join(",\n")
    );
    let like = context! {
        rank => 1, index => "0", low => "0", high => "0", thin => ["", "", ""], known => "",
        link => (), not_ranked => (), site_id => "", name => "", range => "", utilisation => "", subletting => "",
        disposal => "", questioned => "", option => "", status => "", facets => [""; 0], gates => [""; 0],
    };
    Some(context! { data => Value::from_safe_string(data.replace('<', "\\u003c")), like })
}

/// Words that recur, each once; the first is none.
struct Words {
    all: Vec<String>,
    numbers: BTreeMap<String, usize>,
}

impl Default for Words {
    fn default() -> Self {
        Self { all: vec![String::new()], numbers: BTreeMap::from([(String::new(), 0)]) }
    }
}

impl Words {
    /// Returns the number of some words.
    fn number(&mut self, words: String) -> usize {
        let next = self.all.len();
        let number = *self.numbers.entry(words.clone()).or_insert(next);
        if number == next {
            self.all.push(words);
        }
        number
    }

    fn numbers(&mut self, words: impl IntoIterator<Item = String>) -> Vec<usize> {
        words.into_iter().map(|words| self.number(words)).collect()
    }
}

/// Writes a site for the script: id, name, anchor, rank, index and its ends, scores, on what part of its weight each
/// rests, known share, facets, option, why it is not ranked, what is questioned, gates.
fn line(site: &SiteRow, shown: &Shown, words: &mut Words) -> String {
    let facets = FACETS.iter().map(|facet| (facet.of)(site).join("|"));
    let scores = [site.utilisation_score, site.subletting_score, site.disposal_score];
    json!([
        site.site_id,
        site.name,
        shown.link(&site.site_id),
        site.rank,
        index(site.need_index),
        index(site.need_low),
        index(site.need_high),
        scores.map(points),
        words.numbers(thin(site)),
        site.known_share.map(per_cent),
        words.numbers(facets.chain([status(site).to_owned()])),
        words.number(capital(&verdict(site.verdict))),
        words.number(site.not_ranked.map(why_unranked).unwrap_or_default().to_owned()),
        words.number(crate::wording::questioned(site)),
        words.numbers(site.gates.iter().map(|each| capital(&gate(*each)))),
    ])
    .to_string()
}

/// Returns how sure the first places are; nothing where none is ranked, or in public.
pub(super) fn sure(view: &View) -> Option<Value> {
    let found = &view.confidence;
    let mut behind: Vec<String> = drawn_how(found).into_iter().collect();
    behind.extend(other_methods(found));
    (found.ranked > 0).then(|| {
        let first: Vec<&ConfidenceRow> = found.first().collect();
        context! {
            first => list(&first, |row| context! {
                rank => row.rank,
                name => row.name.as_str(),
                said => how_sure(found, row),
            }),
            behind => behind.join(" "),
        }
    })
}

fn row(site: &SiteRow, shown: &Shown) -> Value {
    let (low, high) = (index(site.need_low), index(site.need_high));
    context! {
        rank => site.rank,
        link => shown.link(&site.site_id),
        site_id => site.site_id.as_str(),
        name => site.name.as_str(),
        index => index(site.need_index),
        range => range(&low, &high),
        low, high,
        utilisation => points(site.utilisation_score),
        subletting => points(site.subletting_score),
        disposal => points(site.disposal_score),
        thin => thin(site),
        known => site.known_share.map(per_cent),
        gates => list(&site.gates, |each| capital(&gate(*each)).into()),
        not_ranked => site.not_ranked.map(why_unranked),
        questioned => crate::wording::questioned(site),
        option => capital(&verdict(site.verdict)),
        status => status(site),
        facets => list(&FACETS, |facet| context! {
            name => facet.name,
            values => (facet.of)(site).join("|"),
        }),
    }
}

/// Returns of each score what part of its weight it rests on, where that is too little for it to stand alone.
fn thin(site: &SiteRow) -> Vec<String> {
    Score::ALL.iter().map(|score| site.thin(*score).map_or_else(String::new, on_part)).collect()
}

/// Returns the code of a site's status.
fn status(site: &SiteRow) -> &'static str {
    site.status.map_or(NOT_RECORDED, |status| status.word())
}

/// Returns the statuses that sites are shown or hidden by, in the order of a site's life, where there are several.
pub(super) fn statuses(view: &View) -> Value {
    let codes = Status::WORDS.iter().copied().chain([NOT_RECORDED]);
    let found = codes.filter_map(|code| {
        let count = view.sites.iter().filter(|site| status(site) == code).count();
        let words = match (code, view.edition) {
            (NOT_RECORDED, Edition::Public) => capital(UNTOLD_STATUS),
            (NOT_RECORDED, Edition::Restricted) => "Not known".to_owned(),
            (code, _) => capital(&spoken(code)),
        };
        (count > 0).then(|| context! { code, count, words })
    });
    let found: Vec<Value> = found.collect();
    if found.len() > 1 { found.into() } else { Vec::<Value>::new().into() }
}

/// Something by which rows can be filtered.
struct Facet {
    name: &'static str,
    label: &'static str,
    /// The codes that hold of a site.
    of: fn(&SiteRow) -> Vec<String>,
}

const FACETS: [Facet; 6] = [
    Facet { name: "use", label: "Use", of: |s| one(s.site_use.map(|u| u.word())) },
    Facet { name: "tenure", label: "Tenure", of: |s| one(s.tenure.map(|t| t.word())) },
    Facet { name: "district", label: "District", of: |s| one(s.district.as_deref()) },
    Facet { name: "gate", label: "Gate", of: gates },
    Facet { name: "option", label: "Recommended option", of: option },
    Facet { name: "standing", label: "Status in the ranking", of: standing },
];

fn one(word: Option<&str>) -> Vec<String> {
    // What parts the codes of a row may not stand in one.
    vec![word.map_or_else(|| NOT_RECORDED.to_owned(), |word| word.replace('|', "/"))]
}

/// Returns the gates without their dates.
fn gates(site: &SiteRow) -> Vec<String> {
    if site.gates.is_empty() {
        return vec!["none".to_owned()];
    }
    site.gates.iter().map(|gate| gate.kind().to_owned()).collect()
}

fn option(site: &SiteRow) -> Vec<String> {
    one(Some(site.verdict.word()).filter(|option| !option.is_empty()))
}

fn standing(site: &SiteRow) -> Vec<String> {
    vec![site.not_ranked.map_or("ranked", NotRanked::word).to_owned()]
}

/// Returns the filters that tell any sites apart, each with its choices and how many sites have them.
pub(super) fn filters(view: &View) -> Value {
    let filters = FACETS.iter().filter_map(|facet| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for code in view.sites.iter().flat_map(|site| (facet.of)(site)) {
            *counts.entry(code).or_default() += 1;
        }
        (counts.len() > 1).then(|| {
            let choices: Vec<Value> = counts
                .iter()
                .map(|(code, count)| context! { code, count, words => words(facet, code) })
                .collect();
            context! { name => facet.name, label => facet.label, choices }
        })
    });
    filters.collect::<Vec<_>>().into()
}

fn words(facet: &Facet, code: &str) -> String {
    match (facet.name, code) {
        ("option", NOT_RECORDED) => "None yet".to_owned(),
        (_, NOT_RECORDED) => "Not recorded".to_owned(),
        // Its names are people's own words.
        ("district", name) => name.to_owned(),
        ("standing", "ranked") => "Ranked".to_owned(),
        ("standing", why) => {
            format!(
                "Not ranked: {}",
                NotRanked::read(why)
                    .map_or_else(|| spoken(why), |why| why_unranked(why).to_owned())
            )
        }
        ("option", kind) => capital(
            &OptionKind::read(kind).map_or_else(|| spoken(kind), |kind| kind.name().to_owned()),
        ),
        (_, code) => capital(&spoken(code)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::Gate;
    use crate::edition::example;

    #[test]
    fn a_filter_without_a_choice_is_left_out() {
        let mut view = example::hostile().clone();
        view.sites.truncate(1);
        view.sites[0].gates.clear();
        assert_eq!(filters(&view).len(), Some(0));
        assert!(filters(example::hostile()).len() > Some(0));
    }

    #[test]
    fn gates_are_told_apart_by_kind_and_not_by_date() {
        let mut site = example::hostile().sites[0].clone();
        site.gates = vec![Gate::NoExitBefore("2029-03-24".parse().unwrap()), Gate::NeedsConsent];
        assert_eq!(gates(&site), ["no_exit_before", "needs_consent"]);
        site.gates.clear();
        assert_eq!(gates(&site), ["none"]);
        site.district = Some("North|South".to_owned());
        assert_eq!(one(site.district.as_deref()), ["North/South"]);
    }
}
