//! Rent: published figures, figures by hand, odd leases, and what always holds.

use std::sync::Arc;

use chrono::Days;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::{
    finance::{
        Taken,
        samples::{day, event, events_of, lease, pounds},
    },
    model::{Lease, Month, Payment},
};

fn terms_of(lease: &Lease, events: &[LeaseEvent]) -> RentTerms {
    RentTerms::read(lease, events, lease.start, 365).unwrap()
}

fn schedule(lease: &Lease, events: &[LeaseEvent]) -> RentSchedule {
    rent_schedule(&terms_of(lease, events), None, Ahead::NotKnown, None).unwrap()
}

fn rents(lease: &Lease, events: &[LeaseEvent]) -> Vec<(String, String)> {
    let schedule = schedule(lease, events);
    let shown = |p: &RentPayment| {
        (p.due.to_string(), p.amount.map_or_else(|e| e.to_string(), |m| m.to_string()))
    };
    schedule.of(PaymentKind::Rent).map(shown).collect()
}

fn total(lease: &Lease, events: &[LeaseEvent]) -> Result<Money, NotKnown> {
    schedule(lease, events).total(PaymentKind::Rent)
}

/// The police sublease of issue 4: £23,000, five years from 25 March 2020, the first two rent free.
/// By days it would be £69,063.01.
#[test]
fn two_free_years_of_five_leave_twelve_whole_quarters() {
    let mut lease = lease("2020-03-25", "2025-03-24", "23000");
    lease.rent_free_months = Some(24);
    let payments = rents(&lease, &[]);
    assert_eq!(payments.len(), 20);
    assert_eq!(payments[7], ("2021-12-25".to_owned(), "0.00".to_owned()));
    assert_eq!(payments[8], ("2022-03-25".to_owned(), "5750.00".to_owned()));
    assert_eq!(total(&lease, &[]), Ok(pounds("69000.00")));
    let effective = net_effective_rent(&terms_of(&lease, &[]), &[], None);
    assert_eq!(effective, Ok(pounds("13800.00")));
}

/// Practical Law 4-107-6681: £100,000, five years, one free, £80,000 a year net effective.
#[rstest]
#[case(Payment::QuarterDays)]
#[case(Payment::Monthly)]
#[case(Payment::Yearly)]
fn one_free_year_of_five_leaves_four_fifths(#[case] payment: Payment) {
    let mut lease = lease("2019-09-29", "2024-09-28", "100000");
    lease.rent_free_months = Some(12);
    lease.payment = Some(payment);
    let effective = net_effective_rent(&terms_of(&lease, &[]), &[], None);
    assert_eq!(effective, Ok(pounds("80000.00")));
}

/// A police lease decision: half of £134,742.72 for 117 of 365 days is £21,595.75.
#[test]
fn half_rent_for_117_days_goes_by_days() {
    let mut lease = lease("2019-04-01", "2019-07-26", "134742.72");
    lease.payment = Some(Payment::Yearly);
    let half = event("part_rent", "2019-04-01", Some("2019-07-26"), Some("67371.36"));
    assert_eq!(rents(&lease, &[half]), [("2019-04-01".to_owned(), "21595.75".to_owned())]);
}

/// By hand: 45 ÷ 365 and 46 ÷ 365 of £23,000 at the ends.
#[test]
fn only_the_broken_periods_at_the_ends_go_by_days() {
    let lease = lease("2020-05-10", "2021-05-09", "23000");
    let amounts: Vec<String> = rents(&lease, &[]).into_iter().map(|(_, a)| a).collect();
    assert_eq!(amounts, ["2835.62", "5750.00", "5750.00", "5750.00", "2898.63"]);
}

/// By hand, £10,000: three months from 10 May end on 9 August, so 50 days ÷ 365 of the Midsummer
/// quarter are paid; a rise to £12,000 on 10 May 2021 adds 45 ÷ 365 of £2,000 to its quarter of £2,500; a fall
/// to £8,000 on 10 May 2022 leaves a quarter of £2,000 and 46 ÷ 365 of the £4,000 above it.
#[test]
fn a_change_within_a_period_adds_its_days() {
    let mut lease = lease("2020-05-10", "2023-05-09", "10000");
    lease.rent_free_months = Some(3);
    let steps = [
        event("step", "2021-05-10", None, Some("12000")),
        event("step", "2022-05-10", None, Some("8000")),
    ];
    let payments = rents(&lease, &steps);
    assert_eq!(payments[0].1, "0.00");
    assert_eq!(payments[1], ("2020-06-24".to_owned(), "1369.86".to_owned()));
    assert_eq!(payments[4], ("2021-03-25".to_owned(), "2746.58".to_owned()));
    assert_eq!(payments[8], ("2022-03-25".to_owned(), "2504.11".to_owned()));
    assert_eq!(payments[12], ("2023-03-25".to_owned(), "1008.22".to_owned()));
}

#[test]
fn a_step_to_the_same_rent_changes_nothing() {
    let lease = lease("2020-05-10", "2023-05-09", "10000");
    let step = event("step", "2021-05-10", None, Some("10000"));
    assert_eq!(rents(&lease, &[step]), rents(&lease, &[]));
}

#[test]
fn months_of_a_year_that_does_not_divide_add_up() {
    let mut lease = lease("2020-01-01", "2020-12-31", "1000");
    lease.payment = Some(Payment::Monthly);
    let amounts: Vec<String> = rents(&lease, &[]).into_iter().map(|(_, a)| a).collect();
    assert_eq!(amounts[..4], ["83.33", "83.34", "83.33", "83.33"]);
    assert_eq!(total(&lease, &[]), Ok(pounds("1000")));
}

#[test]
fn rent_in_arrear_falls_due_on_the_next_payment_day() {
    let mut lease = lease("2020-03-25", "2020-09-28", "23000");
    lease.in_advance = Some(false);
    let due: Vec<String> = rents(&lease, &[]).into_iter().map(|(d, _)| d).collect();
    assert_eq!(due, ["2020-06-24", "2020-09-29"]);
}

/// An index review on the index of the last review, three months behind; then one nobody knows yet.
#[test]
fn reviews_are_read_from_the_index_and_what_lies_ahead_is_not_known() {
    let mut lease = lease("2020-03-25", "2023-03-24", "1000");
    lease.review = Some(Review::Cpi);
    lease.review_years = Some(1);
    lease.base_index_month = Some("2019-12".to_owned());
    lease.upward_only = Some(true);
    let month = |text: &str| Month::read(text).unwrap();
    let (base, first, second) = (month("2019-12"), month("2020-12"), month("2021-12"));
    let known = [(base, "105.65"), (first, "110.50"), (second, "114.25")];
    let values = known.map(|(m, v)| (m, v.parse().unwrap()));
    let yearly = |series: &PriceIndex, ahead| {
        let schedule = rent_schedule(&terms_of(&lease, &[]), Some(series), ahead, None).unwrap();
        let sums: Vec<Result<Money, NotKnown>> =
            schedule.of(PaymentKind::Rent).map(|p| p.amount).collect();
        let year = |four: &[Result<Money, NotKnown>]| {
            let sums: Result<Vec<Money>, NotKnown> = four.iter().copied().collect();
            sums.map(|s| Money::checked_sum(s).unwrap().to_string())
        };
        sums.chunks(4).map(year).collect::<Vec<_>>()
    };
    let ok = |text: &str| Ok(text.to_owned());
    let full = PriceIndex::new(values);
    let all = yearly(&full, Ahead::NotKnown);
    assert_eq!(all, [ok("1000.00"), ok("1045.91"), ok("1081.40")]);
    let part = PriceIndex::new(values[..2].iter().copied());
    let unknown = Err(NotKnown::Index { month: second });
    assert_eq!(yearly(&part, Ahead::NotKnown), [ok("1000.00"), ok("1045.91"), unknown]);
    assert_eq!(yearly(&part, Ahead::Passing), [ok("1000.00"), ok("1045.91"), ok("1045.91")]);
}

#[test]
fn a_market_review_is_unknown_until_agreed_or_estimated() {
    let mut lease = lease("2020-03-25", "2022-03-24", "20000");
    lease.review = Some(Review::Market);
    lease.review_years = Some(1);
    lease.upward_only = Some(true);
    lease.erv = Some(pounds("18000"));
    let on = day("2021-03-25");
    assert_eq!(total(&lease, &[]), Err(NotKnown::MarketRent { on }));
    let agreed = event("review", "2021-03-25", None, Some("24000"));
    assert_eq!(total(&lease, &[agreed]), Ok(pounds("44000")));
    let estimated = rent_schedule(&terms_of(&lease, &[]), None, Ahead::Estimated, None).unwrap();
    assert_eq!(estimated.total(PaymentKind::Rent), Ok(pounds("40000")));
    let effective = net_effective_rent(&terms_of(&lease, &[]), &[], None);
    assert_eq!(effective, Ok(pounds("20000")));
}

/// The register's rent is that of `as_of`: reviews up to then are in it, what was paid before is not.
#[test]
fn a_rent_recorded_later_stands_from_the_last_change_before_it() {
    let mut lease = lease("2010-03-25", "2025-03-24", "26000");
    lease.review = Some(Review::Market);
    lease.review_years = Some(5);
    let terms = RentTerms::read(&lease, &[], day("2020-03-31"), 365).unwrap();
    let spans = terms.spans(None, Ahead::NotKnown);
    let earlier = NotKnown::EarlierRent { on: day("2015-03-25") };
    let found: Vec<_> = spans.iter().map(|s| (s.period.from(), s.rent)).collect();
    assert_eq!(
        found,
        [(day("2010-03-25"), Err(earlier)), (day("2020-03-25"), Ok(pounds("26000")))]
    );
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let lease = lease("2020-03-25", "2025-03-24", "10000");
    let dated = [
        ("step", "2021-03-25", None, Some("12000")),
        ("step", "2021-03-25", None, Some("11000")),
        ("review", "2021-03-25", None, Some("13000")),
        ("rent_free", "2022-03-25", Some("2022-06-23"), None),
        ("part_rent", "2022-03-25", Some("2022-09-28"), Some("500")),
        ("rent_free", "2022-03-25", None, None),
    ];
    let mut events = events_of(&dated);
    let payments = rents(&lease, &events);
    assert_eq!(payments[4].1, "3000.00");
    assert_eq!([&payments[8].1, &payments[9].1], ["0.00", "125.00"]);
    assert!(payments[10].1.starts_with("the rent-free or part-rent period from 2022-03-25"));
    events.reverse();
    assert_eq!(rents(&lease, &events), payments);
}

#[test]
fn a_step_without_a_sum_is_the_rent_recorded_after_it() {
    let lease = lease("2020-03-25", "2022-03-24", "10000");
    let step = event("step", "2021-03-25", None, None);
    let at = |on: &str| RentTerms::read(&lease, std::slice::from_ref(&step), day(on), 365).unwrap();
    let last = |on: &str| at(on).spans(None, Ahead::NotKnown).last().unwrap().rent;
    assert_eq!(last("2022-01-01"), Ok(pounds("10000")));
    assert_eq!(last("2020-03-25"), Err(NotKnown::Step { on: day("2021-03-25") }));
}

#[test]
fn a_review_of_no_recorded_kind_leaves_the_rent_unknown() {
    let mut lease = lease("2020-03-25", "2030-03-24", "10000");
    (lease.review, lease.review_years) = (None, Some(5));
    let on = day("2025-03-25");
    assert_eq!(total(&lease, &[]), Err(NotKnown::ReviewKind { on }));
    assert_eq!(terms_of(&lease, &[]).taken, []);
    (lease.review, lease.review_years) = (Some(Review::None), None);
    assert_eq!(terms_of(&lease, &[]).taken, []);
    lease.review = None;
    assert_eq!(total(&lease, &[]), Ok(pounds("100000")));
    assert_eq!(terms_of(&lease, &[]).taken, [Taken::NoReview]);
}

#[test]
fn a_year_of_no_days_divides_by_nothing() {
    let lease = lease("2020-03-26", "2020-03-27", "10000");
    let terms = RentTerms { days_in_year: 0, ..terms_of(&lease, &[]) };
    let all = rent_schedule(&terms, None, Ahead::NotKnown, None).unwrap();
    assert_eq!(all.total(PaymentKind::Rent), Ok(pounds("20000")));
}

#[rstest]
#[case(None, None, None, NotKnown::Rent)]
#[case(Some("-1"), None, None, NotKnown::Rent)]
#[case(Some("1000"), Some(Review::Rpi), None, NotKnown::ReviewDates)]
#[case(Some("1000"), Some(Review::Rpi), Some(1), NotKnown::BaseMonth)]
#[case(Some("1e17"), None, None, NotKnown::Range)]
fn what_is_not_known_is_told_and_never_zero(
    #[case] rent: Option<&str>,
    #[case] review: Option<Review>,
    #[case] years: Option<i64>,
    #[case] says: NotKnown,
) {
    let mut lease = lease("2020-03-25", "2025-03-24", "0");
    let scientific = |t: &str| rust_decimal::Decimal::from_scientific(t).ok();
    lease.rent = rent.and_then(|t| t.parse().ok().or_else(|| scientific(t))).map(Money::pounds);
    lease.review = review;
    lease.review_years = years;
    assert_eq!(total(&lease, &[]), Err(says));
}

#[test]
fn a_free_year_is_zero_even_where_the_rent_is_not_known() {
    let mut lease = lease("2020-03-25", "2025-03-24", "0");
    lease.rent = None;
    lease.rent_free_months = Some(12);
    let payments = rents(&lease, &[]);
    assert_eq!(payments[3].1, "0.00");
    assert_eq!(payments[4].1, "the rent is not recorded");
    let endless = event("rent_free", "2021-03-25", None, None);
    let on = day("2021-03-25");
    lease.rent = Some(pounds("100"));
    assert_eq!(total(&lease, &[endless]), Err(NotKnown::FreeUntil { on }));
}

#[test]
fn charges_tax_deposit_and_dilapidations_stand_apart() {
    let mut lease = lease("2020-03-25", "2021-03-24", "23000");
    lease.service_charge = Some(pounds("1000.01"));
    lease.vat_opted = Some(true);
    lease.deposit = Some(pounds("5000"));
    lease.dilapidations = Some(pounds("35000"));
    lease.rent_free_months = Some(12);
    let vat = Some("0.2".parse().unwrap());
    let all = rent_schedule(&terms_of(&lease, &[]), None, Ahead::NotKnown, vat).unwrap();
    let totals = PaymentKind::ALL.iter().map(|k| all.total(*k).unwrap().to_string());
    let expected = ["0.00", "1000.01", "200.00", "5000.00", "-5000.00", "35000.00"];
    assert_eq!(totals.collect::<Vec<_>>(), expected);
    assert!(all.missing.is_empty());
    assert!(all.payments.is_sorted_by_key(|p| p.due));
    lease.vat_opted = None;
    lease.deposit = None;
    let some = rent_schedule(&terms_of(&lease, &[]), None, Ahead::NotKnown, vat).unwrap();
    assert_eq!(some.total(PaymentKind::Vat), Err(NotKnown::VatOption));
    assert_eq!(some.total(PaymentKind::DepositBack), Err(NotKnown::Deposit));
}

/// Totals by hand: a day of £365; 999 years; a year from 29 February; £1e15; rent-free for longer than
/// the term; a start between and an end on a quarter day; a step before the start.
#[rstest]
#[case("2020-02-29", "2020-02-29", "365", &[], "1.00")]
#[case("2020-03-25", "3019-03-24", "23000.01", &[], "22977009.99")]
#[case("2020-02-29", "2021-02-28", "1200", &[], "1200.00")]
#[case("2020-03-25", "3019-03-24", "1000000000000000", &[], "999000000000000000.00")]
#[case("2020-03-25", "2021-03-24", "1000", &[("rent_free", "2020-03-25", Some("2099-01-01"), None)], "0.00")]
#[case("2020-06-23", "2020-09-29", "36500", &[], "9325.00")]
#[case("2020-03-25", "2021-03-24", "1000", &[("step", "1999-03-25", None, Some("2000"))], "2000.00")]
#[case("2020-03-25", "2021-03-24", "1000", &[("step", "2999-03-25", None, None)], "1000.00")]
fn odd_leases_have_right_totals(
    #[case] first: &str,
    #[case] last: &str,
    #[case] rent: &str,
    #[case] dated: &[(&str, &str, Option<&str>, Option<&str>)],
    #[case] sum: &str,
) {
    let mut lease = lease(first, last, rent);
    if first == "2020-02-29" {
        lease.payment = Some(Payment::Monthly);
    }
    assert_eq!(total(&lease, &events_of(dated)), Ok(pounds(sum)));
}

#[test]
fn a_break_ends_the_term_of_the_net_effective_rent() {
    let mut lease = lease("2020-03-25", "2030-03-24", "100000");
    lease.rent_free_months = Some(12);
    let terms = terms_of(&lease, &[]);
    for on in ["2025-03-25", "2025-03-24"] {
        let mut broken = event("break", on, None, None);
        broken.party = Some(Party::Tenant);
        assert_eq!(net_effective_rent(&terms, &[broken], None), Ok(pounds("80000")));
    }
    let mut theirs = event("break", "2025-03-25", None, None);
    theirs.party = Some(Party::Landlord);
    assert_eq!(net_effective_rent(&terms, &[theirs], None), Ok(pounds("90000")));
}

#[test]
fn events_of_other_leases_are_passed_over() {
    let lease = lease("2020-03-25", "2021-03-24", "1000");
    let mut step = event("step", "2020-03-25", None, Some("2000"));
    step.lease_id = crate::model::LeaseId::new("OTHER").unwrap();
    step.row.file = Arc::from("lease_events.csv");
    assert_eq!(total(&lease, &[step]), Ok(pounds("1000")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whole_years_carry_whole_rents(
        pence in 0_i64..100_000_000_000_000_000,
        years in 1_u32..60,
        start in (1990_i32..2030, 1_u32..13, 1_u32..29),
        payment in prop::sample::select(Payment::ALL),
        in_advance: bool,
    ) {
        let from = match payment {
            Payment::QuarterDays => {
                let (month, day) = crate::finance::QUARTER_DAYS[start.1 as usize % 4];
                Date::from_ymd_opt(start.0, month, day).unwrap()
            }
            _ => Date::from_ymd_opt(start.0, start.1, start.2).unwrap(),
        };
        let last = months_later(from, years * 12).unwrap().pred_opt().unwrap();
        let mut lease = lease(&from.to_string(), &last.to_string(), "0");
        lease.rent = Some(Money::from_pence(pence));
        lease.payment = Some(payment);
        lease.in_advance = Some(in_advance);
        let sum = Money::from_pence(pence).checked_mul(years.into()).unwrap();
        prop_assert_eq!(total(&lease, &[]), Ok(sum));
    }

    #[test]
    fn payments_cover_the_term_and_add_up(
        start in 720_000_i32..760_000,
        days in 1_u64..20_000,
        pence in 0_i64..1_000_000_000,
        dated in prop::collection::vec(
            (0_usize..4, 0_u64..20_000, 0_u64..900, 0_i64..1_000_000_000), 0..6,
        ),
        payment in prop::sample::select(Payment::ALL),
        free in 0_i64..200,
    ) {
        let from = Date::from_num_days_from_ce_opt(start).unwrap();
        let last = from + Days::new(days - 1);
        let mut lease = lease(&from.to_string(), &last.to_string(), "0");
        lease.rent = Some(Money::from_pence(pence));
        lease.payment = Some(payment);
        lease.rent_free_months = Some(free);
        let kinds = ["step", "rent_free", "part_rent", "review"];
        let events: Vec<LeaseEvent> = dated.iter().map(|(kind, after, length, amount)| {
            let on = from - Days::new(500) + Days::new(*after);
            let until = (on + Days::new(*length)).to_string();
            let mut event = event(kinds[*kind], &on.to_string(), Some(until.as_str()), None);
            event.amount = Some(Money::from_pence(*amount));
            event
        }).collect();
        let schedule = schedule(&lease, &events);
        let rents: Vec<&RentPayment> = schedule.of(PaymentKind::Rent).collect();
        prop_assert_eq!(rents[0].period.from(), from);
        prop_assert_eq!(rents.last().unwrap().period.until(), last.succ_opt().unwrap());
        for pair in rents.windows(2) {
            prop_assert_eq!(pair[0].period.until(), pair[1].period.from());
        }
        let mut sum = 0;
        let most = dated.iter().map(|d| d.3).max().unwrap_or(0).max(pence);
        for payment in &rents {
            let pence = payment.amount.unwrap().pence().unwrap();
            prop_assert_eq!(payment.amount, Ok(Money::from_pence(pence)));
            prop_assert!(pence >= 0 && i128::from(pence) * 365 <= i128::from(most) * 367 + 365);
            sum += pence;
        }
        prop_assert_eq!(schedule.total(PaymentKind::Rent), Ok(Money::from_pence(sum)));
    }
}
