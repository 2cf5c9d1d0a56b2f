import type { SystemEvent } from '@/lib/api-types';

/** One line of the activity: an event, or what one person went on doing at one thing. */
export interface Row {
  /** Newest first; never empty. */
  readonly events: readonly [SystemEvent, ...SystemEvent[]];
}

/** What one can go on doing, and at what: the same type with the same subject is the same work. */
const SUBJECT: Readonly<Record<string, (payload: SystemEvent['payload']) => unknown>> = {
  'xentri.brief.updated.v1': ({ section, source }) => `${String(section)} ${String(source)}`,
  'xentri.user.updated.v1': ({ user_id }) => user_id,
  'xentri.org.renamed.v1': ({ org_id }) => org_id,
};

/** Whether others can follow that belong to the same work. */
export function isEdit(event: SystemEvent): boolean {
  return SUBJECT[event.type] !== undefined;
}

function isSameWork(newer: SystemEvent, older: SystemEvent): boolean {
  const subject = SUBJECT[newer.type];
  return (
    subject !== undefined &&
    newer.type === older.type &&
    newer.actor.id === older.actor.id &&
    newer.actor.type === older.actor.type &&
    subject(newer.payload) === subject(older.payload)
  );
}

/** Whether nobody has made a version of the Brief in between, which a filter would not show. */
function follows(newer: SystemEvent, older: SystemEvent): boolean {
  const { version } = newer.payload;
  return typeof version !== 'number' || older.payload['version'] === version - 1;
}

/**
 * Consecutive edits of one person at one thing are one row. Every event is in exactly one, in the order given.
 *
 * @param events newest first, of one day
 */
export function joined(events: readonly SystemEvent[]): Row[] {
  const rows: [SystemEvent, ...SystemEvent[]][] = [];
  for (const event of events) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row !== undefined && last !== undefined && isSameWork(last, event) && follows(last, event)) row.push(event);
    else rows.push([event]);
  }
  return rows.map((row) => ({ events: row }));
}

/** The chain of causes with what one went on doing in one step; versions in between were of other sections, and led to nothing here. */
export function steps(chain: readonly SystemEvent[]): Row[] {
  const rows: [SystemEvent, ...SystemEvent[]][] = [];
  for (const event of chain) {
    const row = rows.at(-1);
    if (row !== undefined && isSameWork(event, row[0])) row.unshift(event);
    else rows.push([event]);
  }
  return rows.map((row) => ({ events: row }));
}
