"""Runs queries of `terrier facts-sql` on their engine: run_facts_sql.py DIALECT FILE [FILE ...].

The statements are those of the files, each up to a semicolon at the end of a line. FACTS_MASTER is Spark's master
(local[2] unless it is set), FACTS_MEMORY what the engine may hold, such as 2g. Tests and benches/facts_spark.py use it.
"""

import os
import sys


def statements(text):
    """The statements of a file, comments left out."""
    lines = [line for line in text.split("\n") if not line.startswith("--")]
    return [part for part in "\n".join(lines).split(";\n") if part.strip()]


def duckdb_run(parts, memory):
    import duckdb

    connection = duckdb.connect()
    if memory:
        connection.execute(f"SET memory_limit = '{memory}B'")
    for part in parts:
        connection.execute(part)
    return duckdb.__version__


def datafusion_run(parts, _memory):
    import datafusion

    context = datafusion.SessionContext()
    for part in parts:
        context.sql(part).collect()
    return datafusion.__version__


def spark_run(parts, memory, master):
    import pyspark
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(master).appName("terrier facts-sql")
    builder = builder.config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.sql.shuffle.partitions", os.environ.get("SHUFFLE", "4"))
    if memory:
        builder = builder.config("spark.driver.memory", memory)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for part in parts:
        session.sql(part)
    session.stop()
    return pyspark.__version__


def main():
    dialect, paths = sys.argv[1], sys.argv[2:]
    memory, parts = os.environ.get("FACTS_MEMORY"), []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            parts += statements(file.read())
    if dialect == "duckdb":
        version = duckdb_run(parts, memory)
    elif dialect == "datafusion":
        version = datafusion_run(parts, memory)
    elif dialect == "spark":
        version = spark_run(parts, memory, os.environ.get("FACTS_MASTER", "local[2]"))
    else:
        sys.exit(f"{dialect} is not a dialect")
    print(f"{dialect} {version}: {len(parts)} statements")


main()
