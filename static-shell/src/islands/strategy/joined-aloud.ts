import type { SectionContent, SectionName } from '@/lib/api-types';
import { joined, same } from '@/lib/merge';
import { specOf } from '@/lib/sections';
import { say } from '@/lib/toast';

/** Both edits in one, as `joined`; and where two were written, it is said: nobody shall think that these are the words they left. */
export function joinedAloud(section: SectionName, base: SectionContent, mine: SectionContent, theirs: SectionContent): SectionContent {
  const both = joined(base, mine, theirs);
  if (!same(base, theirs) && !same(mine, theirs) && !same(base, mine)) {
    say(`“${specOf(section).label}” was changed elsewhere, too: in another tab, or by somebody else. Both changes stand there now.`);
  }
  return both;
}
