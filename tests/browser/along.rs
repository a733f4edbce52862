//! The controls that move along the frontiers of the plan show the plans of the table, and go by keys.

use serde_json::{Value, json};
use terrier::edition::Edition;

use super::opened;
use crate::published::{newest, rows};

/// What the control of a frontier shows, by name.
const SHOWS: &str = "Object.fromEntries([...document.querySelectorAll('form[data-along=saving_against_counters] \
                     [data-shows]')].map((cell) => [cell.dataset.shows, cell.textContent]))";

/// Pounds and pence as whole pounds with commas.
fn pounds(digits: &str) -> String {
    let (whole, pence) = digits.split_once('.').unwrap();
    let whole: i64 = whole.parse::<i64>().unwrap() + i64::from(pence >= "50");
    format!("£{}", terrier::model::with_thousands(&whole.to_string()))
}

#[test]
fn a_control_goes_along_the_plans_of_a_frontier_by_keys() {
    let Some((mut browser, _page)) = opened(Edition::Restricted, "#plan") else { return };
    let table = rows(&newest(Edition::Restricted)["plan_frontiers.csv"]);
    let points: Vec<_> =
        table.iter().filter(|row| row["frontier"] == "saving_against_counters").collect();
    assert_eq!(points.len(), 3);
    let shown = |point: usize| -> Value {
        let row = points[point - 1];
        let reach = terrier::model::with_thousands(&row["within_reach"]);
        let since = match point {
            1 => "Sites that change from business as usual".to_owned(),
            _ => format!("Sites that change from plan {}", point - 1),
        };
        // The policy asks for 796,293 within reach.
        let kept = if row["within_reach"].parse::<i64>().unwrap() < 796_293 { "no" } else { "yes" };
        json!({
            "point": format!("{point} of 3"),
            "bounded": reach,
            "best": pounds(&row["saving"]),
            "worth": pounds(&row["worth"]),
            "kept": kept,
            "since": since,
            "changes": row["changes"].as_str(),
        })
    };
    // It begins at the first plan that keeps the policy's own limit.
    assert_eq!(browser.then(SHOWS), shown(3));
    browser.run("document.getElementById('along-saving_against_counters').focus()");
    browser.press("Home");
    assert_eq!(browser.then(SHOWS), shown(1));
    browser.press("ArrowRight");
    assert_eq!(browser.then(SHOWS), shown(2));
    let told = "document.activeElement.getAttribute('aria-valuetext')";
    assert_eq!(browser.run(told), "plan 2 of 3: 793,636");
    let marked = "[...document.querySelectorAll('#plan-frontiers .shown [data-of=bounded]')].map((e) => e.textContent)";
    assert_eq!(browser.run(marked), json!(["793,636"]));
    // Frontiers of one plan have no control.
    assert_eq!(browser.run("document.querySelectorAll('form[data-along]').length"), 1);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn without_the_script_the_plans_are_a_table_and_it_is_said_that_nothing_between_is_solved() {
    let page = String::from_utf8(newest(Edition::Restricted)["report.html"].clone()).unwrap();
    assert!(
        page.contains("Limits between them are not solved on this page: terrier plan solves them")
    );
    let (_, table) = page.split_once("id=\"plan-frontiers\"").unwrap();
    let (table, _) = table.split_once("</table>").unwrap();
    assert_eq!(table.matches("<tr data-frontier=").count(), 5);
    assert!(
        page.contains("data-along=\"saving_against_counters\"")
            && page.contains("\" hidden>\n<fieldset>")
    );
    let public = String::from_utf8(newest(Edition::Public)["report.html"].clone()).unwrap();
    assert!(!public.contains("data-along=\"") && !public.contains("id=\"plan-frontiers\""));
}
