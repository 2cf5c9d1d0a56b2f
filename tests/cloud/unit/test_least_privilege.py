"""The lint finds what it must: each test breaks one thing."""

import unittest

from xentri_cloud.least_privilege import Lint, grants, role_of_its_own, shared_names


def policy(holder_type="AWS::IAM::ManagedPolicy", **statement):
    return {"Resources": {"Door": {"Type": holder_type, "Properties": {"PolicyDocument": {
        "Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:r:1:q", **statement}]}}}}}


def findings(template, exceptions=None):
    lint = Lint(exceptions or {})
    lint.read(template)
    return lint.findings + lint.unused()


class LeastPrivilegeTest(unittest.TestCase):
    def test_one_action_on_one_resource_passes(self):
        self.assertEqual([], findings(policy()))

    def test_a_wildcard_in_an_action_is_found(self):
        for action in ("*", "sqs:*", "s3:Get*", ["sqs:SendMessage", "sqs:?"]):
            self.assertEqual(1, len(findings(policy(Action=action))), action)

    def test_a_wildcard_in_a_resource_is_found_through_functions(self):
        for resource in ("*", {"Fn::Sub": "arn:${AWS::Partition}:s3:::x/*"}, {"Fn::Join": ["/", [{"Ref": "B"}, "*"]]}):
            self.assertEqual(1, len(findings(policy(Resource=resource))), resource)

    def test_everything_but_is_found(self):
        self.assertEqual(1, len(findings(policy(NotAction="iam:*"))))

    def test_an_open_principal_is_found(self):
        for principal in ("*", {"AWS": "*"}, {"AWS": ["*"]}):
            self.assertEqual(1, len(findings(policy("AWS::SQS::QueuePolicy", Principal=principal))), principal)

    def test_inline_policies_of_a_role_are_read(self):
        role = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {
            "AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}]},
            "Policies": [{"PolicyName": "p", "PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "dynamodb:*", "Resource": "*"}]}}]}}}}
        self.assertEqual(2, len(findings(role)))

    def test_a_managed_policy_needs_a_reason(self):
        role = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"ManagedPolicyArns": [
            {"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess"}, {"Ref": "Door"}]}}}}
        self.assertEqual(1, len(findings(role)))

    def test_an_exception_lets_its_own_wildcard_pass_and_no_other(self):
        allowed = {("Door", "x/*"): "why"}
        self.assertEqual([], findings(policy(Resource="arn:aws:s3:::x/*"), allowed))
        self.assertEqual(2, len(findings(policy(Resource="arn:aws:s3:::y/*"), allowed)))

    def test_an_exception_that_nothing_needs_is_found(self):
        self.assertEqual(1, len(findings(policy(), {("Door", "x/*"): "why"})))

    def test_a_permission_needs_a_source(self):
        open_door = {"Resources": {"P": {"Type": "AWS::Lambda::Permission", "Properties": {
            "Principal": "events.amazonaws.com"}}}}
        self.assertEqual(1, len(findings(open_door)))

    def test_a_name_that_two_stacks_would_share_is_found(self):
        schedule = {"Resources": {"S": {"Type": "AWS::Scheduler::Schedule", "Properties": {"Name": "Sweep"}}}}
        self.assertEqual(1, len(shared_names(schedule)))
        schedule["Resources"]["S"]["Properties"]["Name"] = {"Fn::Sub": "${AWS::StackName}-sweep"}
        self.assertEqual([], shared_names(schedule))

    def test_what_a_function_may_do_is_its_role_and_the_policies_on_it(self):
        template = policy()
        template["Resources"] |= {
            "Fn": {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::GetAtt": ["FnRole", "Arn"]}}},
            "FnRole": {"Type": "AWS::IAM::Role", "Properties": {
                "ManagedPolicyArns": [{"Ref": "Door"}, "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
                "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole"}]},
                "Policies": [{"PolicyDocument": {"Statement": [
                    {"Effect": "Allow", "Action": ["events:PutEvents"], "Resource": "bus"}]}}]}}}
        self.assertEqual({"Fn": {"sqs:SendMessage", "events:PutEvents"}}, grants(template))

    def test_functions_with_one_role_are_found(self):
        function = {"Type": "AWS::Lambda::Function", "Properties": {"Role": {"Fn::GetAtt": ["Role", "Arn"]}}}
        self.assertEqual(1, len(role_of_its_own({"Resources": {"A": function, "B": function}})))
        self.assertEqual([], role_of_its_own({"Resources": {"A": function}}))


if __name__ == "__main__":
    unittest.main()
