package app.xentri.local.developer;

/**
 * An answer of the developer pages.
 *
 * @param type its media type
 * @param policy its content security policy
 * @param content text in UTF-8
 */
record Page(int status, String type, String policy, String content) {
  private static final String STRICT =
      "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /** A mail's own HTML: nothing is fetched, nothing runs, and only our page may frame it. */
  private static final String MAIL =
      "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  static Page of(String title, Html body) {
    Html page = new Html();
    page.tag("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .tag("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .element("title", title + " · Xentri local cloud")
        .tag("<link rel=\"stylesheet\" href=\"/__local/style.css\"></head><body><header>")
        .tag("<strong>Xentri</strong> <span>local cloud</span><nav>");
    page.link("/__local/", "Functions")
        .link("/__local/invocations", "Invocations")
        .link("/__local/events", "Events")
        .link("/__local/mail", "Mail")
        .tag("</nav></header><main>")
        .element("h1", title)
        .tag(body.fragment())
        .tag("</main></body></html>");
    return new Page(200, "text/html; charset=utf-8", STRICT, page.fragment());
  }

  static Page missing() {
    Page page =
        of("Not here", new Html().element("p", "Perhaps it was long ago, or in another run."));
    return new Page(404, page.type(), page.policy(), page.content());
  }

  static Page refusal(int status, String sentence) {
    return new Page(status, "text/plain; charset=utf-8", STRICT, sentence);
  }

  static Page mail(String html) {
    return new Page(200, "text/html; charset=utf-8", MAIL, html);
  }

  static Page json(String json) {
    return new Page(200, "application/json", STRICT, json);
  }

  static Page style(String css) {
    return new Page(200, "text/css; charset=utf-8", STRICT, css);
  }
}
