import { describe, expect, test } from 'vitest';
import { sampleCampaigns } from '../../testing/sample-campaigns.ts';
import { now, sampleCatalogs, sampleServices, sampleSession } from '../../testing/samples.ts';
import { en } from '../language/en/index.ts';
import { sayFrom } from '../language/testing/say-from.ts';
import { findEntries, paletteEntries, type PaletteActions } from './entries.ts';

function world(done: string[]) {
  const act = new Proxy({} as PaletteActions, {
    get:
      (_, name) =>
      (...given: unknown[]) =>
        done.push(
          [
            name,
            ...given.map((one) =>
              typeof one === 'object' ? JSON.stringify((one as { id?: string }).id ?? one) : one,
            ),
          ].join(' '),
        ),
  });
  return paletteEntries({
    session: sampleSession,
    services: sampleServices.services,
    catalogs: sampleCatalogs,
    saved: [],
    campaigns: sampleCampaigns(now),
    say: sayFrom(en),
    act,
  });
}

describe('the palette', () => {
  test('reaches every page, service, chart, campaign, platform, project and setting', () => {
    const groups = new Set(world([]).map((entry) => entry.group));
    expect(groups).toEqual(
      new Set(['page', 'service', 'chart', 'campaign', 'action', 'setting', 'project', 'platform']),
    );
  });

  test('names each entry once, in words', () => {
    const entries = world([]);
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
    expect(entries.filter((entry) => entry.title === '' || entry.title.includes('.'))).toEqual([]);
  });

  test('offers for a service only what it can do', () => {
    const of = (id: string) =>
      world([])
        .filter((entry) => entry.id.startsWith(`service ${id} `))
        .map((entry) => entry.id.split(' ')[2]);
    expect(of('jupyter-ape')).toEqual(['openService', 'lookAt', 'logs', 'pause', 'copyPassword', 'delete']);
    expect(of('mlflow-team')).toContain('resume');
    expect(of('postgres-essai')).toEqual(['lookAt', 'logs', 'delete']);
  });

  test('a few letters and Enter do what they say', () => {
    const done: string[] = [];
    findEntries(world(done), 'dark')[0]?.run();
    findEntries(world(done), 'jupyter-ape open')[0]?.run();
    findEntries(world(done), 'launch rstudio')[0]?.run();
    findEntries(world(done), 'make a camp')[0]?.run();
    expect(done).toEqual([
      'change {"appearance":"dark"}',
      'open "jupyter-ape"',
      'launch ide rstudio',
      'go newCampaign',
    ]);
  });

  test('code a campaign where a batch waits, and look at it', () => {
    const titles = findEntries(world([]), 'recoding').map(({ title }) => title);
    expect(titles).toEqual([
      'Code the next batch of Recoding to NAF 2025, lot 3',
      'Look at Recoding to NAF 2025, lot 3',
    ]);
  });
});
