package app.xentri.copilot.brief;

import app.xentri.copilot.brief.Facts.Fact;
import app.xentri.copilot.brief.Facts.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An edit of a field is an edit of the statements that state it. The value is changed where it
 * stands in their words; where it does not stand literally, the statement gives the fact up to one
 * that says just that. What is new becomes a statement of its own, what is cleared takes the
 * statement that says just that along. What is taken off a list is taken out of every sentence.
 */
final class FieldEdit {

  private final Field field;
  private final boolean attaching;
  private final List<Statement> statements;

  private FieldEdit(Field field, boolean attaching, List<Statement> statements) {
    this.field = field;
    this.attaching = attaching;
    this.statements = new ArrayList<>(statements);
  }

  /** The statements after that field was made to say these rows. */
  static List<Statement> of(Field field, List<Statement> statements, List<Row> wanted) {
    var edited = new FieldEdit(field, false, statements).saying(wanted);
    return says(field, edited, wanted)
        ? edited
        : new FieldEdit(field, false, statements).anew(wanted);
  }

  /** The statements, of which none states anything yet, with values that were kept beside them. */
  static List<Statement> attaching(Field field, List<Statement> statements, List<Row> kept) {
    return new FieldEdit(field, true, statements).saying(kept);
  }

  private static boolean says(Field field, List<Statement> statements, List<Row> wanted) {
    return Facts.of(field, statements).stream().map(Fact::row).toList().equals(wanted);
  }

  private List<Statement> saying(List<Row> wanted) {
    var left = new ArrayList<>(Facts.of(field, statements));
    var added = new ArrayList<Row>();
    for (var row : wanted) {
      var same = left.stream().map(Fact::row).toList().indexOf(row);
      if (same < 0) {
        added.add(row);
      } else {
        left.remove(same);
      }
    }
    while (!left.isEmpty() && !added.isEmpty()) {
      change(left.removeFirst(), added.removeFirst());
    }
    left.forEach(this::clear);
    added.forEach(row -> add(row, wanted));
    return statements;
  }

  private void change(Fact fact, Row row) {
    var carried = row.price() == null;
    var named = false;
    for (var source : fact.sources()) {
      var claim = source.claim();
      var price = claim.price() == null ? null : row.price();
      var text = text(source.statement(), claim, fact, row);
      if (text.isPresent()) {
        named = true;
        var says = Rewording.saysJust(text.get(), row.text()) ? row.price() : price;
        carried |= says != null;
        put(source.statement(), text.get(), claim, claim.saying(row.value(), says));
      } else {
        put(source.statement(), source.statement().text(), claim, null);
      }
    }
    if (!named || !carried) {
      insert(row, named);
    }
  }

  /** The words of a statement with the new value; empty if they do not hold the old one. */
  private static Optional<String> text(Statement statement, Claim claim, Fact fact, Row row) {
    var value = claim.value();
    if (value == null) {
      return Optional.empty();
    }
    if (isJust(statement, new Row(value, claim.price())) && fact.sources().size() == 1) {
      return Optional.of(row.text());
    }
    var same = value.equals(row.value()) || fact.value().equals(row.value());
    var named =
        same
            ? Optional.of(statement.text())
            : Rewording.replace(statement.text(), value, row.value());
    var before = claim.price();
    if (before == null || before.equals(row.price())) {
      return named;
    }
    var price = row.price();
    return price == null
        ? Optional.empty()
        : named.flatMap(text -> Rewording.replace(text, before, price));
  }

  private void clear(Fact fact) {
    for (var source : fact.sources()) {
      holder(source).ifPresent(statement -> clear(statement, source.claim()));
    }
  }

  /** Who makes that claim by now: the statement that made it may have been split. */
  private Optional<Statement> holder(Facts.Source source) {
    var id = source.statement().id();
    return statements.stream()
        .filter(statement -> statement.states().contains(source.claim()))
        .min(Comparator.comparing(statement -> !statement.id().equals(id)));
  }

  private void clear(Statement statement, Claim claim) {
    var at = index(statement);
    var left = new ArrayList<>(statement.states());
    left.remove(claim);
    var value = Objects.requireNonNull(claim.value(), "a fact has a value");
    if (isJust(statement, new Row(value, claim.price()))) {
      statements.remove(at);
    } else if (field.most() == 1) {
      statements.set(at, statement.stating(left));
    } else {
      statements.remove(at);
      statements.addAll(at, without(statement, claim, left));
    }
  }

  /**
   * What is left of a statement that lists something once that is taken off the list: nothing where
   * it states nothing else, its words without it where they can do without, and else the other
   * facts as statements of their own. No sentence goes on saying what was removed.
   */
  private List<Statement> without(Statement statement, Claim claim, List<Claim> left) {
    var valued = left.stream().filter(one -> one.value() != null).toList();
    if (valued.isEmpty()) {
      return List.of();
    }
    return Cutting.of(statement, claim, left)
        .map(words -> List.of(statement.reworded(words, left)))
        .orElseGet(() -> apart(statement, valued));
  }

  private List<Statement> apart(Statement statement, List<Claim> claims) {
    var taken = new HashSet<>(statements.stream().map(Statement::id).toList());
    var apart = new ArrayList<Statement>();
    for (var claim : claims) {
      var value = Objects.requireNonNull(claim.value(), "only what has a value");
      // The first keeps the id: whoever brings the sentence back takes its place.
      var id = apart.isEmpty() ? statement.id() : freeId(claim.field(), taken);
      taken.add(id);
      var text = new Row(value, claim.price()).text();
      apart.add(new Statement(id, text, Source.OWNER, List.of(), List.of(claim)));
    }
    return apart;
  }

  /** Whether a statement says that and nothing else. */
  private static boolean isJust(Statement statement, Row row) {
    return statement.states().size() == 1 && Rewording.saysJust(statement.text(), row.text());
  }

  private void put(Statement statement, String text, Claim claim, @Nullable Claim now) {
    for (var i = 0; i < statements.size(); i++) {
      var old = statements.get(i);
      if (old.id().equals(statement.id())) {
        var claims = new ArrayList<>(old.states());
        var at = claims.indexOf(claim);
        if (now == null) {
          claims.remove(at);
        } else {
          claims.set(at, now);
        }
        statements.set(
            i, old.text().equals(text) ? old.stating(claims) : old.reworded(text, claims));
      }
    }
  }

  private void add(Row row, List<Row> wanted) {
    for (var i = 0; i < statements.size(); i++) {
      var statement = statements.get(i);
      if (holds(statement, row)) {
        var claims = new ArrayList<>(statement.states());
        claims.add(new Claim(field, row.value(), row.price(), false));
        statements.set(i, statement.stating(claims));
        return;
      }
    }
    var before = wanted.subList(0, wanted.indexOf(row));
    statements.add(after(before), owners(row, false));
  }

  private boolean holds(Statement statement, Row row) {
    if (!attaching) {
      return Rewording.saysJust(statement.text(), row.text()) && statement.states().isEmpty();
    }
    var price = row.price();
    return Rewording.find(statement.text(), row.value()).isPresent()
        && (price == null || Rewording.find(statement.text(), price).isPresent());
  }

  /** Behind the statements that state what stands before it; else behind all of that field. */
  private int after(List<Row> before) {
    var place = 0;
    var last = statements.size();
    for (var fact : Facts.of(field, statements)) {
      var at = index(fact.sources().getFirst().statement()) + 1;
      last = at;
      place = before.contains(fact.row()) ? Math.max(place, at) : place;
    }
    return place == 0 ? last : place;
  }

  private int index(Statement statement) {
    return statements.stream().map(Statement::id).toList().indexOf(statement.id());
  }

  private void insert(Row row, boolean again) {
    statements.add(owners(row, again));
  }

  private Statement owners(Row row, boolean again) {
    var claim = new Claim(field, row.value(), row.price(), again);
    return new Statement(freeId(), row.text(), Source.OWNER, List.of(), List.of(claim));
  }

  private String freeId() {
    return freeId(field, statements.stream().map(Statement::id).toList());
  }

  private static String freeId(Field field, Collection<String> taken) {
    var number = 1;
    while (taken.contains(id(field, number))) {
      number++;
    }
    return id(field, number);
  }

  private static String id(Field field, int number) {
    return field.name().toLowerCase(Locale.ROOT) + "-" + number;
  }

  /** All rows as statements of their own, where changing those that were there is not enough. */
  private List<Statement> anew(List<Row> wanted) {
    List.copyOf(Facts.of(field, statements)).forEach(this::clear);
    // What lay behind the first value of a field of one comes forward, until there is no more.
    while (!Facts.of(field, statements).isEmpty()) {
      List.copyOf(Facts.of(field, statements)).forEach(this::clear);
    }
    wanted.forEach(row -> insert(row, false));
    return statements;
  }
}
