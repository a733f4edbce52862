//! Terrier from the outside, in one binary: rules, reports, commands, sameness, editions, the house.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on stops")]

mod house_rules;
mod rules;
mod sample;
