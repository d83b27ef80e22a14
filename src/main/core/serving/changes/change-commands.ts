/** The commands that do the same by hand. Pure. */
import type { ServingChange } from '../../../../shared/contract/serving/applications.ts';
import type { ApplicationSource } from '../../platform/argo-cd/application.ts';
import { quoteWord } from '../../platform/helm/equivalent.ts';

const line = (...words: readonly string[]) => words.map(quoteWord).join(' ');
const isSecret = (name: string) => /PASSWORD|SECRET|TOKEN|KEY/i.test(name);

/** `kubectl -n NAMESPACE ...` */
export const kubectl = (namespace: string, ...words: readonly string[]) =>
  line('kubectl', '-n', namespace, ...words);
/** `argocd app ...`, of applications in any namespace. */
export const argocd = (verb: string, { name, namespace }: Named, ...words: readonly string[]) =>
  line('argocd', 'app', verb, `${namespace}/${name}`, ...words);

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** `kubectl set image` and `kubectl set env`; a value that looks secret is named by its variable. */
export function deploymentCommand(namespace: string, changes: readonly ServingChange[]): string {
  const lines = changes.map((change) => {
    const workload = `deployment/${change.workload}`;
    if (change.kind === 'image')
      return kubectl(namespace, 'set', 'image', workload, `${change.container}=${change.image}`);
    const set = kubectl(namespace, 'set', 'env', workload, '-c', change.container);
    const value = isSecret(change.name) ? `"$${change.name}"` : quoteWord(change.value);
    return `${set} ${change.name}=${value}`;
  });
  return lines.join(' &&\n');
}

/** `argocd app set`, or `argocd app patch` for what it has no flag for; then `argocd app sync` where that is not automatic. */
export function sourceCommand(
  application: Named,
  before: ApplicationSource,
  after: ApplicationSource,
  isAutomatic: boolean,
): string {
  const words = [
    ...added(before.kustomize?.images, after.kustomize?.images).flatMap((one) => ['--kustomize-image', one]),
    ...added(before.helm?.parameters, after.helm?.parameters).flatMap(({ name = '', value = '' }) => [
      '-p',
      `${name}=${value}`,
    ]),
    ...added(before.plugin?.env, after.plugin?.env).flatMap(({ name = '', value = '' }) => [
      '--plugin-env',
      `${name}=${value}`,
    ]),
  ];
  const patches = after.kustomize?.patches ?? [];
  const isPatched = added(before.kustomize?.patches, patches).length > 0;
  const patch = JSON.stringify({ spec: { source: { kustomize: { patches } } } });
  return [
    ...(words.length > 0 ? [argocd('set', application, ...words)] : []),
    ...(isPatched ? [argocd('patch', application, '--type', 'merge', '--patch', patch)] : []),
    ...(isAutomatic ? [] : [argocd('sync', application)]),
  ].join(' &&\n');
}

function added<Entry>(before: readonly Entry[] = [], after: readonly Entry[] = []): Entry[] {
  const known = new Set(before.map((one) => JSON.stringify(one)));
  return after.filter((one) => !known.has(JSON.stringify(one)));
}
