//! Every column that a score can read, and every other one of the register: at how many sites it is filled.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::{Beside, may_have_lease};
use crate::{
    load::Estate,
    measure::{MeasureError, Measures, Observed, SiteMeasures, observed, reads},
    model::{Findings, Measure, Rule, Site, Status, Use, Weight},
    policy::{Criterion, Policy},
};

/// How well one column is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// The table.
    pub table: &'static str,
    /// The column; `position` stands for the two pairs of columns that give one.
    pub column: &'static str,
    /// Sites with the fact; for a table of several rows a site, sites with such a row that is read.
    pub known: usize,
    /// Sites not sold; for leases those of them that are not freehold.
    pub of: usize,
    /// Sites where the cell holds something that could not be used; `None` where that is not told apart.
    pub unreadable: Option<usize>,
    /// Sites at which a reading of a criterion waits for the fact.
    pub wanted: usize,
    /// The criteria that read it, in the order of the policy.
    pub criteria: Vec<Measure>,
}

/// What is looked at to tell whether a fact is there.
struct Look<'a> {
    site: &'a Site,
    beside: Beside,
    observed: Observed,
    measures: &'a SiteMeasures,
}

/// One column and how to tell whether it is filled.
struct Known {
    table: &'static str,
    column: &'static str,
    filled: fn(&Look<'_>) -> bool,
    /// Whether it cannot be used though it is filled, for tables other than the register.
    unreadable: Option<fn(&Look<'_>) -> bool>,
}

impl Known {
    /// Tells whether a measure is worked out from the column, or from either of two pairs that give a position.
    fn is_read_by(&self, measure: Measure) -> bool {
        if self.column == POSITION {
            return PAIRS.iter().any(|column| reads(self.table, column).contains(&measure));
        }
        reads(self.table, self.column).contains(&measure)
    }
}

const fn site(column: &'static str, filled: fn(&Look<'_>) -> bool) -> Known {
    Known { table: "sites", column, filled, unreadable: None }
}

const fn beside(table: &'static str, column: &'static str, filled: fn(&Look<'_>) -> bool) -> Known {
    Known { table, column, filled, unreadable: None }
}

/// The columns, in the order of the schema. Required ones are left out: no record is without them; and
/// so are `must_keep`, where an empty cell says that there is no reason, and `after_term`, where it leaves the
/// matter to the policy.
///
/// Which criteria read `use` is for the policy to say: those that judge some uses only.
const COLUMNS: &[Known] = &[
    site("use", |l| l.site.site_use.known().is_some()),
    site("address", |l| l.site.address.is_some()),
    site("postcode", |l| l.site.postcode.is_some()),
    site("uprn", |l| l.site.uprn.is_some()),
    site(POSITION, |l| l.site.position.is_some()),
    site("tenure", |l| l.site.tenure.is_some()),
    site("gia_m2", |l| l.site.gia_m2.is_some()),
    site("nia_m2", |l| l.site.nia_m2.known().is_some()),
    site("office_nia_m2", |l| l.site.office_nia_m2.is_some()),
    site("occupied_m2", |l| l.site.occupied_m2.is_some()),
    site("site_area_ha", |l| l.site.site_area_ha.is_some()),
    site("workstations", |l| l.site.workstations.is_some()),
    site("condition", |l| l.site.condition.is_some()),
    site("backlog_high", |l| l.site.backlog_high.is_some()),
    site("backlog_significant", |l| l.site.backlog_significant.is_some()),
    site("backlog_moderate", |l| l.site.backlog_moderate.is_some()),
    site("backlog_low", |l| l.site.backlog_low.is_some()),
    site("backlog_total", |l| l.site.backlog_total.is_some()),
    site("functional_suitability", |l| l.site.functional_suitability.is_some()),
    site("epc_rating", |l| l.site.epc_rating.is_some()),
    site("epc_valid_until", |l| l.site.epc_valid_until.is_some()),
    site("dec_rating", |l| l.site.dec_rating.is_some()),
    site("book_value", |l| l.site.book_value.is_some()),
    site("existing_use_value", |l| l.site.existing_use_value.is_some()),
    site("market_value", |l| l.site.market_value.is_some()),
    site("alternative_use_value", |l| l.site.alternative_use_value.is_some()),
    site("valued_on", |l| l.site.valued_on.is_some()),
    site("erv_per_m2", |l| l.site.erv_per_m2.is_some()),
    site("rateable_value", |l| l.site.rateable_value.is_some()),
    site("separate_entrance", |l| l.site.separate_entrance.is_some()),
    site("secure", |l| l.site.secure.known().is_some()),
    site("public_counter", |l| l.site.public_counter.is_some()),
    site("listed", |l| l.site.listed.is_some()),
    site("acv_listed_until", |l| l.site.acv_listed_until.is_some()),
    site("acv_notice_on", |l| l.site.acv_notice_on.is_some()),
    site("compulsorily_purchased", |l| l.site.compulsorily_purchased.is_some()),
    site("status", |l| l.site.status.known().is_some()),
    site("status_on", |l| l.site.status_on.is_some()),
    site("district", |l| l.site.district.is_some()),
    beside("leases", "expiry", |l| l.beside.tenant_lease),
    Known {
        unreadable: Some(|l| l.beside.sublet_unreadable),
        ..beside("leases", "sublet_part", |l| l.beside.sublet_known)
    },
    Known {
        unreadable: Some(|l| l.beside.consent_unreadable),
        ..beside("leases", "consent_state", |l| l.beside.consent_known)
    },
    beside("leases", "assign", |l| l.beside.assign_known),
    beside("leases", "lta_1954", |l| l.beside.act_known),
    beside("leases", "dilapidations", |l| l.beside.dilapidations_known),
    beside("costs", "amount", |l| l.measures.costs.is_some()),
    beside("occupancy", "mean_occupied", |l| l.observed.mean),
    beside("occupancy", "peak_occupied", |l| l.observed.peak),
    beside("occupancy", "hours_open", |l| l.observed.hours),
    beside("teams", "fte", |l| l.beside.office_team),
    Known {
        unreadable: Some(|l| l.beside.function_unreadable),
        ..beside("teams", "function", |l| l.beside.function_known)
    },
];

/// Easting and northing, or latitude and longitude: either pair will do.
const POSITION: &str = "position";
const PAIRS: [&str; 4] = ["easting", "northing", "latitude", "longitude"];

/// Counts, for every column, the sites at which it is filled: columns that criteria read first.
///
/// # Unknown
/// A cell counts as filled when it holds something that can be used; what an empty one is taken for
/// (`use` office, `status` operational) does not fill it.
///
/// # Errors
/// [`MeasureError`] if the observations cannot be grouped: a fault of the program.
pub fn completeness(
    estate: &Estate,
    findings: &Findings,
    measures: &Measures,
    policy: &Policy,
    shown: impl Fn(&Site) -> bool,
) -> Result<Vec<Completeness>, MeasureError> {
    let observed = observed(estate, policy)?;
    let beside = Beside::of_sites(estate);
    let all = estate.sites.iter().zip(&measures.sites).zip(beside).zip(observed);
    let looks: Vec<Look<'_>> = all
        .map(|(((site, measures), beside), observed)| Look { site, beside, observed, measures })
        .filter(|l| shown(l.site) && l.site.status_or_operational() != Some(Status::Sold))
        .collect();
    let faulty = faulty_cells(findings);
    let wanted = wanted(&looks, policy);
    let count = |known: &Known| {
        let of: Vec<&Look<'_>> =
            looks.iter().filter(|l| known.table != "leases" || may_have_lease(l.site)).collect();
        let unreadable = match (known.table, known.unreadable) {
            ("sites", _) => {
                let lacks = of.iter().filter(|l| !(known.filled)(l));
                Some(lacks.filter(|l| is_faulty(&faulty, l.site, known.column)).count())
            }
            (_, Some(unreadable)) => Some(of.iter().filter(|l| unreadable(l)).count()),
            _ => None,
        };
        Completeness {
            table: known.table,
            column: known.column,
            known: of.iter().filter(|l| (known.filled)(l)).count(),
            of: of.len(),
            unreadable,
            wanted: wanted.get(&(known.table, known.column)).copied().unwrap_or_default(),
            criteria: criteria(policy, known).map(|c| c.measure).collect(),
        }
    };
    let mut columns: Vec<Completeness> = COLUMNS.iter().map(count).collect();
    columns.sort_by_key(|c| c.criteria.is_empty());
    Ok(columns)
}

/// Returns the criteria that read a column.
fn criteria<'a>(policy: &'a Policy, known: &'a Known) -> impl Iterator<Item = &'a Criterion> {
    let judges_some = |c: &Criterion| c.benchmarked_for.uses.len() < Use::ALL.len();
    policy.criteria.iter().filter(move |c| {
        let by_use = known.column == "use" && judges_some(c);
        c.weight > Weight::NONE && (by_use || known.is_read_by(c.measure))
    })
}

/// File, sheet, row and column of a cell.
type Cell<'a> = (&'a str, Option<&'a str>, u32, &'a str);

/// Returns the cells that a finding is about, but for those that are only empty.
fn faulty_cells(findings: &Findings) -> BTreeSet<Cell<'_>> {
    let only_empty = [Rule::StatusEmpty, Rule::PositionIncomplete];
    findings
        .iter()
        .filter(|f| !only_empty.contains(&f.rule))
        .flat_map(|f| {
            let place = &f.place;
            let column = place.column.as_deref().into_iter();
            column.flat_map(move |c| {
                f.rows().map(move |row| (&*place.file, place.sheet.as_deref(), row, c))
            })
        })
        .collect()
}

fn is_faulty(faulty: &BTreeSet<Cell<'_>>, site: &Site, column: &str) -> bool {
    let row = &site.row;
    let is = |column: &str| faulty.contains(&(&*row.file, row.sheet.as_deref(), row.row, column));
    if column == POSITION { PAIRS.iter().any(|column| is(column)) } else { is(column) }
}

/// Counts the sites at which a reading of any criterion waits for a column.
fn wanted(looks: &[Look<'_>], policy: &Policy) -> BTreeMap<(&'static str, &'static str), usize> {
    let mut wanted = BTreeMap::new();
    for look in looks {
        let readings = policy.criteria.iter().filter(|c| c.weight > Weight::NONE);
        let open = readings.map(|c| look.measures.reading(c.measure)).filter(|r| r.is_open());
        let gaps = open.flat_map(|reading| reading.gaps.iter());
        let columns: BTreeSet<_> =
            gaps.flat_map(|gap| gap.columns().iter().map(move |c| (gap.table(), *c))).collect();
        for column in columns {
            *wanted.entry(column).or_default() += 1;
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::schema::{Need, TABLES};

    #[test]
    fn every_column_that_may_be_empty_is_counted() {
        let counted = |table: &str, column: &str| {
            COLUMNS.iter().any(|k| (k.table, k.column) == (table, column))
        };
        let register = TABLES.iter().find(|t| t.name == "sites").unwrap();
        for column in register.columns.iter().filter(|c| c.need == Need::Optional) {
            let says_so = [
                "must_keep",
                "after_term",
                "crs",
                "position_of",
                // No site has to be enlarged.
                "extra_workstations",
                "extra_workstations_cost",
            ]
            .contains(&column.name);
            let elsewhere = PAIRS.contains(&column.name) || says_so;
            let is = elsewhere || counted("sites", column.name);
            assert!(is, "{}", column.name);
        }
        for known in COLUMNS.iter().filter(|k| k.column != POSITION) {
            let table = TABLES.iter().find(|t| t.name == known.table).unwrap();
            assert!(table.column(known.column).is_some(), "{} {}", known.table, known.column);
        }
    }
}
