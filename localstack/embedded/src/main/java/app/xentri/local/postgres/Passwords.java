package app.xentri.local.postgres;

import app.xentri.local.process.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The roles of one home with their generated passwords, kept in files of mode 0600. */
record Passwords(
    Credentials superuser,
    Credentials owner,
    Credentials app,
    Credentials identity,
    Credentials job,
    Credentials relay,
    Credentials localCloud) {

  static Passwords keep(Path postgresFolder) {
    Path folder = postgresFolder.resolve("passwords");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the password folder", e);
    }
    return new Passwords(
        role(folder, "postgres"),
        role(folder, "xentri_owner"),
        role(folder, "xentri_app"),
        role(folder, "xentri_identity"),
        role(folder, "xentri_job"),
        role(folder, "xentri_relay"),
        role(folder, "local_cloud"));
  }

  /** All roles that are not the superuser. */
  List<Credentials> ordinary() {
    return List.of(owner, app, identity, job, relay, localCloud);
  }

  /** The file that holds the password of a role. */
  static Path file(Path postgresFolder, String role) {
    return postgresFolder.resolve("passwords").resolve(role);
  }

  private static Credentials role(Path folder, String user) {
    return new Credentials(user, Secrets.keep(folder, user));
  }
}
