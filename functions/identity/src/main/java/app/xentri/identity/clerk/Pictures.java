package app.xentri.identity.clerk;

import org.jspecify.annotations.Nullable;

/** Addresses of pictures. */
public final class Pictures {

  private static final int LONGEST = 2048;

  private Pictures() {}

  /** The address if a page of ours may show it, else null. */
  public static @Nullable String usable(@Nullable String address) {
    boolean usable =
        address != null && address.startsWith("https://") && address.length() <= LONGEST;
    return usable ? address : null;
  }
}
