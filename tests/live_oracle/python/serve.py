"""Starts every set-up of Python, and Envoy, on a port of its own, prints what
and where they are as one line of JSON, and serves until standard input ends.
Where the tenant says so, those of Debian too.
usage: serve.py TENANT.json

A family is a module with a function `start` of the tenant; a set-up is a
record: its `kind`, the `packages` whose versions count, `api` (the keys of
`[apis.NAME]` that describe it to tokcheck) and its `port`.
"""

import json
import logging
import os
import subprocess
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import on_apache
import on_envoy
import on_fastapi
import on_flask
import on_haproxy
import on_libraries
import processes

FAMILIES = [on_envoy, on_fastapi, on_flask, on_libraries]
DEBIAN = [on_apache, on_haproxy]


def debian_version(package):
    return subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Version}", package],
        check=True, capture_output=True, text=True).stdout


def start(families, tenant, version, **more):
    told = {}
    for family in families:
        for name, setup in family.start(tenant).items():
            packages = [f"{package} {version(package)}" for package in setup.pop("packages")]
            told[name] = {"version": ", ".join(packages), **setup, **more}
    return told


def main():
    tenant = json.loads(Path(sys.argv[1]).read_text())
    try:
        told = start(FAMILIES, tenant, version)
        if tenant["debian"]:
            told |= start(DEBIAN, tenant, debian_version, **{"from": "debian"})
        print(json.dumps(told), flush=True)
        sys.stdin.read()
    finally:
        processes.stop()
    os._exit(0)


main()
