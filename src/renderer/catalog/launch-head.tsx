/** What stands above the form: what is launched, under which name, in which version, with which storage. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EditorState, FormEditor } from './form-editor.ts';
import { ChartIcon } from './chart-icon.tsx';
import classes from './launch.module.css';

/** Name, version, S3 profile, sharing. */
export function LaunchHead({ state, editor }: { readonly state: EditorState; readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const { form, overlay } = state;
  const name = (overlay.get('name') as string | undefined) ?? form.friendlyName;
  const share = (overlay.get('share') as boolean | undefined) ?? form.share;
  const [latest] = form.versions;
  return (
    <div className={classes.head}>
      <h1>
        <ChartIcon name={form.chart.name} icon={form.icon} />
        <span className={classes.heading}>
          {t('launch.title', { name: form.chart.name })}
          <span className={classes.release}>{t('launch.release', { name: form.releaseName })}</span>
        </span>
      </h1>
      <div className={classes.headFields}>
        <TextInput
          label={t('launch.name')}
          value={name}
          onChange={(event) => editor.edit({ kind: 'name', name: event.currentTarget.value })}
          w={200}
        />
        <NativeSelect
          label={t('launch.version')}
          value={form.version}
          onChange={(event) => editor.edit({ kind: 'version', version: event.currentTarget.value })}
          data={(form.versions.includes(form.version) ? form.versions : [form.version, ...form.versions]).map(
            (version) => ({
              value: version,
              label: version === latest ? t('launch.versionLatest', { version }) : version,
            }),
          )}
          w={200}
        />
        {form.usesStorage && form.storageProfiles.length > 0 && (
          <NativeSelect
            label={t('launch.storageProfile')}
            value={form.storageProfile ?? ''}
            onChange={(event) => editor.edit({ kind: 'storage-profile', name: event.currentTarget.value })}
            data={[...form.storageProfiles]}
            w={150}
          />
        )}
        {share !== undefined && (
          <Checkbox
            label={t('launch.share')}
            checked={share}
            onChange={(event) => editor.edit({ kind: 'share', share: event.currentTarget.checked })}
            mb={8}
          />
        )}
      </div>
    </div>
  );
}
