/** Buckets and what lies in them, for a path being typed: one page of a listing, no more. */
import { core } from '../../app/core.ts';
import type { Suggestion } from '../../ui/code-editor-loaded.tsx';

/** Names after the last slash of `path` (`bucket/prefix/na`); nothing where the storage does not answer. */
export async function suggestPaths(profile: string, path: string): Promise<readonly Suggestion[]> {
  const slash = path.indexOf('/');
  try {
    if (slash < 0) {
      const { buckets } = await core.storage.buckets({ profile });
      return buckets.map(({ name }) => ({ label: name, kind: 'folder' }));
    }
    const prefix = path.slice(slash + 1, path.lastIndexOf('/') + 1);
    const ends = new AbortController();
    const states = core.storage.list(
      { profile, bucket: path.slice(0, slash), prefix },
      { signal: ends.signal },
    );
    try {
      for await (const state of states) {
        // Rows kept from before come first.
        if (state.asOf !== undefined && state.state === 'listing') continue;
        const { rows } = await core.storage.rows({ id: state.id, from: 0, count: 200 });
        return rows.map((row) => ({ label: row.name, kind: row.kind === 'folder' ? 'folder' : 'file' }));
      }
    } finally {
      ends.abort();
    }
  } catch {
    // Suggestions are a courtesy: without them one types on.
  }
  return [];
}
