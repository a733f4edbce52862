//! How capital spend is paid for, and the scenarios a programme is put to.

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{decimal_of, table_of, unknown_keys, wrong},
};
use crate::model::{ExternalBorrowing, words};

words!(
    /// What pays for capital spend, apart from borrowing.
    FundingSource {
        /// A grant for the scheme.
        Grant = "grant",
        /// What the sale tied to the scheme brings.
        LinkedReceipt = "linked_receipt",
        /// A grant for any scheme.
        GeneralGrant = "general_grant",
        /// Revenue of the year.
        RevenueContribution = "revenue_contribution",
        Reserves = "reserves",
        /// What any other sale brings.
        GeneralReceipt = "general_receipt",
    }
);

words!(
    /// What becomes of receipts that no spend of the year needs.
    ReceiptsLeft {
        /// They wait for later spend.
        Hold = "hold",
        /// They lower the capital financing requirement.
        SetAside = "set_aside",
    }
);

words!(
    /// Which decisions about sites a programme counts.
    Decisions {
        /// Those the body has taken: in `treasury.toml`, or by a site's being for sale.
        Taken = "taken",
        /// Every option that is recommended as well.
        Recommended = "recommended",
    }
);

/// What is otherwise than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest are named as the entries of the policy file")]
pub struct Lever {
    /// A fraction of every receipt still to come, −0.2 is 20 % less.
    pub receipt_change: Decimal,
    /// Whole years by which every receipt still to come is later.
    pub receipt_delay_years: u32,
    /// Added to every rate, a fraction; no rate falls below zero.
    pub rates_change: Decimal,
    /// The share of every grant still to come that comes, 0 to 1.
    pub grant_share: Decimal,
    /// A fraction of all spend.
    pub spend_change: Decimal,
    /// The share of a year's spend that slips into the next; `None` is as planned.
    pub slippage: Option<Decimal>,
    /// `None` is as planned.
    pub external: Option<ExternalBorrowing>,
    pub decisions: Decisions,
}

impl Default for Lever {
    /// All as planned.
    fn default() -> Self {
        Self {
            receipt_change: Decimal::ZERO,
            receipt_delay_years: 0,
            rates_change: Decimal::ZERO,
            grant_share: Decimal::ONE,
            spend_change: Decimal::ZERO,
            slippage: None,
            external: None,
            decisions: Decisions::Taken,
        }
    }
}

/// A named lever.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as the entries of the policy file")]
pub struct Scenario {
    pub id: String,
    pub title: String,
    pub lever: Lever,
    pub source: String,
}

/// One lever alone, at its low and at its high end.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the rest say themselves")]
pub struct Swing {
    /// The entry's name in the policy file.
    pub name: &'static str,
    /// The ends as the file writes them.
    pub ends: [String; 2],
    pub low: Lever,
    pub high: Lever,
}

/// How spend is paid for, and what is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammePolicy {
    /// First to last; the rest is borrowed.
    pub funding_order: Vec<FundingSource>,
    /// What becomes of receipts that no spend of the year needs.
    pub receipts_left: ReceiptsLeft,
    /// On what the two rest.
    pub source: String,
    /// In order of their entries' names.
    pub scenarios: Vec<Scenario>,
    /// In the order of [`Lever`].
    pub swings: Vec<Swing>,
}

const LEVERS: [&str; 6] = [
    "receipt_change",
    "receipt_delay_years",
    "rates_change",
    "grant_share",
    "spend_change",
    "slippage",
];

impl ProgrammePolicy {
    pub(super) fn read(table: &Table) -> Result<Self, PolicyError> {
        let own = table_of(table, "programme")?;
        unknown_keys("programme", own, &["funding_order", "receipts_left", "source"])?;
        let text = |t: &Table, key: &str| {
            t.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let left = own.get("receipts_left").and_then(Value::as_str).and_then(ReceiptsLeft::read);
        let receipts_left = left.ok_or_else(|| {
            let found = own.get("receipts_left").map_or("nothing".to_owned(), Value::to_string);
            wrong("programme.receipts_left", found, one_of(ReceiptsLeft::WORDS))
        })?;
        Ok(Self {
            funding_order: funding_order(own)?,
            receipts_left,
            source: text(own, "source"),
            scenarios: scenarios(table_of(table, "scenarios")?)?,
            swings: swings(table_of(table, "levers")?)?,
        })
    }
}

fn one_of(words: &[&str]) -> String {
    format!("one of {}", words.join(", "))
}

fn funding_order(own: &Table) -> Result<Vec<FundingSource>, PolicyError> {
    let entry = "programme.funding_order";
    let value = own.get("funding_order").ok_or_else(|| wrong(entry, "nothing", "a list"))?;
    let read = |v: &Value| v.as_str().and_then(FundingSource::read);
    let order: Option<Vec<FundingSource>> =
        value.as_array().and_then(|items| items.iter().map(read).collect());
    let each_once = |order: &Vec<FundingSource>| {
        let mut sorted = order.clone();
        sorted.sort_unstable();
        sorted == FundingSource::ALL
    };
    order.filter(each_once).ok_or_else(|| {
        let expected = format!("each once, in any order: {}", FundingSource::WORDS.join(", "));
        wrong(entry, value, expected)
    })
}

fn scenarios(table: &Table) -> Result<Vec<Scenario>, PolicyError> {
    let mut scenarios = Vec::new();
    for (id, value) in table {
        let entry = format!("scenarios.{id}");
        let own = value.as_table().ok_or_else(|| wrong(&entry, value, "a table"))?;
        let known = [&LEVERS[..], &["title", "external", "decisions", "source"]].concat();
        unknown_keys(&entry, own, &known)?;
        let mut lever = Lever::default();
        for name in LEVERS {
            if let Some(value) = own.get(name) {
                set(&mut lever, name, &format!("{entry}.{name}"), value)?;
            }
        }
        let word = |key: &str| own.get(key).map(|v| (v, v.as_str().unwrap_or_default()));
        if let Some((value, text)) = word("external") {
            let read = ExternalBorrowing::read(text);
            let refused =
                || wrong(&format!("{entry}.external"), value, one_of(ExternalBorrowing::WORDS));
            lever.external = Some(read.ok_or_else(refused)?);
        }
        if let Some((value, text)) = word("decisions") {
            let refused = || wrong(&format!("{entry}.decisions"), value, one_of(Decisions::WORDS));
            lever.decisions = Decisions::read(text).ok_or_else(refused)?;
        }
        let text = |key: &str| own.get(key).and_then(Value::as_str).map(str::to_owned);
        scenarios.push(Scenario {
            id: id.clone(),
            title: text("title").unwrap_or_else(|| id.replace('_', " ")),
            lever,
            source: text("source").unwrap_or_default(),
        });
    }
    Ok(scenarios)
}

fn set(lever: &mut Lever, name: &str, entry: &str, value: &Value) -> Result<(), PolicyError> {
    let (number, _) = decimal_of(entry, value)?;
    let within = |low: i64, high: i64, form: &str| {
        let sound = (Decimal::from(low)..=Decimal::from(high)).contains(&number);
        if sound { Ok(number) } else { Err(wrong(entry, value, form)) }
    };
    match name {
        "receipt_change" => {
            lever.receipt_change = within(-1, 10, "a percentage from -100% to 1000%")?;
        }
        "receipt_delay_years" => {
            let form = "a whole number of years from 0 to 100";
            let years = within(0, 100, form)?;
            let whole = u32::try_from(years).ok().filter(|w| Decimal::from(*w) == years);
            lever.receipt_delay_years = whole.ok_or_else(|| wrong(entry, value, form))?;
        }
        "rates_change" => lever.rates_change = within(-1, 1, "a percentage from -100% to 100%")?,
        "grant_share" => lever.grant_share = within(0, 1, "a percentage from 0% to 100%")?,
        "spend_change" => lever.spend_change = within(-1, 10, "a percentage from -100% to 1000%")?,
        _ => lever.slippage = Some(within(0, 1, "a percentage from 0% to 100%")?),
    }
    Ok(())
}

fn swings(table: &Table) -> Result<Vec<Swing>, PolicyError> {
    unknown_keys("levers", table, &[&LEVERS[..], &["source"]].concat())?;
    let mut swings = Vec::new();
    for name in LEVERS {
        let entry = format!("levers.{name}");
        let Some(value) = table.get(name) else { continue };
        let pair = value.as_array().map(Vec::as_slice);
        let Some([low, high]) = pair else {
            return Err(wrong(&entry, value, "two ends such as [\"-20%\", \"20%\"]"));
        };
        let end = |value: &Value| {
            let mut lever = Lever::default();
            set(&mut lever, name, &entry, value)?;
            Ok::<_, PolicyError>((lever, decimal_of(&entry, value)?.1))
        };
        let ((low, low_text), (high, high_text)) = (end(low)?, end(high)?);
        swings.push(Swing { name, ends: [low_text, high_text], low, high });
    }
    Ok(swings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    #[test]
    fn a_body_adds_a_scenario_and_changes_one_entry_of_another() {
        let text = "[scenarios.sale_late]\nreceipt_delay_years = 3\n\
                    [scenarios.worst]\ntitle = \"Worst\"\nspend_change = \"15%\"\ngrant_share = \"50%\"\n";
        let own = Policy::from_text(Some(text)).unwrap().programme;
        let of = |id: &str| own.scenarios.iter().find(|s| s.id == id).unwrap();
        assert_eq!(of("sale_late").lever.receipt_delay_years, 3);
        assert_eq!(of("sale_late").title, "Sales two years late");
        let fifteen = "0.15".parse().unwrap();
        let half = "0.5".parse().unwrap();
        let expected = Lever { spend_change: fifteen, grant_share: half, ..Lever::default() };
        assert_eq!(of("worst").lever, expected);
    }

    #[rstest::rstest]
    #[case("[programme]\nfunding_order = [\"grant\"]", "policy `programme.funding_order`: found")]
    #[case(
        "[scenarios.x]\nreceipt_late = 2",
        "policy `scenarios.x.receipt_late`: found an unknown entry"
    )]
    #[case(
        "[scenarios.x]\nreceipt_delay_years = \"1.5\"",
        "policy `scenarios.x.receipt_delay_years`: found \"1.5\", expected a whole number"
    )]
    #[case(
        "[scenarios.x]\ngrant_share = \"120%\"",
        "policy `scenarios.x.grant_share`: found \"120%\", expected a percentage from 0% to 100%"
    )]
    #[case("[levers]\nslippage = \"3%\"", "policy `levers.slippage`: found \"3%\", expected two")]
    fn a_faulty_entry_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
