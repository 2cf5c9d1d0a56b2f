package app.xentri.local.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import app.xentri.local.http.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeApiTest {

  @Test
  void onlyWhoWasToldTheWholeAddressGetsInvocations() {
    try (var api = new RuntimeApi()) {
      int port = Integer.parseInt(api.address().split("[:/]", -1)[1]);
      for (String path : new String[] {"invocation/next", "init/error", "invocation/x/response"}) {
        assertEquals(403, Wire.status(port, "POST", "/2018-06-01/runtime/" + path, Map.of()));
      }
      assertFalse(api.initialized().isDone());
    }
  }
}
