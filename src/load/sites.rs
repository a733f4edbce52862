//! `sites` into typed rows.

use geo::Point;

use super::{
    LoadError,
    position::{self, Limits, Placed, Whereabouts},
    raw::RawTable,
    record::{self, Record},
    schema,
    switch::Bare,
    system::Systems,
};
use crate::{
    model::{
        AfterTerm, Condition, Finding, Findings, Grade, PositionOf, Rule, Site, SiteId, Status,
        Tenure, Use,
    },
    policy::Policy,
};

/// A yes keeps a site, and so does what leaves it open: what may be kept is not offered for sale.
const MUST_KEEP: Bare = Bare {
    yes: "which gives no reason; the site is treated as one to keep",
    open: "which may mean no; the site is treated as one to keep until it is clear",
    stands: true,
};

/// Reads the register, in `site_id` order; doubled ids are findings.
pub(super) fn read(
    raw: &RawTable,
    policy: &Policy,
    findings: &mut Findings,
) -> Result<Vec<(Site, Option<Placed>)>, LoadError> {
    let limits = Limits::of(policy);
    let systems = Systems::of(raw, &schema::SITES, &limits, findings);
    let mut sites =
        record::read_all(raw, &schema::SITES, policy, findings, |r| site(r, &limits, systems))?;
    let middle = middle(&sites);
    position::swapped_against_the_rest(whereabouts(&mut sites), middle, &limits, findings);
    Ok(super::without_doubles(sites, |(s, _)| &s.site_id, |(s, _)| &s.row, "site_id", findings))
}

/// Returns the middle of the estate.
pub(super) fn middle(sites: &[(Site, Option<Placed>)]) -> Option<Point> {
    let points: Vec<Point> = sites.iter().filter_map(|(site, _)| site.position).collect();
    position::middle(&points)
}

/// Returns where each site is.
pub(super) fn whereabouts(
    sites: &mut [(Site, Option<Placed>)],
) -> impl Iterator<Item = Whereabouts<'_>> {
    sites.iter_mut().map(|(site, placed)| Whereabouts {
        id: site.site_id.as_str(),
        row: &site.row,
        postcode: site.postcode.as_deref(),
        position: &mut site.position,
        placed: placed.as_ref(),
    })
}

fn site(r: &mut Record<'_>, limits: &Limits, systems: Systems) -> Option<(Site, Option<Placed>)> {
    let site_id = r.id_cell("site_id", SiteId::new);
    let name = r.text("name");
    subtotal(r, name.as_deref());
    let (position, placed) = position::read(r, limits, systems).unzip();
    let position_within_m = placed.as_ref().map(Placed::within_m);
    let site = Site {
        site_use: r.fact("use", Use::read),
        address: r.text("address"),
        postcode: r.text("postcode"),
        uprn: r.uprn(),
        position,
        position_within_m,
        position_of: r.word("position_of", PositionOf::read),
        tenure: r.word("tenure", Tenure::read),
        gia_m2: r.area("gia_m2"),
        nia_m2: r.area_fact("nia_m2"),
        office_nia_m2: r.area("office_nia_m2"),
        occupied_m2: r.area("occupied_m2"),
        site_area_ha: r.decimal("site_area_ha"),
        workstations: r.whole("workstations"),
        extra_workstations: r.whole("extra_workstations"),
        extra_workstations_cost: r.money("extra_workstations_cost"),
        condition: r.word("condition", Condition::read),
        backlog_high: r.money("backlog_high"),
        backlog_significant: r.money("backlog_significant"),
        backlog_moderate: r.money("backlog_moderate"),
        backlog_low: r.money("backlog_low"),
        backlog_total: r.money("backlog_total"),
        functional_suitability: r.word("functional_suitability", Grade::read),
        epc_rating: r.text("epc_rating"),
        epc_valid_until: r.date("epc_valid_until"),
        dec_rating: r.text("dec_rating"),
        book_value: r.money("book_value"),
        existing_use_value: r.money("existing_use_value"),
        market_value: r.money("market_value"),
        alternative_use_value: r.money("alternative_use_value"),
        valued_on: r.date("valued_on"),
        erv_per_m2: r.money("erv_per_m2"),
        rateable_value: r.money("rateable_value"),
        must_keep: r.words("must_keep", &MUST_KEEP),
        separate_entrance: r.yes_no("separate_entrance"),
        secure: r.yes_no_fact("secure"),
        public_counter: r.yes_no("public_counter"),
        listed: r.yes_no("listed"),
        acv_listed_until: r.date("acv_listed_until"),
        acv_notice_on: r.date("acv_notice_on"),
        compulsorily_purchased: r.yes_no("compulsorily_purchased"),
        status: r.fact("status", Status::read),
        status_on: r.date("status_on"),
        district: r.text("district"),
        after_term: r.word("after_term", AfterTerm::read),
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
        let begins = ["total", "sub total", "sub-total", "subtotal", "grand total", "sum of"];
        let ends = [" total", " totals", "-total", "subtotal"];
        // The returns of the NHS have `AGGRE` and `R0AAGGREGATESITE` for a trust's small places.
        text == "aggre"
            || text.contains("aggregatesite")
            || text.contains("aggregate site")
            || ends.iter().any(|w| text.ends_with(w))
            || begins.iter().any(|w| {
                text.strip_prefix(w).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            })
    };
    let column = match () {
        () if is_total(id) => "site_id",
        () if name.is_some_and(is_total) => "name",
        () => return,
    };
    let text = if column == "name" { name.unwrap_or_default() } else { id };
    let found = format!("{text:?}, which looks like a total; it is used as a site");
    let place = r.place(column);
    r.push(
        Finding::new(Rule::SubtotalRow, place, id, found, "one property in each record".to_owned())
            .fix("delete the row if it is a total"),
    );
}
