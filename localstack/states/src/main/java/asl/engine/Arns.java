package asl.engine;

import asl.definition.Machine.Kind;

/**
 * The names of machines and executions.
 *
 * @param partition for example {@code aws}
 * @param region for example {@code eu-central-1}
 * @param account twelve digits
 */
public record Arns(String partition, String region, String account) {

  /** Of a machine. */
  public String machine(String name) {
    return prefix() + "stateMachine:" + name;
  }

  /**
   * Of an execution.
   *
   * @param name of an express one with its id behind a colon
   */
  public String execution(Kind kind, String machine, String name) {
    String type =
        switch (kind) {
          case STANDARD -> "execution";
          case EXPRESS -> "express";
        };
    return prefix() + type + ":" + machine + ":" + name;
  }

  private String prefix() {
    return "arn:" + partition + ":states:" + region + ":" + account + ":";
  }
}
