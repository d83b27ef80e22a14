/** What is known of an application, in pairs. */
import { useTranslation } from 'react-i18next';
import type { Application } from '../../../shared/contract/serving/applications.ts';
import classes from '../../ui/list-page.module.css';
import pairs from '../../ui/ui.module.css';
import { useServingWords } from '../use-serving-words.ts';

/** Models with where that is told, images, pods, addresses. */
export function FactList({ application }: { readonly application: Application }) {
  const { t } = useTranslation();
  const words = useServingWords();
  const { models, images, namespace, ready, wanted, autoSync, revision, addresses } = application;
  return (
    <dl className={pairs.pairs}>
      {models.length > 0 && (
        <>
          <dt>{t('serving.models')}</dt>
          <dd>
            {models.map((model) => (
              <span key={`${model.workload} ${model.container}`}>
                {words.model(model)}
                <span className={classes.sub}>
                  {model.variable === undefined
                    ? t('serving.modelByTag', { container: model.container })
                    : t('serving.modelBy', { variable: model.variable, container: model.container })}
                </span>
              </span>
            ))}
          </dd>
        </>
      )}
      <dt>{t('serving.images')}</dt>
      <dd>
        {images.map(({ workload, container, image }) => (
          <div key={`${workload} ${container}`} className={classes.code}>
            {image}
          </div>
        ))}
      </dd>
      {ready !== undefined && wanted !== undefined && (
        <>
          <dt>{t('serving.facts.pods')}</dt>
          <dd>{t('words.of', { used: ready, hard: wanted })}</dd>
        </>
      )}
      {autoSync !== undefined && (
        <>
          <dt>{t('serving.facts.kept')}</dt>
          <dd>{t(autoSync ? 'serving.facts.automatically' : 'serving.facts.byHand')}</dd>
        </>
      )}
      {revision !== undefined && (
        <>
          <dt>{t('serving.facts.revision')}</dt>
          <dd className={classes.code}>{revision}</dd>
        </>
      )}
      <dt>{t('serving.facts.where')}</dt>
      <dd>{namespace}</dd>
      {addresses.length > 0 && (
        <>
          <dt>{t('serving.facts.addresses')}</dt>
          <dd>
            {addresses.map((address) => (
              <div key={address} className={classes.code}>
                {address}
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
