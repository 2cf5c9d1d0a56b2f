import { carryAddress } from './carry';
import { clerk, clientOf, enter, entersAgain, enterWithOpenSession, patiently } from './clerk';
import { nameAddress, onStep, openForms, showStep, startPasswordPeek } from './forms';
import { startGoogle } from './google';
import { onNewCode } from './new-code';
import { carryNext, nextScreen } from './next';
import { checkCode, checkEmail, checkNewPassword } from './words';

export function startSignUp(): void {
  carryNext();
  carryAddress();
  startPasswordPeek();
  startGoogle();
  const next = nextScreen();
  // While the person types.
  const tried = enterWithOpenSession(next);
  const codeSent = onNewCode('code', async () => clientOf(await clerk()).signUp.prepareEmailAddressVerification({ strategy: 'email_code' }));

  onStep(
    'account',
    (step) => [checkEmail(step.value('email')), checkNewPassword(step.value('password'))],
    async (step) => {
      await tried;
      const sdk = await clerk();
      const email = step.value('email');
      if (await entersAgain(sdk, email, next)) return;
      const signUp = await patiently(() => clientOf(sdk).signUp.create({ emailAddress: email, password: step.value('password') }));
      if (signUp.status === 'complete') return enter(sdk, signUp.createdSessionId, next);
      await signUp.prepareEmailAddressVerification({ strategy: 'email_code' });
      nameAddress(email);
      codeSent();
      showStep('code');
    },
  );

  onStep(
    'code',
    (step) => [checkCode(step.value('code'))],
    async (step) => {
      const sdk = await clerk();
      const signUp = await clientOf(sdk).signUp.attemptEmailAddressVerification({ code: step.value('code') });
      if (signUp.status !== 'complete') throw new Error('The sign-up is not complete');
      await enter(sdk, signUp.createdSessionId, next);
    },
  );
  openForms();
}
