/** The values as YAML, in step with the form both ways. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { YamlEditor } from '../ui/yaml-editor.tsx';
import type { FormEditor } from './form-editor.ts';
import classes from './launch.module.css';
import { placeOfProblem } from './yaml-problem.ts';

const pauseMilliseconds = 350;

/** What is typed goes to the core after a pause; what the core says comes in while nothing is being typed. */
export function ValuesText({ form, editor }: { readonly form: LaunchForm; readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState({ text: form.yaml, revision: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** What was typed and not yet answered. */
  const typed = useRef<string>(undefined);
  const show = (text: string) => setShown((now) => ({ text, revision: now.revision + 1 }));

  const send = async () => {
    const sent = typed.current;
    if (sent === undefined) return;
    editor.edit({ kind: 'yaml', text: sent });
    await editor.settled();
    // Newer letters wait for their own answer.
    if (typed.current !== sent) return;
    typed.current = undefined;
    const { yaml } = editor.get().form;
    if (yaml !== sent) show(yaml);
  };
  const latest = useRef(send);
  latest.current = send;

  useEffect(() => {
    if (typed.current === undefined) show(form.yaml);
  }, [form.yaml]);
  // What was typed last is not lost when the tab is left.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      void latest.current();
    },
    [],
  );

  const problem = form.yamlProblem && placeOfProblem(form.yamlProblem);
  return (
    <div className={classes.text}>
      {problem && (
        <p role="alert" className={classes.textProblem}>
          <ToneIcon tone="bad" />
          <span>
            {problem.line === undefined
              ? t('launch.yamlUnfinished', { message: problem.message })
              : t('launch.yamlInvalid', { line: problem.line, message: problem.message })}
          </span>
        </p>
      )}
      <div>
        <YamlEditor
          label={t('launch.yamlLabel')}
          value={shown.text}
          revision={shown.revision}
          mayReplace={useCallback(() => typed.current === undefined, [])}
          schema={form.schema}
          problem={problem?.line === undefined ? undefined : form.yamlProblem}
          onChange={(next) => {
            typed.current = next;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => void latest.current(), pauseMilliseconds);
          }}
        />
      </div>
    </div>
  );
}
