//! Which facts a reading waits for: from the reason it gives and the cells that are empty.
//!
//! A gap says where a fact would be written down. A reading that no table of this version can settle waits
//! for a later capability, and says so.

use crate::{
    load::Estate,
    measure::SiteMeasures,
    model::{Area, Basis, Fact, Lease, Measure, Reading, Site, State, Status, Tenure},
    tenure::LeaseBook,
};

/// A fact that is not known, and where it would be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The table; where there are several, its name as in the schema.
    pub table: &'static str,
    /// The columns that hold it; several are needed together.
    pub columns: &'static [&'static str],
    /// The fact in words.
    pub what: &'static str,
}

const fn gap(table: &'static str, columns: &'static [&'static str], what: &'static str) -> Gap {
    Gap { table, columns, what }
}

const USE: Gap = gap("sites", &["use"], "use");
const STATUS: Gap = gap("sites", &["status"], "status");
const TENURE: Gap = gap("sites", &["tenure"], "tenure");
const GROSS: Gap = gap("sites", &["gia_m2"], "gross internal area");
const NET: Gap = gap("sites", &["nia_m2"], "net internal area");
const OFFICE: Gap = gap("sites", &["office_nia_m2"], "office area");
const OCCUPIED: Gap = gap("sites", &["occupied_m2"], "area in use");
const DESKS: Gap = gap("sites", &["workstations"], "workstations");
const HIGH: Gap = gap("sites", &["backlog_high"], "backlog of high risk");
const SIGNIFICANT: Gap = gap("sites", &["backlog_significant"], "backlog of significant risk");
const VALUE: Gap = gap("sites", &["market_value"], "market value");
const ENTRANCE: Gap = gap("sites", &["separate_entrance"], "separate entrance");
const LEASE: Gap = gap("leases", &["role", "start", "expiry"], "a lease as tenant");
const SUBLET: Gap = gap("leases", &["sublet_part"], "the right to sublet part");
const CONSENT: Gap = gap("leases", &["consent_state"], "the state of consent");
const ACT_1954: Gap = gap("leases", &["lta_1954"], "the position under the 1954 Act");
const ASSIGN: Gap = gap("leases", &["assign"], "the right to assign");
const DILAPIDATIONS: Gap = gap("leases", &["dilapidations"], "dilapidations");
const BREAK: Gap =
    gap("lease_events", &["party", "notice_months"], "whose a break is, and its notice");
const PENALTY: Gap = gap("lease_events", &["penalty"], "what a break costs");
const RENTAL_VALUE: Gap = gap("sites", &["erv_per_m2"], "estimated rental value");
const ENERGY: Gap = gap("sites", &["epc_rating"], "an energy rating that allows a letting");
const POSITION: Gap = gap("sites", &["easting", "northing"], "position");
const WANTS: Gap = gap("partners", &["wants_m2"], "what partners within reach want");
const LEDGER: Gap =
    gap("costs", &["financial_year", "category", "amount"], "running cost of the year");
const SEEN: Gap =
    gap("occupancy", &["on", "capacity", "mean_occupied"], "observations of people present");
const SEEN_PEAK: Gap =
    gap("occupancy", &["on", "capacity", "peak_occupied"], "observations of the most present");
const SEEN_HOURS: Gap =
    gap("occupancy", &["on", "capacity", "hours_open", "hours_in_use"], "observed hours of use");
const MEAN_CELLS: Gap =
    gap("occupancy", &["mean_occupied"], "people present in observations that lack them");
const PEAK_CELLS: Gap =
    gap("occupancy", &["peak_occupied"], "most people present in observations that lack them");
const STAFF: Gap = gap("teams", &["team", "fte"], "office staff");
const FUNCTION: Gap = gap("teams", &["function"], "the function of every team");

/// Every gap, for tests.
#[cfg(test)]
pub(super) const ALL: &[Gap] = &[
    USE,
    STATUS,
    TENURE,
    GROSS,
    NET,
    OFFICE,
    OCCUPIED,
    DESKS,
    HIGH,
    SIGNIFICANT,
    VALUE,
    ENTRANCE,
    LEASE,
    SUBLET,
    CONSENT,
    ACT_1954,
    ASSIGN,
    DILAPIDATIONS,
    BREAK,
    PENALTY,
    RENTAL_VALUE,
    ENERGY,
    POSITION,
    WANTS,
    LEDGER,
    SEEN,
    SEEN_PEAK,
    SEEN_HOURS,
    MEAN_CELLS,
    PEAK_CELLS,
    STAFF,
    FUNCTION,
];

/// What would settle a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needs {
    /// These facts together.
    Facts(Vec<Gap>),
    /// Nothing that this version reads.
    Later,
}

/// What the tables beside the register hold of one site.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub tenant_lease: bool,
    /// Whether every lease that counts says what may be sublet.
    pub sublet_known: bool,
    pub sublet_unreadable: bool,
    pub consent_known: bool,
    pub consent_unreadable: bool,
    /// Whether every lease that counts, and every sublease of it, says how it stands under the 1954 Act.
    pub act_known: bool,
    pub assign_known: bool,
    pub dilapidations_known: bool,
    pub team: bool,
    pub office_team: bool,
    pub function_known: bool,
    pub function_unreadable: bool,
}

impl Beside {
    /// Looks through leases and teams once; one entry a site, in `site_id` order.
    pub(super) fn of_sites(estate: &Estate) -> Vec<Self> {
        let as_of = estate.snapshot.as_of;
        let book = LeaseBook::of(estate);
        let mut all = vec![Self::default(); estate.sites.len()];
        for (number, of) in all.iter_mut().enumerate() {
            // As the reading has it: those that still run, or all when none does.
            let read = book.running(number, as_of);
            if read.is_empty() {
                continue;
            }
            of.tenant_lease = true;
            let says = |l: &Lease| l.lta_1954.is_some();
            let sublets = |l: &Lease| book.sublets(&l.lease_id).iter().all(|s| says(s));
            of.act_known = read.iter().all(|l| says(l) && sublets(l));
            of.assign_known = read.iter().all(|l| l.assign.is_some());
            of.dilapidations_known = read.iter().all(|l| l.dilapidations.is_some());
            of.sublet_known = read.iter().all(|l| l.sublet_part.known().is_some());
            of.sublet_unreadable = read.iter().any(|l| l.sublet_part == Fact::Unreadable);
            of.consent_known = read.iter().all(|l| l.consent_state.known().is_some());
            of.consent_unreadable = read.iter().any(|l| l.consent_state == Fact::Unreadable);
        }
        for team in &estate.teams {
            let Some(of) = estate.site_number(&team.site_id).and_then(|n| all.get_mut(n)) else {
                continue;
            };
            let first = !of.team;
            of.team = true;
            let office = crate::model::TeamFunction::Office;
            of.office_team |= team.function.or_empty(office) == Some(office);
            of.function_known = (first || of.function_known) && team.function.known().is_some();
            of.function_unreadable |= team.function == Fact::Unreadable;
        }
        all
    }
}

/// Tells whether a reading leaves anything open.
pub(super) fn is_open(reading: &Reading) -> bool {
    reading.state != State::NotBenchmarked && (reading.value.is_none() || reading.range.is_some())
}

/// Returns what would settle a reading that is open.
pub(super) fn needs(
    site: &Site,
    beside: Beside,
    measures: &SiteMeasures,
    criterion: Measure,
) -> Needs {
    let reading = measures.reading(criterion);
    match reading.basis {
        Basis::NotReadYet => return Needs::Later,
        Basis::UseUnreadable => return Needs::Facts(vec![USE]),
        _ => {}
    }
    let mut gaps = Vec::new();
    let mut lacks = |lacking: bool, gap: Gap| {
        if lacking {
            gaps.push(gap);
        }
    };
    let status = site.status_or_operational();
    let cells = reading.basis == Basis::RowsLeftOut;
    let unseen = reading.value.is_none() && !cells;
    let no_area = |area: Option<Area>| area.is_none_or(|a| a.as_m2().is_zero());
    // Said when every cell is filled and the reading still cannot be made: an area or FTE of zero.
    let main = match criterion {
        Measure::Utilisation => {
            lacks(status.is_none(), STATUS);
            lacks(unseen, SEEN);
            lacks(cells, MEAN_CELLS);
            SEEN
        }
        Measure::Peak | Measure::PeakPeople => {
            lacks(status.is_none(), STATUS);
            lacks(unseen, SEEN_PEAK);
            lacks(cells, PEAK_CELLS);
            SEEN_PEAK
        }
        Measure::Frequency | Measure::Occupancy => SEEN_HOURS,
        Measure::Space | Measure::OfficeFte => {
            lacks(criterion == Measure::Space && site.office_nia_m2.is_none(), OFFICE);
            lacks(beside.function_unreadable, FUNCTION);
            lacks(!beside.office_team && !beside.function_unreadable, STAFF);
            STAFF
        }
        Measure::AreaInUse => {
            lacks(status.is_none(), STATUS);
            lacks(site.occupied_m2.is_none(), OCCUPIED);
            let base = match site.nia_m2 {
                Fact::Known(net) => Some(net),
                Fact::Empty => site.gia_m2,
                Fact::Unreadable => None,
            };
            lacks(no_area(base), NET);
            OCCUPIED
        }
        Measure::SurplusWorkstations | Measure::SurplusArea | Measure::LettableSpace => {
            let peak = measures.reading(Measure::PeakPeople);
            lacks(status.is_none(), STATUS);
            lacks(site.workstations.is_none(), DESKS);
            let area = criterion != Measure::SurplusWorkstations;
            lacks(area && site.office_nia_m2.is_none(), OFFICE);
            let rows_left_out = peak.basis == Basis::RowsLeftOut;
            let vacant = status == Some(Status::Vacant);
            lacks(peak.value.is_none() && !rows_left_out && !vacant, SEEN_PEAK);
            lacks(rows_left_out, PEAK_CELLS);
            DESKS
        }
        Measure::RightToSubletPart => {
            lacks(site.tenure.is_none(), TENURE);
            lacks(!beside.tenant_lease, LEASE);
            lacks(!beside.sublet_known, SUBLET);
            lacks(beside.consent_unreadable, CONSENT);
            SUBLET
        }
        Measure::TimeToGrant | Measure::MonthsToExit => {
            lacks(site.tenure.is_none(), TENURE);
            lacks(!beside.tenant_lease, LEASE);
            let open = beside.tenant_lease && site.tenure.is_some();
            let long = site.tenure == Some(Tenure::LongLeasehold);
            lacks(open && long && !beside.assign_known, ASSIGN);
            lacks(open && !long && !beside.act_known, ACT_1954);
            if beside.tenant_lease { BREAK } else { LEASE }
        }
        Measure::SeparateEntrance => ENTRANCE,
        Measure::RunningCost => LEDGER,
        Measure::CostSaved => {
            lacks(measures.costs.is_none(), LEDGER);
            lacks(site.tenure.is_none(), TENURE);
            LEDGER
        }
        Measure::CostPerM2 => {
            lacks(measures.costs.is_none(), LEDGER);
            lacks(no_area(site.gia_m2), GROSS);
            GROSS
        }
        Measure::NetReceipt => {
            let leaves = matches!(site.tenure, Some(Tenure::Leasehold | Tenure::Licence));
            lacks(site.tenure.is_none(), TENURE);
            lacks(!leaves && site.market_value.is_none(), VALUE);
            lacks(leaves && !beside.tenant_lease, LEASE);
            lacks(leaves && beside.tenant_lease && !beside.dilapidations_known, DILAPIDATIONS);
            if leaves { PENALTY } else { VALUE }
        }
        Measure::BacklogAvoided => {
            lacks(site.backlog_high.is_none(), HIGH);
            lacks(site.backlog_significant.is_none(), SIGNIFICANT);
            HIGH
        }
        Measure::LettingValue | Measure::PartnerNeed => {
            let of = |measure| needs(site, beside, measures, measure);
            match reading.basis {
                Basis::LettableUnknown => return of(Measure::LettableSpace),
                Basis::LettingRightUnknown => return of(Measure::RightToSubletPart),
                Basis::LettingExitUnknown => return of(Measure::TimeToGrant),
                Basis::LettingCostUnknown => return of(Measure::CostPerM2),
                Basis::LettingRentUnknown => RENTAL_VALUE,
                Basis::EpcBelowMinimum => ENERGY,
                Basis::NoPosition => POSITION,
                _ => WANTS,
            }
        }
        Measure::CoverageKept | Measure::RoomNearBy => return Needs::Later,
    };
    if gaps.is_empty() {
        gaps.push(main);
    }
    Needs::Facts(gaps)
}

/// Tells whether a site is let to the body, or may be: only then is there a lease to record.
pub(super) fn may_have_lease(site: &Site) -> bool {
    site.tenure != Some(Tenure::Freehold)
}
