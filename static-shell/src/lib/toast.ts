import { atom } from 'nanostores';

export interface Toast {
  readonly id: string;
  /** As it was said; what is said once more while that is still to be read has a number behind it, or two would be taken for one. */
  readonly text: string;
  readonly said: string;
  readonly number: number;
  /** The way back. Whatever it brings back takes the focus, if the person asked for it from the keyboard. */
  readonly undo?: () => void;
}

const SHOWN_MS = 5_000;
/** More would hide what they are about. */
const AT_ONCE = 3;

export const $toasts = atom<readonly Toast[]>([]);

interface Clock {
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const clocks = new Map<string, Clock>();

export function dismiss(id: string): void {
  clearTimeout(clocks.get(id)?.timer);
  clocks.delete(id);
  $toasts.set($toasts.get().filter((one) => one.id !== id));
}

/** Says that something happened, for five seconds; with `undo`, offers the way back. */
export function say(text: string, undo?: () => void): void {
  const number = Math.max(0, ...$toasts.get().filter(({ said }) => said === text).map((one) => one.number)) + 1;
  const toast: Toast = { id: crypto.randomUUID(), text: number === 1 ? text : `${text} (${number})`, said: text, number, ...(undo === undefined ? {} : { undo }) };
  const all = [...$toasts.get(), toast];
  for (const old of all.slice(0, -AT_ONCE)) dismiss(old.id);
  clocks.set(toast.id, { left: SHOWN_MS, since: 0, timer: undefined });
  $toasts.set(all.slice(-AT_ONCE));
  goOn();
}

/** Nothing goes while somebody reads it, or is about to press something there. */
export function hold(): void {
  for (const clock of clocks.values()) {
    if (clock.timer === undefined) continue;
    clearTimeout(clock.timer);
    clock.timer = undefined;
    clock.left -= Date.now() - clock.since;
  }
}

/** Goes on with what is left of the five seconds. */
export function goOn(): void {
  for (const [id, clock] of clocks) {
    if (clock.timer !== undefined) continue;
    clock.since = Date.now();
    clock.timer = setTimeout(() => dismiss(id), Math.max(0, clock.left));
  }
}

/** Takes back what was said last and can be taken back; false when there is nothing. */
export function undoLast(): boolean {
  const last = $toasts.get().findLast((toast) => toast.undo !== undefined);
  if (last === undefined) return false;
  dismiss(last.id);
  last.undo?.();
  return true;
}
