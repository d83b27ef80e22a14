/** How long Label Studio's server takes to keep one annotation, where the lab has it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { median } from './report.ts';

const run = promisify(execFile);
const config =
  '<View><Text name="text" value="$text"/><Taxonomy name="code" toName="text"><Choice value="96.02A"/></Taxonomy></View>';
const result = [{ from_name: 'code', to_name: 'text', type: 'taxonomy', value: { taxonomy: [['96.02A']] } }];

/** Half of the answers came within `p50` milliseconds, 95 of 100 within `p95`: medians of the runs. */
export interface Answer {
  readonly p50: number;
  readonly p95: number;
}

/**
 * Keeps so many annotations in each run, one after the other; undefined where `SARDONYX_LAB` is not set. Label Studio is started
 * where it does not run, and then stopped again.
 */
export async function labelStudioAnswer(runs: number, annotations: number): Promise<Answer | undefined> {
  const lab = process.env['SARDONYX_LAB'];
  if (lab === undefined) return undefined;
  const services = path.join(lab, 'services', 'services');
  const ran = /^label-studio\s+up\b/m.test((await run(services, ['status'])).stdout);
  if (!ran) await run(services, ['up', 'label-studio']);
  try {
    return await measured((await run(services, ['env'])).stdout, runs, annotations);
  } finally {
    if (!ran) await run(services, ['down', 'label-studio']);
  }
}

async function measured(facts: string, runs: number, annotations: number): Promise<Answer> {
  const fact = (name: string) => new RegExp(`^export ${name}=(.*)$`, 'm').exec(facts)?.[1] ?? '';
  const call = async (method: string, at: string, body?: unknown) => {
    const answer = await fetch(`${fact('LAB_LABEL_STUDIO_URL')}/api/${at}`, {
      method,
      headers: {
        authorization: `Token ${fact('LAB_LABEL_STUDIO_TOKEN')}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text.slice(0, 1000)}`);
    return text;
  };
  const made = JSON.parse(await call('POST', 'projects', { title: 'Bench', label_config: config })) as {
    readonly id: number;
  };
  try {
    const texts = Array.from({ length: runs * annotations }, (_, index) => ({ text: `Coiffure ${index}` }));
    await call('POST', `projects/${made.id}/import`, texts);
    const listed = JSON.parse(
      await call('GET', `tasks?project=${made.id}&page_size=${texts.length}&fields=all`),
    ) as { readonly tasks: readonly { readonly id: number }[] };
    const times: number[][] = Array.from({ length: runs }, () => []);
    for (const [index, { id }] of listed.tasks.entries()) {
      const began = performance.now();
      await call('POST', `tasks/${id}/annotations`, { result, lead_time: 1 });
      times[Math.floor(index / annotations)]?.push(performance.now() - began);
    }
    const sorted = times.map((one) => one.toSorted((a, b) => a - b));
    const at = (share: number) =>
      Math.round(median(sorted.map((one) => one[Math.floor(one.length * share)] ?? Number.NaN)) * 10) / 10;
    return { p50: at(0.5), p95: at(0.95) };
  } finally {
    await call('DELETE', `projects/${made.id}`);
  }
}
