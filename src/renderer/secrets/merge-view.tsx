/** What was typed beside what someone else saved meanwhile: chosen key by key. */
import { Button, Radio } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../app/core.ts';
import { useLanguage } from '../app/language/setup.ts';
import { attempt } from '../app/notices.ts';
import { formatMoment } from '../ui/format.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import type { Draft } from './draft.ts';
import { MaskedValue } from './masked-value.tsx';
import { merged, mergeRows, type Choice, type MergeRow } from './merge.ts';
import classes from './secrets.module.css';

export interface MergeViewProps {
  readonly path: string;
  readonly draft: Draft;
  readonly conflict: NonNullable<Draft['conflict']>;
  readonly onMerged: (draft: Draft) => void;
  readonly onBringBack: (version: number) => void;
  readonly onBack: () => void;
  readonly onDiscard: () => void;
}

export function MergeView(props: MergeViewProps) {
  const { t } = useTranslation();
  const { path, draft, conflict, onMerged } = props;
  const { theirs, changes } = conflict;
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const rows = mergeRows(draft, changes);
  const open = rows.filter(({ key, choice }) => choice === undefined && !choices.has(key)).length;
  const isGone = theirs.deleted || theirs.version === 0;

  /** A key that they removed and we keep unseen: its value is that of the version that was read. */
  async function join(): Promise<void> {
    const fields = [...draft.fields];
    for (const [index, field] of fields.entries()) {
      const { from, value } = field;
      const isLost =
        from !== undefined && value === undefined && !theirs.fields.some(({ key }) => key === from);
      if (!isLost || choices.get(from) !== 'mine') continue;
      const answer = await attempt(() => core.secrets.reveal({ path, key: from, version: draft.base }));
      if (!answer) return;
      fields[index] = { ...field, value: answer.value };
    }
    onMerged(merged({ ...draft, fields }, theirs, rows, choices));
  }

  return (
    <section className={classes.form} aria-label={t('secrets.merge.title')}>
      <div className={classes.banner}>
        <ToneIcon tone="warn" />
        <div>
          <h3 className={classes.heading} tabIndex={-1} ref={title}>
            {t('secrets.merge.title')}
          </h3>
          <Story {...props} />
          {!isGone && <p>{t('secrets.merge.choose')}</p>}
        </div>
      </div>
      {!isGone && (
        <ul className={classes.fields}>
          {rows.map((row) => (
            <Row
              key={row.key}
              {...props}
              row={row}
              choice={row.choice ?? choices.get(row.key)}
              onChoose={(choice) => setChoices(new Map([...choices, [row.key, choice]]))}
            />
          ))}
        </ul>
      )}
      <div className={classes.buttons}>
        {theirs.deleted && !theirs.versions.at(-1)?.destroyed ? (
          <Button variant="filled" size="sm" onClick={() => props.onBringBack(theirs.version)}>
            {t('secrets.bringBack')}
          </Button>
        ) : (
          <Button variant="filled" size="sm" disabled={open > 0} onClick={() => void join()}>
            {open > 0
              ? t('secrets.merge.open', { count: open })
              : t('secrets.merge.save', { version: theirs.version + 1 })}
          </Button>
        )}
        <Button size="sm" onClick={props.onBack}>
          {t('secrets.merge.back')}
        </Button>
        <Button size="sm" onClick={props.onDiscard}>
          {t('secrets.merge.discard')}
        </Button>
      </div>
    </section>
  );
}

/** Who was first, and when. */
function Story({ draft, conflict }: MergeViewProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { theirs } = conflict;
  const newest = theirs.versions.at(-1);
  const { base } = draft;
  if (theirs.deleted || theirs.version === 0) return <p>{t('secrets.merge.textDeleted', { base })}</p>;
  const time = formatMoment(newest?.createdAt ?? theirs.createdAt ?? 0, Date.now(), language);
  const values = { version: theirs.version, time, base };
  return (
    <p>
      {newest?.by ? t('secrets.merge.textBy', { ...values, by: newest.by }) : t('secrets.merge.text', values)}
    </p>
  );
}

function Row({
  path,
  draft,
  conflict,
  row,
  choice,
  onChoose,
}: MergeViewProps & {
  readonly row: MergeRow;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { t } = useTranslation();
  const { key, mine, theirs } = row;
  const field = draft.fields.find((one) => (one.from ?? one.key) === key);
  const { version } = conflict.theirs;
  const hasTheirs = conflict.theirs.fields.some((one) => one.key === key);
  const side = (which: Choice, word: string, value: React.ReactNode) => (
    <div data-chosen={choice === which}>
      {row.choice === undefined ? (
        <Radio
          name={`merge ${key}`}
          label={`${t(which === 'mine' ? 'secrets.merge.mine' : 'secrets.merge.theirs')} · ${word}`}
          aria-label={t(which === 'mine' ? 'secrets.merge.takeMine' : 'secrets.merge.takeTheirs', {
            name: key,
          })}
          checked={choice === which}
          onChange={() => onChoose(which)}
        />
      ) : (
        <span className={choice === which ? '' : classes.kind}>
          {t(which === 'mine' ? 'secrets.merge.mine' : 'secrets.merge.theirs')} · {word}
        </span>
      )}
      {value}
    </div>
  );
  const mineWord =
    mine === 'renamed'
      ? `${t('secrets.merge.changes.renamed')}: ${field?.key ?? ''}`
      : t(`secrets.merge.changes.${mine}`);
  const typed = field?.value;
  return (
    <li>
      <div className={classes.fieldHead}>
        <code>{key}</code>
      </div>
      <div className={classes.sides}>
        {side(
          'mine',
          mineWord,
          typed === undefined ? null : (
            <MaskedValue name={`${key} · ${t('secrets.merge.mine')}`} fetch={async () => typed} />
          ),
        )}
        {side(
          'theirs',
          t(`secrets.merge.changes.${theirs}`),
          hasTheirs ? (
            <MaskedValue
              name={`${key} · ${t('secrets.merge.theirs')}`}
              fetch={async () => (await attempt(() => core.secrets.reveal({ path, key, version })))?.value}
            />
          ) : null,
        )}
      </div>
    </li>
  );
}
