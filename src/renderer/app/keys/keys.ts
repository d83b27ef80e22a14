/** Keys of the whole app: what they are called, how they are written, when they match. Pure. */

/** Actions that have a key, with the key they have until a person changes it. `mod` is Ctrl, on a Mac Command. */
export const defaultKeys = {
  palette: 'mod+k',
  help: '?',
  commands: 'mod+j',
  filter: '/',
  back: 'escape',
  'leave-service': 'f6',
  home: 'g h',
  catalog: 'g c',
  services: 'g v',
  storage: 'g s',
  secrets: 'g x',
  annotation: 'g a',
  training: 'g t',
  models: 'g m',
  serving: 'g d',
  settings: 'mod+,',
  launch: 'mod+enter',
} as const;
export type ActionName = keyof typeof defaultKeys;

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** One key press as text: `mod+k`, `?`, `escape`. Shift counts only with a named key, for a sign already holds it. */
export function describePress(press: KeyPress, isMac: boolean): string {
  const key = press.key.toLowerCase();
  const parts: string[] = [];
  if (isMac ? press.metaKey : press.ctrlKey) parts.push('mod');
  if (isMac ? press.ctrlKey : press.metaKey) parts.push(isMac ? 'ctrl' : 'meta');
  if (press.altKey) parts.push('alt');
  if (press.shiftKey && key.length > 1) parts.push('shift');
  parts.push(key === ' ' ? 'space' : key);
  return parts.join('+');
}

/** The keys in force: the defaults with the person's own over them. */
export function keysInForce(own: Readonly<Record<string, string>>): Record<ActionName, string> {
  const entries = Object.entries(defaultKeys).map(([action, key]) => [action, own[action] ?? key]);
  return Object.fromEntries(entries) as Record<ActionName, string>;
}

export interface Matched {
  readonly action?: ActionName;
  /** A first key of a sequence of two was pressed: what must precede the next press. */
  readonly pending?: string;
}

/** Finds the action of a press, given the first key of a sequence that may wait. */
export function matchPress(
  press: string,
  pending: string | undefined,
  keys: Record<ActionName, string>,
): Matched {
  const entries = Object.entries(keys) as [ActionName, string][];
  const whole = pending ? `${pending} ${press}` : press;
  const found = entries.find(([, key]) => key === whole) ?? entries.find(([, key]) => key === press);
  if (found) return { action: found[0] };
  return entries.some(([, key]) => key.startsWith(`${press} `)) ? { pending: press } : {};
}

/** The same key for two actions: pairs of action names, so that a person is told before a key is lost. */
export function clashes(keys: Record<ActionName, string>): readonly (readonly [ActionName, ActionName])[] {
  const entries = Object.entries(keys) as [ActionName, string][];
  return entries.flatMap(([action, key], index) =>
    entries
      .slice(index + 1)
      .filter(([, other]) => other === key || other.startsWith(`${key} `) || key.startsWith(`${other} `))
      .map(([other]) => [action, other] as const),
  );
}
