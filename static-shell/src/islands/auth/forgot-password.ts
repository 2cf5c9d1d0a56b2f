import type { Clerk } from '@clerk/clerk-js';
import { clerk, clientOf, enter } from './clerk';
import { nameAddress, onStep, openForms, showStep, startPasswordPeek } from './forms';
import { nextScreen } from './next';
import { checkCode, checkEmail, checkNewPassword } from './words';

export function startForgotPassword(): void {
  startPasswordPeek();
  const next = nextScreen();
  clerk().catch(() => undefined);

  onStep(
    'account',
    (step) => [checkEmail(step.value('email'))],
    async (step) => {
      const sdk = await clerk();
      const email = step.value('email');
      await clientOf(sdk).signIn.create({ strategy: 'reset_password_email_code', identifier: email });
      nameAddress(email);
      showStep('reset');
    },
  );

  onStep(
    'reset',
    (step) => [checkCode(step.value('code')), checkNewPassword(step.value('password'))],
    async (step) => {
      const sdk = await clerk();
      const proved = await provedBy(clientOf(sdk).signIn, step.value('code'));
      // Whoever may have learnt the old password is signed out with it.
      const reset = await proved.resetPassword({ password: step.value('password'), signOutOfOtherSessions: true });
      if (reset.status !== 'complete') throw new Error('The reset is not complete');
      await enter(sdk, reset.createdSessionId, next);
    },
  );

  document.querySelector('[data-other-address]')?.addEventListener('click', () => showStep('account'));
  openForms();
}

type SignIn = NonNullable<Clerk['client']>['signIn'];

/** A code is good once: who has shown it, and whose new password was refused, only chooses another one. */
async function provedBy(signIn: SignIn, code: string): Promise<SignIn> {
  if (signIn.status === 'needs_new_password') return signIn;
  return signIn.attemptFirstFactor({ strategy: 'reset_password_email_code', code });
}
