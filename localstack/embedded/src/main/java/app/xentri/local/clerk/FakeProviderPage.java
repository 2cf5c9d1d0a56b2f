package app.xentri.local.clerk;

import app.xentri.local.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The page of the social provider that the stand-in plays. Works under {@code default-src 'none'}:
 * no script, its style sheet is a file of its own.
 */
final class FakeProviderPage {

  static final String STYLE_PATH = "/__clerk/fake-provider.css";

  private static final String HTML = "text/html; charset=utf-8";

  private FakeProviderPage() {}

  static Answer ask(String state, @Nullable String problem) {
    String error =
        problem == null ? "" : "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>";
    String form =
        """
        <h1>Sign in with Google</h1>
        <p>This page stands in for Google on your machine. Any address will do.</p>
        %s
        <form method="post" action="/__clerk/fake-provider" novalidate>
          <input type="hidden" name="state" value="%s">
          <label for="email">E-mail</label>
          <input id="email" name="email" type="email" autocomplete="email" required autofocus>
          <label for="name">Name <span>(optional)</span></label>
          <input id="name" name="name" autocomplete="name">
          <button type="submit">Continue</button>
          <button type="submit" name="cancel" value="1" class="quiet">Cancel</button>
        </form>
        """
            .formatted(error, escaped(state));
    return new Answer.Page(problem == null ? 200 : 422, HTML, page(form));
  }

  static Answer expired() {
    String text =
        """
        <h1>This sign-in is over</h1>
        <p>It took too long, was finished already, or began in another browser.</p>
        <p><a href="/sign-in">Start again</a></p>
        """;
    return new Answer.Page(400, HTML, page(text));
  }

  static Answer style() {
    return new Answer.Page(
        200, "text/css; charset=utf-8", Resource.read(FakeProviderPage.class, "fake-provider.css"));
  }

  private static String page(String main) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Sign in with Google (local stand-in)</title>
        <link rel="stylesheet" href="%s">
        </head>
        <body>
        <main>
        %s</main>
        </body>
        </html>
        """
        .formatted(STYLE_PATH, main);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
