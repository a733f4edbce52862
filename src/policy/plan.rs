//! What a plan of the whole estate must keep to.

use std::collections::BTreeSet;

use rust_decimal::{Decimal, prelude::ToPrimitive};
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{decimal_of, unknown_keys, wrong},
};
use crate::model::{FinancialYear, Service, words};

words!(
    /// What a limit of a plan is of.
    PlanLimitKind {
        CoverageLost = "coverage_lost",
        Works = "works",
        Borrowing = "borrowing",
        Revenue = "revenue",
        OneOff = "one_off",
        Moves = "moves",
        FloorArea = "floor_area",
        WorkstationsElsewhere = "workstations_elsewhere",
        Together = "together",
        InOrder = "in_order",
    }
);

/// Which districts a limit is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfDistricts {
    /// The whole area at once.
    All,
    /// Each by itself.
    Each,
    /// This one.
    One(String),
}

/// One limit as the policy states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanLimitEntry {
    /// What it is of.
    pub kind: PlanLimitKind,
    /// The service, of coverage.
    pub service: Option<Service>,
    /// The districts, of coverage.
    pub districts: OfDistricts,
    /// The year; `None` is each year of the budget.
    pub year: Option<FinancialYear>,
    /// The most: a share, pounds, sites, m² or workstations.
    pub most: Option<Decimal>,
    /// The least, likewise.
    pub least: Option<Decimal>,
    /// Ids of sites that go together, or in order.
    pub sites: Vec<String>,
    /// On what it rests.
    pub source: String,
}

/// What a plan goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanPolicy {
    /// Steps of the search after which it stops.
    pub nodes: u64,
    /// No plan is sought where more sites have a choice.
    pub most_sites: usize,
    /// Where more have one, neither what each limit costs nor the next best plan is looked for.
    pub costed_sites: usize,
    /// Whether options that another body must agree to are counted on.
    pub by_agreement: bool,
    /// Months by which an option that empties a site may be put off, from least to most.
    pub put_off_months: Vec<u32>,
    /// On what these rest.
    pub source: String,
    /// What a plan must keep to.
    pub limits: Vec<PlanLimitEntry>,
}

impl PlanPolicy {
    pub(super) fn read(table: &Table) -> Result<Self, PolicyError> {
        unknown_keys(
            "plan",
            table,
            &[
                "nodes",
                "most_sites",
                "costed_sites",
                "by_agreement",
                "put_off_months",
                "source",
                "limit",
            ],
        )?;
        let whole = |key: &str| {
            let entry = format!("plan.{key}");
            let value = table.get(key).ok_or_else(|| wrong(&entry, "nothing", "a whole number"))?;
            let (number, _) = decimal_of(&entry, value)?;
            let number = number.is_integer().then(|| number.to_u32()).flatten();
            let most = 10_000_000;
            let expected = || wrong(&entry, value, format!("a whole number from 1 to {most}"));
            number.filter(|n| (1..=most).contains(n)).ok_or_else(expected)
        };
        let by_agreement = match table.get("by_agreement") {
            Some(Value::Boolean(is)) => *is,
            found => {
                let found = found.map_or("nothing".to_owned(), Value::to_string);
                return Err(wrong("plan.by_agreement", found, "true or false"));
            }
        };
        let put_off_months = put_off_months(table)?;
        let limits: Vec<PlanLimitEntry> = match table.get("limit") {
            None => Vec::new(),
            Some(Value::Array(all)) => all
                .iter()
                .enumerate()
                .map(|(at, value)| limit(at + 1, value))
                .collect::<Result<_, _>>()?,
            Some(other) => return Err(wrong("plan.limit", other, "tables, each [[plan.limit]]")),
        };
        for (at, own) in limits.iter().enumerate() {
            if let Some(first) = limits[..at].iter().position(|other| own.is_of_the_same(other)) {
                let entry = format!("plan.limit {}", at + 1);
                let found = format!("a limit of what plan.limit {} is of", first + 1);
                return Err(wrong(&entry, found, "each limit once"));
            }
        }
        Ok(Self {
            nodes: u64::from(whole("nodes")?),
            most_sites: usize::try_from(whole("most_sites")?).unwrap_or(usize::MAX),
            costed_sites: usize::try_from(whole("costed_sites")?).unwrap_or(usize::MAX),
            by_agreement,
            put_off_months,
            source: text(table, "source"),
            limits,
        })
    }
}

impl PlanLimitEntry {
    /// Tells whether both limit the same thing, by whatever bounds; a least and a most are two.
    fn is_of_the_same(&self, other: &Self) -> bool {
        let of = |own: &Self| {
            let Self { kind, service, districts, year, most, least, sites, .. } = own.clone();
            (kind, service, districts, year, sites, (most.is_some(), least.is_some()))
        };
        of(self) == of(other)
    }
}

/// The most months that an option may be put off by, and how many such months there may be.
const LONGEST_PUT_OFF: u32 = 120;
const MOST_PUT_OFF: usize = 10;

fn put_off_months(table: &Table) -> Result<Vec<u32>, PolicyError> {
    let entry = "plan.put_off_months";
    let none = Vec::new();
    let all = match table.get("put_off_months") {
        None => &none,
        Some(Value::Array(all)) => all,
        Some(other) => {
            return Err(wrong(entry, other, "a list of months such as [\"12\", \"24\"]"));
        }
    };
    let of = |value: &Value| {
        let (number, _) = decimal_of(entry, value)?;
        let months = number.is_integer().then(|| number.to_u32()).flatten();
        let expected = format!("whole months from 1 to {LONGEST_PUT_OFF}");
        months
            .filter(|months| (1..=LONGEST_PUT_OFF).contains(months))
            .ok_or_else(|| wrong(entry, value, expected))
    };
    let months = all.iter().map(of).collect::<Result<BTreeSet<u32>, _>>()?;
    if months.len() != all.len() || months.len() > MOST_PUT_OFF {
        let found = Value::Array(all.clone());
        return Err(wrong(entry, found, format!("at most {MOST_PUT_OFF} numbers, each once")));
    }
    Ok(months.into_iter().collect())
}

fn text(table: &Table, key: &str) -> String {
    table.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The keys that a kind takes beside `kind` and `source`.
const fn keys(kind: PlanLimitKind) -> &'static [&'static str] {
    match kind {
        PlanLimitKind::CoverageLost => &["service", "district", "most"],
        PlanLimitKind::Works
        | PlanLimitKind::Borrowing
        | PlanLimitKind::Revenue
        | PlanLimitKind::OneOff
        | PlanLimitKind::Moves => &["year", "most"],
        PlanLimitKind::FloorArea => &["least", "most"],
        PlanLimitKind::WorkstationsElsewhere => &["most"],
        PlanLimitKind::Together | PlanLimitKind::InOrder => &["sites"],
    }
}

fn limit(number: usize, value: &Value) -> Result<PlanLimitEntry, PolicyError> {
    let at = format!("plan.limit {number}");
    let table = value.as_table().ok_or_else(|| wrong(&at, value, "a table"))?;
    let found = |key: &str| table.get(key).map_or("nothing".to_owned(), Value::to_string);
    let word = |key: &str| table.get(key).and_then(Value::as_str);
    let entry = |key: &str| format!("{at}.{key}");
    let kind = word("kind").and_then(PlanLimitKind::read);
    let kind = kind.ok_or_else(|| {
        wrong(&entry("kind"), found("kind"), format!("one of {}", PlanLimitKind::WORDS.join(", ")))
    })?;
    unknown_keys(&at, table, &[keys(kind), &["kind", "source"]].concat())?;
    let number = |key: &str| {
        let of = |value| decimal_of(&entry(key), value).map(|(number, _)| number);
        table.get(key).map(of).transpose()
    };
    let (most, least) = (number("most")?, number("least")?);
    let share = kind == PlanLimitKind::CoverageLost;
    for (key, value) in [("most", most), ("least", least)] {
        let below_zero = kind == PlanLimitKind::Revenue || kind == PlanLimitKind::Borrowing;
        let largest = Decimal::from(if share { 1 } else { 1_000_000_000 });
        let fits =
            |n: Decimal| n <= largest && n >= if below_zero { -largest } else { Decimal::ZERO };
        if value.is_some_and(|n| !fits(n)) {
            return Err(wrong(&entry(key), found(key), "a number within the range of the limit"));
        }
    }
    let needs_number = !matches!(
        kind,
        PlanLimitKind::CoverageLost | PlanLimitKind::Together | PlanLimitKind::InOrder
    );
    if needs_number && most.is_none() && least.is_none() {
        return Err(wrong(&entry("most"), "nothing", "a number"));
    }
    let service = word("service").and_then(Service::read);
    if share && service.is_none() {
        let expected = format!("one of {}", Service::WORDS.join(", "));
        return Err(wrong(&entry("service"), found("service"), expected));
    }
    let year = match table.get("year") {
        None => None,
        Some(value) => {
            let read = value.as_str().and_then(FinancialYear::read);
            let expected = "a financial year such as \"2024/25\"";
            Some(read.ok_or_else(|| wrong(&entry("year"), value, expected))?)
        }
    };
    let sites = match table.get("sites") {
        None => Some(Vec::new()),
        Some(value) => value.as_array().and_then(|all| {
            all.iter().map(|id| id.as_str().map(str::to_owned)).collect::<Option<Vec<String>>>()
        }),
    };
    let is_once = |ids: &Vec<String>| ids.iter().collect::<BTreeSet<_>>().len() == ids.len();
    let needs_sites = matches!(kind, PlanLimitKind::Together | PlanLimitKind::InOrder);
    let sites =
        sites.filter(|ids| is_once(ids) && (!needs_sites || ids.len() > 1)).ok_or_else(|| {
            wrong(
                &entry("sites"),
                found("sites"),
                "ids of two sites or more in quotation marks, each once",
            )
        })?;
    let source = text(table, "source");
    if source.is_empty() {
        return Err(wrong(&entry("source"), found("source"), "where the limit comes from"));
    }
    let districts = match (table.get("district"), word("district")) {
        (None, _) => OfDistricts::All,
        (_, Some("each")) => OfDistricts::Each,
        (_, Some(one)) => OfDistricts::One(one.to_owned()),
        (Some(other), None) => {
            return Err(wrong(
                &entry("district"),
                other,
                "a district in quotation marks, or \"each\"",
            ));
        }
    };
    Ok(PlanLimitEntry { kind, service, districts, year, most, least, sites, source })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::Policy;
    use super::*;

    #[test]
    fn a_bodys_own_list_takes_the_place_of_the_built_in_one() {
        let default = Policy::default_policy().unwrap();
        assert_eq!(default.plan.limits.len(), 2);
        let text = "[[plan.limit]]\nkind = \"moves\"\nmost = \"2\"\nsource = \"Board\"\n";
        let own = Policy::from_text(Some(text)).unwrap();
        let [limit] = own.plan.limits.as_slice() else { panic!("{:?}", own.plan.limits) };
        assert_eq!((limit.kind, limit.most), (PlanLimitKind::Moves, Some(2.into())));
        assert_eq!(own.plan.nodes, default.plan.nodes);
    }

    #[rstest]
    #[case("kind = \"tea\"\nsource = \"a\"", "policy `plan.limit 1.kind`: found \"tea\"")]
    #[case("kind = \"moves\"\nsource = \"a\"", "policy `plan.limit 1.most`: found nothing")]
    #[case("kind = \"moves\"\nmost = \"2\"", "policy `plan.limit 1.source`: found nothing")]
    #[case("kind = \"works\"\nmost = \"-1\"\nsource = \"a\"", "policy `plan.limit 1.most`: found")]
    #[case(
        "kind = \"coverage_lost\"\nmost = \"2%\"\nsource = \"a\"",
        "policy `plan.limit 1.service`: found nothing"
    )]
    #[case(
        "kind = \"together\"\nsites = [\"A\"]\nsource = \"a\"",
        "policy `plan.limit 1.sites`: found"
    )]
    #[case(
        "kind = \"moves\"\nmost = \"2\"\nyear = \"2024\"\nsource = \"a\"",
        "policy `plan.limit 1.year`: found"
    )]
    #[case(
        "kind = \"in_order\"\nsites = [\"A\", 12, \"B\"]\nsource = \"a\"",
        "policy `plan.limit 1.sites`: found [\"A\", 12, \"B\"], expected ids of two sites"
    )]
    #[case(
        "kind = \"together\"\nsites = [\"A\", \"A\"]\nsource = \"a\"",
        "policy `plan.limit 1.sites`: found [\"A\", \"A\"]"
    )]
    #[case(
        "kind = \"coverage_lost\"\nservice = \"public_counter\"\ndistrict = 5\nsource = \"a\"",
        "policy `plan.limit 1.district`: found 5"
    )]
    #[case(
        "kind = \"moves\"\nmost = \"2\"\nsource = \"a\"\n[[plan.limit]]\nkind = \"moves\"\nmost = \"3\"\nsource = \"b\"",
        "policy `plan.limit 2`: found a limit of what plan.limit 1 is of"
    )]
    fn a_faulty_limit_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(&format!("[[plan.limit]]\n{text}"))).unwrap_err();
        assert!(error.to_string().starts_with(says), "{error}");
    }

    #[rstest]
    #[case("\"12\"", "found \"12\", expected a list of months")]
    #[case("[\"0\"]", "found \"0\", expected whole months from 1 to 120")]
    #[case("[\"120.5\"]", "found \"120.5\", expected whole months from 1 to 120")]
    #[case("[\"121\"]", "found \"121\", expected whole months from 1 to 120")]
    #[case("[\"12\", \"12\"]", "found [\"12\", \"12\"], expected at most 10 numbers, each once")]
    fn faulty_months_of_putting_off_are_refused(#[case] months: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(&format!("[plan]\nput_off_months = {months}")));
        let expected = format!("policy `plan.put_off_months`: {says}");
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with(&expected), "{error}");
    }

    #[test]
    fn months_of_putting_off_stand_in_order() {
        let own = Policy::from_text(Some("[plan]\nput_off_months = [\"120\", \"1\"]")).unwrap();
        assert_eq!(own.plan.put_off_months, [1, 120]);
        let none = Policy::from_text(Some("[plan]\nput_off_months = []")).unwrap();
        assert_eq!(none.plan.put_off_months, [] as [u32; 0]);
    }
}
