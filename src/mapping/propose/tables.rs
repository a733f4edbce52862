//! The tables of a proposal beside the sites: leases, partners, costs, and those whose records belong to others'.

use super::{
    body::{body, kind, of_file},
    columns::{Cost, Match, Sureness, live, matches, taken},
    fill::{self, quoted},
    record::Id,
    sort::Sort,
    write::Writing,
    year::year,
};

/// Writes the year of every cost.
fn of_year(text: &str) -> String {
    format!("financial_year = {{ constant = {} }}", quoted(text))
}

impl Writing<'_> {
    pub(super) fn partners(&self) -> Vec<String> {
        let mut out = vec![
            "# A list of places with no area and no tenure: read as places of other bodies; \
                --add-to puts"
                .to_owned(),
            "# them beside the sites of a snapshot.".to_owned(),
        ];
        out.extend(self.table("partners"));
        out.pop();
        if self.proposal.live("organisation").is_none() {
            let named = body(self.looked).map(|body| (body.name, body.told_by));
            let by_file = || Some((of_file(self.looked)?, "from the file name"));
            match named.or_else(by_file) {
                Some((name, told_by)) => {
                    out.push(format!("# likely: {told_by}; correct it if this is not the body"));
                    out.push(format!("organisation = {{ constant = {} }}", quoted(&name)));
                }
                None => {
                    out.push("# No column gives the name of the body: state it.".to_owned());
                    out.push("organisation = { constant = \"NAME OF THE BODY\" }".to_owned());
                }
            }
        }
        if self.proposal.live("kind").is_none() {
            let all = "police, fire, ambulance, health, school, council, government, other";
            match kind(self.looked, self.proposal) {
                Some(kind) => {
                    out.push(
                        "# likely: the file, its headers or most of its names say so".to_owned(),
                    );
                    out.push(format!("kind = {{ constant = {} }}  # {all}", quoted(kind)));
                }
                None => out.push(format!("# kind = {{ constant = \"\" }}  # {all}")),
            }
        }
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

    pub(super) fn leases(&self) -> Vec<String> {
        let mut out = self.begun("leases");
        out.extend([String::new(), "[table.columns]".to_owned()]);
        let id = fill::id(&self.id, self.looked, false);
        out.push(format!("site_id = {id}"));
        let has_id = |m: &Match| m.target == "lease_id" && m.sureness > Sureness::Guess;
        if !self.proposal.leases.iter().any(has_id) {
            out.push(
                "# guess: no column is an id of the leases, so the site's id is used".to_owned(),
            );
            let own = Id { is_numbered: true, ..self.id.clone() };
            out.push(format!("lease_id = {}", fill::id(&own, self.looked, true)));
        }
        if live(&self.proposal.leases, "role").is_none() {
            let (role, why) = match self.names_tenants() {
                true => ("landlord", "a column names the tenants, so the body is the landlord"),
                false => ("tenant", "the body is the tenant"),
            };
            out.push(format!(
                "# guess, but no lease is made without it: {why}; check it\nrole = {{ constant \
                    = {} }}",
                quoted(role)
            ));
        }
        let is_term = |found: &&Match| matches!(found.target, "start" | "expiry");
        let (terms, others): (Vec<&Match>, Vec<&Match>) =
            self.proposal.leases.iter().partition(is_term);
        let others = others.into_iter().filter(|found| found.target != "site_id");
        others.for_each(|found| out.push(self.of_lease(found)));
        out.push(String::new());
        out.push("# A row with no start and expiry makes no lease.".to_owned());
        out.push("[[table.line]]".to_owned());
        terms.into_iter().for_each(|found| out.push(self.of_lease(found)));
        out.push(String::new());
        self.fit_or_commented("leases", out)
    }

    /// Writes what fills one column of the leases, of which ids may repeat.
    fn of_lease(&self, found: &Match) -> String {
        let spec = if found.target == "lease_id" {
            let at = found.columns.first().copied().unwrap_or_default();
            let own = Id { is_numbered: true, ..Id::plain(at) };
            fill::id(&own, self.looked, true)
        } else {
            fill::spec(found, self.looked)
        };
        let mark = if found.sureness == Sureness::Guess { "# " } else { "" };
        format!("# {}: {}\n{mark}{} = {spec}", found.sureness.word(), found.why, found.target)
    }

    pub(super) fn costs(&self) -> Vec<String> {
        let costs = &self.proposal.costs;
        if costs.is_empty() {
            return Vec::new();
        }
        let mut out = vec![
            "# Columns of money that look like running costs: delete any that is included in \
                another, or is not a"
                .to_owned(),
            "# cost of the building.".to_owned(),
        ];
        out.extend(self.begun("costs"));
        out.extend([String::new(), "[table.columns]".to_owned()]);
        out.push(format!("site_id = {}", fill::id(&self.id, self.looked, false)));
        out.extend(self.cost_lines());
        if costs.iter().all(|cost| cost.sureness == Sureness::Guess) {
            return commented(
                "Every column of costs is a guess: decide, and remove the marks.",
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
                    "Left out for now: {unfit}, so `{name}` cannot be matched to a site. Give \
                        each site one id in the file, and remove the marks."
                ),
                &table,
            ),
        }
    }

    /// Writes a line of the ledger for each column of costs, and the year where the columns do not tell it.
    fn cost_lines(&self) -> Vec<String> {
        let (looked, costs) = (self.looked, &self.proposal.costs);
        let own = |cost: &Cost| year([looked.columns[cost.column].header.as_str()]);
        let mut out = Vec::new();
        if self.proposal.live("financial_year").is_none()
            && !costs.iter().all(|cost| own(cost).is_some())
        {
            out.extend(self.whole_year());
        }
        out.push(String::new());
        for cost in costs {
            let mark = if cost.sureness == Sureness::Guess { "# " } else { "" };
            out.push(format!("{mark}[[table.line]]  # {}", cost.sureness.word()));
            out.push(format!("{mark}category = {{ constant = {} }}", quoted(&cost.category)));
            // A year in the column's own name is the column's.
            out.extend(own(cost).map(|own| format!("{mark}{}", of_year(&own))));
            out.push(format!("{mark}amount = {}", fill::amount(looked, cost.column)));
            out.push(String::new());
        }
        out
    }

    /// Writes the year that the file's name, sheet or title tells; else that it is to be stated.
    fn whole_year(&self) -> [String; 2] {
        let looked = self.looked;
        let described = [looked.file.as_str()].into_iter().chain(looked.sheet.as_deref());
        let texts = looked.titles.iter().map(String::as_str);
        match year(described).or_else(|| year(texts)) {
            Some(year) => {
                ["# likely: the year in the file's name or title".to_owned(), of_year(&year)]
            }
            None => [
                "# The file does not give the year: state it, such as 2023/24. Until then no \
                    costs are made."
                    .to_owned(),
                of_year(""),
            ],
        }
    }

    /// Writes what the costs are spent on where no column says it: as the file, sheet or title tells.
    fn whole_category(&self) -> [String; 2] {
        let looked = self.looked;
        let described = [looked.file.as_str()].into_iter().chain(looked.sheet.as_deref());
        let mut texts = described.chain(looked.titles.iter().map(String::as_str));
        let found = texts.find_map(|text| {
            let words = super::words::header_words(text);
            self.words.category(&words).map(str::to_owned)
        });
        let of = |word: &str| format!("category = {{ constant = {} }}", quoted(word));
        match found {
            Some(word) => ["# likely: from the file's name or title".to_owned(), of(&word)],
            None => [
                "# The file does not say what was paid for: state it, such as utilities. Until then no costs are made."
                    .to_owned(),
                of(""),
            ],
        }
    }

    /// Writes a table whose records belong to sites or leases of another file.
    pub(super) fn of_others(&self) -> Vec<String> {
        let (proposal, sort) = (self.proposal, self.proposal.sort);
        let mut out = self.begun(sort.word());
        out.extend(self.put_together());
        out.extend([String::new(), "[table.columns]".to_owned()]);
        let refers = sort.refers_by();
        out.extend(refers.into_iter().flat_map(|target| self.reference(target)));
        let is_other = |found: &&Match| Some(found.target) != refers;
        out.extend(proposal.main.iter().filter(is_other).map(|found| self.filled(found)));
        out.extend(self.not_told());
        match sort {
            Sort::Costs if !proposal.costs.is_empty() => out.extend(self.cost_lines()),
            Sort::Costs => {
                out.push(String::new());
                for (year, at) in &proposal.years {
                    out.push("[[table.line]]  # sure: the header is a financial year".to_owned());
                    out.push(of_year(year));
                    out.push(format!("amount = {}", fill::amount(self.looked, *at)));
                    out.push(String::new());
                }
            }
            _ => {}
        }
        out.push(String::new());
        out
    }

    /// Writes that rows of one team at one site are added up, where there are several.
    fn put_together(&self) -> Vec<String> {
        let team = self.proposal.live("team").map(|m| m.columns.clone());
        let Some(team) = team.filter(|_| self.proposal.sort == Sort::Teams) else {
            return Vec::new();
        };
        let parts = [self.id.columns.clone(), team.clone()].concat();
        let mut keys: Vec<(String, Vec<&String>)> = self
            .looked
            .rows
            .iter()
            .map(|row| (self.id.text(row), team.iter().map(|at| &row[*at]).collect()))
            .collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        if keys.len() == all {
            return Vec::new();
        }
        let header = |at: &usize| match self.id.cut {
            Some((mark, parts)) if self.id.columns == [*at] => {
                format!(
                    "{{ column = {}, split = {}, parts = {parts} }}",
                    self.header(*at),
                    quoted(mark)
                )
            }
            _ => self.header(*at),
        };
        let headers: Vec<String> = parts.iter().map(header).collect();
        vec![
            format!("one_per = [{}]", headers.join(", ")),
            "choice = \"sum\"  # several rows of one team at one site are added up".to_owned(),
        ]
    }

    /// Writes by which column the records refer to those of another table.
    fn reference(&self, target: &'static str) -> Vec<String> {
        let found = self.proposal.live(target).filter(|m| m.columns == self.id.columns);
        let other = if target == "lease_id" { "leases" } else { "sites" };
        let why = match (&self.id.known, found) {
            (Some(share), _) => format!("# likely: {share} are ids of the `{other}` beside it"),
            (None, Some(found)) => {
                format!("# {}: {}; must be the ids of `{other}`", found.sureness.word(), found.why)
            }
            (None, None) => {
                format!("# guess: no column is an id of `{other}`; name the one that is")
            }
        };
        vec![format!("{why}\n{target} = {}", fill::id(&self.id, self.looked, false))]
    }

    /// Writes what every record needs and no column tells.
    fn not_told(&self) -> Vec<String> {
        let proposal = self.proposal;
        let lacks = |target: &str| proposal.live(target).is_none();
        let stated = |target: &str, what: &str| {
            vec![
                format!(
                    "# No column gives {what}: name or state it. Until then no records are made."
                ),
                format!("{target} = {{ constant = \"\" }}"),
            ]
        };
        let mut out = Vec::new();
        match proposal.sort {
            Sort::Costs if proposal.costs.is_empty() => {
                let from = proposal.live("from").map(|m| fill::spec(m, self.looked));
                if let Some(from) = from.as_ref().filter(|_| lacks("financial_year") && lacks("to"))
                {
                    out.push("# likely: a line is for the day of its entry".to_owned());
                    out.push(format!("to = {from}"));
                } else if lacks("financial_year") && from.is_none() && proposal.years.is_empty() {
                    out.extend(self.whole_year());
                }
                if lacks("category") {
                    out.extend(self.whole_category());
                }
            }
            Sort::Occupancy if lacks("capacity") => {
                out.extend(stated("capacity", "how many places were observed"));
            }
            Sort::Teams if lacks("fte") => {
                out.extend(stated("fte", "full-time equivalents (headcount is not the same)"));
            }
            Sort::Events if lacks("kind") => {
                let on =
                    proposal.live("on").and_then(|m| self.looked.columns.get(*m.columns.first()?));
                let says = |word: &str| on.is_some_and(|on| on.words.iter().any(|own| own == word));
                match ["break", "review"].into_iter().find(|word| says(word)) {
                    Some(word) => {
                        out.push("# sure: the header of the date says so".to_owned());
                        out.push(format!("kind = {{ constant = {} }}", quoted(word)));
                    }
                    None => out.extend(stated("kind", "what happens (break, review, step)")),
                }
            }
            _ => {}
        }
        out
    }

    /// Finds what is said of breaks in a list of leases.
    fn of_breaks(&self) -> Vec<Match> {
        let used = [taken(&self.proposal.main), taken(&self.proposal.leases)].concat();
        let events = matches(&self.looked.columns, "lease_events", self.words, &used);
        let is_break =
            |m: &Match| self.looked.columns[m.columns[0]].words.iter().any(|word| word == "break");
        if self.proposal.sort != Sort::Leases || !live(&events, "on").is_some_and(is_break) {
            return Vec::new();
        }
        events
            .into_iter()
            .filter(|m| m.sureness > Sureness::Guess && m.target != "lease_id")
            .collect()
    }

    /// Returns the columns that tell of breaks.
    pub(super) fn breaks_used(&self) -> Vec<usize> {
        taken(&self.of_breaks())
    }

    /// Writes the breaks of a list of leases as dated terms.
    pub(super) fn breaks(&self) -> Vec<String> {
        let events = self.of_breaks();
        let lease = live(&self.proposal.leases, "lease_id").and_then(|m| m.columns.first());
        let Some(on) = live(&events, "on") else { return Vec::new() };
        let mut out = self.begun("lease_events");
        out.extend([String::new(), "[table.columns]".to_owned()]);
        out.extend(lease.map(|at| format!("lease_id = {}", self.header(*at))));
        out.push("kind = { constant = \"break\" }".to_owned());
        out.extend(
            events.iter().filter(|m| !matches!(m.target, "on" | "kind")).map(|m| self.filled(m)),
        );
        out.extend([String::new(), "# A row with no date makes no break.".to_owned()]);
        out.extend(["[[table.line]]".to_owned(), self.filled(on), String::new()]);
        let is_unique = lease.is_some_and(|at| self.looked.columns[*at].distinct() >= 1.0);
        if is_unique {
            return out;
        }
        commented(
            "Left out for now: no column is an id of each lease, so a break cannot be matched \
                to a lease. Give each lease an id in the file, and remove the marks.",
            &out,
        )
    }
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
