// Unmodified clerk-js in a real browser, through proxyUrl, under a strict policy and without any other host.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { verifyToken } from '@clerk/backend';
import { chromium } from 'playwright-core';
import { enginePath } from '../../e2e/browser/places.mjs';
import {
  apiUrl,
  claims,
  clerk,
  createUser,
  eventually,
  freshEmail,
  goodPassword,
  later,
  mailTo,
  origin,
  provingOrigin,
  proxyUrl,
  publishableKey,
  secretKey,
  wrongCode,
} from './standin.mjs';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe('clerk-js', () => {
  let browser;
  let context;
  let page;
  let problems;
  let home;
  const calls = new Set();

  before(async () => {
    browser = await chromium.launch({
      executablePath: enginePath(),
      args: QUIET,
    });
  });

  after(async () => {
    await browser.close();
    console.log(`clerk-js called: ${[...calls].sort().join(', ')}`);
  });

  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    page = await context.newPage();
    problems = [];
    home = origin;
    page.on('console', message => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', error => problems.push(String(error)));
    page.on('request', request => {
      const url = new URL(request.url());
      if (url.protocol === 'blob:') return;
      if (url.origin !== home) problems.push(`request to ${url.origin}`);
      if (url.pathname.startsWith('/__clerk/')) {
        const method = url.searchParams.get('_method') ?? request.method();
        calls.add(`${method} ${url.pathname.slice(8).replaceAll(/(sia|sua|sess|org)_\w+/g, '$1_…')}`);
      }
    });
    await open('/app');
  });

  async function open(path) {
    await page.goto(home + path);
    await load();
  }

  async function load() {
    await page.evaluate(() => window.Clerk.load({ telemetry: false, signInUrl: '/app', signUpUrl: '/app' }));
  }

  function signUp(emailAddress) {
    return page.evaluate(
      async ([email, password]) => {
        const attempt = await window.Clerk.client.signUp.create({ emailAddress: email, password });
        await window.Clerk.setActive({ session: attempt.createdSessionId });
        return { status: attempt.status, token: await window.Clerk.session.getToken() };
      },
      [emailAddress, goodPassword],
    );
  }

  function errorCode(action, argument) {
    return page.evaluate(
      ([source, value]) =>
        // The page's own policy forbids eval, so actions are named.
        window.tryClerk(source, value).then(
          () => null,
          error => ({ code: error.errors?.[0]?.code ?? String(error), param: error.errors?.[0]?.meta?.paramName }),
        ),
      [action, argument],
    );
  }

  it('signs up, keeps the client in an HttpOnly cookie and renews after a reload', async () => {
    const email = freshEmail('up');
    const done = await signUp(email);
    assert.equal(done.status, 'complete');
    const verified = await verifyToken(done.token, { secretKey, apiUrl, authorizedParties: [origin] });
    assert.equal(verified.v, 2);
    const cookies = await context.cookies(`${origin}/__clerk/v1/client`);
    const client = cookies.find(cookie => cookie.name === '__client');
    assert.equal(client.httpOnly, true);
    assert.equal(client.sameSite, 'Lax');
    assert.equal((await context.cookies(`${origin}/api/v1/me`)).some(cookie => cookie.name === '__client'), false);
    await open('/app');
    assert.equal(await page.evaluate(() => window.Clerk.user.primaryEmailAddress.emailAddress), email);
    assert.deepEqual(problems, []);
  });

  it('tells which field is wrong', async () => {
    const email = freshEmail('errors');
    await createUser(email);
    const taken = await errorCode('signUp', { emailAddress: email, password: goodPassword });
    assert.deepEqual(taken, { code: 'form_identifier_exists', param: 'email_address' });
    const short = await errorCode('signUp', { emailAddress: freshEmail(), password: 'short' });
    assert.deepEqual(short, { code: 'form_password_length_too_short', param: 'password' });
    const wrong = await errorCode('signIn', { strategy: 'password', identifier: email, password: 'wrong password' });
    assert.deepEqual(wrong, { code: 'form_password_incorrect', param: 'password' });
    const nobody = await errorCode('signIn', { identifier: 'nobody@example.com' });
    assert.deepEqual(nobody, { code: 'form_identifier_not_found', param: 'identifier' });
    const noAddress = await errorCode('signUp', { emailAddress: 'no address', password: goodPassword });
    assert.deepEqual(noAddress, { code: 'form_param_format_invalid', param: 'email_address' });
    const long = await errorCode('signUp', { emailAddress: freshEmail(), password: 'x'.repeat(73) });
    assert.deepEqual(long, { code: 'form_password_length_too_long', param: 'password' });
    await signUp(freshEmail('inside'));
    assert.equal((await errorCode('signIn', { identifier: email })).code, 'session_exists');
  });

  it('acts in an organization that the backend made, and signs out', async () => {
    const { token } = await signUp(freshEmail('org'));
    const { sub, sid } = claims(token);
    const made = await clerk.organizations.createOrganization({ name: 'Beta', createdBy: sub });
    const acted = await page.evaluate(async organization => {
      await window.Clerk.setActive({ organization });
      return window.Clerk.session.getToken();
    }, made.id);
    assert.equal(claims(acted).o.id, made.id);
    assert.equal(claims(acted).o.rol, 'admin');
    await page.evaluate(() => window.Clerk.signOut(() => {}));
    assert.equal(await page.evaluate(() => window.Clerk.user), null);
    assert.equal((await clerk.sessions.getSession(sid)).status, 'removed');
    assert.deepEqual(problems, []);
  });

  it('signs in by password and by ticket', async () => {
    const email = freshEmail('in');
    const user = await createUser(email);
    const status = await page.evaluate(
      async ([identifier, password]) => {
        const attempt = await window.Clerk.client.signIn.create({ strategy: 'password', identifier, password });
        await window.Clerk.setActive({ session: attempt.createdSessionId });
        await window.Clerk.signOut(() => {});
        return attempt.status;
      },
      [email, goodPassword],
    );
    assert.equal(status, 'complete');
    const { token } = await clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 });
    const signedIn = await page.evaluate(async ticket => {
      const attempt = await window.Clerk.client.signIn.create({ strategy: 'ticket', ticket });
      await window.Clerk.setActive({ session: attempt.createdSessionId });
      return window.Clerk.user.id;
    }, token);
    assert.equal(signedIn, user.id);
    assert.deepEqual(problems, []);
  });

  it('resets a forgotten password with the code from the mail, says which of the two is wrong, and signs out elsewhere', async () => {
    const email = freshEmail('together');
    const elsewhere = await clerk.sessions.createSession({ userId: (await createUser(email)).id });
    const unknown = await errorCode('sendReset', { identifier: 'nobody@example.com' });
    assert.deepEqual(unknown, { code: 'form_identifier_not_found', param: 'identifier' });
    assert.equal(await errorCode('sendReset', { identifier: email }), null);
    const code = (await eventually(() => mailTo(email), 'the mail')).subject.slice(0, 6);
    const wrong = await errorCode('proveReset', { code: wrongCode(code) });
    assert.deepEqual(wrong, { code: 'form_code_incorrect', param: 'code' });
    const expired = await later(601, () => errorCode('proveReset', { code }));
    assert.equal(expired.code, 'verification_expired');
    assert.equal(await errorCode('proveReset', { code }), null);
    assert.equal(await page.evaluate(() => window.Clerk.client.signIn.status), 'needs_new_password');
    const weak = await errorCode('reset', { password: 'short' });
    assert.deepEqual(weak, { code: 'form_password_length_too_short', param: 'password' });
    assert.equal(await errorCode('reset', { password: 'a brand new password' }), null);
    assert.equal(await page.evaluate(() => window.Clerk.client.signIn.status ?? 'complete'), 'complete');
    const old = await errorCode('signIn', { identifier: email, password: goodPassword });
    assert.equal(old.code, 'session_exists');
    assert.equal((await clerk.sessions.getSession(elsewhere.id)).status, 'revoked');
  });

  it('gives up on a code after five wrong tries', async () => {
    const email = freshEmail('guess');
    await createUser(email);
    await errorCode('sendReset', { identifier: email });
    const code = (await eventually(() => mailTo(email), 'the mail')).subject.slice(0, 6);
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await errorCode('proveReset', { code: wrongCode(code) })).code, 'form_code_incorrect');
    }
    assert.equal((await errorCode('proveReset', { code })).code, 'verification_failed');
  });

  it('refuses a ticket that is used, late or made up, each under its name', async () => {
    const user = await createUser(freshEmail('tickets'));
    const ticket = () => clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 60 });
    const tried = value => errorCode('signIn', { strategy: 'ticket', ticket: value });
    const late = await ticket();
    assert.equal((await later(61, () => tried(late.token))).code, 'sign_in_token_expired_code');
    assert.equal((await tried('made-up')).code, 'sign_in_token_not_found_code');
    const used = await ticket();
    assert.equal(await tried(used.token), null);
    await page.evaluate(() => window.Clerk.signOut(() => {}));
    assert.equal((await tried(used.token)).code, 'sign_in_token_already_used_code');
  });

  it('proves a new address by code where that is asked for, and not more than five times', async () => {
    home = provingOrigin;
    await open('/app');
    const email = freshEmail('prove');
    assert.equal(await errorCode('signUp', { emailAddress: email, password: goodPassword }), null);
    const asked = await page.evaluate(() => {
      const { status, unverifiedFields } = window.Clerk.client.signUp;
      return [status, unverifiedFields];
    });
    assert.deepEqual(asked, ['missing_requirements', ['email_address']]);
    assert.equal((await errorCode('proveAddress', { code: '123456' })).code, 'verification_missing');
    assert.equal(await errorCode('sendCode', null), null);
    const first = (await eventually(() => mailTo(email, home), 'the mail')).subject.slice(0, 6);
    const wrong = await errorCode('proveAddress', { code: wrongCode(first) });
    assert.deepEqual(wrong, { code: 'form_code_incorrect', param: 'code' });
    for (let sent = 1; sent < 5; sent += 1) assert.equal(await errorCode('sendCode', null), null);
    assert.equal((await errorCode('sendCode', null)).code, 'too_many_requests');
    const last = (await mailTo(email, home)).subject.slice(0, 6);
    const done = await page.evaluate(async code => {
      const attempt = await window.Clerk.client.signUp.attemptEmailAddressVerification({ code });
      await window.Clerk.setActive({ session: attempt.createdSessionId });
      return [attempt.status, window.Clerk.user.primaryEmailAddress.verification.status];
    }, last);
    assert.deepEqual(done, ['complete', 'verified']);
  });

  async function leaveForProvider() {
    await page.evaluate(() => {
      void window.Clerk.client.signIn.authenticateWithRedirect({
        strategy: 'oauth_google',
        redirectUrl: '/sso-callback',
        redirectUrlComplete: '/done',
      });
    });
    await page.waitForURL('**/__clerk/fake-provider**');
    assert.equal(await page.title(), 'Sign in with Google (local stand-in)');
  }

  async function continueAs(email) {
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Continue' }).click();
  }

  function handleCallback() {
    return page.evaluate(() => {
      void window.Clerk.handleRedirectCallback({
        signInFallbackRedirectUrl: '/done',
        signUpFallbackRedirectUrl: '/done',
      });
    });
  }

  async function signedInOnDone(email) {
    await page.waitForURL('**/done**');
    await load();
    assert.equal(await page.evaluate(() => window.Clerk.user?.primaryEmailAddress.emailAddress), email);
  }

  it('signs in by the provider: a new person by transfer, the second time at once', async () => {
    const email = freshEmail('social');
    await leaveForProvider();
    await continueAs(email);
    await page.waitForURL('**/sso-callback**');
    await load();
    await handleCallback();
    await signedInOnDone(email);
    await page.evaluate(() => window.Clerk.signOut(() => {}));
    await open('/app');
    await leaveForProvider();
    await continueAs(email);
    await signedInOnDone(email);
    assert.deepEqual(problems, []);
  });

  it('comes back from the provider with the reason when someone cancels', async () => {
    await leaveForProvider();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL('**/sso-callback**');
    await load();
    const code = await page.evaluate(() => window.Clerk.client.signIn.firstFactorVerification.error.code);
    assert.equal(code, 'oauth_access_denied');
  });

  it('notices that the backend revoked its session', async () => {
    const { token } = await signUp(freshEmail('revoked'));
    await clerk.sessions.revokeSession(claims(token).sid);
    await errorCode('freshToken', null);
    await page.waitForFunction(() => window.Clerk.user === null);
  });

  it('lets @clerk/backend authenticate a page request by its cookies', async () => {
    await signUp(freshEmail('cookies'));
    const cookies = await context.cookies(`${origin}/app`);
    const header = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const state = await clerk.authenticateRequest(
      new Request(`${origin}/app`, { headers: { cookie: header, 'sec-fetch-dest': 'document' } }),
      { publishableKey, proxyUrl, authorizedParties: [origin] },
    );
    assert.equal(state.isAuthenticated, true, state.reason);
  });
});
