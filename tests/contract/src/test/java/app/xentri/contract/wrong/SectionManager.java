package app.xentri.contract.wrong;

import app.xentri.identity.IdentityFunctions;
import app.xentri.platform.http.Request;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Knows everything that is others' business, and has a name that says nothing. */
final class SectionManager {
  private SectionManager() {}

  static String run(URI uri, Request request)
      throws SQLException, IOException, InterruptedException {
    try (Connection connection = DriverManager.getConnection(uri.toString());
        HttpClient http = HttpClient.newHttpClient()) {
      String said = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      return said
          + request.traceId()
          + connection.getCatalog()
          + Repository.root()
          + new IdentityFunctions().functions().keySet();
    }
  }
}
