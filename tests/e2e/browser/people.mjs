// People who are there at once: made at the provider through its Backend API, with a Brief and an open conversation made through ours.
// Each has a word that occurs nowhere else, in everything that is theirs.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { PATIENCE_MS } from './browser.mjs';

const SECTIONS = ['identity', 'audience', 'offerings', 'positioning', 'operations', 'goals', 'proof'];

/** Asks for the same again while the server cannot do it just now, as the shell does: a machine that has much else to do is slow. */
async function steadily(address, init) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(address, init);
    if (![500, 502, 503, 504].includes(response.status) || (await isFault(response)) || Date.now() > end) return response;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Our own word that something went wrong: it would again. */
async function isFault(response) {
  return (await response.clone().text()).includes('problems/internal');
}

export async function peopleOf(cloud) {
  const facts = await cloud.facts();
  const { origin } = cloud;

  async function provider(method, path, body) {
    const response = await fetch(`${facts.clerk_backend_url}${path}`, {
      method,
      headers: { authorization: `Bearer ${facts.clerk_secret_key}`, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path} at the provider: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  /** A session at the provider, exchanged for our cookie. */
  async function signIn(clerkId, organization) {
    const { id } = await provider('POST', '/sessions', { user_id: clerkId, ...(organization === undefined ? {} : { active_organization_id: organization }) });
    const { jwt } = await provider('POST', `/sessions/${id}/tokens`, {});
    const response = await steadily(`${origin}/api/v1/auth/exchange`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ token: jwt }),
    });
    const text = await response.text();
    assert.equal(response.status, 200, `exchange: ${text}`);
    const [set] = response.headers.getSetCookie().filter((line) => !/max-age=0/i.test(line));
    const [pair] = set.split(';');
    const at = pair.indexOf('=');
    return { id, cookie: { name: pair.slice(0, at), value: pair.slice(at + 1), url: origin, httpOnly: true, sameSite: 'Lax' }, who: JSON.parse(text).data };
  }

  /** Calls the API as the holder of a cookie. */
  function caller({ cookie }) {
    return async function call(method, path, body, headers = {}) {
      const response = await steadily(`${origin}/api/v1${path}`, {
        method,
        headers: { origin, cookie: `${cookie.name}=${cookie.value}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}), ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
      return { data: JSON.parse(text).data, tag: response.headers.get('etag') };
    };
  }

  async function isLetIn({ cookie }) {
    return (await fetch(`${origin}/api/v1/me`, { headers: { cookie: `${cookie.name}=${cookie.value}` } })).ok;
  }

  async function draft(call, words) {
    const { data: session } = await call('POST', '/brief/sessions', {});
    await call('POST', `/brief/sessions/${session.id}/messages`, { text: `I run ${words} Plumbing. We do repairs in Leeds since 2015.` });
    const { tag } = await call('POST', `/brief/sessions/${session.id}/ready`, {});
    return { id: session.id, tag };
  }

  async function approveOne(call, words) {
    let { id, tag } = await draft(call, words);
    for (const section of SECTIONS) {
      ({ tag } = await call('PUT', `/brief/sessions/${id}/draft/sections/${section}`, { left_as_draft: true }, { 'if-match': tag }));
    }
    await call('POST', `/brief/sessions/${id}/approve`, {});
  }

  /** Somebody with an approved Brief and a second conversation whose draft can be reviewed. */
  async function make() {
    const word = `canary${randomBytes(5).toString('hex')}`;
    const user = await provider('POST', '/users', { email_address: [`${word}@example.com`], first_name: word, last_name: 'Hart', skip_password_requirement: true });
    const own = await signIn(user.id);
    const call = caller(own);
    await approveOne(call, word);
    await draft(call, word);
    const organizations = await provider('GET', `/users/${user.id}/organization_memberships?limit=1`);
    return {
      word,
      clerk: user.id,
      id: own.who.user.id,
      org: own.who.org.id,
      /** A session for a browser, beside the one that the tests look through. */
      session: () => signIn(user.id),
      endAtProvider: (session) => provider('POST', `/sessions/${session.id}/revoke`),
      deleteWorkspace: () => provider('DELETE', `/organizations/${organizations.data[0].organization.id}`),
      /** What their Brief says that the business is called. */
      async nameBusiness(name) {
        const { data, tag } = await call('GET', '/brief');
        const { statements, fields } = data.sections.identity;
        await call('PATCH', '/brief/sections/identity', { content: { statements, fields: { ...fields, name } } }, { 'if-match': tag });
      },
      async workspaceAtProvider() {
        const { data } = await provider('GET', `/users/${user.id}/organization_memberships?limit=1`);
        return data[0].organization.name;
      },
      async sessionInOtherWorkspace() {
        const { id } = await provider('POST', '/organizations', { name: 'Second shop', created_by: user.id });
        return signIn(user.id, id);
      },
      /** One more, which an exchange brings here. */
      async makeWorkspace(name) {
        const { id } = await provider('POST', '/organizations', { name, created_by: user.id });
        await signIn(user.id, id);
      },
      /** A session in a workspace of somebody else's, who can take this person out of it. */
      async sessionAsGuestOf(host, name = 'Second shop') {
        const { id } = await provider('POST', '/organizations', { name, created_by: host.clerk });
        await provider('POST', `/organizations/${id}/memberships`, { user_id: user.id, role: 'org:member' });
        const session = await signIn(user.id, id);
        /** Resolves once we know of it too. */
        const takeOut = async () => {
          await provider('DELETE', `/organizations/${id}/memberships/${user.id}`);
          while (await isLetIn(session)) await new Promise((resolve) => setTimeout(resolve, 50));
        };
        return { ...session, takeOut };
      },
      /** Everything that the server holds for them, as one text. */
      async held() {
        const { data: sessions } = await call('GET', '/events?limit=100');
        const conversations = [...new Set(sessions.map((event) => event.correlation_id).filter(Boolean))];
        const { data: open } = await call('POST', '/brief/sessions', {});
        const parts = await Promise.all([call('GET', '/me'), call('GET', '/brief'), call('GET', `/brief/sessions/${open.id}/messages?limit=100`)]);
        return JSON.stringify([sessions, conversations, open, ...parts]);
      },
    };
  }

  /** Somebody who has just signed up, and said nothing yet. */
  async function newcomer() {
    const user = await provider('POST', '/users', { email_address: [`${randomUUID()}@example.com`], skip_password_requirement: true });
    return { session: () => signIn(user.id) };
  }

  const free = [];

  /** Somebody who is nobody else's for as long as `work` takes. Unless that fails, the next one gets them, whatever they have typed. */
  async function lend(work) {
    const person = free.pop() ?? (await make());
    await work(person);
    free.push(person);
  }

  return { make, newcomer, lend };
}
