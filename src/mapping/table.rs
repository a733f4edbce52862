//! One table of the snapshot, made of the rows of a source.

use std::collections::BTreeMap;

use super::{
    cell::{Filling, Making, is_numeric},
    map_use,
    recipe::{Choice, Key, Mapping, Spec, TableSpec},
    source::{Found, Row, Source, postcode},
    tally::{Tally, tallies},
    units::per_cent_of,
};
use crate::{
    load::{
        number_of,
        schema::{self, Need},
    },
    model::{Finding, Findings, PositionOf, RowRef, Rule, and_list_up_to, folded},
    policy::Policy,
};

/// A table ready to be written.
#[derive(Debug, Clone)]
pub struct MadeTable {
    /// Its name in the schema.
    pub name: String,
    /// The columns that anything fills, in the order of the schema.
    pub columns: Vec<&'static str>,
    /// One entry a record: its cells, empty for "not known", and the row it came from.
    pub records: Vec<(Vec<String>, RowRef)>,
    /// Rows that became part of another row's record, with the reason.
    pub merged: Vec<(RowRef, String)>,
    /// What became of the numbers of its columns.
    pub tallies: Vec<Tally>,
}

/// Makes a table; its findings name rows of the source.
pub(super) fn make(
    spec: &TableSpec,
    mapping: &Mapping,
    sources: &[Source],
    policy: &Policy,
    findings: &mut Findings,
) -> Option<MadeTable> {
    let schema = schema::TABLES.iter().find(|t| t.name == spec.name)?;
    let source = sources.iter().find(|s| s.name == spec.from)?;
    let input = mapping.input.iter().find(|i| i.name == spec.from)?;
    let making = Making { source, input, policy };
    let none = BTreeMap::new();
    let lines: Vec<&BTreeMap<String, Spec>> =
        if spec.line.is_empty() { vec![&none] } else { spec.line.iter().collect() };
    let lines = stated(spec, schema, lines, source, findings)?;
    let mut columns: Vec<&'static str> = Vec::new();
    let mut fillings: Vec<Vec<(bool, Filling<'_>)>> = Vec::new();
    for line in &lines {
        let mut of_line = Vec::new();
        for column in schema.columns {
            let own = line.get(column.name);
            let Some(filled) = own.or_else(|| spec.columns.get(column.name)) else { continue };
            if !columns.contains(&column.name) {
                columns.push(column.name);
            }
            if let Some(filling) = Filling::new(column, filled, source, findings) {
                of_line.push((own.is_some(), filling));
            }
        }
        fillings.push(of_line);
    }
    columns.sort_by_key(|name| schema.columns.iter().position(|c| c.name == *name));
    let groups = groups(spec, source, input, policy);
    let mut table = MadeTable {
        name: spec.name.clone(),
        columns,
        records: Vec::new(),
        merged: Vec::new(),
        tallies: tallies(spec, &making, &fillings, &groups),
    };
    for rows in &groups {
        let Some(first) = rows.first() else { continue };
        for row in rows.iter().skip(1) {
            let first = source.origin.shown(first.row);
            let reason = format!("merged with row {first} in `{}`", spec.name);
            table.merged.push((source.row_ref(row.row), reason));
        }
        let before = table.records.len();
        for of_line in &fillings {
            if let Some(cells) = record(spec, of_line, rows, &table.columns, &making, findings) {
                table.records.push((cells, source.row_ref(first.row)));
            }
        }
        if table.records.len() == before {
            let reason = format!("all its columns for `{}` are empty", spec.name);
            table.merged.push((source.row_ref(first.row), reason));
        }
    }
    map_use::unused(spec, &fillings, &making, findings);
    number_repeats(spec, &mut table, findings);
    locate(spec, sources, &mut table, findings);
    Some(table)
}

/// Keeps the lines that state what every record needs; the others are a finding, and no record is made of them.
///
/// `None` if there is none left.
fn stated<'m>(
    spec: &'m TableSpec,
    schema: &schema::SchemaTable,
    lines: Vec<&'m BTreeMap<String, Spec>>,
    source: &Source,
    findings: &mut Findings,
) -> Option<Vec<&'m BTreeMap<String, Spec>>> {
    let of = |line: &'m BTreeMap<String, Spec>, name: &str| {
        line.get(name).or_else(|| spec.columns.get(name))
    };
    let not_stated = |line: &'m BTreeMap<String, Spec>| {
        schema.columns.iter().find(|column| {
            let is_needed = match column.need {
                Need::Required => true,
                Need::RequiredUnless(others) => others.iter().any(|o| of(line, o).is_none()),
                Need::Optional => false,
            };
            let constant = of(line, column.name).and_then(|own| own.0.constant.as_deref());
            is_needed && constant.is_some_and(|text| text.trim().is_empty())
        })
    };
    let all = lines.len();
    let lacking = lines.iter().find_map(|line| not_stated(line));
    let kept: Vec<_> = lines.into_iter().filter(|line| not_stated(line).is_none()).collect();
    if let Some(column) = lacking {
        let of_all = match all {
            1 => String::new(),
            all => format!(" in {} of {all} lines", all - kept.len()),
        };
        let found = format!("no value for `{}`{of_all}; no record is made", column.name);
        let place = source.place(None, None);
        findings.push(
            Finding::new(Rule::ConstantNotStated, place, &spec.name, found, column.kind.form())
                .fix(format!(
                    "state `{}` of the table `{}` in the mapping",
                    column.name, spec.name
                )),
        );
    }
    (!kept.is_empty()).then_some(kept)
}

/// Rows named in a finding; the rest are counted.
const NAMED: usize = 5;

/// Characters of the longest id.
const LONGEST_ID: usize = 32;

/// Puts rows together that agree in the columns of `one_per`, in the order of their first.
fn groups<'s>(
    spec: &TableSpec,
    source: &'s Source,
    input: &super::recipe::Input,
    policy: &Policy,
) -> Vec<Vec<&'s Row>> {
    let keys: Vec<(usize, &Key)> = spec
        .one_per
        .iter()
        .filter_map(|key| match source.find(&key.column, None) {
            Found::At(at) => Some((at, key)),
            Found::Missing | Found::Several => None,
        })
        .collect();
    if keys.is_empty() {
        return source.rows.iter().map(|row| vec![row]).collect();
    }
    let mut groups: Vec<Vec<&Row>> = Vec::new();
    let mut at_key: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in &source.rows {
        let word = |(at, key): &(usize, &Key)| {
            let text = &row.cells[*at];
            let null = super::source::is_null(text, &input.null, policy);
            let is_uprn = folded(&source.header[*at]).contains("uprn");
            let text = key.cut(text.trim());
            // The point of `108886.0` is no stray mark.
            let number = || super::join::number_of_key(text, is_uprn);
            if null { String::new() } else { number().unwrap_or_else(|| key_word(text)) }
        };
        let key: Vec<String> = keys.iter().map(word).collect();
        // Rows of which the key is not known are not the same because of that.
        match at_key.get(&key) {
            Some(group) if key.iter().any(|k| !k.is_empty()) => groups[*group].push(row),
            _ => {
                at_key.insert(key, groups.len());
                groups.push(vec![row]);
            }
        }
    }
    groups
}

/// Folds a key: letters and digits alone, so that a stray comma or blank does not part two rows.
pub(super) fn key_word(text: &str) -> String {
    let folded = folded(text);
    let kept: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if kept.is_empty() { folded } else { kept }
}

/// Makes one record of the rows of a group; `None` when a line's own columns give nothing.
fn record(
    spec: &TableSpec,
    fillings: &[(bool, Filling<'_>)],
    rows: &[&Row],
    columns: &[&'static str],
    making: &Making<'_>,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    let mut cells: BTreeMap<&'static str, String> = BTreeMap::new();
    let mut has_own = false;
    let mut own_text = false;
    for (is_own, filling) in fillings {
        let of = filling.spec.0.percent_of.as_deref();
        let of = of.and_then(|of| fillings.iter().find(|(_, other)| other.column.name == of));
        let mut value_of = |row: &&Row| {
            let text = filling.text(row, making, findings)?;
            match of {
                // A per cent is of the amount in its own row; one of what is not known is not known.
                Some((_, of)) => {
                    per_cent_of(&text, &of.text(row, making, &mut Findings::default())?)
                }
                None => Some(text),
            }
        };
        let values: Vec<Option<String>> = rows.iter().map(&mut value_of).collect();
        let choice = choice_of(filling, spec);
        if choice == Choice::Sum && values.iter().any(Option::is_some) {
            let unknown = rows
                .iter()
                .zip(&values)
                .filter(|(_, value)| value.as_deref().and_then(number_of).is_none());
            for (row, _) in unknown {
                let found = "a row to be added up, with a number that is not known".to_owned();
                let expected = "a number in every row to be added up".to_owned();
                let place = making.source.place(Some(row.row), Some(filling.column.name));
                findings.push(
                    Finding::new(Rule::RowsDisagree, place, "", found, expected)
                        .fix("enter the number; until then the total is not known"),
                );
            }
        }
        let value = match chosen(&values, choice) {
            Ok(value) => value,
            Err(differ) => {
                let first = rows.first().map_or(0, |row| row.row);
                let others: Vec<String> =
                    rows.iter().skip(1).map(|row| making.source.origin.shown(row.row)).collect();
                let s = if others.len() == 1 { "" } else { "s" };
                let others = and_list_up_to(&others, NAMED);
                let found = format!("{differ}, in this row and row{s} {others}");
                let expected = "one value for each record, or a choice in the mapping".to_owned();
                let place = making.source.place(Some(first), Some(filling.column.name));
                findings.push(
                    Finding::new(Rule::RowsDisagree, place, "", found, expected).fix(
                        "state a choice (first, last, largest, smallest, sum); until then it is not known",
                    ),
                );
                None
            }
        };
        if *is_own && !filling.is_constant() {
            has_own = true;
            own_text |= value.is_some();
        }
        if let Some(value) = value {
            cells.insert(filling.column.name, value);
        }
    }
    if has_own && !own_text {
        return None;
    }
    Some(columns.iter().map(|name| cells.remove(name).unwrap_or_default()).collect())
}

/// Returns which value of a group counts: as the column says, else the table, of which a sum is for numbers.
pub(super) fn choice_of(filling: &Filling<'_>, spec: &TableSpec) -> Choice {
    let whole = match spec.choice.unwrap_or_default() {
        Choice::Sum if !is_numeric(filling.column.kind) => Choice::Same,
        choice => choice,
    };
    filling.spec.0.choice.unwrap_or(whole)
}

/// Chooses among the values of a group; the error is how they differ.
fn chosen(values: &[Option<String>], choice: Choice) -> Result<Option<String>, String> {
    let known = || values.iter().flatten();
    let by_size = || {
        let sized = known().map(|v| (number_of(v), v));
        sized.collect::<Vec<_>>()
    };
    Ok(match choice {
        _ if values.len() == 1 => values.first().cloned().flatten(),
        Choice::First => known().next().cloned(),
        Choice::Last => known().next_back().cloned(),
        Choice::Largest => by_size().into_iter().max().map(|(_, v)| v.clone()),
        Choice::Smallest => by_size().into_iter().min().map(|(_, v)| v.clone()),
        Choice::Sum => values
            .iter()
            .map(|v| v.as_deref().and_then(number_of))
            .try_fold(rust_decimal::Decimal::ZERO, |sum, v| sum.checked_add(v?))
            .map(|sum| sum.normalize().to_string()),
        Choice::Same => {
            let mut distinct: Vec<&str> = known().map(String::as_str).collect();
            distinct.sort_unstable();
            distinct.dedup();
            match distinct.as_slice() {
                [] => None,
                [one] => Some((*one).to_owned()),
                [first, second, ..] => return Err(format!("{first:?} and {second:?}")),
            }
        }
    })
}

/// Gives repeated ids a number at their end, where the mapping asks for it.
fn number_repeats(spec: &TableSpec, table: &mut MadeTable, findings: &mut Findings) {
    let mut numbered: Vec<&String> =
        super::source::specs(spec).filter(|(_, s)| s.0.number_repeats).map(|(n, _)| n).collect();
    numbered.dedup();
    for name in numbered {
        let Some(at) = table.columns.iter().position(|c| c == name) else { continue };
        let taken: std::collections::BTreeSet<String> =
            table.records.iter().map(|(cells, _)| cells[at].clone()).collect();
        let mut given: std::collections::BTreeSet<String> = std::collections::BTreeSet::new();
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        for (cells, row) in &mut table.records {
            let id = cells[at].clone();
            if id.is_empty() {
                continue;
            }
            let count = times.entry(id.clone()).or_default();
            *count += 1;
            if *count == 1 {
                continue;
            }
            // An id is 32 characters at most: the number takes the place of its last ones.
            let numbered = |count: usize| {
                let end = format!("-{count}");
                let start: String = id.chars().take(LONGEST_ID.saturating_sub(end.len())).collect();
                start + &end
            };
            let mut new = numbered(*count);
            while taken.contains(&new) || given.contains(&new) {
                *count += 1;
                new = numbered(*count);
            }
            given.insert(new.clone());
            let place = crate::model::Place::cell(row, name);
            let found = format!("{id:?}, which an earlier row already uses");
            let expected = "each id once only".to_owned();
            findings.push(
                Finding::new(Rule::IdNumbered, place, &id, found, expected)
                    .fix(format!("give it its own id; it is {new:?} in the snapshot")),
            );
            cells[at] = new;
        }
    }
}

/// Fills empty positions by postcode, where the mapping names a table of postcodes.
fn locate(spec: &TableSpec, sources: &[Source], table: &mut MadeTable, findings: &mut Findings) {
    let Some(position) = &spec.position else { return };
    let Some(postcodes) = sources.iter().find(|s| s.name == position.from) else { return };
    let find = |names| match postcodes.find(names, None) {
        Found::At(at) => Some(at),
        Found::Missing | Found::Several => None,
    };
    let places = (find(&position.postcode), find(&position.easting), find(&position.northing));
    let (Some(code), Some(easting), Some(northing)) = places else { return };
    let by_code: BTreeMap<String, &Row> =
        postcodes.rows.iter().map(|row| (postcode(&row.cells[code]), row)).collect();
    let marks = spec.name == schema::SITES.name;
    for name in ["easting", "northing", "position_of"] {
        if name == "position_of" && !marks {
            continue;
        }
        if !table.columns.contains(&name) {
            table.columns.push(name);
            table.records.iter_mut().for_each(|(cells, _)| cells.push(String::new()));
        }
    }
    let at = |name: &str| table.columns.iter().position(|c| *c == name);
    let (Some(e), Some(n)) = (at("easting"), at("northing")) else { return };
    let of = at("position_of").filter(|_| marks);
    let (own_code, latitude, longitude) = (at("postcode"), at("latitude"), at("longitude"));
    for (cells, row) in &mut table.records {
        let given = |at: Option<usize>| at.is_some_and(|at| !cells[at].is_empty());
        if given(Some(e)) || given(Some(n)) || given(latitude) || given(longitude) {
            continue;
        }
        let text = own_code.map_or_else(String::new, |at| cells[at].clone());
        match by_code.get(&postcode(&text)).filter(|_| !text.is_empty()) {
            Some(found) => {
                cells[e] = super::source::tidy(&found.cells[easting]);
                cells[n] = super::source::tidy(&found.cells[northing]);
                if let Some(of) = of {
                    PositionOf::Postcode.word().clone_into(&mut cells[of]);
                }
            }
            None => {
                let found = match text.as_str() {
                    "" => "no position and no postcode".to_owned(),
                    code => format!("{code:?}, which is not in {}", postcodes.file),
                };
                let place = crate::model::Place::cell(row, "postcode");
                let expected = format!("a position, or a postcode in {}", postcodes.file);
                let id = cells.first().cloned().unwrap_or_default();
                findings.push(Finding::new(Rule::NotLocated, place, &id, found, expected).fix(
                    "use a newer table of postcodes, or add the position; the record is kept \
                        without one",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn values(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|t| (!t.is_empty()).then(|| (*t).to_owned())).collect()
    }

    #[rstest]
    #[case(&["12", "", "12"], Choice::Same, Ok(Some("12")))]
    #[case(&["", "9", "12"], Choice::First, Ok(Some("9")))]
    #[case(&["9", "12", ""], Choice::Last, Ok(Some("12")))]
    #[case(&["9", "12", ""], Choice::Largest, Ok(Some("12")))]
    #[case(&["2020-01-02", "2019-12-31"], Choice::Smallest, Ok(Some("2019-12-31")))]
    #[case(&["9", "12"], Choice::Sum, Ok(Some("21")))]
    #[case(&["9", ""], Choice::Sum, Ok(None))]
    #[case(&["9", "12"], Choice::Same, Err("\"12\" and \"9\""))]
    fn one_value_is_chosen(
        #[case] texts: &[&str],
        #[case] choice: Choice,
        #[case] expected: Result<Option<&str>, &str>,
    ) {
        let found = chosen(&values(texts), choice);
        assert_eq!(
            found.as_ref().map(Option::as_deref).map_err(String::as_str),
            expected.as_ref().copied().map_err(|e| *e)
        );
    }
}
