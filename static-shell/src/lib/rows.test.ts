import { expect, test } from 'vitest';
import { complaintAbout, isHeldBack, isPrice, newRow, type Row, rowsOf, settled, valueOf, withHeldBack, wrongPart } from './rows';

const row = (part: Partial<Row>): Row => ({ ...newRow(), ...part });

const PRICES = [
  ...['£60', 'from £2500', '60', '€ 60,50', '£45 per hour', '€9/day', '45 € an hour', '$5 each night', '٦٠ ريال', '60円'],
  ...['free', 'on request', '10–20 £', '£45 (per hour)', 'ab 50 €', 'per piece 5 €', '£2,500', '1.500,00 €', '12 000 Ft', '60.50', '2 x 50 €',
    '½ the usual', '€90.999'],
];

test('a list that is shown and sent back says what it said, letter by letter', () => {
  const items = PRICES.map((price, at) => ({ name: `Job ${at}`, price }));
  expect(valueOf('offerings', rowsOf([...items, { name: 'Advice' }]))).toEqual([...items, { name: 'Advice' }]);
  expect(valueOf('list', rowsOf(['One', 'Two']))).toEqual(['One', 'Two']);
});

test('a price is shown apart from what it is for', () => {
  const [hour, day] = rowsOf([{ name: 'A', price: '£45 per hour' }, { name: 'B', price: '€9/day' }]);
  expect([hour?.price, hour?.unit]).toEqual(['£45', 'per hour']);
  expect([day?.price, day?.unit]).toEqual(['€9', '/day']);
});

test('a unit that is only a word says what the price is per', () => {
  expect(valueOf('offerings', [row({ name: 'Repairs', price: '£45', unit: 'hour' })])).toEqual([{ name: 'Repairs', price: '£45 per hour' }]);
  expect(valueOf('offerings', [row({ name: 'Repairs', price: '45 €', unit: 'je Stunde' })])).toEqual([{ name: 'Repairs', price: '45 € je Stunde' }]);
});

test('what has an amount is a price, in any script, and so are words that say how it comes about', () => {
  for (const price of PRICES) expect(isPrice(price), price).toBe(true);
  for (const text of ['cheap', '-', '?', '-5', '−£5', 'a lot', 'tbd', '6 5,,0 euro?', '65,,0', '6 5 euro', 'sixty-five', '£90.999', '$ 1.234',
    '12.3456', '1,2,3', '£60?', '٦٠؟']) expect(isPrice(text), text).toBe(false);
});

test('a row that something is wrong with says so, and what stood there stays until it is right', () => {
  const [saved] = rowsOf([{ name: 'Call-out', price: '£60' }]);
  const wrong = [
    row({ ...saved, price: 'cheap' }),
    row({ name: 'New', price: 'cheap' }),
    row({ price: '£9' }),
    row({ ...saved, name: '', price: '' }),
    row({ name: 'Visit', unit: 'hour' }),
  ];
  for (const one of wrong) expect(complaintAbout(one)).not.toBeNull();
  expect(valueOf('offerings', wrong)).toEqual([{ name: 'Call-out', price: '£60' }, { name: 'Call-out', price: '£60' }]);
  expect(isHeldBack(newRow())).toBe(false);
});

test('a row that is too long says so and loses nothing, and what stands in the Brief is left alone', () => {
  const long = row({ name: 'x'.repeat(201), longest: 200 });
  expect(complaintAbout(long)).toBe('This is too long by 1 character: 200 at most.');
  expect(complaintAbout(row({ name: '🚿'.repeat(200), longest: 200 }))).toBeNull();
  expect(wrongPart(row({ name: 'Tea', price: `£${'1'.repeat(80)}` }))).toBe('price');
  expect(wrongPart(row({ name: 'Tea', price: '£1', unit: 'y'.repeat(40) }))).toBe('unit');
  expect(valueOf('offerings', [long])).toEqual([]);
  const [said] = rowsOf([{ name: 'Call-out', price: 'about £60?' }], 200);
  expect(said === undefined ? '' : complaintAbout(said)).toBeNull();
});

test('a row that was saved is held to what was saved', () => {
  const typed = row({ name: 'Call-out', price: '£60' });
  const [after] = settled('offerings', [typed], [typed]);
  expect(valueOf('offerings', [{ ...(after ?? typed), price: 'cheap' }])).toEqual([{ name: 'Call-out', price: '£60' }]);
});

test('rows that are held back stand in their places among those that come back', () => {
  const before = rowsOf([{ name: 'Call-out', price: '£60' }]).map((one) => ({ ...one, price: 'cheap' }));
  const fresh = rowsOf([{ name: 'Advice' }, { name: 'Call-out', price: '£60' }]);
  const added = row({ name: 'New', price: 'dear' });
  expect(withHeldBack('offerings', fresh, [...before, added]).map(({ name, price }) => [name, price])).toEqual([['Advice', ''], ['Call-out', 'cheap'], ['New', 'dear']]);
});
