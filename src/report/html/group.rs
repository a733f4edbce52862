//! `group.html`: the page of several bodies, with the styles of an estate's page and no script.

use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::{STYLES, changes, charts::chart, security, what_is};
use crate::{
    draw::ChartFiles,
    edition::GroupView,
    report::{OutputFile, ReportError, group},
    tables::OF_GROUP,
    wording::{TextBlock, capital, long_date},
};

/// Writes the page; `files` are listed at its foot.
pub(in crate::report) fn page(
    view: &GroupView,
    blocks: &[TextBlock],
    charts: &[ChartFiles],
    files: &[OutputFile],
) -> Result<String, ReportError> {
    const NAME: &str = "group.html";
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(NAME, include_str!("group.html"))?;
    environment.add_template("text_block.html", include_str!("text_block.html"))?;
    environment.add_template("chart.html", include_str!("chart.html"))?;
    let marking = view.edition.marking();
    let print =
        format!("@media print {{ @page {{ @top-center {{ content: \"{marking}\"; }} }} }}\n");
    // A column for each body: cells with a figure and its sites are broken.
    let style = format!("\n{}td.number {{ white-space: normal; }}\n{print}", STYLES.concat());
    let drawn = charts.iter().flat_map(|chart| security::styles(&chart.svg));
    let policy = security::policy(drawn.chain([style.as_str()]), "");
    let what = |path: &str| {
        let table = OF_GROUP.iter().find(|table| table.file() == path);
        let words = table.map_or_else(|| what_is(path), |table| table.what());
        (!words.is_empty()).then(|| capital(words))
    };
    let block = |block: &TextBlock| {
        let drawn = group::charts_of(block, charts);
        context! { charts => drawn.map(chart).collect::<Vec<_>>(), ..changes::block(block) }
    };
    let page = context! {
        style => Value::from_safe_string(style.clone()),
        security => Value::from_safe_string(policy),
        name => view.name.as_str(),
        bodies => group::bodies(view),
        note => view.note.as_deref(),
        as_of => long_date(view.as_of),
        as_of_iso => view.as_of.to_string(),
        edition => view.edition.word(),
        marking,
        blocks => blocks.iter().map(block).collect::<Vec<_>>(),
        files => files
            .iter()
            .map(|file| context! { path => file.path.as_str(), what => what(&file.path) })
            .collect::<Vec<_>>(),
    };
    Ok(environment.get_template(NAME)?.render(page)?)
}
