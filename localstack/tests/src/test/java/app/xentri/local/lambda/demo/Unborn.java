package app.xentri.local.lambda.demo;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Cannot be constructed. */
public final class Unborn implements RequestHandler<String, String> {

  /** Fails. */
  public Unborn() {
    throw new IllegalStateException("no function by this name");
  }

  @Override
  public String handleRequest(String event, Context context) {
    return event;
  }
}
