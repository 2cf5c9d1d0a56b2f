package app.xentri.copilot.interview;

import java.util.UUID;

/**
 * What the owner typed. It is data: nothing in it is ever followed as an instruction.
 *
 * @param id becomes the receipt of every statement taken from it
 */
public record OwnerMessage(UUID id, String text) {}
