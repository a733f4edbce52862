//! Areas of a site against each other: a share among m², square feet among m², a digit lost.

use rust_decimal::Decimal;

use super::scale::{self, Fault, Odd, against, middle, plain};
use crate::{
    load::Estate,
    model::{Area, Fact, Findings, RowRef, Rule, Site, Status, Use},
    policy::{FigureName, Policy},
};

/// Two areas of a site of which one is a part, or a multiple, of the other.
struct Pair {
    column: &'static str,
    of: fn(&Site) -> Option<Decimal>,
    unit: &'static str,
    base: &'static str,
    base_of: fn(&Site) -> Option<Decimal>,
    base_unit: &'static str,
    /// What the base is taken times, so that both are in one unit.
    scale: Decimal,
    least: Option<FigureName>,
    most: Option<FigureName>,
    looks_at: fn(&Site) -> bool,
    expected: &'static str,
}

/// The area in use, of the net area.
const OCCUPIED: Pair = Pair {
    column: "occupied_m2",
    of: |s| s.occupied_m2.map(Area::as_m2),
    unit: " m²",
    base: "nia_m2",
    base_of: |s| s.nia_m2.known().map(Area::as_m2),
    base_unit: " m²",
    scale: Decimal::ONE,
    least: Some(FigureName::OccupiedLeast),
    most: None,
    looks_at: is_occupied,
    expected: "the area in use of an operational site, in m²",
};

const PAIRS: [Pair; 5] = [
    OCCUPIED,
    Pair {
        base: "gia_m2",
        base_of: |s| s.gia_m2.filter(|_| s.nia_m2 == Fact::Empty).map(Area::as_m2),
        ..OCCUPIED
    },
    Pair {
        column: "nia_m2",
        of: |s| s.nia_m2.known().map(Area::as_m2).filter(|area| !area.is_zero()),
        unit: " m²",
        base: "gia_m2",
        base_of: |s| s.gia_m2.map(Area::as_m2),
        base_unit: " m²",
        scale: Decimal::ONE,
        least: Some(FigureName::NetLeast),
        most: None,
        looks_at: |_| true,
        expected: "most of the gross area",
    },
    Pair {
        column: "site_area_ha",
        of: |s| s.gia_m2.map(Area::as_m2).filter(|area| !area.is_zero()),
        unit: " m²",
        base: "site_area_ha",
        base_of: |s| s.site_area_ha,
        base_unit: " ha",
        scale: SQUARE_METRES,
        least: Some(FigureName::PlotLeast),
        most: Some(FigureName::PlotMost),
        looks_at: |s| !matches!(s.use_or_office(), None | Some(Use::Land | Use::Mast)),
        expected: "the land that the building stands on, in hectares",
    },
    Pair {
        column: "office_nia_m2",
        of: |s| s.office_nia_m2.map(Area::as_m2).filter(|area| !area.is_zero()),
        unit: " m²",
        base: "workstations",
        base_of: |s| s.workstations.map(Decimal::from),
        base_unit: "",
        scale: Decimal::ONE,
        least: Some(FigureName::DeskAreaLeast),
        most: Some(FigureName::DeskAreaMost),
        looks_at: |_| true,
        expected: "office area in proportion to the workstations",
    },
];

/// Square metres of a hectare.
const SQUARE_METRES: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Square feet of a square metre.
const SQUARE_FEET: Decimal = Decimal::from_parts(10_764, 0, 0, false, 3);

/// An area that a building or a lease cannot be smaller than.
type Built<R> = (&'static str, fn(&R) -> Option<Area>);

const BUILT: [Built<Site>; 3] = [
    ("gia_m2", |s| s.gia_m2),
    ("nia_m2", |s| s.nia_m2.known()),
    ("office_nia_m2", |s| s.office_nia_m2),
];

pub(super) fn look(estate: &Estate, policy: &Policy, findings: &mut Findings) {
    for (column, of) in BUILT {
        let stands = |s: &&Site| !matches!(s.use_or_office(), None | Some(Use::Land | Use::Mast));
        let sites = estate.sites.iter().filter(stands);
        let given = sites.filter_map(|s| Some((&s.row, s.site_id.as_str(), of(s)?)));
        too_small(column, given.collect(), policy, findings);
    }
    let leases =
        estate.leases.iter().filter_map(|l| Some((&l.row, l.lease_id.as_str(), l.area_m2?)));
    too_small("area_m2", leases.collect(), policy, findings);
    for pair in &PAIRS {
        fits(&estate.sites, pair, policy, findings);
    }
}

/// No floor is smaller than a cupboard; one of zero is told as such.
fn too_small(
    column: &str,
    given: Vec<(&RowRef, &str, Area)>,
    policy: &Policy,
    findings: &mut Findings,
) {
    let least = policy.figure(FigureName::BuiltLeast);
    let small = given.iter().filter(|(_, _, area)| {
        let area = area.as_m2();
        area > Decimal::ZERO && area < least
    });
    let thousand = Decimal::ONE_THOUSAND;
    let odd = small.map(|(row, id, area)| {
        let area = area.as_m2();
        let hint = match area.scale() {
            3 => format!(", or {} if the point separates thousands", plain(area * thousand)),
            _ => String::new(),
        };
        Odd { row, id, found: format!("{area} m²{hint}") }
    });
    let fault = Fault {
        rule: Rule::AreaOutOfScale,
        columns: &[column],
        expected: format!("at least {} m²", plain(least)),
        fix: "check the area and its unit",
    };
    scale::tell(&fault, odd.collect(), (given.len(), None), policy, findings);
}

fn is_occupied(site: &Site) -> bool {
    let stands_for_something = !matches!(site.use_or_office(), None | Some(Use::Land | Use::Mast));
    stands_for_something && site.status_or_operational() == Some(Status::Operational)
}

/// An area that does not fit, and its ratio to what it should fit.
struct Misfit<'a> {
    site: &'a Site,
    area: Decimal,
    base: Decimal,
    ratio: Decimal,
}

/// Tells the areas that are too small or too large a part of another.
fn fits(sites: &[Site], pair: &Pair, policy: &Policy, findings: &mut Findings) {
    let limit = |name: Option<FigureName>| name.map(|name| policy.figure(name));
    let (least, most) = (limit(pair.least), limit(pair.most));
    let within = |ratio: Decimal| {
        least.is_none_or(|least| ratio >= least) && most.is_none_or(|most| ratio <= most)
    };
    let mut of = 0;
    let mut misfits = Vec::new();
    for site in sites.iter().filter(|site| (pair.looks_at)(site)) {
        let (Some(area), Some(base)) = ((pair.of)(site), (pair.base_of)(site)) else { continue };
        let scaled = base.checked_mul(pair.scale).and_then(|scaled| area.checked_div(scaled));
        let Some(ratio) = scaled else { continue };
        of += 1;
        if !within(ratio) {
            misfits.push(Misfit { site, area, base, ratio });
        }
    }
    let hint = looks_like(pair, &misfits, within);
    let odd = misfits.iter().map(|m| Odd {
        row: &m.site.row,
        id: m.site.site_id.as_str(),
        found: describe(pair, m),
    });
    let fault = Fault {
        rule: Rule::AreaOutOfScale,
        columns: &columns(pair),
        expected: bounds(pair, policy),
        fix: "check both figures and their units, and correct the wrong one",
    };
    scale::tell(&fault, odd.collect(), (of, hint), policy, findings);
}

/// The columns of a pair, that which is told of first.
fn columns(pair: &Pair) -> Vec<&'static str> {
    match pair.column {
        "site_area_ha" => vec!["site_area_ha"],
        column => vec![column, pair.base],
    }
}

fn describe(pair: &Pair, misfit: &Misfit<'_>) -> String {
    let (area, base) = (plain(misfit.area), plain(misfit.base));
    if pair.column == "site_area_ha" {
        return format!("{base} ha of land for a building of {area} m² (`gia_m2`)");
    }
    if pair.base == "workstations" {
        let each = plain(misfit.ratio.round_dp(1));
        return format!("{area} m² for {base} `workstations`, {each} m² each");
    }
    let part = against(misfit.area, misfit.base);
    format!("{area}{}, {part} `{}` {base}{}", pair.unit, pair.base, pair.base_unit)
}

fn bounds(pair: &Pair, policy: &Policy) -> String {
    let entry = |name: FigureName| policy.entry(name);
    match (pair.least, pair.most) {
        (Some(least), Some(most)) if pair.base == "workstations" => {
            format!("{}: from {} to {} m² each", pair.expected, entry(least).text, entry(most).text)
        }
        (Some(least), None) => format!("{}: at least {}", pair.expected, entry(least).text),
        _ => pair.expected.to_owned(),
    }
}

/// Says what the column as a whole looks like, where a unit that is often mixed up would make it fit.
fn looks_like(
    pair: &Pair,
    misfits: &[Misfit<'_>],
    within: impl Fn(Decimal) -> bool,
) -> Option<&'static str> {
    let ratio = middle(misfits.iter().map(|m| m.ratio).collect())?;
    let area = middle(misfits.iter().map(|m| m.area).collect())?;
    let most = misfits.iter().map(|m| m.area).max()?;
    match pair.column {
        "occupied_m2" if most <= Decimal::ONE => Some("they look like shares, not m²"),
        "occupied_m2" if most <= Decimal::ONE_HUNDRED && area > Decimal::ONE => {
            Some("they look like percentages, not m²")
        }
        "site_area_ha" => {
            let as_metres = ratio.checked_mul(SQUARE_METRES).is_some_and(within);
            as_metres.then_some("they look like m², not hectares")
        }
        "nia_m2" => {
            let as_feet = ratio.checked_mul(SQUARE_FEET).is_some_and(within);
            as_feet.then_some("`gia_m2` looks like square feet, not m²")
        }
        "office_nia_m2" => {
            let as_feet = ratio.checked_div(SQUARE_FEET).is_some_and(within);
            (as_feet && ratio > SQUARE_FEET).then_some("they look like square feet, not m²")
        }
        _ => None,
    }
}
