/** The values as YAML, in step with the form both ways. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LaunchForm } from '../../shared/contract/launch-form.ts';
import { YamlEditor } from '../ui/yaml-editor.tsx';
import type { FormEditor } from './form-editor.ts';

const pauseMilliseconds = 350;

/** What is typed goes to the core after a pause; what the core says comes in while nothing is being typed. */
export function ValuesText({ form, editor }: { readonly form: LaunchForm; readonly editor: FormEditor }) {
  const { t } = useTranslation();
  const [text, setText] = useState(form.yaml);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typed = useRef<string>(undefined);

  const send = () => {
    if (typed.current === undefined) return;
    const sent = typed.current;
    editor.edit({ kind: 'yaml', text: sent });
    void editor.settled().then(() => {
      if (typed.current === sent) typed.current = undefined;
    });
  };

  useEffect(() => {
    if (typed.current === undefined || typed.current === form.yaml) setText(form.yaml);
  }, [form.yaml]);
  // What was typed last is not lost when the tab is left.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      send();
    },
    // Only on leaving.
    [],
  );

  return (
    <YamlEditor
      label={t('launch.yamlLabel')}
      value={text}
      schema={form.schema}
      problem={form.yamlProblem}
      onChange={(next) => {
        // Not given back to the editor: by then it may hold newer letters.
        typed.current = next;
        clearTimeout(timer.current);
        timer.current = setTimeout(send, pauseMilliseconds);
      }}
    />
  );
}
