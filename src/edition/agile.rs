//! Rows of what agile working changes.

use rust_decimal::Decimal;

use super::Results;
use crate::{
    cover::{Agile, AgileCase, AgileSite, AllPlaced, Together, WorkstationSpace, agile},
    policy::FigureName,
};

/// One site where teams work: what they need today, and with agile working.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `agile.csv`")]
pub struct AgileRow {
    pub site_id: String,
    pub name: String,
    /// In thousandths, as the next two.
    pub fte: i64,
    pub mobile_fte: i64,
    pub mobile_not_known_fte: i64,
    pub workstations: Option<i64>,
    pub needed: Option<i64>,
    /// Whether these stand on a count of people, not on the policy's workstations for each FTE.
    pub counted: bool,
    /// Whether the space of a workstation is the site's own, not the policy's.
    pub own_space: bool,
    /// Whether the site must be kept, or takes teams of another, as decided.
    pub stays: bool,
    pub can_close: AllPlaced,
    /// Whether it is one of the most sites that could close together today.
    pub together: bool,
    pub by_policy: AgileCaseRow,
    pub if_peak_falls: AgileCaseRow,
}

/// What becomes of one site in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the columns of `agile.csv`")]
pub struct AgileCaseRow {
    pub needed: Option<i64>,
    /// Were everybody to have a device in the teams of which the mobile share is not known.
    pub least: Option<i64>,
    pub freed: Option<i64>,
    /// In thousandths of a m².
    pub freed_m2: Option<i64>,
    pub can_close: AllPlaced,
    pub frees: AllPlaced,
    /// Whether it is one of the most sites that could close together.
    pub together: bool,
}

/// What agile working changes.
#[derive(Debug, Clone, Default)]
pub struct AgileView {
    /// In order of site.
    pub rows: Vec<AgileRow>,
    /// Teams of which the mobile share is not known.
    pub teams_not_known: usize,
    /// Names of sites where somebody may work of which no team is recorded.
    pub not_recorded: Vec<String>,
    /// Whether it is shown that no more sites could close together: today, by the policy, and were the peak to fall too.
    pub is_exact: [bool; 3],
    /// By the policy.
    pub terms: AgileTerms,
}

/// The policy's terms of agile working.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "named as the figures of `agile.toml`")]
pub struct AgileTerms {
    pub minutes: Decimal,
    /// On what the minutes rest.
    pub minutes_source: String,
    pub shift_minutes: Decimal,
    pub pass_through: Decimal,
    pub peak_share: Decimal,
    /// `None` takes the mobile shares as they stand.
    pub devices: Option<Decimal>,
}

impl AgileTerms {
    /// Tells whether the policy lets the whole fall reach the peak, so that the two cases are one.
    #[must_use]
    pub fn peak_falls(&self) -> bool {
        self.peak_share == Decimal::ONE
    }
}

impl AgileView {
    /// Adds a number of each site up, and counts the sites where it is not known.
    #[must_use]
    pub fn sum(&self, of: impl Fn(&AgileRow) -> Option<i64>) -> (i64, usize) {
        let known = self.rows.iter().filter_map(&of).fold(0, i64::saturating_add);
        (known, self.rows.iter().filter(|row| of(row).is_none()).count())
    }
}

/// Returns what agile working changes, as the restricted edition shows it.
pub(super) fn of(results: Results<'_>) -> AgileView {
    let found = agile(results.cover, results.estate, results.policy);
    let policy = results.policy;
    let devices = policy.figure(FigureName::AgileDevices);
    let names = found.not_recorded.iter().map(|site| results.estate.sites[*site].name.clone());
    AgileView {
        rows: (0..found.sites.len()).map(|at| row(results, &found, at)).collect(),
        teams_not_known: found.sites.iter().map(|site| site.not_known.len()).sum(),
        not_recorded: names.collect(),
        is_exact: [
            found.together.is_exact,
            found.by_policy.together.is_exact,
            found.if_peak_falls.together.is_exact,
        ],
        terms: AgileTerms {
            minutes: policy.figure(FigureName::AgileMinutes),
            minutes_source: policy.entry(FigureName::AgileMinutes).source.clone(),
            shift_minutes: policy.figure(FigureName::AgileShiftMinutes),
            pass_through: policy.figure(FigureName::AgilePassThrough),
            peak_share: policy.figure(FigureName::AgilePeakShare),
            devices: (devices > Decimal::ZERO).then_some(devices),
        },
    }
}

fn row(results: Results<'_>, found: &Agile, at: usize) -> AgileRow {
    let own = &found.sites[at];
    let site = &results.estate.sites[own.site];
    AgileRow {
        site_id: site.site_id.to_string(),
        name: site.name.clone(),
        fte: own.fte,
        mobile_fte: own.mobile,
        mobile_not_known_fte: own.mobile_not_known,
        workstations: own.workstations,
        needed: own.needed,
        counted: own.counted,
        own_space: matches!(own.space, WorkstationSpace::Own { .. }),
        stays: own.stays,
        can_close: own.can_close,
        together: is_in(&found.together, own),
        by_policy: case(own, &found.by_policy, at),
        if_peak_falls: case(own, &found.if_peak_falls, at),
    }
}

fn case(own: &AgileSite, case: &AgileCase, at: usize) -> AgileCaseRow {
    let need = case.sites[at];
    let freed = own.freed(need.needed);
    AgileCaseRow {
        needed: need.needed,
        least: need.least,
        freed,
        freed_m2: freed.map(|workstations| own.space.of(workstations)),
        can_close: need.can_close,
        frees: need.frees,
        together: is_in(&case.together, own),
    }
}

fn is_in(together: &Together, site: &AgileSite) -> bool {
    together.sites.binary_search(&site.site).is_ok()
}
