/** Questions in SQL: the text above, the answer below, history and ready code beside. */
import { Button, NativeSelect } from '@mantine/core';
import { IconCode, IconHistory, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../shared/contract/storage/places.ts';
import { core } from '../../app/core.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { failureOf } from '../../app/failures.ts';
import { useLanguage } from '../../app/language/setup.ts';
import { announce } from '../../app/notices.ts';
import { useStoragePlaces } from '../../app/streams.ts';
import { Empty } from '../../ui/empty.tsx';
import { isMac, KeyHint } from '../../ui/key-hint.tsx';
import { showKey } from '../../ui/show-key.ts';
import { PreviewPane } from '../preview/preview-pane.tsx';
import { memoryBytes, useDesk, useDesks } from './desks.ts';
import { problemIn } from './error-position.ts';
import { HistoryPane } from './history-pane.tsx';
import { MemoryField } from './memory-field.tsx';
import { placeKey, type QuerySearch } from './place-key.ts';
import classes from './query.module.css';
import { ResultView } from './result-view.tsx';
import { RunLine } from './run-line.tsx';
import { SnippetsPane } from './snippets-pane.tsx';
import { SqlEditor } from './sql-editor.tsx';
import { statementAt } from './statement-at.ts';

/** The page of `/storage/query`. */
export function QueryPage() {
  const search = useSearch({ from: '/storage/query' });
  const last = useDesks((all) => all.last);
  const visit = useDesks((all) => all.visit);
  // Without a place in the address, the page goes on where it was left.
  const named = placeKey(search);
  const key = named || last;
  useEffect(() => visit(key), [visit, key]);
  return <DeskView key={key} id={key} search={named ? search : {}} />;
}

function DeskView({ id, search }: { readonly id: string; readonly search: QuerySearch }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { value: places } = useStoragePlaces();
  const desk = useDesk(id);
  const { write, start, cancel, memory } = useDesks();
  const [chosen, setChosen] = useState<string>();
  const [side, setSide] = useState<'history' | 'snippets'>();
  const profile = chosen ?? search.profile ?? places?.home?.profile ?? places?.profiles[0]?.id;
  const place = useMemo((): Place | undefined => {
    if (search.bucket && profile) return { profile, bucket: search.bucket, prefix: search.prefix ?? '' };
    return places?.home;
  }, [search.bucket, search.prefix, profile, places?.home]);

  const suggested = useSuggestion(id, search, place);
  const text = desk.text ?? '';
  const problem = useMemo(
    () => (desk.failure && desk.ran ? problemIn(text, desk.ran, desk.failure) : undefined),
    [text, desk.failure, desk.ran],
  );

  const run = (whole: string, from: number, to: number) => {
    const statement = statementAt(whole, from, to);
    if (!statement) announce(t('query.notPossible'));
    else if (profile) void start(id, statement, profile);
  };
  const cursor = useRef<{ readonly from: number; readonly to: number }>(undefined);
  const isBlank = text.trim() === '';
  const isWrongMemory = memory.trim() !== '' && memoryBytes(memory) === undefined;

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('query.title')}</h1>
        <p className={classes.lead}>{t('query.lead')}</p>
        <Button variant="subtle" leftSection={<IconHistory size={16} />} onClick={() => setSide('history')}>
          {t('query.history.title')}
        </Button>
        <Button variant="subtle" leftSection={<IconCode size={16} />} onClick={() => setSide('snippets')}>
          {t('query.snippets.title')}
        </Button>
      </div>
      <div className={classes.editor}>
        <SqlEditor
          key={id}
          value={text}
          onChange={(next) => write(id, next)}
          onRun={run}
          onSelect={(from, to) => (cursor.current = { from, to })}
          problem={problem}
          profile={profile}
          object={objectOf(search, profile)}
          resultColumns={desk.run?.columns}
        />
      </div>
      <div className={classes.runBar}>
        {desk.isRunning ? (
          <Button
            variant="default"
            leftSection={<IconPlayerStopFilled size={14} />}
            onClick={() => cancel(id)}
          >
            {t('query.cancel')}
          </Button>
        ) : (
          <Button
            variant="filled"
            leftSection={<IconPlayerPlayFilled size={14} />}
            disabled={isBlank || !profile || isWrongMemory}
            title={showKey('mod+enter', language, isMac)}
            onClick={() => run(text, cursor.current?.from ?? text.length, cursor.current?.to ?? text.length)}
          >
            {t('query.run')}
          </Button>
        )}
        <KeyHint keys="mod+enter" language={language} />
        <RunLine desk={desk} isOutdated={desk.ran !== undefined && !text.includes(desk.ran.sql)} />
        <span className={classes.settings}>
          {places && places.profiles.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t('query.profile')}
              value={profile}
              data={places.profiles.map((one) => ({ value: one.id, label: one.name }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
          )}
          <MemoryField />
        </span>
      </div>
      <div className={classes.answer}>
        {desk.failure && (
          <div className={classes.failure}>
            {problem && (
              <p className={classes.at}>
                {t('query.atLine', { line: problem.line, column: problem.column })}
              </p>
            )}
            <FailureView
              failure={desk.failure}
              onRetry={desk.ran && profile ? () => void start(id, desk.ran!, profile) : undefined}
            />
          </div>
        )}
        {desk.run?.columns && desk.run.state === 'done' ? (
          <ResultView key={desk.run.id} run={desk.run} place={place} />
        ) : (
          !desk.failure && (
            <Beginning
              search={search}
              profile={profile}
              hasPlaces={places !== undefined}
              suggestion={suggested.data?.sql}
              failure={suggested.error ?? undefined}
              isBlank={isBlank}
              onTake={(sql) => write(id, sql)}
            />
          )
        )}
      </div>
      {side === 'history' && (
        <HistoryPane
          onClose={() => setSide(undefined)}
          onTake={(sql, again) => {
            setSide(undefined);
            write(id, sql);
            if (again && profile) void start(id, { sql, offset: 0 }, profile);
          }}
        />
      )}
      {side === 'snippets' && (
        <SnippetsPane place={place} object={search.object} onClose={() => setSide(undefined)} />
      )}
    </div>
  );
}

/** A first question for the place; put into an editor in which nothing was typed yet. */
function useSuggestion(id: string, search: QuerySearch, place: Place | undefined) {
  const write = useDesks((all) => all.write);
  const isFresh = useDesks((all) => all.desks[id]?.text) === undefined;
  const given = search.sql;
  const asked = useQuery({
    queryKey: ['suggest-query', place, search.object],
    queryFn: ({ signal }) =>
      core.storage.suggestQuery(
        { ...place!, ...(search.object === undefined ? {} : { key: search.object }) },
        { signal },
      ),
    enabled: place !== undefined,
  });
  const suggestion = given ?? (search.bucket ? asked.data?.sql : undefined);
  useEffect(() => {
    if (isFresh && suggestion !== undefined) write(id, suggestion);
  }, [isFresh, suggestion, write, id]);
  return asked;
}

interface BeginningProps {
  readonly search: QuerySearch;
  readonly profile: string | undefined;
  readonly hasPlaces: boolean;
  readonly suggestion: string | undefined;
  readonly failure: Error | undefined;
  readonly isBlank: boolean;
  readonly onTake: (sql: string) => void;
}

/** Before the first answer: what is asked about, or how to begin. */
function Beginning({ search, profile, hasPlaces, suggestion, failure, isBlank, onTake }: BeginningProps) {
  const { t } = useTranslation();
  const object = objectOf(search, profile);
  if (hasPlaces && !profile) return <Empty title={t('query.noProfile')} />;
  if (object)
    return (
      <div className={classes.about}>
        <h2>{t('query.about')}</h2>
        <PreviewPane object={object} isWide isQueried />
      </div>
    );
  return (
    <Empty title={t('query.aboutNothing')} text={t('query.aboutNothingText')}>
      {suggestion && isBlank && <Button onClick={() => onTake(suggestion)}>{t('query.example')}</Button>}
      {failure && <FailureView failure={failureOf(failure)} compact />}
    </Empty>
  );
}

function objectOf(search: QuerySearch, profile: string | undefined) {
  return profile && search.bucket && search.object
    ? { profile, bucket: search.bucket, key: search.object }
    : undefined;
}
