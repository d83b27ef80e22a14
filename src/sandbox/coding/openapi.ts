/** The description of a dialect that FastAPI would serve, as far as clients look into it. Pure. */
import type { Dialect, Endpoint } from './dialect.ts';
import type { Parameter } from './parameters.ts';

/** Source: OpenAPI 3.1.0. */
export function describe(dialect: Dialect): object {
  const paths: Record<string, Record<string, object>> = {
    '/': { get: { tags: ['Welcome'], summary: 'Show Welcome Page', responses: answers } },
  };
  for (const endpoint of dialect.endpoints)
    (paths[endpoint.path] ??= {})[endpoint.method.toLowerCase()] = operation(endpoint);
  return {
    openapi: '3.1.0',
    info: {
      title: dialect.title,
      description:
        'The sandbox answers with the registered model that is live, else with a small one of its own, which reads the text alone.',
      version: dialect.version,
    },
    paths,
  };
}

const answers = {
  200: { description: 'Successful Response', content: { 'application/json': { schema: {} } } },
};

function operation({ parameters, body }: Endpoint): object {
  const properties = Object.fromEntries((body ?? []).map((name) => [name, { type: 'array' }]));
  const schema = { type: 'object', properties, required: body };
  return {
    tags: ['Predict'],
    parameters: parameters.map(parameter),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema } } } }),
    responses: { ...answers, 422: { description: 'Validation Error' } },
  };
}

function parameter({ name, type, default: value }: Parameter): object {
  const schema = value === null ? { anyOf: [{ type }, { type: 'null' }] } : { type };
  return {
    name,
    in: 'query',
    required: value === undefined,
    schema: typeof value === 'number' ? { ...schema, default: value } : schema,
  };
}
