package app.xentri.contract.wrong;

import app.xentri.platform.database.TenantTx;
import app.xentri.platform.identity.Caller;

/** A use case that opens its transaction. */
final class OpenSection {

  private final TenantTx tenants;

  OpenSection(TenantTx tenants) {
    this.tenants = tenants;
  }

  String run(Caller caller) {
    return tenants.run(caller, tx -> tx.clock().instant().toString());
  }
}
