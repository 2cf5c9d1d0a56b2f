package app.xentri.local.developer;

import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.RecentInvocations.Entry;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the template declares, and what has been called. */
final class FunctionPages {
  private static final int PAGE = 50;

  private final Template template;
  private final Lambda lambda;
  private final Redaction redaction;

  FunctionPages(Template template, Lambda lambda, Redaction redaction) {
    this.template = template;
    this.lambda = lambda;
    this.redaction = redaction;
  }

  Page all() {
    Html html = new Html();
    html.table("Function", "Called by", "Access", "Memory", "Timeout");
    for (Function function : template.functions()) {
      html.tag("<tr>")
          .cell(
              "Function",
              new Html().link("/__local/invocations?function=" + function.name(), function.name()))
          .cell("Called by", String.join(", ", triggers(function)))
          .cell("Access", access(function))
          .cell("Memory", function.memoryMb() + " MB")
          .cell("Timeout", function.timeout().toSeconds() + " s")
          .tag("</tr>");
    }
    html.endTable().element("h2", "Understood, and nothing to run here");
    html.element("p", String.join(", ", template.elsewhere()));
    return Page.of("Functions", html);
  }

  /** Who may call its routes; without routes nobody outside can. */
  private String access(Function function) {
    if (template.routes().stream().noneMatch(r -> r.function().equals(function.name()))) {
      return "internal";
    }
    return function.access() == Template.Access.PUBLIC ? "public" : "member";
  }

  private List<String> triggers(Function function) {
    List<String> triggers = new ArrayList<>();
    template.routes().stream()
        .filter(r -> r.function().equals(function.name()))
        .forEach(r -> triggers.add(r.key()));
    template.schedules().stream()
        .filter(s -> s.function().equals(function.name()))
        .forEach(s -> triggers.add(s.expression()));
    template.rules().stream()
        .filter(r -> r.function().equals(function.name()))
        .forEach(r -> triggers.add("rule " + r.pattern()));
    return triggers;
  }

  /**
   * A page of invocations.
   *
   * @param function of this one only, or empty for all
   */
  Page invocations(String function, int offset) {
    List<Entry> entries = lambda.recent().page(function, offset, PAGE);
    Html html = new Html();
    if (entries.isEmpty()) {
      return Page.of(title(function), html.element("p", "Nothing has been called yet."));
    }
    html.table("When (UTC)", "Function", "Called by", "Result", "Took");
    for (Entry entry : entries) {
      html.tag("<tr>")
          .cell(
              "When (UTC)",
              new Html()
                  .link("/__local/invocations/" + entry.requestId(), Html.time(entry.started())))
          .cell("Function", entry.function())
          .cell("Called by", entry.trigger())
          .cell("Result", result(entry))
          .cell("Took", entry.took().toMillis() + " ms")
          .tag("</tr>");
    }
    html.endTable().tag("<p>");
    if (offset > 0) {
      html.link(address(function, Math.max(0, offset - PAGE)), "Newer").tag(" ");
    }
    if (entries.size() == PAGE) {
      html.link(address(function, offset + PAGE), "Older");
    }
    return Page.of(title(function), html.tag("</p>"));
  }

  private static String title(String function) {
    return function.isEmpty() ? "Invocations" : "Invocations of " + function;
  }

  private static String address(String function, int offset) {
    String only =
        function.isEmpty()
            ? ""
            : "&function=" + URLEncoder.encode(function, StandardCharsets.UTF_8);
    return "/__local/invocations?offset=" + offset + only;
  }

  Page invocation(String requestId) {
    List<Entry> attempts = lambda.recent().attempts(requestId);
    if (attempts.isEmpty()) {
      return Page.missing();
    }
    Html html = new Html();
    for (Entry attempt : attempts) {
      if (attempts.size() > 1) {
        html.element("h2", "Attempt " + (attempts.indexOf(attempt) + 1) + " of " + attempts.size());
      }
      html.tag("<p>")
          .text("Called by " + attempt.trigger() + " at " + Html.time(attempt.started()) + " UTC: ")
          .tag(result(attempt).fragment())
          .text(" after " + attempt.took().toMillis() + " ms")
          .tag("</p>");
      html.element("pre", redaction.clean(String.join("\n", attempt.log().lines())));
    }
    return Page.of(attempts.getFirst().function(), html);
  }

  private static Html result(Entry entry) {
    return switch (entry.result()) {
      case ANSWERED -> new Html().text("answered");
      case FAILED -> bad("failed");
      case TIMED_OUT -> bad("timed out");
      case THROTTLED -> bad("throttled");
    };
  }

  private static Html bad(String text) {
    return new Html().tag("<strong class=\"bad\">").text(text).tag("</strong>");
  }
}
