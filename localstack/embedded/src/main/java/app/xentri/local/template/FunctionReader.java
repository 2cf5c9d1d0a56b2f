package app.xentri.local.template;

import app.xentri.local.template.Template.Access;
import app.xentri.local.template.Template.Function;
import app.xentri.local.template.Template.Route;
import app.xentri.local.template.Yaml.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one {@code AWS::Serverless::Function} and the events that call it. */
final class FunctionReader {
  private static final int LAMBDA_DEFAULT_SECONDS = 3;
  private static final int LAMBDA_DEFAULT_MEMORY = 128;
  private static final int LAMBDA_DEFAULT_RETRIES = 2;

  private final Resource resource;
  private final Section section;
  private final String name;
  private final Path directory;
  private final String apiDomain;
  private final Declarations found;

  FunctionReader(
      Resource resource,
      Section section,
      String name,
      Path directory,
      String apiDomain,
      Declarations found) {
    this.resource = resource;
    this.section = section;
    this.name = name;
    this.directory = directory;
    this.apiDomain = apiDomain;
    this.found = found;
  }

  void read() {
    section.only("Runtime", "java25");
    section.only("PackageType", "Zip");
    Section environment = section.section("Environment");
    Map<String, String> variables = environment.section("Variables").allTexts();
    environment.done();
    Section invocation = section.section("EventInvokeConfig");
    found.function(
        section.path(),
        new Function(
            resource.logicalId(),
            name,
            section.require("Handler"),
            directory.resolve(section.require("CodeUri")).normalize(),
            section.texts("Layers"),
            policies(),
            variables,
            Duration.ofSeconds(section.number("Timeout", LAMBDA_DEFAULT_SECONDS)),
            section.number("MemorySize", LAMBDA_DEFAULT_MEMORY),
            access(),
            invocation.number("MaximumRetryAttempts", LAMBDA_DEFAULT_RETRIES),
            onFailure(invocation)));
    invocation.leave("MaximumEventAgeInSeconds");
    invocation.done();
    events();
    // Roles, snapshots, aliases and tracing belong to AWS: here a function has one current version.
    section.leave(
        "FunctionName",
        "Description",
        "SnapStart",
        "AutoPublishAlias",
        "AutoPublishAliasAllProperties",
        "Architectures",
        "Tracing",
        "LoggingConfig",
        "EphemeralStorage",
        "VpcConfig",
        "Tags",
        "ReservedConcurrentExecutions");
    section.done();
  }

  /**
   * Statements and SAM's policy templates stand in the list as mappings; those are AWS's matter.
   */
  private List<String> policies() {
    return section.items("Policies").stream()
        .flatMap(policy -> policy instanceof Scalar name ? Stream.of(name.text()) : Stream.empty())
        .toList();
  }

  private Access access() {
    Section metadata =
        Section.of("Resources." + resource.logicalId() + ".Metadata", resource.metadata());
    metadata.leave("BuildMethod", "SkipBuild");
    Access access =
        switch (metadata.text("Access").orElse("member")) {
          case "member" -> Access.MEMBER;
          case "public" -> Access.PUBLIC;
          default ->
              throw new TemplateException(metadata.path() + ".Access", "expected public or member");
        };
    metadata.done();
    return access;
  }

  private static Optional<String> onFailure(Section invocation) {
    Section destinations = invocation.section("DestinationConfig");
    Section failure = destinations.section("OnFailure");
    destinations.done();
    failure.only("Type", "SQS");
    Optional<String> queue = failure.text("Destination");
    failure.done();
    return queue;
  }

  private void events() {
    TriggerReader triggers = new TriggerReader(resource.logicalId(), name, found);
    Section events = section.section("Events");
    for (String event : events.keys()) {
      Section declared = events.section(event);
      String type = declared.require("Type");
      Section properties = declared.section("Properties");
      declared.done();
      switch (type) {
        case "HttpApi" -> route(properties);
        case "ScheduleV2" -> triggers.schedule(event, "ScheduleExpression", properties);
        case "Schedule" -> triggers.schedule(event, "Schedule", properties);
        case "EventBridgeRule" -> triggers.rule(event, properties);
        default ->
            throw new TemplateException(
                declared.path() + ".Type",
                "the local cloud does not understand events of type " + type);
      }
      properties.done();
    }
  }

  /** With neither path nor method SAM makes the route that takes what no other takes. */
  private void route(Section properties) {
    boolean fallback = !properties.has("Path") && !properties.has("Method");
    String path = fallback ? "$default" : properties.require("Path");
    String method = fallback ? "ANY" : properties.require("Method").toUpperCase(Locale.ROOT);
    properties.only("PayloadFormatVersion", "2.0");
    found.route(
        properties.path(), apiDomain, new Route(method.equals("*") ? "ANY" : method, path, name));
  }
}
