/** A workflow as the cluster has it. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { CodeBox } from '../../ui/code-box.tsx';
import { Waiting } from '../../ui/waiting.tsx';

/** Asked for when it is looked at. */
export function WorkflowYaml({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ['training', 'yaml', name],
    queryFn: ({ signal }) => core.training.workflowYaml({ name }, { signal }),
  });
  if (error) return <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />;
  return data ? <CodeBox label="YAML" text={data.yaml} /> : <Waiting words={t('training.looking')} />;
}
