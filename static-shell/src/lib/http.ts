import { atom } from 'nanostores';
import type { Data } from './api-types';
import { type ApiProblem, problemFrom, Unreachable } from './problem';
import * as session from './session-clock';
import { $shown, introduced } from './shown';
import { close, isOpen, leave, requireOpen } from './tab';
import { addChoice, dropChoice } from './workspace';

export interface Reply<T> {
  readonly data: T;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly status: number;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly body?: unknown;
  /** One key for one action of the person; the same again when they retry it. */
  readonly key?: string;
  /** What the change is based on, as it was read: its entity tag goes along. */
  readonly basedOn?: object;
}

/** Names whose workspace the tab shows. When the cookie is somebody else's by now, the answer is 409 `session_changed`. */
const SHOWS = 'x-xentri-shows';

/** False while calls do not get through. The browser's own flag lies on captive networks, so failed calls count as well. */
export const $online = atom(typeof navigator === 'undefined' ? true : navigator.onLine);

const RETRY_AFTER_MS = [300, 1200];
const TIMEOUT_MS = 30_000;
const PASSING = new Set([429, 502, 503, 504]);

export function newKey(): string {
  return crypto.randomUUID();
}

/** Calls the API on this origin. Throws ApiProblem, Unreachable or SignedOut; data is in the shape of the endpoint's schema. */
export async function call<T>(path: string, options: Call = {}): Promise<Reply<T>> {
  await introduced();
  return callFirst<T>(path, options);
}

/** The same without knowing yet whose tab this is: for the one call that asks. */
export async function callFirst<T>(path: string, options: Call = {}): Promise<Reply<T>> {
  requireOpen();
  if (session.isStale()) await refreshOnce();
  let response = await send(path, options);
  if (response.status === 401) {
    // A new token does not help whose account is deleted.
    if (await says(response, 401, 'account_deleted')) throw leave('gone');
    await refreshOnce();
    response = await send(path, options);
    if (response.status === 401) throw leave('ended');
  }
  // An answer that comes after the tab was closed is not for it any more.
  requireOpen();
  return readOwn<T>(response);
}

async function says(response: Response, status: number, code: string): Promise<boolean> {
  return response.status === status && problemFrom(status, parse(await response.clone().text())).code === code;
}

/** For the calls that make or end a session, or ask whose it is: a 401 there is an answer, not a reason to refresh. */
export async function callPublic<T>(path: string, options: Call = {}): Promise<Reply<T>> {
  return read<T>(await send(path, options));
}

/** For the call that ends the session: it must be the one that this tab shows. */
export async function callLast(path: string): Promise<void> {
  await readOwn(await send(path, { method: 'POST' }));
}

async function readOwn<T>(response: Response): Promise<Reply<T>> {
  try {
    return await read<T>(response);
  } catch (fault) {
    throw closedBy(fault as ApiProblem) ?? fault;
  }
}

/** The refusals that are about the session, not about what was asked: the whole tab ends with them. */
function closedBy(problem: ApiProblem): Error | null {
  switch (problem.code) {
    case 'session_changed':
      return close({ kind: 'taken' });
    case 'no_workspace':
    case 'not_a_member':
      return close({ kind: 'no_workspace' });
    case 'session_ambiguous':
      return close({ kind: 'two_people' });
    default:
      return null;
  }
}

async function send(path: string, options: Call): Promise<Response> {
  const waits = (options.method ?? 'GET') === 'GET' ? [...RETRY_AFTER_MS] : [];
  const headers = headersOf(options);
  for (;;) {
    const wait = waits.shift();
    try {
      const response = await once(path, options, headers);
      $online.set(true);
      if ((await says(response, 403, 'not_a_member')) && dropChoice(headers)) return await once(path, options, headers);
      if (wait === undefined || !PASSING.has(response.status)) return response;
    } catch (cause) {
      if (wait === undefined || !navigator.onLine) {
        $online.set(false);
        throw new Unreachable(cause);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function headersOf({ body, key, basedOn }: Call): Headers {
  const headers = new Headers({ accept: 'application/json' });
  // A closed tab shows nobody: it asks for whoever is there now.
  const shown = isOpen() ? $shown.get() : null;
  if (shown !== null) headers.set(SHOWS, `${shown.user}/${shown.org}`);
  addChoice(headers);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('idempotency-key', key);
  if (basedOn !== undefined) headers.set('if-match', tagOf(basedOn));
  return headers;
}

function once(path: string, { method = 'GET', body }: Call, headers: Headers): Promise<Response> {
  return fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function read<T>(response: Response): Promise<Reply<T>> {
  const text = await response.text();
  const body = parse(text);
  const tag = response.headers.get('etag');
  if (!response.ok) {
    const problem = problemFrom(response.status, body);
    remember(problem.facts.current, tag);
    throw problem;
  }
  const envelope = (body ?? {}) as { data?: T; meta?: Record<string, unknown> };
  remember(envelope.data, tag);
  return { data: envelope.data as T, meta: envelope.meta ?? {}, status: response.status };
}

/** The entity tags of what was read, beside the objects themselves: what they are made of is the API's business. */
const tags = new WeakMap<object, string>();

function remember(what: unknown, tag: string | null): void {
  if (typeof what === 'object' && what !== null && tag !== null) tags.set(what, tag);
}

function tagOf(what: object): string {
  const tag = tags.get(what);
  if (tag === undefined) throw new Error('A change must be based on something that was read');
  return tag;
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown);
  } catch {
    // Not ours: a proxy's or a gateway's page. The status still says enough.
    return null;
  }
}

let refreshing: Promise<void> | null = null;

/** However many calls find the session stale, one refresh answers them all. */
function refreshOnce(): Promise<void> {
  refreshing ??= refresh().finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function refresh(): Promise<void> {
  const response = await send('/api/v1/auth/refresh', { method: 'POST' });
  if (response.status === 401 || response.status === 403) throw leave('ended');
  const { data } = await readOwn<Data<'authRefresh'>>(response);
  session.began(data.expires_in);
}

/** The next token of the session that there is now, whatever this tab shows. */
export async function renew(): Promise<void> {
  const { data } = await callPublic<Data<'authRefresh'>>('/api/v1/auth/refresh', { method: 'POST' });
  session.began(data.expires_in);
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => $online.set(true));
  window.addEventListener('offline', () => $online.set(false));
}
