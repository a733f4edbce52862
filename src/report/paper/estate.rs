//! The estate as a whole: how many sites, what they are worth, what they cost, how far they are used, what changed.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use crate::{
    edition::{
        Counted, Edition, FoundBy, NotRanked, Since, SiteMoveRow, SiteRow, Total, TotalBasis,
        Verdict, View,
    },
    model::{Date, Status, Tenure, decimals, pounds, to_whole, with_thousands},
    wording::{
        NAMED, UNTOLD_STATUS, and_list, and_list_up_to, capital, counted, long_date, name_of,
        number, of_sites, outcome_totals, per_cent, short_sum, small, spoken, total_shown, verdict,
        why_places, why_unranked,
    },
};

/// Moves of the ranking that are told, at most.
const MOVES: usize = 5;

pub(super) fn facts(view: &View) -> Value {
    let unranked = not_ranked(view);
    context! {
        sites => context! {
            number => number(view.totals.sites),
            said => counted(view.totals.sites, "site"),
            ranked => view.totals.ranked,
            any => view.totals.sites > 0,
            all_ranked => view.totals.ranked == view.totals.sites,
            known => view.sites.len(),
            ranked_said => counted(view.totals.ranked, "site"),
            unranked => view.sites.iter().filter(|s| s.rank.is_none()).count(),
            unranked_because => unranked,
            by_status => and_list(&by_status(view)),
            by_tenure => and_list(&by_tenure(view)),
            // The public edition leaves sites out, and says of how many it tells.
            left_out => (view.left_out > 0).then(|| number(view.left_out)),
            whole_said => counted(view.totals.sites + view.left_out, "site"),
        },
        values => values(view),
        valuation_years => view.figures.iter().find(|f| f.name == "valuation_age_years").map(|f| {
            f.value.parse().map_or_else(|_| f.value.clone(), number)
        }),
        running_cost => running_cost(view),
        controls => controls(view),
        used => used(view),
        since => view.since.as_ref().map(|since| changed(view, since)),
        all_sites => view.sites.iter().map(|site| row(site, view.edition)).collect::<Vec<_>>(),
    }
}

/// Finds a sum.
pub(super) fn total(view: &View, what: Counted) -> Option<&Total> {
    view.total_rows.iter().find(|row| row.what == what)
}

/// Counts words, most frequent first.
fn tallied(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *numbers.entry(word).or_default() += 1;
    }
    let mut numbers: Vec<(String, usize)> = numbers.into_iter().collect();
    numbers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if let [(word, number)] = numbers.as_slice()
        && *number > 1
    {
        return vec![format!("all {word}")];
    }
    let numbers = numbers.into_iter().map(|(word, n)| (word, with_thousands(&n.to_string())));
    numbers.map(|(word, number)| format!("{number} {word}")).collect()
}

fn held(view: &View) -> impl Iterator<Item = &SiteRow> {
    view.sites.iter().filter(|site| site.status != Some(Status::Sold))
}

fn by_status(view: &View) -> Vec<String> {
    tallied(held(view).map(|site| match site.status {
        None if view.edition == Edition::Public => UNTOLD_STATUS.to_owned(),
        None => "of unknown status".to_owned(),
        Some(status) => spoken(status.word()),
    }))
}

fn by_tenure(view: &View) -> Vec<String> {
    tallied(held(view).map(|site| match site.tenure {
        None => "of unknown tenure".to_owned(),
        Some(Tenure::Licence) => "held by licence".to_owned(),
        Some(tenure) => spoken(tenure.word()),
    }))
}

fn not_ranked(view: &View) -> String {
    let why = held(view).filter(|s| s.rank.is_none()).filter_map(|site| site.not_ranked);
    let all = held(view).filter(|s| s.rank.is_none()).count();
    let why = why.map(|why| match why {
        NotRanked::MustKeep => "that must be kept".to_owned(),
        NotRanked::ForSale => "already for sale".to_owned(),
        NotRanked::TooLittleKnown => "with too little information".to_owned(),
        NotRanked::Sold => why_unranked(why).to_owned(),
    });
    let words = tallied(why);
    // In a list of exceptions a number tells more than `all`.
    let words = words.iter().map(|word| match word.strip_prefix("all ") {
        Some(word) => format!("{} {word}", with_thousands(&all.to_string())),
        None => word.clone(),
    });
    and_list(&words.collect::<Vec<_>>())
}

/// Says on which days figures were found: `valued on 1 April 2019`.
fn valued(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("valued on {}", long_date(from)),
        (Some(from), Some(to)) => {
            format!("valued between {} and {}", long_date(from), long_date(to))
        }
        _ => "on dates not recorded".to_owned(),
    }
}

fn values(view: &View) -> Value {
    let columns = [
        Counted::ExistingUseValue,
        Counted::MarketValue,
        Counted::BookValue,
        Counted::AlternativeUseValue,
    ];
    let row = |what: &Counted| {
        let row = total(view, *what)?;
        Some(context! {
            what => spoken(what.word()),
            sum => total_shown(view.edition, &short_sum(row.sum?)),
            sites => of_sites(row.sites, row.of),
            valued => valued(row.from, row.to),
            stale => (row.stale > 0).then(|| counted(row.stale, "site")),
            complete => row.sites == row.of,
        })
    };
    columns.iter().filter_map(row).collect::<Vec<_>>().into()
}

fn running_cost(view: &View) -> Option<Value> {
    let row = total(view, Counted::RunningCost)?;
    let whole = row.sum?;
    let share = |pence: i64| {
        let share = i128::from(pence) * 10_000 / i128::from(whole.max(1));
        per_cent(i64::try_from(share).unwrap_or_default())
    };
    let line = |line: &crate::edition::CostLine| {
        let sum = total_shown(view.edition, &short_sum(line.pence));
        context! { what => line.category.label(), sum, share => share(line.pence) }
    };
    let known = row.sites == view.totals.running_cost.map_or(0, |(sites, _)| sites);
    Some(context! {
        sum => total_shown(view.edition, &short_sum(whole)),
        sites => of_sites(row.sites, row.of),
        complete => row.sites == row.of,
        lines => view.totals.costs.iter().filter(|_| known && whole > 0).map(line).collect::<Vec<_>>(),
        // Rounded parts do not tell which is the largest, nor its share.
        largest => view
            .totals
            .costs
            .first()
            .filter(|_| known && whole > 0 && view.edition == Edition::Restricted)
            .map(line),
    })
}

/// The totals of the accounts beside those of the tables.
fn controls(view: &View) -> Value {
    let mut rows: Vec<Value> = Vec::new();
    let mut compare = |what: String, stated: Option<&Total>, found: Option<&Total>| {
        let Some(stated) = stated.and_then(|row| row.sum) else { return };
        let found = found.and_then(|row| row.sum);
        let difference = found.map(|found| found - stated);
        rows.push(context! {
            what,
            stated => pounds(stated),
            found => found.map_or_else(|| "not known".to_owned(), pounds),
            difference => difference.map_or_else(|| "not known".to_owned(), pounds),
            agrees => difference == Some(0),
        });
    };
    let stated = total(view, Counted::StatedAssetValue);
    let column = stated.and_then(|row| match row.basis {
        TotalBasis::Column(column) => Some(column),
        _ => None,
    });
    let what = column.map_or_else(String::new, |column| capital(&spoken(column.word())));
    compare(what, stated, total(view, Counted::RegisteredAssetValue));
    let stated = total(view, Counted::StatedRunningCost);
    let ledger = total(view, Counted::RunningCost);
    let same_year = ledger.filter(|row| stated.is_some_and(|stated| stated.basis == row.basis));
    let year = stated.and_then(|row| match row.basis {
        TotalBasis::Year(year) => Some(year),
        _ => None,
    });
    let what = year.map_or_else(String::new, |year| format!("Running cost {year}"));
    compare(what, stated, same_year);
    rows.into()
}

/// How far the sites are used where anybody looked; `None` where nobody did.
fn used(view: &View) -> Option<Value> {
    let mut measured: Vec<f64> = held(view)
        .filter(|s| s.status != Some(Status::Vacant))
        .filter_map(|s| s.utilisation)
        .collect();
    measured.sort_by(f64::total_cmp);
    let shown = |share: f64| format!("{}%", decimals(to_whole(share * 1000.0), 10, 0));
    let middle = measured.get(measured.len().checked_sub(1)? / 2)?;
    let line = view.quadrants.0;
    Some(context! {
        measured => measured.len(),
        sites => of_sites(measured.len(), view.totals.sites),
        line => shown(line),
        none_below => measured.iter().all(|share| *share >= line),
        below => measured.iter().filter(|share| **share < line).count(),
        middle => shown(*middle),
        lowest => measured.first().map(|share| shown(*share)),
        highest => measured.last().map(|share| shown(*share)),
    })
}

/// What is different from the snapshot before.
fn changed(view: &View, since: &Since) -> Value {
    let then = |what: Counted| since.totals.iter().find(|row| row.what == what);
    let compare = |label: &str, what: Counted| {
        let (now, before) = (total(view, what)?, then(what)?);
        Some(context! {
            what => format!("{label} ({} then, {} now)", before.sites, now.sites),
            then => short_sum(before.sum?),
            now => short_sum(now.sum?),
            change => short_sum(now.sum? - before.sum?),
        })
    };
    let rows = [
        compare("Existing use value, sites", Counted::ExistingUseValue),
        compare("Market value, sites", Counted::MarketValue),
        compare("Running cost, sites", Counted::RunningCost),
    ];
    let mut moved: Vec<Value> = Vec::new();
    for site in view.sites.iter().filter(|site| site.rank.is_some()).take(MOVES) {
        let before = since.each.iter().find(|then| then.is_now(&site.site_id));
        let rank = before.map_or_else(
            || match since.not_shown.contains(&site.site_id) {
                true => "not shown".to_owned(),
                false => "not in the register".to_owned(),
            },
            |then| then.rank.map_or_else(|| "not ranked".to_owned(), |rank| rank.to_string()),
        );
        let shown = |of: Verdict| if of.is_any() { verdict(of) } else { "none".to_owned() };
        moved.push(context! {
            name => name_of(&site.name, &site.site_id),
            rank => site.rank,
            rank_then => rank,
            option_then => shown(before.map(|then| then.verdict).unwrap_or_default()),
            option => shown(site.verdict),
        });
    }
    let names = |of: &mut dyn Iterator<Item = (&str, &str)>| {
        let names: Vec<String> = of.map(|(name, id)| name_of(name, id).to_owned()).collect();
        (!names.is_empty()).then(|| and_list_up_to(&names, NAMED))
    };
    let known_then =
        |id: &str| since.not_shown.contains(id) || since.each.iter().any(|then| then.is_now(id));
    let known_now = |id: &str| view.sites.iter().any(|site| site.site_id == id);
    let sold_then = |id: &str| {
        since.each.iter().any(|then| then.is_now(id) && then.status == Some(Status::Sold))
    };
    let as_pair = |site: &'_ SiteRow| (site.name.clone(), site.site_id.clone());
    let is_new = |s: &&SiteRow| !known_then(&s.site_id) && !since.divided.contains_key(&s.site_id);
    let new: Vec<_> = view.sites.iter().filter(is_new).map(as_pair).collect();
    let sold: Vec<_> = view
        .sites
        .iter()
        .filter(|s| {
            s.status == Some(Status::Sold) && known_then(&s.site_id) && !sold_then(&s.site_id)
        })
        .map(as_pair)
        .collect();
    let held: Vec<_> = view
        .sites
        .iter()
        .filter(|s| s.status != Some(Status::Sold) && sold_then(&s.site_id))
        .map(as_pair)
        .collect();
    let gone: Vec<_> = since
        .each
        .iter()
        .filter(|then| !then.site_id.as_deref().is_some_and(known_now))
        .filter(|then| then.status != Some(Status::Sold))
        .filter(|then| !since.merged.contains_key(&then.id_then))
        .map(|then| (then.name.clone(), then.id_then.clone()))
        .collect();
    // Told where both are shown.
    let merged = since.each.iter().filter_map(|then| {
        let into = since.merged.get(&then.id_then).filter(|id| known_now(id))?;
        Some(format!("{} (now part of {into})", name_of(&then.name, &then.id_then)))
    });
    let divided = view.sites.iter().filter_map(|site| {
        let from = since.divided.get(&site.site_id)?;
        let is_shown = since.each.iter().any(|then| then.id_then == *from);
        let name = name_of(&site.name, &site.site_id);
        is_shown.then(|| format!("{name} (part of {from} before)"))
    });
    let parts: Vec<String> = merged.chain(divided).collect();
    // One that is shown now: else it is gone.
    let again: Vec<String> = since
        .each
        .iter()
        .filter_map(|then| {
            let id = then.site_id.as_deref().filter(|id| known_now(id))?;
            let (by, before) = (then.found_by?, &then.id_then);
            let name = name_of(&then.name, before);
            let by = match by {
                FoundBy::SameSite => "by the table same_site".to_owned(),
                by => format!("the same {by}"),
            };
            Some(format!("{name} ({id}, before {before}; {by})"))
        })
        .collect();
    let named = |pairs: &[(String, String)]| {
        names(&mut pairs.iter().map(|(name, id)| (name.as_str(), id.as_str())))
    };
    let moves = view.changes.iter().flat_map(|changes| &changes.moves);
    let moves: BTreeMap<&str, &SiteMoveRow> = moves.map(|m| (m.site_id.as_str(), m)).collect();
    let first = view.sites.iter().filter(|site| site.rank.is_some()).take(MOVES);
    let why = first.filter_map(|site| {
        let of = moves.get(site.site_id.as_str()).filter(|of| of.places_up() != Some(0))?;
        let why = small(&why_places(of)?);
        Some(format!("{}, {}", name_of(&site.name, &site.site_id), why.trim_end_matches('.')))
    });
    context! {
        as_of => long_date(since.as_of),
        why => why.collect::<Vec<_>>().join("; "),
        outcomes => view.changes.as_ref().map(outcome_totals).unwrap_or_default(),
        sites_said => counted(since.sites, "site"),
        ranked_then => since.ranked,
        rows => rows.into_iter().flatten().collect::<Vec<_>>(),
        moved,
        new => named(&new),
        sold => named(&sold),
        held => named(&held),
        gone => named(&gone),
        again => (!again.is_empty()).then(|| and_list_up_to(&again, NAMED)),
        parts => (!parts.is_empty()).then(|| and_list_up_to(&parts, NAMED)),
    }
}

/// One site of the appendix.
fn row(site: &SiteRow, edition: Edition) -> Value {
    context! {
        rank => site.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
        site_id => site.site_id.as_str(),
        name => name_of(&site.name, &site.site_id),
        index => super::candidates::index_and_range(site),
        running_cost => site.running_cost.map_or_else(|| "not known".to_owned(), short_sum),
        known => site.known_share.map_or_else(|| "not known".to_owned(), per_cent),
        option => match site.not_ranked {
            _ if site.verdict.is_any() => capital(&verdict(site.verdict)),
            Some(why) => capital(why_unranked(why)),
            None => "–".to_owned(),
        },
        status => match (site.not_ranked, site.status) {
            (Some(why), _) => capital(why_unranked(why)),
            (None, Some(status)) => capital(&spoken(status.word())),
            (None, None) if edition == Edition::Public => capital(UNTOLD_STATUS),
            (None, None) => "Not known".to_owned(),
        },
    }
}
