/** Credentials pasted from Onyxia's account page, where no redirect to this laptop is allowed. */
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import classes from './sign-in.module.css';

const parts = [
  ['kubeconfig', 'signIn.pasteKubeconfig'],
  ['storage', 'signIn.pasteStorage'],
  ['vault', 'signIn.pasteVault'],
] as const;

/** Three fields, of which one is enough. */
export function PasteForm({ platform }: { readonly platform: string }) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState<Partial<Record<(typeof parts)[number][0], string>>>({});
  const [outcome, setOutcome] = useState('');
  const [failure, setFailure] = useState<FailureData>();

  const send = async () => {
    const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
    setFailure(undefined);
    if (Object.keys(given).length === 0) return setOutcome(t('signIn.pasteNothing'));
    try {
      const { accepted } = await core.signIn.paste({ id: platform, ...given });
      setOutcome(
        t('signIn.pasteAccepted', { parts: accepted.map((part) => t(`signIn.part.${part}`)).join(', ') }),
      );
      setTexts({});
    } catch (error) {
      setOutcome('');
      setFailure(failureOf(error));
    }
  };

  return (
    <form
      className={classes.pane}
      aria-label={t('signIn.byPaste')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p className="quiet">{t('signIn.pasteLead')}</p>
      {parts.map(([part, label]) => (
        <Textarea
          key={part}
          label={t(label)}
          value={texts[part] ?? ''}
          onChange={(event) => setTexts({ ...texts, [part]: event.currentTarget.value })}
          spellCheck={false}
          autoComplete="off"
          maxRows={6}
          error={failure?.field === part}
        />
      ))}
      {failure && <FailureView failure={failure} platform={platform} />}
      <div className={classes.row}>
        <Button type="submit" variant="filled" size="sm">
          {t('signIn.pasteSend')}
        </Button>
        <span role="status">{outcome}</span>
      </div>
    </form>
  );
}
