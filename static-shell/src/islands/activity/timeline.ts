import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { Page, SystemEvent } from '@/lib/api-types';
import { copyOf, keepCopy } from '@/lib/copy';
import { askAgainOnline } from '@/lib/http';

export interface Timeline {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly fault: unknown;
  readonly events: readonly SystemEvent[];
  readonly next: string | null;
  readonly type: string | null;
  readonly loadingMore: boolean;
  /** Why the last "Earlier" did not come. */
  readonly moreFault: unknown;
}

const START: Timeline = { status: 'loading', fault: null, events: [], next: null, type: null, loadingMore: false, moreFault: null };
const PAGE = 30;

export const $timeline = atom<Timeline>(START);

function change(part: Partial<Timeline>): void {
  $timeline.set({ ...$timeline.get(), ...part });
}

const COPY = 'activity';

/** Loads the newest events; those already shown, or shown at the last visit, stay until the new ones are there. */
export async function loadTimeline(): Promise<void> {
  const { type } = $timeline.get();
  showAsBefore();
  try {
    const page = await api.getEvents({ type, limit: PAGE });
    behind = false;
    if (type === null) keepCopy(COPY, page);
    if ($timeline.get().type === type) change({ status: 'ready', events: page.items, next: page.next, fault: null });
  } catch (fault) {
    behind = true;
    // What is already on the screen is better than an error in its place: the error stands beside it.
    const { status, type: shown } = $timeline.get();
    if (shown === type) change(status === 'ready' ? { fault } : { status: 'failed', fault });
  }
}

/** Whether the server could not be asked. */
let behind = false;

askAgainOnline(() => behind, loadTimeline);

function showAsBefore(): void {
  const { type, status } = $timeline.get();
  const page = type === null && status === 'loading' ? copyOf<Page<SystemEvent>>(COPY) : undefined;
  if (page !== undefined) change({ status: 'ready', events: page.items, next: page.next });
}

export function filterBy(type: string | null): void {
  $timeline.set({ ...START, type });
  void loadTimeline();
}

export async function loadMore(): Promise<void> {
  const { next, type, loadingMore } = $timeline.get();
  if (next === null || loadingMore) return;
  change({ loadingMore: true, moreFault: null });
  try {
    const page = await api.getEvents({ type, cursor: next, limit: PAGE });
    change({ events: [...$timeline.get().events, ...page.items], next: page.next });
  } catch (moreFault) {
    change({ moreFault });
  } finally {
    change({ loadingMore: false });
  }
}

/** Every event of one thread, for the chain of causes: threads are short, a hundred is far more than any has. */
export async function thread(event: SystemEvent): Promise<readonly SystemEvent[]> {
  const correlation = event.correlation_id ?? null;
  if (correlation === null) return [event];
  return (await api.getEvents({ correlation, limit: 100 })).items;
}
