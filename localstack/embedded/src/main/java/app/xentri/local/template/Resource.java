package app.xentri.local.template;

/**
 * One entry below {@code Resources}, unresolved, with the globals already merged in.
 *
 * @param path where its properties stand, for errors
 * @param metadata its {@code Metadata}, empty when it has none
 */
record Resource(String logicalId, String type, String path, Yaml properties, Yaml metadata) {}
