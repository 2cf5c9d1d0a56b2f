package app.xentri.local.clerk;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes to people, organizations and memberships inside a transaction, each with its webhook. */
record Directory(Instance instance, Tx tx) {

  /**
   * Adds a person, linked to the account if one is given; false when the e-mail address (in any
   * case) or external id is taken.
   */
  boolean add(User user, @Nullable ExternalAccount account) {
    var users = new Users(tx);
    if (!users.insert(user)) {
      return false;
    }
    if (account != null) {
      users.link(user.id(), account);
    }
    tell("user.created", user);
    return true;
  }

  /**
   * Changes a person and tells it. The change is made to the person as they are by now: what was
   * read before may be old, and a password that was reset in between must not come back.
   */
  User change(User seen, UnaryOperator<User> how) {
    var users = new Users(tx);
    var changed = how.apply(users.lock(seen.id()).orElseThrow()).touched(instance.now());
    users.update(changed);
    tell("user.updated", changed);
    return changed;
  }

  /** Removes a person, their memberships and sessions. */
  void remove(User user) {
    for (var membership : new Organizations(tx).ofUser(user.id(), 1000, 0).items()) {
      remove(membership);
    }
    new Users(tx).delete(user.id());
    var left = Render.deleted("user", user.id());
    if (user.externalId() != null) {
      left.put("external_id", user.externalId());
    }
    instance.webhooks().store(tx, "user.deleted", left);
  }

  private void tell(String type, User user) {
    instance.webhooks().store(tx, type, render().user(user));
  }

  /**
   * Adds an organization and its creator as admin.
   *
   * @param slug the wanted one; null for one made from the name, with a suffix if that is taken
   * @return empty when the wanted slug is taken
   */
  Optional<Organization> add(Organization wanted, @Nullable String slug, @Nullable User creator) {
    var organizations = new Organizations(tx);
    var organization = wanted;
    boolean stored = organizations.insert(organization);
    while (!stored && slug == null) {
      String suffix = Ids.letters(6).toLowerCase(Locale.ROOT);
      organization = wanted.renamed(wanted.name(), wanted.slug() + "-" + suffix);
      stored = organizations.insert(organization);
    }
    if (!stored) {
      return Optional.empty();
    }
    instance.webhooks().store(tx, "organization.created", render().organization(organization));
    if (creator != null) {
      join(organization, creator, Membership.ADMIN);
    }
    return organizations.find(organization.id());
  }

  /** Stores the changed organization and tells it. */
  Organization change(Organization organization) {
    new Organizations(tx).update(organization);
    instance.webhooks().store(tx, "organization.updated", render().organization(organization));
    return organization;
  }

  void remove(Organization organization) {
    for (var member : new Organizations(tx).members(organization.id(), 1000, 0).items()) {
      remove(member);
    }
    new Organizations(tx).delete(organization.id());
    var left = Render.deleted("organization", organization.id());
    instance.webhooks().store(tx, "organization.deleted", left.put("slug", organization.slug()));
  }

  /** Makes the person a member; empty when they are one already. */
  Optional<Membership> join(Organization organization, User user, String role) {
    long now = instance.now();
    var membership =
        new Membership(Ids.next("orgmem"), organization.id(), user.id(), role, now, now);
    if (!new Organizations(tx).add(membership)) {
      return Optional.empty();
    }
    tell("organizationMembership.created", membership);
    return Optional.of(membership);
  }

  Membership changeRole(Membership old, String role) {
    var membership =
        new Membership(
            old.id(), old.organizationId(), old.userId(), role, old.createdAt(), instance.now());
    new Organizations(tx).changeRole(membership);
    tell("organizationMembership.updated", membership);
    return membership;
  }

  void remove(Membership membership) {
    var last = render().membership(membership);
    new Organizations(tx).remove(membership);
    instance.webhooks().store(tx, "organizationMembership.deleted", last);
  }

  private void tell(String type, Membership membership) {
    instance.webhooks().store(tx, type, render().membership(membership));
  }

  private Render render() {
    return new Render(instance, tx, true);
  }
}
