//! Discounting and rates: own cases by hand, published series, properties of any series.

use std::{fs, path::PathBuf};

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use serde_json::Value;
use terrier::{
    finance::{NoRate, RateSteps, Rates, confirm_xirr, xirr},
    model::{Date, Money},
};

use crate::sample::project;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn pounds(text: &str) -> Money {
    Money::pounds(number(text))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn all(sums: &[&str]) -> Vec<Money> {
    sums.iter().map(|sum| pounds(sum)).collect()
}

fn dated(sums: &[(&str, &str)]) -> Vec<(Date, Money)> {
    sums.iter().map(|(on, sum)| (day(on), pounds(sum))).collect()
}

/// Sums a year of 365 days apart.
fn even(sums: &[Money]) -> Vec<(Date, Money)> {
    let start = day("2000-01-01");
    (0..).zip(sums).map(|(year, sum)| (start + chrono::Days::new(365 * year), *sum)).collect()
}

/// What yearly sums are worth, the first of them now.
fn yearly(rate: &str, sums: &[Money]) -> Money {
    let rates = RateSteps::flat(number(rate)).unwrap();
    let worth = |(year, sum): (u32, &Money)| sum.checked_mul(rates.factor(year).unwrap()).unwrap();
    (0..).zip(sums).map(worth).fold(Money::ZERO, |a, b| a.checked_add(b).unwrap())
}

fn found(rates: &Rates) -> Vec<f64> {
    rates.all().iter().map(|root| root.rate).collect()
}

#[track_caller]
fn same(found: &[f64], expected: &[f64], within: f64) {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= within * (1.0 + b.abs());
    let fits = found.len() == expected.len() && found.iter().zip(expected).all(near);
    assert!(fits, "{found:?} is not {expected:?}");
}

#[rstest]
#[case::method_check("0.035", "60153.24")]
#[case::nominal("0.0557", "55604.79")]
fn rent_after_two_free_years_is_worth_this_yearly_in_arrear(
    #[case] rate: &str,
    #[case] worth: &str,
) {
    let rent = all(&["0", "0", "0", "23000", "23000", "23000"]);
    assert_eq!(yearly(rate, &rent).to_penny(), pounds(worth));
}

#[rstest]
#[case::two(&["-100", "230", "-132"], &[0.1, 0.2])]
#[case::three(&["-1000", "3600", "-4310", "1716"], &[0.1, 0.2, 0.3])]
#[case::double(&["-100", "220", "-121"], &[0.1])]
#[case::triple(&["-1000", "3300", "-3630", "1331"], &[0.1])]
#[case::double_at_zero(&["1", "-2", "1"], &[0.0])]
#[case::triple_at_zero(&["-1", "3", "-3", "1"], &[0.0])]
#[case::zero_and_a_half(&["-0.1", "0.25", "-0.15"], &[0.0, 0.5])]
#[case::double_and_simple(&["-1000", "3500", "-4070", "1573"], &[0.1, 0.1, 0.3])]
#[case::a_hair_apart(&["-100000000", "220000000", "-120999999"], &[0.0999, 0.1001])]
#[case::far_apart(&["-1", "1000000.5", "-500000"], &[-0.5, 999_999.0])]
#[case::below(&["-100", "0", "0", "74"], &[-0.095_495_830_348_972_86])]
#[case::huge_sums(&["-1000000000000000.01", "1100000000000000.011"], &[0.1])]
fn every_rate_is_found(#[case] sums: &[&str], #[case] expected: &[f64]) {
    let sums = even(&all(sums));
    let rates = xirr(&sums).unwrap();
    let expected: Vec<f64> = match sums.len() {
        // (1.1 − g)² (1.3 − g) has its double root once.
        4 if expected.first() == expected.get(1) => expected[1..].to_vec(),
        _ => expected.to_vec(),
    };
    let within = if sums.len() == 3 && expected.contains(&0.0999) { 1e-5 } else { 1e-9 };
    same(&found(&rates), &expected, within);
    assert!(rates.all().iter().all(|root| confirm_xirr(&sums, *root)));
}

#[rstest]
#[case::nothing(&[], NoRate::Nothing)]
#[case::zeros(&["0", "0"], NoRate::Nothing)]
#[case::one(&["0", "5", "0"], NoRate::OneDay)]
#[case::one_way(&["1", "2", "3"], NoRate::OneSign)]
#[case::no_root(&["-100", "200", "-101"], NoRate::NoRoot)]
#[case::a_hair_from_a_root(&["-1000000000000", "2000000000000", "-1000000000000.01"], NoRate::NoRoot)]
fn no_rate_says_why(#[case] sums: &[&str], #[case] why: NoRate) {
    assert_eq!(xirr(&even(&all(sums))), Err(why));
}

#[rstest]
#[case::smallest_not_below(&["-100", "230", "-132"], 0.1)]
#[case::zero_itself(&["-0.1", "0.25", "-0.15"], 0.0)]
#[case::nearest_below(&["-100", "130", "-40"], -0.2)]
fn the_answer_is_the_smallest_not_below_zero_else_the_nearest(
    #[case] sums: &[&str],
    #[case] answer: f64,
) {
    let rates = xirr(&even(&all(sums))).unwrap();
    same(&[rates.answer().rate], &[answer], 1e-12);
}

#[test]
fn dates_may_stand_in_any_order_and_twice() {
    let sums = dated(&[
        ("2022-01-01", "132.25"),
        ("2020-01-02", "-60"),
        ("2021-06-01", "0"),
        ("2020-01-02", "-40"),
    ]);
    let rates = xirr(&sums).unwrap();
    // 730 days: two years.
    same(&found(&rates), &[0.15], 1e-14);
    assert!(confirm_xirr(&sums, rates.answer()));
    let mut wrong = rates.answer();
    wrong.growth *= 1.000_001;
    assert!(!confirm_xirr(&sums, wrong));
}

#[rstest]
#[case::one_day(&[("2020-01-01", "-100"), ("2020-01-01", "110")], NoRate::OneDay)]
#[case::cancels(&[("2020-01-01", "-100"), ("2020-01-01", "100")], NoRate::Nothing)]
#[case::beyond(&[("2020-01-01", "-1"), ("2020-01-02", "1000")], NoRate::Beyond)]
#[case::beyond_below(&[("2020-01-01", "-1000"), ("2020-01-02", "1")], NoRate::Beyond)]
fn dated_sums_without_a_rate_say_why(#[case] sums: &[(&str, &str)], #[case] why: NoRate) {
    assert_eq!(xirr(&dated(sums)), Err(why));
}

#[test]
fn a_rate_close_to_minus_100_keeps_its_growth() {
    let sums = dated(&[("2020-01-01", "-1000000000000"), ("2020-12-31", "0.01")]);
    let root = xirr(&sums).unwrap().answer();
    assert!((root.growth / 1e-14 - 1.0).abs() < 1e-12, "{root:?}");
    let sums = dated(&[("2020-01-01", "-1000000000"), ("2020-12-31", "1")]);
    let root = xirr(&sums).unwrap().answer();
    assert!(root.rate > -1.0 && confirm_xirr(&sums, root), "{root:?}");
}

/// Returns a shared file's path; says so aloud when it is not there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = project("../shared/data").join(name);
    let there = path.exists();
    #[allow(clippy::print_stderr, reason = "a test that is left out says so")]
    if !there {
        eprintln!("left out: {} is not there", path.display());
    }
    there.then_some(path)
}

fn series(path: &PathBuf) -> Vec<(Date, Money)> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_path(path).unwrap();
    let row = |row: csv::StringRecord| (day(&row[0]), pounds(&row[1]));
    reader.records().map(|record| row(record.unwrap())).collect()
}

#[test]
fn published_series_have_their_published_rates() {
    let Some(folder) = shared("pyxirr-samples") else { return };
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let rated: Vec<_> = records.iter().filter(|record| &record[0] == "XIRR").collect();
    assert_eq!(rated.len(), 5);
    for record in rated {
        let sums = series(&folder.join(&record[2]));
        let expected: f64 = record[3].parse().unwrap();
        let rates = xirr(&sums).unwrap();
        let roots: Vec<f64> = record[5].split_whitespace().map(|r| r.parse().unwrap()).collect();
        // The list was found by a scan; series of few days have further rates far off.
        let mut within = found(&rates);
        within.retain(|rate| (-0.999_999..1e6).contains(rate));
        same(&within, &roots, 1e-11);
        same(&[rates.answer().rate], &[expected], 1e-9);
        let shown = rates.all().iter().filter(|root| root.growth < 1e6);
        shown.for_each(|root| assert!(confirm_xirr(&sums, *root), "{root:?} {record:?}"));
    }
    assert!(xirr(&series(&folder.join("random_500.csv"))).is_ok());
}

/// One case's arguments: by name, or by place.
struct Case<'a>(&'a Value, &'a [&'a str]);

impl Case<'_> {
    fn value(&self, name: &str) -> &Value {
        let at = self.1.iter().position(|n| *n == name);
        self.0.get(name).or_else(|| self.0.get(at?)).unwrap()
    }

    fn money(&self, name: &str) -> Money {
        pounds(&format!("{}", self.value(name).as_f64().unwrap()))
    }

    fn sums(&self, name: &str) -> Vec<Money> {
        let list = self.value(name).as_array().unwrap();
        list.iter().map(|v| pounds(&format!("{}", v.as_f64().unwrap()))).collect()
    }
}

/// The rate at which level payments in arrear bear what stands now against what stands at the end.
fn level_rate(count: u64, payment: Money, now: Money, end: Money) -> Option<f64> {
    let mut sums = vec![payment; usize::try_from(count).unwrap() + 1];
    sums[0] = now;
    let last = sums.last_mut().unwrap();
    *last = last.checked_add(end).unwrap();
    xirr(&even(&sums)).ok().map(|rates| rates.answer().rate)
}

/// Answers a case of yearly sums; `None` where it asks about a loan, or what no command reckons.
fn answer(function: &str, case: &Case) -> Option<Option<f64>> {
    match function {
        "npv" => {
            let rate = case.value("rate").as_f64().unwrap().to_string();
            let worth = yearly(&rate, &case.sums("values")).as_pounds();
            Some(Some(worth.to_string().parse().unwrap()))
        }
        "rate" => Some(level_rate(
            case.value("nper").as_u64().unwrap(),
            case.money("pmt"),
            case.money("pv"),
            case.money("fv"),
        )),
        "irr" => Some(xirr(&even(&case.sums("amounts"))).ok().map(|rates| rates.answer().rate)),
        _ => None,
    }
}

#[track_caller]
fn judged(case: &Value, found: Option<f64>) {
    let exact = case["exact_decimal_28_digits"].as_str().map(|text| text.parse::<f64>().unwrap());
    let tol = case["tol"].as_f64().or(case["abs_tol"].as_f64()).unwrap();
    match (found, exact, case["expected"].as_f64()) {
        (Some(found), Some(exact), _) => {
            assert!((found - exact).abs() <= 1e-9 * exact.abs(), "{found}: {case}");
        }
        (Some(found), None, Some(expected)) => {
            assert!((found - expected).abs() <= tol, "{found}: {case}");
            if let Some(full) = case["value_numpy_financial_1_0_0"].as_f64() {
                assert!((found - full).abs() <= 1e-9 * full.abs(), "{found}: {case}");
            }
        }
        (found, _, expected) => assert_eq!(found.is_some(), expected.is_some(), "{case}"),
    }
}

#[test]
fn published_yearly_sums_have_their_published_values() {
    let Some(path) = shared("finance-vectors/numpy_financial_vectors.json") else { return };
    let book: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut seen = Vec::new();
    let mut judge = |whole: &Value, function: &str, case: &Case| {
        if let Some(found) = answer(function, case) {
            judged(whole, found);
            seen.push(function.to_owned());
        }
    };
    for case in book["vectors"].as_array().unwrap() {
        judge(case, case["function"].as_str().unwrap(), &Case(&case["args"], &[]));
    }
    for case in book["vectors_full_precision"].as_array().unwrap() {
        let input = &case["input"];
        match input["function"].as_str().unwrap() {
            "irr" => judge(case, "irr", &Case(input, &[])),
            "npv" => judge(case, "npv", &Case(&input["args"], &["rate", "values"])),
            other => judge(case, other, &Case(&input["args"], &["nper", "pmt", "pv", "fv"])),
        }
    }
    let count = |function| seen.iter().filter(|name| *name == function).count();
    assert_eq!(["irr", "npv", "rate"].map(count), [7, 2, 7]);
}

#[test]
fn own_level_rates_have_their_values() {
    let rate = level_rate(10, Money::ZERO, pounds("-3500"), pounds("10000"));
    same(&[rate.unwrap()], &[0.110_690_853_710_752_8], 1e-15);
    let none = even(&[pounds("-13.65"), Money::ZERO, pounds("-329.67")]);
    assert_eq!(xirr(&none), Err(NoRate::OneSign));
}

/// How often the sign changes, zeros left out.
fn changes(sums: &[Money]) -> usize {
    let signs: Vec<bool> =
        sums.iter().filter(|s| **s != Money::ZERO).map(|s| *s > Money::ZERO).collect();
    signs.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

#[track_caller]
fn sound(rates: &Rates, most: usize) {
    let roots = rates.all();
    assert!(!roots.is_empty() && roots.len() <= most, "{roots:?} of {most}");
    assert!(roots.iter().all(|r| r.rate.is_finite() && r.rate >= -1.0 && r.growth > 0.0));
    assert!(roots.windows(2).all(|w| w[0].growth < w[1].growth), "{roots:?}");
    assert!(roots.contains(&rates.answer()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_even_series_has_sound_rates(pence in prop::collection::vec(-100_000_i64..100_000, 0..12)) {
        let sums: Vec<Money> = pence.iter().map(|p| Money::from_pence(*p)).collect();
        let most = changes(&sums);
        let sums = even(&sums);
        match xirr(&sums) {
            Ok(rates) => {
                sound(&rates, most);
                // Random whole pence have simple roots, whose number is odd or even as the changes are.
                prop_assert!(rates.beyond || rates.all().len() % 2 == most % 2);
                for root in rates.all().iter().filter(|r| (1e-9..1e9).contains(&r.growth)) {
                    prop_assert!(confirm_xirr(&sums, *root), "{:?}", root);
                }
            }
            Err(why) => prop_assert!(most.is_multiple_of(2) || why == NoRate::Beyond),
        }
    }

    #[test]
    fn any_dated_series_has_sound_rates(
        flows in prop::collection::vec((0_u64..4_000, -100_000_i64..100_000), 2..10),
    ) {
        let start = day("2000-01-01");
        let sums: Vec<(Date, Money)> = flows
            .iter()
            .map(|(after, p)| (start + chrono::Days::new(*after), Money::from_pence(*p)))
            .collect();
        let mut shuffled = sums.clone();
        shuffled.reverse();
        let rates = xirr(&sums);
        match (&rates, xirr(&shuffled)) {
            (Ok(a), Ok(b)) => same(&found(a), &found(&b), 1e-12),
            (a, b) => prop_assert_eq!(a, &b),
        }
        if let Ok(rates) = rates {
            sound(&rates, sums.len() - 1);
            for root in rates.all().iter().filter(|r| (1e-9..1e9).contains(&r.growth)) {
                prop_assert!(confirm_xirr(&sums, *root), "{:?}", root);
            }
        }
    }

    #[test]
    fn whole_roots_are_all_found(first in 1_i64..40, step in 1_i64..40, more in 1_i64..40) {
        // (g − a)(g − b)(g − c) with growths in hundredths.
        let [a, b, c] = [first, first + step, first + step + more].map(|n| Decimal::new(60 + 2 * n, 2));
        let sums = [Decimal::ONE, -(a + b + c), a * b + b * c + c * a, -(a * b * c)]
            .map(|n| Money::pounds(n * Decimal::ONE_THOUSAND));
        let rates = xirr(&even(&sums)).unwrap();
        let expected = [a, b, c].map(|g| (g - Decimal::ONE).to_string().parse().unwrap());
        same(&found(&rates), &expected, 1e-10);
    }
}
