package app.xentri.local.aws;

import app.xentri.local.Home;
import app.xentri.local.process.Secrets;
import java.nio.file.Path;
import java.util.Locale;

/** The access key that functions sign with; it is made once per home. */
public record Keys(String accessKeyId, String secretAccessKey) {

  /** The home's key. */
  public static Keys keep(Home home) {
    Path folder = home.folder("aws");
    String id = Secrets.keep(folder, "access-key-id").substring(0, 16).toUpperCase(Locale.ROOT);
    return new Keys("AKIA" + id, Secrets.keep(folder, "secret-access-key"));
  }

  @Override
  public String toString() {
    return "Keys[accessKeyId=" + accessKeyId + "]";
  }
}
