//! The public edition: secure sites gone, prices withheld, scores in steps.

use std::collections::BTreeSet;

use super::{
    Edition, Lettings, Options, Reason, ReasonKind, Remark, Results, SiteRow, View, build,
    disclosure, known, public_findings,
    publishable::{self, Publishable},
};
use crate::{
    edition::Verdict,
    measure::{MeasureError, SourceRows},
    model::{Index, Points, Site, State, div_round},
    policy::{FigureName, Policy},
    portfolio,
    score::Gate,
};

/// Returns what the public may see.
///
/// It is made of the results without what is withheld ([`Publishable`]), and cut down further: what leases ask for and
/// when sites can be left are negotiating positions, so their rows are gone. Secure sites are gone from every list and
/// total, and ranks are counted anew over the sites shown; so are the sites at which facts are known or missing.
pub(super) fn view(restricted: Results<'_>) -> Result<View, MeasureError> {
    let own = Publishable::of(restricted);
    let results = own.results(restricted);
    let whole = build::whole(results)?;
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
        .map(|mut site| {
            site.rank = site.rank.map(|_| {
                rank += 1;
                rank
            });
            let is_least_used = own.is_least_used(&site.site_id);
            public_site(site, step, is_least_used)
        })
        .collect();
    let is_told = |id: &str, measure| {
        let is_of_use = own.is_least_used(id) && publishable::is_of_use(measure);
        open(id) && !is_of_use && !publishable::is_withheld(measure)
    };
    let mut measures = whole.measures;
    measures.retain(|m| open(m.site_id.as_str()) && !publishable::is_withheld(m.measure));
    for row in measures.iter_mut().filter(|m| !is_told(m.site_id.as_str(), m.measure)) {
        row.questioned.clear();
    }
    let mut contributions = whole.contributions;
    contributions.retain(|c| open(c.site_id.as_str()));
    for row in contributions.iter_mut().filter(|c| !is_told(c.site_id.as_str(), c.criterion)) {
        (row.state, row.points_low, row.points_high) = (State::Known, None, None);
        row.questioned.clear();
    }
    let mut findings = whole.findings;
    for finding in &mut findings {
        finding.row = None;
        finding.found.clear();
        finding.expected.clear();
        finding.fix.clear();
    }
    let is_open = |site: &Site| !site.is_secure_in_public();
    let all_totals = portfolio::totals(results, is_open);
    let totals = disclosure::told_totals(results, all_totals, is_open);
    let mut remarks = whole.remarks;
    remarks.retain(|remark| !matches!(remark, Remark::GrossArea(_)));
    remarks.extend(what_is_withheld(restricted.policy, step));
    let completeness = known::completeness_rows(results, is_open)?;
    let next = known::next_facts(results, is_open);
    // Gaps between row numbers would count secure sites and their leases, and a row of a constraint would tell of one.
    let is_shown = |s: &SourceRows| {
        is_told(s.site_id.as_str(), s.measure)
            && !public_findings::is_of_bars(&s.file, s.sheet.as_deref().unwrap_or_default())
    };
    let sources = whole.sources.into_iter().filter(is_shown);
    let without_rows = |SourceRows { site_id, measure, file, sheet, rows: _ }| SourceRows {
        site_id,
        measure,
        file,
        sheet,
        rows: [].into(),
    };
    let sources = sources.map(without_rows).collect();
    // Names and reasons of a board are its own.
    let mut weightings = whole.weightings;
    for row in &mut weightings {
        row.told = None;
    }
    Ok(View {
        edition: Edition::Public,
        weightings,
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
        // Which sites are open would tell which are vacant.
        cover: super::CoverView::default(),
        displacement: super::DisplacementView::default(),
        agile: super::AgileView::default(),
        confidence: super::ConfidenceView::default(),
        matches: super::MatchView::default(),
        partners: Vec::new(),
        agreements: Vec::new(),
        left_out: whole.totals.sites.saturating_sub(totals.sites),
        totals,
        total_rows: disclosure::told_rows(results, is_open),
        paper: whole.paper.for_the_public(),
        leases: 0,
        running_leases: Vec::new(),
        lease_summary: super::LeaseSummaries::default(),
        lease_events: Vec::new(),
        rent: Vec::new(),
        rent_totals: Vec::new(),
        lease_accounts: Vec::new(),
        lease_rate: None,
        lease_account_totals: Vec::new(),
        exits: Vec::new(),
        remarks,
        completeness,
        next,
        weighing: None,
        // What is the same in both editions is named too, so that nothing new is published unseen.
        estate: whole.estate,
        organisation: whole.organisation,
        note: whole.note,
        as_of: whole.as_of,
        cost_year: whole.cost_year,
        changes: None,
        plan: None,
        since: whole.since,
        calendar_until: whole.calendar_until,
        reminder_days: whole.reminder_days,
        criteria: whole.criteria,
        figures: whole.figures,
        policy: whole.policy,
        quadrants: whole.quadrants,
        outlines: whole.outlines,
    })
}

/// Returns what this edition withholds, and by what rule.
fn what_is_withheld(policy: &Policy, step: i64) -> [Remark; 3] {
    let criteria = policy.criteria.iter();
    let withheld = criteria.filter(|c| c.confidential || publishable::is_withheld(c.measure));
    let least = policy.whole(FigureName::PublicTotalSites);
    [
        Remark::ScoresInSteps(step, withheld.map(|c| c.measure).collect()),
        Remark::VacancyNotShown,
        Remark::SumsRounded(least, policy.whole(FigureName::PublicCostStep)),
    ]
}

fn stepped(value: i64, step: i64) -> i64 {
    let rounded = div_round(i128::from(value), i128::from(step)) * i128::from(step);
    i64::try_from(rounded).unwrap_or(value)
}

/// Rounds scores and index to the policy's step and takes prices out.
fn public_site(site: SiteRow, step: i64, is_least_used: bool) -> SiteRow {
    let points = |p: Option<Points>| p.map(|p| Points(stepped(p.0, step * Points::UNIT)));
    let index = |i: Option<Index>| i.map(|i| Index(stepped(i.0, step * Index::UNIT)));
    let need_index = index(site.need_index);
    let halves = site.halves.zip(need_index).map(|((used, _), whole)| {
        let used = Index(stepped(used.0, step * Index::UNIT).min(whole.0));
        (used, Index(whole.0 - used.0))
    });
    // Without points, from which a price could be worked back.
    let told = |reason: Reason| Reason {
        reading: reason.reading.filter(|_| !reason.is_confidential),
        points: None,
        kind: reason.kind,
        is_confidential: reason.is_confidential,
    };
    let (kind, is_confidential) = (ReasonKind::LeastUsed, false);
    let least_used = Reason { kind, reading: None, points: None, is_confidential };
    let least_used = is_least_used.then_some(least_used).into_iter();
    let reasons = least_used.chain(site.reasons.into_iter().map(told)).collect();
    SiteRow {
        // An operational site is not told from a vacant one.
        status: site.status.filter(|status| publishable::is_told(*status)),
        need_index,
        need_low: index(site.need_low),
        need_high: index(site.need_high),
        halves,
        utilisation_score: points(site.utilisation_score),
        // What could be let tells how much stands empty.
        subletting_score: points(site.subletting_score).filter(|_| !is_least_used),
        disposal_score: points(site.disposal_score),
        stale_since: None,
        // Rent, service charge and security are told of no site, nor what they could be worked back from.
        running_cost: None,
        costs: Vec::new(),
        // The others date the ends of leases and of what bars a sale.
        gates: site.gates.into_iter().filter(|gate| *gate == Gate::MustKeep).collect(),
        value_pence: None,
        backlog_pence: None,
        workstations: None,
        cost_saved: None,
        net_receipt: None,
        // What it rests on is not for publication.
        verdict: Verdict::NONE,
        reasons,
        rank: site.rank,
        site_id: site.site_id,
        name: site.name,
        site_use: site.site_use,
        tenure: site.tenure,
        district: site.district,
        known_share: site.known_share,
        questioned: site.questioned,
        scores_known: site.scores_known,
        least_known: site.least_known,
        not_ranked: site.not_ranked,
        position: site.position,
        position_within_m: site.position_within_m,
        position_of: site.position_of,
        grid: site.grid,
        gia_m2: site.gia_m2,
        // Certificates are on a public register.
        epc_letter: site.epc_letter,
        epc_valid_until: site.epc_valid_until,
        utilisation: site.utilisation,
        cost_per_m2: site.cost_per_m2,
    }
}
