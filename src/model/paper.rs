//! What the body says of its board paper: to whom, from whom, what is asked, and what no table can tell.

use super::{Date, Principle};

super::words!(
    /// A heading that a body can leave out of its paper: first those of the paper itself, then those of its appendices.
    PaperHeading {
        Why = "why",
        Money = "money",
        Options = "options",
        PublicAndPartners = "public_and_partners",
        Risks = "risks",
        Legal = "legal",
        Equality = "equality",
        Staffing = "staffing",
        Sustainability = "sustainability",
        NextSteps = "next_steps",
        ClosingRecommendation = "closing_recommendation",
        Estate = "estate",
        Change = "change",
        Sites = "sites",
        Journeys = "journeys",
        Counters = "counters",
        Partners = "partners",
        Leases = "leases",
        Programme = "programme",
        AllSites = "all_sites",
        DataQuality = "data_quality",
        Method = "method",
        Policy = "policy",
    }
);

/// What `paper.toml` says; `None` and empty lists are not given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Paper {
    pub agenda_item: Option<String>,
    pub to: Option<String>,
    pub from: Option<String>,
    /// The day of the meeting.
    pub date: Option<Date>,
    pub contact_officer: Option<String>,
    pub decision: Option<String>,
    pub financial: Financial,
    pub legal: Legal,
    pub equality: Equality,
    pub public_access: PublicAccess,
    pub staffing: Staffing,
    pub sustainability: Sustainability,
    /// Headings that it leaves out.
    pub left_out: Vec<PaperHeading>,
    pub current_work: Vec<CurrentWork>,
    pub risks: Vec<Risk>,
    pub next_steps: Vec<NextStep>,
    pub background: Vec<Background>,
    /// What the body wants of its estate, in its order.
    pub principles: Vec<Principle>,
}

/// What finance officers say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Financial {
    pub comment: Option<String>,
}

/// What lawyers say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Legal {
    pub powers: Option<String>,
    pub advice: Option<String>,
}

/// The equality impact assessment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Equality {
    pub eqia_reference: Option<String>,
    pub eqia_on: Option<Date>,
    pub consultation: Option<String>,
    pub finding: Option<String>,
}

/// What a change means for the public.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct PublicAccess {
    pub assessment: Option<String>,
}

/// What a change means for staff.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Staffing {
    pub comment: Option<String>,
}

/// What a change means for energy and carbon.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Sustainability {
    pub comment: Option<String>,
}

/// Work under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentWork {
    /// What is done.
    pub what: String,
    /// Whether the public edition leaves it out.
    pub restricted: bool,
}

/// A risk.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Risk {
    pub risk: String,
    pub mitigation: Option<String>,
    pub owner: Option<String>,
    /// Whether the public edition leaves it out.
    pub restricted: bool,
}

/// A next step.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct NextStep {
    pub action: String,
    pub owner: Option<String>,
    pub by: Option<Date>,
    /// Whether the public edition leaves it out.
    pub restricted: bool,
}

/// A document that the paper rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "a field is named as its entry; `load::schema` says what it holds")]
pub struct Background {
    pub title: String,
    pub reference: Option<String>,
    /// Whether the public edition leaves it out.
    pub restricted: bool,
}

impl Paper {
    /// Returns what of it may be published.
    #[must_use]
    pub fn for_the_public(mut self) -> Self {
        self.current_work.retain(|entry| !entry.restricted);
        self.risks.retain(|entry| !entry.restricted);
        self.next_steps.retain(|entry| !entry.restricted);
        self.background.retain(|entry| !entry.restricted);
        self
    }
}
