package app.xentri.local.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer; an empty body has no content type. */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record AwsAnswer(int status, Map<String, String> headers, byte[] body) {

  AwsAnswer {
    headers = Map.copyOf(headers);
  }

  static AwsAnswer empty(int status) {
    return new AwsAnswer(status, Map.of(), new byte[0]);
  }

  static AwsAnswer json(int status, byte[] body) {
    return new AwsAnswer(status, Map.of("Content-Type", "application/json"), body);
  }

  AwsAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new AwsAnswer(status, more, body);
  }
}
