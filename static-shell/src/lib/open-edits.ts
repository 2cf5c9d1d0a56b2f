/**
 * Editors that are open and hold words which are not saved. Whatever makes something of all words (a draft, an approval) has them saved
 * first: no edit is left behind because somebody pressed a button beside it.
 */
type Save = () => Promise<boolean>;

const open = new Set<Save>();

/** `save` says whether nothing is left unsaved. Gives what takes it off again. */
export function openEdit(save: Save): () => void {
  open.add(save);
  return () => void open.delete(save);
}

/** False when something could not be saved: it stays where it was written, and says why. */
export async function saveOpenEdits(): Promise<boolean> {
  const saved = await Promise.all([...open].map((save) => save()));
  return saved.every(Boolean);
}
