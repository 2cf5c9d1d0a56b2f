package asl.engine;

import asl.definition.Machine.Kind;

/**
 * A machine that may be started.
 *
 * @param name unique
 * @param definition Amazon States Language
 * @param role ARN of its role
 * @param logging as AWS describes it, JSON
 * @param tracing whether traces are kept
 */
public record MachineSettings(
    String name, Kind kind, String definition, String role, String logging, boolean tracing) {}
