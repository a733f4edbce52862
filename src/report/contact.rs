//! `charts/index.html`: every chart on one page, with its words and its files.
//!
//! The page has no script and loads nothing but the pictures beside it. The template escapes all data.

use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::ReportError;
use crate::wording::long_date;
use crate::{draw::ChartFiles, edition::View};

/// Names the file.
pub(super) const FILE: &str = "charts/index.html";

const TEMPLATE: &str = include_str!("contact.html");
const STYLE: &str = include_str!("contact.css");

/// Writes the page of at least one chart.
pub(super) fn sheet(view: &View, charts: &[ChartFiles]) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(FILE, TEMPLATE)?;
    let page = context! {
        style => Value::from_safe_string(STYLE.to_owned()),
        estate => view.estate.as_str(),
        organisation => view.organisation.as_deref().map(without_stop),
        note => view.note.as_deref().map(without_stop),
        as_of => long_date(view.as_of),
        as_of_iso => view.as_of.to_string(),
        edition => view.edition.word(),
        marking => view.edition.marking(),
        charts => charts.iter().map(chart).collect::<Vec<_>>(),
    };
    Ok(environment.get_template(FILE)?.render(page)?)
}

fn without_stop(text: &str) -> &str {
    text.trim_end_matches('.')
}

fn chart(chart: &ChartFiles) -> Value {
    let slide = chart.slide.as_ref().map(|_| ("_slide.png", "slide (PNG)"));
    let files = [(".svg", "picture (SVG)"), (".png", "picture (PNG)")].into_iter().chain(slide);
    let files = files.chain(chart.board.as_ref().map(|_| ("_board.png", "board paper (PNG)")));
    let files = files.chain([(".csv", "numbers (CSV)"), (".txt", "words (text)")]);
    let links = files.map(|(ending, what)| {
        context! { file => format!("{}{ending}", chart.name), what }
    });
    context! {
        name => chart.name.as_str(),
        title => chart.title.as_str(),
        words => chart.text.trim(),
        width => size(&chart.svg, "width"),
        height => size(&chart.svg, "height"),
        links => links.collect::<Vec<_>>(),
    }
}

/// Returns the width or height that the root of a picture gives, rounded down; a browser needs them to keep the place
/// of one it has not yet loaded.
fn size<'a>(svg: &'a str, name: &str) -> &'a str {
    let root = svg.find("<svg").and_then(|at| svg.get(at..)).unwrap_or_default();
    let root = root.split('>').next().unwrap_or_default();
    let value = root.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
    value.split(['"', '.']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::{Edition, example};

    #[test]
    fn every_chart_is_shown_with_its_words_and_its_files() {
        let further = ChartFiles { name: "ranking_2".to_owned(), slide: None, ..example::chart() };
        let page = sheet(example::hostile(), &[example::chart(), further]).unwrap();
        for expected in [
            "<figure id=\"ranking\">",
            "<h2>Need index of the ranked sites</h2>",
            "<img src=\"ranking.svg\" width=\"80\" height=\"20\"",
            "FEN-001 leads with 61.2.",
            "<a href=\"ranking.png\">picture (PNG)</a>",
            "<a href=\"ranking_slide.png\">slide (PNG)</a>",
            "<a href=\"ranking.csv\">numbers (CSV)</a>",
            "<a href=\"ranking.txt\">words (text)</a>",
            "<a href=\"ranking_2.svg\">picture (SVG)</a>",
        ] {
            assert!(page.contains(expected), "{expected}\n{page}");
        }
        assert!(!page.contains("ranking_2_slide"), "no slide of a further page");
    }

    #[test]
    fn the_page_carries_its_marking_and_runs_nothing() {
        let mut view = example::hostile().clone();
        view.estate = "<script>alert(1)</script>".to_owned();
        for edition in [Edition::Restricted, Edition::Public] {
            view.edition = edition;
            let page = sheet(&view, &[example::chart()]).unwrap();
            assert!(page.matches(edition.marking()).count() >= 2);
            assert!(page.contains("Illustrative data"));
            assert!(
                !page.contains("<script") && !page.contains("http:") && !page.contains("https:")
            );
        }
    }
}
