/** Sentences of the container runtime and the kubelet that people search for. */

/** The words of the container runtime for a program that cannot be started. */
export function startFailure(command: readonly string[], error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'executable file not found in $PATH'
      : code === 'EACCES'
        ? 'permission denied'
        : (error as Error).message;
  return `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "${command[0] ?? ''}": ${why}: unknown`;
}

/** A delay as Go prints a duration: 10s, 1m20s, 5m0s. */
export function spokenDelay(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
