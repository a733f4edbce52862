//! How a loan is repaid, and how the revenue account provides for what is borrowed.

use super::words;

words! {
    /// How a loan is repaid.
    LoanKind {
        /// All of it on the last day; interest on the whole until then.
        Maturity = "maturity",
        /// By level payments of interest and principal together.
        Annuity = "annuity",
        /// By equal instalments of principal, interest on what is left.
        EqualInstalments = "equal_instalments",
    }
}

words! {
    /// How the minimum revenue provision spreads a sum over the life of the asset.
    MrpMethod {
        /// The same sum every year.
        EqualInstalments = "equal_instalments",
        /// The principal of a level annuity: sums that grow by a rate.
        Annuity = "annuity",
    }
}
