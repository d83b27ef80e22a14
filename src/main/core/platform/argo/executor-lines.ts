/** What the executor writes into a container's log around the program's own lines. */

/**
 * True for a line of Argo's executor: logfmt that begins with a time and has `argo=true` (3.x: `time="..." level=info msg="..."
 * argo=true`), and its last words on a program that failed. They are in the log of a pod; the kept log has none of them.
 */
export function isExecutorLine(line: string): boolean {
  return /^time=\S+ level=\w+ msg=.*\bargo=true\b/.test(line) || /^Error: exit status \d+$/.test(line);
}
