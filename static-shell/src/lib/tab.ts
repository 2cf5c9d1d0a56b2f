import { atom } from 'nanostores';
import { forgetCopies } from './copy';
import { SignedOut } from './problem';
import { routeOf } from './routes';
import * as session from './session-clock';
import { tell } from './other-tabs';
import { $shown, forgetSignedIn, lastSignedIn, sameShown } from './shown';

/** Why nobody is signed in any more; `nobody`: nobody was, as far as this tab and this browser know. */
export type Leaving = 'signed_out' | 'ended' | 'nobody' | 'gone';

/**
 * Whether this tab may show and change what it was opened for. A session belongs to the browser, not to the tab: another tab may end
 * it, hand it to somebody else or move it to another workspace. From then on this tab shows nothing of the one before.
 */
export type Tab =
  | { readonly kind: 'open' }
  /** Somebody else is signed in, or another workspace is open. */
  | { readonly kind: 'taken' }
  /** The person is signed in and is not in this workspace any more, or in none at all. */
  | { readonly kind: 'no_workspace' }
  /** The browser sends the sessions of two people. */
  | { readonly kind: 'two_people' }
  /** Nobody is signed in: on the way to the sign-in page. */
  | { readonly kind: 'left'; readonly why: Leaving };

export const $tab = atom<Tab>({ kind: 'open' });

export function isOpen(): boolean {
  return $tab.get().kind === 'open';
}

/** Lets nothing out of a tab, and nothing into it, once it is closed. */
export function requireOpen(): void {
  if (!isOpen()) throw new SignedOut();
}

/** Nothing of the person stays on the screen, nor what was shown last (lib/copy). What they typed is kept for them (lib/typed). */
export function close(tab: Exclude<Tab, { kind: 'open' }>): SignedOut {
  const before = $tab.get();
  if (before.kind !== 'left' && before.kind !== tab.kind) {
    forgetWhatWasShown();
    $tab.set(tab);
    if (tab.kind === 'left') goToSignIn(tab.why);
  }
  return new SignedOut();
}

/** Whoever comes next is not to see it, nor to be taken for the same person. */
function forgetWhatWasShown(): void {
  forgetCopies();
  if (sameShown(lastSignedIn(), $shown.get())) forgetSignedIn();
}

/** Whom this browser knew last is not who is signed in: the page begins anew and knows nobody. */
export function beginAnew(): SignedOut {
  if (isOpen()) {
    forgetWhatWasShown();
    // Nothing shows until then, and what is still on its way is not for this page.
    document.documentElement.toggleAttribute('data-covered', true);
    $tab.set({ kind: 'left', why: 'nobody' });
    location.reload();
  }
  return new SignedOut();
}

/** Nobody is signed in any more. That a session has ended is what this tab was told, and another may know better: that is not passed on. */
export function leave(why: Exclude<Leaving, 'nobody'>): SignedOut {
  // Whoever has signed out, and comes back to a page, is not told that something has ended.
  const known = $shown.get() !== null || session.isKnown();
  session.ended();
  if (why !== 'ended') tell({ kind: 'out' });
  return close({ kind: 'left', why: why === 'ended' && !known ? 'nobody' : why });
}

/** In the next task: by then the emptied page stands, and that is what the browser keeps for its way back. */
function goToSignIn(why: Leaving): void {
  const search = new URLSearchParams();
  // Whoever chose to sign out starts afresh; whoever was interrupted goes on where they were.
  if (routeOf(location.pathname) !== undefined && (why === 'ended' || why === 'nobody')) search.set('next', location.pathname + location.search);
  if (why === 'ended' || why === 'gone') search.set('why', why);
  const query = search.toString();
  const address = `/sign-in${query === '' ? '' : `?${query}`}`;
  // A step of its own where it was the person's: the way back then leads here again, not to what was before.
  setTimeout(() => (why === 'signed_out' ? location.assign(address) : location.replace(address)));
}
