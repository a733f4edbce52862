//! From the text of a mapping file to a [`Mapping`] that makes sense.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{
    MappingError,
    cell::map_key,
    recipe::{Mapping, SourceUnit, Spec, TableSpec},
};
use crate::load::schema::{self, ColumnKind, Need, SchemaColumn};

/// The mappings that come with the program: name and text.
pub const SHIPPED: &[(&str, &str)] = &[
    ("eric", include_str!("../../data/mappings/eric.toml")),
    ("eric-2016-17", include_str!("../../data/mappings/eric-2016-17.toml")),
    ("transparency-code", include_str!("../../data/mappings/transparency-code.toml")),
    ("gsa-leases", include_str!("../../data/mappings/gsa-leases.toml")),
    ("partners-police", include_str!("../../data/mappings/partners-police.toml")),
    ("partners-fire", include_str!("../../data/mappings/partners-fire.toml")),
    ("partners-hospitals", include_str!("../../data/mappings/partners-hospitals.toml")),
    ("partners-schools", include_str!("../../data/mappings/partners-schools.toml")),
];

/// How deep mappings may extend one another.
const DEEPEST: usize = 8;

/// Reads a mapping: a file, or the name of one that comes with the program.
///
/// # Errors
/// [`MappingError`] with file and place if it cannot be read or does not make sense.
pub fn mapping(name: &Path) -> Result<Mapping, MappingError> {
    let (shown, text, beside) = text_of(name, None)?;
    let table = extended(&shown, &text, beside.as_deref(), 0)?;
    let inherits = text.parse::<Table>().is_ok_and(|own| own.contains_key("extends"));
    // Read from its own text where it has all, so that an error tells the line.
    let read: Result<Mapping, _> =
        if inherits { Value::Table(table).try_into() } else { toml::from_str(&text) };
    let mapping = read.map_err(|error| wrong(&shown, error.to_string().trim_end()))?;
    makes_sense(&mapping).map_err(|what| wrong(&shown, &what))?;
    Ok(mapping)
}

fn wrong(file: &str, what: &str) -> MappingError {
    MappingError::Wrong { file: file.to_owned(), what: what.to_owned() }
}

/// Returns the name to show, the text, and the folder in which others are looked for.
fn text_of(
    name: &Path,
    beside: Option<&Path>,
) -> Result<(String, String, Option<PathBuf>), MappingError> {
    let shown = name.display().to_string();
    let path = beside.map_or_else(|| name.to_path_buf(), |folder| folder.join(name));
    if path.is_file() {
        let text = std::fs::read_to_string(&path)
            .map_err(|cause| MappingError::File { path: shown.clone(), cause })?;
        return Ok((shown, text, Some(path.parent().unwrap_or(Path::new("")).to_path_buf())));
    }
    let stem = name.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.strip_suffix(".toml").unwrap_or(&stem);
    match SHIPPED.iter().find(|(own, _)| *own == stem) {
        Some((own, text)) => Ok(((*own).to_owned(), (*text).to_owned(), None)),
        None => Err(MappingError::NotFound {
            name: shown,
            shipped: SHIPPED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
        }),
    }
}

/// Lays a mapping over the one it extends.
fn extended(
    shown: &str,
    text: &str,
    beside: Option<&Path>,
    depth: usize,
) -> Result<Table, MappingError> {
    let mut own: Table =
        toml::from_str(text).map_err(|error| wrong(shown, error.to_string().trim_end()))?;
    let Some(base) = own.remove("extends") else { return Ok(own) };
    let Value::String(base) = base else {
        return Err(wrong(shown, "`extends` is not text; name a mapping or its file"));
    };
    if depth >= DEEPEST {
        return Err(wrong(shown, "mappings extend one another in a circle"));
    }
    let (base_shown, base_text, base_beside) = text_of(Path::new(&base), beside)?;
    let mut whole = extended(&base_shown, &base_text, base_beside.as_deref(), depth + 1)?;
    lay_over(&mut whole, own);
    Ok(whole)
}

/// Lays one table over another: named entries of lists by name, `drop` and `line` added, the rest replaced.
fn lay_over(base: &mut Table, own: Table) {
    for (key, value) in own {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) if !is_spec(base) => lay_over(base, own),
            (Some(Value::Array(base)), Value::Array(own)) if is_named(&own) => {
                for item in own {
                    let name = |v: &Value| v.get("name").cloned();
                    match (base.iter_mut().find(|b| name(b) == name(&item)), item) {
                        (Some(Value::Table(base)), Value::Table(own)) => lay_over(base, own),
                        (_, item) => base.push(item),
                    }
                }
            }
            (Some(Value::Array(base)), Value::Array(own)) if key == "drop" || key == "line" => {
                base.extend(own);
            }
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Tells whether a table fills one column: such a one is replaced whole.
fn is_spec(table: &Table) -> bool {
    ["column", "columns", "constant"].iter().any(|key| match table.get(*key) {
        Some(Value::Table(_)) | None => false,
        Some(_) => true,
    })
}

fn is_named(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(|item| item.get("name").is_some())
}

/// Says what of a mapping contradicts itself or the schema.
fn makes_sense(mapping: &Mapping) -> Result<(), String> {
    let inputs: Vec<&str> = mapping.input.iter().map(|i| i.name.as_str()).collect();
    let known = |name: &str, at: &str| {
        if inputs.contains(&name) {
            Ok(())
        } else {
            Err(format!("{at}: there is no input {name:?}; the inputs are {}", inputs.join(", ")))
        }
    };
    for input in &mapping.input {
        let at = format!("input {:?}", input.name);
        if inputs.iter().filter(|n| **n == input.name).count() > 1 {
            return Err(format!("{at} is given twice"));
        }
        if let Some(mark) = input.decimal.filter(|mark| !['.', ','].contains(mark)) {
            return Err(format!("{at}: the decimal mark {mark:?} must be \".\" or \",\""));
        }
        for drop in &input.drop {
            let tests = [drop.is.is_some(), drop.is_not.is_some(), drop.begins.is_some()];
            let more = [drop.contains.is_some(), drop.empty.is_some(), drop.number.is_some()];
            if tests.iter().chain(&more).all(|given| !given) {
                let which = drop.column.0.join(", ");
                return Err(format!(
                    "{at}: the drop rule on {which:?} has no test; add is, is_not, begins, contains, empty or number"
                ));
            }
            if drop.reason.trim().is_empty() {
                return Err(format!("{at}: the drop rule has no reason; add one"));
            }
        }
        for join in &input.join {
            known(&join.with, &at)?;
            if !matches!(
                join.choice,
                super::Choice::Same | super::Choice::First | super::Choice::Last
            ) {
                return Err(format!("{at}: the choice of a join must be same, first or last"));
            }
        }
    }
    for (at, table) in mapping.table.iter().enumerate() {
        if mapping.table.iter().take(at).any(|t| t.name == table.name && t.from == table.from) {
            return Err(format!("table {:?} uses input {:?} twice", table.name, table.from));
        }
        known(&table.from, &format!("table {:?}", table.name))?;
        if let Some(position) = &table.position {
            known(&position.from, &format!("table {:?}, position", table.name))?;
        }
        table_makes_sense(table)?;
    }
    Ok(())
}

fn table_makes_sense(table: &TableSpec) -> Result<(), String> {
    let at = format!("table {:?}", table.name);
    let Some(schema) = schema::TABLES.iter().find(|t| t.name == table.name) else {
        let names: Vec<&str> = schema::TABLES.iter().map(|t| t.name).collect();
        return Err(format!("{at} is not in the schema; the tables are {}", names.join(", ")));
    };
    let filled = |line: Option<&std::collections::BTreeMap<String, Spec>>, name: &str| {
        table.columns.contains_key(name) || line.is_some_and(|l| l.contains_key(name))
    };
    let lines: Vec<Option<&_>> =
        if table.line.is_empty() { vec![None] } else { table.line.iter().map(Some).collect() };
    for line in lines {
        for column in schema.columns {
            let lacking = match column.need {
                Need::Required => !filled(line, column.name),
                Need::RequiredUnless(others) => {
                    !filled(line, column.name) && !others.iter().all(|o| filled(line, o))
                }
                Need::Optional => false,
            };
            if lacking {
                return Err(format!(
                    "{at}: no column or constant fills the required column `{}`",
                    column.name
                ));
            }
        }
    }
    let no_choice = "a choice is used only if rows are merged into one record; add one_per, or delete the \
            choice";
    if table.choice.is_some() && table.one_per.is_empty() {
        return Err(format!("{at}: {no_choice}"));
    }
    for (name, spec) in table.columns.iter().chain(table.line.iter().flatten()) {
        let at = format!("{at}, column `{name}`");
        if spec.0.choice.is_some() && table.one_per.is_empty() {
            return Err(format!("{at}: {no_choice}"));
        }
        if schema.column(name).is_none() {
            let names = schema.columns.iter().map(|c| c.name);
            let near = crate::load::nearest(name, names)
                .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(format!("{at} is not in the schema{near}"));
        }
        spec_makes_sense(spec, table).map_err(|what| format!("{at}: {what}"))?;
        if let Some(column) = schema.column(name) {
            unit_makes_sense(spec, column).map_err(|what| format!("{at}: {what}"))?;
        }
    }
    Ok(())
}

/// Looks whether a unit is of what the column holds: an area of an area, an amount of an amount.
fn unit_makes_sense(spec: &Spec, column: &SchemaColumn) -> Result<(), String> {
    let is_area = ["m²", "ha"].contains(&column.unit);
    let fits = match spec.0.unit {
        None | Some(SourceUnit::Percent | SourceUnit::Fraction) => true,
        Some(
            SourceUnit::SquareMetres
            | SourceUnit::SquareFeet
            | SourceUnit::Hectares
            | SourceUnit::Acres,
        ) => is_area,
        Some(SourceUnit::Pounds | SourceUnit::ThousandPounds | SourceUnit::MillionPounds) => {
            column.kind == ColumnKind::Money
        }
    };
    if !fits {
        let holds = match column.unit {
            "" => column.kind.form(),
            unit => format!("in {unit}"),
        };
        return Err(format!("the unit cannot be converted; the column is {holds}"));
    }
    spec.0.otherwise_from.as_ref().map_or(Ok(()), |other| unit_makes_sense(other, column))
}

fn spec_makes_sense(spec: &Spec, table: &TableSpec) -> Result<(), String> {
    let own = &spec.0;
    let sources = [own.column.is_some(), own.columns.is_some(), own.constant.is_some()];
    match sources.iter().filter(|given| **given).count() {
        0 => return Err("give column, columns or constant".to_owned()),
        1 => {}
        _ => return Err("give only one of column, columns and constant".to_owned()),
    }
    if own.part.is_some() && own.parts.is_some() {
        return Err("give either part (which one) or parts (how many from the first)".to_owned());
    }
    let which = own.part.or(own.parts);
    if own.split.as_deref() == Some("")
        || own.split.is_some() != which.is_some()
        || which == Some(0)
    {
        return Err("split needs part or parts, counted from 1".to_owned());
    }
    for (at, (text, to)) in own.map.iter().enumerate() {
        let differs =
            |(other, own): &(&String, &String)| map_key(other) == map_key(text) && *own != to;
        if let Some((other, _)) = own.map.iter().take(at).find(differs) {
            return Err(format!(
                "the map gives two meanings for {other:?} and {text:?}, which differ only by \
                    capitals and spaces"
            ));
        }
    }
    if own.nth == Some(0) {
        return Err("nth must be at least 1".to_owned());
    }
    match (matches!(own.unit, Some(SourceUnit::Percent | SourceUnit::Fraction)), &own.percent_of) {
        (true, None) => {
            return Err(
                "a percentage or fraction needs percent_of, the column that it is a share of"
                    .to_owned(),
            );
        }
        (false, Some(_)) => {
            return Err("percent_of needs unit = \"percent\" or \"fraction\"".to_owned());
        }
        (true, Some(of)) if !table.columns.contains_key(of) => {
            return Err(format!("percent_of names `{of}`, which has no column in the mapping"));
        }
        _ => {}
    }
    match &own.otherwise_from {
        Some(other) => spec_makes_sense(other, table),
        None => Ok(()),
    }
}
