package app.xentri.platform.log;

import app.xentri.platform.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one JSON line for each event, with the field names that Powertools for AWS Lambda uses.
 * Others' loggers speak only from WARN.
 */
final class JsonLogger extends LegacyAbstractLogger implements LoggingEventAware {

  private static final long serialVersionUID = 1L;
  private static final int MAX_STACK_CHARACTERS = 8_000;

  private final Level threshold;

  JsonLogger(String name) {
    this.name = name;
    this.threshold = name.startsWith("app.xentri") ? Level.INFO : Level.WARN;
  }

  @Override
  public void log(LoggingEvent event) {
    if (isEnabled(event.getLevel())) {
      Object @Nullable [] arguments = event.getArgumentArray();
      String message = MessageFormatter.basicArrayFormat(event.getMessage(), arguments);
      List<KeyValuePair> pairs = event.getKeyValuePairs();
      write(event.getLevel(), message, pairs == null ? List.of() : pairs, event.getThrowable());
    }
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String messagePattern, Object[] arguments, Throwable throwable) {
    write(
        level, MessageFormatter.basicArrayFormat(messagePattern, arguments), List.of(), throwable);
  }

  private void write(
      Level level, String message, List<KeyValuePair> pairs, @Nullable Throwable throwable) {
    ObjectNode line = LogLine.begin(Instant.now(), level, message).put("logger", name);
    pairs.forEach(pair -> line.set(pair.key, Json.tree(String.valueOf(pair.value))));
    if (throwable != null) {
      line.put("exception", stack(throwable));
    }
    LogLine.print(line);
  }

  private static String stack(Throwable throwable) {
    var text = new StringWriter();
    throwable.printStackTrace(new PrintWriter(text));
    return text.toString().substring(0, Math.min(text.getBuffer().length(), MAX_STACK_CHARACTERS));
  }

  private boolean isEnabled(Level level) {
    return level.toInt() >= threshold.toInt();
  }

  @Override
  public boolean isTraceEnabled() {
    return isEnabled(Level.TRACE);
  }

  @Override
  public boolean isDebugEnabled() {
    return isEnabled(Level.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return isEnabled(Level.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return isEnabled(Level.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return isEnabled(Level.ERROR);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }
}
