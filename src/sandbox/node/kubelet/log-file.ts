/** A container's log on disk, in the line format of the container runtime interface: `<time> <stream> <tag> <text>`. */
import {
  createWriteStream,
  mkdirSync,
  openSync,
  readSync,
  closeSync,
  fstatSync,
  renameSync,
  type WriteStream,
} from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** As the kubelet's containerLogMaxSize; what is older than the last such piece is not shown any more. */
const largestFile = 10 * 2 ** 20;
/** A longer line is broken, as the container runtime breaks it. */
const longestLine = 16_384;

export interface LogWriter {
  /** Takes over a stream of the process; the lines get the time at which they came. */
  take(stream: Readable, name: 'stdout' | 'stderr'): void;
  /** Ends the file; the last unfinished line is written first. */
  end(): Promise<void>;
}

/** Opens a log file for writing; its folder is made when it is missing. */
export function openLog(file: string): LogWriter {
  mkdirSync(path.dirname(file), { recursive: true });
  let output = openForAppending(file);
  let size = 0;
  const flushes: (() => void)[] = [];

  function write(name: string, tag: 'F' | 'P', text: string) {
    const line = `${new Date().toISOString().slice(0, -1)}000000Z ${name} ${tag} ${text}\n`;
    size += line.length;
    if (size > largestFile) {
      output.end();
      renameSync(file, `${file}.older`);
      output = openForAppending(file);
      size = line.length;
    }
    return output.write(line);
  }

  return {
    take(stream, name) {
      const decoder = new StringDecoder('utf8');
      let rest = '';
      const flush = () => {
        rest += decoder.end();
        if (rest !== '') write(name, 'F', rest);
        rest = '';
      };
      flushes.push(flush);
      stream.on('data', (chunk: Buffer) => {
        const lines = (rest + decoder.write(chunk)).split('\n');
        rest = lines.pop() ?? '';
        let wantsMore = true;
        for (const line of lines) wantsMore = write(name, 'F', line);
        while (rest.length > longestLine) {
          wantsMore = write(name, 'P', rest.slice(0, longestLine));
          rest = rest.slice(longestLine);
        }
        // A program that writes faster than the disk must wait, or its log would grow in our memory.
        if (!wantsMore) {
          stream.pause();
          output.once('drain', () => stream.resume());
        }
      });
      stream.on('error', flush);
    },
    end() {
      for (const flush of flushes) flush();
      return new Promise((resolve) => output.end(() => resolve()));
    },
  };
}

/** The file is there as soon as this returns: someone may want to read it before the first line came. */
function openForAppending(file: string): WriteStream {
  return createWriteStream(file, { fd: openSync(file, 'a', 0o600) });
}

export interface LogLine {
  /** RFC 3339 with nanoseconds, UTC. */
  readonly time: string;
  /** With its line end, unless the line goes on. */
  readonly text: string;
}

/** Reads one line of a log file; undefined when it is not in the format. */
export function parseLogLine(line: string): LogLine | undefined {
  const match = /^(\S+) (?:stdout|stderr) ([FP]) (.*)$/s.exec(line);
  if (match === null) return undefined;
  const [, time = '', tag, text = ''] = match;
  return { time, text: tag === 'F' ? `${text}\n` : text };
}

/** A place in a growing file from which complete lines are read on. */
export interface LogReader {
  /** The complete lines that came since the last call. */
  next(): LogLine[];
  close(): void;
}

/** Opens a log for reading from its start. @throws Error (ENOENT) when there is none. */
export function readLog(file: string): LogReader {
  const descriptor = openSync(file, 'r');
  const decoder = new StringDecoder('utf8');
  let position = 0;
  let rest = '';
  return {
    next() {
      let text = rest;
      const buffer = Buffer.allocUnsafe(65_536);
      while (position < fstatSync(descriptor).size) {
        const bytes = readSync(descriptor, buffer, 0, buffer.length, position);
        if (bytes === 0) break;
        position += bytes;
        text += decoder.write(buffer.subarray(0, bytes));
      }
      const lines = text.split('\n');
      rest = lines.pop() ?? '';
      return lines.map(parseLogLine).filter((line) => line !== undefined);
    },
    close: () => closeSync(descriptor),
  };
}
