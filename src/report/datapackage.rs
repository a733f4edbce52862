//! `datapackage.json`: what the data files of a report hold, for programs that read them (Frictionless Data Package,
//! version 2: <https://datapackage.org>).

use serde_json::{Map, Value, json};

use super::{OutputFile, ReportError, numbers_file};
use crate::{
    draw::{ChartFiles, ChartNumbers},
    edition::{Edition, GroupView, View},
    model::Date,
    tables::{self, Column, Declared, Kind, OutputTable},
    wording::EMPTY_CELL,
};

/// Names the file.
pub const FILE: &str = "datapackage.json";

/// One data file of a folder: as declared, with the columns that it has.
pub struct Resource<'a> {
    /// From the folder.
    path: String,
    table: &'static dyn Declared,
    columns: &'a [Column],
}

impl<'a> Resource<'a> {
    /// Takes a table with all its columns.
    #[must_use]
    pub fn of_table(table: &'static dyn Declared) -> Self {
        Self { path: table.file().to_owned(), table, columns: table.columns() }
    }

    /// Takes the numbers of a chart.
    #[must_use]
    pub fn of_chart(chart: &'a ChartFiles) -> Self {
        let ChartNumbers { table, columns, .. } = &chart.numbers;
        Self { path: numbers_file(chart), table: *table, columns }
    }
}

/// What a folder of data files is of, for its description.
pub struct PackageOf<'a> {
    /// The estate, or the group.
    pub name: &'a str,
    /// The day of the data; `None` of several.
    pub as_of: Option<Date>,
    /// Who may read it.
    pub edition: Edition,
    /// Words that every page must carry.
    pub note: Option<&'a str>,
}

/// Writes the description of the data files of a report; `files` are all that it holds so far.
pub(super) fn datapackage(
    view: &View,
    files: &[OutputFile],
    charts: &[ChartFiles],
) -> Result<Vec<u8>, ReportError> {
    let of_file = |file: &OutputFile| {
        let table = Resource::of_table(tables::of_file(&file.path)?);
        Some(Resource { path: file.path.clone(), ..table })
    };
    let own = files.iter().filter_map(of_file).chain(charts.iter().map(Resource::of_chart));
    let (name, as_of, note) = (view.estate.as_str(), Some(view.as_of), view.note.as_deref());
    described(&PackageOf { name, as_of, edition: view.edition, note }, own)
}

/// Writes the description of the data files of several bodies.
pub(super) fn of_group(
    view: &GroupView,
    files: &[OutputFile],
    charts: &[ChartFiles],
) -> Result<Vec<u8>, ReportError> {
    let has = |table: &&&dyn OutputTable<GroupView>| files.iter().any(|f| f.path == table.file());
    let own = tables::OF_GROUP.iter().filter(has).map(|table| Resource::of_table(*table));
    let own = own.chain(charts.iter().map(Resource::of_chart));
    let (name, as_of, note) = (view.name.as_str(), Some(view.as_of), view.note.as_deref());
    described(&PackageOf { name, as_of, edition: view.edition, note }, own)
}

/// Writes the description of the data files of a folder.
///
/// # Errors
/// [`ReportError::Json`], which no name is known to cause.
pub fn described<'a>(
    of: &PackageOf<'_>,
    files: impl Iterator<Item = Resource<'a>>,
) -> Result<Vec<u8>, ReportError> {
    let day = of.as_of.map(|day| day.to_string());
    let parts = [Some(of.name), day.as_deref(), Some(of.edition.word())];
    let title = [Some(of.name), day.as_deref()];
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": lettered(&parts.into_iter().flatten().collect::<Vec<_>>().join("-")),
        "title": title.into_iter().flatten().collect::<Vec<_>>().join(", "),
        "description": told(of.edition, of.note),
        "resources": files.map(|file| resource(&file)).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&package)
        .map_err(|source| ReportError::Json { file: FILE, source })?;
    Ok((text + "\n").into_bytes())
}

/// Returns a name of the letters that one may have.
fn lettered(name: &str) -> String {
    let letters = name.to_lowercase();
    let allowed = |c: char| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '-' };
    letters.chars().map(allowed).collect()
}

fn told(edition: Edition, note: Option<&str>) -> String {
    let note = note.map_or_else(String::new, |note| format!(" {note}."));
    format!(
        "{}.{note} {EMPTY_CELL} Text that a spreadsheet would read as a formula has an apostrophe before it.",
        edition.marking()
    )
}

fn resource(file: &Resource<'_>) -> Value {
    let Resource { path, table, columns } = file;
    let is_csv = path.ends_with(".csv");
    let mut schema = Map::new();
    schema.insert("fields".to_owned(), columns.iter().map(field).collect());
    if is_csv {
        schema.insert("missingValues".to_owned(), json!([""]));
    }
    if !table.key().is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key()));
    }
    let name = path.trim_end_matches(".csv").trim_end_matches(".parquet").replace('/', "_");
    let mut resource = Map::new();
    let mut put = |name: &str, value: Value| resource.insert(name.to_owned(), value);
    put("name", json!(name));
    put("path", json!(path));
    put("description", json!(table.what()));
    if is_csv {
        put("format", json!("csv"));
        put("mediatype", json!("text/csv"));
        put("encoding", json!("utf-8"));
    } else {
        put("format", json!("parquet"));
        put("mediatype", json!("application/vnd.apache.parquet"));
    }
    put("schema", Value::Object(schema));
    Value::Object(resource)
}

fn field(column: &Column) -> Value {
    let mut field = Map::new();
    let mut put = |name: &str, value: Value| field.insert(name.to_owned(), value);
    put("name", json!(column.name));
    put("title", json!(column.heading));
    put("type", json!(type_of(column.kind)));
    match column.kind {
        Kind::YesNo => {
            put("trueValues", json!(["yes"]));
            put("falseValues", json!(["no"]));
        }
        Kind::List => {
            put("separator", json!(tables::BETWEEN));
        }
        Kind::Year => {
            put("constraints", json!({ "pattern": "[0-9]{4}/[0-9]{2}" }));
        }
        _ => {}
    }
    put("description", json!(column.meaning));
    if !column.unit.is_empty() {
        put("unit", json!(column.unit));
    }
    put("audience", json!(column.audience.word()));
    Value::Object(field)
}

/// Returns the type that a program is to read the cells as.
const fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::List | Kind::Year => "string",
        Kind::Day => "date",
        Kind::Money | Kind::Share | Kind::Tenth | Kind::Number => "number",
        Kind::Whole => "integer",
        Kind::YesNo => "boolean",
        Kind::Reading => "any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn every_data_file_is_described_by_its_declaration() {
        let view = example::hostile();
        let file = |path: &str| OutputFile { path: path.to_owned(), bytes: Vec::new() };
        let files = [file("ranking.csv"), file("charts/ranking.csv"), file("exits.csv")];
        let long = datapackage(view, &[file("sources.parquet")], &[]).unwrap();
        let long: Value = serde_json::from_slice(&long).unwrap();
        assert_eq!(long["resources"][0]["name"], "sources");
        assert_eq!(long["resources"][0]["format"], "parquet");
        assert!(long["resources"][0].get("encoding").is_none());
        let package = datapackage(view, &files, &[example::chart()]).unwrap();
        let package: Value = serde_json::from_slice(&package).unwrap();
        assert_eq!(package["name"], "fenshire-2020-03-31-restricted");
        let resources = package["resources"].as_array().unwrap();
        assert_eq!(resources.len(), 3);
        assert_eq!(resources[2]["path"], "charts/ranking.csv");
        assert_eq!(resources[0]["schema"]["primaryKey"], json!(["site_id"]));
        let fields = resources[1]["schema"]["fields"].as_array().unwrap();
        let of = |name: &str| fields.iter().find(|f| f["name"] == name).unwrap();
        assert_eq!(of("exit_on")["type"], "date");
        assert_eq!((&of("cost")["type"], &of("cost")["unit"]), (&json!("number"), &json!("£")));
        assert_eq!(of("holidays_known")["trueValues"], json!(["yes"]));
    }
}
