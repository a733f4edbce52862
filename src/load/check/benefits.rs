//! Benefits against each other and against what they say of themselves.

use crate::{
    load::Estate,
    model::{
        BenefitKind, BenefitStatus, BenefitYear, Fact, Finding, Findings, Money, Place, Rule,
        SiteId,
    },
    policy::Policy,
};

pub(super) fn look(estate: &Estate, _policy: &Policy, findings: &mut Findings) {
    let rows = estate.benefits.as_deref().unwrap_or_default();
    for row in rows {
        if is_sum(row.realised) {
            status(row, findings);
            evidence(row, findings);
        }
    }
    counted_twice(rows, findings);
}

fn is_sum(sum: Fact<Money>) -> bool {
    sum.known().is_some_and(|sum| sum != Money::ZERO)
}

fn finding(rule: Rule, row: &BenefitYear, column: &str, found: String, expected: &str) -> Finding {
    let place = Place::cell(&row.row, column);
    Finding::new(rule, place, row.benefit_id.as_str(), found, expected.to_owned())
}

/// A realised sum is of a benefit that was agreed to by then and is not given up.
fn status(row: &BenefitYear, findings: &mut Findings) {
    let year = row.financial_year;
    if let Some(status @ (BenefitStatus::Withdrawn | BenefitStatus::Planned)) = row.status {
        let found = format!("\"{status}\", but with a realised amount in {year}");
        let expected = "agreed, tracked or realised if an amount is realised";
        findings.push(
            finding(Rule::BenefitStatusDiffers, row, "status", found, expected)
                .fix("correct the status, or empty `realised`; the amount is used as it stands"),
        );
    }
    let ends = year.period().map(crate::model::Period::until);
    let Some((agreed, ends)) = row.agreed_on.zip(ends) else { return };
    if agreed >= ends {
        let found = format!("\"{agreed}\", after an amount was realised in {year}");
        let expected = "a date on or before the last day of the year";
        findings.push(
            finding(Rule::BenefitStatusDiffers, row, "agreed_on", found, expected)
                .fix("correct the date or the year; the amount is used as it stands"),
        );
    }
}

/// A realised sum has something that shows it.
fn evidence(row: &BenefitYear, findings: &mut Findings) {
    if row.evidence.is_some() {
        return;
    }
    let found = format!("a realised amount in {} with no evidence", row.financial_year);
    findings.push(
        finding(Rule::BenefitWithoutEvidence, row, "evidence", found, "evidence of the saving")
            .fix("name the paper, ledger code or statement that shows it"),
    );
}

/// The site of a saving of running cost, if it is one that is still meant.
fn saved_at(row: &BenefitYear) -> Option<&SiteId> {
    let kind = row.kind.unwrap_or(BenefitKind::RunningCost);
    let counts = kind == BenefitKind::RunningCost && row.status != Some(BenefitStatus::Withdrawn);
    row.site_id.as_ref().filter(|_| counts && (is_sum(row.planned) || is_sum(row.realised)))
}

/// The running cost of one site falls once in a year.
fn counted_twice(rows: &[BenefitYear], findings: &mut Findings) {
    let mut savings: Vec<(&SiteId, &BenefitYear)> =
        rows.iter().filter_map(|row| Some((saved_at(row)?, row))).collect();
    savings.sort_by(|(a, x), (b, y)| {
        (a, x.financial_year, &x.benefit_id).cmp(&(b, y.financial_year, &y.benefit_id))
    });
    let place = |(site, row): &(&SiteId, &BenefitYear)| ((*site).clone(), row.financial_year);
    for same in savings.chunk_by(|a, b| place(a) == place(b)) {
        let [(site, first), rest @ ..] = same else { continue };
        for (_, row) in rest {
            let found = format!(
                "{:?} in {}; {} already claims this saving in running cost",
                site.as_str(),
                row.financial_year,
                first.benefit_id
            );
            let expected = "one benefit for the running cost of a site in a year";
            findings.push(
                finding(Rule::BenefitCountedTwice, row, "site_id", found, expected)
                    .fix("merge the two, or divide the saving between them; both are used"),
            );
        }
    }
}
