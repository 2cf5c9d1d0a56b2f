import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetPeople } from './keep';
import { $shown } from './shown';
import { fateOfTyped, forgetAllTyped, forgetTypedOf, isAnythingKept, keepTyped, recallTyped } from './typed';

const ANN = { user: 'ann', org: 'hart' };
const BEA = { user: 'bea', org: 'lund' };

afterEach(() => {
  vi.unstubAllGlobals();
});

beforeEach(() => {
  forgetAllTyped();
  $shown.set(ANN);
});

test('what was typed comes back to the same person in the same workspace, and to nobody else', () => {
  keepTyped('composer', 'half a sen');
  for (const other of [BEA, { user: 'ann', org: 'lund' }, { user: 'bea', org: 'hart' }]) {
    $shown.set(other);
    expect(recallTyped('composer')).toBeUndefined();
    expect(fateOfTyped(other)).toBe('nothing');
  }
  $shown.set(ANN);
  expect(recallTyped('composer')).toBe('half a sen');
});

test('nothing can be kept or read before it is known whose it is', () => {
  $shown.set(null);
  expect(() => recallTyped('composer')).toThrow();
  expect(() => keepTyped('composer', 'x')).toThrow();
});

test('a sign-out leaves it, and it can be removed', () => {
  keepTyped('composer', 'half a sen');
  forgetPeople();
  expect(isAnythingKept()).toBe(true);
  expect(fateOfTyped(ANN)).toBe('kept');
  forgetAllTyped();
  expect(isAnythingKept()).toBe(false);
});

test('what belonged to one workspace goes without what belonged to another', () => {
  keepTyped('composer', 'a');
  $shown.set(BEA);
  keepTyped('composer', 'b');
  forgetTypedOf(ANN);
  expect(recallTyped('composer')).toBe('b');
  expect(fateOfTyped(ANN)).toBe('nothing');
});

test('words that look like numbers or JSON come back as words', () => {
  for (const text of ['123', '"quoted"', '{}', 'null']) {
    keepTyped('composer', text);
    expect(recallTyped('composer')).toBe(text);
  }
});

test('when the browser cannot keep it, that is said', () => {
  vi.stubGlobal('localStorage', undefined);
  keepTyped('composer', 'a');
  expect(recallTyped('composer')).toBe('a');
  expect(fateOfTyped(ANN)).toBe('lost');
  vi.unstubAllGlobals();
  keepTyped('composer', 'ab');
  expect(fateOfTyped(ANN)).toBe('kept');
});

/** Another page of the same browser. */
async function anotherPage() {
  vi.resetModules();
  const shown = await import('./shown');
  shown.$shown.set(ANN);
  return import('./typed');
}

test('two tabs that type for the same place keep both, and each comes back', async () => {
  const one = await anotherPage();
  const other = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  other.keepTyped('goals', 'twenty a week');
  one.keepTyped('goals', 'ten a week by spring');
  expect(other.recallTyped('goals')).toBe('twenty a week');
  const later = await anotherPage();
  const taken = later.recallTyped('goals');
  const [left] = later.typedElsewhere('goals');
  expect([taken, left?.value].sort()).toEqual(['ten a week by spring', 'twenty a week']);
  if (left === undefined) throw new Error('one is left');
  later.exchangeTyped('goals', left, taken);
  expect(later.recallTyped('goals')).toBe(left.value);
  expect(later.typedElsewhere('goals').map((copy) => copy.value)).toEqual([taken]);
  later.typedElsewhere('goals').forEach(later.forgetCopy);
  later.forgetTyped('goals');
  expect(later.isAnythingKept()).toBe(false);
});

/** What a page writes is told to the others, as browsers do: afterwards. */
function toldAfterwards(): () => void {
  const told: StorageEvent[] = [];
  const storage = localStorage;
  const setItem = (key: string, newValue: string) => {
    storage.setItem(key, newValue);
    told.push(new StorageEvent('storage', { key, newValue }));
  };
  const telling = { get: (_: Storage, name: string) => (name === 'setItem' ? setItem : (Reflect.get(storage, name) as unknown)) };
  vi.stubGlobal('localStorage', new Proxy(storage, telling));
  return () => {
    for (const event of told.splice(0)) dispatchEvent(event);
  };
}

const keptTexts = () =>
  Object.keys(localStorage)
    .map((key) => localStorage.getItem(key))
    .join();

test('a tab that is opened while another has words starts with them, and what is typed over them there replaces nothing of the other', async () => {
  const tell = toldAfterwards();
  const one = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  const two = await anotherPage();
  expect(two.recallTyped('goals')).toBe('ten a week');
  tell();
  two.keepTyped('goals', 'something else altogether');
  tell();
  expect(keptTexts()).toContain('ten a week');
  expect(keptTexts()).toContain('something else altogether');
  expect(one.recallTyped('goals')).toBe('ten a week');
});

test('under a name that another tab has taken a page writes never again, and finds all of its words after it was loaded anew', async () => {
  const tell = toldAfterwards();
  const one = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  one.keepTyped('composer', 'half a sen');
  const before = Object.keys(localStorage);
  const mine = sessionStorage.getItem('xentri.page');
  const two = await anotherPage();
  sessionStorage.setItem('xentri.page', mine ?? '');
  expect(two.recallTyped('goals')).toBe('ten a week');
  tell();
  one.keepTyped('composer', 'half a sentence');
  expect(before.filter((key) => Object.keys(localStorage).includes(key))).toEqual([]);
  const after = await anotherPage();
  expect(after.recallTyped('goals')).toBe('ten a week');
  expect(after.recallTyped('composer')).toBe('half a sentence');
});

test('a page that is gone, or has sent its words, leaves them to whoever takes them over', async () => {
  const tell = toldAfterwards();
  const one = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  const two = await anotherPage();
  expect(two.recallTyped('goals')).toBe('ten a week');
  one.forgetTyped('goals');
  tell();
  two.forgetTyped('goals');
  tell();
  expect(two.isAnythingKept()).toBe(false);
});

test('what makes way for the words of another tab outlasts what is typed there later', async () => {
  const tell = toldAfterwards();
  const one = await anotherPage();
  const two = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  two.keepTyped('goals', 'twenty a week');
  const [copy] = two.typedElsewhere('goals');
  if (copy === undefined) throw new Error('one is there');
  two.exchangeTyped('goals', copy, 'twenty a week');
  tell();
  expect(two.recallTyped('goals')).toBe('ten a week');
  expect(two.typedElsewhere('goals').map(({ value }) => value)).toEqual(['twenty a week']);
  one.keepTyped('goals', 'ten a week by spring');
  tell();
  expect(two.typedElsewhere('goals').map(({ value }) => value)).toEqual(expect.arrayContaining(['twenty a week', 'ten a week by spring']));
});

test('words that are thrown away everywhere do not come back from another tab', async () => {
  const tell = toldAfterwards();
  const one = await anotherPage();
  sessionStorage.clear();
  one.keepTyped('goals', 'ten a week');
  const two = await anotherPage();
  two.forgetAllTyped();
  tell();
  expect(keptTexts()).toBe('');
});

test('a page that is loaded anew goes on with the words of its own tab', async () => {
  const before = await anotherPage();
  before.keepTyped('goals', 'mine');
  const mine = sessionStorage.getItem('xentri.page') ?? '';
  sessionStorage.clear();
  const other = await anotherPage();
  other.keepTyped('goals', 'of another tab');
  sessionStorage.setItem('xentri.page', mine);
  const after = await anotherPage();
  expect(after.recallTyped('goals')).toBe('mine');
  expect(after.typedElsewhere('goals').map((copy) => copy.value)).toEqual(['of another tab']);
});

test('names that begin alike are different places', async () => {
  const one = await anotherPage();
  one.keepTyped('draft.1.goals', 'a');
  const other = await anotherPage();
  expect(other.typedElsewhere('goals')).toEqual([]);
  expect(other.recallTyped('draft.1')).toBeUndefined();
});
