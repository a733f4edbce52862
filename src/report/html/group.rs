//! `group.html`: the page of several bodies, with the styles of an estate's page and no script.

use minijinja::{Environment, UndefinedBehavior, Value, context, syntax::SyntaxConfig};

use super::{STYLES, changes, security};
use crate::{
    edition::GroupView,
    report::{OutputFile, ReportError, group},
    tables::OF_GROUP,
    wording::{TextBlock, capital, long_date},
};

/// Writes the page; `files` are listed at its foot.
pub(in crate::report) fn page(
    view: &GroupView,
    blocks: &[TextBlock],
    files: &[OutputFile],
) -> Result<String, ReportError> {
    const NAME: &str = "group.html";
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_template(NAME, include_str!("group.html"))?;
    environment.add_template("text_block.html", include_str!("text_block.html"))?;
    let marking = view.edition.marking();
    let print =
        format!("@media print {{ @page {{ @top-center {{ content: \"{marking}\"; }} }} }}\n");
    // A column for each body: cells with a figure and its sites are broken.
    let style = format!("\n{}td.number {{ white-space: normal; }}\n{print}", STYLES.concat());
    let policy = security::policy([style.as_str()].into_iter(), "");
    let what = |path: &str| {
        let table = OF_GROUP.iter().find(|table| table.file() == path);
        table.map(|table| capital(table.what()))
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
        blocks => blocks.iter().map(changes::block).collect::<Vec<_>>(),
        files => files
            .iter()
            .map(|file| context! { path => file.path.as_str(), what => what(&file.path) })
            .collect::<Vec<_>>(),
    };
    Ok(environment.get_template(NAME)?.render(page)?)
}
