//! The paper that a board reads: its length, its story told once, every figure of it in a named cell, and the headings
//! that a body leaves out.
#![allow(clippy::print_stdout, reason = "a test without its programs says so")]

use std::{collections::BTreeSet, fs};

use terrier::{
    edition::Edition,
    model::{pounds, pounds_short, with_thousands},
};

use crate::{
    paper_docx::said,
    published::{Files, Rows, newest, rows, terrier, text},
    sample::{NEWEST, Sample, project},
};

/// Where the appendices begin.
const ANNEX: &str = "\nThe appendices that follow";

/// The part of a paper that a board reads.
fn body(files: &Files) -> &str {
    let paper = text(files, "paper.md");
    paper.split_once(ANNEX).map_or(paper, |(body, _)| body)
}

/// One section of it by its heading, without the picture's and the table's own words.
fn section<'p>(paper: &'p str, heading: &str) -> &'p str {
    let after = paper.split(&format!(" {heading}\n")).nth(1);
    let after = after.unwrap_or_else(|| panic!("no section {heading}"));
    after.split("\n## ").next().unwrap_or_default()
}

fn words(paper: &str) -> usize {
    let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
    paper.split_whitespace().filter(is_word).count()
}

#[test]
fn the_body_is_as_long_as_a_board_reads() {
    for edition in [Edition::Restricted, Edition::Public] {
        let paper = body(newest(edition));
        let many = words(paper);
        assert!((500..=1_700).contains(&many), "{edition:?}: {many} words");
    }
    let paper = body(newest(Edition::Restricted));
    let headings = [
        "1 Recommendation",
        "2 Why",
        "3 Money",
        "4 Options considered",
        "5 The public and partners",
        "6 Risks and what is not known",
        "7 Legal, equality, staffing and sustainability",
        "8 Next steps",
        "9 Recommendation",
    ];
    for heading in headings {
        assert!(paper.contains(&format!("\n## {heading}\n")), "{heading}");
    }
    assert_eq!(paper.matches("](charts/").count(), 3, "three charts in the body");
    for (heading, chart) in [
        ("Why", "ranking_board"),
        ("Money", "savings_against_target_board"),
        ("The public and partners", "coverage_public_counter_board"),
    ] {
        assert!(section(paper, heading).contains(&format!("charts/{chart}.png")), "{chart}");
        assert!(newest(Edition::Restricted).contains_key(&format!("charts/{chart}.png")));
    }
}

/// A cell of a data file of the sample's report, by its row.
fn cell<'r>(all: &'r Rows, row: &[(&str, &str)], column: &str) -> &'r str {
    let is_it = |own: &&std::collections::BTreeMap<String, String>| {
        row.iter().all(|(name, value)| own.get(*name).map(String::as_str) == Some(*value))
    };
    let found = all.iter().find(is_it).unwrap_or_else(|| panic!("no row {row:?}"));
    found.get(column).unwrap_or_else(|| panic!("no column {column}"))
}

/// The pence of a cell of pounds.
fn pence(cell: &str) -> i64 {
    cell.replace('.', "").parse().unwrap_or_else(|_| panic!("{cell:?} is no sum"))
}

/// A sum as the paper writes it: whole pounds, or millions with one decimal.
fn short(cell: &str) -> String {
    let sum = pence(cell);
    if sum.abs() >= 100_000_000 { pounds_short(sum) } else { pounds(sum) }
}

/// The figures of a text: whatever holds a digit, without the numbers of paragraphs, days and years.
fn figures(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let paragraphs = text.lines().map(|line| {
        let number = line.split(' ').next().unwrap_or_default();
        let is_number = number.split('.').count() == 2
            && number.chars().all(|c| c.is_ascii_digit() || c == '.');
        if is_number { &line[number.len()..] } else { line }
    });
    let text: String =
        paragraphs.filter(|line| !line.starts_with("![")).collect::<Vec<_>>().join("\n");
    for word in text.split(|c: char| c.is_whitespace() || "()|;*–".contains(c)) {
        let word = word.trim_matches(|c: char| ".,:†".contains(c));
        if word.chars().any(|c| c.is_ascii_digit()) {
            found.insert(word.to_owned());
        }
    }
    found
}

/// Every figure of a section is one of those expected, and every one of those is there.
fn assert_figures(paper: &str, heading: &str, expected: &[String]) {
    let found = figures(section(paper, heading));
    let expected: BTreeSet<String> = expected.iter().cloned().collect();
    let astray: Vec<_> = found.difference(&expected).collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    assert!(
        astray.is_empty() && missing.is_empty(),
        "{heading}: {astray:?} in no named cell; not told: {missing:?}"
    );
}

/// Section by section: which cell of which file each figure of the board paper is.
#[test]
fn every_figure_of_the_body_is_a_named_cell() {
    let files = newest(Edition::Restricted);
    let paper = body(files);
    let table = |name: &str| rows(&files[name]);
    let (money, totals) = (table("money.csv"), table("totals.csv"));
    let now = ("as_of", "2020-03-31");
    let sum = |line: &str, column: &str| short(cell(&money, &[("line", line)], column));
    let total = |what: &str| short(cell(&totals, &[now, ("total", what)], "sum"));
    let text = |text: &str| text.to_owned();
    let ranking = table("ranking.csv");
    let first: Vec<_> = ranking.iter().take(5).collect();

    // Recommendation: what is decided, the plan, the target, what is open, what the check found.
    let findings = table("findings.csv");
    let many = |severity: &str| {
        findings.iter().filter(|row| row["severity"] == severity).count().to_string()
    };
    let advice = table("recommendations.csv");
    let open = advice.iter().filter(|row| row["recommended"] == "open");
    let held =
        cell(&table("completeness.csv"), &[("table", "sites"), ("column", "use")], "of_sites")
            .to_owned();
    let mut expected = vec![
        sum("saving", "decided"),
        sum("receipts", "decided"),
        sum("saving", "plan"),
        sum("receipts", "plan"),
        cell(&money, &[("line", "target")], "to_year").to_owned(),
        sum("target", "decided"),
        sum("savings", "decided"),
        sum("savings", "plan"),
        open.count().to_string(),
        held.clone(),
    ];
    assert_figures(paper, "Recommendation", &expected);

    // Why: the estate, then the five first with index, range, main reason and known share.
    let sites = rows(&fs::read(project(NEWEST).join("sites.csv")).unwrap());
    let in_use =
        |id: &str| !["vacant", "sold"].contains(&cell(&sites, &[("site_id", id)], "status"));
    let measures = table("measures.csv");
    let read =
        measures.iter().filter(|row| row["measure"] == "utilisation" && in_use(&row["site_id"]));
    let mut used: Vec<f64> = read.filter_map(|row| row["value"].parse().ok()).collect();
    used.sort_by(f64::total_cmp);
    expected = vec![
        held.clone(),
        ranking.iter().filter(|row| !row["rank"].is_empty()).count().to_string(),
        total("running_cost"),
        text("2019/20"),
        used.len().to_string(),
        used.iter().filter(|share| **share < 0.6).count().to_string(),
        text("60%"),
        format!("{:.0}%", used[(used.len() - 1) / 2] * 100.0),
        text("0"),
        text("100"),
    ];
    let contributions = table("contributions.csv");
    for row in &first {
        expected.push(row["rank"].clone());
        let tenth = |column: &str| format!("{:.1}", row[column].parse::<f64>().unwrap() + 1e-9);
        expected.push(tenth("need_index"));
        if row["need_low"] != row["need_high"] {
            expected.extend([tenth("need_low"), tenth("need_high")]);
        }
        // Halves go up.
        let known = row["known_share"].parse::<f64>().unwrap() * 100.0 + 1e-9;
        expected.push(format!("{}%", known.round()));
    }
    let told = figures(section(paper, "Why"));
    let readings: Vec<String> =
        told.iter().filter(|figure| !expected.contains(figure)).cloned().collect();
    let of_first = |row: &&std::collections::BTreeMap<String, String>| {
        first.iter().any(|site| site["site_id"] == row["site_id"])
    };
    let read: BTreeSet<String> = contributions
        .iter()
        .filter(of_first)
        .filter_map(|row| row["reading"].parse::<f64>().ok())
        .flat_map(|reading| [format!("{:.1}%", reading * 100.0), format!("{reading:.1}")])
        .collect();
    assert!(readings.iter().all(|figure| read.contains(figure)), "{readings:?}");
    expected.extend(readings);
    assert_figures(paper, "Why", &expected);

    // Money: each line of the table from its line of money.csv.
    expected = vec![text("2019/20"), sum("target", "decided")];
    for line in
        ["saving", "moving", "receipts", "borrowing", "revenue_cost", "savings", "shortfall"]
    {
        expected.extend(["decided", "recommended", "plan"].map(|column| sum(line, column)));
        let years = ["from_year", "to_year"]
            .map(|column| cell(&money, &[("line", line)], column).to_owned());
        expected.extend(years.into_iter().filter(|year| !year.is_empty()));
    }
    assert_figures(paper, "Money", &expected);

    // The public: what all proposed closures put out of reach, what the plan keeps, what the partner would bring.
    let coverage = table("coverage.csv");
    let whole = |service: &str| {
        let row =
            coverage.iter().find(|row| row["service"] == service && row["area"] == "whole area");
        row.unwrap().clone()
    };
    let (counters, bases) = (whole("public_counter"), whole("response_base"));
    let number = |cell: &str| cell.parse::<f64>().unwrap();
    let per_cent = |share: f64| format!("{:.1}%", share * 100.0);
    let lost = number(&counters["within"]) - number(&counters["within_after"]);
    let limits = table("plan_limits.csv");
    let kept = |service: &str| {
        let row =
            limits.iter().find(|row| row["limit"].starts_with(&format!("coverage of {service}")));
        with_thousands(&row.unwrap()["used"])
    };
    let matches = table("matches.csv");
    let pair =
        matches.iter().find(|row| row["chosen"] == "yes" && !row["advantage_budget"].is_empty());
    let pair = pair.unwrap();
    let whole_number = |cell: &str| format!("{:.0}", number(cell));
    expected = vec![
        with_thousands(&format!("{lost:.0}")),
        per_cent(lost / number(&counters["demand"])),
        per_cent(number(&counters["within_after"]) / number(&counters["demand"])),
        per_cent(number(&counters["share_within"])),
        whole_number(&counters["limit_minutes"]),
        whole_number(&bases["limit_minutes"]),
        kept("public counters"),
        kept("response bases"),
        with_thousands(&bases["demand"]),
        format!("{:.0}", (number(&pair["metres"]) / 10.0).round() * 10.0),
        whole_number(&pair["m2_needed"]),
        whole_number(&pair["m2_there"]),
        pounds(pence(&pair["advantage_budget"])),
        text("1"),
        text("2020"),
    ];
    assert_figures(paper, "The public and partners", &expected);
    let begins = pair["from"].parse::<chrono::NaiveDate>().unwrap().format("%-d %B %Y").to_string();
    assert!(section(paper, "The public and partners").contains(&format!("from {begins}")));

    // Options: what each is worth, what it saves, brings and when, by site.
    let options = table("options.csv");
    let receipts = table("receipts.csv");
    let told = section(paper, "Options considered");
    for site in &first {
        let row =
            told.lines().find(|line| line.starts_with(&format!("| {} |", site["name"]))).unwrap();
        let own: Vec<_> = options.iter().filter(|row| row["site_id"] == site["site_id"]).collect();
        let mut known: BTreeSet<String> = own
            .iter()
            .flat_map(|row| [&row["advantage_economic"], &row["advantage_low"]])
            .filter(|cell| !cell.is_empty())
            .map(|cell| short(cell))
            .collect();
        for row in receipts.iter().filter(|row| row["site_id"] == site["site_id"]) {
            known.insert(short(&row["appraised"]));
        }
        let given_up =
            |row: &&&std::collections::BTreeMap<String, String>| row["option"] == "leave";
        for sums in row.split(['|', ';']).filter(|part| part.contains('£')) {
            let sum = sums.split_whitespace().find(|word| word.starts_with('£')).unwrap();
            let is_saving = sums.trim() == sum;
            let is_exit = own.iter().any(|row| given_up(&row));
            assert!(known.contains(sum) || is_saving || is_exit, "{}: {sum}", site["name"]);
        }
        // The saving is the cost saved that the measures read, net of workstations elsewhere.
        let measured = table("measures.csv");
        let saved =
            cell(&measured, &[("site_id", &site["site_id"]), ("measure", "cost_saved")], "value");
        let elsewhere = own.iter().find(|row| row["recommended"] == "yes");
        assert!(elsewhere.is_some() || !saved.is_empty());
    }

    // Risks: how far receipts may fall before another plan is better, and what the check found.
    let slips = table("plan_slips.csv");
    let falls = cell(&slips, &[("slip", "receipts_fall")], "another_is_better_from");
    assert_figures(
        paper,
        "Risks and what is not known",
        &[format!("{falls}%"), many("warning"), many("note")],
    );

    // Equality, staffing, sustainability: people by the closures of each counter, which no two share; teams as the page has it.
    let closures = table("closures.csv");
    let proposed: Vec<_> = advice
        .iter()
        .filter(|row| !["open", "business_as_usual", ""].contains(&row["recommended"].as_str()))
        .map(|row| row["site_id"].as_str())
        .collect();
    let sum_of = |column: &str| -> String {
        let own = closures.iter().filter(|row| {
            row["service"] == "public_counter" && proposed.contains(&row["site_id"].as_str())
        });
        with_thousands(&own.map(|row| row[column].parse::<u64>().unwrap()).sum::<u64>().to_string())
    };
    let complete = table("completeness.csv");
    let rated = |column: &str| cell(&complete, &[("column", "epc_rating")], column).to_owned();
    let spent =
        cell(&totals, &[now, ("total", "running_cost_part"), ("basis", "utilities")], "sum");
    let mut expected: BTreeSet<String> = [
        sum_of("people"),
        sum_of("most_deprived"),
        rated("known"),
        rated("of_sites"),
        short(spent),
        text("2019/20"),
    ]
    .into();
    let told = section(paper, "Legal, equality, staffing and sustainability");
    assert!(expected.iter().all(|figure| figures(told).contains(figure)), "{expected:?}: {told}");
    let teams = told.split("**Staffing.** ").nth(1).unwrap().split(". ").next().unwrap();
    let page = text_of_page(files);
    assert!(page.contains(teams), "{teams}");
    expected.extend(figures(teams));
    // The rest is the body's own, and the Act's.
    expected.extend(figures(
        &fs::read_to_string(project(NEWEST).join("paper.toml")).unwrap().replace(['"', '-'], " "),
    ));
    expected.extend(["EQIA-2020-04", "11", "2010", "149"].map(text));
    let astray: Vec<String> =
        figures(told).into_iter().filter(|figure| !expected.contains(figure)).collect();
    assert!(astray.is_empty(), "{astray:?}");
}

/// The words of the report's page.
fn text_of_page(files: &Files) -> String {
    String::from_utf8_lossy(&files["report.html"]).split(['<', '>']).collect::<Vec<_>>().join(" ")
}

/// Paper, workbook and data files tell one story: what is decided and recommended adds up, the plan beside it names the
/// sites at which it differs, and the programme's scenarios are those of the money table.
#[test]
fn decisions_recommendations_plan_and_programme_agree() {
    let files = newest(Edition::Restricted);
    let table = |name: &str| rows(&files[name]);
    let (money, totals, scenarios) =
        (table("money.csv"), table("totals.csv"), table("scenarios.csv"));
    let total =
        |what: &str| pence(cell(&totals, &[("as_of", "2020-03-31"), ("total", what)], "sum"));
    let line = |line: &str, column: &str| pence(cell(&money, &[("line", line)], column));
    assert_eq!(line("saving", "decided"), total("saving_of_decided"));
    assert_eq!(line("saving", "recommended"), total("saving_of_decided") + total("saving_of_all"));
    assert_eq!(line("receipts", "decided"), total("receipt_of_decided"));
    assert_eq!(
        line("receipts", "recommended"),
        total("receipt_of_decided") + total("receipt_of_all")
    );
    for (own, scenario) in
        [("decided", "base"), ("recommended", "as_recommended"), ("plan", "the_plan")]
    {
        let of = |column: &str| pence(cell(&scenarios, &[("scenario", scenario)], column));
        assert_eq!(line("borrowing", own), of("borrowing"), "{own}");
        assert_eq!(line("revenue_cost", own), of("revenue_effect_last"), "{own}");
        assert_eq!(
            line("shortfall", own),
            (line("target", own) - line("savings", own)).max(0),
            "{own}"
        );
    }
    // As planned, savings are those of the last year of the budget, drawn against its target.
    let drawn = table("charts/savings_against_target.csv");
    assert_eq!(line("savings", "decided"), pence(&drawn.last().unwrap()["saved"]));
    // What moving costs once is what the flows of the plan's options say.
    let (plan, flows) = (table("plan.csv"), table("option_flows.csv"));
    let moving = |site: &str, option: &str| -> i64 {
        let own = flows.iter().filter(|row| row["site_id"] == site && row["option"] == option);
        own.filter(|row| row["what"] == "relocation").map(|row| -pence(&row["amount"])).sum()
    };
    let planned: i64 = plan.iter().map(|row| moving(&row["site_id"], &row["option"])).sum();
    assert_eq!(line("moving", "plan"), planned);

    let advice = table("recommendations.csv");
    let told = section(body(files), "Options considered");
    for row in &plan {
        let own = cell(&advice, &[("site_id", &row["site_id"])], "recommended");
        let is_other = !["", "decided", "open"].contains(&own) && own != row["option"];
        let is_taken = own == "open" && row["option"] != "business_as_usual";
        let sentence = told.split("The plan for the whole estate").nth(1).unwrap();
        assert_eq!(
            sentence.contains(row["name"].as_str()) && (is_other || is_taken),
            is_other || is_taken,
            "{}",
            row["name"]
        );
    }
    let changed = plan.iter().filter(|row| row["option"] != "business_as_usual").count();
    assert!(told.contains(&format!("changes {changed} sites")));
}

fn report(sample: &Sample, arguments: &[&str]) -> std::path::PathBuf {
    let out = sample.out();
    let mut command = terrier();
    command.arg("report").arg(&sample.folder).arg("--out").arg(&out).args(arguments);
    command.assert().success();
    out.join("2020-03-31")
}

/// An estate of one site, with a paper of its own.
fn small_folder(paper: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("hall").join("2020-03-31");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("sites.csv"), "site_id,name,use,tenure\nA,Old Hall,office,freehold\n")
        .unwrap();
    fs::write(folder.join("paper.toml"), paper).unwrap();
    (root, folder)
}

#[test]
fn a_short_paper_has_no_appendices_and_is_made_again_in_full() {
    let (root, folder) = small_folder("to = \"Board\"\n");
    let out = root.path().join("out");
    let run = |arguments: &[&str]| {
        let mut command = terrier();
        command.arg("report").arg(&folder).arg("--out").arg(&out).args(arguments);
        let ran = command.assert().success();
        String::from_utf8_lossy(&ran.get_output().stdout).into_owned()
    };
    run(&["--length", "short"]);
    let made = out.join("2020-03-31");
    let paper = || fs::read_to_string(made.join("paper.md")).unwrap();
    assert!(!paper().contains("Appendix") && !paper().contains("appendix"), "{}", paper());
    assert!(
        fs::read_to_string(made.join("manifest.json"))
            .unwrap()
            .contains("\"paper_length\": \"short\"")
    );
    assert!(run(&["--length", "short", "--dry-run"]).contains("unchanged"));
    assert!(
        run(&["--dry-run"]).contains("the wording, template or length of the paper has changed")
    );
    run(&[]);
    assert!(paper().contains("## Appendix A The estate"));
    assert!(!fs::read_to_string(made.join("manifest.json")).unwrap().contains("paper_length"));
}

#[test]
fn a_body_leaves_headings_out() {
    let (root, folder) = small_folder(
        "[headings]\nstaffing = false\nrisks = false\nmethod = false\nclosing_recommendation = false\n",
    );
    let out = root.path().join("out");
    terrier().arg("report").arg(&folder).arg("--out").arg(&out).assert().success();
    let paper = fs::read_to_string(out.join("2020-03-31/paper.md")).unwrap();
    for gone in
        ["**Staffing.**", "Risks and what is not known", "Method", "agree recommendation 1.1"]
    {
        assert!(!paper.contains(gone), "{gone}");
    }
    // What nobody gave is asked for, under the headings that stand.
    for asked in [
        "**Sustainability.**",
        "To be supplied: the powers relied on",
        "To be supplied: next steps",
    ] {
        assert!(paper.contains(asked), "{asked}: {paper}");
    }
    // A heading that is none is a finding with its line.
    let (_root, folder) = small_folder("[headings]\nstafing = false\n");
    let ran = terrier().arg("check").arg(&folder).assert();
    let told = String::from_utf8_lossy(&ran.get_output().stdout).into_owned()
        + &String::from_utf8_lossy(&ran.get_output().stderr);
    assert!(told.contains("paper.toml, line 2, entry `headings.stafing`"), "{told}");
    assert!(told.contains("the nearest is `staffing`"), "{told}");
}

#[test]
fn steps_before_the_meeting_are_no_next_steps() {
    let (root, folder) = small_folder(
        "date = 2020-06-18\n[[next_steps]]\naction = \"Serve notice\"\nby = 2020-05-27\n\
         [[next_steps]]\naction = \"Later\"\nby = 2020-09-01\n[[next_steps]]\naction = \"Sooner\"\nby = 2020-07-01\n\
         [[next_steps]]\naction = \"Sometime\"\n",
    );
    let out = root.path().join("out");
    terrier().arg("report").arg(&folder).arg("--out").arg(&out).assert().success();
    let paper = fs::read_to_string(out.join("2020-03-31/paper.md")).unwrap();
    let steps = section(&paper, "Next steps");
    let rows: Vec<&str> = steps.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    let actions: Vec<&str> =
        rows.iter().map(|row| row.split(" | ").next().unwrap().trim_start_matches("| ")).collect();
    assert_eq!(actions, ["Sooner", "Later", "Sometime"]);
    assert!(steps.contains("Due before the meeting: serve notice (27 May 2020)"), "{steps}");
}

/// A body that keeps within its pages, whatever font stands in for Arial.
#[test]
fn libre_office_lays_the_body_out_on_four_pages() {
    let sample = Sample::new();
    let made = report(&sample, &["--length", "short"]);
    let profile = format!("-env:UserInstallation=file://{}/profile", made.display());
    said("soffice", &[&profile, "--headless", "--convert-to", "pdf", "paper.docx"], &made);
    if !made.join("paper.pdf").is_file() {
        println!("no LibreOffice Writer here: the pages of the body were not counted");
        return;
    }
    let Some(about) = said("pdfinfo", &["paper.pdf"], &made) else {
        println!("no pdfinfo here: the pages of the body were not counted");
        return;
    };
    let pages = about.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
    assert!(pages.trim().parse::<usize>().unwrap() <= 4, "{pages} pages");
    assert!(project(NEWEST).is_dir());
}
