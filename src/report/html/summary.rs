//! What the page says first: four to six sentences, the leaders and the key figures.

use minijinja::{Value, context};

use super::{Shown, list, sift};
use crate::{
    edition::{NotRanked, SiteRow, View},
    model::{Severity, pounds, pounds_short},
    wording::{and_list, count, index, long_date, range, total_shown, why_ranked, why_unranked},
};

/// Leaders that are told of, at most.
pub(super) const LEADERS: usize = 5;

/// Returns the figures at the head of the page: label, figure, what it stands on.
pub(super) fn key_figures(view: &View) -> Value {
    let totals = &view.totals;
    let figure = |label: &str, value: String, detail: String| context! { label, value, detail };
    let mut figures = vec![
        figure(
            "Sites",
            totals.sites.to_string(),
            match view.left_out {
                0 => "not sold".to_owned(),
                left_out => {
                    format!(
                        "not sold, of {}; the others are not in this edition",
                        totals.sites + left_out
                    )
                }
            },
        ),
        figure("Ranked", totals.ranked.to_string(), "as candidates for surplus".to_owned()),
    ];
    let mut sum = |label: &str, known: Option<(usize, i64)>, detail: &str| {
        if let Some((sites, pence)) = known {
            let detail = format!("{detail}{}", count(sites, "site"));
            let words = total_shown(view.edition, &pounds_short(pence));
            figures.push(figure(label, words, detail));
        }
    };
    sum("Running cost", totals.running_cost, &format!("{}, ", view.cost_year));
    sum("Market value", totals.market_value, "");
    sum("Existing use value", totals.existing_use_value, "");
    figures.into()
}

/// Returns what the page says, one sentence each.
pub(super) fn sentences(view: &View) -> Value {
    let all = [
        sift::sentence(view),
        who_leads(view),
        estate(view),
        cost_and_value(view),
        super::options::sentence(view),
        not_ranked(view),
        not_known(view),
        findings(view),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().into()
}

/// Returns the first of the ranking with the reason why each stands there.
pub(super) fn leaders(view: &View, shown: &Shown) -> Value {
    let leaders: Vec<_> = ranked(view).take(LEADERS).collect();
    list(&leaders, |site| {
        context! {
            link => shown.link(&site.site_id),
            site_id => site.site_id.as_str(),
            name => site.name.as_str(),
            index => index(site.need_index),
            range => range(&index(site.need_low), &index(site.need_high)),
            why => why_ranked(&site.reasons),
            questioned => crate::wording::questioned(site),
        }
    })
}

fn ranked(view: &View) -> impl Iterator<Item = &SiteRow> {
    view.sites.iter().filter(|site| site.rank.is_some())
}

fn who_leads(view: &View) -> Option<String> {
    if view.sift.leads && view.totals.ranked == 0 {
        // The sift has said who is looked at first, and the next sentence says that none is ranked.
        return None;
    }
    let first: Vec<String> = ranked(view)
        .take(3)
        .map(|site| format!("{} ({})", site.name, index(site.need_index)))
        .collect();
    Some(match first.as_slice() {
        [] => "No site is ranked as a candidate for surplus.".to_owned(),
        [only] => {
            format!("The strongest candidate for surplus is {only}, on a need index from 0 to 100.")
        }
        several => format!(
            "The strongest candidates for surplus, on a need index from 0 to 100, are {}.",
            and_list(several)
        ),
    })
}

fn estate(view: &View) -> Option<String> {
    let totals = &view.totals;
    let shown = match view.left_out {
        0 => format!("the estate had {}", count(totals.sites, "site")),
        left_out => format!(
            "the estate had {}; {} with security needs {} not in this edition. Shown: {}",
            count(totals.sites + left_out, "site"),
            left_out,
            if left_out == 1 { "is" } else { "are" },
            count(totals.sites, "site")
        ),
    };
    Some(format!(
        "On {} {shown}, of which {} ranked.",
        long_date(view.as_of),
        match totals.ranked {
            0 => "none is".to_owned(),
            1 => "one is".to_owned(),
            many => format!("{many} are"),
        }
    ))
}

fn cost_and_value(view: &View) -> Option<String> {
    let totals = &view.totals;
    let cost = totals.running_cost.map(|(sites, pence)| {
        let known = count(sites, "site");
        let sum = total_shown(view.edition, &pounds(pence));
        format!("running {known} cost {sum} in {}", view.cost_year)
    });
    let value = totals.market_value.map(|(sites, pence)| {
        let sum = total_shown(view.edition, &pounds(pence));
        format!("{} with a market value have a total of {sum}", count(sites, "site"))
    });
    let parts: Vec<String> = [cost, value].into_iter().flatten().collect();
    let sentence = parts.join("; ");
    (!parts.is_empty()).then(|| format!("{}.", super::capital(&sentence)))
}

fn not_ranked(view: &View) -> Option<String> {
    let why = |site: &SiteRow| site.rank.is_none().then_some(site.not_ranked).flatten();
    let mut reasons: Vec<(NotRanked, usize)> = Vec::new();
    for code in view.sites.iter().filter_map(why) {
        match reasons.iter_mut().find(|(known, _)| *known == code) {
            Some((_, number)) => *number += 1,
            None => reasons.push((code, 1)),
        }
    }
    let unranked = view.sites.iter().filter(|site| site.rank.is_none()).count();
    let reasons: Vec<String> = reasons
        .iter()
        .map(|(code, number)| format!("{} ({number})", why_unranked(*code)))
        .collect();
    (unranked > 0 && !reasons.is_empty())
        .then(|| format!("{} not ranked: {}.", count(unranked, "site"), and_list(&reasons)))
}

fn not_known(view: &View) -> Option<String> {
    let ranked_count = ranked(view).count();
    let in_part = ranked(view).filter(|s| s.known_share.is_some_and(|k| k < 10_000)).count();
    let who = match in_part {
        0 => return None,
        1 => format!("One of {} has", count(ranked_count, "ranked site")),
        all if all == ranked_count => format!("All {} have", count(all, "ranked site")),
        some => format!("{some} of {} have", count(ranked_count, "ranked site")),
    };
    Some(format!("{who} missing readings; the range beside the index shows what it could be."))
}

fn findings(view: &View) -> Option<String> {
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter_map(|severity| {
            let number = view.findings.iter().filter(|f| f.severity == severity).count();
            (number > 0).then(|| count(number, severity.word()))
        })
        .collect();
    Some(match parts.as_slice() {
        [] => "The check of the data found no errors or warnings.".to_owned(),
        parts => format!("The check of the data raised {}, listed below.", and_list(parts)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    fn describe(view: &View) -> String {
        let sentences = sentences(view);
        sentences.try_iter().unwrap().map(|s| format!("{s}\n")).collect()
    }

    #[test]
    fn the_summary_says_who_leads_what_it_costs_and_what_is_in_doubt() {
        insta::assert_snapshot!(describe(example::hostile()), @r#"
        The strongest candidates for surplus, on a need index from 0 to 100, are Old Station, Marsh Road (57.9) and <script>alert(1)</script> & "Sons" 🏛 محطة (26.5).
        On 31 March 2020 the estate had 4 sites, of which 2 are ranked.
        Running 3 sites cost £233,235 in 2019/20; 2 sites with a market value have a total of £970,000.
        Of 4 sites, an option is recommended at 2; one is already decided; one needs more information.
        2 sites not ranked: for sale (1) and must be kept (1).
        All 2 ranked sites have missing readings; the range beside the index shows what it could be.
        The check of the data raised 2 warnings and 2 notes, listed below.
        "#);
    }

    #[test]
    fn the_summary_of_nothing_is_short() {
        insta::assert_snapshot!(describe(example::empty()), @"
        No site is ranked as a candidate for surplus.
        On 31 March 2020 the estate had 1 site; 1 with security needs is not in this edition. Shown: 0 sites, of which none is ranked.
        The check of the data found no errors or warnings.
        ");
    }
}
