/** Ports and processes of the stand-in: real channels of Node in the shape that Electron's main process has. */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, type Transferable } from 'node:worker_threads';

/** Electron hands over `{ data, ports }`; messages wait until the port is listened to, as there. */
export class StandInPort extends EventEmitter {
  readonly inner: MessagePort;

  constructor(inner: MessagePort) {
    super();
    this.inner = inner;
    inner.on('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: readonly Transferable[] = []): void {
    this.inner.postMessage(message, transfer);
  }

  start(): void {
    this.inner.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.inner.close();
  }
}

export class MessageChannelMain {
  readonly port1: StandInPort;
  readonly port2: StandInPort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new StandInPort(port1);
    this.port2 = new StandInPort(port2);
  }
}

/** The end of a utility process that its own program has. */
export class StandInParent extends EventEmitter {
  readonly process: StandInProcess;

  constructor(process: StandInProcess) {
    super();
    this.process = process;
  }

  postMessage(message: unknown): void {
    this.process.emit('message', structuredClone(message));
  }
}

/** A utility process whose program runs in this one. */
export class StandInProcess extends EventEmitter {
  readonly program: string;
  readonly options: unknown;
  readonly parent = new StandInParent(this);
  /** What the process holds; the system closes it when the process ends. */
  readonly held: StandInPort[] = [];
  hasEnded = false;

  constructor(program: string, options: unknown) {
    super();
    this.program = program;
    this.options = options;
  }

  postMessage(message: unknown, ports: readonly StandInPort[] = []): void {
    const data = structuredClone(message);
    this.held.push(...ports);
    queueMicrotask(() => {
      if (!this.hasEnded) this.parent.emit('message', { data, ports });
    });
  }

  exit(code: number): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    for (const port of this.held) port.close();
    this.emit('exit', code);
  }

  kill(): boolean {
    this.exit(15);
    return true;
  }
}
