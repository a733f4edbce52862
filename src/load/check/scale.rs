//! Figures against a measure of their own kind: how far apart, which is the middle, who shares a fault.

use rust_decimal::Decimal;

use crate::{
    model::{Finding, Findings, Money, Place, RowRef, Rule, pounds, with_thousands},
    policy::{FigureName, Policy},
};

/// One record with a fault that others may share.
pub(super) struct Odd<'a> {
    pub row: &'a RowRef,
    pub id: &'a str,
    /// What stands there, with the evidence against it.
    pub found: String,
}

/// A fault of a column.
pub(super) struct Fault<'a> {
    pub rule: Rule,
    /// The column it is told of, then those that may be wrong in its place.
    pub columns: &'a [&'a str],
    pub expected: String,
    pub fix: &'a str,
}

/// Rows that a gathered finding names.
const ROWS: usize = 5;

/// Tells each record of a fault, or all as one where at least `many_records` share it.
///
/// `of` is how many records were looked at; `hint` is what the column as a whole looks like, where that can be told.
pub(super) fn tell(
    fault: &Fault<'_>,
    mut odd: Vec<Odd<'_>>,
    (of, hint): (usize, Option<&str>),
    policy: &Policy,
    findings: &mut Findings,
) {
    let (Some(column), others) = (fault.columns.first(), fault.columns.get(1..)) else { return };
    let others = others.unwrap_or_default();
    let many = usize::try_from(policy.whole(FigureName::ManyRecords)).unwrap_or(usize::MAX);
    let made = |row: &RowRef, id: &str, found: String| {
        let place = Place::cell(row, column);
        Finding::new(fault.rule, place, id, found, fault.expected.clone())
    };
    if odd.len() < many.max(2) {
        for one in odd {
            let found = format!("{}; used as it stands", one.found);
            findings.push(made(one.row, one.id, found).beside([one.id], others).fix(fault.fix));
        }
        return;
    }
    odd.sort_by(|a, b| a.row.cmp(b.row));
    let Some(first) = odd.first() else { return };
    let rows: Vec<String> = odd.iter().take(ROWS).map(|o| o.row.row.to_string()).collect();
    let more = match odd.len().saturating_sub(ROWS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let hint = hint.map_or_else(String::new, |hint| format!("; {hint}"));
    let found = format!(
        "{} of {of} records, in rows {}{more}; for example row {}: {}{hint}; used as they stand",
        odd.len(),
        rows.join(", "),
        first.row.row,
        first.found
    );
    let ids = odd.iter().map(|o| o.id);
    findings.push(made(first.row, "", found).beside(ids, fault.columns).fix(fault.fix));
}

/// Returns the middle of some numbers, the upper of two; `None` of none.
pub(super) fn middle(mut numbers: Vec<Decimal>) -> Option<Decimal> {
    let at = numbers.len() / 2;
    if numbers.is_empty() {
        return None;
    }
    let (_, middle, _) = numbers.select_nth_unstable(at);
    Some(*middle)
}

/// Tells whether two numbers above zero lie more than so many times apart.
pub(super) fn apart(one: Decimal, other: Decimal, times: Decimal) -> bool {
    let beyond = |large: Decimal, small: Decimal| {
        small.checked_mul(times).is_some_and(|limit| large > limit)
    };
    beyond(one, other) || beyond(other, one)
}

/// Says how large a number is against another: `10.6 times`, `1.1 % of`.
pub(super) fn against(one: Decimal, other: Decimal) -> String {
    let Some(ratio) = one.checked_div(other) else { return "against".to_owned() };
    if ratio >= Decimal::ONE {
        let places = if ratio >= Decimal::ONE_HUNDRED { 0 } else { 1 };
        return format!(
            "{} times",
            with_thousands(&ratio.round_dp(places).normalize().to_string())
        );
    }
    let percent = ratio * Decimal::ONE_HUNDRED;
    let places = if percent >= Decimal::ONE { 1 } else { 3 };
    format!("{} % of", percent.round_dp(places).normalize())
}

/// Writes a sum for a finding: whole pounds from £100 up, else with pence.
pub(super) fn sum(pounds_in: Decimal) -> String {
    let money = Money::pounds(pounds_in).to_penny();
    match money.pence() {
        Some(pence) if pence.abs() >= 10_000 => pounds(pence),
        _ => {
            let text = money.to_string();
            text.strip_prefix('-').map_or_else(|| format!("£{text}"), |size| format!("−£{size}"))
        }
    }
}

/// Writes a number as a person would: thousands apart, no zeros at its end.
pub(super) fn plain(number: Decimal) -> String {
    with_thousands(&number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[rstest::rstest]
    #[case("100", "9320", "1.1 % of")]
    #[case("0.7", "9320", "0.008 % of")]
    #[case("41000000", "3853000", "10.6 times")]
    #[case("4100000", "3853", "1,064 times")]
    #[case("5", "5", "1 times")]
    fn one_number_is_told_by_another(#[case] one: &str, #[case] other: &str, #[case] said: &str) {
        assert_eq!(against(decimal(one), decimal(other)), said);
    }

    #[test]
    fn numbers_are_apart_either_way() {
        let [one, eight, nine] = ["1", "8", "9"].map(decimal);
        assert!(!apart(one, eight, eight) && !apart(eight, one, eight));
        assert!(apart(one, nine, eight) && apart(nine, one, eight));
    }

    #[test]
    fn the_middle_is_the_upper_of_two() {
        assert_eq!(middle(vec![decimal("4"), decimal("1"), decimal("3")]), Some(decimal("3")));
        assert_eq!(middle(vec![decimal("4"), decimal("1")]), Some(decimal("4")));
        assert_eq!(middle(Vec::new()), None);
    }
}
