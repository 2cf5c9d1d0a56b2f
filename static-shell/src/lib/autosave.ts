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
  /** Saves now what is not saved yet: when the owner asks, or when the editor closes. Says whether nothing is left unsaved. */
  flush(): Promise<boolean>;
  /** Takes a value of an earlier visit, which waits for the person's word. */
  hold(value: T): void;
  /** Forgets what is not saved: the person has thrown it away. */
  drop(): void;
}

const PAUSE_MS = 700;

/**
 * One save at a time, always of the newest value. After a failure nothing is sent again by itself: the person decides.
 * `save` throws ApiProblem 412 when the change meets another edit of the same thing.
 */
export function autosave<T>(save: (value: T) => Promise<void>, onStatus: (status: SaveStatus) => void): Autosave<T> {
  let pending: { value: T } | null = null;
  let going: Promise<void> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const saveAll = async () => {
    while (pending !== null) {
      const taken: { value: T } = pending;
      pending = null;
      onStatus({ kind: 'saving' });
      try {
        await save(taken.value);
      } catch (fault) {
        pending ??= taken;
        onStatus(statusOf(fault));
        return;
      }
      onStatus({ kind: 'saved' });
    }
  };
  const run = () => {
    clearTimeout(timer);
    going ??= saveAll().finally(() => {
      going = null;
    });
    return going;
  };

  return {
    change(value) {
      pending = { value };
      clearTimeout(timer);
      timer = setTimeout(() => void run(), PAUSE_MS);
    },
    flush: () => run().then(() => pending === null),
    hold(value) {
      pending = { value };
      clearTimeout(timer);
    },
    drop() {
      pending = null;
      clearTimeout(timer);
    },
  };
}

function statusOf(fault: unknown): SaveStatus {
  if (fault instanceof Unreachable) return { kind: 'offline' };
  if (fault instanceof ApiProblem && fault.status === 412) return { kind: 'conflict' };
  return { kind: 'error', fault };
}
