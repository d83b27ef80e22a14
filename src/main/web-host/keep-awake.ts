/** Keeps the laptop from sleeping, by the program that each system has for it. */
import { spawn } from 'node:child_process';

/**
 * Until the result is called, or this process ends, the laptop stays awake (its screen may go dark).
 * Undefined where the program is missing, as in a container.
 */
export function keepAwake(): Promise<(() => void) | undefined> {
  const [command, args] = inhibitorOf(process.platform, process.pid);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore' });
    child.once('error', () => resolve(undefined));
    // A system without a session manager starts the program and is refused at once.
    const settled = setTimeout(() => resolve(() => void child.kill()), 300);
    child.once('exit', () => {
      clearTimeout(settled);
      resolve(undefined);
    });
    child.unref();
  });
}

/** Ends with the process `pid` too, should that be killed. */
function inhibitorOf(platform: NodeJS.Platform, pid: number): [string, string[]] {
  if (platform === 'darwin') return ['/usr/bin/caffeinate', ['-i', '-w', String(pid)]];
  if (platform === 'win32') {
    // ES_CONTINUOUS | ES_SYSTEM_REQUIRED (SetThreadExecutionState), held while the process lives.
    const script =
      `Add-Type -Name P -Namespace S -MemberDefinition '[DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint f);';` +
      `[S.P]::SetThreadExecutionState(2147483649) | Out-Null; Wait-Process -Id ${pid}`;
    return ['powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script]];
  }
  return [
    'systemd-inhibit',
    ['--what=idle:sleep', '--who=Sardonyx', '--why=Transfers', 'tail', '-f', '/dev/null', `--pid=${pid}`],
  ];
}
