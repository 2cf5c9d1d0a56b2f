import { useStore } from '@nanostores/react';
import { ListFilter } from 'lucide-react';
import { useId, useLayoutEffect, useRef, useState } from 'react';
import { EVENT_KINDS } from '@/lib/event-words';
import { ask } from '@/lib/router';
import { type Filter, searchOf } from './filter';
import { $actors } from './timeline';

interface Props {
  readonly filter: Filter;
  readonly myId: string;
}

/** What of the activity to show. It stands in the address, so that it can be kept, shared and gone back from. */
export function Filters({ filter, myId }: Props) {
  const change = (part: Partial<Filter>, replace = false) => ask(searchOf({ ...filter, ...part }), { replace });
  const people = usePeople(filter.who, myId);
  // On a phone what happened comes first; a filter that is on is in sight.
  const [open, setOpen] = useState(searchOf(filter) !== '');
  return (
    <>
      <button
        type="button"
        className="btn btn-quiet mb-4 phone:hidden"
        aria-expanded={open}
        aria-controls="activity-filters"
        onClick={() => setOpen(!open)}
        data-testid="open-filters"
      >
        <ListFilter size={16} aria-hidden="true" />
        Filter
      </button>
      <div id="activity-filters" role="group" aria-label="What to show" className={`filters mb-6 ${open ? '' : 'max-phone:hidden'}`}>
        <Choice label="Who" value={filter.who} all="Anyone" options={people} onChoose={(who) => change({ who })} />
        <Choice label="What" value={filter.kind} all="Everything" options={KINDS} onChoose={(kind) => change({ kind })} />
        <Day label="From" value={filter.from} onDay={(from) => change({ from }, filter.from !== null)} />
        <Day label="To" value={filter.to} onDay={(to) => change({ to }, filter.to !== null)} />
      </div>
    </>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

const KINDS: readonly Option[] = EVENT_KINDS.map(({ type, label }) => ({ value: type, label }));

/** The reader, and whoever else has done something that was shown; the log has ids, no names. */
function usePeople(wanted: string | null, myId: string): readonly Option[] {
  const actors = useStore($actors);
  const others = actors.filter(({ id }) => id !== myId);
  const unseen = wanted === null || wanted === myId || others.some(({ id }) => id === wanted) ? [] : [{ type: 'user' as const, id: wanted }];
  const all = [...others, ...unseen];
  const people = all.filter(({ type }) => type === 'user');
  return [
    ...(myId === '' ? [] : [{ value: myId, label: 'You' }]),
    ...people.map(({ id }, at) => ({ value: id, label: people.length === 1 ? 'Someone else' : `Someone else (${at + 1})` })),
    ...all.filter(({ type }) => type !== 'user').map(({ id }) => ({ value: id, label: 'Xentri' })),
  ];
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | null;
  readonly all: string;
  readonly options: readonly Option[];
  readonly onChoose: (value: string | null) => void;
}

function Choice({ label, value, all, options, onChoose }: ChoiceProps) {
  return (
    <label>
      <span>{label}</span>
      <select
        className="input"
        value={value ?? ''}
        onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        data-testid={`filter-${label.toLowerCase()}`}
      >
        <option value="">{all}</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface DayProps {
  readonly label: string;
  readonly value: string | null;
  readonly onDay: (day: string | null) => void;
}

/** While a year is being typed it passes through the first centuries. */
const EARLIEST = '2000-01-01';

/** What is wrong with a day that somebody has left as it is. The box itself knows of half a day; its value does not. */
function complaintOf({ validity }: HTMLInputElement): string | null {
  if (validity.badInput) return 'This is no whole day yet. It is not looked for before it has a day, a month and a year.';
  return validity.rangeUnderflow ? 'Nothing is kept from before the year 2000.' : null;
}

/** Of the address comes what is looked for. What somebody is still typing is theirs: the box keeps it, whatever is looked for beside it. */
function Day({ label, value, onDay }: DayProps) {
  const box = useRef<HTMLInputElement>(null);
  const [complaint, setComplaint] = useState<string | null>(null);
  const told = useId();
  useLayoutEffect(() => {
    if (box.current === null || box.current.value === (value ?? '')) return;
    box.current.value = value ?? '';
    setComplaint(null);
  }, [value]);
  const change = (target: HTMLInputElement) => {
    if (complaintOf(target) !== null) return;
    setComplaint(null);
    onDay(target.value === '' ? null : target.value);
  };
  return (
    <div>
      <label>
        <span>{label}</span>
        <input
          ref={box}
          type="date"
          className="input"
          defaultValue={value ?? ''}
          min={EARLIEST}
          aria-invalid={complaint !== null}
          aria-describedby={complaint === null ? undefined : told}
          onChange={({ target }) => change(target)}
          onBlur={({ target }) => setComplaint(complaintOf(target))}
          data-testid={`filter-${label.toLowerCase()}`}
        />
      </label>
      {complaint !== null && (
        <p id={told} className="mt-1 text-13 text-error" role="alert" data-testid="day-complaint">
          {complaint}
        </p>
      )}
    </div>
  );
}
