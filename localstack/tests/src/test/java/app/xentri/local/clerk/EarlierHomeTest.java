package app.xentri.local.clerk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What an earlier version has left in a home does not stop this one. */
class EarlierHomeTest {

  @Test
  void whatNothingWritesAnyMoreStopsNobodyFromSigningUp() {
    try (var standIn = new StandIn(false)) {
      JdbcClient.create(standIn.database())
          .sql(
              """
              alter table clerk.users
                add column image_url text not null,
                add column external_id text constraint users_one_per_external_id unique,
                add column unsafe_metadata jsonb not null;
              alter table clerk.organizations add column max_memberships integer not null
              """)
          .update();
      standIn.restart();
      assertNotEquals("", standIn.browser().signUp("later@example.com"));
    }
  }

  @Test
  void anAttemptThatWasUnderWayIsStillShown() {
    try (var standIn = new StandIn(false)) {
      var browser = standIn.browser();
      browser.signUp("under-way@example.com");
      JdbcClient.create(standIn.database())
          .sql(
              """
              update clerk.attempts
              set state = '{"details": {"emailAddress": "a@example.com", "unsafeMetadata": {}}, "made": null, "way": null}'
                || jsonb_build_object('id', id);
              update clerk.clients set sign_up_id = (select id from clerk.attempts)
              """)
          .update();
      var client = browser.get("/v1/client");
      assertEquals(200, client.status());
      assertEquals(
          "missing_requirements",
          client.json().path("response").path("sign_up").path("status").asString());
    }
  }
}
