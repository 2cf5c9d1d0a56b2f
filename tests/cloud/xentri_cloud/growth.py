"""The house with 96 more functions in it: some in contexts that there are, the others in new ones.

    python -m xentri_cloud.growth PROJECT COPY
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from .declared import Declared

# Functions that each context is given more, and those of new contexts.
MORE_EACH = 16
NEW_CONTEXTS = {"Orchard": 24, "Meadow": 24}

_FUNCTION = """
  {context}Dummy{n}Function:
    Type: AWS::Serverless::Function
    Metadata: {{BuildMethod: makefile}}
    Properties:
      FunctionName: !Sub '${{Stack}}-{lower}-dummy-{n}'
      Policies: [!Ref DatabaseLogin, !Ref RelayWakeUp]
      Events: {{Http: {{Type: HttpApi, Properties: {{Method: get, Path: '{path}/dummies/{n}/{{id}}'}}}}}}
"""
_APPLICATION = """  {context}:
    Type: AWS::Serverless::Application
    Properties: {{Location: functions/{lower}/template.yaml, Parameters: *member}}

  {context}Alarms:
    Type: AWS::CloudFormation::Stack
    Properties: {{TemplateURL: infra/api-alarms.yaml, Parameters: {{AlarmTopicArn: !Ref AlarmTopicArn, ApiId: !GetAtt {context}.Outputs.ApiId}}}}

"""
_ORIGIN = """          - Id: {lower}
            DomainName: !Sub '${{{context}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}'
            CustomOriginConfig: {{OriginProtocolPolicy: https-only, OriginSSLProtocols: [TLSv1.2]}}
            OriginCustomHeaders: !If [HasSecret, [{{HeaderName: x-cdn-secret, HeaderValue: !Ref Secret}}], !Ref AWS::NoValue]
"""


def grow(project: Path, copy: Path) -> Declared:
    """A copy of what `sam build` reads, with the functions added."""
    _copy(project, copy)
    before = Declared(copy / "template.yaml")
    for name, context in before.contexts.items():
        routes = [route.path for function in context.functions for route in function.routes]
        _add(context.path, name, MORE_EACH, routes[0])
    for name, count in NEW_CONTEXTS.items():
        _new_context(copy, name, count)
    after = Declared(copy / "template.yaml")
    added = len(after.functions) - len(before.functions)
    expected = MORE_EACH * len(before.contexts) + sum(NEW_CONTEXTS.values())
    if added != expected or added < 96:
        raise RuntimeError(f"{added} functions were added, not {expected}")
    return after


def _copy(project: Path, copy: Path) -> None:
    shutil.copytree(project / "infra", copy / "infra")
    shutil.copy(project / "template.yaml", copy)
    for folder in [*project.glob("functions/*/template.yaml"), *project.glob("layers/*/Makefile")]:
        target = copy / folder.parent.relative_to(project)
        (target / "target").mkdir(parents=True)
        for part in ("template.yaml", "Makefile"):
            if (folder.parent / part).exists():
                shutil.copy(folder.parent / part, target)
        for built in ("target/fn.jar", "target/layer"):
            if (folder.parent / built).exists():
                os.symlink(folder.parent / built, target / built)


def _add(template: Path, context: str, count: int, path: str) -> None:
    functions = "".join(_FUNCTION.format(context=context, lower=context.lower(), n=n, path=path) for n in range(count))
    _insert(template, "\nOutputs:\n", functions)


def _new_context(copy: Path, name: str, count: int) -> None:
    """As a context without secrets of its own is."""
    lower, path = name.lower(), f"/api/v1/{name.lower()}s"
    old, new = copy / "functions/copilot", copy / "functions" / lower
    shutil.copytree(old, new, symlinks=True)
    head = (new / "template.yaml").read_text(encoding="utf-8").split("\nResources:\n")[0]
    (new / "template.yaml").write_text(
        f"{head}\nResources:\n\nOutputs:\n  ApiId: {{Value: !Ref ServerlessHttpApi}}\n", encoding="utf-8")
    _add(new / "template.yaml", name, count, path)
    _insert(copy / "template.yaml", "  RuntimeLayer:\n", _APPLICATION.format(context=name, lower=lower))
    cdn = copy / "infra/cdn.yaml"
    given = f"        {name}: !GetAtt {name}.Outputs.ApiId\n"
    _insert(copy / "template.yaml", "        Secret: !Ref CdnSecret\n", given)
    _insert(cdn, "  Secret: {Type: String", f"  {name}: {{Type: String}}\n")
    _insert(cdn, "        DefaultCacheBehavior:\n", _ORIGIN.format(context=name, lower=lower))
    text = cdn.read_text(encoding="utf-8")
    start = text.index("          - PathPattern: /api/*\n")
    behaviour = text[start:text.index("        # No CustomErrorResponses")].replace(
        "/api/*", f"{path}*").replace("TargetOriginId: identity", f"TargetOriginId: {lower}")
    _insert(cdn, "          - PathPattern: /api/*\n", behaviour)


def _insert(file: Path, before: str, text: str) -> None:
    whole = file.read_text(encoding="utf-8")
    if whole.count(before) != 1:
        raise RuntimeError(f"{file.name} has {before!r} {whole.count(before)} times, so nothing can be added there")
    file.write_text(whole.replace(before, text + before), encoding="utf-8")


if __name__ == "__main__":
    grow(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
