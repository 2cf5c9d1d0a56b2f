"""What is read from a template's text is what SAM would make of it."""

import tempfile
import unittest
from pathlib import Path

from xentri_cloud.declared import Declared, Route

TEMPLATE = """
Globals:
  Function:
    Runtime: java25
    MemorySize: 1024
    Layers: [!Ref Base]
    Environment: {Variables: {BUS: !Ref Bus, USER: app}}
  HttpApi: {CorsConfiguration: {AllowOrigins: [!Ref Origin]}}
Resources:
  MeGetFunction:
    Type: AWS::Serverless::Function
    Metadata: {Access: public}
    Properties:
      FunctionName: !Sub '${Stack}-me-get'
      MemorySize: 512
      Layers: [!Ref Extra]
      Environment: {Variables: {USER: !Ref Other, ARN: !GetAtt Queue.Arn}}
      Events:
        Http: {Type: HttpApi, Properties: {Method: get, Path: '/me/{id}'}}
        Sweep: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
"""


ROOT = """
Resources:
  Base: {Type: 'AWS::Serverless::LayerVersion'}
  People: {Type: 'AWS::Serverless::Application', Properties: {Location: functions/people/template.yaml}}
  Alarms: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: alarms.yaml}}
"""


class DeclaredTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        root = Path(folder.name)
        (root / "functions/people").mkdir(parents=True)
        (root / "template.yaml").write_text(ROOT)
        (root / "alarms.yaml").write_text("Resources: {Red: {Type: 'AWS::CloudWatch::Alarm'}}")
        (root / "functions/people/template.yaml").write_text(TEMPLATE)
        self.declared = Declared(root / "template.yaml")
        self.function = self.declared.functions["me-get"]

    def test_globals_are_replaced_merged_and_added_to(self):
        self.assertEqual("java25", self.function.properties["Runtime"])
        self.assertEqual(512, self.function.properties["MemorySize"])
        self.assertEqual(["Base", "Extra"], self.function.layers)
        self.assertEqual({"BUS": {"Ref": "Bus"}, "USER": {"Ref": "Other"}, "ARN": {"Fn::GetAtt": ["Queue", "Arn"]}},
                         self.function.variables)

    def test_a_function_knows_its_name_access_and_events(self):
        self.assertEqual("me-get", self.function.name)
        self.assertTrue(self.function.public)
        self.assertEqual([Route("GET", "/me/{id}")], self.function.routes)
        self.assertEqual({"HttpApi", "ScheduleV2"}, self.function.event_types)

    def test_resources_are_found_by_type(self):
        self.assertEqual(["Base"], list(self.declared.root.of_type("AWS::Serverless::LayerVersion")))

    def test_nested_stacks_are_followed_and_contexts_are_applications(self):
        self.assertEqual(["", "People", "Alarms"], list(self.declared.stacks))
        self.assertEqual(["People"], list(self.declared.contexts))
        self.assertEqual("People", self.function.context)


if __name__ == "__main__":
    unittest.main()
