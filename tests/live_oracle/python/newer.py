"""Compares what pip would install (its report on standard input) with the
versions of a lock file; prints what is newer, and fails if anything is.
usage: pip install --dry-run --report - ... | newer.py requirements.txt
"""

import json
import sys
from pathlib import Path

locked = dict(line.split("==") for line in Path(sys.argv[1]).read_text().split())
found = [item["metadata"] for item in json.load(sys.stdin)["install"]]
for item in found:
    name, version = item["name"], item["version"]
    print(f"{name}: locked {locked.get(name, 'not at all')}, newest {version}")
sys.exit(bool(found))
