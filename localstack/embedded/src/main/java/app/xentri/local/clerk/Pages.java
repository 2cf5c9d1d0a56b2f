package app.xentri.local.clerk;

import app.xentri.local.Resource;

/**
 * The page of the social provider that the stand-in plays. Works under {@code default-src 'none'}:
 * no script, its style sheet is a file of its own.
 */
final class Pages {

  private static final String HTML = "text/html; charset=utf-8";

  private Pages() {}

  /**
   * Asks who somebody is.
   *
   * @param problem with what they have typed; empty at first
   */
  static Answer ask(String state, String problem) {
    String alert =
        problem.isEmpty() ? "" : "<p class=\"problem\" role=\"alert\">" + problem + "</p>";
    String form = read("ask.html").replace("${problem}", alert).replace("${state}", escaped(state));
    return new Answer.Page(problem.isEmpty() ? 200 : 422, HTML, page(form));
  }

  static Answer over() {
    return new Answer.Page(400, HTML, page(read("over.html")));
  }

  static Answer style() {
    return new Answer.Page(200, "text/css; charset=utf-8", read("style.css"));
  }

  private static String page(String main) {
    return read("page.html").replace("${main}", main);
  }

  private static String read(String name) {
    return Resource.read(Pages.class, "Pages/" + name);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
