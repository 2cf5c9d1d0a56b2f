import type { ExportFormat } from '@/lib/api';
import { changeTheme } from '@/lib/me';
import { explain, SignedOut } from '@/lib/problem';
import { CATEGORIES, ROUTES } from '@/lib/routes';
import { navigate } from '@/lib/router';
import { shownTheme } from '@/lib/theme';
import { say } from '@/lib/toast';
import { $overlay } from './overlay';
import { signOutHere } from './sign-out';

/** Something that can be done from anywhere. */
export interface Command {
  readonly label: string;
  /** What it may be looked for by, besides its label. */
  readonly also: string;
  readonly run: () => void;
}

function exportAs(format: ExportFormat): void {
  import('@/islands/strategy/export')
    .then(({ download }) => download(format))
    .then(
      (filename) => say(`${filename} is in your downloads.`),
      (fault: unknown) => say(`No file was made. ${explain(fault)}`),
    );
}

function switchTheme(): void {
  changeTheme(shownTheme() === 'dark' ? 'light' : 'dark').catch((fault: unknown) => {
    if (!(fault instanceof SignedOut)) say('The theme is kept in this browser only for now.');
  });
}

function signOut(): void {
  signOutHere().catch((fault: unknown) => {
    if (!(fault instanceof SignedOut)) say(explain(fault));
  });
}

const FORMATS: readonly (readonly [ExportFormat, string])[] = [
  ['pdf', 'PDF'],
  ['markdown', 'Markdown'],
  ['json', 'JSON'],
];

/** Every screen there is, and what is not bound to one. */
export const COMMANDS: readonly Command[] = [
  ...ROUTES.map(({ path, title, category }) => ({
    label: `Go to ${title}`,
    also: CATEGORIES.find(({ key }) => key === category)?.label ?? '',
    run: () => navigate(path),
  })),
  ...FORMATS.map(([format, name]) => ({ label: `Export your Brief as ${name}`, also: 'download file', run: () => exportAs(format) })),
  { label: 'Print this page', also: 'paper', run: () => print() },
  { label: 'Switch between light and dark', also: 'theme', run: switchTheme },
  { label: 'Show the keyboard shortcuts', also: 'keys help', run: () => $overlay.set('keys') },
  { label: 'Sign out', also: 'leave log out', run: signOut },
];

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

/** Those in which every word that was typed begins a word. */
export function commandsFor(typed: string): readonly Command[] {
  const words = plain(typed).split(/\s+/u).filter((word) => word !== '');
  return COMMANDS.filter(({ label, also }) => {
    const has = plain(`${label} ${also}`).split(/\s+/u);
    return words.every((word) => has.some((one) => one.startsWith(word)));
  });
}
