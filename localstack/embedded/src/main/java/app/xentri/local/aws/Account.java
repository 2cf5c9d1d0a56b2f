package app.xentri.local.aws;

/**
 * Where the local resources pretend to live.
 *
 * @param id twelve digits
 * @param region for example {@code eu-central-1}
 */
public record Account(String id, String region) {

  /** The ARN of a resource, for example {@code arn:aws:lambda:eu-central-1:…:function:name}. */
  public String arn(String service, String resource) {
    return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
  }
}
