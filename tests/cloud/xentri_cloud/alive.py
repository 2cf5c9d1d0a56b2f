"""The deployed stack in use: every function starts from what was deployed, and a person's first steps go through all of it."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from .declared import Declared, Function
from .processes import wait_until
from .report import Report
from .runtime import Invocation, Runtimes
from .stack import Stack
from .surroundings import Surroundings

PROBLEMS = "https://xentri.app/problems/"
EMAIL = "first.person@example.com"
PASSWORD = "correct horse battery staple"
# Used after the round of all functions; the others are ended once they have answered, to spare memory.
KEPT = {"auth-signup", "clerk-webhook", "me-get", "events-list", "event-relay", "cache-invalidation", "brief-session-start"}
# Two starts at a time: one for each core that this is meant to run on.
AT_A_TIME = 2


@dataclass(frozen=True)
class Reply:
    status: int
    content_type: str
    body: Any


class Alive:
    """Calls a deployed stack through its front door."""

    def __init__(self, declared: Declared, stack: Stack, runtimes: Runtimes, around: Surroundings, front: str,
                 deployed_at: float, report: Report) -> None:
        self._declared = declared
        self._stack = stack
        self._runtimes = runtimes
        self._around = around
        self._front = front
        self._deployed_at = deployed_at
        self._report = report
        self._token = ""

    def check(self) -> None:
        for step in (self._every_function, self._person, self._events, self._webhook, self._schedule, self._silence):
            try:
                step()
            except Exception as fault:  # The other steps still tell what they see.
                self._report.check(f"{step.__name__.strip('_')} ran to its end", False, f"{type(fault).__name__}: {fault}")

    def _every_function(self) -> None:
        functions = sorted(self._declared.functions.values(), key=lambda each: each.name)
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            outcomes = list(pool.map(self._one_function, functions))
        self._report.none(f"{len(functions)} functions start from the deployed packages",
                          [problem for kind, problem, _ in outcomes if kind == "start" and problem])
        for access, doors in (("public", "answer problem details to an empty body"),
                              ("member", "answer 401 problem details without a token")):
            of_kind = [(problem, seconds) for kind, problem, seconds in outcomes if kind == access]
            self._report.none(f"{len(of_kind)} {access} routes {doors}", [problem for problem, _ in of_kind if problem])
        starts = sorted(seconds for _, _, seconds in outcomes)
        self._report.note(f"start of a function, {AT_A_TIME} at a time on this machine: median {starts[len(starts) // 2]:.1f} s, "
                          f"longest {starts[-1]:.1f} s")

    def _one_function(self, function: Function) -> tuple[str, str, float]:
        """(what was tried, the problem or nothing, seconds to start)."""
        name = self._stack.function_name(function)
        instance = self._runtimes.start(name)
        try:
            if instance.init_error:
                return "start", f"{function.name} does not start: {instance.init_error}", instance.start_seconds
            if not function.routes:
                return "start", "", instance.start_seconds
            return ("public" if function.public else "member"), self._closed_door(function), instance.start_seconds
        finally:
            if function.name not in KEPT:
                self._runtimes.stop(name)

    def _closed_door(self, function: Function) -> str:
        """Nothing, or how a route lets somebody in or answers badly who brings nothing."""
        for route in function.routes:
            path = route.path.replace("{id}", str(uuid.uuid4())).replace("{section}", "identity")
            answer = self._call(route.method, path, None if route.method == "GET" else {})
            allowed = range(400, 500) if function.public else (401,)
            problem = answer.body if isinstance(answer.body, dict) else {}
            proper = (answer.content_type == "application/problem+json" and problem.get("trace_id")
                      and str(problem.get("type", "")).startswith(PROBLEMS) and problem.get("status") == answer.status)
            if answer.status not in allowed or not proper:
                return f"{route} answers {answer.status} {answer.content_type} {json.dumps(answer.body)[:300]}"
        return ""

    def _person(self) -> None:
        """Signs up through the deployed API and reads back who that is."""
        signed_up = self._call("POST", "/api/v1/auth/signup", {"email": EMAIL, "password": PASSWORD, "name": "First Person"},
                               {"Idempotency-Key": str(uuid.uuid4()), "Origin": self._front})
        self._report.check("POST /api/v1/auth/signup makes a user and an org (Clerk, Postgres)", signed_up.status == 201, signed_up)
        self._token = self._around.token_of(EMAIL)
        me = self._call("GET", "/api/v1/me")
        self._report.check("GET /api/v1/me knows that person by the token",
                           me.status == 200 and me.body.get("data", {}).get("email") == EMAIL, me)

    def _events(self) -> None:
        """One event's way: transaction → nudge → relay → Redis stream and bus → rule → consumer."""
        started = self._call("POST", "/api/v1/brief/sessions", {}, {"Idempotency-Key": str(uuid.uuid4())})
        self._report.check("POST /api/v1/brief/sessions opens a conversation", started.status == 201, started)
        listed = self._call("GET", "/api/v1/events")
        events = listed.body.get("data", []) if isinstance(listed.body, dict) else []
        types = [each["type"] for each in reversed(events)]
        self._report.same("GET /api/v1/events tells what happened, in order",
                          ["xentri.user.signup.v1", "xentri.org.created.v1", "xentri.brief.session_started.v1"], types)
        if not events:
            return
        newest = events[0]
        org = newest["org_id"]
        relay = f"{self._stack.name}-event-relay"
        self._report.check("the commit woke the relay through Lambda's Invoke",
                           wait_until(lambda: bool(self._runtimes.invoked(relay, lambda event: event == {})), 20))
        self._report.check(f"the relay appended {len(events)} events to the org's Redis stream",
                           wait_until(lambda: self._around.redis("XLEN", f"events:{{{org}}}") == len(events)
                                      or self._around.redis("XLEN", f"events:{org}") == len(events), 20))
        self._consumed(newest)
        self._poison(newest)

    def _consumed(self, envelope: dict[str, Any]) -> None:
        """By the relay first, then once more by hand: delivered twice, taken in once."""
        took = self._deliveries(envelope["id"], 1)
        self._report.check("the relay's PutEvents reached cache-invalidation through the rule",
                           bool(took) and not took[0].error, took or "not invoked within 20 s")
        self._put(envelope)
        answers = [each.answer for each in self._deliveries(envelope["id"], 2)]
        self._report.check("the same event, put again by hand, reached it too and was known",
                           len(answers) == 2 and str(answers[1].get("effect")).lower() == "duplicate", answers)
        others = [each.event["detail-type"] for each in self._runtimes.invoked(f"{self._stack.name}-cache-invalidation")
                  if not each.event.get("detail-type", "").startswith("xentri.brief.")]
        self._report.same("events of other types did not", [], others)

    def _poison(self, envelope: dict[str, Any]) -> None:
        """An event that was never recorded cannot be taken in."""
        made_up = {**envelope, "id": str(uuid.uuid4())}
        self._put(made_up)
        took = self._deliveries(made_up["id"], 1)
        self._report.check("an event that was never recorded is refused", bool(took) and bool(took[0].error), took)
        self._report.note("MiniStack's rules invoke once: retries and the dead-letter queue are compared as declared, not used")

    def _put(self, envelope: dict[str, Any]) -> None:
        put = self._stack.client("events").put_events(Entries=[{
            "EventBusName": f"{self._stack.name}-events", "Source": "xentri", "DetailType": envelope["type"],
            "Detail": json.dumps(envelope)}])
        if put["FailedEntryCount"]:
            raise RuntimeError(f"PutEvents was refused: {put}")

    def _deliveries(self, event_id: str, count: int) -> list[Invocation]:
        """How cache-invalidation took an event, once that many deliveries came or 20 s went by."""
        name = f"{self._stack.name}-cache-invalidation"

        def of_event(event: dict[str, Any]) -> bool:
            return event.get("detail", {}).get("id") == event_id

        wait_until(lambda: len(self._runtimes.invoked(name, of_event)) >= count, 20)
        return self._runtimes.invoked(name, of_event)

    def _webhook(self) -> None:
        self._around.create_person("second.person@example.com")
        name = f"{self._stack.name}-clerk-webhook"

        def taken() -> bool:
            return any(isinstance(each.answer, dict) and each.answer.get("statusCode") in (200, 202, 204)
                       for each in self._runtimes.invoked(name))

        self._report.check("a webhook that Clerk signed was taken by clerk-webhook", wait_until(taken, 20),
                           [each.answer for each in self._runtimes.invoked(name)][-3:])

    def _schedule(self) -> None:
        relay = f"{self._stack.name}-event-relay"

        def swept() -> list[Invocation]:
            return self._runtimes.invoked(relay, lambda event: event != {})

        # rate(1 minute) fires a minute after it was made; the emulator looks at its schedules now and then.
        left = 90 - (time.monotonic() - self._deployed_at)
        fired = wait_until(lambda: bool(swept()), max(left, 5))
        self._report.check("the schedule invoked the relay", fired and not swept()[0].error, swept() or "not within 90 s")

    def _silence(self) -> None:
        """No death, and no secret, token or address in any function's log."""
        self._report.none("no function's process ended by itself", self._runtimes.deaths)
        parameters = self._around.parameters()
        secrets = {name: parameters[name] for name in parameters if name.endswith(("Password", "Token", "Key", "Secret"))}
        secrets |= {"e-mail address": EMAIL, "password": PASSWORD, "bearer token": self._token}
        logs = self._runtimes.logs()
        self._report.none(f"no secret, token or e-mail address in the logs of {len(logs)} functions",
                          [f"{function} logged a {what}" for function, text in logs.items()
                           for what, value in secrets.items() if value and value in text])

    def _call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Reply:
        request = urllib.request.Request(
            self._front + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={**({"Content-Type": "application/json"} if body is not None else {}),
                     **({"Authorization": f"Bearer {self._token}"} if self._token else {}), **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return _reply(answer.status, answer)
        except urllib.error.HTTPError as refusal:
            return _reply(refusal.code, refusal)


def _reply(status: int, answer: Any) -> Reply:
    text = answer.read().decode(errors="replace")
    try:
        body = json.loads(text)
    except ValueError:
        body = text
    return Reply(status, answer.headers.get_content_type(), body)
