"""How CloudFront chooses by path."""

from __future__ import annotations

import re


def api_behind(paths: list[tuple[str, str]], path: str) -> str:
    """The API that the CDN asks for a path; empty: none."""
    for pattern, api in paths:
        if re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), path):
            return api
    return ""
