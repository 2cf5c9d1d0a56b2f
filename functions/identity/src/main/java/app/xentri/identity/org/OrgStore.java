package app.xentri.identity.org;

import app.xentri.identity.clerk.ClerkMembership;
import app.xentri.identity.clerk.ClerkOrganization;
import app.xentri.identity.workspace.Slug;
import app.xentri.identity.workspace.Turn;
import app.xentri.identity.workspace.Turn.Look;
import app.xentri.platform.database.Member;
import app.xentri.platform.database.Query;
import app.xentri.platform.database.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The organizations of the person of a transaction. */
final class OrgStore {

  private OrgStore() {}

  /** Where somebody is in the list. */
  record Place(Instant joinedAt, UUID membershipId) {}

  /** One of them, with its place in the list. */
  record Listed(Org org, Place place) {}

  /** In the order in which the person joined them. */
  static Query<Listed> list(@Nullable Place after, int limit) {
    return Query.of(OrgStore.class, "list", (rows, _) -> listed(rows))
        .param("after_at", after == null ? null : after.joinedAt().atOffset(ZoneOffset.UTC))
        .param("after", after == null ? null : after.membershipId())
        .param("limit", limit);
  }

  private static Listed listed(ResultSet rows) throws SQLException {
    return new Listed(
        org(rows), new Place(time(rows, "joined_at"), rows.getObject("membership_id", UUID.class)));
  }

  /** The one that the call is about. */
  static Query<CurrentOrg> current() {
    return Query.of(OrgStore.class, "current", (rows, _) -> currentOrg(rows));
  }

  /** As {@link #current}, and nobody else can change it until the transaction ends. */
  static Query<CurrentOrg> lock() {
    return Query.of(OrgStore.class, "lock", (rows, _) -> currentOrg(rows));
  }

  private static CurrentOrg currentOrg(ResultSet rows) throws SQLException {
    var view =
        new CurrentOrgView(
            rows.getObject("id", UUID.class),
            rows.getString("name"),
            rows.getString("slug"),
            rows.getString("role"),
            rows.getBoolean("name_settled"),
            time(rows, "created_at"));
    return new CurrentOrg(view, rows.getLong("version"), rows.getString("clerk_org_id"));
  }

  /**
   * Writes what can change of the one that the call is about, and the version that goes with it.
   *
   * @param providerAt the provider's time of this change if it was told, so that its own message
   *     about it, and older ones, change nothing here
   */
  static void update(Tx tx, CurrentOrg org, @Nullable Instant providerAt) {
    tx.sql(OrgStore.class, "update")
        .param("name", org.name())
        .param("name_settled", org.view().nameSettled())
        .param("version", org.version())
        .param("provider_at", providerAt == null ? null : providerAt.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Org org(ResultSet rows) throws SQLException {
    return new Org(
        rows.getObject("id", UUID.class),
        rows.getString("name"),
        rows.getString("slug"),
        rows.getString("role"),
        time(rows, "created_at"));
  }

  private static Instant time(ResultSet rows, String column) throws SQLException {
    return rows.getObject(column, OffsetDateTime.class).toInstant();
  }

  /**
   * What has become of an organization that was to be added.
   *
   * @param added the organization that it has added, which the transaction has entered
   * @param org the one that was made for the same mark; empty if it has been deleted, or is others'
   */
  record Added(Optional<UUID> added, Optional<Org> org) {}

  /** Adds an organization that the person owns. */
  static Added add(Tx tx, String clerkUserId, ClerkMembership made, String mark) {
    ClerkOrganization organization = made.organization();
    return tx.sql(OrgStore.class, "add")
        .param("clerk_user", clerkUserId)
        .param("clerk_org", organization.id())
        .param("name", organization.nameOrUsual())
        .param("slug", Slug.of(organization).value())
        .param("at", organization.updatedAt().atOffset(ZoneOffset.UTC))
        .param("made_for", mark)
        .param("clerk_membership", made.id())
        .param("membership_at", made.updatedAt().atOffset(ZoneOffset.UTC))
        .query((rows, _) -> added(tx, rows))
        .single();
  }

  private static Added added(Tx tx, ResultSet rows) throws SQLException {
    UUID entered = rows.getObject("added_org", UUID.class);
    if (entered != null) {
      tx.entered(new Member(entered, tx.member().userId(), "owner"));
    }
    UUID there = rows.getObject("id", UUID.class);
    return new Added(
        Optional.ofNullable(entered), Optional.ofNullable(there == null ? null : org(rows)));
  }

  /** A look for what an attempt of this person has made, if they are in it. */
  static <T> Query<Look<T>> find(Turn turn, String clerkUserId, String mark, Function<Org, T> as) {
    return turn.look(OrgStore.class, "find", (rows, _) -> as.apply(org(rows)))
        .param("clerk_user", clerkUserId)
        .param("made_for", mark);
  }

  /** As {@link #find}, where the transaction has just made it. */
  static Optional<Org> madeFor(Tx tx, String clerkUserId, String mark) {
    return tx.sql(OrgStore.class, "madeFor")
        .param("clerk_user", clerkUserId)
        .param("made_for", mark)
        .query((rows, _) -> org(rows))
        .optional();
  }

  /**
   * Where somebody stands who is no member of the organization that they name.
   *
   * @param person our id of them, if we know them
   * @param standing as {@code standing_of} says it
   */
  record Standing(boolean sessionEnded, String standing, Optional<UUID> person) {

    /** They are in no organization at all. */
    boolean isNone() {
      return standing.equals("none");
    }

    boolean isDeleted() {
      return standing.equals("deleted");
    }
  }

  static Query<Standing> standing(String sessionId, String clerkUserId) {
    return Query.of(
            OrgStore.class,
            "standing",
            (rows, _) ->
                new Standing(
                    rows.getBoolean("ended"),
                    rows.getString("standing"),
                    Optional.ofNullable(rows.getObject("person", UUID.class))))
        .param("session", sessionId)
        .param("clerk_user", clerkUserId);
  }
}
