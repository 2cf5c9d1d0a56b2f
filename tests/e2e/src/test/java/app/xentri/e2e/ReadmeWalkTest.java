package app.xentri.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import app.xentri.testkit.Repository;
import app.xentri.testkit.RunningCloud;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Types what the README tells a person to type, word by word, into a shell. The two things that a
 * person has to fill in, the id and the entity tag, stand there as an ellipsis.
 */
@ExtendWith(Cloud.class)
class ReadmeWalkTest {

  private static final Pattern SHELL_BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern ETAG = Pattern.compile("(?im)^etag: (\"[\\w-]+\\.\\d+\")");

  /** A bash that is typed into; each command's output ends before the next one is given. */
  private static final class Shell implements AutoCloseable {

    private static final String END = "--end-of-command--";

    private final Process process;
    private final Writer in;
    private final BufferedReader out;

    Shell(Map<String, String> environment) throws IOException {
      var builder = new ProcessBuilder("bash").redirectErrorStream(true);
      builder.directory(Repository.root().toFile());
      builder.environment().putAll(environment);
      builder.environment().remove("MAKEFLAGS");
      builder.environment().remove("MAKELEVEL");
      process = builder.start();
      in = process.outputWriter(StandardCharsets.UTF_8);
      out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    String type(String command) throws IOException {
      in.write(command + "\necho; echo \"" + END + " $?\"\n");
      in.flush();
      var text = new StringBuilder();
      String line = out.readLine();
      while (line != null && !line.startsWith(END)) {
        text.append(line).append('\n');
        line = out.readLine();
      }
      return text.toString();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  /** The commands of the README, each with its continued lines. */
  private static List<String> commands() {
    Matcher blocks = SHELL_BLOCK.matcher(readme());
    while (blocks.find()) {
      if (blocks.group(1).contains("make -s token")) {
        return blocks.group(1).replace("\\\n", "").lines().filter(line -> !line.isBlank()).toList();
      }
    }
    throw new AssertionError("the README has no walk by curl");
  }

  private static String readme() {
    try {
      return Files.readString(Repository.root().resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of an answer, behind its headers if they are shown. */
  private static JsonNode body(String output) {
    String body = output.substring(output.indexOf('{')).strip();
    return Json.read(body);
  }

  @Test
  void theReadmesWalkByCurlWorksAndAnotherOrgSeesNoneOfIt(RunningCloud cloud, Stored stored)
      throws IOException {
    var answers = new ArrayList<JsonNode>();
    String id = "";
    try (var shell = new Shell(cloud.environment())) {
      String shown = "";
      for (String command : commands()) {
        String typed = command.replace("http://127.0.0.1:3000", cloud.origin());
        if (typed.startsWith("ID=…")) {
          id = answers.getLast().path("data").path("id").asString();
          typed = typed.replace("…", id);
        } else if (typed.contains("\"…\"")) {
          Matcher tag = ETAG.matcher(shown);
          assertTrue(tag.find(), "no ETag to note in " + shown);
          typed = typed.replace("\"…\"", tag.group(1));
        }
        assertFalse(typed.contains("…"), "nobody can know what to put into " + command);
        shown = shell.type(typed);
        if (typed.startsWith("api ")) {
          JsonNode answer = body(shown);
          assertTrue(answer.path("error").isNull(), typed + " answered " + shown);
          answers.add(answer);
        } else {
          assertEquals("", shown.strip(), typed);
        }
      }
      assertBriefAndEvents(answers);
      assertNobodyElseSees(shell, cloud, id);
    }
    assertEquals(
        1, stored.count("select count(*) from brief_sessions where id = '%s'".formatted(id)));
  }

  private static void assertBriefAndEvents(List<JsonNode> answers) {
    JsonNode brief = answers.get(answers.size() - 2).path("data").path("sections");
    assertEquals(7, brief.size(), brief.toString());
    assertTrue(brief.path("identity").toString().contains("Hart Plumbing"), brief.toString());
    assertTrue(brief.path("proof").toString().contains("120 five-star reviews."), brief.toString());
    List<String> types =
        answers.getLast().path("data").valueStream().map(e -> e.path("type").asString()).toList();
    List<String> expected =
        List.of("xentri.user.signup.v1", "xentri.org.created.v1", "xentri.brief.created.v1");
    assertEquals(
        expected.reversed(), types.stream().filter(expected::contains).toList(), types.toString());
  }

  /** The same shell, with the token of somebody in another org. */
  private static void assertNobodyElseSees(Shell shell, RunningCloud cloud, String id)
      throws IOException {
    shell.type("TOKEN=" + cloud.token("somebody-else@example.com"));
    String messages = " -d '{\"text\":\"hello\"}'";
    for (String call :
        List.of(
            "GET /brief/sessions/ID",
            "GET /brief/sessions/ID/messages",
            "POST /brief/sessions/ID/messages" + messages,
            "POST /brief/sessions/ID/ready",
            "POST /brief/sessions/ID/approve")) {
      String foreign = shell.type("api " + call.replace("ID", id) + " -i");
      String madeUp = shell.type("api " + call.replace("ID", UUID.randomUUID().toString()) + " -i");
      assertTrue(foreign.startsWith("HTTP/1.1 404"), call + " answered " + foreign);
      assertEquals(withoutTrace(madeUp), withoutTrace(foreign), call);
    }
    assertTrue(shell.type("api GET /brief -i").startsWith("HTTP/1.1 404"));
    assertFalse(shell.type("api GET '/events?limit=100'").contains(id));
  }

  private static String withoutTrace(String output) {
    return output
        .replaceAll("\"trace_id\":\"[0-9a-f]{32}\"", "")
        .replaceAll("(?im)^(x-trace-id|date|apigw-requestid): .*$", "");
  }
}
