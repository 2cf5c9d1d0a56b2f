import { atom } from 'nanostores';
import { keep, recall } from './keep';

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

const SIGNED_IN = 'signed-in';

/** Who was last known to be signed in to this browser, by ids: what can be known without a network. */
export function rememberSignedIn(shown: Shown): void {
  keep(SIGNED_IN, shown);
}

export function lastSignedIn(): Shown | null {
  const kept = recall(SIGNED_IN);
  return isShown(kept) ? { user: kept.user, org: kept.org } : null;
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
