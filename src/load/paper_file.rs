//! `paper.toml`: what the body says of its board paper. Each entry stands for itself; a fault in one is a finding.

use toml::{Table, Value};

use super::{
    schema::{EntryForm, PAPER, Part},
    snapshot_date,
};
use crate::model::{
    Background, CurrentWork, Date, Equality, Financial, Finding, Findings, Legal, NextStep,
    OptionKind, Paper, PaperHeading, Place, Principle, PublicAccess, Risk, Rule, Staffing,
    Sustainability,
};

/// The file's name.
pub(super) const FILE: &str = "paper.toml";

/// Whether the public edition leaves an entry out.
const RESTRICTED: &str = "restricted";

/// Reads the file; what is at fault is a finding, with its line.
pub(super) fn read(text: &str, findings: &mut Findings) -> Paper {
    let mut own = Findings::default();
    let parsed = super::estate_file::parsed(FILE, Rule::PaperFile, text, &mut own);
    let paper = parsed.map_or_else(Paper::default, |root| paper(&root, &mut own));
    for found in &own {
        let mut found = found.clone();
        let entry = found.place.column.as_deref();
        found.place.row = found.place.row.or_else(|| line_of(text, entry?));
        findings.push(found);
    }
    paper
}

/// Finds the line of an entry, such as `risks[2].owner`: that of its table where it is missing; `None` where that is too.
fn line_of(text: &str, entry: &str) -> Option<u32> {
    let (path, key) = entry.rsplit_once('.').unwrap_or(("", entry));
    let (path, number) = match path.split_once('[') {
        Some((path, number)) => (path, number.trim_end_matches(']').parse().ok()?),
        None => (path, 1_usize),
    };
    let (mut within, mut times, mut table) = (path.is_empty(), 0, None);
    for (line, words) in (1_u32..).zip(text.lines().map(str::trim)) {
        if let Some(name) = words.strip_prefix('[') {
            let name = name.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
            times += usize::from(name == path);
            within = name == path && times == number;
            table = table.or(within.then_some(line));
            // A table that stands for an entry of the top.
            if path.is_empty() && name == key {
                return Some(line);
            }
        } else if within && words.split('=').next().is_some_and(|own| own.trim() == key) {
            return Some(line);
        }
    }
    table
}

fn paper(root: &Table, findings: &mut Findings) -> Paper {
    let empty = Table::new();
    let known: Vec<&str> = PAPER.iter().map(|part| part.path).collect();
    let one = |path: &str, findings: &mut Findings| -> Spot {
        match root.get(path) {
            _ if path.is_empty() => Spot::read(path, path, root, &known, findings),
            Some(Value::Table(table)) => Spot::read(path, path, table, &[], findings),
            Some(other) => {
                fault(findings, path, other, &format!("a table, [{path}]"));
                Spot::read(path, path, &empty, &[], findings)
            }
            None => Spot::read(path, path, &empty, &[], findings),
        }
    };
    let mut top = one("", findings);
    let mut financial = one("financial", findings);
    let mut legal = one("legal", findings);
    let mut equality = one("equality", findings);
    let mut access = one("public_access", findings);
    let mut staffing = one("staffing", findings);
    let mut sustainability = one("sustainability", findings);
    let headings = one("headings", findings);
    let mut many = |path: &str| list(path, root, findings);
    let current_work = many("current_work").into_iter().filter_map(|mut spot| {
        let restricted = spot.truth(RESTRICTED);
        Some(CurrentWork { what: spot.text("what")?, restricted })
    });
    let risks = many("risks").into_iter().filter_map(|mut spot| {
        let (mitigation, owner) = (spot.text("mitigation"), spot.text("owner"));
        Some(Risk {
            risk: spot.text("risk")?,
            mitigation,
            owner,
            restricted: spot.truth(RESTRICTED),
        })
    });
    let next_steps = many("next_steps").into_iter().filter_map(|mut spot| {
        let (owner, by) = (spot.text("owner"), spot.day("by"));
        Some(NextStep {
            action: spot.text("action")?,
            owner,
            by,
            restricted: spot.truth(RESTRICTED),
        })
    });
    let background = many("background").into_iter().filter_map(|mut spot| {
        let reference = spot.text("reference");
        Some(Background {
            title: spot.text("title")?,
            reference,
            restricted: spot.truth(RESTRICTED),
        })
    });
    let principles = many("principles").into_iter().filter_map(|mut spot| {
        Some(Principle {
            id: spot.text("id")?,
            words: spot.text("words")?,
            source: spot.text("source")?,
            criteria: spot.texts_of("criteria"),
            gates: spot.texts_of("gates"),
            serves: spot.options("serves"),
            breaches: spot.options("breaches"),
            only_with_public_counter: spot.truth("only_with_public_counter"),
        })
    });
    Paper {
        agenda_item: top.text("agenda_item"),
        to: top.text("to"),
        from: top.text("from"),
        date: top.day("date"),
        contact_officer: top.text("contact_officer"),
        decision: top.text("decision"),
        financial: Financial { comment: financial.text("comment") },
        legal: Legal { powers: legal.text("powers"), advice: legal.text("advice") },
        equality: Equality {
            eqia_reference: equality.text("eqia_reference"),
            eqia_on: equality.day("eqia_on"),
            consultation: equality.text("consultation"),
            finding: equality.text("finding"),
        },
        public_access: PublicAccess { assessment: access.text("assessment") },
        staffing: Staffing { comment: staffing.text("comment") },
        sustainability: Sustainability { comment: sustainability.text("comment") },
        left_out: headings.left_out(),
        current_work: current_work.collect(),
        risks: risks.collect(),
        next_steps: next_steps.collect(),
        background: background.collect(),
        principles: principles.collect(),
    }
}

/// Adds a finding about an entry.
fn fault(findings: &mut Findings, at: &str, found: impl ToString, expected: &str) {
    let place = Place { column: Some(at.to_owned()), ..Place::file(FILE) };
    let finding = Finding::new(Rule::PaperFile, place, "", found.to_string(), expected.to_owned());
    findings.push(finding.fix("correct the entry; `terrier schema` lists the entries"));
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// The entries of one table of the file that fit.
#[derive(Default)]
struct Spot {
    texts: Vec<(&'static str, String)>,
    days: Vec<(&'static str, Date)>,
    truths: Vec<(&'static str, bool)>,
}

impl Spot {
    /// Reads every entry of a part; those that are unknown, do not fit or are missed are findings.
    fn read(path: &str, at: &str, table: &Table, parts: &[&str], findings: &mut Findings) -> Self {
        let mut spot = Self::default();
        let Some(part) = PAPER.iter().find(|part| part.path == path) else { return spot };
        let dotted = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
        unknown(part, table, parts, dotted, findings);
        for entry in part.entries {
            match (table.get(entry.name), entry.form) {
                (Some(value), form) if spot.take(entry.name, value, form).is_none() => {
                    fault(findings, &dotted(entry.name), value, &entry.expected());
                }
                (None, _) if entry.needed => {
                    fault(findings, &dotted(entry.name), "nothing", &entry.expected());
                }
                _ => {}
            }
        }
        spot
    }

    /// Keeps a value; `None` when it does not fit.
    fn take(&mut self, name: &'static str, value: &Value, form: EntryForm) -> Option<()> {
        match (form, value) {
            (EntryForm::Day, Value::Datetime(stamp)) if stamp.time.is_none() => {
                self.days.push((name, snapshot_date(&stamp.date?.to_string())?));
            }
            (EntryForm::Day, Value::String(text)) => {
                self.days.push((name, snapshot_date(text.trim())?));
            }
            (EntryForm::Truth, Value::Boolean(truth)) => self.truths.push((name, *truth)),
            (EntryForm::Options, Value::String(text))
                if parts(text).all(|code| OptionKind::read(code).is_some()) =>
            {
                self.texts.push((name, text.trim().to_owned()));
            }
            (EntryForm::Text, Value::String(text)) if !text.trim().is_empty() => {
                self.texts.push((name, text.trim().to_owned()));
            }
            _ => return None,
        }
        Some(())
    }

    fn text(&mut self, name: &str) -> Option<String> {
        let at = self.texts.iter().position(|(own, _)| *own == name)?;
        Some(self.texts.swap_remove(at).1)
    }

    fn truth(&self, name: &str) -> bool {
        self.truths.iter().any(|(own, truth)| *own == name && *truth)
    }

    /// The headings that are false.
    fn left_out(&self) -> Vec<PaperHeading> {
        let not = self.truths.iter().filter(|(_, truth)| !truth);
        not.filter_map(|(name, _)| PaperHeading::read(name)).collect()
    }

    /// The parts of a text that commas part.
    fn texts_of(&mut self, name: &str) -> Vec<String> {
        self.text(name).iter().flat_map(|text| parts(text)).map(str::to_owned).collect()
    }

    /// The codes of options.
    fn options(&mut self, name: &str) -> Vec<String> {
        let codes = self.texts_of(name);
        let kinds = codes.iter().filter_map(|code| OptionKind::read(code));
        kinds.map(|kind| kind.word().to_owned()).collect()
    }

    fn day(&self, name: &str) -> Option<Date> {
        self.days.iter().find(|(own, _)| *own == name).map(|(_, day)| *day)
    }
}

fn unknown(
    part: &Part,
    table: &Table,
    parts: &[&str],
    dotted: impl Fn(&str) -> String,
    findings: &mut Findings,
) {
    let entries = part.entries.iter().map(|entry| entry.name);
    let known: Vec<&str> = entries.chain(parts.iter().copied().filter(|p| !p.is_empty())).collect();
    for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
        let found = match super::nearest(key, known.iter().copied()) {
            Some(near) => format!("an unknown entry; the nearest is `{near}`"),
            None => "an unknown entry".to_owned(),
        };
        fault(findings, &dotted(key), found, &format!("one of {}", known.join(", ")));
    }
}

/// Reads every table of a list.
fn list(path: &str, root: &Table, findings: &mut Findings) -> Vec<Spot> {
    let expected = format!("a list of tables, [[{path}]]");
    let items = match root.get(path) {
        None => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => {
            fault(findings, path, other, &expected);
            return Vec::new();
        }
    };
    let mut spots = Vec::new();
    for (number, item) in (1..).zip(items) {
        let at = format!("{path}[{number}]");
        match item {
            Value::Table(table) => spots.push(Spot::read(path, &at, table, &[], findings)),
            other => fault(findings, &at, other, &expected),
        }
    }
    spots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_read() {
        let text = "to = \"Board\"\ndate = 2020-06-18\n[equality]\neqia_on = \"2020-05-11\"\n\
                    [[risks]]\nrisk = \"A\"\nrestricted = true\n[[next_steps]]\naction = \"B\"\nby = 2020-09-30\n";
        let mut findings = Findings::default();
        let paper = read(text, &mut findings);
        assert!(findings.is_empty());
        assert_eq!(paper.to.as_deref(), Some("Board"));
        assert_eq!(paper.date.map(|d| d.to_string()).as_deref(), Some("2020-06-18"));
        assert_eq!(paper.equality.eqia_on.map(|d| d.to_string()).as_deref(), Some("2020-05-11"));
        assert!(paper.risks[0].restricted);
        assert_eq!(paper.next_steps[0].by.map(|d| d.to_string()).as_deref(), Some("2020-09-30"));
        assert!(paper.clone().for_the_public().risks.is_empty());
        assert_eq!(paper.for_the_public().next_steps.len(), 1);
    }

    #[test]
    fn a_body_switches_headings_off() {
        let text = "to = \"Board\"\n[headings]\nequality = false\nmethod = true\nmoneys = false\nrisks = \"no\"\n\
                    [[risks]]\nrisk = \"A\"\n[[risks]]\nowner = \"B\"\n";
        let mut findings = Findings::default();
        assert_eq!(read(text, &mut findings).left_out, [PaperHeading::Equality]);
        let mut told: Vec<String> = findings.iter().map(|f| f.place.to_string()).collect();
        told.sort();
        assert_eq!(
            told,
            [
                "paper.toml, line 5, entry `headings.moneys`",
                "paper.toml, line 6, entry `headings.risks`",
                "paper.toml, line 9, entry `risks[2].risk`"
            ]
        );
        let unknown = findings.iter().find(|f| f.found.contains("unknown")).unwrap();
        assert!(unknown.found.contains("nearest is `money`"), "{}", unknown.found);
        assert!(unknown.expected.starts_with("one of why, money, options"), "{}", unknown.expected);
        // Every heading that can be left out has its entry.
        let part = PAPER.iter().find(|part| part.path == "headings").unwrap();
        let names: Vec<&str> = part.entries.iter().map(|entry| entry.name).collect();
        assert_eq!(names, PaperHeading::WORDS);
    }

    #[test]
    fn a_body_states_its_principles() {
        let text = "[[principles]]\nid = \"a\"\nwords = \"Share\"\nsource = \"Strategy\"\n\
                    serves = \"sublet, keep and share\"\nonly_with_public_counter = true\n\
                    [[principles]]\nid = \"b\"\nwords = \"w\"\nsource = \"s\"\nbreaches = \"selling\"\n";
        let mut findings = Findings::default();
        let paper = read(text, &mut findings);
        assert_eq!(paper.principles[0].serves, ["sublet", "keep_and_share"]);
        assert!(paper.principles[0].only_with_public_counter);
        let at: Vec<_> = findings.iter().map(|f| f.place.column.clone()).collect();
        assert_eq!(at, [Some("principles[2].breaches".to_owned())]);
    }

    #[test]
    fn every_fault_is_named_by_its_entry() {
        let text = "too = \"Board\"\ndate = 18\nlegal = \"x\"\n[[risks]]\nmitigation = \"m\"\n\
                    [[next_steps]]\naction = \" \"\nby = \"soon\"\n[equality]\nconsultation = 5\n";
        let mut findings = Findings::default();
        let paper = read(text, &mut findings);
        let mut at: Vec<_> =
            findings.iter().map(|f| f.place.column.clone().unwrap_or_default()).collect();
        at.sort();
        let expected = [
            "date",
            "equality.consultation",
            "legal",
            "next_steps[1].action",
            "next_steps[1].by",
            "risks[1].risk",
            "too",
        ];
        assert_eq!(at, expected);
        assert!(paper.risks.is_empty() && paper.next_steps.is_empty());
        assert!(findings.iter().any(|f| f.found.contains("nearest is `to`")));
        let mut findings = Findings::default();
        assert_eq!(read("to = ", &mut findings), Paper::default());
        assert_eq!(findings.len(), 1);
    }
}
