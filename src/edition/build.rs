//! The whole view: every result, in the order it is written.

use rayon::prelude::*;

use super::{
    ContributionRow, CostLine, CriterionRow, Edition, FigureRow, FindingRow, LeaseRate, MeasureRow,
    OutlineRow, PlanView, Results, SiteRow, View, Weighing, WeightingRow, agile, agreements,
    confidence, coverage, displacement, fund, known, lease_summary, leases, lettings, matches,
    options, partners,
    parts::{on_grid, with_room},
    remarks::remarks,
};
use crate::{
    appraise::partner_sources,
    cover,
    measure::{MeasureError, SiteMeasures, SourceRows, sources},
    model::{
        CostCategory, Date, Measure, Money, Outline, PositionOf, Quantity, Score, Site, Weight,
        months_later,
    },
    policy::{Criterion, FigureName, Policy, ratio_of},
    portfolio::{self, TotalsOf},
    score::{self, SiteResult},
    tenure::{accounts, payable},
};

pub(super) fn whole(results: Results<'_>) -> Result<View, MeasureError> {
    let Results { estate, findings, measures, policy, .. } = results;
    let snapshot = &estate.snapshot;
    // What takes a large estate longest, side by side.
    let ((sources, (lease_summary, options)), ((confidence, agile), (displacement, accounts))) =
        rayon::join(
            || {
                rayon::join(
                    || all_sources(results),
                    || rayon::join(|| lease_summary::of(results), || options::of(results)),
                )
            },
            || {
                rayon::join(
                    || rayon::join(|| confidence::of(results), || agile::of(results)),
                    || rayon::join(|| displacement::of(results), || accounts(estate, policy)),
                )
            },
        );
    let figures = FigureName::ALL.iter().map(|name| {
        let figure = policy.entry(*name);
        FigureRow {
            name: name.word().to_owned(),
            value: figure.text.clone(),
            unit: figure.unit.clone(),
            meaning: figure.meaning.clone(),
            source: figure.source.clone(),
        }
    });
    let months = policy.whole(FigureName::LeaseCalendarMonths);
    let (rent, rent_totals) = leases::rent_rows(payable(estate, policy));
    let matches = matches::of(results);
    let (lease_accounts, lease_account_totals) = leases::account_rows(&accounts);
    Ok(View {
        edition: Edition::Restricted,
        estate: snapshot.name.clone(),
        organisation: snapshot.organisation.clone(),
        note: snapshot.note.clone(),
        as_of: snapshot.as_of,
        cost_year: measures.cost_year,
        sites: site_rows(results, Why::Said),
        measures: measure_rows(results),
        contributions: contribution_rows(results),
        findings: findings.each_by_record().iter().map(FindingRow::from).collect(),
        sources: sources?,
        sift: super::sift::of(results, Edition::Restricted),
        lettings: lettings::of(results),
        options,
        receipts: portfolio::receipts(results),
        fund: fund::of(results),
        cover: coverage::of(results),
        displacement,
        agile,
        confidence,
        changes: None,
        plan: None,
        partners: partners::of(results, &matches.rows),
        matches,
        agreements: agreements::of(results),
        totals: portfolio::totals(results, |_| true),
        left_out: 0,
        total_rows: portfolio::rows(results, |_| true, TotalsOf::Everything),
        paper: estate.paper.clone(),
        since: None,
        leases: estate.leases.len(),
        reminder_days: policy.whole(FigureName::CalendarReminderDays),
        calendar_until: months_later(snapshot.as_of, months).unwrap_or(Date::MAX),
        running_leases: leases::lease_rows(results),
        lease_summary,
        lease_events: leases::event_rows(results, months),
        rent,
        rent_totals,
        lease_accounts,
        lease_rate: Some(LeaseRate { rate: accounts.rate, is_own: accounts.own_rate }),
        lease_account_totals,
        exits: leases::exit_rows(results),
        completeness: known::completeness_rows(results, |_| true)?,
        next: known::next_facts(results, |_| true),
        criteria: policy.criteria.iter().map(criterion_row).collect(),
        weightings: weighting_rows(policy),
        figures: figures.collect(),
        weighing: Some(Weighing {
            shares: score::index_shares(policy),
            least_known: score::least_known(policy),
        }),
        policy: policy.name.clone(),
        quadrants: (
            policy.ratio(FigureName::QuadrantUtilisation),
            policy.ratio(FigureName::QuadrantCostPerM2),
        ),
        remarks: remarks(results),
        outlines: outline_rows(&estate.outlines),
    })
}

/// Returns the rows of the tables behind every reading, of partners' needs and of journeys too.
fn all_sources(results: Results<'_>) -> Result<Vec<SourceRows>, MeasureError> {
    let Results { estate, measures, policy, .. } = results;
    let mut found = sources(estate, policy, measures, None)?;
    partner_sources(results.appraisal, &mut found);
    cover::sources(results.cover, estate, policy, &mut found);
    Ok(found.together())
}

/// Returns the outlines to draw: those of zones only where there are no others.
fn outline_rows(outlines: &[Outline]) -> Vec<OutlineRow> {
    let is_area = |outline: &&Outline| outline.zone_id.is_none();
    let areas: Vec<OutlineRow> = outlines.iter().filter(is_area).map(outline_row).collect();
    if areas.is_empty() { outlines.iter().map(outline_row).collect() } else { areas }
}

fn outline_row(outline: &Outline) -> OutlineRow {
    let ring = |ring: &Vec<geo::Point>| ring.iter().filter_map(|p| on_grid(*p)).collect();
    let degrees = |ring: &Vec<geo::Point>| ring.iter().map(|p| [p.x(), p.y()]).collect();
    OutlineRow {
        rings: outline.rings.iter().map(ring).collect(),
        degrees: outline.rings.iter().map(degrees).collect(),
    }
}

fn criterion_row(criterion: &Criterion) -> CriterionRow {
    CriterionRow {
        score: criterion.score,
        criterion: criterion.measure,
        weight: criterion.weight,
        scale: criterion.scale_in_words(),
        swing: criterion.swing(),
        source: criterion.source.clone(),
    }
}

/// Says how the weights of each score that has criteria were found, scores alike together.
fn weighting_rows(policy: &Policy) -> Vec<WeightingRow> {
    let mut rows: Vec<WeightingRow> = Vec::new();
    for (score, found) in Score::ALL.iter().zip(&policy.weightings) {
        if policy.criteria_of(*score).next().is_none() {
            continue;
        }
        let method = found.as_ref().map(|w| w.method);
        let told = found.as_ref().map(|w| (w.by.clone(), w.on, w.why.clone()));
        match rows.iter_mut().find(|row| row.method == method && row.told == told) {
            Some(row) => row.scores.push(*score),
            None => rows.push(WeightingRow { scores: vec![*score], method, told }),
        }
    }
    rows
}

/// Whether it is found why a site stands where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    Said,
    LeftOut,
}

/// One row a site, in the order of the ranking.
pub(super) fn site_rows(results: Results<'_>, why: Why) -> Vec<SiteRow> {
    let order = portfolio::category_order(&portfolio::category_sums(results, |_| true));
    let row = |result: &SiteResult| {
        let site = &results.estate.sites[result.number];
        site_row(site, &results.measures.sites[result.number], result, results, &order, why)
    };
    results.ranking.sites.par_iter().map(row).collect()
}

fn site_row(
    site: &Site,
    measures: &SiteMeasures,
    result: &SiteResult,
    results: Results<'_>,
    order: &[CostCategory],
    why: Why,
) -> SiteRow {
    let number = |measure| match measures.reading(measure).value {
        Some(Quantity::Number(number)) => Some(number),
        _ => None,
    };
    let pence = |measure| match measures.reading(measure).value {
        Some(Quantity::Pence(pence)) => Some(pence),
        _ => None,
    };
    let costs = measures.costs.map_or_else(Vec::new, |sums| {
        let line = |c: &CostCategory| CostLine { category: *c, pence: sums[*c as usize] };
        order.iter().map(line).filter(|line| line.pence != 0).collect()
    });
    SiteRow {
        rank: result.rank,
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        site_use: site.site_use.known(),
        tenure: site.tenure,
        status: site.status_or_operational(),
        district: site.district.clone(),
        need_index: result.need_index,
        need_low: result.need_range.map(|r| r.0),
        need_high: result.need_range.map(|r| r.1),
        halves: result.halves,
        utilisation_score: result.score(Score::Utilisation).points,
        subletting_score: result.score(Score::Subletting).points,
        disposal_score: result.score(Score::Disposal).points,
        known_share: Some(result.known_share),
        questioned: questioned(results, result),
        scores_known: [0, 1, 2].map(|score| result.scores[score].known_share()),
        least_known: score::least_known(results.policy),
        gates: result.gates.clone(),
        not_ranked: result.not_ranked,
        verdict: options::verdict(results, result.number),
        reasons: match why {
            Why::Said => score::reasons(result, measures, results.policy),
            Why::LeftOut => Vec::new(),
        },
        position: site.position.map(|p| (p.x(), p.y())),
        position_within_m: site
            .position_within_m
            .filter(|_| site.position.is_some() && site.position_of != Some(PositionOf::Postcode)),
        position_of: site.position.map(|_| site.position_of.unwrap_or(PositionOf::Site)),
        grid: site.position.and_then(on_grid),
        gia_m2: site.gia_m2.map(|a| ratio_of(a.as_m2())),
        epc_letter: site.energy_letter(),
        epc_valid_until: site.energy_letter().and(site.epc_valid_until),
        utilisation: number(Measure::Utilisation),
        cost_per_m2: number(Measure::CostPerM2),
        stale_since: results.estate.stale_valuation(site, results.policy),
        value_pence: site.market_value.and_then(Money::pence),
        backlog_pence: site.backlog().and_then(Money::pence),
        workstations: site.workstations,
        running_cost: pence(Measure::RunningCost),
        cost_saved: portfolio::saving(results, result.number),
        net_receipt: match results.appraisal.recommendations.get(result.number) {
            Some(found) if found.is_sold() => found.receipt(),
            _ => pence(Measure::NetReceipt),
        },
        costs,
    }
}

/// Names what the scores of a site read from a cell that was found questioned.
fn questioned(results: Results<'_>, result: &SiteResult) -> Vec<&'static str> {
    let counts = |measure: &Measure| {
        let of_scores = Score::ALL.iter().flat_map(|score| &result.score(*score).contributions);
        let mut own = of_scores.filter(|c| c.criterion == *measure && c.weight > Weight::NONE);
        own.any(|c| c.points.is_some())
    };
    results.questioned.of_site(result.number).filter(counts).map(Measure::label).collect()
}

fn measure_rows(results: Results<'_>) -> Vec<MeasureRow> {
    let of_site = |(number, measures): (usize, &SiteMeasures)| {
        let row = |measure: &Measure| {
            let reading = measures.reading(*measure);
            MeasureRow {
                site_id: measures.site_id.clone(),
                measure: *measure,
                value: reading.value,
                state: reading.state,
                range: reading.bounds(),
                basis: reading.basis,
                questioned: results.questioned.describe(number, *measure),
            }
        };
        Measure::ALL.iter().map(row).collect::<Vec<_>>()
    };
    let sites = &results.measures.sites;
    let most = sites.len().saturating_mul(Measure::ALL.len());
    with_room(most, sites.iter().enumerate().flat_map(of_site))
}

fn contribution_rows(results: Results<'_>) -> Vec<ContributionRow> {
    let mut sites: Vec<&SiteResult> = results.ranking.sites.iter().collect();
    sites.sort_by_key(|s| s.number);
    let row = |result: &SiteResult, score: Score, contribution: &score::Contribution| {
        let reading = results.measures.sites[result.number].reading(contribution.criterion);
        ContributionRow {
            site_id: result.site_id.clone(),
            score,
            criterion: contribution.criterion,
            reading: reading.value,
            state: contribution.state,
            level: contribution.level,
            level_range: contribution.level_range,
            weight: contribution.weight,
            points: contribution.points,
            points_low: contribution.points_low,
            points_high: contribution.points_high,
            basis: reading.basis,
            questioned: results.questioned.describe(result.number, contribution.criterion),
        }
    };
    let parts = || {
        let scores = sites.iter().flat_map(|of| Score::ALL.iter().map(move |score| (*of, *score)));
        scores.flat_map(|(of, score)| {
            of.score(score).contributions.iter().map(move |part| (of, score, part))
        })
    };
    with_room(parts().count(), parts().map(|(of, score, part)| row(of, score, part)))
}

/// Puts a plan into what is shown, and the capital programme with it beside the scenarios.
pub fn set_plan(view: &mut View, plan: PlanView) {
    if let (Some(fund), Some(programme)) = (&mut view.fund, &plan.programme)
        && fund.has_treasury
    {
        // Beside what is planned.
        let place = fund.scenarios.len().min(1);
        fund.scenarios.insert(place, programme.clone());
    }
    view.plan = Some(plan);
}
