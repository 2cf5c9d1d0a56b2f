import { expect, test } from 'vitest';
import type { Statement } from '@/lib/api-types';
import { linesBetween, piecesBetween } from './changes';

const said = (id: string, text: string): Statement => ({ id, text, source: 'owner', receipts: [] });
const shown = (before: readonly Statement[], after: readonly Statement[]) =>
  linesBetween(before, after).map(({ pieces }) => pieces.map(({ kind, text }) => (kind === 'gone' ? `-${text}` : kind === 'new' ? `+${text}` : text)).join('|'));

test('a sentence that was changed shows the words that went and those that came', () => {
  expect(piecesBetween('A call-out is £60 today.', 'A call-out is £75 today.')).toEqual([
    { kind: 'kept', text: 'A call-out is ' },
    { kind: 'gone', text: '£60 ' },
    { kind: 'new', text: '£75 ' },
    { kind: 'kept', text: 'today.' },
  ]);
});

test('the pieces are the sentence of before, and the sentence of now, whatever they are', () => {
  const english = ['', 'One', 'One two three.', 'Two one three four.', 'a  b\tc', 'a b c', 'x'];
  const texts = [...english, '配管の修理は一万円です。', '配管の修理は二万円です。', 'عملاؤنا في فيينا'];
  const of = (before: string, after: string, kind: string) =>
    piecesBetween(before, after)
      .filter((piece) => piece.kind !== kind)
      .map((piece) => piece.text)
      .join('');
  for (const before of texts) {
    for (const after of texts) {
      expect(of(before, after, 'gone')).toBe(after);
      expect(of(before, after, 'new').replace(/\s/gu, '')).toBe(before.replace(/\s/gu, ''));
    }
  }
});

test('what is gone stands where it stood, what is new where it stands now', () => {
  const before = [said('a', 'We mend taps.'), said('b', 'Open on Sundays.'), said('c', 'Ask for Ann.')];
  const after = [said('a', 'We mend taps.'), said('c', 'Ask for Ann.'), said('d', 'Call first!')];
  expect(shown(before, after)).toEqual(['We mend taps.', '-Open on Sundays.', 'Ask for Ann.', '+Call first!']);
  expect(shown(before, [])).toEqual(['-We mend taps.', '-Open on Sundays.', '-Ask for Ann.']);
});

test('an answer that was given anew is the sentence that it is like', () => {
  expect(shown([said('a', 'A call-out costs £60.')], [said('b', 'A call-out costs £75.')])).toEqual(['A call-out costs |-£60.|+£75.']);
});
