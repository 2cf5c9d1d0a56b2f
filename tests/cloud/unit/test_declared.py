"""What is read from a template's text is what SAM would make of it."""

import tempfile
import unittest
from pathlib import Path

from xentri_cloud.declared import Declared, Route, read

TEMPLATE = """
Globals:
  Function:
    Runtime: java25
    MemorySize: 1024
    Layers: [!Ref Base]
    Environment: {Variables: {BUS: !Ref Bus, USER: app}}
  HttpApi: {CorsConfiguration: {AllowOrigins: [!Ref Origin]}}
Resources:
  Base: {Type: 'AWS::Serverless::LayerVersion'}
  MeGetFunction:
    Type: AWS::Serverless::Function
    Metadata: {Access: public}
    Properties:
      FunctionName: !Sub '${AWS::StackName}-me-get'
      MemorySize: 512
      Layers: [!Ref Extra]
      Environment: {Variables: {USER: !Ref Other, ARN: !GetAtt Queue.Arn}}
      Events:
        Http: {Type: HttpApi, Properties: {Method: get, Path: '/me/{id}'}}
        Sweep: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
"""


class DeclaredTest(unittest.TestCase):
    def setUp(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(TEMPLATE)
            file.flush()
            self.declared = Declared(read(Path(file.name)))
        self.function = self.declared.functions["MeGetFunction"]

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
        self.assertEqual(["Base"], list(self.declared.of_type("AWS::Serverless::LayerVersion")))


if __name__ == "__main__":
    unittest.main()
