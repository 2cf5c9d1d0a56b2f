"""The stack and its nested ones as the emulator holds them, compared with what their templates declare."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from .cdn import api_behind
from .declared import NESTED, Declared, Function, Route, parse
from .emulator import MiniStack
from .report import Report
from .sizes import expand

# A new type of event must be compared below before it may stand here.
KNOWN_EVENTS = {"HttpApi", "ScheduleV2", "EventBridgeRule"}
ALIAS = "live"


class Stack:
    """A deployed stack with those that it nests."""

    def __init__(self, emulator: MiniStack, name: str, root: str = "") -> None:
        self.name = root or name
        self._emulator = emulator
        formation = emulator.client("cloudformation")
        self.status = formation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
        pages = formation.get_paginator("list_stack_resources").paginate(StackName=name)
        self.resources = {each["LogicalResourceId"]: each for page in pages for each in page["StackResourceSummaries"]}
        body = formation.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
        document = parse(body) if isinstance(body, str) else json.loads(json.dumps(body))
        # MiniStack answers with a nested stack's template as it was uploaded.
        self.expanded: dict[str, Any] = expand(document) if "Transform" in document else document
        self.nested = {logical_id: Stack(emulator, each["PhysicalResourceId"], self.name)
                       for logical_id, each in self.resources.items() if each["ResourceType"] == "AWS::CloudFormation::Stack"}

    @property
    def all(self) -> dict[str, Stack]:
        """By logical id; this one's is empty."""
        return {"": self, **self.nested}

    def of(self, function: Function) -> Stack:
        """The stack that the function is in."""
        return self.all[function.context]

    def physical(self, logical_id: str) -> str:
        return self.resources[logical_id]["PhysicalResourceId"]

    def client(self, service: str) -> Any:
        return self._emulator.client(service)

    def function_name(self, function: Function) -> str:
        return f"{self.name}-{function.name}"

    @property
    def api(self) -> str:
        """The id of its HTTP API; empty without one."""
        apis = [name for name, each in self.resources.items() if each["ResourceType"] == "AWS::ApiGatewayV2::Api"]
        return self.physical(apis[0]) if apis else ""

    def cdn_paths(self) -> list[tuple[str, str]]:
        """Path pattern → id of the API behind it, in the order in which the deployed distribution looks."""
        distributions = [each["PhysicalResourceId"] for stack in self.all.values() for each in stack.resources.values()
                         if each["ResourceType"] == "AWS::CloudFront::Distribution"]
        config = self.client("cloudfront").get_distribution_config(Id=distributions[0])["DistributionConfig"]
        hosts = {origin["Id"]: origin["DomainName"].split(".")[0] for origin in config["Origins"]["Items"]}
        return [(each["PathPattern"], hosts[each["TargetOriginId"]]) for each in config["CacheBehaviors"]["Items"]]

    def expanded_routes(self) -> dict[Route, str]:
        """Routes of the OpenAPI document that SAM made → the alias's logical id that they invoke."""
        routes = {}
        for resource in self.expanded["Resources"].values():
            if resource["Type"] == "AWS::ApiGatewayV2::Api":
                for path, methods in resource["Properties"]["Body"]["paths"].items():
                    for method, operation in methods.items():
                        uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
                        routes[Route(method.upper(), path)] = uri.rsplit("${", 1)[1].split("}", 1)[0]
        return routes

    def make_routes(self) -> None:
        """MiniStack takes no routes from an API's Body: they are made here, one by one, from the expanded templates."""
        gateway = self.client("apigatewayv2")
        for stack in self.all.values():
            integrations: dict[str, str] = {}
            for route, alias in stack.expanded_routes().items():
                if alias not in integrations:
                    integrations[alias] = gateway.create_integration(
                        ApiId=stack.api, IntegrationType="AWS_PROXY", IntegrationUri=stack.physical(alias),
                        IntegrationMethod="POST", PayloadFormatVersion="2.0")["IntegrationId"]
                gateway.create_route(
                    ApiId=stack.api, RouteKey=str(route), Target=f"integrations/{integrations[alias]}")


def check(stack: Stack, declared: Declared, parameters: dict[str, str], report: Report) -> None:
    """Everything declared is deployed as declared, and nothing else."""
    _resources(stack, declared, report)
    _functions(stack, declared, parameters, report)
    _routes(stack, declared, report)
    _events(stack, declared, report)
    _failures(stack, declared, report)


def _resources(stack: Stack, declared: Declared, report: Report) -> None:
    report.same(f"{len(declared.stacks)} stacks", set(declared.stacks), set(stack.all))
    for name, template in declared.stacks.items():
        part, called = stack.all[name], f"stack {name}" if name else "the root"
        report.same(called, "CREATE_COMPLETE", part.status)
        expected = Counter(resource["Type"] for resource in part.expanded["Resources"].values()
                           if "Condition" not in resource)
        deployed = Counter(each["ResourceType"] for each in part.resources.values()
                           if each["ResourceStatus"] == "CREATE_COMPLETE")
        report.same(f"{called}: {sum(expected.values())} resources of {len(expected)} types, as expanded",
                    dict(expected), dict(deployed))
        plain = {logical_id for logical_id, each in template.resources.items()
                 if not each["Type"].startswith("AWS::Serverless::") or each["Type"] in NESTED}
        report.same(f"{called}: {len(plain)} resources that are not SAM's own", plain, plain & set(part.resources))


def _functions(stack: Stack, declared: Declared, parameters: dict[str, str], report: Report) -> None:
    awslambda = stack.client("lambda")
    pages = awslambda.get_paginator("list_functions").paginate()
    deployed = {each["FunctionName"]: each for page in pages for each in page["Functions"]}
    expected = {stack.function_name(each) for each in declared.functions.values()}
    report.same(f"{len(expected)} functions", expected, set(deployed))
    problems: list[str] = []
    for function in declared.functions.values():
        name = stack.function_name(function)
        if name in deployed:
            live = awslambda.get_function_configuration(FunctionName=name, Qualifier=ALIAS)
            said = declared.variables(function, {**parameters, "AWS::StackName": stack.name})
            problems += [f"{function.name}: {problem}" for problem in _differences(stack, function, live, said)]
    report.none("each with its runtime, handler, memory, timeout, layers, variables, SnapStart, and the alias "
                f"{ALIAS} on a published version", problems)
    roles = {each["Role"] for each in deployed.values()}
    known = {role["Arn"] for page in stack.client("iam").get_paginator("list_roles").paginate() for role in page["Roles"]}
    report.same("each with a role of its own", (len(expected), set()), (len(roles), roles - known))


def _differences(stack: Stack, function: Function, live: dict[str, Any], said: dict[str, Any]) -> list[str]:
    declared = function.properties
    seen = {key: live.get(key) for key in ("Runtime", "Handler", "MemorySize", "Timeout", "Architectures")}
    found = [f"{key} is {value!r}, declared {declared[key]!r}" for key, value in seen.items() if value != declared[key]]
    if live.get("SnapStart", {}).get("ApplyOn") != declared["SnapStart"]["ApplyOn"]:
        found.append("no SnapStart")
    if not str(live.get("Version", "")).isdigit():
        found.append(f"the alias is on {live.get('Version')}, not on a published version")
    layers = [layer["Arn"] for layer in live.get("Layers", [])]
    # A layer is the root's: contexts are given it under its own name.
    arns = [stack.physical(resource) for layer in function.layers for resource in _layer_resources(stack, layer)]
    if layers != arns:
        found.append(f"layers are {layers}, declared {arns}")
    variables = live.get("Environment", {}).get("Variables", {})
    if set(variables) != set(said):
        found.append(f"variables differ: {sorted(set(variables) ^ set(said))}")
    found += [f"{key} does not have the declared value" for key, value in said.items()
              if isinstance(value, str) and variables.get(key) != value]
    return found


def _layer_resources(stack: Stack, layer: str) -> list[str]:
    """SAM adds a hash to a layer's logical id."""
    return [name for name, each in stack.resources.items()
            if each["ResourceType"] == "AWS::Lambda::LayerVersion" and name.startswith(layer)]


def _routes(stack: Stack, declared: Declared, report: Report) -> None:
    for name, context in declared.contexts.items():
        part = stack.all[name]
        routes = {route: function for function in context.functions for route in function.routes}
        report.same(f"{name}: {len(routes)} routes in the OpenAPI document that SAM made",
                    {route: f"{function.logical_id}Alias{ALIAS}" for route, function in routes.items()},
                    part.expanded_routes())
        items = [each for page in stack.client("apigatewayv2").get_paginator("get_routes").paginate(ApiId=part.api)
                 for each in page["Items"]]
        report.same(f"{name}: {len(items)} routes at the deployed API", {str(route) for route in routes},
                    {each["RouteKey"] for each in items})
        body = next(each["Properties"]["Body"] for each in part.expanded["Resources"].values()
                    if each["Type"] == "AWS::ApiGatewayV2::Api")
        report.same(f"{name}: CORS in that document", {_lower(key): value for key, value in context.cors.items()},
                    {_lower(key): value for key, value in body.get("x-amazon-apigateway-cors", {}).items()})
    doors = [_door(stack, function, route) for route, function in declared.routes.items()]
    report.none("its API, and nobody else, may invoke each function over its own route", filter(None, doors))
    paths = stack.cdn_paths()
    report.none(f"the CDN's {len(paths)} path patterns find the API of each route", lost_routes(stack, declared, paths))


def lost_routes(stack: Stack, declared: Declared, paths: list[tuple[str, str]]) -> list[str]:
    """Routes for which the CDN asks an API that does not have them."""
    return [f"{route}: the CDN asks the API {taken or 'of nobody'}" for route, function in declared.routes.items()
            if (taken := api_behind(paths, route.path.replace("{", "").replace("}", ""))) != stack.of(function).api]


def _door(stack: Stack, function: Function, route: Route) -> str:
    source = "/".join("*" if part.startswith("{") else part for part in route.path.split("/"))
    expected = f":{stack.of(function).api}/*/{route.method}{source}"
    sources = [arn for service, arn in _invokers(stack, function) if service == "apigateway.amazonaws.com"]
    if len(sources) == 1 and sources[0].endswith(expected):
        return ""
    return f"{function.name}: API Gateway may invoke it from {sources}, expected …{expected}"


def _invokers(stack: Stack, function: Function) -> list[tuple[str, str]]:
    """Who may invoke the alias: (service, source)."""
    awslambda = stack.client("lambda")
    try:
        policy = awslambda.get_policy(FunctionName=stack.function_name(function), Qualifier=ALIAS)["Policy"]
    except awslambda.exceptions.ResourceNotFoundException:
        return []
    return [(statement["Principal"]["Service"], next(iter(statement["Condition"].values()))["AWS:SourceArn"])
            for statement in json.loads(policy)["Statement"]]


def _events(stack: Stack, declared: Declared, report: Report) -> None:
    unknown = [f"{function.name}: events of type {each} are not verified yet"
               for function in declared.functions.values() for each in sorted(function.event_types - KNOWN_EVENTS)]
    report.none("every event is of a type that is verified", unknown)
    for function in declared.functions.values():
        for event, properties in function.events("ScheduleV2").items():
            _schedule(stack, function, event, properties, report)
        for event, properties in function.events("EventBridgeRule").items():
            _rule(stack, function, event, properties, report)


def _schedule(stack: Stack, function: Function, event: str, properties: dict[str, Any], report: Report) -> None:
    name = stack.of(function).physical(f"{function.logical_id}{event}")
    seen = stack.client("scheduler").get_schedule(Name=name)
    report.same(f"schedule {event} → {function.name}: {properties['ScheduleExpression']}",
                (properties["ScheduleExpression"], "ENABLED", alias_arn(stack, function)),
                (seen["ScheduleExpression"], seen["State"], seen["Target"]["Arn"]))


def _rule(stack: Stack, function: Function, event: str, properties: dict[str, Any], report: Report) -> None:
    logical_id = f"{function.logical_id}{event}"
    events, bus = stack.client("events"), stack.physical(properties["EventBusName"]["Ref"])  # The root's, under its own name.
    name = stack.of(function).physical(logical_id).rsplit("|", 1)[-1]
    rule = events.describe_rule(Name=name, EventBusName=bus)
    targets = events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]
    report.same(f"rule {event} on {bus} → {function.name}: {json.dumps(properties['Pattern'])}",
                (properties["Pattern"], "ENABLED", [alias_arn(stack, function)]),
                (json.loads(rule["EventPattern"]), rule["State"], [target["Arn"] for target in targets]))
    if "DeadLetterConfig" in properties:
        report.check(f"rule {event} leaves what it cannot deliver in a queue",
                     all(target.get("DeadLetterConfig", {}).get("Arn") for target in targets))
    doors = [arn for service, arn in _invokers(stack, function) if service == "events.amazonaws.com"]
    report.same(f"rule {event}, and no other, may invoke {function.name}", [rule["Arn"]], doors)


def _failures(stack: Stack, declared: Declared, report: Report) -> None:
    for function in declared.functions.values():
        config = function.properties.get("EventInvokeConfig")
        if config:
            seen = stack.client("lambda").get_function_event_invoke_config(
                FunctionName=stack.function_name(function), Qualifier=ALIAS)
            wanted = config.get("DestinationConfig", {}).get("OnFailure", {}).get("Type")
            target = seen["DestinationConfig"].get("OnFailure", {}).get("Destination", "")
            report.check(f"{function.name}: {config['MaximumRetryAttempts']} retries, then to {wanted}",
                         seen["MaximumRetryAttempts"] == config["MaximumRetryAttempts"]
                         and f":{str(wanted).lower()}:" in target, seen)


def alias_arn(stack: Stack, function: Function) -> str:
    return stack.of(function).physical(f"{function.logical_id}Alias{ALIAS}")


def _lower(name: str) -> str:
    """AllowOrigins → allowOrigins."""
    return name[:1].lower() + name[1:]
