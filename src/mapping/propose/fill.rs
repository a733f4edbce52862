//! What fills one column of a table, as a mapping writes it.

use super::{
    Looked,
    columns::Match,
    meaning::meaning,
    profile::{CURRENCIES, Profile},
    record::{Id, nth},
    unit,
};
use crate::{
    load::schema::{self, ColumnKind, SchemaColumn},
    mapping::cell::{UNDECIDED, map_key},
    model::{FinancialYear, counted},
};

/// Different texts of a column that are listed in a map.
const LISTED: usize = 40;

pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// Writes what names a column of the file, as entries of a spec.
fn named(looked: &Looked, at: usize) -> Vec<String> {
    let mut fields = vec![format!("column = {}", quoted(&looked.columns[at].header))];
    fields.extend(nth(&looked.columns, at).map(|nth| format!("nth = {nth}")));
    fields
}

/// Writes entries as a spec; a header alone as a text.
fn joined(looked: &Looked, at: usize, fields: &[String]) -> String {
    match fields.len() {
        1 => quoted(&looked.columns[at].header),
        _ => format!("{{ {} }}", fields.join(", ")),
    }
}

/// Writes what names the columns: one, or several joined, of which the name alone must find each.
fn sources(looked: &Looked, columns: &[usize]) -> Vec<String> {
    let single: Vec<usize> =
        columns.iter().copied().filter(|at| nth(&looked.columns, *at).is_none()).collect();
    match (single.as_slice(), columns) {
        ([], [first, ..]) => named(looked, *first),
        ([one], _) => named(looked, *one),
        (several, _) => {
            let headers: Vec<String> =
                several.iter().map(|at| quoted(&looked.columns[*at].header)).collect();
            vec![format!("columns = [{}]", headers.join(", "))]
        }
    }
}

/// Writes what fills an id; the ids of a table of their own may get a number where they repeat.
pub(super) fn id(id: &Id, looked: &Looked, may_number: bool) -> String {
    let mut fields = sources(looked, &id.columns);
    let made = |fields: &mut Vec<String>| {
        if fields.iter().any(|f| f.starts_with("columns")) {
            fields.push("join = \" \"".to_owned());
        }
        fields.push("slug = true".to_owned());
    };
    if id.is_made {
        made(&mut fields);
    }
    if let Some((mark, parts)) = id.cut {
        fields.push(format!("split = {}, parts = {parts}", quoted(mark)));
    }
    if !id.otherwise.is_empty() {
        let mut other = sources(looked, &id.otherwise);
        made(&mut other);
        fields.push(format!("else = {{ {} }}", other.join(", ")));
    }
    if may_number && id.is_numbered {
        fields.push("number_repeats = true".to_owned());
    }
    joined(looked, id.columns[0], &fields)
}

/// Writes what fills a name: each of these in turn, and the id at the last where that leaves any without.
pub(super) fn name(names: &[Vec<usize>], last: Option<&Id>, looked: &Looked) -> Option<String> {
    let (first, others) = match (names, last) {
        ([first, others @ ..], _) => (first, others),
        ([], Some(own)) => return Some(id(own, looked, false)),
        ([], None) => return None,
    };
    let mut fields = sources(looked, first);
    if !others.is_empty() || last.is_some() {
        fields.push(format!("else = {}", name(others, last, looked)?));
    }
    Some(joined(looked, first[0], &fields))
}

/// Writes what fills one column.
pub(super) fn spec(found: &Match, looked: &Looked) -> String {
    let Some(at) = found.columns.first().copied() else { return "\"\"".to_owned() };
    if found.columns.len() > 1 {
        let fields = sources(looked, &found.columns);
        return match fields.as_slice() {
            [one] if one.starts_with("columns") => format!("{{ {one} }}"),
            _ => joined(looked, at, &fields),
        };
    }
    let column = &looked.columns[at];
    let mut fields = named(looked, at);
    fields.extend(number(found.column, column, found.percent_of));
    let order = column.dates().filter(|_| found.column.kind == ColumnKind::Date);
    let order = order.filter(|order| *order != "ymd" || column.has_times());
    fields.extend(order.map(|order| format!("date = {}", quoted(order))));
    if needs_map(found.column, column) {
        fields.extend(map(found.column, column));
    }
    joined(looked, at, &fields)
}

/// Writes what a column of money of the ledger is filled with.
pub(super) fn amount(looked: &Looked, at: usize) -> String {
    let mut fields = named(looked, at);
    fields.extend(
        schema::COSTS
            .column("amount")
            .map_or_else(Vec::new, |amount| number(amount, &looked.columns[at], None)),
    );
    joined(looked, at, &fields)
}

/// Writes how the numbers of a column are to be read: marks taken off, and the unit.
fn number(target: &SchemaColumn, column: &Profile, percent_of: Option<&str>) -> Vec<String> {
    let mut fields = Vec::new();
    if unit::is_area(target) || unit::is_money(target) {
        let has = |mark: &char| column.share(|text| text.contains(*mark)) > 0.0;
        let marks: String = CURRENCIES.iter().filter(|mark| has(mark)).collect();
        if !marks.is_empty() {
            fields.push(format!("trim = {}", quoted(&format!("{marks} "))));
        }
        let ending = unit::ending(column);
        fields.extend(ending.map(|ending| format!("before = {}", quoted(&ending))));
    }
    if let Some(area) = percent_of {
        let unit = if column.is_fraction() { "fraction" } else { "percent" };
        fields.push(format!("unit = {}, percent_of = {}", quoted(unit), quoted(area)));
    } else if let Some(unit) = unit::stated(target, column) {
        fields.push(format!("unit = {}", quoted(unit)));
    }
    fields
}

/// Tells whether the cells of a column are turned to others: listed words, unless each is the schema's own already,
/// and years that are written in another way.
fn needs_map(target: &SchemaColumn, column: &Profile) -> bool {
    let own = |text: &str| match target.kind {
        ColumnKind::Words(words) => words.contains(&text),
        ColumnKind::YesNo => ["yes", "no"].contains(&text),
        ColumnKind::FinancialYear => FinancialYear::read(text).is_some(),
        _ => true,
    };
    !column.values.iter().all(|(text, _)| own(text))
}

/// Returns what a text means in a column that is mapped.
fn means(target: &SchemaColumn, text: &str) -> Option<String> {
    match target.kind {
        ColumnKind::FinancialYear => FinancialYear::read(text)
            .map(|year| year.to_string())
            .or_else(|| super::year::year([text])),
        _ => meaning(target.name, text).map(str::to_owned),
    }
}

/// What the rest of the words become: of uses and of ledger lines there is a word for it, elsewhere a person decides.
fn rest(target: &SchemaColumn) -> &'static str {
    if matches!(target.name, "use" | "category") { REST } else { UNDECIDED }
}

/// What a use or a cost that cannot be read becomes, so that it stays comparable with others of its kind.
const REST: &str = "other";

/// Returns the different words of a column, each as it first stands, with how often it does; most frequent first.
fn different(column: &Profile) -> Vec<(&str, usize)> {
    let mut found: Vec<(String, &str, usize)> = Vec::new();
    for (text, count) in &column.values {
        let key = map_key(text);
        match found.iter_mut().find(|(own, ..)| *own == key) {
            Some((_, _, all)) => *all += count,
            None => found.push((key, text, *count)),
        }
    }
    found.into_iter().map(|(_, text, count)| (text, count)).collect()
}

/// Writes the words of a column and what each means; [`UNDECIDED`] where that is not known.
fn map(target: &SchemaColumn, column: &Profile) -> Vec<String> {
    let words = different(column);
    let rest = rest(target);
    let pairs: Vec<String> = words
        .iter()
        .take(LISTED)
        .map(|(text, _)| {
            format!("{} = {}", quoted(text), quoted(means(target, text).as_deref().unwrap_or(rest)))
        })
        .collect();
    let mut fields = vec![format!("map = {{ {} }}", pairs.join(", "))];
    if words.len() > LISTED && rest != UNDECIDED {
        fields.push(format!("otherwise = {}", quoted(rest)));
    }
    fields
}

/// Names the words of a column whose meaning is not known, with their rows, and what becomes of them.
pub(super) fn unknown_words(found: &Match, looked: &Looked) -> String {
    let column = found.columns.first().and_then(|at| looked.columns.get(*at));
    let Some(column) = column.filter(|column| needs_map(found.column, column)) else {
        return String::new();
    };
    let words = different(column);
    let unknown: Vec<String> = words
        .iter()
        .take(LISTED)
        .filter(|(text, _)| means(found.column, text).is_none())
        .map(|(text, count)| format!("{} in {}", quoted(text), counted(*count, "row")))
        .collect();
    let more = match words.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!("; {more} more words are not listed"),
    };
    let say = match (unknown.is_empty(), rest(found.column) != UNDECIDED) {
        (true, _) => String::new(),
        (false, true) => {
            format!("; not read, so `{REST}`: {}", unknown.join(", "))
        }
        (false, false) => {
            format!("; give a meaning in place of {UNDECIDED:?} for: {}", unknown.join(", "))
        }
    };
    say + &more
}
