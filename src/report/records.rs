//! The rows of a declared table as records of JSON: every column of its data file, by name.

use serde_json::{Map, Value};

use super::tables::{Cell, Table};
use crate::tables::Kind;

/// Makes a record of each row: numbers with all their digits, yes and no as true and false, lists as lists, what is not
/// known as null.
#[must_use]
pub fn records(table: Table<'_>) -> Vec<Map<String, Value>> {
    let columns = table.columns;
    let record = |cells: Vec<Cell<'_>>| {
        let pairs = columns.iter().zip(cells);
        pairs.map(|(column, cell)| (column.name.to_owned(), value(column.kind, &cell))).collect()
    };
    table.rows.map(record).collect()
}

fn value(kind: Kind, cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) if kind == Kind::YesNo => Value::Bool(text == "yes"),
        Cell::Text(text) => Value::from(text.as_ref()),
        Cell::List(words) => words.iter().map(|word| Value::from(word.as_ref())).collect(),
        Cell::Day(day) => Value::from(day.to_string()),
        Cell::Number(digits, _) => {
            serde_json::from_str(digits).unwrap_or_else(|_| Value::from(digits.as_ref()))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::edition::example;
    use crate::tables::{Exits, OutputTable, Ranking};

    #[test]
    fn a_record_has_every_column_by_name() {
        let mut view = example::hostile().clone();
        view.sites[1].need_index = Some(crate::model::Index(61_234_567));
        let second = records(Ranking.table(&view)).remove(1);
        assert_eq!(second["gates"], json!(["no_exit_before 2024-03-24", "needs_consent"]));
        assert_eq!((&second["rank"], &second["not_ranked"]), (&json!(2), &Value::Null));
        assert_eq!(second["need_index"].to_string(), "61.234567");
        let exit = records(Exits.table(&view)).remove(0);
        assert!(exit["holidays_known"].is_boolean() && exit["exit_on"].is_string(), "{exit:?}");
    }
}
