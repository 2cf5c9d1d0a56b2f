"""MiniStack with one gap filled: it expands SAM in the template of a stack, not in those that the stack nests.

CloudFormation does that for all of them (CAPABILITY_AUTO_EXPAND). Here each nested template goes through the same function of MiniStack,
with AWS's own translator in it, as the root's. Run in place of MiniStack's own program, with the same environment.
"""

from __future__ import annotations

import sys
from typing import Any

from ministack.app import main
from ministack.services.cloudformation import engine, handlers

_parse = engine._parse_template


def _parse_and_expand(body: Any) -> Any:
    return engine._apply_transforms(_parse(body))


# What takes a stack's own template has its name for the parser already; what takes a nested one asks for it with each deployment.
assert handlers._parse_template is _parse, "MiniStack reads templates in another way than this expects"
engine._parse_template = _parse_and_expand

if __name__ == "__main__":
    sys.exit(main())
