import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as api from './api';
import { call, renew } from './http';
import * as session from './session-clock';
import { $shown } from './shown';
import { $tab } from './tab';

/** Every call that the screens can make. A new one is tried by itself. */
const CALLS = Object.entries({ ...api, renew }) as [string, (...needs: unknown[]) => Promise<unknown>][];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Lists for what lists, and else something that has whatever anybody looks for in an answer. */
function answerTo({ method, path }: Sent): Response {
  const list = method === 'GET' && /\/(orgs|events|messages)(\?|$)/.test(path);
  const data = list ? [] : { id: 'a', user: { id: 'u' }, org: { id: 'o' }, session: { id: 's' }, expires_in: 600 };
  return new Response(JSON.stringify({ data, meta: {} }), { headers: { etag: '"a-1"' } });
}

/** Stands where the network is. The first answers are these; an answer that gets lost on its way has had its effect. */
function network(first: readonly Response[]): Sent[] {
  const sent: Sent[] = [];
  const left = [...first];
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => {
    const headers = Object.fromEntries(new Headers(request.headers));
    const one = { method: request.method ?? 'GET', path, headers, body: request.body };
    sent.push(one);
    return Promise.resolve(left.shift() ?? answerTo(one));
  });
  return sent;
}

/** Something that stands for an id, a text, a key, a filter and what was read alike. */
async function anything(): Promise<object> {
  network([]);
  return (await call<object>('/api/v1/a')).data;
}

beforeEach(() => {
  vi.useFakeTimers();
  session.began(600);
  $shown.set({ user: 'u', org: 'o' });
  $tab.set({ kind: 'open' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const unavailable = () => new Response('{"type": "https://xentri.app/problems/unavailable"}', { status: 503, headers: { 'retry-after': '1' } });

test('there are calls to try', () => {
  expect(CALLS.length).toBeGreaterThan(15);
});

test.each(CALLS)('%s goes through, with the very same asked again, when the server could not at first', async (_, make) => {
  const needs = Array<object>(make.length).fill(await anything());
  const sent = network([unavailable(), unavailable()]);
  const done = make(...needs);
  await vi.advanceTimersByTimeAsync(10_000);
  await done;
  expect(sent.length).toBeGreaterThanOrEqual(3);
  expect(sent[1]).toEqual(sent[0]);
  expect(sent[2]).toEqual(sent[0]);
});

/** The calls of which it is known by what they are that they can be sent twice. Any other one says so itself, and is named here. */
const HARMLESS = new Set(['/api/v1/auth/exchange', '/api/v1/auth/refresh', '/api/v1/auth/logout']);

test.each(CALLS)('%s can have been done already when it is sent again', async (_, make) => {
  const needs = Array<object>(make.length).fill(await anything());
  const sent = network([]);
  await make(...needs);
  expect(sent.length).toBeGreaterThan(0);
  for (const { method, path, headers } of sent) {
    const known = method === 'GET' || (method === 'POST' ? 'idempotency-key' in headers : 'if-match' in headers);
    expect(known || HARMLESS.has(path), `${method} ${path}`).toBe(true);
  }
});
