import { describe, expect, test } from 'vitest';
import type { SectionContent, SectionName } from '@/lib/api-types';
import { specOf } from '@/lib/sections';
import { linesOf, tablesOf } from './document';

function content(fields: SectionContent['fields'], ...texts: string[]): SectionContent {
  return { statements: texts.map((text, at) => ({ id: `s${at}`, text, source: 'owner', receipts: [] })), fields };
}

function lines(section: SectionName, of: SectionContent): string[] {
  return linesOf(specOf(section), of)
    .filter((line) => !line.inTable)
    .map((line) => line.text);
}

describe('a section as one reads it', () => {
  test('says nothing twice', () => {
    const goals = content({ items: ['ten boiler services a week by spring', 'Hire.', 'Open a shop'] }, 'I want ten boiler services a week by spring.', 'Hire.', 'hire');
    expect(lines('goals', goals)).toEqual(['I want ten boiler services a week by spring.', 'Hire.', 'Open a shop']);
    const offerings = content({ items: [{ name: 'Boiler service', price: '£90' }] }, 'Boiler service – £90.', 'We tell the price first.');
    expect(lines('offerings', offerings)).toEqual(['We tell the price first.']);
    expect(lines('operations', content({ hours: 'Monday to Saturday, 8 to 18' }, 'Monday to Saturday, 8 to 18.'))).toEqual([]);
    const positioning = content({ difference: 'We tell the price first', tone: 'plain' }, 'We tell the price first, always.');
    expect(tablesOf(specOf('positioning'), positioning)).toEqual([{ caption: 'At a glance', heads: null, rows: [{ label: 'How you sound', values: ['plain'] }] }]);
  });

  test('reads a fact of a few words in its table, and one of more as a sentence', () => {
    const identity = content({ name: 'Hart Plumbing', what: 'plumbing for old houses in town' }, 'Hart Plumbing', 'plumbing for old houses in town');
    expect(lines('identity', identity)).toEqual(['plumbing for old houses in town']);
    const [name, ...more] = tablesOf(specOf('identity'), identity).flatMap((table) => table.rows);
    expect(name).toMatchObject({ label: 'Name', values: ['Hart Plumbing'], statement: { text: 'Hart Plumbing' } });
    expect(more).toEqual([]);
    const signs = content({ items: [{ name: '🚿' }] }, '👍');
    expect(lines('offerings', signs)).toEqual(['👍']);
  });

  test('keeps an assumption as a sentence, which says that it is one', () => {
    const [hours] = content({}, 'Monday to Friday, 8 to 18').statements;
    const assumed: SectionContent = { statements: hours === undefined ? [] : [{ ...hours, source: 'assumption' }], fields: { hours: 'Monday to Friday, 8 to 18' } };
    expect(lines('operations', assumed)).toEqual(['Monday to Friday, 8 to 18']);
  });

  test('sets prices and hours as tables', () => {
    const offerings = content({ items: [{ name: 'Call-out', price: '£60' }, { name: 'Advice' }] });
    expect(tablesOf(specOf('offerings'), offerings)[0]).toEqual({
      caption: 'What you offer',
      heads: ['What', 'Price'],
      rows: [
        { label: 'Call-out', values: ['£60'] },
        { label: 'Advice', values: [] },
      ],
    });
    const operations = content({ hours: 'Monday to Friday, 8 to 18; Saturday 9-13', area: 'Leeds' });
    expect(tablesOf(specOf('operations'), operations).map((table) => table.rows)).toEqual([
      [
        { label: 'Monday to Friday', values: ['8 to 18'] },
        { label: 'Saturday', values: ['9-13'] },
      ],
      [{ label: 'Area', values: ['Leeds'] }],
    ]);
    expect(tablesOf(specOf('operations'), content({ hours: 'Whenever you call' }))[0]?.rows).toEqual([{ label: 'Hours', values: ['Whenever you call'] }]);
  });

  test('marks as quotes what stands in quotation marks', () => {
    const said = content({}, '“They came within the hour.”', '「早い」', 'Gas Safe.', 'We say "yes" a lot');
    expect(linesOf(specOf('proof'), said).map((line) => line.kind)).toEqual(['quote', 'quote', 'plain', 'plain']);
  });
});
