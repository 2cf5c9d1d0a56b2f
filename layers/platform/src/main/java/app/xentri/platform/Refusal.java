package app.xentri.platform;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Every way in which a request can be refused. A refusal is an answer to the caller, so it carries
 * nothing that the caller may not see; anything that is not one of these is a fault and becomes an
 * empty 500.
 */
public sealed interface Refusal {

  /** Stable machine-readable name; the last part of the problem's type. */
  String code();

  /** HTTP status. */
  int status();

  /** What to do about it, in one plain sentence. */
  String detail();

  /** 400: the request itself is malformed. */
  record BadRequest(String code, String detail, List<Violation> violations) implements Refusal {
    public BadRequest {
      violations = List.copyOf(violations);
    }

    public BadRequest(String code, String detail) {
      this(code, detail, List.of());
    }

    @Override
    public int status() {
      return 400;
    }
  }

  /** 401: no valid token, or a session that has ended. */
  record Unauthenticated(String code, String detail) implements Refusal {
    public Unauthenticated(String detail) {
      this("unauthenticated", detail);
    }

    /** Only for a caller whose token proves that the account was theirs. */
    public static Unauthenticated accountDeleted() {
      return new Unauthenticated("account_deleted", "This account does not exist any more.");
    }

    @Override
    public int status() {
      return 401;
    }
  }

  /** 403: a valid caller who may not do this. */
  record Forbidden(String code, String detail) implements Refusal {

    /** For a person who is in no org at all; {@code POST /api/v1/orgs} makes one. */
    public static Forbidden noWorkspace() {
      return new Forbidden("no_workspace", "You are in no workspace. Make one to go on.");
    }

    @Override
    public int status() {
      return 403;
    }
  }

  /** 404: there is no such thing for this caller; the same for a foreign and for a made-up id. */
  record NotFound(String code, String detail) implements Refusal {
    public NotFound() {
      this("not_found", "There is nothing here under that address.");
    }

    @Override
    public int status() {
      return 404;
    }
  }

  /**
   * 409: the state does not allow it.
   *
   * @param allowed what the state does allow, perhaps nothing; null where it is no question of
   *     states
   */
  record Conflict(String code, String detail, @Nullable List<String> allowed) implements Refusal {
    public Conflict {
      allowed = allowed == null ? null : List.copyOf(allowed);
    }

    public Conflict(String code, String detail) {
      this(code, detail, null);
    }

    @Override
    public int status() {
      return 409;
    }
  }

  /**
   * 412: somebody else changed it first, or it is not what the caller has seen at all; {@code
   * current} is the state to merge with.
   *
   * @param tag of the current state
   */
  record PreconditionFailed(JsonNode current, EntityTag tag) implements Refusal {
    @Override
    public String code() {
      return "precondition_failed";
    }

    @Override
    public int status() {
      return 412;
    }

    @Override
    public String detail() {
      return "It has changed since you read it. Merge with the current state and try again.";
    }
  }

  /** 413: more than the route takes. */
  record PayloadTooLarge(int limitBytes) implements Refusal {
    @Override
    public String code() {
      return "payload_too_large";
    }

    @Override
    public int status() {
      return 413;
    }

    @Override
    public String detail() {
      return "The body is larger than " + limitBytes + " bytes.";
    }
  }

  /** 415: a body that is not plain JSON in UTF-8. */
  record UnsupportedMediaType(String detail) implements Refusal {
    @Override
    public String code() {
      return "unsupported_media_type";
    }

    @Override
    public int status() {
      return 415;
    }
  }

  /** 422: well-formed, but not what the schema or the rules allow. */
  record Invalid(String code, String detail, List<Violation> violations) implements Refusal {
    public Invalid {
      violations = List.copyOf(violations);
    }

    public Invalid(List<Violation> violations) {
      this("invalid", "Some values are not as they should be; see errors.", violations);
    }

    @Override
    public int status() {
      return 422;
    }
  }

  /** The same request will do later. */
  sealed interface Later extends Refusal {

    /** The time after which it makes sense to come again. */
    Duration retryAfter();

    /** The wait in whole seconds, never less than it is. */
    default long seconds() {
      return Math.ceilDiv(retryAfter().toMillis(), 1000);
    }
  }

  /**
   * 429: too often.
   *
   * @param retryAfter the time after which there is room again
   */
  record TooManyRequests(Duration retryAfter) implements Later {
    @Override
    public String code() {
      return "too_many_requests";
    }

    @Override
    public int status() {
      return 429;
    }

    @Override
    public String detail() {
      return "That was too often. Wait a moment, then try again.";
    }
  }

  /**
   * 503: a service we depend on does not answer; trying again later is right.
   *
   * @param retryAfter the time after which an attempt makes sense
   */
  record Unavailable(String code, String detail, Duration retryAfter) implements Later {
    public Unavailable(String code, String detail) {
      this(code, detail, Duration.ofSeconds(5));
    }

    @Override
    public int status() {
      return 503;
    }
  }

  /**
   * One wrong value.
   *
   * @param pointer JSON pointer into the body, or {@code /name} of a query parameter
   * @param message the rest of a sentence about it, without the value: {@code must not be blank}
   */
  record Violation(String pointer, String message) {

    /** As many as an answer names: whoever has more of them needs no longer list. */
    public static final int MOST = 50;
  }

  /** The state that a 412 returns, if this is one. */
  default @Nullable JsonNode current() {
    return this instanceof PreconditionFailed(var current, _) ? current : null;
  }
}
