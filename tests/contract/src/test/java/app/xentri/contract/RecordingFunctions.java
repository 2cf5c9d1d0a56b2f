package app.xentri.contract;

import app.xentri.contract.CallGraph.Method;
import app.xentri.local.template.Template;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which functions record events, by their code, and which may wake the relay, by the template.
 *
 * @param reached what the wiring of each function leads to, by its name
 */
record RecordingFunctions(Map<String, Set<Method>> reached) {

  /**
   * Reads the code of all contexts.
   *
   * @param contexts their {@code Functions} classes
   * @param classes all classes of the contexts
   */
  static RecordingFunctions of(Collection<String> contexts, Collection<String> classes) {
    var graph = new CallGraph(classes.stream());
    var reached = new TreeMap<String, Set<Method>>();
    for (String context : contexts) {
      graph
          .wirings(context)
          .forEach((name, wiring) -> reached.put(name, graph.reachedFrom(wiring)));
    }
    return new RecordingFunctions(reached);
  }

  boolean records(String name) {
    return reached.getOrDefault(name, Set.of()).stream()
        .anyMatch(method -> method.is("Tx", "emit", "emitNow"));
  }

  /** The relay wakes itself when it must stop with work left. */
  private boolean wakes(String name) {
    return records(name)
        || reached.getOrDefault(name, Set.of()).stream()
            .anyMatch(method -> method.is("Platform", "relayNudge"));
  }

  private boolean prepares(String name) {
    return reached.getOrDefault(name, Set.of()).stream()
        .anyMatch(method -> method.is("Platform", "recordingTenants"));
  }

  /** What does not agree, each with the function's name. */
  List<String> findings(Template template) {
    var findings = new ArrayList<String>();
    for (Template.Function function : template.functions()) {
      String name = function.definition();
      boolean may = function.policies().stream().anyMatch(each -> each.endsWith("-RelayWakeUp"));
      if (wakes(name) && !may) {
        findings.add(name + ": records events, so its Policies need !Ref RelayWakeUp");
      }
      if (!wakes(name) && may) {
        findings.add(name + ": records no events, so !Ref RelayWakeUp in its Policies is too much");
      }
      if (!records(name) && prepares(name)) {
        findings.add(name + ": records no events, so platform.tenants() is enough for it");
      }
    }
    return findings;
  }
}
