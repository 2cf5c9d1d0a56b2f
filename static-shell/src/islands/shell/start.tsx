import { createRoot } from 'react-dom/client';
import { App } from './App';

/** Puts the island into the frame, in the place of what stands there until then. */
export function startApp(): void {
  const place = document.querySelector('[data-app]');
  if (place === null) throw new Error('The frame has no place for the screens');
  createRoot(place).render(<App />);
  document.dispatchEvent(new Event('xentri:started'));
}
