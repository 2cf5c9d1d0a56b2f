import { expect, test } from 'vitest';
import type { Me } from './api-types';
import { initialsOf } from './me';

const named = (name: string, email = 'ann.hart@example.com') => ({ name, email }) as Me;

test.each([
  ['Ann Hart', 'AH'],
  ['ann', 'A'],
  ['', 'AH'],
  ['Max <b>Bold</b>', 'MB'],
  ['<script>', 'S'],
  ['“Kit” (Jo)', 'KJ'],
  ['Ann & Bea', 'AB'],
  ['Ann 2', 'A2'],
  ['éva ångström', 'ÉÅ'],
  ['أحمد سالم', 'أس'],
  ['🙂', '🙂'],
])('the round mark of %s is %s', (name, letters) => {
  expect(initialsOf(named(name))).toBe(letters);
});
