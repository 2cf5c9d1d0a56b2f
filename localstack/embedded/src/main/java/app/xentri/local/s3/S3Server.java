package app.xentri.local.s3;

import app.xentri.local.Home;
import app.xentri.local.Part;
import app.xentri.local.aws.Keys;
import app.xentri.local.http.Provenance;
import app.xentri.local.process.FolderLock;
import app.xentri.local.process.FreePort;
import java.lang.reflect.Field;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.shaded.org.eclipse.jetty.http.HttpStatus;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.server.Server;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * S3 on a free loopback port, path style, objects as files in the home. Signatures, presigned URLs
 * included, are verified. It starts in the background: its address is known at once, {@link
 * #awaitReady} waits.
 */
public final class S3Server implements Part {

  private final int port = FreePort.find();
  private final FolderLock lock;
  private final CompletableFuture<S3Proxy> running;

  /**
   * Begins to start.
   *
   * @param buckets names of the buckets to have; those that exist keep their objects
   */
  public S3Server(Home home, Keys keys, List<String> buckets) {
    Path folder = home.folder("s3");
    home.folder("s3/objects");
    lock = FolderLock.hold(folder);
    List<String> names = List.copyOf(buckets);
    running =
        CompletableFuture.supplyAsync(
            () -> start(folder.resolve("objects"), keys, names),
            task -> Thread.ofPlatform().daemon().name("s3-start").start(task));
  }

  @Override
  public String name() {
    return "s3";
  }

  /** The value for {@code AWS_ENDPOINT_URL_S3}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException when it did not start
   */
  public void awaitReady() {
    try {
      running.join();
    } catch (CompletionException e) {
      throw new IllegalStateException("S3 did not start", e.getCause());
    }
  }

  private S3Proxy start(Path objects, Keys keys, List<String> buckets) {
    FilesystemNio2BlobStore store = new FilesystemNio2BlobStore(objects.toString());
    for (String bucket : buckets) {
      if (!store.containerExists(bucket)) {
        store.createContainer(bucket);
      }
    }
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create(url()))
            .awsAuthentication(
                AuthenticationType.AWS_V4, keys.accessKeyId(), keys.secretAccessKey())
            .build();
    try {
      admitOnlyThisMachine(proxy);
      proxy.start();
      return proxy;
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy failed", e);
    }
  }

  /**
   * The library offers no place for it, so its server is asked for: a test holds that it is one.
   */
  private static void admitOnlyThisMachine(S3Proxy proxy) throws ReflectiveOperationException {
    Field field = S3Proxy.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    server.setHandler(new Door(server.getHandler()));
  }

  /** Refuses what web pages send, asks for another name or is unsigned, before anything is read. */
  private static final class Door extends Handler.Wrapper {

    Door(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var provenance = new Provenance(request.getHeaders()::get);
      if (!provenance.isForThisMachine()) {
        Response.writeError(request, response, callback, HttpStatus.MISDIRECTED_REQUEST_421);
        return true;
      }
      if (provenance.isOfAnotherSite() || !isSigned(request)) {
        Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
        return true;
      }
      return super.handle(request, response, callback);
    }

    /** Whether there is a signature at all; the library examines it. */
    private static boolean isSigned(Request request) {
      String query = request.getHttpURI().getQuery();
      return request.getHeaders().get("Authorization") != null
          || (query != null && query.contains("X-Amz-Signature="));
    }
  }

  @Override
  public void close() {
    running.handle((proxy, failure) -> proxy == null ? failure == null : stop(proxy)).join();
    lock.close();
  }

  private static boolean stop(S3Proxy proxy) {
    try {
      proxy.stop();
      return true;
    } catch (Exception e) {
      throw new IllegalStateException("s3proxy did not stop", e);
    }
  }
}
