//! `benefits` into typed rows.

use super::{
    LoadError,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
    switch::Bare,
};
use crate::{
    model::{BenefitId, BenefitKind, BenefitStatus, BenefitYear, Findings},
    policy::Policy,
};

/// Reads the years of the benefits, in order of benefit, then year; a year given twice is a finding.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<BenefitYear>, LoadError> {
    let table = &schema::BENEFITS;
    let years = record::read_all(raw, table, policy, findings, |r| year(r, sites))?;
    Ok(super::without_double_years(
        years,
        |b| (b.benefit_id.as_str(), b.financial_year),
        |b| &b.row,
        findings,
    ))
}

const EVIDENCE: Bare = Bare {
    yes: "which does not say what shows it; treated as no evidence",
    open: "which shows nothing; treated as no evidence",
    stands: false,
};

fn year(r: &mut Record<'_>, sites: &SiteIndex) -> Option<BenefitYear> {
    let benefit_id = r.id_cell("benefit_id", BenefitId::new);
    let initiative = r.text("initiative");
    let site_id = r.site(sites);
    let kind = r.word("kind", BenefitKind::read);
    let owner = r.text("owner");
    let agreed_on = r.date("agreed_on");
    let status = r.word("status", BenefitStatus::read);
    let financial_year = r.financial_year("financial_year");
    Some(BenefitYear {
        site_id,
        kind,
        owner,
        agreed_on,
        status,
        planned: r.money_fact("planned"),
        realised: r.money_fact("realised"),
        cost: r.money_fact("cost"),
        cashable: r.yes_no("cashable"),
        evidence: r.words("evidence", &EVIDENCE),
        row: r.row.clone(),
        benefit_id: benefit_id?,
        initiative: initiative?,
        financial_year: financial_year?,
    })
}
