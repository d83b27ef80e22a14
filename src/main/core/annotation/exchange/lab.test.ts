import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decided, openPlace, type Place } from './testing/exchange-place.ts';
import { startLabelStudio, type LabelStudio } from './testing/label-studio.ts';

const { signal } = new AbortController();
const lab = process.env['SARDONYX_LAB'];
const data = process.env['SARDONYX_DATA'];

describe.skipIf(!lab || !data)('with Label Studio (needs SARDONYX_LAB and SARDONYX_DATA)', () => {
  let studio: LabelStudio;
  let place: Place;
  let project: number;
  // Built on its first use, which takes minutes.
  beforeAll(async () => {
    studio = await startLabelStudio(lab ?? '');
    place = await openPlace('sandbox');
    const config = readFileSync(path.join(data ?? '', 'labelstudio_taxonomy_NAF2008.xml'), 'utf8');
    const made = await studio.call('POST', 'projects', { title: 'Round trip', label_config: config });
    project = (made as { id: number }).id;
  }, 600_000);
  afterAll(async () => {
    if (project) await studio.call('DELETE', `projects/${project}`);
    await place?.[Symbol.asyncDispose]();
    await studio?.[Symbol.asyncDispose]();
  }, 60_000);

  const take = (files: Awaited<ReturnType<Place['send']>>[], at: Place['at']) =>
    place.exchange.handlers.importAnnotations({ at, files, people: {} }, { signal });
  const download = async (format: string) =>
    place.send(
      `project.${format}`,
      await studio
        .call('GET', `projects/${project}/export?exportType=${format}&download_all_tasks=true`)
        .then((found) => (typeof found === 'string' ? found : JSON.stringify(found))),
    );

  test('a campaign goes in and comes out as it was, and what was changed there counts as new', async () => {
    const [one, two, three] = place.items;
    const made = [
      decided(one!, 'alice', { codeFinal: '47.21Z', comment: 'œuf, "bio"\n2ᵉ ligne', flagged: true }),
      decided(one!, 'bob', { codeFinal: '01.13Z', difficulty: 0 }),
      decided(two!, 'alice', { status: 'unclassifiable', comment: 'rien' }),
      decided(two!, 'bob', { status: 'delegated' }),
      decided(three!, 'bob', { status: 'skipped' }),
    ].map((decision) => JSON.parse(JSON.stringify(decision)) as typeof decision);
    await place.decide(made);
    const { files } = await place.exchange.handlers.exportCampaign(
      {
        at: place.at,
        format: 'label-studio',
        rows: 'every',
        sets: ['coded', 'skipped', 'unclassifiable'],
        name: 'out',
      },
      { signal },
    );
    const counts = { tasks: 0, annotations: 0, predictions: 0 };
    for (const { key } of files) {
      const text = (await place.exported(key)).toString('utf8');
      const taken = (await studio.call('POST', `projects/${project}/import`, text)) as Record<string, number>;
      counts.tasks += taken['task_count'] ?? 0;
      counts.annotations += taken['annotation_count'] ?? 0;
      counts.predictions += taken['prediction_count'] ?? 0;
    }
    expect(counts).toEqual({ tasks: 4, annotations: 5, predictions: 8 });

    const copy = await place.copy('copy');
    const whole = await download('JSON');
    expect(await take([whole], copy)).toEqual({ decisions: 5, already: 0, unknownItems: 0, findings: [] });
    expect(await place.decisions(copy)).toEqual(made.sort((a, b) => (a.id < b.id ? -1 : 1)));
    expect(await take([whole], place.at)).toMatchObject({ decisions: 0, already: 5 });

    const tasks = (await studio.call('GET', `projects/${project}/export?exportType=JSON`)) as {
      annotations: { id: number; result: { type: string; value: object }[] }[];
    }[];
    const [first] = tasks
      .flatMap(({ annotations }) => annotations)
      .filter(({ result }) => result.length === 3);
    const result = first!.result.map((part) =>
      part.type === 'taxonomy' ? { ...part, value: { taxonomy: [['G', '47', '47.22Z']] } } : part,
    );
    await studio.call('PATCH', `annotations/${first!.id}`, { result });
    expect(await take([await download('JSON')], copy)).toMatchObject({ decisions: 1, already: 4 });
    const changed = (await place.decisions(copy)).filter(({ codeFinal }) => codeFinal === '47.22Z');
    expect(changed).toMatchObject([
      { machine: 'label-studio', comment: 'œuf, "bio"\n2ᵉ ligne', difficulty: 2 },
    ]);
  }, 60_000);

  test('its JSON_MIN and CSV say the same', async () => {
    const at = await place.copy('plain');
    const good = { unknownItems: 0, findings: [] };
    expect(await take([await download('JSON_MIN')], at)).toEqual({ decisions: 3, already: 0, ...good });
    expect(await take([await download('CSV')], at)).toEqual({ decisions: 0, already: 3, ...good });
  }, 60_000);
});
