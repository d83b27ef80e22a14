/** A laptop that codes, with the quality beside it, for tests over a server. */
import type { CampaignRef } from '../../../../../shared/contract/annotation/campaigns.ts';
import type { QualityReport } from '../../../../../shared/contract/annotation/quality.ts';
import { signal, tree, type Laptop, type LaptopOptions, type Server } from '../../coding/testing/harness.ts';
import { createQuality, type Quality } from '../quality.ts';
import { sessionTimes, type SessionTimes } from '../quality-session.ts';

export interface QualityLaptop extends Laptop {
  readonly quality: Quality;
  /** Every report up to the first that fulfils a condition. */
  followed(at: CampaignRef, holds: (report: QualityReport) => boolean): Promise<QualityReport[]>;
}

/** One more laptop of a server. */
export async function qualityLaptop(
  server: Server,
  options?: LaptopOptions,
  times: SessionTimes = sessionTimes,
): Promise<QualityLaptop> {
  const laptop = await server.laptop(options);
  const quality = createQuality({
    here: () => laptop.context,
    files: laptop.files,
    nomenclature: async () => tree,
    wake: (at) => laptop.coding.wake(at),
    times,
    surroundings: { host: { clock: Date.now } as never, report: (error) => laptop.reports.push(error) },
  });
  const { stop } = laptop;
  return Object.assign(laptop, {
    quality,
    async followed(at: CampaignRef, holds: (report: QualityReport) => boolean) {
      const reports: QualityReport[] = [];
      for await (const report of quality.handlers.quality({ at }, { signal })) {
        reports.push(report as QualityReport);
        if (holds(report as QualityReport)) return reports;
      }
      throw new Error('The stream ended');
    },
    async stop() {
      await quality.close();
      await stop();
    },
  });
}
