package asl.api;

import asl.engine.Refusal;
import java.util.List;

/** What a caller's ARN names. */
record Arn(String type, String machine, String name) {

  static Arn ofMachine(String text) throws Refusal {
    List<String> parts = parts(text);
    if (!parts.get(5).equals("stateMachine")) {
      throw wrongType(parts.get(5));
    }
    // With a version or an alias behind it, it names what there is not.
    return new Arn(parts.get(5), String.join(":", parts.subList(6, parts.size())), "");
  }

  /** Of an execution that may be described: not of an express one. */
  static Arn ofExecution(String text) throws Refusal {
    List<String> parts = parts(text);
    if (!parts.get(5).equals("execution")) {
      throw wrongType(parts.get(5));
    }
    if (parts.size() != 8) {
      throw invalid("Invalid ARN: " + text);
    }
    return new Arn(parts.get(5), parts.get(6), parts.get(7));
  }

  private static List<String> parts(String text) throws Refusal {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.size() < 7 || !parts.getFirst().equals("arn") || !parts.get(2).equals("states")) {
      throw invalid("Invalid ARN prefix: " + text);
    }
    return parts;
  }

  private static Refusal wrongType(String type) {
    return invalid("Resource type not valid in this context: " + type);
  }

  private static Refusal invalid(String reason) {
    return new Refusal("InvalidArn", "Invalid Arn: '" + reason + "'");
  }
}
