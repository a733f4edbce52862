//! How a loan is paid back.

use super::words::words;

words!(
    /// How a loan is paid back.
    LoanKind {
        /// All of it on its last day.
        Maturity = "maturity",
        /// Level payments of interest and principal together.
        Annuity = "annuity",
        /// The same principal with every payment.
        EqualInstalments = "equal_instalments",
    }
);
