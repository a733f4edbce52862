//! What a team needs of the site that takes it when its own closes, by its function.

use rust_decimal::Decimal;
use toml::{Table, Value};

use super::{
    PolicyError,
    entries::{decimal_of, unknown_keys, wrong},
};
use crate::model::{TeamFunction, Use};

/// What a function needs of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovePolicy {
    /// Workstations for each FTE.
    pub desk_ratio: Decimal,
    /// Uses of a site that can take it.
    pub uses: Vec<Use>,
    /// Whether only a secure site will do.
    pub secure: bool,
    /// Whether it may be done in space shared with another body.
    pub shared: bool,
    /// Where the entry comes from.
    pub source: String,
}

/// The functions, in the order of [`TeamFunction::ALL`].
pub(super) fn moves(table: &Table) -> Result<Vec<MovePolicy>, PolicyError> {
    unknown_keys("moves", table, TeamFunction::WORDS)?;
    TeamFunction::ALL.iter().map(|function| read(table, *function)).collect()
}

const KEYS: [&str; 5] = ["desk_ratio", "uses", "secure", "shared", "source"];

fn read(table: &Table, function: TeamFunction) -> Result<MovePolicy, PolicyError> {
    let at = format!("moves.{function}");
    let entry = table.get(function.word()).and_then(Value::as_table);
    let entry = entry.ok_or_else(|| wrong(&at, "nothing", "a table"))?;
    unknown_keys(&at, entry, &KEYS)?;
    let value = |key: &str| {
        let at = format!("{at}.{key}");
        let value = entry.get(key).ok_or_else(|| wrong(&at, "nothing", "a value"))?;
        Ok((at, value))
    };
    let yes_or_no = |key: &str| {
        let (at, found) = value(key)?;
        found.as_bool().ok_or_else(|| wrong(&at, found, "true or false"))
    };
    let (at_ratio, ratio) = value("desk_ratio")?;
    let (desk_ratio, _) = decimal_of(&at_ratio, ratio)?;
    if desk_ratio <= Decimal::ZERO || desk_ratio > Decimal::from(10) {
        return Err(wrong(&at_ratio, desk_ratio, "a number above 0, at most 10"));
    }
    let (at_uses, found) = value("uses")?;
    let list = || format!("a list of {}", Use::WORDS.join(", "));
    let uses = found.as_array().ok_or_else(|| wrong(&at_uses, found, list()))?;
    let uses = uses.iter().map(|word| {
        let read = word.as_str().and_then(Use::read);
        read.ok_or_else(|| wrong(&at_uses, word, list()))
    });
    let (at_source, source) = value("source")?;
    Ok(MovePolicy {
        desk_ratio,
        uses: uses.collect::<Result<_, _>>()?,
        secure: yes_or_no("secure")?,
        shared: yes_or_no("shared")?,
        source: source.as_str().ok_or_else(|| wrong(&at_source, source, "text"))?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::super::Policy;
    use super::*;

    #[test]
    fn a_body_sets_its_own_uses_and_keeps_the_rest() {
        let own = Policy::from_text(Some("[moves.response]\nuses = [\"office\"]\n")).unwrap();
        let default = Policy::default_policy().unwrap();
        let of = |policy: &Policy| policy.moves(TeamFunction::Response).clone();
        assert_eq!(of(&own), MovePolicy { uses: vec![Use::Office], ..of(&default) });
    }

    #[rstest]
    #[case("[moves.dogs]\nshared = true", "policy `moves.dogs`: found an unknown entry")]
    #[case("[moves.office]\ndesk_ratio = \"0\"", "policy `moves.office.desk_ratio`: found 0")]
    #[case("[moves.office]\nuses = [\"pier\"]", "policy `moves.office.uses`: found \"pier\"")]
    #[case("[moves.office]\nshared = \"yes\"", "policy `moves.office.shared`: found \"yes\"")]
    fn a_faulty_entry_is_refused_by_name(#[case] text: &str, #[case] says: &str) {
        let error = Policy::from_text(Some(text)).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
