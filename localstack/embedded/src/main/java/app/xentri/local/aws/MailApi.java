package app.xentri.local.aws;

import app.xentri.local.Json;
import app.xentri.local.mail.Mail;
import app.xentri.local.mail.Mailbox;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SES v2: {@code SendEmail} with simple content. */
final class MailApi {

  static final String PATH = "/v2/email/outbound-emails";

  private static final JsonMapper JSON = Json.MAPPER;
  private static final int MOST_RECEIVERS = 50;

  private final Mailbox mailbox;
  private final Clock clock;

  MailApi(Mailbox mailbox, Clock clock) {
    this.mailbox = mailbox;
    this.clock = clock;
  }

  JsonNode send(JsonNode request) throws AwsRefusal {
    JsonNode content = request.path("Content").path("Simple");
    if (!content.isObject()) {
      throw AwsRefusal.unknown("ses:SendEmail with raw or template content");
    }
    String from = request.path("FromEmailAddress").asString("");
    List<String> to = receivers(request.path("Destination"));
    JsonNode body = content.path("Body");
    String text = body.path("Text").path("Data").asString("");
    String html = body.path("Html").path("Data").asString("");
    require(!from.isEmpty(), "Missing required parameter FromEmailAddress");
    require(!to.isEmpty() && to.size() <= MOST_RECEIVERS, "Between 1 and 50 destinations expected");
    require(content.path("Subject").path("Data").isString(), "Missing required parameter Subject");
    require(!text.isEmpty() || !html.isEmpty(), "Missing required parameter Body");
    Mail mail =
        Mail.of(
            to, from, content.path("Subject").path("Data").asString(), text, html, clock.instant());
    mailbox.put(mail);
    return JSON.createObjectNode().put("MessageId", mail.id().toString());
  }

  private static List<String> receivers(JsonNode destination) {
    List<String> receivers = new ArrayList<>();
    for (String kind : List.of("ToAddresses", "CcAddresses", "BccAddresses")) {
      destination.path(kind).forEach(address -> receivers.add(address.asString()));
    }
    return receivers;
  }

  private static void require(boolean condition, String message) throws AwsRefusal {
    if (!condition) {
      throw new AwsRefusal(400, "BadRequestException", message);
    }
  }
}
