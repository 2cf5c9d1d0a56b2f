import type { Clerk } from '@clerk/clerk-js';
import * as api from '@/lib/api';
import { forgetCopiesOfOthers } from '@/lib/copy';
import { forgetLeft } from '@/lib/left';
import { tell } from '@/lib/other-tabs';
import { patience, rest } from '@/lib/patience';
import { ApiProblem } from '@/lib/problem';
import * as session from '@/lib/session-clock';
import { rememberSignedIn } from '@/lib/shown';

declare global {
  interface Window {
    Clerk?: Clerk;
  }
}

/** Clerk's key for the local stand-in: names a host that nobody calls, because every call goes through our own origin. */
const LOCAL_KEY = 'pk_test_bG9jYWwuY2xlcmsuYWNjb3VudHMuZGV2JA==';
const PUBLISHABLE_KEY = import.meta.env.PUBLIC_CLERK_PUBLISHABLE_KEY ?? LOCAL_KEY;

/** Clerk goes on by itself once a session is active. Ours must be exchanged first, so where to go next is not its to say. */
const stay = () => Promise.resolve();

let ready: Promise<Clerk> | null = null;

/** Clerk's unmodified SDK, without its own forms. Loaded once, and again after a failure. */
export function clerk(): Promise<Clerk> {
  ready ??= load().catch((fault: unknown) => {
    ready = null;
    throw fault;
  });
  return ready;
}

async function load(): Promise<Clerk> {
  // Why it did not come is not told. Without a network it would not the next time.
  await patiently(loadScript, () => navigator.onLine);
  const sdk = window.Clerk;
  if (sdk === undefined) throw new Error('The sign-in code did not load');
  await patiently(() => sdk.load({ telemetry: false, signInUrl: '/sign-in', signUpUrl: '/sign-up', routerPush: stay, routerReplace: stay }));
  return sdk;
}

const PASSING = new Set([502, 503, 504]);

function isPassing(fault: unknown): boolean {
  return typeof fault === 'object' && fault !== null && 'status' in fault && typeof fault.status === 'number' && PASSING.has(fault.status);
}

/**
 * Asks Clerk, and the same again while it cannot answer just now: its SDK repeats only what met no network at all, and getToken. For what
 * changes nothing when it is asked for twice, or is then refused; not for what sends a mail or counts a try. What is too often (429) is
 * not asked for again.
 */
export async function patiently<T>(ask: () => Promise<T>, mayPass = isPassing): Promise<T> {
  const left = patience();
  for (;;) {
    try {
      return await ask();
    } catch (fault) {
      // The SDK keeps to itself what Clerk says about when to come again.
      const wait = mayPass(fault) ? left.another(null) : null;
      if (wait === null) throw fault;
      await rest(wait);
    }
  }
}

function loadScript(): Promise<void> {
  if (window.Clerk !== undefined) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = '/vendor/clerk/clerk.browser.js';
    script.dataset['clerkPublishableKey'] = PUBLISHABLE_KEY;
    script.dataset['clerkProxyUrl'] = `${location.origin}/__clerk`;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error('The sign-in code did not load'));
    });
    document.head.append(script);
  });
}

/** The client part, which exists once the SDK is loaded. */
export function clientOf(sdk: Clerk): NonNullable<Clerk['client']> {
  if (sdk.client === undefined) throw new Error('The sign-in code is not ready');
  return sdk.client;
}

/** Turns Clerk's session into ours: an HttpOnly cookie that no script can read. */
export async function exchangeSession(sdk: Clerk): Promise<void> {
  const token = (await sdk.session?.getToken()) ?? null;
  if (token === null) throw new Error('No session to exchange');
  const shown = await api.exchange(token);
  session.began();
  rememberSignedIn(shown);
  forgetCopiesOfOthers(shown);
  forgetLeft();
  tell({ kind: 'in', shown });
}

/** The last step of every way in. */
export async function enter(sdk: Clerk, sessionId: string | null, next: string): Promise<void> {
  if (sessionId !== null) await patiently(() => sdk.setActive({ session: sessionId }));
  await exchangeSession(sdk);
  location.replace(next);
}

/**
 * Whoever is still signed in at Clerk need not type anything. A session that no longer counts is put away, and the form stays. Settles
 * once nothing more comes of it; that nobody answered shows when the form is sent, where one can act on it.
 */
export async function enterWithOpenSession(next: string): Promise<void> {
  try {
    await entersOpenSession(await clerk(), next);
  } catch {
    // What is typed meanwhile is not lost.
  }
}

/**
 * Goes in with the session that is open at Clerk, if there is one. Throws when nobody answers, which says nothing about the session.
 *
 * @returns false when one has to begin anew
 */
async function entersOpenSession(sdk: Clerk, next: string): Promise<boolean> {
  if (sdk.session === null || sdk.session === undefined) return false;
  try {
    await enter(sdk, null, next);
    return true;
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status >= 500) throw fault;
    // Refused by the API: this session is of no use any more, and it would block the next sign-in.
    await patiently(() => sdk.signOut());
    return false;
  }
}

/**
 * Whoever has come as far as a session at Clerk, and failed at the last step, has only that step to go. Anybody else's session makes way.
 *
 * @returns false when one has to begin anew
 */
export async function entersAgain(sdk: Clerk, email: string, next: string): Promise<boolean> {
  const open = sdk.user?.primaryEmailAddress?.emailAddress.toLowerCase();
  if (open === email.toLowerCase()) return entersOpenSession(sdk, next);
  if (open !== undefined) await patiently(() => sdk.signOut());
  return false;
}
