//! Registers in JSON and GeoJSON as rows of text, so that they go the way of every other table.
//!
//! A list of objects is a table: one row an object, one column a name. Objects within are parted by points
//! (`address.postcode`), lists of plain values joined by `; `. Of GeoJSON the properties are the columns, and the point of
//! a feature, or the middle of its outline, its position.

use std::collections::BTreeSet;

use geo::Centroid;
use serde_json::{Map, Value};

use super::{book::float_text, keys};

/// A table read from JSON.
pub(super) struct Table {
    pub rows: Vec<(u32, Vec<String>)>,
    pub read_as: String,
    /// Names of what no cell can hold.
    pub left_out: Vec<String>,
    /// Names of the other lists of objects, each with how many it holds.
    pub other_lists: Vec<String>,
}

/// Objects within objects that are followed; deeper ones are named as left out.
const DEEPEST: usize = 8;

/// Tells whether bytes are those of a JSON file that holds objects.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let rest = |open: u8| text.strip_prefix(&[open]).map(<[u8]>::trim_ascii_start);
    let is_object = |text: &[u8]| {
        text.strip_prefix(b"{")
            .is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')))
    };
    is_object(text) || rest(b'[').is_some_and(|list| is_object(list) || list.starts_with(b"]"))
}

/// Reads a list of objects: the whole file, an object a line, or the one list within an object.
///
/// Row 1 are the names, rows from 2 the objects in order. Numbers are written as those of a sheet, `true` and `false` as
/// yes and no; null is empty.
///
/// # Errors
/// Why it is no table, in words.
pub(super) fn table(bytes: &[u8]) -> Result<Table, String> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(name) = keys::given_twice(text) {
        return Err(format!(
            "the name {name:?} appears twice in one object; one of the two would be lost"
        ));
    }
    let values = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    let mut values = values.collect::<Result<Vec<_>, _>>().map_err(|error| error.to_string())?;
    let mut other_lists = Vec::new();
    let (records, read_as) = match values.as_mut_slice() {
        [one] => {
            let records = found(one).ok_or("no list of objects")?;
            lists("", one, 0, &mut other_lists);
            (records, "")
        }
        _ => (values, ", one object per line"),
    };
    let is_geo = records.iter().any(|r| r.get("type").is_some_and(|t| t == "Feature"));
    let mut columns = Columns { taken: properties(&records), ..Columns::default() };
    for record in &records {
        columns.rows.push(Vec::new());
        match record {
            Value::Object(feature) if is_geo => columns.feature(feature),
            Value::Object(object) => columns.object("", object, 0),
            _ => columns.leave_out("an entry that is not an object"),
        }
    }
    let width = columns.names.len();
    let header = std::iter::once((1, columns.names.clone()));
    let rows = (2..).zip(columns.rows).map(|(row, mut cells)| {
        cells.resize(width, String::new());
        (row, cells)
    });
    let kind = if is_geo { "GeoJSON" } else { "JSON" };
    Ok(Table {
        rows: header.chain(rows).collect(),
        read_as: format!("{kind}{read_as}"),
        left_out: columns.left_out,
        other_lists,
    })
}

/// Finds the list of objects in a file's one value: itself, or the longest within its objects.
fn found(value: &mut Value) -> Option<Vec<Value>> {
    fn longest(value: &Value, depth: usize) -> usize {
        match value {
            Value::Array(list) if list.first().is_some_and(Value::is_object) => list.len(),
            Value::Object(object) if depth < DEEPEST => {
                object.values().map(|v| longest(v, depth + 1)).max().unwrap_or(0)
            }
            _ => 0,
        }
    }
    let most = longest(value, 0);
    match value {
        Value::Array(list) if most > 0 => Some(std::mem::take(list)),
        Value::Object(object) if most > 0 => {
            object.values_mut().find(|v| longest(v, 1) == most).and_then(found)
        }
        _ => None,
    }
}

/// Names the lists of objects that stand beside the one that is read, which is taken out of the value.
fn lists(name: &str, value: &Value, depth: usize, out: &mut Vec<String>) {
    match value {
        Value::Array(list) if list.first().is_some_and(Value::is_object) => {
            out.push(format!("{name} (a list of {})", crate::model::counted(list.len(), "object")));
        }
        Value::Object(object) if depth < DEEPEST => {
            for (key, value) in object {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                lists(&name, value, depth + 1, out);
            }
        }
        _ => {}
    }
}

/// The columns in the order of their first value, and the rows so far.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
    left_out: Vec<String>,
    /// Names of the features' own properties, folded.
    taken: BTreeSet<String>,
}

/// Returns the names of the properties of features, folded.
fn properties(records: &[Value]) -> BTreeSet<String> {
    let own = records.iter().filter_map(|record| record.get("properties")?.as_object());
    own.flat_map(|properties| properties.keys()).map(|name| crate::model::folded(name)).collect()
}

impl Columns {
    fn put(&mut self, name: &str, text: String) {
        let at = self.names.iter().position(|own| own == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        if let Some(cells) = self.rows.last_mut() {
            if cells.len() <= at {
                cells.resize(at + 1, String::new());
            }
            cells[at] = text;
        }
    }

    fn leave_out(&mut self, name: &str) {
        if !self.left_out.iter().any(|own| own == name) {
            self.left_out.push(name.to_owned());
        }
    }

    fn object(&mut self, within: &str, object: &Map<String, Value>, depth: usize) {
        for (name, value) in object {
            let name = if within.is_empty() { name.clone() } else { format!("{within}.{name}") };
            match value {
                Value::Object(inner) if depth < DEEPEST => self.object(&name, inner, depth + 1),
                Value::Array(list) if !list.iter().any(is_nested) => {
                    let texts: Vec<String> = list.iter().map(plain).collect();
                    self.put(&name, texts.join("; "));
                }
                Value::Array(_) | Value::Object(_) => self.leave_out(&name),
                value => self.put(&name, plain(value)),
            }
        }
    }

    fn feature(&mut self, feature: &Map<String, Value>) {
        if let Some(id @ (Value::String(_) | Value::Number(_))) = feature.get("id") {
            self.put("id", plain(id));
        }
        if let Some(Value::Object(properties)) = feature.get("properties") {
            self.object("", properties, 0);
        }
        let Some(geometry) = feature.get("geometry").filter(|g| !g.is_null()) else { return };
        let Some((x, y)) = middle(geometry) else {
            return self.leave_out("a geometry with no centre");
        };
        // What GeoJSON means by its coordinates is degrees; older files keep those of their grid.
        let (across, up) = match x.abs() <= 180.0 && y.abs() <= 90.0 {
            true => ("longitude", "latitude"),
            false => ("easting", "northing"),
        };
        for (name, value) in [(across, x), (up, y)] {
            let is_taken = self.taken.contains(name);
            let name = if is_taken { format!("geometry {name}") } else { name.to_owned() };
            self.put(&name, format!("{value}"));
        }
    }
}

const fn is_nested(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Object(_))
}

/// Returns the point of a geometry, or the middle of its outline.
fn middle(geometry: &Value) -> Option<(f64, f64)> {
    let geometry: geojson::Geometry = serde_json::from_value(geometry.clone()).ok()?;
    let point = geo::Geometry::<f64>::try_from(&geometry).ok()?.centroid()?;
    Some((point.x(), point.y())).filter(|(x, y)| x.is_finite() && y.is_finite())
}

/// Writes a value that holds no others as the text of a cell.
fn plain(value: &Value) -> String {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            Some(float) => float_text(float),
            None => number.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        assert!(is_json(text.as_bytes()));
        table(text.as_bytes()).unwrap().rows.into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn objects_are_rows_and_inner_ones_are_parted_by_points() {
        let rows = read(
            r#"[{"id":"A","size":{"gia":120.5,"floors":2},"tags":["x","y"]},{"id":"B","open":true,"rent":63000.10,"none":null}]"#,
        );
        assert_eq!(rows[0], ["id", "size.gia", "size.floors", "tags", "open", "rent", "none"]);
        assert_eq!(rows[1], ["A", "120.5", "2", "x; y", "", "", ""]);
        assert_eq!(rows[2], ["B", "", "", "", "yes", "63000.1", ""]);
    }

    #[test]
    fn a_list_within_objects_and_an_object_a_line_are_tables() {
        assert_eq!(read(r#"{"ok":true,"result":{"records":[{"a":1},{"a":2}]}}"#)[2], ["2"]);
        assert_eq!(read("{\"a\":1}\n{\"a\":2}\n")[2], ["2"]);
    }

    #[test]
    fn features_have_their_properties_and_their_middle() {
        let rows = read(
            r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"Hall"},"geometry":{"type":"Point","coordinates":[0.1,52.2]}},
            {"type":"Feature","properties":{"name":"Yard"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[2,0],[2,4],[0,4],[0,0]]]}}]}"#,
        );
        assert_eq!(rows[0], ["name", "longitude", "latitude"]);
        assert_eq!(rows[1], ["Hall", "0.1", "52.2"]);
        assert_eq!(rows[2], ["Yard", "1", "2"]);
    }

    #[test]
    fn what_no_cell_can_hold_is_named() {
        let read = table(br#"[{"id":"A","floors":[{"n":1}]}]"#).unwrap();
        assert_eq!(read.left_out, ["floors"]);
        assert!(!is_json(b"[Title],x\n1,2\n"));
        assert!(table(b"{\"a\": [1, 2]}").is_err());
        let two = br#"{"leases":[{"id":"L"}],"sites":[{"id":"A"},{"id":"B"}],"as_of":"2026"}"#;
        let two = table(two).unwrap();
        assert_eq!((two.rows.len(), two.left_out.len()), (3, 0));
        assert_eq!(two.other_lists, ["leases (a list of 1 object)"]);
    }

    #[test]
    fn a_name_that_appears_twice_is_an_error() {
        let doubled = table(br#"[{"id":"A","rent":5,"rent":50}]"#);
        assert!(doubled.err().is_some_and(|why| why.contains("\"rent\" appears twice")));
        assert!(table(br#"[{"id":"A","at":{"id":"B"}}]"#).is_ok());
    }
}
