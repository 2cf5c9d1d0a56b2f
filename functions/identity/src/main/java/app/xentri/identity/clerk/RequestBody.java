package app.xentri.identity.clerk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** Collects the bytes that a request's publisher has for its body. */
final class RequestBody implements Flow.Subscriber<ByteBuffer> {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();

  private RequestBody() {}

  /**
   * All of it, without any if the request has none.
   *
   * @throws IOException when the publisher fails
   */
  static byte[] of(HttpRequest request) throws IOException {
    var publisher = request.bodyPublisher();
    if (publisher.isEmpty()) {
      return new byte[0];
    }
    var body = new RequestBody();
    publisher.get().subscribe(body);
    try {
      return body.whole.join();
    } catch (CompletionException e) {
      throw new IOException("the request's body could not be read", e.getCause());
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ByteBuffer part) {
    byte[] copied = new byte[part.remaining()];
    part.get(copied);
    bytes.writeBytes(copied);
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    whole.complete(bytes.toByteArray());
  }
}
