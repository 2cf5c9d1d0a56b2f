package app.xentri.contract;

import app.xentri.local.template.Template.Nested;
import app.xentri.local.template.TemplateReader;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is written into a context's template. Above {@code Resources}: the parameters that the root
 * gives it, and the root's Globals, which SAM does not hand down. Below it: each function's name,
 * which its logical id says already.
 */
final class ContextHead {

  private static final String RESOURCES = "Resources:\n";
  private static final Pattern FUNCTION =
      Pattern.compile(
          "(?m)^  ([A-Za-z0-9]+)Function:\n    Type: AWS::Serverless::Function\n(?:    .*\n)*");
  private static final Pattern NAME = Pattern.compile("(?m)^      FunctionName: .*\n");
  private static final String PROPERTIES = "\n    Properties:\n";

  private final String globals;

  private ContextHead(Path root) {
    String text = Repository.text(root.resolve("template.yaml"));
    int from = text.indexOf("\nGlobals:\n");
    int to = text.indexOf("\n" + RESOURCES);
    if (from < 0 || to < from) {
      throw new IllegalStateException("template.yaml: Globals must stand before Resources");
    }
    globals = text.substring(from, to);
  }

  /**
   * Rewrites the heads that are not as they should be.
   *
   * @param update whether {@code make generate} asks
   */
  static void writeAllIf(boolean update, Path root) {
    if (!update) {
      return;
    }
    var head = new ContextHead(root);
    for (Nested context : TemplateReader.contexts(root.resolve("template.yaml"))) {
      String now = Repository.text(context.file());
      String wanted = head.wanted(context, now);
      if (!now.equals(wanted)) {
        write(context.file(), wanted);
      }
    }
  }

  /** The context's template as it should be, with its own resources. */
  static String wanted(Path root, Nested context) {
    return new ContextHead(root).wanted(context, Repository.text(context.file()));
  }

  private String wanted(Nested context, String now) {
    int resources = now.startsWith(RESOURCES) ? 0 : now.indexOf("\n" + RESOURCES) + 1;
    if (resources == 0 && !now.startsWith(RESOURCES)) {
      throw new IllegalStateException(context.file() + ": there is no line Resources:");
    }
    return head(context) + named(context, now.substring(resources));
  }

  private static String named(Nested context, String resources) {
    return FUNCTION
        .matcher(resources)
        .replaceAll(
            function ->
                Matcher.quoteReplacement(
                    named(context, String.valueOf(function.group(1)), function.group())));
  }

  private static String named(Nested context, String id, String function) {
    String nameless = NAME.matcher(function).replaceAll("");
    if (!nameless.contains(PROPERTIES)) {
      throw new IllegalStateException(
          "%s: %sFunction needs a line Properties: with one below it for each"
              .formatted(context.file(), id));
    }
    return nameless.replace(
        PROPERTIES,
        PROPERTIES + "      FunctionName: !Sub '${Stack}-" + Contract.kebab(id) + "'\n");
  }

  private String head(Nested context) {
    String parameters =
        context.parameters().entrySet().stream()
            .map(each -> parameter(each.getKey(), each.getValue()))
            .collect(Collectors.joining());
    return """
    # Down to Resources this is written by `make generate` from the root's template.yaml, which says what each of these is; so is each
    # FunctionName, from the logical id.
    AWSTemplateFormatVersion: '2010-09-09'
    Transform: AWS::Serverless-2016-10-31
    # Not every context needs all that it is given.
    Metadata: {cfn-lint: {config: {ignore_checks: [W2001]}}}

    Parameters:
    """
        + parameters
        + globals
            .replace("!Ref AWS::StackName", "!Ref Stack")
            .replace("${AWS::StackName}", "${Stack}")
        + "\n";
  }

  private static String parameter(String name, boolean secret) {
    return "  " + name + ": {Type: String" + (secret ? ", NoEcho: true" : "") + "}\n";
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
