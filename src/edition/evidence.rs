//! On what savings rest that no ledger can be asked of.

use super::FundView;

impl FundView {
    /// Says on what the savings of an initiative rest that no ledger can be asked of.
    #[must_use]
    pub fn evidence_of(&self, initiative: &str) -> &'static str {
        let realised = self.benefits.iter().filter(|b| b.initiative == initiative);
        let (mut with, mut without) = (false, false);
        for benefit in realised.filter(|b| b.realised.is_some_and(|pence| pence != 0)) {
            match benefit.evidence.trim() {
                "" => without = true,
                _ => with = true,
            }
        }
        match (with, without) {
            (true, false) => "evidence only",
            (true, true) => "some evidence",
            (false, _) => "no evidence recorded",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::edition::{BenefitRow, example};

    #[test]
    fn evidence_is_said_where_it_is_recorded() {
        let mut fund = example::hostile().fund.clone().unwrap();
        let line = fund.benefits[0].clone();
        let line = |evidence: &str| BenefitRow {
            initiative: "Energy".to_owned(),
            realised: Some(100),
            evidence: evidence.to_owned(),
            ..line.clone()
        };
        let mut describe = |lines: Vec<BenefitRow>| {
            fund.benefits = lines;
            fund.evidence_of("Energy")
        };
        assert_eq!(describe(vec![line("invoices")]), "evidence only");
        assert_eq!(describe(vec![line("invoices"), line(" ")]), "some evidence");
        assert_eq!(describe(vec![line("")]), "no evidence recorded");
    }
}
