//! `option_facts` into typed rows.

use super::{
    LoadError,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Date, Finding, Findings, Money, OptionFact, OptionFactKind, OptionKind, Place, Rule},
    policy::Policy,
};

/// Reads what is given of options, in order of site, option, fact.
///
/// A fact that its option cannot use is left out; an amount with a sign it cannot have, and a day before `as_of`,
/// are not kept. All are findings, and so is a fact given twice, of which the first row stays.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    as_of: Date,
    findings: &mut Findings,
) -> Result<Vec<OptionFact>, LoadError> {
    let table = &schema::OPTION_FACTS;
    let facts = record::read_all(raw, table, policy, findings, |r| fact(r, sites, as_of))?;
    Ok(without_doubles(facts, findings))
}

fn fact(r: &mut Record<'_>, sites: &SiteIndex, as_of: Date) -> Option<OptionFact> {
    let site_id = r.site(sites);
    let option = r.word("option", OptionKind::read_decided);
    let fact = r.word("fact", OptionFactKind::read);
    let given = r.money_fact("amount");
    let on = r.date("on");
    let source = r.text("source");
    let (site_id, option, fact, source) = (site_id?, option?, fact?, source?);
    if !fact.options().contains(&option) {
        unused(r, option, fact);
        return None;
    }
    let amount = given.known().filter(|sum| *sum >= Money::ZERO || fact.may_be_negative());
    // A cell that cannot be read has a finding of its own.
    let sign = given.known().filter(|_| amount.is_none());
    if sign.is_some() || given == crate::model::Fact::Empty {
        let found = sign.map_or_else(|| "an empty cell".to_owned(), |sum| format!("\"{sum}\""));
        let found = format!("{found} for `{fact}` of `{option}`; treated as not known");
        let expected = if fact.may_be_negative() {
            "an amount in £, negative if the body pays it"
        } else {
            "an amount in £ of 0 or more"
        };
        let fix = "enter the amount, with a minus sign only where it may be negative";
        push(r, Rule::OptionFactAmount, "amount", found, expected, fix);
    }
    if let Some(day) = on.filter(|day| *day < as_of) {
        let found = format!("\"{day}\", before {as_of}; the option's own date is used");
        let expected = "a date on or after the snapshot date";
        let fix = "correct the date, or delete the row if the amount has been paid";
        push(r, Rule::OptionFactPast, "on", found, expected, fix);
    }
    let on = on.filter(|day| *day >= as_of);
    Some(OptionFact { site_id, option, fact, amount, on, source, row: r.row.clone() })
}

fn unused(r: &mut Record<'_>, option: OptionKind, fact: OptionFactKind) {
    let words: Vec<&str> = fact.options().iter().map(|option| option.word()).collect();
    let found = format!("\"{fact}\" for `{option}`, which does not use it; the row is left out");
    let expected = format!("`{fact}` for {}", words.join(", "));
    push(r, Rule::OptionFactUnused, "fact", found, &expected, "correct `option` or `fact`");
}

fn push(r: &mut Record<'_>, rule: Rule, column: &str, found: String, expected: &str, fix: &str) {
    let place = r.place(column);
    let finding = Finding::new(rule, place, r.id(), found, expected.to_owned()).fix(fix);
    r.push(finding);
}

/// Sorts the facts and reports those given twice; the first row of each stays.
fn without_doubles(mut facts: Vec<OptionFact>, findings: &mut Findings) -> Vec<OptionFact> {
    facts.sort_by(|a, b| {
        (&a.site_id, a.option, a.fact, &a.row).cmp(&(&b.site_id, b.option, b.fact, &b.row))
    });
    let mut kept: Vec<OptionFact> = Vec::with_capacity(facts.len());
    for fact in facts {
        let same = |first: &OptionFact| {
            (&first.site_id, first.option, first.fact) == (&fact.site_id, fact.option, fact.fact)
        };
        let Some(first) = kept.last().filter(|first| same(first)) else {
            kept.push(fact);
            continue;
        };
        let place = Place::cell(&fact.row, "fact");
        let found =
            format!("`{}` of `{}`, already given in row {}", fact.fact, fact.option, first.row.row);
        let expected = "each fact of an option once only".to_owned();
        findings.push(
            Finding::new(Rule::DuplicateId, place, fact.site_id.as_str(), found, expected)
                .fix("delete the row that is out of date"),
        );
    }
    kept
}
