import { EVENT_KINDS } from '@/lib/event-words';

/** What of the activity is shown; null shows all of it. */
export interface Filter {
  /** The id of whoever did it. */
  readonly who: string | null;
  /** The type of an event. */
  readonly kind: string | null;
  /** The first and the last day, as in 2026-11-27, of the reader's own calendar. */
  readonly from: string | null;
  readonly to: string | null;
}

export const EVERYTHING: Filter = { who: null, kind: null, from: null, to: null };

/** What an address asks for: what can be read of it, and what is wrong with the rest, in sentences. */
export interface Asked {
  readonly filter: Filter;
  readonly wrong: readonly string[];
}

const NAMES = ['who', 'kind', 'from', 'to'] as const;

const ID = /^[\w.:-]{1,128}$/;
const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** In the address a kind goes without what all of them begin and end with. */
const typeOf = (kind: string) => `xentri.${kind}.v1`;
const kindOf = (type: string) => type.replace(/^xentri\.(.*)\.v1$/, '$1');

function shown(value: string): string {
  return `“${value.length > 40 ? `${value.slice(0, 40)}…` : value}”`;
}

/** The beginning of a day of the reader's; undefined for what is no day. */
function startOf(day: string, plus = 0): Date | undefined {
  const [, year = '', month = '', date = ''] = DAY.exec(day) ?? [];
  const start = new Date(Number(year), Number(month) - 1, Number(date) + plus);
  const same = new Date(Number(year), Number(month) - 1, Number(date));
  const isDay = Number(year) >= 1970 && same.getMonth() === Number(month) - 1 && same.getDate() === Number(date);
  return isDay ? start : undefined;
}

/** What is wrong with a value; null for a good one. */
const WRONG: Readonly<Record<(typeof NAMES)[number], (value: string) => string | null>> = {
  who: (value) => (ID.test(value) ? null : `Nobody is known as ${shown(value)}.`),
  kind: (value) => (EVENT_KINDS.some(({ type }) => type === typeOf(value)) ? null : `There is no activity of the kind ${shown(value)}.`),
  from: (value) => (startOf(value) === undefined ? `${shown(value)} is no day.` : null),
  to: (value) => (startOf(value) === undefined ? `${shown(value)} is no day.` : null),
};

/** @param search as `location.search` has it. What it says beside a filter is left to others. */
export function readFilter(search: string): Asked {
  const given = new URLSearchParams(search);
  const wrong: string[] = [];
  const read = (name: (typeof NAMES)[number]): string | null => {
    const values = given.getAll(name).filter((value) => value !== '');
    const [value = null] = values;
    if (value === null) return null;
    const fault = values.length > 1 ? `It says “${name}” more than once.` : WRONG[name](value);
    if (fault !== null) wrong.push(fault);
    return fault === null ? value : null;
  };
  const [who, kind, from, to] = [read('who'), read('kind'), read('from'), read('to')];
  if (from !== null && to !== null && from > to) wrong.push('The last day is before the first one.');
  return { filter: { who, kind: kind === null ? null : typeOf(kind), from, to }, wrong };
}

/** The filter as the address has it; empty for everything. */
export function searchOf({ who, kind, from, to }: Filter): string {
  const search = new URLSearchParams();
  const values = { who, kind: kind === null ? null : kindOf(kind), from, to };
  for (const name of NAMES) {
    const value = values[name];
    if (value !== null) search.set(name, value);
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** The same as the API is asked: days begin and end where the reader is. */
export function queryOf({ who, kind, from, to }: Filter) {
  const since = from === null ? undefined : startOf(from);
  const until = to === null ? undefined : startOf(to, 1);
  return { type: kind, actor: who, since: since?.toISOString() ?? null, until: until?.toISOString() ?? null };
}
