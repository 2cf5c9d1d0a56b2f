package app.xentri.local.template;

import app.xentri.local.template.Template.Bucket;
import app.xentri.local.template.Template.Cors;
import app.xentri.local.template.Template.EventBus;
import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Queue;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.Template.Rule;
import app.xentri.local.template.Template.Schedule;
import app.xentri.local.template.Template.StateMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Collects what a template and its nested stacks declare, and checks what only the whole shows. */
final class Declarations {
  private static final Duration API_WAITS = Duration.ofSeconds(30);

  final List<EventBus> buses = new ArrayList<>();
  final List<Queue> queues = new ArrayList<>();
  final List<Bucket> buckets = new ArrayList<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  final List<String> elsewhere = new ArrayList<>();
  private final List<Function> functions = new ArrayList<>();
  private final List<StateMachine> machines = new ArrayList<>();
  private final Map<String, Path> layers = new LinkedHashMap<>();
  private final List<Route> routes = new ArrayList<>();
  private final List<Schedule> schedules = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  /** The CDN's paths in their order; empty without a CDN. */
  private final List<CdnPath> cdn = new ArrayList<>();

  /** The domain of the API that has a route, by the route's key. */
  private final Map<String, String> apis = new HashMap<>();

  private final Map<String, Optional<Cors>> corsOfApis = new LinkedHashMap<>();

  /** Names that count in the whole account or in the whole local cloud. */
  private final Set<String> names = new HashSet<>();

  void function(String path, Function function) {
    once(path, "function " + function.name());
    functions.add(function);
  }

  void machine(String path, StateMachine machine) {
    once(path, "state machine " + machine.name());
    machines.add(machine);
  }

  void layer(String path, String logicalId, Path content) {
    once(path, "layer " + logicalId);
    layers.put(logicalId, content);
  }

  void route(String path, String apiDomain, Route route) {
    once(path, "route " + route.key());
    routes.add(route);
    apis.put(route.key(), apiDomain);
  }

  void schedule(String path, Schedule schedule) {
    once(path, "schedule " + schedule.name());
    schedules.add(schedule);
  }

  void rule(String path, Rule rule) {
    once(path, "rule " + rule.name());
    rules.add(rule);
  }

  private void once(String path, String name) {
    if (!names.add(name)) {
      throw new TemplateException(path, name + " is declared twice");
    }
  }

  /** How the API of one stack answers other origins. */
  void cors(String apiDomain, Optional<Cors> cors) {
    corsOfApis.put(apiDomain, cors);
  }

  void cdn(List<CdnPath> paths) {
    cdn.addAll(paths);
  }

  /** Takes in what a nested stack declares. */
  void add(Declarations nested) {
    nested.functions.forEach(each -> function("Resources." + each.logicalId(), each));
    nested.machines.forEach(each -> machine("Resources." + each.logicalId(), each));
    nested.layers.forEach((id, content) -> layer("Resources." + id, id, content));
    nested.routes.forEach(
        each -> route("Events", Objects.requireNonNull(nested.apis.get(each.key())), each));
    nested.schedules.forEach(each -> schedule("Events", each));
    nested.rules.forEach(each -> rule("Events", each));
    buses.addAll(nested.buses);
    queues.addAll(nested.queues);
    buckets.addAll(nested.buckets);
    headers.putAll(nested.headers);
    elsewhere.addAll(nested.elsewhere);
    cdn.addAll(nested.cdn);
    corsOfApis.putAll(nested.corsOfApis);
  }

  Template template() {
    routes.forEach(this::checkTimeout);
    functions.forEach(this::checkLayers);
    routes.forEach(this::checkCdn);
    return new Template(
        functions, machines, layers, routes, cors(), schedules, rules, buses, queues, buckets,
        headers, elsewhere);
  }

  /** Behind a route a longer timeout would promise what the API does not wait for. */
  private void checkTimeout(Route route) {
    for (Function function : functions) {
      if (function.name().equals(route.function()) && function.timeout().compareTo(API_WAITS) > 0) {
        throw new TemplateException(
            "Resources." + function.logicalId() + ".Properties.Timeout",
            "an HTTP API waits 30 s at most");
      }
    }
  }

  private void checkLayers(Function function) {
    for (String layer : function.layers()) {
      if (!layers.containsKey(layer)) {
        throw new TemplateException(
            "Resources." + function.logicalId() + ".Properties.Layers",
            layer + " is not a layer of this template");
      }
    }
  }

  /** Here one gateway has all routes; in AWS the CDN must find the API that has one. */
  private void checkCdn(Route route) {
    if (route.path().equals("$default")) {
      return;
    }
    Optional<CdnPath> taken = cdn.stream().filter(path -> path.fits(route.path())).findFirst();
    String api = Objects.requireNonNull(apis.get(route.key()));
    taken
        .filter(path -> !path.domain().equals(api))
        .ifPresent(
            path -> {
              throw new TemplateException(
                  "CacheBehaviors",
                  "%s is at %s, but the CDN sends %s to %s"
                      .formatted(route.key(), api, path.pattern(), path.domain()));
            });
  }

  /** One gateway stands here for the APIs of all stacks, so they must agree. */
  private Optional<Cors> cors() {
    Set<Optional<Cors>> different = new HashSet<>(corsOfApis.values());
    if (different.size() > 1) {
      throw new TemplateException(
          "Globals.HttpApi",
          "these APIs answer other origins differently: " + String.join(", ", corsOfApis.keySet()));
    }
    return different.stream().findFirst().flatMap(cors -> cors);
  }
}
