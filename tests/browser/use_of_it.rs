//! Sorting, filtering, walking and printing, by mouse and by keys.

use serde_json::{Value, json};
use terrier::edition::Edition;

use super::{Page, opened};
use crate::{
    published::{published, ran, rows, without_charts},
    sample::Sample,
};

const IDS: &str = "[...document.querySelectorAll('#ranking-table tbody tr:not([hidden]) .code')].map((e) => e.textContent)";

/// The ids of the ranking's rows that are shown, in their order.
fn ids(browser: &mut super::Browser) -> Vec<String> {
    let ids = browser.then(IDS);
    ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

fn fill(browser: &mut super::Browser, selector: &str, value: &str) {
    browser.run(&format!(
        "(() => {{ const e = document.querySelector({selector:?}); e.value = {value:?}; \
         e.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
    ));
}

#[test]
fn the_page_opens_without_a_complaint_and_asks_nobody_for_anything() {
    for edition in [Edition::Restricted, Edition::Public] {
        let Some((mut browser, _page)) = opened(edition, "") else { return };
        assert_eq!(browser.then("document.documentElement.className"), "ready");
        assert_eq!(browser.complaints(), Vec::<String>::new(), "{edition}");
        let policy = browser.run("document.querySelector('meta[http-equiv]').content");
        assert!(policy.as_str().unwrap().starts_with("default-src 'none'"), "{policy}");
        // What does not stand in the page already is kept out, by whatever way it comes.
        let foreign = "new Promise((done) => { \
            const script = document.createElement('script'); \
            script.textContent = 'document.title = \"foreign\"'; document.body.append(script); \
            fetch('https://example.org').then(() => done('fetched'), () => done(document.title)); })";
        let title = browser.run(foreign);
        assert!(title.as_str().unwrap().contains("candidates for surplus"), "{title}");
    }
}

#[test]
fn the_ranking_is_sorted_by_mouse_and_by_keys() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "") else { return };
    let by_rank = ids(&mut browser);
    let state = |by: &str| {
        format!(
            "document.querySelector('#ranking-table th[data-by={by}]').getAttribute('aria-sort')"
        )
    };
    assert_eq!(browser.run(&state("rank")), "ascending");
    browser.click("#ranking-table th[data-by=name] button");
    let names = browser.then(
        "[...document.querySelectorAll('#ranking-table tbody bdi')].map((e) => e.textContent)",
    );
    let names: Vec<&str> = names.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert_eq!(
        [browser.run(&state("name")), browser.run(&state("rank"))],
        [json!("ascending"), Value::Null]
    );
    // By keys, and the other way round at the second press.
    browser.run("document.querySelector('#ranking-table th[data-by=disposal] button').focus()");
    let files = crate::published::newest(Edition::Restricted);
    let mut table = rows(&files["ranking.csv"]);
    let points = |text: &str| text.replace('.', "").parse::<i64>().ok();
    for (press, way) in [("descending", -1), ("ascending", 1)] {
        browser.press("Enter");
        let sorted = ids(&mut browser);
        assert_eq!(browser.run(&state("disposal")), press);
        // What is not known stands last either way; the sort is stable.
        table.sort_by_key(|row| {
            let place = by_rank.iter().position(|id| *id == row["site_id"]);
            let known = points(&row["disposal_score"]);
            (known.is_none(), known.map(|p| p * way), place)
        });
        let expected: Vec<String> = table.iter().map(|row| row["site_id"].clone()).collect();
        assert_eq!(sorted, expected);
    }
    for by in ["index", "low", "used", "subletting", "known", "option", "gates", "rank"] {
        browser.click(&format!("#ranking-table th[data-by={by}] button"));
        assert!(browser.then(&state(by)).is_string(), "{by}");
    }
    assert_eq!(ids(&mut browser), by_rank);
}

#[test]
fn the_ranking_is_filtered_by_words_and_by_facts_and_the_address_keeps_it() {
    let Some((mut browser, page)) = opened(Edition::Restricted, "") else { return };
    let all = ids(&mut browser).len();
    let said = "document.querySelector('form[data-filter=ranking-table] .count').textContent";
    assert_eq!(browser.run(said), format!("Showing {all} of {all} sites"));
    let sites = rows(
        &std::fs::read(crate::sample::project(crate::sample::NEWEST).join("sites.csv")).unwrap(),
    );
    let freehold: Vec<&String> =
        sites.iter().filter(|s| s["tenure"] == "freehold").map(|s| &s["site_id"]).collect();
    fill(&mut browser, "form[data-filter=ranking-table] [name=tenure]", "freehold");
    let mut shown = ids(&mut browser);
    assert_eq!(browser.run(said), format!("Showing {} of {all} sites", shown.len()));
    shown.sort();
    assert_eq!(shown.iter().collect::<Vec<_>>(), freehold);
    fill(&mut browser, "form[data-filter=ranking-table] [name=q]", "POLICE fen-01");
    let both = ids(&mut browser);
    assert!(
        !both.is_empty()
            && both.iter().all(|id| id.starts_with("FEN-01") && freehold.contains(&id))
    );
    browser.click("#ranking-table th[data-by=name] button");
    let sorted = ids(&mut browser);
    // The address is written a little later; opened again, it brings all of it back.
    browser.run("new Promise((done) => setTimeout(done, 400))");
    let hash = browser.run("location.hash").as_str().unwrap().to_owned();
    assert!(hash.contains("tenure=freehold") && hash.contains("sort=name.up"), "{hash}");
    browser.open(&page.file, &hash);
    assert_eq!(ids(&mut browser), sorted);
    browser.click("form[data-filter=ranking-table] button[type=reset]");
    assert_eq!(ids(&mut browser).len(), all);
    browser.click("#ranking-table th[data-by=rank] button");
    fill(&mut browser, "form[data-filter=ranking-table] [name=gate]", "needs_consent");
    let gated = ids(&mut browser);
    let table = rows(&crate::published::newest(Edition::Restricted)["ranking.csv"]);
    let expected: Vec<&String> = table
        .iter()
        .filter(|r| r["gates"].contains("needs_consent"))
        .map(|r| &r["site_id"])
        .collect();
    assert_eq!(gated.iter().collect::<Vec<_>>(), expected);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn sites_are_shown_and_hidden_by_status_with_keys_and_the_address_keeps_it() {
    let Some((mut browser, page)) = opened(Edition::Restricted, "") else { return };
    let sites = std::fs::read(crate::sample::project(crate::sample::NEWEST).join("sites.csv"));
    let sites = rows(&sites.unwrap());
    let with = |statuses: &[&str]| {
        let mut ids: Vec<String> = sites
            .iter()
            .filter(|s| statuses.contains(&s["status"].as_str()))
            .map(|s| s["site_id"].clone())
            .collect();
        ids.sort();
        ids
    };
    let shown = |browser: &mut super::Browser| {
        let mut ids = ids(browser);
        ids.sort();
        ids
    };
    let form = "form[data-filter=ranking-table]";
    let boxes = format!(
        "[...document.querySelectorAll('{form} [name=status]')].map((e) => [e.value, e.checked, \
         e.labels[0].textContent.trim()])"
    );
    assert_eq!(
        browser.run(&boxes),
        json!([
            ["operational", true, format!("Operational ({})", with(&["operational", ""]).len())],
            ["vacant", true, format!("Vacant ({})", with(&["vacant"]).len())],
            ["for_sale", true, format!("For sale ({})", with(&["for_sale"]).len())],
            ["sold", true, format!("Sold ({})", with(&["sold"]).len())],
        ])
    );
    let all = shown(&mut browser);
    // By the keyboard alone: the box takes the focus, and the space bar turns it.
    for status in ["sold", "for_sale"] {
        browser.run(&format!(
            "document.querySelector('{form} [name=status][value={status}]').focus()"
        ));
        browser.press(" ");
    }
    assert_eq!(shown(&mut browser), with(&["operational", "", "vacant"]));
    // With a search and with other weights it goes on to hold.
    fill(&mut browser, &format!("{form} [name=tenure]"), "freehold");
    let freehold = shown(&mut browser);
    assert!(!freehold.is_empty() && freehold.len() < all.len());
    let weigh = "(() => { const s = document.querySelector('#weighing input'); s.value = 80; \
                 s.dispatchEvent(new Event('input', { bubbles: true })); \
                 return new Promise((done) => setTimeout(done, 400)); })()";
    browser.run(weigh);
    assert_eq!(shown(&mut browser), freehold);
    let hash = browser.run("location.hash").as_str().unwrap().to_owned();
    assert!(hash.contains("hide=for_sale.sold") && hash.contains("tenure=freehold"), "{hash}");
    browser.open(&page.file, &hash);
    assert_eq!(shown(&mut browser), freehold);
    browser.click(&format!("{form} button[type=reset]"));
    assert_eq!(shown(&mut browser), all);
    browser.click(&format!("{form} [name=status][value=operational]"));
    assert_eq!(shown(&mut browser), with(&["vacant", "for_sale", "sold"]));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_site_opens_by_its_address_and_leads_on_and_back() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "#site-FEN-011") else { return };
    let shown = "[...document.querySelectorAll('main section')].filter((e) => e.offsetParent && \
                 e.matches('.site, main > section')).map((e) => e.id)";
    assert_eq!(browser.then(shown), json!(["sites", "site-FEN-011"]));
    assert_eq!(browser.run("document.activeElement.id"), "site-FEN-011-title");
    assert!(browser.run("document.title").as_str().unwrap().starts_with("Turvesey Police Station"));
    browser.click("#site-FEN-011 a[rel=next]");
    assert_eq!(browser.then(shown), json!(["sites", "site-FEN-017"]));
    browser.click("#site-FEN-017 a[rel=prev]");
    assert_eq!(browser.then("location.hash"), "#site-FEN-011");
    browser.click("#site-FEN-011 .between a");
    // The report is there again, and of the sites the list alone.
    let back = browser.then(shown);
    let back: Vec<&str> = back.as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    assert!(["says", "ranking", "charts", "sites", "files"].iter().all(|id| back.contains(id)));
    assert!(back.iter().all(|id| !id.starts_with("site-FEN")), "{back:?}");
    // No section bears this name; the ranking is searched for it.
    browser.run("location.hash = '#site-FEN-0'");
    browser.then("1");
    assert!(ids(&mut browser).iter().all(|id| id.starts_with("FEN-0")));
}

#[test]
fn the_map_is_walked_by_keys() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "") else { return };
    let stops = browser.run("document.querySelectorAll('#site-map .point[tabindex=\"0\"]').length");
    assert_eq!(stops, 1, "one stop for the tab key");
    browser.run("document.querySelector('#site-map .point[tabindex=\"0\"]').focus()");
    let label = "document.querySelector('#site-map .label').textContent";
    let here = "[document.activeElement.dataset.x, document.activeElement.dataset.y].map(Number)";
    assert!(browser.run(label).as_str().unwrap().contains("rank 1, need index 84.9"));
    let before = browser.run(here);
    browser.press("ArrowDown");
    let after = browser.run(here);
    assert!(after[1].as_f64() > before[1].as_f64(), "{before} {after}");
    assert!(!browser.run(label).as_str().unwrap().contains("rank 1,"));
    assert_eq!(
        browser.run("getComputedStyle(document.querySelector('#site-map .label')).visibility"),
        "visible"
    );
    // What moves is told at both of its ends, and at partners, as their own labels have it.
    for (selector, said) in [
        (
            ".own[aria-label^='Reedmarch Police Station:']",
            "would move to Marchford Custody Suite, 17.8 minutes away.",
        ),
        (
            ".own[aria-label^='Marchford Custody Suite:']",
            "would move in from Reedmarch Police Station.",
        ),
        (".partner[aria-label^='Coldlode Depot']", "could move into Coldlode Depot"),
    ] {
        browser.run(&format!("document.querySelector(\"#site-map {selector}\").focus()"));
        let words = "document.querySelector('#site-map .label').textContent.replace(/ +/g, ' ')";
        let shown = browser.run(words);
        assert!(shown.as_str().unwrap().contains(said), "{shown}");
        let own = browser.run("document.activeElement.getAttribute('aria-label')");
        assert!(own.as_str().unwrap().contains(said), "{own}");
    }
    browser.press("Home");
    browser.press("Enter");
    assert_eq!(browser.then("location.hash"), "#site-FEN-011");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_calendar_and_the_findings_are_filtered_and_empty_groups_go() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "") else { return };
    let events = rows(&crate::published::newest(Edition::Restricted)["lease_events.csv"]);
    let breaks = events.iter().filter(|e| e["kind"] == "break").count();
    fill(&mut browser, "form[data-filter=calendar-table] [name=kind]", "break");
    let shown = "[document.querySelectorAll('#calendar-table [data-item]:not([hidden])').length, \
        [...document.querySelectorAll('#calendar-table [data-group]:not([hidden])')] \
        .every((group) => group.querySelector('[data-item]:not([hidden])'))]";
    assert_eq!(browser.run(shown), json!([breaks, true]));
    let months = "[...document.querySelectorAll('.months td')].reduce((sum, td) => sum + Number(td.textContent), 0)";
    assert_eq!(browser.run(months), events.len());
    let links =
        "[...document.querySelectorAll('.months a')].every((a) => document.querySelector(a.hash))";
    assert_eq!(browser.run(links), true);
    fill(&mut browser, "form[data-filter=finding-list] [name=severity]", "note");
    let findings = rows(&crate::published::newest(Edition::Restricted)["findings.csv"]);
    let notes = findings.iter().filter(|f| f["severity"] == "note").count();
    let shown = "document.querySelectorAll('#finding-list [data-item]:not([hidden])').length";
    assert_eq!(browser.run(shown), notes);
}

#[test]
fn names_that_are_attacks_are_text_and_nothing_else() {
    let attack = "</script><img src=x onerror=\"document.title='pwned'\"><b>Old</b> ' & {{ 7*7 }}";
    let district = "\"><script>alert(1)</script>";
    let sample = Sample::new()
        .cell("sites", "FEN-011", "name", attack)
        .cell("sites", "FEN-011", "district", district);
    let Some(mut browser) = super::Browser::start() else { return };
    // Charts take most of the time; one edition has them.
    let whole = published(&sample.folder, Edition::Restricted);
    let public = without_charts(&ran(&sample.folder), Edition::Public);
    for files in [whole, public] {
        let page = Page::of(&files["report.html"]);
        browser.open(&page.file, "#site-FEN-011");
        assert_eq!(browser.then("document.images.length"), 0);
        assert_eq!(browser.run("document.querySelectorAll('b, [onerror]').length"), 0);
        assert_eq!(
            browser.run("document.querySelector('#site-FEN-011 h3 bdi').textContent"),
            attack
        );
        let names =
            "[...document.querySelectorAll('#ranking-table bdi')].map((b) => b.textContent)";
        let names = browser.run(names);
        assert!(names.as_array().unwrap().iter().any(|name| name == attack), "{names}");
        assert_ne!(browser.run("document.title"), "pwned");
        assert_eq!(browser.complaints(), Vec::<String>::new());
    }
}
