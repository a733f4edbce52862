//! The proposal as the text of a mapping, with what was found in comments.

use super::{
    Looked,
    body::body,
    columns::{Match, Sureness},
    fill::{self, quoted},
    left_out::Test,
    profile::Profile,
    record::{Id, is_doubled, names},
    sort::{Proposal, Sort},
    words::Words,
};
use crate::model::counted;

/// A file, what is proposed for it, and what its records are called.
pub(super) struct Writing<'w> {
    pub looked: &'w Looked,
    pub proposal: &'w Proposal,
    pub words: &'w Words,
    pub id: Id,
    /// The name of the input.
    pub input: &'w str,
}

/// Writes the mapping of one file; the first begins it.
pub(super) fn mapping(writing: &Writing<'_>, is_first: bool) -> String {
    let (looked, proposal) = (writing.looked, writing.proposal);
    let mut out: Vec<String> = Vec::new();
    if !is_first {
        out.push(String::new());
    }
    if is_first {
        out.extend([
            format!(
                "# A first mapping, proposed from {}. Check every line before you use it:",
                looked.file
            ),
            "# sure: header and cells agree; likely: check it; guess: written as a comment for \
                you to decide."
                .to_owned(),
            String::new(),
            format!("name = {}", quoted(&format!("Register in {}", looked.file))),
            "source = \"\"  # publisher, title, date".to_owned(),
            String::new(),
        ]);
        if proposal.sort.has_sites() {
            out.push("[estate]".to_owned());
            out.extend(match body(looked) {
                Some(body) => [
                    format!("# likely: {}", body.told_by),
                    format!("organisation = {}", quoted(&body.name)),
                ],
                None => [
                    "# No column, title or file name says whose register it is: state it if you \
                        wish."
                        .to_owned(),
                    "# organisation = \"\"".to_owned(),
                ],
            });
            out.push(String::new());
        }
    }
    out.extend(writing.input());
    match proposal.sort {
        Sort::Sites => out.extend(writing.table("sites")),
        Sort::Partners => out.extend(writing.partners()),
        Sort::Leases => {
            out.extend(writing.table("sites"));
            out.extend(writing.leases());
            out.extend(writing.breaks());
        }
        Sort::Costs
        | Sort::Occupancy
        | Sort::Teams
        | Sort::Events
        | Sort::Postcodes
        | Sort::Named(_) => {
            out.extend(writing.of_others());
        }
    }
    if proposal.sort.has_sites() {
        out.extend(writing.costs());
    }
    out.extend(writing.open_ends());
    out.join("\n") + "\n"
}

impl Writing<'_> {
    pub(super) fn header(&self, at: usize) -> String {
        quoted(&self.looked.columns[at].header)
    }

    fn input(&self) -> Vec<String> {
        let looked = self.looked;
        let mut out = vec![
            "[[input]]".to_owned(),
            format!("name = {}", quoted(self.input)),
            format!("# read as {}", looked.read_as),
        ];
        if let Some(sheet) = &looked.sheet {
            out.push(format!("sheet = {}", quoted(sheet)));
        }
        if !looked.other_sheets.is_empty() {
            let others: Vec<String> = looked.other_sheets.iter().map(|s| quoted(s)).collect();
            out.push(format!(
                "# NOT READ: other sheets that contain a table: {}",
                others.join(", ")
            ));
        }
        match looked.header_rows.as_slice() {
            [] => {
                let names: Vec<String> =
                    (0..looked.columns.len()).map(|at| self.header(at)).collect();
                out.push(format!(
                    "columns = [{}]  # the file has no header; these are names for its columns",
                    names.join(", ")
                ));
            }
            [one] => out.push(format!("header = {one}")),
            rows => {
                let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
                out.push(format!(
                    "header = [{}]  # two rows: the group above a name is joined to it with \" \
                        / \"",
                    rows.join(", ")
                ));
            }
        }
        if let Some(cell) = &looked.decimal_comma {
            out.push(format!("decimal = \",\"  # cells such as {cell}"));
        }
        let mut nulls: Vec<&String> = looked.columns.iter().flat_map(|c| &c.nulls).collect();
        nulls.sort();
        nulls.dedup();
        if !nulls.is_empty() {
            let list: Vec<String> = nulls.iter().map(|n| quoted(n)).collect();
            out.push(format!("null = [{}]  # texts among numbers", list.join(", ")));
        }
        out.push(String::new());
        for rule in &looked.left_out {
            let reason = format!("{} ({})", rule.why, counted(rule.rows, "row"));
            let test = match &rule.test {
                Test::Is(texts) => {
                    let list: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                    format!("is = [{}]", list.join(", "))
                }
                Test::Empty => "empty = true".to_owned(),
            };
            out.extend(self.drop(rule.column, &test, &reason));
        }
        out
    }

    /// Writes a rule that leaves rows out.
    fn drop(&self, at: usize, test: &str, reason: &str) -> [String; 5] {
        [
            "[[input.drop]]".to_owned(),
            format!("column = {}", self.header(at)),
            test.to_owned(),
            format!("reason = {}", quoted(reason)),
            String::new(),
        ]
    }

    /// Begins a table made of this input.
    pub(super) fn begun(&self, name: &str) -> Vec<String> {
        vec![
            "[[table]]".to_owned(),
            format!("name = {}", quoted(name)),
            format!("from = {}", quoted(self.input)),
        ]
    }

    /// Writes a table's columns; those that are guessed as comments.
    pub(super) fn table(&self, name: &str) -> Vec<String> {
        let mut out = self.begun(name);
        if self.proposal.sort == Sort::Leases && !self.id.is_numbered {
            let headers: Vec<String> = self.id.columns.iter().map(|at| self.header(*at)).collect();
            out.push(format!("one_per = [{}]", headers.join(", ")));
            out.push(
                "choice = \"first\"  # several leases at one place repeat its facts".to_owned(),
            );
        }
        out.extend([String::new(), "[table.columns]".to_owned()]);
        let id_target = if name == "partners" { "partner_id" } else { "site_id" };
        out.extend(self.id(id_target));
        if name == "sites" {
            out.extend(self.name());
        }
        for found in &self.proposal.main {
            if found.target == id_target || (found.target == "name" && name == "sites") {
                continue;
            }
            out.push(self.filled(found));
        }
        if self.proposal.live("easting").is_none() {
            out.extend(self.pairs());
        }
        if name == "sites" && !self.proposal.main.iter().any(|found| found.target == "use") {
            out.push(
                "# likely: no column says what a site is used for, and an empty use is \
                read as office; delete this if"
                    .to_owned(),
            );
            out.push("# they are offices".to_owned());
            out.push("use = { constant = \"other\" }".to_owned());
        }
        out.push(String::new());
        out
    }

    /// Writes what fills one column, with how sure it is.
    pub(super) fn filled(&self, found: &Match) -> String {
        let line = format!("{} = {}", found.target, fill::spec(found, self.looked));
        let unknown = fill::unknown_words(found, self.looked);
        let why = format!("# {}: {}{unknown}", found.sureness.word(), found.why);
        match found.sureness {
            Sureness::Guess => format!("{why}\n# {line}"),
            Sureness::Likely | Sureness::Sure => format!("{why}\n{line}"),
        }
    }

    /// Writes what names the sites, with what stands in where the name is empty.
    fn name(&self) -> Vec<String> {
        let names = names(self.proposal, &self.looked.columns, &self.looked.rows);
        let is_named = |row: &Vec<String>| names.iter().flatten().any(|at| !row[*at].is_empty());
        let all = self.looked.rows.iter().all(is_named);
        let last = (!all || names.is_empty()).then_some(&self.id);
        let Some(spec) = fill::name(&names, last, self.looked) else { return Vec::new() };
        let why = match self.proposal.live("name") {
            Some(found) => {
                let first = found.columns[0];
                let empty = self.looked.rows.iter().filter(|row| row[first].is_empty()).count();
                let stands_in = match empty {
                    0 => String::new(),
                    n => format!("; {n} rows have none: the value after `else` is used"),
                };
                format!("# {}: {}{stands_in}", found.sureness.word(), found.why)
            }
            None => "# guess: no column is a name of the records, so this one is used".to_owned(),
        };
        vec![format!("{why}\nname = {spec}")]
    }

    /// Writes what fills the id of the records.
    pub(super) fn id(&self, target: &str) -> Vec<String> {
        let found = self.proposal.live(target).filter(|m| m.columns == self.id.columns);
        let mut why = match found {
            Some(found) => format!("# {}: {}", found.sureness.word(), found.why),
            None if self.id.is_made => {
                "# guess: no column is an id of the records, so one is made from these".to_owned()
            }
            None => {
                "# guess: no column is an id of the records, but this one is different for each"
                    .to_owned()
            }
        };
        if let Some((_, parts)) = self.id.cut {
            why.push_str(&format!("; its first {parts} parts are the id in another file"));
        }
        if self.id.is_numbered {
            why.push_str("; some repeat and get a number");
        }
        if !self.id.otherwise.is_empty() {
            why.push_str("; some are empty, and an id is made for those");
        }
        vec![format!("{why}\n{target} = {}", fill::id(&self.id, self.looked, true))]
    }

    /// Proposes to split cells that hold a position in two parts.
    fn pairs(&self) -> Vec<String> {
        let columns = &self.looked.columns;
        let holds = |at: &usize| columns[*at].holds_pairs() && !is_doubled(columns, *at);
        let Some(at) = (0..columns.len()).find(holds) else { return Vec::new() };
        let header = self.header(at);
        vec![
            "# likely: cells contain two numbers separated by a comma".to_owned(),
            format!("easting = {{ column = {header}, split = \",\", part = 1 }}"),
            format!("northing = {{ column = {header}, split = \",\", part = 2 }}"),
        ]
    }

    /// Says what could not be told.
    fn open_ends(&self) -> Vec<String> {
        let (looked, proposal) = (self.looked, self.proposal);
        let matches = proposal.main.iter().chain(&proposal.leases);
        let used: Vec<usize> = matches
            .flat_map(|m| m.columns.clone())
            .chain(proposal.years.iter().map(|(_, at)| *at))
            .chain(self.breaks_used())
            .chain(proposal.costs.iter().map(|cost| cost.column))
            .chain(self.id.columns.clone())
            .collect();
        let mut out = vec!["# Not matched: columns that fill nothing above.".to_owned()];
        for (at, column) in looked.columns.iter().enumerate() {
            if used.contains(&at) || column.header.is_empty() || column.holds_pairs() {
                continue;
            }
            out.push(format!("#   {}: {}", quoted(&column.header), example(column)));
        }
        out
    }
}

fn example(column: &Profile) -> String {
    column.values.first().map_or_else(
        || "all cells are empty".to_owned(),
        |(text, _)| format!("for example {:?}", text.chars().take(40).collect::<String>()),
    )
}
