//! The marks of the map of moves: sites by what is to become of them, partners, arrows of teams.

use super::{
    basemap::Metres,
    font_metrics::FontMetrics,
    markers::Shape,
    sheet::{AMBER, Area, BLACK, Colour, GREY, NAVY, SKY, Sheet, VERMILION, WHITE},
    site_names::{called, names},
};
use crate::{
    edition::{DisplacementRow, SiteRow, View},
    model::{Status, ratio_term},
    wording::{is_refused, whose},
};

/// What is to become of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// A decision closes it.
    Decided,
    /// A recommendation closes it.
    Recommended,
    Open,
    /// Vacant or for sale.
    Unused,
    Partner,
}

impl Fate {
    pub(super) const ALL: [Self; 5] =
        [Self::Open, Self::Recommended, Self::Decided, Self::Unused, Self::Partner];

    fn of(view: &View, site: &SiteRow) -> Self {
        let closes = view.cover.proposed.iter().any(|all| all.site_ids.contains(&site.site_id));
        match site.status {
            _ if closes && site.verdict.decided().is_some() => Self::Decided,
            _ if closes => Self::Recommended,
            Some(Status::Vacant | Status::ForSale) => Self::Unused,
            _ => Self::Open,
        }
    }

    /// Returns its word in files.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Decided => "decided_to_close",
            Self::Recommended => "recommended_to_close",
            Self::Open => "open",
            Self::Unused => "not_in_use",
            Self::Partner => "partner",
        }
    }

    /// Says it for a key.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Decided => "Decided to close",
            Self::Recommended => "Recommended to close",
            Self::Open => "No closure proposed",
            Self::Unused => "Vacant or for sale",
            Self::Partner => "Partner's site",
        }
    }

    /// Returns the radius of the mark; one with no part in a move is small.
    pub(super) const fn radius(self, is_small: bool) -> f64 {
        match self {
            Self::Decided | Self::Recommended => 8.5,
            Self::Open if is_small => 3.5,
            Self::Open => 6.5,
            Self::Unused => 4.0,
            Self::Partner => 7.5,
        }
    }

    pub(super) const fn closes(self) -> bool {
        matches!(self, Self::Decided | Self::Recommended)
    }

    /// Draws the mark: its form tells what the site is, its colour whether its teams have a place.
    pub(super) fn draw(
        self,
        sheet: &mut Sheet,
        (x, y): (f64, f64),
        colour: Colour,
        is_small: bool,
    ) {
        let square =
            |half: f64| Area { left: x - half, top: y - half, right: x + half, bottom: y + half };
        match self {
            Self::Recommended => sheet.rimmed((x, y), 8.5, (colour, BLACK), 1.5),
            Self::Decided => {
                sheet.fill(square(8.5), BLACK);
                sheet.fill(square(7.0), colour);
            }
            Self::Open => {
                let half = self.radius(is_small);
                sheet.fill(square(half), WHITE);
                sheet.fill(square(half - 1.0), if is_small { GREY } else { BLACK });
            }
            Self::Unused => {
                sheet.fill(square(4.0), GREY);
                sheet.fill(square(2.8), WHITE);
            }
            Self::Partner => Shape::Peak.draw(sheet, (x, y), SKY),
        }
        if self.closes() {
            for side in [-1.0, 1.0] {
                sheet.stroke((x - 4.5, y - 4.5 * side), (x + 4.5, y + 4.5 * side), 2.5, BLACK);
            }
        }
    }
}

/// Whether the teams of a site that closes have a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Placing {
    /// All have one, or nobody has to move.
    Found,
    /// For some it is not known.
    NotKnown,
    /// Some have none.
    Refused,
}

impl Placing {
    pub(super) const fn colour(self) -> Colour {
        match self {
            Self::Found => WHITE,
            Self::NotKnown => AMBER,
            Self::Refused => VERMILION,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::NotKnown => "not_known",
            Self::Refused => "none",
        }
    }
}

/// A site on the map: the body's, or a partner's.
pub(super) struct Mark<'a> {
    pub id: &'a str,
    /// As it is called in the picture.
    pub name: String,
    pub at: Metres,
    pub fate: Fate,
    /// Teams that have to leave it, were all sites closed that are proposed to close.
    pub leaving: Vec<&'a DisplacementRow>,
    /// Whether anything moves from it or to it.
    pub is_in: bool,
}

impl Mark<'_> {
    /// Tells whether it closes, is a partner's or has a part in a move: the others are the ground of these.
    pub(super) fn is_told(&self) -> bool {
        self.fate.closes() || self.is_in || self.fate == Fate::Partner
    }

    pub(super) fn radius(&self) -> f64 {
        self.fate.radius(!self.is_told())
    }

    pub(super) fn placing(&self) -> Placing {
        let of = |row: &&DisplacementRow| match &row.place {
            Ok(_) => Placing::Found,
            Err(why) if is_refused(why) => Placing::Refused,
            Err(_) => Placing::NotKnown,
        };
        self.leaving.iter().map(of).max().unwrap_or(Placing::Found)
    }

    /// Returns the FTE that have to leave it, of all or of those with a place, in thousandths.
    pub(super) fn fte(&self, placed: bool) -> i64 {
        let rows = self.leaving.iter().filter(|row| !placed || row.place.is_ok());
        rows.map(|row| row.fte).fold(0, i64::saturating_add)
    }
}

const fn on_map(at: Option<Metres>) -> Option<Metres> {
    match at {
        Some((east, north)) if east.is_finite() && north.is_finite() => at,
        _ => None,
    }
}

/// Returns the sites and partners with a position: those that take teams first, then those whose teams go there, the others
/// that close, those that could share, the partners, and the rest.
pub(super) fn marks<'v>(view: &'v View, metrics: &FontMetrics) -> Vec<Mark<'v>> {
    let held: Vec<&SiteRow> =
        view.sites.iter().filter(|site| site.status != Some(Status::Sold)).collect();
    let shares = || view.matches.rows.iter().filter(|row| row.chosen);
    let sites = names(held.iter().copied(), metrics).into_iter().zip(&held);
    let sites = sites.filter_map(|(name, site)| {
        let takes = view.displacement.flows.iter().any(|flow| flow.to_site_id == site.site_id);
        Some(Mark {
            id: &site.site_id,
            name,
            at: on_map(site.grid)?,
            fate: Fate::of(view, site),
            leaving: view
                .displacement
                .proposed
                .iter()
                .filter(|r| r.site_id == site.site_id)
                .collect(),
            is_in: takes || shares().any(|row| row.site_id == site.site_id),
        })
    });
    let partners: Vec<(String, &str)> = view
        .partners
        .iter()
        .map(|row| {
            let name =
                if row.name.is_empty() { whose("", &row.organisation) } else { row.name.clone() };
            (name, row.partner_id.as_str())
        })
        .collect();
    let named = called(partners.iter().map(|(name, id)| (name.as_str(), *id)), metrics);
    let partners = named.into_iter().zip(&view.partners).filter_map(|(name, row)| {
        Some(Mark {
            id: &row.partner_id,
            name,
            at: on_map(row.grid)?,
            fate: Fate::Partner,
            leaving: Vec::new(),
            is_in: row.chosen,
        })
    });
    let mut marks: Vec<Mark> = sites.chain(partners).collect();
    let flows = &view.displacement.flows;
    marks.sort_by_key(|mark| {
        let is_partner = mark.fate == Fate::Partner;
        let order = match mark.fate {
            _ if !is_partner && flows.iter().any(|flow| flow.to_site_id == mark.id) => 0,
            _ if !is_partner && flows.iter().any(|flow| flow.site_id == mark.id) => 1,
            Fate::Decided | Fate::Recommended => 2,
            _ if mark.is_in => 3,
            Fate::Partner => 4,
            Fate::Open | Fate::Unused => 5,
        };
        (order, mark.fate)
    });
    marks
}

/// Draws an arrow between the edges of two marks, thinner where it begins.
pub(super) fn arrow(
    sheet: &mut Sheet,
    (from, to): ((f64, f64), (f64, f64)),
    (begins, ends): (f64, f64),
    width: f64,
) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let far = dx.hypot(dy).max(1.0);
    let (ux, uy) = (dx / far, dy / far);
    let at = |along: f64, aside: f64| {
        (from.0 + ux * along - uy * aside, from.1 + uy * along + ux * aside)
    };
    let (start, tip) = (begins + 1.0, (far - ends - 1.0).max(begins + 4.0));
    let head = (width * 1.2 + 6.0).min(tip - start);
    let half = width / 2.0;
    let neck = tip - head;
    if neck > start {
        let body =
            vec![at(start, half * 0.4), at(neck, half), at(neck, -half), at(start, -half * 0.4)];
        sheet.polygon(body, NAVY);
    }
    sheet.polygon(vec![at(neck, half + 3.5), at(tip, 0.0), at(neck, -half - 3.5)], NAVY);
}

/// Returns the width of an arrow of so many FTE, of which the most is `most`.
pub(super) fn arrow_width(fte: i64, most: i64) -> f64 {
    const WIDEST: f64 = 9.0;
    (WIDEST * ratio_term(fte) / ratio_term(most.max(1))).max(1.8)
}
