//! What the public edition is made of: the results without what it withholds, so that nothing made of them gives it back.
//!
//! Scores, index and ranks are counted anew over the criteria that may be published. No price, rent or date of a lease
//! moves any of them, so none can be worked back, by whatever policy and however many rankings.

use std::{collections::BTreeSet, sync::Arc};

use super::{Results, public_findings};
use crate::{
    appraise::{Appraisal, CashFlows, appraise},
    load::Estate,
    measure::{Measures, SiteMeasures},
    model::{
        Area, Basis, CostCategory, Fact, Findings, Measure, Points, Quantity, Reading, Score, Site,
        State, Status, div_round, ratio_term,
    },
    policy::{FigureName, Policy},
    score::{Questioned, Ranking, rank_in_class},
};

/// The parts of the results that differ from those of the restricted edition.
pub(super) struct Publishable {
    estate: Estate,
    appraisal: Option<Arc<Appraisal>>,
    measures: Measures,
    policy: Policy,
    ranking: Ranking,
    findings: Findings,
    questioned: Questioned,
    /// Numbers of the least used sites, vacant ones among them.
    least_used: BTreeSet<usize>,
}

impl Publishable {
    /// Takes out of the results what the public edition withholds, and ranks anew.
    pub(super) fn of(results: Results<'_>) -> Self {
        let policy = public_policy(results.policy);
        let mut estate = results.estate.clone();
        for site in &mut estate.sites {
            if site.status == Fact::Known(Status::Vacant) {
                (site.status, site.status_on) = (Fact::Known(Status::Operational), None);
            }
        }
        let (least_used, line) = least_used(results);
        let appraisal = without_secure_partners(&mut estate, results).map(Arc::new);
        let measures = match &appraisal {
            Some(appraisal) => appraisal.set_in(results.measures.clone()),
            None => results.measures.clone(),
        };
        let step = i64::from(policy.whole(FigureName::PublicCostStep));
        let measures = public_measures(&estate, measures, &least_used, step);
        let in_class = |number: usize| least_used.contains(&number).then_some(line);
        let ranking = rank_in_class(&estate, results.tenure, &measures, &policy, in_class);
        let is_least_used = |id: &str| is_one_of(&estate, &least_used, id);
        let findings = public_findings::publishable(results, is_least_used);
        let questioned = Questioned::of(&estate, &measures, &findings);
        Self { estate, appraisal, measures, policy, ranking, findings, questioned, least_used }
    }

    /// Returns the results with these parts in place of their own.
    pub(super) fn results<'a>(&'a self, of: Results<'a>) -> Results<'a> {
        Results {
            estate: &self.estate,
            appraisal: self.appraisal.as_ref().unwrap_or(of.appraisal),
            measures: &self.measures,
            policy: &self.policy,
            ranking: &self.ranking,
            questioned: &self.questioned,
            findings: &self.findings,
            tenure: of.tenure,
            fund: of.fund,
            cover: of.cover,
        }
    }

    /// Tells whether a site is in the class of the least used.
    pub(super) fn is_least_used(&self, site_id: &str) -> bool {
        is_one_of(&self.estate, &self.least_used, site_id)
    }
}

/// Tells whether a site is one of some, by their numbers.
fn is_one_of(estate: &Estate, numbers: &BTreeSet<usize>, site_id: &str) -> bool {
    let number = estate.sites.binary_search_by(|s| s.site_id.as_str().cmp(site_id));
    number.is_ok_and(|number| numbers.contains(&number))
}

/// Tells whether a status is told: not that which would tell vacant sites from others.
pub(super) const fn is_told(status: Status) -> bool {
    matches!(status, Status::ForSale | Status::Sold)
}

/// Tells whether a measure rests on what is restricted, so that no reading of it is published.
pub(super) const fn is_withheld(measure: Measure) -> bool {
    match measure {
        // Prices and rents, and the running cost, from which with the cost per m² a rent could be worked back.
        Measure::LettingValue | Measure::NetReceipt | Measure::RunningCost | Measure::CostSaved => {
            true
        }
        // They date ends and breaks of leases.
        Measure::TimeToGrant | Measure::MonthsToExit => true,
        // It tells which sites are open: a vacant counter keeps all coverage.
        Measure::CoverageKept => true,
        // It tells where nobody works, and what room secure sites have.
        Measure::RoomNearBy => true,
        Measure::Utilisation
        | Measure::Frequency
        | Measure::Occupancy
        | Measure::Peak
        | Measure::PeakPeople
        | Measure::Space
        | Measure::OfficeFte
        | Measure::AreaInUse
        | Measure::SurplusWorkstations
        | Measure::SurplusArea
        | Measure::LettableSpace
        | Measure::RightToSubletPart
        | Measure::PartnerNeed
        | Measure::SeparateEntrance
        | Measure::BacklogAvoided
        | Measure::CostPerM2 => false,
    }
}

/// Tells whether a measure tells how much a site is used, so that it would show that a site is vacant.
pub(super) const fn is_of_use(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Utilisation
            | Measure::Frequency
            | Measure::Occupancy
            | Measure::Peak
            | Measure::PeakPeople
            | Measure::Space
            | Measure::OfficeFte
            | Measure::AreaInUse
            | Measure::SurplusWorkstations
            | Measure::SurplusArea
            | Measure::LettableSpace
            | Measure::PartnerNeed
    )
}

/// Returns the policy with the criteria alone that may be published.
fn public_policy(policy: &Policy) -> Policy {
    let mut own = policy.clone();
    own.criteria.retain(|c| !c.confidential && !is_withheld(c.measure));
    own
}

/// Finds the sites that are told as the least used, and the line of their class in points.
///
/// The class holds every vacant site and every other up to the line, which rises until as many sites that are not
/// vacant are in it as a total must have: none of it can be told to be vacant.
fn least_used(results: Results<'_>) -> (BTreeSet<usize>, Points) {
    let estate = results.estate;
    // One whose status cannot be read may be vacant.
    let is_vacant =
        |site: &Site| matches!(site.status, Fact::Known(Status::Vacant) | Fact::Unreadable);
    let scored = || {
        let sites = results.ranking.sites.iter();
        let open = sites.filter(|result| !estate.sites[result.number].is_secure_in_public());
        open.filter_map(|result| Some((result.number, result.score(Score::Utilisation).points?)))
    };
    let gone = [Some(Status::Sold), Some(Status::ForSale)];
    let mut others: Vec<Points> = scored()
        .filter(|(number, _)| !is_vacant(&estate.sites[*number]))
        .filter(|(number, _)| !gone.contains(&estate.sites[*number].status_or_operational()))
        .map(|(_, points)| points)
        .collect();
    others.sort();
    let least = super::disclosure::least_sites(results.policy).max(1);
    let needed = others.get(least - 1).copied().unwrap_or(Points::FULL);
    let step = i64::from(results.policy.whole(FigureName::PublicRounding)) * Points::UNIT;
    let up = Points(needed.0.div_euclid(step) * step + step * i64::from(needed.0 % step != 0));
    let usual = Points(i64::from(results.policy.whole(FigureName::PublicLeastUsed)) * Points::UNIT);
    let line = usual.max(up).min(Points::FULL);
    let class =
        scored().filter(|(number, points)| is_vacant(&estate.sites[*number]) || *points <= line);
    (class.map(|(number, _)| number).collect(), line)
}

/// Takes secure partners out, whose wishes must not be seen in a score; `None` where there are none.
fn without_secure_partners(estate: &mut Estate, results: Results<'_>) -> Option<Appraisal> {
    let partners = estate.partners.as_mut()?;
    let all = partners.len();
    partners.retain(|partner| !partner.is_secure_in_public());
    if partners.len() == all {
        return None;
    }
    let Results { tenure, measures, cover, policy, .. } = results;
    Some(appraise(estate, tenure, (measures, cover), policy, CashFlows::Dropped))
}

/// Returns the measures without what is withheld: restricted ones, the use of the least used sites, exact costs per m².
fn public_measures(
    estate: &Estate,
    measures: Measures,
    least_used: &BTreeSet<usize>,
    step: i64,
) -> Measures {
    let sites = measures.sites.len();
    let mut own = measures;
    for measure in Measure::ALL.iter().copied().filter(|m| is_withheld(*m)) {
        let untold = |number: usize| {
            (number, untold(own.sites[number].reading(measure), Basis::NotPublished))
        };
        let readings: Vec<_> = (0..sites).map(untold).collect();
        own = own.with(measure, readings);
    }
    for measure in Measure::ALL.iter().copied().filter(|m| is_of_use(*m)) {
        // A reading that is not known would tell that nobody is counted there.
        let known = Reading { value: None, ..Reading::known(Quantity::Whole(0), Basis::LeastUsed) };
        let readings: Vec<_> = least_used.iter().map(|number| (*number, known.clone())).collect();
        own = own.with_any(measure, readings);
    }
    let costs = |number: usize| {
        (number, public_cost_per_m2(&estate.sites[number], &own.sites[number], step))
    };
    let readings: Vec<_> = (0..sites).map(costs).collect();
    own.with(Measure::CostPerM2, readings)
}

/// Returns a reading without its amount.
fn untold(reading: &Reading, basis: Basis) -> Reading {
    let basis = if reading.state == State::Unknown { Basis::Plain } else { basis };
    Reading { value: None, state: reading.state, range: None, basis, gaps: reading.gaps }
}

/// Returns the cost per m² of what is no secret, rounded to a step too coarse to work a part of the cost back from it.
///
/// What a landlord or a guard is paid may be nearly all that a site costs, so it is in no published figure of a site.
fn public_cost_per_m2(site: &Site, measures: &SiteMeasures, step: i64) -> Reading {
    let reading = measures.reading(Measure::CostPerM2);
    let area = site.gia_m2.and_then(Area::thousandths).filter(|area| *area > 0);
    let (Some(_), Some(costs), Some(area)) = (reading.value, measures.costs, area) else {
        return reading.clone();
    };
    let public = CostCategory::ALL.iter().filter(|category| !category.is_restricted());
    let pence: i128 = public.map(|category| i128::from(costs[*category as usize])).sum();
    // Pence by thousandths of m², times ten, are pounds per m².
    let steps = div_round(pence * 10, i128::from(area) * i128::from(step));
    let pounds = i64::try_from(steps).unwrap_or_default().saturating_mul(step);
    Reading::known(Quantity::Number(ratio_term(pounds)), Basis::PublicParts)
}
