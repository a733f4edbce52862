//! Schemes against themselves, the register and `treasury.toml`.

use std::collections::BTreeMap;

use crate::{
    load::Estate,
    model::{
        Date, Fact, FinancialYear, Finding, Findings, Money, Place, ProjectYear, Rule, SiteId,
        Tenure, WorksClass,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let rows = estate.projects.as_deref().unwrap_or_default();
    let first_year = match &estate.treasury {
        Some(treasury) => treasury.first_year,
        None => FinancialYear::after(estate.snapshot.as_of),
    };
    for years in rows.chunk_by(|a, b| a.project_id == b.project_id) {
        operational(years, findings);
        history(years, first_year, findings);
        for year in years {
            below_zero(year, findings);
            if year.financial_year >= first_year {
                life(year, findings);
            }
        }
    }
    claims(estate, rows, findings);
}

fn finding(rule: Rule, row: &ProjectYear, column: &str, found: String, expected: &str) -> Finding {
    let place = Place::cell(&row.row, column);
    Finding::new(rule, place, row.project_id.as_str(), found, expected.to_owned())
}

fn spends(row: &ProjectYear) -> bool {
    row.spend.known().is_some_and(|spend| spend != Money::ZERO)
}

/// What is spent, and what pays for it, is not below zero.
fn below_zero(row: &ProjectYear, findings: &mut Findings) {
    let sums = [
        ("spend", row.spend),
        ("grant", row.grant),
        ("revenue_contribution", row.revenue_contribution),
        ("reserves", row.reserves),
        ("receipt", row.receipt),
        ("sale_cost", row.sale_cost),
    ];
    for (column, sum) in sums {
        let Some(sum) = sum.known().filter(|sum| *sum < Money::ZERO) else { continue };
        let found = format!("{sum} in {}", row.financial_year);
        findings.push(
            finding(Rule::SumBelowZero, row, column, found, "0 or more")
                .fix("correct the sign or the amount; until then it is used as it stands"),
        );
    }
}

/// A scheme is in use no earlier than the year of its first spend.
fn operational(years: &[ProjectYear], findings: &mut Findings) {
    let begins = |row: &ProjectYear| Some(row.financial_year.period()?.from());
    let Some(first) = years.iter().find(|row| spends(row)).and_then(begins) else { return };
    let early = |row: &&ProjectYear| row.operational_on.is_some_and(|day: Date| day < first);
    let Some(row) = years.iter().find(early) else { return };
    let day = row.operational_on.map(|day| day.to_string()).unwrap_or_default();
    let found = format!("\"{day}\", before the first year of spend, which starts on {first}");
    let expected = "a date in or after the first year of spend";
    findings.push(
        finding(Rule::OperationalBeforeSpend, row, "operational_on", found, expected)
            .fix("correct the date or the years of spend; until then charges start too early"),
    );
}

/// Which years of a scheme lie before the programme.
fn history(years: &[ProjectYear], first_year: FinancialYear, findings: &mut Findings) {
    let before = |row: &&ProjectYear| spends(row) && row.financial_year < first_year;
    let Some(row) = years.iter().find(before) else { return };
    let last = years.iter().rfind(before).unwrap_or(row).financial_year;
    let found = match row.financial_year {
        first if first == last => format!("spend in {first}, before the programme"),
        first => format!("spend from {first} to {last}, before the programme"),
    };
    let expected = format!("spend from {first_year} on");
    findings.push(
        finding(Rule::SpendBeforeProgramme, row, "financial_year", found, &expected)
            .fix("no action: borrowing for it is already in the opening requirement"),
    );
}

/// What may be borrowed for a spend has years over which it is charged.
fn life(row: &ProjectYear, findings: &mut Findings) {
    let sums = [row.grant, row.revenue_contribution, row.reserves, row.receipt];
    let paid = Money::checked_sum(sums.into_iter().filter_map(Fact::known));
    let is_paid = row.spend.known().zip(paid).is_some_and(|(spend, paid)| paid >= spend);
    let is_repair = row.works_class == Some(WorksClass::Repair);
    if !spends(row) || row.life_years.is_some() || is_paid || is_repair {
        return;
    }
    let found = format!("spend in {} with no `life_years`", row.financial_year);
    let expected = "the years over which the borrowing is charged";
    findings.push(
        finding(Rule::LifeMissing, row, "life_years", found, expected)
            .fix("fill in the cell; until then the borrowing is not charged to revenue"),
    );
}

/// One sale pays for one scheme, and is of a site that the body owns.
fn claims(estate: &Estate, rows: &[ProjectYear], findings: &mut Findings) {
    let mut first: BTreeMap<&SiteId, &ProjectYear> = BTreeMap::new();
    for years in rows.chunk_by(|a, b| a.project_id == b.project_id) {
        let mut own: BTreeMap<&SiteId, &ProjectYear> = BTreeMap::new();
        for row in years {
            if let Some(site) = &row.receipt_site_id {
                own.entry(site).or_insert(row);
            }
        }
        for (site, row) in own {
            let place = Place::cell(&row.row, "receipt_site_id");
            owned(estate, site, place.clone(), row.project_id.as_str(), findings);
            match first.get(site) {
                Some(before) => {
                    findings.push(twice(place, row.project_id.as_str(), site, before));
                }
                None => {
                    first.insert(site, row);
                }
            }
        }
    }
    let given = estate.treasury.iter().flat_map(|treasury| &treasury.receipts);
    for (number, receipt) in (1..).zip(given) {
        let Some(site) = &receipt.site_id else { continue };
        let entry = format!("receipts[{number}].site_id");
        let place = Place { column: Some(entry), ..Place::file("treasury.toml") };
        owned(estate, site, place.clone(), site.as_str(), findings);
        if let Some(before) = first.get(site) {
            findings.push(twice(place, site.as_str(), site, before));
        }
    }
}

fn twice(place: Place, id: &str, site: &SiteId, before: &ProjectYear) -> Finding {
    let found = format!(
        "{:?}; {} in row {} of {} already uses this receipt",
        site.as_str(),
        before.project_id,
        before.row.row,
        before.row.file
    );
    let expected = "each sale in one scheme or one of `[[receipts]]`".to_owned();
    Finding::new(Rule::ReceiptClaimedTwice, place, id, found, expected)
        .fix("remove one of the two; until then only the first scheme by id has it")
}

fn owned(estate: &Estate, site: &SiteId, place: Place, id: &str, findings: &mut Findings) {
    let tenure = estate.site(site).and_then(|site| site.tenure);
    let Some(tenure) = tenure.filter(|t| matches!(t, Tenure::Leasehold | Tenure::Licence)) else {
        return;
    };
    let found = format!("{:?}, which is held by {tenure}", site.as_str());
    let expected = "a site held freehold or by long lease".to_owned();
    findings.push(
        Finding::new(Rule::ReceiptNotOwned, place, id, found, expected)
            .fix("correct the site, or its tenure in `sites`; the receipt is used as it stands"),
    );
}
