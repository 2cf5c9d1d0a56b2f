package app.xentri.e2e;

import app.xentri.testkit.RunningCloud;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every port on which a process of the running cloud listens, as the operating system knows it: a
 * server that is added is found by itself.
 */
final class ListeningPorts {

  /**
   * A listening socket.
   *
   * @param loopback whether only this machine reaches it
   */
  record Listening(int port, boolean loopback) {}

  private static final String LISTEN = "0A";
  private static final Path NET = Path.of("/proc/net");

  private ListeningPorts() {}

  static Set<Listening> of(RunningCloud cloud) throws IOException {
    Set<Long> processes = processes(cloud);
    return Files.exists(NET) ? onLinux(processes) : elsewhere(processes);
  }

  /** The JVM, its children, and whatever was started with a path inside the cloud's home. */
  private static Set<Long> processes(RunningCloud cloud) {
    var jvm = ProcessHandle.of(cloud.runFile().path("pid").asLong()).orElseThrow();
    String home = cloud.home().toString();
    return Stream.of(
            Stream.of(jvm),
            jvm.descendants(),
            ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().filter(line -> line.contains(home)).isPresent())
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants())))
        .flatMap(all -> all)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static Set<Listening> onLinux(Set<Long> processes) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (long process : processes) {
      sockets.addAll(sockets(process));
    }
    Set<Listening> found = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      for (String line : Files.readAllLines(NET.resolve(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns.length > 9 && columns[3].equals(LISTEN) && sockets.contains(columns[9])) {
          String[] address = columns[1].split(":", -1);
          found.add(new Listening(Integer.parseInt(address[1], 16), isLoopback(address[0])));
        }
      }
    }
    return found;
  }

  private static List<String> sockets(long process) throws IOException {
    List<String> inodes = new ArrayList<>();
    Path folder = Path.of("/proc", Long.toString(process), "fd");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String target = Files.readSymbolicLink(file).toString();
        if (target.startsWith("socket:[")) {
          inodes.add(target.substring("socket:[".length(), target.length() - 1));
        }
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      return inodes; // It has ended, or closed the file, since it was listed.
    }
    return inodes;
  }

  /** 127.0.0.1, also written as IPv6, and ::1, in the kernel's byte order. */
  private static boolean isLoopback(String address) {
    return address.equals("0100007F")
        || address.equals("0000000000000000FFFF00000100007F")
        || address.equals("00000000000000000000000001000000");
  }

  private static Set<Listening> elsewhere(Set<Long> processes) throws IOException {
    String list = processes.stream().map(String::valueOf).collect(Collectors.joining(","));
    Process lsof =
        new ProcessBuilder("lsof", "-nP", "-a", "-iTCP", "-sTCP:LISTEN", "-p", list, "-Fn").start();
    try (Stream<String> lines = lines(lsof)) {
      return lines
          .filter(line -> line.startsWith("n"))
          .map(line -> line.substring(1))
          .map(
              name ->
                  new Listening(
                      Integer.parseInt(name.substring(name.lastIndexOf(':') + 1)),
                      name.startsWith("127.0.0.1:") || name.startsWith("[::1]:")))
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
