import { knownTag, rememberTag } from './entity-tags';
import { COPIES, forget, forgetWhere, keep, recall } from './keep';
import { $shown, type Shown } from './shown';

/**
 * What a screen showed last, so that the next visit begins with it while the server is asked what stands there now. A copy is kept under
 * the person and the workspace and is shown to nobody else. It goes when its tab is closed or its person signs out, and when somebody else
 * signs in; there are never those of two people. Of another build it is none: its shape may be another.
 */
const BUILD = import.meta.url;
const LASTS_MS = 7 * 24 * 3600 * 1000;
/** In characters. What is longer takes as long to read as to ask for. */
const MOST = 300_000;

const folder = ({ user, org }: Shown) => `${COPIES}${user}.${org}.`;

interface Kept {
  readonly build: string;
  readonly at: number;
  readonly tag: string | null;
  readonly value: unknown;
}

function isCopy(kept: unknown): kept is Kept {
  if (typeof kept !== 'object' || kept === null || !('build' in kept) || !('at' in kept) || !('tag' in kept) || !('value' in kept)) return false;
  return kept.build === BUILD && typeof kept.at === 'number' && Date.now() - kept.at < LASTS_MS;
}

/** Once a page has let go of what it showed, an answer that comes late does not put it back. */
let over = false;

/**
 * Keeps what is shown now.
 *
 * @param tagged the part of it that changes are based on, if there is one
 */
export function keepCopy(name: string, value: object, tagged: object = value): void {
  const shown = $shown.get();
  if (shown === null || over) return;
  const text = JSON.stringify({ build: BUILD, at: Date.now(), tag: knownTag(tagged), value } satisfies Kept);
  if (text.length > MOST || !keep(folder(shown) + name, text)) forget(folder(shown) + name);
}

/**
 * What the same build kept under this name, or undefined.
 *
 * @param tagged the part that bears the entity tag
 */
export function copyOf<T extends object>(name: string, tagged: (value: T) => object = (value) => value): T | undefined {
  const shown = $shown.get();
  const kept = shown === null ? undefined : recall(folder(shown) + name);
  if (!isCopy(kept)) return undefined;
  const value = kept.value as T;
  rememberTag(tagged(value), kept.tag);
  return value;
}

export function forgetCopy(name: string): void {
  const shown = $shown.get();
  if (shown !== null) forget(folder(shown) + name);
}

/** The page lets go of those of whom it shows; of all where it shows nobody. */
export function forgetCopies(): void {
  over = true;
  const shown = $shown.get();
  forgetWhere((name) => name.startsWith(shown === null ? COPIES : folder(shown)));
}

/** Somebody is signed in: nothing stays of anybody else. */
export function forgetCopiesOfOthers(shown: Shown): void {
  forgetWhere((name) => name.startsWith(COPIES) && !name.startsWith(folder(shown)));
}
