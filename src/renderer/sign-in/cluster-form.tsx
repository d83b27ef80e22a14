/** A cluster by its kubeconfig: which context, which charts, which other addresses. */
import { Button, Checkbox, FileButton, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { CodeBox } from '../ui/code-box.tsx';
import classes from './sign-in.module.css';
import { useEnterPlatform } from './use-platform.ts';

/** Reads a kubeconfig from this laptop, a file or the clipboard, and adds the cluster of one of its contexts. */
export function ClusterForm({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const enter = useEnterPlatform();
  const [kubeconfig, setKubeconfig] = useState('');
  const [context, setContext] = useState<string>();
  /** The kubeconfig and context whose program may run: another asks anew. */
  const [allowed, setAllowed] = useState<string>();
  const [fields, setFields] = useState({ name: '', catalogs: '', storage: '', mlflow: '' });
  const [failure, setFailure] = useState<FailureData>();
  const local = useQuery({
    queryKey: ['kubeconfig'],
    queryFn: ({ signal }) => core.signIn.findKubeconfig({}, { signal }),
  });
  const contexts = useQuery({
    queryKey: ['contexts', kubeconfig],
    queryFn: ({ signal }) => core.signIn.readKubeconfig({ text: kubeconfig }, { signal }),
    enabled: kubeconfig.trim() !== '',
  });
  const listed = contexts.data?.contexts ?? [];
  // The context of an earlier text may not be in this one.
  const wanted = [context, contexts.data?.current].map((name) => listed.find((one) => one.name === name));
  const { name: chosen, program } = wanted.find(Boolean) ?? listed[0] ?? {};
  const asked = JSON.stringify([kubeconfig, chosen]);
  const waitsForConsent = program !== undefined && allowed !== asked;
  const set = (field: keyof typeof fields) => (event: { currentTarget: { value: string } }) =>
    setFields({ ...fields, [field]: event.currentTarget.value });

  const add = async () => {
    setFailure(undefined);
    try {
      await enter(
        () =>
          core.signIn.addCluster({
            kubeconfig,
            catalogs: fields.catalogs.split(/\s+/).filter(Boolean),
            allowProgram: program !== undefined && !waitsForConsent,
            ...(chosen ? { context: chosen } : {}),
            ...(fields.name ? { name: fields.name } : {}),
            ...(fields.storage ? { storage: fields.storage } : {}),
            ...(fields.mlflow ? { mlflow: fields.mlflow } : {}),
          }),
        'home',
      );
    } catch (error) {
      setFailure(failureOf(error));
    }
  };

  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h1>{t('signIn.clusterTitle')}</h1>
      <section className={classes.pane}>
        <div className={classes.row}>
          {local.data && (
            <>
              <span>{t('signIn.kubeconfigFound', { path: local.data.path })}</span>
              <Button onClick={() => setKubeconfig(local.data?.text ?? '')}>
                {t('signIn.kubeconfigUse')}
              </Button>
            </>
          )}
          <FileButton onChange={(file) => void file?.text().then(setKubeconfig)}>
            {(props) => <Button {...props}>{t('signIn.kubeconfigChoose')}</Button>}
          </FileButton>
        </div>
        <Textarea
          label={t('signIn.kubeconfigPaste')}
          value={kubeconfig}
          onChange={(event) => setKubeconfig(event.currentTarget.value)}
          spellCheck={false}
          maxRows={8}
          classNames={{ input: classes.monospace ?? '' }}
        />
        {contexts.error && <FailureView failure={failureOf(contexts.error)} compact />}
        {contexts.data && (
          <>
            <NativeSelect
              label={t('signIn.contexts')}
              value={chosen ?? ''}
              onChange={(event) => setContext(event.currentTarget.value)}
              data={contexts.data.contexts.map((one) => ({
                value: one.name,
                label: `${one.name} · ${one.server}${one.namespace ? ` · ${one.namespace}` : ''}`,
              }))}
            />
            {program !== undefined && (
              <div className={classes.consent}>
                <p>{t('signIn.program')}</p>
                <CodeBox text={program} label={t('signIn.programLabel')} wrap />
                <Checkbox
                  label={t('signIn.programAllow')}
                  checked={!waitsForConsent}
                  onChange={(event) => setAllowed(event.currentTarget.checked ? asked : undefined)}
                />
              </div>
            )}
            <TextInput label={t('signIn.clusterName')} value={fields.name} onChange={set('name')} />
            <Textarea
              label={t('signIn.clusterCatalogs')}
              value={fields.catalogs}
              onChange={set('catalogs')}
              spellCheck={false}
              minRows={2}
            />
            <TextInput
              label={t('signIn.clusterStorage')}
              value={fields.storage}
              onChange={set('storage')}
              inputMode="url"
            />
            <TextInput
              label={t('signIn.clusterMlflow')}
              value={fields.mlflow}
              onChange={set('mlflow')}
              inputMode="url"
            />
          </>
        )}
        {failure && <FailureView failure={failure} />}
        <div className={classes.row}>
          <Button type="submit" variant="filled" size="sm" disabled={!contexts.data || waitsForConsent}>
            {t('signIn.addCluster')}
          </Button>
          <Button size="sm" onClick={onBack}>
            {t('words.back')}
          </Button>
          {waitsForConsent && (
            <span role="status" className="quiet">
              {t('signIn.programNeeded')}
            </span>
          )}
        </div>
      </section>
    </form>
  );
}
