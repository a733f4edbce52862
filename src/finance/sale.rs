//! What a sale brings.

use rust_decimal::Decimal;

use crate::{
    model::Money,
    policy::{FigureName, Policy},
};

/// Returns what is left of a value after slippage, agent and legal costs.
///
/// price = `value` × (1 + `slippage`); receipt = price − price × `agent` − `legal`, rounded to the penny
/// at the end, halves away from zero. `slippage` and `agent` are fractions, −0.05 is 5 % less.
/// `None` beyond the range of a decimal.
///
/// # Source
/// Sale of a police property at £568,000 with 1.5 % and £3,500: £555,980 (West Mercia PCC, 2024).
#[must_use]
pub fn net_receipt(value: Money, slippage: Decimal, agent: Decimal, legal: Money) -> Option<Money> {
    let price = value.checked_mul(Decimal::ONE.checked_add(slippage)?)?;
    let fee = price.checked_mul(agent)?;
    Some(price.checked_sub(fee)?.checked_sub(legal)?.to_penny())
}

/// Returns what a sale fetches before its costs, with the policy's slippage, to the penny.
#[must_use]
pub fn sale_price(value: Money, policy: &Policy) -> Option<Money> {
    let kept = Decimal::ONE.checked_add(policy.figure(FigureName::SaleSlippage))?;
    Some(value.checked_mul(kept)?.to_penny())
}

/// Returns what is left of a value after the policy's slippage, agent and legal costs: [`net_receipt`].
#[must_use]
pub fn expected_receipt(value: Money, policy: &Policy) -> Option<Money> {
    net_receipt(
        value,
        policy.figure(FigureName::SaleSlippage),
        policy.figure(FigureName::SaleAgent),
        Money::pounds(policy.figure(FigureName::SaleLegal)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::samples::pounds;

    #[test]
    fn the_published_sale_is_reproduced() {
        let agent = "0.015".parse().unwrap();
        let receipt = net_receipt(pounds("568000"), Decimal::ZERO, agent, pounds("3500"));
        assert_eq!(receipt, Some(pounds("555980")));
    }

    #[test]
    fn slippage_lowers_the_price_before_the_agent_is_paid() {
        let (slippage, agent) = ("-0.05".parse().unwrap(), "0.0125".parse().unwrap());
        let receipt = net_receipt(pounds("1000000"), slippage, agent, pounds("3500"));
        assert_eq!(receipt, Some(pounds("934625")));
    }

    #[test]
    fn a_worthless_site_costs_its_lawyer() {
        let receipt = net_receipt(Money::ZERO, Decimal::ZERO, Decimal::ZERO, pounds("3500"));
        assert_eq!(receipt, Some(pounds("-3500")));
    }
}
