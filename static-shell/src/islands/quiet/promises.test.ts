import { expect, test } from 'vitest';
import type { Brief } from '@/lib/api-types';
import { businessOf, promiseOf } from './promises';

const nothing = { statements: [], fields: {} };

const brief: Brief = {
  id: 'b',
  schema_version: '1.0',
  version: 1,
  sections: {
    identity: { statements: [], fields: { name: 'Harbour Plumbing' } },
    audience: nothing,
    offerings: { statements: [], fields: { items: [{ name: 'repairs' }, { name: 'boiler service', price: '€120' }] } },
    positioning: nothing,
    operations: nothing,
    goals: nothing,
    proof: nothing,
  },
  section_status: { identity: 'ready', audience: 'draft', offerings: 'ready', positioning: 'draft', operations: 'draft', goals: 'draft', proof: 'draft' },
  updated_at: '2026-11-23T12:00:00Z',
};

test('speaks of this business once there is a Brief', () => {
  const promise = promiseOf('brand', businessOf(brief));
  expect(promise.opening).toContain('Harbour Plumbing');
  expect(promise.points[0]).toContain('repairs and boiler service');
});

test('speaks plainly without one, and never shows a gap', () => {
  for (const category of ['brand', 'sales', 'finance', 'operations', 'team', 'legal'] as const) {
    const { opening, points } = promiseOf(category, businessOf(null));
    expect([opening, ...points].join(' ')).not.toMatch(/null|undefined/);
    expect(opening).toContain('your business');
  }
});
