//! The proposal as the text of a mapping, with what was found in comments.

use super::{
    Looked,
    columns::{Match, Proposal, Sort, Sureness},
    profile::Profile,
    words::Words,
};

/// Different texts of a column that are listed in a map.
const LISTED: usize = 40;

/// Writes the mapping of one file.
pub(super) fn mapping(looked: &Looked, proposal: &Proposal, words: &Words, first: bool) -> String {
    let mut out: Vec<String> = Vec::new();
    if first {
        out.extend([
            format!("# A first mapping, proposed from {}. Read every line before it is used:", looked.file),
            "# sure: header and cells agree; likely: look at it; guess: written as a comment, decide.".to_owned(),
            String::new(),
            format!("name = {}", quoted(&format!("Register in {}", looked.file))),
            "source = \"\"  # publisher, title, date".to_owned(),
            String::new(),
        ]);
    }
    out.extend(input(looked, proposal));
    match proposal.sort {
        Sort::Sites => out.extend(table("sites", &proposal.sites, looked, proposal, words)),
        Sort::Partners => out.extend(partners(looked, proposal, words)),
        Sort::Leases => {
            out.extend(table("sites", &proposal.sites, looked, proposal, words));
            out.extend(leases(looked, proposal, words));
        }
    }
    out.extend(costs(looked, proposal));
    out.extend(open_ends(looked, proposal));
    out.join("\n") + "\n"
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn input(looked: &Looked, proposal: &Proposal) -> Vec<String> {
    let mut out = vec![
        "[[input]]".to_owned(),
        format!("name = {}", quoted(input_name(proposal))),
        format!("# read as {}", looked.read_as),
    ];
    if let Some(sheet) = &looked.sheet {
        out.push(format!("sheet = {}", quoted(sheet)));
    }
    out.push(format!("header = {}", looked.header_row));
    if let Some(cell) = looked.columns.iter().find_map(Profile::decimal_comma) {
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
    let id = id_of(proposal).and_then(|m| looked.columns.get(*m.columns.first()?));
    for (text, count) in &proposal.totals {
        let Some(id) = id else { break };
        out.extend([
            "[[input.drop]]".to_owned(),
            format!("column = {}", quoted(&id.header)),
            format!("is = [{}]", quoted(text)),
            format!(
                "reason = {}",
                quoted(&format!("a total or aggregate, not a property ({count} rows)"))
            ),
            String::new(),
        ]);
    }
    if let Some((at, count)) = proposal.headings {
        out.extend([
            "[[input.drop]]".to_owned(),
            format!("column = {}", quoted(&looked.columns[at].header)),
            "empty = true".to_owned(),
            format!(
                "reason = {}",
                quoted(&format!("no name and no place: a heading or a total ({count} rows)"))
            ),
            String::new(),
        ]);
    }
    out
}

const fn input_name(proposal: &Proposal) -> &'static str {
    match proposal.sort {
        Sort::Sites => "sites",
        Sort::Leases => "leases",
        Sort::Partners => "partners",
    }
}

fn id_of(proposal: &Proposal) -> Option<&Match> {
    proposal.sites.iter().find(|m| matches!(m.target.as_str(), "site_id" | "partner_id"))
}

/// Writes a table's columns; those that are guessed as comments.
fn table(
    name: &str,
    matches: &[Match],
    looked: &Looked,
    proposal: &Proposal,
    words: &Words,
) -> Vec<String> {
    let mut out = vec![
        "[[table]]".to_owned(),
        format!("name = {}", quoted(name)),
        format!("from = {}", quoted(input_name(proposal))),
    ];
    let id_target = if name == "partners" { "partner_id" } else { "site_id" };
    let id = matches.iter().find(|m| m.target == id_target && m.sureness > Sureness::Guess);
    if let Some(id) = id.filter(|_| name == "sites" && proposal.sort == Sort::Leases) {
        let header = &looked.columns[id.columns[0]].header;
        out.push(format!("one_per = [{}]", quoted(header)));
        out.push("choice = \"first\"  # several leases at one place repeat what it is".to_owned());
    }
    out.extend([String::new(), "[table.columns]".to_owned()]);
    if id.is_none() {
        out.extend(made_up_id(id_target, matches, looked));
    }
    for found in matches {
        let is_id = found.target == id_target;
        let repeats = is_id && proposal.ids_repeat && proposal.sort != Sort::Leases;
        let spec = spec(found, looked, words, repeats);
        let line = format!("{} = {spec}", found.target);
        let unknown = unknown_words(found, looked, words);
        let why = format!("# {}: {}{unknown}", found.sureness.word(), found.why);
        match found.sureness {
            Sureness::Guess => out.push(format!("{why}\n# {line}")),
            Sureness::Likely | Sureness::Sure => out.push(format!("{why}\n{line}")),
        }
    }
    if !matches.iter().any(|m| m.target == "easting" && m.sureness > Sureness::Guess) {
        out.extend(pairs(looked));
    }
    out.push(String::new());
    out
}

/// Returns what fills the id of a site in the tables beside `sites`: the same as there.
fn site_id(looked: &Looked, proposal: &Proposal) -> String {
    match id_of(proposal).filter(|m| m.sureness > Sureness::Guess) {
        Some(id) => quoted(&looked.columns[id.columns[0]].header),
        None => made_up(&proposal.sites, looked).unwrap_or_else(|| "\"\"".to_owned()),
    }
}

/// Writes an id made of name and postcode; `None` if there is neither.
fn made_up(matches: &[Match], looked: &Looked) -> Option<String> {
    let usable =
        |name: &str| matches.iter().find(|m| m.target == name && m.sureness > Sureness::Guess);
    let parts: Vec<String> = ["name", "postcode"]
        .iter()
        .filter_map(|name| usable(name))
        .map(|m| quoted(&looked.columns[m.columns[0]].header))
        .collect();
    let columns = parts.join(", ");
    (!parts.is_empty()).then(|| {
        format!("{{ columns = [{columns}], join = \" \", slug = true, number_repeats = true }}")
    })
}

/// Proposes an id made of name and postcode, where no column is one.
fn made_up_id(target: &str, matches: &[Match], looked: &Looked) -> Vec<String> {
    match made_up(matches, looked) {
        Some(spec) => vec![
            "# guess: no column is an id of the records, so one is made of these".to_owned(),
            format!("{target} = {spec}"),
        ],
        None => vec![format!("# No column is an id of the records: {target} must be filled.")],
    }
}

/// Writes what fills one column.
fn spec(found: &Match, looked: &Looked, words: &Words, repeats: bool) -> String {
    let headers: Vec<String> =
        found.columns.iter().map(|at| quoted(&looked.columns[*at].header)).collect();
    let Some(column) = found.columns.first().map(|at| &looked.columns[*at]) else {
        return "\"\"".to_owned();
    };
    if headers.len() > 1 {
        return format!("{{ columns = [{}] }}", headers.join(", "));
    }
    let mut fields = vec![format!("column = {}", headers[0])];
    if repeats {
        fields.push("number_repeats = true".to_owned());
    }
    let doubled = looked.columns.iter().filter(|c| c.header == column.header).count() > 1;
    if doubled {
        fields.push("nth = 1".to_owned());
    }
    if let Some(unit) = unit(&found.target, column) {
        fields.push(format!("unit = {}", quoted(unit)));
    }
    let order = column.dates().filter(|order| is_date(&found.target) && *order != "ymd");
    fields.extend(order.map(|order| format!("date = {}", quoted(order))));
    if is_word(&found.target) {
        fields.push(map(&found.target, column, words));
    }
    match fields.len() {
        1 => headers[0].clone(),
        _ => format!("{{ {} }}", fields.join(", ")),
    }
}

fn is_date(target: &str) -> bool {
    matches!(target, "start" | "expiry" | "valued_on")
}

fn is_word(target: &str) -> bool {
    matches!(target, "tenure" | "status" | "use" | "condition" | "listed")
}

/// Writes the words of a column and what each means; empty where that is not known.
fn map(target: &str, column: &Profile, words: &Words) -> String {
    let pairs: Vec<String> = column
        .values
        .iter()
        .take(LISTED)
        .map(|(text, _)| {
            format!(
                "{} = {}",
                quoted(text),
                quoted(words.meaning(target, text).unwrap_or_default())
            )
        })
        .collect();
    format!("map = {{ {} }}", pairs.join(", "))
}

/// Names the words of a column whose meaning is not known; they are mapped to "not known".
fn unknown_words(found: &Match, looked: &Looked, words: &Words) -> String {
    let column = found.columns.first().and_then(|at| looked.columns.get(*at));
    let Some(column) = column.filter(|_| is_word(&found.target)) else { return String::new() };
    let values = column.values.iter().take(LISTED).map(|(text, _)| text);
    let unknown: Vec<String> = values
        .filter(|text| words.meaning(&found.target, text).is_none())
        .map(|text| quoted(text))
        .collect();
    let more = match column.values.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!("; {more} more words are not listed"),
    };
    let say = if unknown.is_empty() {
        String::new()
    } else {
        format!("; say what these mean: {}", unknown.join(", "))
    };
    say + &more
}

/// Returns the unit that a header states, where it is not the schema's own.
fn unit(target: &str, column: &Profile) -> Option<&'static str> {
    let has = |units: &[&str]| column.unit(units);
    let is_money = target.starts_with("backlog") || target.ends_with("_value") || target == "rent";
    match () {
        () if target.ends_with("_m2")
            && has(&["ft2", "sq ft", "sqft", "sq. ft", "square feet", "sq.ft"]) =>
        {
            Some("ft2")
        }
        () if target.ends_with("_ha") && has(&["acre"]) => Some("acres"),
        () if is_money && has(&["£k", "£000", "£'000", "000s", "£ 000"]) => Some("£k"),
        () if is_money && has(&["£m", "million"]) => Some("£m"),
        () => None,
    }
}

/// Proposes to split cells that hold a position in two parts.
fn pairs(looked: &Looked) -> Vec<String> {
    let Some(column) = looked.columns.iter().find(|c| c.holds_pairs()) else { return Vec::new() };
    let header = quoted(&column.header);
    vec![
        "# likely: cells hold two numbers parted by a comma".to_owned(),
        format!("easting = {{ column = {header}, split = \",\", part = 1 }}"),
        format!("northing = {{ column = {header}, split = \",\", part = 2 }}"),
    ]
}

fn partners(looked: &Looked, proposal: &Proposal, words: &Words) -> Vec<String> {
    let mut out = vec![
        "# A list of places with neither area nor tenure: read as places of other bodies."
            .to_owned(),
    ];
    out.extend(table("partners", &proposal.sites, looked, proposal, words));
    out.pop();
    if !proposal.sites.iter().any(|m| m.target == "organisation" && m.sureness > Sureness::Guess) {
        out.push("# No column is the body's name: state it.".to_owned());
        out.push("organisation = { constant = \"NAME OF THE BODY\" }".to_owned());
    }
    out.push("# kind = { constant = \"\" }  # police, fire, ambulance, health, school, council, government, other".to_owned());
    out.push(String::new());
    out
}

fn leases(looked: &Looked, proposal: &Proposal, words: &Words) -> Vec<String> {
    let mut out = vec![
        "[[table]]".to_owned(),
        "name = \"leases\"".to_owned(),
        format!("from = {}", quoted(input_name(proposal))),
        String::new(),
        "[table.columns]".to_owned(),
    ];
    let id = site_id(looked, proposal);
    out.push(format!("site_id = {id}"));
    if !proposal.leases.iter().any(|m| m.target == "lease_id" && m.sureness > Sureness::Guess) {
        out.push("# guess: no column is an id of the leases, so the site's is taken".to_owned());
        let repeated = match id.strip_suffix(" }") {
            Some(spec) if spec.contains("number_repeats") => id.clone(),
            Some(spec) => format!("{spec}, number_repeats = true }}"),
            None => format!("{{ column = {id}, number_repeats = true }}"),
        };
        out.push(format!("lease_id = {repeated}"));
    }
    out.push("# guess: the body is the tenant".to_owned());
    out.push("role = { constant = \"tenant\" }".to_owned());
    out.push(String::new());
    out.push("# A row of which all of these are empty makes no lease.".to_owned());
    out.push("[[table.line]]".to_owned());
    for found in &proposal.leases {
        let repeats = found.target == "lease_id";
        let line = format!("{} = {}", found.target, spec(found, looked, words, repeats));
        let mark = if found.sureness == Sureness::Guess { "# " } else { "" };
        out.push(format!("# {}: {}\n{mark}{line}", found.sureness.word(), found.why));
    }
    out.push(String::new());
    out
}

fn costs(looked: &Looked, proposal: &Proposal) -> Vec<String> {
    if proposal.costs.is_empty() {
        return Vec::new();
    }
    let mut out = vec![
        "# Columns of money that look like running costs: take out what is counted in another, or is no".to_owned(),
        "# cost of the building.".to_owned(),
        "[[table]]".to_owned(),
        "name = \"costs\"".to_owned(),
        format!("from = {}", quoted(input_name(proposal))),
        String::new(),
        "[table.columns]".to_owned(),
        format!("site_id = {}", site_id(looked, proposal)),
        "# The file does not say which year: state it.".to_owned(),
        "financial_year = { constant = \"YYYY/YY\" }".to_owned(),
        String::new(),
    ];
    for (category, at, sureness) in &proposal.costs {
        let column = &looked.columns[*at];
        let unit = unit("rent", column).map_or_else(
            || quoted(&column.header),
            |unit| format!("{{ column = {}, unit = {} }}", quoted(&column.header), quoted(unit)),
        );
        let mark = if *sureness == Sureness::Guess { "# " } else { "" };
        out.extend([
            format!("{mark}[[table.line]]  # {}", sureness.word()),
            format!("{mark}category = {{ constant = {} }}", quoted(category)),
            format!("{mark}amount = {unit}"),
            String::new(),
        ]);
    }
    out
}

/// Says what could not be told.
fn open_ends(looked: &Looked, proposal: &Proposal) -> Vec<String> {
    let used: Vec<usize> = proposal
        .sites
        .iter()
        .chain(&proposal.leases)
        .flat_map(|m| m.columns.clone())
        .chain(proposal.costs.iter().map(|(_, at, _)| *at))
        .collect();
    let mut out = vec!["# What could not be told: columns that fill nothing above.".to_owned()];
    for (at, column) in looked.columns.iter().enumerate() {
        if used.contains(&at) || column.header.is_empty() || column.holds_pairs() {
            continue;
        }
        let example = column.values.first().map_or_else(
            || "all cells are empty".to_owned(),
            |(text, _)| format!("for example {:?}", text.chars().take(40).collect::<String>()),
        );
        out.push(format!("#   {}: {example}", quoted(&column.header)));
    }
    out
}
