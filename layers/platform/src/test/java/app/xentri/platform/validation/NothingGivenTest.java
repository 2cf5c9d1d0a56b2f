package app.xentri.platform.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import app.xentri.platform.Json;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** To compile a schema is a tenth of a start, and for nothing it need not be. */
class NothingGivenTest {

  private static final Path SCHEMA = Path.of("../../schema");

  private final Schemas schemas = new Schemas();

  @Test
  void aSchemaWaitsUntilSomethingIsGiven() {
    String path = "api/uncompilable.query.json";
    assertTrue(schemas.has(path));
    assertTrue(schemas.hasBody(path));
    assertEquals(List.of(), schemas.violations(path, schemas.coerce(path, Json.object())));
    assertThrows(
        RuntimeException.class,
        () -> schemas.violations(path, Json.object().put("part", "something")));
  }

  @TestFactory
  Stream<DynamicTest> whetherNothingIsEnoughIsWhatTheSchemaSays() throws IOException {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    try (Stream<Path> files = Files.walk(SCHEMA)) {
      List<String> paths =
          files
              .map(file -> SCHEMA.relativize(file).toString())
              .filter(path -> path.matches("(api|brief|events)/.*\\.json"))
              .toList();
      assertTrue(paths.size() > 50, paths.toString());
      return paths.stream()
          .map(
              path ->
                  DynamicTest.dynamicTest(
                      path,
                      () ->
                          assertEquals(
                              registry
                                  .getSchema(SchemaLocation.of("classpath:" + path))
                                  .validate(Json.object())
                                  .isEmpty(),
                              schemas.violations(path, Json.object()).isEmpty())));
    }
  }
}
