/** What a key does in a text box. Enter is the one without Shift, which breaks the line. False leaves the key to the browser. */
export type Keys = Partial<Record<Key, () => boolean | undefined>>;

const KEYS = ['Enter', 'Escape', 'ArrowUp', 'ArrowDown'] as const;
type Key = (typeof KEYS)[number];

/** What browsers report for keys that the input method takes for itself. */
const TAKEN_BY_INPUT_METHOD = 229;

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode' | 'preventDefault'>;

/**
 * While a word is being composed (Japanese, Chinese, Korean …) its keys belong to the input method. Safari ends the composition before
 * it reports the Enter that confirmed the word: then only the key code says so.
 */
// Nothing else says it: that is why browsers keep this old property.
// eslint-disable-next-line @typescript-eslint/no-deprecated
export function isTaken({ isComposing, keyCode }: Pick<Pressed, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === TAKEN_BY_INPUT_METHOD;
}

/** The one place that decides what a key means in a text box. */
export function press(keys: Keys, event: Pressed): void {
  if (isTaken(event) || (event.key === 'Enter' && event.shiftKey)) return;
  const key = KEYS.find((one) => one === event.key);
  const act = key === undefined ? undefined : keys[key];
  if (act !== undefined && act() !== false) event.preventDefault();
}
