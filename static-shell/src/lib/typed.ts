import { forget, forgetWhere, keep, namesWhere, recall } from './keep';
import { shownNow, type Shown } from './shown';

/**
 * Words that were typed and have not reached the server. They are kept in this browser under the person and the workspace they were
 * typed for, come back only to these, and go once they are sent or thrown away. A sign-out leaves them: they may be the only copy.
 */
const TYPED = 'typed.';

const folder = ({ user, org }: Shown) => `${TYPED}${user}.${org}.`;
const full = (name: string) => folder(shownNow()) + name;

/** What only this page holds: the browser would not keep it. */
const lost = new Set<string>();

export function keepTyped(name: string, value: unknown): void {
  if (keep(full(name), JSON.stringify(value))) lost.delete(full(name));
  else lost.add(full(name));
}

export function recallTyped(name: string): unknown {
  return recall(full(name));
}

export function forgetTyped(name: string): void {
  lost.delete(full(name));
  forget(full(name));
}

export type Fate = 'nothing' | 'kept' | 'lost';

/** What became of the words that this tab had not sent. */
export function fateOfTyped(shown: Shown): Fate {
  if (lost.size > 0) return 'lost';
  return namesWhere((name) => name.startsWith(folder(shown))).length > 0 ? 'kept' : 'nothing';
}

/** Whether anybody's words wait in this browser. Whose they are is not told. */
export function isAnythingKept(): boolean {
  return namesWhere((name) => name.startsWith(TYPED)).length > 0;
}

export function forgetTypedOf(shown: Shown): void {
  forgetWhere((name) => name.startsWith(folder(shown)));
}

export function forgetAllTyped(): void {
  forgetWhere((name) => name.startsWith(TYPED));
}
