"""A test of the test: what stack.check would say of a stack that is not what template.yaml declares."""

from __future__ import annotations

from . import stack as deployed
from .declared import Declared
from .report import Report
from .stack import Stack


def check(stack: Stack, declared: Declared, parameters: dict[str, str], report: Report) -> None:
    """Damages the deployed stack, which is of no use afterwards, and looks for each damage among the failures."""
    expected = {
        _lose_function(stack, declared): "a function that is not there",
        _lose_route(stack): "a route that is not there",
        _change_memory(stack, declared): "a function with other settings",
        _slow_schedule(stack, declared): "a schedule with another rate",
        _lose_target(stack, declared): "a rule without its target",
    }
    silent = Report(write=lambda _: None)
    deployed.check(stack, declared, parameters, silent)
    for trace, what in expected.items():
        report.check(f"{what} is noticed", any(trace in failure for failure in silent.failures), silent.failures)


def _lose_function(stack: Stack, declared: Declared) -> str:
    name = stack.function_name(next(each for each in declared.functions.values() if each.routes))
    stack.client("lambda").delete_function(FunctionName=name)
    return f"{len(declared.functions)} functions"


def _lose_route(stack: Stack) -> str:
    gateway = stack.client("apigatewayv2")
    api = next(part.api for part in stack.all.values() if part.api)
    route = gateway.get_routes(ApiId=api)["Items"][0]
    gateway.delete_route(ApiId=api, RouteId=route["RouteId"])
    return "routes at the deployed API"


def _change_memory(stack: Stack, declared: Declared) -> str:
    """Through a version of its own, as a person would who bypasses the template."""
    function = list(declared.functions.values())[-1]
    name, awslambda = stack.function_name(function), stack.client("lambda")
    awslambda.update_function_configuration(FunctionName=name, MemorySize=function.properties["MemorySize"] + 64)
    version = awslambda.publish_version(FunctionName=name)["Version"]
    awslambda.update_alias(FunctionName=name, Name=deployed.ALIAS, FunctionVersion=version)
    return f"{function.name}: MemorySize"


def _slow_schedule(stack: Stack, declared: Declared) -> str:
    function = next(each for each in declared.functions.values() if each.events("ScheduleV2"))
    event = next(iter(function.events("ScheduleV2")))
    scheduler = stack.client("scheduler")
    schedule = scheduler.get_schedule(Name=stack.of(function).physical(f"{function.logical_id}{event}"))
    scheduler.update_schedule(
        Name=schedule["Name"], ScheduleExpression="rate(1 day)", FlexibleTimeWindow={"Mode": "OFF"}, Target=schedule["Target"])
    return f"schedule {event}"


def _lose_target(stack: Stack, declared: Declared) -> str:
    function = next(each for each in declared.functions.values() if each.events("EventBridgeRule"))
    event, properties = next(iter(function.events("EventBridgeRule").items()))
    bus = stack.physical(properties["EventBusName"]["Ref"])
    name = stack.of(function).physical(f"{function.logical_id}{event}").rsplit("|", 1)[-1]
    events = stack.client("events")
    ids = [target["Id"] for target in events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]]
    events.remove_targets(Rule=name, EventBusName=bus, Ids=ids)
    return f"rule {event} on"
