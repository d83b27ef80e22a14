import { at, type Teller } from './teller.ts';

/** A logged model made, measured and found. */
export async function loggedModels({ tell, name }: Teller, experiment: string, run: string): Promise<string> {
  const made = await tell('create logged model', 'POST', 'logged-models', {
    experiment_id: experiment,
    name: 'model',
    source_run_id: run,
    params: [{ key: 'DIM', value: '180' }],
    tags: [{ key: 'kind', value: 'fasttext' }],
  });
  const id = at(made, 'model', 'info', 'model_id');
  name(id, 'MODEL');
  await tell('a bad name', 'POST', 'logged-models', { experiment_id: experiment, name: 'a/b' });
  await tell('finish model', 'PATCH', `logged-models/${id}`, { model_id: id, status: 'LOGGED_MODEL_READY' });
  await tell('outputs', 'POST', 'runs/outputs', { run_id: run, models: [{ model_id: id, step: 0 }] });
  await tell('measured', 'POST', 'runs/log-metric', {
    run_id: run,
    key: 'f1',
    value: 0.8,
    timestamp: 1,
    step: 3,
    model_id: id,
  });
  await tell('model tags', 'PATCH', `logged-models/${id}/tags`, { tags: [{ key: 'x', value: 'y' }] });
  await tell('delete model tag', 'DELETE', `logged-models/${id}/tags/x`);
  await tell('delete no model tag', 'DELETE', `logged-models/${id}/tags/x`);
  await tell('get model', 'GET', `logged-models/${id}`);
  await tell('get no model', 'GET', 'logged-models/m-0123');
  const search = (label: string, more: object) =>
    tell(label, 'POST', 'logged-models/search', { experiment_ids: [experiment], ...more });
  await search('search models', {});
  await search('models by name', { filter: `name = 'model' AND params.DIM = '180'` });
  await search('models by metric', { filter: 'metrics.f1 > 0.9' });
  await search('models by order', { order_by: [{ field_name: 'metrics.f1', ascending: false }] });
  await search('models by nonsense', { filter: `nope.a = 'b'` });
  await tell('models of nothing', 'POST', 'logged-models/search', {});
  await tell('files of model', 'GET', `logged-models/${id}/artifacts/directories`);
  return id;
}

/** A registered model with versions, aliases, tags and stages. */
export async function registry({ tell }: Teller, mark: string, run: string, model: string): Promise<void> {
  const name = `exchange-${mark}`;
  const models = (label: string, method: string, call: string, body: object = {}) =>
    tell(label, method, `registered-models/${call}`, { name, ...body });
  await models('register', 'POST', 'create', { description: 'd', tags: [{ key: 'team', value: 'nace' }] });
  await models('register again', 'POST', 'create');
  await tell('too many models', 'GET', 'registered-models/search?max_results=1001');
  await tell('a name with a slash', 'POST', 'registered-models/create', { name: 'a/b' });
  await tell('no name', 'POST', 'registered-models/create', { name: '' });
  const versions = (label: string, method: string, call: string, body: object = {}) =>
    tell(label, method, `model-versions/${call}`, { name, version: '1', ...body });
  await versions('version of a model', 'POST', 'create', { source: `models:/${model}`, model_id: model });
  await versions('version of a run', 'POST', 'create', { source: `runs:/${run}/model`, run_id: run });
  await versions('version of s3', 'POST', 'create', { source: 's3://bucket/model', description: 'third' });
  await versions('model without id', 'POST', 'create', { source: `models:/${model}` });
  await versions('run without id', 'POST', 'create', { source: `runs:/${run}/model` });
  await versions('a run that is none', 'POST', 'create', { source: 'runs:/0123/m', run_id: '0123' });
  await versions('a model that is none', 'POST', 'create', { source: 'models:/m-0123', model_id: 'm-0123' });
  await versions('proxied, of nobody', 'POST', 'create', { source: 'mlflow-artifacts:/0/x' });
  await versions('a local file', 'POST', 'create', { source: '/etc/passwd' });
  await versions('without a source', 'POST', 'create');
  await tell('version of no name', 'POST', 'model-versions/create', { name: 'nope', source: 's3://b/m' });
  const one = `name=${name}&version=1`;
  await tell('get version', 'GET', `model-versions/get?${one}`);
  await tell('get no version', 'GET', `model-versions/get?name=${name}&version=9`);
  await tell('get version of words', 'GET', `model-versions/get?name=${name}&version=x`);
  await tell('download', 'GET', `model-versions/get-download-uri?${one}`);
  await tell('download of run', 'GET', `model-versions/get-download-uri?name=${name}&version=2`);
  await tell('download from a bucket', 'GET', `model-versions/get-download-uri?name=${name}&version=3`);
  await versions('describe', 'PATCH', 'update', { description: 'good' });
  await versions('tag version', 'POST', 'set-tag', { key: 'validated_by', value: 'lab' });
  await versions('untag version', 'DELETE', 'delete-tag', { key: 'validated_by' });
  await versions('tag it again', 'POST', 'set-tag', { key: 'validated_by', value: 'lab' });
  await models('alias', 'POST', 'alias', { alias: 'champion', version: '1' });
  await models('move', 'POST', 'alias', { alias: 'champion', version: '2' });
  await models('alias to none', 'POST', 'alias', { alias: 'champion', version: '9' });
  await models('alias latest', 'POST', 'alias', { alias: 'Latest', version: '1' });
  await models('alias v1', 'POST', 'alias', { alias: 'v1', version: '1' });
  await models('alias with a dot', 'POST', 'alias', { alias: 'a.b', version: '1' });
  await tell('by alias', 'GET', `registered-models/alias?name=${name}&alias=champion`);
  await tell('by no alias', 'GET', `registered-models/alias?name=${name}&alias=nope`);
  await tell('by latest', 'GET', `registered-models/alias?name=${name}&alias=latest`);
  await versions('stage', 'POST', 'transition-stage', {
    stage: 'production',
    archive_existing_versions: true,
  });
  await versions('no stage', 'POST', 'transition-stage', { stage: 'nope', archive_existing_versions: false });
  await tell(
    'latest versions',
    'GET',
    `registered-models/get-latest-versions?name=${name}&stages=Production`,
  );
  await tell('get model of registry', 'GET', `registered-models/get?name=${name}`);
  await tell('get no registered model', 'GET', 'registered-models/get?name=nope');
  const found = (kind: string, filter: string, more = '') =>
    `${kind}/search?filter=${encodeURIComponent(filter)}${more}`;
  for (const filter of [
    `name = '${name}'`,
    `name ILIKE 'EXCHANGE-${mark}'`,
    `name = '${name}' AND tags.team = 'nace'`,
    `name = '${name}' AND tags.\`mlflow.prompt.is_prompt\` != 'true'`,
    `tags.\`mlflow.prompt.is_prompt\` = 'true'`,
    'nope = 1',
    'name = 5',
  ])
    await tell(`models ${filter}`, 'GET', found('registered-models', filter));
  for (const filter of [
    `name = '${name}'`,
    `name = '${name}' AND run_id = '${run}'`,
    `name = '${name}' and tags.validated_by = 'lab'`,
    `name = '${name}' and version_number > 1`,
    `name IN ('${name}')`,
    `name = '${name}' and source_path LIKE 's3%'`,
    `name = '${name}' and version_number = '1'`,
  ])
    await tell(
      `versions ${filter}`,
      'GET',
      found('model-versions', filter, '&order_by=version_number%20ASC&max_results=2'),
    );
  await versions('delete version', 'DELETE', 'delete', { version: '2' });
  await tell('after it', 'GET', `registered-models/get?name=${name}`);
  await tell('its alias', 'GET', `registered-models/alias?name=${name}&alias=champion`);
  await models('tag model', 'POST', 'set-tag', { key: 'k', value: 'v' });
  await models('untag model', 'DELETE', 'delete-tag', { key: 'k' });
  await models('untag model again', 'DELETE', 'delete-tag', { key: 'k' });
  await models('remove alias', 'DELETE', 'alias', { alias: 'champion' });
  await models('describe model', 'PATCH', 'update', { description: 'new' });
  await models('rename model', 'POST', 'rename', { new_name: `${name}-2` });
  await tell('delete model', 'DELETE', 'registered-models/delete', { name: `${name}-2` });
  await tell('delete model again', 'DELETE', 'registered-models/delete', { name: `${name}-2` });
}
