/** The person's settings on this laptop, kept in the app's own store. */
import { Settings } from '../../../shared/contract/shell.ts';
import type { z } from 'zod';
import { live, type Live } from '../live.ts';
import type { Store } from '../store/store.ts';

type SettingsValue = z.infer<typeof Settings>;

const defaults: SettingsValue = {
  language: 'system',
  appearance: 'system',
  keys: {},
  proxy: { mode: 'system' },
};

export interface SettingsKeeper {
  readonly value: Live<SettingsValue>;
  /** Resolves once it is on disk. */
  change(change: Partial<SettingsValue>): Promise<void>;
}

/** Reads the settings; what an older or newer version wrote otherwise falls back to the defaults, field by field. */
export async function loadSettings(store: Store): Promise<SettingsKeeper> {
  const stored = (await store.get<Record<string, unknown>>('settings'))?.value ?? {};
  const fields = Object.entries(defaults).map(([name, standard]) => {
    const parsed = Settings.shape[name as keyof SettingsValue].safeParse(stored[name]);
    return [name, parsed.success ? parsed.data : standard];
  });
  const value = live(Object.fromEntries(fields) as SettingsValue);
  return {
    value,
    change: async (change) => {
      const next = { ...value.get(), ...change };
      await store.set('settings', next);
      value.set(next);
    },
  };
}
