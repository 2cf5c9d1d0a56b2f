package app.xentri.local.lambda;

import app.xentri.local.process.LeftOver;
import app.xentri.local.template.Template;
import app.xentri.local.template.Template.Function;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * Runs every function in processes of its own, through AWS's runtime interface client, with the
 * files laid out as in Lambda and exactly the variables that the template gives it. Slower than the
 * host in this process, and the honest picture of what is deployed.
 */
public final class ProcessHost implements FunctionHost {
  private final Template template;
  private final Packages packages;
  private final FunctionEnvironment environment;
  private final Path folder;
  private final Optional<String> nativeClient;
  private final Limits limits;
  private final Map<String, Pool> pools = new ConcurrentHashMap<>();
  private final Thread reaper;
  private volatile boolean closed;

  /**
   * How many processes may run, and how long.
   *
   * @param instances of one function at the same time
   * @param patience how long a call waits for a free one before it is refused
   * @param idle after which an unused one is ended
   */
  public record Limits(int instances, Duration patience, Duration idle) {
    /** What a laptop bears. */
    public static Limits ofLaptop() {
      return new Limits(4, Duration.ofSeconds(10), Duration.ofMinutes(2));
    }
  }

  /**
   * Prepares the functions of a template; each starts with its first call. Processes that a killed
   * run left in the same folder are ended.
   *
   * @param folder where the functions' files are laid out
   */
  public ProcessHost(
      Template template,
      Packages packages,
      FunctionEnvironment environment,
      Path folder,
      Limits limits) {
    this.template = template;
    this.packages = packages;
    this.environment = environment;
    this.folder = folder.toAbsolutePath();
    this.limits = limits;
    LeftOver.find("java", Path.of(marker())).forEach(ProcessHandle::destroyForcibly);
    this.nativeClient = NativeClient.unpack(this.folder.resolve("native"));
    this.reaper = Thread.ofVirtual().name("idle functions").start(this::endIdle);
  }

  @Override
  public String name() {
    return "functions in processes of their own";
  }

  @Override
  public Outcome invoke(Invocation invocation) {
    Pool pool =
        pools.computeIfAbsent(invocation.function().name(), _ -> new Pool(invocation.function()));
    try {
      return pool.invoke(invocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Throttled();
    }
  }

  private void endIdle() {
    try {
      while (!closed) {
        Thread.sleep(limits.idle().dividedBy(4).plusMillis(1));
        pools.values().forEach(Pool::endIdle);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closing.
    }
  }

  @Override
  public void close() {
    closed = true;
    reaper.interrupt();
    pools.values().forEach(Pool::close);
  }

  /** An argument by which a process of this folder is recognised after a crash. */
  private String marker() {
    return "-Dxentri.functions=" + folder;
  }

  private List<String> command(Function function) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(marker());
    command.add("-Xmx" + function.memoryMb() * 3 / 4 + "m");
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
    nativeClient.ifPresent(command::add);
    command.add("-cp");
    command.add(runtimeClassPath());
    command.add(AWSLambda.class.getName());
    command.add(function.handler());
    return command;
  }

  /** What the managed runtime brings itself. */
  private static String runtimeClassPath() {
    return Stream.of(
            AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
        .map(ProcessHost::jarOf)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path is unreadable", e);
    }
  }

  /** Links the function's jars where the runtime looks for them: {@code lib/} of its folder. */
  private Path layOut(Function function) {
    Path task = folder.resolve(function.name());
    try {
      FileUtils.deleteDirectory(task.toFile());
      Path lib = Files.createDirectories(task.resolve("lib"));
      for (Path jar : packages.of(function, template.layers())) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
      return task;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot lay out " + function.name(), e);
    }
  }

  /** The processes of one function. */
  private final class Pool {
    private final Function function;
    private final Path task;
    private final Semaphore permits = new Semaphore(limits.instances(), true);
    private final Deque<Instance> idle = new ArrayDeque<>();
    private final List<Instance> all = new ArrayList<>();

    Pool(Function function) {
      this.function = function;
      this.task = layOut(function);
    }

    Outcome invoke(Invocation invocation) throws InterruptedException {
      if (!permits.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Throttled();
      }
      try {
        // An idle process may have died a moment ago; then a fresh one takes the call.
        return attempt(invocation)
            .or(() -> attempt(invocation))
            .orElseGet(
                () -> Failures.of("Runtime.ExitError", "the function's process ended by itself"));
      } finally {
        permits.release();
      }
    }

    private Optional<Outcome> attempt(Invocation invocation) {
      Instance instance = take(invocation.log());
      Optional<Outcome> outcome = instance.invoke(invocation);
      giveBack(instance);
      return outcome;
    }

    private synchronized Instance take(InvocationLog log) {
      if (closed) {
        throw new IllegalStateException("the local cloud is stopping");
      }
      Instance last = idle.pollFirst();
      while (last != null && !last.isAlive()) {
        end(last);
        last = idle.pollFirst();
      }
      if (last != null) {
        return last;
      }
      Map<String, String> variables =
          environment.of(
              function,
              Map.of("LAMBDA_TASK_ROOT", task.toString(), "LAMBDA_RUNTIME_DIR", "/var/runtime"));
      Instance started = Instance.start(command(function), task, variables, log);
      all.add(started);
      return started;
    }

    private synchronized void giveBack(Instance instance) {
      if (instance.isAlive() && !closed) {
        idle.addFirst(instance);
      } else {
        end(instance);
      }
    }

    synchronized void endIdle() {
      List<Instance> old = idle.stream().filter(each -> each.idleFor(limits.idle())).toList();
      old.forEach(this::end);
      idle.removeAll(old);
    }

    private void end(Instance instance) {
      instance.close();
      all.remove(instance);
    }

    synchronized void close() {
      List.copyOf(all).forEach(this::end);
      idle.clear();
    }
  }
}
