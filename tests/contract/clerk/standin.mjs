// Where the stand-in under test is. ClerkClientsTest (localstack/tests) starts one and sets these.
import { createClerkClient } from '@clerk/backend';

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests through ClerkClientsTest`);
  return value;
}

export const origin = needed('CLERK_TEST_ORIGIN');
/** Another stand-in, which wants an address proved before it makes a person. */
export const provingOrigin = needed('CLERK_TEST_PROVING_ORIGIN');
export const secretKey = needed('CLERK_TEST_SECRET_KEY');
export const publishableKey = needed('CLERK_TEST_PUBLISHABLE_KEY');
export const webhookSecret = needed('CLERK_TEST_WEBHOOK_SECRET');
export const proxyUrl = `${origin}/__clerk`;

// @clerk/backend adds /v1 by itself.
export const apiUrl = needed('CLERK_TEST_API_URL').replace(/\/v1$/, '');

export const clerk = createClerkClient({ secretKey, publishableKey, apiUrl, telemetry: { disabled: true } });

let count = 0;

/** An address nobody used before. */
export function freshEmail(name = 'user') {
  count += 1;
  return `${name}.${process.pid}.${count}@example.com`;
}

export const goodPassword = 'correct horse battery';

export function createUser(emailAddress, more = {}) {
  return clerk.users.createUser({ emailAddress: [emailAddress], password: goodPassword, ...more });
}

/** Asks until the answer is there; webhooks and mails take a moment. */
export async function eventually(find, what) {
  for (let i = 0; i < 100; i += 1) {
    const found = await find();
    if (found) return found;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`${what} did not come within 5 s`);
}

export async function mailTo(address, at = origin) {
  const mails = await (await fetch(`${at}/test/mails`)).json();
  return mails.findLast(mail => mail.to === address);
}

/** Does something while the stand-in's clock is ahead. */
export async function later(seconds, action) {
  const forward = by => fetch(`${origin}/test/clock?${by}`);
  await forward(seconds);
  try {
    return await action();
  } finally {
    await forward(-seconds);
  }
}

export function wrongCode(code) {
  return code === '000000' ? '000001' : '000000';
}

export async function webhooks() {
  return (await fetch(`${origin}/test/webhooks`)).json();
}

export function claims(jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
}
