package app.xentri.copilot.session;

import app.xentri.copilot.brief.EditBriefSectionHandler;
import app.xentri.copilot.brief.SectionEdit;
import app.xentri.platform.database.TenantTx;
import app.xentri.platform.http.MemberEndpoint;
import app.xentri.platform.http.Request;
import app.xentri.platform.http.Response;
import app.xentri.platform.identity.Caller;
import app.xentri.platform.validation.Schemas;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code PUT /api/v1/brief/sessions/{id}/draft/sections/{section}}. */
public final class EditDraftSectionHandler implements MemberEndpoint {

  private final TenantTx tenants;
  private final EditDraftSection editSection;
  private final Schemas schemas;

  public EditDraftSectionHandler(TenantTx tenants, EditDraftSection editSection, Schemas schemas) {
    this.tenants = tenants;
    this.editSection = editSection;
    this.schemas = schemas;
  }

  @Override
  public Response handle(Request request, Caller caller) {
    var id = request.pathId("id");
    var seen = request.ifMatch();
    var change = change(request);
    return tenants.run(
        caller,
        tx -> {
          var edited = editSection.run(tx, id, change, seen).orRefuse();
          return Response.ok(edited.view()).etag(Sessions.tag(tx, edited.session()));
        });
  }

  private EditDraftSection.Change change(Request request) {
    var section = EditBriefSectionHandler.section(request);
    var body = request.json();
    var edit =
        body.has("content")
            ? SectionEdit.of(schemas, section, body.path("content")).orRefuse()
            : null;
    return new EditDraftSection.Change(
        section, edit, said(body, "accepted"), said(body, "left_as_draft"));
  }

  private static @Nullable Boolean said(JsonNode body, String name) {
    return body.has(name) ? body.path(name).asBoolean() : null;
  }
}
