import { describe, expect, test } from 'vitest';
import type { FieldValue, SectionContent, Statement } from '@/lib/api-types';
import { SECTIONS, specOf, type SectionSpec } from '@/lib/sections';
import { changesOf, factsIn, isChanged, isNothing, type SectionChanges } from './section-changes';

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema & { readonly $ref?: string };
}

/** What a section consists of, as the schemas of the Brief say it. */
const schemas = import.meta.glob<Schema>('../../../../schema/brief/{statement,content,section-*}.json', { eager: true, import: 'default' });
const schemaOf = (name: string): Schema => {
  const found = schemas[`../../../../schema/brief/${name}.json`];
  if (found === undefined) throw new Error(name);
  return found;
};

const said = (part: Partial<Statement>): Statement => ({ id: 's1', text: 'Call us first.', source: 'owner', receipts: [], ...part });
const content = (statements: readonly Statement[], fields: SectionContent['fields'] = {}): SectionContent => ({ statements: [...statements], fields });

/** All words of a diff that are not as before. */
function told({ lines, facts, orders }: SectionChanges): string {
  const pieces = lines.flatMap((one) => one.pieces.filter(({ kind }) => kind !== 'kept').map(({ kind, text }) => `${kind} ${text}`));
  const notes = lines.flatMap((one) => one.notes.map(({ label, before, after }) => `${label}: ${before} → ${after}`));
  return [...pieces, ...notes, ...facts.map(({ label, before, after }) => `${label}: ${before ?? '∅'} → ${after ?? '∅'}`), ...orders].join('\n');
}

const changed = (spec: SectionSpec, before: SectionContent, after: SectionContent) => {
  const changes = changesOf(spec, before, after);
  expect(changesOf(spec, before, before).lines.filter(isChanged), 'the same is no change').toEqual([]);
  return changes;
};

describe('whatever a section consists of is in what is shown of its change', () => {
  const one = specOf('operations');
  const claim = { field: 'hours', value: '8 to 18' } as const;
  /** Two statements that differ in one thing, and what is to be read of it; for each thing that the schema has. */
  const parts: Readonly<Record<string, readonly [Partial<Statement>, Partial<Statement>, RegExp]>> = {
    id: [{ id: 'a' }, { id: 'b' }, /^$/],
    text: [{ text: 'Call us first.' }, { text: 'Write to us first.' }, /gone Call[^]*new Write/],
    source: [{ source: 'owner' }, { source: 'assumption' }, /In your own words → An assumption/],
    receipts: [{ source: 'answer', receipts: ['m1'] }, { source: 'answer', receipts: ['m2'] }, /One → One, another/],
    'states.field': [{ states: [claim] }, { states: [{ ...claim, field: 'area' }] }, /Hours: 8 to 18 → Area: 8 to 18/],
    'states.value': [{ states: [claim] }, { states: [{ ...claim, value: '9 to 18' }] }, /8 to 18 → Hours: 9 to 18/],
    'states.price': [{ states: [{ field: 'item', value: 'Tea', price: '£2' }] }, { states: [{ field: 'item', value: 'Tea' }] }, /Tea – £2 → [^–]*Tea$/],
    'states.again': [{ states: [claim] }, { states: [{ ...claim, again: true }] }, /→ .*in addition to another sentence/],
  };

  test('of a sentence', () => {
    const { properties = {} } = schemaOf('statement');
    const names = Object.entries(properties).flatMap(([name, { items }]) =>
      (items?.properties === undefined ? [name] : Object.keys(items.properties).map((inner) => `${name}.${inner}`)));
    expect(Object.keys(parts).sort()).toEqual(names.sort());
    for (const [name, [before, after, words]] of Object.entries(parts)) {
      const changes = changed(one, content([said(before)]), content([said(after)]));
      expect(told(changes), name).toMatch(words);
      // An id is nobody's business: the words for that are the screen's.
      expect(isNothing(changes), name).toBe(name === 'id');
    }
  });

  test('of a section', () => {
    expect(Object.keys(schemaOf('content').properties ?? {})).toEqual(['statements', 'fields']);
    expect(SECTIONS.map(({ name }) => `section-${name}`).sort()).toEqual(Object.keys(schemas).flatMap((path) => /section-\w+/.exec(path) ?? []).sort());
  });

  const fields = SECTIONS.flatMap((spec) => Object.entries(schemaOf(`section-${spec.name}`).properties?.['fields']?.properties ?? {})
    .map(([name, schema]) => ({ spec, name, schema })));

  test.each(fields)('of the facts: $name of $spec.name', ({ spec, name, schema }) => {
    const { items } = schema;
    const leaves = items?.properties === undefined ? [''] : Object.keys(items.properties);
    for (const leaf of leaves) {
      const value = (words: string): FieldValue => (items === undefined ? words : leaf === '' ? [words] : [{ name: 'Tea', [leaf]: words }]);
      const [before, after] = [content([said({})], { [name]: value('Old words') }), content([said({})], { [name]: value('Newer ones') })];
      expect(told(changed(spec, before, after))).toMatch(/Old words[^]*Newer ones|Newer ones[^]*Old words/);
      expect(told(changed(spec, content([said({})]), after)), 'added').toContain('Newer ones');
      expect(told(changed(spec, before, content([said({})]))), 'removed').toContain('Old words');
      if (items === undefined) continue;
      const two = (...words: string[]) => content([said({})], { [name]: words.flatMap((word) => value(word) as readonly string[]) });
      expect(told(changed(spec, two('Old words', 'Newer ones'), two('Newer ones', 'Old words'))), 'another order').not.toBe('');
    }
  });
});

test('what is changed about the facts leads from those before to those of now, whatever they are', () => {
  const spec = specOf('offerings');
  let state = 7;
  const roll = (sides: number) => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) % sides;
  const some = () => content([], { items: Array.from({ length: roll(6) }, () => ({ name: `Job ${roll(4)}`, ...(roll(3) === 0 ? {} : { price: `£${roll(3)}` }) })) });
  const all = (of: SectionContent) => factsIn(spec, of).map(({ label, value }) => `${label} ${value}`).sort();
  for (let at = 0; at < 500; at++) {
    const [before, after] = [some(), some()];
    const left = all(before);
    const { facts } = changesOf(spec, before, after);
    for (const { label, before: was } of facts) if (was !== undefined) left.splice(left.indexOf(`${label} ${was}`), 1);
    const now = [...left, ...facts.flatMap(({ label, after: is }) => (is === undefined ? [] : [`${label} ${is}`]))].sort();
    expect(now).toEqual(all(after));
  }
});

test('a row is shown as a row, and the sentence that says no more than it not beside it', () => {
  const row = said({ text: 'Leak search – £45', states: [{ field: 'item', value: 'Leak search', price: '£45' }] });
  const { lines, facts } = changesOf(specOf('offerings'), content([said({ id: 'x' })]), content([said({ id: 'x' }), row], { items: [{ name: 'Leak search', price: '£45' }] }));
  expect(facts).toEqual([{ field: 'items', label: 'Leak search', after: '£45' }]);
  expect(lines.map(({ id }) => id)).toEqual(['x']);
});

test('a fact that changed sentences tell word for word is not told again, prices and hours always are', () => {
  const [old, now] = [said({ text: 'We work in Leeds.' }), said({ text: 'We work in York.' })];
  expect(changesOf(specOf('operations'), content([old], { area: 'Leeds' }), content([now], { area: 'York' })).facts).toEqual([]);
  expect(changesOf(specOf('operations'), content([old], { area: 'Leeds' }), content([old])).facts).toHaveLength(1);
  const hours = (times: string) => content([said({ text: `We are there on Monday ${times}.` })], { hours: `Monday ${times}` });
  expect(changesOf(specOf('operations'), hours('8 to 18'), hours('9 to 18')).facts).toEqual([{ field: 'hours', label: 'Monday', before: '8 to 18', after: '9 to 18' }]);
});
