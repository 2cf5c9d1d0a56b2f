import { forget, forgetWhere, hearWritten, keep, keptHere, namesWhere, recall, rename } from './keep';
import { shownNow, type Shown } from './shown';
import { isOpen } from './tab';

/**
 * Words that were typed and have not reached the server. They are kept in this browser under the person, the workspace and the page that
 * they were typed on: two tabs of one person never write over each other's. They come back only to this person, and go once they are sent
 * or thrown away. A sign-out leaves them: they may be the only copy.
 */
const TYPED = 'typed.';
const PAGE = 'xentri.page';
/** Stands for a moment where words stood that another page takes over. */
const TAKEN = 'taken';

const folder = ({ user, org }: Shown) => `${TYPED}${user}.${org}.`;

interface PageName {
  readonly id: string;
  /** That of the page which stood in this tab before and kept words. */
  readonly before: string | null;
}

/** Given once the page keeps or looks for words. Never taken over: a copied tab has its original's storage. */
let named: PageName | null = null;

function page(): PageName {
  if (named === null) {
    named = name(crypto.randomUUID());
    hearWritten((key, text) => {
      if (text === TAKEN && named !== null && isOf(named, key) && isOpen()) named = moveOut(named);
    });
  }
  return named;
}

/**
 * What this page still shows stands under names of its own again. Under the old ones another page has just written: of what two write there
 * at once, a browser may keep neither.
 */
function moveOut({ id, before }: PageName): PageName {
  const moved = { id: name(crypto.randomUUID()).id, before };
  for (const key of keptHere().filter((one) => isOf({ id, before }, one))) {
    const to = key.replace(`.${id}.`, `.${moved.id}.`);
    lost.delete(key);
    if (!rename(key, to)) lost.add(to);
  }
  return moved;
}

const isOf = ({ id }: PageName, key: string) => key.startsWith(TYPED) && key.includes(`.${id}.`);

function name(id: string): PageName {
  try {
    const before = sessionStorage.getItem(PAGE);
    sessionStorage.setItem(PAGE, id);
    return { id, before };
  } catch {
    // Closed: what was kept is found as another tab's.
    return { id, before: null };
  }
}

const own = (place: string) => `${folder(shownNow())}${page().id}.${place}`;

/** What only this page holds: the browser would not keep it. */
const lost = new Set<string>();

/** Words of one box or section as some page kept them. */
export interface Copy {
  readonly key: string;
  readonly value: unknown;
  readonly at: number;
}

function put(key: string, value: unknown): void {
  if (keep(key, JSON.stringify({ at: Date.now(), value }))) lost.delete(key);
  else lost.add(key);
}

function remove(key: string): void {
  lost.delete(key);
  forget(key);
}

function copyAt(key: string): Copy | null {
  const kept = recall(key);
  if (typeof kept !== 'object' || kept === null || !('value' in kept) || !('at' in kept) || typeof kept.at !== 'number') return null;
  return { key, value: kept.value, at: kept.at };
}

export function keepTyped(name: string, value: unknown): void {
  put(own(name), value);
}

/** What this page kept, or else what it takes over: from the page that stood here before, or from whoever kept something last. */
export function recallTyped(name: string): unknown {
  const mine = copyAt(own(name));
  if (mine !== null) return mine.value;
  const [next] = typedElsewhere(name);
  if (next === undefined) return undefined;
  put(own(name), next.value);
  take(next.key);
  return next.value;
}

/**
 * What another page kept is this one's now. Whether that page is still there cannot be asked in time: if it is, it still shows the words,
 * hears of this, and keeps them under other names, because what is typed here from now on says nothing about them.
 */
function take(key: string): void {
  keep(key, TAKEN);
  remove(key);
}

export function forgetTyped(name: string): void {
  remove(own(name));
}

/** What other pages of the same person keep for the same place and is not the same: that of the page before comes first, then the newest. */
export function typedElsewhere(name: string): readonly Copy[] {
  const start = folder(shownNow());
  const mine = JSON.stringify(copyAt(own(name))?.value);
  const { before } = page();
  const first = before === null ? null : `${start}${before}.${name}`;
  return namesWhere((key) => key.startsWith(start) && key.slice(key.indexOf('.', start.length) + 1) === name && key !== own(name))
    .map(copyAt)
    .filter((copy) => copy !== null)
    .filter((copy) => JSON.stringify(copy.value) !== mine)
    .sort((a, b) => Number(b.key === first) - Number(a.key === first) || b.at - a.at);
}

/** Of two copies one can be thrown away, once the person says so. Gives the way back. */
export function forgetCopy(copy: Copy): () => void {
  remove(copy.key);
  return () => put(copy.key, copy.value);
}

/** The words that stood in the box make way for those of a copy, and are kept under a name that no page writes: its own may be there still. */
export function exchangeTyped(name: string, copy: Copy, standing: unknown): void {
  put(own(name), copy.value);
  take(copy.key);
  if (standing !== undefined) put(`${folder(shownNow())}${crypto.randomUUID()}.${name}`, standing);
}

export type Fate = 'nothing' | 'kept' | 'lost';

/** What became of the words that this tab had not sent. */
export function fateOfTyped(shown: Shown): Fate {
  if (lost.size > 0) return 'lost';
  return namesWhere((name) => name.startsWith(folder(shown))).length > 0 ? 'kept' : 'nothing';
}

/** The boxes and sections of which words of this person are kept for this workspace. */
export function placesKept(shown: Shown): readonly string[] {
  const start = folder(shown);
  return namesWhere((name) => name.startsWith(start)).map((name) => name.slice(name.indexOf('.', start.length) + 1));
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
