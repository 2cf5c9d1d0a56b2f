package app.xentri.platform.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Where a request comes from. Behind the CDN the gateway sees the CDN's address, and the client's
 * is what the CDN has put behind whatever {@code x-forwarded-for} came in. Anybody can send such a
 * header past the CDN, so it counts only beside the secret that the CDN adds.
 */
public final class ClientAddress {

  private static final String PROOF = "x-cdn-secret";
  private static final int NETWORK_BYTES = 8;

  private final Optional<String> cdnSecret;

  /**
   * Knows the CDN by its secret.
   *
   * @param cdnSecret empty where there is no CDN
   */
  public ClientAddress(Optional<String> cdnSecret) {
    this.cdnSecret = cdnSecret;
  }

  /**
   * The client's address, or its network: of IPv6 a single client has 64 bits to choose from. Empty
   * if the request came over no network.
   */
  public Optional<String> of(Request request) {
    return request
        .sourceAddress()
        .map(source -> isFromCdn(request) ? viewer(request, source) : source)
        .map(ClientAddress::network);
  }

  private boolean isFromCdn(Request request) {
    Optional<byte[]> proof = request.header(PROOF).map(ClientAddress::bytes);
    return cdnSecret.isPresent()
        && proof.isPresent()
        && MessageDigest.isEqual(bytes(cdnSecret.get()), proof.get());
  }

  /** The last hop that is not the CDN itself, which the gateway may have added. */
  private static String viewer(Request request, String source) {
    List<String> hops =
        Arrays.stream(request.header("x-forwarded-for").orElse("").split(",", -1))
            .map(String::strip)
            .filter(hop -> !hop.isEmpty() && !hop.equals(source))
            .toList();
    return hops.isEmpty() ? source : hops.getLast();
  }

  private static String network(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES) + "/64"
          : address;
    } catch (IllegalArgumentException _) {
      // Whatever the gateway or the CDN calls it, it tells one client from another.
      return address;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
