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
          "provider_waits", Rule.DEFINER_ONLY,
          "relay_leases", Rule.DEFINER_ONLY,
          "context_keys", Rule.DEFINER_ONLY,
          "flyway_schema_history", Rule.BOOKKEEPING);

  /**
   * Tables of an org that definer functions may see whole, because they find out which org it is.
   */
  static final Set<String> LOOKED_UP_BEFORE_AN_ORG = Set.of("organizations", "memberships");

  /**
   * A function of the database, looked at by a person.
   *
   * @param does what it does, above all what is out of its callers' own reach
   * @param callers the roles that may call it, and no other
   */
  record Reviewed(String does, Set<String> callers) {}

  static final String MEMBER = "xentri_app";
  static final String IDENTITY = "xentri_identity";
  static final String JOB = "xentri_job";
  static final String RELAY = "xentri_relay";

  /** The roles that functions sign in as. */
  static final List<String> ROLES = List.of(MEMBER, IDENTITY, JOB, RELAY);

  /** Those of them that enter orgs. */
  static final List<String> ENTERING = List.of(MEMBER, IDENTITY, JOB);

  /** Every function there is, and who may call it. Any other fails the build. */
  static final Map<String, Reviewed> FUNCTIONS =
      Map.ofEntries(
          may("enter_org", "enters an org that the person is a member of", MEMBER, IDENTITY),
          may("enter_org_claiming", "the same, and claims a key of theirs", MEMBER, IDENTITY),
          may("enter_as_member", "the same for definer functions"),
          may("enter_org_as_job", "enters the org that an event names", JOB),
          may("enter_workspace", "enters the oldest org of a verified person", IDENTITY),
          may("current_org_id", "verifies where this is", MEMBER, IDENTITY, JOB),
          may("current_user_id", "verifies who this is", MEMBER, IDENTITY, JOB),
          may("verified_context", "the same for definer functions"),
          may("enter_context", "signs where a transaction is"),
          may("context_signature", "reads the key"),
          may("open_event_log", "gives a new org its log; called by a trigger"),
          may("refuse_event_change", "keeps the log append-only; called by triggers"),
          may("keep_brief_version", "keeps what a Brief says; called by triggers"),
          may("emit_event", "appends to the log of the current org", MEMBER, IDENTITY, JOB),
          may("append_event", "the same for definer functions"),
          may("emit_and_keep", "the same, and an answer to the current person", MEMBER, IDENTITY),
          may("wake_relay", "tells one writer that no relay works", MEMBER, IDENTITY, JOB),
          may("place_of_event", "finds an event whose id is known", MEMBER, IDENTITY, JOB),
          may("keep_answer", "an answer to the current person", MEMBER, IDENTITY),
          may("take_relay_lease", "makes the caller the one relay, if there is none", RELAY),
          may("keep_relay_lease", "prolongs the caller's own lease", RELAY),
          may("release_relay_lease", "gives the caller's own lease back", RELAY),
          may("note_stream_check", "notes how far the holder has compared streams", RELAY),
          may("join_org", "makes and enters an org whose membership was verified", IDENTITY),
          may("add_org", "makes an org for the current person and enters it", IDENTITY),
          may("add_own_org", "adds one, and finds what was made for the same mark", IDENTITY),
          may("free_slug", "tells whether a slug is taken"),
          may("my_orgs", "lists the orgs of the current person", IDENTITY),
          may("claim_signup_key", "ties a digest to a body; answers who knows both", IDENTITY),
          may("answer_signup_key", "keeps the answer under the current org", IDENTITY),
          may("release_signup_key", "forgets a digest that has no answer yet", IDENTITY),
          may("is_sign_up_session", "marks the first session of the current person", IDENTITY),
          may("end_session", "ends a session by its id", IDENTITY),
          may("has_session_ended", "tells whether a session has ended", IDENTITY),
          may("take_in_message", "notes the id of a message of the provider", IDENTITY),
          may("take_in_user", "follows the provider; enters the person's oldest org", IDENTITY),
          may("take_in_user_deletion", "follows the provider", IDENTITY),
          may("take_in_org", "follows the provider", IDENTITY),
          may("take_in_org_deletion", "follows the provider", IDENTITY),
          may("take_in_role", "follows the provider", IDENTITY),
          may("take_in_membership_deletion", "follows the provider; enters that org", IDENTITY),
          may("is_provider_time", "tells whether a time may be the provider's"),
          may("note_deletion", "notes what the provider has deleted"),
          may("knowledge_of", "tells whether things of the provider are here", IDENTITY),
          may("stale_memberships", "tells which memberships are not here as told", IDENTITY),
          may("org_made_for", "finds the org that an attempt of a person has made", IDENTITY),
          may("person_of", "finds our id of a person whom the caller verified", IDENTITY),
          may("standing_of", "tells whether a person is in any org", MEMBER, IDENTITY),
          may("take_turn", "gives a person's turn at the provider to one caller", IDENTITY),
          may("take_turn_in_line", "gives it to whoever has waited for it longest", IDENTITY),
          may("turn_unless", "takes a turn, or gives back the caller's own place", IDENTITY),
          may("give_back_turn", "ends a turn that the caller has", IDENTITY));

  /**
   * Definer functions that work in an org which the transaction need not have entered: one that is
   * being made, whose event's id the caller knows, or whose row has just passed its own policy.
   */
  static final Set<String> NEED_NOT_ASK =
      Set.of("open_event_log", "place_of_event", "keep_brief_version");

  private static Map.Entry<String, Reviewed> may(String name, String does, String... callers) {
    return entry(name, new Reviewed(does, Set.of(callers)));
  }

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
