// The HTTP shapes that other clients, ours in Java among them, rely on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { key, raw, token, url } from "./connect.mjs";

const post = (path, body, headers) =>
  raw(path, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body), headers });

async function assertAnswer(promise, status, body) {
  const response = await promise;
  assert.equal(response.headers.get("content-type"), "application/json");
  const answer = await response.json();
  assert.equal(response.status, status, JSON.stringify(answer));
  if (body instanceof RegExp) assert.match(answer.error, body);
  else assert.deepEqual(answer, body);
}

describe("path style", () => {
  test("words are parts of the path", async () => {
    const k = encodeURIComponent(key("path"));
    await assertAnswer(raw(`/set/${k}/a%2Fb+c%20d`), 200, { result: "OK" });
    await assertAnswer(raw(`/get/${k}`), 200, { result: "a/b+c d" });
  });

  test("a body is the last word and the query follows it", async () => {
    const k = encodeURIComponent(key("body"));
    const bytes = new Uint8Array([0, 255, 1, 254]);
    await assertAnswer(raw(`/set/${k}?EX=100`, { method: "POST", body: bytes }), 200, { result: "OK" });
    await assertAnswer(raw(`/ttl/${k}`), 200, { result: 100 });
    const encoded = await (await raw(`/get/${k}`, { headers: { "Upstash-Encoding": "base64" } })).json();
    assert.equal(encoded.result, Buffer.from(bytes).toString("base64"));
  });

  test("the token may stand in the query", async () => {
    await assertAnswer(raw(`/echo/hi?_token=${token}`, { bearer: null }), 200, { result: "hi" });
  });
});

describe("formats", () => {
  test("base64 reaches nested strings but not OK and not numbers", async () => {
    const script = "return {'a', {'b', 1}, redis.status_reply('OK')}";
    await assertAnswer(post("/", ["EVAL", script, 0], { "Upstash-Encoding": "base64" }), 200, {
      result: ["YQ==", ["Yg==", 1], "OK"],
    });
  });

  test("resp2 gives the bytes of Redis", async () => {
    const headers = { "Upstash-Response-Format": "resp2" };
    const response = await post("/", ["EVAL", "return {'a', 1, false, {}}", 0], headers);
    assert.equal(response.headers.get("content-type"), "application/octet-stream");
    assert.equal(await response.text(), "*4\r\n$1\r\na\r\n:1\r\n$-1\r\n*0\r\n");
    assert.equal(await (await post("/", ["PING"], headers)).text(), "+PONG\r\n");
    const pipeline = await post("/pipeline", [["PING"], ["NONSENSE"]], headers);
    assert.match(await pipeline.text(), /^\*2\r\n\+PONG\r\n-ERR unknown command/);
  });

  test("resp2 together with base64, and unknown formats, are refused", async () => {
    const both = { "Upstash-Response-Format": "resp2", "Upstash-Encoding": "base64" };
    await assertAnswer(post("/", ["PING"], both), 400, /not allowed/);
    await assertAnswer(post("/", ["PING"], { "Upstash-Response-Format": "resp3" }), 400, /format/);
  });
});

describe("refusals", () => {
  test("no token and a wrong one are 401", async () => {
    await assertAnswer(raw("/ping", { bearer: null }), 401, /^WRONGPASS/);
    await assertAnswer(raw("/ping", { bearer: "wrong" }), 401, /^WRONGPASS/);
    await assertAnswer(raw("/pipeline?_token=", { bearer: null, method: "POST", body: "[]" }), 401, /^WRONGPASS/);
    await assertAnswer(raw("/subscribe/x", { bearer: "wrong" }), 401, /^WRONGPASS/);
  });

  test("other methods are 405", async () => {
    await assertAnswer(raw("/ping", { method: "DELETE" }), 405, /method/);
  });

  for (const body of ["", "{", "{}", "[]", "null", '"PING"', '["SET",{"a":1}]', "[null]", "[[]]", '["PING"] x']) {
    test(`a command that is ${body || "empty"} is 400`, async () => {
      await assertAnswer(post("/", body), 400, /^ERR failed to parse command/);
    });
  }

  for (const path of ["/pipeline", "/multi-exec"]) {
    for (const body of ["", "{", "[]", '["PING"]', "[[]]", '{"a":1}']) {
      test(`${path} of ${body || "nothing"} is 400`, async () => {
        await assertAnswer(post(path, body), 400, /^ERR failed to parse/);
      });
    }
  }

  const refused = [
    ["BLPOP", "k", 0],
    ["brpop", "k", 0],
    ["BLMOVE", "a", "b", "LEFT", "LEFT", 0],
    ["BRPOPLPUSH", "a", "b", 0],
    ["BLMPOP", 0, 1, "k", "LEFT"],
    ["BZPOPMIN", "k", 0],
    ["BZPOPMAX", "k", 0],
    ["BZMPOP", 0, 1, "k", "MIN"],
    ["XREAD", "COUNT", 1, "BLOCK", 0, "STREAMS", "k", "$"],
    ["XREADGROUP", "GROUP", "block", "c", "block", 10, "STREAMS", "k", ">"],
    ["WATCH", "k"],
    ["MULTI"],
    ["SUBSCRIBE", "c"],
    ["MONITOR"],
    ["SELECT", 1],
    ["CONFIG", "GET", "requirepass"],
    ["SHUTDOWN"],
    ["DEBUG", "SLEEP", 1],
  ];
  for (const command of refused) {
    test(`${command.slice(0, 1)} ${command.slice(1).join(" ")} is refused`, async () => {
      await assertAnswer(post("/", command), 400, /^ERR Command is not available/);
    });
  }

  test("options are not looked for among names", async () => {
    await assertAnswer(post("/", ["XREAD", "STREAMS", "BLOCK", "0"]), 200, { result: null });
    await assertAnswer(post("/", ["XREADGROUP", "GROUP", "BLOCK", "c", "STREAMS", key("s"), ">"]), 400, /^NOGROUP/);
  });

  test("an unknown command is Redis' own error", async () => {
    await assertAnswer(post("/", ["NONSENSE"]), 400, /^ERR unknown command/);
  });
});

describe("batches", () => {
  test("a refused command of a pipeline fails alone, in its place", async () => {
    const answer = await (await post("/pipeline", [["PING"], ["BLPOP", "k", 0], ["ECHO", "x"]])).json();
    assert.equal(answer[0].result, "PONG");
    assert.match(answer[1].error, /not available/);
    assert.equal(answer[2].result, "x");
  });

  test("a transaction with a refused or unknown command does nothing", async () => {
    const k = key("tx");
    for (const bad of [["BLPOP", "k", 0], ["NONSENSE"], ["SET", "too-few"]]) {
      const response = await post("/multi-exec", [["SET", k, 1], bad]);
      assert.equal(response.status, 400);
      assert.ok((await response.json()).error);
    }
    await assertAnswer(post("/", ["EXISTS", k]), 200, { result: 0 });
  });

  test("a command that fails while a transaction runs leaves the others in effect", async () => {
    const k = key("tx-runtime");
    const answer = await (await post("/multi-exec", [["SET", k, "text"], ["INCR", k], ["GET", k]])).json();
    assert.equal(answer[0].result, "OK");
    assert.match(answer[1].error, /not an integer/);
    assert.equal(answer[2].result, "text");
  });

  test("a thousand commands in one pipeline", async () => {
    const k = key("many");
    const commands = Array.from({ length: 1000 }, () => ["INCR", k]);
    const answer = await (await post("/pipeline", commands)).json();
    assert.deepEqual(answer.at(-1), { result: 1000 });
  });
});

test("two hundred clients at once each get their own answer", async () => {
  const answers = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => (await post("/", ["ECHO", `n${i}`])).json()),
  );
  answers.forEach((answer, i) => assert.equal(answer.result, `n${i}`));
});

test("messages of a pattern arrive as server-sent events", async () => {
  const channel = key("events");
  const stop = new AbortController();
  const response = await fetch(`${url}/psubscribe/${encodeURIComponent(channel)}*`, {
    headers: { Authorization: `Bearer ${token}`, Accept: "text/event-stream" },
    signal: stop.signal,
  });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  assert.equal((await reader.read()).value, `data: psubscribe,${channel}*,1\n\n`);
  await post("/", ["PUBLISH", `${channel}:1`, "hi"]);
  assert.equal((await reader.read()).value, `data: pmessage,${channel}*,${channel}:1,hi\n\n`);
  stop.abort();
});
