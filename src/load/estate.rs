//! The snapshot as the later stages see it.

use std::collections::BTreeMap;

use polars::prelude::DataFrame;

use super::{
    LoadError, agreements, benefits, boundaries, columns, counters, demand,
    files::{Files, InputFile},
    id_index::{LeaseIndex, SiteIndex},
    indices, lease_events, leases, ledger, option_facts,
    origin::Origin,
    paper_file, partners, people,
    position::{Placed, Whereabouts},
    postcodes::{self, Postcodes},
    projects,
    raw::RawTable,
    same_site, schema, sites, totals, treasury, zone_outlines,
};
use crate::{
    model::{
        Agreement, BenefitYear, Constraint, CounterLine, Date, Findings, Journey, Lease,
        LeaseEvent, LeaseId, OptionFact, OptionFactKind, OptionKind, Outline, Paper, Partner,
        PriceIndex, ProjectYear, RowRef, SameSite, Site, SiteId, Snapshot, Team, Treasury, Zone,
        months_earlier,
    },
    policy::{FigureName, Policy},
};

/// One snapshot: typed rows and private frames.
///
/// Every `site_id` of a row, and every site number of a frame, refers to a listed site: guaranteed
/// once built.
#[derive(Debug, Clone)]
pub struct Estate {
    /// Whose estate, on which day.
    pub snapshot: Snapshot,
    /// In `site_id` order, each id once.
    pub sites: Vec<Site>,
    /// In `lease_id` order, each id once.
    pub leases: Vec<Lease>,
    /// In order of lease, day, then row; each refers to a listed lease.
    pub lease_events: Vec<LeaseEvent>,
    /// In order of agreement, then row; `None` when there is no such table.
    pub agreements: Option<Vec<Agreement>>,
    /// Published series by their name, folded: `cpi`, `rpi`.
    pub indices: BTreeMap<String, PriceIndex>,
    /// In order of site, then team.
    pub teams: Vec<Team>,
    /// In order of site, then text; `None` when there is no such table.
    pub constraints: Option<Vec<Constraint>>,
    /// In `partner_id` order, each id once; `None` when there is no such table.
    pub partners: Option<Vec<Partner>>,
    /// Those of sites and partners; `None` when there is no such table.
    pub postcodes: Option<Postcodes>,
    /// In `zone_id` order, each id once; `None` when there is no such table.
    pub zones: Option<Vec<Zone>>,
    /// In order of zone, site, mode, time of day, each once; some of zones that are not listed.
    pub journeys: Vec<Journey>,
    /// In order of site, day, hours, purpose, each once; `None` when there is no such table.
    pub counters: Option<Vec<CounterLine>>,
    /// In order of scheme, then year, each pair once; `None` when there is no such table.
    pub projects: Option<Vec<ProjectYear>>,
    /// In order of benefit, then year, each pair once; `None` when there is no such table.
    pub benefits: Option<Vec<BenefitYear>>,
    /// In order of site, option, fact, each once, of options that can use it; empty when there is no such table.
    pub option_facts: Vec<OptionFact>,
    /// In order of rows; empty when there is no such table.
    pub same_site: Vec<SameSite>,
    /// What `treasury.toml` says; `None` when there is none, or a fault in it.
    pub treasury: Option<Treasury>,
    /// Those of `boundaries.geojson`, in its order; empty when there is none that can be drawn.
    pub outlines: Vec<Outline>,
    /// What `paper.toml` says; without one nothing is given.
    pub paper: Paper,
    /// Every file read, with its hash, if hashes were wanted.
    pub inputs: Vec<InputFile>,
    pub(crate) costs: Option<FrameTable>,
    pub(crate) occupancy: Option<FrameTable>,
    /// What stands in place of `occupancy`: a row a site.
    pub(crate) occupancy_summary: Option<FrameTable>,
}

/// A table that stays a frame, and the file it came from.
#[derive(Debug, Clone)]
pub(crate) struct FrameTable {
    pub frame: DataFrame,
    pub origin: Origin,
}

impl FrameTable {
    /// Returns the reference of a record by its number in the frame.
    pub fn row(&self, number: u32) -> RowRef {
        self.origin.row(number)
    }

    /// Tells whether a row is a sum of ledger lines.
    fn is_summed(&self) -> bool {
        self.frame.get_column_index(columns::LINES).is_some()
    }

    /// Returns the name that files have for the column of amounts.
    pub fn amount(&self) -> &'static str {
        if self.is_summed() { "amount_pence" } else { "amount" }
    }
}

impl Estate {
    /// Finds a site.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        super::site_number(&self.sites, id).map(|n| &self.sites[n])
    }

    /// Tells whether there is a table of observations, or what was added up from one.
    #[must_use]
    pub const fn has_observations(&self) -> bool {
        self.occupancy.is_some() || self.occupancy_summary.is_some()
    }

    /// Finds a lease.
    #[must_use]
    pub fn lease(&self, id: &LeaseId) -> Option<&Lease> {
        self.leases.binary_search_by(|l| l.lease_id.cmp(id)).ok().map(|n| &self.leases[n])
    }

    /// Returns the dated terms of a lease, in order of day, then row.
    #[must_use]
    pub fn events_of(&self, id: &LeaseId) -> &[LeaseEvent] {
        let from = self.lease_events.partition_point(|e| e.lease_id < *id);
        let own = self.lease_events[from..].partition_point(|e| e.lease_id == *id);
        &self.lease_events[from..from + own]
    }

    /// Returns what is recorded to stop a sale or letting of a site, in order of text.
    #[must_use]
    pub fn constraints_of(&self, id: &SiteId) -> &[Constraint] {
        let all = self.constraints.as_deref().unwrap_or_default();
        let from = all.partition_point(|c| c.site_id < *id);
        let own = all[from..].partition_point(|c| c.site_id == *id);
        &all[from..from + own]
    }

    /// Returns what is given of an option of a site; `None` when nothing is.
    #[must_use]
    pub fn option_fact(
        &self,
        site: &SiteId,
        option: OptionKind,
        fact: OptionFactKind,
    ) -> Option<&OptionFact> {
        let wanted = (site, option, fact);
        let key = |f: &OptionFact| (&f.site_id, f.option, f.fact).cmp(&wanted);
        self.option_facts.binary_search_by(key).ok().map(|at| &self.option_facts[at])
    }

    /// Returns the day of a site's valuation where that is older than the policy allows.
    #[must_use]
    pub fn stale_valuation(&self, site: &Site, policy: &Policy) -> Option<Date> {
        let years = policy.whole(FigureName::ValuationAgeYears);
        let limit = months_earlier(self.snapshot.as_of, years * 12)?;
        site.valued_on.filter(|on| *on < limit)
    }

    /// Returns the number of a site in `site_id` order.
    #[must_use]
    pub fn site_number(&self, id: &SiteId) -> Option<usize> {
        super::site_number(&self.sites, id)
    }
}

/// The two long tables as text, which is let go as soon as they are read.
pub(super) struct LongTables {
    pub costs: Option<RawTable>,
    pub occupancy: Option<RawTable>,
}

/// Reads a long table into a frame.
type FrameReader =
    fn(&mut RawTable, &Policy, &SiteIndex, &mut Findings) -> Result<Option<DataFrame>, LoadError>;

/// Reads the tables that refer to sites.
pub(super) fn read(
    snapshot: Snapshot,
    mut sites: Vec<(Site, Option<Placed>)>,
    site_table: &RawTable,
    (files, long): (&Files, LongTables),
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Estate, LoadError> {
    let ids = sites.iter().map(|(s, _)| s.site_id.clone()).collect();
    let index = SiteIndex::new(ids, site_table);
    let table = |table: &schema::SchemaTable| files.tables.get(table.name);
    let rows = |raw: &RawTable, frame: Option<DataFrame>| {
        frame.map(|frame| FrameTable { frame, origin: raw.origin.clone() })
    };
    // The long tables go side by side: each has parts that only one processor can do.
    let frame_of = |raw: Option<RawTable>, read: FrameReader| {
        let mut found = Findings::default();
        let Some(mut raw) = raw else { return Ok((None, found)) };
        let frame = read(&mut raw, policy, &index, &mut found)?;
        Ok::<_, LoadError>((rows(&raw, frame), found))
    };
    let ledger = || {
        let Some(raw) = table(&schema::COST_TOTALS) else {
            return frame_of(long.costs, ledger::costs);
        };
        let mut found = Findings::default();
        let frame = totals::costs(raw, policy, &index, &mut found)?;
        Ok((rows(raw, frame), found))
    };
    let entities = || entities(files, policy, &index);
    let places = || places(&mut sites, files, policy, &index);
    let (occupancy, (costs, (entities, places))) = rayon::join(
        || frame_of(long.occupancy, ledger::occupancy),
        || {
            let rest = || rayon::join(entities, places);
            rayon::join(ledger, rest)
        },
    );
    let ((costs, in_costs), (occupancy, in_occupancy)) = (costs?, occupancy?);
    let Entities {
        leases,
        lease_events,
        agreements,
        indices,
        teams,
        projects,
        benefits,
        findings: in_entities,
    } = entities?;
    let Places { partners, postcodes, zones, journeys, outlines, findings: in_places } = places?;
    for found in [in_costs, in_occupancy, in_entities, in_places] {
        findings.append(found);
    }
    let occupancy_summary = match table(&schema::OCCUPANCY_SUMMARY) {
        Some(raw) => rows(raw, totals::occupancy(raw, &snapshot, policy, &index, findings)?),
        None => None,
    };
    if let Some(raw) = table(&schema::REJECTED_CELLS) {
        totals::rejected(raw, policy, findings)?;
    }
    let constraints = match table(&schema::CONSTRAINTS) {
        Some(raw) => Some(people::constraints(raw, policy, &index, findings)?),
        None => None,
    };
    let counters = match table(&schema::COUNTERS) {
        Some(raw) => Some(counters::read(raw, policy, &index, findings)?),
        None => None,
    };
    let as_of = snapshot.as_of;
    let option_facts = match table(&schema::OPTION_FACTS) {
        Some(raw) => option_facts::read(raw, policy, &index, as_of, findings)?,
        None => Vec::new(),
    };
    let same_site = match table(&schema::SAME_SITE) {
        Some(raw) => same_site::read(raw, policy, &index, findings)?,
        None => Vec::new(),
    };
    let treasury = match files.treasury.as_deref() {
        Some(text) => treasury::read(text, as_of, &index, findings),
        None => {
            treasury::missing(projects.as_deref(), findings);
            None
        }
    };
    let paper = files.paper.as_deref().map(|text| paper_file::read(text, findings));
    let inputs = files.inputs.clone();
    let sites = sites.into_iter().map(|(site, _)| site).collect();
    Ok(Estate {
        snapshot,
        sites,
        leases,
        lease_events,
        agreements,
        indices,
        teams,
        constraints,
        partners,
        postcodes,
        zones,
        journeys,
        counters,
        projects,
        benefits,
        option_facts,
        same_site,
        treasury,
        outlines,
        paper: paper.unwrap_or_default(),
        inputs,
        costs,
        occupancy,
        occupancy_summary,
    })
}

/// What leases, staff lists, agreements, schemes and benefits say.
struct Entities {
    leases: Vec<Lease>,
    lease_events: Vec<LeaseEvent>,
    agreements: Option<Vec<Agreement>>,
    indices: BTreeMap<String, PriceIndex>,
    teams: Vec<Team>,
    projects: Option<Vec<ProjectYear>>,
    benefits: Option<Vec<BenefitYear>>,
    findings: Findings,
}

/// Reads the entity tables that say nothing of places.
fn entities(files: &Files, policy: &Policy, sites: &SiteIndex) -> Result<Entities, LoadError> {
    let mut found = Findings::default();
    let table = |table: &schema::SchemaTable| files.tables.get(table.name);
    let leases = match table(&schema::LEASES) {
        Some(raw) => leases::read(raw, policy, sites, &mut found)?,
        None => Vec::new(),
    };
    let lease_events = match table(&schema::LEASE_EVENTS) {
        Some(raw) => {
            let listed =
                LeaseIndex::new(&leases, table(&schema::LEASES), (raw, &schema::LEASE_EVENTS));
            lease_events::read(raw, policy, &listed, &mut found)?
        }
        None => Vec::new(),
    };
    let agreements = match table(&schema::AGREEMENTS) {
        Some(raw) => Some(agreements::read(raw, policy, sites, &mut found)?),
        None => None,
    };
    let indices = match table(&schema::INDICES) {
        Some(raw) => indices::read(raw, policy, &mut found)?,
        None => BTreeMap::new(),
    };
    let teams = match table(&schema::TEAMS) {
        Some(raw) => people::teams(raw, policy, sites, &mut found)?,
        None => Vec::new(),
    };
    let projects = match table(&schema::PROJECTS) {
        Some(raw) => Some(projects::read(raw, policy, sites, &mut found)?),
        None => None,
    };
    let benefits = match table(&schema::BENEFITS) {
        Some(raw) => Some(benefits::read(raw, policy, sites, &mut found)?),
        None => None,
    };
    Ok(Entities {
        leases,
        lease_events,
        agreements,
        indices,
        teams,
        projects,
        benefits,
        findings: found,
    })
}

/// What is known of places beside the sites.
struct Places {
    partners: Option<Vec<Partner>>,
    postcodes: Option<Postcodes>,
    zones: Option<Vec<Zone>>,
    journeys: Vec<Journey>,
    outlines: Vec<Outline>,
    findings: Findings,
}

/// Reads outlines, zones, journeys, partners and postcodes, and holds the positions of sites and partners against them.
fn places(
    sites: &mut [(Site, Option<Placed>)],
    files: &Files,
    policy: &Policy,
    index: &SiteIndex,
) -> Result<Places, LoadError> {
    let mut found = Findings::default();
    let outlines = files.boundaries.clone();
    let outlines = outlines.map_or_else(Vec::new, |b| boundaries::read(b, policy, &mut found));
    let mut zones = match files.tables.get(schema::DEMAND.name) {
        Some(raw) => Some(demand::zones(raw, sites::middle(sites), policy, &mut found)?),
        None => None,
    };
    let journeys = match files.tables.get(schema::TRAVEL.name) {
        Some(raw) => demand::journeys(raw, policy, index, &mut found)?,
        None => Vec::new(),
    };
    let of_zones = zones.as_deref_mut().unwrap_or_default();
    zone_outlines::place(of_zones, &outlines, &mut found);
    demand::hold(zones.as_deref().unwrap_or_default(), &journeys, &mut found);
    let mut partners = match files.tables.get(schema::PARTNERS.name) {
        Some(raw) => Some(partners::read(raw, sites::middle(sites), policy, &mut found)?),
        None => None,
    };
    let postcodes = match files.tables.get(schema::POSTCODES.name) {
        Some(raw) => {
            let of_sites = sites.iter().filter_map(|(s, _)| s.postcode.as_deref());
            let of_partners = partners.iter().flatten().filter_map(|(p, _)| p.postcode.as_deref());
            let wanted: Vec<&str> = of_sites.chain(of_partners).collect();
            Some(postcodes::read(raw, &wanted, policy, &mut found)?)
        }
        None => None,
    };
    let mut hold = |records: &mut dyn Iterator<Item = Whereabouts<'_>>| {
        postcodes::hold(records, postcodes.as_ref(), policy, &mut found);
    };
    hold(&mut sites::whereabouts(sites));
    if let Some(partners) = &mut partners {
        hold(&mut partners::whereabouts(partners));
        partners::not_placed(partners, &mut found);
    }
    let own = sites.iter_mut().map(|(site, _)| site);
    let of_zones = zones.as_deref_mut().unwrap_or_default();
    zone_outlines::districts(of_zones, own, &outlines, &mut found);
    let partners = partners.map(|all| all.into_iter().map(|(partner, _)| partner).collect());
    Ok(Places { partners, postcodes, zones, journeys, outlines, findings: found })
}
