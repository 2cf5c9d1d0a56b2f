package app.xentri.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.local.template.Template;
import app.xentri.platform.function.Functions;
import app.xentri.testkit.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever records an event may wake the relay, and nobody else. */
class RecordingFunctionsTest {

  private static final List<Class<?>> CONTEXTS =
      ServiceLoader.load(Functions.class).stream()
          .<Class<?>>map(ServiceLoader.Provider::type)
          .toList();

  private static final RecordingFunctions OURS = RecordingFunctions.of(names(), classes());

  private final Contract contract = Contract.of(Repository.root());

  private static Set<String> names() {
    return CONTEXTS.stream().map(Class::getName).collect(Collectors.toSet());
  }

  /** All that stands beside the contexts' {@code Functions}, in a folder or in a jar. */
  private static Set<String> classes() {
    var classes = new TreeSet<String>();
    for (Class<?> context : CONTEXTS) {
      Path home =
          Path.of(
              URI.create(
                  String.valueOf(context.getProtectionDomain().getCodeSource().getLocation())));
      if (Files.isDirectory(home)) {
        classes.addAll(classesBelow(home));
      } else {
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
          classes.addAll(classesBelow(jar.getPath("/")));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return classes;
  }

  private static List<String> classesBelow(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyWiringIsFoundInTheCode() {
    assertEquals(
        contract.implemented().values().stream()
            .flatMap(Set::stream)
            .collect(Collectors.toCollection(TreeSet::new)),
        OURS.reached().keySet());
  }

  @Test
  void whoRecordsEventsMayWakeTheRelayAndNobodyElse() {
    assertEquals("", String.join("\n", OURS.findings(contract.template())));
  }

  @Test
  void recordingIsSeenThroughUseCasesLambdasAndMethodReferences() {
    for (String name :
        List.of("orgs-create", "auth-signup", "brief-session-approve", "events-post")) {
      assertTrue(OURS.records(name), name);
    }
    for (String name :
        List.of("me-get", "brief-get", "events-list", "auth-logout", "event-relay")) {
      assertFalse(OURS.records(name), name);
    }
  }

  @Test
  void aRecorderThatMayNotWakeTheRelayAndAReaderThatMayAreNamed() {
    Template changed =
        withPolicies(contract.template(), Set.of("orgs-create"), "me-get", "xentri-RelayWakeUp");
    assertEquals(
        Set.of(
            "orgs-create: records events, so its Policies need !Ref RelayWakeUp",
            "me-get: records no events, so !Ref RelayWakeUp in its Policies is too much"),
        Set.copyOf(OURS.findings(changed)));
  }

  private static Template withPolicies(
      Template template, Set<String> without, String with, String policy) {
    return new Template(
        template.functions().stream()
            .map(
                each ->
                    without.contains(each.definition())
                        ? policies(each, List.of())
                        : each.definition().equals(with)
                            ? policies(each, added(each.policies(), policy))
                            : each)
            .toList(),
        template.machines(),
        template.layers(),
        template.routes(),
        template.cors(),
        template.schedules(),
        template.rules(),
        template.buses(),
        template.queues(),
        template.buckets(),
        template.headers(),
        template.elsewhere());
  }

  private static List<String> added(List<String> policies, String policy) {
    var more = new ArrayList<>(policies);
    more.add(policy);
    return more;
  }

  private static Template.Function policies(Template.Function of, List<String> policies) {
    return new Template.Function(
        of.logicalId(),
        of.name(),
        of.handler(),
        of.code(),
        of.layers(),
        policies,
        of.environment(),
        of.timeout(),
        of.memoryMb(),
        of.access(),
        of.retries(),
        of.onFailure());
  }
}
