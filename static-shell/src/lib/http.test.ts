import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { $online, call, type Call } from './http';
import { forgetPeople } from './keep';
import { ApiProblem, SignedOut, Unreachable } from './problem';
import * as session from './session-clock';
import { $shown } from './shown';
import { $tab } from './tab';

type Handler = (path: string, request: RequestInit, nth: number) => Response | Promise<Response>;

/** Stands where the network is: everything on our side of it is the real code. */
function network(handler: Handler) {
  const seen: { path: string; method: string; headers: Headers; body: unknown; at: number }[] = [];
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    seen.push({ path, method: request.method ?? 'GET', headers: new Headers(request.headers), body: request.body, at: Date.now() });
    return Promise.resolve().then(() => handler(path, request, seen.length));
  });
  return seen;
}

const PROBLEMS = 'https://xentri.app/problems';

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const ok = (data: unknown) => json(200, { data, error: null, meta: {} });

let left: string[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  forgetPeople();
  session.began(600);
  left = [];
  $shown.set(null);
  $tab.set({ kind: 'open' });
  vi.spyOn(location, 'replace').mockImplementation((url) => void left.push(url.toString()));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('many calls that find the session over share one refresh', async () => {
  let fresh = false;
  const seen = network((path) => {
    if (path.endsWith('/refresh')) {
      fresh = true;
      return ok({ expires_in: 600 });
    }
    return fresh ? ok('here') : json(401, {});
  });
  const replies = await Promise.all([call('/api/v1/me'), call('/api/v1/events'), call('/api/v1/brief')]);
  expect(replies.map((reply) => reply.data)).toEqual(['here', 'here', 'here']);
  expect(seen.filter((one) => one.path.endsWith('/refresh'))).toHaveLength(1);
});

test('a session known to be stale is refreshed first, so that no call has to fail', async () => {
  session.began(10);
  const seen = network(() => ok({ expires_in: 600 }));
  await call('/api/v1/me');
  expect(seen.map((one) => one.path)).toEqual(['/api/v1/auth/refresh', '/api/v1/me']);
});

test('when the session has ended, the sign-in page knows where to return', async () => {
  network(() => json(401, {}));
  await expect(call('/api/v1/me')).rejects.toBeInstanceOf(SignedOut);
  expect($tab.get()).toEqual({ kind: 'left', why: 'ended' });
  await vi.runAllTimersAsync();
  expect(left).toEqual([expect.stringMatching(/^\/sign-in\?.*why=ended/)]);
  expect(session.isKnown()).toBe(false);
});

const READ: Call = {};
const ACTION: Call = { method: 'POST', body: { text: 'a' }, key: 'k-1' };
const HARMLESS: Call = { method: 'POST', body: { token: 't' }, harmless: true };

/** A change of something that was read a moment ago. */
async function change(): Promise<Call> {
  network(() => new Response(JSON.stringify({ data: { id: 'a' } }), { headers: { etag: '"a-7"' } }));
  const { data } = await call<object>('/api/v1/a');
  return { method: 'PATCH', body: { a: 1 }, basedOn: data };
}

const everyKind = async (): Promise<readonly Call[]> => [READ, ACTION, HARMLESS, await change()];

const later = (seconds: string | null, status = 503) => new Response('{}', { status, headers: seconds === null ? {} : { 'retry-after': seconds } });
const problem = (status: number, code: string) => json(status, { type: `${PROBLEMS}/${code}` });

/** What comes of a call in the next minute. */
async function outcomeOf(what: Call): Promise<unknown> {
  const outcome = call('/api/v1/x', what).then(
    (reply) => reply.data,
    (fault: unknown) => fault,
  );
  await vi.advanceTimersByTimeAsync(60_000);
  return outcome;
}

test('where nobody was signed in as far as one knows, nothing is said to have ended', async () => {
  session.ended();
  network(() => json(401, {}));
  await expect(call('/api/v1/me')).rejects.toBeInstanceOf(SignedOut);
  await vi.runAllTimersAsync();
  expect(left).toEqual([expect.stringMatching(/^\/sign-in(?!.*why)/)]);
});

test('what the server could not do is asked for again, the same and not before it says, whatever it is', async () => {
  for (const what of await everyKind()) {
    const seen = network((_, __, nth) => (nth < 3 ? later('3') : ok('late')));
    expect(await outcomeOf(what)).toBe('late');
    expect(seen).toHaveLength(3);
    const [first, second, third] = seen.map(({ at, headers, ...same }) => ({ at, same: { ...same, headers: [...headers] } }));
    expect(second?.same).toEqual(first?.same);
    expect(third?.same).toEqual(first?.same);
    expect([second?.at, third?.at]).toEqual([3_000 + (first?.at ?? 0), 6_000 + (first?.at ?? 0)]);
  }
});

test('after some seconds the person hears of it and decides', async () => {
  for (const what of await everyKind()) {
    for (const [said, times] of [['5', 3], ['60', 1], ['0', 4], [null, 4], [new Date(Date.now() + 3_600_000).toUTCString(), 1]] as const) {
      const seen = network(() => later(said));
      expect(await outcomeOf(what)).toMatchObject({ facts: { status: 503 } });
      expect(seen, `told ${said ?? 'nothing'}`).toHaveLength(times);
      expect((seen.at(-1)?.at ?? 0) - (seen[0]?.at ?? 0)).toBeLessThanOrEqual(12_000);
    }
  }
});

test('an answer that takes long and then comes has cost no patience', async () => {
  const seen = network(async (_, __, nth) => {
    if (nth > 1) return ok('late');
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    return json(500, { message: 'Internal Server Error' });
  });
  expect(await outcomeOf(ACTION)).toBe('late');
  expect(seen).toHaveLength(2);
});

test('those before the API that had no answer from it are like no answer', async () => {
  for (const status of [500, 502, 503, 504]) {
    for (const what of await everyKind()) {
      network((_, __, nth) => (nth === 1 ? new Response('<h1>Bad gateway</h1>', { status }) : ok('late')));
      expect(await outcomeOf(what)).toBe('late');
    }
  }
});

test('an action whose first attempt is still at work is asked for again until its answer is there', async () => {
  network((_, __, nth) => (nth === 1 ? later('1') : nth === 2 ? problem(409, 'idempotency_in_flight') : ok('the first one’s')));
  expect(await outcomeOf(ACTION)).toBe('the first one’s');
});

test('what the API has decided is not asked for again', async () => {
  for (const what of await everyKind()) {
    for (const [status, code] of [[500, 'internal'], [409, 'not_now'], [412, 'precondition_failed'], [422, 'invalid'], [404, 'not_found']] as const) {
      const seen = network(() => problem(status, code));
      expect(await outcomeOf(what)).toMatchObject({ facts: { status, code } });
      expect(seen).toHaveLength(1);
    }
  }
});

test('what was too often is not sent again by itself, unless it only reads', async () => {
  for (const what of await everyKind()) {
    const seen = network((_, __, nth) => (nth === 1 ? later('1', 429) : ok('late')));
    expect(await outcomeOf(what)).toEqual(what === READ ? 'late' : expect.objectContaining({ facts: expect.objectContaining({ status: 429 }) as unknown }));
    expect(seen).toHaveLength(what === READ ? 2 : 1);
  }
});

test('where nobody is, nothing but a read is sent again: not then, and not behind one’s back later', async () => {
  for (const what of await everyKind()) {
    const seen = network((_, __, nth) => (nth === 1 ? Promise.reject(new TypeError('gone')) : ok('late')));
    expect(await outcomeOf(what)).toEqual(what === READ ? 'late' : expect.any(Unreachable));
    expect(seen).toHaveLength(what === READ ? 2 : 1);
  }
});

test('what got no answer while it was asked for again is unreachable, like any other', async () => {
  const seen = network((_, __, nth) => (nth === 1 ? later('1') : Promise.reject(new TypeError('gone'))));
  expect(await outcomeOf(ACTION)).toBeInstanceOf(Unreachable);
  expect(seen).toHaveLength(2);
});

test('a tab that is closed meanwhile asks for nothing more', async () => {
  for (const what of await everyKind()) {
    $tab.set({ kind: 'open' });
    const seen = network(() => later('5'));
    const outcome = expect(call('/api/v1/x', what)).rejects.toBeInstanceOf(SignedOut);
    await vi.advanceTimersByTimeAsync(1_000);
    $tab.set({ kind: 'taken' });
    await vi.advanceTimersByTimeAsync(60_000);
    await outcome;
    expect(seen).toHaveLength(1);
  }
});

test('no answer is told apart from a refusal, and the page knows it is offline', async () => {
  network(() => Promise.reject(new TypeError('gone')));
  const attempt = expect(call('/api/v1/me')).rejects.toBeInstanceOf(Unreachable);
  await vi.advanceTimersByTimeAsync(5_000);
  await attempt;
  expect($online.get()).toBe(false);
});

test('an answer to what was sent before the network went away does not show that it is back; one to what was sent since does', async () => {
  let answer: (response: Response) => void = () => undefined;
  network((_, __, nth) => (nth === 1 ? new Promise((resolve) => (answer = resolve)) : ok({})));
  const early = call('/api/v1/me');
  await vi.advanceTimersByTimeAsync(10);
  window.dispatchEvent(new Event('offline'));
  answer(ok({}));
  await early;
  expect($online.get()).toBe(false);
  await call('/api/v1/me');
  expect($online.get()).toBe(true);
});

test('sends the key and the tag of what was read, as the API gave it', async () => {
  const seen = network(() => new Response(JSON.stringify({ data: { id: 'a' } }), { headers: { etag: '"a-7"' } }));
  const { data } = await call<object>('/api/v1/x');
  await call('/api/v1/x', { method: 'PUT', body: { a: 1 }, basedOn: data });
  await call('/api/v1/x', ACTION);
  expect(seen[1]?.headers.get('if-match')).toBe('"a-7"');
  expect(seen[2]?.headers.get('idempotency-key')).toBe('k-1');
});

test('a problem keeps its code, its fields and the current state', async () => {
  const type = `${PROBLEMS}/precondition_failed`;
  const told = { type, title: 'Changed', status: 412, detail: '', trace_id: 't', current: { version: 3 } };
  network(() => json(412, told));
  const fault = await call('/api/v1/x', ACTION).catch((problem: unknown) => problem);
  expect(fault).toBeInstanceOf(ApiProblem);
  expect((fault as ApiProblem).facts).toMatchObject({ code: 'precondition_failed', traceId: 't', current: { version: 3 } });
});

test("a gateway's page instead of JSON is still a problem with its status", async () => {
  network(() => new Response('<h1>Not here</h1>', { status: 404 }));
  await expect(call('/api/v1/x')).rejects.toMatchObject({ facts: { status: 404, code: 'unexpected' } });
});

test('what the server has now, told by a refusal, can be changed in turn', async () => {
  const told = JSON.stringify({ type: `${PROBLEMS}/precondition_failed`, current: { id: 'a' } });
  const refusal = () => new Response(told, { status: 412, headers: { etag: '"a-8"' } });
  const seen = network((_, __, nth) => (nth === 1 ? refusal() : ok(null)));
  const fault = await call('/api/v1/x').catch((problem: unknown) => problem);
  await call('/api/v1/x', { method: 'PUT', body: {}, basedOn: (fault as ApiProblem).facts.current as object });
  expect(seen[1]?.headers.get('if-match')).toBe('"a-8"');
});

test('a change of something that was never read is a mistake of ours', async () => {
  network(() => ok(null));
  await expect(call('/api/v1/x', { method: 'PUT', body: {}, basedOn: {} })).rejects.toThrow('must be based on');
});

const ANN = { user: '0190a000-0000-7000-8000-000000000001', org: '0190a000-0000-7000-8000-000000000002' };

test('every call says whose tab it comes from, once that is known', async () => {
  const seen = network(() => ok({ expires_in: 600 }));
  await call('/api/v1/me');
  $shown.set(ANN);
  session.began(10);
  await call('/api/v1/x');
  await call('/api/v1/x', { method: 'POST', body: {}, key: 'k' });
  expect(seen.map(({ path, headers }) => [path, headers.get('x-xentri-shows')])).toEqual([
    ['/api/v1/me', null],
    ['/api/v1/auth/refresh', `${ANN.user}/${ANN.org}`],
    ['/api/v1/x', `${ANN.user}/${ANN.org}`],
    ['/api/v1/x', `${ANN.user}/${ANN.org}`],
  ]);
});

test.each([
  [409, 'session_changed', 'taken'],
  [403, 'no_workspace', 'no_workspace'],
  [403, 'not_a_member', 'no_workspace'],
  [409, 'session_ambiguous', 'two_people'],
])('%d %s closes the tab, and a closed tab neither sends nor takes anything', async (status, code, kind) => {
  $shown.set(ANN);
  let release: (response: Response) => void = () => undefined;
  const refusal = () => json(status, { type: `${PROBLEMS}/${code}` });
  const seen = network((path) => (path === '/late' ? new Promise((resolve) => (release = resolve)) : refusal()));
  const late = expect(call('/late')).rejects.toBeInstanceOf(SignedOut);
  await vi.advanceTimersByTimeAsync(0);
  await expect(call('/api/v1/x', ACTION)).rejects.toBeInstanceOf(SignedOut);
  expect($tab.get().kind).toBe(kind);
  await expect(call('/api/v1/y')).rejects.toBeInstanceOf(SignedOut);
  expect(seen.map((one) => one.path)).toEqual(['/late', '/api/v1/x']);
  release(ok('secret'));
  await late;
});

test('whose account is deleted is told so, without a refresh that could not help', async () => {
  const seen = network(() => json(401, { type: `${PROBLEMS}/account_deleted` }));
  await expect(call('/api/v1/brief')).rejects.toBeInstanceOf(SignedOut);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen.map((one) => one.path)).toEqual(['/api/v1/brief']);
  expect(left).toEqual(['/sign-in?why=gone']);
});
