/** What is used of the quota of the project. */
import { useTranslation } from 'react-i18next';
import type { Services } from '../../shared/contract/services.ts';
import { useLanguage } from '../app/language/setup.ts';
import { useSay } from '../app/language/words.ts';
import { formatBytes, formatCores, formatNumber, type Language } from '../ui/format.ts';
import { Meter } from '../ui/meter.tsx';
import { resourceName } from './reason-words.ts';
import classes from './services.module.css';

export type QuotaLine = Services['quota'][number];

/** An amount of a line in its unit. */
export function quotaAmount(line: QuotaLine, value: number, language: Language): string {
  if (line.unit === 'bytes') return formatBytes(value, language);
  return line.unit === 'cores' ? formatCores(value, language) : formatNumber(value, language);
}

/** The lines that people meet: of requests and limits of one resource the tighter one, and only some counts. Pure. */
export function shownLines(quota: readonly QuotaLine[]): QuotaLine[] {
  const common = quota.filter(
    (line) =>
      line.hard > 0 &&
      /(cpu|memory|storage|gpu|persistentvolumeclaims|pods)$/.test(line.name) &&
      !line.name.startsWith('count/'),
  );
  const best = new Map<string, QuotaLine>();
  for (const line of common) {
    const resource = line.name.replace(/^(requests|limits)\./, '');
    const other = best.get(resource);
    if (!other || line.used / line.hard > other.used / other.hard) best.set(resource, line);
  }
  return [...best.values()];
}

/** The bars along the bottom; nothing where the project has no quota. */
export function QuotaBars({ quota }: { readonly quota: readonly QuotaLine[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const language = useLanguage();
  const lines = shownLines(quota);
  if (lines.length === 0) return null;
  return (
    <section className={classes.quota} aria-label={t('services.quota')}>
      <span className={classes.quotaTitle}>{t('services.quota')}</span>
      {lines.map((line) => (
        <Meter
          key={line.name}
          label={resourceName(line.name, say)}
          used={line.used}
          hard={line.hard}
          value={t('services.of', {
            used: quotaAmount(line, line.used, language),
            hard: quotaAmount(line, line.hard, language),
          })}
        />
      ))}
    </section>
  );
}
