import { atom } from 'nanostores';
import * as api from '@/lib/api';
import type { BriefVersionDetail, Page, SystemEvent } from '@/lib/api-types';
import { copyOf, keepCopy } from '@/lib/copy';
import { askAgainOnline } from '@/lib/http';
import { EVERYTHING, type Filter, queryOf, searchOf } from './filter';

export interface Timeline {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly fault: unknown;
  readonly events: readonly SystemEvent[];
  readonly next: string | null;
  readonly filter: Filter;
  readonly loadingMore: boolean;
  /** Why the last "Earlier" did not come. */
  readonly moreFault: unknown;
}

const START: Timeline = { status: 'loading', fault: null, events: [], next: null, filter: EVERYTHING, loadingMore: false, moreFault: null };
const PAGE = 30;

export const $timeline = atom<Timeline>(START);

/** Whoever has done something that was shown since the page was opened: the log knows ids only. */
export const $actors = atom<readonly SystemEvent['actor'][]>([]);

function change(part: Partial<Timeline>): void {
  $timeline.set({ ...$timeline.get(), ...part });
}

function come(page: Page<SystemEvent>, before: readonly SystemEvent[] = []): Pick<Timeline, 'events' | 'next'> {
  const known = $actors.get();
  const others = new Map(page.items.map(({ actor }) => [actor.id, actor]));
  for (const { id } of known) others.delete(id);
  if (others.size > 0) $actors.set([...known, ...others.values()]);
  return { events: [...before, ...page.items], next: page.next };
}

const COPY = 'activity';

const isAll = (filter: Filter) => searchOf(filter) === '';
const isShown = (filter: Filter) => searchOf($timeline.get().filter) === searchOf(filter);

/** Shows what this filter leaves; what is shown of it already stays until the new state is there. */
export function showTimeline(filter: Filter): void {
  if (!isShown(filter)) $timeline.set({ ...START, filter });
  void loadTimeline();
}

/** Loads the newest events; those already shown, or shown at the last visit, stay until the new ones are there. */
export async function loadTimeline(): Promise<void> {
  const { filter } = $timeline.get();
  showAsBefore();
  try {
    const page = await api.getEvents({ ...queryOf(filter), limit: PAGE });
    behind = false;
    if (isAll(filter)) keepCopy(COPY, page);
    if (isShown(filter)) change({ status: 'ready', ...come(page), fault: null, moreFault: null });
  } catch (fault) {
    behind = true;
    // What is already on the screen is better than an error in its place: the error stands beside it.
    if (isShown(filter)) change($timeline.get().status === 'ready' ? { fault } : { status: 'failed', fault });
  }
}

/** Whether the server could not be asked. */
let behind = false;

askAgainOnline(() => behind, loadTimeline);

function showAsBefore(): void {
  const { filter, status } = $timeline.get();
  const page = isAll(filter) && status === 'loading' ? copyOf<Page<SystemEvent>>(COPY) : undefined;
  if (page !== undefined) change({ status: 'ready', ...come(page) });
}

export async function loadMore(): Promise<void> {
  const { next, filter, loadingMore } = $timeline.get();
  if (next === null || loadingMore) return;
  change({ loadingMore: true, moreFault: null });
  try {
    const page = await api.getEvents({ ...queryOf(filter), cursor: next, limit: PAGE });
    const { next: still, events } = $timeline.get();
    // What was loaded anew meanwhile, or filtered otherwise, has another end.
    if (isShown(filter) && still === next) change(come(page, events));
  } catch (moreFault) {
    if (isShown(filter)) change({ moreFault });
  } finally {
    if (isShown(filter)) change({ loadingMore: false });
  }
}

/** What led to an event. */
export interface Way {
  /** The first cause first, the event itself last. */
  readonly chain: readonly SystemEvent[];
  /** Whether it is longer than is shown. */
  readonly cut: boolean;
}

/** More than one reads; a Brief's section that was changed for years has a longer one. */
const MOST_PAGES = 3;

export async function wayTo(event: SystemEvent): Promise<Way> {
  const found: SystemEvent[] = [];
  let cursor: string | null = null;
  for (let at = 0; at < MOST_PAGES; at++) {
    const page: Page<SystemEvent> = await api.getEvents({ leading_to: event.id, cursor, limit: 100 });
    found.push(...page.items);
    cursor = page.next;
    if (cursor === null) break;
  }
  return { chain: found.length === 0 ? [event] : found.reverse(), cut: cursor !== null };
}

/** Versions do not change: each comparison is asked for once. */
const compared = new Map<string, Promise<BriefVersionDetail>>();

/** What came between two versions of the Brief. */
export function compare(version: number, against: number): Promise<BriefVersionDetail> {
  const key = `${version} ${against}`;
  const known = compared.get(key);
  if (known !== undefined) return known;
  const asked = api.getBriefVersion(version, against);
  compared.set(key, asked);
  asked.catch(() => compared.delete(key));
  return asked;
}
