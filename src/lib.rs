//! Terrier: from an estates team's spreadsheets to a decision that stands up before a committee.
//!
//! # The program in one page
//!
//! A *snapshot* is a folder of tables named by its date. One snapshot goes through the stages in order, each
//! a folder with one public function on top and its own output type:
//!
//! 1. [`load::load`] reads files into an [`load::Estate`] and gathers findings;
//! 2. [`tenure::tenure`] finds when each site can be left in law, and what its leases ask for until then;
//! 3. [`measure::measure`] turns it into readings of every site;
//! 4. [`appraise`] works out lettings and options of every site, and recommends;
//! 5. [`fund::fund`] works out the capital programme, its borrowing and what revenue bears;
//! 6. [`score::rank`] turns readings into points, an index and a rank;
//! 7. [`sift::sift`] says from a bare register which sites to look at first;
//! 8. [`edition::view`] cuts the results to what an edition may show;
//! 9. [`draw::charts`] draws it, [`report::files`] writes it, [`report::write`] puts it in place.
//!
//! [`mapping`] turns files of any other layout into a snapshot. [`batch`] takes many snapshots through them and compares; [`cli`] is the command line. Beside the stages
//! stand the nouns ([`model`]), what people decide ([`policy`]) and pure arithmetic ([`finance`], [`place`]).
//!
//! # Who may use whom
//!
//! Nothing points back; `tests/house_rules.rs` holds this table.
//!
//! | folder | may use |
//! | --- | --- |
//! | `model` | – |
//! | `policy` | model |
//! | `finance` | model, policy |
//! | `place` | model, policy |
//! | `load` | model, policy, place |
//! | `mapping` | model, policy, load |
//! | `tenure` | model, policy, load, finance |
//! | `measure` | model, policy, place, load, finance, tenure |
//! | `appraise` | model, policy, place, load, finance, tenure, measure |
//! | `fund` | model, policy, load, finance, tenure, measure, appraise |
//! | `score` | model, policy, place, load, finance, tenure, measure, appraise |
//! | `sift` | model, policy, place, load, tenure, measure, appraise |
//! | `edition` | model, policy, place, load, finance, tenure, measure, appraise, fund, score, sift |
//! | `draw` | model, edition |
//! | `report` | model, edition, draw |
//! | `batch` | model, policy, place, load, finance, tenure, measure, appraise, fund, score, sift, edition, draw, report |
//! | `cli` | model, policy, place, load, finance, tenure, measure, appraise, fund, score, sift, edition, draw, report, batch, mapping |
//!
//! # Where to add something
//!
//! | to add | go to |
//! | --- | --- |
//! | a rule | `model/rule/` (variant and page), `load/check/` (the look), `tests/rules.rs` (a patch) |
//! | a column or table | `load/schema.rs`, the reader beside it, the noun in `model/`, a line in `score/known/columns.rs` |
//! | an entry of `treasury.toml` | `load/schema/treasury.rs`, the reader in `load/treasury/mod.rs`, the noun in `model/treasury.rs` |
//! | a cost category | `CostCategory` in `model/snapshot.rs` |
//! | a measure | `Measure` in `model/reading.rs`, a file of `measure/` |
//! | a criterion | `data/policy/default.toml` |
//! | a figure of options: a cost, a bias, a duration | `data/policy/options.toml`, `FigureName` in `policy/mod.rs`, its bounds in `policy/read.rs` |
//! | an option of a site | `OptionKind` in `model/option_kind.rs`, its cash flow in `appraise/options/make.rs`, what its leases pay in `leases.rs`, what it costs once left in `emptied.rs`, its words in `sentences.rs`, its name in `told` |
//! | where a decision is recorded | `appraise/decided.rs` |
//! | something that stands in the way of a sale | `SaleBarKind` in `tenure/sale_bars.rs`, its gate in `score/gates.rs` |
//! | a fact an option waits for, a flag | `Missing`, with where it is recorded, or `Flag` in `appraise/options/mod.rs` |
//! | a fact that can be given of an option | `OptionFactKind` in `model/option_fact.rs` |
//! | a signal of the sift | `Signal` in `model/sift.rs`, its entry in `data/policy/sift.toml`, what reads it in `sift/`, its words in `edition/sift.rs` |
//! | another figure, a bank holiday | a file of `data/policy/`, `FigureName` in `policy/mod.rs` |
//! | how far a figure may lie from its record before it is questioned | `data/policy/plausible.toml`, `FigureName` in `policy/mod.rs`, its bounds in `policy/bounds.rs` |
//! | a rule whose figure is used all the same | as a rule, and `questions_figure` in `model/rule/mod.rs`; what reads its column in `score/known/columns.rs` |
//! | what pays for spend, a scenario, a lever | `data/policy/programme.toml`, `policy/programme.rs` |
//! | a line of the capital programme | `fund/`: the file of its step, a field of the row in `edition/fund.rs`, a line of `edition/tables/` |
//! | a chart | a file of `draw/` that makes plates for a size of picture, a line in `CHARTS` of its `mod.rs` |
//! | a column of a report | the field of its row, a line of the declaration in `edition/tables/` |
//! | a table of a report | its row and what fills it in `edition/`, its declaration in `edition/tables/`, a line in `ALL` there |
//! | an output format | a file of `report/`, a line in its `mod.rs` |
//! | a mapping | `data/mappings/`, a line in `mapping/read.rs` |
//! | what bodies call a column, or write for a word of the schema | `data/mappings/headers.toml`, `data/words.toml` |
//! | a command | `cli/args.rs`, a file of `cli/` |
//!
//! # Rules of the house
//!
//! Unknown is never zero. Money is exact ([`model::Money`], whole pence in frames). Sums are of whole
//! numbers; ratios are divided once at the end. The same input gives the same bytes: no clock, no hash
//! order. Policy figures are data with a source. Every fault is gathered, none stops the reading of the rest.

pub mod appraise;
pub mod batch;
pub mod cli;
pub mod draw;
pub mod edition;
pub mod finance;
pub mod fund;
pub mod load;
pub mod mapping;
pub mod measure;
pub mod model;
pub mod place;
pub mod policy;
pub mod report;
pub mod score;
pub mod sift;
pub mod tenure;
