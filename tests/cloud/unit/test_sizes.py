"""Stacks are counted as CloudFormation will count them, and the one that is too large is named."""

import tempfile
import unittest
from pathlib import Path

from xentri_cloud.declared import Declared
from xentri_cloud.growth import grow
from xentri_cloud.sizes import LIMIT, counts, too_large

PROJECT = Path(__file__).resolve().parents[3]
FUNCTION = """
  F{n}:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub '${{Stack}}-f-{n}'
      Handler: x
      Runtime: java25
      AutoPublishAlias: live
      CodeUri: .
      Events: {{Http: {{Type: HttpApi, Properties: {{Method: get, Path: /f/{n}}}}}}}
"""


def project(folder, functions):
    (folder / "template.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources: {Many: {Type: AWS::Serverless::Application, Properties: {Location: many.yaml}}}")
    (folder / "many.yaml").write_text(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n" + "".join(FUNCTION.format(n=n) for n in range(functions)))
    return Declared(folder / "template.yaml")


class SizesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_function_with_a_route_is_five_resources_and_its_api_two(self):
        counted = counts(project(self.folder, 4))
        self.assertEqual({str(self.folder / "template.yaml"): 1, str(self.folder / "many.yaml"): 4 * 5 + 2}, counted)

    def test_a_stack_over_the_limit_is_named(self):
        problems = too_large(counts(project(self.folder, (LIMIT - 2) // 5 + 1)))
        self.assertEqual(1, len(problems))
        self.assertIn("many.yaml", problems[0])

    def test_ours_have_room(self):
        counted = counts(Declared(PROJECT / "template.yaml"))
        self.assertGreaterEqual(len(counted), 6)
        self.assertEqual([], too_large(counted), counted)

    def test_ours_have_room_for_96_more_functions(self):
        grown = grow(PROJECT, self.folder)
        self.assertGreaterEqual(len(grown.functions), 24 + 96)
        self.assertEqual([], too_large(counts(grown)))


if __name__ == "__main__":
    unittest.main()
