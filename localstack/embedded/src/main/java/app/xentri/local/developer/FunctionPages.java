package app.xentri.local.developer;

import app.xentri.local.lambda.Lambda;
import app.xentri.local.lambda.RecentInvocations.Entry;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What the template declares, and what has been called. */
final class FunctionPages {
  private static final int PAGE = 50;

  private final Template template;
  private final Lambda lambda;

  FunctionPages(Template template, Lambda lambda) {
    this.template = template;
    this.lambda = lambda;
  }

  Page all() {
    Html html = new Html();
    html.tag(
        "<table><thead><tr><th>Function</th><th>Called by</th><th>Access</th><th>Memory</th><th>Timeout</th></tr></thead><tbody>");
    for (Function function : template.functions()) {
      html.tag("<tr>")
          .cell(function.name())
          .cell(String.join(", ", triggers(function)))
          .cell(function.access() == Template.Access.PUBLIC ? "public" : "member")
          .cell(function.memoryMb() + " MB")
          .cell(function.timeout().toSeconds() + " s")
          .tag("</tr>");
    }
    html.tag("</tbody></table>").element("h2", "Understood, and nothing to run here");
    html.element("p", String.join(", ", template.elsewhere()));
    return Page.of("Functions", html);
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

  Page invocations(int offset) {
    List<Entry> entries = lambda.recent().page(offset, PAGE);
    Html html = new Html();
    if (entries.isEmpty()) {
      return Page.of("Invocations", html.element("p", "Nothing has been called yet."));
    }
    html.tag(
        "<table><thead><tr><th>When</th><th>Function</th><th>Called by</th><th>Result</th><th>Took</th></tr></thead><tbody>");
    for (Entry entry : entries) {
      html.tag("<tr><td>")
          .link(
              "/__local/invocations/" + entry.requestId(),
              entry.started().truncatedTo(ChronoUnit.MILLIS))
          .tag("</td>")
          .cell(entry.function())
          .cell(entry.trigger())
          .cell(result(entry))
          .cell(entry.took().toMillis() + " ms")
          .tag("</tr>");
    }
    html.tag("</tbody></table><p>");
    if (offset > 0) {
      html.link("/__local/invocations?offset=" + Math.max(0, offset - PAGE), "Newer").tag(" ");
    }
    if (entries.size() == PAGE) {
      html.link("/__local/invocations?offset=" + (offset + PAGE), "Older");
    }
    return Page.of("Invocations", html.tag("</p>"));
  }

  Page invocation(String requestId) {
    List<Entry> attempts = lambda.recent().attempts(requestId);
    if (attempts.isEmpty()) {
      return Page.missing();
    }
    Html html = new Html();
    for (Entry attempt : attempts) {
      html.element(
          "p",
          attempt.trigger()
              + ", "
              + result(attempt)
              + " after "
              + attempt.took().toMillis()
              + " ms, "
              + attempt.started());
      html.element("pre", String.join("\n", attempt.log().lines()));
    }
    return Page.of(attempts.getFirst().function(), html);
  }

  private static String result(Entry entry) {
    return switch (entry.result()) {
      case ANSWERED -> "answered";
      case FAILED -> "failed";
      case TIMED_OUT -> "timed out";
      case THROTTLED -> "throttled";
    };
  }
}
