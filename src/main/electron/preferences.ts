/** Web preferences of everything that shows a page (checklist 2, 3, 4, 6, 8 to 12), spelled out although most are defaults. */
import type { WebPreferences } from 'electron';

const closed = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
} as const satisfies WebPreferences;

export interface Surroundings {
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
}

/** Only macOS checks spelling by itself; elsewhere Chromium would fetch dictionaries from the network. */
export function checksSpelling(platform: NodeJS.Platform): boolean {
  return platform === 'darwin';
}

/** For the app's own window. */
export function appPreferences(preload: string, { isPackaged, platform }: Surroundings): WebPreferences {
  return { ...closed, preload, devTools: !isPackaged, spellcheck: checksSpelling(platform) };
}

/** For an opened service and the windows it opens: no preload script, a partition of its own, PDFs shown. */
export function servicePreferences(
  partition: string,
  { isPackaged, platform }: Surroundings,
): WebPreferences {
  return {
    ...closed,
    partition,
    plugins: true,
    devTools: !isPackaged,
    spellcheck: checksSpelling(platform),
  };
}
