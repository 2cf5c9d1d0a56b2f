import * as api from './api';
import type { OrgPatch } from './api-types';
import { reloadMe } from './me';
import { ApiProblem } from './problem';

export const LONGEST_NAME = 120;

/** What is chosen last counts: a name that somebody else has given meanwhile makes way, as a person's own name does. */
async function settle(patch: OrgPatch): Promise<void> {
  try {
    await api.patchOrg(patch, await api.getOrg());
  } catch (fault) {
    if (!(fault instanceof ApiProblem) || fault.status !== 412) throw fault;
    await api.patchOrg(patch, await api.getOrg());
  }
}

export async function renameWorkspace(name: string): Promise<void> {
  await settle({ name });
  await reloadMe();
}

/** Its name stays, and nobody is asked for it any more, on no device. */
export async function keepWorkspaceName(): Promise<void> {
  await settle({ keep_name: true });
  await reloadMe();
}
