package app.xentri.bench;

import app.xentri.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import tools.jackson.databind.JsonNode;

/** A service that speaks JSON and knows its caller by a bearer token. */
record JsonApi(HttpClient http, String url, String token) {

  JsonNode get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  JsonNode post(String path, Object body) {
    return send("POST", path, BodyPublishers.ofByteArray(Json.writeBytes(body)));
  }

  JsonNode patch(String path, Object body) {
    return send("PATCH", path, BodyPublishers.ofByteArray(Json.writeBytes(body)));
  }

  private JsonNode send(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("authorization", "Bearer " + token)
            .header("content-type", "application/json")
            .method(method, body)
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(method + " " + path + ": " + response.statusCode());
      }
      return Json.read(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Without what could let somebody in. */
  @Override
  public String toString() {
    return "JsonApi[" + url + "]";
  }
}
