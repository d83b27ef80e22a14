/** Quality and exchange in memory. */
import { exchangeOperations, type ExportManifest } from '../../shared/contract/annotation/exchange.ts';
import {
  qualityOperations,
  type Disagreement,
  type QualityReport,
} from '../../shared/contract/annotation/quality.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import { sampleDisagreements, sampleManifest, sampleReport } from './sample-quality.ts';
import { now } from './samples.ts';

type Part = Pick<AppHandlers['annotation'], keyof typeof qualityOperations | keyof typeof exchangeOperations>;

const people = ['chloe', 'bob', 'alice'];

/** State that a test sets, and handlers over it. */
export function fakeQuality({ note }: FakeCalls) {
  const state = {
    quality: changing<QualityReport>(sampleReport(now)),
    disagreements: sampleDisagreements(now) as Disagreement[],
    exports: [{ name: '2026-11-18-resolved', manifest: sampleManifest(now, '2026-11-18-resolved') }] as {
      name: string;
      manifest: ReturnType<typeof ExportManifest.parse>;
    }[],
    /** What comes of taking annotations in. */
    imported: {
      decisions: 412,
      already: 30,
      unknownItems: 2,
      findings: [
        { severity: 'warning', kind: 'unknown-item', name: '573', line: 1, column: 210 },
        { severity: 'error', kind: 'other-version', name: '56.11J', line: 88, column: 14 },
      ],
    } as Awaited<ReturnType<AppHandlers['annotation']['importAnnotations']>>,
  };
  const handlers: Part = {
    quality: (_, { signal }) => state.quality.follow(signal),
    disagreements: async (input) => {
      note('annotation.disagreements', input);
      const { settled, showNames, from, count } = input;
      const all = state.disagreements.filter(
        (one) => settled === undefined || settled === (one.settled !== undefined),
      );
      return {
        disagreements: all.slice(from, from + count).map((one) =>
          showNames
            ? {
                ...one,
                opinions: one.opinions.map((each, place) => ({ ...each, who: people[place] ?? each.who })),
              }
            : one,
        ),
        total: all.length,
        open: state.disagreements.filter(({ settled: verdict }) => !verdict).length,
      };
    },
    adjudicate: async (input) => {
      note('annotation.adjudicate', input);
      const { item, status, code, reason, comment } = input;
      const settled = {
        status,
        ...(code !== undefined && { code }),
        reason,
        comment,
        by: 'alice',
        at: Date.now(),
        sent: false,
      };
      state.disagreements = state.disagreements.map((one) => (one.item === item ? { ...one, settled } : one));
      return {};
    },
    exportCampaign: async (input) => {
      note('annotation.exportCampaign', input);
      const manifest = sampleManifest(now, input.name, { request: input, madeAt: Date.now() });
      state.exports = [...state.exports, { name: input.name, manifest }];
      return {
        files: manifest.files.map((file, index) => ({ ...file, address: `/blobs/export-${index}` })),
        manifest,
      };
    },
    exports: async (input) => {
      note('annotation.exports', input);
      return state.exports;
    },
    importAnnotations: async (input) => {
      note('annotation.importAnnotations', input);
      return state.imported;
    },
  };
  return { state, handlers };
}
