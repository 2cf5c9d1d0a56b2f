import { complaintOf } from '@/islands/auth/words';
import { NotThere } from './at-provider';
import { NoPicture } from './scaled';

/** What to say where the account itself could not be changed. */
export function explainChange(fault: unknown): string {
  if (fault instanceof NotThere) return 'This needs a fresh sign-in: sign out and in again, then try once more.';
  if (fault instanceof NoPicture) return 'This file is not a picture that your browser can read. Choose a PNG, JPEG or WebP.';
  return complaintOf(fault).text;
}
