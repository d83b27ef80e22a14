/** The aliases of the model: which stand at this version, and setting or moving one here. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { attempt } from '../../app/notices.ts';
import classes from '../models.module.css';
import { AliasChip, StageChip } from '../parts/chips.tsx';
import { champion, versionAt } from '../registry/standing.ts';
import { AliasDialog } from './alias-dialog.tsx';
import type { VersionPart } from './version-pane.tsx';

/** Those at this version can be removed; any other can be moved to it. */
export function AliasSection(part: VersionPart) {
  const { t } = useTranslation();
  const { server, detail, version, isStored } = part;
  const [asked, setAsked] = useState<string>();
  const isChampion = version.aliases.includes(champion);
  const at = detail.model && versionAt(detail.model, champion);
  return (
    <section className={classes.block}>
      <h2>{t('models.alias.title')}</h2>
      {version.aliases.length === 0 ? (
        <p className="quiet">{t('models.alias.none')}</p>
      ) : (
        <ul className={classes.tags}>
          {version.aliases.map((alias) => (
            <li key={alias}>
              <AliasChip alias={alias} />
              {!isStored && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  aria-label={t('models.alias.removeOne', { alias })}
                  onClick={() =>
                    void attempt(() =>
                      core.models.removeAlias({
                        server: server.id,
                        name: version.name,
                        alias,
                        expected: version.version,
                      }),
                    )
                  }
                >
                  {t('models.alias.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {version.stage !== undefined && version.stage !== 'None' && <StageChip stage={version.stage} />}
      {isStored ? (
        <p className="quiet">{t('models.alias.stored')}</p>
      ) : (
        <div className={classes.buttons}>
          {!isChampion && version.status === 'ready' && (
            <Button size="sm" onClick={() => setAsked(champion)}>
              {at === undefined
                ? t('models.alias.makeChampion')
                : t('models.alias.moveChampion', { from: at })}
            </Button>
          )}
          <Button size="sm" onClick={() => setAsked('')} disabled={version.status !== 'ready'}>
            {t('models.alias.set')}
          </Button>
        </div>
      )}
      {asked !== undefined && <AliasDialog {...part} alias={asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}
