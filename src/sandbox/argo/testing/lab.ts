/** The lab's Argo Workflows, by kubectl. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { KubernetesObject } from '../../kubernetes/model.ts';
import type { Fields } from '../../kubernetes/shape.ts';

const execute = promisify(execFile);
const namespace = 'user-bob';

export interface LabArgo {
  /** Runs a workflow to its end and deletes it. */
  run(specification: Fields): Promise<KubernetesObject>;
}

/** The lab's Argo Workflows; undefined where there is no lab or it is not up. */
export async function labArgo(): Promise<LabArgo | undefined> {
  const lab = process.env['SARDONYX_LAB'];
  const script = lab && path.join(lab, 'lab');
  if (!script || !existsSync(script)) return undefined;
  const { stdout } = await execute(script, ['facts'], { timeout: 20_000 });
  const facts = JSON.parse(stdout) as { argo?: { url: string }; kubernetes: { adminKubeconfig: string } };
  const answers = await fetch(`${facts.argo?.url}/api/v1/version`, {
    signal: AbortSignal.timeout(2000),
  }).then(
    ({ ok }) => ok,
    () => false,
  );
  if (!answers) return undefined;
  const kubectl = async (...parameters: string[]) => {
    const all = ['--kubeconfig', facts.kubernetes.adminKubeconfig, '-n', namespace, ...parameters];
    const run = execute(path.resolve('node_modules/.bin/kubectl'), all, { maxBuffer: 2 ** 26 });
    return (await run).stdout;
  };
  return {
    async run(spec) {
      const object = {
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Workflow',
        metadata: { generateName: 'same-' },
        spec,
      };
      const creating = execFile(path.resolve('node_modules/.bin/kubectl'), [
        '--kubeconfig',
        facts.kubernetes.adminKubeconfig,
        '-n',
        namespace,
        'create',
        '-f',
        '-',
        '-o',
        'name',
      ]);
      creating.stdin?.end(JSON.stringify(object));
      let name = '';
      for await (const chunk of creating.stdout ?? []) name += String(chunk);
      name = name.trim();
      try {
        await kubectl(
          'wait',
          name,
          '--for=jsonpath={.metadata.labels.workflows\\.argoproj\\.io/completed}=true',
          '--timeout=120s',
        );
        return JSON.parse(await kubectl('get', name, '-o', 'json')) as KubernetesObject;
      } finally {
        await kubectl('delete', name, '--wait=false');
      }
    },
  };
}
