package asl.definition;

import java.util.List;

/** A definition that is not run, with every reason and its place in the document. */
public final class DefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One reason.
   *
   * @param pointer JSON pointer of what is wrong
   * @param message a sentence
   */
  public record Problem(String pointer, String message) {
    @Override
    public String toString() {
      return message + " at " + (pointer.isEmpty() ? "/" : pointer);
    }
  }

  /**
   * @param problems at least one
   */
  public DefinitionException(List<Problem> problems) {
    super(String.join("; ", problems.stream().map(Problem::toString).toList()));
    this.problems = List.copyOf(problems);
  }

  /** The reasons, in the order of the document. */
  public List<Problem> problems() {
    return problems;
  }
}
