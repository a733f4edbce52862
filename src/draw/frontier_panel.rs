//! A frontier of plans as a picture has it: its points, what they are held against, the names of its scales.

use super::{ChartNumbers, DrawError, chart_table};
use crate::{
    edition::{FrontierKind, FrontierMarks, FrontierRow, PlanView, View},
    model::{Service, ratio_term},
    wording::{
        beside_frontier, counted_as, frontier, frontier_changes, frontier_scales, frontier_title,
    },
};

/// One frontier.
pub(super) struct Panel<'a> {
    pub kind: FrontierKind,
    pub points: Vec<&'a FrontierRow>,
    pub marks: &'a FrontierMarks,
    /// What lies along it; all that is told where it has one point.
    pub said: Vec<String>,
    /// The names of its scales: across, and upward.
    pub scales: [String; 2],
}

impl Panel<'_> {
    /// Tells whether it has a picture: one point has none.
    pub(super) fn is_drawn(&self) -> bool {
        self.points.len() > 1
    }

    /// Returns a point in the units of the scales: pounds, or demand; and pounds.
    pub(super) fn at(&self, (bounded, best): (i64, i64)) -> (f64, f64) {
        let unit = if self.is_money() { 100.0 } else { 1.0 };
        (ratio_term(bounded) / unit, ratio_term(best) / 100.0)
    }

    /// Tells whether what is bounded is money.
    pub(super) fn is_money(&self) -> bool {
        self.kind == FrontierKind::WorthAgainstBorrowing
    }

    /// Returns what the first point brings more than the last, in pence.
    pub(super) fn gain(&self) -> i64 {
        let ends = self.points.first().zip(self.points.last());
        ends.map_or(0, |(first, last)| first.best.saturating_sub(last.best))
    }

    /// Returns the ends of what is bounded: the least and the most, with the plan.
    pub(super) fn ends(&self) -> (i64, i64) {
        let all = self.points.iter().map(|row| row.bounded).chain([self.marks.plan.0]);
        (all.clone().min().unwrap_or(0), all.max().unwrap_or(0))
    }

    /// Returns the policy's limit where it is not far from the points, which it would press together.
    pub(super) fn limit_drawn(&self) -> Option<i64> {
        let (low, high) = self.ends();
        let span = high.saturating_sub(low);
        let near = low.saturating_sub(span)..=high.saturating_add(span);
        self.marks.limit.map(|limit| limit.bound).filter(|bound| near.contains(bound))
    }
}

/// Returns the frontiers that there is something to say of.
pub(super) fn panels<'a>(view: &View, plan: &'a PlanView) -> Vec<Panel<'a>> {
    let mut panels = Vec::new();
    for marks in &plan.frontier_marks {
        let kind = marks.kind;
        let points = plan.frontiers.iter().filter(|row| row.kind == kind).collect();
        let said = frontier(plan, kind);
        let service = match kind {
            FrontierKind::SavingAgainstBases => Service::ResponseBase,
            _ => Service::PublicCounter,
        };
        let counted = view.cover.coverage.iter().find(|row| row.service == service);
        let counted = counted.map_or("demand", |row| counted_as(row.counted));
        if !said.is_empty() {
            let scales = frontier_scales(kind, counted);
            panels.push(Panel { kind, points, marks, said, scales });
        }
    }
    panels
}

/// Says below the picture how to read it, and what lies along frontiers that it does not draw.
pub(super) fn about(panels: &[Panel]) -> Vec<String> {
    let mut about = vec![
        "Plans are worked out at the points only; between them the line shows what is possible at least. Scales do not \
         begin at zero."
            .to_owned(),
    ];
    let (drawn, others): (Vec<&Panel>, Vec<&Panel>) = panels.iter().partition(|p| p.is_drawn());
    for panel in drawn {
        about.push(beside_frontier(panel.marks));
        if panel.marks.limit.is_some() && panel.limit_drawn().is_none() {
            about.push("That limit is beyond the scale.".to_owned());
        }
    }
    let said = |panel: &Panel| format!("{}: {}", frontier_title(panel.kind), panel.said.join(" "));
    about.extend(others.into_iter().map(said));
    about
}

/// A mark of a panel.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    panel: &'a Panel<'a>,
    mark: &'static str,
    /// What is bounded and what is best there, as [`Panel::at`] takes them.
    at: (i64, Option<i64>),
    row: Option<&'a FrontierRow>,
}

/// Returns the numbers of the frontiers that have a picture.
pub(super) fn numbers(panels: &[Panel]) -> Result<ChartNumbers, DrawError> {
    ChartNumbers::of(&PlanFrontiersChart, PlanFrontiersChart::of(drawn(panels)))
}

fn drawn<'a>(panels: &'a [Panel<'a>]) -> impl Iterator<Item = Drawn<'a>> {
    panels.iter().filter(|panel| panel.is_drawn()).flat_map(|panel| {
        let point = |row: &'a FrontierRow| Drawn {
            panel,
            mark: "point",
            at: (row.bounded, Some(row.best)),
            row: Some(row),
        };
        let (x, y) = panel.marks.plan;
        let plan = Drawn { panel, mark: "plan", at: (x, Some(y)), row: None };
        let limit = |bound| Drawn { panel, mark: "limit", at: (bound, None), row: None };
        let limit = panel.limit_drawn().map(limit);
        panel.points.iter().copied().map(point).chain([plan]).chain(limit)
    })
}

impl Drawn<'_> {
    /// Returns a value where the panel's scales are of money both, or are not.
    fn of(&self, money: bool, value: Option<i64>) -> Option<i64> {
        value.filter(|_| self.panel.is_money() == money)
    }
}

chart_table! {
    /// the marks of the chart of what bounds of the plan cost
    PlanFrontiersChart: file "charts/plan_frontiers.csv", key [];
    rows row: Drawn<'a>;
    "frontier", "Frontier", Text, "", Restricted,
        "what is set against what" = row.panel.kind;
    "mark", "Mark", Text, "", Restricted,
        "a point of the frontier, the plan, or the policy's limit" = row.mark;
    "point", "Point", Whole, "", Restricted,
        "the number of the point, from 1" = row.row.map(|row| row.point);
    "peak_borrowing", "Peak borrowing", Money, "£", Restricted,
        "peak borrowing, where that is bounded" = row.of(true, Some(row.at.0));
    "within_reach", "Within reach", Whole, "as the service counts it", Restricted,
        "demand within the limit of journeys, where that is bounded" = row.of(false, Some(row.at.0));
    "worth", "Net present value", Money, "£", Restricted,
        "net present value over business as usual, where borrowing is bounded" = row.of(true, row.at.1);
    "saving", "Saving", Money, "£ a year", Restricted,
        "what is saved a year, where coverage is bounded" = row.of(false, row.at.1);
    "changes", "Changes", Text, "", Restricted,
        "what differs from the point before" = row.row.map(frontier_changes);
}
