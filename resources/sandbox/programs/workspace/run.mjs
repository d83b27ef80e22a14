// Runs a file by the interpreter that its name asks for, or a line of shell, and streams what they say.
import { execFile, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { readBody } from './body.mjs';
import { failure } from './files.mjs';

const interpreters = {
  '.py': ['python3', 'python'],
  '.r': ['Rscript'],
  '.sh': ['bash', 'sh'],
  '.js': [process.execPath],
  '.mjs': [process.execPath],
  '.cjs': [process.execPath],
};

/**
 * POST /api/run with `{ "path": "a.py" }` or `{ "command": "ls" }`. Answers lines of JSON as they come:
 * `{ stream, text }`, at last `{ exit }`. Whoever closes the connection stops the program.
 */
export async function startRun(request, response, files, root) {
  const { path: file, command } = parse(await readBody(request, 65_536));
  const { program, args, folder } =
    typeof file === 'string' ? await forFile(file, files) : forCommand(command, root);
  const child = spawn(program, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONUNBUFFERED: '1' },
    windowsHide: true,
  });
  console.log(`run ${path.basename(program)} ${typeof file === 'string' ? file : 'a command'}`);
  response.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const tell = (message) => response.write(`${JSON.stringify(message)}\n`);

  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8');
    child[stream].on('data', (text) => {
      if (tell({ stream, text })) return;
      // A program that says more than the browser can read waits for it.
      child[stream].pause();
      response.once('drain', () => child[stream].resume());
    });
  }
  const stop = () => void endTree(child.pid);
  response.once('close', stop);
  child.once('error', (error) => {
    response.off('close', stop);
    tell({ stream: 'stderr', text: `${error.message}\n` });
    tell({ exit: 127 });
    response.end();
  });
  child.once('close', (code, signal) => {
    response.off('close', stop);
    tell({ exit: code ?? 128, ...(signal === null ? {} : { signal }) });
    response.end();
  });
}

function parse(body) {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw failure(400, 'bad-request');
  }
}

async function forFile(relative, files) {
  const place = await files.locate(relative);
  const names = interpreters[path.extname(place).toLowerCase()];
  if (names === undefined) throw failure(422, 'no-interpreter');
  const program = names.map(find).find((found) => found !== undefined);
  if (program === undefined) throw failure(422, `missing-interpreter ${names[0]}`);
  return { program, args: [place], folder: path.dirname(place) };
}

function forCommand(command, root) {
  if (typeof command !== 'string' || command.trim() === '') throw failure(400, 'bad-request');
  if (process.platform === 'win32')
    return { program: process.env.ComSpec ?? 'cmd.exe', args: ['/d', '/s', '/c', command], folder: root };
  return { program: find('bash') ?? '/bin/sh', args: ['-c', command], folder: root };
}

function find(name) {
  if (path.isAbsolute(name)) return name;
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
  const places = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .flatMap((folder) => endings.map((ending) => path.join(folder, name + ending)));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Ends a process and what it started. They share our process group, so that they also go when the workspace goes. */
async function endTree(pid) {
  if (pid === undefined) return;
  if (process.platform === 'win32')
    return void execFile('taskkill', ['/pid', String(pid), '/t', '/f'], () => undefined);
  const table = await new Promise((resolve) =>
    execFile('ps', ['-A', '-o', 'pid=,ppid='], (error, out) => resolve(error ? '' : out)),
  );
  const pairs = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const all = [pid];
  for (const parent of all) for (const [child, its] of pairs) if (its === parent) all.push(child);
  for (const each of all.reverse()) {
    try {
      process.kill(each, 'SIGKILL');
    } catch {
      // Already gone.
    }
  }
}
