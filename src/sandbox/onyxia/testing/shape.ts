/** Compares answers with recorded ones by their shape: keys and types, not values. */

const typeOf = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

/** What the recording abbreviated: `<object: a b>`, `<array of 3>`, `<812 characters>`. */
function abbreviated(text: string): { type: string; keys?: string[] } | undefined {
  const object = /^<object: ?(.*)>$/.exec(text);
  if (object) return { type: 'object', keys: (object[1] ?? '').split(' ').filter(Boolean) };
  if (/^<array of \d+>$/.test(text)) return { type: 'array' };
  return undefined;
}

function compareKeys(expected: string[], own: object, at: string): string[] {
  const keys = Object.keys(own);
  return [
    ...expected.filter((key) => !keys.includes(key)).map((key) => `${at}.${key} is missing`),
    ...keys.filter((key) => !expected.includes(key)).map((key) => `${at}.${key} is not in the recording`),
  ];
}

/** Where an answer differs in shape from the recorded one; `open` names paths whose keys are the platform's own (charts, names). */
export function shapeDifferences(
  recorded: unknown,
  own: unknown,
  open: readonly RegExp[] = [],
  at = '$',
): string[] {
  const short = typeof recorded === 'string' ? abbreviated(recorded) : undefined;
  const expected = short?.type ?? typeOf(recorded);
  if (typeOf(own) !== expected) return [`${at} is ${typeOf(own)}, was ${expected}`];
  const free = open.some((pattern) => pattern.test(at));
  if (Array.isArray(own)) {
    const samples = (Array.isArray(recorded) ? recorded : []).filter(
      (each) => !(typeof each === 'string' && each.startsWith('…')),
    );
    // An element has to look like one of those recorded.
    return own.flatMap((element) => {
      const found = samples.map((sample) => shapeDifferences(sample, element, open, `${at}[]`));
      return found.some((differences) => differences.length === 0) ? [] : (found[0] ?? []);
    });
  }
  if (typeof own !== 'object' || own === null) return [];
  if (short) return free ? [] : compareKeys(short.keys ?? [], own, at);
  const before = recorded as Record<string, unknown>;
  const differences = free ? [] : compareKeys(Object.keys(before), own, at);
  for (const [key, value] of Object.entries(own)) {
    const counterpart = before[key];
    if (counterpart !== undefined)
      differences.push(...shapeDifferences(counterpart, value, open, `${at}.${key}`));
  }
  return differences;
}
