/** Keys of the coding screen: what they are called, how they are written, which press is which. Pure. */

/** Actions with the key that they have until a person changes it; `mod` is Ctrl, on a Mac Command. In the settings: `coding.<name>`. */
export const codingKeys = {
  take: 'enter',
  down: 'arrowdown',
  up: 'arrowup',
  climb: 'arrowleft',
  descend: 'arrowright',
  clear: 'escape',
  skip: 'alt+s',
  delegate: 'alt+d',
  unclassifiable: 'alt+u',
  flag: 'alt+f',
  comment: 'alt+c',
  harder: 'alt+arrowup',
  easier: 'alt+arrowdown',
  undo: 'mod+z',
  previous: 'pageup',
  next: 'pagedown',
  guidelines: 'alt+g',
  settle: 'alt+k',
  help: 'alt+h',
} as const;
export type CodingAction = keyof typeof codingKeys;
export const codingActions = Object.keys(codingKeys) as readonly CodingAction[];
export type CodingKeys = Readonly<Record<CodingAction, string>>;

/** What of a key event tells which key it is. */
export interface Press {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/**
 * A press as text: `alt+s`, `mod+z`, `enter`. Where Alt turned the letter into another sign (macOS), the physical key counts;
 * AltGr, which the browser tells as Ctrl and Alt, writes signs and is no command.
 */
export function describeCodingPress(press: Press, isMac: boolean): string {
  const parts: string[] = [];
  if (isMac ? press.metaKey : press.ctrlKey) parts.push('mod');
  if (isMac ? press.ctrlKey : press.metaKey) parts.push(isMac ? 'ctrl' : 'meta');
  if (press.altKey) parts.push('alt');
  if (press.shiftKey && press.key.length > 1) parts.push('shift');
  parts.push(keyName(press));
  return parts.join('+');
}

function keyName({ key, code, altKey }: Press): string {
  const name = key.toLowerCase();
  const physical = /^Key([A-Z])$/.exec(code)?.[1];
  if (altKey && physical !== undefined && !/^[a-z]$/.test(name)) return physical.toLowerCase();
  if (name === 'enter' || code === 'NumpadEnter') return 'enter';
  return name === ' ' ? 'space' : name;
}

/** The digit of a physical digit key, so that AZERTY needs no Shift; undefined for other keys and commands. */
export function digitOf({ code, ctrlKey, metaKey, altKey }: Press): string | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
}

/** The sign that a press writes; undefined for commands and named keys. AltGr writes too. */
export function signOf(press: Press, isAltGraph: boolean): string | undefined {
  const isCommand = press.ctrlKey || press.metaKey || press.altKey;
  return press.key.length === 1 && (!isCommand || isAltGraph) ? press.key : undefined;
}

/** The keys in force: the defaults with the person's own over them. */
export function codingKeysInForce(own: Readonly<Record<string, string>>): CodingKeys {
  return Object.fromEntries(
    codingActions.map((action) => [action, own[settingName(action)] ?? codingKeys[action]]),
  ) as Record<CodingAction, string>;
}

/** Under which name the settings keep the key of an action. */
export const settingName = (action: CodingAction): string => `coding.${action}`;

/** The action of a press. */
export const actionOf = (press: string, keys: CodingKeys): CodingAction | undefined =>
  codingActions.find((action) => keys[action] === press);

/** Why a key cannot be that of an action: another action has it, or it writes; undefined where it can. */
export function refusalOf(
  press: string,
  action: CodingAction,
  keys: CodingKeys,
): { readonly kind: 'taken'; readonly by: CodingAction } | { readonly kind: 'writes' } | undefined {
  if ([...press].length === 1 || press === 'space' || press === 'backspace') return { kind: 'writes' };
  const by = codingActions.find((one) => one !== action && keys[one] === press);
  return by && { kind: 'taken', by };
}
