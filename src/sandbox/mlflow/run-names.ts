/** Names for runs that were given none: two words and a number, at most 20 characters. */
import { randomInt } from 'node:crypto';

const kinds =
  'amber azure brisk calm clear cosy crisp deft eager fair fleet frosty gentle grand hazy jolly keen late light lucid mellow mild neat noble pale plain quick quiet rapid ripe rosy serene sharp silent sleek smart snowy soft spry steady still sunny swift tidy vivid warm wary windy';
const things =
  'alder aspen beech birch bison brook cedar cliff cloud coral crane creek delta dune egret elm fern finch fjord gull hare heron hill ibis ivy lake larch linden lynx maple marsh meadow moss oak otter owl pine plover poplar reed river robin rook sedge shore spruce stork swan tern thyme willow wren';

const pick = (words: string): string => {
  const all = words.split(' ');
  return all[randomInt(all.length)] ?? '';
};

/** A new name, such as `calm-heron-412`. */
export const newRunName = (): string => `${pick(kinds)}-${pick(things)}-${randomInt(1000)}`;
