//! The page ranks as the program does, to the last digit, by whatever weights.

use std::process::Command;

use serde_json::{Value, json};
use terrier::{
    edition::{self, Edition},
    policy::Policy,
    report,
};

use super::{Browser, Page};
use crate::{
    published::{policy, ran, rows, studied_under, without_charts},
    sample::{NEWEST, project},
};

/// Weights that add to 100 by score, none of them the policy's: the share of utilisation in the index, then
/// the criteria in the order of the sliders.
const SETS: [(u32, &str); 4] = [
    (50, "40 20 25 15  20 20 25 20 10 5  10 30 15 10 5 20 10"),
    (37, "31 29 23 17  17 13 19 23 11 17  13 7 19 3 17 11 30"),
    (100, "0 0 100 0  100 0 0 0 0 0  1 1 1 1 1 1 94"),
    (0, "97 1 1 1  7 7 7 7 7 65  0 0 0 50 0 0 50"),
];

const FIGURES: &str = "[...document.querySelectorAll('#ranking-table tbody tr')].map((row) => {
    const f = row.figures;
    return [row.querySelector('.code').textContent, row.querySelector('.rank').firstChild.textContent,
            f.rank, f.index, f.low, f.high, f.used, f.subletting, f.disposal, f.known,
            row.querySelector('.index').textContent, row.dataset.standing];
})";

/// What the program ranks under a policy: as the page has it.
fn by_the_program(folder: &std::path::Path, policy: &Policy) -> Vec<Value> {
    let run = studied_under(folder, policy);
    let ranking = edition::ranking(run.results(policy));
    let csv = report::csv_of(terrier::tables::Ranking::of(ranking.iter())).unwrap();
    let units = |text: &String| match text.replace('.', "").parse::<i64>() {
        Ok(units) => json!(units),
        Err(_) => Value::Null,
    };
    let row = |(row, site): (&std::collections::BTreeMap<String, String>, &edition::SiteRow)| {
        let rank = units(&row["rank"]);
        let shown = rank.as_i64().map_or_else(|| "–".to_owned(), |rank| rank.to_string());
        let index = site.need_index.map_or_else(String::new, |index| index.one_decimal());
        json!([
            row["site_id"],
            shown,
            rank,
            units(&row["need_index"]),
            units(&row["need_low"]),
            units(&row["need_high"]),
            units(&row["utilisation_score"]),
            units(&row["subletting_score"]),
            units(&row["disposal_score"]),
            site.known_share,
            index,
            site.not_ranked.map_or("ranked", |why| why.word()),
        ])
    };
    rows(&csv).iter().zip(&ranking).map(row).collect()
}

fn compare(page: &Value, program: &[Value]) {
    let page = page.as_array().unwrap();
    assert_eq!(page.len(), program.len());
    for (place, (page, program)) in page.iter().zip(program).enumerate() {
        assert_eq!(page, program, "place {}", place + 1);
    }
}

/// Moves every slider as a hand would, and returns the policy file that the page then offers.
fn weigh(browser: &mut Browser, share: u32, weights: &str) -> String {
    let weights: Vec<&str> = weights.split_whitespace().collect();
    let script = format!(
        "(() => {{
            const sliders = [...document.querySelectorAll('#weighing input[type=range]')];
            const values = [{share}, {}];
            if (sliders.length !== values.length) throw new Error(`${{sliders.length}} sliders`);
            sliders.forEach((slider, i) => {{
                slider.value = values[i];
                slider.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }});
        }})()",
        weights.join(", ")
    );
    browser.run(&script);
    browser.then("document.getElementById('overlay').textContent").as_str().unwrap().to_owned()
}

fn ranks_alike(folder: &std::path::Path) {
    let Some(mut browser) = Browser::start() else { return };
    let files = without_charts(&ran(folder), Edition::Restricted);
    let page = Page::of(&files["report.html"]);
    browser.open(&page.file, "");
    let by_policy = by_the_program(folder, policy());
    compare(&browser.run(FIGURES), &by_policy);
    for (share, weights) in SETS {
        let overlay = weigh(&mut browser, share, weights);
        let other = Policy::from_text(Some(&overlay)).unwrap();
        let by_program = by_the_program(folder, &other);
        assert_ne!(by_program, by_policy, "other weights that change nothing prove nothing");
        compare(&browser.run(FIGURES), &by_program);
    }
    browser.run("document.getElementById('weights').open = true");
    browser.click("#weighing button[type=reset]");
    compare(&browser.then(FIGURES), &by_policy);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_page_ranks_the_sample_as_the_program_does_by_any_weights() {
    ranks_alike(&project(NEWEST));
}

#[test]
fn the_page_ranks_a_generated_estate_as_the_program_does_by_any_weights() {
    let root = tempfile::tempdir().unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_generate"))
        .args(["synthetic", "60"])
        .arg(root.path())
        .status()
        .unwrap();
    assert!(made.success());
    ranks_alike(&root.path().join("2020-03-31"));
}

#[test]
fn the_page_says_how_the_first_five_differ_and_that_weights_were_tried() {
    let Some((mut browser, _page)) = super::opened(Edition::Restricted, "#ranking") else { return };
    let said =
        "[document.getElementById('weighed').textContent, document.getElementById('tried').hidden]";
    weigh(&mut browser, 0, SETS[3].1);
    let told = browser.run(said);
    let words = told[0].as_str().unwrap();
    assert!(words.starts_with("First by these weights: "), "{words}");
    assert!(
        words.contains("New, with policy rank") && words.contains("No longer among the first"),
        "{words}"
    );
    assert_eq!(told[1], false);
    // A sum other than 100 is shares of that sum, and no policy.
    let overlay = weigh(&mut browser, 50, &SETS[0].1.replacen("40", "80", 1));
    assert!(Policy::from_text(Some(&overlay)).is_ok_and(|p| p.criteria == policy().criteria));
    assert!(overlay.contains("utilisation add to 140"), "{overlay}");
    let first =
        browser.run("document.querySelector('#weighing input[name=utilisation]').ariaValueText");
    assert_eq!(first, "80 (57.1%)");
}

#[test]
fn the_public_page_has_no_sliders_and_no_levels_and_says_why() {
    let page = String::from_utf8(crate::published::newest(Edition::Public)["report.html"].clone())
        .unwrap();
    assert!(!page.contains("weighing-data\">") && !page.contains("type=\"range\" name"));
    assert!(page.contains("Other weights cannot be tried in this edition"));
}
