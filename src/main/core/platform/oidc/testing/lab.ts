/** The lab's facts, where SARDONYX_LAB names its folder. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const Facts = z.object({
  oidc: z.object({ issuer: z.string(), clientId: z.string(), certificateAuthority: z.string() }),
  kubernetes: z.object({ server: z.string(), certificateAuthority: z.string(), adminKubeconfig: z.string() }),
  s3: z.object({ endpoint: z.string(), stsEndpoint: z.string(), region: z.string(), pathStyle: z.boolean() }),
  vault: z.object({ url: z.string(), mount: z.string(), role: z.string(), authPath: z.string() }),
  people: z.array(
    z.object({
      name: z.string(),
      password: z.string(),
      namespaces: z.array(z.string()),
      buckets: z.array(z.string()),
    }),
  ),
});

export const lab = process.env['SARDONYX_LAB'];

/** Addresses, authorities and people of the running lab. */
export function labFacts(): z.infer<typeof Facts> {
  const output = execFileSync(join(lab ?? '', 'lab'), ['facts'], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Facts.parse(JSON.parse(output));
}
