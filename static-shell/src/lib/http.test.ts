import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { $online, call, newKey } from './http';
import { forgetPeople } from './keep';
import { ApiProblem, SignedOut, Unreachable } from './problem';
import * as session from './session-clock';
import { $shown } from './shown';
import { $tab } from './tab';

type Handler = (path: string, request: RequestInit, nth: number) => Response | Promise<Response>;

/** Stands where the network is: everything on our side of it is the real code. */
function network(handler: Handler) {
  const seen: { path: string; method: string; headers: Headers }[] = [];
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    seen.push({ path, method: request.method ?? 'GET', headers: new Headers(request.headers) });
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

test('reads are tried again while the trouble may pass', async () => {
  network((_, __, nth) => (nth < 3 ? json(503, {}) : ok('late')));
  const reply = call('/api/v1/me');
  await vi.advanceTimersByTimeAsync(5_000);
  expect((await reply).data).toBe('late');
});

test('writes are never repeated by themselves', async () => {
  const seen = network(() => json(503, {}));
  await expect(call('/api/v1/x', { method: 'POST', body: {}, key: newKey() })).rejects.toBeInstanceOf(ApiProblem);
  expect(seen).toHaveLength(1);
});

test('no answer is told apart from a refusal, and the page knows it is offline', async () => {
  network(() => Promise.reject(new TypeError('gone')));
  const attempt = expect(call('/api/v1/me')).rejects.toBeInstanceOf(Unreachable);
  await vi.advanceTimersByTimeAsync(5_000);
  await attempt;
  expect($online.get()).toBe(false);
});

test('sends the key and the tag of what was read, as the API gave it', async () => {
  const seen = network(() => new Response(JSON.stringify({ data: { id: 'a' } }), { headers: { etag: '"a-7"' } }));
  const { data } = await call<object>('/api/v1/x');
  await call('/api/v1/x', { method: 'PUT', body: { a: 1 }, key: 'k-1', basedOn: data });
  expect(seen[1]?.headers.get('idempotency-key')).toBe('k-1');
  expect(seen[1]?.headers.get('if-match')).toBe('"a-7"');
});

test('a problem keeps its code, its fields and the current state', async () => {
  const type = `${PROBLEMS}/precondition_failed`;
  const told = { type, title: 'Changed', status: 412, detail: '', trace_id: 't', current: { version: 3 } };
  network(() => json(412, told));
  const fault = await call('/api/v1/x', { method: 'PATCH', body: {} }).catch((problem: unknown) => problem);
  expect(fault).toBeInstanceOf(ApiProblem);
  expect((fault as ApiProblem).facts).toMatchObject({ code: 'precondition_failed', traceId: 't', current: { version: 3 } });
});

test("a gateway's page instead of JSON is still a problem with its status", async () => {
  network(() => new Response('<h1>Bad gateway</h1>', { status: 500 }));
  await expect(call('/api/v1/x', { method: 'POST' })).rejects.toMatchObject({ facts: { status: 500, code: 'unexpected' } });
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
  await expect(call('/api/v1/x', { method: 'PUT', body: {} })).rejects.toBeInstanceOf(SignedOut);
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
