/** What the app did, as the commands that would have done the same. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EquivalentCommand } from '../../../shared/contract/shell.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { StateMark, type Tone } from '../../ui/state-mark.tsx';
import { useKeysInForce } from '../keys/use-keys.ts';
import { useLanguage } from '../language/setup.ts';
import { useCommands } from '../streams.ts';
import classes from './frame.module.css';
import { toggle, useFrame } from './frame-state.ts';

const marks = {
  running: ['busy', 'frame.commandRunning'],
  done: ['good', 'frame.commandDone'],
  failed: ['bad', 'frame.commandFailed'],
} as const satisfies Record<EquivalentCommand['state'], readonly [Tone, string]>;

/** The drawer at the bottom: the last command, or all of them. */
export function CommandDrawer() {
  const { t } = useTranslation();
  const language = useLanguage();
  const keys = useKeysInForce();
  const open = useFrame((state) => state.commands);
  const commands = useCommands().value ?? [];
  const last = commands.at(-1);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (open) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [open, commands.length]);
  const label = open ? t('frame.hideCommands') : t('frame.showCommands');
  return (
    <section className={classes.drawer} aria-label={t('frame.commands')}>
      <div className={classes.drawerBar}>
        <span className={classes.drawerLast}>
          {open ? t('frame.commands') : `> ${last?.text.replaceAll('\n', ' ') ?? t('frame.noCommands')}`}
        </span>
        {!open && last && <CopyButton text={last.text} />}
        <Tooltip
          label={
            <>
              {label} <KeyHint keys={keys.commands} language={language} />
            </>
          }
        >
          <ActionIcon size={24} aria-label={label} aria-expanded={open} onClick={() => toggle('commands')}>
            {open ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
          </ActionIcon>
        </Tooltip>
      </div>
      {open && (
        <ol className={classes.drawerList} ref={list} tabIndex={0} aria-label={t('frame.commands')}>
          {commands.length === 0 && <li className={`${classes.command} quiet`}>{t('frame.noCommands')}</li>}
          {commands.map((command) => (
            <li key={command.id} className={classes.command}>
              <span className={classes.time}>{formatTime(command.at, language)}</span>
              <StateMark tone={marks[command.state][0]} word={t(marks[command.state][1])} />
              <code>{command.text}</code>
              <CopyButton text={command.text} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
