import { beforeEach, expect, test } from 'vitest';
import type { SectionContent } from '@/lib/api-types';
import { $toasts, dismiss } from '@/lib/toast';
import { joinedAloud } from './joined-aloud';

const one: SectionContent = { statements: [], fields: { team: 'Two fitters' } };
const more = (part: Record<string, string>): SectionContent => ({ statements: [], fields: { ...one.fields, ...part } });

beforeEach(() => {
  for (const { id } of $toasts.get()) dismiss(id);
});

test('an edit that joins another one says so, and one that meets nothing says nothing', () => {
  joinedAloud('operations', one, more({ area: 'Leeds' }), one);
  joinedAloud('operations', one, one, more({ area: 'Leeds' }));
  joinedAloud('operations', one, more({ area: 'Leeds' }), more({ area: 'Leeds' }));
  expect($toasts.get()).toEqual([]);
  expect(joinedAloud('operations', one, more({ area: 'Leeds' }), more({ hours: '8 to 18' }))).toEqual(more({ area: 'Leeds', hours: '8 to 18' }));
  expect($toasts.get().map(({ text }) => text)).toEqual([expect.stringContaining('“How you work” was changed elsewhere, too')]);
});
