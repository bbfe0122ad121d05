"""Reads every published file with the tools of those who use them, and counts the same records in each.

Usage: files.py BASE_URL. One line per check; exits with 1 when one fails.
"""

import json
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import duckdb
import jsonschema
import openpyxl
import pandas
import polars
from frictionless import Package

base = sys.argv[1].rstrip("/")
failures = 0


def fetch(path: str) -> bytes:
    with urllib.request.urlopen(f"{base}{path}") as answer:
        return answer.read()


def check(what: str, good: bool, detail: object = "") -> None:
    global failures
    failures += not good
    print("ok  " if good else "FAIL", what, "" if good else detail)


def count(name: str, rows: int, actual: dict) -> None:
    wrong = {tool: found for tool, found in actual.items() if found != rows}
    check(f"{name}: {rows} rows in {', '.join(actual)}", not wrong, wrong)


folder = Path(tempfile.mkdtemp())
dumps = json.loads(fetch("/v1/dumps"))["items"]
for dump in dumps:
    (folder / dump["name"]).write_bytes(fetch(f"/v1/dumps/{dump['name']}"))

report = Package(f"{base}/v1/datapackage.json").validate()
errors = report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
check(f"frictionless: {len(report.tasks)} tables are valid, keys and references included", report.valid, errors[:10])

for dump in dumps:
    file, rows = folder / dump["name"], dump["rows"]
    match dump["format"]:
        case "csv":
            # Every cell as a text: a CPV code must keep its zeros.
            actual = {
                "pandas": len(pandas.read_csv(file, dtype=str)),
                "polars": polars.read_csv(file, infer_schema=False).height,
                "duckdb": duckdb.sql(f"SELECT count(*) FROM read_csv('{file}', all_varchar=true, header=true)").fetchall()[0][0],
            }
        case "json":
            actual = {"pandas": len(pandas.read_json(file)), "json": len(json.loads(file.read_text()))}
        case "ndjson":
            schema = json.loads(fetch(f"/v1/schemas/{file.stem}.json"))
            validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
            lines = file.read_text().splitlines()
            errors = [error.message for line in lines for error in validator.iter_errors(json.loads(line))]
            check(f"{dump['name']}: every record fits its JSON Schema", not errors, errors[:5])
            actual = {
                "polars": polars.read_ndjson(file, infer_schema_length=None).height,
                "duckdb": duckdb.sql(f"SELECT count(*) FROM read_json('{file}', format='newline_delimited', maximum_object_size=100000000)").fetchall()[0][0],
            }
        case "xlsx":
            workbook = openpyxl.load_workbook(file)
            actual = {"openpyxl": workbook[file.stem].max_row - 1, "pandas": len(pandas.read_excel(file, dtype=str))}
            check(f"{dump['name']}: the header row stays in sight", workbook[file.stem].freeze_panes == "B2")
        case "parquet":
            actual = {
                "pandas": len(pandas.read_parquet(file)),
                "polars": polars.read_parquet(file).height,
                "duckdb": duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall()[0][0],
            }
        case _:
            continue
    count(dump["name"], rows, actual)

for parquet in folder.glob("*.parquet"):
    typed, text = polars.read_parquet(parquet), polars.read_csv(parquet.with_suffix(".csv"), infer_schema=False)
    same = all(
        typed[column].to_list() == [(cell.split("|") if cell else []) for cell in text[column].to_list()]
        for column in typed.columns
        if typed[column].dtype == polars.List(polars.String)
    )
    check(f"{parquet.name}: its lists are those of the CSV file", same and typed.columns == text.columns)

database = sqlite3.connect(folder / "la-clause-verte.sqlite")
check("sqlite3: the database is whole", database.execute("PRAGMA integrity_check").fetchone() == ("ok",))
check("sqlite3: every reference leads somewhere", not database.execute("PRAGMA foreign_key_check").fetchall())
tables = {dump["name"][:-4]: dump["rows"] for dump in dumps if dump["format"] == "csv"}
counted = {table: database.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}
check(f"sqlite3: {len(tables)} tables have the rows of their CSV files", counted == tables, counted)
(views,) = [name for (name,) in database.execute("SELECT group_concat(name) FROM sqlite_master WHERE type = 'view'")]
for view in views.split(","):
    check(f"sqlite3: the view {view} has rows", database.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0)

asked = ["/la-clause-verte.json", "/la-clause-verte/clauses.json?_search=reemploi&_shape=objects&_facet=status"]
for path in asked:
    command = [str(Path(sys.executable).parent / "datasette"), str(folder / "la-clause-verte.sqlite"), "--get", path]
    answer = subprocess.run(command, capture_output=True, text=True)
    found = json.loads(answer.stdout or "{}")
    check(f"datasette answers {path}", bool(found.get("rows") or found.get("tables")), answer.stderr[-300:])

sys.exit(bool(failures))
