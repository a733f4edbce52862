//! What the pictures of the programme say of made-up programmes.

use std::collections::BTreeMap;

use rstest::rstest;

use crate::{
    draw::{
        self, Chart,
        font_metrics::FontMetrics,
        samples,
        samples_fund::{EVERY, planned, with},
        sheet::Form,
    },
    edition::{Edition, FundView, View, example::programme},
};

fn charts(view: &View) -> BTreeMap<String, Chart> {
    drawn(view, Form::PAGE)
}

fn drawn(view: &View, form: Form) -> BTreeMap<String, Chart> {
    let every = draw::unrendered(view, &FontMetrics::load().unwrap(), form);
    every.into_iter().map(|chart| (chart.name.clone(), chart)).collect()
}

fn sample(name: &str) -> BTreeMap<String, Chart> {
    charts(&EVERY.iter().find(|(called, _)| *called == name).unwrap().1)
}

#[rstest]
#[case("none_borrowed", "spend_by_source", "Capital receipts pay for all £1.5m planned to 2024/25")]
#[case("ugly", "spend_by_source", "Capital spend by year and source of finance")]
#[case("ugly_small", "spend_by_source", "Capital spend by year and source of finance")]
#[case("over_borrowed", "requirement_and_debt", "Borrowing exceeds the requirement in 10 years")]
#[case("over_limit", "requirement_and_debt", "Debt exceeds the authorised limit in seven years")]
#[case("ugly_small", "revenue_effect", "Revenue charges and savings balance to 2020/21")]
#[case(
    "over_limit",
    "savings_against_target",
    "Savings meet the agreed share in four of five years"
)]
#[case(
    "receipts_held",
    "revenue_effect",
    "Revenue saving is £8k to 2024/25; largest: receipt interest, £8k"
)]
#[case("one_year", "savings_against_target", "Savings miss the agreed share in 2020/21")]
#[case("none_borrowed", "scenarios", "The revenue cost is £0 in every scenario")]
#[case("none_borrowed", "levers", "No single assumption changes the revenue cost")]
#[case("ugly", "benefits", "£60.0bn recorded as realised of £660.0bn planned; none checked")]
fn a_title_is_true_of(#[case] of: &str, #[case] chart: &str, #[case] expected: &str) {
    assert_eq!(sample(of)[chart].title, expected);
}

#[test]
fn a_payer_of_all_and_of_almost_all_are_told_apart() {
    let title = |grant: &str| {
        let projects =
            format!("project_id,financial_year,spend,grant\nC-1,2020/21,1000000,{grant}\n");
        let fund = programme(&[("projects.csv", &projects)], (1, 1));
        charts(&with(fund))["spend_by_source"].title.clone()
    };
    assert_eq!(title(""), "Borrowing pays for all £1.0m planned to 2020/21");
    assert_eq!(title("10"), "Borrowing pays for over 99% of £1.0m planned to 2020/21");
}

#[test]
fn without_a_target_of_its_own_the_estate_is_told_against_that_of_the_body() {
    let mut fund = planned();
    fund.financing.iter_mut().for_each(|row| row.estate_target = None);
    let chart = charts(&with(fund)).remove("savings_against_target").unwrap();
    assert_eq!(chart.title, "Savings −£129k of a target of £6.0m in 2024/25");
    assert!(!samples::words(&chart.sheet).contains("agreed share"));
}

#[test]
fn proof_has_a_key_only_where_something_is_tested() {
    let words = |name| samples::words(&sample(name)["benefits"].sheet);
    let (tested, untested) = (words("sample"), words("ugly"));
    assert!(tested.contains("Proved by the ledger"), "{tested}");
    assert!(!untested.to_lowercase().contains("proved"), "{untested}");
    assert!(untested.contains("None is checked against the ledger"), "{untested}");
}

#[test]
fn a_slide_is_filled_by_its_years_and_has_the_titles_of_the_page() {
    for (name, view) in EVERY.iter() {
        let (pages, slides) = (charts(view), drawn(view, Form::SLIDE));
        let titles = |of: &BTreeMap<String, Chart>| {
            of.values().map(|chart| chart.title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(titles(&pages), titles(&slides), "{name}");
        for chart in slides.values() {
            assert_eq!(Some(chart.sheet.height), Form::SLIDE.height, "{name}: {}", chart.name);
        }
    }
}

#[test]
fn charts_without_data_are_left_out() {
    let names = |name| sample(name).into_keys().collect::<Vec<_>>();
    let all = [
        "benefits",
        "levers",
        "requirement_and_debt",
        "revenue_effect",
        "savings_against_target",
        "scenarios",
        "spend_by_source",
    ];
    assert_eq!(names("sample"), all);
    assert_eq!(names("no_treasury"), ["spend_by_source"]);
    assert_eq!(names("none_borrowed"), ["levers", "scenarios", "spend_by_source"]);
    assert!(charts(&with(FundView::default())).is_empty());
    let without = charts(&samples::view(3));
    assert!(all.iter().all(|name| !without.contains_key(*name)));
    let public = View { edition: Edition::Public, ..with(planned()) };
    assert!(charts(&public).is_empty());
    assert!(drawn(&public, Form::SLIDE).is_empty());
}

#[test]
fn every_picture_and_its_words_name_source_note_and_marking() {
    let view = with(planned());
    for chart in charts(&view).values() {
        let words = samples::words(&chart.sheet);
        let records = if chart.name == "benefits" {
            "benefits register and ledger"
        } else {
            "capital programme and treasury records"
        };
        let source =
            format!("Source: Fenshire Police & Crime Commissioner, {records} as at 31 March 2020.");
        for expected in [source.as_str(), view.edition.marking(), view.note.as_ref().unwrap()] {
            assert!(words.contains(expected), "{}: {expected}", chart.name);
            assert!(chart.text.contains(expected), "{}: {expected}", chart.name);
        }
        assert!(chart.text.starts_with(&chart.title));
    }
}

#[test]
fn figures_of_years_that_have_no_room_are_left_out_whole() {
    let chart = sample("sample").remove("requirement_and_debt").unwrap();
    let words = samples::words(&chart.sheet);
    assert!(words.contains("2020/21") && words.contains("2044/45"), "{words}");
    assert!(!words.contains("2021/22"), "{words}");
}
