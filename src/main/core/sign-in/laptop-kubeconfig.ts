/** The kubeconfig of this laptop, and the files that one names. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { failure } from '../../../shared/contract/errors.ts';

/** The first that KUBECONFIG names and that can be read, else `~/.kube/config`; undefined where there is none. */
export async function findKubeconfig(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<{ path: string; text: string } | undefined> {
  const named = environment['KUBECONFIG']?.split(delimiter).filter(Boolean) ?? [];
  for (const path of [...named, join(homedir(), '.kube', 'config')]) {
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}

/**
 * The PEM of a file that a kubeconfig names; a relative path counts from `~/.kube`.
 * @throws Failure `not-found` (`authority-unreadable`).
 */
export async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(isAbsolute(path) ? path : join(homedir(), '.kube', path), 'utf8');
  } catch (error) {
    throw failure('not-found', `The certificate authority ${path} cannot be read`, {
      reason: 'authority-unreadable',
      field: 'kubeconfig',
      values: { path },
      words: error instanceof Error ? error.message : String(error),
    });
  }
}
