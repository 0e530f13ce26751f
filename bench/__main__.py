"""Measure every promised figure and write one JSON line each to `bench/results.jsonl`.

    python -m bench            all families
    BENCH=road python -m bench     one family, or one name such as road.list_10k

A family is a module of this folder with `rows()`: it yields a dict of name, value, unit, against, ratio, goal and ok. A
family of slow figures asks `families.wanted(name)` first, so that it measures no more than was asked for.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import django

from bench.families import FAMILIES, wanted

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.jsonl"
COLUMNS = ("name", "value", "unit", "against", "ratio", "goal", "ok")

Row = dict[str, Any]


def measure() -> Iterable[Row]:
    for module_name, names in FAMILIES.items():
        if any(map(wanted, names)):
            family = importlib.import_module(f"bench.{module_name}")
            yield from (row for row in family.rows() if wanted(row["name"]))


def line(row: Row) -> str:
    extra = {key: value for key, value in row.items() if key not in COLUMNS}
    return json.dumps({**{column: row.get(column) for column in COLUMNS}, **extra}, ensure_ascii=False)


def shown(row: Row) -> str:
    """One line of the table on the terminal."""
    figure = f"{row['value']:.4g}" if isinstance(row["value"], float) else str(row["value"])
    against = f"{row['against']:.4g}" if isinstance(row.get("against"), float) else str(row.get("against") or "")
    ratio = f"{row['ratio']:.2f}" if isinstance(row.get("ratio"), int | float) else ""
    verdict = {True: "ok", False: "MISSED", None: ""}[row.get("ok")]
    goal = row.get("goal") or ""
    return f"{row['name']:<32} {figure:>10} {row['unit']:<12} {against:>10} {ratio:>7}  {goal:<34} {verdict}"


def set_up() -> None:
    """Django on the database of this run; never on one that somebody works with."""
    if not os.environ.get("DATABASE_URL"):
        sys.exit("The benchmark fills a database of its own: start it with make bench.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()


def main() -> None:
    known = [name for names in FAMILIES.values() for name in names]
    if not any(map(wanted, known)):
        sys.exit(f"No figure is called {os.environ['BENCH']!r}. There are: {', '.join(known)}")
    set_up()
    began = time.monotonic()
    missed = 0
    print(f"{'name':<32} {'value':>10} {'unit':<12} {'against':>10} {'ratio':>7}  {'goal':<34}", flush=True)
    with RESULTS.open("w", encoding="utf-8") as results:
        for row in measure():
            results.write(line(row) + "\n")
            results.flush()
            missed += row.get("ok") is False
            print(shown(row), flush=True)
    print(f"\n{RESULTS.relative_to(HERE.parent)} ({time.monotonic() - began:.0f} s), {missed} goals missed", flush=True)


if __name__ == "__main__":
    main()
