package app.xentri.identity;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * The resolver of the tests' process, which knows what the system's knows and keeps silent about
 * some names, as a system's does whose servers cannot be reached.
 */
public final class SilentNames extends InetAddressResolverProvider {

  /** Names that end so are looked up for ever, and nothing interrupts it. */
  static final String SUFFIX = ".silent.example";

  private static final Semaphore NEVER = new Semaphore(0);

  @Override
  public InetAddressResolver get(Configuration configuration) {
    return new Resolver(configuration.builtinResolver());
  }

  @Override
  public String name() {
    return "silent about " + SUFFIX;
  }

  private record Resolver(InetAddressResolver usual) implements InetAddressResolver {

    @Override
    public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
        throws UnknownHostException {
      while (host.endsWith(SUFFIX)) {
        // One that is interrupted once would not rest any more, and take a processor to the end.
        NEVER.acquireUninterruptibly();
      }
      return usual.lookupByName(host, policy);
    }

    @Override
    public String lookupByAddress(byte[] address) throws UnknownHostException {
      return usual.lookupByAddress(address);
    }
  }
}
