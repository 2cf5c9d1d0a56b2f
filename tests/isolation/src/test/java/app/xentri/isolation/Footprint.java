package app.xentri.isolation;

import app.xentri.platform.Json;
import app.xentri.testkit.Backstage;
import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What a running cloud leaves outside the tables: Redis keys, events on their way, dead letters and
 * log lines. Nothing is listed by hand: whatever key or line there is must belong to one org, and
 * what a person typed may stand in nothing but their own org's cache.
 */
final class Footprint {

  private static final Pattern KEY =
      Pattern.compile("[a-z]+(?::[a-z]+)*:(?<org>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}).*");

  /** Counts of calls by who is in no org yet; a keyed digest says nothing about whom. */
  private static final Pattern LIMIT = Pattern.compile("limit:[a-z-]+:[0-9a-f]{64}");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SECRET = Pattern.compile(".*(password|secret|token|secret_key)");

  private final RunningCloud cloud;
  private final Backstage backstage;
  private final List<Owner> owners;
  private final Set<String> orgs;
  private final List<String> findings = new ArrayList<>();

  Footprint(RunningCloud cloud, List<Owner> owners) throws SQLException {
    this.cloud = cloud;
    this.backstage = new Backstage(cloud);
    this.owners = owners;
    try (Connection owner = backstage.database("owner")) {
      orgs = new HashSet<>(texts(owner, "select id from organizations"));
    }
  }

  /** What was looked at, so that a test can tell that there was something to look at. */
  record Seen(List<String> keys, List<String> events, List<String> letters, List<String> log) {}

  Seen seen() throws SQLException, IOException {
    return new Seen(keys(), events(), letters(), log());
  }

  List<String> findings() throws SQLException, IOException {
    findings.clear();
    keys().forEach(this::key);
    events().forEach(event -> ofOneOrg("the event", event));
    letters().forEach(letter -> ofOneOrg("the dead letter", letter));
    Set<String> secrets = secrets();
    log().forEach(line -> logLine(line, secrets));
    return List.copyOf(findings);
  }

  private List<String> keys() {
    Set<String> found = new TreeSet<>();
    String cursor = "0";
    do {
      JsonNode page = backstage.upstash("SCAN", cursor);
      page.path(1).forEach(key -> found.add(key.asString()));
      cursor = page.path(0).asString();
    } while (!cursor.equals("0"));
    return List.copyOf(found);
  }

  private void key(String name) {
    if (LIMIT.matcher(name).matches()) {
      return;
    }
    Matcher form = KEY.matcher(name);
    if (!form.matches() || !orgs.contains(form.group("org"))) {
      findings.add("the Redis key " + name + " belongs to no org");
      return;
    }
    switch (backstage.upstash("TYPE", name).asString()) {
      case "string" -> value(name, form.group("org"), backstage.upstash("GET", name));
      case "hash" -> value(name, form.group("org"), backstage.upstash("HGETALL", name));
      case "stream" -> stream(name, form.group("org"), backstage.upstash("XRANGE", name, "-", "+"));
      case String other -> findings.add(name + " is a " + other + ", which cannot be judged");
    }
  }

  private void value(String key, String org, JsonNode value) {
    String text = value.toString();
    othersIds("the Redis key " + key, org, text);
    owners.stream()
        .filter(owner -> !owner.org().toString().equals(org))
        .flatMap(owner -> owner.typed().all().stream())
        .filter(text::contains)
        .forEach(word -> findings.add("the Redis key " + key + " holds " + word));
  }

  private void stream(String key, String org, JsonNode entries) {
    for (JsonNode entry : entries) {
      String text = entry.toString();
      othersIds("the stream " + key, org, text);
      nobodysWords("the stream " + key, text);
    }
  }

  private void othersIds(String where, String org, String text) {
    mentioned(text).stream()
        .filter(other -> !other.equals(org))
        .forEach(other -> findings.add(where + " mentions the org " + other));
  }

  private Set<String> mentioned(String text) {
    Set<String> found = new TreeSet<>();
    ID.matcher(text).results().map(MatchResult::group).filter(orgs::contains).forEach(found::add);
    return found;
  }

  /** The log of all orgs, and what the bus has accepted of it. */
  private List<String> events() throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection relay = backstage.database("relay")) {
      all.addAll(texts(relay, "select e::text from system_events e"));
    }
    try (Connection local = backstage.localCloud()) {
      all.addAll(texts(local, "select event from bus_events"));
    }
    return all;
  }

  private List<String> letters() {
    return backstage.messages("DeadLetters").stream().map(Json::write).toList();
  }

  private void ofOneOrg(String what, String text) {
    nobodysWords(what, text);
    Set<String> orgs = mentioned(text);
    if (orgs.size() > 1) {
      findings.add(what + " mentions the orgs " + orgs + ": " + text);
    }
  }

  private void nobodysWords(String where, String text) {
    owners.stream()
        .flatMap(owner -> owner.typed().all().stream())
        .filter(text::contains)
        .forEach(word -> findings.add(where + " holds " + word + ": " + text));
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(logFile());
  }

  Path logFile() {
    return cloud.home().resolve("logs/functions.log");
  }

  private void logLine(String line, Set<String> secrets) {
    nobodysWords("the log line", line);
    secrets.stream()
        .filter(line::contains)
        .forEach(secret -> findings.add("a log line holds a secret: " + line));
    String org = orgOf(line);
    mentioned(line).stream()
        .filter(mentioned -> !mentioned.equals(org))
        .forEach(
            mentioned ->
                findings.add("a log line " + org + " mentions " + mentioned + ": " + line));
  }

  /** A line of ours is JSON after time, function and request; the host's own lines have no org. */
  private static String orgOf(String line) {
    String[] parts = line.split(" ", 4);
    return parts.length == 4 && parts[3].startsWith("{\"timestamp\"")
        ? Json.read(parts[3]).path("org_id").asString("of no org")
        : "of no org";
  }

  /** What the run knows that nobody else may, and what the owners sign in with. */
  private Set<String> secrets() {
    Set<String> found = new HashSet<>();
    secrets(cloud.runFile(), found);
    owners.forEach(owner -> found.add(owner.token()));
    return found;
  }

  private static void secrets(JsonNode of, Set<String> found) {
    of.properties()
        .forEach(
            field -> {
              if (field.getValue().isString() && SECRET.matcher(field.getKey()).matches()) {
                found.add(field.getValue().asString());
              }
              secrets(field.getValue(), found);
            });
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }
}
