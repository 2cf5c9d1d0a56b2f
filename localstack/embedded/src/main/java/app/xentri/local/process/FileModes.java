package app.xentri.local.process;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** Who may read files: their owner, and nobody else. */
public final class FileModes {

  private static final int OTHERS = 0b000_111_111;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private FileModes() {}

  /**
   * Makes every file that this process, its servers and its functions create from now on private.
   * Java has no call for it, so the system's own is called ({@code umask}).
   */
  @SuppressWarnings("restricted") // The one native call of the local cloud.
  public static void keepNewFilesPrivate() {
    Linker linker = Linker.nativeLinker();
    MethodHandle umask =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("umask"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      int _ = (int) umask.invokeExact(OTHERS);
    } catch (Throwable e) {
      throw new IllegalStateException("umask failed", e);
    }
  }

  /** Takes every right of others from the folder and all that is in it; links are not followed. */
  public static void close(Path folder) throws IOException {
    Files.walkFileTree(folder, new Closing());
  }

  private static final class Closing extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      closeOne(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isSymbolicLink()) {
        closeOne(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A server of an earlier run that is still ending removes files of its own meanwhile. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    private static void closeOne(Path path) throws IOException {
      try {
        Set<PosixFilePermission> modes =
            EnumSet.copyOf(Files.readAttributes(path, PosixFileAttributes.class).permissions());
        if (modes.retainAll(OWNER)) {
          Files.setPosixFilePermissions(path, modes);
        }
      } catch (NoSuchFileException e) {
        return; // Gone since it was listed: nothing is left to be read.
      }
    }
  }
}
