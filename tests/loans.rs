//! Loans and provision against published values, closed forms, and balances stepped one period at a time.

use std::fs;

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use serde_json::Value;
use terrier::{
    finance::{DatedLoan, LoanTable, RepaymentProfile, loan_years},
    model::{FinancialYear, LoanKind, Money},
};

use crate::sample::project;

fn number(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Whole pence of pounds times a million, so that published digits beyond the penny are compared.
fn fine(pounds: Decimal) -> i64 {
    Money::pounds(pounds * Decimal::from(1_000_000)).pence().unwrap()
}

#[track_caller]
fn near(found: i64, expected: Decimal, case: &Value) {
    assert!((found - fine(expected)).abs() <= 2, "{found} is not {expected}: {case}");
}

/// One published case: its function, what was asked by name, and the answer.
struct Case<'a> {
    whole: &'a Value,
    function: &'a str,
    args: Vec<(&'a str, Decimal)>,
    answer: Decimal,
}

impl<'a> Case<'a> {
    /// Reads a case in arrear; `None` where no loan of ours is asked about.
    fn read(whole: &'a Value) -> Option<Self> {
        let input = if whole["input"].is_object() { &whole["input"] } else { whole };
        let args = &input["args"];
        let advance = input["when"] == "begin" || args["when"] == "begin";
        let function = input["function"].as_str().unwrap();
        let names: &[&str] = match function {
            "pmt" => &["rate", "nper", "pv"],
            "ipmt" | "ppmt" => &["rate", "per", "nper", "pv"],
            "pv" => &["rate", "nper", "pmt", "fv"],
            "fv" => &["rate", "nper", "pmt", "pv"],
            "nper" => &["rate", "pmt", "pv", "fv"],
            _ => return None,
        };
        let value = |at: usize, name: &str| args.get(name).or_else(|| args.get(at));
        let decimal = |v: &Value| number(&v.as_f64().unwrap().to_string());
        let found = names.iter().enumerate();
        let args = found.map(|(at, name)| (*name, value(at, name).map_or(Decimal::ZERO, decimal)));
        let exact = whole["exact_decimal_28_digits"].as_str().map(number);
        let answer = exact.unwrap_or_else(|| decimal(&whole["expected"]));
        (!advance).then(|| Self { whole, function, args: args.collect(), answer })
    }

    fn arg(&self, name: &str) -> Decimal {
        self.args.iter().find(|(known, _)| *known == name).unwrap().1
    }

    fn count(&self, name: &str) -> u32 {
        self.arg(name).to_string().parse().unwrap()
    }

    /// Interest and principal of a period of the loan asked about, of a million times its size.
    fn parts(&self, lent: Decimal, period: u32) -> (i64, i64) {
        let rate = self.arg("rate");
        let table = LoanTable::new(LoanKind::Annuity, rate, self.count("nper"), 1).unwrap();
        let pence = fine(lent);
        (table.interest(pence, period), table.principal(pence, period))
    }

    /// What is set aside in the first year so that, growing at the rate, it becomes a sum.
    fn first_of_fund(&self, years: u32, sum: Decimal) -> i64 {
        RepaymentProfile::annuity(years, self.arg("rate")).unwrap().charge(fine(sum), 1)
    }

    fn judge(&self) {
        match self.function {
            "pmt" => {
                let (interest, principal) = self.parts(self.arg("pv"), 1);
                near(interest + principal, -self.answer, self.whole);
            }
            "ipmt" => {
                near(self.parts(self.arg("pv"), self.count("per")).0, -self.answer, self.whole);
            }
            "ppmt" => {
                near(self.parts(self.arg("pv"), self.count("per")).1, -self.answer, self.whole);
            }
            "pv" => {
                // A loan of that worth is repaid by those payments, the last one too.
                let last = self.count("nper");
                for period in [1, last] {
                    let (interest, principal) = self.parts(-self.answer, period);
                    near(interest + principal, self.arg("pmt"), self.whole);
                }
            }
            "fv" => {
                assert_eq!(self.arg("pv"), Decimal::ZERO);
                near(
                    self.first_of_fund(self.count("nper"), self.answer),
                    -self.arg("pmt"),
                    self.whole,
                );
            }
            _ => {
                let whole: u32 = self.answer.trunc().to_string().parse().unwrap();
                let (sum, paid) = (self.arg("fv"), fine(-self.arg("pmt")));
                let enough = self.first_of_fund(whole, sum);
                assert!(
                    enough >= paid && self.first_of_fund(whole + 1, sum) < paid,
                    "{}",
                    self.whole
                );
                assert_eq!(enough == paid, self.answer == Decimal::from(whole), "{}", self.whole);
            }
        }
    }
}

#[test]
fn published_loans_have_their_published_values() {
    let path = project("../shared/data/finance-vectors/numpy_financial_vectors.json");
    let Ok(text) = fs::read_to_string(&path) else {
        #[allow(clippy::print_stderr, reason = "a test that is left out says so")]
        {
            eprintln!("left out: {} is not there", path.display());
        }
        return;
    };
    let book: Value = serde_json::from_str(&text).unwrap();
    let lists = ["vectors", "vectors_full_precision"].map(|name| book[name].as_array().unwrap());
    let cases: Vec<Case> = lists.into_iter().flatten().filter_map(Case::read).collect();
    cases.iter().for_each(Case::judge);
    let seen = |function| cases.iter().filter(|case| case.function == function).count();
    let all = ["pmt", "ipmt", "ppmt", "pv", "fv", "nper"].map(seen);
    assert_eq!(all, [6, 1, 1, 2, 1, 2]);
}

/// The balance before each period and after the last, in pence, each worked out from its neighbour.
///
/// An annuity is stepped from its end, where nothing is owed: so no error grows.
fn stepped(kind: LoanKind, pence: i64, rate: Decimal, periods: u32) -> Vec<Decimal> {
    let (lent, one) = (Decimal::from(pence), Decimal::ONE);
    let mut owed = vec![lent];
    match kind {
        LoanKind::Maturity => owed.resize(periods as usize, lent),
        LoanKind::EqualInstalments => {
            let each = lent / Decimal::from(periods);
            (1..periods).for_each(|k| owed.push(lent - each * Decimal::from(k)));
        }
        LoanKind::Annuity => {
            let worth = (0..periods).fold(Decimal::ZERO, |worth, _| (worth + one) / (one + rate));
            owed[0] = Decimal::ZERO;
            for _ in 0..periods {
                owed.push((owed[owed.len() - 1] + lent / worth) / (one + rate));
            }
            owed.reverse();
            return owed;
        }
    }
    owed.push(Decimal::ZERO);
    owed
}

/// Half a penny, and what decimals lose of a large loan.
fn half() -> Decimal {
    number("0.50000001")
}

#[track_caller]
fn agrees(kind: LoanKind, pence: i64, yearly: Decimal, periods: u32, a_year: u32) {
    let rate = yearly / Decimal::from(a_year);
    let owed = stepped(kind, pence, rate, periods);
    let paid = LoanTable::new(kind, yearly, periods, a_year).unwrap().schedule(pence);
    assert_eq!(paid.len() + 1, owed.len());
    let mut before = pence;
    for (k, period) in paid.iter().enumerate() {
        let interest = (Decimal::from(period.interest) - owed[k] * rate).abs();
        let balance = (Decimal::from(period.balance) - owed[k + 1]).abs();
        assert!(interest <= half() && balance <= half(), "{kind}, period {}: {period:?}", k + 1);
        assert_eq!(before - period.principal, period.balance);
        before = period.balance;
    }
    assert_eq!(before, 0);
}

#[rstest]
#[case::published(100_000_000, "0.05", 25, 1)]
#[case::half_yearly(12_345_678_901, "0.0512", 100, 2)]
#[case::long(99_999_999_999, "0.07", 1_200, 12)]
#[case::dear(100_000_000_000, "1", 1_200, 1)]
#[case::free(7, "0", 1_200, 12)]
#[case::once(100_000_001, "0.043", 1, 1)]
fn every_period_agrees_with_the_balance_stepped(
    #[case] pence: i64,
    #[case] rate: &str,
    #[case] periods: u32,
    #[case] a_year: u32,
) {
    LoanKind::ALL.iter().for_each(|kind| agrees(*kind, pence, number(rate), periods, a_year));
}

#[test]
fn a_million_at_five_per_cent_costs_70_952_46_a_year() {
    let table = LoanTable::new(LoanKind::Annuity, number("0.05"), 25, 1).unwrap();
    let paid = table.schedule(100_000_000);
    let first: Vec<i64> = paid.iter().take(2).map(|p| p.interest + p.principal).collect();
    assert_eq!(first, [7_095_246, 7_095_246]);
    // What is owed before the last two payments is what two and one of them are worth.
    assert_eq!((paid[22].balance, paid[23].balance), (13_192_974, 6_757_377));
    assert_eq!((paid[23].interest, paid[24].interest), (659_649, 337_869));
    let interest: i64 = paid.iter().map(|p| p.interest).sum();
    // 25 × £70,952.457299… − £1,000,000, interest rounded 25 times.
    assert_eq!(interest, 77_381_143);
}

#[test]
fn late_periods_agree_with_the_closed_form() {
    let (one, rate) = (Decimal::ONE, number("0.05") / Decimal::from(12));
    let table = LoanTable::new(LoanKind::Annuity, number("0.05"), 1_200, 12).unwrap();
    let pence = 99_999_999_999;
    // What is owed before a payment is what the payments from it on are worth: 1 − (1 + i)^−n of the loan's own.
    let worth = |payments: u32| one - (0..payments).fold(one, |left, _| left / (one + rate));
    let owed = |period: u32| Decimal::from(pence) * worth(1_201 - period) / worth(1_200);
    for period in [1, 2, 600, 1_198, 1_199, 1_200] {
        let interest = Decimal::from(table.interest(pence, period)) - owed(period) * rate;
        assert!(interest.abs() <= half(), "period {period}: {interest}");
        let repaid = owed(period) - owed(period + 1);
        // A difference of two rounded totals.
        let off = Decimal::from(table.principal(pence, period)) - repaid;
        assert!(off.abs() <= half() + half(), "period {period}: {off}");
    }
}

#[test]
fn a_loan_that_has_run_for_years_costs_this_in_each() {
    let loan = DatedLoan {
        kind: LoanKind::Annuity,
        pence: 100_000_000,
        rate: number("0.05"),
        start: "2015-09-30".parse().unwrap(),
        end: "2040-09-30".parse().unwrap(),
        payments_a_year: 1,
    };
    let years = loan_years(&loan).unwrap();
    assert_eq!(years.len(), 26);
    let year = |start| years[&FinancialYear::starting(start)];
    // £50,000 for 184 of the 366 days to 30 September 2016.
    assert_eq!((year(2015).interest, year(2015).repaid), (2_513_661, 0));
    assert_eq!((year(2016).repaid, year(2016).closing), (2_095_246, 97_904_754));
    // The other 182 days, and 183 of 365 days of £48,952.38.
    assert_eq!(year(2016).interest, 2_486_339 + 2_454_325);
    assert_eq!((year(2040).repaid, year(2040).closing), (6_757_377, 0));
}

proptest! {
    #[test]
    fn principal_adds_up_and_interest_agrees_with_stepping(
        kind in prop::sample::select(LoanKind::ALL),
        pence in 0_i64..=100_000_000_000,
        rate in 0_i64..=10_000,
        periods in 1_u32..=120,
        a_year in prop::sample::select(&[1_u32, 2, 4, 12]),
    ) {
        agrees(kind, pence, Decimal::new(rate, 4), periods, a_year);
    }
}
