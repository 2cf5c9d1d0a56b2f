package app.xentri.local.developer;

import app.xentri.local.Resource;
import app.xentri.local.http.Answers;
import app.xentri.local.http.Pairs;
import app.xentri.local.http.Provenance;
import app.xentri.local.http.Routes;
import app.xentri.local.lambda.Lambda;
import app.xentri.local.mail.Mailbox;
import app.xentri.local.template.Template;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code /__local/}: functions, invocations with their logs, events and mails. Read only,
 * and for this site alone: another one may link here, but neither embed nor fetch anything.
 */
public final class DeveloperPages implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(DeveloperPages.class);

  private final Routes<Function<Asked, Page>> routes;

  /** What a page is asked for: values from its path and from the query. */
  private record Asked(Map<String, String> path, Pairs query) {

    String named(String name) {
      return String.valueOf(path.get(name));
    }

    String given(String name) {
      return query.first(name);
    }

    int offset() {
      String text = given("offset");
      return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }
  }

  /**
   * Prepares the pages.
   *
   * @param events signs in as a role that may read the events of every org
   */
  public DeveloperPages(Template template, Lambda lambda, DataSource events, Mailbox mailbox) {
    Redaction redaction = Redaction.of(template);
    routes =
        routes(
            new FunctionPages(template, lambda, redaction),
            new EventPages(events, redaction),
            new MailPages(mailbox));
  }

  private static Routes<Function<Asked, Page>> routes(
      FunctionPages functions, EventPages events, MailPages mails) {
    String style = Resource.read(DeveloperPages.class, "style.css");
    return new Routes<Function<Asked, Page>>()
        .on("GET", "/__local", _ -> functions.all())
        .on("GET", "/__local/style.css", _ -> Page.style(style))
        .on(
            "GET",
            "/__local/invocations",
            asked -> functions.invocations(asked.given("function"), asked.offset()))
        .on("GET", "/__local/invocations/{id}", asked -> functions.invocation(asked.named("id")))
        .on("GET", "/__local/events", asked -> events.page(asked.offset()))
        .on("GET", "/__local/mail.json", _ -> mails.json())
        .on("GET", "/__local/mail", asked -> mails.list(asked.given("after")))
        .on("GET", "/__local/mail/{id}", asked -> mails.mail(asked.named("id"), false))
        .on("GET", "/__local/mail/{id}/html", asked -> mails.mail(asked.named("id"), true));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Page page;
    try {
      page = page(exchange);
    } catch (RuntimeException e) {
      LOG.error("a developer page failed", e);
      page = Page.refusal(500, "This page failed; see logs/local-cloud.log.");
    }
    send(exchange, page);
  }

  private Page page(HttpExchange exchange) {
    if (isForeign(exchange.getRequestHeaders())) {
      return Page.refusal(403, "These pages are not for other sites.");
    }
    if (!exchange.getRequestMethod().equals("GET") && !exchange.getRequestMethod().equals("HEAD")) {
      return Page.refusal(405, "These pages are read only.");
    }
    var uri = exchange.getRequestURI();
    return routes
        .find("GET", uri.getPath())
        .map(
            match ->
                match.handler().apply(new Asked(match.parameters(), Pairs.of(uri.getRawQuery()))))
        .orElseGet(Page::missing);
  }

  /** Another site may link here; it may neither fetch nor embed anything. */
  private static boolean isForeign(Headers headers) {
    var provenance = new Provenance(headers::getFirst);
    return provenance.isOfAnotherSite() && !provenance.isFollowedLink();
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Security-Policy", page.policy());
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    Answers.send(exchange, page.status(), page.type(), page.content());
  }
}
