/** How a person is known to an MLflow server: five ways. */
import { PasswordInput, Radio, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../models.module.css';
import type { ServerFieldsProps } from './server-dialog.tsx';
import { wantsSecret, waysToSignIn } from './server-draft.ts';

/** The way, and what it needs. `hasSecret`: one is kept for this way already. */
export function SignInFields({
  typed,
  set,
  errorOf,
  hasSecret,
}: ServerFieldsProps & { readonly hasSecret: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Radio.Group
        label={t('models.servers.signIn')}
        value={typed.signIn}
        onChange={(value) => set({ signIn: waysToSignIn.find((way) => way === value) ?? 'none' })}
      >
        <div className={classes.ways}>
          {waysToSignIn.map((way) => (
            <Radio
              key={way}
              value={way}
              label={t(`models.servers.ways.${way}`)}
              description={t(`models.servers.wayHints.${way}`)}
            />
          ))}
        </div>
      </Radio.Group>
      {typed.signIn === 'basic' && (
        <TextInput
          label={t('models.servers.user')}
          value={typed.user}
          onChange={(event) => set({ user: event.currentTarget.value })}
          error={errorOf('user')}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {typed.signIn === 'header' && (
        <TextInput
          label={t('models.servers.header')}
          placeholder="Cookie"
          value={typed.header}
          onChange={(event) => set({ header: event.currentTarget.value })}
          error={errorOf('header')}
          autoComplete="off"
          spellCheck={false}
        />
      )}
      {wantsSecret(typed.signIn) && (
        <PasswordInput
          label={t(
            `models.servers.secrets.${typed.signIn === 'basic' ? 'basic' : typed.signIn === 'bearer' ? 'bearer' : 'header'}`,
          )}
          description={t(hasSecret ? 'models.servers.secretKept' : 'models.servers.secretHint')}
          value={typed.secret}
          onChange={(event) => set({ secret: event.currentTarget.value })}
          error={errorOf('secret')}
          visibilityToggleButtonProps={{ 'aria-label': t('words.reveal') }}
          autoComplete="new-password"
        />
      )}
    </>
  );
}
