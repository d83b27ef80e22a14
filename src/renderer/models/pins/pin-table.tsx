/** One row for each model that is kept here. */
import { Button, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pin } from '../../../shared/contract/models/pins.ts';
import { core } from '../../app/core.ts';
import { failureSentence } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { useSay } from '../../app/language/words.ts';
import { attempt } from '../../app/notices.ts';
import { formatBytes, formatMoment } from '../../ui/format.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { useNow } from '../../ui/use-now.ts';
import classes from '../models.module.css';
import { moveInTable } from '../../ui/move-in-table.ts';
import { contentWords } from './content-words.ts';
import { runsHere, usePinState } from './pin-words.ts';
import { RemoveDialog } from './remove-dialog.tsx';

const columns = ['model', 'state', 'size', 'used', 'actions'] as const;
const isMoving = ({ state }: Pin) => state === 'waiting' || state === 'downloading' || state === 'verifying';

/** Enter tries the model, Delete removes it. */
export function PinTable({ pins }: { readonly pins: readonly Pin[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [last, setLast] = useState('');
  const [removing, setRemoving] = useState<Pin>();
  const stop = pins.some(({ id }) => id === last) ? last : pins[0]?.id;
  return (
    <>
      <table className={classes.table} aria-label={t('models.tabs.pins')}>
        <thead>
          <tr>
            {columns.map((name) => (
              <th
                key={name}
                scope="col"
                data-column={name}
                data-number={name === 'size' || name === 'used' || undefined}
              >
                {t(`models.pins.columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pins.map((pin) => (
            <tr
              key={pin.id}
              tabIndex={pin.id === stop ? 0 : -1}
              onFocus={() => setLast(pin.id)}
              onKeyDown={(event) => {
                if (event.target !== event.currentTarget) return;
                if (event.key === 'Enter' && runsHere(pin))
                  void navigate({ to: '/models/try', search: { id: pin.id } });
                else if (event.key === 'Delete') setRemoving(pin);
                else if (!moveInTable(event)) return;
                event.preventDefault();
              }}
            >
              <Cells pin={pin} onRemove={() => setRemoving(pin)} />
            </tr>
          ))}
        </tbody>
      </table>
      {removing && <RemoveDialog pin={removing} onClose={() => setRemoving(undefined)} />}
    </>
  );
}

function Cells({ pin, onRemove }: { readonly pin: Pin; readonly onRemove: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const say = useSay();
  const now = useNow(60_000);
  const { tone, word, sub } = usePinState()(pin);
  const problem = pin.problem ?? pin.whyNot;
  const content = pin.content && contentWords(pin.content, t, language);
  return (
    <>
      <td className={classes.name}>
        {pin.name}
        {pin.version !== undefined && ` ${t('models.version', { version: pin.version })}`}
        <span className={classes.sub}>
          {[pin.from?.serverName ?? t('models.pins.brought'), content].filter(Boolean).join(' · ')}
        </span>
      </td>
      <td>
        <StateMark tone={tone} word={word} />
        {sub && <span className={`${classes.sub} num`}>{sub}</span>}
        {problem && <span className={classes.sub}>{failureSentence(problem, say)}</span>}
      </td>
      <td data-number data-column="size">
        {pin.bytes === undefined ? '–' : formatBytes(pin.bytes, language)}
      </td>
      <td data-number data-column="used">
        {pin.usedAt === undefined ? t('models.pins.never') : formatMoment(pin.usedAt, now, language)}
      </td>
      <td>
        <span className={classes.rowButtons}>
          {runsHere(pin) && (
            <Button renderRoot={(props) => <Link to="/models/try" search={{ id: pin.id }} {...props} />}>
              {t('models.pins.try')}
            </Button>
          )}
          {isMoving(pin) && (
            <Button onClick={() => void attempt(() => core.models.pausePin({ id: pin.id }))}>
              {t('models.pins.pause')}
            </Button>
          )}
          {(pin.state === 'paused' || pin.state === 'failed') && (
            <Button onClick={() => void attempt(() => core.models.resumePin({ id: pin.id }))}>
              {t(pin.state === 'failed' ? 'words.retry' : 'models.pins.resume')}
            </Button>
          )}
          <PinMenu pin={pin} onRemove={onRemove} />
        </span>
      </td>
    </>
  );
}

function PinMenu({ pin, onRemove }: { readonly pin: Pin; readonly onRemove: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { from } = pin;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button aria-label={t('models.pins.more', { name: pin.name })}>
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {from && (
          <Menu.Item
            onClick={() =>
              void navigate({
                to: '/models/model',
                search: { server: from.server, name: from.name, version: from.version },
              })
            }
          >
            {t('models.pins.show')}
          </Menu.Item>
        )}
        <Menu.Item onClick={onRemove}>{t('models.pins.remove')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
