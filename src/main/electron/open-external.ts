/** The one place that hands an address or a file to the system (checklist 15). */
import { shell } from 'electron';
import { externalAddress } from './external-address.ts';

/** Opens an http, https or mailto address outside; false when it is none of these. */
export async function openExternal(address: string): Promise<boolean> {
  const external = externalAddress(address);
  if (external === undefined) return false;
  await shell.openExternal(external);
  return true;
}

/** Opens a file of the core's own folder in the program of its kind; undefined when that worked, else the system's words. */
export async function openFile(file: string): Promise<string | undefined> {
  const problem = await shell.openPath(file);
  return problem === '' ? undefined : problem;
}
