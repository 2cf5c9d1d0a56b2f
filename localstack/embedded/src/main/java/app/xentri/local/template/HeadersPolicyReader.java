package app.xentri.local.template;

import java.util.Map;

/** Turns a CloudFront response headers policy into the headers that it adds. */
final class HeadersPolicyReader {

  private HeadersPolicyReader() {}

  static void read(Section policy, Map<String, String> headers) {
    Section config = policy.section("ResponseHeadersPolicyConfig");
    policy.done();
    config.leave("Name", "Comment");
    security(config.section("SecurityHeadersConfig"), headers);
    Section custom = config.section("CustomHeadersConfig");
    for (Yaml item : custom.items("Items")) {
      Section header = Section.of(custom.path() + ".Items", item);
      header.leave("Override");
      headers.put(header.require("Header"), header.require("Value"));
      header.done();
    }
    custom.done();
    config.done();
  }

  private static void security(Section security, Map<String, String> headers) {
    value(
        security,
        "ContentSecurityPolicy",
        "ContentSecurityPolicy",
        "Content-Security-Policy",
        headers);
    value(security, "FrameOptions", "FrameOption", "X-Frame-Options", headers);
    value(security, "ReferrerPolicy", "ReferrerPolicy", "Referrer-Policy", headers);
    if (security.has("ContentTypeOptions")) {
      Section options = security.section("ContentTypeOptions");
      options.leave("Override");
      options.done();
      headers.put("X-Content-Type-Options", "nosniff");
    }
    if (security.has("StrictTransportSecurity")) {
      headers.put(
          "Strict-Transport-Security",
          strictTransport(security.section("StrictTransportSecurity")));
    }
    security.done();
  }

  private static void value(
      Section security, String key, String valueKey, String header, Map<String, String> headers) {
    if (security.has(key)) {
      Section section = security.section(key);
      section.leave("Override");
      headers.put(header, section.require(valueKey));
      section.done();
    }
  }

  private static String strictTransport(Section section) {
    section.leave("Override");
    String value =
        "max-age="
            + section.number("AccessControlMaxAgeSec", 0)
            + (section.flag("IncludeSubdomains", false) ? "; includeSubDomains" : "")
            + (section.flag("Preload", false) ? "; preload" : "");
    section.done();
    return value;
  }
}
