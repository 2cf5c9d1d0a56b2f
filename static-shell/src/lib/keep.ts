/** Small things kept in this browser. Storage may be full or closed; then they last as long as the page. */
const PREFIX = 'xentri.';
const memory = new Map<string, string>();

/** What the server has as well (lib/copy): it makes room for what nobody has a second copy of. */
export const COPIES = 'copy.';

/** False when it will not outlast the page. */
export function keep(name: string, value: unknown): boolean {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  memory.set(PREFIX + name, text);
  if (store(PREFIX + name, text)) return true;
  if (name.startsWith(COPIES)) return false;
  forgetWhere((one) => one.startsWith(COPIES));
  return store(PREFIX + name, text);
}

function store(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    // Full or closed: memory has it.
    return false;
  }
}

/** Keeps under another name what this page kept last under one. False when that will not outlast the page. */
export function rename(from: string, to: string): boolean {
  const text = memory.get(PREFIX + from);
  forget(from);
  return text === undefined || keep(to, text);
}

/** Every name that this page has kept something under, and not forgotten. */
export function keptHere(): readonly string[] {
  return [...memory.keys()].map((key) => key.slice(PREFIX.length));
}

/** Hears what other pages of this browser write; null when they remove it. */
export function hearWritten(hear: (name: string, text: string | null) => void): void {
  addEventListener('storage', ({ key, newValue }) => {
    if (key?.startsWith(PREFIX) === true) hear(key.slice(PREFIX.length), newValue);
  });
}

export function recallText(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name) ?? memory.get(PREFIX + name) ?? null;
  } catch {
    return memory.get(PREFIX + name) ?? null;
  }
}

/** What was kept, parsed; undefined when there is nothing or it cannot be read. The caller checks the shape. */
export function recall(name: string): unknown {
  const text = recallText(name);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function forget(name: string): void {
  memory.delete(PREFIX + name);
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Closed: there was nothing to remove.
  }
}

function keys(): readonly string[] {
  try {
    return [...new Set([...Object.keys(localStorage), ...memory.keys()])];
  } catch {
    return [...memory.keys()];
  }
}

export function namesWhere(wanted: (name: string) => boolean): readonly string[] {
  return keys()
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => key.slice(PREFIX.length))
    .filter(wanted);
}

export function forgetWhere(wanted: (name: string) => boolean): void {
  for (const name of namesWhere(wanted)) forget(name);
}

/** A name of its own for each person, so that two people at one browser never see what is the other's. */
export function personal(userId: string, name: string): string {
  return `u.${userId}.${name}`;
}

/** Clears what belongs to people, keeping how the browser is set up and what nobody has a second copy of (lib/typed). */
export function forgetPeople(): void {
  forgetWhere((name) => name.startsWith('u.') || name.startsWith(COPIES) || name === 'session-until' || name === 'signed-in');
}
