package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.clerk.backend_api.Clerk;
import com.clerk.backend_api.helpers.security.AuthenticateRequest;
import com.clerk.backend_api.helpers.security.models.AuthenticateRequestOptions;
import com.clerk.backend_api.models.components.OrganizationMemberships;
import com.clerk.backend_api.models.components.User;
import com.clerk.backend_api.models.errors.ClerkError;
import com.clerk.backend_api.models.errors.ClerkErrors;
import com.clerk.backend_api.models.errors.SDKError;
import com.clerk.backend_api.models.operations.CreateOrganizationMembershipRequestBody;
import com.clerk.backend_api.models.operations.CreateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateSignInTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateUserRequestBody;
import com.clerk.backend_api.models.operations.GetUserListRequest;
import com.clerk.backend_api.models.operations.UpdateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.UpdateUserRequestBody;
import com.clerk.backend_api.models.operations.VerifyPasswordRequestBody;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Clerk's official Java SDK, unmodified, against the stand-in's Backend API. */
class ClerkJavaSdkTest {

  private static final String PASSWORD = "correct horse battery";

  private static StandIn standIn;
  private static Clerk clerk;

  @BeforeAll
  static void start() {
    standIn = new StandIn(false);
    clerk =
        Clerk.builder()
            .bearerAuth(standIn.clerk().secretKey())
            .serverURL(standIn.clerk().backendUrl())
            .build();
  }

  @AfterAll
  static void stop() {
    standIn.close();
  }

  private static User user(String email) {
    return create(email, PASSWORD);
  }

  private static User create(String email, String password) {
    var body =
        CreateUserRequestBody.builder().emailAddress(List.of(email)).password(password).build();
    return clerk.users().create(body).user().orElseThrow();
  }

  private static String organization(String name, String creator) {
    return clerk
        .organizations()
        .create()
        .request(CreateOrganizationRequestBody.builder().name(name).createdBy(creator).build())
        .call()
        .organization()
        .orElseThrow()
        .id();
  }

  /** The refusal's first code, with its status in front: {@code 422 incorrect_password}. */
  private static String refusal(Executable call) {
    return spoken(assertThrows(ClerkErrors.class, call));
  }

  private static String spoken(ClerkErrors refused) {
    return refused.code() + " " + refused.data().orElseThrow().errors().getFirst().code();
  }

  @Test
  void usersAreCreatedFoundChangedAndDeleted() {
    var made = user("Sdk@Example.com");
    var found =
        clerk
            .users()
            .list()
            .request(GetUserListRequest.builder().emailAddress(List.of("sdk@example.com")).build())
            .call()
            .userList()
            .orElseThrow();
    assertEquals(1, found.size());
    assertEquals(made.id(), found.getFirst().id());
    assertEquals("sdk@example.com", found.getFirst().emailAddresses().getFirst().emailAddress());
    var change = UpdateUserRequestBody.builder().firstName("Ann").build();
    clerk.users().update().userId(made.id()).requestBody(change).call();
    var again = clerk.users().get().userId(made.id()).call().user().orElseThrow();
    assertEquals("Ann", again.firstName().orElseThrow());
    clerk.users().delete().userId(made.id()).call();
    assertEquals(
        "404 resource_not_found", refusal(() -> clerk.users().get().userId(made.id()).call()));
  }

  @Test
  void fiftyCreationsOfOneAddressMakeOneUser() throws InterruptedException, ExecutionException {
    var calls = new ArrayList<Callable<String>>();
    for (int i = 0; i < 50; i++) {
      String email = i % 2 == 0 ? "race@example.com" : "RACE@example.com";
      calls.add(() -> createdOrRefused(email));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int created = 0;
      for (var outcome : threads.invokeAll(calls)) {
        if (outcome.get().equals("created")) {
          created++;
        } else {
          assertEquals("422 form_identifier_exists", outcome.get());
        }
      }
      assertEquals(1, created);
    }
  }

  private static String createdOrRefused(String email) {
    try {
      user(email);
      return "created";
    } catch (ClerkErrors refused) {
      return spoken(refused);
    }
  }

  /** Every refusal that our functions tell apart, in the shape that the SDK reads. */
  @Test
  void refusalsHaveTheirStatusAndCode() {
    var made = user("refusals@example.com");
    assertEquals("422 form_identifier_exists", refusal(() -> user("Refusals@example.com")));
    assertEquals("422 form_param_format_invalid", refusal(() -> create("no address", PASSWORD)));
    assertEquals(
        "422 form_password_length_too_short", refusal(() -> create("weak@example.com", "short")));
    assertEquals(
        "422 form_password_length_too_long",
        refusal(() -> create("long@example.com", "x".repeat(73))));
    String missing = "404 resource_not_found";
    assertEquals(missing, refusal(() -> clerk.users().get("user_nobody")));
    var rename = UpdateUserRequestBody.builder().firstName("Ann").build();
    assertEquals(missing, refusal(() -> clerk.users().update("user_nobody", rename)));
    assertEquals(missing, refusal(() -> clerk.sessions().get("sess_none")));
    assertEquals(missing, refusal(() -> clerk.sessions().revoke("sess_none")));
    assertEquals(missing, refusal(() -> token("sess_none")));
    assertEquals(missing, refusal(() -> ticket("user_nobody")));
    // For these three the SDK knows no error body.
    assertEquals(404, status(() -> organization("Nobody's", "user_nobody")));
    assertEquals(404, status(() -> memberships("user_nobody", 0)));
    assertEquals(404, status(() -> verify("user_nobody", PASSWORD)));
    var stranger =
        Clerk.builder().bearerAuth("sk_test_wrong").serverURL(standIn.clerk().backendUrl()).build();
    assertEquals(401, status(() -> stranger.users().get(made.id())));
  }

  @Test
  void somebodyWithoutAPasswordHasNoneToCheck() {
    var body =
        CreateUserRequestBody.builder()
            .emailAddress(List.of("social@example.com"))
            .skipPasswordRequirement(true)
            .build();
    var made = clerk.users().create(body).user().orElseThrow();
    assertEquals(400, status(() -> verify(made.id(), PASSWORD)));
  }

  @Test
  void anEndedSessionGivesNoTokensAndMayBeRevokedAgain() {
    var made = user("ended@example.com");
    var open = CreateSessionRequestBody.builder().userId(made.id()).build();
    var session = clerk.sessions().create().request(open).call().session().orElseThrow();
    clerk.sessions().revoke(session.id());
    assertEquals("404 resource_not_found", refusal(() -> token(session.id())));
    var again = clerk.sessions().revoke(session.id()).session().orElseThrow();
    assertEquals("revoked", again.status().value());
  }

  private static String token(String sessionId) {
    var life = CreateSessionTokenRequestBody.builder().expiresInSeconds(600L).build();
    return clerk
        .sessions()
        .createToken(sessionId, Optional.of(life), Optional.empty())
        .object()
        .orElseThrow()
        .jwt()
        .orElseThrow();
  }

  @Test
  void membershipsComeInPagesTheOldestFirstWithWhatTheOrganizationKeepsToItself() {
    var made = user("pages@example.com");
    var marked =
        CreateOrganizationRequestBody.builder()
            .name("First")
            .createdBy(made.id())
            .privateMetadata(Map.of("xentri_request", "mark"))
            .build();
    clerk.organizations().create(Optional.of(marked), Optional.empty());
    organization("Second", made.id());
    organization("Third", made.id());
    var first = memberships(made.id(), 0);
    assertEquals(3, first.totalCount());
    assertEquals(
        List.of("First", "Second"),
        first.data().stream().map(membership -> membership.organization().name()).toList());
    assertEquals(
        "mark",
        first
            .data()
            .getFirst()
            .organization()
            .privateMetadata()
            .orElseThrow()
            .get("xentri_request"));
    var rest = memberships(made.id(), 2).data();
    assertEquals("Third", rest.getFirst().organization().name());
    assertEquals(1, rest.size());
  }

  private static OrganizationMemberships memberships(String userId, long offset) {
    return clerk
        .users()
        .getOrganizationMemberships(userId, Optional.of(2L), Optional.of(offset), Optional.empty())
        .organizationMemberships()
        .orElseThrow();
  }

  private static void verify(String userId, String password) {
    var body = VerifyPasswordRequestBody.builder().password(password).build();
    clerk.users().verifyPassword(userId, Optional.of(body), Optional.empty());
  }

  private static void ticket(String userId) {
    var body = CreateSignInTokenRequestBody.builder().userId(userId).build();
    clerk.signInTokens().create(Optional.of(body), Optional.empty());
  }

  private static int status(Executable call) {
    return assertThrows(ClerkError.class, call).code();
  }

  @Test
  void passwordsAreCheckedAndTicketsMade() {
    var made = user("pw@example.com");
    var right = VerifyPasswordRequestBody.builder().password(PASSWORD).build();
    var verified = clerk.users().verifyPassword().userId(made.id()).requestBody(right).call();
    assertTrue(verified.object().orElseThrow().verified().orElseThrow());
    var wrong = VerifyPasswordRequestBody.builder().password("nope nope nope").build();
    var checkWrong = clerk.users().verifyPassword().userId(made.id()).requestBody(wrong);
    // The SDK knows no error body for this call: it throws its plain error, with the body inside.
    var refused = assertThrows(SDKError.class, checkWrong::call);
    assertEquals(422, refused.code());
    assertTrue(refused.bodyAsString().orElseThrow().contains("\"incorrect_password\""));
    var ticket =
        clerk
            .signInTokens()
            .create()
            .request(
                CreateSignInTokenRequestBody.builder()
                    .userId(made.id())
                    .expiresInSeconds(60L)
                    .build())
            .call()
            .signInToken()
            .orElseThrow();
    var signedIn =
        standIn
            .browser()
            .post(
                "/v1/client/sign_ins",
                "strategy",
                "ticket",
                "ticket",
                ticket.token().orElseThrow());
    assertEquals("complete", signedIn.json().path("response").path("status").asString());
  }

  @Test
  void organizationsAndMembershipsAreKept() {
    var owner = user("owner@example.com");
    var helper = user("helper@example.com");
    String id = organization("Häuser GmbH", owner.id());
    var mine =
        clerk
            .users()
            .getOrganizationMemberships()
            .userId(owner.id())
            .call()
            .organizationMemberships()
            .orElseThrow();
    assertEquals(1, mine.totalCount());
    assertEquals("org:admin", mine.data().getFirst().role());
    assertEquals(id, mine.data().getFirst().organization().id());
    var join =
        CreateOrganizationMembershipRequestBody.builder()
            .userId(helper.id())
            .role("org:member")
            .build();
    clerk.organizationMemberships().create().organizationId(id).requestBody(join).call();
    assertEquals(1, memberships(helper.id(), 0).totalCount());
    clerk.organizationMemberships().delete().organizationId(id).userId(helper.id()).call();
    assertEquals(0, memberships(helper.id(), 0).totalCount());
    var name = UpdateOrganizationRequestBody.builder().name("Hart Plumbing").build();
    var renamed = clerk.organizations().update(id, name).organization().orElseThrow();
    assertEquals("Hart Plumbing", renamed.name());
    assertTrue(renamed.updatedAt() > renamed.createdAt());
    clerk.organizations().delete().organizationId(id).call();
    assertEquals(0, memberships(owner.id(), 0).totalCount());
  }

  @Test
  void sessionsGiveTokensUntilTheyAreRevoked() throws GeneralSecurityException {
    var made = user("session@example.com");
    String organization = organization("Sessions", made.id());
    var open =
        CreateSessionRequestBody.builder()
            .userId(made.id())
            .activeOrganizationId(organization)
            .build();
    var session = clerk.sessions().create().request(open).call().session().orElseThrow();
    assertTrue(authenticated(token(session.id())));
    clerk.sessions().revoke().sessionId(session.id()).call();
    assertEquals(
        "revoked",
        clerk
            .sessions()
            .get()
            .sessionId(session.id())
            .call()
            .session()
            .orElseThrow()
            .status()
            .value());
  }

  /** As Clerk's dashboard shows it ("JWKS public key"). */
  private static String publicPem(SigningKey key) throws GeneralSecurityException {
    var spec = new RSAPublicKeySpec(key.secret().getModulus(), key.secret().getPublicExponent());
    byte[] der = KeyFactory.getInstance("RSA").generatePublic(spec).getEncoded();
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
  }

  private static boolean authenticated(String jwt) throws GeneralSecurityException {
    var options =
        AuthenticateRequestOptions.jwtKey(publicPem(SigningKey.in(standIn.home().folder("clerk"))))
            .authorizedParties(List.of(standIn.origin.toString()))
            .build();
    var headers = Map.of("Authorization", List.of("Bearer " + jwt));
    return AuthenticateRequest.authenticateRequest(headers, options).isSignedIn();
  }
}
