// Named actions for the tests: the page's policy forbids eval.
const actions = {
  signUp: values => window.Clerk.client.signUp.create(values),
  signIn: values => window.Clerk.client.signIn.create(values),
  sendReset: ({ identifier }) =>
    window.Clerk.client.signIn.create({ strategy: 'reset_password_email_code', identifier }),
  proveReset: values => window.Clerk.client.signIn.attemptFirstFactor({ strategy: 'reset_password_email_code', ...values }),
  reset: values => window.Clerk.client.signIn.resetPassword({ signOutOfOtherSessions: true, ...values }),
  sendCode: () => window.Clerk.client.signUp.prepareEmailAddressVerification({ strategy: 'email_code' }),
  proveAddress: ({ code }) => window.Clerk.client.signUp.attemptEmailAddressVerification({ code }),
  freshToken: () => window.Clerk.session.getToken({ skipCache: true }),
};

window.tryClerk = async (name, values) => actions[name](values);
