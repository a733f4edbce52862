//! Rows of the sites and partners that could share.

use rust_decimal::Decimal;

use super::{Results, options::verdict};
use crate::{
    appraise::{SiteOption, Sums},
    cover::{Direction, Fit, Match, Misfit},
    model::{Date, Measure, Money, Quantity, Service, TeamFunction},
    policy::FigureName,
};

/// One site and one partner within reach of each other.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named as the columns of `matches.csv`")]
pub struct MatchRow {
    pub direction: Direction,
    pub site_id: String,
    pub name: String,
    pub partner_id: String,
    pub organisation: String,
    /// Empty is not recorded.
    pub partner_name: String,
    /// In a straight line.
    pub metres: f64,
    pub workstations: Option<i64>,
    /// In thousandths of a m², as the next.
    pub needed: Option<i64>,
    pub there: Option<i64>,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub fits: Fit,
    pub misfits: Vec<Misfit>,
    /// Teams that may not share space, with what they do.
    pub not_shared: Vec<(String, TeamFunction)>,
    /// Teams of which what they do could not be read.
    pub unreadable: Vec<String>,
    pub by_consent: bool,
    /// Of a site that would move, the share of demand out of reach if what it gives the public goes on at the partner's site;
    /// `None` is not known.
    pub lost: Option<f64>,
    /// The same if it closed alone and nothing went on anywhere.
    pub lost_alone: Option<f64>,
    /// Whether the workstations of a site that would move stand on a count of people.
    pub counted: bool,
    /// Whether the site has a public counter.
    pub has_counter: bool,
    /// Whether the partner's charge is assumed.
    pub charge_assumed: bool,
    /// Over business as usual, of moving into this partner's space and giving the site up; `None` of any other pair, where the
    /// option is ruled out, and where it is not known.
    pub advantage: Option<Sums>,
    /// Whether the option recommended or decided at the site closes it.
    pub site_closes: bool,
    pub chosen: bool,
    pub is_exact: bool,
}

impl MatchRow {
    /// Returns the space that the pair shares, in thousandths of a m²; `None` where it does not fit.
    #[must_use]
    pub fn matched(&self) -> Option<i64> {
        self.needed.filter(|_| self.fits == Fit::Yes)
    }
}

/// The sites and partners that could share.
#[derive(Debug, Clone, Default)]
pub struct MatchView {
    /// By direction, then site, then partner.
    pub rows: Vec<MatchRow>,
    /// Names of sites without a position, which are in no row.
    pub sites_not_placed: Vec<String>,
    /// The same of partners.
    pub partners_not_placed: Vec<String>,
    /// Furthest straight line.
    pub km: Decimal,
}

/// Returns the sites and partners that could share.
pub(super) fn of(results: Results<'_>) -> MatchView {
    let found = &results.cover.matches;
    let site = |number: &usize| results.estate.sites[*number].name.clone();
    let partner = |at: &usize| {
        let partner = results.estate.partners.as_deref().and_then(|all| all.get(*at));
        partner.map(|p| p.name.clone().unwrap_or_else(|| p.organisation.clone()))
    };
    MatchView {
        rows: found.all.iter().filter_map(|pair| row(results, pair)).collect(),
        sites_not_placed: found.sites_not_placed.iter().map(site).collect(),
        partners_not_placed: found.partners_not_placed.iter().filter_map(partner).collect(),
        km: results.policy.figure(FigureName::PartnerKm),
    }
}

/// Returns what the option that rests on a pair is worth over business as usual.
fn advantage(results: Results<'_>, pair: &Match) -> Option<Sums> {
    let found = results.appraisal.recommendations.get(pair.site)?;
    let rests = |option: &&SiteOption| option.partner == Some(pair.partner) && option.is_open();
    let own = found.options.iter().find(rests)?.against.advantage;
    own.filter(|_| pair.direction == Direction::IntoPartner)
}

fn row(results: Results<'_>, pair: &Match) -> Option<MatchRow> {
    Some(MatchRow { advantage: advantage(results, pair), ..held(results, pair)? })
}

/// Returns what a pair comes to by itself, whatever options rest on it; the partner is one of the estate of the results.
pub(super) fn held(results: Results<'_>, pair: &Match) -> Option<MatchRow> {
    let estate = results.estate;
    let site = &estate.sites[pair.site];
    let partner = estate.partners.as_deref()?.get(pair.partner)?;
    let (mut not_shared, mut unreadable) = (Vec::new(), Vec::new());
    for misfit in &pair.misfits {
        match misfit {
            Misfit::NotShared(teams) => {
                let teams = teams.iter().map(|at| &estate.teams[*at]);
                not_shared.extend(teams.filter_map(|team| {
                    Some((team.team.clone(), team.function.or_empty(TeamFunction::Office)?))
                }));
            }
            Misfit::FunctionUnreadable(teams) => {
                unreadable.extend(teams.iter().map(|at| estate.teams[*at].team.clone()));
            }
            _ => {}
        }
    }
    Some(MatchRow {
        direction: pair.direction,
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        partner_id: partner.partner_id.to_string(),
        organisation: partner.organisation.clone(),
        partner_name: partner.name.clone().unwrap_or_default(),
        metres: pair.metres,
        workstations: pair.workstations,
        needed: pair.needed,
        there: pair.there,
        from: partner.from,
        until: partner.until,
        fits: pair.fit(),
        misfits: pair.misfits.clone(),
        not_shared,
        unreadable,
        by_consent: pair.by_consent,
        lost: pair.lost.filter(|(least, most)| least >= most).map(|(least, _)| least),
        counted: pair.counted,
        has_counter: Service::PublicCounter.is_given_by(site),
        charge_assumed: partner.charge_per_m2.is_none_or(|charge| charge < Money::ZERO),
        lost_alone: match results.measures.sites[pair.site].reading(Measure::CoverageKept).value {
            Some(Quantity::Number(share)) => Some(share),
            _ => None,
        },
        advantage: None,
        site_closes: verdict(results, pair.site).closes(),
        chosen: pair.chosen,
        is_exact: pair.is_exact,
    })
}
