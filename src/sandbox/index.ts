/** The sandbox as a program: prints its facts as one line of JSON, then serves until it is told to end. */
import { chmodSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { regionVariants, type RegionVariant } from './onyxia/region.ts';
import { platformFile } from './platform-file.ts';
import { startSandbox, type SandboxOptions } from './sandbox.ts';

const usage = `node src/sandbox/index.ts [settings]
  --folder DIR               where everything is kept (the same folder goes on where it stopped)
  --port N                   port of the Onyxia API
  --facts-file FILE          writes the facts there, too (0600)
  --access-token-seconds N   how long access tokens live (300)
  --password NAME=PASSWORD   a person's password instead of a drawn one; again for others
  --secure-identity          the identity provider speaks https by the sandbox's own authority
  --onboarded                everyone's namespaces are there from the start
  --region VARIANT           ${regionVariants.join(', ')}; again for more
  --with-parent              ends when its standard input ends
  --print WHAT               facts (what tests need) or platform-file (what a person needs); facts
`;

interface Command extends SandboxOptions {
  factsFile: string | undefined;
  withParent: boolean;
  print: 'facts' | 'platform-file';
}

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0)
    throw new TypeError(`--${name} wants a whole number, not "${text}"`);
  return number;
}

function isVariant(text: string): text is RegionVariant {
  return (regionVariants as readonly string[]).includes(text);
}

/** Reads the command line. Throws TypeError with a sentence for what cannot be understood. */
export function readCommand(parameters: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      folder: { type: 'string' },
      port: { type: 'string' },
      'facts-file': { type: 'string' },
      'access-token-seconds': { type: 'string' },
      password: { type: 'string', multiple: true },
      'secure-identity': { type: 'boolean' },
      onboarded: { type: 'boolean' },
      region: { type: 'string', multiple: true },
      'with-parent': { type: 'boolean' },
      print: { type: 'string', default: 'facts' },
    },
  });
  const unknown = values.region?.find((text) => !isVariant(text));
  if (unknown !== undefined)
    throw new TypeError(`--region knows ${regionVariants.join(', ')}, not "${unknown}"`);
  if (values.print !== 'facts' && values.print !== 'platform-file')
    throw new TypeError(`--print knows facts and platform-file, not "${values.print}"`);
  const passwords = (values.password ?? []).map((text): [string, string] => {
    const at = text.indexOf('=');
    if (at < 1 || at === text.length - 1)
      throw new TypeError(`--password wants NAME=PASSWORD, not "${text}"`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
  const port = wholeNumber(values.port, 'port');
  const seconds = wholeNumber(values['access-token-seconds'], 'access-token-seconds');
  return {
    ...(values.folder === undefined ? {} : { folder: values.folder }),
    ...(port === undefined ? {} : { port }),
    ...(seconds === undefined ? {} : { accessTokenSeconds: seconds }),
    passwords: Object.fromEntries(passwords),
    secureIdentity: values['secure-identity'] ?? false,
    onboarded: values.onboarded ?? false,
    region: (values.region ?? []).filter(isVariant),
    factsFile: values['facts-file'],
    withParent: values['with-parent'] ?? false,
    print: values.print,
  };
}

/** Resolves when the process is told to end. */
function untilEnd(withParent: boolean): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (!withParent) return;
    process.stdin
      .once('end', () => resolve())
      .once('close', () => resolve())
      .resume();
  });
}

/** Runs the program; resolves with its exit code. */
export async function main(parameters: readonly string[]): Promise<number> {
  // Standard output carries the facts alone; some libraries write notices there.
  console.info = console.error;
  console.log = console.error;
  let command: Command;
  try {
    command = readCommand(parameters);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
  const ended = untilEnd(command.withParent);
  const sandbox = await startSandbox({ ...command, log: (message) => process.stderr.write(`${message}\n`) });
  const line = `${JSON.stringify(sandbox.facts)}\n`;
  if (command.factsFile !== undefined) {
    writeFileSync(command.factsFile, line, { mode: 0o600 });
    chmodSync(command.factsFile, 0o600);
  }
  process.stdout.write(command.print === 'facts' ? line : `${JSON.stringify(platformFile(sandbox.facts))}\n`);
  await ended;
  await sandbox.stop();
  return 0;
}

if (import.meta.main) {
  const code = await main(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
  // A connection that will not close must not keep the program.
  process.exit(code);
}
