//! What is taken as given about leases.

use rust_decimal::{Decimal, prelude::ToPrimitive};
use toml::{Table, Value};

use super::{
    PolicyError,
    read::{date_of, decimal_of, lay_over, table_of, unknown_keys, wrong},
};
use crate::model::{Date, Money};

/// The default, compiled in.
const DEFAULT: &str = include_str!("../../data/policy/leases.toml");

crate::model::words! {
    /// The figures about leases.
    LeaseFigure {
        NoticeMarginDays = "notice_margin_days",
        NoticeUrgentMonths = "notice_urgent_months",
        HoldingOverNoticeMonths = "holding_over_notice_months",
        DaysInYear = "days_in_year",
        LeaseAccountsFrom = "lease_accounts_from",
        ShortLeaseMonths = "short_lease_months",
        LowValue = "low_value",
        LeaseDiscountRate = "lease_discount_rate",
    }
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of the file")]
pub struct LeaseEntry {
    pub figure: LeaseFigure,
    /// The value as the file writes it.
    pub text: String,
    pub unit: String,
    pub meaning: String,
    pub source: String,
    pub from: Option<Date>,
    pub until: Option<Date>,
    pub verify_by: Option<Date>,
}

/// What is taken as given about leases, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of the file")]
pub struct LeasePolicy {
    pub notice_margin_days: u32,
    pub notice_urgent_months: u32,
    pub holding_over_notice_months: u32,
    /// From 1.
    pub days_in_year: u32,
    pub lease_accounts_from: Date,
    pub short_lease_months: u32,
    pub low_value: Money,
    /// A fraction a year, from 0 to 1.
    pub lease_discount_rate: Decimal,
    /// In the order of [`LeaseFigure`].
    pub entries: Vec<LeaseEntry>,
}

impl LeasePolicy {
    /// Returns the default.
    ///
    /// # Errors
    /// [`PolicyError`] if the compiled-in file is not sound: a test holds that it is.
    pub fn default_policy() -> Result<Self, PolicyError> {
        Self::from_text(None)
    }

    /// Builds it from the default and the text of a file laid over it, figure by figure.
    ///
    /// # Errors
    /// [`PolicyError`] if the text is not TOML, names a figure that is not there, or gives one a value
    /// outside its range.
    pub fn from_text(overlay: Option<&str>) -> Result<Self, PolicyError> {
        let parse = |text: &str| -> Result<Table, PolicyError> {
            text.parse().map_err(|e: toml::de::Error| PolicyError::NotToml(e.to_string()))
        };
        let mut table = parse(DEFAULT)?;
        if let Some(text) = overlay {
            lay_over(&mut table, parse(text)?, "")?;
        }
        let figures = table_of(&table, "figures")?;
        unknown_keys("figures", figures, LeaseFigure::WORDS)?;
        let whole = |figure: LeaseFigure, low: u32, high: u32| {
            let value = number(figures, figure)?;
            let found = value.to_u32().filter(|n| value.is_integer() && (low..=high).contains(n));
            let expected = || format!("a whole number from {low} to {high}");
            found.ok_or_else(|| wrong(&name(figure), value, expected()))
        };
        let between = |figure: LeaseFigure, high: Decimal| {
            let value = number(figures, figure)?;
            let within = (Decimal::ZERO..=high).contains(&value);
            let expected = || format!("a number from 0 to {high}");
            if within { Ok(value) } else { Err(wrong(&name(figure), value, expected())) }
        };
        let from = LeaseFigure::LeaseAccountsFrom;
        let from_cell = value(figures, from)?;
        let most = Decimal::from(1_000_000_000);
        Ok(Self {
            notice_margin_days: whole(LeaseFigure::NoticeMarginDays, 0, 3660)?,
            notice_urgent_months: whole(LeaseFigure::NoticeUrgentMonths, 0, 1200)?,
            holding_over_notice_months: whole(LeaseFigure::HoldingOverNoticeMonths, 0, 1200)?,
            days_in_year: whole(LeaseFigure::DaysInYear, 1, 366)?,
            lease_accounts_from: date_of(from_cell)
                .ok_or_else(|| wrong(&name(from), from_cell, "a date such as 2024-04-01"))?,
            short_lease_months: whole(LeaseFigure::ShortLeaseMonths, 0, 1200)?,
            low_value: Money::pounds(between(LeaseFigure::LowValue, most)?),
            lease_discount_rate: between(LeaseFigure::LeaseDiscountRate, Decimal::ONE)?,
            entries: LeaseFigure::ALL
                .iter()
                .map(|f| entry(figures, *f))
                .collect::<Result<_, _>>()?,
        })
    }

    /// Returns where a figure comes from.
    #[must_use]
    pub fn entry(&self, figure: LeaseFigure) -> &LeaseEntry {
        &self.entries[figure as usize]
    }
}

fn name(figure: LeaseFigure) -> String {
    format!("figures.{figure}.value")
}

fn value(figures: &Table, figure: LeaseFigure) -> Result<&Value, PolicyError> {
    let value = figures.get(figure.word()).and_then(|f| f.get("value"));
    value.ok_or_else(|| wrong(&name(figure), "nothing", "a value"))
}

fn number(figures: &Table, figure: LeaseFigure) -> Result<Decimal, PolicyError> {
    Ok(decimal_of(&name(figure), value(figures, figure)?)?.0)
}

fn entry(figures: &Table, figure: LeaseFigure) -> Result<LeaseEntry, PolicyError> {
    let at = format!("figures.{figure}");
    let fields = table_of(figures, figure.word())?;
    let known = ["value", "unit", "meaning", "source", "from", "until", "verify_by"];
    unknown_keys(&at, fields, &known)?;
    let words = |key: &str| {
        let found = fields.get(key).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| wrong(&format!("{at}.{key}"), "nothing", "a text"))
    };
    let date = |key: &str| match fields.get(key) {
        None => Ok(None),
        Some(cell) => date_of(cell)
            .map(Some)
            .ok_or_else(|| wrong(&format!("{at}.{key}"), cell, "a date such as 2026-04-01")),
    };
    let cell = value(figures, figure)?;
    Ok(LeaseEntry {
        figure,
        text: cell.as_str().map_or_else(|| cell.to_string(), str::to_owned),
        unit: words("unit")?,
        meaning: words("meaning")?,
        source: words("source")?,
        from: date("from")?,
        until: date("until")?,
        verify_by: date("verify_by")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_sound_and_every_figure_has_its_source() {
        let policy = LeasePolicy::default_policy().unwrap();
        assert_eq!(policy.lease_accounts_from, "2024-04-01".parse().unwrap());
        assert_eq!(policy.holding_over_notice_months, 3);
        assert_eq!(policy.lease_discount_rate, "0.0557".parse().unwrap());
        let margin = policy.entry(LeaseFigure::NoticeMarginDays);
        assert_eq!((margin.figure, margin.text.as_str()), (LeaseFigure::NoticeMarginDays, "28"));
        assert!(policy.entries.iter().all(|e| !e.source.is_empty() && !e.unit.is_empty()));
    }

    #[test]
    fn a_body_changes_one_figure_and_keeps_the_rest() {
        let text = "[figures.notice_margin_days]\nvalue = 14\n";
        let policy = LeasePolicy::from_text(Some(text)).unwrap();
        assert_eq!((policy.notice_margin_days, policy.notice_urgent_months), (14, 6));
    }

    #[rstest::rstest]
    #[case(
        "[figures.notice_margn_days]\nvalue = 1",
        "policy `figures.notice_margn_days`: found an unknown entry"
    )]
    #[case(
        "[figures.days_in_year]\nvalue = 0",
        "policy `figures.days_in_year.value`: found 0, expected a whole number from 1 to 366"
    )]
    #[case(
        "[figures.lease_accounts_from]\nvalue = \"soon\"",
        "policy `figures.lease_accounts_from.value`: found \"soon\", expected a date"
    )]
    #[case(
        "[figures.lease_discount_rate]\nvalue = \"-1%\"",
        "policy `figures.lease_discount_rate.value`: found -0.01, expected a number from 0 to 1"
    )]
    fn a_faulty_figure_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = LeasePolicy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
