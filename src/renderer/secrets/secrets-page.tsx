/** What lies in the project's Vault: folders and secrets, the chosen one beside them. */
import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecretFolder, SecretsPlace } from '../../shared/contract/secrets.ts';
import { FailureView } from '../app/failure-view.tsx';
import { failureOf } from '../app/failures.ts';
import { useLanguage } from '../app/language/setup.ts';
import { announce } from '../app/notices.ts';
import { useSecretsPlace } from '../app/streams.ts';
import { Empty } from '../ui/empty.tsx';
import { formatMoment } from '../ui/format.ts';
import { ToneIcon } from '../ui/state-mark.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { Crumbs } from './crumbs.tsx';
import { draftPaths, useDrafts } from './drafts.ts';
import { enteredByKey } from './entered-by-key.ts';
import { NewDialog } from './name-dialogs.tsx';
import { shownFolder } from './paths.ts';
import { useFolderName, usePlaceKey } from './place.ts';
import { folderQuery, seenQuery, useRefresh } from './queries.ts';
import { SecretList } from './secret-list.tsx';
import { SecretPane } from './secret-pane.tsx';
import classes from './secrets.module.css';

/** The page of `/secrets`. */
export function SecretsPage() {
  const { t } = useTranslation();
  const { value, failure } = useSecretsPlace();
  if (!value) {
    return failure ? (
      <FailureView failure={failure} />
    ) : (
      <Waiting words={t('secrets.title')} rows={8} isPage />
    );
  }
  return value.state === 'missing' ? <Missing /> : <Browser place={value} />;
}

function Missing() {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('secrets.title')}</h1>
      </div>
      <div className={classes.list}>
        <Empty title={t('secrets.missing')} text={t('secrets.missingHint')}>
          <Button variant="filled" size="sm" renderRoot={(props) => <Link to="/catalog" {...props} />}>
            {t('secrets.toCatalog')}
          </Button>
        </Empty>
      </div>
    </div>
  );
}

function Browser({ place }: { readonly place: SecretsPlace }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const key = usePlaceKey();
  const { path = '', version } = useSearch({ from: '/secrets' });
  const folder = shownFolder(path);
  const live = useQuery(folderQuery(key, folder));
  const seen = useQuery(seenQuery(key, folder));
  const shown = live.data ?? seen.data;
  const [filter, setFilter] = useState('');
  const [isNaming, setIsNaming] = useState(false);
  const [entered] = useState(enteredByKey);
  const refresh = useRefresh();
  const client = useQueryClient();
  const summary = useSummary(place, folder, live.data, seen.data);
  useEffect(() => announce(summary), [summary]);
  useEffect(() => setFilter(''), [folder]);
  // Vault is back: what could not be read is read.
  const isWanting = place.state === 'ready' && live.data?.problem !== undefined;
  useEffect(() => {
    if (isWanting) void client.invalidateQueries({ queryKey: ['secrets'] });
  }, [isWanting, client]);
  const problem = live.data?.problem ?? place.problem ?? (live.error ? failureOf(live.error) : undefined);
  const isSecret = path !== folder;

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <h1>{t('secrets.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        <TextInput
          className={classes.filter ?? ''}
          data-filter
          type="search"
          aria-label={t('secrets.filter')}
          placeholder={t('secrets.filter')}
          leftSection={<IconSearch size={16} />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && setFilter('')}
        />
        <Button
          variant="filled"
          size="sm"
          leftSection={<IconPlus size={16} />}
          disabled={place.state === 'broken'}
          onClick={() => setIsNaming(true)}
        >
          {t('secrets.create')}
        </Button>
        <Standing folder={shown} problem={problem} onRetry={() => void refresh()} />
        <Unsaved placeKey={key} />
      </div>
      <div className={classes.list}>
        <Crumbs folder={folder} />
        {shown && (live.data || shown.entries.length > 0) ? (
          <SecretList
            placeKey={key}
            folder={folder}
            entries={shown.entries}
            emptyOrForbidden={shown.emptyOrForbidden && !problem}
            filter={filter}
            chosen={path}
            onClearFilter={() => setFilter('')}
            entered={entered}
          />
        ) : (
          live.isPending && <Waiting words={t('secrets.asking')} rows={6} />
        )}
      </div>
      {isSecret && (
        <SecretPane
          key={`${key}\n${path}`}
          placeKey={key}
          path={path}
          version={version === undefined ? undefined : Number(version)}
          place={place}
        />
      )}
      {isNaming && (
        <NewDialog
          folder={folder}
          onClose={() => setIsNaming(false)}
          onName={(name) => void navigate({ to: '/secrets', search: { path: `${folder}${name}` } })}
        />
      )}
    </div>
  );
}

/** How things stand, in a sentence. */
function useSummary(
  place: SecretsPlace,
  folder: string,
  live: SecretFolder | undefined,
  seen: SecretFolder | undefined,
): string {
  const { t } = useTranslation();
  const language = useLanguage();
  const folderName = useFolderName()(folder);
  const asOf = live?.asOf ?? seen?.asOf;
  if (live?.problem || place.state === 'broken')
    return asOf === undefined
      ? t('secrets.brokenNothing', { folder: folderName })
      : t('secrets.brokenStored', { time: formatMoment(asOf, Date.now(), language) });
  if (!live) return t('secrets.asking');
  const count = live.entries.filter(({ path }) => path !== '.onyxia/').length;
  return count === 0
    ? t('secrets.emptyOrForbidden', { folder: folderName })
    : t('secrets.ready', { count, product: place.product ?? 'Vault', folder: folderName });
}

function Standing({
  folder,
  problem,
  onRetry,
}: {
  readonly folder: SecretFolder | undefined;
  readonly problem: SecretsPlace['problem'];
  readonly onRetry: () => void;
}) {
  if (!problem || (folder && !folder.problem && folder.asOf === undefined)) return null;
  return (
    <div className={classes.wide}>
      <FailureView failure={problem} onRetry={onRetry} compact />
    </div>
  );
}

/** Drafts are easily forgotten: one line leads back to them. */
function Unsaved({ placeKey }: { readonly placeKey: string }) {
  const { t } = useTranslation();
  const paths = draftPaths(
    useDrafts(({ drafts }) => drafts),
    placeKey,
  );
  if (paths.length === 0) return null;
  return (
    <div className={`${classes.wide} ${classes.unsaved}`}>
      <ToneIcon tone="warn" />
      <span>{t('secrets.unsaved', { count: paths.length })}</span>
      {paths.map((path) => (
        <Link key={path} to="/secrets" search={{ path }}>
          {path}
        </Link>
      ))}
    </div>
  );
}
