/** The launch form: on the left what people choose, on the right what will run. */
import { useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { FailureData } from '../../shared/contract/errors.ts';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useServices } from '../app/streams.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { createFormEditor, type FormEditor } from './form-editor.ts';
import { FormProvider } from './form-context.ts';
import { Section } from './form-nodes.tsx';
import { LaunchFoot } from './launch-foot.tsx';
import { LaunchHead } from './launch-head.tsx';
import { LaunchPane, type LaunchTab } from './launch-pane.tsx';
import classes from './launch.module.css';
import { ValuesText } from './values-text.tsx';

/** The page of `/launch/<catalog>/<chart>`. */
export function LaunchPage() {
  const { t } = useTranslation();
  const { catalog, chart } = useParams({ from: '/launch/$catalog/$chart' });
  const { version, saved, link } = useSearch({ from: '/launch/$catalog/$chart' });
  const [editor, setEditor] = useState<FormEditor>();
  const [failure, setFailure] = useState<FailureData>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let formId: string | undefined;
    setEditor(undefined);
    setFailure(undefined);
    const request = {
      chart: { catalogId: catalog, name: chart },
      ...(version ? { version } : {}),
      ...(link ? { link } : {}),
      ...(saved ? { saved: { friendlyName: saved } } : {}),
    };
    core.catalog.openForm(request, { signal: abort.signal }).then(
      (form) => {
        formId = form.formId;
        const id = form.formId;
        setEditor(createFormEditor(form, (edit) => core.catalog.editForm({ formId: id, edit })));
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setFailure(failureOf(error));
      },
    );
    return () => {
      abort.abort();
      if (formId) void core.catalog.closeForm({ formId }).catch(() => {});
    };
  }, [catalog, chart, version, saved, link, attempt]);

  if (failure) {
    return (
      <div style={{ padding: 16 }}>
        <FailureView failure={failure} onRetry={() => setAttempt(attempt + 1)} />
      </div>
    );
  }
  return editor ? (
    <OpenForm editor={editor} />
  ) : (
    <Waiting words={t('launch.opening', { name: chart })} rows={10} isPage />
  );
}

/** Whether anything can be launched is said by the form: it is asked anew when the platform goes or comes back. */
function useAnsweringPlatform(editor: FormEditor): void {
  const { value: services } = useServices();
  const standing = services && `${services.source} ${services.connection}`;
  const last = useRef(standing);
  useEffect(() => {
    if (last.current === standing) return;
    last.current = standing;
    const { overlay, form } = editor.get();
    const typed = overlay.get('name');
    editor.edit({ kind: 'name', name: typeof typed === 'string' ? typed : form.friendlyName });
  }, [editor, standing]);
}

function OpenForm({ editor }: { readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const state = useSyncExternalStore(editor.subscribe, editor.get);
  const { form } = state;
  useAnsweringPlatform(editor);
  const [tab, setTab] = useState<LaunchTab>('differences');
  const pane = <LaunchPane form={form} editor={editor} tab={tab} onTab={setTab} />;
  return (
    <FormProvider
      value={{
        formId: form.formId,
        schema: form.schema,
        overlay: state.overlay,
        problems: form.problems,
        edit: editor.edit,
      }}
    >
      <div className={classes.page}>
        <LaunchHead state={state} editor={editor} />
        {form.form ? (
          <>
            <form
              className={classes.form}
              onSubmit={(event) => event.preventDefault()}
              aria-label={t('launch.title', { name: form.chart.name })}
            >
              {state.failure && <FailureView failure={state.failure} compact />}
              <Section nodes={form.form.main} />
              {Object.entries(form.form.dependencies).map(([name, part]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <Section
                    nodes={[...part.main, ...part.global]}
                    title={t('launch.dependency', { name })}
                    folded
                  />
                </div>
              ))}
              <Section nodes={form.form.global} title={t('launch.global')} folded />
              {form.form.disabledDependencies.length > 0 && (
                <p className={classes.groupText}>
                  {t('launch.disabled', { names: form.form.disabledDependencies.join(', ') })}
                </p>
              )}
            </form>
            {pane}
          </>
        ) : (
          <>
            <BrokenForm editor={editor} />
            {pane}
          </>
        )}
        <LaunchFoot state={state} editor={editor} />
      </div>
    </FormProvider>
  );
}

/** A chart whose schema cannot be drawn: its values as text, with what is wrong. */
function BrokenForm({ editor }: { readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const { form } = useSyncExternalStore(editor.subscribe, editor.get);
  return (
    <div className={classes.sideFill}>
      <div>
        <div className={classes.warning}>
          <ToneIcon tone="warn" />
          <div>
            {t('launch.broken')}
            {form.schemaProblems.length > 0 && (
              <details>
                <summary>{t('launch.brokenWhere')}</summary>
                <ul>
                  {form.schemaProblems.map((problem) => (
                    <li key={`${problem.path} ${problem.message}`}>
                      <code>{problem.path}</code>: {problem.message}
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        </div>
      </div>
      <ValuesText form={form} editor={editor} />
    </div>
  );
}
