/** Keeps one core process alive and leads pages to it. */
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { Handlers } from '../../shared/contract/operation.ts';
import { portPipe, type AnyPort } from '../../shared/rpc/port-pipe.ts';
import { serve } from '../../shared/rpc/serve.ts';
import { FromCoreProcess, type CoreSettings, type ToCoreProcess } from './core-messages.ts';
import { hostContract, type HostContract } from './host-contract.ts';
import { nextStart, recentEnds } from './restart-policy.ts';

export interface SupervisedCore {
  /** Leads a page's port to the core, now or as soon as one runs. */
  connect(port: MessagePortMain): void;
  /** Where opened services and bytes are answered; undefined until the core listens. */
  port(): number | undefined;
  /** Starts again after the supervisor gave up. */
  start(): void;
  stop(): Promise<void>;
}

export interface SupervisorOptions {
  /** Path of the core's program. */
  readonly program: string;
  readonly settings: CoreSettings;
  readonly handlers: Handlers<HostContract>;
  readonly report: (error: unknown, where: string) => void;
  /** Told when it ended too often; `why` is what it said of itself. */
  readonly onGivenUp: (why: string) => void;
  /** When to start again, by when it ended. */
  readonly policy?: typeof nextStart;
}

/** How long a core may take to stop before it is ended, in milliseconds. */
const patience = 5_000;

/** Starts the core and keeps it running until `stop`. Call it after the app is ready. */
export function superviseCore(options: SupervisorOptions): SupervisedCore {
  let child: UtilityProcess | undefined;
  let listening: number | undefined;
  let ends: number[] = [];
  let why = '';
  let timer: NodeJS.Timeout | undefined;
  let stopped: (() => void) | undefined;
  const waiting: MessagePortMain[] = [];

  const tell = (to: UtilityProcess, message: ToCoreProcess, ports: MessagePortMain[] = []) =>
    to.postMessage(message, ports);

  function start(): void {
    clearTimeout(timer);
    if (child || stopped) return;
    const { port1, port2 } = new MessageChannelMain();
    const started = utilityProcess.fork(options.program, [], {
      serviceName: 'Sardonyx core',
      stdio: 'inherit',
    });
    const stopServing = serve(hostContract, options.handlers, portPipe(port1 as AnyPort), options.report);
    child = started;
    tell(started, { kind: 'start', settings: options.settings }, [port2]);
    for (const port of waiting.splice(0)) tell(started, { kind: 'pipe' }, [port]);
    started.on('message', receive);
    started.once('exit', () => {
      stopServing();
      port1.close();
      ended();
    });
  }

  function receive(raw: unknown): void {
    const message = FromCoreProcess.parse(raw);
    if (message.kind === 'listening') listening = message.port;
    if (message.kind === 'ready') why = '';
    if (message.kind === 'failed') why = message.why;
  }

  function ended(): void {
    child = undefined;
    if (stopped) return stopped();
    ends = [...recentEnds(ends, Date.now()), Date.now()];
    const next = (options.policy ?? nextStart)(ends, Date.now());
    if (next.kind === 'wait') timer = setTimeout(start, next.milliseconds);
    else options.onGivenUp(why);
  }

  start();
  return {
    connect: (port) => {
      if (child) tell(child, { kind: 'pipe' }, [port]);
      else waiting.push(port);
    },
    port: () => listening,
    start: () => {
      ends = [];
      start();
    },
    stop: () => {
      clearTimeout(timer);
      const running = child;
      return new Promise((resolve) => {
        const kill = setTimeout(() => running?.kill(), patience);
        stopped = () => {
          clearTimeout(kill);
          resolve();
        };
        if (running) tell(running, { kind: 'stop' });
        else stopped();
      });
    },
  };
}
