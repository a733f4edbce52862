//! What was found in the data, gathered by severity and rule.

use std::collections::BTreeMap;

use minijinja::{Value, context};

use super::list;
use crate::{
    edition::FindingRow,
    model::Severity,
    wording::{capital, count, spoken},
};

/// Findings of one rule that are shown; the data file has all.
const MOST_OF_A_RULE: usize = 20;

/// Returns the groups, gravest first: findings come in the order of severity, then rule.
pub(super) fn groups(findings: &[FindingRow]) -> Value {
    let alike = findings.chunk_by(|a, b| (a.severity, a.rule) == (b.severity, b.rule));
    alike.filter_map(group).collect::<Vec<_>>().into()
}

/// Returns what the findings shown can be filtered by.
pub(super) fn filters(findings: &[FindingRow]) -> Value {
    type Of = fn(&FindingRow) -> &str;
    let alike = findings.chunk_by(|a, b| (a.severity, a.rule) == (b.severity, b.rule));
    let shown: Vec<&FindingRow> = alike.flat_map(|rule| rule.iter().take(MOST_OF_A_RULE)).collect();
    let facets: [(&str, &str, Of); 2] =
        [("severity", "Severity", |f| f.severity.word()), ("file", "File", |f| &f.file)];
    let filters = facets.iter().filter_map(|(name, label, of)| {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &shown {
            *counts.entry(of(finding)).or_default() += 1;
        }
        (counts.len() > 1).then(|| {
            let choice = |(code, count): (&&str, &usize)| {
                let words = if *name == "file" { (*code).to_owned() } else { capital(code) };
                context! { code => *code, count => *count, words }
            };
            context! { name => *name, label => *label, choices => counts.iter().map(choice).collect::<Vec<_>>() }
        })
    });
    filters.collect::<Vec<_>>().into()
}

fn group(findings: &[FindingRow]) -> Option<Value> {
    let first = findings.first()?;
    let shown = findings.get(..MOST_OF_A_RULE).unwrap_or(findings);
    let more = findings.len() - shown.len();
    Some(context! {
        severity => capital(first.severity.word()),
        code => first.severity.word(),
        rule => first.rule,
        title => capital(&first.rule.replace('-', " ")),
        number => count(findings.len(), "finding"),
        // The public edition says where a finding is, not what it is of.
        told => findings.iter().any(|f| !f.found.is_empty() || !f.expected.is_empty()),
        rows => list(shown, row),
        more => (more > 0).then(|| format!("For {more} more, see findings.csv.")),
    })
}

fn row(finding: &FindingRow) -> Value {
    context! {
        file => finding.file.as_str(),
        sheet => finding.sheet.as_str(),
        column => finding.column.as_str(),
        id => finding.id.as_str(),
        found => finding.found.as_str(),
        expected => finding.expected.as_str(),
        fix => finding.fix.as_str(),
    }
}

/// Says how many findings there are of each severity.
pub(super) fn describe(findings: &[FindingRow]) -> String {
    let number = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .map(|severity| count(number(severity), &spoken(severity.word())))
        .into();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn findings_of_one_rule_stand_together_and_the_rest_are_counted() {
        let view = example::hostile();
        let many: Vec<_> = std::iter::repeat_n(view.findings[0].clone(), 25).collect();
        let groups: Vec<_> = groups(&many).try_iter().unwrap().collect();
        assert_eq!(groups.len(), 1);
        let more = groups[0].get_attr("more").unwrap().to_string();
        assert_eq!(more, "For 5 more, see findings.csv.");
        assert_eq!(describe(&view.findings), "0 errors, 2 warnings, 2 notes");
    }
}
