import { useStore } from '@nanostores/react';
import { Plus } from 'lucide-react';
import { useEffect, useLayoutEffect, useId, useState } from 'react';
import type { SectionContent, Statement } from '@/lib/api-types';
import { focusNext } from '@/lib/focus';
import type { Row } from '@/lib/rows';
import { type FieldSpec, isJustAFact, type SectionSpec } from '@/lib/sections';
import { BoundedBox } from '@/ui/BoundedBox';
import { OtherWords } from '@/ui/OtherWords';
import { SaveWord } from '@/ui/SaveWord';
import { TextBox } from '@/ui/TextBox';
import { useOpenEdit } from '@/ui/useOpenEdit';
import { ListRows } from './ListRows';
import { SectionBody } from './SectionBody';
import { type EditorNeeds, type FieldWords, holdsBack, sectionEditor } from './editor';

interface Props {
  readonly needs: EditorNeeds;
  /** Takes the focus when it opens, where opening it was the person's wish. */
  readonly focus?: boolean;
  /** Where it can be closed: Escape does, unless something in it could not be saved. */
  readonly onClose?: () => void;
}

/** Whether something in a section's editor is marked as wrong, which is where one goes then: closed, it would be out of sight. */
export function showsWrong({ name }: SectionSpec): boolean {
  const wrong = document.querySelector<HTMLElement>(`[data-testid="editor-${name}"] [aria-invalid="true"]`);
  wrong?.focus();
  return wrong !== null;
}

/** A section as sentences and facts. Every pause saves; the quiet word says how it went. */
export function SectionEditor({ needs, focus = false, onClose }: Props) {
  const [editor] = useState(() => sectionEditor(needs));
  const state = useStore(editor.$state);
  const id = useId();
  useEffect(() => () => void editor.flush(), [editor]);
  useOpenEdit(() => editor.flush());
  useLayoutEffect(() => {
    if (focus) document.getElementById(`${id}-statements`)?.focus();
  }, [focus, id]);
  const { spec } = needs;
  // What is typed is saved as it is: only what was not taken would be lost from sight.
  const close = () => {
    if (onClose === undefined) return false;
    void editor.flush().then((saved) => saved && onClose());
    return true;
  };
  const backToWords = () => document.getElementById(`${id}-statements`)?.focus();
  const inForm = state.view === 'form';
  const sentences = (
    <Sentences key="sentences" id={id} needs={needs} inForm={inForm} text={state.statements} made={madeOf(editor.mine())}
      onText={(text) => editor.typeStatements(text)} onEscape={close} />
  );
  const facts = (
    <div key="facts" className="grid grid-cols-1 gap-3 phone:grid-cols-2">
      {spec.fields.map((field) => (
        <FieldInput
          key={field.name}
          id={`${id}-${field.name}`}
          list={`${spec.name}-${field.name}`}
          field={field}
          words={state.fields[field.name] ?? ''}
          onText={(text) => editor.typeField(field.name, text)}
          onRows={(change) => editor.typeRows(field.name, change)}
          onRemove={(row) => editor.removeRow(field.name, row)}
          onEscape={close}
        />
      ))}
    </div>
  );
  return (
    <div className="flex flex-col gap-3" data-testid={`editor-${spec.name}`}>
      {inForm ? [facts, sentences] : [sentences, facts]}
      <SaveWord status={state.status} held={holdsBack(spec, state)} onSave={() => void editor.flush()} />
      {state.theirs !== null && (
        <MergeChoice
          needs={needs}
          mine={editor.mine()}
          theirs={state.theirs}
          onMine={() => {
            editor.keepMine();
            backToWords();
          }}
          onTheirs={() => {
            editor.takeTheirs();
            backToWords();
          }}
        />
      )}
      {state.theirs === null && (
        <OtherWords
          offers={state.others.map(({ copy, content }) => ({ copy, words: <SectionBody spec={spec} content={content} /> }))}
          onUse={(copy) => {
            editor.takeOther(copy);
            backToWords();
          }}
          onDiscard={(copy) => {
            editor.discardOther(copy);
            backToWords();
          }}
        />
      )}
    </div>
  );
}

interface SentencesProps {
  readonly id: string;
  readonly needs: EditorNeeds;
  readonly inForm: boolean;
  readonly text: string;
  /** The sentences that facts make, and nobody writes. */
  readonly made: readonly Statement[];
  readonly onText: (text: string) => void;
  readonly onEscape: () => boolean;
}

function madeOf({ statements }: SectionContent): readonly Statement[] {
  return statements.filter(isJustAFact);
}

/** The form asks for facts: what else there is to say has a box once somebody wants to say it. */
function Sentences({ id, needs: { spec }, inForm, text, made, onText, onEscape }: SentencesProps) {
  const [wanted, setWanted] = useState(false);
  if (inForm && !wanted && text === '') {
    const open = () => {
      setWanted(true);
      focusNext(`[data-testid="statements-${spec.name}"]`);
    };
    return (
      <button type="button" className="btn btn-text -ml-2 self-start" onClick={open} data-testid={`more-${spec.name}`}>
        <Plus size={16} aria-hidden="true" />
        Say more in your own words<span className="sr-only">: {spec.label}</span>
      </button>
    );
  }
  return (
    <div>
      <label className="label" htmlFor={`${id}-statements`}>
        {inForm ? 'What else there is to say' : 'As it reads'}
      </label>
      <TextBox
        id={`${id}-statements`}
        className={`input field-sizing-content ${inForm ? '' : 'min-h-24!'}`}
        rows={inForm ? 1 : 3}
        value={text}
        aria-describedby={`${id}-hint`}
        onText={onText}
        keys={{ Escape: onEscape }}
        data-testid={`statements-${spec.name}`}
      />
      <p id={`${id}-hint`} className="mt-1 text-13 text-muted">
        One thought a line.
      </p>
      {!inForm && made.length > 0 && (
        <div className="mt-2 text-13 text-soft" data-testid={`made-${spec.name}`}>
          <p className="text-muted">And, from the facts below:</p>
          <ul>
            {made.map(({ id: key, text: words }) => (
              <li key={key} dir="auto">
                {words}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly list: string;
  readonly field: FieldSpec;
  readonly words: FieldWords;
  readonly onText: (text: string) => void;
  readonly onRows: (change: (rows: readonly Row[]) => readonly Row[]) => void;
  readonly onRemove: (row: Row) => void;
  readonly onEscape: () => boolean;
}

function FieldInput({ id, list, field, words, onText, onRows, onRemove, onEscape }: FieldProps) {
  const { kind } = field;
  if (kind !== 'text') {
    return (
      <div className="phone:col-span-2">
        <ListRows field={{ ...field, kind }} list={list} rows={typeof words === 'string' ? [] : words} onRows={onRows} onRemove={onRemove} onEscape={onEscape} />
      </div>
    );
  }
  return (
    <div>
      <label className="label" htmlFor={id}>
        {field.label}
      </label>
      <BoundedBox
        id={id}
        className="input"
        value={typeof words === 'string' ? words : ''}
        longest={field.max}
        fate="Kept here, not saved."
        onText={onText}
        keys={{ Escape: onEscape }}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly needs: EditorNeeds;
  readonly mine: SectionContent;
  readonly theirs: SectionContent;
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}

/** The same words were changed in two places: both are shown, and the owner says which ones stay. */
function MergeChoice({ needs, mine, theirs, onMine, onTheirs }: ChoiceProps) {
  const sides = [
    { label: 'Yours', content: mine, word: 'Keep yours', choose: onMine },
    { label: 'What stands there now', content: theirs, word: 'Take this one', choose: onTheirs },
  ];
  return (
    <div role="alert" className="status tone-warning" data-testid="merge-choice">
      <p className="font-medium text-text">These words were also changed somewhere else. Which ones stay?</p>
      <div className="mt-3 grid grid-cols-1 gap-4 phone:grid-cols-2">
        {sides.map((side) => (
          <section key={side.label} aria-label={side.label}>
            <h3 className="section-label mb-2">{side.label}</h3>
            <SectionBody spec={needs.spec} content={side.content} />
            <button type="button" className="btn btn-quiet mt-3" onClick={side.choose}>
              {side.word}
            </button>
          </section>
        ))}
      </div>
    </div>
  );
}
