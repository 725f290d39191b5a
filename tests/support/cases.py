"""unittest for Bazel: writes each case to test.xml, so that tests/count.py counts cases, not programs.

A test method counts as one case, or, where it uses subTest, as one for each subTest."""

import os
import sys
import unittest
from xml.sax import saxutils


class _Result(unittest.TextTestResult):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.cases = []  # (name, "passed" | "failed" | "skipped", text)
        self._subtests = 0

    def startTest(self, test):
        super().startTest(test)
        self._subtests = 0

    def _add(self, test, verdict, text=""):
        self.cases.append((test.id(), verdict, text))

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        self._subtests += 1
        self._add(subtest, "failed" if err else "passed", self._exc_info_to_string(err, test) if err else "")

    def addSuccess(self, test):
        super().addSuccess(test)
        if not self._subtests:
            self._add(test, "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._add(test, "failed", self._exc_info_to_string(err, test))

    def addError(self, test, err):
        super().addError(test, err)
        self._add(test, "failed", self._exc_info_to_string(err, test))

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._add(test, "skipped", reason)


def _write(path, cases):
    element = {"failed": "failure", "skipped": "skipped"}
    with open(path, "w", encoding="utf-8") as file:
        file.write('<testsuites generator="cases.py">\n')
        for name, verdict, text in cases:
            inside = ""
            if verdict != "passed":
                printable = "".join(c if c.isprintable() or c == "\n" else "?" for c in text)
                inside = f"<{element[verdict]}>{saxutils.escape(printable)}</{element[verdict]}>"
            file.write(f"<testcase name={saxutils.quoteattr(name)}>{inside}</testcase>\n")
        file.write("</testsuites>\n")


def main():
    """Runs the tests of the calling program; ends it with their verdict."""
    program = unittest.main(exit=False, testRunner=unittest.TextTestRunner(resultclass=_Result))
    if "XML_OUTPUT_FILE" in os.environ:
        _write(os.environ["XML_OUTPUT_FILE"], program.result.cases)
    sys.exit(not program.result.wasSuccessful() or not program.result.cases)
