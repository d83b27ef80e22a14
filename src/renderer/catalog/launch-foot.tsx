/** The last line of the form: what it takes of the quota, saving it, launching it. */
import { Button, Popover, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { useKeysInForce } from '../app/keys/use-keys.ts';
import { describePress } from '../app/keys/keys.ts';
import { useLanguage } from '../app/language/setup.ts';
import { announce, attempt } from '../app/notices.ts';
import { formatBytes, formatCores, type Language } from '../ui/format.ts';
import { isMac, KeyHint } from '../ui/key-hint.tsx';
import { Meter } from '../ui/meter.tsx';
import { ToneIcon } from '../ui/state-mark.tsx';
import type { EditorState, FormEditor } from './form-editor.ts';
import { asksOf, isOver, type Ask } from './launch-sentence.ts';
import classes from './launch.module.css';

function amount(ask: Ask, value: number, language: Language): string {
  return ask.kind === 'cpu' ? formatCores(value, language) : formatBytes(value, language);
}

/** Pictures of the quota, "save", and the button that says what will happen. */
export function LaunchFoot({ state, editor }: { readonly state: EditorState; readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const keys = useKeysInForce();
  const [launching, setLaunching] = useState(false);
  const { form } = state;
  const asks = asksOf(form);
  const over = asks.some(isOver);

  const launch = async () => {
    setLaunching(true);
    await editor.settled();
    const answer = await attempt(() => core.services.launch({ formId: form.formId }));
    setLaunching(false);
    if (!answer) return;
    announce(t('launch.launching', { name: form.friendlyName }));
    await navigate({ to: '/services', search: { id: answer.id } });
  };

  const press = useRef(launch);
  press.current = launch;
  const blocked = form.blocked !== undefined || form.yamlProblem !== undefined || launching;
  // Before the first picture: the key works as soon as the button is seen.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (blocked || describePress(event, isMac) !== keys.launch) return;
      event.preventDefault();
      void press.current();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [keys.launch, blocked]);

  const promise = asks.map((ask) => {
    const value =
      ask.kind === 'cpu'
        ? t('launch.cpu', { value: amount(ask, ask.asked, language) })
        : amount(ask, ask.asked, language);
    return ask.kind === 'memory' && ask.hard !== undefined
      ? t('launch.ofQuota', { value, free: amount(ask, ask.hard, language) })
      : value;
  });

  return (
    <div className={classes.foot}>
      <div className={classes.pictures}>
        {asks.map(
          (ask) =>
            ask.hard !== undefined && (
              <Meter
                key={ask.kind}
                label={t(`resources.${ask.kind}`)}
                used={ask.used ?? 0}
                asked={ask.asked}
                hard={ask.hard}
                value={t('words.of', {
                  used: amount(ask, (ask.used ?? 0) + ask.asked, language),
                  hard: amount(ask, ask.hard, language),
                })}
              />
            ),
        )}
      </div>
      <span className={classes.footSpace} />
      {form.problems.length > 0 && (
        <span className={classes.groupProblem}>
          <ToneIcon tone="bad" /> {t('launch.problems', { count: form.problems.length })}
        </span>
      )}
      {form.yamlProblem && (
        <span className={classes.groupProblem}>
          <ToneIcon tone="bad" /> {t('launch.yamlFaulty')}
        </span>
      )}
      {over && (
        <span className={classes.groupProblem}>
          <ToneIcon tone="bad" /> {t('launch.over')}
        </span>
      )}
      <span className="quiet" role="status">
        {state.busy ? `${t('launch.saving')}…` : ''}
      </span>
      <SaveButton editor={editor} formId={form.formId} name={form.friendlyName} />
      <Button
        variant="filled"
        size="sm"
        disabled={blocked && !launching}
        loading={launching}
        style={{ flex: 'none' }}
        onClick={() => void launch()}
        rightSection={<KeyHint keys={keys.launch} language={language} />}
      >
        {[t('launch.button'), promise.join(', ')].filter(Boolean).join(' · ')}
      </Button>
      {form.blocked && (
        <div className={classes.wide} style={{ flexBasis: '100%' }}>
          <FailureView failure={form.blocked} compact />
        </div>
      )}
    </div>
  );
}

function SaveButton({
  editor,
  formId,
  name,
}: {
  readonly editor: FormEditor;
  readonly formId: string;
  readonly name: string;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [friendlyName, setFriendlyName] = useState(name);
  const [said, setSaid] = useState('');
  const save = async () => {
    await editor.settled();
    const answer = await attempt(() => core.catalog.saveConfiguration({ formId, friendlyName }));
    if (answer) setSaid(t(answer.kept === 'vault' ? 'launch.savedVault' : 'launch.savedLaptop'));
  };
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          aria-label={t('launch.save')}
          size="sm"
          onClick={() => {
            setFriendlyName(name);
            setSaid('');
            setOpen(!open);
          }}
        >
          {t('launch.saveShort')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('launch.save')}>
        <form
          style={{ display: 'grid', gap: 8, width: 260 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (friendlyName.trim()) void save();
          }}
        >
          <TextInput
            label={t('launch.saveName')}
            value={friendlyName}
            onChange={(event) => setFriendlyName(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit">{t('savedConfigurations.save')}</Button>
          <span role="status">{said}</span>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
