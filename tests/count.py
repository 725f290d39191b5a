#!/usr/bin/env python3
"""Counts test cases from the reports the test programs left: prints "PASSED FAILED SKIPPED".

usage: bazel query 'tests(//...)' | tests/count.py --logs DIR
The labels on standard input say which tests there are: one that left no whole report is a
failure. Catch2 programs (tests/support/main.cc) and Python ones (tests/support/cases.py) count by
their cases, all others as one case each."""
import argparse
import pathlib
import re
import sys


def count(label: str, logs: pathlib.Path) -> tuple[int, int, int]:
    folder = logs / label.lstrip("/").replace(":", "/")
    reports = [f.read_text(errors="replace") for f in sorted(folder.rglob("test.xml"))]
    text = "".join(reports)
    if 'generator="cases.py"' in text:
        cases = re.findall(r"^<testcase [^>]*>(?:<(failure|skipped)>)?", text, re.M)
        failed, skipped = cases.count("failure"), cases.count("skipped")
        whole = text.rstrip().endswith("</testsuites>")
        return len(cases) - failed - skipped, failed + (not whole), skipped
    if "<Catch2TestRun" not in text:
        bad = not text or re.search(r"<(failure|error)\b", text) is not None
        return int(not bad), int(bad), 0
    results = re.findall(r'^    <OverallResult success="(true|false)" skips="(\d+)"', text, re.M)
    failed = sum(ok == "false" for ok, _ in results)
    skipped = sum(ok == "true" and skips != "0" for ok, skips in results)
    if any("</Catch2TestRun>" not in report for report in reports):
        print(f"{label}: its report is not whole: it crashed or was stopped", file=sys.stderr)
        failed += 1
    return sum(ok == "true" for ok, _ in results) - skipped, failed, skipped


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logs", type=pathlib.Path, required=True)
    logs = parser.parse_args().logs
    rows = [count(label, logs) for label in sys.stdin.read().split()]
    print(*(sum(column) for column in zip(*rows)) if rows else (0, 1, 0))


if __name__ == "__main__":
    main()
