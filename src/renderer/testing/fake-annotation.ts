/** Campaigns and nomenclatures in memory. */
import type {
  CampaignFile,
  Campaigns,
  PlanPreview,
  SourceReading,
} from '../../shared/contract/annotation/campaigns.ts';
import { campaignOperations } from '../../shared/contract/annotation/campaigns.ts';
import {
  nomenclatureOperations,
  type Correspondence,
  type Nomenclature,
  type NomenclatureReading,
  type Nomenclatures,
} from '../../shared/contract/annotation/nomenclatures.ts';
import type { Place } from '../../shared/contract/storage/places.ts';
import { failure } from '../../shared/contract/errors.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import { changing } from './changing.ts';
import type { FakeCalls } from './fake-calls.ts';
import {
  sampleCampaigns,
  sampleCampaign,
  sampleFiles,
  samplePreview,
  sampleReading,
  summaryOf,
} from './sample-campaigns.ts';
import { naf2025, nafRevisionTwo, revisionTwoTo2025, sampleNomenclatures } from './sample-nomenclatures.ts';
import { now } from './samples.ts';

type Part = Pick<
  AppHandlers['annotation'],
  keyof typeof campaignOperations | keyof typeof nomenclatureOperations
>;

const isSame = (one: Place, other: Place) =>
  one.profile === other.profile && one.bucket === other.bucket && one.prefix === other.prefix;

/** State that a test sets, and handlers over it. */
export function fakeAnnotation({ note, done }: FakeCalls) {
  const state = {
    campaigns: changing<Campaigns>(sampleCampaigns(now)),
    /** By the prefix of the campaign's folder. */
    files: sampleFiles(now) as Map<string, CampaignFile>,
    nomenclatures: changing<Nomenclatures>(sampleNomenclatures(now)),
    trees: new Map<string, Nomenclature>([
      ['naf-rev2', nafRevisionTwo],
      ['naf-2025', naf2025],
    ]),
    correspondences: [revisionTwoTo2025] as Correspondence[],
    /** What a file of texts turns out to be. */
    source: sampleReading as SourceReading,
    /** What replaces parts of the preview of a plan. */
    preview: {} as Partial<PlanPreview>,
    /** What a file of codes turns out to be. */
    reading: {
      kind: 'correspondence',
      reading: 'reading-2',
      id: 'naf-rev2 naf-2025',
      titles: {},
      counts: [1223],
      of: ['naf-rev2', 'naf-2025'],
      findings: [
        {
          severity: 'warning',
          kind: 'unknown-code',
          name: '00.00X',
          expected: 'naf-2025',
          line: 18,
          column: 3,
        },
      ],
      findingsInAll: 1,
      replaces: 'naf-rev2 naf-2025',
    } as NomenclatureReading,
  };
  const setPlaces = (change: (places: Campaigns['places']) => Campaigns['places']) => {
    const campaigns = state.campaigns.get();
    state.campaigns.set({ ...campaigns, places: change(campaigns.places) });
  };
  const handlers: Part = {
    nomenclatures: (_, { signal }) => state.nomenclatures.follow(signal),
    nomenclature: async ({ id }) => {
      note('annotation.nomenclature', { id });
      const tree = state.trees.get(id);
      if (!tree)
        throw failure('not-found', `No nomenclature ${id}`, {
          reason: 'nomenclature-unknown',
          values: { name: id },
        });
      return tree;
    },
    correspondence: async ({ from, to }) => {
      const found = state.correspondences.find((one) => one.from === from && one.to === to);
      if (!found) throw failure('not-found', `No correspondence from ${from} to ${to}`);
      return found;
    },
    announceFile: async (input) => (
      note('annotation.announceFile', input),
      { id: 'sent-1', address: '/blobs/sent-1' }
    ),
    readNomenclature: async (input) => (note('annotation.readNomenclature', input), state.reading),
    importNomenclature: async (input) => (note('annotation.importNomenclature', input), { id: 'naf-2025' }),
    removeNomenclature: async ({ id }) => {
      note('annotation.removeNomenclature', { id });
      const all = state.nomenclatures.get();
      state.nomenclatures.set({ ...all, nomenclatures: all.nomenclatures.filter((one) => one.id !== id) });
      return {};
    },
    removeCorrespondence: done('annotation.removeCorrespondence'),
    shareNomenclature: async (input) => (
      note('annotation.shareNomenclature', input),
      { address: `s3://${input.to.bucket}/${input.to.key}` }
    ),
    campaigns: (_, { signal }) => state.campaigns.follow(signal),
    refreshCampaigns: done('annotation.refreshCampaigns'),
    campaign: async ({ at }) => {
      note('annotation.campaign', { at });
      const file = state.files.get(at.prefix);
      if (!file)
        throw failure('not-found', 'No campaign', { reason: 'campaign-gone', values: { name: at.prefix } });
      return file;
    },
    addCampaignPlace: async ({ at }) => {
      note('annotation.addCampaignPlace', { at });
      setPlaces((places) => [...places, { at, added: true }]);
      return {};
    },
    removeCampaignPlace: async ({ at }) => {
      note('annotation.removeCampaignPlace', { at });
      setPlaces((places) => places.filter((one) => !isSame(one.at, at)));
      return {};
    },
    readSource: async (input) => (note('annotation.readSource', input), state.source),
    readMeanings: async (input) => (
      note('annotation.readMeanings', input),
      { meanings: { '1000': { fr: 'Entrepreneur individuel', en: 'Sole trader' } }, findings: [] }
    ),
    previewPlan: async (input) => (
      note('annotation.previewPlan', input),
      { ...samplePreview(now, input.plan), ...state.preview }
    ),
    createCampaign: async (input) => {
      note('annotation.createCampaign', input);
      const { id, title, purpose, mode, at } = input.plan;
      const file = sampleCampaign(now, { id, title, purpose, mode });
      const prefix = `${at.prefix}campaigns/${id}/`;
      state.files.set(prefix, file);
      const all = state.campaigns.get();
      state.campaigns.set({
        ...all,
        campaigns: [summaryOf(file, now, { at: { ...at, prefix } }), ...all.campaigns],
      });
      return { at: { ...at, prefix } };
    },
    changeCampaign: async ({ at, change }) => {
      note('annotation.changeCampaign', { at, change });
      const file = state.files.get(at.prefix);
      const { guidelines, deadline, ...rest } = change;
      const { deadline: before, ...undated } = file ?? sampleCampaign(now);
      const until = deadline === null ? undefined : (deadline ?? before);
      if (file)
        state.files.set(at.prefix, {
          ...undated,
          ...(until !== undefined && { deadline: until }),
          ...(Object.fromEntries(
            Object.entries(rest).filter(([, value]) => value !== undefined),
          ) as Partial<CampaignFile>),
          ...(guidelines !== undefined && {
            guidelines: [
              ...file.guidelines,
              { version: file.guidelines.length + 1, text: guidelines, at: now, by: 'alice' },
            ],
          }),
        });
      return {};
    },
  };
  return { state, handlers };
}
