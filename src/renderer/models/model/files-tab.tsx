/** The files of a version. */
import { Artifacts } from '../artifacts/artifacts.tsx';
import type { VersionPart } from './version-pane.tsx';

/** The same tree as that of a run. */
export function FilesTab({ server, version }: VersionPart) {
  return (
    <Artifacts server={server.id} of={{ kind: 'version', name: version.name, version: version.version }} />
  );
}
