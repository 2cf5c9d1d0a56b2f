import { atom, type ReadableAtom } from 'nanostores';
import type { FieldValue, SectionContent } from '@/lib/api-types';
import { autosave, type SaveStatus } from '@/lib/autosave';
import { waits } from '@/lib/drafts';
import { same } from '@/lib/merge';
import { fieldText, fieldValue, type SectionSpec, sentencesOf, statementsFrom, statementsText, withSentences } from '@/lib/sections';
import { say } from '@/lib/toast';
import { type Copy, exchangeTyped, forgetCopy, forgetTyped, keepTyped, recallTyped, typedElsewhere } from '@/lib/typed';

/** One section while it is edited: its words as text, and how saving them fares. */
export interface EditorState {
  readonly statements: string;
  readonly fields: Readonly<Record<string, string>>;
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
  readonly spec: SectionSpec;
  readonly content: SectionContent;
  /** Under which name unsaved words are kept (lib/typed). */
  readonly keptAs: string;
  /** Saves an edit that started from `base`; gives back the section as it now stands. Throws 412 when both changed the same words. */
  readonly save: (base: SectionContent, mine: SectionContent) => Promise<SectionContent>;
  /** The section as the server has it now. */
  readonly current: () => SectionContent;
}

interface Typed {
  readonly statements: string;
  readonly fields: Readonly<Record<string, string>>;
}

function typedFrom(spec: SectionSpec, content: SectionContent): Typed {
  return {
    statements: statementsText(sentencesOf(content)),
    fields: Object.fromEntries(spec.fields.map((field) => [field.name, fieldText(content.fields[field.name])])),
  };
}

function isTyped(value: unknown): value is Typed {
  if (typeof value !== 'object' || value === null || !('statements' in value) || !('fields' in value)) return false;
  const { statements, fields } = value;
  return typeof statements === 'string' && typeof fields === 'object' && fields !== null && Object.values(fields).every((one) => typeof one === 'string');
}

function contentFrom(spec: SectionSpec, base: SectionContent, typed: Typed): SectionContent {
  const fields: Record<string, FieldValue> = { ...base.fields };
  for (const field of spec.fields) {
    const value = fieldValue(field.kind, typed.fields[field.name] ?? '');
    if (value.length === 0) Reflect.deleteProperty(fields, field.name);
    else fields[field.name] = value;
  }
  return { statements: withSentences(base, statementsFrom(sentencesOf(base), typed.statements)), fields };
}

export function sectionEditor({ spec, content, keptAs, save, current }: EditorNeeds): Editor {
  const kept = recallTyped(keptAs);
  const recovered = isTyped(kept) ? kept : null;
  let base = content;
  const othersNow = () => typedElsewhere(keptAs).flatMap((copy) => (isTyped(copy.value) ? [{ copy, content: contentFrom(spec, base, copy.value) }] : []));
  const $state = atom<EditorState>({
    ...(recovered ?? typedFrom(spec, content)),
    // Words of an earlier visit wait for the owner's "Send now", like every word that could not be sent.
    status: recovered === null ? { kind: 'idle' } : { kind: 'offline' },
    theirs: null,
    others: othersNow(),
  });
  const change = (part: Partial<EditorState>) => $state.set({ ...$state.get(), ...part });
  const mine = () => contentFrom(spec, base, $state.get());

  const saver = autosave<null>(
    async () => {
      const wanted = mine();
      const typed = $state.get();
      if (!same(wanted, base)) base = await save(base, wanted);
      const now = $state.get();
      if (now.statements !== typed.statements || !same(now.fields, typed.fields)) return;
      forgetTyped(keptAs);
      // Only when another edit joined ours: rewriting the text under the cursor for nothing would lose a line just begun.
      if (!same(contentFrom(spec, base, now), base)) change(typedFrom(spec, base));
    },
    (status) => {
      change(status.kind === 'conflict' ? { status, theirs: current() } : { status });
      wait(status.kind === 'offline');
    },
  );

  /** The frame counts it, and sends it once the owner says so, wherever they are by then. */
  const wait = (waiting: boolean) => waits(keptAs, waiting ? { kind: 'change', count: 1, send: () => void saver.flush(), discard: throwAway } : null);
  const throwAway = () => {
    const { statements, fields } = $state.get();
    saver.drop();
    forgetTyped(keptAs);
    change({ ...typedFrom(spec, base), status: { kind: 'idle' } });
    wait(false);
    return () => {
      change({ statements, fields, status: { kind: 'offline' } });
      keepTyped(keptAs, { statements, fields });
      saver.hold(null);
      wait(true);
    };
  };

  const typed = (part: Partial<Typed>) => {
    change(part);
    const { statements, fields } = $state.get();
    keepTyped(keptAs, { statements, fields });
    // While a choice is open nothing is sent: it would decide for the owner.
    if ($state.get().theirs === null) saver.change(null);
  };
  if (recovered !== null) {
    saver.hold(null);
    wait(true);
  }

  return {
    $state,
    mine,
    typeStatements: (statements) => typed({ statements }),
    typeField: (name, text) => typed({ fields: { ...$state.get().fields, [name]: text } }),
    // While a choice is open nothing is sent: it would decide for the owner.
    flush: () => ($state.get().theirs === null ? saver.flush() : Promise.resolve(false)),
    keepMine: () => {
      base = $state.get().theirs ?? base;
      change({ theirs: null });
      saver.change(null);
      void saver.flush();
    },
    takeTheirs: () => {
      const { statements, fields } = $state.get();
      base = $state.get().theirs ?? base;
      saver.drop();
      forgetTyped(keptAs);
      change({ ...typedFrom(spec, base), theirs: null, status: { kind: 'idle' } });
      say('Yours was put away.', () => typed({ statements, fields }));
    },
    takeOther: (copy) => {
      if (!isTyped(copy.value)) return;
      const { statements, fields } = $state.get();
      exchangeTyped(keptAs, copy, same(mine(), base) ? undefined : { statements, fields });
      change({ ...copy.value, others: othersNow() });
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
