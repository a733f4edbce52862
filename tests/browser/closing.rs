//! The page closes sites as the program does, to the last digit, whatever set is chosen.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use terrier::{
    batch::Run,
    edition::{self, ClosureRow, CoverageRow, Edition, View},
    model::{pounds, with_thousands},
};

use super::{Browser, Page};
use crate::{
    coverage::{DEMAND, SITES, TRAVEL},
    published::{policy, ran, small, without_charts},
    sample::{NEWEST, project},
};

/// Ticks the boxes of each set of ids in turn and reads the table, a column a service, and what is said.
const CLOSE: &str = "((sets) => {
    const boxes = [...document.querySelectorAll('#closing input')];
    const columns = document.querySelectorAll('#closing-table thead th').length - 1;
    return sets.map((ids) => {
        for (const box of boxes) box.checked = ids.includes(box.dataset.site);
        if (boxes.filter((box) => box.checked).length !== ids.length) throw new Error(`${ids}`);
        boxes[0].dispatchEvent(new Event('change', { bubbles: true }));
        const of = (i) => Object.fromEntries([...document.querySelectorAll(`[data-service=\"${i}\"]`)]
            .map((cell) => [cell.dataset.of, cell.textContent]));
        return [[...Array(columns).keys()].map(of), document.getElementById('closing-said').textContent];
    });
})";

fn minutes(of: Option<f64>) -> String {
    of.map_or_else(
        || "–".to_owned(),
        |of| {
            let text = format!("{of:.1}");
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        },
    )
}

fn share(of: Option<f64>) -> String {
    of.map_or_else(|| "–".to_owned(), |of| format!("{:.1}%", of * 100.0))
}

fn thousands(of: u64) -> String {
    with_thousands(&of.to_string())
}

/// What the page should show of a service with these sites closed.
fn column(row: &ClosureRow) -> Value {
    let zones = match row.lost_names.as_slice() {
        [] => "none".to_owned(),
        names if names.len() <= 8 => names.join(", "),
        names => format!("{} and {} more", names[..8].join(", "), names.len() - 8),
    };
    let deprived = match (row.people, row.decile_not_known) {
        (0, _) => "0".to_owned(),
        (people, unknown) if people == unknown => "not known".to_owned(),
        (_, 0) => thousands(row.most_deprived),
        (_, unknown) => {
            format!("{} (not known for {})", thousands(row.most_deprived), thousands(unknown))
        }
    };
    json!({
        "within": share(row.after.share),
        "lost": thousands(row.lost),
        "zones": zones,
        "mean": minutes(row.after.mean),
        "tenth": minutes(row.after.tenth_longest),
        "people": thousands(row.people),
        "deprived": deprived,
        "further": minutes(row.further),
        "next": row.next_name.as_deref().unwrap_or("–"),
        "cutoff": thousands(row.cut_off),
        "estimated": row.after.estimated_zones.to_string(),
    })
}

/// The same where none of the closed sites gives the service: as today.
fn unchanged(row: &CoverageRow) -> Value {
    let reach = &row.reach;
    json!({
        "within": share(reach.share), "lost": "0", "zones": "none", "mean": minutes(reach.mean),
        "tenth": minutes(reach.tenth_longest), "people": "0", "deprived": "0", "further": "–", "next": "–",
        "cutoff": "0", "estimated": reach.estimated_zones.to_string(),
    })
}

fn by_the_program(run: &Run, view: &View, ids: &[&str]) -> (Vec<Value>, Vec<ClosureRow>) {
    let number = |id: &&str| run.estate.sites.iter().position(|s| s.site_id.as_str() == *id);
    let closed: Vec<usize> = ids.iter().filter_map(number).collect();
    let rows = edition::closure_rows(run.results(policy()), &closed);
    let whole = view.cover.coverage.iter().filter(|row| row.district.is_none());
    let of = |today: &CoverageRow| {
        let row = rows.iter().find(|row| row.service == today.service);
        row.map_or_else(|| unchanged(today), column)
    };
    (whole.map(of).collect(), rows)
}

/// All single closures, the proposed set, all sites, and sets made by a fixed rule.
fn sets(view: &View) -> Vec<Vec<&str>> {
    let ids: BTreeSet<&str> =
        view.cover.journeys.iter().flat_map(|of| &of.site_ids).map(String::as_str).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut sets: Vec<Vec<&str>> = ids.iter().map(|id| vec![*id]).collect();
    sets.push(Vec::new());
    sets.push(view.cover.proposed.iter().flat_map(|p| &p.site_ids).map(String::as_str).collect());
    sets.push(ids.clone());
    let mut state = 7_u64;
    sets.extend((0..40).map(|_| {
        let chosen = ids.iter().filter(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33).is_multiple_of(3)
        });
        chosen.copied().collect()
    }));
    sets
}

fn closes_alike(run: &Run) {
    let Some(mut browser) = Browser::start() else { return };
    let view = edition::view(run.results(policy()), Edition::Restricted).unwrap();
    let page = Page::of(&without_charts(run, Edition::Restricted)["report.html"]);
    browser.open(&page.file, "");
    let sets = sets(&view);
    let shown = browser.run(&format!("{CLOSE}({})", json!(sets)));
    let shown = shown.as_array().unwrap();
    assert_eq!(shown.len(), sets.len());
    for (ids, shown) in sets.iter().zip(shown) {
        let (columns, rows) = by_the_program(run, &view, ids);
        assert_eq!(shown[0], json!(columns), "{ids:?}");
        let said = shown[1].as_str().unwrap();
        let all = rows.iter().find(|row| row.site_ids.len() == ids.len());
        match all.map(|row| row.saved) {
            Some(Some(pence)) => {
                assert!(said.contains(&format!("save {} a year", pounds(pence))), "{said}");
            }
            Some(None) => assert!(said.contains("not known"), "{said}"),
            None => assert!(ids.is_empty() == said.starts_with("No site is closed"), "{said}"),
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_page_closes_any_set_of_the_samples_sites_as_the_program_does() {
    closes_alike(&ran(&project(NEWEST)));
}

/// Ties, a zone that nobody reaches, a decile not known; and minutes that lie exactly between two tenths.
#[test]
fn the_page_closes_sites_of_an_odd_estate_as_the_program_does() {
    let travel = format!("{TRAVEL}Z4,A,10.25,car\nZ4,E,10.75,car\n");
    let demand = DEMAND.replace("Quay", "\"</script><b>Quay & Co\"");
    closes_alike(&small(
        "2020-03-31",
        &[("sites", SITES), ("demand", &demand), ("travel", &travel)],
    ));
    let run = small("2020-03-31", &[("sites", SITES), ("demand", DEMAND), ("travel", TRAVEL)]);
    closes_alike(&run);
}

#[test]
fn sites_are_chosen_by_keys_and_what_one_more_adds_is_said_before() {
    let Some(mut browser) = Browser::start() else { return };
    let page = Page::sample(Edition::Restricted);
    browser.open(&page.file, "");
    browser.run("document.querySelector('#closing input[data-site=\"FEN-010\"]').focus()");
    let hint = browser.then("document.getElementById('closing-hint').textContent");
    let hint = hint.as_str().unwrap();
    assert!(
        hint.starts_with(
            "Harrowdyke Police Station closed too: 10,700 more residents out of reach"
        ),
        "{hint}"
    );
    browser.press(" ");
    let within = "document.querySelector('[data-of=within][data-service=\"0\"]').textContent";
    assert_eq!(browser.then(within), "98.7%");
    browser.click("#close-proposed");
    assert_eq!(browser.then(within), "92.2%");
    browser.click("#closing button[type=reset]");
    assert_eq!(browser.then(within), "100.0%");
}

#[test]
fn the_public_page_has_no_coverage() {
    let page = crate::published::newest(Edition::Public)["report.html"].clone();
    let page = String::from_utf8(page).unwrap();
    assert!(!page.contains("id=\"coverage\"") && !page.contains("closing-data\""));
}
