"""A lint of our own: who may do what in the expanded template, with every wildcard named and reasoned.

A wildcard that is not in EXCEPTIONS is a finding, and so is an exception that nothing needs any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

BASIC_EXECUTION = "AWSLambdaBasicExecutionRole"

# (resource, statement's wildcard) → why it must be.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("DatabaseLogin", "dbuser:*/"): "the database's resource id is not known here; the role name at the end limits it",
    ("IdentityLogin", "dbuser:*/"): "the database's resource id is not known here; the role name at the end limits it",
    ("JobLogin", "dbuser:*/"): "the database's resource id is not known here; the role name at the end limits it",
    ("RelayLogin", "dbuser:*/"): "the database's resource id is not known here; the role name at the end limits it",
    ("ShellBucketPolicy", "${ShellBucket.Arn}/*"): "every file of the shell's own bucket is served",
}

# AWS's own managed policies that a role may carry: name → why.
MANAGED: dict[str, str] = {
    BASIC_EXECUTION: "writes the function's log",
}

_POLICY_HOLDERS = {
    "AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy",
    "AWS::SNS::TopicPolicy", "AWS::Events::EventBusPolicy", "AWS::KMS::Key", "AWS::SecretsManager::ResourcePolicy",
}

# Their names count within a resource of the stack only.
_NAMED_WITHIN = {"AWS::Lambda::Alias", "AWS::ApiGatewayV2::Stage"}


@dataclass(frozen=True)
class Statement:
    """One statement of one policy of one resource."""

    holder: str
    holder_type: str
    content: dict[str, Any]
    trust: bool = False

    @property
    def actions(self) -> list[str]:
        return [str(each) for each in _list(self.content.get("Action"))]


def statements(template: dict[str, Any]) -> Iterator[Statement]:
    """Every policy statement of an expanded template."""
    for name, resource in template["Resources"].items():
        kind, properties = resource["Type"], resource.get("Properties", {})
        if kind in _POLICY_HOLDERS:
            documents = [(properties.get("AssumeRolePolicyDocument"), True)]
            documents += [(properties.get(key), False) for key in ("PolicyDocument", "KeyPolicy", "ResourcePolicy")]
            documents += [(policy["PolicyDocument"], False) for policy in properties.get("Policies", [])]
            for document, trust in documents:
                for content in _list((document or {}).get("Statement")):
                    yield Statement(name, kind, content, trust)
        elif properties.get("Statement"):  # AWS::Events::EventBusPolicy's short form and its like.
            for content in _list(properties["Statement"]):
                yield Statement(name, kind, content)


class Lint:
    """The findings of one or more templates."""

    def __init__(self, exceptions: dict[tuple[str, str], str] | None = None) -> None:
        self._exceptions = EXCEPTIONS if exceptions is None else exceptions
        self._used: set[tuple[str, str]] = set()
        self.findings: list[str] = []

    def read(self, template: dict[str, Any]) -> None:
        for statement in statements(template):
            self._statement(statement)
        for name, resource in template["Resources"].items():
            properties = resource.get("Properties", {})
            if resource["Type"] == "AWS::IAM::Role":
                self._managed(name, properties)
            if resource["Type"] == "AWS::Lambda::Permission":
                self._permission(name, properties)

    def unused(self) -> list[str]:
        """Exceptions that no template needs."""
        return [f"{holder}: the exception for {wildcard} is not needed any more"
                for holder, wildcard in sorted(set(self._exceptions) - self._used)]

    @property
    def exceptions_used(self) -> dict[tuple[str, str], str]:
        return {key: self._exceptions[key] for key in sorted(self._used)}

    def _statement(self, statement: Statement) -> None:
        content = statement.content
        for key in ("NotAction", "NotResource", "NotPrincipal"):
            if key in content:
                self._find(statement, f"{key} allows everything that is not named")
        if content.get("Effect") != "Allow":
            return
        for action in statement.actions:
            if "*" in action or "?" in action:
                self._wildcard(statement, action)
        for resource in _list(content.get("Resource")):
            if "*" in (text := _text(resource)):
                self._wildcard(statement, text)
        if _anybody(content.get("Principal")):
            self._find(statement, "anybody may")

    def _wildcard(self, statement: Statement, text: str) -> None:
        for key in self._exceptions:
            if key[0] == statement.holder and key[1] in text:
                self._used.add(key)
                return
        self._find(statement, f"wildcard in {text}")

    def _managed(self, name: str, role: dict[str, Any]) -> None:
        for policy in _list(role.get("ManagedPolicyArns")):
            text = _text(policy)
            if ":policy/" in text and text.rsplit("/", 1)[-1] not in MANAGED:
                self.findings.append(f"{name}: AWS's managed policy {text.rsplit('/', 1)[-1]} has no reason on record")

    def _permission(self, name: str, permission: dict[str, Any]) -> None:
        if permission.get("Principal") == "*":
            self.findings.append(f"{name}: anybody may invoke")
        elif str(permission.get("Principal", "")).endswith(".amazonaws.com") and not permission.get("SourceArn"):
            self.findings.append(f"{name}: no SourceArn, so that service may invoke it for any account")

    def _find(self, statement: Statement, problem: str) -> None:
        self.findings.append(f"{statement.holder} ({statement.holder_type}): {problem}")


def grants(template: dict[str, Any], root: dict[str, Any] | None = None) -> dict[str, set[str]]:
    """What each function may do: logical id → actions, without those of AWS's own managed policies.

    A nested stack is given the root's policies under their own names.
    """
    resources = template["Resources"]
    by_holder: dict[str, set[str]] = {}
    for each in [root, template] if root else [template]:
        for statement in statements(each):
            if not statement.trust:
                by_holder.setdefault(statement.holder, set()).update(statement.actions)
    granted = {}
    for name, resource in resources.items():
        if resource["Type"] == "AWS::Lambda::Function":
            role = _text(resource["Properties"]["Role"]).removeprefix("${").removesuffix(".Arn}")
            attached = _list(resources[role]["Properties"].get("ManagedPolicyArns"))
            holders = [role, *(each["Ref"] for each in attached if isinstance(each, dict) and "Ref" in each)]
            granted[name] = set().union(*(by_holder.get(holder, set()) for holder in holders))
    return granted


def shared_names(template: dict[str, Any]) -> list[str]:
    """Names without the stack's in them: staging and production in one account would collide."""
    found = []
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] in _NAMED_WITHIN:
            continue
        properties = resource.get("Properties", {})
        short = resource["Type"].rsplit("::", 1)[-1]
        for key in ("Name", "FunctionName", "LayerName", "QueueName", "BucketName", "RoleName", "ManagedPolicyName",
                    f"{short}Name"):
            value = properties.get(key)
            if isinstance(value, str):
                found.append(f"{logical_id}: {key} {value!r} is the same in every stack")
    return sorted(set(found))


def role_of_its_own(template: dict[str, Any]) -> list[str]:
    """Functions that share a role with another one."""
    roles: dict[str, list[str]] = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Lambda::Function":
            roles.setdefault(_text(resource["Properties"].get("Role")), []).append(name)
    return [f"{' and '.join(sorted(names))} share a role" for names in roles.values() if len(names) > 1]


def _anybody(principal: Any) -> bool:
    if isinstance(principal, dict):
        return any("*" in _list(each) for each in principal.values())
    return principal == "*"


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """A value with its references spelt out: {"Fn::Sub": "a/${b}"} is `a/${b}`."""
    if isinstance(value, dict) and len(value) == 1:
        key, inner = next(iter(value.items()))
        if key == "Fn::Sub" and isinstance(inner, str):
            return inner
        if key == "Fn::Join":
            return str(inner[0]).join(_text(each) for each in inner[1])
        if key in ("Ref", "Fn::GetAtt"):
            return "${" + (inner if isinstance(inner, str) else ".".join(inner)) + "}"
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
