package app.xentri.platform.identity;

import app.xentri.platform.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tokens that must be refused with 401, each for one reason, for claims of one version. */
final class BadTokens {

  /**
   * One of them.
   *
   * @param why what is wrong with it
   */
  record Bad(String why, String token) {}

  private final TokenForge forge;
  private final int version;
  private final List<Bad> all = new ArrayList<>();

  private BadTokens(TokenForge forge, int version) {
    this.forge = forge;
    this.version = version;
  }

  static List<Bad> all(TokenForge forge, int version) {
    var tokens = new BadTokens(forge, version);
    tokens.algorithms();
    tokens.keys();
    tokens.parties();
    tokens.times();
    tokens.types();
    tokens.organizations();
    tokens.identifiers();
    tokens.tampered();
    tokens.malformed();
    return List.copyOf(tokens.all);
  }

  private void bad(String why, String token) {
    all.add(new Bad(why, token));
  }

  private void claims(String why, UnaryOperator<ObjectNode> change) {
    bad(why, forge.sign(TokenForge.header(), change.apply(good())));
  }

  private void header(String why, UnaryOperator<ObjectNode> change) {
    bad(why, forge.sign(change.apply(TokenForge.header()), good()));
  }

  private ObjectNode good() {
    return forge.claims(version);
  }

  private String goodToken() {
    return forge.sign(TokenForge.header(), good());
  }

  private long seconds(String claim) {
    return good().path(claim).asLong();
  }

  private void algorithms() {
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      JsonNode header = TokenForge.header().put("alg", none);
      bad("alg " + none, TokenForge.unsigned(header, Json.write(good())) + ".");
      bad("alg " + none + " with a signature", forge.sign(header, good()));
    }
    JsonNode hmac = TokenForge.header().put("alg", "HS256");
    bad("HS256 with the public key's text", forge.hmac(hmac, good(), forge.publicPem()));
    bad("HS256 with the public key's bytes", forge.hmac(hmac, good(), forge.publicDer()));
    String payload = Json.write(good());
    JsonNode rs512 = TokenForge.header().put("alg", "RS512");
    bad("RS512", forge.sign(rs512, payload, forge.key, "SHA512withRSA"));
    JsonNode rs384 = TokenForge.header().put("alg", "RS384");
    bad("RS384", forge.sign(rs384, payload, forge.key, "SHA384withRSA"));
    JsonNode ps256 = TokenForge.header().put("alg", "PS256");
    bad("PS256", forge.sign(ps256, payload, forge.key, "RSASSA-PSS"));
    bad(
        "RS256 that is really RS512",
        forge.sign(TokenForge.header(), payload, forge.key, "SHA512withRSA"));
    header("no alg", h -> h.without("alg"));
    header("alg of wrong type", h -> h.put("alg", 256));
    header("critical header", h -> h.set("crit", Json.array().add("exp")));
  }

  private void keys() {
    header("unknown kid", h -> h.put("kid", "ins_unknown"));
    header("no kid", h -> h.without("kid"));
    header("empty kid", h -> h.put("kid", ""));
    header("kid of wrong type", h -> h.put("kid", 1));
    header("kid of another published key", h -> h.put("kid", TokenForge.OTHER_KID));
    String payload = Json.write(good());
    bad(
        "signed with another published key",
        forge.sign(TokenForge.header(), payload, forge.otherKey, "SHA256withRSA"));
    bad(
        "signed with a key of their own",
        forge.sign(TokenForge.header(), payload, forge.unpublished, "SHA256withRSA"));
    JsonNode brought = TokenForge.header().set("jwk", Json.object().put("kty", "RSA"));
    bad("brings its own key", forge.sign(brought, payload, forge.unpublished, "SHA256withRSA"));
  }

  private void parties() {
    claims("another issuer", c -> c.put("iss", "https://clerk.evil.example"));
    claims("issuer with a slash", c -> c.put("iss", TokenForge.ISSUER + "/"));
    claims("no issuer", c -> c.without("iss"));
    claims("blank issuer", c -> c.put("iss", ""));
    claims("another party", c -> c.put("azp", "https://evil.example"));
    claims("party with a slash", c -> c.put("azp", TokenForge.ORIGIN + "/"));
    claims("party over http", c -> c.put("azp", "http://app.example.com"));
    claims("blank party", c -> c.put("azp", ""));
    claims("party of wrong type", c -> c.set("azp", Json.array().add(TokenForge.ORIGIN)));
    claims("no subject", c -> c.without("sub"));
    claims("blank subject", c -> c.put("sub", " "));
    claims("empty subject", c -> c.put("sub", ""));
    claims("no session", c -> c.without("sid"));
    claims("blank session", c -> c.put("sid", ""));
  }

  private void times() {
    claims("expired just now", c -> c.put("exp", seconds("iat") - 6));
    claims("expired long ago", c -> c.put("exp", 1));
    claims("expired before it began", c -> c.put("exp", -1));
    claims("no expiry", c -> c.without("exp"));
    claims("not valid yet", c -> c.put("nbf", seconds("iat") + 6));
    claims("issued in the future", c -> c.put("iat", seconds("iat") + 6));
    claims("no time of issue", c -> c.without("iat"));
    claims("pending session", c -> c.put("sts", "pending"));
    claims("unknown status", c -> c.put("sts", "sleeping"));
    claims("status of wrong type", c -> c.put("sts", true));
  }

  private void types() {
    claims("unknown version", c -> c.put("v", 3));
    claims("version zero", c -> c.put("v", 0));
    claims("version of wrong type", c -> c.put("v", "2"));
    claims("version between two", c -> c.put("v", 2.5));
    claims("expiry as text", c -> c.put("exp", "tomorrow"));
    claims("expiry as truth", c -> c.put("exp", true));
    claims("time of issue as text", c -> c.put("iat", "today"));
    claims("start as text", c -> c.put("nbf", "today"));
    claims("subject as an object", c -> c.set("sub", Json.object()));
    claims("issuer as a number", c -> c.put("iss", 7));
    claims("issuer as a list", c -> c.set("iss", Json.array().add(TokenForge.ISSUER)));
    claims("session as a number", c -> c.put("sid", 7));
  }

  private void organizations() {
    claims("organization without id", c -> c.set("o", Json.object().put("rol", "admin")));
    claims("organization with blank id", c -> c.set("o", Json.object().put("id", " ")));
    claims("organization id of wrong type", c -> c.set("o", Json.object().put("id", 1)));
    claims("organization of wrong type", c -> c.put("o", "org_acme"));
    claims("blank old organization", c -> c.without("o").put("org_id", ""));
    claims("old organization of wrong type", c -> c.without("o").put("org_id", 7));
  }

  /** Signed, and nothing that a database or a header could take. */
  private void identifiers() {
    for (String odd : List.of("\u0000", "user\u0000", "a\nb", "\u200b", "usér", "x".repeat(256))) {
      String shown = Json.write(odd);
      claims("subject " + shown, c -> c.put("sub", odd));
      claims("session " + shown, c -> c.put("sid", odd));
      claims("organization " + shown, c -> c.set("o", Json.object().put("id", odd)));
      claims("old organization " + shown, c -> c.without("o").put("org_id", odd));
    }
  }

  private void tampered() {
    String[] parts = goodToken().split("\\.", -1);
    JsonNode other = good().put("sub", "user_beta");
    bad(
        "other payload",
        parts[0] + "." + TokenForge.encode(Json.writeBytes(other)) + "." + parts[2]);
    JsonNode header = TokenForge.header().put("typ", "at+jwt");
    bad(
        "other header",
        TokenForge.encode(Json.writeBytes(header)) + "." + parts[1] + "." + parts[2]);
    byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
    signature[17] ^= 1;
    bad("one bit of the signature", parts[0] + "." + parts[1] + "." + TokenForge.encode(signature));
    bad("half a signature", parts[0] + "." + parts[1] + "." + parts[2].substring(0, 100));
    bad("no signature", parts[0] + "." + parts[1] + ".");
    bad("signature of zeros", parts[0] + "." + parts[1] + "." + TokenForge.encode(new byte[256]));
  }

  private void malformed() {
    String token = goodToken();
    bad("garbage", "garbage");
    bad("dots", "..");
    bad("two parts", token.substring(0, token.lastIndexOf('.')));
    bad("four parts", token + ".more");
    bad("five parts", "a.b.c.d.e");
    bad("a space inside", token.replaceFirst("\\.", " ."));
    bad("not base64", "###.###.###");
    bad("payload is no JSON", signedText("hello"));
    bad("payload is a list", signedText("[]"));
    bad("payload is null", signedText("null"));
    bad("header is no JSON", TokenForge.encode(new byte[] {1, 2}) + ".e30.e30");
    claims("too long", c -> c.put("padding", "x".repeat(9000)));
  }

  private String signedText(String payload) {
    return forge.sign(TokenForge.header(), payload, forge.key, "SHA256withRSA");
  }
}
