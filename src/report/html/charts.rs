//! The charts that stand in the page.

use minijinja::{Value, context};

use crate::draw::ChartFiles;

/// Said where the page has the first page of each chart alone.
pub(super) const MORE: &str =
    "Charts of several pages show the first page here; charts/index.html shows all pages.";

/// Returns the charts that stand in the page: of a great estate, the first page of each.
pub(super) fn embedded(charts: &[ChartFiles], is_great: bool) -> Vec<&ChartFiles> {
    charts.iter().filter(|chart| !is_great || !is_further_page(&chart.name)).collect()
}

/// Tells whether a chart is the second or a later page of one.
fn is_further_page(name: &str) -> bool {
    name.rsplit_once('_').is_some_and(|(_, page)| page.bytes().all(|b| b.is_ascii_digit()))
}

/// Says once, for the whole picture, what each text of a chart says again: where it starts, and its font.
fn lean(svg: &str) -> String {
    const FONT: &str = " font-family=\"";
    let bare = svg.replace(" text-anchor=\"start\"", "");
    let Some((_, rest)) = bare.split_once(FONT) else { return bare };
    let Some((family, _)) = rest.split_once('"') else { return bare };
    let font = format!("{FONT}{family}\"");
    bare.replace(&font, "").replacen("<svg", &format!("<svg{font}"), 1)
}

pub(super) fn chart(chart: &ChartFiles) -> Value {
    // What comes before the root element has no place inside a page.
    let svg = chart.svg.find("<svg").map_or("", |at| chart.svg.get(at..).unwrap_or_default());
    let svg = lean(svg);
    let words = chart.text.lines().map(str::trim).filter(|line| !line.is_empty());
    context! {
        name => chart.name.as_str(),
        title => chart.title.as_str(),
        svg => Value::from_safe_string(svg),
        words => words.map(Value::from).collect::<Vec<_>>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edition::example;

    #[test]
    fn the_font_is_told_once() {
        let text = |words| {
            format!("<text font-family=\"A, b\" text-anchor=\"start\" x=\"1\">{words}</text>")
        };
        let svg = format!("<svg width=\"9\">{}{}</svg>", text("one"), text("two"));
        assert_eq!(
            lean(&svg),
            "<svg font-family=\"A, b\" width=\"9\"><text x=\"1\">one</text><text x=\"1\">two</text></svg>"
        );
        assert_eq!(lean("<svg><rect/></svg>"), "<svg><rect/></svg>");
    }

    #[test]
    fn a_great_estate_has_the_first_page_of_each_chart() {
        let named = |name: &str| ChartFiles { name: name.to_owned(), ..example::chart() };
        let charts = ["ranking", "ranking_2", "rent_by_year", "lease_timeline_12"].map(named);
        let names = |is_great| -> Vec<String> {
            embedded(&charts, is_great).iter().map(|chart| chart.name.clone()).collect()
        };
        assert_eq!(names(true), ["ranking", "rent_by_year"]);
        assert_eq!(names(false).len(), charts.len());
    }
}
