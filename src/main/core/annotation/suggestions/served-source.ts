/** A served model as a source of suggestions; which dialect it speaks is remembered. */
import { createHash } from 'node:crypto';
import { CodingDialect, type SuggestionSource } from '../../../../shared/contract/annotation/suggestions.ts';
import { isFailure } from '../../../../shared/contract/errors.ts';
import { createCodingApi, type CodingApi } from '../../platform/coding-api/coding-api.ts';
import type { DialectId } from '../../platform/coding-api/dialect.ts';
import type { AnnotationContext } from '../annotation-context.ts';
import type { AskableSource } from './askable-source.ts';
import { codingForm } from './item-variables.ts';
import { suggestionSet } from './suggestion-set.ts';

type Served = Extract<SuggestionSource, { kind: 'served' }>;
type Model = Awaited<ReturnType<CodingApi['model']>>;

/** Milliseconds after which a server is asked anew which model it serves. */
const modelKept = 600_000;

/** What is known of servers while the app runs. */
export type KnownModels = Map<string, { readonly model: Model; readonly at: number }>;

const dialectKey = (address: string) =>
  `annotation/coding-api/${createHash('sha256').update(address).digest('hex').slice(0, 32)}`;

/** @throws Failure `coding-api-address`, `coding-api-insecure` */
export async function servedSource(
  context: Pick<AnnotationContext, 'network' | 'store'>,
  source: Served,
  parts: {
    readonly password: string | undefined;
    readonly models: KnownModels;
    readonly clock: () => number;
  },
): Promise<AskableSource> {
  const { address, dialect, user } = source;
  const { password, models, clock } = parts;
  const { network, store } = context;
  const kept = CodingDialect.exclude(['auto']).safeParse((await store.get(dialectKey(address)))?.value);
  const known: DialectId | undefined = kept.data;
  const client = createCodingApi({
    network,
    address,
    dialect,
    known,
    credentials: user !== undefined && password !== undefined ? { user, password } : undefined,
  });

  async function model(signal?: AbortSignal): Promise<Model> {
    const there = models.get(address);
    if (there && clock() - there.at < modelKept) return there.model;
    const said = await client.model(signal);
    models.set(address, { model: said, at: clock() });
    return said;
  }

  return {
    key: `served ${address} ${dialect}`,
    dialect: client.dialect,
    async ask(items, signal) {
      const outcomes = await client.predict(items.map(codingForm), signal);
      const spoken = client.dialect();
      if (spoken !== undefined && dialect === 'auto' && spoken !== known)
        await store.set(dialectKey(address), spoken);
      const served = outcomes.some((one) => one && !isFailure(one)) ? await model(signal) : undefined;
      return outcomes.map((one) => {
        if (!one || isFailure(one)) return one;
        return suggestionSet(one.codes, {
          confidenceIndex: one.confidenceIndex,
          model: served?.name ?? new URL(address).host,
          modelVersion: one.version ?? served?.version,
          from: 'served',
        });
      });
    },
  };
}
