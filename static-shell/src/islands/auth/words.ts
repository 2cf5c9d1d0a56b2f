import { ApiProblem, explain, Unreachable } from '@/lib/problem';

/** The words of a sentence that lead somewhere, and the page that they lead to. */
export interface Way {
  readonly words: string;
  readonly page: '/sign-in' | '/sign-up' | '/forgot-password' | '/strategy';
}

/** One sentence for a person, and the field it belongs to (null: the form as a whole). */
export interface Complaint {
  readonly field: string | null;
  readonly text: string;
  /** What of the text is a link. */
  readonly way?: Way;
}

export const BY_CODE: Readonly<Record<string, Complaint>> = {
  form_identifier_exists: {
    field: 'email',
    text: 'There is already an account with this address. Sign in instead.',
    way: { words: 'Sign in instead', page: '/sign-in' },
  },
  form_identifier_not_found: {
    field: 'email',
    text: 'There is no account with this address. Check the spelling, or sign up.',
    way: { words: 'sign up', page: '/sign-up' },
  },
  form_password_incorrect: {
    field: 'password',
    text: 'This password does not fit. Try again, or reset it.',
    way: { words: 'reset it', page: '/forgot-password' },
  },
  form_password_pwned: { field: 'password', text: 'This password is known from a leak elsewhere. Choose another one.' },
  form_password_length_too_short: { field: 'password', text: 'Use at least 8 characters.' },
  form_password_length_too_long: { field: 'password', text: 'Use at most 72 characters.' },
  form_password_not_strong_enough: { field: 'password', text: 'This is easy to guess. Make it longer, or add a word.' },
  form_password_validation_failed: { field: 'password', text: 'This password cannot be used. Choose another one.' },
  form_code_incorrect: { field: 'code', text: 'This code does not fit. Check the newest e-mail from us.' },
  verification_expired: { field: 'code', text: 'This code is too old. Ask for a new one.' },
  verification_failed: { field: 'code', text: 'Too many tries with this code. Ask for a new one.' },
  strategy_for_user_invalid: {
    field: 'email',
    text: 'This account has no password. Sign in with Google.',
    way: { words: 'Sign in with Google', page: '/sign-in' },
  },
  too_many_requests: { field: null, text: 'Too many tries. Wait a minute, then try again.' },
  session_exists: {
    field: null,
    text: 'You are signed in already. Go to your workspace.',
    way: { words: 'Go to your workspace', page: '/strategy' },
  },
  captcha_invalid: { field: null, text: 'We could not check that you are a person. Reload the page and try again.' },
};

const BY_PARAMETER: Readonly<Record<string, Complaint>> = {
  email_address: { field: 'email', text: 'This does not look like an e-mail address.' },
  identifier: { field: 'email', text: 'This does not look like an e-mail address.' },
  password: { field: 'password', text: 'This password cannot be used. Choose another one.' },
  code: { field: 'code', text: 'This code does not fit.' },
};

const UNREACHABLE: Complaint = { field: null, text: 'No answer from Xentri. Check your connection, then try again.' };

interface ClerkError {
  readonly code: string;
  readonly meta?: { readonly paramName?: string };
}

function clerkErrors(fault: unknown): readonly ClerkError[] {
  if (typeof fault !== 'object' || fault === null || !('errors' in fault) || !Array.isArray(fault.errors)) return [];
  return fault.errors as readonly ClerkError[];
}

/** What to say about a failed step, in our own words: Clerk's are written for developers. */
export function complaintOf(fault: unknown): Complaint {
  if (fault instanceof Unreachable) return UNREACHABLE;
  if (fault instanceof ApiProblem) return { field: null, text: explain(fault) };
  const first = clerkErrors(fault)[0];
  if (first === undefined) return UNREACHABLE;
  return BY_CODE[first.code] ?? BY_PARAMETER[first.meta?.paramName ?? ''] ?? { field: null, text: 'That did not work. Try again in a moment.' };
}

/** What can be said before anything is sent. */
export function checkEmail(email: string): Complaint | null {
  if (email === '') return { field: 'email', text: 'Type your e-mail address.' };
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? null : { field: 'email', text: 'This does not look like an e-mail address.' };
}

export function checkNewPassword(password: string): Complaint | null {
  if (password === '') return { field: 'password', text: 'Choose a password of at least 8 characters.' };
  return password.length < 8 ? { field: 'password', text: 'Use at least 8 characters.' } : null;
}

export function checkPassword(password: string): Complaint | null {
  return password === '' ? { field: 'password', text: 'Type your password.' } : null;
}

export function checkCode(code: string): Complaint | null {
  return /^\d{6}$/.test(code) ? null : { field: 'code', text: 'Type the six digits from the e-mail.' };
}
