import { Circle, CircleCheck, CircleDotDashed } from 'lucide-react';
import type { Progress } from '@/lib/api-types';

const LOOK = {
  open: { Icon: Circle, tone: 'text-muted', word: 'not yet' },
  partial: { Icon: CircleDotDashed, tone: 'text-warning', word: 'partly' },
  covered: { Icon: CircleCheck, tone: 'text-success', word: 'covered' },
} as const;

/** How far a section is; the word is for those who do not see the sign. */
export function ProgressDot({ progress }: { readonly progress: Progress }) {
  const { Icon, tone, word } = LOOK[progress];
  return (
    <>
      <Icon size={16} aria-hidden="true" className={`flex-none ${tone}`} />
      <span className="sr-only">{word}</span>
    </>
  );
}
