"""Runs the examples of docs/consumers as they stand, against a server.

Usage: examples.py BASE_URL. One line per example; exits with 1 when one fails. A tool that is not installed is skipped,
and said to be.
"""

import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

base = sys.argv[1].rstrip("/")
pages = sorted(Path(__file__).parents[2].joinpath("docs/consumers").glob("*.md"))
folder = Path(tempfile.mkdtemp())
database = folder / "la-clause-verte.sqlite"
urllib.request.urlretrieve(f"{base}/v1/dumps/la-clause-verte.sqlite", database)
tools = {
    "bash": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-c"],
    "javascript": ["node", "--input-type=module", "-e"],
    "r": ["Rscript", "-e"],
}
failures = run = 0
for page in pages:
    for number, (language, code) in enumerate(re.findall(r"^```(\w+)\n(.*?)^```", page.read_text(), re.M | re.S), 1):
        name, code = f"{page.name}, example {number}", code.replace("https://api.example.org", base)
        if language == "sql":
            rows = sqlite3.connect(database).execute(code).fetchall()
            good, told = bool(rows), "it finds nothing"
        elif shutil.which(tools[language][0]) is None:
            print("skip", name, f"({tools[language][0]} is not installed)")
            continue
        else:
            done = subprocess.run([*tools[language], code], cwd=folder, capture_output=True, text=True, timeout=120)
            good, told = done.returncode == 0, done.stderr[-500:]
        run += 1
        failures += not good
        print("ok  " if good else "FAIL", name, "" if good else told)
sys.exit(bool(failures or run < 10))
