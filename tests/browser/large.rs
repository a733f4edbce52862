//! The page of a large estate: the first rows of its ranking stand in it, and its script makes the others.

use serde_json::{Value, json};
use terrier::{
    edition::{self, Edition},
    report::{self, OutputFile, Wording},
};

use super::{
    Browser, Page,
    looks::{assert_controls_are_large, assert_no_width_scrolls},
};
use crate::published::{policy, rows, small};

const SITES: usize = 320;

/// The files of an estate of so many sites, some of them without much that is known.
fn files(edition: Edition) -> Vec<OutputFile> {
    let mut sites = "site_id,name,use,tenure,status,district,gia_m2,workstations,market_value,\
                     easting,northing\n"
        .to_owned();
    for number in 0..SITES {
        let status = ["operational", "vacant", "for_sale", "must_keep"][number % 7 % 4];
        let (area, desks) = (400 + number * 7, 10 + number % 50);
        let known = number % 5 > 0;
        let value = if known { (300_000 + number * 1_000).to_string() } else { String::new() };
        let (east, north) = (500_000 + number % 20 * 1_500, 300_000 + number / 20 * 1_500);
        sites.push_str(&format!(
            "L-{number:03},\"Hall <b>{number}</b> & Co\",office,freehold,{status},North,{area},{desks},{value},\
             {east},{north}\n"
        ));
    }
    let mut costs = "site_id,financial_year,category,amount\n".to_owned();
    for number in (0..SITES).filter(|number| number % 5 > 0) {
        costs.push_str(&format!("L-{number:03},2019/20,utilities,{}\n", 9_000 + number * 211));
    }
    let run = small("2020-03-31", &[("sites", &sites), ("costs", &costs)]);
    let view = edition::view(run.results(policy()), edition).unwrap();
    report::files(&view, Vec::new(), &Wording::default(), report::data_files(&view).unwrap())
        .unwrap()
}

fn file<'f>(files: &'f [OutputFile], path: &str) -> &'f [u8] {
    files.iter().find(|file| file.path == path).map(|file| file.bytes.as_slice()).unwrap()
}

const ROWS: &str = "[...document.querySelectorAll('#ranking-table tbody tr')]";
const SAID: &str = "document.getElementById('ranking-table-part').firstElementChild.textContent";

/// What each row says, cell by cell.
fn cells(browser: &mut Browser) -> Value {
    browser.run(&format!(
        "{ROWS}.map((row) => [row.className, {{ ...row.dataset }}, \
         ...[...row.cells].map((cell) => cell.textContent.replace(/\\s+/g, ' ').trim())])"
    ))
}

#[test]
fn every_site_of_a_large_estate_can_be_sorted_found_and_listed() {
    let files = files(Edition::Restricted);
    let html = String::from_utf8(file(&files, "report.html").to_vec()).unwrap();
    assert!(
        html.contains(
            "The first 200 sites are listed here; ranking.csv and the workbook list all."
        )
    );
    let Some(mut browser) = Browser::start() else { return };
    let page = Page::of(html.as_bytes());
    browser.open(&page.file, "");
    let count = format!("{ROWS}.length");
    assert_eq!(browser.run(&count), 200);
    assert_eq!(browser.run(SAID), "The first 200 of 320 sites are listed.");
    // The last of the ranking is the first the other way round.
    let table = rows(file(&files, "ranking.csv"));
    let first = format!("{ROWS}[0].querySelector('.code').textContent");
    browser.click("#ranking-table th[data-by=name] button");
    browser.click("#ranking-table th[data-by=name] button");
    assert_eq!(browser.run(&first), "L-319");
    browser.click("#ranking-table th[data-by=rank] button");
    assert_eq!(browser.run(&first), table[0]["site_id"].as_str());
    browser.click("#ranking-table-part button");
    assert_eq!(browser.run(SAID), "All 320 sites are listed.");
    let ids = browser.run(&format!("{ROWS}.map((row) => row.querySelector('.code').textContent)"));
    let own: Vec<&String> = table.iter().map(|row| &row["site_id"]).collect();
    assert_eq!(ids, json!(own));
    // Weighing by the policy's own weights writes every figure anew: the rows that the script made had the same.
    let made = cells(&mut browser);
    browser.run("document.getElementById('weighing').dispatchEvent(new Event('input'))");
    browser.run("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))");
    let weighed = cells(&mut browser);
    for (row, before) in made.as_array().unwrap().iter().enumerate() {
        assert_eq!(&weighed[row], before);
    }
    // One that does not stand in the page is found, and its name is no markup.
    let last = &own[SITES - 1];
    browser.run(&format!(
        "(() => {{ const e = document.querySelector('form[data-filter=ranking-table] [name=q]'); \
         e.value = '{last}'; e.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
    ));
    assert_eq!(browser.run(&first), last.as_str());
    let name = browser.run(&format!("{ROWS}[0].querySelector('bdi').textContent"));
    assert_eq!(name, format!("Hall <b>{}</b> & Co", last[2..].trim_start_matches('0')));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// The rows that the script makes and the buttons below them keep to the rules of the page that stands.
#[test]
fn the_list_of_a_large_estate_fits_every_width_with_controls_large_enough() {
    let files = files(Edition::Restricted);
    let Some(mut browser) = Browser::start() else { return };
    let page = Page::of(file(&files, "report.html"));
    browser.open(&page.file, "");
    assert_no_width_scrolls(&mut browser, "the first rows");
    assert_controls_are_large(&mut browser);
    browser.click("#ranking-table-part button");
    assert_eq!(browser.run(SAID), "All 320 sites are listed.");
    assert_no_width_scrolls(&mut browser, "all rows");
    assert_controls_are_large(&mut browser);
}

#[test]
fn a_row_that_the_script_makes_is_as_one_that_stands_in_the_page() {
    let files = files(Edition::Public);
    let Some(mut browser) = Browser::start() else { return };
    let page = Page::of(file(&files, "report.html"));
    browser.open(&page.file, "");
    browser.click("#ranking-table-part button");
    let shape = "(row) => [...row.querySelectorAll('*')].map((e) => \
                 `${e.tagName}.${e.className.baseVal ?? e.className}`)";
    let shapes = browser.run(&format!("{ROWS}.slice(199, 201).map({shape})"));
    let standing =
        browser.run(&format!("{ROWS}.slice(199, 201).map((row) => row.dataset.standing)"));
    assert_eq!(standing[0], standing[1]);
    assert_eq!(shapes[0], shapes[1]);
    assert!(shapes[0].as_array().is_some_and(|all| all.len() > 10), "{shapes}");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
