//! In whose prices a sum stands.

use super::words::words;

words!(
    /// In whose prices a sum stands, and so at which rates it is discounted.
    Prices {
        /// Fixed in cash: nominal rates.
        Cash = "cash",
        /// At today's prices, rising with them: real rates.
        Today = "today",
    }
);
