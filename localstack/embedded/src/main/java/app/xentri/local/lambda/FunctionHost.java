package app.xentri.local.lambda;

import app.xentri.local.Part;

/**
 * Runs packaged functions. Functions are loaded when first called; several calls of one function
 * may run at the same time.
 */
public interface FunctionHost extends Part {

  /** Calls the function and waits, at most for its timeout once it is loaded. */
  Outcome invoke(Invocation invocation);
}
