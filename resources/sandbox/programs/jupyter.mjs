// Starts JupyterLab on the pod's port, with the password as its token. First argument: the program `jupyter`.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

const [, , jupyter, ...rest] = process.argv;
const home = process.env.HOME ?? process.cwd();
const folder = path.join(home, 'work');
mkdirSync(folder, { recursive: true });
const options = [
  'lab',
  '--no-browser',
  '--ip=127.0.0.1',
  `--port=${process.env.PORT ?? 8888}`,
  '--ServerApp.port_retries=0',
  `--ServerApp.root_dir=${folder}`,
  '--ServerApp.allow_remote_access=True',
];
if (process.getuid?.() === 0) options.push('--allow-root');
// The token goes by the environment: arguments can be read by everyone on the machine.
const environment = {
  ...process.env,
  JUPYTER_TOKEN: process.env.PASSWORD ?? process.env.JUPYTER_TOKEN ?? '',
};
const child = spawn(jupyter, [...options, ...rest], {
  env: environment,
  stdio: ['ignore', 'inherit', 'inherit'],
});
child.on('error', (error) => {
  console.error(`JupyterLab cannot be started: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGTERM' ? 0 : 1)));
process.on('SIGTERM', () => child.kill('SIGTERM'));
process.stdin.resume();
process.stdin.on('end', () => child.kill('SIGTERM'));
