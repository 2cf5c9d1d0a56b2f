"""How many resources CloudFormation will count in each stack, once AWS's own translator has expanded what SAM stands for.

A stack holds 500 at most. Ours stop at 350, so that there is time to split a context before one is full.
"""

from __future__ import annotations

import copy
import logging
import os
import sys
from pathlib import Path
from typing import Any

from samtranslator.translator.transform import transform

from .declared import Declared, Template

LIMIT = 350
# It warns of its own telemetry.
logging.getLogger("samtranslator").setLevel(logging.ERROR)


class _NoManagedPolicies:
    """The translator asks IAM for the names of AWS's policies; ours are all written out."""

    @staticmethod
    def load() -> dict[str, str]:
        return {}


def expanded(template: Template) -> dict[str, Any]:
    """The template as CloudFormation sees it."""
    document = copy.deepcopy(template.template)
    if "Transform" not in document:
        return document
    for resource in document["Resources"].values():  # As `sam deploy` leaves it: in a bucket.
        properties = resource.get("Properties", {})
        if resource["Type"] in ("AWS::Serverless::Function", "AWS::Serverless::LayerVersion"):
            properties["CodeUri" if resource["Type"].endswith("Function") else "ContentUri"] = "s3://bucket/key"
        if resource["Type"] == "AWS::Serverless::Application":
            properties["Location"] = "https://s3.amazonaws.com/bucket/template.yaml"
    return expand(document)


def expand(document: dict[str, Any]) -> dict[str, Any]:
    """AWS's own transform of a template that `sam deploy` has uploaded; it may change what it is given."""
    os.environ.setdefault("AWS_DEFAULT_REGION", "eu-central-1")
    return transform(document, {}, _NoManagedPolicies())


def counts(declared: Declared) -> dict[str, int]:
    """Resources by stack."""
    return {str(template.path): len(expanded(template)["Resources"]) for template in declared.stacks.values()}


def too_large(counted: dict[str, int]) -> list[str]:
    return [f"{path} is {count} resources: split it, or move functions to another context; {LIMIT} is the most"
            for path, count in counted.items() if count > LIMIT]


def main() -> int:
    counted = counts(Declared(Path(sys.argv[1])))
    print("resources: " + ", ".join(f"{path} {count}" for path, count in counted.items()))
    problems = too_large(counted)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
