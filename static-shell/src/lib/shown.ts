import { atom } from 'nanostores';
import { forget, keep, recall } from './keep';
import * as session from './session-clock';

/** Whose workspace this tab shows: our ids, as GET /me gave them. */
export interface Shown {
  readonly user: string;
  readonly org: string;
}

/** Null until the first answer says who is signed in. From then on it stays: another person or workspace gets a page of their own. */
export const $shown = atom<Shown | null>(null);

export function isShown(value: unknown): value is Shown {
  return typeof value === 'object' && value !== null && 'user' in value && 'org' in value && typeof value.user === 'string' && typeof value.org === 'string';
}

export function sameShown(one: Shown | null, other: Shown | null): boolean {
  return one?.user === other?.user && one?.org === other?.org;
}

export function shownNow(): Shown {
  const shown = $shown.get();
  if (shown === null) throw new Error('Nobody is known yet');
  return shown;
}

/** Names whose workspace the tab shows. When the cookie is somebody else's by now, the answer is 409 `session_changed`. */
export const SHOWS = 'x-xentri-shows';

export function shownText({ user, org }: Shown): string {
  return `${user}/${org}`;
}

const SIGNED_IN = 'signed-in';

/** Who was last known to be signed in to this browser, by ids: what can be known without a network. */
export function rememberSignedIn(shown: Shown): void {
  keep(SIGNED_IN, shown);
}

export function lastSignedIn(): Shown | null {
  const kept = recall(SIGNED_IN);
  return isShown(kept) ? { user: kept.user, org: kept.org } : null;
}

export function forgetSignedIn(): void {
  forget(SIGNED_IN);
}

let assumed = false;

/**
 * Before anything was answered, the tab is taken to be that of whoever was signed in last: every call says so, and is refused when it is
 * somebody else by now. Then the page begins anew and assumes nothing (lib/tab).
 */
export function assumeLastSignedIn(): void {
  const last = lastSignedIn();
  if (last === null || $shown.get() !== null || !session.isKnown()) return;
  assumed = true;
  $shown.set(last);
}

export function isAssumed(): boolean {
  return assumed;
}

/** An answer has said whose tab it is. */
export function confirmShown(shown: Shown): void {
  assumed = false;
  if ($shown.get() === null) $shown.set(shown);
  rememberSignedIn(shown);
}

let introduction: (() => Promise<unknown>) | null = null;

/** Says how to find out who is signed in. It stands here because every call waits for it, and it is itself a call. */
export function introducedBy(ask: () => Promise<unknown>): void {
  introduction = ask;
}

/** Resolves once it is known whose tab this is, so that no call goes out without saying so. */
export async function introduced(): Promise<void> {
  if ($shown.get() === null) await introduction?.();
}
