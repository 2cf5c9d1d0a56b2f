package app.xentri.local.clerk;

import app.xentri.local.Json;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a signed-in person changes about themselves: their picture, and their e-mail address. */
record OwnProfile(Instance instance) {

  static final String IMAGES = "/__clerk/images/";

  /** A picture as clerk-js sends one that it is given as text. Nothing that could hold a script. */
  private static final Pattern PICTURE =
      Pattern.compile("data:(image/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+=*)");

  Answer setImage(Browser browser) {
    var told = PICTURE.matcher(browser.call().body());
    if (!told.matches()) {
      return Answer.refused("form_param_format_invalid", "file");
    }
    var image = new Picture(Ids.next("img"), told.group(1), told.group(2));
    return own(browser, (user, _) -> image(browser, user, image));
  }

  Answer deleteImage(Browser browser) {
    return own(browser, (user, _) -> image(browser, user, null));
  }

  private Answer image(Browser browser, User user, @Nullable Picture picture) {
    var pictures = new Pictures(browser.tx());
    pictures.replace(user.id(), picture);
    String id = picture == null ? null : picture.id();
    new Directory(instance, browser.tx()).change(user, now -> now.pictured(id));
    var image =
        Json.object()
            .put("object", "image")
            .put("id", id)
            .put("name", "picture")
            .put("public_url", id == null ? "" : instance.origin() + IMAGES + id);
    return browser.answer(image);
  }

  /** The picture itself, for whoever has its address. */
  Answer showImage(Browser browser) {
    return Answer.found(
        new Pictures(browser.tx()).find(browser.call().param("id")),
        picture -> new Answer.Image(picture.type(), picture.content()));
  }

  /** One more address of theirs, which is to be proved. */
  Answer addEmail(Browser browser) {
    String email = browser.call().field("email_address");
    if (email == null) {
      return Answer.refused("form_param_missing", "email_address");
    }
    if (!User.isEmail(email)) {
      return Answer.refused("form_param_format_invalid");
    }
    return own(
        browser,
        (user, addresses) ->
            new Users(browser.tx()).lockEmail(email).isPresent()
                ? Answer.refused("form_identifier_exists")
                : kept(browser, addresses, Address.of(user, email, instance.now())));
  }

  private Answer kept(Browser browser, Addresses addresses, Address address) {
    addresses.keep(address);
    return browser.answer(address.json(instance.now()));
  }

  Answer prepareEmail(Browser browser) {
    return ofOwn(
        browser,
        (address, addresses) ->
            new Codes(instance)
                .send(
                    browser.tx(),
                    address.id(),
                    Codes.PROOF,
                    address.email(),
                    address.verification())
                .map(sent -> kept(browser, addresses, address.with(sent)))
                .orElseGet(() -> Answer.refused("too_many_requests")));
  }

  Answer attemptEmail(Browser browser) {
    return ofOwn(
        browser,
        (address, addresses) -> {
          var expected = address.verification();
          if (expected == null) {
            return Answer.refused("verification_missing");
          }
          String code = browser.call().field("code");
          return switch (new Codes(instance).check(address.id(), expected, code)) {
            case Codes.Checked.Wrong(var verification, String refusal) -> {
              addresses.keep(address.with(verification));
              yield Answer.refused(refusal);
            }
            case Codes.Checked.Right(var verification) ->
                kept(browser, addresses, address.with(verification));
          };
        });
  }

  /** Makes a proved address the one that they are known by; the one before stays theirs. */
  Answer change(Browser browser) {
    String primary = browser.call().field("primary_email_address_id");
    return own(
        browser,
        (user, addresses) -> {
          if (primary == null) {
            return Answer.refused("form_param_missing", "primary_email_address_id");
          }
          Optional<Address> wanted = addresses.find(user.id(), primary).filter(Address::isVerified);
          return Answer.found(wanted, address -> swap(browser, user, addresses, address));
        });
  }

  private Answer swap(Browser browser, User user, Addresses addresses, Address wanted) {
    if (new Users(browser.tx()).lockEmail(wanted.email()).isPresent()) {
      return Answer.refused("form_identifier_exists");
    }
    addresses.remove(wanted);
    addresses.keep(Address.before(user, instance.now()));
    var changed =
        new Directory(instance, browser.tx())
            .change(user, now -> now.reachedAt(wanted.id(), wanted.email()));
    return browser.answer(new Render(instance, browser.tx(), false).user(changed));
  }

  Answer deleteEmail(Browser browser) {
    return ofOwn(
        browser,
        (address, addresses) -> {
          addresses.remove(address);
          new Directory(instance, browser.tx())
              .change(new Users(browser.tx()).byId(address.userId()).orElseThrow(), now -> now);
          return browser.answer(Render.deleted("email_address", address.id()));
        });
  }

  /** Something of the person who is signed in in this browser. */
  private static Answer own(Browser browser, BiFunction<User, Addresses, Answer> action) {
    return browser.activeSessions().stream()
        .findFirst()
        .flatMap(session -> new Users(browser.tx()).byId(session.userId()))
        .map(user -> action.apply(user, new Addresses(browser.tx())))
        .orElseGet(() -> Answer.refused("signed_out"));
  }

  /** The address that the path names, if it is theirs and not the one that they are known by. */
  private static Answer ofOwn(Browser browser, BiFunction<Address, Addresses, Answer> action) {
    return own(
        browser,
        (user, addresses) ->
            Answer.found(
                addresses.find(user.id(), browser.call().param("id")),
                address -> action.apply(address, addresses)));
  }

  /**
   * A picture.
   *
   * @param content in base 64
   */
  record Picture(String id, String type, String content) {}
}
