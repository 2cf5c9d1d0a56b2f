package asl.definition;

import asl.Json;
import asl.Quotas;
import asl.definition.DefinitionException.Problem;
import asl.definition.Machine.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a whole definition. */
final class MachineReader {

  private final Kind kind;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Graph> graphs = new LinkedHashMap<>();

  MachineReader(Kind kind) {
    this.kind = kind;
  }

  Machine read(String text) {
    Fields root = new Fields("", parse(text), problems);
    refuseIfProblems();
    if (!root.text("QueryLanguage").orElse("JSONPath").equals("JSONata")) {
      root.problem("QueryLanguage", "Only the query language JSONata is understood");
      refuseIfProblems(); // All that follows would be read wrongly.
    }
    root.text("Version")
        .filter(version -> !version.equals("1.0"))
        .ifPresent(_ -> root.problem("Version", "The only version is 1.0"));
    root.text("Comment");
    var timeout =
        root.number("TimeoutSeconds", true, Seconds::positive, Seconds.POSITIVE)
            .map(seconds -> Duration.ofSeconds(seconds.longValue()));
    new GraphReader(kind, problems, graphs, List.of()).read(root);
    root.done();
    refuseIfProblems();
    return new Machine(text, timeout, graphs);
  }

  private JsonNode parse(String text) {
    if (Json.size(text) > Quotas.DEFINITION) {
      problems.add(new Problem("", "The definition is larger than 1 MB"));
    } else {
      try {
        return Json.parse(text);
      } catch (JacksonException e) {
        problems.add(new Problem("", "The definition is not JSON: " + e.getOriginalMessage()));
      }
    }
    throw new DefinitionException(problems);
  }

  private void refuseIfProblems() {
    if (!problems.isEmpty()) {
      throw new DefinitionException(problems);
    }
  }
}
