/** Aliases, description, tags and where a version is in use. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../app/language/setup.ts';
import { formatMoment } from '../../ui/format.ts';
import pairs from '../../ui/ui.module.css';
import classes from '../models.module.css';
import { ServedWhere } from '../parts/served-where.tsx';
import { core } from '../../app/core.ts';
import { MarkdownField } from '../parts/markdown-field.tsx';
import { AliasSection } from './alias-section.tsx';
import { TagList } from '../parts/tag-list.tsx';
import type { VersionPart } from './version-pane.tsx';

/** In the order in which a person asks. */
export function AboutTab(part: VersionPart) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { server, version, detail, isStored } = part;
  const of = { server: server.id, name: version.name };
  return (
    <div className={classes.blocks}>
      <AliasSection {...part} />
      <dl className={pairs.pairs}>
        <dt>{t('models.model.served')}</dt>
        <dd>
          <ServedWhere name={version.name} version={version.version} />
        </dd>
        <dt>{t('models.model.columns.created')}</dt>
        <dd className="num">
          {formatMoment(version.createdAt, Date.now(), language)}
          {version.by !== undefined && `, ${version.by}`}
        </dd>
      </dl>
      <MarkdownField
        title={t('models.model.description')}
        text={version.description}
        empty={t('models.model.noDescription')}
        isFixed={isStored}
        save={(text) => core.models.describeModel({ ...of, version: version.version, text })}
      />
      <TagList
        tags={version.tags}
        isFixed={isStored}
        save={(key, value) =>
          core.models.tagModel({
            ...of,
            version: version.version,
            key,
            ...(value !== undefined && { value }),
          })
        }
      />
      <MarkdownField
        title={t('models.model.modelDescription')}
        text={detail.model?.description ?? ''}
        empty={t('models.model.noDescription')}
        isFixed={isStored}
        save={(text) => core.models.describeModel({ ...of, text })}
      />
    </div>
  );
}
