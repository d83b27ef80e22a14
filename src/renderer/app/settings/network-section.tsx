/** The proxy, and the authorities to trust besides the system's. */
import { Button, FileButton, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../../shared/contract/shell.ts';
import { core } from '../core.ts';
import { attempt } from '../notices.ts';
import classes from './settings.module.css';

/** Saved on demand: half an address is of no use. */
export function NetworkSection({ settings }: { readonly settings: Settings }) {
  const { t } = useTranslation();
  const [proxy, setProxy] = useState(settings.proxy);
  const [said, setSaid] = useState('');

  const save = async () => {
    const { mode, url, except } = proxy;
    const given = { mode, ...(url ? { url } : {}), ...(except ? { except } : {}) };
    setSaid((await attempt(() => core.shell.changeSettings({ proxy: given }))) ? t('settings.saved') : '');
  };
  const trust = async (file: File | null) => {
    if (!file) return;
    const pem = await file.text();
    const answer = await attempt(() => core.signIn.trustAuthority({ pem }));
    if (answer) setSaid(t('failureActions.trusted', { names: answer.subjects.join(', ') }));
  };

  return (
    <section className={classes.section} id="section-network">
      <form
        style={{ display: 'grid', gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Radio.Group
          label={<h2>{t('settings.proxy')}</h2>}
          value={proxy.mode}
          onChange={(mode) => setProxy({ ...proxy, mode: mode })}
        >
          <div className={classes.choices}>
            <Radio value="system" label={t('settings.proxySystem')} />
            <Radio value="none" label={t('settings.proxyNone')} />
            <Radio value="manual" label={t('settings.proxyManual')} />
          </div>
        </Radio.Group>
        {proxy.mode === 'manual' && (
          <>
            <TextInput
              label={t('settings.proxyAddress')}
              placeholder={t('settings.proxyExample')}
              value={proxy.url ?? ''}
              onChange={(event) => setProxy({ ...proxy, url: event.currentTarget.value })}
              required
              withAsterisk={false}
            />
            <TextInput
              label={t('settings.proxyExcept')}
              value={proxy.except ?? ''}
              onChange={(event) => setProxy({ ...proxy, except: event.currentTarget.value })}
            />
          </>
        )}
        <div className={classes.row}>
          <span role="status">{said}</span>
          <FileButton onChange={(file) => void trust(file)} accept=".pem,.crt,.cer">
            {(props) => (
              <Button {...props} variant="subtle">
                {t('failureActions.chooseAuthority')}
              </Button>
            )}
          </FileButton>
          <Button type="submit">{t('settings.save')}</Button>
        </div>
      </form>
    </section>
  );
}
