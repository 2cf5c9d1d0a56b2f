import { useStore } from '@nanostores/react';
import { useEffect, useLayoutEffect, useId, useState } from 'react';
import type { SectionContent } from '@/lib/api-types';
import type { FieldSpec } from '@/lib/sections';
import { OtherWords } from '@/ui/OtherWords';
import { SaveWord } from '@/ui/SaveWord';
import { LineBox, TextBox } from '@/ui/TextBox';
import { useOpenEdit } from '@/ui/useOpenEdit';
import { SectionBody } from './SectionBody';
import { type EditorNeeds, sectionEditor } from './editor';

interface Props {
  readonly needs: EditorNeeds;
  /** Takes the focus when it opens, where opening it was the person's wish. */
  readonly focus?: boolean;
  /** Where it can be closed: Escape does, unless something in it could not be saved. */
  readonly onClose?: () => void;
}

const HINT: Record<FieldSpec['kind'], string> = { text: '', list: 'One a line', offerings: 'One a line; a price after a dash' };

/** A section as text and fields. Every pause saves; the quiet word says how it went. */
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
  return (
    <div className="flex flex-col gap-3" data-testid={`editor-${spec.name}`}>
      <div>
        <label className="label" htmlFor={`${id}-statements`}>
          {spec.question}
        </label>
        <TextBox
          id={`${id}-statements`}
          className="input field-sizing-content min-h-24!"
          rows={3}
          value={state.statements}
          aria-describedby={`${id}-hint`}
          onText={(text) => editor.typeStatements(text)}
          keys={{ Escape: close }}
          data-testid={`statements-${spec.name}`}
        />
        <p id={`${id}-hint`} className="mt-1 text-13 text-muted">
          One thought a line.
        </p>
      </div>
      <div className="grid grid-cols-1 gap-3 phone:grid-cols-2">
        {spec.fields.map((field) => (
          <FieldInput
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            text={state.fields[field.name] ?? ''}
            onText={(text) => editor.typeField(field.name, text)}
            onEscape={close}
          />
        ))}
      </div>
      <SaveWord status={state.status} onSave={() => void editor.flush()} />
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

interface FieldProps {
  readonly id: string;
  readonly field: FieldSpec;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEscape: () => boolean;
}

function FieldInput({ id, field, text, onText, onEscape }: FieldProps) {
  const hint = HINT[field.kind];
  const common = { id, className: 'input field-sizing-content', value: text, onText, keys: { Escape: onEscape }, 'aria-describedby': hint === '' ? undefined : `${id}-hint` };
  return (
    <div className={field.kind === 'text' ? '' : 'phone:col-span-2'}>
      <label className="label" htmlFor={id}>
        {field.label}
      </label>
      {field.kind === 'text' ? (
        <LineBox {...common} className="input" maxLength={field.max} />
      ) : (
        <TextBox {...common} rows={3} />
      )}
      {hint !== '' && (
        <p id={`${id}-hint`} className="mt-1 text-13 text-muted">
          {hint}
        </p>
      )}
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
