//! Coverage on the page, and what it needs to close any set of sites: sites, zones and every journey.
//!
//! The arithmetic stands in `script/coverage.js` and is the program's own; tests drive both and compare.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Value, context};
use serde_json::json;

use super::list;
use crate::{
    edition::{ServiceJourneys, SiteRow, View, ZoneRow},
    wording::{
        and_list, counted_as, minutes, minutes_said, name_of, per_cent_within, service,
        service_title,
    },
};

/// Returns the panel in which sites are closed; `None` without coverage.
pub(super) fn panel(view: &View) -> Option<Value> {
    let cover = &view.cover;
    if cover.journeys.is_empty() {
        return None;
    }
    let (told, cut): (Vec<&ServiceJourneys>, Vec<&ServiceJourneys>) =
        cover.journeys.iter().partition(|of| of.zones.is_some());
    let ids: BTreeSet<&str> = told.iter().flat_map(|of| &of.site_ids).map(String::as_str).collect();
    let by_id: BTreeMap<&str, &SiteRow> =
        view.sites.iter().map(|site| (site.site_id.as_str(), site)).collect();
    let proposed = |id: &str| cover.proposed.iter().any(|all| all.site_ids.iter().any(|p| p == id));
    let name = |id: &str| by_id.get(id).map_or(id, |site| name_of(&site.name, id)).to_owned();
    let sites = ids.iter().map(|id| {
        let of = |row: &&&ServiceJourneys| row.site_ids.iter().any(|own| own == id);
        let services: Vec<&str> = told.iter().filter(of).map(|row| service(row.service)).collect();
        context! { site_id => *id, name => name(id), services => and_list(&services), proposed => proposed(id) }
    });
    let left_out: Vec<&str> = cut.iter().map(|of| service(of.service)).collect();
    Some(context! {
        sites => sites.collect::<Vec<_>>(),
        services => list(&told, |of| row(view, of)),
        proposed => cover.proposed.is_some(),
        data => Value::from_safe_string(data(view, &told, &ids, &by_id)),
        left_out => (!left_out.is_empty()).then(|| format!(
            "There are too many journeys to carry on this page for {}. To close several of these sites together, run terrier cover with --close.",
            and_list(&left_out)
        )),
    })
}

/// What stands in the row of a service whatever is closed.
fn row(view: &View, of: &ServiceJourneys) -> Value {
    let today = view.cover.coverage.iter();
    let today = today.filter(|row| row.service == of.service && row.district.is_none());
    let reach = today.map(|row| &row.reach).next();
    context! {
        title => service_title(of.service),
        counted => counted_as(of.counted),
        limit => minutes_said(of.minutes),
        share => per_cent_within(reach.and_then(|reach| reach.share)),
        mean => reach.and_then(|reach| reach.mean).map_or_else(|| "\u{2013}".to_owned(), minutes),
    }
}

/// Writes sites, zones and journeys as JSON that stands in an element of the page.
///
/// Numbers are the shortest that read back as the same; `<` is written so that no text ends the element.
fn data(
    view: &View,
    told: &[&ServiceJourneys],
    ids: &BTreeSet<&str>,
    by_id: &BTreeMap<&str, &SiteRow>,
) -> String {
    let number: BTreeMap<&str, usize> = ids.iter().copied().zip(0..).collect();
    let saved = |id: &str| {
        let own = view.cover.closures.iter().find(|row| row.site_ids.iter().any(|own| own == id));
        own.and_then(|row| row.saved)
    };
    let sites = ids.iter().map(|id| {
        let site = by_id.get(id);
        json!({
            "name": site.map_or(*id, |site| name_of(&site.name, id)),
            "pence": saved(id),
        })
    });
    let zone = |zone: &ZoneRow| json!([zone.name, zone.population, zone.most_deprived]);
    let services = told.iter().map(|of| {
        let zones = of.zones.iter().flatten().map(|(demand, ways)| {
            let ways = ways.iter().flat_map(|way| {
                [json!(way.place * 2 + usize::from(way.estimated)), json!(way.minutes)]
            });
            json!([demand, ways.collect::<Vec<_>>()])
        });
        json!({
            "name": service(of.service),
            "counted": counted_as(of.counted),
            "limit": of.minutes,
            "sites": of.site_ids.iter().map(|id| number.get(id.as_str())).collect::<Vec<_>>(),
            "zones": zones.collect::<Vec<_>>(),
        })
    });
    let all = json!({
        "sites": sites.collect::<Vec<_>>(),
        "zones": view.cover.zones.iter().map(zone).collect::<Vec<_>>(),
        "services": services.collect::<Vec<_>>(),
    });
    all.to_string().replace('<', "\\u003c")
}
