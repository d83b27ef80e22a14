/**
 * Port forwarding over WebSocket in both forms: one pair of channels a port (`v4.channel.k8s.io`), and SPDY/3.1 tunnelled in the
 * messages (`SPDY/3.1+portforward.k8s.io`, what kubectl has used since 1.31).
 */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { bytesOf, createFlow } from './flow.ts';
import type { KubernetesObject, NodeAgent } from './model.ts';
import { messageOf } from './respond.ts';
import {
  controlFrame,
  createFrameReader,
  createHeaderCodec,
  dataFrame,
  finFlag,
  frameType,
  words,
  type Frame,
} from './spdy-frames.ts';

export const spdyProtocol = 'SPDY/3.1+portforward.k8s.io';
/** Sub-protocols for port forwarding, the preferred one first. */
export const forwardProtocols: readonly string[] = [spdyProtocol, 'v4.channel.k8s.io'];

function refusal(pod: KubernetesObject, port: number, error: unknown): string {
  return `error forwarding port ${port} to pod ${pod.metadata.uid}, uid : ${messageOf(error)}`;
}

/**
 * Forwards ports by pairs of channels: 2i carries data, 2i+1 errors; both begin with the port as two bytes, low byte first
 * (Kubernetes kubelet, `portforward/websocket.go`). One connection a port; the WebSocket closes when all have ended.
 */
export function serveChannelForward(
  socket: WebSocket,
  pod: KubernetesObject,
  ports: readonly number[],
  node: NodeAgent,
): void {
  const flow = createFlow(socket);
  let open = ports.length;
  const links = ports.map((port, index) => {
    const dataChannel = Buffer.from([index * 2]);
    const errorChannel = Buffer.from([index * 2 + 1]);
    const portBytes = Buffer.from([port & 0xff, port >> 8]);
    flow.send(Buffer.concat([dataChannel, portBytes]));
    flow.send(Buffer.concat([errorChannel, portBytes]));
    const ended = () => {
      open -= 1;
      if (open === 0) socket.close(1000);
    };
    const target = node.connect(pod, port);
    target.then(
      (duplex) => {
        duplex.on('data', (chunk: Buffer) => flow.send(Buffer.concat([dataChannel, chunk]), duplex));
        duplex.on('error', (error) =>
          flow.send(Buffer.concat([errorChannel, Buffer.from(refusal(pod, port, error))])),
        );
        duplex.on('end', () => endSoon(duplex));
        duplex.on('close', ended);
        if (socket.readyState !== socket.OPEN) duplex.destroy();
      },
      (error: unknown) => {
        flow.send(Buffer.concat([errorChannel, Buffer.from(refusal(pod, port, error))]));
        ended();
      },
    );
    return target;
  });
  // Bytes may come before the target is there: they wait in order.
  let incoming = Promise.resolve();
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    const number = bytes[0] ?? 0;
    const link = number % 2 === 0 ? links[number / 2] : undefined;
    if (link === undefined) return;
    incoming = incoming.then(async () => {
      const duplex = await link.catch(() => undefined);
      if (duplex !== undefined) flow.deliver(bytes.subarray(1), duplex);
    });
  });
  const close = () => {
    for (const link of links) link.then((duplex) => duplex.destroy()).catch(() => undefined);
  };
  socket.on('close', close);
  socket.on('error', close);
}

/** Milliseconds after which the container runtime ends both directions of a connection whose one side ended. */
const halfOpen = 1_000;

/** A program that ended its side, or died, does not leave a connection open that only waits for the other. */
function endSoon(target: Duplex): void {
  setTimeout(() => target.destroy(), halfOpen).unref();
}

/** A connection to a port of the pod: its data stream and the stream that tells its failure. */
interface Pair {
  data?: number;
  error?: number;
  target?: Duplex;
  /** What came before the target was there. */
  waiting: { bytes: Buffer; fin: boolean }[];
}

/** Forwards ports for a client that speaks SPDY/3.1 inside the messages of a WebSocket. Each pair of streams is one connection. */
export function serveSpdyForward(socket: WebSocket, pod: KubernetesObject, node: NodeAgent): void {
  const flow = createFlow(socket);
  const headers = createHeaderCodec();
  const readFrames = createFrameReader();
  const pairs = new Map<string, Pair>();
  const byDataStream = new Map<number, Pair>();

  const finish = (stream: number | undefined, message = '') => {
    if (stream !== undefined) flow.send(dataFrame(stream, Buffer.from(message), true));
  };
  const connect = async (pair: Pair, requestId: string, port: number) => {
    try {
      const target = await node.connect(pod, port);
      if (socket.readyState !== socket.OPEN) {
        target.destroy();
        return;
      }
      pair.target = target;
      let failure = '';
      target.on('data', (chunk: Buffer) => flow.send(dataFrame(pair.data ?? 0, chunk, false), target));
      target.on('end', () => {
        finish(pair.data);
        endSoon(target);
      });
      target.on('error', (error) => {
        failure = refusal(pod, port, error);
      });
      target.on('close', () => {
        finish(pair.error, failure);
        if (failure !== '') finish(pair.data);
        pairs.delete(requestId);
        if (pair.data !== undefined) byDataStream.delete(pair.data);
      });
      for (const { bytes, fin } of pair.waiting.splice(0)) deliver(pair, bytes, fin);
    } catch (error) {
      finish(pair.error, refusal(pod, port, error));
      finish(pair.data);
      pairs.delete(requestId);
      if (pair.data !== undefined) byDataStream.delete(pair.data);
    }
  };
  const deliver = (pair: Pair, bytes: Buffer, fin: boolean) => {
    if (pair.target === undefined) {
      pair.waiting.push({ bytes, fin });
      return;
    }
    if (bytes.length > 0) flow.deliver(bytes, pair.target);
    if (fin) pair.target.end();
  };
  const openStream = async (frame: Frame & { kind: 'control' }) => {
    const stream = frame.payload.readUInt32BE(0) & 0x7fffffff;
    const fields = await headers.read(frame.payload.subarray(10));
    flow.send(controlFrame(frameType.synReply, 0, Buffer.concat([words(stream), await headers.write({})])));
    const requestId = fields['requestid'] ?? '';
    const pair = pairs.get(requestId) ?? { waiting: [] };
    pairs.set(requestId, pair);
    if (fields['streamtype'] === 'error') pair.error = stream;
    else {
      pair.data = stream;
      byDataStream.set(stream, pair);
      if (frame.flags & finFlag) pair.waiting.push({ bytes: Buffer.alloc(0), fin: true });
    }
    if (pair.data !== undefined && pair.error !== undefined) {
      void connect(pair, requestId, Number(fields['port'] ?? 0));
    }
  };
  const handle = async (frame: Frame) => {
    if (frame.kind === 'data') {
      const pair = byDataStream.get(frame.stream);
      if (pair !== undefined) deliver(pair, frame.payload, frame.fin);
    } else if (frame.type === frameType.synStream) await openStream(frame);
    else if (frame.type === frameType.ping) flow.send(controlFrame(frameType.ping, 0, frame.payload));
    else if (frame.type === frameType.headers) await headers.read(frame.payload.subarray(4));
    else if (frame.type === frameType.rstStream) {
      byDataStream.get(frame.payload.readUInt32BE(0) & 0x7fffffff)?.target?.destroy();
    } else if (frame.type === frameType.goAway) socket.close(1000);
    // WINDOW_UPDATE and SETTINGS need no answer: kubectl's SPDY has no flow control of its own, the WebSocket's pace is what counts.
  };
  let incoming = Promise.resolve();
  socket.on('message', (data) => {
    const bytes = bytesOf(data);
    incoming = incoming
      .then(async () => {
        for (const frame of readFrames(bytes)) await handle(frame);
      })
      .catch(() => socket.close(1002));
  });
  const close = () => {
    for (const pair of pairs.values()) pair.target?.destroy();
    headers.close();
  };
  socket.on('close', close);
  socket.on('error', () => socket.terminate());
}
