import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Addresses, keys and passwords of the real servers by name, or undefined where there are none or they do not answer. */
export const labFacts = async (): Promise<Record<string, string> | undefined> => {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && join(lab, 'services', 'services');
  if (!script || !existsSync(script)) return undefined;
  const lines = execFileSync(script, ['env'], { encoding: 'utf8' }).split('\n');
  const facts = Object.fromEntries(
    lines.flatMap((line): [string, string][] => {
      const [, name, value] = /^export (\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value]];
    }),
  );
  const alive = async (url: string): Promise<boolean> =>
    fetch(url, { signal: AbortSignal.timeout(2000) }).then(
      () => true,
      () => false,
    );
  const addresses = [facts['LAB_S3_URL'], facts['LAB_VAULT_URL'], facts['LAB_KEYCLOAK_URL']];
  const answers = await Promise.all(addresses.map((url) => (url ? alive(url) : Promise.resolve(false))));
  return answers.every(Boolean) ? facts : undefined;
};

/** An access token of a person of the lab. */
export const labToken = async (facts: Record<string, string>, person: string): Promise<string> => {
  const response = await fetch(`${facts['LAB_ISSUER']}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: facts['LAB_CLIENT_ID'] ?? '',
      username: person,
      password: facts[`LAB_${person.toUpperCase()}_PASSWORD`] ?? '',
      scope: 'openid',
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
};

/** The MinIO client, on the PATH or built by the lab. */
export const findMc = (facts: Record<string, string> | undefined): string | undefined =>
  [
    ...(process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'mc')),
    facts?.['LAB_MC'] ?? '',
  ].find((path) => path !== '' && existsSync(path));
