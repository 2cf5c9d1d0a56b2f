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
      const signIn = await clientOf(sdk).signIn.attemptFirstFactor({
        strategy: 'reset_password_email_code',
        code: step.value('code'),
        password: step.value('password'),
      });
      if (signIn.status !== 'complete') throw new Error('The reset is not complete');
      await enter(sdk, signIn.createdSessionId, next);
    },
  );

  document.querySelector('[data-other-address]')?.addEventListener('click', () => showStep('account'));
  openForms();
}
