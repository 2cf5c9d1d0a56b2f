import { atom } from 'nanostores';
import type { Data } from './api-types';
import { begunEarly } from './early';
import { rememberTag, tagOf } from './entity-tags';
import { patience, rest, retryAfter } from './patience';
import { type ApiProblem, problemFrom, Unreachable } from './problem';
import * as session from './session-clock';
import { $shown, introduced, isAssumed, SHOWS, shownText } from './shown';
import { beginAnew, close, isOpen, leave, requireOpen } from './tab';
import { addChoice, dropChoice } from './workspace';

export interface Reply<T> {
  readonly data: T;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly status: number;
}

/**
 * What can be asked for. An answer may get lost after its effect, so there is no call that could not be sent again without a second one
 * (docs/decisions/0093): one that has no such form is not added here without a thought about that.
 */
export type Call = Read | Action | Change | Harmless;

interface Read {
  readonly method?: 'GET';
}

interface Action {
  readonly method: 'POST';
  readonly body: unknown;
  /** One key for one action of the person; the same again when they retry it. */
  readonly key: string;
  /** What the action is about, as it was read. Once that has changed, the action is refused. */
  readonly basedOn?: object;
}

interface Change {
  readonly method: 'PUT' | 'PATCH';
  readonly body: unknown;
  /** What the change is based on, as it was read: its entity tag goes along. Once it has changed, the same is refused. */
  readonly basedOn: object;
}

/** Makes or ends what is then there or not, however often it is asked for. */
interface Harmless {
  readonly method: 'POST';
  readonly body?: unknown;
  readonly harmless: true;
}

/**
 * False while calls do not get through. The browser's own flag lies on captive networks, so failed calls count as well; and only a call that
 * got an answer shows that one is back.
 */
export const $online = atom(typeof navigator === 'undefined' ? true : navigator.onLine);

/** How often the browser has said that its network went away. An answer to what was sent before that does not show that it is back. */
let cuts = 0;

/** Before a read is sent again that met nobody. */
const UNREACHABLE_MS = [300, 1200];
const TIMEOUT_MS = 30_000;

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
  return response.status === status && (await codeOf(response)) === code;
}

async function codeOf(response: Response): Promise<string> {
  return problemFrom(response.status, parse(await response.clone().text())).code;
}

/** For the calls that make or end a session, or ask whose it is: a 401 there is an answer, not a reason to refresh. */
export async function callPublic<T>(path: string, options: Call = {}): Promise<Reply<T>> {
  return read<T>(await send(path, options));
}

/** For the call that ends the session: it must be the one that this tab shows. */
export async function callLast(path: string): Promise<void> {
  await readOwn(await send(path, { method: 'POST', harmless: true }));
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
      return isAssumed() ? beginAnew() : close({ kind: 'taken' });
    case 'no_workspace':
    case 'not_a_member':
      return close({ kind: 'no_workspace' });
    case 'session_ambiguous':
      return close({ kind: 'two_people' });
    default:
      return null;
  }
}

/** Sends it, and the same again while that may bring another answer in a moment. What waits shows on the screen all that time. */
async function send(path: string, call: Call): Promise<Response> {
  const headers = headersOf(call);
  const stillWanted = isOpen() ? requireOpen : () => undefined;
  const left = patience();
  for (;;) {
    const response = await reach(path, call, headers);
    if ((await says(response, 403, 'not_a_member')) && dropChoice(headers)) continue;
    const wait = (await isPassing(response, call)) ? left.another(retryAfter(response.headers)) : null;
    if (wait === null) return response;
    await rest(wait);
    stillWanted();
  }
}

function isRead({ method }: Call): boolean {
  return method === undefined || method === 'GET';
}

/** Whether the same may be answered otherwise soon. Our own word that something went wrong (500) is none of these: it would again. */
async function isPassing(response: Response, call: Call): Promise<boolean> {
  switch (response.status) {
    case 429:
      // Sending it again is what one was told not to do; only what shows nothing until it comes is worth it.
      return isRead(call);
    case 502:
    case 503:
    case 504:
      return true;
    case 500:
      // Not from us but from whoever stands before us: the function had no time left, or died.
      return (await codeOf(response)) === 'unexpected';
    case 409:
      // The first one, whose answer got lost, is still at it: then it is its answer that comes.
      return (await codeOf(response)) === 'idempotency_in_flight';
    default:
      return false;
  }
}

/** Only what reads is sent again to where nobody was: nothing else leaves behind anybody's back when the network is there again. */
async function reach(path: string, call: Call, headers: Headers): Promise<Response> {
  const waits = isRead(call) ? [...UNREACHABLE_MS] : [];
  for (;;) {
    const cutsBefore = cuts;
    try {
      const response = await once(path, call, headers);
      if (response.status < 500 && cuts === cutsBefore) $online.set(true);
      return response;
    } catch (cause) {
      const wait = waits.shift();
      if (wait === undefined || !navigator.onLine) {
        $online.set(false);
        throw new Unreachable(cause);
      }
      await rest(wait);
    }
  }
}

function headersOf(call: Call): Headers {
  const headers = new Headers({ accept: 'application/json' });
  // A closed tab shows nobody: it asks for whoever is there now.
  const shown = isOpen() ? $shown.get() : null;
  if (shown !== null) headers.set(SHOWS, shownText(shown));
  addChoice(headers);
  if (bodyOf(call) !== undefined) headers.set('content-type', 'application/json');
  if ('key' in call) headers.set('idempotency-key', call.key);
  if ('basedOn' in call) headers.set('if-match', tagOf(call.basedOn));
  return headers;
}

function bodyOf(call: Call): unknown {
  return 'body' in call ? call.body : undefined;
}

function once(path: string, call: Call, headers: Headers): Promise<Response> {
  const early = isRead(call) ? begunEarly(path, headers) : null;
  if (early !== null) return early;
  const body = bodyOf(call);
  return fetch(path, {
    method: call.method ?? 'GET',
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
    rememberTag(problem.facts.current, tag);
    throw problem;
  }
  const envelope = (body ?? {}) as { data?: T; meta?: Record<string, unknown> };
  rememberTag(envelope.data, tag);
  return { data: envelope.data as T, meta: envelope.meta ?? {}, status: response.status };
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
  const response = await send('/api/v1/auth/refresh', { method: 'POST', harmless: true });
  if (response.status === 401 || response.status === 403) throw leave('ended');
  const { data } = await readOwn<Data<'authRefresh'>>(response);
  session.began(data.expires_in);
}

/** The next token of the session that there is now, whatever this tab shows. */
export async function renew(): Promise<void> {
  const { data } = await callPublic<Data<'authRefresh'>>('/api/v1/auth/refresh', { method: 'POST', harmless: true });
  session.began(data.expires_in);
}

/** Asks again for what could not be had, once calls get through. */
export function askAgainOnline(isBehind: () => boolean, ask: () => Promise<void>): void {
  $online.listen((online) => {
    if (online && isBehind()) void ask();
  });
}

if (typeof window !== 'undefined') {
  window.addEventListener('offline', () => {
    cuts++;
    $online.set(false);
  });
}
