//! `projects` into typed rows.

use super::{
    LoadError,
    id_index::SiteIndex,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Findings, PriceBase, ProjectId, ProjectYear, WorksClass},
    policy::Policy,
};

/// Reads the years of the schemes, in order of scheme, then year; a year given twice is a finding.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    sites: &SiteIndex,
    findings: &mut Findings,
) -> Result<Vec<ProjectYear>, LoadError> {
    let table = &schema::PROJECTS;
    let years = record::read_all(raw, table, policy, findings, |r| year(r, sites))?;
    Ok(super::without_double_years(
        years,
        |p| (p.project_id.as_str(), p.financial_year),
        |p| &p.row,
        findings,
    ))
}

fn year(r: &mut Record<'_>, sites: &SiteIndex) -> Option<ProjectYear> {
    let project_id = r.id_cell("project_id", ProjectId::new);
    let name = r.text("name");
    let site_id = r.site(sites);
    let financial_year = r.financial_year("financial_year");
    Some(ProjectYear {
        name,
        site_id,
        spend: r.money_fact("spend"),
        grant: r.money_fact("grant"),
        revenue_contribution: r.money_fact("revenue_contribution"),
        reserves: r.money_fact("reserves"),
        receipt: r.money_fact("receipt"),
        receipt_site_id: r.site_in("receipt_site_id", sites),
        sale_cost: r.money_fact("sale_cost"),
        life_years: r.whole("life_years").and_then(|years| u32::try_from(years).ok()),
        operational_on: r.date("operational_on"),
        works_class: r.word("works_class", WorksClass::read),
        prices: r.word("prices", PriceBase::read),
        running_cost_change: r.money_fact("running_cost_change"),
        one_off_revenue: r.money_fact("one_off_revenue"),
        row: r.row.clone(),
        project_id: project_id?,
        financial_year: financial_year?,
    })
}
