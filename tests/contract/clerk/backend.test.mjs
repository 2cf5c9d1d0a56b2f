// The official @clerk/backend, unmodified, against the stand-in's Backend API, tokens and webhooks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { verifyToken } from '@clerk/backend';
import { verifyWebhook } from '@clerk/backend/webhooks';
import {
  apiUrl,
  clerk,
  createUser,
  eventually,
  freshEmail,
  goodPassword,
  origin,
  proxyUrl,
  publishableKey,
  secretKey,
  webhooks,
  webhookSecret,
} from './standin.mjs';

async function refusal(promise) {
  return promise.then(
    () => assert.fail('was not refused'),
    error => ({ status: error.status, code: error.errors[0].code, param: error.errors[0].meta?.paramName }),
  );
}

describe('users', () => {
  it('are created, found, changed and deleted', async () => {
    const email = freshEmail('Crud');
    const made = await createUser(email, { firstName: 'Ann' });
    assert.match(made.id, /^user_/);
    assert.equal(made.primaryEmailAddress.emailAddress, email.toLowerCase());
    assert.equal(made.primaryEmailAddress.verification.status, 'verified');
    const list = await clerk.users.getUserList({ emailAddress: [email.toUpperCase()] });
    assert.equal(list.totalCount, 1);
    assert.equal(list.data[0].id, made.id);
    const changed = await clerk.users.updateUser(made.id, { lastName: 'Ash' });
    assert.equal(changed.fullName, 'Ann Ash');
    await clerk.users.deleteUser(made.id);
    assert.deepEqual(await refusal(clerk.users.getUser(made.id)), {
      status: 404,
      code: 'resource_not_found',
      param: undefined,
    });
  });

  it('of one address are one, however many ask at once', async () => {
    const email = freshEmail('race');
    const wanted = Array.from({ length: 50 }, (_, i) => (i % 2 ? email : email.toUpperCase()));
    const results = await Promise.allSettled(wanted.map(address => createUser(address)));
    const made = results.filter(result => result.status === 'fulfilled');
    assert.equal(made.length, 1);
    for (const { reason } of results.filter(result => result.status === 'rejected')) {
      assert.equal(reason.status, 422);
      assert.equal(reason.errors[0].code, 'form_identifier_exists');
      assert.equal(reason.errors[0].meta.paramName, 'email_address');
    }
  });

  it('have passwords that can be checked', async () => {
    const user = await createUser(freshEmail('pw'));
    const right = await clerk.users.verifyPassword({ userId: user.id, password: goodPassword });
    assert.equal(right.verified, true);
    const wrong = await refusal(clerk.users.verifyPassword({ userId: user.id, password: 'nope nope' }));
    assert.equal(wrong.status, 422);
    assert.equal(wrong.code, 'incorrect_password');
    const nobody = await refusal(clerk.users.verifyPassword({ userId: 'user_nobody', password: goodPassword }));
    assert.equal(nobody.status, 404);
  });

  it('are refused for the field that is wrong', async () => {
    const email = freshEmail('fields');
    await createUser(email);
    const refusals = [
      [() => createUser(email), 'form_identifier_exists', 'email_address'],
      [() => createUser('no address'), 'form_param_format_invalid', 'email_address'],
      [() => createUser(freshEmail(), { password: 'short' }), 'form_password_length_too_short', 'password'],
      [() => createUser(freshEmail(), { password: 'x'.repeat(73) }), 'form_password_length_too_long', 'password'],
    ];
    for (const [call, code, param] of refusals) {
      assert.deepEqual(await refusal(call()), { status: 422, code, param });
    }
  });

  it('are not for those without the secret key', async () => {
    const reply = await fetch(`${apiUrl}/v1/users`, { headers: { authorization: 'Bearer sk_test_wrong' } });
    assert.equal(reply.status, 401);
  });
});

describe('organizations', () => {
  it('make their creator admin, take members and let them go', async () => {
    const owner = await createUser(freshEmail('owner'));
    const helper = await createUser(freshEmail('helper'));
    const made = await clerk.organizations.createOrganization({ name: 'Acme & Co', createdBy: owner.id });
    assert.match(made.id, /^org_/);
    assert.match(made.slug, /^acme-co/);
    const twin = await clerk.organizations.createOrganization({ name: 'Acme & Co', createdBy: owner.id });
    assert.notEqual(twin.slug, made.slug);
    const { data, totalCount } = await clerk.users.getOrganizationMembershipList({ userId: owner.id });
    assert.equal(totalCount, 2);
    assert.deepEqual(
      data.map(membership => [membership.organization.id, membership.role]),
      [[made.id, 'org:admin'], [twin.id, 'org:admin']],
    );
    const organizationId = made.id;
    await clerk.organizations.createOrganizationMembership({ organizationId, userId: helper.id, role: 'org:member' });
    const again = clerk.organizations.createOrganizationMembership({
      organizationId,
      userId: helper.id,
      role: 'org:member',
    });
    assert.equal((await refusal(again)).status, 400);
    const joined = async () => (await clerk.users.getOrganizationMembershipList({ userId: helper.id })).totalCount;
    assert.equal(await joined(), 1);
    await clerk.organizations.deleteOrganizationMembership({ organizationId, userId: helper.id });
    assert.equal(await joined(), 0);
    await clerk.organizations.deleteOrganization(organizationId);
    const left = await clerk.users.getOrganizationMembershipList({ userId: owner.id });
    assert.deepEqual(left.data.map(membership => membership.organization.id), [twin.id]);
  });
});

describe('sessions and tokens', () => {
  it('verify against the JWKS, by key and over the network', async () => {
    const user = await createUser(freshEmail('token'));
    const organization = await clerk.organizations.createOrganization({ name: 'Tokens', createdBy: user.id });
    const session = await clerk.sessions.createSession({
      userId: user.id,
      activeOrganizationId: organization.id,
    });
    assert.equal(session.status, 'active');
    const token = await clerk.sessions.getToken(session.id);
    const verified = await verifyToken(token.jwt, { secretKey, apiUrl, authorizedParties: [origin] });
    assert.equal(verified.sub, user.id);
    assert.equal(verified.sid, session.id);
    assert.equal(verified.o.id, organization.id);
    assert.equal(verified.o.rol, 'admin');
    assert.equal(verified.iss, proxyUrl);
    const other = await verifyToken(token.jwt, {
      secretKey,
      apiUrl,
      authorizedParties: ['https://other.example'],
    }).catch(error => error.reason);
    assert.equal(other, 'token-invalid-authorized-parties');
  });

  it('end when they are revoked', async () => {
    const user = await createUser(freshEmail('revoke'));
    const session = await clerk.sessions.createSession({ userId: user.id });
    const revoked = await clerk.sessions.revokeSession(session.id);
    assert.equal(revoked.status, 'revoked');
    assert.equal((await refusal(clerk.sessions.getToken(session.id))).status, 404);
  });

  it('authenticate a request with a bearer token', async () => {
    const user = await createUser(freshEmail('request'));
    const session = await clerk.sessions.createSession({ userId: user.id });
    const { jwt } = await clerk.sessions.getToken(session.id);
    const state = await clerk.authenticateRequest(
      new Request(`${origin}/api/v1/me`, { headers: { authorization: `Bearer ${jwt}` } }),
      { publishableKey, proxyUrl, authorizedParties: [origin] },
    );
    assert.equal(state.isAuthenticated, true);
    assert.equal(state.toAuth().userId, user.id);
  });

  it('tickets name their user', async () => {
    const user = await createUser(freshEmail('ticket'));
    const ticket = await clerk.signInTokens.createSignInToken({ userId: user.id, expiresInSeconds: 120 });
    assert.equal(ticket.status, 'pending');
    assert.equal(ticket.userId, user.id);
    assert.ok(ticket.token.length >= 32);
  });
});

describe('webhooks', () => {
  it('tell of every change, signed, in the order of the changes', async () => {
    const user = await createUser(freshEmail('hook'));
    const organization = await clerk.organizations.createOrganization({ name: 'Hooks', createdBy: user.id });
    const session = await clerk.sessions.createSession({ userId: user.id });
    await clerk.sessions.revokeSession(session.id);
    await clerk.users.updateUser(user.id, { firstName: 'New' });
    await clerk.organizations.deleteOrganization(organization.id);
    await clerk.users.deleteUser(user.id);
    const about = hook => hook.body.includes(user.id) || hook.body.includes(organization.id);
    const seen = await eventually(async () => {
      const mine = (await webhooks()).filter(about);
      return mine.some(hook => hook.body.includes('"user.deleted"')) && mine;
    }, 'user.deleted');
    const events = await Promise.all(
      seen.map(hook =>
        verifyWebhook(new Request(`${origin}/webhook`, { method: 'POST', headers: hook.headers, body: hook.body }), {
          signingSecret: webhookSecret,
        }),
      ),
    );
    assert.deepEqual(
      events.map(event => event.type),
      [
        'user.created',
        'organization.created',
        'organizationMembership.created',
        'session.created',
        'session.revoked',
        'user.updated',
        'organizationMembership.deleted',
        'organization.deleted',
        'user.deleted',
      ],
    );
    assert.equal(events[0].data.email_addresses[0].email_address, user.primaryEmailAddress.emailAddress);
    assert.equal(events[2].data.public_user_data.user_id, user.id);
    assert.equal(events[2].data.organization.id, organization.id);
    assert.deepEqual(events.at(-1).data, { object: 'user', id: user.id, deleted: true });
    const forged = new Request(`${origin}/webhook`, { method: 'POST', headers: seen[0].headers, body: '{}' });
    await assert.rejects(verifyWebhook(forged, { signingSecret: webhookSecret }));
  });
});
