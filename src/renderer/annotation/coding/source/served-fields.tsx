/** How a coding service is reached. */
import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from '../coding.module.css';
import { dialects, type SourceDraft } from './source-draft.ts';

/** Address, form, user and password; the password never comes back to the page. */
export function ServedFields({
  draft,
  hasPassword,
  onChange,
}: {
  readonly draft: SourceDraft;
  readonly hasPassword: boolean;
  readonly onChange: (change: Partial<SourceDraft>) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.fieldRow}>
      <TextInput
        type="url"
        label={t('coding.source.address')}
        placeholder="https://"
        value={draft.address}
        onChange={(event) => onChange({ address: event.currentTarget.value })}
        style={{ flex: '1 1 320px' }}
      />
      <Select
        label={t('coding.source.dialect')}
        allowDeselect={false}
        data={dialects.map((value) => ({
          value,
          label: value === 'auto' ? t('coding.source.auto') : value,
        }))}
        value={draft.dialect}
        onChange={(value) => value && onChange({ dialect: value })}
      />
      <TextInput
        label={t('coding.source.user')}
        placeholder={t('coding.source.userHint')}
        autoComplete="off"
        value={draft.user}
        onChange={(event) => onChange({ user: event.currentTarget.value })}
        style={{ flex: '1 1 200px' }}
      />
      <PasswordInput
        label={t('coding.source.password')}
        placeholder={hasPassword ? t('coding.source.passwordKept') : ''}
        autoComplete="off"
        value={draft.password}
        onChange={(event) => onChange({ password: event.currentTarget.value })}
        style={{ flex: '1 1 200px' }}
      />
    </div>
  );
}
