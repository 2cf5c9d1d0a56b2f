package app.xentri.local.clerk;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Organizations and their memberships in the Backend API. */
record BackendOrganizations(Instance instance) {

  private static final Set<String> ROLES = Set.of(Membership.ADMIN, Membership.MEMBER);

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/organizations", this::create)
        .on("GET", "/v1/organizations", this::list)
        .on("GET", "/v1/organizations/{id}", this::get)
        .on("PATCH", "/v1/organizations/{id}", this::update)
        .on("PATCH", "/v1/organizations/{id}/metadata", this::mergeMetadata)
        .on("DELETE", "/v1/organizations/{id}", this::delete)
        .on("GET", "/v1/organizations/{id}/memberships", this::members)
        .on("POST", "/v1/organizations/{id}/memberships", this::add)
        .on("PATCH", "/v1/organizations/{id}/memberships/{user}", this::changeRole)
        .on("DELETE", "/v1/organizations/{id}/memberships/{user}", this::remove);
  }

  private Answer create(Tx tx, Call call, Input in) {
    String name = in.text("name");
    if (name == null || name.isBlank()) {
      return Answer.refused(Refusal.missing("name"));
    }
    String creatorId = in.text("created_by");
    Optional<User> creator = new Users(tx).byId(creatorId);
    if (creatorId != null && creator.isEmpty()) {
      return Answer.refused(Refusal.notFound("No user was found with id created_by."));
    }
    String slug = in.text("slug");
    var wanted = Organization.create(name, slug, creatorId, instance.now());
    var made = new Directory(instance, tx).add(configured(wanted, in), slug, creator.orElse(null));
    return made.map(organization -> show(tx, organization))
        .orElseGet(() -> Answer.refused(Refusal.identifierExists("slug")));
  }

  private static Organization configured(Organization organization, Input in) {
    int most =
        in.number("max_allowed_memberships")
            .map(Long::intValue)
            .orElse(organization.maxMemberships());
    return organization.with(most, organization.metadata().replacedBy(in));
  }

  private Answer list(Tx tx, Call call, Input in) {
    var page = new Organizations(tx).list(call.query("query"), call.limit(), call.offset());
    return Answer.ok(page.json(render(tx)::organization));
  }

  private Answer get(Tx tx, Call call, Input in) {
    return found(tx, call, organization -> show(tx, organization));
  }

  private Answer update(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        old -> {
          String slug = in.text("slug");
          var other = new Organizations(tx).find(slug);
          if (other.isPresent() && !other.get().id().equals(old.id())) {
            return Answer.refused(Refusal.identifierExists("slug"));
          }
          var renamed =
              old.renamed(
                  Objects.requireNonNullElse(in.text("name"), old.name()),
                  Objects.requireNonNullElse(slug, old.slug()));
          return changed(tx, configured(renamed, in));
        });
  }

  private Answer mergeMetadata(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        old -> changed(tx, old.with(old.maxMemberships(), old.metadata().mergedWith(in))));
  }

  private Answer changed(Tx tx, Organization next) {
    return show(tx, new Directory(instance, tx).change(next.touched(instance.now())));
  }

  private Answer delete(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        organization -> {
          new Directory(instance, tx).remove(organization);
          return Answer.ok(Render.deleted("organization", organization.id()));
        });
  }

  private Answer members(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        organization -> {
          var page = new Organizations(tx).members(organization.id(), call.limit(), call.offset());
          return Answer.ok(page.json(render(tx)::membership));
        });
  }

  private Answer add(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        organization -> {
          var user = new Users(tx).byId(in.text("user_id"));
          if (user.isEmpty()) {
            return Answer.refused(Refusal.notFound("No user was found with id user_id."));
          }
          var problem = roleProblem(in.text("role"));
          if (problem.isPresent()) {
            return Answer.refused(problem.get());
          }
          if (full(organization)) {
            return Answer.refused(Refusal.membershipQuota(organization.maxMemberships()));
          }
          return new Directory(instance, tx)
              .join(organization, user.get(), String.valueOf(in.text("role")))
              .map(membership -> Answer.ok(render(tx).membership(membership)))
              .orElseGet(() -> Answer.refused(Refusal.alreadyMember()));
        });
  }

  /** Zero means no limit. */
  private static boolean full(Organization organization) {
    return organization.maxMemberships() > 0
        && organization.members() >= organization.maxMemberships();
  }

  private static Optional<Refusal> roleProblem(@Nullable String role) {
    if (role == null) {
      return Optional.of(Refusal.missing("role"));
    }
    return ROLES.contains(role)
        ? Optional.empty()
        : Optional.of(Refusal.notFound("Organization role not found."));
  }

  private Answer changeRole(Tx tx, Call call, Input in) {
    return foundMember(
        tx,
        call,
        (organization, membership) -> {
          var problem = roleProblem(in.text("role"));
          if (problem.isPresent()) {
            return Answer.refused(problem.get());
          }
          String role = String.valueOf(in.text("role"));
          if (!role.equals(Membership.ADMIN) && lastAdmin(tx, membership)) {
            return Answer.refused(Refusal.lastAdmin());
          }
          var changed = new Directory(instance, tx).changeRole(membership, role);
          return Answer.ok(render(tx).membership(changed));
        });
  }

  private Answer remove(Tx tx, Call call, Input in) {
    return foundMember(
        tx,
        call,
        (organization, membership) -> {
          if (lastAdmin(tx, membership)) {
            return Answer.refused(Refusal.lastAdmin());
          }
          var last = render(tx).membership(membership);
          new Directory(instance, tx).remove(membership);
          return Answer.ok(last);
        });
  }

  private static boolean lastAdmin(Tx tx, Membership membership) {
    return membership.role().equals(Membership.ADMIN)
        && new Organizations(tx)
            .members(membership.organizationId(), 1000, 0).items().stream()
                .filter(other -> other.role().equals(Membership.ADMIN))
                .allMatch(other -> other.id().equals(membership.id()));
  }

  /** The organization, which nobody else can change until this transaction ends. */
  private Answer found(Tx tx, Call call, Function<Organization, Answer> action) {
    return Answer.found(
        new Organizations(tx).lock(call.param("id")),
        "No organization was found with this id.",
        action);
  }

  private Answer foundMember(
      Tx tx, Call call, BiFunction<Organization, Membership, Answer> action) {
    return found(
        tx,
        call,
        organization ->
            Answer.found(
                new Organizations(tx).membership(organization.id(), call.param("user")),
                "No membership was found.",
                membership -> action.apply(organization, membership)));
  }

  private Answer show(Tx tx, Organization organization) {
    return Answer.ok(render(tx).organization(organization));
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
