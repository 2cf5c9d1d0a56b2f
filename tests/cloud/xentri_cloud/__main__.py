"""`make verify-cloud`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from . import least_privilege, packages, stack
from .declared import Declared, read
from .emulator import MiniStack
from .report import Report
from .sam import Sam

PROJECT = Path(__file__).resolve().parents[3]
STACK = "xentri-verify"


def main() -> int:
    arguments = argparse.ArgumentParser(prog="tests/cloud/verify", description="Proves template.yaml with SAM and MiniStack.")
    arguments.add_argument("--sam", required=True)
    arguments.add_argument("--ministack", required=True)
    tools = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    started = time.monotonic()
    report = Report()
    with ExitStack() as cleanup:
        work = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="xentri-verify-", ignore_cleanup_errors=True)))
        try:
            verify(tools, work, report, cleanup)
        except Exception as fault:  # Whatever it is, it is a failed verification and is told as one.
            report.check("the verification ran to its end", False, f"{type(fault).__name__}: {fault}")
    print(f"\nverify-cloud: {report.passed} checks hold, {len(report.failures)} fail ({time.monotonic() - started:.0f} s)")
    for failure in report.failures:
        print(f"  FAIL {failure}")
    return 1 if report.failures else 0


def verify(tools: argparse.Namespace, work: Path, report: Report, cleanup: ExitStack) -> None:
    declared = Declared(read(PROJECT / "template.yaml"))
    built = PROJECT / ".aws-sam" / "build"
    sam = Sam(tools.sam, PROJECT, work, report)
    with report.part("Lint and build with SAM CLI"):
        sam.run("sam validate --lint", "validate", "--lint")
        sam.run("sam build", "build")
        packages.check(declared, built, report)
    parameters = sample_parameters()
    with report.part("Deploy to MiniStack"):
        emulator = MiniStack(tools.ministack, work / "ministack", {})
        cleanup.callback(emulator.stop)
        emulator.wait()
        report.note("left out of the stack: nothing; the built template is deployed as it is")
        sam.run("sam deploy --resolve-s3 to CREATE_COMPLETE", "deploy", "--resolve-s3", "--stack-name", STACK,
                "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND", "--no-confirm-changeset", "--no-progressbar",
                "--parameter-overrides", *[f"{name}={value}" for name, value in parameters.items()],
                **emulator.environment)
    with report.part("The stack against template.yaml"):
        deployed = stack.Stack(emulator, STACK)
        report.note("MiniStack takes no routes from an API's Body; they are made from the expanded template")
        deployed.make_routes()
        stack.check(deployed, declared, parameters, report)
    with report.part("Least privilege"):
        lint_permissions(deployed.expanded, report)


def lint_permissions(expanded: dict, report: Report) -> None:
    """The expanded template and every nested one."""
    nested = [read(path) for path in sorted((PROJECT / "infra").glob("*.yaml"))]
    lint = least_privilege.Lint()
    for template in [expanded, *nested]:
        lint.read(template)
    report.none("no wildcard, open door or managed policy without a reason", lint.findings)
    report.none("every exception is needed", lint.unused())
    for (holder, wildcard), reason in lint.exceptions_used.items():
        report.note(f"allowed in {holder}: {wildcard} ({reason})")
    report.note("granted: " + ", ".join(f"{action} ×{count}" for action, count in sorted(lint.granted.items())))
    report.none("no two functions share a role", least_privilege.role_of_its_own(expanded))
    shared = [each for template in [expanded, *nested] for each in least_privilege.shared_names(template)]
    report.none("two stacks in one account do not share names", shared)


def sample_parameters() -> dict[str, str]:
    return {
        "Environment": "staging", "AppOrigin": "https://app.example", "DatabaseUrl": "jdbc:postgresql://127.0.0.1:1/x",
        "UpstashRedisRestUrl": "http://127.0.0.1:1", "UpstashRedisRestToken": "t", "ClerkIssuer": "https://clerk.example",
        "ClerkJwksUrl": "https://clerk.example/jwks", "ClerkSecretKey": "sk_test_x", "ClerkWebhookSecret": "whsec_eA==",
    }


if __name__ == "__main__":
    sys.exit(main())
