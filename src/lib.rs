//! Terrier: from an estates team's spreadsheets to a decision that stands up before a committee.
//!
//! This page is for who works on the program. `README.md` says what it does, `data/README.md` what goes in and
//! `reports/README.md` what comes out.
//!
//! 1. [The picture](#the-picture)
//! 2. [Who may use whom](#who-may-use-whom)
//! 3. [Where to add something](#where-to-add-something)
//! 4. [Rules of the house](#rules-of-the-house)
//! 5. [How to work on it](#how-to-work-on-it)
//! 6. [Words](#words)
//!
//! # The picture
//!
//! A *snapshot* is a folder of tables named by its date. It goes through the stages from top to bottom. A stage is a
//! folder with one public function on top and an output type of its own.
//!
//! ```text
//!  files of any layout ──► mapping ──► a snapshot: sites.csv, leases.csv, …, treasury.toml, paper.toml
//!  costs, occupancy beyond one machine ──► facts: SQL ──► cost_totals, occupancy_summary, rejected_cells in their place
//!                                         │
//!                                         ▼
//!    model      load ──────────────► Estate, findings         reads, checks, gathers every fault
//!    policy     tenure ────────────► when each site can be left, what its leases ask for
//!    finance    measure ───────────► readings of every site   the only frames beside load's
//!    place      cover ─────────────► who is in reach, counters, where teams could go, who could share, agile working
//!               appraise ──────────► lettings and options, a recommendation for each site
//!    nouns,     fund ──────────────► capital programme, borrowing, cost to revenue
//!               plan ──────────────► one option a site, worth most within the limits of the policy
//!    figures,   score ─────────────► points, index, range, rank
//!    pure       sift ──────────────► signals of a bare register
//!    sums       portfolio ─────────► totals, receipts from appraisal to bank
//!               changes ───────────► what changed since another snapshot, and why each site moved
//!               group ─────────────► several bodies: one ranking, space across them, agreements, benchmarks
//!                  │
//!                  ▼
//!               edition ───────────► View: what an edition may show
//!                  │
//!                  │    wording ────► English for what the rows carry: one name everywhere
//!                  │    tables ─────► every table of a report, declared once
//!                  ├──► draw ──────► charts
//!                  └──► report ────► CSV, workbook, page, paper, map, calendar; put in place whole
//!
//!    batch: many snapshots through the stages, and what moved      cli: the command line, and nothing but
//! ```
//!
//! 1. [`load::load`] reads files into an [`load::Estate`] and gathers findings;
//! 2. [`tenure::tenure`] finds when each site can be left in law, and what its leases ask for until then;
//! 3. [`measure::measure`] turns it into readings of every site;
//! 4. [`cover::cover`] measures who is in reach of the sites, what closing them changes, and where their teams could go;
//! 5. [`appraise`] works out lettings and options of every site, and recommends;
//! 6. [`fund::fund`] works out the capital programme, its borrowing and what revenue bears;
//! 7. [`plan::plan`] finds which options together are worth most within the limits;
//! 8. [`score::rank`] turns readings into points, an index and a rank; [`score::confidence`] says how sure each rank is;
//! 9. [`sift::sift`] says from a bare register which sites to look at first;
//! 10. [`portfolio`] adds the sites up, and follows the receipt of each sale;
//! 11. [`changes::changes`] compares two snapshots, and shares out each site's change of rank among its causes;
//! 12. [`group::group`] sets several bodies beside each other;
//! 13. [`edition::view`] cuts the results to what an edition may show;
//! 14. [`draw::charts`] draws it, [`report::files`] writes it, [`report::write`] puts it in place.
//!
//! [`mapping`] turns files of any other layout into a snapshot, [`facts`] prints the query by which another engine adds up
//! the two tables that grow without bound. [`batch`] takes many snapshots through the stages and
//! compares them; it may be killed at any moment, and what it leaves is whole. [`cli`] is the command line. Beside the stages stand the nouns ([`model`]), what people decide
//! ([`policy`]) and pure arithmetic ([`finance`], [`place`]).
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
//! | `facts` | model, policy, load |
//! | `tenure` | model, policy, load, finance |
//! | `measure` | model, policy, place, load, finance, tenure |
//! | `appraise` | model, policy, place, load, finance, tenure, measure, cover |
//! | `fund` | model, policy, load, finance, tenure, measure, appraise |
//! | `plan` | model, policy, place, load, tenure, measure, appraise, fund, cover |
//! | `cover` | model, policy, place, load, finance, measure |
//! | `score` | model, policy, place, load, finance, tenure, measure, appraise |
//! | `sift` | model, policy, place, load, tenure, measure, appraise |
//! | `portfolio` | model, policy, load, tenure, measure, appraise, fund, cover, score |
//! | `changes` | model, policy, load, tenure, measure, appraise, fund, cover, score, portfolio |
//! | `group` | model, policy, place, load, finance, measure, appraise, cover, portfolio |
//! | `edition` | model, policy, place, load, finance, tenure, measure, appraise, fund, cover, plan, score, sift, portfolio, changes, group |
//! | `wording` | model, edition |
//! | `tables` | model, edition, wording |
//! | `draw` | model, edition, wording, tables |
//! | `report` | model, edition, wording, tables, draw |
//! | `batch` | model, policy, place, load, finance, tenure, measure, appraise, fund, cover, score, sift, changes, group, edition, wording, tables, draw, report |
//! | `cli` | model, policy, place, load, finance, tenure, measure, appraise, fund, cover, plan, score, sift, edition, wording, tables, draw, report, batch, mapping, facts, group |
//!
//! # Where to add something
//!
//! The number is how many places have to be touched, tests and the renewed snapshots aside.
//!
//! | to add | places | go to |
//! | --- | --- | --- |
//! | a column that is read | 3 | its line in `load/schema/`, the reader in `load/`, the field of the noun in `model/`; if a measure reads it, a line in `measure/reads.rs` |
//! | a table that is read | 4 | the same, and a line in `TABLES` of `load/schema/mod.rs` |
//! | an entry of `treasury.toml` | 3 | `load/schema/treasury.rs`, the reader in `load/treasury/mod.rs`, the noun in `model/treasury.rs` |
//! | a check | 2 | the rule with its page in `model/rule/`, the look in `load/check/`; `tests/rules.rs` wants a patch that breaks it. If the figure is used all the same: `questions_figure` in `model/rule/mod.rs` too |
//! | a column that is compared with the snapshot before; a unit that it may be in | 1 | `load/check/drift/series.rs`; `SLIPS` in `load/check/drift/mod.rs` |
//! | a reason to make a report again | 1 | `Stale` in `batch/stale.rs` |
//! | an event of the log for other programs | 2 | `Told` in `cli/log.rs`, its line in `reports/README.md` |
//! | a heading of the paper that can be left out | 3 | `PaperHeading` in `model/paper.rs`, its entry in `load/schema/paper.rs`, `{% if headings.… %}` around it in `data/paper/paper.md` |
//! | a line of the money table | 2 | `MoneyLine` in `edition/money.rs` with what fills it there, its words in `wording/board.rs` |
//! | a column of a report | 2 | the field of its row in `edition/`, a line of the declaration in `tables/` |
//! | a table of a report | 3 | its row and what fills it in `edition/`, its declaration in `tables/`, a line in `ALL` of `tables/mod.rs` |
//! | a chart | 4 | a file of `draw/` that makes charts for a size of picture and declares their numbers (`chart_table!`), its `mod` and its line in `CHARTS` of `draw/mod.rs`, which says whether board papers show it, its line in `TABLES` of `draw/chart_tables.rs` |
//! | a chart of several bodies | 3 | a file of `draw/` that declares its numbers too, its lines in `draw/group.rs` and `TABLES` of `draw/chart_tables.rs`; the block of `wording/` that it stands beside names it |
//! | an output format | 2 | a file of `report/`, a line in `report/mod.rs` |
//! | another method to rank by | 3 | a function of `score/mcda/second_opinions.rs`, `OtherMethod` and its arm in `score/confidence/second.rs`, its name in `wording/confidence.rs` |
//! | a criterion on a measure that is there | 1 | `data/policy/default.toml` |
//! | a criterion on a new measure | 6 | `Measure` in `model/reading.rs` with its unit and words, a file of `measure/` and its call in `measure/mod.rs`, the columns it reads in `measure/reads.rs`, whether it may be published in `edition/publishable.rs`, `data/policy/default.toml` |
//! | a figure of the policy | 2 | a file of `data/policy/`, `FigureName` in `policy/mod.rs`; its bounds in `policy/bounds.rs` |
//! | an option of a site | | `OptionKind` in `model/option_kind.rs` (with its name); then its cash flow in `appraise/options/make.rs` or a file beside it, what its leases pay in `appraise/options/leases.rs`, what it costs once the site is empty in `appraise/options/emptied.rs`, its words in `wording/advice.rs`. The compiler names the places that match on it |
//! | a fact that a figure may lack | 1 | `Gap` in `model/gap.rs` with its table, columns and words; what meets it empty names it |
//! | a fact that an option waits for, a flag | | `Missing`, with its gap, or `Flag` in `appraise/options/mod.rs`; one that can be given: `OptionFactKind` in `model/option_fact.rs` |
//! | a test of a letting | 3 | `TestKind` and its reasons in `appraise/head_lease_checks.rs`, their words in `wording/lettings.rs`, its column in `tables/lettings.rs` |
//! | where a decision is recorded | 1 | `appraise/decided.rs` |
//! | a bar on a sale | 3 | `SaleBarKind` in `tenure/sale_bars.rs`, its gate in `score/gates.rs`, its words in `wording/exits.rs` |
//! | a bar on another option | 2 | `BarReason` in `appraise/options/mod.rs`, its words in `wording/exits.rs` |
//! | something dated of a lease | 2 | `DatedKind` in `tenure/calendar.rs` with what finds it there, its words in `wording/lease_events.rs`; the compiler names the mark of the timeline |
//! | a function of a team | 2 | `TeamFunction` in `model/site.rs`, its entry in `data/policy/moves.toml` |
//! | a service that coverage is measured for | 2 | `Service` in `model/service.rs`, its entry in `data/policy/cover.toml` |
//! | a fact of a public counter that may not be known | 2 | `CounterUnknown` in `edition/counters.rs`, its words in `wording/counters.rs` |
//! | a limit of a plan | 5 | `PlanLimitKind` in `policy/plan.rs`, `LimitKind` in `plan/problem.rs` with what fills it in `plan/limits.rs`, its constraint in `plan/model.rs`, its count in `plan/check.rs`, its words in `wording/plan.rs`; the compiler names the places |
//! | a signal of the sift | 4 | `Signal` in `model/sift.rs`, its entry in `data/policy/sift.toml`, what reads it in `sift/`, its words in `wording/sift.rs` |
//! | a cause of a change | 3 | `Cause` in `changes/mod.rs`, its worlds in `changes/worlds.rs` and its bit in `changes/split.rs`, its words in `wording/change_causes.rs` |
//! | something else that changed | 3 | a file of `changes/`, `ChangeSubject` with its rows in `edition/changes.rs`, its block in `wording/changes.rs` |
//! | a benchmark of several bodies | 2 | `Benchmark` in `group/benchmarks.rs` with what it divides, its words in `wording/group_benchmarks.rs`; the compiler names its unit |
//! | something that does not agree between bodies | 2 | `DifferenceKind` in `group/differences.rs` and what finds it, its words in `wording/group_sharing.rs` |
//! | a source of finance, a scenario, a lever | 2 | `data/policy/programme.toml`, `policy/programme.rs` |
//! | a line of the capital programme | 3 | the file of its step in `fund/`, a field of the row in `edition/fund.rs`, a line of `tables/` |
//! | a fact that the programme lacks, a flag of it | 2 | `ProgrammeGap` in `fund/gap.rs`, `FlagKind` and `FlagFound` in `fund/flags.rs`; their words in `wording/programme.rs` |
//! | a cost category | 1 | `CostCategory` in `model/snapshot.rs` |
//! | an engine that the sums are made on | 1 | `Dialect` in `facts/dialect.rs`; the compiler names the places |
//! | a fact that the sums must carry | 4 | `load/schema/facts.rs`, its column in `facts/occupancy.rs` or `facts/costs.rs`, `load/totals.rs`, `measure/summary.rs` |
//! | a mapping | 2 | `data/mappings/`, a line in `mapping/read.rs` |
//! | what bodies call a column, or write for a word of the schema | 1 | `data/mappings/headers.toml`, `data/words.toml` |
//! | a command | 2 | `cli/args.rs`, a file of `cli/` with its line in `cli/mod.rs` |
//!
//! # Rules of the house
//!
//! Unknown is never zero. Money is exact ([`model::Money`], whole pence in frames) and never a float. Sums are of whole
//! numbers; ratios are divided once, at the end. The same input gives the same bytes: no clock, no hash order. Policy
//! figures are data with a source. Every fault is gathered, none stops the reading of the rest. A fact is told in one
//! place: a table, a column, a rule is declared once, and documents, templates and readers come from the declaration.
//! No file of `src` has over 500 lines. `tests/house_rules.rs` holds what of this a test can hold.
//!
//! # How to work on it
//!
//! - `bash .ci/run` holds everything that must hold before a change lands: formatting, lints (for Windows too, where its
//!   compiler can be had), documentation, the README's two commands, the program packed and tried (`.ci/archive`), and the
//!   schema of the board paper.
//! - `cargo test` runs everything; `cargo test --test terrier FILTER` a part of the tests from outside. They use no network.
//!   Tests that drive the page need Chromium, and axe-core where `TERRIER_AXE` names its file; those of Word files need
//!   LibreOffice; those of sums by other engines need a Python with duckdb, datafusion and pyspark (`TERRIER_PYTHON`), and
//!   Java. Where a program is missing they say so and skip.
//! - `tests/` looks at the program from outside: commands, files, figures worked out by hand. Unit tests stand in the files
//!   that they test.
//! - **To renew** a text that changed on purpose: `INSTA_UPDATE=always cargo test FILTER`, then read the difference.
//!   `TERRIER_RENEW=1 cargo test --test terrier golden` renews `reports/sample`; if the ranking moved, say why in
//!   `reports/README.md`. Paste `terrier schema` into `data/README.md`, and `terrier schema --reports` into
//!   `reports/README.md`, when a declaration changes. Blocks marked `console` in the documents hold commands and what they
//!   print; `tests/readme.rs` runs them.
//! - **To try the tests**: `python3 tests/mutate.py` changes 60 operators of the stages, one at a time, and says which
//!   changes no test notices; it builds the crate once, with all of them in it.
//!   `TERRIER_MUTATED=20000 cargo test --test terrier mutated` reads that many snapshots with one thing wrong.
//! - **To time it**: `python3 benches/compare.py` ranks synthetic estates by what is measured with Terrier and with a script for
//!   Python's polars, and prints how they compare in the same run; `python3 benches/compare_rates.py` does so for rates of return and
//!   pyxirr, `python3 benches/compare_plan.py` for plans and HiGHS, `python3 benches/compare_places.py` for the nearest
//!   partners and scipy, and for sets of closures and numpy, `python3 benches/compare_smaa.py` for the places that drawn
//!   weights give and numpy; `python3 benches/facts_spark.py SITES` adds up a made ledger on Spark with bounded memory and
//!   holds every sum against DuckDB's and numpy's;
//!   `cargo bench` times the stages one by one.
//! - **Positions to the millimetre**: grid metres are turned to degrees by the Ordnance Survey's seven-parameter
//!   transformation, which is within 5 m. `cargo build --release --features ostn15` takes the Ordnance Survey's OSTN15
//!   instead, within a millimetre. Building it takes minutes more, and `map.geojson` then differs in its last digits.
//! - A commit is one thought, with its tests, and says in its subject what now holds: `topic: what now holds`.
//!
//! # Words
//!
//! | word | means |
//! | --- | --- |
//! | snapshot | a folder of tables named by the day of its data |
//! | estate | the sites of one body; what a snapshot is read into |
//! | finding | something wrong, doubtful or worth knowing in the data: an error, a warning or a note |
//! | measure, reading | what is measured of a site; the value found, with its state (known, interim, unknown, not benchmarked) |
//! | criterion | how a reading is turned into a level from 0 to 100, with its weight in a score |
//! | score, need index | utilisation, subletting, disposal; the index that ranks, from utilisation and disposal |
//! | range | where a score or the index could lie, given what is not known |
//! | gate | a fact that points cannot outweigh |
//! | flip point | the smallest change of one weight that turns a place in the ranking |
//! | candidate for surplus | a ranked site; whether it is surplus is for the body to decide |
//! | sift, signal | the first look from a bare register; one fact for it or against |
//! | exit | when, how and at what cost a site can be left in law |
//! | option | something that could be done with a site, held against business as usual |
//! | plan, limit | which option is done with each site, together; what a plan must keep to |
//! | decided, open | what the body has decided; a choice that a missing fact could turn |
//! | scheme | a capital project, a row per financial year in `projects` |
//! | CFR, MRP | capital financing requirement; minimum revenue provision |
//! | edition | restricted or public: what a report may show |
//! | view | the results as an edition may show them; all that `draw` and `report` see |
//! | policy | weights, thresholds and figures, each with a source; a body lays its own over the built-in one |
//! | mapping | which columns of which files fill the tables of a snapshot |

pub mod appraise;
pub mod batch;
pub mod changes;
pub mod cli;
pub mod cover;
pub mod draw;
pub mod edition;
pub mod facts;
pub mod finance;
pub mod fund;
pub mod group;
pub mod load;
pub mod mapping;
pub mod measure;
pub mod model;
pub mod place;
pub mod plan;
pub mod policy;
pub mod portfolio;
pub mod report;
pub mod score;
pub mod sift;
pub mod tables;
pub mod tenure;
pub(crate) mod wording;
