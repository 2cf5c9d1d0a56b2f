package app.xentri.local.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.Home;
import app.xentri.local.aws.Keys;
import app.xentri.local.http.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

class S3ServerTest {

  private static final Keys KEYS = new Keys("AKIATEST", "secret");

  @TempDir Path temp;

  @Test
  void objectsAreStillThereAfterARestart() {
    try (S3Server s3 = server();
        S3Client client = client(s3, KEYS)) {
      client.putObject(r -> r.bucket("files").key("a/ž.txt"), RequestBody.fromString("kept 🙂"));
    }
    try (S3Server s3 = server();
        S3Client client = client(s3, KEYS)) {
      var object = client.getObjectAsBytes(r -> r.bucket("files").key("a/ž.txt"));
      assertEquals("kept 🙂", object.asUtf8String());
      assertEquals(1, client.listObjectsV2(r -> r.bucket("files")).keyCount());
    }
  }

  @Test
  void aWrongSecretIsRefused() {
    try (S3Server s3 = server();
        S3Client stranger = client(s3, new Keys("AKIATEST", "other"))) {
      var refused =
          assertThrows(S3Exception.class, () -> stranger.listObjectsV2(r -> r.bucket("files")));
      assertEquals(403, refused.statusCode());
    }
  }

  @Test
  void aPresignedAddressUploadsAndATamperedOneDoesNot() throws Exception {
    try (S3Server s3 = server();
        S3Presigner presigner = presigner(s3);
        HttpClient http = HttpClient.newHttpClient()) {
      s3.awaitReady();
      URI address = presigned(presigner);
      assertEquals(200, put(http, address));
      assertEquals(403, put(http, URI.create(address.toString().replace("upload", "other"))));
    }
  }

  @Test
  void whatAWebPageOfAnotherSiteSendsIsRefusedAlsoWhenItIsSigned() throws Exception {
    try (S3Server s3 = server();
        S3Presigner presigner = presigner(s3)) {
      s3.awaitReady();
      int port = URI.create(s3.url()).getPort();
      URI address = presigned(presigner);
      String path = address.getRawPath() + "?" + address.getRawQuery();
      Wire.foreign(port)
          .forEach(
              (why, headers) -> {
                for (String target : List.of("/", path)) {
                  int status = Wire.status(port, "PUT", target, headers);
                  assertTrue(List.of(403, 421).contains(status), why + ": " + status);
                }
              });
      assertEquals(403, Wire.status(port, "GET", "/", Map.of()), "without a signature");
    }
  }

  private S3Server server() {
    return new S3Server(new Home(temp), KEYS, List.of("files"));
  }

  private static S3Presigner presigner(S3Server s3) {
    return S3Presigner.builder()
        .endpointOverride(URI.create(s3.url()))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(credentials(KEYS))
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  private static URI presigned(S3Presigner presigner) throws Exception {
    return presigner
        .presignPutObject(
            p ->
                p.signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(r -> r.bucket("files").key("upload")))
        .url()
        .toURI();
  }

  private static int put(HttpClient http, URI address) throws Exception {
    var request =
        HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.ofString("x")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static S3Client client(S3Server s3, Keys keys) {
    s3.awaitReady();
    return S3Client.builder()
        .endpointOverride(URI.create(s3.url()))
        .region(Region.EU_CENTRAL_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials(keys))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static StaticCredentialsProvider credentials(Keys keys) {
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey()));
  }
}
