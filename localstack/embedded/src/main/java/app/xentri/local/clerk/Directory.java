package app.xentri.local.clerk;

import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Changes to people, organizations and memberships inside a transaction, each with its webhook. */
record Directory(Instance instance, Tx tx) {

  /**
   * Adds a person, linked to the account if one is given; false when the e-mail address (in any
   * case) is taken.
   */
  boolean add(User user, @Nullable ExternalAccount account) {
    var users = new Users(tx);
    if (!users.insert(user)) {
      return false;
    }
    if (account != null) {
      users.link(user.id(), account);
    }
    tell("user.created", render().user(user));
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
    tell("user.updated", render().user(changed));
    return changed;
  }

  /** Removes a person, their memberships and sessions. */
  void remove(User user) {
    new Organizations(tx).ofUser(user.id()).forEach(this::remove);
    new Users(tx).delete(user.id());
    tell("user.deleted", Render.deleted("user", user.id()));
  }

  /** Adds an organization, with a suffix to its slug if that is taken, and its creator as admin. */
  Organization add(Organization wanted, @Nullable User creator) {
    var organizations = new Organizations(tx);
    var organization = wanted;
    while (!organizations.insert(organization)) {
      String suffix = Ids.letters(6).toLowerCase(Locale.ROOT);
      organization = wanted.withSlug(wanted.slug() + "-" + suffix);
    }
    tell("organization.created", render().organization(organization));
    if (creator != null) {
      join(organization, creator, Membership.ADMIN);
    }
    return organizations.find(organization.id()).orElseThrow();
  }

  /** Gives the organization, which the transaction has locked, another name; its slug stays. */
  Organization rename(Organization organization, String name) {
    var renamed = organization.named(name, instance.now());
    new Organizations(tx).update(renamed);
    tell("organization.updated", render().organization(renamed));
    return renamed;
  }

  void remove(Organization organization) {
    new Organizations(tx).ofOrganization(organization.id()).forEach(this::remove);
    new Organizations(tx).delete(organization.id());
    var left = Render.deleted("organization", organization.id());
    tell("organization.deleted", left.put("slug", organization.slug()));
  }

  /** Makes the person a member; empty when they are one already. */
  Optional<Membership> join(Organization organization, User user, String role) {
    long now = instance.now();
    var membership =
        new Membership(Ids.next("orgmem"), organization.id(), user.id(), role, now, now);
    if (!new Organizations(tx).add(membership)) {
      return Optional.empty();
    }
    tell("organizationMembership.created", render().membership(membership));
    return Optional.of(membership);
  }

  /** Ends a membership; as it was last. */
  ObjectNode remove(Membership membership) {
    var last = render().membership(membership);
    new Organizations(tx).remove(membership);
    tell("organizationMembership.deleted", last);
    return last;
  }

  private void tell(String type, ObjectNode data) {
    instance.webhooks().store(tx, type, data);
  }

  private Render render() {
    return new Render(instance, tx, true);
  }
}
