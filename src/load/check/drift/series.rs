//! The columns that are compared between snapshots, each as its figures by record.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::{
    load::{Estate, columns},
    model::{Area, Fact, FinancialYear, Fte, Lease, Money, RowRef, Site, SiteId, Team},
};

/// What a figure is of, and so which units it may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FigureKind {
    /// m².
    Area,
    /// Hectares.
    Land,
    /// Pounds.
    Sum,
    /// Pounds a year.
    YearlySum,
    /// People, staff, workstations.
    People,
    /// A fraction.
    Share,
}

/// One column of a snapshot.
pub(super) struct Series {
    pub table: &'static str,
    pub column: &'static str,
    pub kind: Option<FigureKind>,
    /// Records of the table.
    pub of: usize,
    /// The table's first record; `None` without the table.
    pub first: Option<RowRef>,
    /// Records with something in the column, by what is the same record in another snapshot.
    pub records: BTreeMap<String, Record>,
}

/// What a record has in a column.
pub(super) struct Record {
    /// Its own id, or that of its site.
    pub id: String,
    /// `None` of what is no figure.
    pub figure: Option<Decimal>,
}

type OfSite = (&'static str, FigureKind, fn(&Site) -> Option<Decimal>);

const SITES: [OfSite; 17] = [
    ("gia_m2", FigureKind::Area, |s| s.gia_m2.map(Area::as_m2)),
    ("nia_m2", FigureKind::Area, |s| s.nia_m2.known().map(Area::as_m2)),
    ("office_nia_m2", FigureKind::Area, |s| s.office_nia_m2.map(Area::as_m2)),
    ("occupied_m2", FigureKind::Area, |s| s.occupied_m2.map(Area::as_m2)),
    ("site_area_ha", FigureKind::Land, |s| s.site_area_ha),
    ("workstations", FigureKind::People, |s| s.workstations.map(Decimal::from)),
    ("backlog_high", FigureKind::Sum, |s| s.backlog_high.map(Money::as_pounds)),
    ("backlog_significant", FigureKind::Sum, |s| s.backlog_significant.map(Money::as_pounds)),
    ("backlog_moderate", FigureKind::Sum, |s| s.backlog_moderate.map(Money::as_pounds)),
    ("backlog_low", FigureKind::Sum, |s| s.backlog_low.map(Money::as_pounds)),
    ("backlog_total", FigureKind::Sum, |s| s.backlog_total.map(Money::as_pounds)),
    ("book_value", FigureKind::Sum, |s| s.book_value.map(Money::as_pounds)),
    ("existing_use_value", FigureKind::Sum, |s| s.existing_use_value.map(Money::as_pounds)),
    ("market_value", FigureKind::Sum, |s| s.market_value.map(Money::as_pounds)),
    ("alternative_use_value", FigureKind::Sum, |s| s.alternative_use_value.map(Money::as_pounds)),
    ("rateable_value", FigureKind::Sum, |s| s.rateable_value.map(Money::as_pounds)),
    ("erv_per_m2", FigureKind::YearlySum, |s| s.erv_per_m2.map(Money::as_pounds)),
];

type Filled = (&'static str, fn(&Site) -> bool);

/// Columns of a register that hold no figures.
const WORDS: [Filled; 12] = [
    ("use", |s| s.site_use != Fact::Empty),
    ("address", |s| s.address.is_some()),
    ("postcode", |s| s.postcode.is_some()),
    ("uprn", |s| s.uprn.is_some()),
    ("easting", |s| s.position.is_some()),
    ("tenure", |s| s.tenure.is_some()),
    ("condition", |s| s.condition.is_some()),
    ("functional_suitability", |s| s.functional_suitability.is_some()),
    ("epc_rating", |s| s.epc_rating.is_some()),
    ("valued_on", |s| s.valued_on.is_some()),
    ("status", |s| s.status != Fact::Empty),
    ("district", |s| s.district.is_some()),
];

type OfLease = (&'static str, FigureKind, fn(&Lease) -> Option<Decimal>);

const LEASES: [OfLease; 6] = [
    ("area_m2", FigureKind::Area, |l| l.area_m2.map(Area::as_m2)),
    ("rent", FigureKind::YearlySum, |l| l.rent.map(Money::as_pounds)),
    ("erv", FigureKind::YearlySum, |l| l.erv.map(Money::as_pounds)),
    ("service_charge", FigureKind::YearlySum, |l| l.service_charge.map(Money::as_pounds)),
    ("deposit", FigureKind::Sum, |l| l.deposit.map(Money::as_pounds)),
    ("dilapidations", FigureKind::Sum, |l| l.dilapidations.map(Money::as_pounds)),
];

type OfTeam = (&'static str, FigureKind, fn(&Team) -> Option<Decimal>);

const TEAMS: [OfTeam; 3] = [
    ("fte", FigureKind::People, |t| Some(Fte::as_fte(t.fte))),
    ("headcount", FigureKind::People, |t| t.headcount.map(Decimal::from)),
    ("mobile_share", FigureKind::Share, |t| t.mobile_share),
];

/// Columns of observations, in thousandths of people.
const OCCUPANCY: [(&str, &str); 3] = [
    ("capacity", columns::CAPACITY),
    ("mean_occupied", columns::MEAN),
    ("peak_occupied", columns::PEAK),
];

/// Returns every column that is compared, in one order for every snapshot; `now` gives the id that a site has in the later
/// snapshot.
pub(super) fn series(estate: &Estate, now: &dyn Fn(&SiteId) -> String) -> Vec<Series> {
    let mut all = Vec::new();
    let first = estate.sites.first().map(|site| site.row.clone());
    let of_sites = |column, kind, value: &dyn Fn(&Site) -> Option<Option<Decimal>>| Series {
        table: "sites",
        column,
        kind,
        of: estate.sites.len(),
        first: first.clone(),
        records: estate
            .sites
            .iter()
            .filter_map(|site| {
                let record = Record { id: site.site_id.to_string(), figure: value(site)? };
                Some((now(&site.site_id), record))
            })
            .collect(),
    };
    all.extend(
        SITES.iter().map(|(column, kind, of)| of_sites(column, Some(*kind), &|s| of(s).map(Some))),
    );
    all.extend(WORDS.iter().map(|(column, is)| of_sites(column, None, &|s| is(s).then_some(None))));
    all.extend(LEASES.iter().map(|(column, kind, of)| {
        Series {
            table: "leases",
            column,
            kind: Some(*kind),
            of: estate.leases.len(),
            first: estate.leases.first().map(|lease| lease.row.clone()),
            records: estate
                .leases
                .iter()
                .filter_map(|lease| {
                    let id = lease.lease_id.to_string();
                    Some((id.clone(), Record { id, figure: Some(of(lease)?) }))
                })
                .collect(),
        }
    }));
    all.extend(TEAMS.iter().map(|(column, kind, of)| {
        Series {
            table: "teams",
            column,
            kind: Some(*kind),
            of: estate.teams.len(),
            first: estate.teams.first().map(|team| team.row.clone()),
            records: estate
                .teams
                .iter()
                .filter_map(|team| {
                    let key = format!("{}\n{}", now(&team.site_id), team.team);
                    Some((key, Record { id: team.site_id.to_string(), figure: Some(of(team)?) }))
                })
                .collect(),
        }
    }));
    all.push(costs(estate, now));
    all.extend(OCCUPANCY.map(|(column, of)| observed(estate, now, (column, of))));
    all
}

/// Costs of the last whole financial year, added up by site and category.
fn costs(estate: &Estate, now: &dyn Fn(&SiteId) -> String) -> Series {
    let year = FinancialYear::last_whole(estate.snapshot.as_of).start();
    let mut sums: BTreeMap<(usize, i64), i64> = BTreeMap::new();
    let mut first = None;
    if let Some(table) = &estate.costs {
        let column = |name| whole_numbers(table, name);
        let [sites, years, categories, pence, rows] =
            [columns::SITE, columns::YEAR, columns::CATEGORY, columns::PENCE, columns::ROW]
                .map(column);
        first = rows.first().copied().flatten().and_then(|row| u32::try_from(row).ok());
        for (((site, line_year), category), amount) in
            sites.into_iter().zip(years).zip(categories).zip(pence)
        {
            let is_of_year = line_year == Some(i64::from(year));
            let (Some(site), Some(category), Some(amount)) = (site, category, amount) else {
                continue;
            };
            let Some(site) = usize::try_from(site).ok().filter(|_| is_of_year) else { continue };
            let sum = sums.entry((site, category)).or_default();
            *sum = sum.saturating_add(amount);
        }
    }
    let of = sums.len();
    let records = sums.into_iter().filter_map(|((site, category), pence)| {
        let site = &estate.sites.get(site)?.site_id;
        let figure = Some(Money::from_pence(pence).as_pounds());
        Some((format!("{}\n{category}", now(site)), Record { id: site.to_string(), figure }))
    });
    Series {
        table: "costs",
        column: "amount",
        kind: Some(FigureKind::YearlySum),
        of,
        records: records.collect(),
        first: estate.costs.as_ref().zip(first).map(|(table, row)| table.row(row)),
    }
}

/// The middle observation of each site.
fn observed(
    estate: &Estate,
    now: &dyn Fn(&SiteId) -> String,
    (column, of): (&'static str, &str),
) -> Series {
    let mut by_site: BTreeMap<usize, Vec<Decimal>> = BTreeMap::new();
    let (mut observed, mut first) = (BTreeSet::new(), None);
    if let Some(table) = &estate.occupancy {
        let sites = whole_numbers(table, columns::SITE);
        observed.extend(sites.iter().copied().flatten());
        let rows = whole_numbers(table, columns::ROW);
        first = rows.first().copied().flatten().and_then(|row| u32::try_from(row).ok());
        for (site, thousandths) in sites.into_iter().zip(whole_numbers(table, of)) {
            let site = site.and_then(|site| usize::try_from(site).ok());
            if let Some((site, thousandths)) = site.zip(thousandths) {
                by_site.entry(site).or_default().push(Decimal::new(thousandths, 3));
            }
        }
    }
    let records = by_site.into_iter().filter_map(|(site, figures)| {
        let site = &estate.sites.get(site)?.site_id;
        let figure = crate::load::check::scale::middle(figures);
        Some((now(site), Record { id: site.to_string(), figure }))
    });
    Series {
        table: "occupancy",
        column,
        kind: Some(FigureKind::People),
        of: observed.len(),
        records: records.collect(),
        first: estate.occupancy.as_ref().zip(first).map(|(table, row)| table.row(row)),
    }
}

/// Returns a column of a frame as whole numbers; none where the frame lacks it, which no frame of a snapshot does.
fn whole_numbers(table: &crate::load::estate::FrameTable, name: &str) -> Vec<Option<i64>> {
    use polars::prelude::DataType;
    let column = table.frame.column(name).and_then(|column| column.cast(&DataType::Int64));
    let Ok(column) = column else { return Vec::new() };
    column.i64().map(|numbers| numbers.iter().collect()).unwrap_or_default()
}
