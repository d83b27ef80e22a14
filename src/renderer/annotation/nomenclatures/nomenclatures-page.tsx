/** The nomenclatures at hand: a list, the chosen one as a tree, and a code with its notes and its correspondences. */
import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Nomenclatures } from '../../../shared/contract/annotation/nomenclatures.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { announce } from '../../app/notices.ts';
import { useNomenclatures } from '../../app/streams.ts';
import { Waiting } from '../../ui/waiting.tsx';
import classes from '../campaigns/campaigns.module.css';
import { counted } from '../campaigns/list/campaign-words.ts';
import { ImportDialog } from './import-dialog.tsx';
import { keepFocus } from './keep-focus.ts';
import { NomenclatureList } from './nomenclature-list.tsx';
import { NomenclatureView } from './nomenclature-view.tsx';

/** The page of `/annotation/nomenclatures`. */
export function NomenclaturesPage() {
  const { t } = useTranslation();
  const { value, failure } = useNomenclatures();
  if (value) return <Page nomenclatures={value} />;
  return failure ? (
    <FailureView failure={failure} />
  ) : (
    <Waiting words={t('annotation.nomenclatures.title')} rows={8} isPage />
  );
}

function Page({ nomenclatures }: { readonly nomenclatures: Nomenclatures }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { id, code } = useSearch({ from: '/annotation/nomenclatures' });
  const [isImporting, setImporting] = useState(false);
  const all = nomenclatures.nomenclatures;
  const chosen = all.find((one) => one.id === id) ?? all[0];
  const summary = [
    t('annotation.nomenclatures.summary', counted(all.length, language)),
    t('annotation.nomenclatures.summaryPairs', counted(nomenclatures.correspondences.length, language)),
  ].join(' ');
  useEffect(() => announce(summary), [summary]);
  const show = (next: string | undefined, ofId = chosen?.id) => {
    void navigate({
      to: '/annotation/nomenclatures',
      search: { ...(ofId !== undefined && { id: ofId }), ...(next !== undefined && { code: next }) },
    });
    keepFocus();
  };
  return (
    <div className={classes.nomenclatures} data-code={code !== undefined}>
      <div className={classes.head}>
        <h1>{t('annotation.nomenclatures.title')}</h1>
        <span className={classes.summary}>{summary}</span>
        <Button
          variant="filled"
          size="sm"
          leftSection={<IconUpload size={16} />}
          onClick={() => setImporting(true)}
        >
          {t('annotation.nomenclatures.import')}
        </Button>
        {nomenclatures.problems.map(({ address, problem }) => (
          <div key={address} className={classes.wide}>
            <span className="quiet">{t('annotation.nomenclatures.notHad', { address })}</span>
            <FailureView failure={problem} compact />
          </div>
        ))}
      </div>
      <NomenclatureList
        nomenclatures={nomenclatures}
        chosen={chosen?.id}
        onChoose={(next) => show(undefined, next)}
      />
      {chosen && <NomenclatureView key={chosen.id} summary={chosen} code={code} onCode={show} />}
      {isImporting && (
        <ImportDialog
          nomenclatures={all}
          onClose={() => setImporting(false)}
          onKept={(kept) => {
            setImporting(false);
            if (all.some((one) => one.id === kept)) show(undefined, kept);
          }}
        />
      )}
    </div>
  );
}
