/** Hands over the file that describes a platform, for a colleague. */
import { saveText } from '../../ui/save-text.ts';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';

/** Saves it under the name of the platform. */
export async function savePlatformFile(id: string): Promise<void> {
  const answer = await attempt(() => core.signIn.exportPlatform({ id }));
  if (answer) saveText(`${id}.platform.json`, answer.text, 'application/json');
}
