package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.clerk.backend_api.Clerk;
import com.clerk.backend_api.helpers.security.AuthenticateRequest;
import com.clerk.backend_api.helpers.security.models.AuthenticateRequestOptions;
import com.clerk.backend_api.models.components.User;
import com.clerk.backend_api.models.errors.ClerkErrors;
import com.clerk.backend_api.models.errors.SDKError;
import com.clerk.backend_api.models.operations.CreateOrganizationMembershipRequestBody;
import com.clerk.backend_api.models.operations.CreateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionTokenFromTemplateRequestBody;
import com.clerk.backend_api.models.operations.CreateSessionTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateSignInTokenRequestBody;
import com.clerk.backend_api.models.operations.CreateUserRequestBody;
import com.clerk.backend_api.models.operations.GetSessionListRequest;
import com.clerk.backend_api.models.operations.GetUserListRequest;
import com.clerk.backend_api.models.operations.ListOrganizationMembershipsRequest;
import com.clerk.backend_api.models.operations.UpdateOrganizationRequestBody;
import com.clerk.backend_api.models.operations.UpdateUserRequestBody;
import com.clerk.backend_api.models.operations.VerifyPasswordRequestBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    return clerk
        .users()
        .create()
        .request(
            CreateUserRequestBody.builder().emailAddress(List.of(email)).password(PASSWORD).build())
        .call()
        .user()
        .orElseThrow();
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
    var members =
        clerk
            .organizationMemberships()
            .list()
            .request(ListOrganizationMembershipsRequest.builder().organizationId(id).build())
            .call()
            .organizationMemberships()
            .orElseThrow();
    assertEquals(2, members.totalCount());
    clerk.organizationMemberships().delete().organizationId(id).userId(helper.id()).call();
    var change = UpdateOrganizationRequestBody.builder().name("Häuser & Co").build();
    clerk.organizations().update().organizationId(id).requestBody(change).call();
    assertEquals(
        "Häuser & Co",
        clerk.organizations().get().organizationId(id).call().organization().orElseThrow().name());
    clerk.organizations().delete().organizationId(id).call();
    assertEquals(
        "404 resource_not_found",
        refusal(() -> clerk.organizations().get().organizationId(id).call()));
  }

  @Test
  void sessionsGiveTokensUntilTheyAreRevoked() {
    var made = user("session@example.com");
    String organization = organization("Sessions", made.id());
    var open =
        CreateSessionRequestBody.builder()
            .userId(made.id())
            .activeOrganizationId(organization)
            .build();
    var session = clerk.sessions().create().request(open).call().session().orElseThrow();
    var token =
        clerk
            .sessions()
            .createToken()
            .sessionId(session.id())
            .requestBody(CreateSessionTokenRequestBody.builder().expiresInSeconds(600L).build())
            .call();
    var jwt = token.object().orElseThrow().jwt().orElseThrow();
    assertTrue(authenticated(jwt));
    var template =
        clerk
            .sessions()
            .createTokenFromTemplate()
            .sessionId(session.id())
            .templateName("xentri")
            .requestBody(CreateSessionTokenFromTemplateRequestBody.builder().build())
            .call();
    assertTrue(authenticated(template.object().orElseThrow().jwt().orElseThrow()));
    var listed =
        clerk
            .sessions()
            .list()
            .request(GetSessionListRequest.builder().userId(made.id()).build())
            .call()
            .sessionList()
            .orElseThrow();
    assertEquals(1, listed.size());
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

  private static boolean authenticated(String jwt) {
    var options =
        AuthenticateRequestOptions.jwtKey(
                SigningKeys.in(standIn.home().folder("clerk")).current().publicPem())
            .authorizedParties(List.of(standIn.origin.toString()))
            .build();
    var headers = Map.of("Authorization", List.of("Bearer " + jwt));
    return AuthenticateRequest.authenticateRequest(headers, options).isSignedIn();
  }

  @Test
  void bentTokensAreRefusedByTheSdkToo() {
    for (String bend :
        List.of(
            "{\"alg\":\"none\"}",
            "{\"alg\":\"HS256\"}",
            "{\"key\":\"unknown\"}",
            "{\"expires_in_seconds\":-600}",
            "{\"claims\":{\"azp\":\"https://evil.example\"}}")) {
      String jwt = standIn.admin("/__test/tokens", bend).json().path("jwt").asString();
      assertFalse(authenticated(jwt), bend);
    }
    String good = standIn.admin("/__test/tokens", "{}").json().path("jwt").asString();
    assertTrue(authenticated(good));
  }
}
