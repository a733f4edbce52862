//! Leases on the balance sheet: published checks, figures by hand, and what always holds.

use chrono::Days;
use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::{
    finance::{
        Ahead, PaymentKind, RentTerms, rent_schedule,
        samples::{day, lease, pounds},
    },
    model::Payment,
};

fn rate(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn term(first: &str, last: &str) -> Period {
    Period::through(day(first), day(last)).unwrap()
}

fn adopted() -> Date {
    crate::policy::Policy::default_policy().unwrap().leases().lease_accounts_from
}

/// Opening, additions, interest, payments, closing; then opening, additions, depreciation, closing.
fn lines(account: &LeaseAccount) -> Vec<String> {
    let line = |y: &LeaseYear| {
        let sums = [
            y.opening,
            y.additions,
            y.interest,
            y.payments,
            y.closing,
            y.asset_opening,
            y.asset_additions,
            y.depreciation,
            y.asset_closing,
        ];
        let sums: Vec<String> = sums.iter().map(Money::to_string).collect();
        format!("{} {}", y.year, sums.join(" "))
    };
    account.years.iter().map(line).collect()
}

fn reconciles(account: &LeaseAccount) {
    let mut before = (Money::ZERO, Money::ZERO);
    for y in &account.years {
        assert_eq!((y.opening, y.asset_opening), before);
        let debt = Money::checked_sum([y.opening, y.additions, y.interest]).unwrap();
        assert_eq!(debt.checked_sub(y.payments), Some(y.closing), "{}", y.year);
        let asset = y.asset_opening.checked_add(y.asset_additions).unwrap();
        assert_eq!(asset.checked_sub(y.depreciation), Some(y.asset_closing), "{}", y.year);
        for sum in [y.interest, y.payments, y.closing, y.depreciation] {
            assert_eq!(sum, sum.to_penny());
        }
        before = (y.closing, y.asset_closing);
    }
    assert_eq!(before, (Money::ZERO, Money::ZERO));
    let gone = Money::checked_sum(account.years.iter().map(|y| y.depreciation));
    assert_eq!(gone, Some(account.asset));
}

/// Three years of 365 days at 5 %, £10,000 at the end of each, by hand:
/// 10,000 × (1 ÷ 1.05 + 1 ÷ 1.1025 + 1 ÷ 1.157625) = 27,232.48; closing 18,594.10 and 9,523.81, so
/// interest 1,361.62, 929.71 and 476.19; the day before the first year earns none.
#[test]
fn three_payments_in_arrear_are_worked_by_hand() {
    let payments = ["2026-03-31", "2027-03-31", "2028-03-30"].map(|d| (day(d), pounds("10000")));
    let held = term("2025-03-31", "2028-03-30");
    let growth = daily_growth(rate("0.05")).unwrap();
    let account = lease_account(held, adopted(), &payments, Money::ZERO, &[], growth).unwrap();
    reconciles(&account);
    assert_eq!(account.liability, pounds("27232.48"));
    let found = |of: fn(&LeaseYear) -> Money| -> Vec<String> {
        account.years.iter().map(|y| of(y).to_string()).collect()
    };
    assert_eq!(found(|y| y.closing), ["27232.48", "18594.10", "9523.81", "0.00"]);
    assert_eq!(found(|y| y.interest), ["0.00", "1361.62", "929.71", "476.19"]);
}

/// The same at no interest; notice on 1 October 2026 ends it on 31 March 2027, so that £10,000 is no longer owed. The
/// asset of £30,000 has then gone for 549 of its 1,096 days. Nothing moves in the years before.
#[test]
fn a_shorter_term_counts_from_the_day_of_notice() {
    let payments = ["2026-03-31", "2027-03-31", "2028-03-30"].map(|d| (day(d), pounds("10000")));
    let held = term("2025-03-31", "2028-03-30");
    let change = Remeasurement {
        on: day("2026-10-01"),
        until: day("2027-04-01"),
        payments: vec![(day("2026-03-31"), pounds("9")), (day("2027-03-31"), pounds("10000"))],
    };
    let with = |changes: &[Remeasurement]| {
        let growth = daily_growth(Decimal::ZERO).unwrap();
        lease_account(held, adopted(), &payments, Money::ZERO, changes, growth).unwrap()
    };
    let expected = [
        "2024/25 0.00 30000.00 0.00 0.00 30000.00 0.00 30000.00 27.37 29972.63",
        "2025/26 30000.00 0.00 0.00 10000.00 20000.00 29972.63 0.00 9990.88 19981.75",
        "2026/27 20000.00 -10000.00 0.00 10000.00 0.00 19981.75 -10000.00 9981.75 0.00",
    ];
    let account = with(std::slice::from_ref(&change));
    assert_eq!(lines(&account), expected);
    assert_eq!(lines(&with(&[]))[..2], lines(&account)[..2]);
    // Given up at once: the asset falls to zero at most, and what is above is a gain outside these lines.
    let at_once =
        Remeasurement { until: day("2026-10-01"), payments: Vec::new(), ..change.clone() };
    let expected = "2026/27 20000.00 -20000.00 0.00 0.00 0.00 19981.75 -14972.63 5009.12 0.00";
    assert_eq!(lines(&with(&[at_once]))[2], expected);
    let growth = daily_growth(Decimal::ZERO).unwrap();
    let twice = [change.clone(), change];
    let found = lease_account(held, adopted(), &payments, Money::ZERO, &twice, growth);
    assert_eq!(found, Err(NotKnown::Range));
}

/// At 5 % a rent of £12,000 from 1 April 2026: £2,000 more in 364 and in 729 days is
/// 2,000 ÷ 1.05^(364 ÷ 365) + 2,000 ÷ 1.05^(729 ÷ 365) = 1,905.02 + 1,814.30. A year before the last payment
/// 12,000 ÷ 1.05 = 11,428.57 is owed.
#[test]
fn a_higher_rent_counts_from_the_day_of_its_review() {
    let payments = ["2026-03-31", "2027-03-31", "2028-03-30"].map(|d| (day(d), pounds("10000")));
    let higher = payments.map(|(due, _)| (due, pounds("12000"))).to_vec();
    let (on, until) = (day("2026-04-01"), day("2028-03-31"));
    let changes = [Remeasurement { on, until, payments: higher }];
    let growth = daily_growth(rate("0.05")).unwrap();
    let held = term("2025-03-31", "2028-03-30");
    let account = lease_account(held, adopted(), &payments, Money::ZERO, &changes, growth).unwrap();
    let found = |of: fn(&LeaseYear) -> Money| -> Vec<String> {
        account.years.iter().map(|y| of(y).to_string()).collect()
    };
    assert_eq!(found(|y| y.closing), ["27232.48", "18594.10", "11428.57", "0.00"]);
    assert_eq!(found(|y| y.additions), ["27232.48", "0.00", "3719.32", "0.00"]);
    assert_eq!(found(|y| y.asset_additions), ["27232.48", "0.00", "3719.32", "0.00"]);
    assert_eq!(account.years[3].asset_closing, Money::ZERO);
}

/// The present values of issue 4 for the £23,000 sublease, discounted to its start by days ÷ 365.
#[rstest]
#[case("0.035", "61452.21")]
#[case("0.0557", "57510.99")]
fn the_liability_is_the_present_value_by_days(#[case] a_year: &str, #[case] value: &str) {
    let mut lease = lease("2020-03-25", "2025-03-24", "23000");
    lease.rent_free_months = Some(24);
    let terms = RentTerms::read(&lease, &[], lease.start, 365).unwrap();
    let schedule = rent_schedule(&terms, None, Ahead::Passing, None).unwrap();
    let payments: Vec<(Date, Money)> =
        schedule.of(PaymentKind::Rent).map(|p| (p.due, p.amount.unwrap())).collect();
    let growth = daily_growth(rate(a_year)).unwrap();
    let account =
        lease_account(terms.term, lease.start, &payments, Money::ZERO, &[], growth).unwrap();
    assert_eq!(account.liability, pounds(value));
    assert_eq!(account.asset, pounds(value));
    reconciles(&account);
}

/// At no interest the liability is the payments left: four quarters, that from 25 March 2024 being paid;
/// its 84 days from 1 April are the rent in advance, £8,400. 449 days are left, 365 of them in 2024/25.
#[test]
fn a_lease_under_way_comes_on_at_adoption() {
    let lease = lease("2020-03-25", "2025-06-23", "36500");
    let terms = RentTerms::read(&lease, &[], lease.start, 365).unwrap();
    let schedule = rent_schedule(&terms, None, Ahead::Passing, None).unwrap();
    let payments: Vec<(Date, Money)> =
        schedule.of(PaymentKind::Rent).map(|p| (p.due, p.amount.unwrap())).collect();
    let growth = daily_growth(Decimal::ZERO).unwrap();
    let prepaid = pounds("8400");
    let account = lease_account(terms.term, adopted(), &payments, prepaid, &[], growth).unwrap();
    reconciles(&account);
    let expected = [
        "2024/25 0.00 36500.00 0.00 36500.00 0.00 0.00 44900.00 36500.00 8400.00",
        "2025/26 0.00 0.00 0.00 0.00 0.00 8400.00 0.00 8400.00 0.00",
    ];
    assert_eq!(lines(&account), expected);
}

#[rstest]
#[case("2020-03-25", "2024-03-31", None, Some(LeaseExemption::Ended))]
#[case("2020-03-25", "2025-03-31", None, Some(LeaseExemption::Short))]
#[case("2020-03-25", "2025-04-01", None, None)]
#[case("2026-05-01", "2027-04-30", None, Some(LeaseExemption::Short))]
#[case("2026-05-01", "2031-04-30", Some("5000"), Some(LeaseExemption::LowValue))]
#[case("2026-05-01", "2031-04-30", Some("5000.01"), None)]
fn short_and_cheap_leases_stay_off(
    #[case] first: &str,
    #[case] last: &str,
    #[case] value: Option<&str>,
    #[case] expected: Option<LeaseExemption>,
) {
    let policy = crate::policy::Policy::default_policy().unwrap().leases();
    assert_eq!(lease_exemption(term(first, last), value.map(pounds), &policy), expected);
}

#[rstest]
#[case("2024-04-01", "2024-04-01", "1", Payment::Yearly)]
#[case("2024-02-29", "3023-02-28", "1000000000000000", Payment::Yearly)]
#[case("2024-02-29", "3023-02-28", "23000.01", Payment::Yearly)]
fn odd_leases_reconcile(
    #[case] first: &str,
    #[case] last: &str,
    #[case] rent: &str,
    #[case] payment: Payment,
) {
    let mut lease = lease(first, last, rent);
    lease.payment = Some(payment);
    lease.in_advance = Some(false);
    let terms = RentTerms::read(&lease, &[], lease.start, 365).unwrap();
    let schedule = rent_schedule(&terms, None, Ahead::Passing, None).unwrap();
    let payments: Vec<(Date, Money)> =
        schedule.of(PaymentKind::Rent).map(|p| (p.due, p.amount.unwrap())).collect();
    let growth = daily_growth(rate("0.0557")).unwrap();
    reconciles(&lease_account(terms.term, adopted(), &payments, Money::ZERO, &[], growth).unwrap());
}

#[test]
fn what_cannot_be_held_is_told_and_no_panic() {
    let held = term("2024-04-01", "2030-03-31");
    let one = [(day("2025-04-01"), pounds("1"))];
    let with = |payments: &[(Date, Money)], growth: &dyn Fn(Date, Date) -> Option<Decimal>| {
        lease_account(held, adopted(), payments, Money::ZERO, &[], growth).map(|a| a.liability)
    };
    assert_eq!(with(&one, &|_, _| None), Err(NotKnown::Range));
    assert_eq!(with(&one, &|_, _| Some(Decimal::ZERO)), Err(NotKnown::Range));
    assert_eq!(
        with(&[(day("2025-04-01"), pounds("-1"))], &|_, _| Some(Decimal::ONE)),
        Err(NotKnown::Range)
    );
    let most = Money::pounds(Decimal::MAX);
    let huge = [(day("2025-04-01"), most), (day("2026-04-01"), most)];
    assert_eq!(with(&huge, &|_, _| Some(Decimal::ONE)), Err(NotKnown::Range));
    let ended = term("2020-04-01", "2024-03-31");
    let none = lease_account(ended, adopted(), &[], Money::ZERO, &[], |_, _| Some(Decimal::ONE));
    assert_eq!(none.map(|a| a.asset), Err(NotKnown::Range));
    assert!(daily_growth(rate("-0.01")).is_none() && daily_growth(rate("10.01")).is_none());
    let growth = daily_growth(Decimal::TEN).unwrap();
    assert_eq!(growth(day("2024-04-01"), day("2024-03-31")), None);
    assert_eq!(growth(Date::MIN, Date::MAX), None);
}

#[rstest]
#[case("0")]
#[case("0.035")]
#[case("0.0557")]
#[case("1")]
#[case("10")]
fn a_year_of_days_grows_by_the_yearly_rate(#[case] a_year: &str) {
    let growth = daily_growth(rate(a_year)).unwrap();
    let grown = growth(day("2025-04-01"), day("2026-04-01")).unwrap();
    let off = (grown - rate(a_year) - Decimal::ONE).abs();
    assert!(off < Decimal::new(1, 22), "{off}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_account_reconciles(
        after in 0_u64..4_000,
        days in 1_u64..12_000,
        dues in prop::collection::vec((0_u64..13_000, 0_i64..10_000_000), 0..40),
        added in -100_000_i64..1_000_000,
        permyriad in 0_i64..3_000,
    ) {
        let from = day("2020-01-01") + Days::new(after);
        let held = Period::new(from, from + Days::new(days)).unwrap();
        prop_assume!(held.until() > adopted());
        let payments: Vec<(Date, Money)> =
            dues.iter().map(|(d, p)| (from + Days::new(*d), Money::from_pence(*p))).collect();
        let growth = daily_growth(Decimal::new(permyriad, 4)).unwrap();
        let added = Money::from_pence(added);
        let account = lease_account(held, adopted(), &payments, added, &[], growth).unwrap();
        reconciles(&account);
        let penny = Money::from_pence(-1);
        prop_assert!(account.years.iter().all(|y| y.interest >= penny));
    }
}
