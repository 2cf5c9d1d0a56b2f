package app.xentri.local.redis;

import app.xentri.local.Home;
import app.xentri.local.process.RunInOwnJvm;
import java.nio.file.Path;

/** Starts Redis, writes a key and waits to be killed. */
final class RedisServerMain {

  private RedisServerMain() {}

  public static void main(String[] args) throws Exception {
    RedisServer redis = new RedisServer(new Home(Path.of(args[0])));
    try (RespConnection connection = RespConnection.open(redis.port(), redis.password())) {
      connection.call("SET", "k", "kept");
    }
    RunInOwnJvm.ready(redis.pid());
  }
}
