package app.xentri.local.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads from a CloudFront distribution which paths it sends where. */
final class DistributionReader {

  private DistributionReader() {}

  /** The behaviours in their order, the default last, each with the domain of its origin. */
  static List<CdnPath> read(Section distribution) {
    Section config = distribution.section("DistributionConfig");
    Map<String, String> domains = new HashMap<>();
    for (Yaml item : config.items("Origins")) {
      Section origin = Section.of(config.path() + ".Origins", item);
      domains.put(origin.require("Id"), origin.require("DomainName"));
    }
    List<CdnPath> paths = new ArrayList<>();
    for (Yaml item : config.items("CacheBehaviors")) {
      Section behaviour = Section.of(config.path() + ".CacheBehaviors", item);
      paths.add(new CdnPath(behaviour.require("PathPattern"), domain(behaviour, domains)));
    }
    if (config.has("DefaultCacheBehavior")) {
      paths.add(new CdnPath("*", domain(config.section("DefaultCacheBehavior"), domains)));
    }
    return List.copyOf(paths);
  }

  private static String domain(Section behaviour, Map<String, String> domains) {
    String origin = behaviour.require("TargetOriginId");
    String domain = domains.get(origin);
    if (domain == null) {
      throw new TemplateException(behaviour.path(), origin + " is not an origin");
    }
    return domain;
  }
}
