"""A ledger and observations of many sites, added up on Spark by the query of `terrier facts-sql`, held against two others.

    python3 benches/facts_spark.py [SITES] [--spark-memory 2g]

Makes SITES sites (1,000,000 unless told) with 24 ledger lines and 52 observations each as Parquet, the ledger parted by
financial year in Hive's layout, runs the query on Spark with two cores and bounded memory, and compares every sum to
the penny with DuckDB's run of its own query, and the ledger with whole numbers added up by numpy from the very numbers
that were written. Needs pyspark, duckdb, pyarrow and numpy, Java, and the program in target/release or target/debug.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

HERE = os.path.dirname(os.path.abspath(__file__))
CATEGORIES = ["rent", "Rates", "utilities", "maintenance", "cleaning", "security", "insurance", "service charge"]
READ_AS = ["rent", "rates", "utilities", "maintenance", "cleaning", "security", "insurance", "service_charge"]
YEARS = ["2018-19", "2019-20"]
BATCH = 50_000


def amounts(pence, drawn):
    """Whole pence as text, as ledgers write them: plain, with £ and commas, in brackets."""
    pounds = pc.cast(pa.array(np.abs(pence) // 100), pa.string())
    rest = pc.utf8_lpad(pc.cast(pa.array(np.abs(pence) % 100), pa.string()), 2, "0")
    plain = pc.binary_join_element_wise(pounds, rest, ".")
    grouped = pc.replace_substring_regex(plain, r"^([0-9]+)([0-9]{3}[.])", r"£\1,\2")
    text = pc.if_else(pa.array(drawn < 0.3), grouped, plain)
    negative = pa.array(pence < 0)
    signed = pc.binary_join_element_wise("(", text, ")", "")
    return pc.if_else(negative, signed, text)


def generate(folder, sites):
    """Writes both tables; returns the sums of the ledger, in pence by site, year and category."""
    draw = np.random.Generator(np.random.PCG64(20200331))
    sums = np.zeros((sites, len(YEARS), len(CATEGORIES)), dtype=np.int64)
    ledgers = []
    for year in YEARS:
        os.makedirs(f"{folder}/costs/financial_year={year}")
        schema = pa.schema([("site_id", pa.string()), ("category", pa.string()), ("amount", pa.string())])
        ledgers.append(pq.ParquetWriter(f"{folder}/costs/financial_year={year}/part-0.parquet", schema))
    names = ["site_id", "on", "method", "capacity", "hours_open", "mean_occupied", "peak_occupied", "hours_in_use"]
    schema = pa.schema([(name, pa.string()) for name in names])
    observed = pq.ParquetWriter(f"{folder}/occupancy.parquet", schema)
    days = pc.strftime(pa.array(np.arange("2019-04-03", "2020-03-26", 7, dtype="datetime64[D]"))).to_numpy(False)
    for first in range(0, sites, BATCH):
        own = np.arange(first, min(first + BATCH, sites))
        ids = pc.binary_join_element_wise("S", pc.utf8_lpad(pc.cast(pa.array(own), pa.string()), 7, "0"), "")
        for at, ledger in enumerate(ledgers):
            for line in range(12):
                category = draw.integers(0, len(CATEGORIES), len(own))
                pence = draw.integers(-200_000, 5_000_000, len(own))
                np.add.at(sums, (own, at, category), pence)
                words = pa.DictionaryArray.from_arrays(pa.array(category), pa.array(CATEGORIES)).cast(pa.string())
                text = amounts(pence, draw.random(len(own)))
                ledger.write_table(pa.table([ids, words, text], schema=ledger.schema))
        for day in days[:52]:
            count = len(own)
            tenth = lambda low, high: pc.cast(pa.array(draw.integers(low, high, count) / 10), pa.string())
            whole = lambda low, high: pc.cast(pa.array(draw.integers(low, high, count)), pa.string())
            missing = pa.array(draw.random(count) < 0.01)
            mean = pc.if_else(missing, "", tenth(0, 400))
            peak = pc.if_else(missing, "n/a", whole(0, 60))
            constant = lambda text: pa.array([text] * count)
            cells = [ids, constant(str(day)), constant("survey"), whole(20, 80), whole(40, 60), mean, peak, whole(0, 40)]
            observed.write_table(pa.table(cells, schema=schema))
    for writer in [*ledgers, observed]:
        writer.close()
    return sums


def query(program, dialect, folder, out):
    """Prints the query for an engine into a file."""
    paths = ["--costs", f"{folder}/costs", "--occupancy", f"{folder}/occupancy.parquet", "--out", out]
    made = subprocess.run(
        [program, "facts-sql", "--dialect", dialect, *paths, "--as-of", "2020-03-31"], check=True, capture_output=True
    )
    path = f"{folder}/{dialect}.sql"
    with open(path, "wb") as file:
        file.write(made.stdout)
    return path


def timed(dialect, path, memory):
    """Runs it; returns seconds and the most memory that its processes held, in megabytes."""
    environment = {**os.environ, "FACTS_MEMORY": memory, "SHUFFLE": "64"}
    start = time.monotonic()

    process = subprocess.Popen(
        [sys.executable, f"{HERE}/run_facts_sql.py", dialect, path],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while process.poll() is None:
        most = max(most, held(process.pid))
        time.sleep(0.5)
    if process.returncode != 0:
        sys.exit(f"{dialect} failed")
    return time.monotonic() - start, most


def held(pid):
    """Megabytes that a process and those it started hold."""
    total, open_ = 0, [pid]
    while open_:
        one = open_.pop()
        try:
            with open(f"/proc/{one}/status", encoding="ascii") as file:
                total += next((int(line.split()[1]) for line in file if line.startswith("VmRSS")), 0)
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children", encoding="ascii") as file:
                    open_ += [int(child) for child in file.read().split()]
        except (FileNotFoundError, ProcessLookupError):
            pass
    return total // 1024


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sites", nargs="?", type=int, default=1_000_000)
    asked.add_argument("--memory", default="2g")
    asked = asked.parse_args()
    built = [f"{HERE}/../target/{kind}/terrier" for kind in ("release", "debug")]
    program = next(path for path in built if os.path.exists(path))
    with tempfile.TemporaryDirectory(prefix="facts-spark-") as folder:
        sums = generate(folder, asked.sites)
        print(f"{asked.sites:,} sites, {asked.sites * 76:,} rows", flush=True)
        for dialect in ("spark", "duckdb"):
            os.makedirs(f"{folder}/{dialect}")
            path = query(program, dialect, folder, f"{folder}/{dialect}")
            seconds, most = timed(dialect, path, asked.memory)
            print(f"{dialect}: {seconds:,.0f} s, {most:,} MB held at most (allowed {asked.memory})", flush=True)
        compare(folder, sums)


def compare(folder, sums):
    """Holds the sums against one another; stops at the first that differ."""
    import duckdb

    ask = lambda text: duckdb.connect().execute(text)
    of = lambda dialect, table: f"{folder}/{dialect}/{table}.parquet" + ("/*.parquet" if dialect == "spark" else "")
    for table in ("cost_totals", "occupancy_summary"):
        both = [f"(SELECT * FROM read_parquet('{of(dialect, table)}'))" for dialect in ("spark", "duckdb")]
        apart = ask(
            f"SELECT count(*) FROM ((SELECT * FROM {both[0]} EXCEPT ALL SELECT * FROM {both[1]}) UNION ALL "
            f"(SELECT * FROM {both[1]} EXCEPT ALL SELECT * FROM {both[0]}))"
        ).fetchall()[0][0]
        count = ask(f"SELECT count(*) FROM {both[0]}").fetchall()[0][0]
        print(f"{table}: {count:,} rows by Spark, {apart:,} that DuckDB has otherwise")
        if apart:
            sys.exit(1)
    rows = ask(
        f"SELECT CAST(substr(site_id, 2) AS INTEGER) AS site, financial_year, category, amount_pence "
        f"FROM read_parquet('{of('spark', 'cost_totals')}')"
    ).fetchnumpy()
    found = np.zeros_like(sums)
    years = np.array([["2018/19", "2019/20"].index(year) for year in rows["financial_year"]])
    categories = np.array([READ_AS.index(word) for word in rows["category"]])
    found[rows["site"], years, categories] = rows["amount_pence"]
    print(f"ledger: {int(found.sum()):,} pence by Spark, {int(sums.sum()):,} as written; every sum the same: ", end="")
    print("yes" if (found == sums).all() else "no")
    rejected = ask(f"SELECT count(*) FROM read_parquet('{of('duckdb', 'rejected_cells')}')").fetchall()[0][0]
    print(f"rejected cells: {rejected:,}")
    if not (found == sums).all():
        sys.exit(1)


main()
