//! Rows about sites, their readings, findings and gaps, the policy's criteria and figures, and who may read them.

use super::{CostLine, Verdict};
use crate::{
    model::{
        Basis, CriterionSwing, Date, Finding, Gap, Index, Measure, Points, PositionOf, Quantity,
        Score, Severity, SiteId, State, Status, Tenure, Use, Weight, WeightingMethod,
    },
    score::{Gate, NotRanked},
};

crate::model::words! {
    /// Who may read an output.
    Edition {
        Restricted = "restricted",
        Public = "public",
    }
}

impl Edition {
    /// Returns the words that every page, sheet and picture carries.
    #[must_use]
    pub const fn marking(self) -> &'static str {
        match self {
            Self::Restricted => {
                "RESTRICTED: holds prices and security details; not for publication"
            }
            Self::Public => "Public edition",
        }
    }
}

/// The outline of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlineRow {
    /// Closed rings of metres on the British National Grid, the outer one first, then the holes.
    pub rings: Vec<Vec<(f64, f64)>>,
    /// The same rings in degrees of longitude and latitude.
    pub degrees: Vec<Vec<[f64; 2]>>,
}

/// One site.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct SiteRow {
    pub rank: Option<u32>,
    pub site_id: String,
    pub name: String,
    /// `None` is not known.
    pub site_use: Option<Use>,
    pub tenure: Option<Tenure>,
    pub status: Option<Status>,
    pub district: Option<String>,
    pub need_index: Option<Index>,
    pub need_low: Option<Index>,
    pub need_high: Option<Index>,
    /// The index's part from utilisation and its part from disposal; they add up to it exactly.
    pub halves: Option<(Index, Index)>,
    pub utilisation_score: Option<Points>,
    pub subletting_score: Option<Points>,
    pub disposal_score: Option<Points>,
    /// Share of the index's weight that is known, in ten-thousandths.
    pub known_share: Option<i64>,
    /// What is read of it from a cell that was found questioned, in words; none where nothing is.
    pub questioned: Vec<&'static str>,
    /// The same of each score's weight, in the order of [`Score::ALL`]; `None` where it judges by nothing.
    pub scores_known: [Option<i64>; 3],
    /// The share that a ranking asks for, in ten-thousandths: a score of which less is known is told with its share.
    pub least_known: i64,
    pub gates: Vec<Gate>,
    /// Why it has no rank.
    pub not_ranked: Option<NotRanked>,
    /// What is recommended or decided; nothing in the public edition.
    pub verdict: Verdict,
    /// Why it stands where it does; none when it has no index.
    pub reasons: Vec<super::Reason>,
    /// Longitude and latitude, WGS84.
    pub position: Option<(f64, f64)>,
    /// To how many metres the position's digits tell the place; `None` of the point of a postcode, or without one.
    pub position_within_m: Option<u32>,
    /// What the position is of; `None` without one.
    pub position_of: Option<PositionOf>,
    /// The same in metres east and north on the British National Grid; `None` also far from it.
    pub grid: Option<(f64, f64)>,
    /// Gross internal area in m².
    pub gia_m2: Option<f64>,
    /// The letter of its energy performance certificate, A to G; `None` is not recorded, or exempt.
    pub epc_letter: Option<char>,
    /// The last day of that certificate.
    pub epc_valid_until: Option<Date>,
    /// The reading, a share.
    pub utilisation: Option<f64>,
    /// Pounds per m² without rent.
    pub cost_per_m2: Option<f64>,
    /// The day of its valuation where that is older than the policy allows; never in the public edition.
    pub stale_since: Option<Date>,
    /// Market value in pence; never in the public edition.
    pub value_pence: Option<i64>,
    /// Backlog of all bands in pence; `None` is not known, and never in the public edition.
    pub backlog_pence: Option<i64>,
    /// As recorded; never in the public edition.
    pub workstations: Option<i64>,
    /// Running cost of the year in pence; `None` is not known.
    pub running_cost: Option<i64>,
    /// Running cost a year that giving the site up would save, net of running elsewhere what is needed, in pence;
    /// never in the public edition.
    pub cost_saved: Option<i64>,
    /// What a sale would bring net of its cost, in pence: by the option that is decided, recommended or leads where
    /// that is a sale, else as the site stands; never in the public edition.
    pub net_receipt: Option<i64>,
    /// Parts of the running cost, largest category of the estate first; empty when not known.
    pub costs: Vec<CostLine>,
}

impl SiteRow {
    /// Returns longitude and latitude; `None` when they are not known or not on the globe.
    #[must_use]
    pub fn on_globe(&self) -> Option<(f64, f64)> {
        self.position.filter(|(lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0)
    }

    /// Returns the share of a score's weight that is known, in ten-thousandths, where the score is known but rests on
    /// less than a ranking asks for.
    #[must_use]
    pub fn thin(&self, score: Score) -> Option<i64> {
        let known = |share: &i64| *share > 0 && *share < self.least_known;
        self.scores_known[score as usize].filter(known)
    }
}

/// One line of `measures.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct MeasureRow {
    pub site_id: SiteId,
    pub measure: Measure,
    /// `None` is not known or not shown.
    pub value: Option<Quantity>,
    pub state: State,
    /// Lowest and highest value; `None` is not known or not shown.
    pub range: Option<(Quantity, Quantity)>,
    pub basis: Basis,
    /// The rules that question a cell it rests on: `area-out-of-scale; values-apart`; empty where none does.
    pub questioned: String,
}

/// One line of `contributions.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct ContributionRow {
    pub site_id: SiteId,
    pub score: Score,
    pub criterion: Measure,
    /// `None` is not known or not shown.
    pub reading: Option<Quantity>,
    pub state: State,
    /// 0 to 100; `None` is not known or not shown.
    pub level: Option<f64>,
    /// Least and most the level can be; `None` is not benchmarked or not shown.
    pub level_range: Option<(f64, f64)>,
    pub weight: Weight,
    pub points: Option<Points>,
    pub points_low: Option<Points>,
    pub points_high: Option<Points>,
    pub basis: Basis,
    /// The rules that question a cell it rests on; empty where none does.
    pub questioned: String,
}

/// One line of `findings.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct FindingRow {
    pub severity: Severity,
    pub rule: &'static str,
    pub file: String,
    pub sheet: String,
    pub column: String,
    pub id: String,
    pub found: String,
    pub expected: String,
    pub fix: String,
    pub row: Option<u32>,
}

impl From<&Finding> for FindingRow {
    fn from(finding: &Finding) -> Self {
        Self {
            severity: finding.severity,
            rule: finding.rule.word(),
            file: finding.place.file.to_string(),
            sheet: finding.place.sheet.as_deref().unwrap_or_default().to_owned(),
            column: finding.place.column.clone().unwrap_or_default(),
            id: finding.id.clone(),
            found: finding.found.clone(),
            expected: finding.expected.clone(),
            fix: finding.fix.clone(),
            row: finding.place.row,
        }
    }
}

/// One line of `completeness.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct CompletenessRow {
    pub table: &'static str,
    pub column: &'static str,
    /// Sites shown that have the fact.
    pub known: usize,
    /// Sites shown that are not sold; for leases those of them that are not freehold.
    pub of: usize,
    /// In ten-thousandths; `None` over no site at all.
    pub share: Option<i64>,
    /// Criteria that read it.
    pub criteria: Vec<Measure>,
    /// Sites where the cell could not be used; `None` where that is not told apart.
    pub unreadable: Option<usize>,
    /// Sites at which a criterion waits for the fact.
    pub wanted: usize,
}

/// What to find out next, among the first sites shown.
#[derive(Debug, Clone, Default)]
pub struct NextFacts {
    /// In the order of `find_out_next.csv`: what a table can settle first, widest first.
    pub rows: Vec<NextRow>,
    /// How many sites were looked at.
    pub among: usize,
    /// Whether there are more such sites.
    pub more: bool,
    /// Whether these are the first ranked; else they are sites that too little is known of.
    pub ranked: bool,
}

/// One line of `find_out_next.csv`.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct NextRow {
    pub criterion: Measure,
    /// The facts, in order of table; none when no fact in a table can settle it.
    pub gaps: Vec<Gap>,
    /// Tables with the columns that hold the facts.
    pub places: Vec<(&'static str, Vec<&'static str>)>,
    pub site_ids: Vec<String>,
    /// Sum over the sites; `None` is not shown.
    pub points: Option<Index>,
    /// Most at one site; `None` is not shown.
    pub most: Option<Index>,
    /// Whether a reading known in part stands behind the points.
    pub in_part: bool,
}

impl NextRow {
    /// Tells whether no fact in a table can settle it.
    #[must_use]
    pub const fn waits_for_nothing(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// One criterion of the policy.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct CriterionRow {
    pub score: Score,
    pub criterion: Measure,
    pub weight: Weight,
    /// How a reading becomes a level, in words.
    pub scale: String,
    /// What its readings can swing between.
    pub swing: CriterionSwing,
    pub source: String,
}

/// How the weights of some scores were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightingRow {
    /// The scores, in order.
    pub scores: Vec<Score>,
    /// How; `None` where nobody says.
    pub method: Option<WeightingMethod>,
    /// By whom, when and why so; `None` where nobody says, and in the public edition.
    pub told: Option<(String, Date, String)>,
}

/// The policy's figures that join scores to an index and a rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighing {
    /// Per cent of the index that is utilisation, and that is disposal.
    pub shares: (i64, i64),
    /// Known share that a ranked site has at least, in ten-thousandths.
    pub least_known: i64,
}

/// One figure of the policy.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the rest are named as the columns and words they are shown under")]
pub struct FigureRow {
    pub name: String,
    pub value: String,
    pub unit: String,
    pub meaning: String,
    pub source: String,
}
