import { randomBytes } from 'node:crypto';
import { loggedModels, registry } from './registry-exchanges.ts';
import { runs, runSearches } from './run-exchanges.ts';
import { settled, type MlflowSender } from './sender.ts';
import { at, teller, type Teller } from './teller.ts';

const sorted = (value: unknown, by: string): unknown => {
  if (Array.isArray(value)) {
    const list = value.map((one) => sorted(one, by));
    return list.every((one) => typeof one === 'object' && one !== null && by in one)
      ? list.toSorted((one, other) => (String((one as Raw)[by]) < String((other as Raw)[by]) ? -1 : 1))
      : list;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, sorted(one, by)]));
};

type Raw = Record<string, unknown>;

async function experiments({ tell }: Teller, mark: string): Promise<string> {
  const made = await tell('create experiment', 'POST', 'experiments/create', {
    name: `exchange-${mark}`,
    tags: [{ key: 'team', value: 'nace' }],
  });
  const id = at(made, 'experiment_id');
  await tell('create it again', 'POST', 'experiments/create', { name: `exchange-${mark}` });
  await tell('create without a name', 'POST', 'experiments/create', {});
  await tell('create with a number', 'POST', 'experiments/create', { name: 5 });
  await tell('get experiment', 'GET', `experiments/get?experiment_id=${id}`);
  await tell('get none', 'GET', 'experiments/get?experiment_id=987654321');
  await tell('get words', 'GET', 'experiments/get?experiment_id=x');
  await tell('get by name', 'GET', `experiments/get-by-name?experiment_name=exchange-${mark}`);
  await tell('get by no name', 'GET', 'experiments/get-by-name?experiment_name=nope');
  const filter = `name LIKE 'exchange-${mark}%'`;
  await tell('search', 'POST', 'experiments/search', { max_results: 5, filter });
  await tell('search by get', 'GET', `experiments/search?max_results=5&filter=${encodeURIComponent(filter)}`);
  await tell('search by tag', 'POST', 'experiments/search', {
    max_results: 5,
    filter: `${filter} AND tags.team = 'nace'`,
    order_by: ['name ASC'],
  });
  await tell('search without a number', 'POST', 'experiments/search', { filter });
  await tell('search too many', 'POST', 'experiments/search', { max_results: 50_001 });
  await tell('search by nonsense', 'POST', 'experiments/search', { max_results: 5, filter: 'nope = 1' });
  await tell('rename to another', 'POST', 'experiments/update', { experiment_id: id, new_name: 'Default' });
  await tell('a location with a fragment', 'POST', 'experiments/create', {
    name: 'never',
    artifact_location: 's3://b/x#y',
  });
  await tell('set its tag', 'POST', 'experiments/set-experiment-tag', {
    experiment_id: id,
    key: 'mlflow.note.content',
    value: 'é',
  });
  await tell('delete its tag', 'POST', 'experiments/delete-experiment-tag', {
    experiment_id: id,
    key: 'team',
  });
  await tell('delete it again', 'POST', 'experiments/delete-experiment-tag', {
    experiment_id: id,
    key: 'team',
  });
  await tell('rename', 'POST', 'experiments/update', { experiment_id: id, new_name: `exchanged-${mark}` });
  return id;
}

/** The same requests for any MLflow server, each answer told whole; lists that come in any order are sorted. */
export async function exchange(send: MlflowSender): Promise<Record<string, unknown>> {
  const mark = randomBytes(6).toString('hex');
  const all = teller(send);
  all.name(mark, 'MARK');
  const experiment = await experiments(all, mark);
  const run = await runs(all, experiment);
  await runSearches(all, experiment);
  const model = await loggedModels(all, experiment, run);
  await registry(all, mark, run, model);
  await all.tell('delete experiment', 'POST', 'experiments/delete', { experiment_id: experiment });
  await all.tell('run in deleted', 'POST', 'runs/create', { experiment_id: experiment });
  await all.tell('no such call', 'GET', 'nope');
  let settledOnes = settled(all.told, all.names, experiment);
  for (const by of ['key', 'alias', 'version']) settledOnes = sorted(settledOnes, by);
  return settledOnes as Record<string, unknown>;
}
