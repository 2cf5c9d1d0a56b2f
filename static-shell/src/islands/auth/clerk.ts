import type { Clerk } from '@clerk/clerk-js';
import * as api from '@/lib/api';
import { tell } from '@/lib/other-tabs';
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
  await loadScript();
  const sdk = window.Clerk;
  if (sdk === undefined) throw new Error('The sign-in code did not load');
  await sdk.load({ telemetry: false, signInUrl: '/sign-in', signUpUrl: '/sign-up', routerPush: stay, routerReplace: stay });
  return sdk;
}

function loadScript(): Promise<void> {
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
  tell({ kind: 'in', shown });
}

/** The last step of every way in. */
export async function enter(sdk: Clerk, sessionId: string | null, next: string): Promise<void> {
  if (sessionId !== null) await sdk.setActive({ session: sessionId });
  await exchangeSession(sdk);
  location.replace(next);
}

/** Whoever is still signed in at Clerk need not type anything. A session that no longer counts is put away, and the form stays. */
export async function enterWithOpenSession(next: string): Promise<void> {
  const sdk = await clerk();
  if (sdk.session === null || sdk.session === undefined) return;
  try {
    await enter(sdk, null, next);
  } catch {
    // Refused by the API: this session is of no use any more, and it would block the next sign-in.
    await sdk.signOut();
  }
}
