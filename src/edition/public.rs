//! The public edition: secure sites gone, prices in bands, scores in steps.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ContributionRow, Edition, FindingRow, Lettings, MeasureRow, NextRow, Options, Reason, Results,
    SiteRow, SourceRow, TotalRow, View, build, known, reasons, totals,
};
use crate::{
    edition::{disclosure::Spent, totals::Counted},
    measure::MeasureError,
    model::{Index, Measure, Points, Score, Site, div_round, folded},
    policy::{FigureName, Policy},
};

/// Words for the thirds of a level.
const BANDS: [&str; 3] = ["low", "middle", "high"];

/// Cuts the whole view down to what the public may see.
///
/// What leases ask for and when sites can be left are negotiating positions: their rows are gone.
/// Secure sites are gone from every list and total, and ranks are counted anew over the sites shown; so are
/// the sites at which facts are known or missing.
pub(super) fn cut(whole: View, results: Results<'_>) -> Result<View, MeasureError> {
    let secure: BTreeSet<&str> = results
        .estate
        .sites
        .iter()
        .filter(|s| s.is_secure_in_public())
        .map(|s| s.site_id.as_str())
        .collect();
    let open = |id: &str| !secure.contains(id);
    let policy = results.policy;
    let step = i64::from(policy.whole(FigureName::PublicRounding));
    let mut rank = 0;
    let sites: Vec<SiteRow> = whole
        .sites
        .into_iter()
        .filter(|s| open(&s.site_id))
        .map(|site| {
            let number = site.rank.map(|_| {
                rank += 1;
                rank
            });
            public_site(SiteRow { rank: number, ..site }, step)
        })
        .collect();
    let levels = confidential_levels(results);
    let measures = whole
        .measures
        .into_iter()
        // With the cost per m² and the area, what a tenant pays could be worked back from it.
        .filter(|m| open(&m.site_id) && m.measure != Measure::RunningCost)
        .map(|m| public_measure(m, policy, &levels))
        .collect();
    let contributions = whole
        .contributions
        .into_iter()
        .filter(|c| open(&c.site_id))
        .map(|c| public_contribution(c, policy))
        .collect();
    let mut findings = whole.findings;
    findings.retain(|f| {
        !belongs_to_secure(&f.id, results, &secure) && !is_in(f, PLANS) && !is_in(f, LEASES)
    });
    for finding in &mut findings {
        finding.row = None;
        finding.found.clear();
        finding.expected.clear();
        finding.fix.clear();
    }
    let least = least_sites(policy);
    let mut totals = build::totals_over(results, |site: &Site| !site.is_secure_in_public());
    for total in
        [&mut totals.market_value, &mut totals.existing_use_value, &mut totals.running_cost]
    {
        *total = total.filter(|(sites, _)| *sites >= least);
    }
    let spent = Spent::of(results, |site| !site.is_secure_in_public());
    totals.running_cost = totals.running_cost.filter(|_| spent.is_running_cost_told());
    totals.costs = match totals.running_cost {
        Some(_) => spent.told_lines(totals.costs),
        None => Vec::new(),
    };
    let mut remarks = whole.remarks;
    remarks.retain(|r| !r.contains("gross internal area"));
    remarks.push(format!(
        "This is the public edition: scores are shown in multiples of {step}, prices in bands, and \
         sites with security needs are left out; ranks count the sites shown."
    ));
    let is_open = |site: &Site| !site.is_secure_in_public();
    let completeness = known::completeness_rows(results, is_open)?;
    let mut next = known::next_facts(results, is_open);
    for row in &mut next.rows {
        without_prices(row, policy);
    }
    // Gaps between row numbers would count secure sites and their leases, and a row of a constraint would tell of one.
    let is_shown = |s: &SourceRow| open(&s.site_id) && !names_one_of(&s.file, &s.sheet, BARS);
    let sources = whole.sources.into_iter().filter(is_shown);
    let mut sources: Vec<SourceRow> =
        sources.map(|source| SourceRow { row: None, ..source }).collect();
    sources.dedup();
    Ok(View {
        edition: Edition::Public,
        sites,
        measures,
        contributions,
        findings,
        sources,
        sift: super::sift::of(results, Edition::Public),
        lettings: Lettings::default(),
        // What the body wants of its estate is no secret.
        options: Options { principles: whole.options.principles, ..Options::default() },
        receipts: Vec::new(),
        fund: None,
        left_out: whole.totals.sites.saturating_sub(totals.sites),
        totals,
        total_rows: total_rows(results, is_open),
        paper: whole.paper.for_the_public(),
        leases: 0,
        running_leases: Vec::new(),
        lease_summary: super::LeaseSummaries::default(),
        lease_events: Vec::new(),
        rent: Vec::new(),
        rent_totals: Vec::new(),
        lease_accounts: Vec::new(),
        lease_account_totals: Vec::new(),
        exits: Vec::new(),
        remarks,
        completeness,
        next,
        weighing: None,
        ..whole
    })
}

/// Returns how many sites a sum must be of.
pub(super) fn least_sites(policy: &Policy) -> usize {
    usize::try_from(policy.whole(FigureName::PublicTotalSites)).unwrap_or(usize::MAX)
}

/// Returns the sums over the sites shown, those over too few of them left out.
pub(super) fn total_rows(results: Results<'_>, keep: impl Fn(&Site) -> bool) -> Vec<TotalRow> {
    let least = least_sites(results.policy);
    let mut rows = totals::rows(results, &keep, totals::Prices::LeftOut);
    rows.retain(|row| {
        row.what == Counted::RunningCostPart || row.sum.is_none() || row.sites >= least
    });
    let spent = Spent::of(results, &keep);
    let lines = spent.told_lines(build::totals_over(results, &keep).costs);
    spent.told_rows(rows, &lines)
}

/// Takes the points out where a price that is known in part stands behind them: the rest are weights.
fn without_prices(row: &mut NextRow, policy: &Policy) {
    if row.in_part && is_confidential(policy, row.criterion) {
        (row.points, row.most) = (None, None);
    }
}

/// Tells whether a finding's id is that of a secure site, of a lease or agreement of one, or of a secure
/// partner.
fn belongs_to_secure(id: &str, results: Results<'_>, secure: &BTreeSet<&str>) -> bool {
    secure.contains(id)
        || results
            .estate
            .leases
            .iter()
            .any(|l| l.lease_id.as_str() == id && secure.contains(l.site_id.as_str()))
        || results
            .estate
            .agreements
            .iter()
            .flatten()
            .filter(|a| a.agreement_id.as_str() == id)
            .any(|a| a.site_id.as_ref().is_some_and(|site| secure.contains(site.as_str())))
        || results
            .estate
            .partners
            .iter()
            .flatten()
            .any(|p| p.partner_id.as_str() == id && p.is_secure_in_public())
}

/// Tables from whose findings it can be told what is planned with sites.
const PLANS: &[&str] = &["projects", "benefits", "optionfacts", "treasury"];
/// Tables from whose findings ends, breaks and holding over of leases can be told.
const LEASES: &[&str] = &["leases", "leaseevents"];

/// Tables whose rows tell what stands in the way of a sale or how a site is held.
const BARS: &[&str] = &["constraints", "leases", "leaseevents"];

/// Tells whether a finding is about one of some tables, by its file or sheet.
fn is_in(finding: &FindingRow, tables: &[&str]) -> bool {
    names_one_of(&finding.file, &finding.sheet, tables)
}

fn names_one_of(file: &str, sheet: &str, tables: &[&str]) -> bool {
    let stem = file.rsplit('/').next().and_then(|name| name.split('.').next());
    let named = [stem.unwrap_or_default(), sheet].map(folded);
    named.iter().any(|name| tables.contains(&name.as_str()))
}

fn stepped(value: i64, step: i64) -> i64 {
    let rounded = div_round(i128::from(value), i128::from(step)) * i128::from(step);
    i64::try_from(rounded).unwrap_or(value)
}

/// Rounds scores and index to the policy's step and takes prices out.
fn public_site(site: SiteRow, step: i64) -> SiteRow {
    let points = |p: Option<Points>| p.map(|p| Points(stepped(p.0, step * Points::UNIT)));
    let index = |i: Option<Index>| i.map(|i| Index(stepped(i.0, step * Index::UNIT)));
    let need_index = index(site.need_index);
    let halves = site.halves.zip(need_index).map(|((used, _), whole)| {
        let used = Index(stepped(used.0, step * Index::UNIT).min(whole.0));
        (used, Index(whole.0 - used.0))
    });
    let reasons: Vec<Reason> = site.reasons.iter().cloned().map(Reason::for_the_public).collect();
    SiteRow {
        need_index,
        need_low: index(site.need_low),
        need_high: index(site.need_high),
        halves,
        utilisation_score: points(site.utilisation_score),
        subletting_score: points(site.subletting_score),
        disposal_score: points(site.disposal_score),
        stale_since: None,
        // Rent, service charge and security are told of no site, nor what they could be worked back from.
        running_cost: None,
        costs: Vec::new(),
        // The others date the ends of leases and of what bars a sale.
        gates: site.gates.into_iter().filter(|gate| gate == "must_keep").collect(),
        value_pence: None,
        cost_saved: None,
        net_receipt: None,
        // What it rests on is not for publication.
        recommended_option: String::new(),
        decided: "",
        why: reasons::describe(&reasons),
        reasons,
        ..site
    }
}

fn is_confidential(policy: &Policy, measure: Measure) -> bool {
    policy.criteria.iter().any(|c| c.measure == measure && c.confidential)
}

/// Returns the band of a criterion's level.
fn band(level: Option<f64>) -> &'static str {
    match level {
        None => "",
        Some(level) if level < 100.0 / 3.0 => BANDS[0],
        Some(level) if level < 200.0 / 3.0 => BANDS[1],
        Some(_) => BANDS[2],
    }
}

/// Returns the levels of the confidential criteria, by site.
fn confidential_levels<'a>(results: Results<'a>) -> BTreeMap<(&'a str, Measure), f64> {
    let mut levels = BTreeMap::new();
    for site in &results.ranking.sites {
        for contribution in Score::ALL.iter().flat_map(|s| &site.score(*s).contributions) {
            if let Some(level) = contribution.level
                && is_confidential(results.policy, contribution.criterion)
            {
                levels.insert((site.site_id.as_str(), contribution.criterion), level);
            }
        }
    }
    levels
}

fn public_measure(
    row: MeasureRow,
    policy: &Policy,
    levels: &BTreeMap<(&str, Measure), f64>,
) -> MeasureRow {
    if !is_confidential(policy, row.measure) {
        return row;
    }
    let band = band(levels.get(&(row.site_id.as_str(), row.measure)).copied()).to_owned();
    MeasureRow {
        value: band.clone(),
        shown: band,
        low: String::new(),
        high: String::new(),
        basis: "",
        ..row
    }
}

fn public_contribution(row: ContributionRow, policy: &Policy) -> ContributionRow {
    if !is_confidential(policy, row.criterion) {
        return row;
    }
    let band = band(row.level).to_owned();
    ContributionRow {
        reading: band.clone(),
        shown: band,
        level: None,
        level_range: None,
        points: None,
        points_low: None,
        points_high: None,
        basis: "",
        ..row
    }
}
