/** What is known of a service besides its state: notes, values, history, what was installed. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { CodeBox } from '../ui/code-box.tsx';
import { formatMoment } from '../ui/format.ts';
import { Markdown } from '../ui/markdown.tsx';
import { Waiting } from '../ui/waiting.tsx';
import classes from './services.module.css';

interface FactProps {
  readonly id: string;
  /** A new revision is asked for anew. */
  readonly revision: number;
}

function Fact<T>({
  name,
  label,
  id,
  revision,
  ask,
  children,
}: FactProps & {
  readonly name: string;
  readonly label: string;
  readonly ask: (input: { id: string }, options: { signal: AbortSignal }) => Promise<T>;
  readonly children: (value: T) => ReactNode;
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ['service', id, revision, name],
    queryFn: ({ signal }) => ask({ id }, { signal }),
  });
  if (data !== undefined) return children(data);
  return error ? (
    <FailureView failure={failureOf(error)} onRetry={() => void refetch()} />
  ) : (
    <Waiting words={label} />
  );
}

/** What the chart says after it was installed. */
export function Notes(props: FactProps) {
  const { t } = useTranslation();
  return (
    <Fact {...props} name="notes" label={t('services.tabs.notes')} ask={core.services.notes}>
      {({ text }) =>
        text.trim() ? (
          <Markdown text={text} label={t('services.tabs.notes')} />
        ) : (
          <p className="quiet">{t('services.noNotes')}</p>
        )
      }
    </Fact>
  );
}

/** The values that were given. */
export function Values(props: FactProps) {
  const { t } = useTranslation();
  return (
    <Fact {...props} name="values" label={t('services.tabs.values')} ask={core.services.values}>
      {({ yaml }) =>
        yaml.trim() && yaml.trim() !== '{}' ? (
          <>
            <p className="quiet" style={{ margin: 0 }}>
              {t('services.secretsHidden')}
            </p>
            <CodeBox text={yaml} label={t('services.tabs.values')} />
          </>
        ) : (
          <p className="quiet">{t('services.noValues')}</p>
        )
      }
    </Fact>
  );
}

/** What was installed. */
export function Manifest(props: FactProps) {
  const { t } = useTranslation();
  return (
    <Fact {...props} name="manifest" label={t('services.tabs.manifest')} ask={core.services.manifest}>
      {({ yaml }) => <CodeBox text={yaml} label={t('services.tabs.manifest')} />}
    </Fact>
  );
}

/** Its revisions, newest first. */
export function History(props: FactProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Fact {...props} name="history" label={t('services.tabs.history')} ask={core.services.history}>
      {(revisions) =>
        revisions.length === 0 ? (
          <p className="quiet">{t('services.noHistory')}</p>
        ) : (
          <ul className={classes.events}>
            {revisions
              .toSorted((a, b) => b.revision - a.revision)
              .map((one) => (
                <li key={one.revision} style={{ gridTemplateColumns: '24px minmax(0, 1fr) auto' }}>
                  <span className="num">{one.revision}</span>
                  <span>
                    <strong>{one.status}</strong> <span className="quiet">{one.chart}</span>
                  </span>
                  <span className="quiet num">{formatMoment(one.at, Date.now(), language)}</span>
                  <p>{one.description}</p>
                </li>
              ))}
          </ul>
        )
      }
    </Fact>
  );
}
