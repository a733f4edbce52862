//! What could be done with the sites: how many of each kind, what would settle the open ones; and a site's own.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::{Shown, list};
use crate::{
    edition::{
        Advice, AdviceRow, KindSums, LeaseInOptionsRow, OptionRow, OptionState, SaleStanding,
        SiteReceipt, View,
    },
    model::{Money, Role, pounds, with_thousands},
    wording::{
        after_term, and_list, bar, best_value, capital, count, decision_source, long_date, money,
        not_recorded, option as option_name, option_state, per_cent_of, receipt_notes, spoken, why,
        words_of, would_change, years,
    },
};

/// Sites named in one row.
const MOST_NAMED: usize = 12;
/// Facts named that would settle open ones.
const MOST_FACTS: usize = 10;
/// Sites whose receipts the page lists; the data file has all.
const MOST_RECEIPTS: usize = 100;

/// The rows about options by site.
pub(super) struct SiteOptions<'a> {
    advice: BTreeMap<&'a str, &'a AdviceRow>,
    rows: BTreeMap<&'a str, Vec<&'a OptionRow>>,
    principles: &'a [(String, String, String)],
}

impl<'a> SiteOptions<'a> {
    /// Sorts the rows of a view.
    pub(super) fn of(view: &'a View) -> Self {
        let mut rows: BTreeMap<&str, Vec<&OptionRow>> = BTreeMap::new();
        for row in &view.options.rows {
            rows.entry(&row.site_id).or_default().push(row);
        }
        let advice = view.options.advice.iter().map(|a| (a.site_id.as_str(), a)).collect();
        Self { advice, rows, principles: &view.options.principles }
    }

    /// Returns what is to be said of a site; nothing where it has no options.
    pub(super) fn section(&self, site_id: &str) -> Option<Value> {
        let (advice, rows) = (self.advice.get(site_id)?, self.rows.get(site_id)?);
        let leading = rows.iter().find(|row| Some(row.option) == advice.verdict.leads);
        let usual =
            rows.first().filter(|_| leading.is_some_and(|l| l.advantage_economic.is_some()));
        Some(context! {
            title => title(advice),
            why => why(&advice.why),
            would_change => would_change(&advice.would_change),
            closed_by => advice.closed_by.join("; "),
            not_recorded => not_recorded(advice),
            best_value => advice.best_value.as_ref().map(best_value),
            rows => list(rows, |row| option(row, advice)),
            leads => advice.verdict.leads.map(|kind| capital(option_name(kind))),
            serves => leading.map(|row| self.worded(&row.serves)),
            breaches => leading.map(|row| self.worded(&row.breaches)),
            leases => list(&advice.leases, lease),
            lease_options => list(&rows[..], |row| capital(option_name(row.option)).into()),
            flows => list(&advice.flows, flow),
            together => leading.map(|row| sums([row.budget, row.economic, row.public_sector])),
            usual => usual.filter(|row| Some(row.option) != advice.verdict.leads).map(|row| {
                sums([row.budget, row.economic, row.public_sector])
            }),
            advantage => leading.filter(|row| usual.is_some_and(|u| u.option != row.option)).and_then(|row| {
                let sum = [row.advantage_budget?, row.advantage_economic?, row.advantage_public_sector?];
                Some(sums(sum))
            }),
        })
    }

    /// Returns principles by their ids, words and source.
    fn worded(&self, ids: &[String]) -> Value {
        let named: Vec<_> = self.principles.iter().filter(|(id, ..)| ids.contains(id)).collect();
        list(&named, |(_, words, source)| context! { words, source })
    }
}

fn title(advice: &AdviceRow) -> String {
    let leads = advice.verdict.leads.map(option_name);
    match (advice.verdict.advice, leads) {
        (Advice::Open, Some(leads)) => {
            format!("No recommendation yet: {leads} is strongest so far")
        }
        (Advice::Open, None) => "No recommendation yet: no option leads".to_owned(),
        (Advice::Decided, leads) => format!("Decided: {}", leads.unwrap_or_default()),
        (Advice::Recommended | Advice::None, leads) => {
            format!("Recommended: {}", leads.unwrap_or_default())
        }
    }
}

fn sums(sums: [Money; 3]) -> Value {
    let [budget, economic, public_sector] = sums.map(money);
    context! { budget, economic, public_sector }
}

fn option(row: &OptionRow, advice: &AdviceRow) -> Value {
    let known = |sum: Option<Money>| sum.map_or_else(|| "not known".to_owned(), money);
    let mut ways: Vec<String> = row.bars.iter().map(bar).collect();
    if row.state == OptionState::ByAgreement {
        ways.insert(0, "the other side must agree".to_owned());
    }
    ways.extend(row.flags.iter().map(ToString::to_string));
    let upside = row.upside_low.zip(row.upside_high).map(|(low, high)| {
        let (low, high) = (money(low), money(high));
        format!("A share in later uplift (overage) could bring {low} to {high} more; not included in these figures.")
    });
    let with = |word: &str, ids: &[String]| {
        let named: Vec<String> = ids.iter().map(|id| spoken(id)).collect();
        (!ids.is_empty()).then(|| format!("{word} {}", and_list(&named)))
    };
    let principles = [with("meets", &row.serves), with("conflicts with", &row.breaches)];
    let principles: Vec<String> = principles.into_iter().flatten().collect();
    context! {
        name => capital(option_name(row.option)),
        leads => Some(row.option) == advice.verdict.leads,
        state => option_state(row.state),
        barred => row.state == OptionState::Barred,
        done_on => row.done_on.map(long_date),
        economic => advantage(row),
        parts => parts(row),
        if_public => row.advantage_if_public.map(money),
        // Of what loses, the rate of return is that of the other side.
        rate => row
            .advantage_economic
            .filter(|sum| *sum > Money::ZERO && !row.irr.is_empty())
            .map(|_| per_cent_of(&row.irr)),
        budget => known(row.advantage_budget),
        public_sector => known(row.advantage_public_sector),
        payback => row.payback_on.map(long_date),
        // Beyond all of it there is nothing to fall.
        may_fall => row.switching.starts_with("0.").then(|| per_cent_of(&row.switching)),
        tie => row.break_even_receipt.map(money),
        missing => capital(&words_of(&row.missing)),
        ways => capital(&ways.join("; ")),
        upside,
        principles => capital(&principles.join("; ")),
    }
}

/// Says how the economic advantage falls to the two sides of the end of the lease; nothing where it does not.
fn parts(row: &OptionRow) -> Option<String> {
    let (bound, beyond) = (row.advantage_bound?, row.advantage_beyond?);
    (beyond != Money::ZERO).then(|| {
        format!("{} to the end of the lease, {} after it if renewed", money(bound), money(beyond))
    })
}

fn lease(row: &LeaseInOptionsRow) -> Value {
    context! {
        lease_id => row.lease_id.as_str(),
        counterparty => row.counterparty.as_str(),
        side => if row.role == Role::Tenant { "we pay" } else { "we receive" },
        ends_on => row.ends_on.map(long_date),
        after => after_term(row.after),
        sums => list(&row.sums, |sum| context! {
            amount => money(sum.amount),
            beyond => (sum.amount_beyond != Money::ZERO).then(|| money(sum.amount_beyond)),
            budget => money(sum.budget),
            not_known => sum.not_known,
        }),
    }
}

/// Writes the economic advantage: exact, or as far as it is bounded.
fn advantage(row: &OptionRow) -> String {
    match (row.advantage_economic, row.advantage_low, row.advantage_high) {
        (Some(sum), ..) => money(sum),
        (None, Some(low), Some(high)) => format!("{} to {}", money(low), money(high)),
        (None, Some(low), None) => format!("at least {}", money(low)),
        (None, None, Some(high)) => format!("at most {}", money(high)),
        (None, None, None) => "not known".to_owned(),
    }
}

fn flow(row: &KindSums) -> Value {
    let (first, last) = (long_date(row.first), long_date(row.last));
    context! {
        what => capital(&spoken(row.what.word())),
        when => if first == last { first } else { format!("{first} to {last}") },
        amount => money(row.amount),
        values => sums([row.budget, row.economic, row.public_sector]),
    }
}

/// Returns how far the options of the sites are settled, in a sentence; nothing where no site has any.
pub(super) fn sentence(view: &View) -> Option<String> {
    let found = || view.options.advice.iter().filter(|a| a.verdict.is_any());
    let of = |what: Advice| found().filter(|a| a.verdict.advice == what).count();
    (found().count() > 0).then(|| counts(found().count(), of(Advice::Open), of(Advice::Decided)))
}

/// Returns the section over all sites; nothing where no site has options.
pub(super) fn options(view: &View, shown: &Shown) -> Option<Value> {
    let words = sentence(view)?;
    let advice: Vec<&AdviceRow> =
        view.options.advice.iter().filter(|a| a.verdict.is_any()).collect();
    let open: Vec<&AdviceRow> = advice.iter().copied().filter(|a| a.verdict.is_open()).collect();
    let mut kinds: BTreeMap<&str, Vec<&AdviceRow>> = BTreeMap::new();
    let mut decided: BTreeMap<&str, Vec<&AdviceRow>> = BTreeMap::new();
    for row in &advice {
        if let Some(kind) = row.verdict.decided() {
            decided.entry(option_name(kind)).or_default().push(row);
        } else if let Some(kind) = row.verdict.recommended() {
            kinds.entry(option_name(kind)).or_default().push(row);
        }
    }
    let mut facts: BTreeMap<&str, Vec<&AdviceRow>> = BTreeMap::new();
    for row in &open {
        for fact in &row.settles {
            facts.entry(fact.word()).or_default().push(row);
        }
    }
    let (kinds, decided) = (commonest(kinds), commonest(decided));
    let facts = commonest(facts);
    let more = facts.len().saturating_sub(MOST_FACTS);
    let more_receipts = view.receipts.len().saturating_sub(MOST_RECEIPTS);
    let counted = |number: usize| with_thousands(&number.to_string());
    let best_value = advice.iter().find_map(|a| a.best_value.as_ref()).map(best_value);
    let row = |(what, sites): &(&str, Vec<&AdviceRow>)| {
        context! {
            what => capital(what),
            count => sites.len(),
            sites => named(sites, shown),
        }
    };
    Some(context! {
        words,
        kinds => list(&kinds, row),
        decided => list(&decided, row),
        open => (!open.is_empty()).then(|| row(&("open", open))),
        facts => list(&facts[..facts.len() - more], row),
        more => (more > 0).then(|| format!("For {}, see recommendations.csv.", count(more, "more fact"))),
        best_value,
        receipts => list(&view.receipts[..view.receipts.len() - more_receipts], |row| {
            receipt(row, shown)
        }),
        more_receipts => (more_receipts > 0)
            .then(|| format!("For {} more, see receipts.csv.", counted(more_receipts))),
        principles => list(&view.options.principles, |(id, words, source)| {
            let recommended = || view.options.rows.iter().filter(|row| row.recommended);
            context! {
                words,
                source,
                serves => recommended().filter(|row| row.serves.contains(id)).count(),
                breaches => recommended().filter(|row| row.breaches.contains(id)).count(),
            }
        }),
    })
}

/// Returns the receipts of one site.
fn receipt(row: &SiteReceipt, shown: &Shown) -> Value {
    let sum =
        |pence: Option<i64>, when: &str| pence.map(|pence| context! { sum => pounds(pence), when });
    context! {
        link => shown.link(&row.site_id),
        site_id => row.site_id.as_str(),
        name => if row.name.is_empty() { row.site_id.as_str() } else { row.name.as_str() },
        standing => capital(&match row.standing {
            SaleStanding::Sold => "sold".to_owned(),
            standing => {
                format!("{standing}: {}", row.option.map(option_name).unwrap_or_default())
            }
        }),
        source => row.source.as_ref().map(decision_source),
        appraised => sum(row.appraised, &row.appraised_on.map_or_else(String::new, long_date)),
        planned => sum(row.planned, &years(&row.planned_in)),
        programme => sum(row.programme, &years(&row.programme_in)),
        achieved => sum(row.achieved, &years(&row.achieved_in)),
        why => receipt_notes(&row.notes),
    }
}

/// Returns the entries with the most sites first.
fn commonest<'a>(
    entries: BTreeMap<&'a str, Vec<&'a AdviceRow>>,
) -> Vec<(&'a str, Vec<&'a AdviceRow>)> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(what, sites)| (std::cmp::Reverse(sites.len()), *what));
    entries
}

fn counts(all: usize, open: usize, decided: usize) -> String {
    let settled = all - open - decided;
    let sites = count(all, "site");
    let first = match settled {
        0 => format!("No option is recommended yet at {sites}"),
        settled if settled == all => format!("An option is recommended at each of {sites}"),
        settled => format!("Of {sites}, an option is recommended at {settled}"),
    };
    let decided = match decided {
        0 => String::new(),
        1 => "; one is already decided".to_owned(),
        many => format!("; {many} are already decided"),
    };
    match open {
        0 => format!("{first}{decided}."),
        1 => format!("{first}{decided}; one needs more information."),
        _ => format!("{first}{decided}; {open} need more information."),
    }
}

/// Names sites, with links to their sections.
fn named(sites: &[&AdviceRow], shown: &Shown) -> Value {
    let more = sites.len().saturating_sub(MOST_NAMED);
    let first: Vec<_> = sites.iter().take(MOST_NAMED).collect();
    context! {
        list => list(&first, |site| context! {
            link => shown.link(&site.site_id),
            name => if site.name.is_empty() { site.site_id.as_str() } else { site.name.as_str() },
        }),
        more => (more > 0).then_some(more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_summary_counts_what_is_recommended_and_what_is_open() {
        assert_eq!(counts(1, 0, 0), "An option is recommended at each of 1 site.");
        assert_eq!(
            counts(3, 1, 0),
            "Of 3 sites, an option is recommended at 2; one needs more information."
        );
        assert_eq!(
            counts(2, 2, 0),
            "No option is recommended yet at 2 sites; 2 need more information."
        );
        assert_eq!(
            counts(5, 1, 2),
            "Of 5 sites, an option is recommended at 2; 2 are already decided; one needs more information."
        );
        assert!(options(example::empty(), &Shown::of(&[])).is_none());
    }

    #[test]
    fn a_site_says_what_leads_and_what_its_advantage_is() {
        let view = example::hostile();
        let options = SiteOptions::of(view);
        let of = |id: &str| view.options.advice.iter().find(|row| row.site_id == id).unwrap();
        assert_eq!(title(of("FEN-001")), "Recommended: sell as it stands");
        assert_eq!(
            title(of("=cmd()")),
            "No recommendation yet: business as usual is strongest so far"
        );
        let pounds = |pounds: i64| Some(Money::from_pence(pounds * 100));
        let usual = &view.options.rows[0];
        let known = OptionRow { advantage_economic: pounds(250_000), ..usual.clone() };
        assert_eq!(advantage(&known), "£250,000");
        let (advantage_economic, advantage_low) = (None, None);
        let advantage_high = pounds(90_000);
        let bounded =
            OptionRow { advantage_economic, advantage_low, advantage_high, ..usual.clone() };
        assert_eq!(advantage(&bounded), "at most £90,000");
        assert!(options.section("FEN-001").is_some());
        assert!(options.section("nowhere").is_none());
    }
}
