"""Validates every golden JSON report against docs/report.schema.json, and the schema itself."""

import glob
import json
import os
import unittest

import jsonschema


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class JsonSchemaTest(unittest.TestCase):
    def setUp(self):
        self.schema = load("docs/report.schema.json")

    def test_the_schema_is_a_schema(self):
        jsonschema.Draft7Validator.check_schema(self.schema)

    def test_every_golden_report_follows_it(self):
        validator = jsonschema.Draft7Validator(self.schema)
        paths = sorted(glob.glob("tests/render/golden/*.json"))
        self.assertGreater(len(paths), 10)
        for path in paths:
            errors = [f"{list(e.absolute_path)}: {e.message}" for e in validator.iter_errors(load(path))]
            self.assertEqual(errors, [], os.path.basename(path))

    def test_a_field_the_schema_does_not_know_is_refused(self):
        report = load("tests/render/golden/healthy.json")
        for where in (report, report["tls"], report["outcome"], report["peer"]["certificates"][0]):
            where["surprise"] = 1
            with self.assertRaises(jsonschema.ValidationError):
                jsonschema.validate(report, self.schema)
            del where["surprise"]
        jsonschema.validate(report, self.schema)


if __name__ == "__main__":
    unittest.main()
