package app.xentri.local.template;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The resource types that may stand in a template, and what is known of each. */
final class ResourceTypes {
  static final String FUNCTION = "AWS::Serverless::Function";
  static final String STATE_MACHINE = "AWS::Serverless::StateMachine";
  static final String ROLE = "AWS::IAM::Role";
  static final String LAYER = "AWS::Serverless::LayerVersion";
  static final String QUEUE = "AWS::SQS::Queue";
  static final String BUCKET = "AWS::S3::Bucket";
  static final String EVENT_BUS = "AWS::Events::EventBus";
  static final String STACK = "AWS::CloudFormation::Stack";
  static final String APPLICATION = "AWS::Serverless::Application";
  static final String DISTRIBUTION = "AWS::CloudFront::Distribution";
  static final String HEADERS_POLICY = "AWS::CloudFront::ResponseHeadersPolicy";

  /** Resources that change nothing on a laptop, or whose part the gateway plays by itself. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "AWS::IAM::ManagedPolicy",
          ROLE,
          "AWS::SQS::QueuePolicy",
          "AWS::S3::BucketPolicy",
          "AWS::Logs::LogGroup",
          "AWS::CloudWatch::Alarm",
          "AWS::CloudFront::Function",
          "AWS::CloudFront::OriginAccessControl");

  private static final Map<String, String> NAME_PROPERTIES =
      Map.of(
          FUNCTION, "FunctionName",
          STATE_MACHINE, "Name",
          ROLE, "RoleName",
          QUEUE, "QueueName",
          BUCKET, "BucketName",
          EVENT_BUS, "Name");

  private static final Map<String, Set<String>> ATTRIBUTES =
      Map.of(
          QUEUE,
          Set.of("QueueName"),
          EVENT_BUS,
          Set.of("Name"),
          STATE_MACHINE,
          Set.of("Name"),
          BUCKET,
          Set.of("DomainName", "RegionalDomainName"),
          DISTRIBUTION,
          Set.of("DomainName", "Id"),
          "AWS::CloudFront::Function",
          Set.of("FunctionARN"),
          "AWS::CloudFront::OriginAccessControl",
          Set.of("Id"));

  private ResourceTypes() {}

  static boolean playedElsewhere(String type) {
    return ELSEWHERE.contains(type);
  }

  /** Where a resource that is a stack of its own has its template, if it is one. */
  static Optional<String> nestedTemplate(String type) {
    return switch (type) {
      case STACK -> Optional.of("TemplateURL");
      case APPLICATION -> Optional.of("Location");
      default -> Optional.empty();
    };
  }

  static Optional<String> nameProperty(String type) {
    return Optional.ofNullable(NAME_PROPERTIES.get(type));
  }

  static Set<String> attributes(String type) {
    return ATTRIBUTES.getOrDefault(type, Set.of());
  }
}
