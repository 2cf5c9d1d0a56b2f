import { atom, type ReadableAtom } from 'nanostores';
import type { FieldValue, SectionContent } from '@/lib/api-types';
import { autosave, type SaveStatus } from '@/lib/autosave';
import { waits } from '@/lib/drafts';
import { joined, same } from '@/lib/merge';
import { areRows, isBlank, isHeldBack, type Row, rowsOf, settled, valueOf, withHeldBack } from '@/lib/rows';
import { type SectionSpec, sentencesOf, statementsFrom, statementsText, type View, withSentences } from '@/lib/sections';
import { focusNext } from '@/lib/focus';
import { say } from '@/lib/toast';
import { charactersOver } from '@/lib/too-long';
import { type Copy, exchangeTyped, forgetCopy, forgetTyped, keepTyped, recallTyped, typedElsewhere } from '@/lib/typed';

/** One section while it is edited: its words as text, and how saving them fares. */
export interface EditorState extends Typed {
  readonly status: SaveStatus;
  /** After another edit of the same words: what stands there now, beside which ours is shown. */
  readonly theirs: SectionContent | null;
  /** What other tabs keep for this section, as it would read. */
  readonly others: readonly OtherEdit[];
}

export interface OtherEdit {
  readonly copy: Copy;
  readonly content: SectionContent;
}

export interface Editor {
  readonly $state: ReadableAtom<EditorState>;
  typeStatements(text: string): void;
  typeField(name: string, text: string): void;
  typeRows(name: string, change: (rows: readonly Row[]) => readonly Row[]): void;
  /** Takes a row off its list and offers the way back, which brings its sentence back as it was. */
  removeRow(name: string, row: Row): void;
  /** Sends what is not saved yet: because the owner asked, or because the editor closes. Says whether nothing is left unsaved. */
  flush(): Promise<boolean>;
  /** What this edit would make of the section. */
  mine(): SectionContent;
  keepMine(): void;
  takeTheirs(): void;
  /** Takes the words of another tab; ours take their place among the others. */
  takeOther(copy: Copy): void;
  discardOther(copy: Copy): void;
}

export interface EditorNeeds {
  /** What is shown of it; words that were kept from another view are shown as they were typed. */
  readonly view: View;
  readonly spec: SectionSpec;
  readonly content: SectionContent;
  /** Under which name unsaved words are kept (lib/typed). */
  readonly keptAs: string;
  /** Saves an edit that started from `base`; gives back the section as it now stands. Throws 412 when both changed the same words. */
  readonly save: (base: SectionContent, mine: SectionContent) => Promise<SectionContent>;
  /** The section as the server has it now. */
  readonly current: () => SectionContent;
}

/** A field while it is edited: a list of something is rows. */
export type FieldWords = string | readonly Row[];

interface Typed {
  readonly view: View;
  readonly statements: string;
  readonly fields: Readonly<Record<string, FieldWords>>;
}

/** As it is kept: what was typed over says, after a reload, too, whether somebody else has changed the same since. */
interface Kept extends Typed {
  readonly base: SectionContent;
}

function typedFrom(spec: SectionSpec, view: View, content: SectionContent): Typed {
  const words = ({ name, kind, max }: SectionSpec['fields'][number]): FieldWords => {
    const value = content.fields[name];
    return kind === 'text' ? (typeof value === 'string' ? value : '') : rowsOf(value, max);
  };
  return {
    view,
    statements: statementsText(sentencesOf(view, content)),
    fields: Object.fromEntries(spec.fields.map((field) => [field.name, words(field)])),
  };
}

/** What the words were typed over; null where an earlier version of the app has kept them without it. */
function baseOf(value: unknown): SectionContent | null {
  if (typeof value !== 'object' || value === null || !('base' in value)) return null;
  return isSectionContent(value.base) ? value.base : null;
}

function isSectionContent(value: unknown): value is SectionContent {
  if (typeof value !== 'object' || value === null || !('statements' in value) || !('fields' in value)) return false;
  return Array.isArray(value.statements) && typeof value.fields === 'object' && value.fields !== null;
}

/** Null for what has not the shape of this section. */
function readTyped(spec: SectionSpec, value: unknown): Typed | null {
  if (typeof value !== 'object' || value === null || !('statements' in value) || !('fields' in value)) return null;
  const { statements, fields } = value;
  if (typeof statements !== 'string' || typeof fields !== 'object' || fields === null) return null;
  const view = 'view' in value && value.view === 'form' ? 'form' : 'document';
  const read = spec.fields.map(({ name, kind }): [string, FieldWords | null] => {
    const words: unknown = Reflect.get(fields, name) ?? '';
    if (kind === 'text') return [name, typeof words === 'string' ? words : null];
    // A list was text with one thing a line before it was rows.
    return [name, typeof words === 'string' ? rowsOf(words.split('\n').filter((line) => line.trim() !== '')) : areRows(words) ? words : null];
  });
  const whole = read.filter((one): one is [string, FieldWords] => one[1] !== null);
  return whole.length < read.length ? null : { view, statements, fields: Object.fromEntries(whole) };
}

function contentFrom(spec: SectionSpec, base: SectionContent, typed: Typed): SectionContent {
  const fields: Record<string, FieldValue> = { ...base.fields };
  for (const { name, kind, max } of spec.fields) {
    const words = typed.fields[name] ?? '';
    // What stood there stays until it fits.
    if (isTooLong(words, max)) continue;
    const value = typeof words === 'string' ? words.trim() : kind === 'text' ? '' : valueOf(kind, words);
    if (value.length === 0) Reflect.deleteProperty(fields, name);
    else fields[name] = value;
  }
  const { view } = typed;
  return { statements: withSentences(view, base, statementsFrom(sentencesOf(view, base), typed.statements)), fields };
}

/** Goes through the fields that are lists. */
function mapLists(spec: SectionSpec, { fields }: Typed, map: (name: string, kind: 'list' | 'offerings', rows: readonly Row[]) => readonly Row[]): Typed['fields'] {
  const lists = spec.fields.flatMap(({ name, kind }) => {
    const words = fields[name];
    return kind === 'text' || words === undefined || typeof words === 'string' ? [] : [[name, map(name, kind, words)] as const];
  });
  return { ...fields, ...Object.fromEntries(lists) };
}

function rowsIn({ fields }: Typed, name: string): readonly Row[] {
  const words = fields[name];
  return words === undefined || typeof words === 'string' ? [] : words;
}

function isTooLong(words: FieldWords, max: number): boolean {
  return typeof words === 'string' && charactersOver(words, max) > 0;
}

/** Whether there is a row or a fact that cannot be saved as it is. It says why. */
export function holdsBack(spec: SectionSpec, { fields }: Typed): boolean {
  return spec.fields.some(({ name, max }) => {
    const words = fields[name] ?? '';
    return typeof words === 'string' ? isTooLong(words, max) : words.some(isHeldBack);
  });
}

/** Of the fields, those that are held back, as they were typed. */
function tooLongIn(spec: SectionSpec, { fields }: Typed): Typed['fields'] {
  return Object.fromEntries(spec.fields.flatMap(({ name, max }) => (isTooLong(fields[name] ?? '', max) ? [[name, fields[name] ?? '']] : [])));
}

export function sectionEditor({ view, spec, content, keptAs, save, current }: EditorNeeds): Editor {
  const kept = recallTyped(keptAs);
  const recovered = readTyped(spec, kept);
  let base = recovered === null ? content : (baseOf(kept) ?? content);
  /** What a save has made of what it was based on. */
  const after = new WeakMap<SectionContent, SectionContent>();
  const fromBase = () => typedFrom(spec, $state.get().view, base);
  const othersNow = () =>
    typedElsewhere(keptAs).flatMap((copy) => {
      const typed = readTyped(spec, copy.value);
      return typed === null ? [] : [{ copy, content: contentFrom(spec, base, typed) }];
    });
  /** Of what is only held back, nothing can be sent. */
  const toSend = recovered !== null && !(holdsBack(spec, recovered) && same(contentFrom(spec, base, recovered), base));
  const $state = atom<EditorState>({
    ...(recovered ?? typedFrom(spec, view, content)),
    // Words of an earlier visit wait for the owner's "Send now", like every word that could not be sent.
    status: toSend ? { kind: 'offline' } : { kind: 'idle' },
    theirs: null,
    others: othersNow(),
  });
  const change = (part: Partial<EditorState>) => $state.set({ ...$state.get(), ...part });
  const mine = () => contentFrom(spec, base, $state.get());
  const words = (): Kept => {
    const { view: shown, statements, fields } = $state.get();
    return { view: shown, statements, fields, base };
  };

  const take = (saved: SectionContent) => {
    after.set(base, saved);
    base = saved;
  };
  /** As it stands now, with what is still held back. */
  const refreshed = (): Typed => {
    const fresh = fromBase();
    const lists = mapLists(spec, fresh, (name, kind, rows) => withHeldBack(kind, rows, rowsIn($state.get(), name)));
    return { ...fresh, fields: { ...lists, ...tooLongIn(spec, $state.get()) } };
  };

  const saver = autosave<null>(
    async () => {
      const wanted = mine();
      const typed = $state.get();
      if (!same(wanted, base)) take(await save(base, wanted));
      const now = $state.get();
      change({ fields: mapLists(spec, now, (name, kind, rows) => settled(kind, rows, rowsIn(typed, name))) });
      if (now.statements !== typed.statements || !same(now.fields, typed.fields)) return;
      if (holdsBack(spec, now)) keepTyped(keptAs, words());
      else forgetTyped(keptAs);
      // Only when another edit joined ours: rewriting the text under the cursor for nothing would lose a line just begun.
      if (!same(mine(), base)) change(refreshed());
    },
    (status) => {
      change(status.kind === 'conflict' ? { status, theirs: current() } : { status });
      wait(status.kind === 'offline');
    },
  );

  /** The frame counts it, and sends it once the owner says so, wherever they are by then. */
  const wait = (waiting: boolean) => waits(keptAs, waiting ? { kind: 'change', count: 1, send: () => void saver.flush(), discard: throwAway } : null);
  const throwAway = () => {
    const before = words();
    saver.drop();
    forgetTyped(keptAs);
    change({ ...fromBase(), status: { kind: 'idle' } });
    wait(false);
    return () => {
      change({ view: before.view, statements: before.statements, fields: before.fields, status: { kind: 'offline' } });
      keepTyped(keptAs, before);
      saver.hold(null);
      wait(true);
    };
  };

  const typed = (part: Partial<Typed>) => {
    change(part);
    keepTyped(keptAs, words());
    // While a choice is open nothing is sent: it would decide for the owner.
    if ($state.get().theirs === null) saver.change(null);
  };
  if (toSend) {
    saver.hold(null);
    wait(true);
  }

  // While a choice is open nothing is sent: it would decide for the owner.
  const flush = () => ($state.get().theirs === null ? saver.flush().then((saved) => saved && !holdsBack(spec, $state.get())) : Promise.resolve(false));
  const putRows = (name: string, rows: readonly Row[]) => typed({ fields: { ...$state.get().fields, [name]: rows } });

  const removeRow = async (name: string, row: Row) => {
    const isClean = () => same(mine(), base);
    // What was typed before is saved by itself: the way back leaves it alone.
    if (!isClean()) await flush();
    const before = isClean() ? base : null;
    const rows = rowsIn($state.get(), name);
    const at = rows.findIndex((one) => one.id === row.id);
    if (at === -1) return;
    putRows(name, rows.toSpliced(at, 1));
    void flush();
    if (!isBlank(row)) say('Removed from your Brief.', () => void bringBack(name, row, at, before));
  };

  /** `before` is what the section was before: then its sentence comes back as it was, and not only its words. */
  const bringBack = async (name: string, row: Row, at: number, before: SectionContent | null) => {
    await flush();
    const without = before === null ? undefined : after.get(before);
    const rows = rowsIn($state.get(), name);
    const from = document.activeElement;
    if (before === null || without === undefined) {
      putRows(name, rows.toSpliced(at, 0, row));
      void flush();
    } else {
      change({ fields: { ...$state.get().fields, [name]: rows.toSpliced(at, 0, row) } });
      try {
        take(await save(base, joined(without, before, base)));
        if (holdsBack(spec, $state.get())) keepTyped(keptAs, words());
      } catch {
        // Then its words are sent, and how that fares is told like all that is typed.
        putRows(name, rowsIn($state.get(), name));
        void flush();
      }
    }
    const writing = from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement;
    if (!writing) focusNext(`[data-list="${spec.name}-${name}"] [data-row="${row.id}"] input`);
  };

  return {
    $state,
    mine,
    typeStatements: (statements) => typed({ statements }),
    typeField: (name, text) => typed({ fields: { ...$state.get().fields, [name]: text } }),
    typeRows: (name, edit) => putRows(name, edit(rowsIn($state.get(), name))),
    removeRow: (name, row) => void removeRow(name, row),
    flush,
    keepMine: () => {
      base = $state.get().theirs ?? base;
      change({ theirs: null });
      keepTyped(keptAs, words());
      saver.change(null);
      void saver.flush();
    },
    takeTheirs: () => {
      const before = words();
      base = $state.get().theirs ?? base;
      saver.drop();
      forgetTyped(keptAs);
      change({ ...fromBase(), theirs: null, status: { kind: 'idle' } });
      say('Yours was put away.', () => typed(before));
    },
    takeOther: (copy) => {
      const other = readTyped(spec, copy.value);
      if (other === null) return;
      exchangeTyped(keptAs, copy, same(mine(), base) && !holdsBack(spec, $state.get()) ? undefined : words());
      change({ ...other, others: othersNow() });
      saver.change(null);
    },
    discardOther: (copy) => {
      const back = forgetCopy(copy);
      change({ others: othersNow() });
      say('Thrown away.', () => {
        back();
        change({ others: othersNow() });
      });
    },
  };
}
