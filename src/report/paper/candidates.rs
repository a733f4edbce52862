//! The first of the ranking one by one, and what is recommended of all.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};

use super::{
    NOT_KNOWN, decided,
    estate::total,
    way_out::{exit_words, receipt},
};
use crate::{
    edition::{
        AdviceRow, Counted, ExitRow, FIRST_CANDIDATES, Gate, OptionRow, PlanView, SiteRow, View,
    },
    model::{OptionKind, State, Tenure},
    wording::{
        NAMED, QUESTIONED, and_list, and_list_up_to, best_value, capital, counted, drawn_how, gate,
        how_sure, index, long_date, name_of, not_recorded, number, option, options_considered,
        per_cent, plain, plan_answer, plan_clash, plan_in_programme, plan_worth, questioned, range,
        reason, recommended_in_short, short_money, short_sum, small, spoken, verdict, why,
        why_ranked, words_of, would_change,
    },
};

/// Sites that are open, named one by one at most.
const MOST_OPEN: usize = 12;
/// Reasons that the table of candidates gives of each; the appendix gives all.
const REASONS: usize = 1;
const USUAL: OptionKind = OptionKind::BusinessAsUsual;
const NONE: &str = "–";

pub(super) fn facts(view: &View) -> Value {
    let rows = Rows::of(view);
    let ranked: Vec<&SiteRow> = view.sites.iter().filter(|site| site.rank.is_some()).collect();
    let first: Vec<&SiteRow> = ranked.iter().take(FIRST_CANDIDATES).copied().collect();
    let mut facts: Vec<Vec<String>> =
        first.iter().map(|site| unknowns(site, view, &rows)).collect();
    let everywhere = taken_together(&mut facts);
    let candidates: Vec<Value> = first
        .iter()
        .zip(facts)
        .map(|(site, facts)| {
            let sure = view.confidence.of_site(&site.site_id);
            let sure = sure.map(|row| how_sure(&view.confidence, row));
            (candidate(site, (facts.as_slice(), everywhere.as_slice()), &rows), sure)
        })
        .map(|(candidate, how_sure)| context! { how_sure, ..candidate })
        .collect();
    context! {
        candidates,
        unknown_at_all => (!everywhere.is_empty()).then(|| everywhere.join("; ")),
        questioned => questioned_first(&first),
        any_questioned => view.sites.iter().any(|site| !site.questioned.is_empty()),
        asked => decided::asked(&first),
        decided_first => decided::names(&first),
        decided => decided::sites(view),
        receipts => decided::receipts(view),
        receipts_more => decided::receipts_more(view),
        breached => breached(&first, view, &rows),
        more_candidates => ranked.len().saturating_sub(FIRST_CANDIDATES),
        first_said => match ranked.len().min(FIRST_CANDIDATES) {
            1 => "the one candidate".to_owned(),
            several => format!("the first {} candidates", number(several)),
        },
        recommended => recommended(view),
        open_sites => open(view, &rows),
        open_more => view.options.advice.iter().filter(|a| a.verdict.is_open()).count().saturating_sub(MOST_OPEN),
        advised => advised(view),
        money => context! {
            saving_first => group(view, Counted::SavingOfFirst),
            receipt_first => group(view, Counted::ReceiptOfFirst),
            saving_all => group(view, Counted::SavingOfAll),
            receipt_all => group(view, Counted::ReceiptOfAll),
            advantage_all => group(view, Counted::AdvantageOfAll),
            saving_decided => group(view, Counted::SavingOfDecided),
            receipt_decided => group(view, Counted::ReceiptOfDecided),
        },
        best_value => view.options.advice.iter().find_map(|a| a.best_value.as_ref()).map(|said| plain(&best_value(said))),
        principles => view.options.principles.iter().map(|(_, words, source)| context! {
            words => words.as_str(),
            source => source.as_str(),
        }).collect::<Vec<_>>(),
        confidence => confidence(&ranked),
        sure => sure(view),
        plan => view.plan.as_ref().map(|plan| context! { said => whole(plan) }),
    }
}

/// The rows about options and exits by site.
struct Rows<'a> {
    advice: BTreeMap<&'a str, &'a AdviceRow>,
    options: BTreeMap<&'a str, Vec<&'a OptionRow>>,
    exits: BTreeMap<&'a str, &'a ExitRow>,
    /// Criteria that nothing recorded can settle.
    later: BTreeSet<&'static str>,
}

impl<'a> Rows<'a> {
    fn of(view: &'a View) -> Self {
        let mut options: BTreeMap<&str, Vec<&OptionRow>> = BTreeMap::new();
        for row in &view.options.rows {
            options.entry(&row.site_id).or_default().push(row);
        }
        let later = view.next.rows.iter().filter(|row| row.waits_for_nothing());
        Self {
            advice: view.options.advice.iter().map(|a| (a.site_id.as_str(), a)).collect(),
            options,
            exits: view.exits.iter().map(|e| (e.site_id.as_str(), e)).collect(),
            later: later.map(|row| row.criterion.label()).collect(),
        }
    }
}

impl Rows<'_> {
    /// Returns the advice on a site and the option that leads there.
    fn leading(&self, id: &str) -> (Option<&AdviceRow>, Option<&OptionRow>) {
        let advice = self.advice.get(id).copied();
        let options = self.options.get(id).map(Vec::as_slice).unwrap_or_default();
        (
            advice,
            advice
                .and_then(|a| options.iter().copied().find(|o| Some(o.option) == a.verdict.leads)),
        )
    }
}

/// A sum over sites with how many stand behind it; `None` where none has the figure.
fn group(view: &View, what: Counted) -> Option<Value> {
    let row = total(view, what)?;
    let all =
        if row.sites == row.of { String::new() } else { format!("at least {} of ", row.sites) };
    Some(context! {
        sum => short_sum(row.sum?),
        sites => row.sites,
        of => row.of,
        of_said => counted(row.of, "site"),
        unknown => row.of - row.sites,
        unknown_said => counted(row.of - row.sites, "site"),
        complete => row.sites == row.of,
        least => row.is_least(),
        all,
    })
}

/// Writes an index with its range: `61.2 (55.0–70.1)`.
pub(super) fn index_and_range(site: &SiteRow) -> String {
    let all = [site.need_index, site.need_low, site.need_high].map(index);
    // Steps of the public edition are whole.
    let whole = all.iter().all(|text| text.is_empty() || text.ends_with(".0"));
    let [own, low, high] = all.map(|text| match text.strip_suffix(".0") {
        Some(steps) if whole => steps.to_owned(),
        _ => text,
    });
    let range = range(&low, &high);
    let mark = if site.questioned.is_empty() { String::new() } else { format!(" {QUESTIONED}") };
    let text = match (own, range.as_str()) {
        (own, _) if own.is_empty() => NOT_KNOWN.to_owned(),
        (own, range) if own == range || range.is_empty() => own,
        (own, range) => format!("{own} ({range})"),
    };
    text + &mark
}

/// Says how a site is held, as a sentence.
fn held(tenure: Option<Tenure>) -> String {
    match tenure {
        None => "Its tenure is not known.".to_owned(),
        Some(Tenure::Licence) => "It is held by licence.".to_owned(),
        Some(tenure) => format!("It is {}.", spoken(tenure.word())),
    }
}

/// Takes out what is not known of every one of several sites, to be said once.
fn taken_together(facts: &mut [Vec<String>]) -> Vec<String> {
    let shared: Vec<String> = match &*facts {
        [first, rest @ ..] if !rest.is_empty() => {
            let by_all = |fact: &&String| rest.iter().all(|own| own.contains(fact));
            first.iter().filter(by_all).cloned().collect()
        }
        _ => Vec::new(),
    };
    for own in facts {
        own.retain(|fact| !shared.contains(fact));
    }
    shared
}

/// Names the first sites that rest on figures with a warning, with what is read from them; `None` where none does.
fn questioned_first(first: &[&SiteRow]) -> Option<String> {
    let described = first.iter().filter(|site| !site.questioned.is_empty()).map(|site| {
        format!("{}: {}", name_of(&site.name, &site.site_id), plain(&questioned(site)))
    });
    let described: Vec<String> = described.collect();
    (!described.is_empty()).then(|| described.join("; "))
}

/// The principles that options of the first sites go against, with the sites.
fn breached(first: &[&SiteRow], view: &View, rows: &Rows<'_>) -> Value {
    let mut found: Vec<Value> = Vec::new();
    for (id, words, _) in &view.options.principles {
        let breaches = |site: &&&SiteRow| {
            let (_, leading) = rows.leading(&site.site_id);
            leading.is_some_and(|option| option.breaches.contains(id))
        };
        let names: Vec<String> = first
            .iter()
            .filter(breaches)
            .map(|site| name_of(&site.name, &site.site_id).to_owned())
            .collect();
        if !names.is_empty() {
            found.push(
                context! { words, names => and_list_up_to(&names, NAMED), number => names.len() },
            );
        }
    }
    found.into()
}

fn candidate(
    site: &SiteRow,
    (unknowns, everywhere): (&[String], &[String]),
    rows: &Rows<'_>,
) -> Value {
    let id = site.site_id.as_str();
    let (advice, leading) = rows.leading(id);
    let options = rows.options.get(id).map(Vec::as_slice).unwrap_or_default();
    let exit = rows.exits.get(id).copied();
    // What is decided or recommended gives nothing up: no saving and no receipt of another option stands beside it.
    let is_open = site.verdict.is_open();
    let stays = !is_open && site.verdict.leads.is_some_and(|kind| !kind.gives_up());
    context! {
        rank => site.rank,
        site_id => id,
        name => name_of(&site.name, id),
        held => held(site.tenure),
        index => index(site.need_index),
        index_and_range => index_and_range(site),
        known => site.known_share.map_or_else(|| NOT_KNOWN.to_owned(), per_cent),
        option => recommended_words(site),
        in_short => recommended_in_short(site.verdict),
        considered => plain(&options_considered(options)),
        reasons => plain(&capital(&site.reasons.iter().take(REASONS).map(reason).collect::<Vec<_>>().join("; "))),
        // What keeps it open is said of all of them already.
        open_as_all => is_open && advice.is_some_and(|a| {
            a.settles.iter().all(|fact| everywhere.iter().any(|own| own == fact.word()))
        }),
        leads => site.verdict.leads.map(option),
        is_open,
        saving => if stays { NONE.to_owned() } else {
            site.cost_saved.map_or_else(|| NOT_KNOWN.to_owned(), short_sum)
        },
        running_cost => site.running_cost.map_or_else(|| NOT_KNOWN.to_owned(), short_sum),
        receipt => if stays { NONE.to_owned() } else { receipt(site, options, exit) },
        exit => exit_words(exit, leading),
        advantage => leading.filter(|o| o.option != USUAL).and_then(advantage),
        pays_back => leading.and_then(|o| o.payback_on).map(long_date),
        why_ranked => plain(&why_ranked(&site.reasons)),
        why => advice.map(|a| plain(&why(&a.why))).filter(|t| !t.is_empty()),
        would_change => advice.map(|a| plain(&would_change(&a.would_change))).filter(|t| !t.is_empty()),
        gates => gates(&site.gates),
        unknowns => unknowns.join("; "),
        questioned => plain(&questioned(site)),
        flags => leading.map(|o| and_list(&o.flags.iter().map(ToString::to_string).collect::<Vec<_>>()))
            .filter(|text| !text.is_empty()),
    }
}

fn recommended_words(site: &SiteRow) -> String {
    match site.verdict.leads {
        _ if !site.verdict.is_any() => "none".to_owned(),
        Some(leads) if site.verdict.is_open() => {
            format!("none yet; \u{2018}{}\u{2019} is strongest", option(leads))
        }
        _ => verdict(site.verdict),
    }
}

/// Writes the economic advantage of an option, or how far it is bounded.
fn advantage(row: &OptionRow) -> Option<String> {
    match (row.advantage_economic, row.advantage_low, row.advantage_high) {
        (Some(short_sum), ..) => Some(short_money(short_sum)),
        (None, Some(low), _) => Some(format!("at least {}", short_money(low))),
        (None, None, Some(high)) => Some(format!("at most {}", short_money(high))),
        (None, None, None) => None,
    }
}

/// Puts the gates of a site in one sentence without its end.
fn gates(gates: &[Gate]) -> String {
    let words: Vec<String> = gates.iter().map(|each| gate(*each)).collect();
    capital(&and_list(&words))
}

/// Gathers what is not known of a site, each fact once.
fn unknowns(site: &SiteRow, view: &View, rows: &Rows<'_>) -> Vec<String> {
    let (advice, leading) = rows.leading(&site.site_id);
    let settles = advice.map(|a| a.settles.as_slice()).unwrap_or_default();
    let missing = leading.map(|o| o.missing.as_slice()).unwrap_or_default();
    let mut facts: Vec<String> = settles.iter().chain(missing).map(ToString::to_string).collect();
    let own = view.next.rows.iter().filter(|row| !row.waits_for_nothing());
    let own = own.filter(|row| row.site_ids.contains(&site.site_id));
    facts.extend(own.flat_map(|row| &row.gaps).map(|gap| gap.word().to_owned()));
    if facts.is_empty() {
        let unknown = view.contributions.iter().filter(|c| {
            c.site_id.as_str() == site.site_id
                && c.state == State::Unknown
                && !rows.later.contains(c.criterion.label())
        });
        facts.extend(unknown.map(|row| small(row.criterion.label())));
    }
    facts.extend(advice.and_then(not_recorded).map(str::to_owned));
    let mut found: Vec<String> = Vec::new();
    for fact in facts.iter().map(|fact| plain(fact)) {
        if !found.iter().any(|own| own.eq_ignore_ascii_case(&fact)) {
            found.push(fact);
        }
    }
    found
}

/// How many sites each option is recommended at, with their names.
fn recommended(view: &View) -> Value {
    let mut kinds: BTreeMap<OptionKind, Vec<String>> = BTreeMap::new();
    for row in &view.options.advice {
        if let Some(kind) = row.verdict.recommended() {
            kinds.entry(kind).or_default().push(name_of(&row.name, &row.site_id).to_owned());
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds
        .sort_by_key(|(kind, names)| (*kind == USUAL, std::cmp::Reverse(names.len()), kind.word()));
    let row = |(kind, names): &(OptionKind, Vec<String>)| {
        context! { what => capital(option(*kind)), number => names.len(), names => and_list_up_to(names, NAMED) }
    };
    kinds.iter().map(row).collect::<Vec<_>>().into()
}

/// Sites at which no option is recommended yet, in the order of the ranking, with what would settle it.
fn open(view: &View, rows: &Rows<'_>) -> Value {
    let open = view.sites.iter().filter_map(|site| rows.advice.get(site.site_id.as_str()));
    let row = |a: &&AdviceRow| {
        let facts = words_of(&a.settles);
        context! {
            name => name_of(&a.name, &a.site_id),
            leads => a.verdict.leads.map_or_else(|| "No option".to_owned(), |kind| capital(option(kind))),
            settles => if facts.is_empty() { NOT_KNOWN.to_owned() } else { capital(&facts) },
        }
    };
    let open = open.copied().filter(|a| a.verdict.is_open()).take(MOST_OPEN);
    open.map(|a| row(&a)).collect::<Vec<_>>().into()
}

/// How far options are settled; `None` where no site has any.
fn advised(view: &View) -> Option<Value> {
    let found = || view.options.advice.iter().filter(|a| a.verdict.is_any());
    let count = |of: &dyn Fn(&AdviceRow) -> bool| found().filter(|a| of(a)).count();
    let sites = found().count();
    let (open, keep) =
        (count(&|a| a.verdict.is_open()), count(&|a| a.verdict.recommended() == Some(USUAL)));
    let decided = count(&|a| a.verdict.decided().is_some());
    (sites > 0).then(|| {
        let describe = |many: usize| if many == 0 { "none".to_owned() } else { number(many) };
        context! {
            sites_said => counted(sites, "site"),
            open,
            open_said => describe(open),
            keep => describe(keep),
            decided,
            decided_said => describe(decided),
            change => describe(sites - open - keep - decided),
        }
    })
}

/// What stands behind the sentences of how sure a place is; nothing where no site is ranked, or in public.
fn sure(view: &View) -> Option<String> {
    drawn_how(&view.confidence)
}

/// What the plan does and is worth, or which limits clash: the first of what the page says of it; and what it does to the
/// capital programme.
fn whole(plan: &PlanView) -> String {
    let answer = plan_answer(plan).into_iter().take(2).chain(plan_clash(plan));
    let programme = plan_in_programme(plan);
    let all = answer.chain(plan_worth(plan).into_iter().take(1)).chain(programme);
    all.collect::<Vec<_>>().join(" ")
}

/// How much of the ranking rests on what is known.
fn confidence(ranked: &[&SiteRow]) -> Option<Value> {
    let shares: Vec<i64> = ranked.iter().filter_map(|site| site.known_share).collect();
    let (least, most) = (shares.iter().min()?, shares.iter().max()?);
    let first: Vec<i64> =
        ranked.iter().take(FIRST_CANDIDATES).filter_map(|site| site.known_share).collect();
    let between = |shares: &[i64]| {
        let (low, high) = (shares.iter().min()?, shares.iter().max()?);
        Some(if low == high {
            per_cent(*low)
        } else {
            format!("between {} and {}", per_cent(*low), per_cent(*high))
        })
    };
    // The ranges of neighbours overlap: which is first may yet change.
    let overlap = ranked
        .windows(2)
        .take(FIRST_CANDIDATES)
        .any(|pair| pair[0].need_low.zip(pair[1].need_high).is_some_and(|(low, high)| low < high));
    Some(context! {
        complete => *least == 10_000,
        all => between(&shares),
        first => between(&first),
        least => per_cent(*least),
        most => per_cent(*most),
        overlap,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_are_said_in_words() {
        let day = |text: &str| text.parse().unwrap();
        let of = [
            Gate::NoExitBefore(day("2029-03-24")),
            Gate::NeedsConsent,
            Gate::BlockedSale(Some(day("2023-03-31"))),
        ];
        assert_eq!(
            gates(&of),
            "It cannot be left before 24 March 2029, a letting needs the landlord\u{2019}s consent and a sale is \
             blocked until 31 March 2023"
        );
        assert_eq!(gates(&[]), "");
    }
}
