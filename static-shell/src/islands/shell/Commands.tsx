import { useStore } from '@nanostores/react';
import { Fragment, useId, useState } from 'react';
import { Sheet } from '@/ui/Sheet';
import { LineBox } from '@/ui/TextBox';
import { type Command, commandsFor } from './commands';
import { $overlay } from './overlay';

const close = () => $overlay.set('none');

/** What stands over every screen on request. */
export default function Commands() {
  const what = useStore($overlay);
  return (
    <>
      <Sheet label="Commands" open={what === 'commands'} onClose={() => what === 'commands' && close()} above>
        {what === 'commands' && <List />}
      </Sheet>
      <Sheet label="Keyboard shortcuts" open={what === 'keys'} onClose={() => what === 'keys' && close()} above>
        {what === 'keys' && <Keys />}
      </Sheet>
    </>
  );
}

function List() {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = commandsFor(typed);
  const chosen = found[Math.min(at, found.length - 1)];
  const move = (step: number) => {
    setAt((Math.min(at, found.length - 1) + step + found.length) % Math.max(1, found.length));
    return true;
  };
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    command.run();
  };
  return (
    <div className="p-3" data-testid="command-list">
      <LineBox
        className="input"
        role="combobox"
        aria-label="What do you want to do?"
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${found.indexOf(chosen)}`}
        placeholder="Type what you want to do…"
        autoComplete="off"
        value={typed}
        onText={(text) => {
          setTyped(text);
          setAt(0);
        }}
        ref={beginHere}
        keys={{
          ArrowDown: () => move(1),
          ArrowUp: () => move(-1),
          Enter: () => {
            run(chosen);
            return true;
          },
        }}
        data-testid="command-box"
      />
      <div id={`${id}-list`} role="listbox" aria-label="Commands" className="mt-2">
        {found.map((command, number) => (
          <button
            key={command.label}
            id={`${id}-${number}`}
            type="button"
            role="option"
            aria-selected={command === chosen}
            tabIndex={-1}
            className="menu-item"
            ref={command === chosen ? showIt : null}
            onClick={() => run(command)}
          >
            {command.label}
          </button>
        ))}
      </div>
      <p className="px-2 pt-2 text-soft" role="status">
        {found.length === 0 && 'Nothing is called that. Records can be looked for here once there are some.'}
      </p>
    </div>
  );
}

/** The dialog opens after this and puts the focus where it finds this word; React does not write it. */
function beginHere(box: HTMLInputElement | null): void {
  box?.setAttribute('autofocus', '');
}

function showIt(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

const COMMAND = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';

const KEYS: readonly { readonly where: string; readonly keys: readonly (readonly [readonly string[], string])[] }[] = [
  {
    where: 'Anywhere',
    keys: [
      [[COMMAND, 'K'], 'Find a command'],
      [['?'], 'Show these shortcuts'],
      [[COMMAND, 'Z'], 'Undo what was just removed'],
      [['Esc'], 'Close what is open'],
    ],
  },
  {
    where: 'While you answer',
    keys: [
      [['Enter ↵'], 'Send'],
      [['Shift', 'Enter ↵'], 'New line'],
      [['↑'], 'Correct your last answer, from an empty box'],
      [['Esc'], 'Leave it as it was'],
    ],
  },
  {
    where: 'While you edit a fact',
    keys: [
      [['Enter ↵'], 'Save'],
      [['Shift', 'Enter ↵'], 'New line'],
      [['Esc'], 'Close; asks first if words would be lost'],
    ],
  },
];

function Keys() {
  return (
    <div className="px-4 pt-2 pb-6" data-testid="shortcuts">
      {KEYS.map(({ where, keys }) => (
        <section key={where} className="mt-3">
          <h3 className="section-label mb-1">{where}</h3>
          <dl className="grid grid-cols-[8rem_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1">
            {keys.map(([names, does]) => (
              <Fragment key={does}>
                <dt className="whitespace-nowrap">
                  {names.map((name) => (
                    <kbd key={name} className="kbd mr-1">
                      {name}
                    </kbd>
                  ))}
                </dt>
                <dd>{does}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
