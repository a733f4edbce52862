//! `terrier appraise`: what could be done with each site, side by side.

use std::{fmt::Write, path::Path};

use serde_json::{Map, Value};

use super::{Done, Settings, args::Format, no_such, print, ran, say_policy_dates, snapshot};
use crate::{
    edition::{self, AdviceRow, Edition, OptionFlowRow, OptionRow, OptionState, View},
    load::Hashes,
    model::{Money, pounds},
    report::records,
    tables::{OutputTable, SiteOptions},
    wording::{
        bar, best_value, not_recorded, option, option_state, spoken, verdict, why, words_of,
        would_change,
    },
};

pub(super) fn appraise(
    folder: &Path,
    site: Option<&str>,
    format: Format,
    settings: &Settings,
) -> anyhow::Result<Done> {
    let folder = snapshot(folder, settings)?;
    let Some(run) = ran(&folder, settings, Hashes::NotWanted)? else {
        return Ok(Done::DataHasErrors);
    };
    say_policy_dates(&run, settings)?;
    let mut view = edition::view(run.results(&settings.policy), Edition::Restricted)?;
    if let Some(site) = site {
        let known = view.options.advice.iter().any(|a| a.site_id == site);
        if !known {
            let ids = view.options.advice.iter().map(|a| a.site_id.as_str());
            let listed_by = format!("terrier appraise {}", folder.path.display());
            return Err(no_such("site", site, ids, &listed_by));
        }
        view.options.rows.retain(|row| row.site_id == site);
        view.options.advice.retain(|row| row.site_id == site);
    }
    match format {
        Format::Csv => print::data(&crate::report::csv_of(SiteOptions.table(&view))?),
        Format::Json => print::data(in_json(&view).as_bytes()),
        Format::Table if site.is_some() => print::data(one(&view)?.as_bytes()),
        Format::Table => print::data(all(&view)?.as_bytes()),
    }
}

fn in_json(view: &View) -> String {
    let own = |(row, mut record): (&OptionRow, Map<String, Value>)| {
        record.insert("recommended".to_owned(), row.recommended.into());
        record.insert("decided".to_owned(), row.decided.into());
        record
    };
    let rows = view.options.rows.iter().zip(records(SiteOptions.table(view)));
    print::json(&rows.map(own).collect::<Vec<_>>())
}

fn shown(sum: Option<Money>) -> String {
    sum.map_or_else(|| "–".to_owned(), |s| s.pence().map_or_else(|| s.to_string(), pounds))
}

/// Writes the advantage: exact, or as far as it is bounded.
fn advantage(row: &OptionRow) -> String {
    match (row.advantage_economic, row.advantage_low, row.advantage_high) {
        (Some(sum), ..) => shown(Some(sum)),
        (None, Some(low), Some(high)) => format!("{} to {}", shown(Some(low)), shown(Some(high))),
        (None, Some(low), None) => format!("at least {}", shown(Some(low))),
        (None, None, Some(high)) => format!("at most {}", shown(Some(high))),
        (None, None, None) => "not known".to_owned(),
    }
}

/// Says what is decided or recommended.
fn standing(a: &AdviceRow, none: &str) -> String {
    if a.verdict.is_any() { verdict(a.verdict) } else { none.to_owned() }
}

/// A line a site: what is recommended, and why.
fn all(view: &View) -> Result<String, std::fmt::Error> {
    let row =
        |a: &AdviceRow| vec![a.site_id.clone(), a.name.clone(), standing(a, "–"), why(&a.why)];
    let rows: Vec<Vec<String>> = view.options.advice.iter().map(row).collect();
    let mut text = print::table(&["site", "name", "recommended", "why"], &rows, &[]);
    let open = view.options.advice.iter().filter(|a| a.verdict.is_open()).count();
    let decided = view.options.advice.iter().filter(|a| a.verdict.decided().is_some()).count();
    writeln!(
        text,
        "{} sites, {open} open, {decided} decided; `terrier appraise DIR SITE` compares the \
            options for one site",
        rows.len()
    )?;
    Ok(text)
}

/// The options of one site side by side, then every sum of the one that leads.
fn one(view: &View) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for a in &view.options.advice {
        writeln!(text, "{}, {} ({}, {})", a.site_id, a.name, view.estate, view.as_of)?;
        // That it is decided is what the sentence about it begins with.
        if a.verdict.decided().is_none() {
            writeln!(text, "recommended: {}", standing(a, "none"))?;
        }
        let best_value = a.best_value.as_ref().map(best_value).unwrap_or_default();
        let lines = [why(&a.why), would_change(&a.would_change), best_value];
        for line in lines.into_iter().filter(|line| !line.is_empty()) {
            writeln!(text, "{line}")?;
        }
        for line in &a.closed_by {
            writeln!(text, "To settle it, record: {line}")?;
        }
        if let Some(fact) = not_recorded(a) {
            writeln!(text, "Not recorded: {fact}.")?;
        }
        let row = |row: &OptionRow| {
            vec![
                option(row.option).to_owned(),
                option_state(row.state).to_owned(),
                row.done_on.map_or_else(|| "–".to_owned(), |d| d.to_string()),
                advantage(row),
                shown(row.advantage_budget),
                shown(row.advantage_public_sector),
                row.payback_on.map_or_else(|| "–".to_owned(), |d| d.to_string()),
                words_of(&row.missing),
            ]
        };
        let rows: Vec<Vec<String>> = view.options.rows.iter().map(row).collect();
        let header = [
            "option",
            "state",
            "on",
            "economic",
            "budget",
            "public sector",
            "payback",
            "not known",
        ];
        writeln!(text, "\nAdvantage over business as usual, present value")?;
        text.push_str(&print::table(&header, &rows, &[3, 4, 5]));
        ways(&mut text, &view.options.rows, &view.options.principles)?;
        let flows = view.options.flows.of_site(&a.site_id);
        let flows: Vec<_> = flows.filter(|f| Some(f.option) == a.verdict.leads).collect();
        if !flows.is_empty() {
            let leads = a.verdict.leads.map(option).unwrap_or_default();
            writeln!(text, "\nCash flows: {leads}")?;
            text.push_str(&sums(&flows));
        }
    }
    Ok(text)
}

/// What stands in the way of each option, and the principles it serves or breaches.
fn ways(
    text: &mut String,
    rows: &[OptionRow],
    principles: &[(String, String, String)],
) -> std::fmt::Result {
    for row in rows {
        let option = option(row.option);
        if !row.bars.is_empty() {
            let bars: Vec<String> = row.bars.iter().map(bar).collect();
            let is = if row.state == OptionState::Barred { "is ruled out" } else { "waits for" };
            writeln!(text, "{option} {is}: {}", bars.join("; "))?;
        }
        if !row.flags.is_empty() {
            writeln!(text, "{option}: {}", words_of(&row.flags))?;
        }
        if let (Some(bound), Some(beyond)) = (row.advantage_bound, row.advantage_beyond)
            && beyond != Money::ZERO
        {
            let (bound, beyond) = (shown(Some(bound)), shown(Some(beyond)));
            writeln!(
                text,
                "{option}: {bound} to the end of the lease, and {beyond} after it if the lease \
                    is renewed"
            )?;
        }
        if let Some(public) = row.advantage_if_public {
            let public = shown(Some(public));
            writeln!(
                text,
                "{option}: {public} in economic terms if the other party to the lease is a \
                    public body"
            )?;
        }
        if let (Some(low), Some(high)) = (row.upside_low, row.upside_high) {
            let (low, high) = (shown(Some(low)), shown(Some(high)));
            writeln!(
                text,
                "{option}: overage could bring {low} to {high}; not included in any figure"
            )?;
        }
    }
    for (id, words, source) in principles {
        let with = |of: fn(&OptionRow) -> &Vec<String>| {
            let named = rows.iter().filter(|row| of(row).contains(id));
            named.map(|row| option(row.option)).collect::<Vec<_>>().join(", ")
        };
        let (serves, breaches) = (with(|r| &r.serves), with(|r| &r.breaches));
        if serves.is_empty() && breaches.is_empty() {
            continue;
        }
        write!(text, "{words} ({source}):")?;
        if !serves.is_empty() {
            write!(text, " supported by {serves}")?;
        }
        if !breaches.is_empty() {
            let parting = if serves.is_empty() { "" } else { ";" };
            write!(text, "{parting} conflicts with {breaches}")?;
        }
        writeln!(text)?;
    }
    Ok(())
}

fn sums(flows: &[OptionFlowRow]) -> String {
    let row = |f: &OptionFlowRow| {
        vec![
            f.on.to_string(),
            spoken(f.what.word()),
            f.amount.to_string(),
            f.prices.to_string(),
            format!("{:.6}", f.factor.round_dp(6)),
            f.economic.to_string(),
            f.budget.to_string(),
            f.public_sector.to_string(),
        ]
    };
    let rows: Vec<Vec<String>> = flows.iter().map(row).collect();
    let header = ["due", "what", "£", "prices", "factor", "economic", "budget", "public sector"];
    print::table(&header, &rows, &[2, 4, 5, 6, 7])
}
