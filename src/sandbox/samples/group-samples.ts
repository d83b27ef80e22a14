/** What lies besides in the bucket of a group: the requests that its coding service answered, and a campaign to code some of them. */
import { createHash } from 'node:crypto';
import type { Person } from '../people.ts';
import { answeredLog } from './answered-log.ts';
import { drawItems } from './campaign-draw.ts';
import { campaignFile, campaignId } from './campaign-file.ts';
import { campaignItems } from './campaign-items.ts';
import { indexOf, requestsOf, shownOf } from './requests.ts';
import { days, type Sample } from './samples.ts';

const requestsADay = 200;
const parquet = 'application/vnd.apache.parquet';

/** The samples of a group, always the same for the same people; its first member leads the campaign, all code. */
export async function groupSamplesFor(
  group: string,
  people: readonly Pick<Person, 'name' | 'groups'>[],
): Promise<Sample[]> {
  const requests = days.map((day) => ({ day, all: requestsOf(day, requestsADay) }));
  const logs = await Promise.all(
    requests.map(async ({ day, all }): Promise<Sample> => ({
      key: `requetes/date=${day}/part-0.parquet`,
      type: parquet,
      bytes: await answeredLog(
        all.map((request) => ({ ...request, shown: shownOf(request), index: indexOf(request) })),
      ),
    })),
  );
  const draw = drawItems(requests.flatMap(({ all }) => all));
  const members = people.filter(({ groups }) => groups.includes(group)).map(({ name }) => name);
  const campaign = campaignFile({ leads: members.slice(0, 1), annotators: members }, draw);
  const at = `campaigns/${campaignId}`;
  // Parts are told from those of another attempt by who made the campaign when.
  const made = createHash('sha256')
    .update(JSON.stringify([campaign.id, campaign.createdAt, campaign.createdBy]))
    .digest('hex')
    .slice(0, 12);
  return [
    ...logs,
    { key: `${at}/items/part-${made}-00000.parquet`, type: parquet, bytes: campaignItems(draw) },
    json(`${at}/controls-${made}.json`, { schemaVersion: 1, controls: [] }),
    json(`${at}/campaign.json`, campaign),
  ];
}

function json(key: string, value: unknown): Sample {
  const bytes = Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
  return { key, type: 'application/json', bytes };
}
