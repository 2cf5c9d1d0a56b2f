// What the official client promises, kept by the local endpoint.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { connect, key } from "./connect.mjs";

const redis = connect();

describe("values", () => {
  test("objects go in and come out as objects", async () => {
    const k = key("object");
    await redis.set(k, { name: "Ada", tags: ["a", "b"], n: 1.5, none: null });
    assert.deepEqual(await redis.get(k), { name: "Ada", tags: ["a", "b"], n: 1.5, none: null });
  });

  test("numbers come out as numbers and numeric strings are kept when asked", async () => {
    const k = key("number");
    await redis.set(k, "42");
    assert.equal(await redis.get(k), 42);
    assert.equal(await connect({ automaticDeserialization: false }).get(k), "42");
  });

  test("text of every script survives", async () => {
    const k = key("unicode");
    const text = "naïve 漢字 🙂 \u0000 \"quoted\" \\ \n end";
    await redis.set(k, text);
    assert.equal(await redis.get(k), text);
  });

  test("text survives without the base64 encoding too", async () => {
    const k = key("plain");
    const plain = connect({ responseEncoding: false });
    await plain.set(k, "šūpulis 🙂");
    assert.equal(await plain.get(k), "šūpulis 🙂");
  });

  test("the value OK is not mistaken for encoded text", async () => {
    const k = key("ok");
    assert.equal(await redis.set(k, "OK"), "OK");
    assert.equal(await redis.get(k), "OK");
  });

  test("a missing key is null", async () => {
    assert.equal(await redis.get(key("missing")), null);
  });
});

describe("strings", () => {
  test("options of SET are honoured", async () => {
    const k = key("set");
    assert.equal(await redis.set(k, "a", { nx: true, ex: 100 }), "OK");
    assert.equal(await redis.set(k, "b", { nx: true }), null);
    assert.equal(await redis.set(k, "c", { get: true }), "a");
    assert.equal(await redis.ttl(k), -1);
  });

  test("counters count", async () => {
    const k = key("counter");
    assert.equal(await redis.incr(k), 1);
    assert.equal(await redis.incrby(k, 41), 42);
    assert.equal(await redis.incrbyfloat(k, 0.5), 42.5);
  });

  test("several keys at once", async () => {
    const [a, b, c] = [key("a"), key("b"), key("c")];
    await redis.mset({ [a]: "1", [b]: { two: 2 } });
    assert.deepEqual(await redis.mget(a, b, c), [1, { two: 2 }, null]);
    assert.equal(await redis.del(a, b), 2);
  });

  test("expiry and scanning", async () => {
    const k = key("expiring");
    await redis.set(k, 1);
    assert.equal(await redis.expire(k, 60), 1);
    assert.ok((await redis.pttl(k)) > 50_000);
    let cursor = "0";
    const found = [];
    do {
      const [next, keys] = await redis.scan(cursor, { match: k, count: 1000 });
      cursor = next;
      found.push(...keys);
    } while (cursor !== "0");
    assert.deepEqual(found, [k]);
  });
});

describe("collections", () => {
  test("hashes", async () => {
    const k = key("hash");
    assert.equal(await redis.hset(k, { name: "Ada", age: 36, extra: { a: 1 } }), 3);
    assert.deepEqual(await redis.hgetall(k), { name: "Ada", age: 36, extra: { a: 1 } });
    assert.deepEqual(await redis.hmget(k, "age", "none"), { age: 36, none: null });
    assert.equal(await redis.hincrby(k, "age", 1), 37);
    assert.equal(await redis.hdel(k, "name"), 1);
    assert.equal(await redis.hgetall(key("no hash")), null);
  });

  test("lists", async () => {
    const k = key("list");
    assert.equal(await redis.rpush(k, "a", { b: 1 }, 3), 3);
    assert.deepEqual(await redis.lrange(k, 0, -1), ["a", { b: 1 }, 3]);
    assert.equal(await redis.lpop(k), "a");
    assert.equal(await redis.llen(k), 2);
  });

  test("sets", async () => {
    const k = key("set");
    assert.equal(await redis.sadd(k, "x", "y", "x"), 2);
    assert.deepEqual((await redis.smembers(k)).sort(), ["x", "y"]);
    assert.equal(await redis.sismember(k, "y"), 1);
  });

  test("sorted sets", async () => {
    const k = key("zset");
    assert.equal(await redis.zadd(k, { score: 1.5, member: "one" }, { score: 2, member: "two" }), 2);
    assert.deepEqual(await redis.zrange(k, 0, -1, { withScores: true }), ["one", 1.5, "two", 2]);
    assert.deepEqual(await redis.zrange(k, 2, "+inf", { byScore: true }), ["two"]);
    assert.equal(await redis.zscore(k, "one"), 1.5);
    assert.equal(await redis.zincrby(k, 1, "one"), 2.5);
  });
});

describe("streams", () => {
  test("explicit ids are kept, in order, and an older one is refused", async () => {
    const k = key("stream");
    assert.equal(await redis.xadd(k, "1-1", { type: "a", body: { n: 1 } }), "1-1");
    assert.equal(await redis.xadd(k, "1-2", { type: "b" }), "1-2");
    assert.deepEqual(await redis.xrange(k, "-", "+"), {
      "1-1": { type: "a", body: { n: 1 } },
      "1-2": { type: "b" },
    });
    await assert.rejects(redis.xadd(k, "1-1", { type: "late" }), /equal or smaller/);
    assert.equal(await redis.xlen(k), 2);
  });

  test("a group reads each entry once and acknowledges it", async () => {
    const k = key("group");
    await redis.xadd(k, "1-1", { n: "1" });
    await redis.xadd(k, "1-2", { n: "2" });
    assert.equal(await redis.xgroup(k, { type: "CREATE", group: "g", id: "0" }), "OK");
    const [[name, entries]] = await redis.xreadgroup("g", "c", [k], [">"], { count: 10 });
    assert.equal(name, k);
    assert.deepEqual(entries, [
      ["1-1", ["n", 1]],
      ["1-2", ["n", 2]],
    ]);
    assert.equal((await redis.xpending(k, "g", "-", "+", 10)).length, 2);
    assert.equal(await redis.xack(k, "g", ["1-1", "1-2"]), 2);
    assert.equal((await redis.xpending(k, "g", "-", "+", 10)).length, 0);
    assert.equal(await redis.xreadgroup("g", "c", [k], [">"], { count: 10 }), null);
  });

  test("waiting for a stream is refused", async () => {
    const k = key("waiting");
    await redis.xgroup(k, { type: "CREATE", group: "g", id: "$", options: { MKSTREAM: true } });
    await assert.rejects(redis.xread(k, "$", { blockMS: 1000 }), /not available/);
    await assert.rejects(redis.xreadgroup("g", "c", k, ">", { blockMS: 1000 }), /not available/);
  });
});

describe("scripts", () => {
  test("EVAL runs Lua with keys and arguments", async () => {
    const k = key("eval");
    const script = "redis.call('set', KEYS[1], ARGV[1]); return {redis.call('get', KEYS[1]), #ARGV}";
    assert.deepEqual(await redis.eval(script, [k], ["hello", "x"]), ["hello", 2]);
  });

  test("a loaded script runs by its hash and an unknown hash is an error", async () => {
    const sha = await redis.scriptLoad("return ARGV[1]");
    assert.deepEqual(await redis.scriptExists(sha), [1]);
    assert.equal(await redis.evalsha(sha, [], ["again"]), "again");
    await assert.rejects(redis.evalsha("0".repeat(40), [], []), /NOSCRIPT/);
  });

  test("createScript falls back from the hash to the text", async () => {
    const text = `return {ARGV[1], '${key("unique")}'}`;
    const [first] = await redis.createScript(text).exec([], ["x"]);
    assert.equal(first, "x");
  });
});

describe("batches", () => {
  test("a pipeline answers in order", async () => {
    const k = key("pipeline");
    const p = redis.pipeline();
    p.set(k, { a: 1 });
    p.get(k);
    p.incr(`${k}:n`);
    assert.deepEqual(await p.exec(), ["OK", { a: 1 }, 1]);
  });

  test("one failing command of a pipeline does not stop the others", async () => {
    const k = key("pipeline-error");
    const p = redis.pipeline();
    p.set(k, "text");
    p.incr(k);
    p.get(k);
    const results = await p.exec({ keepErrors: true });
    assert.equal(results[0].result, "OK");
    assert.match(results[1].error, /not an integer/);
    assert.equal(results[2].result, "text");
  });

  test("commands started together travel together", async () => {
    const auto = connect({ enableAutoPipelining: true });
    const k = key("auto");
    const [, n, value] = await Promise.all([auto.set(k, 1), auto.incr(k), auto.get(k)]);
    assert.deepEqual([n, value], [2, 2]);
  });

  test("a transaction applies as a whole", async () => {
    const k = key("multi");
    const tx = redis.multi();
    tx.set(k, 1);
    tx.incr(k);
    assert.deepEqual(await tx.exec(), ["OK", 2]);
  });

  test("a transaction with a broken command changes nothing", async () => {
    const k = key("multi-error");
    const tx = redis.multi();
    tx.set(k, "written");
    tx.getrange(k);
    await assert.rejects(tx.exec());
    assert.equal(await redis.exists(k), 0);
  });
});

describe("errors", () => {
  test("the wrong type is named", async () => {
    const k = key("type");
    await redis.lpush(k, 1);
    await assert.rejects(redis.get(k), /WRONGTYPE/);
  });

  test("a wrong token is refused", async () => {
    await assert.rejects(connect({ token: "wrong" }).get("x"), /WRONGPASS/);
  });
});

describe("subscriptions", () => {
  test("a subscriber hears what is published", async () => {
    const channel = key("channel");
    const subscriber = redis.subscribe(channel);
    try {
      await new Promise((resolve) => subscriber.on("subscribe", resolve));
      const heard = new Promise((resolve) => subscriber.on("message", resolve));
      assert.equal(await redis.publish(channel, { hello: "world" }), 1);
      const { message } = await heard;
      assert.deepEqual(message, { hello: "world" });
    } finally {
      await subscriber.unsubscribe();
    }
  });
});
