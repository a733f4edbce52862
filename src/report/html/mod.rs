//! `report.html`: one page that stands alone, for a committee to read on screen, phone or paper.
//!
//! The templates escape all data; only the style sheet, the script, levels as numbers and the drawn charts go in
//! as they are. The page loads nothing, runs nothing but its own script, and says so in its content
//! security policy (`security`); without the script all can be read. Row numbers of input files stand in the
//! data files only. A section is a template of its own and a line of [`SECTIONS`].

mod calendar;
mod changes;
mod charts;
mod coverage;
mod findings;
mod fund;
pub(super) mod group;
mod known;
mod lease_terms;
mod leases;
mod lettings;
mod map;
mod options;
mod plan;
mod ranking;
mod security;
mod sift;
mod site_leases;
mod sites;
mod summary;
mod weights;

use std::collections::{BTreeMap, BTreeSet};

use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::ReportError;
use crate::{
    draw::ChartFiles,
    edition::{CostLine, SiteRow, View},
    model::pounds,
    tables,
    wording::{capital, count, long_date, spoken},
};

/// The page and what it includes; the ending of a name turns escaping on.
const TEMPLATES: [(&str, &str); 32] = [
    ("page.html", include_str!("page.html")),
    ("macros.html", include_str!("macros.html")),
    ("says.html", include_str!("says.html")),
    ("ranking.html", include_str!("ranking.html")),
    ("sift.html", include_str!("sift.html")),
    ("site_sift.html", include_str!("site_sift.html")),
    ("weights.html", include_str!("weights.html")),
    ("map.html", include_str!("map.html")),
    ("coverage.html", include_str!("coverage.html")),
    ("charts.html", include_str!("charts.html")),
    ("options.html", include_str!("options.html")),
    ("calendar.html", include_str!("calendar.html")),
    ("terms.html", include_str!("terms.html")),
    ("rent.html", include_str!("rent.html")),
    ("accounts.html", include_str!("accounts.html")),
    ("lettings.html", include_str!("lettings.html")),
    ("programme.html", include_str!("programme.html")),
    ("plan.html", include_str!("plan.html")),
    ("changes.html", include_str!("changes.html")),
    ("chart.html", include_str!("chart.html")),
    ("text_block.html", include_str!("text_block.html")),
    ("benefits.html", include_str!("benefits.html")),
    ("sites.html", include_str!("sites.html")),
    ("site_options.html", include_str!("site_options.html")),
    ("site_leases.html", include_str!("site_leases.html")),
    ("cost.html", include_str!("cost.html")),
    ("known.html", include_str!("known.html")),
    ("next.html", include_str!("next.html")),
    ("findings.html", include_str!("findings.html")),
    ("method.html", include_str!("method.html")),
    ("policy.html", include_str!("policy.html")),
    ("files.html", include_str!("files.html")),
];

/// The sections in the order of the page: anchor, title in the contents, and the value in the context
/// without which a section is left out. The template is `ANCHOR.html`.
const SECTIONS: [(&str, &str, Option<&str>); 25] = [
    ("says", "Summary", None),
    ("sift", "First sift", Some("sift_leads")),
    ("ranking", "Ranking", None),
    ("sift", "First sift", Some("sift_follows")),
    ("changes", "What changed", Some("changes")),
    ("map", "Map", Some("map")),
    ("coverage", "Coverage", Some("coverage")),
    ("charts", "Charts", Some("charts")),
    ("options", "Options", Some("options")),
    ("plan", "Plan of the whole estate", Some("plan")),
    ("calendar", "Lease calendar", Some("calendar")),
    ("terms", "Lease summary", Some("terms")),
    ("rent", "Rent by year", Some("rent")),
    ("accounts", "Leases in the accounts", Some("accounts")),
    ("lettings", "Lettings", Some("lettings")),
    ("programme", "Capital programme", Some("programme")),
    ("benefits", "Benefits", Some("benefits")),
    ("cost", "Running cost", None),
    ("sites", "Site by site", Some("sites")),
    ("known", "Completeness of the data", None),
    ("next", "What to find out next", None),
    ("findings", "Findings", None),
    ("method", "Method", None),
    ("policy", "Policy", None),
    ("files", "Files", None),
];

const STYLES: [&str; 4] = [
    include_str!("page.css"),
    include_str!("tables.css"),
    include_str!("controls.css"),
    include_str!("print.css"),
];

/// In the order in which they rely on each other.
const SCRIPTS: [&str; 9] = [
    include_str!("script/score.js"),
    include_str!("script/table.js"),
    include_str!("script/rows.js"),
    include_str!("script/weights.js"),
    include_str!("script/swing.js"),
    include_str!("script/map.js"),
    include_str!("script/coverage.js"),
    include_str!("script/along.js"),
    include_str!("script/start.js"),
];

/// Up to so many sites, each has a section of its own.
const MOST_SITES: usize = 300;
/// Sections beyond that: the first so many ranked sites.
const SITES_SHOWN: usize = 20;

/// Writes the page; the files of the report are listed at its foot by their paths.
pub(super) fn page(
    view: &View,
    charts: &[ChartFiles],
    paths: &[&str],
) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, template) in TEMPLATES {
        environment.add_template(name, template)?;
    }
    let sections = with_section(view);
    let embedded = charts::embedded(charts, is_great(view));
    let shown = Shown::of(&sections);
    let (style, script) = (style(view), script());
    let drawn = charts.iter().flat_map(|chart| security::styles(&chart.svg));
    let policy = security::policy(drawn.chain([style.as_str()]), &script);
    let page = context! {
        style => Value::from_safe_string(style.clone()),
        script => Value::from_safe_string(script.clone()),
        security => Value::from_safe_string(policy),
        estate => view.estate.as_str(),
        organisation => view.organisation.as_deref(),
        note => view.note.as_deref(),
        as_of => long_date(view.as_of),
        as_of_iso => view.as_of.to_string(),
        edition => view.edition.word(),
        marking => view.edition.marking(),
        policy => view.policy.as_str(),
        weights_found => crate::wording::weights_found(&view.weightings),
        longlist => crate::wording::LONGLIST,
        cost_year => view.cost_year.to_string(),
        key_figures => summary::key_figures(view),
        sentences => summary::sentences(view),
        leaders => summary::leaders(view, &shown),
        sifted => sift::leaders(view, &shown, summary::LEADERS),
        known => known::known(view),
        next => known::next(view),
        remarks => crate::wording::remarks(&view.remarks).collect::<Vec<_>>(),
        charts => list(&embedded, |of| charts::chart(of)),
        more_charts => (embedded.len() < charts.len()).then_some(charts::MORE),
        sift => sift::sift(view, &shown),
        sift_leads => view.sift.leads && !view.sift.rows.is_empty(),
        sift_follows => !view.sift.leads && !view.sift.rows.is_empty(),
        ranking => ranking::rows(view, &shown),
        rest => ranking::rest(view, &shown),
        sure => ranking::sure(view),
        filters => ranking::filters(view),
        statuses => ranking::statuses(view),
        any_questioned => view.sites.iter().any(|site| !site.questioned.is_empty()),
        weights => weights::sliders(view),
        map => map::map(view, &shown),
        coverage => super::paper::coverage::found(view),
        closing => coverage::panel(view),
        calendar => calendar::calendar(view, &shown),
        terms => lease_terms::summary(view, &shown),
        rent => leases::rent(view),
        accounts => leases::accounts(view, &shown),
        programme => fund::programme(view),
        benefits => fund::benefits(view),
        plan => plan::plan(view),
        changes => changes::changes(view),
        lettings => lettings::lettings(view, &shown),
        options => options::options(view, &shown),
        sites => sites::sections(view, &sections, &shown),
        sites_cut => sites_cut(view, &sections),
        costs => costs(&view.totals.costs, view.totals.running_cost.map(|(_, pence)| pence)),
        costed => view.totals.running_cost.map(|(sites, _)| count(sites, "site")),
        finding_groups => findings::groups(&view.findings),
        findings_said => findings::describe(&view.findings),
        finding_filters => findings::filters(&view.findings),
        scores => weights::describe(view),
        figures => list(&view.figures, |f| context! {
            name => spoken(&f.name),
            value => f.value.as_str(),
            unit => f.unit.as_str(),
            meaning => f.meaning.as_str(),
            source => f.source.as_str(),
        }),
        files => list(paths, |path| context! {
            path => *path,
            what => what_is(path),
        }),
    };
    let page = context! { sections => present(&page), ..page };
    let mut page = environment.get_template("page.html")?.render(page)?;
    // A table that is too long for CSV is named as the file that has it.
    for table in tables::ALL {
        let long = super::long::long_file(table.file());
        if paths.contains(&long.as_str()) {
            page = page.replace(table.file(), &long);
        }
    }
    Ok(page)
}

/// Tells whether an estate is so large that the page names only the first of its sites and charts.
fn is_great(view: &View) -> bool {
    view.sites.len() > MOST_SITES
}

/// Returns how many rows of a table the page shows: of a great estate half as many.
fn at_most(view: &View, rows: usize) -> usize {
    if is_great(view) { rows / 2 } else { rows }
}

/// Returns the sections that there is something to say in.
fn present(page: &Value) -> Value {
    let is_there = |needs: Option<&str>| {
        needs.is_none_or(|name| page.get_attr(name).is_ok_and(|value| value.is_true()))
    };
    let sections = SECTIONS.iter().filter(|(.., needs)| is_there(*needs));
    let section = |(id, title, _): &(&str, &str, _)| {
        context! { id => *id, title => *title, template => format!("{id}.html") }
    };
    sections.map(section).collect::<Vec<_>>().into()
}

/// Returns the style sheet; the marking on paper is our own words, which hold no quotes.
fn style(view: &View) -> String {
    let marking = view.edition.marking();
    let print =
        format!("@media print {{ @page {{ @top-center {{ content: \"{marking}\"; }} }} }}\n");
    format!("\n{}{print}", STYLES.concat())
}

/// Returns the script, its names its own.
fn script() -> String {
    format!("\n(() => {{\n'use strict';\n{}}})();\n", SCRIPTS.concat())
}

/// Makes a list of values for the template.
fn list<T>(items: &[T], value: impl FnMut(&T) -> Value) -> Value {
    items.iter().map(value).collect::<Vec<_>>().into()
}

/// Returns the sites that have a section of their own, in the order of the ranking, or of the sift where few of a
/// great estate are ranked.
fn with_section(view: &View) -> Vec<&SiteRow> {
    if !is_great(view) {
        return view.sites.iter().collect();
    }
    if view.sift.leads {
        let sites: BTreeMap<&str, &SiteRow> =
            view.sites.iter().map(|site| (site.site_id.as_str(), site)).collect();
        let sifted = view.sift.rows.iter().filter_map(|row| sites.get(row.site_id.as_str()));
        return sifted.copied().take(SITES_SHOWN).collect();
    }
    view.sites.iter().filter(|site| site.rank.is_some()).take(SITES_SHOWN).collect()
}

/// Says which sites have no section, if any.
fn sites_cut(view: &View, shown: &[&SiteRow]) -> Option<String> {
    (shown.len() < view.sites.len()).then(|| {
        format!(
            "The estate has {}. Only the first {} of the {} have a section here; see the \
             workbook and contributions.csv for all sites.",
            count(view.sites.len(), "site"),
            shown.len(),
            if view.sift.leads { "first sift" } else { "ranking" }
        )
    })
}

/// Returns the name of a site's place in the page: letters, digits, `-`, `.` and `_` stay, so that
/// links read well; any other character becomes `~hex~`, so that no two sites share one.
fn anchor(site_id: &str) -> String {
    let mut anchor = String::from("site-");
    for c in site_id.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') {
            anchor.push(c);
        } else {
            anchor.push_str(&format!("~{:x}~", u32::from(c)));
        }
    }
    anchor
}

/// The ids of the sites that have a section.
struct Shown<'a>(BTreeSet<&'a str>);

impl<'a> Shown<'a> {
    fn of(sites: &[&'a SiteRow]) -> Self {
        Self(sites.iter().map(|site| site.site_id.as_str()).collect())
    }

    /// Returns the anchor of a site that has a section.
    fn link(&self, site_id: &str) -> Option<String> {
        self.0.contains(site_id).then(|| anchor(site_id))
    }
}

/// Returns the lines of a running cost and its total, as shown.
fn costs(lines: &[CostLine], total: Option<i64>) -> Value {
    let lines = list(lines, |line| {
        context! {
            category => line.category.label(),
            amount => pounds(line.pence),
        }
    });
    context! { lines, total => total.map(pounds) }
}

/// Says what a file of the report is: a table by its declaration, the others by name.
fn what_is(path: &str) -> &'static str {
    if let Some(table) = tables::of_file(path) {
        return table.what();
    }
    match path {
        "workbook.xlsx" => "all tables as worksheets",
        "facts.parquet" => "the readings at each site, for other software",
        "datapackage.json" => "descriptions of the columns of the data files, for other software",
        "map.geojson" => {
            "the sites on a map, with zones, partners and moves where the edition shows them"
        }
        "lease_events.ics" => "the lease calendar, for calendar software",
        "group.xlsx" => "the tables as worksheets, with a guide on the first sheet",
        "group.md" => "the text of this page, for a paper",
        "paper.docx" => "the board paper, for Word",
        "paper.md" => "the board paper as text",
        "charts/index.html" => "all charts on one page",
        "EDITION.txt" => "who may read the data files",
        _ => match path.strip_prefix("charts/").and_then(|name| name.rsplit_once('.')) {
            Some((_, "svg")) => "chart for print",
            Some((_, "png")) => "chart as an image",
            Some((_, "csv")) => "data of the chart",
            Some((_, "txt")) => "text alternative of the chart",
            _ => "",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    fn page_of(view: &View) -> String {
        let charts = [example::chart()];
        page(view, &charts, &["ranking.csv"]).unwrap()
    }

    #[test]
    fn data_cannot_become_markup() {
        let page = page_of(example::hostile());
        // Our own script and the levels it reads; `</script>` ends nothing else.
        assert_eq!(page.matches("<script").count(), 2);
        assert_eq!(page.matches("</script").count(), 2);
        assert!(!page.contains("<b>old") && !page.contains("<u>") && !page.contains("<i>than"));
        assert!(!page.contains("<i>all") && page.contains("&lt;i&gt;all"));
        assert!(!page.contains("<img"));
        assert!(!page.contains("<b>Too</b>"));
        assert!(page.contains("&lt;script&gt;alert(1)"));
    }

    #[test]
    fn the_page_loads_nothing_and_says_so() {
        let page = page_of(example::hostile());
        assert!(page.contains("Content-Security-Policy"));
        assert!(page.contains("default-src 'none'") && !page.contains("unsafe"));
        // Neither a name space nor escaped text loads anything.
        let page = page.replace("http://www.w3.org/2000/svg", "").replace("&lt;img src=x", "");
        for remote in ["http://", "https://", "src=", "@import", "url("] {
            assert!(!page.contains(remote), "{remote}");
        }
    }

    #[test]
    fn marking_and_note_stand_on_the_page() {
        let view = example::hostile();
        let page = page_of(view);
        assert!(page.contains(view.edition.marking()));
        assert!(page.contains("Illustrative data"));
        assert!(page.contains("lang=\"en-GB\""));
    }

    #[test]
    fn a_site_is_linked_by_its_id_whatever_it_holds() {
        let page = page_of(example::hostile());
        assert!(page.contains("id=\"site-FEN-001\"") && page.contains("href=\"#site-FEN-001\""));
        assert!(page.contains("id=\"site-~3d~cmd~28~~29~\""));
        assert_ne!(anchor("A 1"), anchor("A_1"));
    }

    #[test]
    fn numbers_of_rows_are_left_to_the_data_files() {
        let mut view = example::hostile().clone();
        let page = page_of(&view);
        for finding in &mut view.findings {
            finding.row = finding.row.map(|row| row + 1_000);
        }
        view.sources.clear();
        assert_eq!(page, page_of(&view));
    }

    #[test]
    fn a_great_estate_has_sections_for_the_first_sites_only() {
        let mut view = example::hostile().clone();
        view.sites = example::sites(1_000);
        let page = page_of(&view);
        assert_eq!(page.matches("<section class=\"site\"").count(), SITES_SHOWN);
        assert!(page.contains("The estate has 1,000 sites."));
        assert!(!page.contains("href=\"#site-S-101\""));
    }

    #[test]
    fn leases_have_sections_where_there_are_any() {
        let titles = [
            "Lease calendar",
            "Lease summary",
            "Rent by year",
            "Leases in the accounts",
            "Lettings",
        ];
        let (with, without) = (page_of(example::hostile()), page_of(example::empty()));
        for title in titles {
            let heading = format!("-title\">{title}</h2>");
            assert!(with.contains(&heading) && !without.contains(&heading), "{title}");
        }
        for words in ["<h4>Exit</h4>", "Cash flow in detail", "24 September 2023"] {
            assert!(with.contains(words) && !without.contains(words), "{words}");
        }
    }

    #[test]
    fn options_have_a_section_and_stand_in_the_ranking() {
        let (with, without) = (page_of(example::hostile()), page_of(example::empty()));
        for words in [
            "-title\">Options</h2>",
            "<h4>Recommended: sell as it stands</h4>",
            "It remains the best option unless",
            "Facts needed before an option can be recommended",
            "Conflicts with the principle: &lt;u&gt;Access",
            "<th scope=\"col\">Option</th>",
        ] {
            assert!(with.contains(words) && !without.contains(words), "{words}");
        }
    }

    #[test]
    fn tables_name_themselves_and_their_columns() {
        let page = page_of(example::hostile());
        assert_eq!(page.matches("<table").count(), page.matches("<caption").count());
        assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count());
        assert!(!page.contains("<th>"));
    }

    #[test]
    fn an_estate_without_sites_is_a_page_too() {
        let page = page(example::empty(), &[], &[]).unwrap();
        assert!(page.contains("No site is ranked"));
    }

    #[test]
    fn tags_are_closed() {
        let page = page_of(example::hostile());
        for tag in ["table", "section", "tr", "td", "th", "ul", "ol", "figure", "div", "dl", "p"] {
            let opened = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }
}
