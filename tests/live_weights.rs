//! The live ranking of the workbook, worked out from its formulas alone and held against the program.
//!
//! The formulas are worked out here without the results that the program wrote beside them; binary floats are
//! rounded as they come, so that a formula that needs a spreadsheet's leniency fails.

use std::{cell::RefCell, collections::BTreeMap, io::Cursor};

use calamine::{Data, Range, Reader, Xlsx};
use terrier::edition::Edition;

use crate::{
    published::{newest, terrier},
    sample::{NEWEST, Sample, project},
};

/// What a cell or a formula comes to.
#[derive(Debug, Clone, PartialEq)]
enum Value {
    Empty,
    Number(f64),
    Text(String),
    Many(Vec<Value>),
}

impl Value {
    /// As a number, which text is not: a result that needs it is none either.
    fn number(&self) -> f64 {
        match self {
            Self::Number(number) => *number,
            Self::Empty => 0.0,
            Self::Text(_) => f64::NAN,
            Self::Many(_) => panic!("a range is no number"),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Empty => String::new(),
            Self::Many(_) => panic!("a range is no text"),
        }
    }

    fn each(&self) -> Vec<Self> {
        match self {
            Self::Many(values) => values.clone(),
            one => vec![one.clone()],
        }
    }

    /// Joins two values, one by one where either is a range.
    fn with(&self, other: &Self, join: &dyn Fn(&Self, &Self) -> Self) -> Self {
        match (self, other) {
            (Self::Many(a), Self::Many(b)) => {
                assert_eq!(a.len(), b.len());
                Self::Many(a.iter().zip(b).map(|(a, b)| join(a, b)).collect())
            }
            (Self::Many(a), b) => Self::Many(a.iter().map(|a| join(a, b)).collect()),
            (a, Self::Many(b)) => Self::Many(b.iter().map(|b| join(a, b)).collect()),
            (a, b) => join(a, b),
        }
    }
}

type Place = (u32, u32);

/// The sheet of the live ranking with the weights that a reader gave.
struct Live {
    values: Range<Data>,
    formulas: BTreeMap<Place, String>,
    names: BTreeMap<String, String>,
    weights: BTreeMap<String, f64>,
    found: RefCell<BTreeMap<Place, Value>>,
}

fn book() -> Xlsx<Cursor<&'static [u8]>> {
    let report = newest(Edition::Restricted);
    calamine::open_workbook_from_rs(Cursor::new(report["workbook.xlsx"].as_slice())).unwrap()
}

impl Live {
    /// Reads the sheet of the sample and changes some weights.
    fn with(changed: &[(&str, f64)]) -> Self {
        let mut book = book();
        let names: BTreeMap<String, String> = book.defined_names().iter().cloned().collect();
        let sheet = book.worksheet_range("Weights").unwrap();
        let weight = |reference: &str| {
            let cell = reference.strip_prefix("Weights!")?;
            match sheet.get_value(place(cell))? {
                Data::Float(number) => Some(*number),
                other => panic!("{reference}: {other:?}"),
            }
        };
        let named = names.iter().filter(|(name, _)| !name.contains("_xlnm"));
        let mut weights: BTreeMap<String, f64> =
            named.filter_map(|(name, cell)| Some((name.clone(), weight(cell)?))).collect();
        for (name, value) in changed {
            assert!(weights.insert((*name).to_owned(), *value).is_some(), "{name}");
        }
        let formulas = book.worksheet_formula("Live ranking").unwrap();
        let (top, left) = formulas.start().unwrap();
        let at = |row: usize, column: usize| {
            (u32::try_from(row).unwrap() + top, u32::try_from(column).unwrap() + left)
        };
        let written = formulas.used_cells().filter(|(_, _, f)| !f.is_empty());
        Self {
            formulas: written.map(|(row, column, f)| (at(row, column), f.clone())).collect(),
            values: book.worksheet_range("Live ranking").unwrap(),
            names,
            weights,
            found: RefCell::default(),
        }
    }

    fn cell(&self, place: Place) -> Value {
        if let Some(known) = self.found.borrow().get(&place) {
            return known.clone();
        }
        let value = match (self.formulas.get(&place), self.values.get_value(place)) {
            (Some(formula), _) => {
                let mut parser = Parser { sheet: self, rest: formula };
                let value = parser.comparison();
                assert!(parser.rest.is_empty(), "{formula}: {}", parser.rest);
                value
            }
            (None, Some(Data::Float(number))) => Value::Number(*number),
            (None, Some(Data::String(text))) => Value::Text(text.clone()),
            (None, None | Some(Data::Empty)) => Value::Empty,
            (None, other) => panic!("{other:?}"),
        };
        self.found.borrow_mut().insert(place, value.clone());
        value
    }

    fn range(&self, reference: &str) -> Value {
        let reference = reference.rsplit('!').next().unwrap();
        let Some((from, to)) = reference.split_once(':') else {
            return self.cell(place(reference));
        };
        let ((top, left), (bottom, right)) = (place(from), place(to));
        let cells = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
        Value::Many(cells.map(|place| self.cell(place)).collect())
    }

    /// The columns of `ranking.csv` that weights move, by site.
    fn ranking(&self) -> BTreeMap<String, Vec<String>> {
        let rows = 5..=self.values.end().unwrap().0;
        let row = |row: u32| {
            let digits = |column: u32, places: usize| match self.cell((row, column)) {
                Value::Number(number) => format!("{number:.places$}"),
                other => other.text(),
            };
            let columns = [(0, 0), (3, 6), (4, 6), (5, 6), (6, 4), (7, 4), (8, 4), (9, 4), (12, 0)];
            (
                self.cell((row, 1)).text(),
                columns.iter().map(|(column, places)| digits(*column, *places)).collect(),
            )
        };
        rows.map(row).collect()
    }
}

/// The row and column of a cell such as `$AB$6`, from zero.
fn place(cell: &str) -> Place {
    let cell = cell.replace('$', "");
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    let column = letters.bytes().fold(0, |n, b| n * 26 + u32::from(b - b'A') + 1) - 1;
    (cell[letters.len()..].parse::<u32>().unwrap() - 1, column)
}

/// Works a formula out as it reads it.
struct Parser<'a> {
    sheet: &'a Live,
    rest: &'a str,
}

impl Parser<'_> {
    fn take(&mut self, token: &str) -> bool {
        let after = self.rest.strip_prefix(token);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn comparison(&mut self) -> Value {
        let left = self.joined();
        for token in ["<>", ">=", "<=", "=", ">", "<"] {
            if self.take(token) {
                let right = self.joined();
                return left.with(&right, &|a, b| {
                    let order = match (a, b) {
                        // An empty cell is empty text beside text.
                        (Value::Text(_), _) | (_, Value::Text(_)) => {
                            let is_text = |v: &Value| matches!(v, Value::Text(_) | Value::Empty);
                            if is_text(a) && is_text(b) {
                                a.text().cmp(&b.text())
                            } else {
                                is_text(a).cmp(&is_text(b))
                            }
                        }
                        _ => a.number().total_cmp(&b.number()),
                    };
                    let holds = match token {
                        "<>" => order.is_ne(),
                        ">=" => order.is_ge(),
                        "<=" => order.is_le(),
                        "=" => order.is_eq(),
                        ">" => order.is_gt(),
                        _ => order.is_lt(),
                    };
                    Value::Number(f64::from(u8::from(holds)))
                });
            }
        }
        left
    }

    fn joined(&mut self) -> Value {
        let mut left = self.sum();
        while self.take("&") {
            left = Value::Text(left.text() + &self.sum().text());
        }
        left
    }

    fn sum(&mut self) -> Value {
        let mut left = self.product();
        loop {
            let sign = if self.take("+") {
                1.0
            } else if self.take("-") {
                -1.0
            } else {
                return left;
            };
            let right = self.product();
            left = left.with(&right, &|a, b| Value::Number(a.number() + sign * b.number()));
        }
    }

    fn product(&mut self) -> Value {
        let mut left = self.one();
        loop {
            if self.take("*") {
                let right = self.one();
                left = left.with(&right, &|a, b| Value::Number(a.number() * b.number()));
            } else if self.take("/") {
                let right = self.one();
                left = left.with(&right, &|a, b| Value::Number(a.number() / b.number()));
            } else {
                return left;
            }
        }
    }

    fn one(&mut self) -> Value {
        if self.take("-") {
            let value = self.one();
            return value.with(&Value::Empty, &|a, _| Value::Number(-a.number()));
        }
        if self.take("(") {
            let value = self.comparison();
            assert!(self.take(")"), "{}", self.rest);
            return value;
        }
        if self.take("\"") {
            let (text, after) = self.rest.split_once('"').unwrap();
            self.rest = after;
            return Value::Text(text.to_owned());
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || "$._:".contains(c);
        let end = self.rest.find(|c| !is_part(c)).unwrap_or(self.rest.len());
        let (word, after) = self.rest.split_at(end);
        self.rest = after;
        if self.take("(") {
            let mut given = vec![self.comparison()];
            while self.take(",") {
                given.push(self.comparison());
            }
            assert!(self.take(")"), "{}", self.rest);
            return worked_out(word, &given);
        }
        if let Ok(number) = word.parse() {
            return Value::Number(number);
        }
        if let Some(weight) = self.sheet.weights.get(word) {
            return Value::Number(*weight);
        }
        self.sheet.range(self.sheet.names.get(word).map_or(word, String::as_str))
    }
}

fn worked_out(function: &str, given: &[Value]) -> Value {
    let all = || given.iter().flat_map(Value::each);
    let truth = |is: bool| Value::Number(f64::from(u8::from(is)));
    let is = |value: &Value| value.number() > 0.0;
    let added = |values: &mut dyn Iterator<Item = Value>| -> f64 {
        values.map(|v| if let Value::Number(n) = v { n } else { 0.0 }).sum()
    };
    match function {
        "IF" => given[if is(&given[0]) { 1 } else { 2 }].clone(),
        "AND" => truth(all().all(|v| is(&v))),
        "OR" => truth(all().any(|v| is(&v))),
        "N" => Value::Number(added(&mut all())),
        "SUM" | "SUMPRODUCT" => Value::Number(added(&mut all())),
        "MAX" => Value::Number(all().map(|v| v.number()).fold(f64::MIN, f64::max)),
        "INT" => Value::Number(given[0].number().floor()),
        "ISNUMBER" => given[0].with(&Value::Empty, &|v, _| truth(matches!(v, Value::Number(_)))),
        "ROUND" => {
            let unit = 10_f64.powf(given[1].number());
            given[0].with(&Value::Empty, &|v, _| Value::Number((v.number() * unit).round() / unit))
        }
        "COUNTIFS" => {
            let meets = |at: usize| {
                given.chunks(2).all(|pair| {
                    let Value::Number(cell) = &pair[0].each()[at] else { return false };
                    match &pair[1] {
                        Value::Text(rule) => {
                            let bound = rule[1..].parse().unwrap();
                            if rule.starts_with('>') { *cell > bound } else { *cell < bound }
                        }
                        equal => cell.total_cmp(&equal.number()).is_eq(),
                    }
                })
            };
            let count = (0..given[0].each().len()).filter(|at| meets(*at)).count();
            Value::Number(f64::from(u32::try_from(count).unwrap()))
        }
        other => panic!("no function {other}"),
    }
}

/// The same columns of `ranking.csv`.
fn ranking(csv: &[u8]) -> BTreeMap<String, Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv);
    let heads = reader.headers().unwrap().clone();
    let wanted = [
        "rank",
        "need_index",
        "need_low",
        "need_high",
        "utilisation_score",
        "subletting_score",
        "disposal_score",
        "known_share",
        "not_ranked",
    ];
    let at = wanted.map(|name| heads.iter().position(|head| head == name).unwrap());
    let row = |row: csv::StringRecord| {
        (row[1].to_owned(), at.iter().map(|at| row[*at].to_owned()).collect())
    };
    reader.records().map(|r| row(r.unwrap())).collect()
}

/// The ranking by a policy, from the program.
fn ranked_by(overlay: &str) -> BTreeMap<String, Vec<String>> {
    let sample = Sample::new();
    let policy = sample.folder.with_file_name("policy.toml");
    std::fs::write(&policy, overlay).unwrap();
    let ran = terrier()
        .args(["rank", "-q", "--format", "csv", "--policy"])
        .arg(&policy)
        .arg(project(NEWEST))
        .assert()
        .success();
    ranking(&ran.get_output().stdout)
}

#[test]
fn by_the_weights_of_the_policy_the_formulas_are_the_ranking_of_the_report() {
    let report = newest(Edition::Restricted);
    let live = Live::with(&[]);
    assert_eq!(live.ranking(), ranking(&report["ranking.csv"]));
    assert!(live.formulas.len() > 1_000, "{}", live.formulas.len());
}

#[test]
fn every_formula_of_the_live_ranking_has_the_result_it_works_out_to() {
    let live = Live::with(&[]);
    for (place, formula) in &live.formulas {
        let (found, told) = (live.cell(*place), live.values.get_value(*place));
        match (&found, told) {
            (Value::Number(found), Some(Data::Float(told))) => {
                assert!((found - told).abs() < 1e-9, "{place:?} {formula}: {found}, not {told}");
            }
            (found, told) => {
                let told = told.map(ToString::to_string).unwrap_or_default();
                assert_eq!(found.text(), told, "{place:?} {formula}");
            }
        }
    }
}

#[test]
fn by_other_weights_the_formulas_are_the_ranking_of_a_policy_that_has_them() {
    let changed = [
        ("weight_utilisation", 10.25),
        ("weight_peak", 49.75),
        ("weight_cost_saved", 0.0),
        ("weight_months_to_exit", 35.0),
        ("weight_lettable_space", 7.3004),
        ("weight_letting_value", 42.6996),
        ("share_utilisation", 27.0),
        ("share_disposal", 73.0),
    ];
    let overlay = "\
        [criteria.utilisation]\nweight = \"10.25\"\n[criteria.peak]\nweight = \"49.75\"\n\
        [criteria.cost_saved]\nweight = 0\n[criteria.months_to_exit]\nweight = 35\n\
        [criteria.lettable_space]\nweight = \"7.3004\"\n[criteria.letting_value]\nweight = \"42.6996\"\n\
        [figures.index_share_utilisation]\nvalue = \"27%\"\n\
        [figures.index_share_disposal]\nvalue = \"73%\"\n";
    let (live, program) = (Live::with(&changed).ranking(), ranked_by(overlay));
    assert_eq!(live, program);
    let before = Live::with(&[]).ranking();
    let moved = before.iter().filter(|(site, row)| live[*site][0] != row[0]).count();
    assert!(moved > 5, "{moved}");
}

#[test]
fn a_weight_that_is_looked_for_is_named_in_the_formulas() {
    let live = Live::with(&[]);
    let read: Vec<&String> = live.formulas.values().filter(|f| f.contains("weight_peak")).collect();
    assert!(read.len() > 10, "{}", read.len());
}

#[test]
fn the_public_edition_has_no_weights_and_says_so() {
    let report = newest(Edition::Public);
    let bytes = report["workbook.xlsx"].as_slice();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    assert!(!names.iter().any(|name| name == "Weights" || name == "Live ranking"), "{names:?}");
    assert!(!book.defined_names().iter().any(|(name, _)| name.starts_with("weight_")));
    let text = format!("{:?}", book.worksheet_range("Read me").unwrap());
    assert!(
        text.contains("Weights and Live ranking sheets are in the restricted edition only"),
        "{text}"
    );
}
