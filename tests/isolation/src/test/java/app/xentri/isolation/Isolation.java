package app.xentri.isolation;

import static java.util.Map.entry;

import app.xentri.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The suite as a function: looks at a migrated database and returns every way in which it does not
 * keep orgs apart. It enumerates the catalog, so a new table is covered, and must comply, on the
 * day it is made.
 */
final class Isolation {

  /** What holds for the rows of a table. */
  enum Rule {
    /** The default: the table has an org_id, and a row is its org's alone. */
    BY_ORG,
    /** A person: seen by the orgs they are in, changed by themselves. */
    PEOPLE,
    /** No org in it and nobody's business: our roles reach it through definer functions only. */
    DEFINER_ONLY,
    /** Of the migration tool: no role of ours may touch it at all. */
    BOOKKEEPING;

    boolean isBookkeeping() {
      return this == BOOKKEEPING;
    }
  }

  /**
   * Tables without an org_id, each looked at by a person. Anything else without one fails the
   * build.
   */
  static final Map<String, Rule> RULES =
      Map.of(
          "users", Rule.PEOPLE,
          "ended_sessions", Rule.DEFINER_ONLY,
          "clerk_deletions", Rule.DEFINER_ONLY,
          "clerk_messages", Rule.DEFINER_ONLY,
          "signup_keys", Rule.DEFINER_ONLY,
          "provider_turns", Rule.DEFINER_ONLY,
          "relay_leases", Rule.DEFINER_ONLY,
          "flyway_schema_history", Rule.BOOKKEEPING);

  /**
   * Tables of an org that definer functions may see whole, because they find out which org it is.
   */
  static final Set<String> LOOKED_UP_BEFORE_AN_ORG = Set.of("organizations", "memberships");

  /**
   * Functions that run with the rights of the tables' owner, each looked at by a person, with what
   * is out of their caller's own reach and what they do there. Any other fails the build.
   */
  static final Map<String, String> DEFINERS =
      Map.ofEntries(
          entry("enter_org", "enters an org that the person is a member of"),
          entry("enter_org_as_job", "enters the org that an event names"),
          entry("enter_workspace", "enters the oldest org of a person whom the caller verified"),
          entry("open_event_log", "gives a new org its log; called by a trigger only"),
          entry("emit_event", "appends to the log of the current org"),
          entry("wake_relay", "tells one writer at a time that no relay works"),
          entry("take_relay_lease", "makes the caller the one relay, if there is none"),
          entry("keep_relay_lease", "prolongs the caller's own lease"),
          entry("release_relay_lease", "gives the caller's own lease back"),
          entry("note_stream_check", "notes how far the holder has compared streams"),
          entry("join_org", "makes and enters an org whose membership the caller verified"),
          entry("add_org", "makes an org for the current person and enters it"),
          entry("free_slug", "tells whether a slug is taken; no role of ours may call it"),
          entry("my_orgs", "lists the orgs of the current person"),
          entry("claim_signup_key", "ties a digest to a body; answers who knows both"),
          entry("answer_signup_key", "keeps the answer under the current org"),
          entry("release_signup_key", "forgets a digest that has no answer yet"),
          entry("is_sign_up_session", "marks the first session of the current person"),
          entry("end_session", "ends a session by its id"),
          entry("has_session_ended", "tells whether a session has ended"),
          entry("take_in_message", "notes the id of a message of the provider"),
          entry("take_in_user", "follows the provider; enters the person's oldest org"),
          entry("take_in_user_deletion", "follows the provider"),
          entry("take_in_org", "follows the provider"),
          entry("take_in_org_deletion", "follows the provider"),
          entry("take_in_role", "follows the provider"),
          entry("knowledge_of", "tells whether things of the provider are here, by its ids"),
          entry(
              "note_deletion", "notes what the provider has deleted; no role of ours may call it"),
          entry("stale_memberships", "tells which memberships at the provider are not here so"),
          entry("org_made_for", "finds the org that an attempt of a person has made"),
          entry("person_of", "finds our id of a person whom the caller verified"),
          entry("standing_of", "tells whether a person is in any org"),
          entry("take_turn", "gives a person's turn at the provider to one caller"),
          entry("give_back_turn", "ends a turn that the caller has"),
          entry("take_in_membership_deletion", "follows the provider; enters the org left"));

  /** Of those, what the relay calls: the lease under which it works, and nothing of an org. */
  static final Set<String> CALLED_BY_THE_RELAY =
      Set.of("take_relay_lease", "keep_relay_lease", "release_relay_lease", "note_stream_check");

  private Isolation() {}

  /** Two orgs with a row in every table. */
  record Orgs(Catalog catalog, Seeder victim, Seeder attacker) {}

  /** Fills an empty database. */
  static Orgs seed(TestDatabase database) throws SQLException {
    try (Connection admin = database.connect("postgres")) {
      Catalog catalog = Catalog.of(admin);
      var victim = new Seeder(catalog, admin, UUID.randomUUID());
      victim.seedAll();
      var attacker = new Seeder(catalog, admin, UUID.randomUUID());
      attacker.seedAll();
      return new Orgs(catalog, victim, attacker);
    }
  }

  /**
   * What is wrong with a seeded database.
   *
   * @param which the tables whose behaviour is tried out; structure is looked at everywhere
   */
  static List<String> findings(
      Orgs orgs, Behaviour behaviour, Connection admin, Predicate<String> which)
      throws SQLException {
    Catalog now = Catalog.of(admin);
    var findings = new ArrayList<String>(orgs.victim().problems());
    findings.addAll(new Structure(now).findings());
    findings.addAll(behaviour.findings(now, which));
    return findings;
  }
}
