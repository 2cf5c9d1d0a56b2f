import { forget, forgetWhere, keep, personal, recall } from './keep';
import { $shown, lastSignedIn, type Shown } from './shown';

/**
 * What was shown last, for a page that opens without a network. It is kept under the person and the workspace, is shown to nobody else, and
 * goes with the sign-out and whenever a tab finds that somebody else, or nobody, is signed in (lib/keep, lib/tab).
 */
const SEEN = 'seen.';
/** Of another shape than this build's, a copy is none. */
const SHAPE = 1;

const nameOf = ({ user, org }: Shown, what: string) => personal(user, `${SEEN}${org}.${what}`);

export function keepSeen(what: string, value: unknown): void {
  const shown = $shown.get();
  if (shown !== null && !keep(nameOf(shown, what), { shape: SHAPE, value })) forget(nameOf(shown, what));
}

/** Undefined where nothing was seen. The caller checks the shape. */
export function recallSeen(what: string): unknown {
  const shown = $shown.get() ?? lastSignedIn();
  const kept = shown === null ? undefined : recall(nameOf(shown, what));
  return typeof kept === 'object' && kept !== null && 'shape' in kept && kept.shape === SHAPE && 'value' in kept ? kept.value : undefined;
}

/** Everybody's in this browser. */
export function forgetSeen(): void {
  forgetWhere((name) => name.startsWith('u.') && name.includes(`.${SEEN}`));
}
