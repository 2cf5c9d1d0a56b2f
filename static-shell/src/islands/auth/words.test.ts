import { expect, test } from 'vitest';
import { problemFrom } from '@/lib/problem';
import { BY_CODE, checkCode, checkEmail, checkNewPassword, complaintOf } from './words';

const clerkError = (code: string, paramName?: string) => ({ errors: [{ code, message: 'for developers', meta: paramName === undefined ? {} : { paramName } }] });

test('what Clerk refuses stands under its field in our words', () => {
  expect(complaintOf(clerkError('form_identifier_exists'))).toMatchObject({ field: 'email' });
  expect(complaintOf(clerkError('form_password_incorrect')).text).toContain('Try again, or reset it');
  expect(complaintOf(clerkError('form_param_format_invalid', 'email_address'))).toMatchObject({ field: 'email' });
  expect(complaintOf(clerkError('something_new')).text).not.toContain('developers');
});

test('every way out of a message stands in its words', () => {
  const ways = Object.values(BY_CODE).filter(({ way }) => way !== undefined);
  expect(ways.length).toBeGreaterThan(3);
  for (const { text, way } of ways) expect(text).toContain(way?.words);
});

test('what the API refuses and what never arrived are said plainly', () => {
  expect(complaintOf(problemFrom(503, null)).text).toContain('try again');
  expect(complaintOf(new TypeError('load failed')).text).toContain('connection');
});

test('checks before anything is sent', () => {
  expect(checkEmail('ann@example.com')).toBeNull();
  expect(checkEmail('ann@')).toMatchObject({ field: 'email' });
  expect(checkNewPassword('short')).toMatchObject({ field: 'password' });
  expect(checkCode('12345')).toMatchObject({ field: 'code' });
  expect(checkCode('123456')).toBeNull();
});
