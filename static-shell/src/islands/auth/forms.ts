import { addressOf } from './next';
import { complaintOf, type Complaint } from './words';

/** One step of a way in: a static form that this file gives a voice. */
export interface Step {
  readonly form: HTMLFormElement;
  value(name: string): string;
}

function find(root: ParentNode, selector: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(selector);
}

function clear(form: HTMLFormElement): void {
  for (const place of form.querySelectorAll<HTMLElement>('[data-error]')) place.textContent = '';
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

export function complain(form: HTMLFormElement, complaint: Complaint): void {
  const input = complaint.field === null ? null : form.querySelector<HTMLInputElement>(`[name="${complaint.field}"]`);
  const place = input === null ? find(form, '[data-error="form"]') : find(form, `[data-error="${input.name}"]`);
  place?.replaceChildren(...partsOf(complaint));
  input?.setAttribute('aria-invalid', 'true');
  input?.focus();
}

/** The sentence, with its way on as a link. */
function partsOf({ text, way }: Complaint): (string | Node)[] {
  if (way === undefined) return [text];
  const at = text.indexOf(way.words);
  const link = document.createElement('a');
  link.className = 'link';
  link.href = addressOf(way.page);
  link.textContent = way.words;
  return [text.slice(0, at), link, text.slice(at + way.words.length)];
}

function busy(form: HTMLFormElement, on: boolean): void {
  const button = form.querySelector<HTMLButtonElement>('button[type="submit"]');
  if (button === null) return;
  button.dataset['label'] ??= button.textContent;
  button.textContent = on ? 'One moment…' : button.dataset['label'];
  button.setAttribute('aria-disabled', String(on));
  form.setAttribute('aria-busy', String(on));
}

/** Checks what was typed, runs the step once at a time, and puts what went wrong under its field. */
export function onStep(name: string, check: (step: Step) => (Complaint | null)[], run: (step: Step) => Promise<void>): void {
  const form = document.querySelector<HTMLFormElement>(`form[data-step="${name}"]`);
  if (form === null) return;
  const step: Step = { form, value: (field) => fieldValue(form, field) };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (form.getAttribute('aria-busy') === 'true') return;
    clear(form);
    const complaints = check(step).filter((one) => one !== null);
    for (const one of complaints.toReversed()) complain(form, one);
    if (complaints.length > 0) return;
    busy(form, true);
    run(step)
      .catch((fault: unknown) => complain(form, complaintOf(fault)))
      .finally(() => busy(form, false));
  });
}

function fieldValue(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  if (typeof value !== 'string') return '';
  return name === 'password' ? value : value.trim();
}

/**
 * The forms are on the page before this script is: until it listens, a form would send what was typed by itself. So their buttons wait
 * for this, the last step of every way in. And the browser may keep the page as it was left: not with what was typed.
 */
export function openForms(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('form button')) button.disabled = false;
  window.addEventListener('pagehide', () => {
    for (const form of document.forms) form.reset();
  });
}

/** Shows one step in the place of another and moves the focus to its first field. */
export function showStep(name: string): void {
  for (const form of document.querySelectorAll<HTMLElement>('[data-step]')) form.hidden = form.dataset['step'] !== name;
  const shown = find(document, `[data-step="${name}"]`);
  shown?.querySelector<HTMLInputElement>('input')?.focus();
}

/** Says to which address the code went. */
export function nameAddress(email: string): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-address]')) place.textContent = email;
}

export function startPasswordPeek(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-peek]')) {
    const input = button.parentElement?.querySelector('input');
    button.addEventListener('click', () => {
      if (input === null || input === undefined) return;
      const show = input.type === 'password';
      input.type = show ? 'text' : 'password';
      button.textContent = show ? 'Hide' : 'Show';
      button.setAttribute('aria-pressed', String(show));
    });
  }
}
