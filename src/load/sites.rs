//! `sites` into typed rows.

use geo::Point;
use rust_decimal::Decimal;

use super::{
    LoadError,
    raw::RawTable,
    record::{self, Record},
    schema,
};
use crate::{
    model::{Condition, Finding, Findings, Grade, Place, Rule, Site, SiteId, Status, Tenure, Use},
    place::{Bounds, Grid, metres_between},
    policy::{FigureName, Policy, ratio_of},
};

/// Reads the register, in `site_id` order; doubled ids are findings.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<Site>, LoadError> {
    let bounds = Bounds::of(policy);
    let read = record::read_all(raw, &schema::SITES, policy, findings, |r| site(r, &bounds))?;
    let (mut sites, placed): (Vec<Site>, Vec<Option<Placed>>) = read.into_iter().unzip();
    swapped_against_the_rest(&mut sites, &placed, &bounds, policy, findings);
    Ok(super::without_doubles(sites, |s| &s.site_id, |s| &s.row, "site_id", findings))
}

/// A position as its cells give it, before it is turned to degrees.
struct Placed {
    cells: (Decimal, Decimal),
    names: (&'static str, &'static str),
    to_point: fn(f64, f64) -> Option<Point>,
}

/// Finds positions that lie far from the rest of the estate, but near it when swapped.
///
/// A swapped position often falls within the country all the same; the middle of the estate tells. Such a
/// position counts as unknown.
fn swapped_against_the_rest(
    sites: &mut [Site],
    placed: &[Option<Placed>],
    bounds: &Bounds,
    policy: &Policy,
    findings: &mut Findings,
) {
    let median = |of: fn(&Point) -> f64| {
        let mut all: Vec<f64> = sites.iter().filter_map(|s| s.position.as_ref()).map(of).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied().filter(|_| all.len() >= 3)
    };
    let (Some(x), Some(y)) = (median(|p| p.x()), median(|p| p.y())) else { return };
    let middle = Point::new(x, y);
    let far = policy.ratio(FigureName::SwapFarKm) * 1000.0;
    let near = policy.ratio(FigureName::SwapNearKm) * 1000.0;
    for (site, placed) in sites.iter_mut().zip(placed) {
        let (Some(point), Some(placed)) = (site.position, placed) else { continue };
        if metres_between(point, middle) <= far {
            continue;
        }
        let (first, second) = (ratio_of(placed.cells.0), ratio_of(placed.cells.1));
        let swapped = (placed.to_point)(second, first).filter(|p| bounds.hold(*p));
        if swapped.is_some_and(|p| metres_between(p, middle) <= near) {
            let place = Place::cell(&site.row, placed.names.0);
            let what = "far from the rest of the estate, and near it when swapped";
            findings.push(implausible(
                place,
                site.site_id.as_str(),
                Rule::PositionSwapped,
                placed.cells,
                what,
                placed.names,
            ));
            site.position = None;
        }
    }
}

fn site(r: &mut Record<'_>, bounds: &Bounds) -> Option<(Site, Option<Placed>)> {
    let site_id = r.id_cell("site_id", SiteId::new);
    let name = r.text("name");
    subtotal(r, name.as_deref());
    let (position, placed) = position(r, bounds).unzip();
    let site = Site {
        site_use: r.fact("use", Use::read),
        address: r.text("address"),
        postcode: r.text("postcode"),
        uprn: r.text("uprn"),
        position,
        tenure: r.word("tenure", Tenure::read),
        gia_m2: r.area("gia_m2"),
        nia_m2: r.area_fact("nia_m2"),
        office_nia_m2: r.area("office_nia_m2"),
        occupied_m2: r.area("occupied_m2"),
        site_area_ha: r.decimal("site_area_ha"),
        workstations: r.whole("workstations"),
        condition: r.word("condition", Condition::read),
        backlog_high: r.money("backlog_high"),
        backlog_significant: r.money("backlog_significant"),
        backlog_moderate: r.money("backlog_moderate"),
        backlog_low: r.money("backlog_low"),
        functional_suitability: r.word("functional_suitability", Grade::read),
        epc_rating: r.text("epc_rating"),
        epc_valid_until: r.date("epc_valid_until"),
        dec_rating: r.text("dec_rating"),
        book_value: r.money("book_value"),
        existing_use_value: r.money("existing_use_value"),
        market_value: r.money("market_value"),
        alternative_use_value: r.money("alternative_use_value"),
        valued_on: r.date("valued_on"),
        rateable_value: r.money("rateable_value"),
        must_keep: r.text("must_keep"),
        separate_entrance: r.yes_no("separate_entrance"),
        secure: r.yes_no_fact("secure"),
        public_counter: r.yes_no("public_counter"),
        listed: r.yes_no("listed"),
        acv_listed_until: r.date("acv_listed_until"),
        acv_notice_on: r.date("acv_notice_on"),
        status: r.fact("status", Status::read),
        status_on: r.date("status_on"),
        district: r.text("district"),
        row: r.row.clone(),
        site_id: site_id?,
        name: name?,
    };
    Some((site, placed))
}

/// Reports a record whose id or name says that it is a total.
fn subtotal(r: &mut Record<'_>, name: Option<&str>) {
    let id = r.id();
    let is_total = |text: &str| {
        let text = text.trim().to_lowercase();
        ["total", "sub total", "sub-total", "subtotal", "grand total", "sum of"].iter().any(|w| {
            text.strip_prefix(w).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
        })
    };
    let column = match () {
        () if is_total(id) => "site_id",
        () if name.is_some_and(is_total) => "name",
        () => return,
    };
    let text = if column == "name" { name.unwrap_or_default() } else { id };
    let found = format!("{text:?}, which looks like a total; it is kept and used as a site");
    let place = r.place(column);
    r.push(
        Finding::new(Rule::SubtotalRow, place, id, found, "one property a record".to_owned())
            .mend("delete the row if it is a total"),
    );
}

/// Reads a position from grid metres or degrees; an implausible one is a finding and not known.
fn position(r: &mut Record<'_>, bounds: &Bounds) -> Option<(Point, Placed)> {
    let grid = (r.decimal("easting"), r.decimal("northing"));
    let degrees = (r.decimal("longitude"), r.decimal("latitude"));
    let (first, second, names, to_point): (_, _, _, fn(f64, f64) -> Option<Point>) =
        match (grid, degrees) {
            ((Some(e), Some(n)), _) => {
                (e, n, ("easting", "northing"), |e, n| Grid { easting: e, northing: n }.to_wgs84())
            }
            (_, (Some(lon), Some(lat))) => {
                (lon, lat, ("longitude", "latitude"), |lon, lat| Some(Point::new(lon, lat)))
            }
            ((None, None), (None, None)) => return None,
            ((Some(_), None), _) => return half(r, "northing"),
            ((None, Some(_)), _) => return half(r, "easting"),
            (_, (Some(_), None)) => return half(r, "latitude"),
            (_, (None, Some(_))) => return half(r, "longitude"),
        };
    let zero = first.is_zero() && second.is_zero();
    let (x, y) = (ratio_of(first), ratio_of(second));
    let inside = |point: Option<Point>| point.filter(|p| bounds.hold(*p));
    if let Some(point) = inside(to_point(x, y)).filter(|_| !zero) {
        return Some((point, Placed { cells: (first, second), names, to_point }));
    }
    let (rule, what) = if zero {
        (Rule::PositionZero, "which is how some systems write that it is not known")
    } else if inside(to_point(y, x)).is_some() {
        (Rule::PositionSwapped, "which falls within the bounds only when swapped")
    } else {
        (Rule::PositionOutOfBounds, "which is out of the policy's bounds")
    };
    let finding = implausible(r.place(names.0), r.id(), rule, (first, second), what, names);
    r.push(finding);
    None
}

/// Makes the finding about a position that cannot be right.
fn implausible(
    place: Place,
    id: &str,
    rule: Rule,
    cells: (Decimal, Decimal),
    what: &str,
    names: (&str, &str),
) -> Finding {
    let found = format!("`{}` {} and `{}` {}, {what}", names.0, cells.0, names.1, cells.1);
    let expected = "British National Grid metres, or degrees, within the bounds".to_owned();
    let mend = match rule {
        Rule::PositionSwapped => "swap the two cells; until then the position counts as unknown",
        _ => "correct the cells, or empty both; until then the position counts as unknown",
    };
    Finding::new(rule, place, id, found, expected).mend(mend)
}

fn half<T>(r: &mut Record<'_>, missing: &str) -> Option<T> {
    let place = r.place(missing);
    let found = format!("no `{missing}` beside the other half of the position");
    let finding = Finding::new(
        Rule::PositionIncomplete,
        place,
        r.id(),
        found,
        "both halves of a position, or neither".to_owned(),
    );
    r.push(finding.mend("fill in the other half; until then the position counts as unknown"));
    None
}
