//! The financial year that a file's own words tell.

/// Finds the one financial year that texts name; `None` if they name none, or several.
pub(super) fn year<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<String> {
    let mut found: Vec<String> = texts.into_iter().flat_map(years).collect();
    found.sort();
    found.dedup();
    match found.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// Finds years such as `2021/22`, `2021-2022`, `202122` and `21/22`; a 31 March ends the year before.
fn years(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let parts = |c: char| !c.is_ascii_digit();
    let numbers: Vec<&str> = lower.split(parts).filter(|n| !n.is_empty()).collect();
    let mut found: Vec<String> = Vec::new();
    for pair in numbers.windows(2) {
        // Side by side, with one mark between: `2021/22`, `2021-22`, `2021_2022`.
        let stand = ["/", "-", "–", "_"].iter().any(|m| lower.contains(&pair.join(m)));
        if stand && matches!(pair[1].len(), 2 | 4) {
            found.extend(written(pair[0], pair[1]));
        }
    }
    // Two digits each: `21/22`, where no third number makes a day of it.
    if let [first, second] = numbers.as_slice()
        && first.len() == 2
        && second.len() == 2
        && *first >= "10"
        && lower.contains(&format!("{first}/{second}"))
    {
        found.extend(written(&format!("20{first}"), second));
    }
    for number in &numbers {
        if let Some((first, second)) = number.split_at_checked(4).filter(|(_, s)| s.len() == 2) {
            found.extend(written(first, second));
        }
    }
    if found.is_empty() {
        let ends = numbers.windows(3).filter(|n| matches!((n[0], n[1]), ("31", "3" | "03")));
        let in_words = numbers.windows(2).filter(|n| n[0] == "31" && lower.contains("31 mar"));
        for last in ends.map(|n| n[2]).chain(in_words.map(|n| n[1])) {
            if let Some(from) = last.parse::<u32>().ok().and_then(|year| year.checked_sub(1)) {
                found.extend(written(&from.to_string(), last));
            }
        }
    }
    found
}

/// Writes a financial year of its two calendar years, if the second follows the first.
fn written(first: &str, second: &str) -> Option<String> {
    let (from, to) = (first.parse::<u32>().ok()?, second.parse::<u32>().ok()?);
    let follows = if second.len() == 2 { to == (from + 1) % 100 } else { to == from + 1 };
    let is_year = first.len() == 4 && (1990..2100).contains(&from);
    (is_year && follows).then(|| format!("{from}/{:02}", (from + 1) % 100))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Running costs 2021/22 (£)", Some("2021/22"))]
    #[case("register-2019-2020.csv", Some("2019/20"))]
    #[case("ERIC - 201617 - Site data.csv", Some("2016/17"))]
    #[case("as at 31 March 2023", Some("2022/23"))]
    #[case("as at 31/03/2024", Some("2023/24"))]
    #[case("Costs 2021/22 and 2022/23", None)]
    #[case("Rates 23/24", Some("2023/24"))]
    #[case("25/03/26", None)]
    #[case("01/02", None)]
    #[case("Register 2021", None)]
    #[case("13944", None)]
    #[case("2025-6-20-leases.xlsx", None)]
    fn a_financial_year_is_told_only_where_it_stands(
        #[case] text: &str,
        #[case] found: Option<&str>,
    ) {
        assert_eq!(year([text]).as_deref(), found);
    }
}
