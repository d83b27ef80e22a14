/** The versions of a model, newest first. */
import { Checkbox, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelVersion } from '../../../shared/contract/models/registry.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import classes from '../models.module.css';
import { AliasChip, StageChip } from '../parts/chips.tsx';
import { usePins } from '../parts/model-streams.ts';
import { moveInTable } from '../../ui/move-in-table.ts';

const columns = ['version', 'aliases', 'created'] as const;

export interface VersionTableProps {
  readonly server: string;
  readonly versions: readonly ModelVersion[];
  readonly chosen: string | undefined;
  readonly onChoose: (version: string) => void;
}

/** J K and arrows move and show, X ticks for comparing. */
export function VersionTable({ server, versions, chosen, onChoose }: VersionTableProps) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const toggle = (version: string) =>
    setTicked((before) =>
      before.includes(version) ? before.filter((one) => one !== version) : [...before, version],
    );
  const runs = versions.filter(({ version }) => ticked.includes(version)).flatMap(({ run }) => run ?? []);
  return (
    <>
      <table className={classes.table} aria-label={t('models.model.versions')}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('models.runs.select')}</span>
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" data-number={name === 'created' || undefined}>
                {t(`models.model.columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {versions.map((one) => (
            <tr
              key={one.version}
              tabIndex={one.version === chosen ? 0 : -1}
              aria-selected={one.version === chosen}
              onFocus={(event) =>
                event.target === event.currentTarget && one.version !== chosen && onChoose(one.version)
              }
              onClick={() => onChoose(one.version)}
              onKeyDown={(event) => {
                if (event.target !== event.currentTarget) return;
                if (event.key === 'x') toggle(one.version);
                else if (!moveInTable(event)) return;
                event.preventDefault();
              }}
            >
              <td className={classes.tick} onClick={(event) => event.stopPropagation()}>
                <Checkbox
                  tabIndex={-1}
                  disabled={one.run === undefined}
                  aria-label={t('models.runs.selectOne', {
                    name: t('models.version', { version: one.version }),
                  })}
                  checked={ticked.includes(one.version)}
                  onChange={() => toggle(one.version)}
                />
              </td>
              <Cells server={server} version={one} />
            </tr>
          ))}
        </tbody>
      </table>
      {runs.length > 1 && (
        <div className={classes.tools}>
          <Button
            variant="filled"
            size="sm"
            renderRoot={(props) => (
              <Link to="/models/compare" search={{ server, runs: runs.join(',') }} {...props} />
            )}
          >
            {t('models.model.compare')}
          </Button>
        </div>
      )}
    </>
  );
}

function Cells({ server, version: one }: { readonly server: string; readonly version: ModelVersion }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const now = useNow(60_000);
  const pins = usePins().value?.pins ?? [];
  const pin = pins.find(
    ({ from }) => from?.server === server && from.name === one.name && from.version === one.version,
  );
  return (
    <>
      <td className={classes.versionNumber}>
        {one.version}
        {pin && (
          <span className={classes.sub}>
            {t('models.model.kept', { state: t(`models.pins.states.${pin.state}`) })}
          </span>
        )}
        {one.status !== 'ready' && (
          <span className={classes.sub}>
            <StateMark
              tone={one.status === 'failed' ? 'bad' : 'busy'}
              word={t(`models.model.statuses.${one.status}`)}
            />
          </span>
        )}
      </td>
      <td>
        <span className={classes.chips}>
          {one.aliases.map((alias) => (
            <AliasChip key={alias} alias={alias} />
          ))}
          {one.stage !== undefined && one.stage !== 'None' && <StageChip stage={one.stage} />}
        </span>
      </td>
      <td data-number data-whole>
        {formatMoment(one.createdAt, now, language)}
        {one.by !== undefined && <span className={classes.sub}>{one.by}</span>}
      </td>
    </>
  );
}
