/** How many characters more than the longest that is taken, as the API counts them; 0 where it fits. Space at the ends is never sent. */
export function charactersOver(text: string, longest: number): number {
  return Math.max(0, Array.from(text.trim().normalize('NFC')).length - longest);
}

/** What is said of words that are too long. They stay as they were typed or pasted: a box that cut them would say nothing. */
export function tooLong(over: number, longest: number): string {
  return `This is too long by ${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'}: ${longest.toLocaleString('en')} at most.`;
}
