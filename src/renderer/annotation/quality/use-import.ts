/** The taking in of annotations, from the files to the result. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { CampaignRef } from '../../../shared/contract/annotation/campaigns.ts';
import type { FailureData } from '../../../shared/contract/errors.ts';
import { core } from '../../app/core.ts';
import { failureOf } from '../../app/failures.ts';
import { sendFile } from '../../app/send-file.ts';

export type ImportAnswer = Awaited<ReturnType<typeof core.annotation.importAnnotations>>;

interface State {
  readonly isPending: boolean;
  readonly result?: ImportAnswer;
  readonly failure?: FailureData;
}

/** One at a time; it can be cancelled, and ends with the screen. */
export function useImport(at: CampaignRef) {
  const queries = useQueryClient();
  const [state, become] = useState<State>({ isPending: false });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  async function take(files: readonly File[], people: Readonly<Record<string, string>>): Promise<void> {
    const control = new AbortController();
    const { signal } = control;
    running.current = control;
    become({ isPending: true });
    try {
      const sent = [];
      for (const file of files) sent.push(await sendFile(file, signal));
      const result = await core.annotation.importAnnotations({ at, files: sent, people }, { signal });
      become({ isPending: false, result });
      await queries.invalidateQueries({ queryKey: ['annotation', 'disagreements'] });
    } catch (error) {
      become({ isPending: false, ...(!signal.aborted && { failure: failureOf(error) }) });
    }
  }
  return {
    ...state,
    take,
    cancel: () => running.current?.abort(),
    forget: () => become({ isPending: false }),
  };
}
