/** The folder of this laptop that a picker shows. */
import { useEffect, useState } from 'react';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';

type Folder = Awaited<ReturnType<typeof core.storage.localFolder>>;

/** Where the last picker was. */
let lastPath: string | undefined;

/** What lies in it; a folder that cannot be read leaves the last one's place, with the failure. */
export function useLocalFolder() {
  const [path, setPath] = useState(lastPath);
  const [hidden, setHidden] = useState(false);
  const [turn, setTurn] = useState(0);
  const [folder, setFolder] = useState<Folder>();
  const [failure, setFailure] = useState<FailureData>();

  useEffect(() => {
    const control = new AbortController();
    core.storage
      .localFolder({ ...(path !== undefined && { path }), hidden }, { signal: control.signal })
      .then(
        (found) => {
          if (control.signal.aborted) return;
          lastPath = found.path;
          setFolder(found);
          setFailure(undefined);
        },
        (error: unknown) => {
          if (control.signal.aborted) return;
          // The remembered folder may be gone: the person's own is always there.
          if (path !== undefined && path === lastPath) {
            lastPath = undefined;
            setPath(undefined);
          }
          setFailure(failureOf(error));
        },
      );
    return () => control.abort();
  }, [path, hidden, turn]);

  return { folder, failure, hidden, setHidden, go: setPath, reload: () => setTurn((now) => now + 1) };
}
