import { useStore } from '@nanostores/react';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
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

function Day({ label, value, onDay }: DayProps) {
  const change = (day: string) => {
    if (day === '') onDay(null);
    else if (day >= EARLIEST) onDay(day);
  };
  return (
    <label>
      <span>{label}</span>
      <input
        type="date"
        className="input"
        value={value ?? ''}
        min={EARLIEST}
        onChange={({ target }) => change(target.value)}
        data-testid={`filter-${label.toLowerCase()}`}
      />
    </label>
  );
}
