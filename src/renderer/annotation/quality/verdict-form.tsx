/** The verdict: a code or none, why people differed, a comment. */
import { Button, Radio, Textarea } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignFile } from '../../../shared/contract/annotation/campaigns.ts';
import { FailureView } from '../../app/failure-view.tsx';
import { useLanguage } from '../../app/language/setup.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { CodeSearch } from '../codes/code-search.tsx';
import { CodeTitle } from '../codes/code-title.tsx';
import type { NomenclatureState } from '../codes/use-nomenclature.ts';
import type { Settling } from './use-settling.ts';
import { reasons, withoutCode, type Verdict } from './verdict.ts';
import classes from './adjudication.module.css';

export interface VerdictFormProps {
  readonly campaign: CampaignFile;
  readonly loaded: NomenclatureState;
  readonly verdict: Verdict;
  readonly settling: Settling;
  readonly comment: RefObject<HTMLTextAreaElement | null>;
  readonly search: RefObject<HTMLDivElement | null>;
  readonly onChange: (verdict: Verdict) => void;
  readonly onCode: (code: string) => void;
  readonly onSettle: () => void;
}

/** Always in sight below the item; each part says its key. */
export function VerdictForm(props: VerdictFormProps) {
  const { campaign, loaded, verdict, settling, onChange } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { tree, search } = loaded;
  return (
    <section className={classes.verdict} aria-label={t('quality.queue.verdict')}>
      <div className={classes.verdictCode}>
        <span className={classes.verdictNow} role="status">
          {verdict.status === 'unclassifiable' ? (
            t('quality.statuses.unclassifiable')
          ) : verdict.code === undefined ? (
            <span className="quiet">{t('quality.queue.noCodeYet')}</span>
          ) : (
            <CodeTitle tree={tree} code={verdict.code} />
          )}
        </span>
        {tree && (
          <div ref={props.search} className={classes.otherCode}>
            <CodeSearch
              loaded={{ tree, search }}
              label={t('quality.queue.otherCode')}
              level={campaign.level}
              onChoose={props.onCode}
              isFilter
            />
          </div>
        )}
        <Button
          size="sm"
          aria-pressed={verdict.status === 'unclassifiable'}
          rightSection={<KeyHint keys="alt+u" language={language} />}
          onClick={() => onChange(withoutCode(verdict))}
        >
          {t('quality.queue.unclassifiable')}
        </Button>
      </div>
      <Radio.Group
        className={classes.why ?? ''}
        label={t('quality.queue.reason')}
        value={verdict.reason ?? null}
        onChange={(value) => {
          const reason = reasons.find((one) => one === value);
          if (reason) onChange({ ...verdict, reason });
        }}
      >
        <div className={classes.reasons}>
          {reasons.map((reason, place) => (
            <Radio
              key={reason}
              size="xs"
              value={reason}
              label={
                <>
                  <KeyHint keys={String(place + 1)} language={language} />{' '}
                  {t(`quality.queue.reasons.${reason}`)}
                </>
              }
            />
          ))}
        </div>
      </Radio.Group>
      {settling.lack && (
        <p role="alert" className={classes.lack}>
          {t(`quality.queue.lacks.${settling.lack}`)}
        </p>
      )}
      {settling.failure && <FailureView failure={settling.failure} onRetry={props.onSettle} compact />}
      <div className={classes.foot}>
        <Textarea
          ref={props.comment}
          className={classes.commentBox ?? ''}
          aria-label={t('quality.queue.comment')}
          placeholder={t('quality.queue.comment')}
          rightSection={<KeyHint keys="alt+c" language={language} />}
          rightSectionWidth={56}
          minRows={1}
          maxRows={4}
          value={verdict.comment}
          onChange={(event) => onChange({ ...verdict, comment: event.currentTarget.value })}
        />
        <Button
          size="sm"
          variant="filled"
          loading={settling.isPending}
          rightSection={<KeyHint keys="enter" language={language} />}
          onClick={props.onSettle}
        >
          {t('quality.queue.settle')}
        </Button>
      </div>
      <p className={classes.keys}>{t('quality.queue.keys')}</p>
    </section>
  );
}
