/** Predictions of the fake core. */
import type {
  CleaningStep,
  inferenceOperations,
  PreprocessingProfile,
} from '../../shared/contract/models/inference.ts';
import type { AppHandlers } from '../../shared/contract/index.ts';
import type { FakeCalls } from './fake-calls.ts';

type Part = Pick<AppHandlers['models'], keyof typeof inferenceOperations>;

const steps: CleaningStep[] = [
  { kind: 'unaccent' },
  { kind: 'upper' },
  { kind: 'replace', pattern: '[^A-Z0-9 ]', by: ' ' },
  { kind: 'drop-short', below: 2 },
];
const variables = [
  { name: 'TYP', prefix: 'TYP_', missing: 'NaN' },
  { name: 'NAT', prefix: 'NAT_', missing: 'NaN' },
  { name: 'SRF', prefix: 'SRF_' },
];
const codes = [
  ['96.21H', 'Coiffure', 0.8312],
  ['96.22W', 'Soins de beauté', 0.0911],
  ['47.75Y', 'Commerce de détail de parfumerie et de produits de beauté', 0.0412],
  ['96.09G', 'Autres services personnels non classés ailleurs', 0.0104],
  ['46.45Z', 'Commerce de gros de parfumerie et de produits de beauté', 0.0061],
] as const;

/** State that a test sets, and handlers over it. */
export function fakeInference({ note }: FakeCalls) {
  const state = {
    profile: { cleaning: { kind: 'ape-v1' }, variables } as PreprocessingProfile,
    from: 'model' as 'chosen' | 'model' | 'guessed',
    agreeing: 5,
    method: 'logit' as 'logit' | 'left-out',
    rules: steps,
  };
  const handlers: Part = {
    modelProfile: async () => ({
      profile: state.profile,
      from: state.from,
      why: 'config.yaml names TEXT_FEATURE and CATEGORICAL_FEATURES',
    }),
    setModelProfile: async (input) => {
      note('models.setModelProfile', input);
      Object.assign(state, { profile: input.profile, from: 'chosen' });
      return {};
    },
    checkProfile: async (input) => {
      note('models.checkProfile', input);
      const isRight = input.profile.cleaning.kind === 'ape-v1';
      return {
        from: 'input-example',
        checked: 5,
        agreeing: isRight ? state.agreeing : 2,
        examples: [
          {
            raw: 'Coiffure à domicile',
            given: isRight ? 'coiffur domicil' : 'Coiffure à domicile',
            expected: '96.21H',
            got: isRight ? '96.21H' : '96.09G',
          },
          {
            raw: 'Boulangerie-pâtisserie',
            given: isRight ? 'boulanger patisser' : 'Boulangerie-pâtisserie',
            expected: '10.71C',
            got: isRight ? '10.71C' : '47.24Z',
          },
        ],
      };
    },
    predictHere: async (input) => {
      note('models.predictHere', input);
      return {
        answers: input.questions.map(({ text }) => ({
          raw: text,
          given: `coiffur domicil vent produit capillair TYP_X NAT_NaN SRF_`,
          predictions: codes
            .slice(0, input.count)
            .map(([code, title, probability]) => ({ code, title, probability })),
          confidenceIndex: 0.7401,
        })),
        milliseconds: 0.6,
      };
    },
    explainPrediction: async (input) => {
      note('models.explainPrediction', input);
      return {
        method: state.method,
        score: 4.21,
        words: [
          { word: 'coiffur', share: 3.12 },
          { word: 'capillair', share: 1.04 },
          { word: 'domicil', share: 0.51 },
          { word: 'TYP_X', share: 0.08 },
          { word: 'produit', share: -0.12 },
          { word: 'vent', share: -0.42 },
        ],
        parts: [
          { part: 'coiffur', kind: 'word', share: 2.2 },
          { part: '<coi', kind: 'characters', share: 0.51 },
          { part: 'oiff', kind: 'characters', share: 0.3 },
          { part: 'coiffur domicil', kind: 'words', share: 0.44 },
          { part: 'vent produit', kind: 'words', share: -0.31 },
        ],
      };
    },
    predictFile: async function* (input) {
      note('models.predictFile', input);
      yield { state: 'reading', rows: 0, total: 12_400, empty: 0 };
      yield { state: 'predicting', rows: 6_200, total: 12_400, empty: 3 };
      yield {
        state: 'done',
        rows: 12_400,
        total: 12_400,
        empty: 7,
        bytes: 1_204_000,
        address: '/blobs/predicted-1',
      };
    },
    readTextFile: async (input) => {
      note('models.readTextFile', input);
      return {
        rows: 12_400,
        columns: [
          { name: 'liasse_numero', examples: ['H10023', 'H10024'] },
          { name: 'libelle', examples: ['COIFFURE A DOMICILE', 'POINT CHAUD BOULANGERIE'] },
          { name: 'TYP', examples: ['X', 'C'] },
          { name: 'NAT', examples: ['99', ''] },
        ],
        text: 'libelle',
      };
    },
  };
  return { state, handlers };
}
