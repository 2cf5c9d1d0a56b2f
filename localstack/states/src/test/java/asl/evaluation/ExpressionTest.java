package asl.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import asl.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ExpressionTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.5Z");

  private static Scope scope() {
    return new Scope(
            Json.parse(
                "{\"n\":5,\"none\":null,\"list\":[1,null,2.5],\"text\":\"é𝄞\",\"big\":12345678901234}"),
            () -> Json.parse("{\"State\":{\"Name\":\"S\"}}"),
            Map.of("x", Json.parse("{\"y\":[7]}")),
            NOW)
        .result(Json.parse("{\"r\":1}"));
  }

  private static JsonNode value(String source) throws EvaluationException {
    return Expression.compile("{% " + source + " %}").evaluate(scope(), "Output");
  }

  private static String fault(String source) {
    return assertThrows(EvaluationException.class, () -> value(source)).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "$states.input.n + 1|6",
        "$states.input.none|null",
        "$states.input.list|[1,null,2.5]",
        "$states.input.list[1] = null|true",
        "$states.input.list[$ = 1]|1",
        "$states.input.big * 10|123456789012340",
        "$states.input.text|\"é𝄞\"",
        "$states.result.r|1",
        "$states.context.State.Name|\"S\"",
        "$x.y[0]|7",
        "{'a': null, 'b': $states.input.absent}|{\"a\":null}",
        "6 / 2|3",
        "1 / 3|0.3333333333333333",
        "[1..3]|[1,2,3]",
        "$keys($states)|[\"input\",\"context\",\"result\"]",
        "$type($states.input.none)|\"null\"",
        "$millis()|1772366400500",
        "$now()|\"2026-03-01T12:00:00.500Z\"",
        "$now('[Y]-[M01]')|\"2026-03\"",
        "$partition([1,2,3,4,5], 2)|[[1,2],[3,4],[5]]",
        "$partition([], 2)|[]",
        "$range(1, 9, 4)|[1,5,9]",
        "$range(3, 1, -1)|[3,2,1]",
        "$range(1, 9, 9)|1",
        "$hash('a', 'MD5')|\"0cc175b9c0f1b6a831c399e269772661\"",
        "$hash({'a': 1}, 'SHA-256')|\"015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862\"",
        "$parse('{\"a\":[1,null]}')|{\"a\":[1,null]}",
        "$length($uuid())|36",
        "$random(7) = $random(7)|true",
        "$random() < 1|true",
      })
  void expressionsHaveTheirValues(String source, String json) throws Exception {
    assertEquals(Json.text(Json.parse(json)), Json.text(value(source)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$states.input.absent|returned nothing (undefined).",
        "$absent|returned nothing (undefined).",
        "absent|returned nothing (undefined).",
        "$|returned nothing (undefined).",
        "function($a) { $a }|returned an unsupported result type.",
        "$sum|returned an unsupported result type.",
        "{'f': $sum}|returned an unsupported result type.",
        "$nosuch(1)|threw an error during evaluation. T1006: Attempted to invoke a non-function",
        "$eval('1')|threw an error during evaluation. $eval is not supported",
        "$partition([1], 0)|must be a positive integer",
        "$range(1, 2, 0)|must not be 0",
        "$range(2, 1, 1)|returned nothing (undefined).",
        "$range(1, 100000, 1)|more than 1000 items",
        "$hash('a', 'CRC')|must be one of MD5",
        "$parse('{')|is not JSON",
        "$parse('')|is",
        "($f := function($n) { $f($n + 1) + 1 }; $f(1))|threw an error during evaluation.",
        "'a' + 1|threw an error during evaluation. T2001",
        "$error('mine')|threw an error during evaluation.",
      })
  void whatHasNoValueSaysWhy(String source, String reason) {
    String fault = fault(source);
    assertTrue(
        fault.startsWith(
            "The JSONata expression '" + source + "' specified for the field 'Output' "),
        fault);
    assertTrue(fault.contains(reason), fault);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{% $states. %}", "{% ( %}", "{% %}", "{% 'a %}"})
  void whatIsNotJsonataIsNotCompiled(String text) {
    assertThrows(IllegalArgumentException.class, () -> Expression.compile(text));
  }

  @Test
  void anExpressionThatNeverEndsIsStopped() {
    assertTrue(
        fault("($f := function($n) { $f($n) }; $f(1))")
            .contains("threw an error during evaluation"));
  }

  @Test
  void twoUuidsDiffer() throws Exception {
    assertNotEquals(value("$uuid()"), value("$uuid()"));
  }

  @Test
  void threadsThatShareAnExpressionSeeTheirOwnVariables() throws Exception {
    Expression expression =
        Expression.compile("{% $count([1..200][$ > 100]) + ($exists($v) ? $v : 0) %}");
    List<Thread> threads = new ArrayList<>();
    List<String> wrong = java.util.Collections.synchronizedList(new ArrayList<>());
    for (int i = 0; i < 4; i++) {
      int mine = i * 1000;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int n = 0; n < 50; n++) {
                      check(expression, mine, wrong);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), wrong);
  }

  /** The first one has no variable of its own, and must not find another's. */
  private static void check(Expression expression, int mine, List<String> wrong) {
    Map<String, JsonNode> variables =
        mine == 0 ? Map.of() : Map.of("v", Json.parse(Integer.toString(mine)));
    try {
      int value =
          expression
              .evaluate(
                  new Scope(Json.parse("{}"), () -> Json.parse("{}"), variables, NOW), "Output")
              .intValue();
      if (value != mine + 100) {
        wrong.add(mine + " became " + value);
      }
    } catch (EvaluationException e) {
      wrong.add(e.text());
    }
  }
}
