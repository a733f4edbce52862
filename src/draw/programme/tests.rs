//! What the pictures of the programme say of made-up programmes.

use std::collections::BTreeMap;

use rstest::rstest;

use crate::{
    draw::{self, Chart, font_metrics::FontMetrics, samples, samples_fund, sheet::Form},
    edition::{Edition, FundView, View, example},
};

fn view(fund: FundView) -> View {
    View { fund: Some(fund), ..samples::view(0) }
}

fn charts(view: &View) -> BTreeMap<String, Chart> {
    drawn(view, Form::PAGE)
}

fn drawn(view: &View, form: Form) -> BTreeMap<String, Chart> {
    let every = draw::unrendered(view, &FontMetrics::load().unwrap(), form);
    every.into_iter().map(|chart| (chart.name.clone(), chart)).collect()
}

fn sample(name: &str) -> BTreeMap<String, Chart> {
    let found = samples_fund::every().into_iter().find(|(called, _)| *called == name);
    charts(&found.unwrap().1)
}

#[rstest]
#[case("two", "spend_by_source", "Borrowing pays for 88% of £3.6m planned to 2024/25")]
#[case(
    "none_borrowed",
    "spend_by_source",
    "Capital receipts pay for 92% of £1.5m planned to 2024/25"
)]
#[case("ugly", "spend_by_source", "Capital spend by year and source of finance")]
#[case("ugly_small", "spend_by_source", "Capital spend by year and source of finance")]
#[case("two", "requirement_and_debt", "Debt peaks at £7.2m in 2024/25, within the limit")]
#[case("over_borrowed", "requirement_and_debt", "Borrowing exceeds the requirement in seven years")]
#[case("over_limit", "requirement_and_debt", "Debt exceeds the authorised limit in five years")]
#[case("two", "revenue_effect", "Revenue cost is £2.9m to 2024/25; largest: MRP, £1.7m")]
#[case("ugly_small", "revenue_effect", "Revenue charges and savings balance to 2020/21")]
#[case("two", "savings_against_target", "Savings meet the agreed share in one of five years")]
#[case("over_limit", "savings_against_target", "Savings miss the agreed share in all five years")]
#[case("one_year", "savings_against_target", "Savings meet the agreed share in 2020/21")]
#[case("two", "scenarios", "The revenue cost is £2.0m to £3.6m across four scenarios")]
#[case("none_borrowed", "scenarios", "The revenue cost is £0 in every scenario")]
#[case("two", "levers", "Interest rates change the revenue cost most: £2.3m to £3.6m")]
#[case("none_borrowed", "levers", "No single assumption changes the revenue cost")]
#[case("ugly", "benefits", "£60.0bn recorded as realised of £660.0bn planned; none checked")]
#[case("two", "benefits", "£714k recorded as realised of £685k planned; £66k proved")]
fn a_title_is_true_of(#[case] of: &str, #[case] chart: &str, #[case] expected: &str) {
    assert_eq!(sample(of)[chart].title, expected);
}

#[test]
fn a_payer_of_all_and_of_almost_all_are_told_apart() {
    let mut fund = example::fund((1, 1), 1);
    let own = &mut fund.financing[0].funding.schemes;
    (own.grant, own.linked_receipt, own.revenue_contribution) = (0, 0, 0);
    (own.spend, own.borrowing) = (100_000_000, 100_000_000);
    let title = |fund: &FundView| charts(&view(fund.clone()))["spend_by_source"].title.clone();
    assert_eq!(title(&fund), "Borrowing pays for all £1.0m planned to 2020/21");
    let own = &mut fund.financing[0].funding.schemes;
    (own.grant, own.borrowing) = (1_000, 99_999_000);
    assert_eq!(title(&fund), "Borrowing pays for over 99% of £1.0m planned to 2020/21");
}

#[test]
fn without_a_target_of_its_own_the_estate_is_told_against_that_of_the_body() {
    let mut fund = example::fund((7, 5), 2);
    fund.financing.iter_mut().for_each(|row| row.estate_target = None);
    let chart = charts(&view(fund)).remove("savings_against_target").unwrap();
    assert_eq!(chart.title, "Savings £38k of a target of £5.1m in 2024/25");
    assert!(!samples::words(&chart.sheet).contains("agreed share"));
}

#[test]
fn proof_has_a_key_only_where_something_is_tested() {
    let words = |name| samples::words(&sample(name)["benefits"].sheet);
    let (tested, untested) = (words("two"), words("ugly"));
    assert!(tested.contains("Proved by the ledger"), "{tested}");
    assert!(!untested.to_lowercase().contains("proved"), "{untested}");
    assert!(untested.contains("None is checked against the ledger"), "{untested}");
}

#[test]
fn a_slide_is_filled_by_its_years_and_has_the_titles_of_the_page() {
    for (name, view) in samples_fund::every() {
        let (pages, slides) = (charts(&view), drawn(&view, Form::SLIDE));
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
    assert_eq!(names("two"), all);
    assert_eq!(names("no_treasury"), ["benefits", "spend_by_source"]);
    assert_eq!(names("none_borrowed"), ["levers", "scenarios", "spend_by_source"]);
    assert!(charts(&view(FundView::default())).is_empty());
    let without = charts(&samples::view(3));
    assert!(all.iter().all(|name| !without.contains_key(*name)));
    let public = View { edition: Edition::Public, ..view(example::fund((7, 5), 2)) };
    assert!(charts(&public).is_empty());
    assert!(drawn(&public, Form::SLIDE).is_empty());
}

#[test]
fn every_picture_and_its_words_name_source_note_and_marking() {
    let view = view(example::fund((7, 5), 2));
    for chart in charts(&view).values() {
        let words = samples::words(&chart.sheet);
        let records = if chart.name == "benefits" {
            "benefits register and ledger"
        } else {
            "capital programme and treasury records"
        };
        let source = format!(
            "Source: Fenshire Police and Crime Commissioner, {records} as at 31 March 2020."
        );
        for expected in [source.as_str(), view.edition.marking(), view.note.as_ref().unwrap()] {
            assert!(words.contains(expected), "{}: {expected}", chart.name);
            assert!(chart.text.contains(expected), "{}: {expected}", chart.name);
        }
        assert!(chart.text.starts_with(&chart.title));
    }
}

#[test]
fn the_numbers_drawn_are_written_and_the_unknown_is_empty() {
    let drawn = sample("two");
    let tables: Vec<String> =
        drawn.values().map(|chart| format!("{}\n{}", chart.name, chart.csv)).collect();
    insta::assert_snapshot!(tables.join("\n"));
    let debt = &drawn["requirement_and_debt"];
    assert!(debt.csv.lines().last().unwrap().ends_with(",,"), "{}", debt.csv);
    assert!(drawn["benefits"].csv.contains("Energy contract,,,,not_recorded,1"));
}

#[test]
fn figures_of_years_that_have_no_room_are_left_out_whole() {
    let chart = sample("many").remove("requirement_and_debt").unwrap();
    let words = samples::words(&chart.sheet);
    assert!(words.contains("2020/21") && words.contains("2044/45"), "{words}");
    assert!(!words.contains("2021/22"), "{words}");
}
