//! How long a thousand scenarios of a capital programme take: 60 schemes over 40 years, every lever different.
//!
//! The programme is made anew from the same numbers in every run. The baseline is the least that each scenario must do,
//! in plain decimals and on one core: the charge of every tranche in every year, £ × 1 ÷ life, rounded to the penny.

mod clock;

use std::{fmt::Write, fs, hint::black_box, path::Path};

use clock::median;
use rayon::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use terrier::{
    batch::{self, Run, SnapshotOutcome},
    fund::{Inputs, run_scenario, summary},
    load::Hashes,
    model::Severity,
    policy::{Lever, Policy},
};

const SCHEMES: u32 = 60;
const YEARS: u32 = 40;
const SCENARIOS: u32 = 1_000;
/// Runs behind each median.
const RUNS: usize = 5;

const TREASURY: &str = "[opening]\ncfr = \"25000000\"\nyears = 30\n[reserves]\nopening = \"14000000\"\n\
                        [balance_sheet]\nworking_capital = \"1500000\"\nminimum_liquidity = \"5000000\"\n\
                        [rates]\nshort = \"0.75%\"\nlong = { \"2020/21\" = \"2.6%\", \"2025/26\" = \"3.1%\" }\n\
                        investment = \"0.5%\"\n[mrp]\nmethod = \"annuity\"\nrate = \"2.6%\"\n\
                        [new_loans]\nkind = \"annuity\"\nyears = 25\nshort_years = 2\n\
                        [programme]\nslippage = \"10%\"\n";

/// Every scheme spends in every year, most of it borrowed; lives of 5 to 50 years.
fn projects() -> Result<String, std::fmt::Error> {
    let mut rows = "project_id,financial_year,spend,grant,revenue_contribution,receipt,receipt_site_id,sale_cost,\
                    life_years\n"
        .to_owned();
    for scheme in 0..SCHEMES {
        for year in 0..YEARS {
            let spend = 50_000 + (scheme * 7_919 + year * 104_729) % 900_000;
            let receipt = if year == 7 && scheme % 3 == 0 { "600000" } else { "" };
            let site = if receipt.is_empty() { String::new() } else { format!("S-{scheme}") };
            writeln!(
                rows,
                "P-{scheme:02},{}/{:02},{spend},{},{},{receipt},{site},,{}",
                2020 + year,
                (21 + year) % 100,
                spend / 10,
                spend / 20,
                5 + scheme % 46
            )?;
        }
    }
    Ok(rows)
}

fn ran(policy: &Policy) -> Result<Box<Run>, Box<dyn std::error::Error>> {
    let root = tempfile::tempdir()?;
    let folder = root.path().join("2020-03-31");
    fs::create_dir(&folder)?;
    let mut sites = "site_id,name\n".to_owned();
    for scheme in 0..SCHEMES {
        writeln!(sites, "S-{scheme},Site {scheme}")?;
    }
    let put = |name: &str, text: &str| fs::write(Path::new(&folder).join(name), text);
    put("sites.csv", &sites)?;
    put("projects.csv", &projects()?)?;
    put("treasury.toml", TREASURY)?;
    match batch::run_snapshot(&folder, policy, Severity::Error, Hashes::NotWanted)? {
        SnapshotOutcome::Ran(run) => Ok(run),
        SnapshotOutcome::Stopped(findings) => {
            Err(format!("{} findings", findings.iter().count()).into())
        }
    }
}

/// A thousand levers, no two alike.
fn levers() -> Vec<Lever> {
    let share = |number: u32| Decimal::new(i64::from(number), 3);
    let lever = |n: u32| Lever {
        receipt_change: share(n % 400) - share(200),
        receipt_delay_years: n % 5,
        rates_change: share(n % 21) - share(10),
        grant_share: share(n),
        spend_change: share(n % 200) - share(100),
        slippage: Some(share(n % 300)),
        ..Lever::default()
    };
    (0..SCENARIOS).map(lever).collect()
}

/// Charges every tranche in every year of one scenario in decimals.
fn charged(inputs: &Inputs) -> Decimal {
    let mut all = Decimal::ZERO;
    for scheme in 0..SCHEMES {
        for spent in 0..YEARS {
            let amount = Decimal::from(50_000 + (scheme * 7_919 + spent * 104_729) % 900_000);
            let life = Decimal::from(5 + scheme % 46);
            for _ in spent + 1..u32::try_from(inputs.years).unwrap_or(YEARS) {
                let charge = amount / life;
                all += charge.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            }
        }
    }
    all
}

#[allow(clippy::print_stdout, reason = "a bench prints its times and ratios")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policy = Policy::from_text(Some("[figures.programme_years]\nvalue = \"40\"\n"))?;
    let run = ran(&policy)?;
    let Some(programme) = &run.fund.programme else { return Err("no programme".into()) };
    let inputs = &programme.inputs;
    let levers = levers();
    let time = median(RUNS, || {
        let results: Vec<_> =
            levers.par_iter().map(|lever| summary(inputs, &run_scenario(inputs, lever))).collect();
        drop(black_box(results));
    });
    let one = median(RUNS, || {
        black_box(run_scenario(inputs, &Lever::default()));
    });
    let naive = median(RUNS, || {
        black_box(charged(black_box(inputs)));
    });
    let baseline = naive * f64::from(SCENARIOS);
    println!(
        "{SCENARIOS} scenarios of {SCHEMES} schemes over {YEARS} years: {time:.3} s, {:.2} of charging every tranche in \
         decimals on one core ({baseline:.3} s); one alone {:.3} ms",
        time / baseline,
        one * 1e3
    );
    Ok(())
}
