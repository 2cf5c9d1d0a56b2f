import { atom } from 'nanostores';
import type { Data } from './api-types';
import { problemFrom, SignedOut, Unreachable } from './problem';
import * as session from './session-clock';

export interface Reply<T> {
  readonly data: T;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly etag: string | null;
  readonly status: number;
}

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly body?: unknown;
  /** One key for one action of the person; the same again when they retry it. */
  readonly key?: string;
  /** The version that the change is based on. */
  readonly ifMatch?: number;
}

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
  if (session.isStale()) await refreshOnce();
  let response = await send(path, options);
  if (response.status === 401) {
    await refreshOnce();
    response = await send(path, options);
    if (response.status === 401) throw leave();
  }
  return read<T>(response);
}

/** For the calls that make or end a session: a 401 there is an answer, not a reason to refresh. */
export async function callPublic<T>(path: string, options: Call = {}): Promise<Reply<T>> {
  return read<T>(await send(path, options));
}

async function send(path: string, options: Call): Promise<Response> {
  const waits = (options.method ?? 'GET') === 'GET' ? [...RETRY_AFTER_MS] : [];
  for (;;) {
    const wait = waits.shift();
    try {
      const response = await once(path, options);
      $online.set(true);
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

function once(path: string, { method = 'GET', body, key, ifMatch }: Call): Promise<Response> {
  const headers = new Headers({ accept: 'application/json' });
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (key !== undefined) headers.set('idempotency-key', key);
  if (ifMatch !== undefined) headers.set('if-match', `"${ifMatch}"`);
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
  if (!response.ok) throw problemFrom(response.status, body);
  const envelope = (body ?? {}) as { data?: T; meta?: Record<string, unknown> };
  return { data: envelope.data as T, meta: envelope.meta ?? {}, etag: response.headers.get('etag'), status: response.status };
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
  if (response.status === 401 || response.status === 403) throw leave();
  const { data } = await read<Data<'authRefresh'>>(response);
  session.began(data.expires_in);
}

function leave(): SignedOut {
  session.ended();
  const next = encodeURIComponent(location.pathname);
  location.replace(`/sign-in?next=${next}`);
  return new SignedOut();
}

if (typeof window !== 'undefined') {
  window.addEventListener('online', () => $online.set(true));
  window.addEventListener('offline', () => $online.set(false));
}
