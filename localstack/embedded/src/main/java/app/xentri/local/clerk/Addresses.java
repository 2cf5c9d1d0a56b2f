package app.xentri.local.clerk;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.SimplePropertyRowMapper;

/** People's further e-mail addresses inside a transaction. */
record Addresses(Tx tx) {

  private static final RowMapper<Address> ADDRESS = new SimplePropertyRowMapper<>(Address.class);

  /** Stores it, or what has become of it. */
  void keep(Address address) {
    tx.sql(Addresses.class, "keep", address).update();
  }

  void remove(Address address) {
    tx.sql(Addresses.class, "remove", address.id()).update();
  }

  Optional<Address> find(String userId, String id) {
    return tx.sql(Addresses.class, "find", id, userId).query(ADDRESS).optional();
  }

  List<Address> ofUser(String userId) {
    return tx.sql(Addresses.class, "ofUser", userId).query(ADDRESS).list();
  }
}
