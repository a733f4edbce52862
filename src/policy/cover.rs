//! What coverage goes by: for each service its limit, its demand, and how a journey is made.

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{decimal_of, unknown_keys, wrong},
};
use crate::model::{DemandKind, Service, TimeOfDay, TravelMode};

/// How coverage is measured for one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServicePolicy {
    /// A journey of no more minutes is within reach.
    pub minutes: Decimal,
    /// What is counted.
    pub demand: DemandKind,
    /// The rows of `travel` that are read first.
    pub mode: TravelMode,
    /// Likewise.
    pub time_of_day: TimeOfDay,
    /// Speed of an estimate, km an hour.
    pub speed_kmh: Decimal,
    /// Where the entry comes from.
    pub source: String,
}

/// The services, in the order of [`Service::ALL`].
pub(super) fn services(table: &Table) -> Result<Vec<ServicePolicy>, PolicyError> {
    unknown_keys("cover", table, Service::WORDS)?;
    Service::ALL.iter().map(|service| read(table, *service)).collect()
}

const KEYS: [&str; 6] = ["minutes", "demand", "mode", "time_of_day", "speed_kmh", "source"];

fn read(table: &Table, service: Service) -> Result<ServicePolicy, PolicyError> {
    let at = format!("cover.{service}");
    let entry = table.get(service.word()).and_then(Value::as_table);
    let entry = entry.ok_or_else(|| wrong(&at, "nothing", "a table"))?;
    unknown_keys(&at, entry, &KEYS)?;
    let value = |key: &str| {
        let at = format!("{at}.{key}");
        entry
            .get(key)
            .map(|value| (at.clone(), value))
            .ok_or_else(|| wrong(&at, "nothing", "a value"))
    };
    let above_zero = |key: &str| {
        let (at, found) = value(key)?;
        let (number, _) = decimal_of(&at, found)?;
        let fits = number > Decimal::ZERO && number <= Decimal::from(10_000);
        if fits { Ok(number) } else { Err(wrong(&at, number, "a number above 0, at most 10000")) }
    };
    fn word<T>(
        (at, found): (String, &Value),
        read: impl Fn(&str) -> Option<T>,
        words: &[&str],
    ) -> Result<T, PolicyError> {
        let known = found.as_str().and_then(read);
        known.ok_or_else(|| wrong(&at, found, format!("one of {}", words.join(", "))))
    }
    let (at_source, source) = value("source")?;
    Ok(ServicePolicy {
        minutes: above_zero("minutes")?,
        demand: word(value("demand")?, DemandKind::read, DemandKind::WORDS)?,
        mode: word(value("mode")?, TravelMode::read, TravelMode::WORDS)?,
        time_of_day: word(value("time_of_day")?, TimeOfDay::read, TimeOfDay::WORDS)?,
        speed_kmh: above_zero("speed_kmh")?,
        source: source.as_str().ok_or_else(|| wrong(&at_source, source, "text"))?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::Policy;
    use super::*;

    #[test]
    fn a_body_sets_its_own_limit_and_keeps_the_rest() {
        let text = "[cover.public_counter]\nminutes = \"20\"\n";
        let own = Policy::from_text(Some(text)).unwrap();
        let default = Policy::default_policy().unwrap();
        let of = |policy: &Policy| policy.service(Service::PublicCounter).clone();
        assert_eq!(of(&own), ServicePolicy { minutes: 20.into(), ..of(&default) });
    }

    #[rstest]
    #[case("[cover.moat]\nminutes = \"5\"", "policy `cover.moat`: found an unknown entry")]
    #[case("[cover.all_sites]\nminutes = \"0\"", "policy `cover.all_sites.minutes`: found 0")]
    #[case("[cover.all_sites]\nmode = \"boat\"", "policy `cover.all_sites.mode`: found \"boat\"")]
    #[case(
        "[cover.all_sites]\nwalk = true",
        "policy `cover.all_sites.walk`: found an unknown entry"
    )]
    fn a_faulty_entry_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
