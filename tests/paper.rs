//! The board paper: every figure traced, true of any estate, whoever words it.

use std::{collections::BTreeSet, fs};

use rstest::rstest;
use terrier::{
    edition::{self, Edition},
    model::{pounds, pounds_short, with_thousands},
    policy::FigureName,
    report::{self, ReportError, Wording},
};

use crate::{
    published::{newest, policy, rows, small, terrier, text, without_charts},
    sample::{NEWEST, Sample, findings_of, project},
};

const SITES: &str = "site_id,name,use,tenure,status,gia_m2,nia_m2,office_nia_m2,occupied_m2,\
                     workstations,backlog_high,backlog_significant,existing_use_value,market_value,\
                     valued_on,must_keep\n";
const KNOWN: &str = "A,Old Hall,office,freehold,operational,1000,800,620,300,62,50000,0,900000,1000000,\
                     2019-03-31,\n";
const COSTS: &str = "site_id,financial_year,category,amount\nA,2019/20,maintenance,40000\n";
const SEEN: &str = "site_id,on,method,capacity,hours_open,mean_occupied,peak_occupied\nA,2020-01-01,survey,62,10,12,30\n";
const ODD: &str = "*x* | <b> # y ![a](b) 1. {{ z }} _q_ `c` [contents] & \\ 60 ch";

fn paper(tables: &[(&str, &str)], edition: Edition) -> String {
    let run = small("2020-03-31", tables);
    text(&without_charts(&run, edition), "paper.md").to_owned()
}

/// Words that no reader should meet.
fn assert_reads_well(paper: &str, what: &str) {
    // The first heading has the folder's name.
    for line in paper.lines().filter(|line| !line.starts_with("# ")) {
        let bad =
            ["{{", "{%", "null", "NaN", "Some(", "  ", " .", " ,", "..", "()", "is surplus for"];
        let word = bad.iter().find(|word| line.contains(**word));
        assert!(word.is_none(), "{what}: {word:?} in {line:?}");
        let none = line.split(|c: char| !c.is_alphanumeric()).any(|word| word == "None");
        assert!(!none, "{what}: `None` in {line:?}");
        // Who decides is the body.
        assert!(!line.contains("is surplus"), "{what}: {line:?}");
    }
}

#[rstest]
#[case::one_site(KNOWN, true, "All are ranked", "It is ranked")]
#[case::no_values(
    "A,Old Hall,office,freehold,,1000,800,620,300,62,50000,0,,,,\n",
    true,
    "Value of the estate",
    "No value of any site is recorded"
)]
#[case::no_candidate(
    "A,Cells,custody,freehold,,1000,800,620,300,62,50000,0,,,,24 hours\n",
    true,
    "business case",
    "no site is ranked as a candidate for surplus"
)]
#[case::all_unknown(
    "A,Alpha,,,,,,,,,,,,,,\nB,Beta,,,,,,,,,,,,,,\n",
    false,
    "Utilisation was measured",
    "The running cost of 2019/20 is not recorded"
)]
#[case::sold(
    "A,Old Hall,office,freehold,sold,,,,,,,,,,,\n",
    false,
    "The estate has",
    "Every site in the register is sold"
)]
#[case::leasehold(
    "A,Old Hall,office,leasehold,,1000,800,620,300,62,50000,0,,,,\n",
    true,
    "free to sell",
    "cost of exit not known"
)]
fn a_paper_is_true_of_any_estate(
    #[case] sites: &str,
    #[case] more: bool,
    #[case] never: &str,
    #[case] says: &str,
) {
    let sites = format!("{SITES}{sites}");
    let mut tables = vec![("sites", sites.as_str())];
    if more {
        tables.extend([("costs", COSTS), ("occupancy", SEEN)]);
    }
    let own = paper(&tables, Edition::Restricted);
    assert!(own.contains(says), "{says}: {own}");
    assert!(!own.contains(never), "{never}: {own}");
    for edition in [Edition::Restricted, Edition::Public] {
        let paper = paper(&tables, edition);
        assert_reads_well(&paper, says);
        assert!(paper.contains("Public Sector Equality Duty (Equality Act 2010, section 149)"));
        assert!(!paper.contains("Lease dates not to be missed"));
        assert!(!paper.contains("Change since"));
    }
}

#[test]
fn names_come_out_as_they_are_written() {
    let sites = format!("{SITES}{}", KNOWN.replace("Old Hall", &format!("\"{ODD}\"")));
    let tables = [("sites", sites.as_str()), ("costs", COSTS), ("occupancy", SEEN)];
    let paper = paper(&tables, Edition::Restricted);
    let mut found = String::new();
    for event in pulldown_cmark::Parser::new_ext(&paper, pulldown_cmark::Options::ENABLE_TABLES) {
        match event {
            pulldown_cmark::Event::Text(words) => found.push_str(&words),
            pulldown_cmark::Event::Html(html) | pulldown_cmark::Event::InlineHtml(html) => {
                panic!("{html}")
            }
            _ => {}
        }
    }
    assert!(found.contains(ODD), "{found}");
    assert!(!paper.contains("  "), "{paper}");
}

/// The figures of a text: sums, per cents and numbers with a point, and days.
fn figures(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let plain = text.replace('\\', "");
    for word in plain.split(|c: char| !(c.is_ascii_alphanumeric() || "£%.,".contains(c))) {
        let word = word.trim_matches(['.', ',']);
        let digits = word.chars().any(|c| c.is_ascii_digit());
        let section = word.split('.').count() == 2 && word.split('.').all(|p| p.len() <= 2);
        if digits
            && (word.starts_with('£') || word.ends_with('%') || word.contains('.'))
            && !section
        {
            found.insert(word.to_owned());
        }
    }
    let words: Vec<&str> = plain.split_whitespace().collect();
    for three in words.windows(3) {
        let day = three.join(" ");
        let day = day.trim_end_matches(|c: char| !c.is_ascii_digit());
        if chrono::NaiveDate::parse_from_str(day, "%d %B %Y").is_ok() {
            found.insert(day.to_owned());
        }
    }
    found
}

/// Every form in which a number or day of a data file may stand in the paper.
fn forms(text: &str, into: &mut BTreeSet<String>) {
    for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "-.,£".contains(c))) {
        let word = word.trim_matches(['.', ',', '-']).trim_start_matches('£');
        if let Ok(day) = word.parse::<chrono::NaiveDate>() {
            into.insert(day.format("%-d %B %Y").to_string());
        }
        let Ok(number) = word.replace(',', "").parse::<f64>() else { continue };
        into.insert(format!("{number}"));
        into.insert(format!("{number:.1}"));
        into.insert(format!("{number}%"));
        into.insert(format!("{number:.1}%"));
        into.insert(format!("{:.0}%", number * 100.0));
        into.insert(format!("{:.1}%", number * 100.0));
        // Halves of shares and sums are rounded away from zero, as nowhere in `format!`.
        into.insert(format!("{:.0}%", number * 100.0 + 1e-9));
        let pence = (number * 100.0).round();
        #[expect(clippy::cast_possible_truncation, reason = "sums of a test are small")]
        let pence = pence as i64;
        into.insert(pounds(pence));
        into.insert(pounds_short(pence));
        into.insert(format!("£{}", with_thousands(word)));
    }
}

#[test]
fn every_figure_of_the_paper_is_in_a_data_file() {
    let files = newest(Edition::Restricted);
    let mut known = BTreeSet::new();
    for (_, bytes) in files.iter().filter(|(name, _)| name.ends_with(".csv")) {
        for row in rows(bytes) {
            row.values().for_each(|cell| forms(cell, &mut known));
        }
    }
    forms(&fs::read_to_string(project(NEWEST).join("paper.toml")).unwrap(), &mut known);
    for name in FigureName::ALL {
        let entry = policy().entry(*name);
        forms(&format!("{} {} {}", entry.text, entry.meaning, entry.source), &mut known);
        known.extend(figures(&entry.source));
    }
    for file in ["default", "leases", "options", "lettings", "programme"] {
        let text = fs::read_to_string(project(&format!("data/policy/{file}.toml"))).unwrap();
        forms(&text, &mut known);
        known.extend(figures(&text));
        // A year in which something begins, as financial years do.
        let years = text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4);
        known.extend(years.map(|year| format!("1 April {year}")));
    }
    // What the paper takes off or divides: sums now less then, the accounts', parts of the running cost.
    let totals = rows(&files["totals.csv"]);
    let pence = |row: &std::collections::BTreeMap<String, String>| {
        row["sum"].replace('.', "").parse::<i64>().unwrap_or_default()
    };
    for one in &totals {
        for other in &totals {
            let difference = pounds((pence(one) - pence(other)).abs());
            known.insert(difference);
            if other["total"] == "running_cost" && one["total"] == "running_cost_part" {
                known.insert(format!("{}%", pence(one) * 100 / pence(other)));
                known.insert(format!("{}%", (pence(one) * 200 / pence(other) + 1) / 2));
            }
        }
    }
    // By how much savings fall short of the estate's agreed share.
    for row in rows(&files["charts/savings_against_target.csv"]) {
        let [saved, share] =
            ["saved", "estate_agreed_share"].map(|name| row[name].replace('.', "").parse::<i64>());
        if let (Ok(saved), Ok(share)) = (saved, share) {
            known.insert(pounds((share - saved).abs()));
        }
    }
    let paper = text(files, "paper.md");
    let untraced: Vec<String> = figures(paper).into_iter().filter(|f| !known.contains(f)).collect();
    assert!(untraced.is_empty(), "{untraced:?}");
    assert!(figures(paper).len() > 100);
    assert_reads_well(paper, "the sample");
}

#[test]
fn the_paper_names_the_first_five_with_money_exit_and_unknowns_up_front() {
    let files = newest(Edition::Restricted);
    let paper = text(files, "paper.md");
    let (front, _) = paper.split_once("The appendices that follow").unwrap();
    for row in rows(&files["ranking.csv"]).iter().take(5) {
        assert!(front.contains(&row["name"]), "{}", row["name"]);
        assert!(paper.contains(&format!("### {}. {}", row["rank"], row["name"])));
    }
    for word in ["**What it saves.**", "**What is unsure.**", "Receipt; exit", "Saving a year"] {
        assert!(front.contains(word), "{word}");
    }
    let change = "Change since 31 March 2019";
    assert!(paper.contains(change) && paper.contains("Sold since then: Brackensea Police Station"));
    for section in 1..=9 {
        assert!(paper.contains(&format!("\n## {section} ")), "{section}");
    }
}

#[test]
fn the_public_paper_leaves_out_what_is_restricted() {
    let paper = text(newest(Edition::Public), "paper.md");
    assert_reads_well(paper, "public");
    assert!(paper.starts_with("**Public edition**"));
    for word in [
        "Castle House, which",
        "Lodewell is missed",
        "Net receipt:",
        "Recommended option",
        "Custody",
        "Market value, sites",
    ] {
        assert!(!paper.contains(word), "{word}");
    }
    assert!(paper.contains("Value Turvesey Police Station"));
}

fn worded(words: &str) -> Result<Vec<report::OutputFile>, ReportError> {
    let sites = format!("{SITES}{KNOWN}");
    let run = small("2020-03-31", &[("sites", sites.as_str())]);
    let view = edition::view(run.results(policy()), Edition::Restricted).unwrap();
    report::files(
        &view,
        Vec::new(),
        &Wording::own("own.md", words.to_owned()),
        report::data_files(&view).unwrap(),
    )
}

#[rstest]
#[case("# A\n\n{{ estat }}\n", "line 3")]
#[case("# A\n{% if note %}\n{{ since.as_of }}\n{% endif %}\n{{ since.as_of }}\n", "line 5")]
#[case("# A\n\n{{ organisation }}\n", "a figure that does not exist")]
#[case("# A\n\n{% iff x %}\n", "line 3")]
#[case("# A\n\n![x](nowhere)\n", "no chart is named \"nowhere\"")]
#[case("# A\n\n<b>x</b>\n", "HTML has no place in a paper")]
#[case("# A\n\n{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}\n", "line 3: `macro`")]
#[case("# A\n{% set x %}{{ x }}{% endset %}\n", "line 2: `set` without `=`")]
#[case("# A\n\n{{ estate * 1000000000 }}\n", "line 3: `*`")]
#[case("# A\n\n{{ estate | replace('e', 'eeee') }}\n", "line 3")]
#[case::doubled(&twice(40), "line 9: more than 8 times `set`")]
#[case::endless(
    "# A\n{% for i in range(90000) %}{% for j in range(90000) %}x{% endfor %}{% endfor %}",
    "ran out of fuel"
)]
#[case::long(&format!("# A\n{{% for i in range(9000) %}}{}{{% endfor %}}", "x".repeat(9000)), "16 megabytes")]
fn a_faulty_wording_is_named_with_its_place(#[case] words: &str, #[case] says: &str) {
    let error = worded(words).unwrap_err().to_string();
    assert!(error.contains("own.md") && error.contains(says), "{error}");
}

/// A wording that doubles a text so many times.
fn twice(times: usize) -> String {
    format!("{{% set x = estate %}}\n{}{{{{ x }}}}\n", "{% set x = x ~ x %}\n".repeat(times))
}

#[test]
fn a_body_words_its_own_paper() {
    let files =
        worded("# Our paper on {{ estate }}\n\n## One\n\n{{ sites.said | capital }}.\n").unwrap();
    let paper = files.iter().find(|file| file.path == "paper.md").unwrap();
    let paper = String::from_utf8(paper.bytes.clone()).unwrap();
    assert!(paper.contains("## 1 One\n\n1.1 One site.\n"), "{paper}");
}

#[test]
fn the_command_takes_a_wording_and_the_manifest_tells_it() {
    let root = tempfile::tempdir().unwrap();
    let snapshot = root.path().join("hall").join("2020-03-31");
    fs::create_dir_all(&snapshot).unwrap();
    fs::write(snapshot.join("sites.csv"), format!("{SITES}{KNOWN}")).unwrap();
    let words = root.path().join("own.md");
    let run = |text: &str| {
        fs::write(&words, text).unwrap();
        let out = root.path().join("out");
        terrier()
            .arg("report")
            .arg(&snapshot)
            .arg("--out")
            .arg(&out)
            .arg("--paper")
            .arg(&words)
            .assert()
    };
    run("# Ours\n").success();
    let report = root.path().join("out/2020-03-31");
    let manifest = fs::read_to_string(report.join("manifest.json")).unwrap();
    assert!(manifest.contains(blake3::hash(b"# Ours\n").to_hex().as_str()), "{manifest}");
    assert!(fs::read_to_string(report.join("paper.md")).unwrap().contains("# Ours"));
    let failed = run("# Ours\n\n{{ nowhere }}\n").code(2);
    let said = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
    assert!(said.contains("own.md") && said.contains("line 3"), "{said}");
    assert!(fs::read_to_string(report.join("paper.md")).unwrap().contains("# Ours"));
}

#[test]
fn a_report_is_made_anew_when_the_snapshot_before_changes() {
    let root = tempfile::tempdir().unwrap();
    let sites = format!("{SITES}{KNOWN}");
    for day in ["2019-03-31", "2020-03-31"] {
        let folder = root.path().join("in/hall").join(day);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("sites.csv"), &sites).unwrap();
    }
    let out = root.path().join("out");
    let run = || {
        let ran = terrier()
            .arg("batch")
            .arg(root.path().join("in"))
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
        let said = ran.get_output();
        format!(
            "{}{}",
            String::from_utf8_lossy(&said.stdout),
            String::from_utf8_lossy(&said.stderr)
        )
    };
    let _ = run();
    let paper = fs::read_to_string(out.join("hall/2020-03-31/paper.md")).unwrap();
    assert!(paper.contains("Change since 31 March 2019"));
    assert_eq!(run().matches("unchanged").count(), 2);
    let sold = format!("{sites}B,Annex,office,freehold,operational,,,,,,,,,,,\n");
    fs::write(root.path().join("in/hall/2019-03-31/sites.csv"), sold).unwrap();
    assert_eq!(run().matches("unchanged").count(), 0);
    let paper = fs::read_to_string(out.join("hall/2020-03-31/paper.md")).unwrap();
    assert!(paper.contains("No longer in the register: Annex"), "{paper}");
}

#[test]
fn a_fault_in_paper_toml_stops_the_report() {
    let sample = Sample::new();
    fs::write(sample.folder.join("paper.toml"), "too = \"x\"\n").unwrap();
    let said = findings_of(&sample.folder);
    assert!(said.iter().any(|f| f.to_string().contains("paper-file")));
}

/// A break whose notice is not recorded has no day to act by: the paper names it all the same.
#[test]
fn a_break_without_a_notice_is_named() {
    let tables = [
        ("sites", "site_id,name,tenure,use\nA,Alpha,leasehold,office\n"),
        (
            "leases",
            "lease_id,site_id,role,start,expiry,rent\nL,A,tenant,2015-03-25,2030-03-24,10000\n",
        ),
        ("lease_events", "lease_id,kind,on,party\nL,break,2021-03-24,tenant\n"),
    ];
    let run = crate::published::small("2020-03-31", &tables);
    let files = crate::published::without_charts(&run, Edition::Restricted);
    let paper = std::str::from_utf8(&files["paper.md"]).unwrap();
    assert!(
        paper.contains(
            "with no notice period recorded, so the date to act by is not known: Alpha (24 March 2021)"
        ),
        "{paper}"
    );
}
