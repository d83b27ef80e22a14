/** Runs work for each of many things, only so many at the same time; the answers come in the order of the things. Rejects with the first failure. */
export async function inParallel<Thing, Answer>(
  things: readonly Thing[],
  atOnce: number,
  work: (thing: Thing) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const next = things.entries();
  const worker = async () => {
    for (const [index, thing] of next) answers[index] = await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, worker));
  return answers;
}
