"""What `sam build` made: sizes, and whether the jars that meet in one function fit together."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from pathlib import Path

from .declared import Declared, Function
from .report import Report

# Lambda's limit for a function with all its layers, unpacked; and what we aim at for each layer.
UNZIPPED_LIMIT_MB = 250
LAYER_AIM_MB = 60


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1000:.1f} kB"


def unzipped(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def folder(built: Path, function: Function) -> Path:
    """Where `sam build` leaves it."""
    return built / function.context / function.logical_id


def class_path(built: Path, function: Function) -> list[Path]:
    """The function's jars in Lambda's order: its own, then its layers' by name, a later layer over an earlier one."""
    own = sorted((folder(built, function) / "lib").glob("*.jar"))
    layered: dict[str, Path] = {}
    for layer in function.layers:
        for jar in (built / layer / "java" / "lib").glob("*.jar"):
            layered[jar.name] = jar
    return own + [layered[name] for name in sorted(layered)]


def doubled_classes(jars: list[Path]) -> list[str]:
    """Classes that more than one jar brings: which one counts would hang on file names."""
    homes: dict[str, list[str]] = defaultdict(list)
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.endswith(".class") and not name.startswith("META-INF/") and name != "module-info.class":
                    homes[name].append(jar.name)
    pairs = {" and ".join(names): name for name, names in homes.items() if len(names) > 1}
    return [f"{jars_of} both hold {name}" for jars_of, name in sorted(pairs.items())]


def check(declared: Declared, built: Path, report: Report) -> None:
    layers = declared.root.of_type("AWS::Serverless::LayerVersion")
    expected = {*(folder(built, function) for function in declared.functions.values()), *(built / layer for layer in layers)}
    stacks = {built / name for name in declared.nested}
    report.same(f"built: {len(declared.functions)} functions and {len(layers)} layers, as declared", expected,
                {each for parent in [built, *stacks] for each in parent.iterdir() if each.is_dir()} - stacks)
    for layer in sorted(layers):
        size = unzipped(built / layer)
        report.check(f"{layer}: {megabytes(size)} unpacked, {len(list((built / layer).rglob('*.jar')))} jars",
                     size < UNZIPPED_LIMIT_MB * 1_000_000, f"over {UNZIPPED_LIMIT_MB} MB")
        if size > LAYER_AIM_MB * 1_000_000:
            report.note(f"{layer} is over the {LAYER_AIM_MB} MB that we aim at")
    heaviest = max(declared.functions.values(), key=lambda each: _with_layers(built, each))
    size = _with_layers(built, heaviest)
    report.check(f"largest function with its layers: {heaviest.name}, {megabytes(size)} unpacked",
                 size < UNZIPPED_LIMIT_MB * 1_000_000, f"over {UNZIPPED_LIMIT_MB} MB")
    _check_class_paths(declared, built, report)


def _with_layers(built: Path, function: Function) -> int:
    return sum(unzipped(part) for part in [folder(built, function), *(built / layer for layer in function.layers)])


def _check_class_paths(declared: Declared, built: Path, report: Report) -> None:
    shapes = {}
    for function in declared.functions.values():
        shapes.setdefault((function.context, tuple(function.layers)), function)
    problems = [f"{code} with {' and '.join(layers)}: {problem}"
                for (code, layers), function in shapes.items()
                for problem in doubled_classes(class_path(built, function))]
    report.none(f"no class is in two jars of a function ({len(shapes)} class paths)", problems)
