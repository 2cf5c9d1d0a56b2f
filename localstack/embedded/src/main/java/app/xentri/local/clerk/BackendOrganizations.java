package app.xentri.local.clerk;

import app.xentri.local.http.Routes;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Organizations and their memberships in the Backend API. */
record BackendOrganizations(Instance instance) {

  private static final Set<String> ROLES = Set.of(Membership.ADMIN, Membership.MEMBER);

  void on(Routes<BackendApi.Action> routes) {
    routes
        .on("POST", "/v1/organizations", this::create)
        .on("GET", "/v1/organizations", this::list)
        .on("PATCH", "/v1/organizations/{id}", this::rename)
        .on("DELETE", "/v1/organizations/{id}", this::delete)
        .on("POST", "/v1/organizations/{id}/memberships", this::add)
        .on("DELETE", "/v1/organizations/{id}/memberships/{user}", this::remove);
  }

  private Answer create(Tx tx, Call call, Input in) {
    String name = in.text("name");
    if (name == null || name.isBlank()) {
      return Answer.refused("form_param_missing", "name");
    }
    String creatorId = in.text("created_by");
    Optional<User> creator = new Users(tx).byId(creatorId);
    if (creatorId != null && creator.isEmpty()) {
      return Answer.refused("resource_not_found");
    }
    var wanted =
        Organization.create(name, creatorId, in.object("private_metadata"), instance.now());
    var made = new Directory(instance, tx).add(wanted, creator.orElse(null));
    return Answer.ok(render(tx).organization(made));
  }

  private Answer list(Tx tx, Call call, Input in) {
    return Answer.page(new Organizations(tx).all(), call, render(tx)::organization);
  }

  private Answer rename(Tx tx, Call call, Input in) {
    String name = in.text("name");
    return name == null || name.isBlank()
        ? Answer.refused("form_param_missing", "name")
        : found(
            tx,
            call,
            organization ->
                Answer.ok(
                    render(tx)
                        .organization(new Directory(instance, tx).rename(organization, name))));
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

  private Answer add(Tx tx, Call call, Input in) {
    String role = String.valueOf(in.text("role"));
    return ROLES.contains(role)
        ? found(
            tx,
            call,
            organization ->
                Answer.found(
                    new Users(tx).byId(in.text("user_id")),
                    user -> join(tx, organization, user, role)))
        : Answer.refused("form_param_value_invalid", "role");
  }

  private Answer join(Tx tx, Organization organization, User user, String role) {
    return new Directory(instance, tx)
        .join(organization, user, role)
        .map(membership -> Answer.ok(render(tx).membership(membership)))
        .orElseGet(() -> Answer.refused("already_a_member_in_organization"));
  }

  private Answer remove(Tx tx, Call call, Input in) {
    return found(
        tx,
        call,
        organization ->
            Answer.found(
                new Organizations(tx).membership(organization.id(), call.param("user")),
                membership -> Answer.ok(new Directory(instance, tx).remove(membership))));
  }

  /** The organization, which nobody else can change until this transaction ends. */
  private static Answer found(Tx tx, Call call, Function<Organization, Answer> action) {
    return Answer.found(new Organizations(tx).lock(call.param("id")), action);
  }

  private Render render(Tx tx) {
    return new Render(instance, tx, true);
  }
}
