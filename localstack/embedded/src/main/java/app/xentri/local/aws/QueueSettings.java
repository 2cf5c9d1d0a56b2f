package app.xentri.local.aws;

import java.util.Optional;

/**
 * A queue to have.
 *
 * @param name physical name; that of a FIFO queue ends in {@code .fifo}
 * @param fifo whether order is kept per message group
 * @param deadLetterQueue name of the queue that takes over what was received too often
 * @param maxReceives after how many receives, ignored without {@code deadLetterQueue}
 */
public record QueueSettings(
    String name, boolean fifo, Optional<String> deadLetterQueue, int maxReceives) {}
