/** Words for the values of a column, out of a file of this laptop. */
import { Button, FileButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CampaignPlan, SourceFinding } from '../../../../shared/contract/annotation/campaigns.ts';
import { failure } from '../../../../shared/contract/errors.ts';
import { core } from '../../../app/core.ts';
import { useLanguage } from '../../../app/language/setup.ts';
import { attempt } from '../../../app/notices.ts';
import { sendFile } from '../../../app/send-file.ts';
import { counted } from '../list/campaign-words.ts';

type Meanings = NonNullable<CampaignPlan['meanings']>[string];

export interface WordsButtonProps {
  /** Name of the column. */
  readonly column: string;
  readonly meanings: Meanings | undefined;
  readonly onMeanings: (meanings: Meanings) => void;
}

/** Says how many there are; a file that is not right changes nothing and is a notice. */
export function WordsButton({ column, meanings, onMeanings }: WordsButtonProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const count = Object.keys(meanings ?? {}).length;
  const read = (file: File) =>
    attempt(async () => {
      const found = await core.annotation.readMeanings({ file: await sendFile(file), language });
      const error = found.findings.find(({ severity }) => severity === 'error');
      if (error) throw failure('invalid-input', sentence(error), { field: column });
      onMeanings(found.meanings);
    });
  const sentence = ({ kind, name, line }: SourceFinding) =>
    [
      t(`annotation.findings.kinds.${kind}`, { name }),
      line === undefined ? '' : t('annotation.findings.line', { line: String(line) }),
    ].join(' ');
  const shown =
    count > 0
      ? t('annotation.columns.wordsCount', counted(count, language))
      : t('annotation.columns.addWords');
  return (
    <FileButton accept=".json,.csv" onChange={(file) => file && void read(file)}>
      {(props) => (
        <Button
          size="compact-xs"
          aria-label={`${shown} ${t('annotation.columns.wordsOf', { name: column })}`}
          {...props}
        >
          {shown}
        </Button>
      )}
    </FileButton>
  );
}
