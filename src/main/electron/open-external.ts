/** The one place that hands an address to the system (checklist 15). */
import { shell } from 'electron';
import { externalAddress } from './external-address.ts';

/** Opens an http, https or mailto address outside; false when it is none of these. */
export async function openExternal(address: string): Promise<boolean> {
  const external = externalAddress(address);
  if (external === undefined) return false;
  await shell.openExternal(external);
  return true;
}
