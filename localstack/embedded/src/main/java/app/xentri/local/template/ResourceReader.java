package app.xentri.local.template;

import app.xentri.local.template.Template.Bucket;
import app.xentri.local.template.Template.EventBus;
import app.xentri.local.template.Template.Queue;
import java.nio.file.Path;
import java.util.Optional;

/** Turns one resource into what the local cloud runs for it. */
final class ResourceReader {
  private final Names names;
  private final Declarations found;
  private final Path directory;

  /**
   * @param directory that paths in the template start from
   */
  ResourceReader(Names names, Declarations found, Path directory) {
    this.names = names;
    this.found = found;
    this.directory = directory;
  }

  void read(Resource resource) {
    Section section =
        Section.of(
            resource.path(), names.resolver().resolve(resource.path(), resource.properties()));
    String name = names.physicalName(resource);
    switch (resource.type()) {
      case ResourceTypes.FUNCTION ->
          new FunctionReader(resource, section, name, directory, names.apiDomain(), found).read();
      case ResourceTypes.STATE_MACHINE ->
          new StateMachineReader(resource.logicalId(), section, name, directory, names, found)
              .read();
      case ResourceTypes.LAYER -> layer(resource.logicalId(), section);
      case ResourceTypes.QUEUE -> queue(resource.logicalId(), name, section);
      case ResourceTypes.BUCKET -> bucket(resource.logicalId(), name, section);
      case ResourceTypes.EVENT_BUS -> bus(resource.logicalId(), name, section);
      case ResourceTypes.HEADERS_POLICY -> HeadersPolicyReader.read(section, found.headers);
      case ResourceTypes.DISTRIBUTION -> {
        found.cdn(DistributionReader.read(section));
        found.elsewhere.add(resource.logicalId() + " (" + resource.type() + ")");
      }
      default -> playedElsewhere(resource);
    }
  }

  private void layer(String logicalId, Section section) {
    found.layer(section.path(), logicalId, directory.resolve(section.require("ContentUri")));
    section.leave(
        "LayerName",
        "Description",
        "CompatibleRuntimes",
        "CompatibleArchitectures",
        "RetentionPolicy");
    section.done();
  }

  private void queue(String logicalId, String name, Section section) {
    Section redrive = section.section("RedrivePolicy");
    Optional<String> target = redrive.text("deadLetterTargetArn");
    int maxReceives = redrive.number("maxReceiveCount", 0);
    redrive.done();
    found.queues.add(
        new Queue(logicalId, name, section.flag("FifoQueue", false), target, maxReceives));
    section.leave(
        "QueueName", "MessageRetentionPeriod", "SqsManagedSseEnabled", "VisibilityTimeout", "Tags");
    section.done();
  }

  private void bucket(String logicalId, String name, Section section) {
    found.buckets.add(new Bucket(logicalId, name));
    section.leave(
        "BucketName",
        "BucketEncryption",
        "OwnershipControls",
        "PublicAccessBlockConfiguration",
        "VersioningConfiguration",
        "LifecycleConfiguration",
        "Tags");
    section.done();
  }

  private void bus(String logicalId, String name, Section section) {
    found.buses.add(new EventBus(logicalId, name));
    section.leave("Name", "Description", "Tags");
    section.done();
  }

  private void playedElsewhere(Resource resource) {
    if (!ResourceTypes.playedElsewhere(resource.type())) {
      throw new TemplateException(
          "Resources." + resource.logicalId() + ".Type",
          "the local cloud does not understand " + resource.type());
    }
    found.elsewhere.add(resource.logicalId() + " (" + resource.type() + ")");
  }
}
