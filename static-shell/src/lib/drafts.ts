import { atom, type ReadableAtom } from 'nanostores';

/** What could not be sent and waits for the owner's word. Whoever keeps such things says so here; the frame counts them all and offers one way on. */
export interface Kept {
  readonly kind: 'answer' | 'change';
  readonly count: number;
  readonly send: () => void;
  /** Throws it away and gives the way back. */
  readonly discard: () => () => void;
}

export interface Waiting {
  readonly count: number;
  /** As in "2 answers": null where there are some of each. */
  readonly kind: Kept['kind'] | null;
}

const places = new Map<string, Kept>();
const $all = atom<Waiting | null>(null);

export const $waiting: ReadableAtom<Waiting | null> = $all;

function count(): void {
  const all = [...places.values()];
  const [first] = all;
  const total = all.reduce((sum, one) => sum + one.count, 0);
  if (first === undefined) $all.set(null);
  else $all.set({ count: total, kind: all.every((one) => one.kind === first.kind) ? first.kind : null });
}

/** Says what waits at a place: null when nothing does. */
export function waits(place: string, kept: Kept | null): void {
  if (kept === null && !places.has(place)) return;
  if (kept === null) places.delete(place);
  else places.set(place, kept);
  count();
}

export function sendWaiting(): void {
  for (const kept of [...places.values()]) kept.send();
}

/** Gives the way back of all of it. */
export function discardWaiting(): () => void {
  const back = [...places.values()].map((kept) => kept.discard());
  return () => {
    for (const one of back) one();
  };
}

/** Of a tab that is closed nothing is counted: it stays where it is kept. */
export function forgetWaiting(): void {
  places.clear();
  count();
}
