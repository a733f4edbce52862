//! Second opinions and agreement of rankings against published vectors.
//!
//! The vectors stand beside the project and not in it (`../shared/data/mcda-vectors`); without them these tests say so. What
//! is worked out by hand stands with the code.

use std::fs;

use serde_json::Value;
use terrier::score::mcda::{
    BetterWhen, DecisionTable, Normalisation, kendall, shared_places, spearman,
};

use crate::sample::project;

/// A file of published cases; `None`, and a word, where it is not there.
fn published(name: &str) -> Option<Value> {
    let path = project("../shared/data/mcda-vectors").join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Some(serde_json::from_str(&text).unwrap()),
        Err(_) => {
            #[allow(clippy::print_stderr, reason = "a test that is left out says so")]
            {
                eprintln!("left out: {} is not there", path.display());
            }
            None
        }
    }
}

/// The case of that name.
fn case<'a>(cases: &'a Value, key: &str, name: &str) -> &'a Value {
    let cases = cases.as_array().unwrap();
    cases.iter().find(|case| case[key] == name).unwrap_or_else(|| panic!("no case {name}"))
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn rows(matrix: &Value) -> Vec<Vec<f64>> {
    matrix.as_array().unwrap().iter().map(numbers).collect()
}

/// The table of a case; without weights each criterion counts as much.
fn table(input: &Value, directions: &str) -> DecisionTable {
    let better = |direction| if direction > 0.0 { BetterWhen::Higher } else { BetterWhen::Lower };
    let better: Vec<BetterWhen> = numbers(&input[directions]).into_iter().map(better).collect();
    let weights = input.get("weights").map_or_else(|| vec![1.0; better.len()], numbers);
    DecisionTable::new(&rows(&input["matrix"]), better, weights).unwrap()
}

/// The scaled values by alternative, as they are published.
fn by_alternative(columns: &[Vec<f64>]) -> Vec<f64> {
    let row = |at: usize| columns.iter().map(move |column| column[at]);
    (0..columns[0].len()).flat_map(row).collect()
}

#[track_caller]
fn within(found: &[f64], wanted: &[f64], apart: f64, name: &str) {
    assert_eq!(found.len(), wanted.len(), "{name}");
    let is_near = |(a, b): (&f64, &f64)| (a - b).abs() <= apart;
    assert!(found.iter().zip(wanted).all(is_near), "{name}: {found:?} for {wanted:?}");
}

/// Half of the last digit given, and what rounding it to binary loses.
const fn half_digit(digits: i32) -> f64 {
    [0.5, 0.05, 0.005, 0.000_5, 0.000_05, 0.0, 0.0, 0.0, 0.000_000_005][digits as usize] + 1e-12
}

#[test]
fn methods_give_what_is_published() {
    let Some(cases) = published("pymcdm_pyrepo_vectors.json") else { return };
    let data = |name| &case(&cases, "case", name)["data"];
    let wsm = data("TestWSM.test_output");
    let found = table(wsm, "types").weighted_sum(Normalisation::Sum);
    within(&found, &numbers(&wsm["output"]), half_digit(3), "weighted sum");
    let wpm = data("TestWPM.test_output");
    let found = table(wpm, "types").weighted_product(Normalisation::Sum);
    within(&found, &numbers(&wpm["output"]), half_digit(3), "weighted product");
    let saw = data("Test_SAW.test_saw");
    let found = table(saw, "types").weighted_sum(Normalisation::Linear);
    within(&found, &numbers(&saw["real_result"]), half_digit(3), "additive weighting");
    // Half the weighted sum and half the weighted product.
    let waspas = data("TestWASPAS.test_output");
    let both = table(waspas, "types");
    let sums = both.weighted_sum(Normalisation::Linear).into_iter();
    let products = both.weighted_product(Normalisation::Linear);
    let found: Vec<f64> = sums.zip(products).map(|(sum, product)| (sum + product) / 2.0).collect();
    within(&found, &numbers(&waspas["output"]), half_digit(4), "sum and product");

    let topsis = data("TestTOPSIS.test_output");
    let found = table(topsis, "types").topsis(Normalisation::MinMax);
    within(&found, &numbers(&topsis["output"]), half_digit(3), "TOPSIS");
    let topsis = data("Test_TOPSIS.test_topsis");
    let found = table(topsis, "types").topsis(Normalisation::Vector);
    // Worked out there with weights that are given here with three digits.
    within(&found, &numbers(&topsis["real_result"]), 0.001, "TOPSIS by vectors");
}

#[test]
fn scales_give_what_is_published() {
    let Some(cases) = published("pymcdm_pyrepo_vectors.json") else { return };
    for (name, way) in [
        ("Minmax", Normalisation::MinMax),
        ("Sum", Normalisation::Sum),
        ("Vector", Normalisation::Vector),
        ("Linear", Normalisation::Linear),
    ] {
        let full = format!("Test{name}Normalization.test_output");
        let data = &case(&cases, "case", &full)["data"];
        let found = by_alternative(&table(data, "types").normalised(way));
        within(&found, &numbers(&data["output"]), half_digit(8), name);
    }
}

#[test]
fn unrounded_values_agree_to_the_eleventh_digit() {
    let Some(book) = published("pymcdm_full_precision.json") else { return };
    let agrees = |name: &str, work: fn(&DecisionTable) -> Vec<f64>| {
        let case = case(&book["cases"], "id", name);
        let found = work(&table(&case["input"], "objectives"));
        let value = &case["value_pymcdm_1_4_0"];
        let wanted = if value[0].is_array() { rows(value).concat() } else { numbers(value) };
        within(&found, &wanted, 1e-11, name);
        found
    };
    agrees("wsm_pymcdm_sumnorm", |table| table.weighted_sum(Normalisation::Sum));
    agrees("wpm_pymcdm_sumnorm", |table| table.weighted_product(Normalisation::Sum));
    let found = agrees("topsis_opricovic2004", |table| table.topsis(Normalisation::MinMax));
    // The first and the last tie, and not by rounding.
    assert_eq!(shared_places(&found), [2.5, 1.0, 2.5]);
    agrees("minmax_pymcdm", |table| by_alternative(&table.normalised(Normalisation::MinMax)));
    agrees("sum_pymcdm", |table| by_alternative(&table.normalised(Normalisation::Sum)));
    agrees("vector_pymcdm", |table| by_alternative(&table.normalised(Normalisation::Vector)));
    agrees("linear_pymcdm", |table| by_alternative(&table.normalised(Normalisation::Linear)));

    let ties =
        book["cases"].as_array().unwrap().iter().filter(|case| case["group"] == "ranking_ties");
    let mut seen = 0;
    for case in ties {
        let values = numbers(&case["input"]["values"]);
        let falling = case["input"]["descending"].as_bool().unwrap();
        let values: Vec<f64> =
            values.into_iter().map(|value| if falling { value } else { -value }).collect();
        assert_eq!(shared_places(&values), numbers(&case["expected"]), "{case}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn rankings_agree_as_published() {
    let Some(cases) = published("pymcdm_pyrepo_vectors.json") else { return };
    let data = |name| &case(&cases, "case", name)["data"];
    let rho = data("Test_Spearman.test_spearman");
    assert_eq!(spearman(&numbers(&rho["R"]), &numbers(&rho["Q"])), rho["real_result"].as_f64());
    let ranked = data("Test_Rank_preferences.test_rank_preferences");
    let falling: Vec<f64> = numbers(&ranked["pref"]).into_iter().map(|value| -value).collect();
    assert_eq!(shared_places(&falling), numbers(&ranked["real_result"]));

    // Kemeny's distance counts 2 for a pair in opposite order and 1 for one that is tied in one ranking alone. The first
    // ranking has no ties: of its three pairs, 3 less the distance is what tau divides.
    let kemeny = data("TestDistancesKemeny.test_kemeny")["cases"].as_array().unwrap();
    let first = numbers(&kemeny[0][0]);
    for case in kemeny {
        let places = numbers(&case[0]);
        let untied = [(0, 1), (0, 2), (1, 2)]
            .iter()
            .filter(|(a, b)| places[*a].total_cmp(&places[*b]).is_ne())
            .count();
        let Some(tau) = kendall(&first, &places) else {
            assert_eq!((untied, case[1].as_f64()), (0, Some(3.0)));
            continue;
        };
        let length = (3.0 * f64::from(u8::try_from(untied).unwrap())).sqrt();
        assert!((3.0 - tau * length - case[1].as_f64().unwrap()).abs() < 1e-12, "{case}");
    }
    assert_eq!(kemeny.len(), 13);
}
