import { describe, expect, test } from 'vitest';
import type { BriefChange, BriefVersion, SectionName } from '@/lib/api-types';
import { bySection } from '@/lib/brief-changes';
import { entriesOf, sentenceOf } from './history';

function edit(version: number, minute: number, changed: SectionName[] = ['goals'], id = 'ann'): BriefVersion {
  return { version, source: 'edit', author: { type: 'person', id, name: 'Ann Hart' }, created_at: new Date(Date.UTC(2026, 10, 24, 9, minute)).toISOString(), changed };
}

describe('the history', () => {
  test('shows as one change what somebody typed in one go', () => {
    const entries = entriesOf([edit(6, 30, ['proof']), edit(5, 12), edit(4, 11), edit(3, 10), edit(2, 9, ['goals'], 'ben')]);
    expect(entries.map(({ first, last }) => [first.version, last.version])).toEqual([
      [6, 6],
      [3, 5],
      [2, 2],
    ]);
  });

  test('keeps apart what was done after a pause, or otherwise than by typing', () => {
    const restore: BriefVersion = { ...edit(4, 12), source: 'restore', restored_from: 1 };
    expect(entriesOf([edit(5, 13), restore, edit(3, 11), edit(2, 0)])).toHaveLength(4);
  });

  test('says who made a version as its reader would', () => {
    expect(sentenceOf(edit(2, 0, ['offerings', 'goals']), 'ann')).toBe('You changed “Prices” and “Goals”');
    expect(sentenceOf({ ...edit(1, 0), source: 'conversation' }, 'ben')).toBe('The co-pilot wrote it from the conversation, Ann Hart approved it');
    expect(sentenceOf({ ...edit(3, 0), source: 'restore', restored_from: 1, author: { type: 'person', id: 'x' } }, 'ann')).toBe('Somebody who has left brought version 1 back');
  });

  test('shows no fact twice', () => {
    const sentence: BriefChange = { section: 'goals', part: 'statement', name: 's1', before: 'Grow.', after: 'Grow a lot.' };
    const same: BriefChange = { section: 'goals', part: 'field', name: 'items', before: 'Grow', after: 'Grow a lot' };
    const other: BriefChange = { section: 'goals', part: 'field', name: 'items', after: 'Hire' };
    expect(bySection([sentence, same, other])).toEqual([{ section: 'goals', changes: [sentence, other] }]);
  });
});
