import { describe, expect, test } from 'vitest';
import type { SystemEvent } from '@/lib/api-types';
import { byDay } from '@/lib/event-words';
import { joined, steps } from './rows';

const NOW = new Date(2026, 10, 27, 18);

function event(org_seq: number, part: Partial<SystemEvent> = {}): SystemEvent {
  return {
    id: `e${org_seq}`,
    type: 'xentri.brief.updated.v1',
    occurred_at: new Date(NOW.getTime() - (1000 - org_seq) * 60_000).toISOString(),
    org_id: 'o',
    actor: { type: 'user', id: 'ann' },
    payload: { brief_id: 'b', version: org_seq, section: 'goals', source: 'manual' },
    payload_schema: 'brief.updated@1.0',
    envelope_version: '1.0',
    meta: { environment: 'local', source: 'brief' },
    org_seq,
    ...part,
  };
}

/** The same numbers in every run, and others for every seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
}

const UPDATED = 'xentri.brief.updated.v1';
const TYPES = [UPDATED, UPDATED, UPDATED, 'xentri.user.updated.v1', 'xentri.org.renamed.v1', 'xentri.user.login.v1'] as const;

function someLog(roll: (sides: number) => number): SystemEvent[] {
  const size = 1 + roll(120);
  let version = 1;
  return Array.from({ length: size }, (_, at) => {
    const type = TYPES[roll(TYPES.length)] ?? TYPES[0];
    version += roll(8) === 0 ? 2 : 1;
    const section = ['goals', 'goals', 'goals', 'offerings'][roll(4)];
    return event(at + 1, {
      type,
      actor: { type: 'user', id: roll(5) === 0 ? 'bea' : 'ann' },
      payload: type === UPDATED ? { version, section, source: 'manual' } : { user_id: 'ann', org_id: 'o' },
      occurred_at: new Date(NOW.getTime() - (size - at) * (1 + roll(90)) * 60_000).toISOString(),
    });
  }).reverse();
}

/** All that the screen shows of these events. */
const shown = (events: readonly SystemEvent[]) => byDay(events, NOW).flatMap((day) => joined(day.events));

describe('rows', () => {
  test('hold every event once, in order, whatever the log and however it is cut into pages', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const roll = dice(seed);
      const log = someLog(roll);
      const size = 1 + roll(40);
      for (let loaded = size; ; loaded += size) {
        const page = log.slice(0, loaded);
        const days = byDay(page, NOW);
        for (const day of days) expect(joined(day.events).flatMap((row) => row.events), `seed ${seed}`).toEqual(day.events);
        expect(shown(page).flatMap((row) => row.events).map(({ id }) => id).sort()).toEqual(page.map(({ id }) => id).sort());
        if (loaded >= log.length) break;
      }
      // What came in pages is what had come at once.
      expect(shown(log.slice(0, size).concat(log.slice(size)))).toEqual(shown(log));
    }
  });

  test('go on over the boundary of a page', () => {
    const log = [9, 8, 7, 6, 5].map((seq) => event(seq));
    expect(joined(log.slice(0, 2))).toHaveLength(1);
    expect(joined(log)).toEqual([{ events: log }]);
  });

  const apart: readonly [string, Partial<SystemEvent>][] = [
    ['of another person', { actor: { type: 'user', id: 'bea' } }],
    ['of another section', { payload: { version: 1, section: 'proof', source: 'manual' } }],
    ['of another kind', { type: 'xentri.brief.restored.v1' }],
    ['by the co-pilot', { payload: { version: 1, section: 'goals', source: 'ai_proposal' } }],
    ['before a version that is not shown', { payload: { version: 0, section: 'goals', source: 'manual' } }],
  ];
  test.each(apart)('end where an event is %s', (_, part) => {
    expect(joined([event(2), event(1, part)])).toHaveLength(2);
  });

  test('do not join what is no edit, or is of another day', () => {
    const login = { type: 'xentri.user.login.v1', payload: { user_id: 'ann' } };
    expect(joined([event(2, login), event(1, login)])).toHaveLength(2);
    const yesterday = event(1, { occurred_at: new Date(2026, 10, 26, 18).toISOString() });
    expect(shown([event(2, { occurred_at: NOW.toISOString() }), yesterday])).toHaveLength(2);
  });
});

test('a chain has one step for what one went on doing, the newest of it first', () => {
  const chain = [event(1, { type: 'xentri.brief.created.v1' }), event(3), event(7), event(9, { payload: { version: 9, section: 'proof', source: 'manual' } })];
  expect(steps(chain).map((row) => row.events.map(({ org_seq }) => org_seq))).toEqual([[1], [7, 3], [9]]);
});
