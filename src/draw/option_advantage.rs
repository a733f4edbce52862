//! Economic advantage of each site's leading option over business as usual.

use std::collections::BTreeMap;

use super::{
    Chart, ChartNumbers, DrawError,
    axis::Axis,
    bars::{Bars, Label, beside},
    chart_table,
    font_metrics::FontMetrics,
    frame::{self, Caption, Key, Page},
    sheet::{Area, BLACK, Form, Line, NAVY, Sheet, WHITE},
    site_names::called,
};
use crate::{
    edition::{Advice, AdviceRow, OptionRow, View},
    model::{OptionKind, pounds_short, ratio_term, with_thousands},
    wording::{capital, count_of, first_words, left_over, number, option},
};

/// From where the options are written to the right end of what is drawn.
const OPTION: f64 = 150.0;
/// Room for an advantage beside its bar.
const VALUE: f64 = 132.0;
const USUAL: Option<OptionKind> = Some(OptionKind::BusinessAsUsual);

/// A site as it is drawn.
struct Row<'a> {
    name: String,
    /// The advantage, or the least it can be, in pence.
    pence: i64,
    option: &'a OptionRow,
    /// Whether it is open, decided or recommended.
    advice: Advice,
}

impl Row<'_> {
    /// Tells whether the advantage is a bound.
    const fn is_least(&self) -> bool {
        self.option.advantage_economic.is_none()
    }

    fn value(&self) -> String {
        let least = if self.is_least() { "at least " } else { "" };
        format!("{least}{}", pounds_short(self.pence))
    }

    fn doing(&self) -> String {
        let state = match self.advice {
            Advice::Recommended => String::new(),
            advice => format!(" ({advice})"),
        };
        format!("{}{state}", option(self.option.option))
    }
}

/// Sites that are not drawn, by why.
struct Others {
    /// Sites with options.
    of: usize,
    usual: usize,
    usual_decided: usize,
    /// Decided on an option that is worth no more than business as usual.
    decided_for_less: usize,
    usual_open: usize,
    nothing: usize,
}

/// Draws the sites at which another option than business as usual leads, largest advantage first, 25 a page.
pub(super) fn charts(
    view: &View,
    metrics: &FontMetrics,
    form: Form,
) -> Result<Vec<Chart>, DrawError> {
    let options: BTreeMap<(&str, OptionKind), &OptionRow> =
        view.options.rows.iter().map(|o| ((o.site_id.as_str(), o.option), o)).collect();
    let advice = &view.options.advice;
    let named = called(advice.iter().map(|a| (a.name.as_str(), a.site_id.as_str())), metrics);
    let mut rows: Vec<Row> = named
        .into_iter()
        .zip(advice)
        .filter(|(_, a)| a.verdict.leads != USUAL)
        .filter_map(|(name, a)| {
            let option = options.get(&(a.site_id.as_str(), a.verdict.leads?))?;
            let pence = option.advantage_economic.or(option.advantage_low)?.pence()?;
            Some(Row { name, pence, option, advice: a.verdict.advice })
        })
        .collect();
    let drawn = rows.len();
    rows.retain(|row| row.advice != Advice::Decided || row.pence > 0);
    let decided_for_less = drawn - rows.len();
    rows.sort_by(|a, b| {
        b.pence.cmp(&a.pence).then_with(|| a.option.site_id.cmp(&b.option.site_id))
    });
    let of = |keep: fn(&AdviceRow) -> bool| advice.iter().filter(|a| keep(a)).count();
    let others = Others {
        of: of(|a| a.verdict.is_any()),
        usual: of(|a| a.verdict.recommended() == USUAL),
        usual_decided: of(|a| a.verdict.decided() == USUAL),
        decided_for_less,
        usual_open: of(|a| a.verdict.is_open() && a.verdict.leads == USUAL),
        nothing: of(|a| a.verdict.is_open() && a.verdict.leads.is_none()),
    };
    let pages = frame::pages(form, &rows);
    pages.iter().map(|page| chart(view, metrics, (&rows, page), &others, form)).collect()
}

fn chart(
    view: &View,
    metrics: &FontMetrics,
    (all, page): (&[Row], &Page<Row>),
    others: &Others,
    form: Form,
) -> Result<Chart, DrawError> {
    let title = title(all, page, others);
    let caption = Caption::of(view, about(all, page, others, form));
    Ok(Chart {
        name: page.name("option_advantage"),
        sheet: sheet(metrics, form, &title, (all, page), &caption),
        numbers: ChartNumbers::of(
            &OptionAdvantageChart,
            OptionAdvantageChart::of(page.rows.iter()),
        )?,
        text: text(&title, page, &caption),
        title,
    })
}

fn title(all: &[Row], page: &Page<Row>, others: &Others) -> String {
    let count = with_thousands(&all.len().to_string());
    if page.number > 1 {
        return format!("Leading options at sites {} to {} of {count}", page.first, page.last);
    }
    match all {
        [only] if others.of == 1 => {
            format!("Another option leads at {}", first_words(&only.name, 4))
        }
        _ => {
            let of = with_thousands(&others.of.to_string());
            format!("Another option leads at {count} of {of} sites")
        }
    }
}

/// Says how many are decided, recommended and open: `Of these: 14 recommended, two still open.`
fn states(all: &[Row]) -> Option<String> {
    let count = |advice: Advice| all.iter().filter(|row| row.advice == advice).count();
    let states = [
        (Advice::Decided, "decided"),
        (Advice::Recommended, "recommended"),
        (Advice::Open, "still open"),
    ];
    let found = states.map(|(advice, word)| (count(advice), word));
    let words: Vec<String> = found
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", number(*count)))
        .collect();
    (!words.is_empty()).then(|| format!("Of these: {}.", words.join(", ")))
}

fn about(all: &[Row], page: &Page<Row>, others: &Others, form: Form) -> Vec<String> {
    let total = count_of(all.len(), "site", "sites");
    let mut about = vec![if page.first == page.last {
        format!("Shown: {total} where another option leads, number {}.", page.first)
    } else {
        let (first, last) = (page.first, page.last);
        format!("Shown: numbers {first} to {last} of {total} where another option leads.")
    }];
    about.extend(states(all));
    about.push("Present value in the economic case, less that of business as usual.".to_owned());
    about.extend(left_over(all.len(), form.drawn(all.len())));
    let mut rest = |count: usize, what: &str| {
        if count > 0 {
            let sites = if count == 1 { "site" } else { "sites" };
            about.push(format!("{} {sites} not shown: {what}.", capital(&number(count))));
        }
    };
    rest(others.usual, "business as usual is recommended");
    rest(others.usual_decided, "business as usual is decided");
    rest(others.decided_for_less, "decided, and worth no more than business as usual");
    rest(others.usual_open, "open, business as usual leads on present information");
    rest(others.nothing, "open, no option leads");
    about
}

fn sheet(
    metrics: &FontMetrics,
    form: Form,
    title: &str,
    (all, page): (&[Row], &Page<Row>),
    caption: &Caption,
) -> Sheet {
    const SIZE: f64 = 14.0;
    let shown = "Economic advantage of the leading option over business as usual, £, present value";
    let (mut sheet, y) = frame::begin(form, metrics, title, shown);
    let keys = [
        Key::new("Recommended or decided", |sheet, area| bar(sheet, area, false)),
        Key::new("Open: leads on present information", |sheet, area| bar(sheet, area, true)),
        Key::new("At least: may be higher", |sheet, area| {
            goes_on(sheet, area.left + 8.0, f64::midpoint(area.top, area.bottom));
        }),
    ];
    let y = frame::legend(&mut sheet, metrics, y, &keys);
    let labels: Vec<_> =
        page.rows.iter().map(|r| Label { before: String::new(), name: r.name.clone() }).collect();
    // Every page has the same scale, so that bars can be compared across them.
    let pounds = |row: &Row| ratio_term(row.pence) / 100.0;
    let drawn = all.iter().take(form.drawn(all.len()));
    let high = drawn.map(pounds).fold(0.0, f64::max);
    let option = form.right() - OPTION;
    let points = (form.either(200.0, 330.0), option - VALUE);
    let axis = Axis::over(0.0, high, 1.0, form.either(4.0, 6.0), points);
    let bars = Bars::begin(&mut sheet, metrics, y, &labels, axis, |v| axis.pounds(v));
    for (at, row) in (0..).zip(page.rows) {
        let area = bars.area(at, 0.0, pounds(row));
        bar(&mut sheet, area, row.advice == Advice::Open);
        let y = bars.middle(at);
        let mut end = area.right + 8.0;
        if row.is_least() {
            goes_on(&mut sheet, area.right + 2.0, y);
            end += 12.0;
        }
        sheet.text(Line::new(row.value(), end, y + 5.0, SIZE).bold());
        beside(&mut sheet, metrics, &row.doing(), (option, y), OPTION);
    }
    let y = bars.end(&mut sheet, "Economic advantage (£, present value)");
    frame::end(&mut sheet, metrics, y, caption);
    sheet
}

/// Draws a bar: full when recommended or decided, hatched in an outline while it is open.
fn bar(sheet: &mut Sheet, area: Area, open: bool) {
    if open {
        sheet.fill(area, WHITE);
        sheet.hatch(area, 7.0, NAVY);
        sheet.outline(area, 1.5, NAVY);
    } else {
        sheet.fill(area, NAVY);
    }
}

/// Draws the head of an arrow to the right.
fn goes_on(sheet: &mut Sheet, x: f64, y: f64) {
    sheet.polygon(vec![(x, y - 7.0), (x + 10.0, y), (x, y + 7.0)], BLACK);
}

chart_table! {
    /// the bars of the chart of the advantage of the leading option
    OptionAdvantageChart: file "charts/option_advantage.csv", key ["site_id"];
    rows row: &'a Row<'a>;
    "site_id", "Site", Text, "", Restricted,
        "the site's id as in `sites`" = &row.option.site_id;
    "name", "Name", Text, "", Restricted,
        "the site's name" = &row.option.name;
    "leads", "Option", Text, "", Restricted,
        "the option that is decided, recommended or leads" = row.option.option;
    "state", "State", Text, "", Restricted,
        "whether it is decided, recommended or open" = row.advice;
    "advantage_economic", "Advantage", Money, "£", Restricted,
        "net present value over business as usual in the economic case: the length of the bar; empty is not known"
            = row.option.advantage_economic;
    "advantage_low", "Advantage low", Money, "£", Restricted,
        "the lowest it can be" = row.option.advantage_low;
    "advantage_high", "Advantage high", Money, "£", Restricted,
        "the highest it can be" = row.option.advantage_high;
}

/// Returns the message and the five longest bars in sentences.
fn text(title: &str, page: &Page<Row>, caption: &Caption) -> String {
    const DESCRIBED: usize = 5;
    let mut out = vec![
        format!("{title}."),
        "Bar chart of the economic advantage of each site's leading option over business as usual."
            .to_owned(),
    ];
    out.extend(
        page.rows
            .iter()
            .take(DESCRIBED)
            .map(|r| format!("{}: {}, {}.", r.name, r.doing(), r.value())),
    );
    out.extend(caption.sentences());
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{super::samples, *};

    fn drawn(view: &View) -> Vec<Chart> {
        samples::drawn(charts, view)
    }

    #[rstest]
    #[case(2, "Another option leads at 2 of 2 sites")]
    #[case(1, "Another option leads at Turvesey Police Station")]
    #[case(20, "Another option leads at 13 of 20 sites")]
    fn a_title_is_true_of(#[case] count: usize, #[case] expected: &str) {
        assert_eq!(drawn(&samples::options(count)).first().unwrap().title, expected);
    }

    #[test]
    fn a_bound_says_at_least_and_an_open_one_says_open() {
        let chart = drawn(&samples::options(20)).remove(0);
        let words = samples::words(&chart.sheet).replace('\n', " ");
        assert!(words.contains("at least £"), "{words}");
        assert!(words.contains("sell with planning permission (open)"), "{words}");
        assert!(words.contains("Five sites not shown: open, business as usual leads"), "{words}");
    }

    #[test]
    fn nothing_is_drawn_where_there_is_no_option() {
        assert!(drawn(&samples::view(3)).is_empty());
    }
}
