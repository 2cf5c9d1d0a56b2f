"""`make verify-cloud`."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from . import damage, growth, least_privilege, packages, sizes, stack
from .alive import Alive
from .declared import Declared
from .emulator import MiniStack
from .loopback import FrontDoor
from .report import Report
from .runtime import Runtimes
from .sam import Sam
from .surroundings import Surroundings

PROJECT = Path(__file__).resolve().parents[3]
STACK = "xentri-verify"


def main() -> int:
    arguments = argparse.ArgumentParser(prog="tests/cloud/verify", description="Proves template.yaml with SAM and MiniStack.")
    arguments.add_argument("--sam", required=True)
    arguments.add_argument("--grown", action="store_true", help="only build and deploy the project with 96 more functions")
    tools = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["NO_PROXY"] = "*"  # Everything is on this machine.
    started = time.monotonic()
    report = Report()
    work = PROJECT / "target" / ("verify-growth" if tools.grown else "verify-cloud")
    shutil.rmtree(work, ignore_errors=True)  # Of a run that failed or was killed.
    work.mkdir(parents=True)
    with ExitStack() as cleanup:
        try:
            (verify_growth if tools.grown else verify)(tools, work, report, cleanup)
        except Exception as fault:  # Whatever it is, it is a failed verification and is told as one.
            report.check("the verification ran to its end", False, f"{type(fault).__name__}: {fault}")
    print(f"\nverify-cloud: {report.passed} checks hold, {len(report.failures)} fail ({time.monotonic() - started:.0f} s)")
    if not report.failures:
        shutil.rmtree(work, ignore_errors=True)
        return 0
    for failure in report.failures:
        print(f"  FAIL {failure}")
    print(f"  logs: {work.relative_to(PROJECT)}")
    return 1


def verify(tools: argparse.Namespace, work: Path, report: Report, cleanup: ExitStack) -> None:
    declared = Declared(PROJECT / "template.yaml")
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java"
    front = FrontDoor()
    cleanup.callback(front.close)
    around = Surroundings(java, class_path(), work / "surroundings", front.url)
    cleanup.callback(around.stop)
    sam = Sam(tools.sam, PROJECT, work, report)
    with report.part("Lint and build with SAM CLI"):
        for template in [declared.root, *declared.contexts.values()]:
            path = str(template.path.relative_to(PROJECT))
            sam.run(f"sam validate --lint {path}", "validate", "--lint", "--template", path)
        sam.run("sam build", "build")
        packages.check(declared, PROJECT / ".aws-sam" / "build", report)
    parameters = {"Environment": "staging", "AppOrigin": front.url, **around.parameters()}
    with report.part("Deploy to MiniStack"):
        names = [f"{STACK}-{function.name}" for function in declared.functions.values()]
        runtimes = Runtimes(java, runtime_client(), work / "functions", names)
        cleanup.callback(runtimes.close)
        emulator = MiniStack(work / "ministack", runtimes.addresses())
        cleanup.callback(emulator.stop)
        emulator.wait()
        report.note("left out of the stack: nothing; the built templates are deployed as they are")
        report.note("MiniStack expands SAM in the root's template only; its own function for that is called for the nested ones, too")
        deploy(sam, emulator, parameters)
        deployed_at = time.monotonic()
    with report.part("The stack against template.yaml"):
        deployed = stack.Stack(emulator, STACK)
        runtimes.take(deployed, emulator.url)
        report.note("MiniStack takes no routes from an API's Body; they are made from the expanded template")
        deployed.make_routes()
        stack.check(deployed, declared, parameters, report)
    with report.part("Least privilege"):
        lint_permissions(deployed, report)
    with report.part("The stack in use"):
        report.note("MiniStack has no Java runtime: it forwards invocations to AWS's runtime interface client here")
        front.open(deployed.cdn_paths(), emulator.url)
        Alive(declared, deployed, runtimes, around, front.url, deployed_at, report).check()
    with report.part("The verification itself: the stack is damaged, and that must be noticed"):
        damage.check(deployed, declared, parameters, report)


def verify_growth(tools: argparse.Namespace, work: Path, report: Report, cleanup: ExitStack) -> None:
    """Nothing is called: what 120 functions do to the stacks is the question."""
    project = work / "project"
    project.mkdir()
    with report.part("96 more functions"):
        declared = growth.grow(PROJECT, project)
        counted = sizes.counts(declared)
        for path, count in counted.items():
            report.note(f"{Path(path).relative_to(project)}: {count} resources")
        report.none(f"{len(declared.functions)} functions, and no stack of more than {sizes.LIMIT} resources", sizes.too_large(counted))
    sam = Sam(tools.sam, project, work, report)
    with report.part("Build and deploy to MiniStack"):
        sam.run("sam build", "build")
        emulator = MiniStack(work / "ministack", {})
        cleanup.callback(emulator.stop)
        emulator.wait()
        deploy(sam, emulator, {name: f"https://{name.lower()}.example" for name, each in declared.root.template["Parameters"].items()
                               if "Default" not in each})
        deployed = stack.Stack(emulator, STACK)
        for name, part in deployed.all.items():
            report.same(f"stack {name or STACK}", "CREATE_COMPLETE", part.status)
        pages = deployed.client("lambda").get_paginator("list_functions").paginate()
        report.same(f"{len(declared.functions)} functions are there",
                    {deployed.function_name(each) for each in declared.functions.values()},
                    {each["FunctionName"] for page in pages for each in page["Functions"]})
        paths = deployed.cdn_paths()
        report.none("the CDN finds the API of each route", stack.lost_routes(deployed, declared, paths))


def deploy(sam: Sam, emulator: MiniStack, parameters: dict[str, str]) -> None:
    sam.run("sam deploy --resolve-s3 to CREATE_COMPLETE", "deploy", "--resolve-s3", "--stack-name", STACK,
            "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset", "--no-progressbar",
            "--parameter-overrides", *[f"{name}={value}" for name, value in parameters.items()],
            **emulator.environment)


def class_path() -> str:
    """Of the verification's own Java program, as Maven resolved it."""
    target = PROJECT / "tests" / "cloud" / "target"
    return f"{target / 'classes'}:{(target / 'class-path.txt').read_text(encoding='utf-8').strip()}"


def runtime_client() -> list[Path]:
    """The jars that Lambda's managed runtime brings itself."""
    parts = ("aws-lambda-java-runtime-interface-client", "aws-lambda-java-core", "aws-lambda-java-serialization", "utils-lite")
    return [Path(jar) for jar in class_path().split(":") if Path(jar).name.startswith(parts)]


def lint_permissions(deployed: stack.Stack, report: Report) -> None:
    """The expanded template of the root and of every nested stack."""
    templates = {name: part.expanded for name, part in deployed.all.items()}
    lint = least_privilege.Lint()
    for template in templates.values():
        lint.read(template)
    report.none("no wildcard, open door or managed policy without a reason", lint.findings)
    report.none("every exception is needed", lint.unused())
    for (holder, wildcard), reason in lint.exceptions_used.items():
        report.note(f"allowed in {holder}: {wildcard} ({reason})")
    granted = Counter(action for template in templates.values()
                      for actions in least_privilege.grants(template, deployed.expanded).values() for action in actions)
    report.note("granted to functions: " + ", ".join(f"{action} to {count}" for action, count in sorted(granted.items())))
    report.none("no two functions share a role",
                [each for template in templates.values() for each in least_privilege.role_of_its_own(template)])
    shared = [each for template in templates.values() for each in least_privilege.shared_names(template)]
    report.none("two stacks in one account do not share names", shared)


if __name__ == "__main__":
    sys.exit(main())
