//! Weights found by swings on the page: the same policy file as the program makes of a workbook's sheet.

use serde_json::Value;
use terrier::edition::Edition;

use crate::swings::{At, Put, filled, of_two_scores, overlay_of};

/// What the page says: the policy file, and what is wrong.
const SAID: &str = "[document.getElementById('swing-overlay').textContent,
    document.getElementById('swing-faults').textContent]";

/// Enters values in fields by their names, as a hand would.
fn enter(fields: &[(&str, &str)]) -> String {
    let fields = serde_json::to_string(fields).unwrap();
    format!(
        "for (const [name, value] of {fields}) {{
            const field = document.getElementById('swinging').elements.namedItem(name);
            field.value = value;
            field.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }}"
    )
}

#[test]
fn the_page_makes_the_same_policy_file_as_the_program() {
    let Some((mut browser, _page)) = super::opened(Edition::Restricted, "#ranking") else { return };
    let folder = tempfile::tempdir().unwrap();
    let odd = "money \\ \"first\"\u{a0}\n and £ then\u{7f}";
    let subletting = ["lettable_space", "right_to_sublet_part", "letting_value"];
    let rest = ["partner_need", "time_to_grant", "separate_entrance"];
    let mut cells = of_two_scores();
    cells.extend(subletting.map(|entry| (At::Points(entry), Put::Number(100.0))));
    cells.extend(rest.map(|entry| (At::Points(entry), Put::Number(33.3333))));
    cells.push((At::Beside("Why"), Put::Text(odd)));
    let by_the_program = overlay_of(&filled(&folder, &cells));
    let points = [
        ("utilisation", "100"),
        ("peak", "33.5"),
        ("space", "66.6"),
        ("area_in_use", "0"),
        ("cost_saved", "100"),
        ("net_receipt", "85"),
        ("backlog_avoided", "70"),
        ("cost_per_m2", "0.3"),
        ("coverage_kept", "60"),
        ("room_near_by", "45.25"),
        ("months_to_exit", "12.3456"),
    ];
    browser.run("document.getElementById('weights').open = true");
    browser.run("document.getElementById('by-swings').open = true");
    browser.run(&enter(&points));
    browser.run(&enter(&subletting.map(|entry| (entry, "100"))));
    browser.run(&enter(&rest.map(|entry| (entry, "33.3333"))));
    // The field of a page takes no line breaks.
    browser.run(&enter(&[("by", " Estates  Board "), ("on", "2026-11-30"), ("why", odd)]));
    let said = browser.run(SAID);
    assert_eq!(said[1], "");
    let by_the_program: Vec<&str> = by_the_program.lines().collect();
    let on_the_page: Vec<&str> = said[0].as_str().unwrap().lines().collect();
    assert_eq!(on_the_page, by_the_program);
    assert!(said[0].as_str().unwrap().ends_with("points\n"));
    browser.click("#swinging button[type=reset]");
    assert_eq!(browser.then(SAID), serde_json::json!(["", ""]));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_page_gives_no_policy_file_by_halves_and_says_what_is_missing() {
    let Some((mut browser, _page)) = super::opened(Edition::Restricted, "#ranking") else { return };
    let mut said = |fields: &[(&str, &str)]| -> Value {
        browser.run(&enter(fields));
        let said = browser.run(SAID);
        assert_eq!(said[0], "", "{said}");
        said[1].clone()
    };
    assert_eq!(said(&[]), "");
    assert_eq!(
        said(&[("peak", "90")]),
        "Give every criterion of the utilisation score points. Give 100 points to the swing of the utilisation score that \
         matters most. Say who gave the points. Say when, as a date such as 2026-11-30. Say why."
    );
    let rest = [
        ("on", "2026-02-30"),
        ("utilisation", "101"),
        ("space", "5"),
        ("area_in_use", "5"),
        ("by", "Board"),
    ];
    assert_eq!(
        said(&rest),
        "Points of the utilisation score must be numbers from 0 to 100, with at most four decimals. Say when, as a date such as 2026-11-30. Say why."
    );
    assert_eq!(said(&[("utilisation", "100"), ("on", "2026-11-30")]), "Say why.");
    browser.run(&enter(&[("why", "cost")]));
    assert!(browser.run(SAID)[0].as_str().unwrap().contains("by = \"Board\""));
}
