//! Terrier from the outside, in one binary: rules, reports, commands, sameness, editions, the house.

mod house_rules;
mod rules;
mod sample;
