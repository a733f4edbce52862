//! How the page looks: on every width, on paper, to those who see or use it otherwise, and without its script.

use std::{env, fs, sync::OnceLock};

use serde_json::{Value, json};
use terrier::edition::Edition;

use super::{Browser, Page, opened};
use crate::{published::published, sample::Sample};

/// Findings of these impacts fail.
const GRAVE: &str = "['serious', 'critical']";

/// The text of axe-core, where its file is named by the environment.
fn axe() -> Option<String> {
    let file = env::var_os("TERRIER_AXE");
    let text = file.and_then(|file| fs::read_to_string(file).ok());
    if text.is_none() {
        super::driver::skipped("TERRIER_AXE names no axe.min.js (`.ci/run` fetches one with npm)");
    }
    text
}

/// What axe-core finds grave: rule, impact and the first elements.
fn grave(browser: &mut Browser, axe: &str) -> Value {
    browser.run(&format!("{axe}; 1"));
    browser.run(&format!(
        "axe.run(document, {{ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
         'wcag22aa', 'best-practice'] }}).then((found) => found.violations \
         .filter((v) => {GRAVE}.includes(v.impact)) \
         .map((v) => [v.id, v.impact, v.nodes.length, v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200))]))"
    ))
}

/// A few sites of every kind: axe looks at each element, and the whole sample has tens of thousands.
fn few_sites() -> &'static Sample {
    static FEW: OnceLock<Sample> = OnceLock::new();
    const IDS: [&str; 6] = ["FEN-011", "FEN-012", "FEN-014", "FEN-005", "FEN-001", "FEN-015"];
    FEW.get_or_init(|| Sample::new().with_sites(|id| IDS.contains(&id)))
}

fn nothing_grave(edition: Edition) {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Browser::start() else { return };
    let page = Page::of(&published(&few_sites().folder, edition)["report.html"]);
    for scheme in ["light", "dark"] {
        browser.media("screen", scheme);
        browser.size(1280, 900);
        browser.open(&page.file, "");
        // Controls that are folded away are looked at as well.
        browser.run("document.querySelectorAll('details').forEach((e) => (e.open = true))");
        assert_eq!(grave(&mut browser, &axe), json!([]), "{edition}, {scheme}");
        browser.size(390, 844);
        browser.open(&page.file, "#site-FEN-011");
        assert_eq!(grave(&mut browser, &axe), json!([]), "a site, {edition}, {scheme}");
    }
}

#[test]
fn axe_finds_nothing_grave_in_the_restricted_page() {
    nothing_grave(Edition::Restricted);
}

#[test]
fn axe_finds_nothing_grave_in_the_public_page() {
    nothing_grave(Edition::Public);
}

#[test]
fn no_width_makes_the_page_scroll_sideways() {
    let Some((mut browser, page)) = opened(Edition::Restricted, "") else { return };
    for place in ["", "#site-FEN-012"] {
        browser.open(&page.file, place);
        browser.run("document.getElementById('weights').open = true");
        assert_no_width_scrolls(&mut browser, place);
    }
}

/// The page is never wider than the window, from the narrowest that is asked for to the widest.
pub(super) fn assert_no_width_scrolls(browser: &mut Browser, place: &str) {
    for width in [320, 390, 768, 1280, 1920, 2560] {
        browser.size(width, 900);
        let wide = browser.then("document.documentElement.scrollWidth");
        assert!(wide.as_u64().unwrap() <= u64::from(width), "{place} {width}: {wide}");
    }
}

#[test]
fn controls_are_large_enough_to_hit() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "") else { return };
    browser.run("document.getElementById('weights').open = true");
    assert_controls_are_large(&mut browser);
}

/// Every control that can be seen is at least 24 pixels wide and high.
pub(super) fn assert_controls_are_large(browser: &mut Browser) {
    for width in [320, 390, 1280] {
        browser.size(width, 900);
        let small = browser.then(
            "[...document.querySelectorAll('button, input, select, summary, nav a, .months a')] \
             .filter((e) => e.checkVisibility()) \
             .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()]) \
             .filter(([, box]) => box.width < 24 || box.height < 24).map(([html, box]) => [html, box.width, box.height])",
        );
        assert_eq!(small, json!([]), "WCAG 2.2, 2.5.8, at {width}");
    }
}

#[test]
fn on_paper_there_are_no_controls_and_heads_are_repeated() {
    use base64_of_pdf::pages;
    let Some((mut browser, page)) = opened(Edition::Restricted, "") else { return };
    browser.media("print", "light");
    let hidden = browser.then(
        "[...document.querySelectorAll('nav, form, .weights-panel, .between, .months')].every((e) => !e.checkVisibility())",
    );
    assert_eq!(hidden, true);
    let head = "getComputedStyle(document.querySelector('#ranking-table thead')).display";
    assert_eq!(browser.run(head), "table-header-group");
    browser.media("", "light");
    let print = json!({"preferCSSPageSize": true});
    let whole = pages(&browser.call("Page.printToPDF", print.clone())["data"]);
    // A site by its own address is a sheet of its own.
    browser.open(&page.file, "#site-FEN-011");
    let site = pages(&browser.call("Page.printToPDF", print)["data"]);
    assert!(whole > 20 && (1..=4).contains(&site), "{whole} and {site} pages");
}

#[test]
fn without_its_script_all_can_be_read() {
    let Some(mut browser) = Browser::start() else { return };
    browser.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    let page = Page::sample(Edition::Restricted);
    browser.open(&page.file, "");
    let told = browser.run(
        "[document.querySelectorAll('#ranking-table tbody tr').length, document.querySelectorAll('.site').length, \
         [...document.querySelectorAll('form, #weights')].some((e) => e.checkVisibility()), \
         [...document.querySelectorAll('#site-map a')].every((a) => a.getAttribute('href').startsWith('#site-'))]",
    );
    assert_eq!(told, json!([33, 33, false, true]));
}

/// Just enough of PDF to count pages.
mod base64_of_pdf {
    use serde_json::Value;

    /// Counts the pages of a file in base64: each is an object whose type is `Page`.
    pub fn pages(data: &Value) -> usize {
        let mut bytes = Vec::new();
        let mut bits = 0_u32;
        let mut held = 0;
        for letter in data.as_str().unwrap().bytes().filter(|b| *b != b'=') {
            let six = match letter {
                b'A'..=b'Z' => letter - b'A',
                b'a'..=b'z' => letter - b'a' + 26,
                b'0'..=b'9' => letter - b'0' + 52,
                b'+' => 62,
                _ => 63,
            };
            bits = bits << 6 | u32::from(six);
            held += 6;
            if held >= 8 {
                held -= 8;
                bytes.push(u8::try_from(bits >> held & 0xff).unwrap());
            }
        }
        assert!(bytes.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&bytes);
        text.matches("/Type /Page\n").count()
    }
}
