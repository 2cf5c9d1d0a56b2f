package app.xentri.local.template;

import app.xentri.local.template.Template.StateMachine;
import app.xentri.local.template.Yaml.Mapping;
import asl.definition.DefinitionException;
import asl.definition.Machine;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one {@code AWS::Serverless::StateMachine} and the events that start its executions. */
final class StateMachineReader {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

  private final String logicalId;
  private final Section section;
  private final String name;
  private final Path directory;
  private final Names names;
  private final Declarations found;

  StateMachineReader(
      String logicalId,
      Section section,
      String name,
      Path directory,
      Names names,
      Declarations found) {
    this.logicalId = logicalId;
    this.section = section;
    this.name = name;
    this.directory = directory;
    this.names = names;
    this.found = found;
  }

  void read() {
    String arn = names.machineArn(name);
    boolean express = isExpress();
    String place = section.has("Definition") ? "Definition" : "DefinitionUri";
    String definition = substitute(place, definition());
    check(place, definition, express);
    found.machine(
        section.path(),
        new StateMachine(
            logicalId,
            name,
            arn,
            express,
            definition,
            section.text("Role").orElse(names.roleArn(logicalId)),
            logging(),
            tracing()));
    events(arn);
    // What a role may do is AWS's matter, as everywhere here.
    section.leave("Name", "Policies", "PermissionsBoundary", "RolePath", "Tags", "PropagateTags");
    section.done();
  }

  private boolean isExpress() {
    String type = section.text("Type").orElse("STANDARD");
    return switch (type) {
      case "STANDARD" -> false;
      case "EXPRESS" -> true;
      default ->
          throw new TemplateException(
              section.path() + ".Type", "expected STANDARD or EXPRESS, found " + type);
    };
  }

  private String definition() {
    Optional<Yaml> inline = section.node("Definition");
    if (inline.isPresent() == section.has("DefinitionUri")) {
      throw new TemplateException(
          section.path(), "exactly one of Definition and DefinitionUri is needed");
    }
    return inline.isPresent() ? inline(inline.get()) : file(section.require("DefinitionUri"));
  }

  private String inline(Yaml definition) {
    if (definition instanceof Mapping) {
      return JsonText.of(definition);
    }
    throw new TemplateException(section.path() + ".Definition", "expected a mapping");
  }

  private String file(String location) {
    Path file = directory.resolve(location).normalize();
    if (!Files.isRegularFile(file)) {
      throw new TemplateException(
          section.path() + ".DefinitionUri", "there is no file " + location);
    }
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new TemplateException(section.path() + ".DefinitionUri", location + " is not UTF-8");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + location, e);
    }
  }

  /** A placeholder that nothing stands for would be taken for text when the machine runs. */
  private String substitute(String place, String definition) {
    Map<String, String> values = section.section("DefinitionSubstitutions").allTexts();
    Matcher matcher = PLACEHOLDER.matcher(definition);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      String key = Objects.requireNonNull(matcher.group(1));
      String value = values.get(key);
      if (value == null) {
        throw new TemplateException(
            section.path() + "." + place, "DefinitionSubstitutions has no " + key);
      }
      matcher.appendReplacement(result, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(result).toString();
  }

  private void check(String place, String definition, boolean express) {
    try {
      Machine.read(definition, express ? Machine.Kind.EXPRESS : Machine.Kind.STANDARD);
    } catch (DefinitionException e) {
      throw new TemplateException(
          section.path() + "." + place,
          "the machine cannot be run: "
              + String.join(
                  "; ", e.problems().stream().map(DefinitionException.Problem::toString).toList()));
    }
  }

  private String logging() {
    Section logging = section.section("Logging");
    String json =
        "{\"level\":\"%s\",\"includeExecutionData\":%s}"
            .formatted(
                logging.text("Level").orElse("OFF"), logging.flag("IncludeExecutionData", false));
    logging.leave("Destinations");
    logging.done();
    return json;
  }

  private boolean tracing() {
    Section tracing = section.section("Tracing");
    boolean enabled = tracing.flag("Enabled", false);
    tracing.done();
    return enabled;
  }

  private void events(String arn) {
    TriggerReader triggers = new TriggerReader(logicalId, arn, found);
    Section events = section.section("Events");
    for (String event : events.keys()) {
      Section declared = events.section(event);
      String type = declared.require("Type");
      Section properties = declared.section("Properties");
      declared.done();
      switch (type) {
        case "ScheduleV2" -> triggers.schedule(event, "ScheduleExpression", properties);
        case "EventBridgeRule" -> triggers.rule(event, properties);
        default ->
            throw new TemplateException(
                declared.path() + ".Type",
                "the local cloud does not understand events of type " + type + " here");
      }
      properties.done();
    }
  }
}
