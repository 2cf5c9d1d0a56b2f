import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { policyOf, withPolicy } from './policy';

const sha = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

test('allows exactly the scripts and styles that the page inlines', () => {
  const policy = policyOf('<script>one()</script><script src="/a.js"></script><style>p{}</style>');
  expect(policy).toContain(`script-src 'self' ${sha('one()')};`);
  expect(policy).toContain(`style-src 'self' ${sha('p{}')};`);
  expect(policy).not.toContain('unsafe-inline');
});

test('allows the foreign bot check only on pages that hold its place', () => {
  expect(policyOf('<p></p>')).not.toContain('cloudflare');
  expect(policyOf('<div id="clerk-captcha"></div>')).toContain('script-src \'self\' https://challenges.cloudflare.com');
});

test('refuses a page with a style attribute, which the policy would drop silently', () => {
  expect(() => withPolicy('<meta name="policy"><p style="color:red">', 'a.html')).toThrow('a.html has a style attribute');
});

test('refuses a page without a place for its policy', () => {
  expect(() => withPolicy('<p>', 'a.html')).toThrow('no place for its content security policy');
});

test('the same page gets the same policy whatever the order of its scripts', () => {
  expect(policyOf('<script>a</script><script>b</script>')).toBe(policyOf('<script>b</script><script>a</script>'));
});
