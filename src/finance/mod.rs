//! Pure arithmetic of money: no files, no frames, no policy; every step checked, nothing a float.

mod sale;

pub use sale::net_receipt;
