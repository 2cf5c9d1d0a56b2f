package app.xentri.local.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.lambda.ProcessHost.Limits;
import app.xentri.local.template.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessHostTest extends FunctionHostSuite {
  private static final Limits LIMITS = new Limits(3, Duration.ofSeconds(10), Duration.ofMinutes(1));

  @Override
  FunctionHost host(Template template, Path folder) {
    return new ProcessHost(template, Packages.ofProject(), ENVIRONMENT, folder, LIMITS);
  }

  @Test
  void aFunctionKeepsItsProcess() {
    String first = answer("demo-mirror", "process");
    assertEquals(first, answer("demo-mirror", "process"));
    assertNotEquals("\"" + ProcessHandle.current().pid() + "\"", first);
  }

  @Test
  void aProcessThatWasKilledIsReplaced() {
    String first = answer("demo-mirror", "process");
    ProcessHandle process = ProcessHandle.of(Long.parseLong(first.replace("\"", ""))).orElseThrow();
    process.destroyForcibly();
    process.onExit().orTimeout(5, TimeUnit.SECONDS).join();
    assertNotEquals(first, answer("demo-mirror", "process"));
  }

  @Test
  void idleProcessesEnd() throws Exception {
    Path own = Files.createDirectory(folder.resolve("idle"));
    Limits limits = new Limits(1, Duration.ofSeconds(1), Duration.ofMillis(300));
    try (ProcessHost host =
        new ProcessHost(DemoFunctions.in(folder), Packages.ofProject(), ENVIRONMENT, own, limits)) {
      Outcome.Answered answered =
          assertInstanceOf(Outcome.Answered.class, call(host, "\"process\""));
      ProcessHandle process =
          ProcessHandle.of(Long.parseLong(answered.payload().replace("\"", ""))).orElseThrow();
      process.onExit().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallIsRefusedWhenEveryInstanceStaysBusy() throws Exception {
    Path own = Files.createDirectory(folder.resolve("busy"));
    Limits limits = new Limits(1, Duration.ofMillis(200), Duration.ofMinutes(1));
    try (ProcessHost host =
        new ProcessHost(DemoFunctions.in(folder), Packages.ofProject(), ENVIRONMENT, own, limits)) {
      call(host, "\"echo warm\"");
      CompletableFuture<Outcome> busy =
          CompletableFuture.supplyAsync(() -> call(host, "\"sleep 1500\""));
      Thread.sleep(300); // The busy one must have been handed to the only instance.
      assertEquals(new Outcome.Throttled(), call(host, "\"echo late\""));
      assertEquals(new Outcome.Answered("\"slept\""), busy.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void processesOfAKilledRunAreEndedByTheNext() throws Exception {
    Path own = Files.createDirectory(folder.resolve("orphans"));
    ProcessHost killed =
        new ProcessHost(DemoFunctions.in(folder), Packages.ofProject(), ENVIRONMENT, own, LIMITS);
    Outcome.Answered answered =
        assertInstanceOf(Outcome.Answered.class, call(killed, "\"process\""));
    ProcessHandle orphan =
        ProcessHandle.of(Long.parseLong(answered.payload().replace("\"", ""))).orElseThrow();
    assertTrue(orphan.isAlive());
    try (ProcessHost next =
        new ProcessHost(DemoFunctions.in(folder), Packages.ofProject(), ENVIRONMENT, own, LIMITS)) {
      orphan.onExit().get(5, TimeUnit.SECONDS);
      assertInstanceOf(Outcome.Answered.class, call(next, "\"echo fine\""));
    } finally {
      killed.close();
    }
  }

  private static Outcome call(ProcessHost host, String event) {
    return host.invoke(
        new Invocation(
            UUID.randomUUID().toString(),
            DemoFunctions.in(folder).function("demo-mirror").orElseThrow(),
            DemoFunctions.PLACE.functionArn("demo-mirror"),
            event,
            new InvocationLog(_ -> {})));
  }
}
