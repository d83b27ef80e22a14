/** One application whole, followed while it is shown. */
import { useEffect, useState } from 'react';
import type { ApplicationDetail } from '../../../shared/contract/serving/applications.ts';
import { core } from '../../app/core.ts';
import { createLive, useLive, type LiveState } from '../../app/live.ts';

/** The last state that came, and why none comes. */
export function useApplicationDetail(id: string): LiveState<ApplicationDetail> {
  const [detail] = useState(() => createLive((signal) => core.serving.application({ id }, { signal })));
  // An application that is looked at again begins with what is true then.
  useEffect(() => detail.subscribe(() => {}), [detail]);
  return useLive(detail);
}
