/** What a person does with the versions of a secret; failures become the notice of the frame. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Secret } from '../../shared/contract/secrets.ts';
import { core } from '../app/core.ts';
import { announce, attempt } from '../app/notices.ts';
import { useRefresh } from './queries.ts';

export interface VersionActions {
  /** Makes an old version the newest. */
  restore(from: number): Promise<void>;
  undelete(version: number): Promise<void>;
}

export function useVersionActions({ path, version, versions }: Secret): VersionActions {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const refresh = useRefresh();
  const newest = versions.at(-1)?.version ?? version;
  return {
    async restore(from) {
      const answer = await attempt(() => core.secrets.restore({ path, from, version: newest }));
      if (answer) {
        announce(t('secrets.versions.restored', { from, version: answer.version }));
        await navigate({ to: '/secrets', search: { path } });
      }
      await refresh();
    },
    async undelete(one) {
      if (await attempt(() => core.secrets.undelete({ path, versions: [one] })))
        announce(t('secrets.versions.broughtBack', { version: one }));
      await refresh();
    },
  };
}
