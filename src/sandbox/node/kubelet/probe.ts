/** One try of a probe against a container's real program, with the kubelet's words for what failed. */
import { execFile } from 'node:child_process';
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { at, listOf, textOf, textsOf, type Fields } from '../../kubernetes/shape.ts';
import type { ContainerPlan } from '../pod-spec.ts';
import { portNumber } from '../pod-spec.ts';
import { connectTo } from './ports.ts';

export interface ProbeTarget {
  readonly container: ContainerPlan;
  readonly podAddress: string;
  readonly ports: ReadonlyMap<number, number>;
  readonly environment: Record<string, string>;
  readonly folder: string;
}

/** Tries an httpGet, tcpSocket or exec action once. Resolves with undefined when it succeeded, else with what failed. */
export async function tryProbe(
  action: Fields,
  timeoutSeconds: number,
  target: ProbeTarget,
): Promise<string | undefined> {
  if (action['httpGet'] !== undefined) return tryHttp(action['httpGet'], timeoutSeconds, target);
  if (action['exec'] !== undefined)
    return tryCommand(textsOf(at(action, 'exec', 'command')), timeoutSeconds, target);
  const given = at(action, 'tcpSocket', 'port') ?? at(action, 'grpc', 'port');
  const port = portNumber(target.container, given) ?? 0;
  const real = target.ports.get(port);
  const refused = `dial tcp ${target.podAddress}:${port}: connect: connection refused`;
  if (real === undefined) return refused;
  return connectTo(real).then(
    (socket) => void socket.destroy(),
    () => refused,
  );
}

async function tryHttp(
  get: unknown,
  timeoutSeconds: number,
  { container, podAddress, ports }: ProbeTarget,
): Promise<string | undefined> {
  const port = portNumber(container, at(get, 'port')) ?? 0;
  const secure = at(get, 'scheme') === 'HTTPS';
  const route = textOf(at(get, 'path')) ?? '/';
  const address = `${secure ? 'https' : 'http'}://${podAddress}:${port}${route.startsWith('/') ? route : `/${route}`}`;
  const real = ports.get(port);
  const refused = `Get "${address}": dial tcp ${podAddress}:${port}: connect: connection refused`;
  if (real === undefined) return refused;
  const headers: Record<string, string> = {
    'user-agent': 'kube-probe/1.35',
    accept: '*/*',
    connection: 'close',
  };
  for (const header of listOf(at(get, 'httpHeaders')))
    headers[textOf(header['name'])?.toLowerCase() ?? ''] = textOf(header['value']) ?? '';
  return new Promise((resolve) => {
    const send = secure ? secureRequest : request;
    const call = send({
      host: '127.0.0.1',
      port: real,
      path: new URL(address).pathname + new URL(address).search,
      headers,
      rejectUnauthorized: false,
      agent: false,
    });
    const timer = setTimeout(() => {
      resolve(`Get "${address}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`);
      call.destroy();
    }, timeoutSeconds * 1000);
    call.once('response', (answer) => {
      clearTimeout(timer);
      answer.resume();
      const status = answer.statusCode ?? 0;
      // A redirect counts as an answer; the kubelet follows it only on the same host.
      resolve(status >= 200 && status < 400 ? undefined : `HTTP probe failed with statuscode: ${status}`);
      call.destroy();
    });
    call.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      resolve(error.code === 'ECONNREFUSED' ? refused : `Get "${address}": ${error.message}`);
    });
    call.end();
  });
}

function tryCommand(
  command: string[],
  timeoutSeconds: number,
  { environment, folder }: ProbeTarget,
): Promise<string | undefined> {
  const [program = '', ...rest] = command;
  return new Promise((resolve) => {
    execFile(
      program,
      rest,
      {
        env: environment,
        cwd: folder,
        timeout: timeoutSeconds * 1000,
        maxBuffer: 10_240,
        killSignal: 'SIGKILL',
      },
      (error, stdout, stderr) => {
        if (error === null) return resolve(undefined);
        if (error.killed)
          return resolve(`command timed out: "${command.join(' ')}" timed out after ${timeoutSeconds}s`);
        resolve(`${stdout}${stderr}`.trim() || error.message);
      },
    );
  });
}
