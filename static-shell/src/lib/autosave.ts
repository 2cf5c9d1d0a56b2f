import { ApiProblem, Unreachable } from './problem';

/** How the last change fares: the quiet word beside an editor. */
export type SaveStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'offline' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'error'; readonly fault: unknown };

export interface Autosave<T> {
  /** Takes a new value; it is saved once the person pauses. */
  change(value: T): void;
  /** Saves now what is not saved yet: when the owner asks, or when the editor closes. */
  flush(): void;
  stop(): void;
}

const PAUSE_MS = 700;

/**
 * One save at a time, always of the newest value. After a failure nothing is sent again by itself: the person decides.
 * `save` throws ApiProblem 412 when the change meets another edit of the same thing.
 */
export function autosave<T>(save: (value: T) => Promise<void>, onStatus: (status: SaveStatus) => void): Autosave<T> {
  let pending: { value: T } | null = null;
  let running = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const run = async () => {
    clearTimeout(timer);
    if (running || pending === null) return;
    const taken = pending;
    pending = null;
    running = true;
    onStatus({ kind: 'saving' });
    try {
      await save(taken.value);
      onStatus({ kind: 'saved' });
    } catch (fault) {
      pending ??= taken;
      running = false;
      onStatus(statusOf(fault));
      return;
    }
    running = false;
    await run();
  };

  return {
    change(value) {
      pending = { value };
      clearTimeout(timer);
      timer = setTimeout(() => void run(), PAUSE_MS);
    },
    flush: () => void run(),
    stop: () => clearTimeout(timer),
  };
}

function statusOf(fault: unknown): SaveStatus {
  if (fault instanceof Unreachable) return { kind: 'offline' };
  if (fault instanceof ApiProblem && fault.status === 412) return { kind: 'conflict' };
  return { kind: 'error', fault };
}
