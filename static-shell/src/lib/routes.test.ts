import { expect, test } from 'vitest';
import { documentTitle, routeOf, ROUTES, safeNext } from './routes';

test('sign-in goes on to screens of ours only', () => {
  expect(safeNext('/strategy/brief')).toBe('/strategy/brief');
  for (const foreign of [null, '', 'https://example.com', '//example.com', '/\\example.com', '/strategy/../evil', 'javascript:alert(1)']) {
    expect(safeNext(foreign)).toBe('/strategy');
  }
});

test('a trailing slash is the same screen', () => {
  expect(routeOf('/strategy/')?.screen).toBe('conversation');
});

test('no two screens have the same title', () => {
  const titles = ROUTES.map(documentTitle);
  expect(new Set(titles).size).toBe(ROUTES.length);
  expect(titles).toContain('Brief · Strategy · Xentri');
  expect(titles).toContain('Brand · Xentri');
});
