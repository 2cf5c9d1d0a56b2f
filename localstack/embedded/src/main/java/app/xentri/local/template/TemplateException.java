package app.xentri.local.template;

/** Something in a template that the local cloud does not understand, with the path to it. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TemplateException(String path, String message) {
    super(path + ": " + message);
  }

  /** The same inside a nested stack. */
  TemplateException(String stack, TemplateException inside) {
    super(stack + ": " + inside.getMessage(), inside);
  }
}
