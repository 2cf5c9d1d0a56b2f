import { complaintOf } from './words';

/** As long as a mail may take. Whoever asks sooner would get a second one, and the first would not be good any more. */
const WAIT_S = 30;

function find(step: string, what: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-step="${step}"] ${what}`);
}

/** Says under the fields of a step what has been done; what went wrong stands where it always does. */
function report(step: string, said: string, wrong = ''): void {
  const places = [['[data-said]', said], ['[data-error="form"]', wrong]] as const;
  for (const [place, text] of places) {
    const element = find(step, place);
    if (element !== null) element.textContent = text;
  }
}

/** Counts down on the button, which stays where it is and can be reached: it says when it will do something again. */
function holdBack(button: HTMLButtonElement, label: string): void {
  const until = Date.now() + WAIT_S * 1000;
  const show = () => {
    const left = Math.ceil((until - Date.now()) / 1000);
    button.setAttribute('aria-disabled', String(left > 0));
    button.textContent = left > 0 ? `${label} in ${left} s` : label;
    if (left > 0) setTimeout(show, 1000);
  };
  show();
}

/**
 * "Send a new code" of a step that asks for one.
 *
 * @param send asks the provider, which has limits of its own
 * @returns to be called when the first code has been sent: the next one waits as every other
 */
export function onNewCode(step: string, send: () => Promise<unknown>): () => void {
  const button = document.querySelector<HTMLButtonElement>(`[data-step="${step}"] [data-new-code]`);
  if (button === null) throw new Error(`The step ${step} has no way to a new code`);
  const label = button.textContent.trim();
  const isHeld = () => button.getAttribute('aria-disabled') === 'true';
  button.addEventListener('click', () => {
    if (isHeld()) return;
    button.setAttribute('aria-disabled', 'true');
    report(step, '');
    send().then(
      () => {
        report(step, `A new code is on its way. Only the newest one is good. You can ask again in ${WAIT_S} seconds.`);
        holdBack(button, label);
      },
      (fault: unknown) => {
        report(step, '', complaintOf(fault).text);
        holdBack(button, label);
      },
    );
  });
  return () => holdBack(button, label);
}
