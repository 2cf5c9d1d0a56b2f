package app.xentri.local.template;

import app.xentri.local.template.Template.Bucket;
import app.xentri.local.template.Template.Cors;
import app.xentri.local.template.Template.EventBus;
import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Queue;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.Template.Rule;
import app.xentri.local.template.Template.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what a template and its nested stacks declare, and checks what only the whole shows. */
final class Declarations {
  private static final Duration API_WAITS = Duration.ofSeconds(30);

  final List<Function> functions = new ArrayList<>();
  final Map<String, Path> layers = new LinkedHashMap<>();
  final List<Route> routes = new ArrayList<>();
  final List<Schedule> schedules = new ArrayList<>();
  final List<Rule> rules = new ArrayList<>();
  final List<EventBus> buses = new ArrayList<>();
  final List<Queue> queues = new ArrayList<>();
  final List<Bucket> buckets = new ArrayList<>();
  final Map<String, String> headers = new LinkedHashMap<>();
  final List<String> elsewhere = new ArrayList<>();
  private @Nullable Cors cors;

  void cors(Cors declared) {
    cors = declared;
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

  void route(String path, Route route) {
    if (routes.stream().anyMatch(other -> other.key().equals(route.key()))) {
      throw new TemplateException(path, "route " + route.key() + " is declared twice");
    }
    routes.add(route);
  }

  Template template() {
    routes.forEach(this::checkTimeout);
    for (Function function : functions) {
      for (String layer : function.layers()) {
        if (!layers.containsKey(layer)) {
          throw new TemplateException(
              "Resources." + function.logicalId() + ".Properties.Layers",
              layer + " is not a layer of this template");
        }
      }
    }
    return new Template(
        functions,
        layers,
        routes,
        Optional.ofNullable(cors),
        schedules,
        rules,
        buses,
        queues,
        buckets,
        headers,
        elsewhere);
  }
}
