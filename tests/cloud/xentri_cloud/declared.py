"""What template.yaml and its nested stacks declare, read from their text: the yardstick for what is built and deployed.

Deliberately not SAM's own reading of it, which is what is being judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class _CloudFormation(yaml.SafeLoader):
    """YAML with CloudFormation's short tags, as their long forms."""


def _long_form(loader: _CloudFormation, tag: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if tag == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


_CloudFormation.add_multi_constructor("!", _long_form)


def read(path: Path) -> dict[str, Any]:
    """A template as plain values."""
    return parse(path.read_text(encoding="utf-8"))


def parse(text: str) -> dict[str, Any]:
    """The same from its text, which may be JSON."""
    return yaml.load(text, _CloudFormation)  # noqa: S506 (a SafeLoader)


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API: method in capitals and path as in the template."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Function:
    """A function with the Globals applied."""

    logical_id: str
    context: str  # The logical id of the nested stack that it is in; empty: the root's own.
    properties: dict[str, Any]
    metadata: dict[str, Any]

    @property
    def name(self) -> str:
        """Its name without the stack's: `me-get`."""
        return re.sub(r"^\$\{(AWS::StackName|Stack)}-", "", self.properties["FunctionName"]["Fn::Sub"])

    @property
    def public(self) -> bool:
        return self.metadata.get("Access") == "public"

    @property
    def layers(self) -> list[str]:
        return [layer["Ref"] for layer in self.properties.get("Layers", [])]

    @property
    def variables(self) -> dict[str, Any]:
        return self.properties.get("Environment", {}).get("Variables", {})

    def events(self, kind: str) -> dict[str, dict[str, Any]]:
        """Its events of one type: name → properties."""
        return {
            name: event.get("Properties", {})
            for name, event in self.properties.get("Events", {}).items()
            if event["Type"] == kind
        }

    @property
    def event_types(self) -> set[str]:
        return {event["Type"] for event in self.properties.get("Events", {}).values()}

    @property
    def routes(self) -> list[Route]:
        return [Route(event["Method"].upper(), event["Path"]) for event in self.events("HttpApi").values()]


NESTED = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}


class Template:
    """One template: the root's or a nested stack's."""

    def __init__(self, path: Path, context: str = "") -> None:
        self.path = path
        self.template = read(path)
        self.resources: dict[str, dict[str, Any]] = self.template["Resources"]
        everywhere = self.template.get("Globals", {}).get("Function", {})
        self.functions = [
            Function(name, context, _merged(everywhere, resource["Properties"]), resource.get("Metadata", {}))
            for name, resource in self.of_type("AWS::Serverless::Function").items()
        ]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        return {name: each for name, each in self.resources.items() if each["Type"] == kind}

    @property
    def cors(self) -> dict[str, Any]:
        return self.template.get("Globals", {}).get("HttpApi", {}).get("CorsConfiguration", {})


def _value(value: Any, known: dict[str, Any]) -> Any:
    """What a reference to something known stands for."""
    return known.get(value["Ref"], value) if isinstance(value, dict) and "Ref" in value else value


class Declared:
    """template.yaml and what it nests."""

    def __init__(self, path: Path) -> None:
        self.root = Template(path)
        self.nested = {
            name: Template(path.parent / each["Properties"][NESTED[each["Type"]]], name)
            for name, each in self.root.resources.items()
            if each["Type"] in NESTED
        }
        everything = [function for stack in [self.root, *self.nested.values()] for function in stack.functions]
        self.functions = {function.name: function for function in everything}
        if len(self.functions) != len(everything):
            raise ValueError("two functions have one name")

    @property
    def stacks(self) -> dict[str, Template]:
        """All by logical id; the root's is empty."""
        return {"": self.root, **self.nested}

    @property
    def contexts(self) -> dict[str, Template]:
        """Those that are applications of their own."""
        return {name: self.nested[name] for name in self.root.of_type("AWS::Serverless::Application")}

    def variables(self, function: Function, parameters: dict[str, str]) -> dict[str, Any]:
        """What a function's variables are, with these values for the root's parameters, or its defaults; what
        names a resource stays as it is."""
        given = self.root.resources[function.context]["Properties"]["Parameters"] if function.context else {}
        defaults = {name: each["Default"] for name, each in self.root.template["Parameters"].items() if "Default" in each}
        return {key: _value(_value(value, given), {**defaults, **parameters}) for key, value in function.variables.items()}

    @property
    def routes(self) -> dict[Route, Function]:
        return {route: function for function in self.functions.values() for route in function.routes}


def _merged(everywhere: Any, own: Any) -> Any:
    """SAM's rule for Globals: maps merge, lists add up with the global entries first, anything else is replaced."""
    if isinstance(everywhere, dict) and isinstance(own, dict) and not _is_reference(own):
        return {key: _merged(everywhere[key], own[key]) if key in everywhere and key in own
                else own.get(key, everywhere.get(key)) for key in {**everywhere, **own}}
    if isinstance(everywhere, list) and isinstance(own, list):
        return everywhere + own
    return own


def _is_reference(value: dict[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))
