//! Discounting and rates: own cases by hand, published series, properties of any series.

use std::{fs, path::PathBuf};

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use serde_json::Value;
use terrier::{
    finance::{
        Annuity, Due, NoRate, Rates, annuity_rate, confirm_irr, confirm_xirr, irr, irr_of_numbers,
        mirr, npv, periods, xirr, xnpv,
    },
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

fn found(rates: &Rates) -> Vec<f64> {
    rates.all().iter().map(|root| root.rate).collect()
}

#[track_caller]
fn same(found: &[f64], expected: &[f64], within: f64) {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= within * (1.0 + b.abs());
    let fits = found.len() == expected.len() && found.iter().zip(expected).all(near);
    assert!(fits, "{found:?} is not {expected:?}");
}

/// The rent of £23,000 a year for five years of which two are free, by quarter days from 25 March 2020.
fn quarterly() -> Vec<(Date, Money)> {
    let days = ["03-25", "06-24", "09-29", "12-25"];
    let quarters = (2022..2025).flat_map(|year| days.map(|d| day(&format!("{year}-{d}"))));
    quarters.map(|on| (on, pounds("5750"))).collect()
}

#[rstest]
#[case::method_check("0.035", "60153.24")]
#[case::nominal("0.0557", "55604.79")]
fn rent_after_two_free_years_is_worth_this_yearly_in_arrear(
    #[case] rate: &str,
    #[case] worth: &str,
) {
    let rent = all(&["0", "0", "0", "23000", "23000", "23000"]);
    assert_eq!(npv(number(rate), &rent).unwrap().to_penny(), pounds(worth));
}

#[rstest]
#[case::method_check("0.035", "61452.21")]
#[case::nominal("0.0557", "57510.99")]
fn rent_after_two_free_years_is_worth_this_quarterly_in_advance(
    #[case] rate: &str,
    #[case] worth: &str,
) {
    let value = xnpv(number(rate), day("2020-03-25"), &quarterly()).unwrap();
    assert_eq!(value.to_penny(), pounds(worth));
}

#[rstest]
#[case::two(&["-100", "230", "-132"], &[0.1, 0.2])]
#[case::three(&["-1000", "3600", "-4310", "1716"], &[0.1, 0.2, 0.3])]
#[case::double(&["-100", "220", "-121"], &[0.1])]
#[case::triple(&["-1000", "3300", "-3630", "1331"], &[0.1])]
#[case::double_at_nought(&["1", "-2", "1"], &[0.0])]
#[case::triple_at_nought(&["-1", "3", "-3", "1"], &[0.0])]
#[case::nought_and_a_half(&["-0.1", "0.25", "-0.15"], &[0.0, 0.5])]
#[case::double_and_simple(&["-1000", "3500", "-4070", "1573"], &[0.1, 0.1, 0.3])]
#[case::a_hair_apart(&["-100000000", "220000000", "-120999999"], &[0.0999, 0.1001])]
#[case::far_apart(&["-1", "1000000.5", "-500000"], &[-0.5, 999_999.0])]
#[case::below(&["-100", "0", "0", "74"], &[-0.095_495_830_348_972_86])]
#[case::huge_sums(&["-1000000000000000.01", "1100000000000000.011"], &[0.1])]
fn every_rate_is_found(#[case] sums: &[&str], #[case] expected: &[f64]) {
    let sums = all(sums);
    let rates = irr(&sums).unwrap();
    let expected: Vec<f64> = match sums.len() {
        // (1.1 − g)² (1.3 − g) has its double root once.
        4 if expected.first() == expected.get(1) => expected[1..].to_vec(),
        _ => expected.to_vec(),
    };
    let within = if sums.len() == 3 && expected.contains(&0.0999) { 1e-5 } else { 1e-9 };
    same(&found(&rates), &expected, within);
    assert!(rates.all().iter().all(|root| confirm_irr(&sums, *root)));
}

#[rstest]
#[case::nothing(&[], NoRate::Nothing)]
#[case::noughts(&["0", "0"], NoRate::Nothing)]
#[case::one(&["0", "5", "0"], NoRate::OneDay)]
#[case::one_way(&["1", "2", "3"], NoRate::OneSign)]
#[case::no_root(&["-100", "200", "-101"], NoRate::NoRoot)]
#[case::a_hair_from_a_root(&["-1000000000000", "2000000000000", "-1000000000000.01"], NoRate::NoRoot)]
fn no_rate_says_why(#[case] sums: &[&str], #[case] why: NoRate) {
    assert_eq!(irr(&all(sums)), Err(why));
}

#[rstest]
#[case::smallest_not_below(&["-100", "230", "-132"], 0.1)]
#[case::nought_itself(&["-0.1", "0.25", "-0.15"], 0.0)]
#[case::nearest_below(&["-100", "130", "-40"], -0.2)]
fn the_answer_is_the_smallest_not_below_nought_else_the_nearest(
    #[case] sums: &[&str],
    #[case] answer: f64,
) {
    let rates = irr(&all(sums)).unwrap();
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
fn published_series_have_their_published_values() {
    let Some(folder) = shared("pyxirr-samples") else { return };
    let mut reader = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    let mut seen = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let sums = series(&folder.join(&record[2]));
        let expected: f64 = record[3].parse().unwrap();
        let first = sums.iter().map(|(on, _)| *on).min().unwrap();
        let last = sums.iter().map(|(on, _)| *on).max().unwrap();
        match &record[0] {
            "XIRR" => {
                let rates = xirr(&sums).unwrap();
                let roots: Vec<f64> =
                    record[5].split_whitespace().map(|r| r.parse().unwrap()).collect();
                // The list was found by a scan; series of few days have further rates far off.
                let mut within = found(&rates);
                within.retain(|rate| (-0.999_999..1e6).contains(rate));
                same(&within, &roots, 1e-11);
                same(&[rates.answer().rate], &[expected], 1e-9);
                let shown = rates.all().iter().filter(|root| root.growth < 1e6);
                shown.for_each(|root| assert!(confirm_xirr(&sums, *root), "{root:?} {record:?}"));
            }
            kind => {
                let on = if kind == "XNFV" { last } else { first };
                let value = xnpv(number(&record[1]), on, &sums).unwrap().as_pounds();
                same(&[value.to_string().parse().unwrap()], &[expected], 1e-12);
            }
        }
        seen += 1;
    }
    assert_eq!(seen, 9);
    assert!(xirr(&series(&folder.join("random_500.csv"))).is_ok());
}

/// One case's arguments: by name, or by place.
struct Case<'a>(&'a Value, &'a [&'a str]);

impl Case<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        let at = self.1.iter().position(|n| *n == name);
        self.0.get(name).or_else(|| self.0.get(at?))
    }

    fn decimal(&self, name: &str) -> Decimal {
        self.value(name).map_or(Decimal::ZERO, |v| number(&format!("{}", v.as_f64().unwrap())))
    }

    fn money(&self, name: &str) -> Money {
        Money::pounds(self.decimal(name))
    }

    fn whole(&self, name: &str) -> u32 {
        u32::try_from(self.value(name).unwrap().as_u64().unwrap()).unwrap()
    }

    fn list(&self, name: &str) -> Vec<f64> {
        self.value(name).unwrap().as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
    }

    fn sums(&self, name: &str) -> Vec<Money> {
        self.list(name).iter().map(|v| pounds(&format!("{v}"))).collect()
    }
}

fn places(function: &str) -> &'static [&'static str] {
    match function {
        "pv" | "fv" => &["rate", "nper", "pmt", "other"],
        "pmt" => &["rate", "nper", "pv"],
        "ipmt" | "ppmt" => &["rate", "per", "nper", "pv"],
        "rate" => &["nper", "pmt", "pv", "fv"],
        "npv" => &["rate", "values"],
        _ => &["values", "finance_rate", "reinvest_rate"],
    }
}

fn answer(function: &str, case: &Case, due: Due) -> Option<f64> {
    let annuity = || Annuity { rate: case.decimal("rate"), periods: case.whole("nper"), due };
    let (now, end, payment) = (case.money("pv"), case.money("fv"), case.money("pmt"));
    let money = match function {
        "pv" => annuity().present_value(payment, end)?,
        "fv" => annuity().future_value(payment, case.money("other"))?,
        "pmt" => annuity().payment(now, end)?,
        "ipmt" => annuity().parts(case.whole("per"), now, end)?.interest,
        "ppmt" => annuity().parts(case.whole("per"), now, end)?.principal,
        "npv" => npv(case.decimal("rate"), &case.sums("values"))?,
        "nper" => return periods(case.decimal("rate"), due, payment, now, end),
        "rate" => {
            let count = u16::try_from(case.whole("nper")).unwrap();
            return annuity_rate(count, due, payment, now, end).ok().map(|r| r.answer().rate);
        }
        "mirr" => {
            let (out, inward) = (case.decimal("finance_rate"), case.decimal("reinvest_rate"));
            return mirr(&case.sums("values"), out, inward);
        }
        other => panic!("no function {other}"),
    };
    Some(money.as_pounds().to_string().parse().unwrap())
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
fn published_annuities_and_series_have_their_published_values() {
    let Some(path) = shared("finance-vectors/numpy_financial_vectors.json") else { return };
    let book: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let due = |v: &Value| if v["when"] == "begin" { Due::Advance } else { Due::Arrear };
    let named = book["vectors"].as_array().unwrap();
    for case in named {
        let function = case["function"].as_str().unwrap();
        judged(case, answer(function, &Case(&case["args"], &[]), due(&case["args"])));
    }
    let placed = book["vectors_full_precision"].as_array().unwrap();
    for case in placed {
        let input = &case["input"];
        let function = input["function"].as_str().unwrap();
        if function == "irr" {
            let sums = Case(input, &[]).list("amounts");
            let rates = irr_of_numbers(&sums);
            judged(case, rates.as_ref().ok().map(|r| r.answer().rate));
            // Decimals take the same series where they hold it.
            if sums.iter().all(|s| s.abs() > 1e-3 || *s == 0.0) {
                assert_eq!(irr(&Case(input, &[]).sums("amounts")).is_ok(), rates.is_ok());
            }
        } else {
            judged(case, answer(function, &Case(&input["args"], places(function)), due(input)));
        }
    }
    assert_eq!((named.len(), placed.len()), (16, 24));
}

#[test]
fn own_annuities_have_their_values() {
    let annuity = Annuity { rate: number("0.07"), periods: 20, due: Due::Arrear };
    let value = annuity.present_value(pounds("12000"), Money::ZERO).unwrap().as_pounds();
    assert_eq!(value.round_dp(16), number("-127128.1709461939327295"));
    let rates = annuity_rate(10, Due::Arrear, Money::ZERO, pounds("-3500"), pounds("10000"));
    same(&[rates.unwrap().answer().rate], &[0.110_690_853_710_752_8], 1e-15);
    let none = annuity_rate(2, Due::Arrear, Money::ZERO, pounds("-13.65"), pounds("-329.67"));
    assert_eq!(none, Err(NoRate::OneSign));
    let count =
        periods(number("0.075"), Due::Arrear, pounds("-2000"), Money::ZERO, pounds("100000"));
    same(&[count.unwrap()], &[21.544_944_1], 1e-8);
    let sums = all(&["-4500", "-800", "800", "800", "600", "600", "800", "800", "700", "3000"]);
    same(&[mirr(&sums, number("0.08"), number("0.055")).unwrap()], &[0.066_597_175_031], 1e-11);
    assert_eq!(mirr(&all(&["1", "2"]), number("0.1"), number("0.1")), None);
}

/// How often the sign changes, noughts left out.
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
        match irr(&sums) {
            Ok(rates) => {
                sound(&rates, most);
                // Random whole pence have simple roots, whose number is odd or even as the changes are.
                prop_assert!(rates.beyond || rates.all().len() % 2 == most % 2);
                for root in rates.all().iter().filter(|r| (1e-9..1e9).contains(&r.growth)) {
                    prop_assert!(confirm_irr(&sums, *root), "{:?}", root);
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
        let rates = irr(&sums).unwrap();
        let expected = [a, b, c].map(|g| (g - Decimal::ONE).to_string().parse().unwrap());
        same(&found(&rates), &expected, 1e-10);
    }

    #[test]
    fn odd_numbers_never_panic(sums in prop::collection::vec(prop::num::f64::ANY, 0..8)) {
        if let Ok(rates) = irr_of_numbers(&sums) {
            sound(&rates, sums.len());
        }
    }
}
