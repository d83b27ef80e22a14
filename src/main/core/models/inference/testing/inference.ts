/** A laptop with models that were brought, and predictions with them. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import type { Nomenclature } from '../../../../../shared/contract/annotation/nomenclatures.ts';
import type { inferenceOperations } from '../../../../../shared/contract/models/inference.ts';
import { openLaptop, signal, type Laptop, type LaptopOptions } from '../../pins/testing/laptop.ts';
import { createInference, type Inference } from '../inference.ts';

export type FileState = z.output<(typeof inferenceOperations.predictFile)['output']>;

export interface Predicting extends AsyncDisposable {
  readonly laptop: Laptop;
  readonly inference: Inference;
  readonly handlers: Inference['handlers'];
  /** Brings a model and waits until it is ready. */
  model(bytes: Buffer, name?: string): Promise<string>;
  /** A file as the page sends it. */
  sent(name: string, content: string | Uint8Array): Promise<{ kind: 'sent'; id: string; name: string }>;
  /** All that was told of a file, the last thing last. */
  told(input: z.input<(typeof inferenceOperations.predictFile)['input']>): Promise<FileState[]>;
}

export async function openPredicting(options: LaptopOptions = {}): Promise<Predicting> {
  const laptop = await openLaptop(options);
  const { context, surroundings, openSource, nomenclature, pins } = laptop;
  const inference = createInference({ here: () => context, surroundings, openSource, nomenclature, pins });
  await inference.enter(context);
  const { handlers } = inference;
  const sent: Predicting['sent'] = async (name, content) => {
    const id = path.join(laptop.folder, name);
    await writeFile(id, content);
    return { kind: 'sent', id, name };
  };
  return {
    laptop,
    inference,
    handlers,
    sent,
    async model(bytes, name = 'model.bin') {
      const { id } = await pins.handlers.importModel({ file: await sent(name, bytes) }, { signal });
      const pin = await laptop.pinIn(id, 'ready', 'failed');
      if (pin.state !== 'ready') throw new Error(`Not ready: ${pin.problem?.message}`);
      return id;
    },
    async told({ variables = {}, ...input }) {
      const states: FileState[] = [];
      for await (const state of handlers.predictFile({ ...input, variables }, { signal }))
        states.push(state as FileState);
      return states;
    },
    async [Symbol.asyncDispose]() {
      await inference.close();
      await laptop[Symbol.asyncDispose]();
    },
  };
}

/** A nomenclature of these codes alone, each with a title. */
export const nomenclatureOf = (id: string, codes: readonly string[]): Nomenclature => ({
  schemaVersion: 1,
  id,
  titles: { fr: id },
  levels: [{ titles: {}, count: codes.length }],
  source: 'tests',
  nodes: codes.map((code) => ({ code, level: 1, titles: { fr: `Titre ${code}`, en: `Title ${code}` } })),
});
