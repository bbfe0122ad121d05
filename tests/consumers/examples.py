"""Runs the examples of docs/consumers as they stand, against a server.

Usage: examples.py BASE_URL. One line per example; exits with 1 when one fails. What needs a tool or a package that is not
installed is skipped, and said to be. The examples of one page share a folder and run in order.
"""

import importlib.util
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

base = sys.argv[1].rstrip("/")
pages = sorted(Path(__file__).parents[2].joinpath("docs/consumers").glob("*.md"))
tools = {
    "bash": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "-e"],
    "r": ["Rscript", "-e"],
}


def missing(language: str, code: str) -> str | None:
    """The first thing that the example needs and that is not installed."""
    if language == "sql":
        return "duckdb" if ".parquet" in code and importlib.util.find_spec("duckdb") is None else None
    wanted = [tools[language][0]]
    if language == "bash":
        wanted += [name for name in ("curl", "unzip", "sha256sum") if re.search(rf"\b{name}\b", code)]
    for name in wanted:
        if shutil.which(name) is None:
            return name
    if language == "python":
        modules = re.findall(r"^import (\w+)", code, re.M)
        return next((name for name in modules if importlib.util.find_spec(name) is None), None)
    if language == "r" and "jsonlite" in code:
        asked = 'quit(status = !requireNamespace("jsonlite", quietly = TRUE))'
        return "jsonlite" if subprocess.run(["Rscript", "-e", asked], capture_output=True).returncode else None
    return None


def fault(language: str, code: str, folder: Path) -> str:
    """What is wrong with the example; empty when nothing is."""
    try:
        if language == "sql" and ".parquet" in code:
            import duckdb

            with duckdb.connect(config={"file_search_path": str(folder)}) as connection:
                return "" if connection.execute(code).fetchall() else "it finds nothing"
        if language == "sql":
            with sqlite3.connect(f"file:{folder / 'la-clause-verte.sqlite'}?mode=ro", uri=True) as connection:
                return "" if connection.execute(code).fetchall() else "it finds nothing"
        done = subprocess.run([*tools[language], code], cwd=folder, capture_output=True, text=True, timeout=120)
    except Exception as failure:
        return str(failure)
    if done.returncode:
        return done.stderr[-500:] or f"it exits with {done.returncode}"
    return "" if language == "bash" or done.stdout.strip() else "it prints nothing"


failures = run = 0
for page in pages:
    with tempfile.TemporaryDirectory() as folder:
        for number, (language, code) in enumerate(re.findall(r"^```(\w+)\n(.*?)^```", page.read_text("utf-8"), re.M | re.S), 1):
            name = f"{page.name}, example {number}"
            code = code.replace("https://api.example.org", base)
            if language not in tools and language != "sql":
                told = f"nothing runs `{language}`"
            elif tool := missing(language, code):
                print("skip", name, f"({tool} is not installed)")
                continue
            else:
                told = fault(language, code, Path(folder))
            run += 1
            failures += bool(told)
            print("FAIL" if told else "ok  ", name, told)
sys.exit(bool(failures or run < 10))
