//! The proposal as the text of a mapping, with what was found in comments.

use super::{
    Looked,
    columns::{Cost, Match, Proposal, Sort, Sureness},
    fill::{self, quoted},
    profile::Profile,
    record::{Id, Records, is_doubled, names},
    year::year,
};
use crate::model::counted;

/// A file, what is proposed for it, and what its records are called.
struct Writing<'w> {
    looked: &'w Looked,
    proposal: &'w Proposal,
    records: Records<'w>,
    id: Id,
    /// The name of the input.
    input: &'w str,
}

/// Writes the mapping of one file; `None` if no column says anything.
pub(super) fn mapping(
    looked: &Looked,
    proposal: &Proposal,
    input: &str,
    is_first: bool,
) -> Option<String> {
    let records = Records::of(proposal, &looked.columns, &looked.rows);
    let id = Id::of(proposal, &looked.columns, &records)?;
    let writing = Writing { looked, proposal, records, id, input };
    let mut out: Vec<String> = Vec::new();
    if is_first {
        out.extend([
            format!("# A first mapping, proposed from {}. Read every line before it is used:", looked.file),
            "# sure: header and cells agree; likely: look at it; guess: written as a comment, decide.".to_owned(),
            String::new(),
            format!("name = {}", quoted(&format!("Register in {}", looked.file))),
            "source = \"\"  # publisher, title, date".to_owned(),
            String::new(),
        ]);
    }
    out.extend(writing.input());
    match proposal.sort {
        Sort::Sites => out.extend(writing.table("sites")),
        Sort::Partners => out.extend(writing.partners()),
        Sort::Leases => {
            out.extend(writing.table("sites"));
            out.extend(writing.leases());
        }
    }
    out.extend(writing.costs());
    out.extend(writing.open_ends());
    Some(out.join("\n") + "\n")
}

impl Writing<'_> {
    fn header(&self, at: usize) -> String {
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
            out.push(format!("# NOT READ: other sheets that hold a table: {}", others.join(", ")));
        }
        match looked.header_rows.as_slice() {
            [one] => out.push(format!("header = {one}")),
            rows => {
                let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
                out.push(format!(
                    "header = [{}]  # two rows: the group above a name is joined to it by \" / \"",
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
        for totals in &self.records.totals {
            let reason =
                format!("a total or aggregate, not a property ({})", counted(totals.rows, "row"));
            let list: Vec<String> = totals.texts.iter().map(|text| quoted(text)).collect();
            out.extend(self.drop(totals.column, &format!("is = [{}]", list.join(", ")), &reason));
        }
        if let Some((at, count)) = self.records.headings {
            let reason =
                format!("no name and no place: a heading or a total ({})", counted(count, "row"));
            out.extend(self.drop(at, "empty = true", &reason));
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
    fn begun(&self, name: &str) -> Vec<String> {
        vec![
            "[[table]]".to_owned(),
            format!("name = {}", quoted(name)),
            format!("from = {}", quoted(self.input)),
        ]
    }

    /// Writes a table's columns; those that are guessed as comments.
    fn table(&self, name: &str) -> Vec<String> {
        let mut out = self.begun(name);
        if self.proposal.sort == Sort::Leases && !self.id.is_numbered {
            let headers: Vec<String> = self.id.columns.iter().map(|at| self.header(*at)).collect();
            out.push(format!("one_per = [{}]", headers.join(", ")));
            out.push(
                "choice = \"first\"  # several leases at one place repeat what it is".to_owned(),
            );
        }
        out.extend([String::new(), "[table.columns]".to_owned()]);
        let id_target = if name == "partners" { "partner_id" } else { "site_id" };
        out.extend(self.id(id_target));
        if name == "sites" {
            out.extend(self.name());
        }
        for found in &self.proposal.sites {
            if found.target == id_target || (found.target == "name" && name == "sites") {
                continue;
            }
            let spec = fill::spec(found, self.looked);
            let line = format!("{} = {spec}", found.target);
            let unknown = fill::unknown_words(found, self.looked);
            let why = format!("# {}: {}{unknown}", found.sureness.word(), found.why);
            match found.sureness {
                Sureness::Guess => out.push(format!("{why}\n# {line}")),
                Sureness::Likely | Sureness::Sure => out.push(format!("{why}\n{line}")),
            }
        }
        if self.proposal.live("easting").is_none() {
            out.extend(self.pairs());
        }
        if name == "sites" && !self.proposal.sites.iter().any(|found| found.target == "use") {
            out.push("# likely: no column says what a site is used for, and an empty use counts as office; take this out if".to_owned());
            out.push("# they are offices".to_owned());
            out.push("use = { constant = \"other\" }".to_owned());
        }
        out.push(String::new());
        out
    }

    /// Writes what names the sites, with what stands in where the name is empty.
    fn name(&self) -> Vec<String> {
        let names = names(self.proposal, &self.looked.columns, &self.records);
        let is_named = |row: &&Vec<String>| names.iter().flatten().any(|at| !row[*at].is_empty());
        let all = self.records.rows.iter().all(is_named);
        let last = (!all || names.is_empty()).then_some(&self.id);
        let Some(spec) = fill::name(&names, last, self.looked) else { return Vec::new() };
        let why = match self.proposal.live("name") {
            Some(found) => {
                let first = found.columns[0];
                let empty = self.records.rows.iter().filter(|row| row[first].is_empty()).count();
                let stands_in = match empty {
                    0 => String::new(),
                    n => format!("; {n} rows have none: what follows `else` stands in"),
                };
                format!("# {}: {}{stands_in}", found.sureness.word(), found.why)
            }
            None => "# guess: no column is a name of the records, so this stands in".to_owned(),
        };
        vec![format!("{why}\nname = {spec}")]
    }

    /// Writes what fills the id of the records.
    fn id(&self, target: &str) -> Vec<String> {
        let found = self.proposal.live(target).filter(|m| m.columns == self.id.columns);
        let mut why = match found {
            Some(found) => format!("# {}: {}", found.sureness.word(), found.why),
            None if self.id.is_made => {
                "# guess: no column is an id of the records, so one is made of these".to_owned()
            }
            None => {
                "# guess: no column is an id of the records, but this tells them apart".to_owned()
            }
        };
        if self.id.is_numbered {
            why.push_str("; some repeat and get a number");
        }
        if !self.id.otherwise.is_empty() {
            why.push_str("; some are empty, and one is made where they are");
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
            "# likely: cells hold two numbers parted by a comma".to_owned(),
            format!("easting = {{ column = {header}, split = \",\", part = 1 }}"),
            format!("northing = {{ column = {header}, split = \",\", part = 2 }}"),
        ]
    }

    fn partners(&self) -> Vec<String> {
        let mut out = vec![
            "# A list of places with neither area nor tenure: read as places of other bodies; --add-to puts".to_owned(),
            "# them beside the sites of a snapshot.".to_owned(),
        ];
        out.extend(self.table("partners"));
        out.pop();
        if self.proposal.live("organisation").is_none() {
            out.push("# No column is the body's name: state it.".to_owned());
            out.push("organisation = { constant = \"NAME OF THE BODY\" }".to_owned());
        }
        out.push("# kind = { constant = \"\" }  # police, fire, ambulance, health, school, council, government, other".to_owned());
        out.push(String::new());
        out
    }

    /// Tells whether the other party of the leases is the tenant.
    fn names_tenants(&self) -> bool {
        let party = self.proposal.leases.iter().find(|m| m.target == "counterparty");
        let column = party.and_then(|m| self.looked.columns.get(*m.columns.first()?));
        let is_tenant =
            |word: &String| ["tenant", "tenants", "lessee", "lessees"].contains(&&**word);
        column.is_some_and(|column| column.words.iter().any(is_tenant))
    }

    fn leases(&self) -> Vec<String> {
        let mut out = self.begun("leases");
        out.extend([String::new(), "[table.columns]".to_owned()]);
        let id = fill::id(&self.id, self.looked, false);
        out.push(format!("site_id = {id}"));
        let has_id = |m: &Match| m.target == "lease_id" && m.sureness > Sureness::Guess;
        if !self.proposal.leases.iter().any(has_id) {
            out.push(
                "# guess: no column is an id of the leases, so the site's is taken".to_owned(),
            );
            let own = Id { is_numbered: true, ..self.id.clone() };
            out.push(format!("lease_id = {}", fill::id(&own, self.looked, true)));
        }
        let (role, why) = match self.names_tenants() {
            true => ("landlord", "a column names the tenants, so the body is the landlord"),
            false => ("tenant", "the body is the tenant"),
        };
        out.push(format!("# guess: {why}\nrole = {{ constant = {} }}", quoted(role)));
        let is_term = |found: &&Match| matches!(found.target.as_str(), "start" | "expiry");
        let (terms, others): (Vec<&Match>, Vec<&Match>) =
            self.proposal.leases.iter().partition(is_term);
        others.into_iter().for_each(|found| out.push(self.of_lease(found)));
        out.push(String::new());
        out.push("# A row without start and expiry makes no lease.".to_owned());
        out.push("[[table.line]]".to_owned());
        terms.into_iter().for_each(|found| out.push(self.of_lease(found)));
        out.push(String::new());
        self.fit_or_commented("leases", out)
    }

    /// Writes what fills one column of the leases, of which ids may repeat.
    fn of_lease(&self, found: &Match) -> String {
        let spec = if found.target == "lease_id" {
            let (columns, otherwise) = (found.columns.clone(), Vec::new());
            let own = Id { columns, is_made: false, otherwise, is_numbered: true, unfit: None };
            fill::id(&own, self.looked, true)
        } else {
            fill::spec(found, self.looked)
        };
        let mark = if found.sureness == Sureness::Guess { "# " } else { "" };
        format!("# {}: {}\n{mark}{} = {spec}", found.sureness.word(), found.why, found.target)
    }

    fn costs(&self) -> Vec<String> {
        let costs = &self.proposal.costs;
        if costs.is_empty() {
            return Vec::new();
        }
        let looked = self.looked;
        let told = || [looked.file.as_str()].into_iter().chain(looked.sheet.as_deref());
        let texts = || looked.titles.iter().map(String::as_str);
        let whole = year(told()).or_else(|| year(texts()));
        let constant = |text: &str| format!("financial_year = {{ constant = {} }}", quoted(text));
        let mut out = vec![
            "# Columns of money that look like running costs: take out what is counted in another, or is no".to_owned(),
            "# cost of the building.".to_owned(),
        ];
        out.extend(self.begun("costs"));
        out.extend([String::new(), "[table.columns]".to_owned()]);
        out.push(format!("site_id = {}", fill::id(&self.id, looked, false)));
        let own = |cost: &Cost| year([looked.columns[cost.column].header.as_str()]);
        match &whole {
            _ if costs.iter().all(|cost| own(cost).is_some()) => {}
            Some(year) => out.extend([
                "# likely: the year that the file's name or title tells".to_owned(),
                constant(year),
            ]),
            None => out.extend([
                "# The file does not say which year: state it, such as 2023/24. Until then no costs are made."
                    .to_owned(),
                constant(""),
            ]),
        }
        out.push(String::new());
        for cost in costs {
            let mark = if cost.sureness == Sureness::Guess { "# " } else { "" };
            out.push(format!("{mark}[[table.line]]  # {}", cost.sureness.word()));
            out.push(format!("{mark}category = {{ constant = {} }}", quoted(&cost.category)));
            // A year in the column's own name is the column's.
            out.extend(own(cost).map(|own| format!("{mark}{}", constant(&own))));
            out.push(format!("{mark}amount = {}", fill::amount(looked, cost.column)));
            out.push(String::new());
        }
        if costs.iter().all(|cost| cost.sureness == Sureness::Guess) {
            return commented(
                "Every column of costs is a guess: decide, and take the marks off.",
                &out,
            );
        }
        self.fit_or_commented("costs", out)
    }

    /// Keeps a table whose records belong to sites by their ids, or writes it as a comment with the reason.
    fn fit_or_commented(&self, name: &str, table: Vec<String>) -> Vec<String> {
        match self.id.unfit {
            None => table,
            Some(unfit) => commented(
                &format!(
                    "Left out for now: {unfit}, so that `{name}` cannot say which site is meant. Give each \
                     site one id in the file, and take the marks off."
                ),
                &table,
            ),
        }
    }

    /// Says what could not be told.
    fn open_ends(&self) -> Vec<String> {
        let (looked, proposal) = (self.looked, self.proposal);
        let matches = proposal.sites.iter().chain(&proposal.leases);
        let used: Vec<usize> = matches
            .flat_map(|m| m.columns.clone())
            .chain(proposal.costs.iter().map(|cost| cost.column))
            .chain(self.id.columns.clone())
            .collect();
        let mut out = vec!["# What could not be told: columns that fill nothing above.".to_owned()];
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

/// Writes lines as comments below a reason.
fn commented(why: &str, lines: &[String]) -> Vec<String> {
    let mut out = vec![format!("# {why}")];
    for line in lines.iter().flat_map(|line| line.split('\n')) {
        out.push(if line.is_empty() || line.starts_with('#') {
            line.to_owned()
        } else {
            format!("# {line}")
        });
    }
    out
}
