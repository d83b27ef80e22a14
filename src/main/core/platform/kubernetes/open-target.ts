/** How to open a service: which port of which pod, and how one signs in there. */
import type { Container, Pod } from './objects.ts';
import { publicAddresses, servicePorts } from './manifest.ts';
import type { ManifestObject, PublicAddress } from './manifest.ts';
import { releasePassword } from './release.ts';
import type { Release } from './release.ts';

/** `token`: header `Authorization: token <password>` (Jupyter). `code-server`, `rstudio`: the form of that program. `none`: nothing known to fill in. */
export type SignInKind = 'token' | 'code-server' | 'rstudio' | 'none';

export interface OpenTarget {
  /** Port of the pod's container. */
  readonly port: number;
  readonly signIn: SignInKind;
  /** User name for a form that wants one. */
  readonly user?: string;
  readonly password?: string;
  /** False for what is no web page (a database): it can be forwarded, not opened. */
  readonly web: boolean;
}

const WEB_NAME =
  /^(main|http|https|web|ui|app|notebook|jupyter|rstudio|vscode|code-server|dashboard|server)(-|$)/;
const WEB_PORTS = new Set([
  80, 443, 3000, 3838, 4040, 5000, 5601, 7860, 8000, 8080, 8081, 8443, 8501, 8787, 8888, 9090,
]);

interface NamedPort {
  readonly name?: string | undefined;
  readonly number: number;
}

function containerPorts(containers: readonly Container[]): NamedPort[] {
  return containers.flatMap((container) =>
    (container.ports ?? []).flatMap((port) =>
      port.containerPort !== undefined && (port.protocol ?? 'TCP') === 'TCP'
        ? [{ name: port.name, number: port.containerPort }]
        : [],
    ),
  );
}

/** The public addresses of a release, the one of the notes first. */
export function releaseAddresses(
  release: Pick<Release, 'notes'>,
  objects: readonly ManifestObject[],
): PublicAddress[] {
  const all = publicAddresses(objects);
  const noted = all.findIndex((one) => release.notes.includes(one.url));
  const first = all[noted];
  return first ? [first, ...all.filter((one) => one !== first)] : all;
}

/** The container's port that a service's port leads to. */
function behind(
  service: string | undefined,
  port: number | string | undefined,
  objects: readonly ManifestObject[],
  ports: readonly NamedPort[],
): number | undefined {
  if (port === undefined) return undefined;
  const ofService = servicePorts(objects).filter((one) => service === undefined || one.service === service);
  const found = ofService.find((one) => one.port.port === Number(port) || one.port.name === port)?.port;
  const target = found?.targetPort ?? found?.port ?? port;
  return typeof target === 'number'
    ? target
    : (ports.find((one) => one.name === target)?.number ?? found?.port);
}

function choosePort(
  release: Release,
  objects: readonly ManifestObject[],
  ports: readonly NamedPort[],
): { port: number; web: boolean } | undefined {
  const address = releaseAddresses(release, objects)[0];
  const published = address && behind(address.service, address.port, objects, ports);
  if (published !== undefined) return { port: published, web: true };
  const noted = /port-forward\s+(?:-n\s+\S+\s+)?(?:service|svc|pod)s?\/(\S+)\s+\S*:(\d+)/.exec(release.notes);
  const forwarded = noted && behind(noted[1], Number(noted[2]), objects, ports);
  const services = servicePorts(objects).flatMap(({ service, port }): NamedPort[] => {
    const number = behind(service, port.port, objects, ports);
    return number === undefined ? [] : [{ name: port.name, number }];
  });
  const known = [...services, ...ports];
  const isWeb = (one: NamedPort): boolean =>
    WEB_NAME.test(one.name ?? '') || (WEB_PORTS.has(one.number) && !one.name?.startsWith('tcp-'));
  if (forwarded !== undefined && forwarded !== null)
    return { port: forwarded, web: known.some((one) => one.number === forwarded && isWeb(one)) };
  const chosen = known.find((one) => WEB_NAME.test(one.name ?? '')) ?? known.find(isWeb) ?? known[0];
  return chosen && { port: chosen.number, web: isWeb(chosen) };
}

function signInKind(release: Release): SignInKind {
  const { manifest } = release;
  if (/code-server/.test(manifest) || release.chart.name.startsWith('vscode')) return 'code-server';
  if (/rstudio/i.test(release.chart.name)) return 'rstudio';
  if (
    /jupyter|ServerApp\.token|LabApp\.token/i.test(manifest) ||
    /name:\s*["']?(JUPYTER_)?TOKEN\b/.test(manifest)
  )
    return 'token';
  return 'none';
}

/**
 * Where to open a service: the port behind the address of its notes or Ingress, else the one that its notes forward, else a
 * port named `main`, `http` or the like, else the first. `pods` may be empty (paused). Undefined where it has no port at all.
 */
export function openTarget(
  release: Release,
  objects: readonly ManifestObject[],
  pods: readonly Pod[],
): OpenTarget | undefined {
  const ports = pods.flatMap((pod) => containerPorts(pod.spec?.containers ?? []));
  const chosen = choosePort(release, objects, ports);
  if (!chosen) return undefined;
  const password = releasePassword(release);
  const signIn = password === undefined ? 'none' : signInKind(release);
  const user = /(?:user ?name|nom d.utilisateur|utilisateur|username)[*_`]*\s*:\s*[*`]*([\w.@-]+)/i.exec(
    release.notes,
  )?.[1];
  return {
    ...chosen,
    signIn,
    ...(password !== undefined && { password }),
    ...(signIn === 'rstudio' && { user: user ?? 'onyxia' }),
  };
}
