/** Which codes are given, how deep, and whether known codes of another version are recoded. */
import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../app/language/setup.ts';
import { useNomenclatures } from '../../../app/streams.ts';
import { levelTitle, wordsIn } from '../../codes/code-words.ts';
import { useNomenclature } from '../../codes/use-nomenclature.ts';
import classes from '../campaigns.module.css';
import { useNomenclatureName } from '../list/campaign-words.ts';
import { Section, type SectionProps } from './section.tsx';

/** Nomenclature, level; a nomenclature of known codes where a correspondence leads from it to this one. */
export function NomenclatureSection({ draft, change }: SectionProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const nameOf = useNomenclatureName();
  const { value } = useNomenclatures();
  const { nomenclature } = useNomenclature(draft.nomenclature || undefined);
  const levels = nomenclature?.levels ?? [];
  const known = draft.reading?.columns.find(({ role }) => role === 'known-code');
  const origins = (value?.correspondences ?? []).filter(({ to }) => to === draft.nomenclature);
  const found = draft.reading?.nomenclature;
  return (
    <Section name="nomenclature">
      <div className={classes.fields}>
        <NativeSelect
          label={t('annotation.facts.nomenclature')}
          value={draft.nomenclature}
          onChange={(event) =>
            change({ nomenclature: event.currentTarget.value, level: undefined, recodingFrom: '' })
          }
          data={(value?.nomenclatures ?? []).map(({ id, titles }) => ({
            value: id,
            label: wordsIn(titles, language).text || id,
          }))}
        />
        <NativeSelect
          label={t('annotation.plan.nomenclature.level')}
          value={String(draft.level ?? levels.length)}
          onChange={(event) => change({ level: Number(event.currentTarget.value) })}
          disabled={!nomenclature}
          data={levels.map((_, index) => ({
            value: String(index + 1),
            label: nomenclature ? levelTitle(nomenclature, index + 1, language) : '',
          }))}
        />
        <NativeSelect
          label={t('annotation.plan.nomenclature.recoding')}
          value={draft.recodingFrom}
          disabled={!known || origins.length === 0}
          onChange={(event) => change({ recodingFrom: event.currentTarget.value })}
          data={[
            { value: '', label: t('annotation.plan.nomenclature.noRecoding') },
            ...origins.map(({ from }) => ({ value: from, label: nameOf(from) })),
          ]}
        />
      </div>
      {!known && <p className={classes.note}>{t('annotation.plan.nomenclature.noKnownCode')}</p>}
      {known && origins.length === 0 && (
        <p className={classes.note}>
          {t('annotation.plan.nomenclature.noCorrespondence', { name: nameOf(draft.nomenclature) })}
        </p>
      )}
      {found !== undefined && found !== draft.nomenclature && draft.recodingFrom !== found && (
        <p className={classes.line}>
          {t('annotation.plan.nomenclature.other', {
            found: nameOf(found),
            name: nameOf(draft.nomenclature),
          })}
        </p>
      )}
      <p className={classes.note}>
        <Link to="/annotation/nomenclatures">{t('annotation.plan.nomenclature.more')}</Link>
      </p>
    </Section>
  );
}
