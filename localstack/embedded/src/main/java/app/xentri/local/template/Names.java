package app.xentri.local.template;

import app.xentri.local.template.Yaml.Absent;
import app.xentri.local.template.Yaml.Mapping;
import app.xentri.local.template.Yaml.Scalar;
import java.util.Map;
import java.util.Optional;

/** What {@code !Ref} and {@code !GetAtt} mean in one template. */
final class Names {
  private static final String IMPLICIT_API = "ServerlessHttpApi";
  private static final String API_DOMAIN = ".execute-api.%s.amazonaws.com";
  private static final String OUTPUTS = "Outputs.";

  private final Place place;
  private final Map<String, Yaml> parameters;
  private final Map<String, Resource> resources;
  private final Outputs outputs;
  private final Resolver resolver;

  /** What nested stacks give back. */
  interface Outputs {
    /** One output of a stack; the path says where it is asked for. */
    Yaml of(String path, Resource stack, String output);
  }

  Names(
      Place place,
      Map<String, Yaml> parameters,
      Map<String, Resource> resources,
      Map<String, Yaml> conditions,
      Outputs outputs) {
    this.place = place;
    this.parameters = Map.copyOf(parameters);
    this.resources = Map.copyOf(resources);
    this.outputs = outputs;
    this.resolver = new Resolver(this, conditions);
  }

  Resolver resolver() {
    return resolver;
  }

  Yaml ref(String path, String name) {
    if (name.equals("AWS::NoValue")) {
      return new Absent();
    }
    Yaml parameter = parameters.get(name);
    return parameter != null ? parameter : Scalar.of(reference(path, name));
  }

  private String reference(String path, String name) {
    return switch (name) {
      case "AWS::Region" -> place.region();
      case "AWS::AccountId" -> place.account();
      case "AWS::StackName" -> place.stack();
      case "AWS::Partition" -> "aws";
      case "AWS::URLSuffix" -> "amazonaws.com";
      case IMPLICIT_API -> apiId(path);
      default -> reference(resource(path, name));
    };
  }

  private String reference(Resource resource) {
    return switch (resource.type()) {
      case ResourceTypes.QUEUE -> place.queueUrl().apply(physicalName(resource));
      case ResourceTypes.LAYER -> resource.logicalId();
      case ResourceTypes.STATE_MACHINE -> place.machineArn(physicalName(resource));
      default -> physicalName(resource);
    };
  }

  Yaml attribute(String path, String name, String attribute) {
    if (name.equals(IMPLICIT_API) && attribute.equals("ApiEndpoint")) {
      return Scalar.of("https://" + apiId(path) + API_DOMAIN.formatted(place.region()));
    }
    Resource resource = resource(path, name);
    if (ResourceTypes.nestedTemplate(resource.type()).isPresent()
        && attribute.startsWith(OUTPUTS)) {
      return outputs.of(path, resource, attribute.substring(OUTPUTS.length()));
    }
    if (attribute.equals("Arn")) {
      return Scalar.of(arn(path, resource));
    }
    if (!ResourceTypes.attributes(resource.type()).contains(attribute)) {
      throw new TemplateException(path, resource.type() + " has no known attribute " + attribute);
    }
    return Scalar.of(
        switch (attribute) {
          case "Name", "QueueName" -> physicalName(resource);
          default ->
              physicalName(resource)
                  + "."
                  + attribute.toLowerCase(java.util.Locale.ROOT)
                  + ".local";
        });
  }

  private String arn(String path, Resource resource) {
    String name = physicalName(resource);
    return switch (resource.type()) {
      case ResourceTypes.FUNCTION -> place.functionArn(name);
      case ResourceTypes.STATE_MACHINE -> place.machineArn(name);
      case ResourceTypes.ROLE -> place.roleArn(name);
      case ResourceTypes.QUEUE -> place.arn("sqs", name);
      case ResourceTypes.EVENT_BUS -> place.arn("events", "event-bus/" + name);
      case ResourceTypes.BUCKET -> "arn:aws:s3:::" + name;
      default ->
          throw new TemplateException(path, "the ARN of a " + resource.type() + " is not known");
    };
  }

  /** The name that AWS would give the resource, or that the template gives it. */
  String physicalName(Resource resource) {
    Optional<String> key = ResourceTypes.nameProperty(resource.type());
    if (key.isPresent() && resource.properties() instanceof Mapping(Map<String, Yaml> properties)) {
      Yaml written = properties.get(key.get());
      if (written != null
          && resolver.resolve(resource.path() + "." + key.get(), written) instanceof Scalar given) {
        return given.text();
      }
    }
    return place.stack() + "-" + resource.logicalId();
  }

  /** The ARN of a machine by its physical name. */
  String machineArn(String name) {
    return place.machineArn(name);
  }

  /** The ARN of the role that SAM makes for a resource that names none. */
  String roleArn(String logicalId) {
    return place.roleArn(place.stack() + "-" + logicalId + "Role");
  }

  /** The address of the API that SAM makes for the routes of this template's functions. */
  String apiDomain() {
    return apiId() + API_DOMAIN.formatted(place.region());
  }

  private String apiId(String path) {
    if (resources.values().stream().noneMatch(Resource::hasRoute)) {
      throw new TemplateException(
          path, "there is no " + IMPLICIT_API + " without a function that has a route");
    }
    return apiId();
  }

  private String apiId() {
    return place.stack() + "-api";
  }

  private Resource resource(String path, String name) {
    Resource resource = resources.get(name);
    if (resource == null) {
      throw new TemplateException(path, name + " is neither a parameter nor a resource");
    }
    return resource;
  }
}
